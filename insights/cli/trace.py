"""`insights trace`: from a recommendation to the words it rests on, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from insights.cli.options import JsonOption, ProjectArgument, RootOption
from insights.cli.printing import make_console

if TYPE_CHECKING:
    from rich.tree import Tree

    from insights.pipeline import Step

_SHOWN = 5


def trace(
    project: ProjectArgument,
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="R3, F2, an excerpt's id, a code, a theme, a file, a participant's id, or words "
            "of a quote: one of four letters will do.",
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Show every excerpt, not the first few.")
    ] = False,
    root: RootOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a recommendation to the words it rests on, or any words to what came of them.

    recommendation ← finding ← theme ← code ← excerpt ← its place in the file; and the other
    way round for an excerpt, a code, a theme, a file, a participant or words of a quote. Where
    words stand in several places, all of them are listed.
    The words are the masked ones; a mark says where they may not be
    quoted, and why. Each place is looked up again: if the words no longer stand
    there, it says so. Participants' ids are for the team: never pass them on.

    Examples:
      insights trace money-toolkit R3

      insights trace money-toolkit "Telling it again"

      insights trace money-toolkit "ashamed of being skint"

      insights trace money-toolkit P07

      insights trace money-toolkit notes/lived_experience_workshop.md --json
    """
    from insights import pipeline

    found = pipeline.trace(project, wanted, root=root)
    if as_json:
        print(json.dumps(found.as_dict(), indent=1, ensure_ascii=False))
        return
    make_console().print(_draw(found, None if everything else _SHOWN), soft_wrap=False)


def _draw(step: Step, most: int | None) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(_line(step))
    places = [inner for inner in step.steps if inner.kind == "place"]
    rest = [inner for inner in step.steps if inner.kind != "place"]
    excerpts = [inner for inner in rest if inner.kind == "excerpt"]
    for inner in places:
        tree.add(_line(inner))
    left_out = 0
    for inner in rest:
        if most is not None and inner in excerpts[most:]:
            left_out += 1
            continue
        tree.children.append(_draw(inner, most))
    if left_out:
        noun = "excerpt" if left_out == 1 else "excerpts"
        tree.add(Text(f"{left_out} more {noun}; --all shows them", style="dim"))
    return tree


def _line(step: Step) -> str:
    from rich.markup import escape

    mark = f" [yellow]\\[{escape(step.mark)}][/yellow]" if step.mark else ""
    quote = f"{mark}\n“{escape(step.quote)}”" if step.quote else mark
    if not step.step_id:
        return f"[dim]{escape(step.kind)}[/dim]"
    words = f" {escape(step.words)}" if step.words else ""
    if step.kind == "place":
        return f"[dim]{escape(step.step_id)},{words}[/dim]"
    return f"[bold]{escape(step.kind)} {escape(step.step_id)}[/bold]{words}{quote}"
