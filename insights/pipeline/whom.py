"""Whom somebody means: an id or a name that the key leads to one person, or to several.

Names are compared and never said: what tells two people apart is their id, their initials
and what the register says of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError, Problem, nearest
from insights.project import Project, load_project

if TYPE_CHECKING:
    from insights.privacy import Person

_TOLD = ("perspective", "role", "attended")  # columns of the register


@dataclass(frozen=True)
class Whom:
    """One person who may be meant. Printing one shows no name.

    Attributes
    ----------
    participant_id
        Their id.
    initials
        Of the name in the key file: "M. Q."; "" where the key has no name.
    told
        What the register says of them, in words: "person with lived experience", "came to W1".
    by_name
        Whether it was a name, and not the id, that led to them.
    """

    participant_id: str
    initials: str = ""
    told: tuple[str, ...] = ()
    by_name: bool = False

    def __str__(self) -> str:
        more = ", ".join(part for part in (self.initials, *self.told) if part)
        return f"{self.participant_id} ({more})" if more else self.participant_id

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return asdict(self)


def find_people(project: str | Path, words: str, *, root: Path | None = None) -> tuple[Whom, ...]:
    """Return everybody whom an id or a name may mean; nobody where it means none.

    An id is taken in capitals or not. A name is taken whole, as an alias, or as some of its
    words; case and accents do not matter. A whole name goes before part of a longer one.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    words
        "P07", "Siobhan", "Siobhán Keane".
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.

    Raises
    ------
    InsightsError
        If the key file cannot be read safely.
    """
    from insights.privacy import read_names

    settings = load_project(project, root)
    people = read_names(settings)[0].people
    register = _register_rows(settings)
    known = {person.participant_id: person for person in people if person.participant_id}
    ids = dict.fromkeys([*register, *known])
    wanted = words.strip()
    if meant := [one for one in ids if one.casefold() == wanted.casefold()]:
        return tuple(_whom(settings, one, known.get(one), register) for one in meant)
    return tuple(
        _whom(settings, one, known[one], register, by_name=True)
        for one in _called(wanted, tuple(known.values()))
    )


def find_person(project: str | Path, words: str, *, root: Path | None = None) -> Whom:
    """Return the one person whom an id or a name means.

    Parameters
    ----------
    project, words, root
        As for :func:`find_people`.

    Raises
    ------
    InsightsError
        If it means nobody, or several people: then with their ids, and with what tells them
        apart. The name itself is not repeated.
    """
    settings = load_project(project, root)
    found = find_people(project, words, root=root)
    if len(found) == 1:
        return found[0]
    if found:
        raise InsightsError(
            f"{len(found)} people are called that.", settings.name,
            "Give the id of the one you mean.",
            [Problem(one.participant_id, f"({one.initials})", _said(one), "") for one in found],
        )  # fmt: skip
    raise InsightsError(
        "Nobody in this project has this id or name.", settings.name,
        "Give an id from participants.csv, or a name as the key file has it."
        + nearest(words, _register_rows(settings)),
    )  # fmt: skip


def _said(one: Whom) -> str:
    return f"{'; '.join(one.told)}." if one.told else "The register says nothing of them."


def _called(words: str, people: tuple[Person, ...]) -> list[str]:
    """Return the ids of those who are called so: by a whole name first, else by part of one."""
    from insights.privacy import NameBook, Names
    from insights.privacy.names import name_parts

    parts = name_parts(words)
    if not parts:
        return []
    ways = {
        person.participant_id: [name_parts(way) for way in (person.name, *person.aliases)]
        for person in people
    }
    whole = [one for one, said in ways.items() if parts in said]
    if len(parts) > 1 and whole:
        return whole
    if surely := NameBook(Names(people)).meant(words):  # "Dr Nair, Priya"
        return [surely]
    return [one for one, said in ways.items() if any(set(parts) <= set(way) for way in said)]


def _register_rows(settings: Project) -> dict[str, Mapping[str, str]]:
    from insights.sheets import read_sheet

    path = settings.find("participants", (".csv", ".xlsx"))
    if path is None:
        return {}
    rows = read_sheet(path).table.to_dict("records")
    return {
        str(row["participant_id"]): {str(name): str(cell) for name, cell in row.items()}
        for row in rows
        if row.get("participant_id")
    }


def _whom(
    settings: Project, participant_id: str, person: Person | None,
    register: Mapping[str, Mapping[str, str]], *, by_name: bool = False,
) -> Whom:  # fmt: skip
    name = person.name if person else ""
    row = register.get(participant_id, {})
    group, role, came = (row.get(column, "").strip() for column in _TOLD)
    told = [settings.group_words(settings.perspective_of(group) or group, 1)] if group else []
    told += [role] if role else []
    told += [f"came to {', '.join(came.split(';'))}"] if came else []
    initials = " ".join(f"{word[0]}." for word in name.split() if word[0].isalpha())
    return Whom(participant_id, initials, tuple(told), by_name)
