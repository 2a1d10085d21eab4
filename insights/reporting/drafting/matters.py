"""What is about the same matter: statements voted on, decisions asked for, and offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.project import Project
from insights.reporting.cells import rows_of, text_of
from insights.reporting.drafting.addressing import say_addressee
from insights.reporting.drafting.comparing import is_named_by, sides_weighed
from insights.reporting.drafting.joins import name_words
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.offers import is_offer
from insights.reporting.drafting.piloting import say_plan
from insights.reporting.drafting.placing import is_at_another_time, stands_elsewhere
from insights.reporting.likeness import WORDS_COUNT, word_rarity
from insights.reporting.proposing.proposals import content_words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_MOST_FINDINGS = 2  # a statement is about one matter, said as problem and as idea


def decisions_asked(project: Project) -> list[str]:
    """Return what the commissioner is asked to decide, as the project says it."""
    asked = project.about.get("decision_asked")
    given = [asked] if isinstance(asked, str) else list(asked or [])
    return [text_of(one).strip() for one in given if text_of(one).strip()]


def join_matters(
    findings: pd.DataFrame,
    recommendations: pd.DataFrame,
    excerpts: pd.DataFrame,
    *,
    statements: pd.DataFrame,
    project: Project,
    vectors_of: Callable[[list[str]], np.ndarray | None],
    counted: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return findings and recommendations with the votes and decisions on the same matter.

    Two texts are on one matter where the cosine of their meanings, plus half that of their
    words by rarity, is at least ``same_matter`` (a threshold of the project). A statement
    that puts a thing in another place than a recommendation does stands against it.

    Parameters
    ----------
    statements
        Table of that name: what people agreed or disagreed with.
    vectors_of
        Gives a vector per text, or None where there is no encoder: then words alone decide.
    counted
        Table of that name: the codes excerpts carry. An offer goes to what shares its code.

    Returns
    -------
    tuple
        Tables ``findings`` and ``recommendations`` with ``statement_ids``,
        ``against_statement_ids`` and ``decisions``; recommendations also with the offers made
        towards them, who is to act, and what testers and decisions say of a pilot.
    """
    asked = decisions_asked(project)
    told = {text_of(row["excerpt_id"]): text_of(row["text"]) for row in rows_of(excerpts)
            if text_of(row["speaker"]) != "facilitator"}  # fmt: skip
    offered = {key: text for key, text in told.items() if is_offer(text)}
    voted = {text_of(row["statement_id"]): text_of(row["text"]) for row in rows_of(statements)}
    texts = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    found = [dict(row) for row in rows_of(findings)]
    drafts = [dict(row) for row in rows_of(recommendations)]
    if not (asked or voted or offered) or not (found or drafts):
        return findings, _finished(drafts, asked, texts, project)
    said_of_finding = [[texts[e] for e in row["excerpt_ids"] if e in texts] for row in found]
    said_of_draft = [_said_of(row, texts) for row in drafts]
    near = _Nearness(
        [*asked, *voted.values(), *offered.values(), *(text_of(row["component"]) for row in drafts),
         *(text for said in said_of_finding + said_of_draft for text in said)],
        list(texts.values()), vectors_of,
    )  # fmt: skip
    least = project.thresholds.same_matter
    closest = {
        key: max((near.most(text, said) for said in said_of_draft), default=0.0)
        for key, text in voted.items()
    }
    for row, said in zip(drafts, said_of_draft, strict=True):
        on_it = [
            key for key, text in voted.items()
            if near.most(text, said) >= least or (closest[key] < least and _names_part(text, row))
            or any(is_named_by(text_of(row["title"]), side) for side in sides_weighed(text))
        ] if not is_to_look(row) else []  # fmt: skip
        against = [key for key in on_it if stands_elsewhere(voted[key], " ".join(said))]
        row["against_statement_ids"] = against
        row["statement_ids"] = [key for key in on_it if key not in against]
        row["decisions"] = []
    with_part = [
        [] if is_to_look(row) else [*said, text_of(row["component"])]
        for row, said in zip(drafts, said_of_draft, strict=True)
    ]
    for number, text in enumerate(asked, start=1):
        alike = [near.most(text, said) for said in _at_its_time(text, with_part)]
        best = max(alike, default=0.0)
        for row, nearness in zip(drafts, alike, strict=True):
            if best >= least and nearness == best:
                row["decisions"] = [*row["decisions"], f"D{number}"]
    codes: dict[str, set[str]] = {}
    for row in rows_of(counted) if counted is not None else ():
        codes.setdefault(text_of(row["excerpt_id"]), set()).add(text_of(row["code_id"]))
    _join_offers(offered, drafts, said_of_draft, asked, codes, near, least)
    for row in found:
        row["statement_ids"] = []
    for key, text in voted.items():
        ranked = sorted(
            ((near.most(text, said), -place) for place, said in enumerate(said_of_finding)
             if text_of(found[place]["finding_id"]).startswith("F")),
            reverse=True,
        )  # fmt: skip
        for nearness, place in ranked[:_MOST_FINDINGS]:
            if nearness >= least:
                found[-place]["statement_ids"] = [*found[-place]["statement_ids"], key]
    return tables.from_rows("findings", found), _finished(drafts, asked, texts, project)


