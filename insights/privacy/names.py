"""People named in the key file: reading it safely, and finding them in text."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from insights.errors import InsightsError, Problem, nearest
from insights.privacy.normal import fold, normalise
from insights.privacy.wording import FUNCTION, PARTICLES, ROLE_TITLES, TITLES, TITLES_WITH_CAPITAL
from insights.project import Project

KEY_FILE = "key.csv"
OWN_FOLDER = "INSIGHTS_KEY_FOLDER"  # names another folder for keys than the system's
KEY_RECORDED = ".key-recorded"
_COLUMNS = (
    "participant_id", "name", "aliases", "contact", "format_needs", "notes", "not_called",
)  # fmt: skip
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud",
           "mobile documents",
           "box sync", "nextcloud", "owncloud", "sharepoint", "syncthing")  # fmt: skip
_PART = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, repr=False)
class Person:
    """One line of the key file: an id and every way its person is called.

    ``not_called`` remembers, as keyed hashes, which names are somebody else's.
    """

    participant_id: str
    name: str
    aliases: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Person(1 name, {len(self.aliases)} aliases)"


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded for comparison.

    Examples
    --------
    >>> name_parts("Siobhán O’Brien-Nair")
    ('siobhan', 'obrien', 'nair')
    """
    return tuple(folded for word in _PART.findall(normalise(name).text) if (folded := fold(word)))


@dataclass(frozen=True, repr=False)
class Names:
    """People named in the key file. Printing one shows counts only.

    Examples
    --------
    >>> names = Names((Person("P1", "Priya Nair", ("PN",)), Person("F01", "Sam Cole")))
    >>> names
    Names(2 people, 1 aliases)
    >>> names.aliases()["priya nair"]
    'P1'
    """

    people: tuple[Person, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Names({len(self.people)} people, {sum(len(p.aliases) for p in self.people)} aliases)"
        )

    def __len__(self) -> int:
        return len(self.people)

    def aliases(self) -> dict[str, str]:
        """Return participant ids by name, alias and first name, in lower case.

        Each stands with its accents and without; whatever would mean two people is left out.
        """
        ids: dict[str, set[str]] = {}
        for person in self.people:
            ways = {person.name, *person.aliases, _first_name(person.name)}
            for way in ways:
                plain = " ".join(normalise(way).text.casefold().split())
                for key in {plain, " ".join(name_parts(way))} - {""}:
                    ids.setdefault(key, set()).add(person.participant_id)
        return {key: min(found) for key, found in sorted(ids.items()) if len(found) == 1}

    @cached_property
    def index(self) -> NameIndex:
        """The same names, arranged for finding them in text."""
        return NameIndex.of(self.people)

    def __hash__(self) -> int:
        return hash(self.people)


@dataclass(frozen=True, repr=False)
class NameIndex:
    """Names by their first word; a name's single words too, where they could stand alone."""

    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = field(default_factory=dict)
    solid: dict[str, frozenset[str]] = field(default_factory=dict)  # other scripts: found anywhere
    near: dict[str, frozenset[str]] = field(default_factory=dict)  # one letter left out → names
    initials: frozenset[str] = frozenset()  # aliases that are letters, and nobody's name

    def __repr__(self) -> str:
        return f"NameIndex({len(self.by_first)} first words)"

    @classmethod
    def of(cls, people: Iterable[Person]) -> NameIndex:
        """Arrange ``people``."""
        people = tuple(people)
        ids: dict[tuple[str, ...], set[str]] = {}
        solid: dict[str, set[str]] = {}
        for person in people:
            for way in (person.name, *person.aliases):
                parts = name_parts(way)
                if len("".join(parts)) < 2 and _is_latin("".join(parts)):
                    continue  # a lone initial would mask every "A"
                ids.setdefault(parts, set()).add(person.participant_id)
                if len(parts) > 1:
                    for part in parts:
                        if _stands_alone(part):
                            ids.setdefault((part,), set()).add(person.participant_id)
                for part in (*parts, "".join(parts)):
                    if len(part) >= 2 and not _is_latin(part):
                        solid.setdefault(part, set()).add(person.participant_id)
        by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        near: dict[str, set[str]] = {}
        for parts in sorted(ids, key=lambda p: (-len(p), p)):
            by_first.setdefault(parts[0], []).append((parts, frozenset(ids[parts])))
            if len(parts) == 1 and len(parts[0]) >= 6:
                for shorter in _one_left_out(parts[0]):
                    near.setdefault(shorter, set()).add(parts[0])
        return cls(
            by_first,
            {part: frozenset(found) for part, found in sorted(solid.items())},
            {part: frozenset(found) for part, found in near.items()},
            _initials(people),
        )

    def has(self, word: str) -> bool:
        """Return whether a folded word is by itself a registered name."""
        return any(len(parts) == 1 for parts, _ in self.by_first.get(word, ()))

    def is_near(self, word: str) -> bool:
        """Return whether a folded word is one letter away from a long registered name."""
        if not 5 <= len(word) <= 40 or not self.near:
            return False
        return any(
            _one_edit_apart(word, name)
            for shorter in _one_left_out(word)
            for name in self.near.get(shorter, ())
        )


