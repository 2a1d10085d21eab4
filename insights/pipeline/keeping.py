"""The key file of a project: what is said of it, taken elsewhere, destroyed, begun again.

Nothing here says a name; where the file lies is said to whoever asks at this computer.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from insights.pipeline.reading import say_count
from insights.project import Project, load_project

_WHO = {
    "here": "Only you can open it (and whoever runs this computer).",
    "inside": "Everyone who has the project has it: nobody in it exists.",
}
_WITHOUT = {
    "none": "This project has no key file. Names are found by rules alone, and some are missed.",
    "elsewhere": "This project has a key file, but not on this computer. "
    "Until it is here, nothing is masked anew.",
    "destroyed": "The key file of this project was destroyed. Ids lead to nobody any more, "
    "and nothing is masked anew.",
}


@dataclass(frozen=True)
class KeyState:
    """What can be said of a project's key file without a name.

    Attributes
    ----------
    project
        The project's name.
    state
        here, inside (an invented project carries its own), none, elsewhere or destroyed.
    place
        Where the file is, or would be.
    n_people, n_forms
        How many people are in it, and how many names and aliases they have.
    n_problems
        Rows and columns that were not understood.
    """

    project: str
    state: str
    place: Path
    n_people: int = 0
    n_forms: int = 0
    n_problems: int = 0

    def lines(self) -> list[str]:
        """Return what a person should know, a sentence or two each."""
        if self.state in _WITHOUT:
            return [_WITHOUT[self.state], f"Its place: {self.place}"]
        people = say_count(self.n_people, "person", "people")
        lines = [
            f"Key file: {self.place}",
            f"{people}, {say_count(self.n_forms, 'name or alias', 'names and aliases')}.",
            _WHO[self.state],
        ]
        if self.n_problems:
            more = say_count(self.n_problems, "row or column", "rows or columns")
            lines.append(f"{more} not understood: `insights check {self.project}` lists them.")
        return lines

    @property
    def next_step(self) -> str:
        """What a person could do about it."""
        return {
            "here": f"`insights key {self.project} --export FILE` takes a copy to another "
            "computer, on a stick that only you hold.",
            "inside": "Nothing to do.",
            "none": f"`insights register {self.project} LIST` makes one from a list of names.",
            "elsewhere": "Get it from whoever keeps it: `insights key "
            f"{self.project} --export FILE` there, and `--import FILE` here.",
            "destroyed": "Work with the tables there are, or begin anew: "
            f"`insights key {self.project} --begin-again`.",
        }[self.state]

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain values, for ``--json``."""
        return asdict(self) | {"place": self.place.as_posix(), "next_step": self.next_step}


def inspect_key(project: str | Path, *, root: Path | None = None) -> KeyState:
    """Return where a project's key file is, how many people are in it and who may read it.

    Raises
    ------
    InsightsError
        If it lies where others could read it.
    """
    from insights import privacy
    from insights.privacy.names import KEY_FILE

    settings = load_project(project, root)
    place = privacy.key_path(settings)
    state = _state(settings)
    if state in _WITHOUT:
        return KeyState(settings.name, state, place)
    names, problems = privacy.read_names(settings)
    forms = {form for person in names.people for form in (person.name, *person.aliases) if form}
    return KeyState(
        settings.name, state, place if state == "here" else settings.raw / KEY_FILE,
        len(names), len(forms), len(problems),
    )  # fmt: skip


def export_key(project: str | Path, to: Path, *, root: Path | None = None) -> Path:
    """Copy a project's key file to a new file or into a folder, for its owner alone.

    What knows people who withdrew goes with it, in a file beside it.

    Raises
    ------
    InsightsError
        If there is no key, something stands there, or others could read it there.
    """
    from insights import privacy

    return privacy.export_key(load_project(project, root), to)


def import_key(project: str | Path, copy: Path, *, root: Path | None = None) -> tuple[Path, int]:
    """Put a copied key file where it belongs on this computer; return where, and how many left.

    Raises
    ------
    InsightsError
        If there is no such copy, it is no key file, or another one is here already.
    """
    from insights import privacy

    return privacy.import_key(load_project(project, root), copy)


def destroy_key(project: str | Path, *, root: Path | None = None) -> None:
    """Overwrite a project's key file and remove it: from then on ids lead to nobody.

    Raises
    ------
    InsightsError
        If there is no key.
    """
    from insights import privacy

    privacy.destroy_key(load_project(project, root))


def renew_key(project: str | Path, *, root: Path | None = None) -> None:
    """Let a project whose key was destroyed have a new one, from the next list of names.

    Raises
    ------
    InsightsError
        If its key was not destroyed.
    """
    from insights import privacy

    privacy.renew_key(load_project(project, root))


def _state(settings: Project) -> str:
    from insights import privacy
    from insights.privacy.names import KEY_FILE, KEY_RECORDED

    if privacy.key_path(settings).exists():
        return "here"
    if (settings.raw / KEY_FILE).exists():
        return "inside"
    recorded = settings.raw / KEY_RECORDED
    if not recorded.exists():
        return "none"
    return "destroyed" if recorded.read_bytes().strip() else "elsewhere"
