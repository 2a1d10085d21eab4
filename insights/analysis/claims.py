"""What may be claimed from two counts: D, S, and whether they hinge on one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.analysis.proportions import JEFFREYS, difference_probability
from insights.project import Thresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Wholes = NDArray[np.int64]

# What leaving one person out does to (k_a, n_a, k_b, n_b): someone of group a who raised
# it, someone who did not, the same in b; then people who count in both groups, by whether
# they raised it in a and in b.
_LEFT_OUT = (
    (1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 1), (0, 0, 0, 1),
    (1, 1, 1, 1), (1, 1, 0, 1), (0, 1, 1, 1), (0, 1, 0, 1),
)  # fmt: skip


@dataclass(frozen=True)
class Claims:
    """What the counts of each row support; one entry per row in every array.

    Attributes
    ----------
    p_greater, p_similar
        P(Δ > 0) and P(|Δ| < 0.25, or as set).
    direction
        The 0.975 rule on the full table alone: 1 more in a, −1 more in b, 0 neither.
    different
        D: ``direction`` where it stays after leaving out any one person, else 0.
    similar
        S, on the full table.
    robust
        Whether the rules for D and S give the same answers whoever is left out.
    """

    p_greater: Numbers
    p_similar: Numbers
    direction: Wholes
    different: Wholes
    similar: NDArray[np.bool_]
    robust: NDArray[np.bool_]


def judge_counts(
    counts: Wholes,
    settings: Thresholds,
    *,
    shared: Wholes | None = None,
    prior: float = JEFFREYS,
) -> Claims:
    """Return what each row of counts supports, with every participant left out in turn.

    Leaving out needs no data beyond the counts: people of one group who raised a theme are
    alike for this purpose, and so are those who did not.

    Parameters
    ----------
    counts
        Shape (rows, 4): k_a, n_a, k_b, n_b.
    shared
        Shape (rows, 4): people who count in both groups, by whether they raised it in both,
        in a alone, in b alone, in neither. None: nobody does.
    prior
        Both shares have the prior Beta(prior, prior).
    """
    import numpy as np

    k_a, n_a, k_b, n_b = counts.T
    both, only_a, only_b, neither = (
        np.zeros((4, len(counts)), dtype=np.int64) if shared is None else shared.T
    )
    someone = (
        k_a - both - only_a > 0,
        n_a - k_a - only_b - neither > 0,
        k_b - both - only_b > 0,
        n_b - k_b - only_a - neither > 0,
        both > 0, only_a > 0, only_b > 0, neither > 0,
    )  # fmt: skip
    p_greater, p_similar = _probabilities(counts, settings, prior)
    direction, similar = _rules(p_greater, p_similar, settings)
    stays = np.ones(len(counts), dtype=bool)
    robust = stays.copy()
    for left_out, exists in zip(_LEFT_OUT, someone, strict=True):
        rows = np.flatnonzero(exists)
        if not len(rows):
            continue
        fewer = counts[rows] - np.array(left_out)
        direction_then, similar_then = _rules(*_probabilities(fewer, settings, prior), settings)
        stays[rows] &= direction_then == direction[rows]
        robust[rows] &= (direction_then == direction[rows]) & (similar_then == similar[rows])
    different = np.where(stays, direction, 0)
    return Claims(p_greater, p_similar, direction, different, similar, robust)


def _rules(
    p_greater: Numbers, p_similar: Numbers, settings: Thresholds
) -> tuple[Wholes, NDArray[np.bool_]]:
    import numpy as np

    sure = settings.different_probability
    direction = np.where(p_greater >= sure, 1, np.where(p_greater <= 1 - sure, -1, 0))
    return direction, p_similar >= settings.similar_probability


def _probabilities(counts: Wholes, settings: Thresholds, prior: float) -> tuple[Numbers, Numbers]:
    import numpy as np

    within = settings.similar_difference
    columns = [column[:, None] for column in counts.T]
    above = np.array([[-within, 0.0, within]])
    tails = difference_probability(*columns, above=above, prior=prior)
    return tails[:, 1], np.clip(tails[:, 0] - tails[:, 2], 0, 1)
