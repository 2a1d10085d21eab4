"""What testers made of each prototype: k of n per item, and what so few testers miss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = [
    "prototype", "version", "item", "measure", "k", "n", "n_testers", "k_not_helped",
    "n_not_helped", "median", "lowest", "highest", "n_unattributed", "excerpt_ids",
    "missed_if_1_in_5", "missed_if_1_in_10", "sentence",
]  # fmt: skip
_RATED = ("rating", "sus")


def missed_chance(share: float, n: int) -> float:
    """Return the chance that n testers all miss what hits a share of people: (1 − p)ⁿ.

    Examples
    --------
    >>> round(1 - missed_chance(0.2, 8), 2), round(1 - missed_chance(0.1, 8), 2)
    (0.83, 0.57)
    """
    return float((1 - share) ** n)


def summarise_prototypes(prototypes: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return what testers made of each prototype: one row per prototype, version and item.

    ``measure`` is *yes* (k testers of the n who answered said or did it; a tester with
    several answers counts once, and only if all of them are yes), *rating* (n testers,
    median and range of their own means) or *comment* (k testers of all n who saw it wrote
    or said something, in ``excerpt_ids``). Items are never pooled, nor are prototypes, and
    so few mixed testers support no comparison of groups. ``k_not_helped`` of
    ``n_not_helped`` leaves out testers who helped to design it. Answers that name no tester
    are counted as ``n_unattributed`` and nowhere else.

    Parameters
    ----------
    prototypes, excerpts
        Tables of those names; comments whose excerpt is gone do not count.
    """
    import pandas as pd

    if prototypes.empty:
        return pd.DataFrame(columns=_COLUMNS)
    there = prototypes["excerpt_id"].isna() | prototypes["excerpt_id"].isin(excerpts["excerpt_id"])
    rows = prototypes[there].assign(version=prototypes["version"].astype(object).fillna(""))
    result = []
    for (prototype, version), seen in rows.groupby(["prototype", "version"], sort=True):
        testers = seen["participant_id"].dropna().unique()
        helped = set(
            seen.loc[seen["helped_design"].fillna(False).astype(bool), "participant_id"].dropna()
        )
        for item, answers in seen.groupby("item", sort=True):
            row: dict[str, Any] = {
                "prototype": prototype, "version": version or None, "item": item,
                "n_testers": len(testers),
                "n_unattributed": int(answers["participant_id"].isna().sum()),
                "excerpt_ids": sorted(answers["excerpt_id"].dropna().unique()),
                "missed_if_1_in_5": missed_chance(0.2, len(testers)),
                "missed_if_1_in_10": missed_chance(0.1, len(testers)),
            }  # fmt: skip
            row |= _measured(str(item), answers, [str(tester) for tester in testers], helped)
            row["sentence"] = _sentence(row)
            result.append(row)
    return pd.DataFrame(result, columns=_COLUMNS)


def _measured(
    item: str, answers: pd.DataFrame, testers: list[str], helped: set[str]
) -> dict[str, Any]:
    scores = answers.dropna(subset=["participant_id", "value"])
    if scores.empty:
        said = set(answers["participant_id"].dropna())
        return {"measure": "comment", **_counts(said, set(testers), helped)}
    per_tester = scores.groupby("participant_id")["value"]
    if set(scores["value"]) <= {0.0, 1.0} and not item.startswith(_RATED):
        lowest = per_tester.min()
        return {
            "measure": "yes",
            **_counts(set(lowest.index[lowest == 1]), set(lowest.index), helped),
        }
    means = per_tester.mean()
    return {
        "measure": "rating",
        "n": len(means),
        "n_not_helped": len(set(means.index) - helped),
        "median": float(means.median()),
        "lowest": float(means.min()),
        "highest": float(means.max()),
    }


def _counts(yes: set[str], everyone: set[str], helped: set[str]) -> dict[str, int]:
    return {
        "k": len(yes), "n": len(everyone),
        "k_not_helped": len(yes - helped), "n_not_helped": len(everyone - helped),
    }  # fmt: skip


def _sentence(row: dict[str, Any]) -> str:
    n = row["n"]
    people = "tester" if n == 1 else "testers"
    if row["measure"] == "rating":
        if row["lowest"] == row["highest"]:
            return f"{n} {people} gave a rating: {row['median']:g}."
        return (
            f"{n} {people} gave a rating: from {row['lowest']:g} to {row['highest']:g}, "
            f"the middle one {row['median']:g}."
        )
    parts = [f"{row['k']} of {n} {people}."]
    if row["n_not_helped"] < n:
        parts.append(
            f"Without those who helped to design it: {row['k_not_helped']} of "
            f"{row['n_not_helped']}."
        )
    return " ".join(parts)


def describe_what_testers_miss(n: int) -> str:
    """Return in a sentence what n equally exposed testers may miss.

    Examples
    --------
    >>> print(describe_what_testers_miss(8))
    8 testers would miss a problem that hits 1 person in 10 about 43 times in 100.
    """
    times = round(100 * missed_chance(0.1, n))
    people = "tester" if n == 1 else "testers"
    return f"{n} {people} would miss a problem that hits 1 person in 10 about {times} times in 100."
