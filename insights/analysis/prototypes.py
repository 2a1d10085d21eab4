"""What testers made of each prototype: k of n per item, and what so few testers miss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = [
    "prototype", "version", "item", "measure", "k", "n", "n_partly", "n_nothing", "n_testers",
    "k_not_helped", "n_not_helped", "median", "lowest", "highest", "mean", "low", "high",
    "n_unattributed", "excerpt_ids", "missed_if_1_in_5", "missed_if_1_in_10", "sentence",
]  # fmt: skip
_ISSUES = ["prototype", "version", "severity", "n_people", "n_testers", "n_unattributed",
           "excerpt_ids"]  # fmt: skip
_RATED = ("rating", "sus", "severity")
_ANSWERS = {0.0, 0.5, 1.0}  # no, partly or maybe, yes
_SUS_ITEMS = tuple(f"sus{number}" for number in range(1, 11))
_ISSUE = re.compile(r"\b(?:issues?|problems?|barriers?|difficult\w*|what went wrong)\b")


_NO_ANSWER = re.compile(r"(?:n\s?[/.]?\s?a|not applicable|nil|[-–—?.]+)\W*", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:no(?:pe|thing|ne)?|nothing (?:really|at all|else|to (?:add|change|improve)|comes to mind)|"
    r"no (?:changes?|comments?|suggestions?|improvements?)|all (?:good|fine))\b\s*(?:[.!,;:–—-]|$)",
    re.IGNORECASE,
)
_ASKS_AFTER_ALL = re.compile(
    r"\b(?:but|except|only|though|however|apart from|should|could|needs?|want|more|less|fewer|"
    r"better|bigger|smaller|add|put|make|give|get|try|please|wish)\b",
    re.IGNORECASE,
)


def asks_for_nothing(text: str) -> bool:
    """Return whether an answer to what to change, or what went wrong, is "nothing".

    Examples
    --------
    >>> asks_for_nothing("Nothing. It's what we said"), asks_for_nothing("No, bigger print")
    (True, False)
    >>> asks_for_nothing("No more forms"), asks_for_nothing("N/A")
    (False, False)
    """
    plain = " ".join(text.split()).strip(" \"“”'‘’")
    found = _NOTHING.match(plain)
    return found is not None and not _ASKS_AFTER_ALL.search(plain[found.end() :])


def is_no_answer(text: str) -> bool:
    """Return whether what stands in an answer's place is none: "N/A", "–".

    Examples
    --------
    >>> is_no_answer("N/A"), is_no_answer("n.a."), is_no_answer("Not on the ward")
    (True, True, False)
    """
    return _NO_ANSWER.fullmatch(text.strip()) is not None


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

    ``measure`` is *yes* (k testers of the n who answered said or did it, ``n_partly`` said
    maybe or did it in part; a tester with several answers counts once, by the lowest),
    *rating* (n testers, median and range of their own means), *sus* (the System Usability
    Scale of those who answered all ten, after Brooke 1996, with its mean ± t(n−1)·SD/√n) or
    *comment* (k testers of all n who saw it wrote or said something, in ``excerpt_ids``;
    "nothing" is counted as ``n_nothing``, and "n/a" as no answer).
    Items are never pooled, nor are prototypes, and
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
    said = _said(excerpts)
    without = {e for e, text in said.items() if asks_for_nothing(text) or is_no_answer(text)}
    nothing = {e for e in without if asks_for_nothing(said[e])}
    result = []
    for (prototype, version), seen in rows.groupby(["prototype", "version"], sort=True):
        testers = seen["participant_id"].dropna().unique()
        helped = set(
            seen.loc[seen["helped_design"].fillna(False).astype(bool), "participant_id"].dropna()
        )
        about = {
            "prototype": prototype, "version": version or None, "n_testers": len(testers),
            "missed_if_1_in_5": missed_chance(0.2, len(testers)),
            "missed_if_1_in_10": missed_chance(0.1, len(testers)),
        }  # fmt: skip
        for item, answers in seen.groupby("item", sort=True):
            row: dict[str, Any] = {
                **about, "item": item,
                "n_unattributed": int(answers["participant_id"].isna().sum()),
                "excerpt_ids": sorted(set(answers["excerpt_id"].dropna()) - without),
                "n_nothing": answers.loc[
                    answers["excerpt_id"].isin(nothing), "participant_id"
                ].nunique() or None,
            }  # fmt: skip
            answers = answers[~answers["excerpt_id"].isin(without)]
            if answers.empty:
                answers = answers.assign(value=None)
            row |= _measured(str(item), answers, [str(tester) for tester in testers], helped)
            row["sentence"] = _sentence(row)
            result.append(row)
        usability = _usability(seen, helped)
        if usability:
            row = {**about, "item": "sus", "measure": "sus", "n_unattributed": 0,
                   "excerpt_ids": [], **usability}  # fmt: skip
            row["sentence"] = _sentence(row)
            result.append(row)
    return pd.DataFrame(result, columns=_COLUMNS)


def _said(excerpts: pd.DataFrame) -> dict[str, str]:
    """Return excerpts' words by id; none where the table carries none."""
    if "text" not in excerpts.columns:
        return {}
    return {
        str(e): str(text) for e, text in zip(excerpts["excerpt_id"], excerpts["text"], strict=True)
    }


def sus_score(answers: Sequence[float]) -> float:
    """Return one tester's score, 0 to 100, from ten answers of 1 to 5 (Brooke 1996).

    Examples
    --------
    >>> sus_score([5, 1] * 5), sus_score([3] * 10), sus_score([1, 5] * 5)
    (100.0, 50.0, 0.0)
    """
    odd = sum(answer - 1 for answer in answers[::2])
    even = sum(5 - answer for answer in answers[1::2])
    return 2.5 * float(odd + even)


