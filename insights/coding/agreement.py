"""How far coders agree beyond chance: Cohen's kappa and Krippendorff's alpha.

A talking point, never a mark: what matters is which excerpts coders read differently, and
why. Figures are given only where enough was coded to say anything.

Cohen, J. (1960), A coefficient of agreement for nominal scales. Krippendorff, K. (2011),
Computing Krippendorff's alpha-reliability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike

EVERYTHING = "(all codes)"
TOO_FEW, NOT_USED = "too few to say", "not used"
_MOST_EMPTY = 0.05  # share of draws without a figure above which there is no interval

COLUMNS = (
    "coders", "code_id", "n_excerpts", "n_people", "n_all_yes", "n_differ", "n_all_no",
    "prevalence", "share_agreed", "kappa", "kappa_low", "kappa_high", "alpha", "alpha_low",
    "alpha_high", "said",
)  # fmt: skip
FIGURES = COLUMNS[7:-1]


def cohens_kappa(first: ArrayLike, second: ArrayLike) -> float:
    """Return how far two coders agree beyond what their own habits would give by chance.

    ``(observed - expected) / (1 - expected)``, expected from each coder's own shares
    (Cohen 1960). Not a number where both only ever used one and the same category.

    Parameters
    ----------
    first, second
        One category per unit, in the same order.

    Examples
    --------
    >>> round(cohens_kappa([1] * 25 + [0] * 25, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15), 2)
    0.4
    """
    import numpy as np

    one, two = np.asarray(first), np.asarray(second)
    if one.size == 0:
        return float("nan")
    categories = np.unique(np.concatenate([one, two]))
    observed = float(np.mean(one == two))
    expected = sum(float(np.mean(one == c) * np.mean(two == c)) for c in categories)
    return float("nan") if expected >= 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(ratings: ArrayLike) -> float:
    """Return Krippendorff's alpha for categories, any number of coders and gaps.

    One less the observed over the expected disagreement, from the coincidences of values
    within units; units with fewer than two values say nothing (Krippendorff 2011).

    Parameters
    ----------
    ratings : float array (n_coders, n_units)
        A number for each category; not a number where a coder has not decided.

    Examples
    --------
    >>> round(krippendorffs_alpha([[1, 1, 0, 0], [1, 1, 0, 1]]), 3)
    0.533
    """
    import numpy as np

    values = np.asarray(ratings, dtype=float)
    categories = np.unique(values[~np.isnan(values)])
    # counts[unit, category]: how many coders gave it
    counts = np.stack([(values == c).sum(axis=0) for c in categories], axis=1)
    said = counts.sum(axis=1)
    counts, said = counts[said > 1].astype(float), said[said > 1]
    if not len(said):
        return float("nan")
    weights = counts / (said - 1)[:, None]
    totals = counts.sum(axis=0)
    n = totals.sum()
    agreed = float((weights * (counts - 1)).sum())
    by_chance = float((totals * (totals - 1)).sum() / (n - 1))
    return float("nan") if by_chance >= n else float(1 - (n - agreed) / (n - by_chance))


def tabulate_agreement(
    said: np.ndarray,
    cases: Sequence[str],
    coders: Sequence[str],
    code_ids: Sequence[str],
    *,
    fewest_excerpts: int = 30,
    fewest_uses: int = 5,
    fewest_people: int = 10,
    n_draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how far some coders agree on each code and on all of them together.

    All codes together weigh each code's agreement against that code's own chance: pooling
    the codes first would reward coders for knowing which codes are common. Intervals hold
    19 times in 20: whole people are drawn again, since one person's excerpts are alike.

    Parameters
    ----------
    said : int8 array (n_coders, n_excerpts, n_codes)
        1 the code belongs, 0 it does not, -1 not decided.
    cases
        Whose words each excerpt is: what is drawn again.
    fewest_excerpts, fewest_uses, fewest_people
        Below these a row says "too few to say" and gives no figure: excerpts decided by all
        the coders, of those the ones on which somebody used the code, and people.
    n_draws, seed
        The bootstrap; the same seed gives the same intervals.

    Returns
    -------
    DataFrame
        One row per code, then one for all codes. Only two coders have a kappa.
    """
    import numpy as np
    import pandas as pd

    fewest = {"excerpts": fewest_excerpts, "uses": fewest_uses, "people": fewest_people}
    people, of_whom = np.unique(np.asarray(cases, dtype=str), return_inverse=True)
    counts = _count(said, of_whom, len(people))
    present = counts["decided"].any(axis=1)
    n_present = int(present.sum())
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn: np.ndarray = np.zeros((n_draws, n_present))
    if n_present:
        drawn = rng.multinomial(n_present, np.full(n_present, 1 / n_present), n_draws)
    names = " and ".join(coders) if len(coders) == 2 else f"all {len(coders)} coders"
    rows = []
    for place, code_id in enumerate([*code_ids, EVERYTHING]):
        only = slice(None) if place == len(code_ids) else slice(place, place + 1)
        mine = {name: values[present, only] for name, values in counts.items()}
        row = _row(mine, drawn, fewest, pair=len(coders) == 2)
        rows.append({"coders": names, "code_id": code_id, **row})
    frame = pd.DataFrame.from_records(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(FIGURES, "float64"))


