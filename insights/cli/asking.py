"""Questions a person answers in the terminal; every answer is on disk before the next one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from insights.cli.printing import make_console

if TYPE_CHECKING:
    import pandas as pd

    from insights.pipeline import NameQuestion


def review_strings(project: str, root: Path | None, coder: str, waiting: pd.DataFrame) -> None:
    """Ask about each waiting string; every answer is on disk before the next question."""
    from rich.text import Text

    from insights import pipeline
    from insights.pipeline.why_waiting import WHY_WAITING

    console = make_console()
    rows = waiting.to_dict("records")
    if not rows:
        console.print("No word waits for you.")
        return
    console.print(
        f"{len(rows)} {'word' if len(rows) == 1 else 'words'}, riskiest first. "
        "[bold]m[/bold] mask it everywhere, the plain word too, "
        "[bold]n[/bold] mask it only where it reads as a name (“Mark said”, not “mark the date”), "
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
                (f"  {row['n']}×, {WHY_WAITING.get(row['reason'], row['reason'])}, {state}", "dim"),
            )
        )
        console.print(Text(f"  … {row['context']} …"))
        answer = typer.prompt("m/n/k/s/u/q", default="s", show_default=False).strip().casefold()
        if answer in ("m", "n", "k"):
            more = {"value": "name"} if answer == "n" else {}
            line = pipeline.record_decision(
                project, root=root, coder=coder, action="unmask" if answer == "k" else "mask",
                target="string", target_id=str(row["string_id"]), **more,
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
        else:
            console.print("Not understood: type m, n, k, s, u or q.")
    console.print(
        f"{len(given)} answered. Next: `insights run {project}` uses your answers everywhere."
    )


def ask_names(project: str, root: Path | None, questions: Sequence[NameQuestion]) -> int:
    """Ask whose each name is; every answer is in the key before the next question."""
    from rich.text import Text

    from insights import pipeline

    console = make_console()
    console.print(
        f"{len(questions)} {'name looks' if len(questions) == 1 else 'names look'} like people "
        "on the list. A [bold]number[/bold] says it is that person, [bold]n[/bold] that it is "
        "another person, [bold]s[/bold] skips, [bold]u[/bold] takes the last answer back, "
        "[bold]q[/bold] stops."
    )
    place, given = 0, list[int]()
    while place < len(questions):
        question = questions[place]
        console.print(
            Text.assemble(
                (f"\n{place + 1} of {len(questions)}  ", "dim"), (question.name, "bold"),
                (f"  in {', '.join(question.files)}", "dim"),
            )
        )  # fmt: skip
        for line in question.lines:
            console.print(Text(f"  … {line}", style="dim"))
        for number, person in enumerate(question.people, start=1):
            console.print(Text(f"  {number}  {person.name} ({person.participant_id})"))
        if question.is_shared:
            console.print("  Several people are called exactly this: write their ids in the file.")
            place += 1
            continue
        answer = typer.prompt("who is it", default="s", show_default=False).strip().casefold()
        if answer.isdigit() and 1 <= int(answer) <= len(question.people):
            person = question.people[int(answer) - 1]
            whom = person.participant_id or person.name
            if note := pipeline.say_same(project, question.name, whom, root=root):
                console.print(note, markup=False)
        elif answer == "n":
            pipeline.say_another(project, question.name, root=root)
        elif answer == "u" and given:
            place = given.pop()
            pipeline.forget_name(project, questions[place].name, root=root)
            continue
        elif answer == "q":
            break
        elif answer != "s":
            numbers = f"1 to {len(question.people)}" if len(question.people) > 1 else "1"
            console.print(f"Not understood: type {numbers}, n, s, u or q.", markup=False)
            continue
        if answer != "s":
            given.append(place)
        place += 1
    console.print(f"{len(given)} answered, and kept in the key.")
    return len(given)


def read_sample(project: str, root: Path | None, coder: str, n_units: int, seed: int) -> None:
    """Show masked units one by one; every answer is on disk before the next is shown."""
    from rich.text import Text

    from insights.pipeline import privacy_check

    units = privacy_check.sample_units(project, n_units=n_units, seed=seed, root=root)
    console = make_console()
    if not units:
        console.print("You have read the whole sample; another --seed draws another one.")
        return
    console.print(
        f"{len(units)} units to read. How many names or identifiers can you still read in "
        "each? [bold]Enter[/bold] none. [bold]2[/bold] two. [bold]0 1[/bold] none, and one "
        "placeholder hides an ordinary word. [bold]u[/bold] back to the last, "
        "[bold]q[/bold] stop."
    )
    place = 0
    while place < len(units):
        unit = units[place]
        console.print(Text(f"\n{place + 1} of {len(units)}", style="dim"))
        console.print(Text(f"  {unit.text}"))
        answer = typer.prompt("still readable", default="0", show_default=False).split()
        if answer == ["q"]:
            break
        if answer == ["u"]:
            place = max(0, place - 1)
            continue
        if not answer or len(answer) > 2 or not all(part.isdigit() for part in answer):
            console.print("A number, two numbers, u or q.")
            continue
        n_missed, n_wrong = (*map(int, answer), 0)[:2]
        if n_wrong > unit.n_masked or n_missed > 99:
            console.print(f"This unit has {unit.n_masked} placeholders.")
            continue
        privacy_check.record_reading(
            project, unit, coder=coder, n_missed=n_missed, n_wrong=n_wrong, root=root
        )
        for number in range(n_missed):
            typed = typer.prompt(
                f"  what could be read ({number + 1} of {n_missed}; Enter leaves it)",
                default="", show_default=False,
            )  # fmt: skip
            if typed.strip():
                privacy_check.mask_string(project, typed, coder=coder, root=root)
        place += 1
    console.print(
        f"What you typed is masked from the next `insights run {project}` on, and is kept "
        "without its words."
    )
