"""What to do with each prototype: improve, pilot or park, proposed by rule with its reasons.

A test with a handful of people can support a trial run, never a roll-out: *implement* is a
person's word alone. A person's verdict, with a reason, stands over the rule's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.errors import Problem, nearest
from insights.project import Thresholds

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("improve", "pilot", "implement", "park")
_ABLE = ("success", "task_success", "could_use_it_unaided", "could_do", "completed")
_WANTED = ("would_use", "would_use_it", "would_use_again", "would_come_again")
_FILE = "recommendations.toml"
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def judge_prototypes(
    results: pd.DataFrame,
    issues: pd.DataFrame,
    prototypes: pd.DataFrame,
    decided: Mapping[str, Any] | None = None,
    *,
    settings: Thresholds | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a card per prototype and version, and every decision that found no prototype.

    Parameters
    ----------
    results, issues
        What :func:`~insights.analysis.summarise_prototypes` and
        :func:`~insights.analysis.list_issues` give.
    prototypes
        Table of that name.
    decided
        A person's verdicts: prototype → {verdict, reason, version (where it has several)}.
    settings
        The project's thresholds.

    Returns
    -------
    tuple
        Table ``prototype_cards``, in the order of ``results``, and the problems.
    """
    import pandas as pd

    rows = []
    order = dict.fromkeys(
        (str(r["prototype"]), _version(r["version"])) for r in results.to_dict("records")
    )
    for name, version in order:
        of_it = results[(results["prototype"] == name) & (results["version"].map(_version)
                                                          == version)]  # fmt: skip
        wrong = issues[(issues["prototype"] == name) & (issues["version"].map(_version)
                                                        == version)]  # fmt: skip
        n_helped = _n_helped(prototypes, name, version)
        rows.append({
            "prototype": name, "version": version or None, "decided": False,
            "n_testers": int(of_it["n_testers"].iloc[0]), "n_helped": n_helped,
            **_proposed(of_it, wrong, n_helped, settings or Thresholds()),
        })  # fmt: skip
    problems = _lay_over(rows, decided or {})
    columns = ["prototype", "version", "verdict", "proposed", "with_changes", "decided", "reasons",
               "find_out", "n_testers", "n_helped"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns), problems


