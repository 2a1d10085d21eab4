"""From scores to probabilities: what share of such suggestions people have accepted.

A logistic curve over all codes (Platt 1999, Advances in Large Margin Classifiers, 61) takes
the score and what else is known of a suggestion; then each code may move and tilt it, the
more freely the more decisions it has (a normal prior, fitted by Newton's method: MacKay 1992,
Neural Computation 4:720). Only scores made without the person's own decisions go in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_POOLED_PRIOR = 0.05  # precision of the pooled weights; the features are near unit size
_CODE_PRIOR = (0.8, 3.0)  # precision of a code's own shift, and of its own tilt
_N_STEPS = 25
_FLOOR, _CEILING = 0.01, 0.99


@dataclass(frozen=True)
class Calibrator:
    """A fitted curve: ``pooled`` (n_features + 1,); each code's shift and tilt (n_codes, 2)."""

    pooled: np.ndarray
    own: np.ndarray

    def probability(self, features: np.ndarray) -> np.ndarray:
        """Return (n, n_codes) probabilities for features (n, n_codes, n_features)."""
        import numpy as np

        steps = features @ self.pooled[1:] + self.pooled[0]
        steps = steps + self.own[:, 0] + self.own[:, 1] * features[:, :, 0]
        return np.asarray(_logistic(steps))


def suggestion_features(
    scores: np.ndarray, nearness: np.ndarray | None, keywords: np.ndarray
) -> np.ndarray:
    """Return what the probability of each suggestion goes by: (n, n_codes, 5).

    The score's log-odds; how far it lies below the best of the other codes; how near the
    excerpt is to the code's description; whether a keyword of the code is in it; and
    how sure the excerpt's best code is.
    """
    import numpy as np

    scores = np.clip(scores, _FLOOR, _CEILING)
    n_codes = scores.shape[1]
    if n_codes > 1:
        two = np.partition(scores, n_codes - 2, axis=1)[:, -2:]
        best = np.where(scores >= two[:, 1:], two[:, :1], two[:, 1:])
    else:
        best = np.full_like(scores, _FLOOR)
    odds = np.log(scores / (1 - scores))
    near = np.zeros_like(scores) if nearness is None else nearness
    top = np.broadcast_to(scores.max(axis=1, keepdims=True), scores.shape)
    return np.stack(
        [odds + 2.0, 2.0 * (scores - best), near, keywords.astype(scores.dtype), top], axis=-1
    ).astype(np.float64)


def fit_calibrator(features: np.ndarray, accepted: np.ndarray, counts: np.ndarray) -> Calibrator:
    """Return the curve from suggestions on which people have decided.

    Parameters
    ----------
    features
        float (n, n_codes, n_features), the first one being the score's log-odds.
    accepted
        float (n, n_codes): the share of people who gave the code.
    counts
        float (n, n_codes): how many decided; 0 where nobody did.
    """
    import numpy as np

    n, n_codes, n_features = features.shape
    flat = np.concatenate(
        [np.ones((n * n_codes, 1)), features.reshape(n * n_codes, n_features)], axis=1
    )
    y, weight = accepted.reshape(-1).astype(np.float64), counts.reshape(-1).astype(np.float64)
    used = weight > 0
    pooled = _newton(flat[used], y[used], weight[used])
    own = _fit_codes(
        (flat @ pooled).reshape(n, n_codes), features[:, :, 0], accepted, counts.astype(np.float64)
    )
    return Calibrator(pooled, own)


def _newton(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    import numpy as np

    found = np.zeros(x.shape[1])
    found[0], found[1] = -2.0, 0.5
    prior = np.full(x.shape[1], _POOLED_PRIOR)
    aim = np.zeros(x.shape[1])
    aim[1] = 1.0  # with little to go by, a score is taken for a probability
    for _ in range(_N_STEPS):
        p = _logistic(x @ found)
        slope = x.T @ (weight * (y - p)) - prior * (found - aim)
        bend = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(prior)
        step = np.linalg.solve(bend, slope)
        found = found + step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    return found


def _fit_codes(
    offset: np.ndarray, odds: np.ndarray, accepted: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Return each code's own shift and tilt (n_codes, 2), all codes at once."""
    import numpy as np

    own = np.zeros((offset.shape[1], 2))
    shift_prior, tilt_prior = _CODE_PRIOR
    for _ in range(_N_STEPS):
        p = _logistic(offset + own[:, 0] + own[:, 1] * odds)
        over, curve = counts * (accepted - p), counts * p * (1 - p)
        g0 = over.sum(axis=0) - shift_prior * own[:, 0]
        g1 = (over * odds).sum(axis=0) - tilt_prior * own[:, 1]
        h00 = curve.sum(axis=0) + shift_prior
        h01 = (curve * odds).sum(axis=0)
        h11 = (curve * odds * odds).sum(axis=0) + tilt_prior
        area = h00 * h11 - h01 * h01
        step = np.stack([(h11 * g0 - h01 * g1) / area, (h00 * g1 - h01 * g0) / area], axis=1)
        own = own + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    return own


def _logistic(x: np.ndarray) -> np.ndarray:
    import numpy as np

    return 1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0)))


def calibration_error(
    probability: np.ndarray, accepted: np.ndarray, *, least: float = 0.1, n_bins: int = 10
) -> float:
    """Return the expected calibration error of the suggestions with ``least`` or more.

    The mean distance, over bins of equal width, between what was promised and what came
    true (Naeini, Cooper & Hauskrecht 2015, AAAI 29:2901).

    Examples
    --------
    >>> import numpy as np
    >>> round(calibration_error(np.array([0.8] * 5), np.array([1, 1, 1, 1, 0])), 4)
    0.0
    """
    import numpy as np

    shown = probability >= least
    p, y = probability[shown], accepted[shown].astype(float)
    if not len(p):
        return 0.0
    bins = np.minimum((p * n_bins).astype(int), n_bins - 1)
    gaps = [abs(p[bins == b].sum() - y[bins == b].sum()) for b in np.unique(bins)]
    return float(sum(gaps) / len(p))
