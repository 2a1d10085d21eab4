"""Names written otherwise than on the list: whose they surely are, and whose they may be.

*Surely*: the same words once titles, case, accents, spare spaces and "Surname, First" are
undone, where one person alone is called that. *Maybe*: initials, a short form, a slip of the
pen, one name of two. Those are never joined without a person's word, which is kept in the key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from insights.privacy.alike import are_alike, is_shortened, wholes_of
from insights.privacy.names import Names, Person, name_parts
from insights.privacy.normal import fold, normalise
from insights.privacy.ways import (
    LONGEST,
    TITLES,
    Parts,
    Way,
    clash,
    is_same_way,
    read_way,
)


def answer_id(label: str, key: bytes) -> str:
    """Return the keyed hash by which the key remembers that a name is somebody else's."""
    plain = " ".join(fold(word) for word in normalise(label).text.split())
    return hmac.new(key, b"name:" + plain.encode("utf-8"), hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, repr=False)
class NameBook:
    """The people on the list, and what was said of names that look like theirs.

    Attributes
    ----------
    names
        The people in the key file.
    key
        The project's salt: what was said of a name is known by a hash keyed with it.
    again
        People who withdrew and stand in a file again: known for sure or not at all.

    Examples
    --------
    >>> book = NameBook(Names((Person("P1", "Priya Nair"), Person("P2", "Priya Anand"))))
    >>> book.meant("Dr NAIR, Priya"), book.meant("Priya N.")
    ('P1', None)
    >>> [person.participant_id for person in book.candidates("Priya")]
    ['P1', 'P2']
    """

    names: Names
    key: bytes = b""
    again: tuple[Person, ...] = ()
    _found: dict[str, tuple[Person, ...]] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"NameBook({len(self.names)} people)"

    def meant(self, label: str) -> str | None:
        """Return the one person whom a name surely stands for, or None."""
        way = read_way(label)
        if len(way.parts) < 2 or not way.is_plain:
            return self._said_to_be(label)
        ids = {
            person.participant_id
            for person, known in self._by_parts.get(way.parts, ())
            if known.is_plain
        }
        if len(ids) != 1:
            return self._said_to_be(label)
        fits = all(
            not clash(way, known) and not self._is_denied(person, label)
            for person, known in self._by_parts[way.parts]
        )
        return ids.pop() or None if fits else None

    def shortened(self, label: str) -> str | None:
        """Return whom a note-taker in the room means by "Priya N.", "P. Nair" or "Ms Nair".

        A given name with the first letters of the rest, a first letter with the family name, or
        a title with it; and nobody else on the list may be meant, however it is read.
        """
        way = read_way(label)
        found = self.candidates(label) if way.is_plain else ()
        if len(found) != 1 or self.is_another(label):
            return None
        is_titled = bool(set(list(name_parts(label))[:1]) & TITLES)
        fits = any(is_shortened(way.parts, known, is_titled) for known in _ways_of(found[0]))
        return found[0].participant_id or None if fits else None

    def _said_to_be(self, label: str) -> str | None:
        """Return the one person with this alias, where it was denied of all it might be else."""
        owners = self._by_way.get(_folded(label), frozenset())
        if len(owners) == 1 and set(self.candidates(label)) <= owners:
            return next(iter(owners)).participant_id or None
        return None

    def only_given(self, label: str) -> bool:
        """Tell whether somebody is known under a name only because it is their given name."""
        plain = " ".join(name_parts(label))
        return bool(plain) and plain not in self._whole

    def is_another(self, label: str) -> bool:
        """Tell whether somebody said that a name is not that of a person it looks like."""
        return bool(self._denied) and answer_id(label, self.key) in self._denied

    def candidates(self, label: str) -> tuple[Person, ...]:
        """Return the people on the list for whom a name may stand, for a person to choose."""
        if label not in self._found:
            self._found[label] = tuple(self._look(label))
        return self._found[label]

    def may_be(self, label: str) -> tuple[Person, ...]:
        """Return everybody whose a name may be: on the list, or withdrawn and in a file again."""
        parts = read_way(label).parts
        back = [] if not parts or len(label) > LONGEST else [
            person for person in self.again
            if any(are_alike(parts, known) for known in _ways_of(person) if known)
        ]  # fmt: skip
        return (*self.candidates(label), *back)

    def is_like(self, label: str) -> bool:
        """Tell whether a name may stand for somebody on the list."""
        return bool(self.candidates(label))

    def shares(self, label: str) -> bool:
        """Tell whether several people on the list are called exactly this."""
        way = read_way(label)
        ids = {person.participant_id for person, _ in self._by_parts.get(way.parts, ())}
        return len(ids) > 1

    def called(self, name: str) -> tuple[Person, ...]:
        """Return the people on the list with this id, or else with this name or alias."""
        by_id = [p for p in self.names.people if p.participant_id.casefold() == name.casefold()]
        if by_id:
            return tuple(by_id)
        return tuple(
            person for person in self.names.people
            if any(is_same_way(way, name) for way in (person.name, *person.aliases) if way)
        )  # fmt: skip

    def _look(self, label: str) -> Iterator[Person]:
        parts = read_way(label).parts
        if not parts or len(label) > LONGEST:
            return
        for place in sorted({i for letter in _letters(parts) for i in self._by_letter[letter]}):
            person = self.names.people[place]
            if self._is_denied(person, label):
                continue
            if any(are_alike(parts, known) for known in self._ways[place]):
                yield person

    def _is_denied(self, person: Person, label: str) -> bool:
        return bool(person.not_called) and answer_id(label, self.key) in person.not_called

    @cached_property
    def _ways(self) -> list[tuple[Parts, ...]]:
        return [tuple(parts for parts in _ways_of(p) if parts) for p in self.names.people]

    @cached_property
    def _by_way(self) -> dict[str, frozenset[Person]]:
        found: dict[str, set[Person]] = {}
        for person in self.names.people:
            for way in (person.name, *person.aliases):
                found.setdefault(_folded(way), set()).add(person)
        return {way: frozenset(people) for way, people in found.items()}

    @cached_property
    def _denied(self) -> frozenset[str]:
        return frozenset(one for person in self.names.people for one in person.not_called)

    @cached_property
    def _by_letter(self) -> _Letters:
        found = _Letters()
        for place, ways in enumerate(self._ways):
            for parts in ways:
                for word in parts:
                    found.setdefault(word[0], []).append(place)
        return found

    @cached_property
    def _by_parts(self) -> dict[Parts, list[tuple[Person, Way]]]:
        found: dict[Parts, list[tuple[Person, Way]]] = {}
        for person in (*self.names.people, *self.again):
            for name in (person.name, *person.aliases):
                if len((way := read_way(name)).parts) > 1:
                    found.setdefault(way.parts, []).append((person, way))
        return found

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(
            " ".join(name_parts(way))
            for person in (*self.names.people, *self.again)
            for way in (person.name, *person.aliases)
        )


class _Letters(dict[str, list[int]]):
    """The places of people by a first letter of theirs; none for any other letter."""

    def __missing__(self, letter: str) -> list[int]:
        return []


def _letters(parts: Parts) -> set[str]:
    """Return the first letters that somebody called so may have on the list."""
    wholes = {whole for part in parts for whole in wholes_of(part)}
    initials = set(parts[0]) if len(parts) == 1 and len(parts[0]) <= 3 else set()
    return {word[0] for word in {*parts, *wholes}} | initials


def has_way(person: Person, label: str) -> bool:
    """Tell whether a name, letter for letter but for case and accents, is somebody's."""
    return _folded(label) in {_folded(way) for way in (person.name, *person.aliases)}


def _folded(name: str) -> str:
    return " ".join(fold(word) for word in name.split())


def _ways_of(person: Person) -> Iterator[Parts]:
    """Return how somebody is called; a nickname together with the family name."""
    whole = read_way(person.name).parts
    yield whole
    for alias in person.aliases:
        parts = read_way(alias).parts
        yield (*parts, whole[-1]) if len(parts) == 1 and len(whole) > 1 else parts
