"""The framework matrix: cases × themes, each cell drafted from the person's own words.

A draft cell is a prompt for the analyst, whose summary replaces it and survives re-runs. When
the evidence under an edited cell changes, the summary stays and the cell is flagged.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from insights import tables
from insights.analysis.people import of_workshops, place, place_notes, spoken_by_people
from insights.analysis.plain_words import content_words, spoken_words
from insights.language import count_words, load_pipeline

if TYPE_CHECKING:
    import pandas as pd

_MOST_QUOTES = 2
_LONGEST_WORDS = 30  # beyond this an excerpt gives its most telling sentence
_ONCE = 0.1  # weight of a word that one excerpt of a theme has, against log 2 for two
_IN_CODEBOOK = 3  # as if so many more excerpts had it
_WEIGHT = {"verbatim": 1.0, "near_verbatim": 0.9, "summarised": 0.6}
Cell = tuple[str, str, str]  # person or session, its id, theme


class _Said(NamedTuple):
    """An excerpt of a cell."""

    excerpt_id: str
    text: str
    directness: str
    group: str | None


@dataclass(frozen=True)
class _Edit:
    """A person's summary of a cell, and what they had in front of them."""

    summary: str
    at: str
    seen: frozenset[str]


def draft_framework(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    judgements: pd.DataFrame | None = None,
    codings: pd.DataFrame | None = None,
    *,
    sessions: pd.DataFrame | None = None,
    by: str = "perspective",
) -> pd.DataFrame:
    """Return the framework matrix: a row for every case and theme that meet.

    A case is a person; or a session, for its notes that name nobody. A draft quotes at
    most two excerpts, letter by letter, and of a long one its most telling sentence:
    the words that set the theme apart from the others, verbatim before summarised.

    Parameters
    ----------
    excerpts, codes, participants, attendance
        Tables of those names.
    counted
        The codings that count: excerpt_id and code_id.
    judgements
        Table of that name: the last "summary" of a cell stands instead of the draft. The
        cell is stale where its excerpts are not those the person was shown; or, where the
        decision does not say what was shown, where a coding under it was decided later.
    codings
        Table of that name, for when they were decided.
    sessions
        Table of that name: tests and feedback on drafts or the process are in no cell.

    Returns
    -------
    DataFrame
        Table ``framework``, by theme, people before sessions.
    """
    excerpts, attendance = of_workshops(excerpts, sessions), of_workshops(attendance, sessions)
    said = _cases(excerpts, participants, attendance, by)
    live = codes.loc[codes["status"] != "retired", ["code_id", "theme"]]
    pairs = counted[["excerpt_id", "code_id"]].merge(live, on="code_id")[["excerpt_id", "theme"]]
    rows = said.merge(pairs.drop_duplicates(), on="excerpt_id")
    rows = rows.sort_values(["source_id", "start", "excerpt_id"], kind="stable")
    edits = _edits(judgements)
    decided = _decided(codings, live)
    words = _Words()
    weights = _theme_words(rows, codes[codes["status"] != "retired"], words)
    known_cases = set(zip(said["case"], said["case_id"], strict=True))
    found: dict[Cell, dict[str, Any]] = {}
    for cell, part in _cells(rows).items():
        quotes, ids = _draft(part, weights.get(cell[2], {}), words)
        found[cell] = {"group": part[0].group, "summary": quotes, "excerpt_ids": ids}
    for (case_id, theme), edit in edits.items():
        cells = [(case, case_id, theme) for case in ("person", "session")]
        there = [one for one in cells if one in found]
        there += [one for one in cells if one[:2] in known_cases]
        if not there:
            continue  # whoever is gone takes the summary along
        cell = there[0]
        found.setdefault(cell, {"excerpt_ids": []})
        changed = _what_changed(found[cell]["excerpt_ids"], edit, decided.get(theme, {}))
        found[cell] |= {"summary": edit.summary, "edited": True, "why_stale": changed or None}
    return _table(found)


def _cases(
    excerpts: pd.DataFrame, participants: pd.DataFrame, attendance: pd.DataFrame, by: str
) -> pd.DataFrame:
    said = spoken_by_people(excerpts)
    named = (said["speaker"] == "participant") & said["participant_id"].notna()
    came = attendance.assign(group=place(attendance, participants, attendance, by))
    group = place(said, participants, attendance, by)
    group = group.where(named, place_notes(said, came, by))
    session = said["session_id"].where(said["session_id"].notna(), said["source_id"])
    return said.assign(
        case=named.map({True: "person", False: "session"}).astype(object),
        case_id=said["participant_id"].where(named, session).astype(object),
        group=group.where(group.notna(), None),
    )


def _cells(rows: pd.DataFrame) -> dict[Cell, list[_Said]]:
    """Return the excerpts of each cell, in their order."""
    found: dict[Cell, list[_Said]] = {}
    columns = ["case", "case_id", "theme", "excerpt_id", "text", "directness", "group"]
    for case, case_id, theme, *said in rows[columns].itertuples(index=False, name=None):
        if isinstance(case_id, str) and isinstance(theme, str):
            found.setdefault((str(case), case_id, theme), []).append(_Said(*said))
    return found


