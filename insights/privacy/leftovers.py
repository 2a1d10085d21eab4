"""The search for what is left of a person who withdrew, in every file of a project.

It works with keyed tokens and needs no words of theirs: a search that was interrupted can be
taken up when their words are long gone. What it finds is said by place, never by its words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import InsightsError
from insights.privacy.names import Names, Person
from insights.privacy.normal import normalise
from insights.privacy.registered import find_registered
from insights.privacy.unpacking import Piece, as_piece, unpack
from insights.privacy.who import Who, id_of_digits
from insights.privacy.withdrawn import LONGEST_NAME, SHINGLE, fold_words, token
from insights.privacy.words import Words

_NO_WORDS = (".npz", ".npy", ".lock", ".png", ".jpg", ".jpeg", ".gif", ".woff", ".woff2")
_AS_TEXT = (".vtt", ".srt", ".log", ".yaml", ".yml", ".xml")
_SHORT_NAME = 4
_ID_OF_DIGITS = re.compile(id_of_digits(r"[0-9]{1,12}"), re.IGNORECASE | re.MULTILINE)
_KEPT = ("names", "ids", "whole_ids", "excerpts", "shingles", "words", "certain")
_EXAMPLE = "P07"
# An id in the product's own advice, as it stands in lists of problems, is an example.
_ADVICE = (
    "“P07: the form was too long”", "“P07 said the form was too long”",
    "ids such as P07 in the file", "participant ids such as P07, or add",
    "Give everyone an id, for example P07", "Give the id (P07) of the person",
    "write their ids (P07) in the files",
)  # fmt: skip
_NAME_PLACE = "the file's name"
WORDS, NAME, ID, EXCERPT = (
    "six of their words in a row", "their name", "their id", "the id of their words",
)  # fmt: skip


@dataclass(frozen=True)
class Leftover:
    """A place where something of theirs still stands."""

    file: str
    place: str
    kind: str


@dataclass(frozen=True, repr=False)
class Sought:
    """What is looked for, as keyed tokens. Printing one shows counts only."""

    key: bytes
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    whole_ids: frozenset[str] = frozenset()  # of digits only: a cell, a label, "tester 001"
    excerpts: frozenset[str] = frozenset()
    shingles: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()  # every word of the above: others are passed over
    certain: frozenset[str] = frozenset()  # names that a person said are names wherever they stand
    _known: dict[str, bool] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Sought({len(self.names)} names, {len(self.shingles)} runs of words)"

    @classmethod
    def of(
        cls, key: bytes, who: Who, excerpt_ids: Collection[str], only_theirs: Collection[str]
    ) -> Sought:
        """Return what is looked for of one person.

        Parameters
        ----------
        excerpt_ids
            The ids of their excerpts.
        only_theirs
            Runs of six words that nobody else said.
        """
        person = who.participant_id
        names = [name for name in who.strings if name != person.casefold()]
        said = [*names, person, *excerpt_ids, *only_theirs]
        digits = person.isdigit()
        return cls(
            key,
            frozenset(token(name, key) for name in names),
            frozenset() if digits else frozenset([token(person, key)]),
            frozenset([token(person, key)]) if digits else frozenset(),
            frozenset(token(one, key) for one in excerpt_ids),
            frozenset(token(run, key) for run in only_theirs),
            frozenset(token(word, key) for run in said for word in fold_words(run)),
            frozenset(token(name, key) for name in names if who.said.masks(name)),
        )

    def render(self) -> dict[str, list[str]]:
        """Return the tokens as plain values, to be kept while a withdrawal is under way."""
        return {name: sorted(getattr(self, name)) for name in _KEPT}

    @classmethod
    def read(cls, key: bytes, kept: Mapping[str, list[str]]) -> Sought:
        """Return what :meth:`render` kept."""
        names, ids, whole, excerpts, runs, words, sure = (frozenset(kept[name]) for name in _KEPT)
        return cls(key, names, ids, whole, excerpts, runs, words, sure)

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is one of those looked for."""
        if word not in self._known:
            self._known[word] = token(word, self.key) in self.words
        return self._known[word]


