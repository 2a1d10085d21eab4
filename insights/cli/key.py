"""`insights key`: where the names are kept, taken to another computer, destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console

_DESTROYING = (
    "From then on ids lead to nobody: nobody can be found again to withdraw, to agree to a "
    "quote or to hear what became of it. Nothing can be masked anew by name. What is masked "
    "stays masked. Copies in backups or on a stick are not reached."
)
_BEGINNING = (
    "People on the next list get new ids, also those who are in the register already. Until "
    "then names are found by rules alone, and some are missed."
)


def key(
    project: ProjectArgument,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Copy it to a new file, for you alone."),
    ] = None,
    destroy: Annotated[
        bool, typer.Option("--destroy", help="Overwrite and remove it; asks first.")
    ] = False,
    begin_again: Annotated[
        bool, typer.Option("--begin-again", help="After it was destroyed: allow a new one.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say where a project's names are kept, how many there are, and who can open them.

    The key file is the one way from an id to a person. With --export it is copied for
    another computer, never into a project, a git repository or a folder that is copied
    elsewhere. With --destroy it is gone for good, which the end of a project may ask for.

    Examples:
      insights key half-day-workshop

      insights key half-day-workshop --export /media/stick/key.csv

      insights key half-day-workshop --destroy
    """
    from insights import pipeline

    if sum((export is not None, destroy, begin_again)) > 1:
        raise typer.BadParameter("One thing at a time: --export, --destroy or --begin-again.")
    said: dict[str, Any] = {}
    if export is not None:
        copy = pipeline.export_key(project, export, root=root)
        said = {"exported": copy.as_posix()}
        lines = [f"Copied, for you alone: {copy}", "It holds names: carry it, do not send it."]
    elif destroy:
        _ask(project, root, "Destroy it", _DESTROYING, yes=yes or as_json)
        pipeline.destroy_key(project, root=root)
        said, lines = {"destroyed": True}, ["The key file was overwritten and removed."]
    elif begin_again:
        _ask(project, root, "Begin a new key", _BEGINNING, yes=yes or as_json)
        pipeline.renew_key(project, root=root)
        said, lines = {"begun_again": True}, ["The next list of names makes a new key."]
    else:
        lines = pipeline.inspect_key(project, root=root).lines()
    state = pipeline.inspect_key(project, root=root)
    if as_json:
        print(json.dumps(said | state.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        console = make_console()
        for line in [*lines, f"Next: {state.next_step}"]:
            console.print(line, markup=False)


def _ask(project: str, root: Path | None, what: str, then: str, *, yes: bool) -> None:
    """Say what will happen and go on only with a yes."""
    from insights import pipeline

    if yes:
        return
    console = make_console()
    for line in [*pipeline.inspect_key(project, root=root).lines(), then]:
        console.print(line, markup=False)
    if not typer.confirm(f"{what}?", default=False):
        console.print("Nothing was changed.")
        raise typer.Exit(0)
