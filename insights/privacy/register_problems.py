"""What of a list of names was not used, told without anybody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights.errors import Problem
from insights.sheets import some_rows


def list_problems(
    shown: str, rows_with: Mapping[str, Sequence[int]], project: str
) -> list[Problem]:
    """Return a problem for each thing that is wrong with rows or cells of a list.

    Parameters
    ----------
    shown
        How the list is named to people.
    rows_with
        What is wrong, and in which rows: "no name", "two people", "alike", and for cells of a
        column "differs COLUMN", "refuses COLUMN" and "identifies COLUMN".
    project
        The project's name, for commands that can be pasted.
    """
    problems: list[Problem] = []

    def say(where: str, problem: str, fix: str) -> None:
        problems.append(Problem(shown, where, problem, fix))

    for what, rows in rows_with.items():
        kind, _, column = what.partition(" ")
        if what == "no name":
            say(some_rows(rows), "There is no name in this row, so it was left out.",
                "Write the name, or delete the row.")  # fmt: skip
        elif what == "two people":
            say(
                some_rows(rows), "More than one person in the key has this name, so it is not "
                "clear who is meant; the row was left out.",
                "Add a way to reach them (an email column), or their participant_id.",
            )  # fmt: skip
        elif what == "alike":
            say(
                some_rows(rows), "This name looks like somebody's who is in the key already, "
                "written otherwise, so the row was left out."
                if len(rows) == 1 else "These names look like people's who are in the key "
                "already, written otherwise, so the rows were left out.",
                "Register the list in a terminal, which asks who they are; or say it with "
                f"`insights key {project} --same NAME ID` or `insights key {project} --another "
                "NAME`, and register again.",
            )  # fmt: skip
        elif kind == "differs":
            say(
                f"column {column}", f"{_cells(rows)} otherwise than the register says it; the "
                "register was left as it is.",
                "Change the register by hand if the list is right.",
            )  # fmt: skip
        elif kind == "refuses":
            say(
                f"column {column}", f"{_cells(rows)} where this list gives less consent than the "
                "register did; the register now has what the list says.",
                "Nothing to do, unless the list is wrong. Then correct the register by hand.",
            )  # fmt: skip
        elif kind == "identifies":
            say(
                f"column {column}", f"{_cells(rows)} with a name or contact details in them; "
                "left empty in the register.",
                "Nothing to do, unless it belongs into the register in other words.",
            )  # fmt: skip
    return problems


def _cells(rows: Sequence[int]) -> str:
    return f"{len(rows)} {'cell' if len(rows) == 1 else 'cells'}"
