"""Recommendations of which one can be done and not both: either side of one disagreement.

Nothing is guessed from likeness. Two recommendations are alternatives where the proposals
behind them take opposite sides of a claim, on a theme that the groups disagree on, or where
a prototype was built in another place than a proposal puts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from insights.reporting.cells import text_of

_SIGN = {"supports": 1, "opposes": -1}
Codings = Sequence[Mapping[str, Any]]
Facts = Mapping[str, Mapping[str, Any]]


def alternatives_among(recommendations: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the pairs of recommendations of which one can be done, by id, in their order.

    Parameters
    ----------
    recommendations
        Rows of the table of that name.

    Examples
    --------
    >>> alternatives_among([
    ...     {"recommendation_id": "ra", "alternative_ids": ["rc"]},
    ...     {"recommendation_id": "rb", "alternative_ids": []},
    ...     {"recommendation_id": "rc", "alternative_ids": ["ra", "rgone"]},
    ... ])
    [('ra', 'rc')]
    """
    linked = {
        text_of(row["recommendation_id"]): [str(one) for one in row["alternative_ids"]]
        for row in recommendations
    }
    return [
        (one, other) for one, other in combinations(linked, 2)
        if other in linked[one] or one in linked[other]
    ]  # fmt: skip


def instead_of(
    row: Mapping[str, Any], recommendations: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the recommendations that would be done instead of one, in their order."""
    mine = text_of(row["recommendation_id"])
    others = {pair[mine == pair[0]] for pair in alternatives_among(recommendations) if mine in pair}
    return [one for one in recommendations if text_of(one["recommendation_id"]) in others]


def opposite_sides(
    rows: Sequence[Mapping[str, Any]],
    counted: Codings,
    claims: Mapping[str, str],
    facts: Facts,
    dissonant: Iterable[str],
) -> list[tuple[int, int]]:
    """Return the places of recommendations that take opposite sides of a recorded disagreement.

    Parameters
    ----------
    rows
        Drafts, with the excerpts for each and the findings it rests on.
    counted
        Codings that count: excerpt, code and, where a person recorded one, the stance.
    claims
        What codes claim, for those whose claim asks for something.
    dissonant
        The findings on which the groups disagree.
    """
    stances = [
        (text_of(coding["excerpt_id"]), text_of(coding["code_id"]), sign)
        for coding in counted
        if text_of(coding["code_id"]) in claims
        and (sign := _SIGN.get(text_of(coding.get("stance")), 0))
    ]
    apart = _pulling_apart(stances, facts)
    sides = [_sides(row, stances) for row in rows]
    at_odds = set(dissonant)
    found = []
    for one, other in combinations(range(len(rows)), 2):
        shared = {str(f) for f in rows[one]["finding_ids"]}
        if shared & {str(f) for f in rows[other]["finding_ids"]} & at_odds and any(
            mine * theirs * (1 if code == against else apart.get((code, against), 0)) < 0
            for code, mine in sides[one].items()
            for against, theirs in sides[other].items()
        ):
            found.append((one, other))
    return found


def _sides(row: Mapping[str, Any], stances: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    """Return the side that the words for a recommendation take of each claim, 0 for both."""
    behind = {str(e) for e in row["for_excerpt_ids"]}
    taken: Counter[str] = Counter()
    for excerpt_id, code, sign in stances:
        if excerpt_id in behind:
            taken[code] += sign
    return {code: (net > 0) - (net < 0) for code, net in taken.items()}


def _pulling_apart(
    stances: Sequence[tuple[str, str, int]], facts: Facts
) -> dict[tuple[str, str], int]:
    """Return for two claims whether people take the same side of both (1), or opposite ones."""
    on: dict[str, dict[str, int]] = {}
    for excerpt_id, code, sign in stances:
        if excerpt_id in facts:
            who = text_of(facts[excerpt_id]["participant_id"]) or excerpt_id
            by_code = on.setdefault(who, {})
            # Who says both, once here and once there, tells nothing of how claims hang together.
            by_code[code] = 0 if by_code.get(code, sign) != sign else sign
    net: Counter[tuple[str, str]] = Counter()
    for by_code in on.values():
        for one, first in by_code.items():
            for other, second in by_code.items():
                if one != other:
                    net[one, other] += first * second
    return {pair: (n > 0) - (n < 0) for pair, n in net.items()}
