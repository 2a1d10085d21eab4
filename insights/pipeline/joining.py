"""Names that look like people on the list: asked about once, and the answer kept in the key."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline.reading import Report, read_material
from insights.project import Project, load_project

if TYPE_CHECKING:
    from insights.privacy import Names, Person
    from insights.sources import Material

_Rows = list[dict[str, str]]
_LINES_SHOWN, _LINE = 2, 90


@dataclass(frozen=True, repr=False)
class NameQuestion:
    """A name that may be somebody's on the list. Personal data: for the key holder's screen.

    Attributes
    ----------
    name
        As the files write it.
    files
        Where it stands.
    people
        Whom it may mean.
    is_shared
        Whether several people are called exactly this: then only an id in the file tells them
        apart.
    lines
        The first lines of notes in which it stands.
    """

    name: str
    files: tuple[str, ...]
    people: tuple[Person, ...]
    is_shared: bool = False
    lines: tuple[str, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"NameQuestion({len(self.people)} people)"


def name_questions(
    project: str | Path, *, root: Path | None = None, report: Report | None = None
) -> list[NameQuestion]:
    """Return the names in a project's files that may be people's on the list, in order.

    Raises
    ------
    InsightsError
        If the key lies where others could read it, or is known to exist and is not here.
    """
    from insights import privacy

    settings = load_project(project, root)
    material, names, _ = read_material(settings, settings.salt(), report or (lambda *_: None))
    book = privacy.NameBook(names, settings.salt())
    return [
        NameQuestion(name, files, book.candidates(name), book.shares(name), _lines(name, material))
        for name, files in sorted(material.unplaced.items(), key=lambda one: one[0].casefold())
    ]


def _lines(name: str, material: Material) -> tuple[str, ...]:
    """Return the first lines of what was read in which a name stands, each cut short."""
    stands = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    found = (
        textwrap.shorten(line, _LINE, placeholder=" …")
        for text in material.texts.values() for line in text.split("\n") if stands.search(line)
    )  # fmt: skip
    return tuple(islice(found, _LINES_SHOWN))


def say_same(project: str | Path, name: str, whom: str, *, root: Path | None = None) -> str:
    """Keep in the key that a name means somebody on it; it counts from the next run on.

    Returns what the person should know at once, or an empty string: whoever codes with the same
    initials had better take others.

    Parameters
    ----------
    name
        As the files write it.
    whom
        An id, or a name as the key has it.

    Raises
    ------
    InsightsError
        If there is no key, nobody or several people are meant, or the name is another's.
    """
    from insights.privacy import joining

    _change(project, root, lambda rows, salt: joining.say_same(rows, name, whom, salt))
    settings = load_project(project, root)
    initials = " ".join(name.split())
    if initials.casefold() not in {coder.casefold() for coder in coders_of(settings)}:
        return ""
    return f"{_same_initials(initials)} {_way_out(settings, initials)}"


def coders_of(settings: Project) -> tuple[str, ...]:
    """Return the initials of everybody who has decided something in a project."""
    return tuple(sorted(path.stem for path in (settings.raw / "decisions").glob("*.jsonl")))


def clashing_initials(settings: Project, names: Names) -> list[Problem]:
    """Return a problem for everybody who codes under initials that are a participant's too."""
    return [
        Problem(f"decisions/{coder}.jsonl", "the coder's initials", _same_initials(coder),
                _way_out(settings, coder))
        for coder in coders_of(settings) if coder.casefold() in names.index.initials
    ]  # fmt: skip


def _same_initials(initials: str) -> str:
    return f"{initials} is both somebody who codes and another name for somebody on the list."


def _way_out(settings: Project, initials: str) -> str:
    return (
        f"Code under other initials, such as {initials}1; or take the name back with "
        f"`insights key {settings.name} --forget {initials}` and write an id in the file."
    )


def say_another(project: str | Path, name: str, *, root: Path | None = None) -> None:
    """Keep in the key that a name is nobody's of those it looks like.

    Raises
    ------
    InsightsError
        If there is no key, or the name is an alias in it.
    """
    from insights.privacy import joining

    _change(project, root, lambda rows, salt: joining.say_another(rows, name, salt))


def forget_name(project: str | Path, name: str, *, root: Path | None = None) -> bool:
    """Take back what was said of a name; return whether anything was.

    Raises
    ------
    InsightsError
        If there is no key.
    """
    from insights.privacy import joining

    return _change(project, root, lambda rows, salt: joining.forget_said(rows, name, salt))


def _change(
    project: str | Path,
    root: Path | None,
    change: Callable[[Sequence[Mapping[str, str]], bytes], _Rows],
) -> bool:
    """Write the key anew, whole or not at all; return whether it differs."""
    from insights import privacy
    from insights.privacy.key_rows import read_key_rows, render_key

    settings = load_project(project, root)
    privacy.read_names(settings)  # refuses a key that others could read
    path = _key_of(settings)
    rows = read_key_rows(path.read_bytes())
    changed = change(rows, settings.salt())
    if changed == rows:
        return False
    if path == privacy.key_path(settings):
        privacy.write_key(settings, render_key(changed))
    else:
        store.write_atomic(path, render_key(changed))
    return True


def _key_of(settings: Project) -> Path:
    from insights import privacy
    from insights.privacy.names import KEY_FILE

    for path in (privacy.key_path(settings), settings.raw / KEY_FILE):
        if path.exists():
            return path
    raise InsightsError(
        "This project has no key file, so nobody is on a list yet.",
        settings.name,
        f"`insights register {settings.name} LIST` makes one from a list of names.",
    )
