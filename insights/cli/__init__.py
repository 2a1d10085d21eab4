"""The command line: prints what `insights.pipeline` does, and maps errors to exit codes."""

from __future__ import annotations

import inspect
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from insights import __version__
from insights.cli.agreement import agreement
from insights.cli.check import check
from insights.cli.doctor import doctor
from insights.cli.key import key
from insights.cli.new import new
from insights.cli.notebook import notebook
from insights.cli.printing import print_error, unwrap_help
from insights.cli.redact import redact
from insights.cli.register import register
from insights.cli.release import release
from insights.cli.report import report
from insights.cli.review import review
from insights.cli.run import run
from insights.cli.stages import STAGES, stage_command
from insights.cli.trace import trace
from insights.cli.verify import verify
from insights.cli.withdraw import withdraw
from insights.errors import InsightsError

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


app.command(rich_help_panel="To begin with")(new)
app.command(rich_help_panel="To begin with")(register)
app.command(rich_help_panel="Every day")(run)
app.command(rich_help_panel="Every day")(check)
app.command(rich_help_panel="Every day")(review)
app.command(rich_help_panel="Every day")(redact)
app.command(rich_help_panel="Every day")(agreement)
app.command(rich_help_panel="Every day")(trace)
app.command(rich_help_panel="Every day")(notebook)
app.command(rich_help_panel="What leaves the team")(withdraw)
app.command(rich_help_panel="What leaves the team")(release)
app.command(rich_help_panel="What leaves the team")(verify)
app.command(rich_help_panel="To begin with")(key)
app.command(rich_help_panel="To begin with")(doctor)
for stage in STAGES:
    app.command(rich_help_panel="One stage at a time")(stage_command(stage))
app.command(rich_help_panel="One stage at a time")(report)

for command in app.registered_commands:
    command.help = unwrap_help(command.help or inspect.getdoc(command.callback) or "")
