"""`insights agreement`: who agrees with whom, on what, and what to talk about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console

if TYPE_CHECKING:
    from rich.console import Console

    from insights.pipeline import Agreement

_DIFFERENCES_SHOWN = 12


def agreement(
    project: ProjectArgument,
    seen_by: Annotated[
        str,
        typer.Option(
            "--seen-by",
            metavar="WHO",
            help="Count excerpts on which suggestions had been seen by nobody, at most one "
            "coder, or anybody.",
        ),
    ] = "nobody",
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say how far coders agree beyond chance, and list the differences to talk through.

    Cohen's kappa and Krippendorff's alpha for each code, with intervals that hold 19 times
    in 20, from excerpts coded without seeing suggestions. Where too little was coded, it says
    so. A reflexive project gets the differences and no figures.

    Examples:
      insights agreement money-toolkit

      insights agreement money-toolkit --seen-by one
    """
    from insights import pipeline

    found = pipeline.agreement(project, root=root, seen_by=seen_by)
    if as_json:
        print(json.dumps(found.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        _print(make_console(), found)


def _print(console: Console, found: Agreement) -> None:
    from rich.text import Text

    console.print(Text(found.project.title, style="bold"))
    for line in found.lines():
        console.print(Text(f"  {line}"))
    if found.has_figures:
        console.print(_draw(found))
    for line in found.unsaid():
        console.print(Text(f"  {line}"))
    if len(found.differences):
        console.print(Text("To talk through:", style="bold"))
        for row in found.differences.head(_DIFFERENCES_SHOWN).to_dict("records"):
            sides = f"yes {', '.join(row['yes'])}; no {', '.join(row['no'])}"
            console.print(Text(f"  {row['source']}, {row['locator']}", style="bold"))
            console.print(Text(f"    {row['code']}: {sides}"))
        rest = len(found.differences) - _DIFFERENCES_SHOWN
        if rest > 0:
            console.print(Text(f"  … and {rest:,} more; --json lists them all."))
    console.print(Text.assemble(("Next: ", "bold"), found.next_step))


def _draw(found: Agreement) -> object:
    """Return the rows that have figures as a table for a terminal."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    shown = found.shown()[(found.table["said"] == "").to_numpy()]
    for name in shown.columns:
        table.add_column(
            name,
            justify="left" if name in ("coders", "code") else "right",
            no_wrap=name not in ("coders", "code"),
        )
    for row in shown.itertuples(index=False):
        table.add_row(*(str(value) for value in row))
    return table
