"""The command line: prints what `insights.pipeline` does, and maps errors to exit codes."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from insights import __version__
from insights.errors import InsightsError, Problem

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from insights.pipeline import Checked, RunResult

app = typer.Typer(
    name="insights",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,  # a traceback could show participants' words
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "From what people said in co-production workshops to recommendations a commissioner "
        "can act on, without losing a voice on the way.\n\n"
        "Put your files in [bold]data/raw/<project>/[/bold] (notes/ for workshop notes, "
        "feedback/ for survey answers), then:\n\n"
        "[bold]  insights check my-project[/bold]   how every file was understood\n\n"
        "[bold]  insights run my-project[/bold]     the whole job, ending with a report\n\n"
        "Nothing leaves this computer: no command uses the network."
    ),
)

ProjectArgument = Annotated[
    str,
    typer.Argument(metavar="PROJECT", help="A folder in data/raw (its name, or its path)."),
]
RootOption = Annotated[
    Path | None,
    typer.Option("--root", metavar="DIR", help="Where data/ and reports/ lie. [dim](here)[/dim]"),
]
SeedOption = Annotated[
    int, typer.Option("--seed", help="The seed for what is random; same seed, same result.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print a summary for machines on standard output.")
]


def main() -> None:
    """Run the command line; the only place where errors become exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console may not know every character of a project's title.
            stream.reconfigure(errors="replace")
    try:
        app()
    except InsightsError as error:
        _print_error(error)
        raise SystemExit(1) from None
    except Exception as error:
        _print_error(_fault(error))
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; run again to go on.", file=sys.stderr)
        raise SystemExit(130) from None


def _fault(error: Exception) -> InsightsError:
    """Return an unforeseen error as places in the code, without its message.

    A message or a traceback may hold what somebody said; a file and a line never do.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno}" for f in frames]
    return InsightsError(
        f"The program has a fault ({type(error).__name__}). Nothing of yours was changed.",
        " > ".join(places[-4:]),
        "Please report these three lines; they hold nothing from your files.",
    )


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"insights {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command(rich_help_panel="Every day")
def run(
    project: ProjectArgument,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Do the whole job: from the files in a folder to a report to open.

    Reads, masks, suggests codes, applies what people decided, compares the groups, drafts
    recommendations and writes the reports. Steps whose inputs did not change are not
    repeated. What could not be read is listed, and the rest goes on.

    Examples:
      insights run money-toolkit

      insights run data/raw/my-project --quiet
    """
    _run(project, root, seed, quiet, as_json, "report")


@app.command(rich_help_panel="Every day")
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

    with _progress(quiet=as_json) as report:
        checked = pipeline.check(project, root=root, report=report)
    if as_json:
        print(json.dumps(checked.as_dict(), indent=1, ensure_ascii=False))
    else:
        _print_checked(checked)
    raise typer.Exit(1 if checked.problems else 0)


@app.command(rich_help_panel="Every day")
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
        _run(project, root, 0, quiet, as_json, "ingest")
        return
    if not coder:
        raise typer.BadParameter("Say who reviews: --coder AB", param_hint="--coder")
    with _progress(quiet=quiet) as report_progress:
        waiting = pipeline.waiting_strings(project, root=root, report=report_progress)
    _review_strings(project, root, coder, waiting)