def mean_interval(scores: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean with mean ± t(n−1)·SD/√n, two-sided 95 %; n must be 2 or more.

    Examples
    --------
    >>> low, mean, high = mean_interval([30.0, 70.0] * 4)
    >>> round(mean), round(high - mean)
    (50, 18)
    """
    from scipy.stats import t

    mean = fmean(scores)
    half = float(t.ppf(0.975, len(scores) - 1)) * stdev(scores) / sqrt(len(scores))
    return mean - half, mean, mean + half


def list_issues(prototypes: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return what went wrong: per prototype, version and severity, how many distinct testers.

    An issue's severity is the one in its own row. A tester who met one several times counts
    once at each severity. What was noted without a tester is counted apart.

    Parameters
    ----------
    prototypes, excerpts
        Tables of those names; issues whose excerpt is gone do not count.
    """
    import pandas as pd

    found: dict[tuple[str, str, float], dict[str, Any]] = {}
    there = set(excerpts["excerpt_id"])
    said = _said(excerpts)
    there -= {e for e, text in said.items() if asks_for_nothing(text) or is_no_answer(text)}
    found_rows = prototypes.astype(object).where(prototypes.notna(), None).to_dict("records")
    rows: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in found_rows]
    severity = {
        _record_of(row): row["value"]
        for row in rows if row["item"] == "severity" and row["value"] is not None
    }  # fmt: skip
    seen: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        name = str(row["prototype"]), str(row["version"] or "")
        seen.setdefault(name, set()).update(
            [row["participant_id"]] if row["participant_id"] else []
        )
        if row["excerpt_id"] not in there or not _ISSUE.search(str(row["item"]).replace("_", " ")):
            continue
        graded = severity.get(_record_of(row))
        level = min(max(round(graded), 1), 3) if graded is not None else 0
        entry = found.setdefault((*name, -level), {"people": set(), "unnamed": 0, "ids": []})
        if row["participant_id"]:
            entry["people"].add(row["participant_id"])
        else:
            entry["unnamed"] += 1
        entry["ids"].append(row["excerpt_id"])
    return pd.DataFrame(
        [
            {
                "prototype": prototype, "version": version or None, "severity": -level or None,
                "n_people": len(entry["people"]), "n_testers": len(seen[prototype, version]),
                "n_unattributed": entry["unnamed"], "excerpt_ids": sorted(set(entry["ids"])),
            }
            for (prototype, version, level), entry in sorted(
                found.items(), key=lambda one: (one[0][:2], one[0][2] == 0, one[0][2])
            )
        ],
        columns=_ISSUES,
    ).astype({"severity": "Int64"})  # fmt: skip


def _record_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return what marks the record that a row stands in: its file, its row and its tester."""
    place = str(row["locator"]).partition(", column ")[0]
    return (str(row["source_id"]), place, str(row["prototype"]), str(row["participant_id"]))


def _usability(seen: pd.DataFrame, helped: set[str]) -> dict[str, Any]:
    """Return the usability scale of those who answered all ten items; {} where nobody did."""
    answers = seen[seen["item"].isin(_SUS_ITEMS)].dropna(subset=["participant_id", "value"])
    by_tester = answers.groupby(["participant_id", "item"])["value"].mean().unstack("item")
    if answers.empty or not set(_SUS_ITEMS) <= set(by_tester.columns):
        return {}
    whole = by_tester[list(_SUS_ITEMS)].dropna()
    scores = {
        str(tester): sus_score(list(row))
        for tester, row in zip(whole.index, whole.to_numpy(), strict=True)
    }
    if not scores:
        return {}
    values = list(scores.values())
    low, mean, high = mean_interval(values) if len(values) > 1 else (None, values[0], None)
    return {
        "n": len(values),
        "n_not_helped": len(set(scores) - helped),
        "median": float(median(values)),
        "lowest": min(values),
        "highest": max(values),
        "mean": mean,
        "low": None if low is None else max(low, 0.0),
        "high": None if high is None else min(high, 100.0),
    }


def _measured(
    item: str, answers: pd.DataFrame, testers: list[str], helped: set[str]
) -> dict[str, Any]:
    scores = answers.dropna(subset=["participant_id", "value"])
    if scores.empty:
        said = set(answers["participant_id"].dropna())
        return {"measure": "comment", **_counts(said, set(testers), helped)}
    per_tester = scores.groupby("participant_id")["value"]
    if set(scores["value"]) <= _ANSWERS and not item.startswith(_RATED):
        lowest = per_tester.min()
        return {
            "measure": "yes",
            "n_partly": int((lowest == 0.5).sum()),
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
    if row["measure"] == "sus":
        if row["low"] is None:
            return f"1 tester answered all ten items: {row['mean']:.0f} of 100."
        return (
            f"{n} {people} answered all ten items: {row['mean']:.0f} of 100 on average, and "
            f"anything from {row['low']:.0f} to {row['high']:.0f} would fit."
        )
    if row["measure"] == "rating":
        if row["lowest"] == row["highest"]:
            return f"{n} {people} gave a rating: {row['median']:g}."
        return (
            f"{n} {people} gave a rating: from {row['lowest']:g} to {row['highest']:g}, "
            f"the middle one {row['median']:g}."
        )
    parts = [f"{row['k']} of {n} {people}."]
    if row.get("n_partly"):
        parts.append(f"{row['n_partly']} more in part or perhaps.")
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
