"""What a person said of names that look like somebody's: kept in the key, and taken back.

"The same person" becomes an alias. "Another person" is kept as a keyed hash on the rows of
those it is not, so that nobody's row holds somebody else's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights.errors import InsightsError
from insights.privacy.name_book import NameBook, answer_id, has_way
from insights.privacy.names import Names, Person, split_aliases

_DENIED = "not_called"
Rows = list[dict[str, str]]


def aliases_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the aliases in a row of the key."""
    return split_aliases(f"{row.get('aliases', '')};{row.get('alias', '')}")


def book_of(rows: Sequence[Mapping[str, str]], key: bytes) -> NameBook:
    """Return the people of the key's rows, in their order."""
    return NameBook(
        Names(
            tuple(
                Person(
                    row.get("participant_id", ""), row.get("name", ""), aliases_of(row),
                    split_aliases(row.get(_DENIED, "")),
                )
                for row in rows
            )
        ),
        key,
    )  # fmt: skip


def say_same(rows: Sequence[Mapping[str, str]], label: str, whom: str, key: bytes) -> Rows:
    """Return the key's rows with a name as an alias of the person it stands for.

    It is denied of everybody else whose it might be: one Priya of two is then meant.

    Parameters
    ----------
    label
        The name, as a file writes it.
    whom
        The person: an id, or the name or an alias as the key has it.
    key
        The project's salt.

    Raises
    ------
    InsightsError
        If nobody, or several people, are meant, or the name is somebody else's already.
    """
    book, label = book_of(rows, key), _checked(label)
    found = book.called(whom)
    if len(found) != 1:
        raise InsightsError(
            "Nobody in the key has that id or name." if not found
            else f"{len(found)} people in the key are called that.",
            "--same, the second name",
            "Give the id (P07) of the person, or the name as it stands in the key.",
        )  # fmt: skip
    place = book.names.people.index(found[0])
    takers = [
        i for i, person in enumerate(book.names.people) if i != place and has_way(person, label)
    ]
    if takers:
        raise InsightsError(
            "That is already the name of somebody else in the key.",
            "--same, the first name",
            "Where it was said by mistake, take it back with --forget. Where two people are called "
            "the same, write their ids (P07) in the files. Where one person has two rows, take one "
            "of them out of the key and out of the register first.",
        )
    out = [dict(row) for row in rows]
    if not has_way(found[0], label):
        column = "alias" if "alias" in out[place] and "aliases" not in out[place] else "aliases"
        _add(out[place], column, label)
    _drop(out[place], _DENIED, {answer_id(label, key)})
    for person in book.candidates(label):
        if (other := book.names.people.index(person)) != place:
            _add(out[other], _DENIED, answer_id(label, key))
    return out


def say_another(rows: Sequence[Mapping[str, str]], label: str, key: bytes) -> Rows:
    """Return the key's rows with a name denied for everybody whose it might be.

    Raises
    ------
    InsightsError
        If it is somebody's name or alias.
    """
    book, label = book_of(rows, key), _checked(label)
    if any(has_way(person, label) for person in book.names.people):
        raise InsightsError(
            "That is the name or an alias of somebody in the key.",
            "--another",
            "Where it was said by mistake, take it back with --forget first.",
        )
    out = [dict(row) for row in rows]
    for person in book.candidates(label):
        _add(out[book.names.people.index(person)], _DENIED, answer_id(label, key))
    return out


def forget_said(rows: Sequence[Mapping[str, str]], label: str, key: bytes) -> Rows:
    """Return the key's rows without an alias, and without what it was said not to be."""
    label = _checked(label)
    out = [dict(row) for row in rows]
    for row in out:
        same = {way for way in aliases_of(row) if has_way(Person("", way), label)}
        for column in ("aliases", "alias"):
            _drop(row, column, same)
        _drop(row, _DENIED, {answer_id(label, key)})
    return out


def _checked(label: str) -> str:
    plain = " ".join(label.split())
    if not plain or ";" in plain or len(plain) > 80:
        raise InsightsError(
            "This cannot be kept as a name.", "the name", "Type it as the file writes it."
        )
    return plain


def _add(row: dict[str, str], column: str, value: str) -> None:
    row[column] = "; ".join(dict.fromkeys([*split_aliases(row.get(column, "")), value]))


def _drop(row: dict[str, str], column: str, values: set[str]) -> None:
    if row.get(column):
        row[column] = "; ".join(v for v in split_aliases(row[column]) if v not in values)