def search(
    files: Iterable[tuple[str, Path]], sought: Sought, own: Collection[str] = ()
) -> list[Leftover]:
    """Return every place in some files where something of theirs still stands.

    A report lies in its folder and among what was kept for the next run: what is the same byte
    by byte is taken apart once, and its name each time.

    Parameters
    ----------
    files
        How each file is called, and where it lies.
    sought
        What is looked for.
    own
        SHA-256 of the scripts and style sheets that the product puts into pages itself.
    """
    found: dict[Leftover, None] = {}
    inside: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for shown, path in files:
        content = path.suffix.casefold(), store.hash_file(path)
        if content not in inside:
            inside[content] = [
                (piece.place, kind)
                for piece in read_pieces(shown, path, own)
                if piece.place != _NAME_PLACE
                for kind in _kinds(piece, sought)
            ]
        called = as_piece(shown, _NAME_PLACE, shown)
        for kind in _kinds(called, sought):
            found[Leftover(shown, _NAME_PLACE, kind)] = None
        for place, kind in inside[content]:
            found[Leftover(shown, place, kind)] = None
    return list(found)


def read_pieces(shown: str, path: Path, own: Collection[str] = ()) -> Iterator[Piece]:
    """Yield every text in a file, its name first; pictures and vectors hold none."""
    suffix = path.suffix.casefold()
    if suffix in _NO_WORDS:
        yield Piece(shown, _NAME_PLACE, shown)
    elif suffix == ".parquet":
        yield Piece(shown, _NAME_PLACE, shown)
        yield from _table(shown, path)
    else:
        name = f"{shown}.txt" if suffix in _AS_TEXT else shown
        try:
            yield from unpack(name, path.read_bytes(), own)
        except InsightsError:
            yield Piece(shown, _NAME_PLACE, shown)


def _table(shown: str, path: Path) -> Iterator[Piece]:
    import pandas as pd

    frame = pd.read_parquet(io.BytesIO(path.read_bytes()))
    for name in frame.columns:
        if frame[name].dtype.kind in "biufM":
            continue
        for text in sorted({text for value in frame[name] for text in _texts(value)}):
            yield Piece(shown, f"column {name}", text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from (*_texts(key), *_texts(part))
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from _texts(part)


def _kinds(piece: Piece, sought: Sought) -> set[str]:
    """Return what stands in one text."""
    if _EXAMPLE in piece.text:
        piece = replace(piece, text=without_advice(piece.text))
    words = fold_words(piece.text)
    known = [sought.knows(word) for word in words]
    found: set[str] = set()
    if any(token(word.removeprefix("r"), sought.key) in sought.excerpts
           for word in set(words) if len(word) > SHINGLE * 2):  # fmt: skip
        found.add(EXCERPT)
    if not any(known):
        return found
    if _whole(piece.text, sought):
        found.add(ID)
    names: set[str] = set()
    for at in range(len(words)):
        for length in range(1, LONGEST_NAME + 1):
            if at + length > len(words) or not known[at + length - 1]:
                break
            run = " ".join(words[at : at + length])
            known_as = token(run, sought.key)
            if known_as in sought.ids:
                found.add(ID)
            elif known_as in sought.certain:
                found.add(NAME)
            elif known_as in sought.names and (piece.typed or len(run) >= _SHORT_NAME):
                names.add(run)
        if all(known[at : at + SHINGLE]) and at + SHINGLE <= len(words):
            run = " ".join(words[at : at + SHINGLE])
            if token(run, sought.key) in sought.shingles:
                found.add(WORDS)
    if names and is_meant(piece.text, names):
        found.add(NAME)
    return found


def without_advice(text: str) -> str:
    """Return a text without the examples in the product's own advice.

    Examples
    --------
    >>> without_advice("Give everyone an id, for example P07. P07 said so.")
    '. P07 said so.'
    """
    for advice in _ADVICE:
        text = text.replace(advice, "")
    return text


def _whole(text: str, sought: Sought) -> bool:
    if not sought.whole_ids:
        return False
    parts = text.replace(";", ",").replace("|", ",").split(",")
    named = [match["id"] for match in _ID_OF_DIGITS.finditer(text)]
    return any(
        token(part, sought.key) in sought.whole_ids for part in (*parts, *named) if part.strip()
    )


def is_meant(text: str, names: Collection[str]) -> bool:
    """Tell whether words that may be everyday words stand for a person in a text.

    An id is always meant.

    Examples
    --------
    >>> is_meant("Hope said so.", ["hope"]), is_meant("I hope so.", ["hope"])
    (True, False)
    """
    if any(sign.isdigit() for name in names for sign in name):
        return any(" ".join(fold_words(name)) in " ".join(fold_words(text)) for name in names)
    index = Names((Person("", " ".join(sorted(names)), tuple(sorted(names))),)).index
    return bool(find_registered(Words(normalise(text).text), index))