def _version(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _n_helped(prototypes: pd.DataFrame, name: str, version: str) -> int:
    of_it = (prototypes["prototype"] == name) & (prototypes["version"].map(_version) == version)
    helped = prototypes["helped_design"].fillna(False).astype(bool)
    return int(prototypes.loc[of_it & helped, "participant_id"].nunique())


def _proposed(
    results: pd.DataFrame, issues: pd.DataFrame, n_helped: int, settings: Thresholds
) -> dict[str, Any]:
    """Return what the rules propose, why, and what to find out next."""
    by_item: dict[str, dict[str, Any]] = {
        str(row["item"]): {str(name): value for name, value in row.items()}
        for row in results.to_dict("records")
    }
    n = int(results["n_testers"].iloc[0])
    n_outside = n - n_helped
    least = settings.enough_testers
    able, wanted = _answer(by_item, _ABLE, least), _answer(by_item, _WANTED, least)
    stopped = [int(p) for s, p in zip(issues["severity"], issues["n_people"], strict=True)
               if s == 3]  # fmt: skip
    n_stopped = sum(stopped)
    for_it: list[str] = []
    against_it: list[str] = []
    find_out: list[str] = []
    if n < least:
        against_it.append(f"{_testers(n)} is too few to go by.")
        find_out.append("Try it with at least five people who did not make it.")
    able_n = able["n"] if able else wanted["n"] if wanted else n
    if n >= least and n_outside < least and n_outside < able_n:
        told = "No tester" if n_outside == 0 else f"Only {_testers(n_outside)}"
        find_out.append(f"{told} had not helped to make it. Try it with people who did not.")
    if able is None:
        find_out.append("Watch people use it. The records do not say whether anybody could.")
    else:
        enough = able["judged_k"] / able["judged_n"] >= settings.able_share
        (for_it if enough else against_it).append(_told(able, "could do the task"))
    if wanted is None:
        find_out.append("Ask people whether they would use it.")
    else:
        enough = wanted["judged_k"] / wanted["judged_n"] >= settings.wanted_share
        (for_it if enough else against_it).append(_told(wanted, "would use it"))
    if n_stopped >= settings.stopped_people:
        against_it.append(f"Something stopped {n_stopped} of {_testers(n)}.")
    elif n_stopped:
        find_out.append("Mend what stopped one tester, and see whether it stops anybody else.")
    if able is None and wanted is None:
        against_it.append("Nobody was asked whether they could do it, or would use it.")
    unwanted = wanted is not None and n >= least and (
        (wanted["k"] + wanted["n_partly"]) / wanted["n"] < settings.unwanted_share
    )  # fmt: skip
    verdict = "park" if unwanted else "improve" if against_it else "pilot"
    asked = {item for item, row in by_item.items() if row["measure"] == "comment" and row["k"]}
    if verdict == "improve" and n >= least:
        find_out.append("Change what people asked for, and test it again.")
    if verdict == "pilot" and "pilot" not in asked:
        find_out.append("Ask where, with whom and for how long it could be tried.")
    if verdict == "pilot" and "implement" not in asked:
        find_out.append("Ask who would run it, and who would pay, after a trial.")
    if wanted is not None and wanted["n_partly"]:
        find_out.append(f"Ask {_few(wanted['n_partly'])} who said perhaps what it depends on.")
    if n:
        find_out.append("Try it with people who were not heard yet.")
    return {
        "verdict": verdict,
        "proposed": verdict,
        "with_changes": bool(len(issues)) or "improve" in asked,
        "reasons": [*against_it, *for_it],
        "find_out": find_out,
    }


def _answer(
    by_item: Mapping[str, Mapping[str, Any]], names: tuple[str, ...], least: int
) -> dict[str, int] | None:
    """Return how many said yes to the first of these items that was asked.

    ``judged_k`` of ``judged_n`` leaves out those who helped to make it, where enough others
    answered to go by.
    """
    for name in names:
        row = by_item.get(name)
        if row is None or row["measure"] != "yes" or not row["n"]:
            continue
        others = int(row["n_not_helped"])
        apart = others >= least
        return {
            "k": int(row["k"]), "n": int(row["n"]), "n_partly": int(row["n_partly"]),
            "k_others": int(row["k_not_helped"]), "n_others": others,
            "judged_k": int(row["k_not_helped"] if apart else row["k"]),
            "judged_n": others if apart else int(row["n"]),
        }  # fmt: skip
    return None


def _told(answer: Mapping[str, int], what: str) -> str:
    """Return k of n in a sentence; praise by people who made it stands apart."""
    made_it = answer["n"] - answer["n_others"]
    told = f"{answer['k']} of {_testers(answer['n'])} {what}"
    if made_it and answer["n_others"]:
        who = _few(made_it)
        told += (
            f". Without {who} who helped to make it: {answer['k_others']} of {answer['n_others']}"
        )
    elif made_it:
        told += ". All of them had helped to make it"
    return f"{told}."


def _testers(n: int) -> str:
    return "1 tester" if n == 1 else f"{n} testers"


def _few(n: int) -> str:
    return f"the {_NUMBERS[n]}" if n < len(_NUMBERS) else f"the {n}"


def _lay_over(rows: list[dict[str, Any]], decided: Mapping[str, Any]) -> list[Problem]:
    """Write people's verdicts over the rows, and return those that could not be used."""
    problems = []
    names = {str(row["prototype"]).casefold(): str(row["prototype"]) for row in rows}
    for name, entry in decided.items():
        where = f"[prototypes] {name}"
        given = entry if isinstance(entry, Mapping) else {}
        verdict = str(given.get("verdict", "")).strip().casefold()
        reason = str(given.get("reason", "")).strip()
        wanted = _version(given.get("version"))
        if name.casefold() not in names:
            problems.append(Problem(
                _FILE, where, "No prototype of this name was tested, so it was not used.",
                f"Write the name as in the tests.{nearest(name, list(names.values()))}",
            ))  # fmt: skip
        elif verdict not in VERDICTS:
            problems.append(Problem(
                _FILE, where, "This is not a verdict, so it was not used.",
                f"Write one of: {', '.join(VERDICTS)}.{nearest(verdict, VERDICTS)}",
            ))  # fmt: skip
        elif not reason:
            problems.append(Problem(
                _FILE, where, "A verdict needs a reason, so it was not used.",
                "Add reason and say why in a sentence.",
            ))  # fmt: skip
        else:
            for row in rows:
                if str(row["prototype"]).casefold() == name.casefold() and (
                    not wanted or _version(row["version"]) == wanted
                ):
                    row["verdict"], row["decided"] = verdict, True
                    row["reasons"] = [reason, *row["reasons"]]
    return problems