def _theme_words(
    rows: pd.DataFrame, codes: pd.DataFrame, words: _Words
) -> dict[str, dict[str, float]]:
    """Return for each theme its telling words: said again and again there, and less elsewhere.

    A word said once weighs next to nothing, unless the codebook has it.
    """
    texts = rows.drop_duplicates("excerpt_id")
    own = {
        excerpt_id: set(words.of(str(text)))
        for excerpt_id, text in zip(texts["excerpt_id"], texts["text"], strict=True)
    }
    everywhere = Counter(word for one in own.values() for word in one)
    named = _codebook_words(codes)
    weights: dict[str, dict[str, float]] = {}
    for theme, part in rows.groupby("theme"):
        ids = part["excerpt_id"].unique()
        here = Counter(word for excerpt_id in ids for word in own[excerpt_id])
        known = named.get(str(theme), frozenset())
        weights[str(theme)] = {
            word: (_ONCE + math.log(n + _IN_CODEBOOK * (word in known)))
            * math.log((n + 0.5) / (len(ids) + 1) * (len(own) + 1) / (everywhere[word] + 0.5))
            for word, n in here.items()
        }
    return weights


def _codebook_words(codes: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return the words in the names and keywords of each theme's codes."""
    found: dict[str, frozenset[str]] = {}
    for theme, name, keywords in zip(codes["theme"], codes["name"], codes["keywords"], strict=True):
        said = content_words([str(name), *keywords])
        found[str(theme)] = found.get(str(theme), frozenset()) | {
            word for placed in said for _, word in placed
        }
    return found


def _draft(
    part: Sequence[_Said], weights: Mapping[str, float], words: _Words
) -> tuple[str, list[str]]:
    """Return the most telling words of a cell, and its excerpts with those first."""
    ranked = []
    for at, said in enumerate(part):
        score, quote = max(
            (_score(words.of(span), weights) * _WEIGHT[said.directness], span)
            for span in words.spans(said.text)
        )
        ranked.append((-round(score, 9), at, said.excerpt_id, quote))
    ranked.sort()
    quotes = dict.fromkeys(quote for _, _, _, quote in ranked)
    shown = " ".join(f"“{quote}”" for quote in list(quotes)[:_MOST_QUOTES])
    return shown, [excerpt_id for _, _, excerpt_id, _ in ranked]


class _Words:
    """What may be quoted of each text, and the words of it; every text is taken apart once."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}
        self._spans: dict[str, list[str]] = {}

    def of(self, text: str) -> list[str]:
        """Return the meaningful words of a text."""
        if text not in self._words:
            self._words[text] = [word.lemma for word in spoken_words(text)]
        return self._words[text]

    def spans(self, text: str) -> list[str]:
        """Return what may stand for an excerpt: all of it, or single sentences of a long one."""
        if text not in self._spans:
            self._spans[text] = _sentences(text) if count_words(text) > _LONGEST_WORDS else [text]
        return self._spans[text]


def _sentences(text: str) -> list[str]:
    return [
        sentence.text.strip()
        for line in text.split("\n")
        for sentence in load_pipeline()(line).sents
        if sentence.text.strip()
    ] or [text]


def _score(words: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(max(0.0, weights.get(word, 0.0)) for word in sorted(set(words))) / math.sqrt(
        3 + len(words)
    )


def _edits(judgements: pd.DataFrame | None) -> dict[tuple[str, str], _Edit]:
    """Return the last summary of each cell, by case and theme."""
    if judgements is None or judgements.empty:
        return {}
    found: dict[tuple[str, str], _Edit] = {}
    made = judgements[judgements["action"] == "summary"]
    made = made.assign(at=made["at"].astype(object).where(made["at"].notna(), ""))
    for target, value, at, shown in made.sort_values("at", kind="stable")[
        ["target_id", "value", "at", "shown"]
    ].itertuples(index=False, name=None):
        case_id, _, theme = str(target).partition("|")
        text = json.loads(value) if isinstance(value, str) and value else ""
        if isinstance(text, str) and text.strip():
            found[case_id, theme] = _Edit(text.strip(), str(at), frozenset(shown))
        else:
            found.pop((case_id, theme), None)  # an empty summary gives the draft back
    return found


def _decided(codings: pd.DataFrame | None, live: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return theme → excerpt → when a person last decided on one of its codings."""
    if codings is None or codings.empty:
        return {}
    made = codings[codings["decided_at"].notna()].merge(live, on="code_id")
    found: dict[str, dict[str, str]] = {}
    for theme, excerpt_id, at in zip(
        made["theme"], made["excerpt_id"], made["decided_at"], strict=True
    ):
        of_theme = found.setdefault(str(theme), {})
        of_theme[str(excerpt_id)] = max(str(at), of_theme.get(str(excerpt_id), ""))
    return found


def _what_changed(ids: Sequence[str], edit: _Edit, decided: Mapping[str, str]) -> str:
    """Return in words what happened to a cell's evidence since the edit; "" for nothing."""
    if not ids:
        return "Nothing this case said carries the theme any more."
    if edit.seen:
        added, gone = len(set(ids) - edit.seen), len(edit.seen - set(ids))
        parts = [f"{n} {how}" for n, how in ((added, "added"), (gone, "taken away")) if n]
        what = "excerpt" if added + gone == 1 else "excerpts"
        return f"Since the summary was written: {what} {' and '.join(parts)}." if parts else ""
    later = sum(bool(edit.at) and decided.get(excerpt_id, "") > edit.at for excerpt_id in ids)
    what = "coding was" if later == 1 else "codings were"
    return f"Since the summary was written, {later} {what} decided." if later else ""


def _table(found: Mapping[Cell, Mapping[str, Any]]) -> pd.DataFrame:
    rows = [
        {"participant_id": case_id, "case": case, "theme": theme, "edited": False, **cell}
        | {"stale": cell.get("why_stale") is not None}
        for (case, case_id, theme), cell in sorted(
            found.items(), key=lambda item: (item[0][2], item[0][0], item[0][1])
        )
    ]
    return tables.from_rows("framework", rows) if rows else tables.empty("framework")