def split_aliases(cell: str) -> tuple[str, ...]:
    """Return what a cell of the key file lists, with ";" between.

    Examples
    --------
    >>> split_aliases("Shiv; Shivvy;")
    ('Shiv', 'Shivvy')
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _initials(people: Sequence[Person]) -> frozenset[str]:
    """Return the aliases that are initials: "AB", and not "Jo" or "Ng"."""
    named = {part for person in people for part in name_parts(person.name)}
    return frozenset(
        parts[0] for person in people for alias in person.aliases
        if len(parts := name_parts(alias)) == 1 and parts[0] not in named
        and is_initials(alias, person.name)
    )  # fmt: skip


def is_initials(alias: str, name: str) -> bool:
    """Tell whether an alias is initials rather than a short name.

    Examples
    --------
    >>> is_initials("AB", "Adam Brown"), is_initials("ab", "Adam Brown"), is_initials("Jo", "Ann")
    (True, True, False)
    """
    letters = "".join(part for word in alias.split() for part in name_parts(word))
    if not 2 <= len(letters) <= 3 or not letters.isascii() or alias.istitle():
        return False
    parts = name_parts(name)
    if parts and letters in ("".join(part[0] for part in parts), parts[0][0] + parts[-1][0]):
        return True
    return alias.isupper() and not any(part.startswith(letters) for part in parts)


def _first_name(name: str) -> str:
    """Return the first word of a name that is no title."""
    titles = TITLES | TITLES_WITH_CAPITAL | ROLE_TITLES
    return next((word for word in name.split() if fold(word.strip(".")) not in titles), "")


def _stands_alone(part: str) -> bool:
    return len(part) >= 2 and part not in PARTICLES | TITLES | TITLES_WITH_CAPITAL | ROLE_TITLES | (
        FUNCTION - {"will", "may", "an"}
    )


def _is_latin(word: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)


def _one_left_out(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _one_edit_apart(a: str, b: str) -> bool:
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    i = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[i:] == long[i + 1 :]
    swapped = len(short) > i + 1 and short[i] == long[i + 1] and short[i + 1] == long[i]
    return short[i + 1 :] == long[i + 1 :] or (swapped and short[i + 2 :] == long[i + 2 :])


# --------------------------------------------------------------------------------- key file


def key_path(project: Project) -> Path:
    """Return where the key file of a project belongs: the platform's user data folder.

    Whoever names another folder of their own in ``INSIGHTS_KEY_FOLDER`` has it there.
    """
    import platformdirs

    if (own := os.environ.get(OWN_FOLDER, "").strip()) and Path(own).expanduser().is_absolute():
        return Path(own).expanduser() / project.name / KEY_FILE
    return platformdirs.user_data_path("insights", appauthor=False) / project.name / KEY_FILE


def read_names(project: Project) -> tuple[Names, list[Problem]]:
    """Read who is named in a project's key file; without one, nobody.

    Raises
    ------
    InsightsError
        If the key file lies where others could read it, or if the project records that
        there is one and it cannot be found: then nothing may be masked anew.
    """
    own, inside = key_path(project), project.raw / KEY_FILE
    if inside.exists() and not project.fictional:
        raise InsightsError(
            "The key file lies inside the project: everyone who gets the project gets the names.",
            f"data/raw/{project.name}/{KEY_FILE}",
            f"Move it to your own data folder, as insights/{project.name}/{KEY_FILE}, and make it "
            "readable by you alone. Nothing was read.",
        )
    if own.exists():
        _refuse_readers(own, project)
        refuse_open_place(own, project)
        return parse_key(own.read_bytes(), KEY_FILE)
    if inside.exists():
        return parse_key(inside.read_bytes(), KEY_FILE)
    recorded = project.raw / KEY_RECORDED
    if recorded.exists() and recorded.read_bytes().strip():
        raise InsightsError(
            "The key file of this project was destroyed: its ids lead to nobody any more, and "
            "names cannot be masked anew.",
            f"data/raw/{project.name}/{KEY_RECORDED}",
            "Work with the tables that are already made (review and report still run), or start "
            f"another project. To begin a new key here: `insights key {project.name} "
            "--begin-again`; everybody on the next list gets a new id. Nothing was written.",
        )
    if recorded.exists():
        raise InsightsError(
            "This project has a key file, but not on this computer, so names could not be masked.",
            f"insights/{project.name}/{KEY_FILE} in your data folder",
            "Get the key file from whoever keeps it, or work with the tables that are already made "
            "(review and report still run). Nothing was masked anew.",
        )
    return Names(), []


def _refuse_readers(path: Path, project: Project) -> None:
    from insights.privacy.ownership import is_private

    if not is_private(path):
        raise InsightsError(
            "The key file can be read by other people on this computer.",
            f"insights/{project.name}/{KEY_FILE} in your data folder",
            "Make it readable by you alone: chmod 600 on the file; on Windows, Properties, "
            "Security, only yourself. Nothing was read.",
        )


def how_to_move() -> str:
    """Return how a person chooses another folder for names, for the computer they sit at."""
    is_windows = sys.platform == "win32"
    example = f"set {OWN_FOLDER}=C:\\private" if is_windows else f"export {OWN_FOLDER}=~/private"
    return (
        f"To keep names elsewhere, name a folder of your own: `{example}`. Later commands need the "
        "same line first."
    )


def refuse_open_place(path: Path, project: Project, *, is_copy: bool = False) -> None:
    """Refuse a place for names from which they would reach others.

    Parameters
    ----------
    is_copy
        Whether somebody named the place for a copy, rather than the system for the key.

    Raises
    ------
    InsightsError
        If ``path`` is in the project's folder, a git repository or a synchronised folder.
    """
    real = path.resolve()
    where = str(real.parent)
    move = "" if is_copy else f" {how_to_move()}"
    folders = [part.casefold() for part in real.parts]
    if any(word in folder for folder in folders for word in _SYNCED):
        raise InsightsError(
            "The folder for the key file is copied to other computers.",
            where,
            f"Nothing was read or written. Choose one that is not.{move}",
        )
    if real.is_relative_to(project.root.resolve()) or any(
        (parent / ".git").exists() for parent in real.parents
    ):
        raise InsightsError(
            "The folder for the key file is inside the project's folder or a git repository.",
            where,
            "Nothing was read or written, so that names are never shared or committed. "
            f"Choose another place.{move}",
        )


def parse_key(data: bytes, source: str) -> tuple[Names, list[Problem]]:
    """Return the people in the bytes of a key file, and every row that was not understood."""
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    sample = text.partition("\n")[0]
    delimiter = "\t" if "\t" in sample and "," not in sample else ","
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [cell.strip().casefold().replace(" ", "_") for cell in next(rows, [])]
    for i, column in enumerate(header):
        if column and column not in (*_COLUMNS, "alias"):
            problems.append(
                Problem(source, f"column {i + 1}", "This column has no meaning here.",
                        f"The columns are: {', '.join(_COLUMNS)}.{nearest(column, _COLUMNS)}")
            )  # fmt: skip
    if "name" not in header:
        problems.append(
            Problem(source, "row 1", "There is no column “name”, so nobody was masked by name.",
                    f"Call the columns: {', '.join(_COLUMNS)}.")
        )  # fmt: skip
        return Names(), problems
    people: list[Person] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if not any(cells.values()):
            continue
        identifier, name = cells.get("participant_id", ""), cells.get("name", "")
        aliases = split_aliases(f"{cells.get('aliases', '')};{cells.get('alias', '')}")
        if not name and not aliases:
            problems.append(
                Problem(source, f"row {number}", "There is no name in this row: nothing to mask.",
                        "Write the person's name, or delete the row.")
            )  # fmt: skip
            continue
        if not identifier:
            problems.append(
                Problem(source, f"row {number}", "There is no participant_id: this name is masked "
                        "but its speaker is not recognised.", "Give the register's id.")
            )  # fmt: skip
        elif identifier in seen:
            problems.append(
                Problem(source, f"row {number}", "This participant_id stands in another row too; "
                        "both names are masked.", "Give each person one row.")
            )  # fmt: skip
        seen.add(identifier)
        denied = split_aliases(cells.get("not_called", ""))
        people.append(Person(identifier, name, aliases, denied))
    return Names(tuple(people)), problems
