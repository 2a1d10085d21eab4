"""`insights new`: a folder for a new project, with forms to fill in."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from insights.cli.options import JsonOption, QuietOption, RootOption
from insights.cli.printing import make_console


def new(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="The name of the new folder in data/raw.")
    ],
    title: Annotated[
        str, typer.Option("--title", help="The project's title. [dim](its name)[/dim]")
    ] = "",
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a folder for a new project, with forms to fill in.

    Forms (.xlsx with words to choose from and an example), a template for notes, the settings
    and a START HERE. A folder that holds anything already is left alone.

    Example:

      insights new half-day-workshop --title "Half-day workshop on money worries"
    """
    from insights import pipeline

    made = pipeline.new(project, root=root, title=title)
    folder = made[0].parent
    if as_json:
        print(json.dumps({"files": [path.as_posix() for path in made]}, indent=1))
        return
    if quiet:
        return
    console = make_console()
    console.print(f"{len(made)} files to start with:")
    for path in made:
        console.print(f"  {path.as_posix()}", highlight=False)
    console.print(
        f"[bold]Next:[/bold] open README.txt in {folder.as_posix()}, fill in what you have, then "
        f"`insights check {folder.name}`.", highlight=False,
    )  # fmt: skip
