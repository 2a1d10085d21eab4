"""Boschloo's exact test for two groups, fast enough for every theme of a project.

The unconditional exact test of two independent shares that orders tables by Fisher's
one-sided p (Boschloo 1970). For one pair of group sizes all tables share their ordering,
so a whole project's tests cost little more than one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

LARGEST = 400  # n_a + n_b beyond which the test is left empty
_TIE = 1e-9  # relative: tables this close are equally extreme
_PER_SCALE = 25  # grid points per √n; the tail probability varies over 1/√n
_NEAR_THE_TOP = 0.97  # the grid misses a peak's height by far less
_ZOOMS = 3
_ZOOM_POINTS = 17
_CELLS_AT_ONCE = 2_000_000


def boschloo_p(k_a: ArrayLike, n_a: ArrayLike, k_b: ArrayLike, n_b: ArrayLike) -> Numbers:
    """Return twice the smaller one-sided p, at most 1, groups as columns.

    Missing (NaN) where a group is empty, or where both together hold over
    ``LARGEST`` people: the test has then nothing to add to the intervals beside it.

    Examples
    --------
    >>> [round(float(p), 3) for p in boschloo_p([7, 6, 20], [8, 8, 30], [3, 1, 11], [8, 9, 30])]
    [0.053, 0.013, 0.027]
    """
    import numpy as np

    counts = np.broadcast_arrays(
        *(np.asarray(values, dtype=np.int64) for values in (k_a, n_a, k_b, n_b))
    )
    flat = np.stack([values.ravel() for values in counts], axis=1)
    unique, back = np.unique(flat, axis=0, return_inverse=True)
    result = np.full(len(unique), np.nan)
    for size_a, size_b in np.unique(unique[:, [1, 3]], axis=0):
        if min(size_a, size_b) < 1 or size_a + size_b > LARGEST:
            continue
        rows = (unique[:, 1] == size_a) & (unique[:, 3] == size_b)
        raised_a, raised_b = unique[rows, 0], unique[rows, 2]
        # "b more than a" is "a more than b" for those who did not raise it.
        tables = np.concatenate(
            [
                np.stack([raised_a, raised_b], axis=1),
                np.stack([size_a - raised_a, size_b - raised_b], axis=1),
            ]
        )
        one_sided = _one_sided(int(size_a), int(size_b), tables)
        result[rows] = np.minimum(1, 2 * one_sided.reshape(2, -1).min(axis=0))
    return result[back.ravel()].reshape(counts[0].shape)


def _one_sided(n_a: int, n_b: int, tables: NDArray[np.int64]) -> Numbers:
    """Return sup over the common share of P(a table at least as extreme), a more than b."""
    import numpy as np

    extremeness = _fisher(n_a, n_b)
    cells = np.unique(tables, axis=0)
    observed = extremeness[cells[:, 0], cells[:, 1]] * (1 + _TIE)
    theta = _grid(n_a + n_b)
    on_grid = _tail_on_grid(n_a, n_b, extremeness, observed, theta)
    # The region is a staircase: for each x_a, every x_b up to a last one.
    last = (extremeness[None, :, :] <= observed[:, None, None]).sum(axis=2) - 1
    best = on_grid.max(axis=0)
    table, peak = _peaks(on_grid)
    middle = theta[peak]
    half = np.full(len(table), theta[1] - theta[0])
    for _ in range(_ZOOMS):
        offsets = np.linspace(-1, 1, _ZOOM_POINTS)
        tried = np.clip(middle[:, None] + half[:, None] * offsets, 0, np.pi / 2)
        tails = _tail(n_a, n_b, last[table], tried)
        middle = tried[np.arange(len(table)), tails.argmax(axis=1)]
        np.maximum.at(best, table, tails.max(axis=1))
        half = half * 2 / (_ZOOM_POINTS - 1)
    found = {(int(x), int(y)): float(p) for (x, y), p in zip(cells, best, strict=True)}
    return np.array([found[int(x), int(y)] for x, y in tables])


@lru_cache(maxsize=8)
def _fisher(n_a: int, n_b: int) -> Any:
    """Return Fisher's one-sided p (a more than b) of every table, as [x_a, x_b]."""
    import numpy as np
    from scipy.special import gammaln

    def log_choose(n: int, k: Any) -> Any:
        return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

    x_a, x_b = np.arange(n_a + 1)[:, None], np.arange(n_b + 1)[None, :]
    chance = np.exp(log_choose(n_a, x_a) + log_choose(n_b, x_b) - log_choose(n_a + n_b, x_a + x_b))
    result = np.empty_like(chance)
    for total in range(n_a + n_b + 1):
        high = np.arange(min(n_a, total), max(0, total - n_b) - 1, -1)
        result[high, total - high] = np.cumsum(chance[high, total - high])
    return result


def _grid(n: int) -> Numbers:
    import numpy as np

    return np.linspace(0, np.pi / 2, 33 + int(_PER_SCALE * n**0.5))


def _log_binomial(n: int, theta: Numbers) -> Numbers:
    """Return log P(x of n) for share sin²θ, as [θ, x]."""
    import numpy as np
    from scipy.special import gammaln, xlogy

    x = np.arange(n + 1)
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    sine, cosine = np.sin(theta)[:, None], np.cos(theta)[:, None]
    result: Numbers = choose + 2 * xlogy(x, sine) + 2 * xlogy(n - x, np.abs(cosine))
    return result


def _tail_on_grid(
    n_a: int, n_b: int, extremeness: Any, observed: Numbers, theta: Numbers
) -> Numbers:
    """Return P(at least as extreme) for each θ and each observed table, as [θ, table]."""
    import numpy as np

    order = np.argsort(extremeness, axis=None, kind="stable")
    ranks = np.searchsorted(extremeness.ravel()[order], observed, side="right") - 1
    tails = np.empty((len(theta), len(observed)))
    at_once = max(1, _CELLS_AT_ONCE // extremeness.size)
    for start in range(0, len(theta), at_once):
        part = theta[start : start + at_once]
        chance_a = np.exp(_log_binomial(n_a, part))
        chance_b = np.exp(_log_binomial(n_b, part))
        chances = (chance_a[:, :, None] * chance_b[:, None, :]).reshape(len(part), -1)
        tails[start : start + at_once] = np.cumsum(chances[:, order], axis=1)[:, ranks]
    return tails


def _tail(n_a: int, n_b: int, last: NDArray[np.int64], theta: Numbers) -> Numbers:
    """Return P(at least as extreme) for each table at its own θ, as [table, θ]."""
    import numpy as np
    from scipy.special import bdtr

    flat = theta.ravel()
    chance_a = np.exp(_log_binomial(n_a, flat)).reshape(*theta.shape, n_a + 1)
    up_to = np.maximum(last, 0)[:, None, :]
    below = np.where(last[:, None, :] < 0, 0.0, bdtr(up_to, n_b, np.sin(theta)[:, :, None] ** 2))
    result: Numbers = (chance_a * below).sum(axis=2)
    return result


def _peaks(on_grid: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (table, grid point) wherever a table's tail has a peak near its highest.

    Tables whose one-sided p is ½ or more are left out: twice it is 1 whatever the peak.
    """
    import numpy as np

    padded = np.pad(on_grid, ((1, 1), (0, 0)), constant_values=-1.0)
    local = (padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:])
    top = on_grid.max(axis=0)
    near = (on_grid >= _NEAR_THE_TOP * top) & (top < 0.5)
    point, table = np.nonzero(local & near)
    return table, point
