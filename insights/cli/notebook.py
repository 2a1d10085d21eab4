"""`insights notebook`: JupyterLab on copies of the notebooks for one project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console


def notebook(
    project: ProjectArgument,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only make the copies; do not open JupyterLab.")
    ] = False,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Open JupyterLab on copies of the notebooks that work on this project.

    The copies lie in notebooks/PROJECT/, which git leaves out: what they show may be what
    participants said. A copy in which you have worked is never written over. Stop JupyterLab
    with Ctrl and C.

    Example:

      insights notebook money-toolkit
    """
    from insights import pipeline

    made = pipeline.copy_notebooks(project, root=root)
    if as_json:
        print(json.dumps(made.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        console = make_console()
        kept = f", {len(made.kept)} left as you have changed them" if made.kept else ""
        console.print(f"{len(made.copied)} copied to {made.folder.as_posix()}{kept}.")
    if no_open or as_json:
        return
    command = pipeline.jupyter_command(made.first)
    environment = {**os.environ, "PLOTLY_RENDERER": "plotly_mimetype"}
    done = subprocess.run([sys.executable, *command], env=environment, check=False)
    if done.returncode:
        raise typer.Exit(1)