def _at_its_time(asked: str, said_of: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return what drafts say; nothing of those at another time, where one is at a decision's own.

    "One late evening a week" is about what opens at night, however near other words are.
    """
    fits = [bool(said) and not is_at_another_time(asked, " ".join(said)) for said in said_of]
    return [said if ok or not any(fits) else [] for said, ok in zip(said_of, fits, strict=True)]


def _join_offers(
    offered: Mapping[str, str], drafts: Sequence[dict[str, Any]],
    said_of: Sequence[Sequence[str]], asked: Sequence[str], codes: Mapping[str, set[str]],
    near: _Nearness, least: float,
) -> None:  # fmt: skip
    """Write each offer beside the recommendation, or its decision, that it is nearest to.

    One word in common ("reception") is no common matter: an offer with a code goes only to
    what somebody proposed under that code.
    """
    decided = [
        [text for number, text in enumerate(asked, start=1) if f"D{number}" in row["decisions"]]
        for row in drafts
    ]
    for row in drafts:
        row["offer_excerpt_ids"] = []
    for key, text in offered.items():
        nearness = [
            0.0
            if is_to_look(row)
            or key in row["against_excerpt_ids"]
            or not _shares_code(codes.get(key, set()), row, codes)
            # What somebody proposed is no offer towards another's proposal than its own.
            else near.most(text, [one for one in [*said, *mine] if one != text])
            for row, said, mine in zip(drafts, said_of, decided, strict=True)
        ]
        best = max(nearness, default=0.0)
        if best >= least:
            row = drafts[nearness.index(best)]
            row["offer_excerpt_ids"] = [*row["offer_excerpt_ids"], key]


def _shares_code(mine: set[str], row: Mapping[str, Any], codes: Mapping[str, set[str]]) -> bool:
    """Return whether what somebody proposed carries one of an offer's codes; or it has none."""
    return not mine or any(mine & codes.get(str(e), set()) for e in row["for_excerpt_ids"])


def _finished(
    drafts: Sequence[dict[str, Any]], asked: Sequence[str], texts: Mapping[str, str],
    project: Project,
) -> pd.DataFrame:  # fmt: skip
    """Return recommendations with what their decisions add: who is to act, and a pilot plan."""
    for row in drafts:
        numbers = [int(str(key)[1:]) for key in row["decisions"]]
        mine = {number: asked[number - 1] for number in numbers}
        if mine:
            said = [texts[str(e)] for e in row["for_excerpt_ids"] if str(e) in texts]
            row["addressed_to"] = say_addressee(list(mine.values()), said, project.commissioner)
        testers = [texts[str(e)] for e in row["pilot_excerpt_ids"] if str(e) in texts]
        row["pilot"] = say_plan(text_of(row["pilot"]), testers, mine) or None
    return tables.from_rows("recommendations", list(drafts))


def _said_of(row: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """Return what says what a recommendation is about: its title and people's words."""
    own = [text_of(row["title"]), text_of(row["proposal"])]
    return list(dict.fromkeys(
        [*(text for text in own if text), *(texts[e] for e in row["for_excerpt_ids"] if e in texts)]
    ))  # fmt: skip


def _names_part(text: str, row: Mapping[str, Any]) -> bool:
    """Return whether a text names a recommendation's whole part: "the digital tool"."""
    part = name_words(text_of(row["component"]))
    return len(part) > 1 and part <= name_words(text)


class _Nearness:
    """How near texts are to each other: by what they mean, and by the rare words they share."""

    def __init__(
        self, texts: Sequence[str], background: Sequence[str],
        vectors_of: Callable[[list[str]], np.ndarray | None],
    ) -> None:  # fmt: skip
        import numpy as np

        unique = list(dict.fromkeys(texts))
        self._words = {text: set(content_words(text)) for text in unique}
        self._rarity = word_rarity([content_words(text) for text in [*background, *unique]])
        matrix = vectors_of(unique)
        self._vectors: dict[str, np.ndarray] = {}
        if matrix is not None:
            norms = np.linalg.norm(matrix, axis=1, keepdims=True)
            self._vectors = dict(zip(unique, matrix / np.where(norms == 0, 1, norms), strict=True))

    def most(self, text: str, others: Sequence[str]) -> float:
        """Return how near the nearest of several texts is, rounded."""
        return max((self._of(text, other) for other in others), default=0.0)

    def _of(self, one: str, other: str) -> float:
        if not self._vectors:
            return round(self._shared(one, other), 6)
        meaning = float(self._vectors[one] @ self._vectors[other])
        return round(meaning + WORDS_COUNT * self._shared(one, other), 6)

    def _shared(self, one: str, other: str) -> float:
        def weight(words: set[str]) -> float:
            return sum(self._rarity.get(word, 0.0) ** 2 for word in sorted(words))

        a, b = self._words[one], self._words[other]
        whole = (weight(a) * weight(b)) ** 0.5
        return weight(a & b) / whole if whole else 0.0
