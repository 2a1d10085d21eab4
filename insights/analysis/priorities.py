"""What people would do first: ballots counted per ballot, then per group, never pooled.

Every ballot weighs the same whatever it spent, and every group weighs the same however many
of it came. The raw total of dots stands beside, and each place that differs is flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.caveats import join_caveats
from insights.analysis.people import NO_GROUP, order_groups
from insights.project import Thresholds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Wholes = NDArray[np.int64]

COMBINED = "combined"
_RESAMPLES = 4000
_DECIMALS = 12  # shares that are equal as fractions are equal as numbers
_CELLS_AT_ONCE = 20_000_000


@dataclass(frozen=True)
class _Round:
    """One round of voting: what each ballot gave to each idea, and the ballot's group."""

    name: str
    ideas: tuple[str, ...]
    dots: Wholes  # ballots × ideas
    groups: tuple[str | None, ...]  # of each ballot

    def of(self, group: str) -> Wholes:
        return self.dots[[one == group for one in self.groups]]


def rank_ideas(
    ballots: pd.DataFrame,
    ideas: pd.DataFrame | None = None,
    *,
    groups: Sequence[str] | None = None,
    settings: Thresholds | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the ideas in the order in which each group, and all groups alike, put them.

    Per ballot an idea's share is its dots over all of that ballot's dots; a group's share is
    the mean over its ballots; ``combined`` is the mean over groups. Equal shares share the
    better place. Ballots that gave no dots say nothing; those of no known group are in the
    raw total alone, unless no ballot names one. Rounds of voting are never pooled.

    Parameters
    ----------
    ballots, ideas
        Tables of those names; with ``ideas``, those that nobody gave a dot have their rows.
    groups
        The groups to weigh alike, in order; by default all that voted.
    seed
        Of the bootstrap: ballots are drawn again within each group, and 19 times in 20 the
        place lay between ``rank_low`` and ``rank_high``. Both are missing where a group
        has too few ballots for that.

    Returns
    -------
    DataFrame
        Table ``priorities``: per round, the combined rows first, then each group's, ideas
        by place. In combined rows ``differs`` flags a place other than the raw total's; in
        a group's rows, other than the combined one.
    """
    chosen = settings or Thresholds()
    rows: list[dict[str, Any]] = []
    for nth, one in enumerate(_rounds(ballots, ideas)):
        rows += _rank_round(one, groups, chosen, (seed, nth))
    return tables.from_rows("priorities", rows) if rows else tables.empty("priorities")


def rank_by_share(shares: Numbers) -> Wholes:
    """Return each row's places, the largest first; equal shares share the better place.

    Examples
    --------
    >>> import numpy as np
    >>> rank_by_share(np.array([[0.5, 0.2, 0.2, 0.1]])).tolist()
    [[1, 2, 2, 4]]
    """
    import numpy as np

    settled = np.round(shares, _DECIMALS)
    order = np.argsort(-settled, axis=1, kind="stable")
    placed = np.take_along_axis(settled, order, axis=1)
    first = np.ones(placed.shape, dtype=bool)
    first[:, 1:] = placed[:, 1:] != placed[:, :-1]
    places = np.maximum.accumulate(np.where(first, np.arange(1, placed.shape[1] + 1), 0), axis=1)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks


def group_shares(
    ballots: pd.DataFrame,
    ideas: pd.DataFrame | None = None,
    *,
    groups: Sequence[str] | None = None,
) -> dict[str, dict[str, dict[str, float]]]:
    """Return round → group (or combined) → idea → share, for working out "what if"."""
    found = {}
    for one in _rounds(ballots, ideas):
        voted = _groups(one, groups)
        shares = {group: _spent(one.of(group)).mean(axis=0) for group in voted}
        shares[COMBINED] = _combine([*shares.values()], one)
        found[one.name] = {
            group: dict(zip(one.ideas, values.tolist(), strict=True))
            for group, values in shares.items()
        }
    return found


def _rounds(ballots: pd.DataFrame, ideas: pd.DataFrame | None) -> list[_Round]:
    """Return each round as a matrix; neither the order of rows nor of ballots matters."""
    import numpy as np

    cast = ballots[ballots["dots"] > 0]
    cast = cast.assign(
        round=cast["round"].astype(object).where(cast["round"].notna(), ""),
        group=cast["group"].astype(object).where(cast["group"].notna(), None),
    )
    known = set(ideas["idea_id"]) if ideas is not None else set()
    every = sorted(known | set(cast["idea_id"]))
    place = {idea: at for at, idea in enumerate(every)}
    rounds = []
    for name, given in sorted(cast.groupby("round"), key=lambda item: str(item[0])):
        papers: dict[str, tuple[str | None, Any]] = {}
        for ballot, group, idea, dots in zip(
            *(given[column] for column in ("ballot_id", "group", "idea_id", "dots")), strict=True
        ):
            _, row = papers.setdefault(str(ballot), (group, np.zeros(len(every), dtype=np.int64)))
            row[place[idea]] += int(dots)
        # Alike ballots of a group are interchangeable, so their order never shows.
        ordered = sorted(papers.values(), key=lambda paper: (paper[0] or "", paper[1].tolist()))
        rounds.append(
            _Round(
                str(name), tuple(every), np.stack([row for _, row in ordered]),
                tuple(group for group, _ in ordered),
            )
        )  # fmt: skip
    return rounds


def _groups(one: _Round, groups: Sequence[str] | None) -> tuple[str, ...]:
    voted: dict[str, int] = {}
    for group in one.groups:
        if group is not None and group not in NO_GROUP:
            voted[group] = voted.get(group, 0) + 1
    if groups:
        return tuple(group for group in groups if group in voted)
    return order_groups(voted, "perspective")


def _spent(dots: Wholes) -> Numbers:
    """Return each ballot's dots as shares of what it spent."""
    result: Numbers = dots / dots.sum(axis=1, keepdims=True)
    return result


def _combine(of_groups: list[Numbers], one: _Round) -> Numbers:
    """Return the mean over groups; over all ballots where none of them names a group."""
    import numpy as np

    result: Numbers = np.mean(of_groups, axis=0) if of_groups else _spent(one.dots).mean(axis=0)
    return result


def _rank_round(
    one: _Round, groups: Sequence[str] | None, settings: Thresholds, seed: tuple[int, int]
) -> list[dict[str, Any]]:
    import numpy as np

    voted = _groups(one, groups)
    papers = {group: _spent(one.of(group)) for group in voted}
    drawn = {group: _resample(papers[group], (*seed, nth)) for nth, group in enumerate(voted)}
    everyone = _spent(one.dots)
    named: set[str | None] = set(voted)
    shares = {group: paper.mean(axis=0) for group, paper in papers.items()}
    shares = {COMBINED: _combine([*shares.values()], one), **shares}
    drawn = {
        COMBINED: np.mean([*drawn.values()], axis=0) if voted else _resample(everyone, seed),
        **drawn,
    }
    n_ballots = {COMBINED: len(one.dots), **{group: len(paper) for group, paper in papers.items()}}
    raw = {COMBINED: one.dots.sum(axis=0), **{group: one.of(group).sum(axis=0) for group in voted}}
    too_few = {group for group in voted if n_ballots[group] < settings.smallest_group}
    if too_few or (not voted and len(everyone) < settings.smallest_group):
        too_few.add(COMBINED)
    limits = {
        "small_group": bool(too_few),
        "ballots_without_group": bool(voted) and any(group not in named for group in one.groups),
        "one_group_voted": len(voted) < 2,
    }
    caveats = {
        COMBINED: join_caveats(name for name, holds in limits.items() if holds),
        **{group: "small_group" if group in too_few else "" for group in voted},
    }
    combined = rank_by_share(shares[COMBINED][None])[0]
    rows = []
    for group, share in shares.items():
        rank = rank_by_share(share[None])[0]
        raw_rank = rank_by_share(raw[group][None].astype(float))[0]
        low, high = _interval(drawn[group])
        beside = raw_rank if group == COMBINED else combined
        for at in np.lexsort((np.arange(len(rank)), rank)):
            rows.append({
                "round": one.name or None, "idea_id": one.ideas[at], "group": group,
                "n_ballots": n_ballots[group], "share": round(float(share[at]), _DECIMALS),
                "rank": int(rank[at]),
                "rank_low": None if group in too_few else int(low[at]),
                "rank_high": None if group in too_few else int(high[at]),
                "raw_dots": int(raw[group][at]), "raw_rank": int(raw_rank[at]),
                "shared": bool((rank == rank[at]).sum() > 1),
                "raw_shared": bool((raw_rank == raw_rank[at]).sum() > 1),
                "differs": bool(rank[at] != beside[at]), "caveats": caveats[group],
            })  # fmt: skip
    return rows


def _resample(papers: Numbers, seed: tuple[int, ...]) -> Numbers:
    """Return the shares of resampled ballots, as [draw, idea]."""
    import numpy as np

    generator = np.random.default_rng(seed)
    n = len(papers)
    times = generator.multinomial(n, np.full(n, 1 / n), size=_RESAMPLES)
    result: Numbers = times @ papers / n
    return result


def _interval(shares: Numbers) -> tuple[Wholes, Wholes]:
    """Return the places between which 19 of 20 draws lie, per idea."""
    import numpy as np

    at_once = max(1, _CELLS_AT_ONCE // max(1, shares.shape[1]))
    ranks = np.concatenate(
        [rank_by_share(shares[at : at + at_once]) for at in range(0, len(shares), at_once)]
    )
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)
