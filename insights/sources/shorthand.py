"""What a file itself says of its labels: "Priya Nair (PN)", "Ruth (facilitator)", "L:".

A short label stands for somebody only where the file spells it out, or where it is the record
of one person's interview.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

_WORD = r"[^\W\d_][\w'’.-]{0,30}"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
_SPELT_OUT = re.compile(
    rf"(?P<name>{_NAME}) ?[(\[=–-] ?(?P<short>[A-Z][A-Za-z]{{0,2}}[A-Z]|[A-Z]{{2,4}})(?:[)\]]|$)",
    re.MULTILINE,
)  # fmt: skip
_IN_CHARGE = re.compile(
    r"(?:in the )?chair(?:ed by|person|man|woman)?|(?:lead |co-?)?facilitators?|facilitated by|"
    r"moderators?|interviewers?|interviewed by|hosts?|hosted by|run by|led by|"
    r"(?:notes|minutes)(?: taken)?(?: by)?|scribe|note-?takers?", re.IGNORECASE,
)  # fmt: skip
_FIELD = re.compile(rf"(?:^|[.;|•\t] {{0,3}})(?P<field>[A-Za-z][A-Za-z -]{{2,24}}): {{0,3}}"
                    rf"(?P<names>{_NAME}(?: ?\([^()\n]{{1,30}}\))?(?:(?:,| and| &) {_NAME}"
                    r"(?: ?\([^()\n]{1,30}\))?){0,3})(?=[.;|\t]|$)", re.MULTILINE)  # fmt: skip
_INTERVIEW = re.compile(r"\binterview(?:er|ed|ee)?\b", re.IGNORECASE)
_LABEL = re.compile(r"^[ \t]*(?P<label>[A-Z][A-Za-z]{0,3}) ?:(?=\s)", re.MULTILINE)
_ASKS = ("i", "int", "iv", "q")
_ANSWERS = ("r", "p", "a", "res")
_TOP_LINES = 4
_TOP_SIGNS = 2_000


class Shorthand(NamedTuple):
    """Short labels, as written, with the names they stand for; and who is in charge."""

    names: dict[str, str]
    in_charge: frozenset[str]

    def __repr__(self) -> str:
        return f"Shorthand({len(self.names)} labels)"


def read_shorthand(text: str, find_person: Callable[[str], str | None]) -> Shorthand:
    """Return what a file says of its own labels.

    Parameters
    ----------
    find_person
        Returns the participant for whom a name stands, or None.
    """
    in_charge = {name for name in _fields_in_charge(text[:_TOP_SIGNS]) if not find_person(name)}
    names: dict[str, str] = {}
    twice: set[str] = set()
    for match in _SPELT_OUT.finditer(text):
        name = _ending_with_initials(match["name"], match["short"])
        if name is None:
            continue
        if names.setdefault(match["short"], name) != name:
            twice.add(match["short"])
        if name in in_charge:
            in_charge.add(match["short"])
    names = {short: name for short, name in names.items() if short not in twice}
    asks, answers = _of_an_interview(text, find_person)
    return Shorthand({**answers, **names}, frozenset({*in_charge, *asks}))


def _ending_with_initials(words: str, short: str) -> str | None:
    """Return the name among the words before a bracket whose first letters stand in it."""
    parts = words.split()
    for begin in range(len(parts)):
        name = parts[begin:]
        every = "".join(part[0] for part in re.split(r"[ -]", " ".join(name)) if part)
        letters = {every, "".join(part[0] for part in name), name[0][0] + name[-1][0]}
        if len(name) > 1 and short.casefold() in {one.casefold() for one in letters}:
            return " ".join(name)
    return None


def _fields_in_charge(top: str) -> list[str]:
    """Return who is named at the top as leading, chairing or writing."""
    found = []
    for match in _FIELD.finditer(top):
        if _IN_CHARGE.fullmatch(match["field"].strip()):
            bare = re.sub(r"\([^()\n]{0,30}\)", "", match["names"])
            found += [name.strip() for name in re.split(r",| and | & ", bare) if name.strip()]
    return found


def _of_an_interview(
    text: str, find_person: Callable[[str], str | None]
) -> tuple[list[str], dict[str, str]]:
    """Return the labels of whoever asks, and of the one person who answers, in an interview."""
    top = "\n".join(text.lstrip().split("\n")[:_TOP_LINES])
    if not _INTERVIEW.search(top):
        return [], {}
    counts = Counter(match["label"] for match in _LABEL.finditer(text))
    labels = {label for label, n in counts.items() if n > 1}
    found: dict[str, str] = {}
    for match in re.finditer(r"(?=\b([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,3}))", top):
        words = match[1].split()
        for stop in range(len(words), 0, -1):
            name = " ".join(words[:stop])
            person = find_person(name) if name[0].isupper() else None
            if person is not None:
                found.setdefault(person, name)
                break
    asks = [label for label in sorted(labels) if label.casefold() in _ASKS]
    if len(found) != 1:
        return asks, {}
    name = next(iter(found.values()))
    letters = {part[0].casefold() for part in name.split()} | {
        "".join(part[0] for part in name.split()).casefold()
    }
    own = letters if len(labels) <= 2 else letters - set(_ASKS)
    rest = labels - set(asks)
    return asks, {
        label: name for label in sorted(rest) if label.casefold() in own | set(_ANSWERS)
    }  # fmt: skip
