"""Kernel ridge regression of many codes at once, and its scores with people left out.

With C = (K + λ W⁻¹)⁻¹ and α = C (Y − μ), the score of a new excerpt is μ + k α. The scores
that rows g would get from a model fitted without them are y_g − (C_gg)⁻¹ α_g, exactly and
for every code at once (Rifkin & Lippert 2007, Notes on regularized least squares; for
blocks An, Liu & Venkatesh 2007, Pattern Recognition 40:2154). Above some thousand rows the
kernel is replaced by its projection on a part of them (Nyström; Williams & Seeger 2001,
NIPS 13), and the same holds with the hat matrix H: y_g − (I − H_gg)⁻¹ (y_g − ŷ_g).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.coding.views import Views, compare_views

if TYPE_CHECKING:
    import numpy as np

MOST_EXACT = 8_000
N_LANDMARKS = 2_500
_GIVEN = 0.5  # share of people who gave a code to a text, from which the text speaks for it
_RIDGE = 0.25
_JITTER = 1e-4
_BLOCK = 1_024


@dataclass(frozen=True)
class Ridge:
    """A fitted model.

    Attributes
    ----------
    known
        The views of the rows (or landmarks) that new excerpts are compared with.
    weights
        float32 (n_known, n_codes): α, or what stands in its place with landmarks.
    mean
        float32 (n_codes,): what a code scores where nothing is known.
    left_out
        Per group asked for: float32 (n_rows_of_group, n_codes), scores without the group.
    """

    known: Views
    weights: np.ndarray
    mean: np.ndarray
    left_out: tuple[np.ndarray, ...]

    def predict(self, views: Views) -> np.ndarray:
        """Return the scores of new excerpts, float32 (n, n_codes)."""
        import numpy as np

        parts = [
            compare_views(views.take(np.arange(start, min(start + _BLOCK, len(views)))), self.known)
            @ self.weights
            for start in range(0, len(views), _BLOCK)
        ]
        if not parts:
            return np.zeros((0, len(self.mean)), dtype=np.float32)
        return np.concatenate(parts) + self.mean


def fit_ridge(
    views: Views,
    targets: np.ndarray,
    counts: np.ndarray,
    mean: np.ndarray,
    groups: Sequence[np.ndarray],
    *,
    most_exact: int = MOST_EXACT,
) -> Ridge:
    """Return the model fitted to all rows, with the scores each group gets without itself.

    Parameters
    ----------
    views
        One row per different (text, prompt).
    targets
        float (n, n_codes), 0 to 1.
    counts
        float (n,): how many excerpts a row stands for.
    mean
        float (n_codes,).
    groups
        Rows to leave out together; groups may overlap.
    """
    import numpy as np

    targets, mean = targets.astype(np.float32), mean.astype(np.float32)
    if len(views) <= most_exact:
        return _fit_exactly(views, targets, counts, mean, groups)
    return _fit_on_landmarks(views, targets, counts, mean, groups)


def _fit_exactly(
    views: Views,
    targets: np.ndarray,
    counts: np.ndarray,
    mean: np.ndarray,
    groups: Sequence[np.ndarray],
) -> Ridge:
    import numpy as np
    from scipy.linalg import lapack

    kernel = compare_views(views, views)
    kernel[np.diag_indices_from(kernel)] += (_RIDGE / counts).astype(np.float32)
    # LAPACK reads columns first: the transpose of a symmetric matrix, without a copy.
    factor, _ = lapack.spotrf(kernel.T, lower=0, overwrite_a=1)
    inverse, _ = lapack.spotri(factor, lower=0, overwrite_c=1)
    weights = _symmetric_product(inverse, targets - mean)
    left_out = []
    for rows in groups:
        block = np.triu(inverse[np.ix_(rows, rows)])
        block = block + np.triu(block, 1).T
        left_out.append(targets[rows] - _solve(block, weights[rows]))
    return Ridge(views, weights, mean, tuple(left_out))


def _symmetric_product(upper: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return S @ matrix, where only the upper triangle of the symmetric S is filled."""
    import numpy as np
    from scipy.linalg import blas

    return np.ascontiguousarray(blas.ssymm(1.0, upper, np.asfortranarray(matrix), lower=0))


def _fit_on_landmarks(
    views: Views,
    targets: np.ndarray,
    counts: np.ndarray,
    mean: np.ndarray,
    groups: Sequence[np.ndarray],
) -> Ridge:
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve, solve_triangular

    chosen = _choose_landmarks(targets)
    landmarks = views.take(chosen)
    among = compare_views(landmarks, landmarks).astype(np.float64)
    among[np.diag_indices_from(among)] += _JITTER
    lower = np.linalg.cholesky(among)
    seen = np.empty((len(views), len(chosen)), dtype=np.float32)
    for start in range(0, len(views), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(views)))
        near = compare_views(views.take(rows), landmarks)
        seen[rows] = solve_triangular(lower, near.T.astype(np.float64), lower=True).T
    weighted = seen * counts[:, None].astype(np.float32)
    normal = (seen.T @ weighted).astype(np.float64)
    normal[np.diag_indices_from(normal)] += _RIDGE
    factor = cho_factor(normal, lower=True)
    found = cho_solve(factor, (weighted.T @ (targets - mean)).astype(np.float64))
    fitted = seen @ found.astype(np.float32) + mean
    spread = cho_solve(factor, seen.T.astype(np.float64)).T.astype(np.float32)
    left_out = []
    for rows in groups:
        hat = spread[rows] @ weighted[rows].T
        left_out.append(
            targets[rows]
            - _solve(np.eye(len(rows), dtype=np.float32) - hat, (targets - fitted)[rows])
        )
    weights = solve_triangular(lower, found, lower=True, trans="T").astype(np.float32)
    return Ridge(landmarks, weights, mean, tuple(left_out))


def _choose_landmarks(targets: np.ndarray) -> np.ndarray:
    """Return the rows to compare with.

    Half of them are shared out among the codes, so that rare codes keep theirs; the others
    are drawn from all rows.
    """
    import numpy as np

    order = np.random.default_rng(0).permutation(len(targets))
    n_each = -(-N_LANDMARKS // (2 * targets.shape[1]))
    chosen: dict[int, None] = {}
    for code in range(targets.shape[1]):
        having = order[targets[order, code] >= _GIVEN]
        chosen |= dict.fromkeys(having[:n_each].tolist())
    for row in order.tolist():
        if len(chosen) >= N_LANDMARKS:
            break
        chosen[row] = None
    return np.sort(np.array(list(chosen)))


def _solve(block: np.ndarray, right: np.ndarray) -> np.ndarray:
    import numpy as np

    if len(block) == 1:
        return right / block[0, 0]
    return np.linalg.solve(block.astype(np.float64), right).astype(np.float32)
