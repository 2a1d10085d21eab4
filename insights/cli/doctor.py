"""`insights doctor`: what is installed, what would be better with what, how well masking works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.asking import read_sample
from insights.cli.options import JsonOption, QuietOption, RootOption, SeedOption
from insights.cli.printing import make_console

if TYPE_CHECKING:
    from insights.pipeline import Examined

_SIGNS = {"good": "✓", "could be better": "·", "wrong": "✗"}
_PLAIN_SIGNS = {"good": "+", "could be better": "-", "wrong": "!"}


def doctor(
    project: Annotated[
        str,
        typer.Argument(metavar="[PROJECT]", help="Look at this project too.", show_default=False),
    ] = "",
    privacy: Annotated[
        bool, typer.Option("--privacy", help="Read a sample and measure the masking instead.")
    ] = False,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="Your initials, to read a sample.")
    ] = "",
    n_units: Annotated[int, typer.Option("--units", min=1, help="How many units to read.")] = 50,
    seed: SeedOption = 0,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say what is installed, what would be better with what, and what stands in the way.

    With a project, its key file and reports are looked at too. Nothing is changed. Ends with
    1 if something is wrong, and with 0 if all works, though it could be better.

    With --privacy you read masked units of a project, drawn at random, and say how much in
    each still identifies somebody. Only numbers are kept. The result is the share that is
    masked with its 95% interval.

    Examples:
      insights doctor

      insights doctor money-toolkit

      insights doctor money-toolkit --privacy --coder AB
    """
    if privacy:
        if not project:
            raise typer.BadParameter(
                "Say which project, for example: insights doctor money-toolkit --privacy"
            )
        _measure_masking(project, root, coder, n_units, seed, as_json=as_json)
        return
    from insights import pipeline

    examined = pipeline.examine(project, root=root)
    if as_json:
        print(json.dumps(examined.as_dict(), indent=1, ensure_ascii=False))
    else:
        _print(examined, quiet=quiet)
    raise typer.Exit(0 if examined.is_well else 1)


def _print(examined: Examined, *, quiet: bool) -> None:
    from rich.text import Text

    console = make_console()
    signs = _signs_for(console.encoding)
    for finding in examined.findings:
        if quiet and finding.state != "wrong":
            continue
        sign = f"{signs[finding.state]} "
        console.print(Text.assemble(sign, (finding.what, "bold"), f": {finding.there}"))
        if finding.better:
            console.print(Text(f"    {finding.better}"))
    if not quiet:
        good, better, wrong = (signs[state] for state in _SIGNS)
        console.print(f"{good} good   {better} works, could be better   {wrong} stands in the way")


def _signs_for(encoding: str) -> dict[str, str]:
    """Return signs that this console can print: older Windows consoles have no ticks."""
    try:
        "".join(_SIGNS.values()).encode(encoding)
    except UnicodeEncodeError:
        return _PLAIN_SIGNS
    return _SIGNS


def _measure_masking(
    project: str, root: Path | None, coder: str, n_units: int, seed: int, *, as_json: bool
) -> None:
    from insights.pipeline import privacy_check

    if coder and not as_json:
        read_sample(project, root, coder, n_units, seed)
    measured = privacy_check.measure_masking(project, root=root)
    if as_json:
        print(json.dumps(measured.as_dict(), indent=1))
        return
    console = make_console()
    console.print(privacy_check.describe_key(project, root=root))
    for line in measured.lines():
        console.print(line)
    if not coder:
        console.print(f"Next: `insights doctor {project} --privacy --coder AB` reads a sample.")
