"""Which proposals belong together: those of one code that ask for the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from insights.reporting.cells import is_missing, rows_of, text_of
from insights.reporting.drafting.facts import excerpt_kinds
from insights.reporting.likeness import split_by_likeness, word_rarity
from insights.reporting.proposing.proposals import content_words, split_by_words
from insights.reporting.proposing.suggestions import is_praise
from insights.reporting.proposing.titles import titles_of

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.likeness import Vectors

_OPPOSING = ("opposes", "mixed")
_OBJECTS = re.compile(
    r"\b(?:not sure I agree|(?:don['’]t|do not|can['’]t) agree|I disagree|I['’]m against"
    r"|a bad idea|won['’]t work|will not work)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Proposals:
    """One kind of proposal on one theme, for one component.

    Attributes
    ----------
    name
        The code that people gave these proposals.
    for_ids, against_ids
        Excerpts that propose it; ideas that speak against it.
    people
        Who proposed it, as far as they are known.
    confirmed
        Those of ``for_ids`` whose coding a person accepted.
    sensitive
        Whether the codebook marks the code as sensitive.
    about
        The code's name and keywords, as one text.
    shared
        Those of ``for_ids`` that another kind of the theme proposes too.
    """

    theme: str
    component: str
    code_id: str
    name: str
    for_ids: tuple[str, ...]
    against_ids: tuple[str, ...]
    people: frozenset[str]
    confirmed: frozenset[str]
    sensitive: bool
    about: str = ""
    shared: frozenset[str] = frozenset()


def group_proposals(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    vectors: Vectors | None = None,
) -> list[Proposals]:
    """Return the kinds of proposal that become recommendations, by theme, component and code.

    Proposals of one code that do not ask for the same thing are different proposals; praise
    proposes nothing, whatever question it answers. Left out are kinds that only one person
    proposed, that give no title, or that stand wholly within another, wherever their theme
    has a kind for which that is not so.

    Parameters
    ----------
    vectors
        A sentence vector per excerpt; without them, proposals without a content word in
        common are different proposals.
    """
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    words = {e: content_words(text_of(row["text"])) for e, row in facts.items()}
    rarity = word_rarity(list(words.values()))
    by_theme: dict[tuple[str, str], list[Proposals]] = {}
    for code, in_favour, against, confirmed in _by_code(excerpts, counted, codes):
        key = (text_of(code["theme"]), text_of(code["component"]))
        if vectors is not None and all(e in vectors for e in in_favour):
            parts = split_by_likeness(in_favour, words, vectors, rarity)
        else:
            parts = split_by_words(in_favour, words)
        for ids in parts:
            by_theme.setdefault(key, []).append(Proposals(
                *key,
                code_id=text_of(code["code_id"]),
                name=text_of(code["name"]),
                for_ids=tuple(ids),
                against_ids=tuple(against),
                people=_people(ids, facts),
                confirmed=frozenset(confirmed) & frozenset(ids),
                sensitive=_is_sensitive(code),
                about=" ".join([text_of(code["name"]), *map(str, code["keywords"])]),
            ))  # fmt: skip
    chosen = []
    for _, kinds in sorted(by_theme.items()):
        titled = {kind: _has_title(kind, facts) for kind in kinds}
        within = _within_another(kinds)
        several = [
            kind for place, kind in enumerate(kinds)
            if len(kind.people) > 1 and titled[kind] and place not in within
        ]  # fmt: skip
        proposed = Counter(e for kind in several for e in kind.for_ids)
        several = [
            replace(kind, shared=frozenset(e for e in kind.for_ids if proposed[e] > 1))
            for kind in several
        ]
        chosen += several or [min(kinds, key=lambda kind: (not titled[kind], *_standing(kind)))]
    return chosen


def _by_code(
    excerpts: pd.DataFrame, counted: pd.DataFrame, codes: pd.DataFrame
) -> list[tuple[dict[str, Any], list[str], list[str], list[str]]]:
    """Return, per code, the ideas in favour, those against and those confirmed, in order."""
    kinds = excerpt_kinds(excerpts)
    said = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    place = {excerpt_id: number for number, excerpt_id in enumerate(kinds)}
    of_code: dict[str, dict[str, tuple[bool, bool]]] = {}
    for row in rows_of(counted):
        excerpt_id = text_of(row["excerpt_id"])
        if kinds.get(excerpt_id) == "idea" and not is_praise(said[excerpt_id]):
            stance = text_of(row.get("stance"))
            # Where nobody has judged the stance, a plain objection is never taken for support.
            opposes = stance == "opposes" or (
                not stance and bool(_OBJECTS.search(said[excerpt_id]))
            )
            confirmed = row.get("confirmed")
            agreed = not is_missing(confirmed) and bool(confirmed)
            of_code.setdefault(text_of(row["code_id"]), {})[excerpt_id] = (opposes, agreed)
    found = []
    for code in rows_of(codes):
        ideas = of_code.get(text_of(code["code_id"]), {})
        order = sorted(ideas, key=place.__getitem__)
        in_favour = [e for e in order if not ideas[e][0]]
        if in_favour:
            against = [e for e in order if ideas[e][0]]
            found.append((code, in_favour, against, [e for e in order if ideas[e][1]]))
    return found


def _people(ids: Sequence[str], facts: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(text_of(facts[e]["participant_id"]) for e in ids) - {""}


def _has_title(kind: Proposals, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(titles_of(text_of(facts[e]["text"]), kind.theme) for e in kind.for_ids)


def _within_another(kinds: Sequence[Proposals]) -> set[int]:
    """Return where kinds stand that a larger kind holds wholly, or an equal one before them."""
    held = [set(kind.for_ids) for kind in kinds]
    holders: dict[str, list[int]] = {}
    for place, ids in enumerate(held):
        for excerpt_id in ids:
            holders.setdefault(excerpt_id, []).append(place)
    found = set()
    for place, kind in enumerate(kinds):
        for other in holders[kind.for_ids[0]]:
            larger = len(held[other]) > len(held[place])
            if other != place and held[place] <= held[other] and (larger or other < place):
                found.add(place)
                break
    return found


def _standing(kind: Proposals) -> tuple[int, int, int]:
    """Return a kind's place among those with little behind them: best supported first."""
    return (-len(kind.people), -len(kind.confirmed), -len(kind.for_ids))


def _is_sensitive(code: Mapping[str, Any]) -> bool:
    return not is_missing(code["sensitive"]) and bool(code["sensitive"])


def opposing_by_code(counted: pd.DataFrame) -> dict[str, list[str]]:
    """Return, per code, the excerpts whose stance a person recorded as against its claim."""
    found: dict[str, list[str]] = {}
    for row in rows_of(counted):
        if text_of(row.get("stance")) in _OPPOSING:
            found.setdefault(text_of(row["code_id"]), []).append(text_of(row["excerpt_id"]))
    return found


def unused_ideas(excerpts: pd.DataFrame, counted: pd.DataFrame, used: Sequence[str]) -> list[str]:
    """Return coded ideas that no recommendation rests on, in their order."""
    kinds = excerpt_kinds(excerpts)
    taken = set(used)
    against = {e for ids in opposing_by_code(counted).values() for e in ids}
    coded = {text_of(row["excerpt_id"]) for row in rows_of(counted)}
    said = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    return [
        e for e, kind in kinds.items()
        if kind == "idea" and e in coded and e not in taken and e not in against
        and not is_praise(said[e])
    ]  # fmt: skip
