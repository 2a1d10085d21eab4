"""`insights register`: a list of names becomes ids in the project and a key outside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.asking import ask_names
from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console, print_problems

if TYPE_CHECKING:
    from rich.console import Console


def register(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A list of names: .csv, .tsv, .xlsx or .ods.")
    ],
    session: Annotated[
        str, typer.Option("--session", metavar="ID", help="The session they all came to.")
    ] = "",
    leave_out: Annotated[
        list[str] | None,
        typer.Option("--leave-out", metavar="COLUMN", help="Keep this column nowhere; repeatable."),
    ] = None,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Split a list of names: ids for the project, names for your eyes only.

    Everybody gets a random id. The register in the project gets what is needed without names;
    names, contact details and needs go into a key file that only you can open. People who are
    in it already keep their ids, and nothing is written over. A name that only looks like one
    in the key is asked about, and never added twice. It says how each column was taken. Where
    a column seems to say what people agreed to and is not clear, it stops before anything is
    written.

    Examples:
      insights register half-day-workshop ~/lists/attendance.xlsx --session W1

      insights register half-day-workshop ~/lists/attendance.xlsx --leave-out Car
    """
    from insights import pipeline

    left = tuple(leave_out or ())
    done = pipeline.register(project, file, root=root, session=session, leave_out=left)
    if done.questions and sys.stdin.isatty() and not (as_json or quiet):
        n_new = done.n_new
        if ask_names(project, root, done.questions):
            done = pipeline.register(project, file, root=root, session=session, leave_out=left)
            done = replace(done, n_new=done.n_new + n_new, n_known=done.n_known - n_new)
    if as_json:
        print(json.dumps(done.as_dict(), indent=1, ensure_ascii=False))
        return
    console = make_console()
    if not quiet:
        console.print(
            f"{done.n_new} {'person' if done.n_new == 1 else 'people'} added, "
            f"{done.n_known} had an id already.\n"
            f"Register without names: {done.register.as_posix()}\n"
            f"Key, for you alone: {done.key.as_posix()}", highlight=False,
        )  # fmt: skip
        _print_columns(console, done.columns)
    print_problems(console, list(done.problems), most=len(done.problems))
    if not quiet:
        console.print(
            "[bold]Next:[/bold] use those ids (P07) in notes and forms. Names written as in "
            f"the list work too. Then `insights check {project}`.", highlight=False,
        )  # fmt: skip


def _print_columns(console: Console, columns: Sequence[tuple[str, str, str]]) -> None:
    """Show how each column of the list was taken, and where it is kept."""
    from rich.text import Text

    console.print(Text("How each column of your list was taken:", style="bold"))
    width = max((min(len(header), 40) for header, _, _ in columns), default=0)
    where = {"register": "in the register", "key file": "in the key file", "left out": "left out"}
    for header, what, kept in columns:
        console.print(Text(f"  {header:<{width}}  {where[kept]:<15}  {what}"))
