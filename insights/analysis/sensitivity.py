"""What would change the answer: priors, people with both roles, anyone left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.analysis.claims import judge_counts
from insights.analysis.convergence import classify_prominence
from insights.analysis.proportions import JEFFREYS
from insights.project import Thresholds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

PRIORS = {"prior Beta(1, 1)": 1.0, "prior Beta(2, 2)": 2.0}
DUAL_ROLE = ("both roles left out", "both roles in group a", "both roles in group b")
COUNTS = ["k_a", "n_a", "k_b", "n_b"]
SHARED = ["shared_both", "shared_a", "shared_b", "shared_neither"]
_COLUMNS = [
    "level", "theme", "code_id", "prompt_kind", "group_a", "group_b", "run", *COUNTS,
    "p_greater", "p_similar", "prominence", "changed",
]  # fmt: skip


def dual_role_counts(tally: pd.DataFrame, run: str) -> NDArray[np.int64]:
    """Return k_a, n_a, k_b, n_b with people of both perspectives left out or moved.

    ``run`` is one of :data:`DUAL_ROLE`. Moving takes everybody with both perspectives, also
    those who otherwise count in neither group.
    """
    import numpy as np

    counts = tally[COUNTS].to_numpy(np.int64)
    inside = tally[["dual_k_a", "dual_n_a", "dual_k_b", "dual_n_b"]].to_numpy(np.int64)
    everyone = tally[["dual_k", "dual_n"]].to_numpy(np.int64)
    result: NDArray[np.int64] = counts - inside
    if run == DUAL_ROLE[1]:
        result[:, :2] += everyone
    elif run == DUAL_ROLE[2]:
        result[:, 2:] += everyone
    return result


def claims_lost(
    tally: pd.DataFrame,
    different: NDArray[np.int64],
    similar: NDArray[np.bool_],
    settings: Thresholds,
    *,
    by: str,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where another prior, or dual-role people elsewhere, would undo a claim.

    A claim of difference (in its direction) or of similarity is undone when its rule fails
    in any of the runs.
    """
    import numpy as np

    claimed = np.flatnonzero((different != 0) | similar)
    by_prior = np.zeros(len(tally), dtype=bool)
    by_dual = by_prior.copy()
    rows = tally.iloc[claimed]
    counts = rows[COUNTS].to_numpy(np.int64)
    shared = rows[SHARED].to_numpy(np.int64)

    def undone(
        counts: NDArray[np.int64],
        shared: NDArray[np.int64] | None = None,
        prior: float = JEFFREYS,
    ) -> NDArray[np.bool_]:
        under = judge_counts(counts, settings, shared=shared, prior=prior)
        said = different[claimed]
        return np.where(said != 0, under.different != said, ~under.similar)

    for prior in PRIORS.values():
        by_prior[claimed] |= undone(counts, shared, prior)
    some = rows["dual_n"].to_numpy(np.int64) > 0  # none of them counts in both groups then
    if some.any():
        for run in _dual_runs(by):
            by_dual[claimed] |= undone(dual_role_counts(rows, run)) & some
    return by_prior, by_dual


def sensitivity_runs(
    tally: pd.DataFrame, settings: Thresholds | None = None, *, by: str = "perspective"
) -> pd.DataFrame:
    """Return each comparison under every sensitivity run, for the researchers' report.

    One row per comparison and run: as counted, the two other priors, and people with both
    roles left out, all in group a, all in group b (where there are any). ``prominence`` is
    by the rules for D and S, with every participant left out in turn in each run;
    ``changed`` says whether it differs from "as counted". That a theme and its codes may
    differ shows in the rows of both levels.

    Parameters
    ----------
    tally
        As :func:`insights.analysis.tally_counts` returns it.
    """
    import numpy as np
    import pandas as pd

    chosen = settings or Thresholds()
    if tally.empty:
        return pd.DataFrame(columns=_COLUMNS)
    shared = tally[SHARED].to_numpy(np.int64)
    counts = tally[COUNTS].to_numpy(np.int64)
    runs = [_run(tally, "as counted", counts, chosen, shared)]
    for name, prior in PRIORS.items():
        runs.append(_run(tally, name, counts, chosen, shared, prior))
    rows = tally[tally["dual_n"] > 0]
    if len(rows):
        for name in _dual_runs(by):
            runs.append(_run(rows, name, dual_role_counts(rows, name), chosen))
    usual = runs[0]["prominence"]
    runs = [run.assign(changed=run["prominence"] != usual.loc[run.index]) for run in runs]
    result = pd.concat(runs, keys=range(len(runs)), names=["nth", "row"]).reset_index()
    result = result.sort_values(["row", "nth"], kind="stable")
    return result[_COLUMNS].reset_index(drop=True)


def _dual_runs(by: str) -> tuple[str, ...]:
    """Return the runs that make sense: only perspectives can be swapped for each other."""
    return DUAL_ROLE if by == "perspective" else DUAL_ROLE[:1]


def _run(
    tally: pd.DataFrame,
    name: str,
    counts: NDArray[np.int64],
    settings: Thresholds,
    shared: NDArray[np.int64] | None = None,
    prior: float = JEFFREYS,
) -> pd.DataFrame:
    claims = judge_counts(counts, settings, shared=shared, prior=prior)
    frame = tally[_COLUMNS[:6]].assign(run=name)
    for column, values in zip(COUNTS, counts.T, strict=True):
        frame[column] = values
    prominence = [
        classify_prominence(bool(different), bool(similar))
        for different, similar in zip(claims.different, claims.similar, strict=True)
    ]
    return frame.assign(
        p_greater=claims.p_greater, p_similar=claims.p_similar, prominence=prominence
    )
