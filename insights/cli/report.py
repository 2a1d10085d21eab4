"""`insights report`: the reports, or only some of them."""

from __future__ import annotations

from typing import Annotated

import typer

from insights.cli.options import (
    JsonOption,
    OpenOption,
    ProjectArgument,
    QuietOption,
    RootOption,
    SeedOption,
)
from insights.cli.running import open_report, run_until


def report(
    project: ProjectArgument,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="commissioner, participants, professionals, researchers, easy-read or slide; "
            "may be given several times.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="html, docx or pdf; may be given several times.",
            show_default=False,
        ),
    ] = None,
    open_it: OpenOption = False,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write the reports (after everything before, if need be), or only some of them.

    Examples:
      insights report money-toolkit

      insights report money-toolkit --only commissioner --format pdf --open
    """
    result = run_until(
        "report", project, root, seed, quiet=quiet, as_json=as_json,
        only=only or [], formats=formats or [],
    )  # fmt: skip
    if open_it:
        open_report(result)