@app.command(rich_help_panel="One stage at a time")
def ingest(
    project: ProjectArgument,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read and mask the files, and stop there.

    Example:

      insights ingest money-toolkit
    """
    _run(project, root, seed, quiet, as_json, "ingest")


@app.command(rich_help_panel="One stage at a time")
def suggest(
    project: ProjectArgument,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Suggest codes and topics (after reading, if need be), and stop there.

    Example:

      insights suggest money-toolkit
    """
    _run(project, root, seed, quiet, as_json, "suggest")


@app.command(rich_help_panel="One stage at a time")
def compare(
    project: ProjectArgument,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Apply people's decisions and compare the groups, and stop there.

    Example:

      insights compare money-toolkit
    """
    _run(project, root, seed, quiet, as_json, "compare")


@app.command(rich_help_panel="One stage at a time")
def report(
    project: ProjectArgument,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write the reports (after everything before, if need be).

    Example:

      insights report money-toolkit
    """
    _run(project, root, seed, quiet, as_json, "report")


def _run(
    project: str, root: Path | None, seed: int, quiet: bool, as_json: bool, until: str
) -> None:
    from insights import pipeline

    with _progress(quiet=quiet or as_json) as report_progress:
        result = pipeline.run(project, root=root, seed=seed, until=until, report=report_progress)
    if as_json:
        print(json.dumps(result.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        _print_result(result)


# ------------------------------------------------------------------------------ reviewing


def _review_strings(project: str, root: Path | None, coder: str, waiting: pd.DataFrame) -> None:
    """Ask about each waiting string; every answer is on disk before the next question."""
    from rich.text import Text

    from insights import pipeline

    console = _console()
    rows = waiting.to_dict("records")
    if not rows:
        console.print("No word waits for you.")
        return
    console.print(
        f"{len(rows)} words, riskiest first. [bold]m[/bold] mask it everywhere, "
        "[bold]k[/bold] keep it (it names nobody), [bold]s[/bold] skip, "
        "[bold]u[/bold] undo the last answer, [bold]q[/bold] stop."
    )
    place, given = 0, list[tuple[int, str]]()
    while place < len(rows):
        row = rows[place]
        state = "masked as things stand" if row["covered"] else "visible as things stand"
        console.print(
            Text.assemble(
                (f"\n{place + 1} of {len(rows)}  ", "dim"),
                (str(row["string"]), "bold"),
                (f"  {row['n']}×, {row['reason']}, {state}", "dim"),
            )
        )
        console.print(Text(f"  … {row['context']} …"))
        answer = typer.prompt("m/k/s/u/q", default="s", show_default=False).strip().casefold()
        if answer in ("m", "k"):
            action = "mask" if answer == "m" else "unmask"
            line = pipeline.record_decision(
                project, root=root, coder=coder, action=action, target="string",
                target_id=str(row["string_id"]),
            )  # fmt: skip
            given.append((place, line))
            place += 1
        elif answer == "u" and given:
            place, line = given.pop()
            pipeline.record_decision(
                project, root=root, coder=coder, action="undo", target="line", target_id=line
            )
        elif answer == "q":
            break
        elif answer == "s":
            place += 1
    console.print(
        f"{len(given)} answered. Next: `insights run {project}` uses your answers everywhere."
    )


# ------------------------------------------------------------------------------ printing


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _print_error(error: InsightsError) -> None:
    from rich.text import Text

    console = _console(stderr=True)
    for line in str(error).splitlines():
        label, colon, rest = line.partition(":")
        if colon and label in ("Problem", "Where", "What to do"):
            console.print(Text.assemble((label + colon, "bold"), rest))
        else:
            console.print(Text(line))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show what is going on, with time left; nothing where output is not a terminal."""
    console = _console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
    ) as progress:
        tasks: dict[str, Any] = {}
        last = 0.0

        def report_progress(label: str, done: int, total: int) -> None:
            nonlocal last
            if label not in tasks:
                for task in tasks.values():
                    progress.update(task, visible=False)
                tasks[label] = progress.add_task(label, total=total or None, count="")
            elif done < total and time.monotonic() - last < 0.1:
                return
            last = time.monotonic()
            count = f"{done:,} of {total:,}" if total > 1 else ""
            progress.update(tasks[label], completed=done, total=total or None, count=count)

        yield report_progress


def _print_result(result: RunResult) -> None:
    from rich.text import Text

    console = _console()
    console.print(Text(result.project.title, style="bold"))
    for line in result.summary_lines():
        console.print(Text(f"  {line}"))
    _print_problems(console, list(result.problems), most=5)
    if result.problems and len(result.problems) > 5:
        console.print(Text("  All of them are in problems.csv beside the report."))
    console.print(Text.assemble(("Next: ", "bold"), result.next_step))
    if result.main_report is not None:
        console.print(Text.assemble(("Report to open: ", "bold"), str(result.main_report)))


def _print_problems(console: Console, problems: list[Problem], *, most: int) -> None:
    from rich.text import Text

    if not problems:
        return
    word = "thing was" if len(problems) == 1 else "things were"
    console.print(Text(f"{len(problems)} {word} not understood or not used:", style="bold"))
    for problem in problems[:most]:
        console.print(Text(f"  {problem.source} · {problem.where}", style="bold"))
        console.print(Text(f"    {problem.problem}"))
        console.print(Text(f"    {problem.fix}", style="dim"))


def _print_checked(checked: Checked) -> None:
    from rich.text import Text

    console = _console()
    console.print(Text(checked.project.title, style="bold"))
    for heading, lines in checked.sections():
        console.print(Text(heading, style="bold"))
        for line in lines:
            console.print(Text(f"  {line}"))
    _print_problems(console, list(checked.problems), most=len(checked.problems))
    if not checked.problems:
        console.print(Text("No problems found."))
    console.print(Text.assemble(("Next: ", "bold"), checked.next_step))
