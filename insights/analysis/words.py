"""Words that set a group apart, in their context, and words that one group never used.

A prompt to read and to write plainly by, never a finding: no word is "significant".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.people import NO_GROUP, order_groups, place, place_notes, spoken_by_people
from insights.analysis.plain_words import EVERYDAY_WORDS, spoken_words

if TYPE_CHECKING:
    import pandas as pd

LEAST_PEOPLE = 3
_TOGETHER = 2  # people who say a word on one theme before it is said to belong there
_PRIOR_WORDS = 500.0  # weight of the prior, as if so many words had been heard before
_MOST_WORDS = 40
_MOST_INSTEAD = 5
_MOST_EXCERPTS = 8
_CONTEXT = 7  # words kept on each side


@dataclass
class _Uses:
    """How one group uses one word."""

    n: int = 0
    people: set[str] = field(default_factory=set)
    excerpts: dict[str, str] = field(default_factory=dict)  # excerpt → who said it


@dataclass(frozen=True)
class _Talk:
    """All words of all groups, counted."""

    groups: tuple[str, ...]
    uses: dict[str, dict[str, _Uses]]  # group → lemma → uses
    surface: dict[str, Counter[str]]  # lemma → forms as said

    def total(self, group: str) -> int:
        return sum(use.n for use in self.uses[group].values())

    def word(self, lemma: str) -> str:
        """Return the form in which a word was said most often."""
        forms = self.surface[lemma]
        return min(forms, key=lambda form: (-forms[form], form))


def distinctive_words(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    *,
    by: str = "perspective",
    groups: Sequence[str] | None = None,
    least_people: int = LEAST_PEOPLE,
) -> pd.DataFrame:
    """Return the words that set each group apart from the others, the strongest first.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008,
    equations 16, 20 and 22): the prior is everybody's talk, scaled to 500 words. Only words
    used by at least ``least_people`` people of the group; only talk that names somebody.

    Returns
    -------
    DataFrame
        Table ``words``: up to 40 per group, where the group uses the word more.
    """
    talk = _listen(excerpts, participants, attendance, by, groups)
    everywhere: Counter[str] = Counter()
    for group in talk.groups:
        everywhere.update({lemma: use.n for lemma, use in talk.uses[group].items()})
    n_all = sum(everywhere.values())
    rows: list[dict[str, Any]] = []
    for group in talk.groups if len(talk.groups) > 1 else ():
        n = talk.total(group)
        own: list[dict[str, Any]] = []
        for lemma, use in talk.uses[group].items():
            if len(use.people) < least_people:
                continue
            prior = _PRIOR_WORDS * everywhere[lemma] / n_all
            odds, z = _log_odds(use.n, n, everywhere[lemma] - use.n, n_all - n, prior)
            if odds > 0:
                others = [talk.uses[o].get(lemma, _Uses()) for o in talk.groups if o != group]
                own.append({
                    "group": group, "word": talk.word(lemma), "lemma": lemma,
                    "n_people": len(use.people), "n_uses": use.n,
                    "n_people_others": len(set().union(*(o.people for o in others))),
                    "n_uses_others": sum(o.n for o in others),
                    "log_odds": round(odds, 9), "z": round(z, 9),
                    "excerpt_ids": list(use.excerpts)[:_MOST_EXCERPTS],
                    "other_excerpt_ids": [e for o in others for e in o.excerpts][:_MOST_EXCERPTS],
                })  # fmt: skip
        rows += sorted(own, key=lambda row: (-row["z"], row["lemma"]))[:_MOST_WORDS]
    return tables.from_rows("words", rows) if rows else tables.empty("words")


def _log_odds(y: int, n: int, y_others: int, n_others: int, prior: float) -> tuple[float, float]:
    """Return the log-odds ratio of a word under the prior, and it over its standard error.

    Examples
    --------
    >>> tuple(round(x, 3) for x in _log_odds(12, 400, 2, 600, 7.0))
    (0.961, 2.375)
    """
    all_of_it = _PRIOR_WORDS

    def log_odds(count: int, total: int) -> float:
        return math.log((count + prior) / (total + all_of_it - count - prior))

    odds = log_odds(y, n) - log_odds(y_others, n_others)
    return odds, odds / math.sqrt(1 / (y + prior) + 1 / (y_others + prior))


def words_in_context(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    lemmas: Collection[str],
    *,
    by: str = "perspective",
) -> pd.DataFrame:
    """Return each use of the words with what was said before and after it, on every side.

    Returns
    -------
    DataFrame
        With lemma, group, excerpt_id, start, end (in the excerpt's text), before, word,
        after: the three together are the text as it stands. By lemma, group and place;
        uses in notes that name nobody stand under their session's group.
    """
    import pandas as pd

    wanted = set(lemmas)
    rows = []
    for excerpt_id, text, group, _ in _said(excerpts, participants, attendance, by):
        for found in spoken_words(text):
            if found.lemma not in wanted:
                continue
            before = text[: found.start].split(" ")[-_CONTEXT - 1 :]
            after = text[found.end :].split(" ")[: _CONTEXT + 1]
            rows.append((
                found.lemma, group, excerpt_id, found.start, found.end,
                " ".join(before), text[found.start : found.end], " ".join(after),
            ))  # fmt: skip
    columns = ["lemma", "group", "excerpt_id", "start", "end", "before", "word", "after"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["lemma", "group"], kind="stable", na_position="last", ignore_index=True
    )


def unshared_words(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    *,
    group: str = "professional",
    other_group: str = "lived_experience",
    by: str = "perspective",
    least_people: int = LEAST_PEOPLE,
) -> pd.DataFrame:
    """Return words that one group uses and the other never did, and what those said instead.

    "Never" is strict: a word in the other group's notes without names, or in notes of no
    known group, counts as used. Everyday words mark nobody and are left out, and so is a word
    that each uses on a matter of its own: three "template" on three themes are chance.
    ``instead`` are the other group's own words about the themes that the word was said about,
    each used by at least ``least_people`` of its people there, those first that set that
    group apart.

    Parameters
    ----------
    counted, codes
        The codings that count (excerpt_id, code_id), and table ``codes``, for the themes.

    Returns
    -------
    DataFrame
        Table ``unshared_words``, the words of most people first.
    """
    talk = _listen(excerpts, participants, attendance, by, (group, other_group))
    if len(talk.groups) < 2:
        return tables.empty("unshared_words")
    heard = {
        word.lemma
        for _, text, side, _ in _said(excerpts, participants, attendance, by)
        if side == other_group or side is None
        for word in spoken_words(text)
    }
    live = codes.loc[codes["status"] != "retired", ["code_id", "theme"]]
    themes: dict[str, set[str]] = defaultdict(set)
    for excerpt_id, theme in (
        counted[["excerpt_id", "code_id"]]
        .merge(live, on="code_id")[["excerpt_id", "theme"]]
        .itertuples(index=False, name=None)
    ):
        themes[str(excerpt_id)].add(str(theme))
    rows: list[dict[str, Any]] = []
    for lemma, use in talk.uses[group].items():
        if len(use.people) < least_people or lemma in heard or lemma in EVERYDAY_WORDS:
            continue
        about = _themes_shared(use, themes)
        if about is None:
            continue
        same = {e for e, own in themes.items() if own & about}
        instead, where = _instead(talk, group, other_group, same, least_people)
        rows.append({
            "word": talk.word(lemma), "lemma": lemma, "group": group,
            "n_people": len(use.people), "other_group": other_group, "themes": sorted(about),
            "instead": instead, "excerpt_ids": list(use.excerpts)[:_MOST_EXCERPTS],
            "instead_excerpt_ids": where[:_MOST_EXCERPTS],
        })  # fmt: skip
    rows.sort(key=lambda row: (-row["n_people"], -len(row["excerpt_ids"]), row["lemma"]))
    return tables.from_rows("unshared_words", rows) if rows else tables.empty("unshared_words")


def _themes_shared(use: _Uses, themes: Mapping[str, set[str]]) -> set[str] | None:
    """Return the themes on which several people used a word; none where it is in no theme.

    None where it is said on themes, and on each of them by one person alone.
    """
    who: dict[str, set[str]] = defaultdict(set)
    for excerpt_id, person in use.excerpts.items():
        for theme in themes.get(excerpt_id, ()):
            who[theme].add(person)
    shared = {theme for theme, people in who.items() if len(people) >= _TOGETHER}
    return shared if shared or not who else None


def _instead(
    talk: _Talk, group: str, other: str, about: Collection[str], least_people: int
) -> tuple[list[str], list[str]]:
    """Return the other group's words in those excerpts, and the excerpts they stand in."""
    everywhere = {
        lemma: use.n + talk.uses[group].get(lemma, _Uses()).n
        for lemma, use in talk.uses[other].items()
    }
    n, n_others = talk.total(other), talk.total(group)
    found = []
    for lemma, use in talk.uses[other].items():
        here = [excerpt_id for excerpt_id in use.excerpts if excerpt_id in about]
        people = {use.excerpts[excerpt_id] for excerpt_id in here}
        if len(people) < least_people or lemma in EVERYDAY_WORDS:
            continue
        prior = _PRIOR_WORDS * everywhere[lemma] / (n + n_others)
        _, z = _log_odds(use.n, n, everywhere[lemma] - use.n, n_others, prior)
        if z > 0:
            found.append((-round(z, 9), lemma, here))
    found.sort()
    chosen = found[:_MOST_INSTEAD]
    where = dict.fromkeys(excerpt_id for _, _, here in chosen for excerpt_id in here)
    return [talk.word(lemma) for _, lemma, _ in chosen], list(where)


def _said(
    excerpts: pd.DataFrame, participants: pd.DataFrame, attendance: pd.DataFrame, by: str
) -> list[tuple[str, str, str | None, str | None]]:
    """Return excerpt, text, group and person of everything said, in the sources' order."""
    said = spoken_by_people(excerpts).sort_values(["source_id", "start", "excerpt_id"])
    named = (said["speaker"] == "participant") & said["participant_id"].notna()
    came = attendance.assign(group=place(attendance, participants, attendance, by))
    group = place(said, participants, attendance, by)
    group = group.where(named, place_notes(said, came, by)).astype(object)
    person = said["participant_id"].astype(object).where(named, None)
    return [
        (str(e), str(text), g if isinstance(g, str) else None, p)
        for e, text, g, p in zip(said["excerpt_id"], said["text"], group, person, strict=True)
    ]


def _listen(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    by: str,
    groups: Sequence[str] | None,
) -> _Talk:
    uses: dict[str, dict[str, _Uses]] = defaultdict(dict)
    surface: dict[str, Counter[str]] = defaultdict(Counter)
    for excerpt_id, text, group, person in _said(excerpts, participants, attendance, by):
        if person is None or group is None or (by == "perspective" and group in NO_GROUP):
            continue
        for word in spoken_words(text):
            use = uses[group].setdefault(word.lemma, _Uses())
            use.n += 1
            use.people.add(person)
            use.excerpts[excerpt_id] = person
            surface[word.lemma][text[word.start : word.end].casefold()] += 1
    sizes = {group: sum(use.n for use in own.values()) for group, own in uses.items()}
    compared = tuple(g for g in groups if g in uses) if groups else order_groups(sizes, by)
    return _Talk(compared, dict(uses), dict(surface))
