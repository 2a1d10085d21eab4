"""``insights verify``: make a release again from raw, and name every number that differs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console, show_progress

_MOST = 40


def verify(
    project: ProjectArgument,
    number: Annotated[
        int | None,
        typer.Option("--release", metavar="N", help="Which release. [dim](the newest)[/dim]"),
    ] = None,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a release again from the raw files, and name every number that differs.

    Works in a folder of its own and changes nothing. Where something differs it says what
    is not as it was: files, single decisions, settings, the program, package versions.

    Ends with exit code 1 if anything differs.

    Examples:
      insights verify money-toolkit

      insights verify money-toolkit --release 1
    """
    from insights import pipeline

    with show_progress(quiet=quiet or as_json) as report_progress:
        verified = pipeline.verify(project, root=root, number=number, report=report_progress)
    if as_json:
        print(json.dumps(verified.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet or not verified.same:
        from rich.text import Text

        console = make_console()
        console.print(Text(verified.project.title, style="bold"))
        console.print(Text(f"  {verified.headline}"))
        for heading, lines in verified.lines():
            console.print(Text(heading, style="bold"))
            for line in lines[:_MOST]:
                console.print(Text(f"  {line}"))
            if len(lines) > _MOST:
                console.print(Text(f"  and {len(lines) - _MOST:,} more: see --json"))
    raise typer.Exit(0 if verified.same else 1)
