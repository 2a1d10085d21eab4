"""`insights withdraw`: a person leaves a project, everywhere, with proof."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console, print_problems, show_progress

if TYPE_CHECKING:
    from rich.console import Console

    from insights.pipeline import Withdrawal
    from insights.privacy.withdrawal import WithdrawalPlan

_TO_READ_SHOWN = 12


def withdraw(
    project: ProjectArgument,
    participant: Annotated[
        str,
        typer.Argument(metavar="PERSON", help="Whose withdrawal it is: an id (P07), or a name."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would go, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take a person out of a project: words, votes, decisions, reports. There is no way back.

    Their turns and rows go from the raw files, and their name from what others said. What
    others said keeps its place, its ids and its codings. Tables and reports are made again,
    releases kept here are purged, and every file is searched for what may be left. A
    certificate says what was done, and not for whom. If it is stopped, run it again.

    A name does instead of an id where the key file leads from it to one person. Where
    several people are called so, they are listed by id and nothing is changed.

    Examples:
      insights withdraw money-toolkit P07 --dry-run

      insights withdraw money-toolkit "Siobhan Keane"
    """
    from insights import pipeline

    console = make_console()
    found = pipeline.find_people(project, participant, root=root)
    whom = str(found[0]) if len(found) == 1 else participant
    if len(found) == 1:
        participant = found[0].participant_id

    def agreed(plan: WithdrawalPlan) -> bool:
        _print_plan(console, plan)
        return typer.confirm(f"Take {whom} out of {project} for good?", default=False)

    if as_json and not yes and not dry_run:
        raise typer.BadParameter(
            "With --json nobody can be asked: add --yes or --dry-run", param_hint="--json"
        )
    # A question in the middle of a progress bar cannot be read.
    with show_progress(quiet=quiet or as_json or not (yes or dry_run)) as report:
        done = pipeline.withdraw(
            project, participant, root=root, dry_run=dry_run,
            confirm=None if yes or dry_run else agreed, report=report,
        )  # fmt: skip
    if as_json:
        print(json.dumps(done.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        if dry_run and found and found[0].by_name:
            console.print(f"This is {whom}.", markup=False)
        _print(console, done, participant, dry_run=dry_run)
    if done.certificate is not None and done.certificate.found:
        raise typer.Exit(1)


def _print_plan(console: Console, plan: WithdrawalPlan) -> None:
    console.print("[bold]What would go[/bold]")
    for line in plan.lines() or ["Nothing of theirs is in the files; their row in the key goes."]:
        console.print(f"  {line}", markup=False)
    if plan.to_read:
        console.print("[bold]For you to read[/bold]: words of others that speak of them, perhaps")
        for place in plan.to_read[:_TO_READ_SHOWN]:
            console.print(f"  {place.file}, {place.place}: {place.why}", markup=False)
        if (more := len(plan.to_read) - _TO_READ_SHOWN) > 0:
            console.print(f"  and {more} more, listed in the certificate")
    if plan.unread:
        console.print("[bold]Cannot be looked into[/bold]: " + ", ".join(plan.unread))


def _print(console: Console, done: Withdrawal, participant: str, *, dry_run: bool) -> None:
    name = done.project.name
    again = f"`insights withdraw {name} {participant}`"
    if done.state == "done before":
        console.print("This person's withdrawal is done, and nothing of theirs has come back.")
    elif done.state == "unfinished":
        console.print(f"This withdrawal was stopped half-way. {again} goes on with it.")
    elif done.state == "planned":
        if dry_run and done.plan is not None:
            _print_plan(console, done.plan)
            console.print(f"Nothing was changed. [bold]Next:[/bold] {again}")
        else:
            console.print("Nothing was changed.")
    else:
        _print_done(console, done)


def _print_done(console: Console, done: Withdrawal) -> None:
    certificate, folder = done.certificate, done.folder
    if certificate is None or folder is None:
        return
    searched = f"{certificate.n_files_searched:,} files were searched"
    if certificate.found:
        console.print(f"Done, but {searched} and something is still there. Take it out by hand:")
        for hit in certificate.found:
            console.print(f"  {hit['file']}, {hit['place']}: {hit['kind']}", markup=False)
    else:
        n = len(certificate.to_read)
        still = f"; {n} {'place' if n == 1 else 'places'} to read" if n else ""
        console.print(
            f"Done. {searched} for their id, names and words: nothing found by search{still}."
        )
    console.print("[bold]What this command cannot reach[/bold]")
    for line in certificate.open:
        console.print(f"  {line}", markup=False)
    print_problems(console, list(done.problems), most=len(done.problems))
    console.print(f"Certificate: {(folder / 'certificate.txt').as_posix()}", markup=False)
    if certificate.to_read:
        console.print("[bold]Next:[/bold] read these: somebody else speaks of them, perhaps.")
        for one in certificate.to_read[:_TO_READ_SHOWN]:
            console.print(f"  {one['file']}, {one['place']}: {one['why']}", markup=False)
        if (more := len(certificate.to_read) - _TO_READ_SHOWN) > 0:
            console.print(f"  and {more} more, listed in the certificate")
    elif done.report is not None:
        console.print(f"[bold]Next:[/bold] read the new report: {done.report.as_posix()}")
