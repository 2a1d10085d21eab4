"""What to do with each prototype: test, improve, pilot or park, proposed with its reasons.

A test with a handful of people can support a trial run, never a roll-out: *implement* is a
person's word alone. Nor do those who made a thing support one: where too few others tested it,
praise says only *test* it with more people. A person's verdict, with a reason, stands over the
rule's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from insights.errors import Problem, nearest
from insights.project import Thresholds

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("test", "improve", "pilot", "implement", "park")
_ABLE = ("success", "task_success", "could_use_it_unaided", "could_do", "completed")
_WANTED = ("would_use", "would_use_it", "would_use_again", "would_come_again")
_STOPS = 3  # the severity of what stops people
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
            **_proposed(of_it, find_stopped(prototypes, wrong, name, version), bool(len(wrong)),
                        n_helped, settings or Thresholds()),
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
    results: pd.DataFrame, met: Stopped, has_issues: bool, n_helped: int, settings: Thresholds
) -> dict[str, Any]:
    """Return what the rules propose, why, and what to find out next."""
    by_item: dict[str, dict[str, Any]] = {
        str(row["item"]): {str(name): value for name, value in row.items()}
        for row in results.to_dict("records")
    }
    n = int(results["n_testers"].iloc[0])
    least = settings.enough_testers
    able, wanted = _answer(by_item, _ABLE, least), _answer(by_item, _WANTED, least)
    thin = _too_few(n, n_helped, [one for one in (able, wanted) if one], least)
    bars = (
        (able, settings.able_share, "could do the task"),
        (wanted, settings.wanted_share, "would use it"),
    )
    asked_of = [(answer, what) for answer, _, what in bars if answer is not None]
    against_it = [
        _told([(answer, what)], only=True) for answer, share, what in bars
        if answer is not None and answer["judged_k"] / answer["judged_n"] < share
    ]  # fmt: skip
    if len(met.people) >= settings.stopped_people:
        against_it.append(met.say(n))
    if able is None and wanted is None:
        thin.append("Nobody was asked whether they could do it, or would use it.")
    unwanted = wanted is not None and n >= least and (
        (wanted["k"] + wanted["n_partly"]) / wanted["n"] < settings.unwanted_share
    )  # fmt: skip
    # Where even those who made it could not or would not, no more testers are needed to say so.
    failed = bool(against_it) and (n >= least or len(met.people) >= settings.stopped_people)
    verdict = "park" if unwanted else "improve" if failed else "test" if thin else "pilot"
    asked = {item for item, row in by_item.items() if row["measure"] == "comment" and row["k"]}
    return {
        "verdict": verdict,
        "proposed": verdict,
        "with_changes": has_issues or "improve" in asked,
        "reasons": _reasons(verdict, against_it, thin, asked_of),
        "find_out": _to_find_out(
            verdict, asked, able, wanted,
            n_stopped=len(met.people) if len(met.people) < settings.stopped_people else 0,
            outsiders_wanted=bool(n_helped) and bool(thin) and verdict != "test",
        ),
    }  # fmt: skip


def _reasons(
    verdict: str, against_it: Sequence[str], thin: Sequence[str],
    asked_of: Sequence[tuple[Mapping[str, int], str]],
) -> list[str]:  # fmt: skip
    """Return why this is the verdict, what weighs most first; praise is a reason to pilot alone."""
    if verdict == "test":
        return [*thin, *against_it]
    if verdict == "pilot":
        alike = len({answer["judged_n"] for answer, _ in asked_of}) == 1
        return [_told(asked_of)] if alike else [_told([one]) for one in asked_of]
    return [*against_it, *thin] or [_told(asked_of[-1:], only=True)]


def _too_few(n: int, n_helped: int, answers: Sequence[Mapping[str, int]], least: int) -> list[str]:
    """Return why a test is too small to go by: too few people, or too few who did not make it."""
    if n < least:
        return [f"{_testers(n)} {'is' if n == 1 else 'are'} too few to go by."]
    if not n_helped:
        return []
    n_outside = min((answer["n_others"] for answer in answers), default=n - n_helped)
    if n_outside >= least:
        return []
    if n == n_helped:
        return ["Everybody who tested it had helped to make it: nobody else’s word is known."]
    who = "one is" if n_outside == 1 else f"{_number(n_outside)} are" if n_outside else "none are"
    return [
        f"{n_helped} of the {n} testers had helped to make it. "
        + (
            f"The other {who} too few to rest a decision on."
            if n - n_helped == n_outside
            else f"Only {_number(n_outside)} of the others answered: too few to rest a decision on."
        )
    ]


def _to_find_out(
    verdict: str,
    asked: Collection[str],
    able: Mapping[str, int] | None,
    wanted: Mapping[str, int] | None,
    *,
    n_stopped: int,
    outsiders_wanted: bool,
) -> list[str]:
    """Return what to find out next: only what the verdict itself does not say already."""
    told = []
    if outsiders_wanted:
        told.append("Test it with more people who did not make it.")
    if able is None:
        told.append("Watch people use it. The records do not say whether anybody could.")
    if wanted is None:
        told.append("Ask people whether they would use it.")
    if n_stopped:
        told.append("Mend what was rated as stopping people, and see whether it stops others.")
    if verdict == "pilot" and "pilot" not in asked:
        told.append("Ask where, with whom and for how long it could be tried.")
    if verdict == "pilot" and "implement" not in asked:
        told.append("Ask who would run it, and who would pay, after a trial.")
    if wanted is not None and wanted["n_partly"]:
        told.append(f"Ask {_few(wanted['n_partly'])} who said perhaps what it depends on.")
    return told


class Stopped(NamedTuple):
    """Who met something that is rated as stopping people, and who of them managed all the same."""

    people: frozenset[str]
    n_asked: int
    n_able: int

    def say(self, n: int) -> str:
        """Return that in sentences: to meet something that stops people is not to fail."""
        met = len(self.people)
        told = f"{met} of {_testers(n)} met something that is rated as stopping people."
        if not self.n_asked:
            return told
        if self.n_able == self.n_asked == met:
            who = {1: "That tester", 2: "Both"}.get(met, f"All {_number(met)}")
            return f"{told} {who} could do the task all the same."
        if self.n_able == 0:
            who = {1: "That tester", 2: "Neither"}.get(self.n_asked, "None of them")
            return f"{told} {who} could {'not ' if self.n_asked == 1 else ''}do the task."
        return f"{told} {self.n_able} of {self.n_asked} could do the task all the same."


def find_stopped(
    prototypes: pd.DataFrame, issues: pd.DataFrame, name: str, version: str
) -> Stopped:
    """Return who met something of a prototype that is rated as stopping people.

    Parameters
    ----------
    prototypes
        Table of that name.
    issues
        What :func:`~insights.analysis.list_issues` gives for this prototype and version.
    """
    words = {
        str(e) for level, ids in zip(issues["severity"], issues["excerpt_ids"], strict=True)
        if level == _STOPS for e in ids
    }  # fmt: skip
    here = prototypes[
        (prototypes["prototype"] == name) & (prototypes["version"].map(_version) == version)
        & prototypes["participant_id"].notna()
    ]  # fmt: skip
    people = frozenset(here.loc[here["excerpt_id"].isin(words), "participant_id"].astype(str))
    could = here[here["item"].isin(_ABLE) & here["value"].notna()]
    for item in _ABLE:  # the first of these that was asked, as the verdict takes it
        asked = could[could["item"] == item]
        if len(asked):
            lowest = asked.groupby("participant_id")["value"].min()
            known = {str(p): float(v) for p, v in lowest.items() if str(p) in people}
            return Stopped(people, len(known), sum(v == 1 for v in known.values()))
    return Stopped(people, 0, 0)


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
            "n_others": others,
            "judged_k": int(row["k_not_helped"] if apart else row["k"]),
            "judged_n": others if apart else int(row["n"]),
        }  # fmt: skip
    return None


def _told(answers: Sequence[tuple[Mapping[str, int], str]], *, only: bool = False) -> str:
    """Return the k of n that a verdict goes by; praise by people who made it is left out.

    Examples
    --------
    >>> few = {"n": 8, "judged_k": 4, "judged_n": 6}
    >>> _told([(few, "could do the task")], only=True)
    'Only 4 of the 6 testers who had not helped to make it could do the task.'
    >>> all_of = {"n": 6, "judged_k": 6, "judged_n": 6}
    >>> _told([(all_of, "could do the task"), ({**all_of, "judged_k": 5}, "would use it")])
    'All 6 testers could do the task, and 5 would use it.'
    """
    first, what = answers[0]
    k, n = first["judged_k"], first["judged_n"]
    testers = _testers(n)
    if n < first["n"]:
        testers = f"the {n} testers who had not helped to make it"
    rest = "".join(f", and {answer['judged_k']} {said}" for answer, said in answers[1:])
    if k == n > 1:
        return f"All {testers.removeprefix('the ')} {what}{rest}."
    start = "None" if not k else f"Only {k}" if only else f"{k}"
    return f"{start} of {testers} {what}{rest}."


def _testers(n: int) -> str:
    return "1 tester" if n == 1 else f"{n} testers"


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n}"


def _few(n: int) -> str:
    return f"the {_number(n)}"


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
