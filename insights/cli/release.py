"""``insights release``: hold the drafts against the gate, and write what may leave the team."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption, SeedOption
from insights.cli.printing import make_console, show_progress

if TYPE_CHECKING:
    from insights.pipeline.releasing import Released


def release(
    project: ProjectArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Go through the gate; release nothing.")
    ] = False,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Release the reports: check everything that must be settled, then write the files.

    Only this command makes what may leave the team. It quotes nobody who did not agree, and
    looks through every file for names. While anything is not settled it writes nothing, and
    lists what a person has to do: here, and on the page Before release of the review pages.

    What is released lies in reports/PROJECT/released/1, 2, …; nothing there is ever
    changed. Where nothing has changed since, the last release stands.

    Examples:
      insights release money-toolkit --dry-run

      insights release money-toolkit
    """
    from insights import pipeline

    with show_progress(quiet=quiet or as_json) as report_progress:
        done = pipeline.release(
            project, root=root, seed=seed, dry_run=dry_run, report=report_progress
        )
    if as_json:
        print(json.dumps(done.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet or done.stops:
        _print(done)
    raise typer.Exit(1 if done.stops else 0)


def _print(done: Released) -> None:
    from rich.text import Text

    console = make_console()
    console.print(Text(done.project.title, style="bold"))
    console.print(Text(f"  {done.headline}"))
    for note in done.notes:
        console.print(Text(f"  {note}"))
    for heading, items in done.sections():
        console.print(Text(heading, style="bold"))
        where = ""
        for item in items:
            if item.where != where:
                console.print(Text(f"  {item.where}"))
            where = item.where
            console.print(Text(f"    {item.what}"))
            console.print(Text(f"    {item.fix}", style="dim"))
    if done.folder is not None:
        console.print(Text.assemble(("Released files: ", "bold"), done.folder.as_posix()))
    console.print(Text.assemble(("Next: ", "bold"), done.next_step))
