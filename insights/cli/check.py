"""`insights check`: how every file and column was understood."""

from __future__ import annotations

import json

import typer

from insights.cli.options import JsonOption, ProjectArgument, RootOption
from insights.cli.printing import print_checked, show_progress


def check(
    project: ProjectArgument,
    root: RootOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how every file and column was understood, and every problem. Writes nothing.

    Ends with exit code 1 if there is any problem.

    Example:

      insights check money-toolkit
    """
    from insights import pipeline

    with show_progress(quiet=as_json) as report:
        checked = pipeline.check(project, root=root, report=report)
    if as_json:
        print(json.dumps(checked.as_dict(), indent=1, ensure_ascii=False))
    else:
        print_checked(checked)
    raise typer.Exit(1 if checked.problems else 0)
