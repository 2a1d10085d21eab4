"""Two rankings of the same ideas: how far they agree, and what changes places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.priorities import COMBINED

if TYPE_CHECKING:
    import pandas as pd

PERSISTENCE = 0.8
RAW = "raw dots"
_FORWARD = ("prototype", "commitment")
_USUAL_FORWARD = 4
_MOST_FLIPS = 12


def rank_biased_overlap(a: Sequence[int], b: Sequence[int], p: float = PERSISTENCE) -> float:
    """Return how far two rankings of the same things agree, the first places most.

    ``a`` and ``b`` hold the place of each thing, equals sharing the better one. At each
    depth d the things placed d or better on both sides are set against those on either
    side, 2·|A ∩ B| / (|A| + |B|); depth d weighs (1 − p)·p^(d−1). Below the last place both
    hold everything. From Webber, Moffat & Zobel 2010, who let ties enter together.

    Examples
    --------
    >>> rank_biased_overlap([1, 2, 3], [1, 2, 3])
    1.0
    >>> round(rank_biased_overlap([1, 2, 3], [3, 2, 1]), 4)
    0.72
    """
    if len(a) != len(b) or not len(a):
        raise ValueError("two rankings of the same things are needed")
    total, weight = 0.0, 1 - p
    for depth in range(1, len(a) + 1):
        inside = [(x <= depth, y <= depth) for x, y in zip(a, b, strict=True)]
        shared = sum(x and y for x, y in inside)
        total += weight * 2 * shared / sum(x + y for x, y in inside)
        weight *= p
    return min(1.0, total + p ** len(a))


def kendall_tau_b(a: Sequence[int], b: Sequence[int]) -> float:
    """Return Kendall's τ-b of two rankings, ties on either side allowed for.

    Missing (NaN) where either ranking holds everything equal. Source: Kendall 1945.

    Examples
    --------
    >>> kendall_tau_b([1, 2, 3, 4], [1, 2, 4, 3])
    0.6666666666666666
    """
    same = tied_a = tied_b = n = 0
    for i, j in combinations(range(len(a)), 2):
        x, y = _sign(a[i] - a[j]), _sign(b[i] - b[j])
        same += x * y
        tied_a += not x
        tied_b += not y
        n += 1
    scale = ((n - tied_a) * (n - tied_b)) ** 0.5
    return same / scale if scale else float("nan")


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def compare_rankings(
    priorities: pd.DataFrame, ideas: pd.DataFrame | None = None, *, n_forward: int | None = None
) -> pd.DataFrame:
    """Return how far the groups' rankings agree, and what flips between them.

    In each round: every pair of groups, and "combined" beside "raw dots". ``flips`` names
    the pairs of ideas in opposite order, the highest places first; ``only_a`` and
    ``only_b`` the ideas that go forward by one ranking alone.

    Parameters
    ----------
    priorities
        Table ``priorities``.
    ideas
        Table ``ideas``: by default as many go forward as became a prototype or a
        commitment; 4 where nothing has been decided.

    Returns
    -------
    DataFrame
        Table ``rank_agreement``.
    """
    taken = int(ideas["status"].isin(_FORWARD).sum()) if ideas is not None else 0
    forward = n_forward or taken or _USUAL_FORWARD
    rows: list[dict[str, Any]] = []
    named = priorities["round"].astype(object).where(priorities["round"].notna(), "")
    for name, part in sorted(priorities.groupby(named), key=lambda item: str(item[0])):
        ranks: dict[str, dict[str, int]] = {}
        for group, idea, rank, raw_rank in zip(
            *(part[column] for column in ("group", "idea_id", "rank", "raw_rank")), strict=True
        ):
            ranks.setdefault(str(group), {})[str(idea)] = int(rank)
            if group == COMBINED:
                ranks.setdefault(RAW, {})[str(idea)] = int(raw_rank)
        groups = [group for group in ranks if group not in (COMBINED, RAW)]
        for a, b in ((COMBINED, RAW), *combinations(groups, 2)):
            told = _tell_apart(ranks[a], ranks[b], forward)
            rows.append({"round": name or None, "ranking_a": a, "ranking_b": b, **told})
    return tables.from_rows("rank_agreement", rows) if rows else tables.empty("rank_agreement")


def _tell_apart(a: Mapping[str, int], b: Mapping[str, int], forward: int) -> dict[str, Any]:
    ideas = sorted(a, key=lambda idea: (min(a[idea], b[idea]), a[idea], idea))
    first, second = [a[idea] for idea in ideas], [b[idea] for idea in ideas]
    flips = [
        (one, other) if a[one] < a[other] else (other, one)
        for one, other in combinations(ideas, 2)
        if (a[one] - a[other]) * (b[one] - b[other]) < 0
    ]
    ahead_a, ahead_b = ({i for i in ideas if r[i] <= forward} for r in (a, b))
    return {
        "n_ideas": len(ideas),
        "tau_b": kendall_tau_b(first, second),
        "overlap": rank_biased_overlap(first, second),
        "flips": [f"{one} > {other}" for one, other in flips[:_MOST_FLIPS]],
        "n_forward": forward,
        "only_a": [idea for idea in ideas if idea in ahead_a - ahead_b],
        "only_b": [idea for idea in ideas if idea in ahead_b - ahead_a],
    }
