"""What the command line shows: results, problems, progress; nothing of it decides anything."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError, Problem

if TYPE_CHECKING:
    from rich.console import Console

    from insights.pipeline import Checked, RunResult


def make_console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def unwrap_help(docstring: str) -> str:
    r"""Return a docstring whose paragraphs are one line each, for any width of terminal.

    Examples
    --------
    >>> unwrap_help("Do this\nor that.\n\n  insights run a")
    'Do this or that.\n\n  insights run a'
    """
    paragraphs = inspect.cleandoc(docstring).split("\n\n")
    return "\n\n".join(
        paragraph if "\n " in f"\n{paragraph}" else " ".join(paragraph.split("\n"))
        for paragraph in paragraphs
    )


def print_error(error: InsightsError) -> None:
    from rich.text import Text

    console = make_console(stderr=True)
    for line in str(error).splitlines():
        label, colon, rest = line.partition(":")
        if colon and label in ("Problem", "Where", "What to do"):
            console.print(Text.assemble((label + colon, "bold"), rest))
        else:
            console.print(Text(line))


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show what is going on, with time left; nothing where output is not a terminal."""
    console = make_console(stderr=True)
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


def print_result(result: RunResult) -> None:
    from rich.text import Text

    console = make_console()
    console.print(Text(result.project.title, style="bold"))
    for line in result.summary_lines():
        console.print(Text(f"  {line}"))
    print_problems(console, list(result.problems), most=5)
    if result.problems and len(result.problems) > 5:
        console.print(Text("  All of them are in problems.csv beside the report."))
    console.print(Text.assemble(("Next: ", "bold"), result.next_step))
    if result.main_report is not None:
        console.print(Text.assemble(("Report to open: ", "bold"), str(result.main_report)))


def print_problems(console: Console, problems: list[Problem], *, most: int) -> None:
    from rich.text import Text

    if not problems:
        return
    word = "thing was" if len(problems) == 1 else "things were"
    console.print(Text(f"{len(problems)} {word} not understood or not used:", style="bold"))
    for problem in problems[:most]:
        console.print(Text(f"  {problem.source} · {problem.where}", style="bold"))
        console.print(Text(f"    {problem.problem}"))
        for line in problem.fix.splitlines():  # some give lines to paste
            console.print(Text(f"    {line}", style="dim"))


def print_checked(checked: Checked) -> None:
    from rich.text import Text

    console = make_console()
    console.print(Text(checked.project.title, style="bold"))
    for heading, lines in checked.sections():
        console.print(Text(heading, style="bold"))
        for line in lines:
            console.print(Text(f"  {line}"))
    print_problems(console, list(checked.problems), most=len(checked.problems))
    if not checked.problems:
        console.print(Text("No problems found."))
    console.print(Text.assemble(("Next: ", "bold"), checked.next_step))
