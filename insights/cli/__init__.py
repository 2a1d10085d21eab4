"""The command line: prints what `insights.pipeline` does, and maps errors to exit codes."""

from __future__ import annotations

import inspect
import json
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from insights import __version__
from insights.cli.agreement import agreement
from insights.cli.asking import review_strings
from insights.cli.doctor import doctor
from insights.cli.key import key
from insights.cli.notebook import notebook
from insights.cli.options import (
    JsonOption,
    OpenOption,
    ProjectArgument,
    QuietOption,
    RootOption,
    SeedOption,
)  # fmt: skip
from insights.cli.printing import (
    make_console,
    print_checked,
    print_error,
    print_problems,
    print_result,
    show_progress,
    unwrap_help,
)  # fmt: skip
from insights.cli.release import release
from insights.cli.trace import trace
from insights.cli.verify import verify
from insights.cli.withdraw import withdraw
from insights.errors import InsightsError

if TYPE_CHECKING:
    from insights.pipeline import RunResult

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
    epilog=(
        "Commands end with 0 done, 1 something you can put right, 2 written wrongly. Add --json "
        "for other programs; insights --install-completion lets Tab complete what you type."
    ),
)


def main() -> None:
    """Run the command line; the only place where errors become exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console may not know every character of a project's title.
            stream.reconfigure(errors="replace")
    try:
        app()
    except InsightsError as error:
        print_error(error)
        raise SystemExit(1) from None
    except Exception as error:
        print_error(_fault(error))
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


@app.command(rich_help_panel="To begin with")
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


@app.command(rich_help_panel="To begin with")
def register(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A list of names: .csv, .tsv, .xlsx or .ods.")
    ],
    session: Annotated[
        str, typer.Option("--session", metavar="ID", help="The session they all came to.")
    ] = "",
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Split a list of names: ids for the project, names for your eyes only.

    Everybody gets a random id. The register in the project gets what is needed without names;
    names, contact details and needs go into a key file that only you can open. People who are
    in it already keep their ids, and nothing is written over.

    Example:

      insights register half-day-workshop ~/lists/attendance.xlsx --session W1
    """
    from insights import pipeline

    done = pipeline.register(project, file, root=root, session=session)
    if as_json:
        print(json.dumps(done.as_dict(), indent=1, ensure_ascii=False))
        return
    console = make_console()
    if not quiet:
        console.print(
            f"{done.n_new} people added, {done.n_known} had an id already.\n"
            f"Register without names: {done.register.as_posix()}\n"
            f"Key, for you alone: {done.key.as_posix()}", highlight=False,
        )  # fmt: skip
    print_problems(console, list(done.problems), most=len(done.problems))
    if not quiet:
        console.print(
            "[bold]Next:[/bold] use those ids (P07) in notes and forms. Names written as in "
            f"the list work too. Then `insights check {project}`.", highlight=False,
        )  # fmt: skip


@app.command(rich_help_panel="Every day")
def run(
    project: ProjectArgument,
    open_it: OpenOption = False,
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
    _open(_run(project, root, seed, quiet, as_json, "report"), open_it)


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

    with show_progress(quiet=as_json) as report:
        checked = pipeline.check(project, root=root, report=report)
    if as_json:
        print(json.dumps(checked.as_dict(), indent=1, ensure_ascii=False))
    else:
        print_checked(checked)
    raise typer.Exit(1 if checked.problems else 0)


@app.command(rich_help_panel="Every day")
def review(
    project: ProjectArgument,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="Your initials: AB.", show_default=False)
    ],
    port: Annotated[
        int, typer.Option("--port", help="Where on this computer; 0 takes any free one.")
    ] = 0,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Do not open the browser; only print the address.")
    ] = False,
    root: RootOption = None,
) -> None:
    """Open the pages where people decide: codings, codebook, quotes, meaning, masked words.

    The pages are served on this computer alone. Every decision is on disk before the next
    one is shown, and any of them can be undone. Stop with Ctrl and C.

    Example:

      insights review money-toolkit --coder AB
    """
    from insights.review import serve

    def tell(address: str) -> None:
        print(f"Review pages for {coder}: {address}\nStop with Ctrl and C.", flush=True)

    serve(project, coder=coder, root=root, port=port, open_browser=not no_open, tell=tell)


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
    with show_progress(quiet=quiet) as report_progress:
        waiting = pipeline.waiting_strings(project, root=root, report=report_progress)
    review_strings(project, root, coder, waiting)


app.command(rich_help_panel="Every day")(agreement)
app.command(rich_help_panel="Every day")(trace)
app.command(rich_help_panel="Every day")(notebook)
app.command(rich_help_panel="What leaves the team")(withdraw)
app.command(rich_help_panel="What leaves the team")(release)
app.command(rich_help_panel="What leaves the team")(verify)
app.command(rich_help_panel="To begin with")(key)
app.command(rich_help_panel="To begin with")(doctor)


def _add_stage(stage: str, does: str) -> None:
    """Add the command that goes as far as one stage and stops there."""

    def command(
        project: ProjectArgument,
        root: RootOption = None,
        seed: SeedOption = 0,
        quiet: QuietOption = False,
        as_json: JsonOption = False,
    ) -> None:
        _run(project, root, seed, quiet, as_json, stage)

    example = f"Example:\n\n  insights {stage} money-toolkit"
    app.command(stage, help=f"{does}\n\n{example}", rich_help_panel="One stage at a time")(command)


_add_stage("ingest", "Read and mask the files, and stop there.")
_add_stage("suggest", "Suggest codes and topics (after reading, if need be), and stop there.")
_add_stage("compare", "Apply people's decisions and compare the groups, and stop there.")


@app.command(rich_help_panel="One stage at a time")
def report(
    project: ProjectArgument,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="commissioner, participants, professionals or "
            "researchers; may be given several times.",
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
    result = _run(
        project, root, seed, quiet, as_json, "report", only=only or [], formats=formats or []
    )
    _open(result, open_it)


def _run(
    project: str, root: Path | None, seed: int, quiet: bool, as_json: bool, until: str, **more: Any
) -> RunResult:
    from insights import pipeline

    with show_progress(quiet=quiet or as_json) as report_progress:
        result = pipeline.run(
            project, root=root, seed=seed, until=until, report=report_progress, **more
        )
    if as_json:
        print(json.dumps(result.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        print_result(result)
    return result


def _open(result: RunResult, wanted: bool) -> None:
    """Open the first report with whatever this computer opens such files with."""
    if wanted and result.main_report is not None:
        typer.launch(str(result.main_report))


for command in app.registered_commands:
    command.help = unwrap_help(command.help or inspect.getdoc(command.callback) or "")
