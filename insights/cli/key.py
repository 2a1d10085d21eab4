"""`insights key`: where the names are kept, whose they are, taken elsewhere, destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from insights.cli.asking import ask_names
from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption
from insights.cli.printing import make_console, show_progress

_DESTROYING = (
    "From then on ids lead to nobody: nobody can be found again to withdraw, to agree to a "
    "quote or to hear what became of it. Nothing can be masked anew by name. What is masked "
    "stays masked. Copies in backups or on a stick are not reached."
)
_BEGINNING = (
    "People on the next list get new ids, also those who are in the register already. Until "
    "then names are found by rules alone, and some are missed."
)


_FROM_WHEN = "What is said of a name counts from the next run on; --forget takes it back."


def key(
    project: ProjectArgument,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask about names that look like people on the list.")
    ] = False,
    same: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--same",
            metavar="NAME WHO",
            help="NAME, as a form writes it, is WHO: an id, or a name in the key.",
        ),
    ] = None,
    another: Annotated[
        str, typer.Option("--another", metavar="NAME", help="NAME is nobody it looks like.")
    ] = "",
    forget: Annotated[
        str, typer.Option("--forget", metavar="NAME", help="Take back what was said of NAME.")
    ] = "",
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Copy it to a new file, for you alone."),
    ] = None,
    bring: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Put such a copy where it belongs here."),
    ] = None,
    destroy: Annotated[
        bool, typer.Option("--destroy", help="Overwrite and remove it; asks first.")
    ] = False,
    begin_again: Annotated[
        bool, typer.Option("--begin-again", help="After it was destroyed: allow a new one.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    root: RootOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say where a project's names are kept, how many there are, and who can open them.

    The key file is the one way from an id to a person. People write their names as they like:
    "Dr", capitals and "Surname, First" are understood, and anything less sure is asked about,
    with --ask all of it or with --same and --another one by one. Answers are kept in the key.

    With --export it is copied for another computer, never into a project, a git repository or
    a folder that is copied elsewhere; --import puts the copy in its place there. What knows
    people who withdrew goes along. With --destroy it is gone for good, which the end of a
    project may ask for.

    Examples:
      insights key half-day-workshop

      insights key half-day-workshop --ask

      insights key half-day-workshop --same "Amina W" "Amina Warsame"

      insights key half-day-workshop --export /media/stick/key.csv

      insights key half-day-workshop --import /media/stick/key.csv

      insights key half-day-workshop --destroy
    """
    from insights import pipeline

    spoken = (ask, same is not None, bool(another), bool(forget))
    if sum((export is not None, bring is not None, destroy, begin_again, *spoken)) > 1:
        raise typer.BadParameter(
            "One thing at a time: --ask, --same, --another, --forget, --export, --import, "
            "--destroy or --begin-again."
        )
    said: dict[str, Any] = {}
    if any(spoken):
        said = _speak(project, root, ask, same, another, forget, quiet=quiet or as_json)
        lines = [str(said["said"]), _FROM_WHEN]
    elif export is not None:
        copy = pipeline.export_key(project, export, root=root)
        said = {"exported": copy.as_posix()}
        lines = [f"Copied, for you alone: {copy}", *_with_those_who_left(copy),
                 "It holds names: carry it, do not send it."]  # fmt: skip
    elif bring is not None:
        place, n_left = pipeline.import_key(project, bring, root=root)
        said = {"imported": place.as_posix(), "n_withdrawn": n_left}
        lines = [f"In its place, for you alone: {place}"]
        if n_left:
            who = pipeline.say_count(n_left, "person", "people")
            lines.append(f"{who} who withdrew will be known again, and left out.")
        lines.append("Take the copy off the stick when all is well: it holds names.")
    elif destroy:
        _ask(project, root, "Destroy it", _DESTROYING, yes=yes or as_json)
        pipeline.destroy_key(project, root=root)
        said, lines = {"destroyed": True}, ["The key file was overwritten and removed."]
    elif begin_again:
        _ask(project, root, "Begin a new key", _BEGINNING, yes=yes or as_json)
        pipeline.renew_key(project, root=root)
        said, lines = {"begun_again": True}, ["The next list of names makes a new key."]
    else:
        lines = pipeline.inspect_key(project, root=root).lines()
    state = pipeline.inspect_key(project, root=root)
    if as_json:
        print(json.dumps(said | state.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        console = make_console()
        following = state.next_step
        if any(spoken) or bring is not None:
            following = f"`insights run {project}`."
        elif export is not None:
            following = f"on the other computer, `insights key {project} --import FILE`."
        for line in [*lines, f"Next: {following}"]:
            console.print(line, markup=False)


def _with_those_who_left(copy: Path) -> list[str]:
    """Say that a second file was made, where somebody withdrew."""
    from insights.privacy.carrying import beside_copy

    beside = beside_copy(copy)
    if not beside.exists():
        return []
    return [f"Beside it, {beside.name}: it knows again who withdrew. Carry both."]


def _speak(
    project: str, root: Path | None, ask: bool, same: tuple[str, str] | None, another: str,
    forget: str, *, quiet: bool,
) -> dict[str, Any]:  # fmt: skip
    """Keep in the key what a person says of a name; return it without the name."""
    from insights import pipeline

    if same is not None:
        note = pipeline.say_same(project, *same, root=root)
        return {"said": f"Kept in the key: it is that person. {note}".strip()}
    if another:
        pipeline.say_another(project, another, root=root)
        return {"said": "Kept in the key: it is another person."}
    if forget:
        known = pipeline.forget_name(project, forget, root=root)
        return {"said": "Taken back." if known else "Nothing was said of that name."}
    with show_progress(quiet=quiet) as report:
        questions = pipeline.name_questions(project, root=root, report=report)
    if quiet or not questions:
        n = len(questions)
        said = (
            f"{n} {'name waits' if n == 1 else 'names wait'} for you."
            if n
            else ("No name looks like somebody else's.")
        )
        return {"said": said, "n_names": n}
    return {"said": "Thank you.", "n_answered": ask_names(project, root, questions)}


def _ask(project: str, root: Path | None, what: str, then: str, *, yes: bool) -> None:
    """Say what will happen and go on only with a yes."""
    from insights import pipeline

    if yes:
        return
    console = make_console()
    for line in [*pipeline.inspect_key(project, root=root).lines(), then]:
        console.print(line, markup=False)
    if not typer.confirm(f"{what}?", default=False):
        console.print("Nothing was changed.")
        raise typer.Exit(0)
