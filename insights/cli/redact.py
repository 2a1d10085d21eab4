"""`insights redact`: masks, and asks about the words that wait for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from insights.cli.asking import review_strings
from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import show_progress
from insights.cli.running import run_until


def redact(
    project: ProjectArgument,
    review: Annotated[
        bool, typer.Option("--review", help="Go through the words that wait for a person.")
    ] = False,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="Your initials, for --review.")
    ] = "",
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Mask names and identifiers, and say how many words wait for a person.

    With --review you see each such word once, riskiest first, with a line around it. One
    answer covers every place where it stands, and is kept for ever without the word itself.

    Examples:
      insights redact money-toolkit

      insights redact money-toolkit --review --coder AB
    """
    from insights import pipeline

    if not review:
        run_until("ingest", project, root, quiet=quiet, as_json=as_json)
        return
    if not coder:
        raise typer.BadParameter("Say who reviews: --coder AB", param_hint="--coder")
    with show_progress(quiet=quiet) as report_progress:
        waiting = pipeline.waiting_strings(project, root=root, report=report_progress)
    review_strings(project, root, coder, waiting)