def _count(said: np.ndarray, of_whom: np.ndarray, n_people: int) -> dict[str, np.ndarray]:
    """Return per person and code what agreement is worked out from; each (n_people, n_codes)."""
    import numpy as np

    yes, told = (said == 1).sum(axis=0), (said >= 0).sum(axis=0)
    several = np.maximum(told - 1, 1)
    usable, all_told = told > 1, told == len(said)
    units = {
        # coincidences of values within units, for alpha
        "yes_yes": np.where(usable, yes * (yes - 1) / several, 0),
        "no_no": np.where(usable, (told - yes) * (told - yes - 1) / several, 0),
        "yes_no": np.where(usable, yes * (told - yes) / several, 0),
        # units that all of them decided, for kappa and for reading
        "decided": all_told,
        "all_yes": all_told & (yes == len(said)),
        "all_no": all_told & (yes == 0),
        "first_yes": all_told & (said[0] == 1),
        "second_yes": all_told & (said[1] == 1),
    }
    found = {}
    for name, values in units.items():
        found[name] = np.zeros((n_people, said.shape[2]))
        np.add.at(found[name], of_whom, values)
    return found


def _row(
    mine: dict[str, np.ndarray], drawn: np.ndarray, fewest: dict[str, int], *, pair: bool
) -> dict[str, Any]:
    total = {name: values.sum(axis=0, keepdims=True) for name, values in mine.items()}
    whole = {name: int(values.sum()) for name, values in total.items()}
    n_excerpts = int(total["decided"].max(initial=0))
    n_people = int((mine["decided"].max(axis=1, initial=0) > 0).sum())
    uses = whole["decided"] - whole["all_no"]
    decisions = float(sum(total[k].sum() for k in ("yes_yes", "no_no"))) + 2 * float(
        total["yes_no"].sum()
    )
    yes = float(total["yes_yes"].sum() + total["yes_no"].sum())
    row: dict[str, Any] = {
        "n_excerpts": n_excerpts, "n_people": n_people, "n_all_yes": whole["all_yes"],
        "n_differ": uses - whole["all_yes"], "n_all_no": whole["all_no"],
        "prevalence": yes / decisions if decisions else None,
    }  # fmt: skip
    enough = (
        n_excerpts >= fewest["excerpts"] and uses >= fewest["uses"] and n_people >= fewest["people"]
    )
    row["said"] = "" if enough else TOO_FEW if uses or not n_excerpts else NOT_USED
    figures = {"alpha": _alpha, **({"kappa": _kappa} if pair else {})}
    again = {name: drawn @ values for name, values in mine.items()} if enough else {}
    for name, measure in figures.items() if enough else ():
        bounds = _interval(measure(again))
        if bounds is None:
            row["said"] = TOO_FEW
            break
        row[name] = float(measure(total)[0])
        if bounds[0] < bounds[1]:  # where nobody differs, drawing again cannot tell how sure
            row[f"{name}_low"], row[f"{name}_high"] = bounds
    if row["said"]:
        return {name: value for name, value in row.items() if name.startswith(("n_", "prev", "sa"))}
    row["share_agreed"] = (whole["all_yes"] + whole["all_no"]) / whole["decided"]
    return row


def _kappa(counts: dict[str, np.ndarray]) -> np.ndarray:
    """Return kappa for each draw: agreement and chance of each code, then added up."""
    import numpy as np

    n = np.maximum(counts["decided"], 1)
    first, second = counts["first_yes"], counts["second_yes"]
    agreed = (counts["all_yes"] + counts["all_no"]).sum(axis=1)
    chance = ((first * second + (n - first) * (n - second)) / n).sum(axis=1)
    rest = counts["decided"].sum(axis=1) - chance
    return np.where(rest > 1e-9, (agreed - chance) / np.maximum(rest, 1e-9), np.nan)


def _alpha(counts: dict[str, np.ndarray]) -> np.ndarray:
    """Return alpha for each draw: disagreement and chance of each code, then added up."""
    import numpy as np

    yes = counts["yes_yes"] + counts["yes_no"]
    no = counts["no_no"] + counts["yes_no"]
    chance = (yes * no / np.maximum(yes + no - 1, 1)).sum(axis=1)
    differ = counts["yes_no"].sum(axis=1)
    return np.where(chance > 1e-9, 1 - differ / np.maximum(chance, 1e-9), np.nan)


def _interval(draws: np.ndarray) -> tuple[float, float] | None:
    """Return where 19 of 20 draws lie; None where too many of them have no figure."""
    import numpy as np

    if np.isnan(draws).mean() > _MOST_EMPTY:
        return None
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return float(low), float(high)
