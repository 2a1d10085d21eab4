"""Arguments and options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
OpenOption = Annotated[bool, typer.Option("--open", help="Open the report when it is written.")]
