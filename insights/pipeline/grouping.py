"""Whether it is known who is who: without that, nothing can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.forms.perspectives import NO_GROUP
from insights.project import Project
from insights.sources.columns import HELD_BACK

if TYPE_CHECKING:
    import pandas as pd

_SOURCE = "the groups"
_NO_GROUP = frozenset(["", "unknown"])


def nobody_grouped(settings: Project, people: pd.DataFrame) -> list[Problem]:
    """Return the problem that too few people's group is known for anything to be compared.

    None where two groups are known, or where everybody's is.

    Parameters
    ----------
    people
        Table ``participants``.
    """
    by = settings.compare_by if settings.compare_by in people.columns else "perspective"
    said = [str(value).strip() for value in people[by].fillna("")]
    n, n_unknown = len(said), sum(value in _NO_GROUP for value in said)
    if not n_unknown or len(set(said) - _NO_GROUP) > 1:
        return []
    whose = "Nobody's group" if n_unknown == n else f"The group of {n_unknown} of {n} people"
    known = "" if n_unknown == n else "not "
    return [
        Problem(
            _SOURCE, f"{n_unknown} {'person' if n_unknown == 1 else 'people'}",
            f"{whose} is {known}known, so nothing can be compared: no theme, no vote, no "
            "difference.",
            how_to_group(settings),
        )
    ]  # fmt: skip


def is_nobody_grouped(problem: Problem) -> bool:
    """Tell the problem that nothing can be compared from every other."""
    return problem.source == _SOURCE


def how_to_group(settings: Project) -> str:
    """Return the ways to say who is who, the nearest first."""
    register = settings.find("participants", (".csv", ".xlsx", ".ods", ".tsv"))
    first = (
        f"Fill in the column perspective of {register.name}"
        if register is not None
        else f"Make a register from a list of names: `insights register {settings.name} LIST.xlsx`"
    )
    return (
        f"{first} ({', '.join(settings.perspectives)}). Where words stand there that the project "
        "does not know, give each a line below [perspectives.words] in project.toml. Where a whole "
        'session was of one group, write perspective = "…" below [sessions.W1].'
    )


def groups_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of the groups before all others, where nothing compares.

    Answers that no refusal reaches stand before even these.
    """
    given = list(problems)
    if any(map(is_nobody_grouped, given)):
        return sorted(given, key=_place)
    return sorted(given, key=lambda problem: not is_beyond_refusals(problem))


def is_beyond_refusals(problem: Problem) -> bool:
    """Tell the problem that nobody can say whether whoever refused has answered."""
    return HELD_BACK in problem.problem


def _place(problem: Problem) -> int:
    if is_beyond_refusals(problem):
        return -1
    if is_nobody_grouped(problem):
        return 0
    return 1 if NO_GROUP in problem.problem else 2
