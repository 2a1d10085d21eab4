"""Those who withdrew: known by keyed tokens beside the key file, and by nothing else.

A token is a keyed hash of an id or a name. It says nothing to whoever lacks its key, and it
is enough to know somebody again when an old file comes back.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import InsightsError
from insights.privacy.names import KEY_FILE, Person, key_path, refuse_open_place
from insights.privacy.normal import fold
from insights.privacy.ownership import make_private
from insights.privacy.ways import read_way
from insights.project import Project

WITHDRAWN_FILE = ".withdrawn.json"
SHINGLE = 6  # words
LONGEST_NAME = 4  # words
_AROUND = " .:;*_#>-\n"
_LONGEST_WAY = 80  # characters of a cell that may be a name
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OWNED = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Withdrawn:
    """What is remembered of people who withdrew. Printing one shows counts only.

    Attributes
    ----------
    key
        What the tokens are keyed with; random, made at the first withdrawal.
    people
        One entry per person: ``n`` (the number of the withdrawal), ``on``, and ``tokens`` of
        their id and names.
    held_ids
        Present excerpt id → the id that its words had before a name was taken out of them.
    searching
        While a withdrawal is under way: tokens of what must not be found when it is done.
    """

    key: bytes
    people: tuple[Mapping[str, Any], ...] = ()
    held_ids: Mapping[str, str] = field(default_factory=dict)
    searching: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Withdrawn({len(self.people)} people)"

    def token(self, words: str) -> str:
        """Return the keyed token of an id, a name or a run of words."""
        return token(words, self.key)

    def person_of(self, words: str) -> Mapping[str, Any] | None:
        """Return who an id or a name stands for, if that person withdrew.

        A title, another order of the names and an initial do not matter.
        """
        known = {self.token(words), *(_hashed(way, self.key) for way in _plain_way(words))}
        return next((one for one in self.people if known & set(one["tokens"])), None)

    def render(self) -> bytes:
        """Return the file's bytes."""
        return store.render_json(
            {
                "about": "Keyed tokens of people who withdrew, so that an old file does not bring "
                "them back. Keep it as long as the project's raw files are kept, then delete it.",
                "key": self.key.hex(),
                "people": [dict(person) for person in self.people],
                "held_ids": dict(self.held_ids),
                "searching": dict(self.searching),
            }
        )


def token(words: str, key: bytes) -> str:
    """Return the keyed token of some words; case, accents and spaces do not matter.

    Examples
    --------
    >>> token("Siobhán  Keane", b"k") == token("siobhan keane", b"k") != token("Keane", b"k")
    True
    """
    return _hashed(" ".join(fold_words(words)), key)


def _plain_way(words: str) -> list[str]:
    """Return a whole name without its title, given name first; nothing for other words.

    Examples
    --------
    >>> _plain_way("Dr NAIR, Priya"), _plain_way("P07")
    (['priya nair'], [])
    """
    way = read_way(words) if len(words) <= _LONGEST_WAY else None
    return [" ".join(way.parts)] if way and way.is_plain and len(way.parts) > 1 else []


def _hashed(folded: str, key: bytes) -> str:
    return hashlib.blake2b(folded.encode(), key=key, digest_size=12).hexdigest()


def fold_words(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    Examples
    --------
    >>> fold_words("Siobhán’s 2 cats, P07.")
    ['siobhans', '2', 'cats', 'p07']
    """
    return [fold(word) for word in _WORD.findall(text)]


def shingles(text: str, length: int = SHINGLE) -> set[str]:
    """Return every run of six words, folded.

    Examples
    --------
    >>> sorted(shingles("One two three four five six seven."))
    ['one two three four five six', 'two three four five six seven']
    """
    words = fold_words(text)
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


def without_runs(text: str, runs: Collection[str]) -> str:
    """Return a text without the runs of six words that are given, folded.

    Examples
    --------
    >>> without_runs("Note: one two three four five six.", {"one two three four five six"})
    'Note: […].'
    """
    words = list(_WORD.finditer(text))
    folded = [fold(match[0]) for match in words]
    gone = {
        at + step
        for at in range(len(words) - SHINGLE + 1)
        if " ".join(folded[at : at + SHINGLE]) in runs
        for step in range(SHINGLE)
    }
    for at in sorted(gone, reverse=True):
        if at + 1 in gone:
            text = text[: words[at].start()] + text[words[at + 1].start() :]
        else:
            text = text[: words[at].start()] + "[…]" + text[words[at].end() :]
    return text


def withdrawn_path(project: Project) -> Path:
    """Return where the tokens lie: beside the key file."""
    own, inside = key_path(project), project.raw / WITHDRAWN_FILE
    if project.fictional and (inside.exists() or not own.exists()):
        return inside
    return own.with_name(WITHDRAWN_FILE)


def read_withdrawn(project: Project) -> Withdrawn | None:
    """Return what is remembered of people who withdrew; None where nobody did.

    Raises
    ------
    InsightsError
        If the file is damaged: nobody may come back for that.
    """
    path = withdrawn_path(project)
    return parse_withdrawn(path.read_bytes()) if path.exists() else None


def parse_withdrawn(data: bytes) -> Withdrawn:
    """Return what the bytes of the file say.

    Raises
    ------
    InsightsError
        If they are damaged.
    """
    try:
        said = json.loads(data.decode("utf-8"))
        return Withdrawn(
            bytes.fromhex(said["key"]), tuple(said["people"]), said["held_ids"], said["searching"]
        )
    except (ValueError, KeyError, TypeError):
        raise InsightsError(
            "The list of people who withdrew is damaged, so nothing was read.",
            f"{WITHDRAWN_FILE}, beside {KEY_FILE}",
            "Put an older copy of it back, or ask whoever looks after this project.",
        ) from None


def begin_withdrawn() -> Withdrawn:
    """Return an empty list with a new random key."""
    return Withdrawn(secrets.token_bytes(32))


def write_withdrawn(project: Project, withdrawn: Withdrawn) -> None:
    """Write the tokens beside the key file, for their owner alone.

    Raises
    ------
    InsightsError
        If that place is in the project, a git repository or a synchronised folder.
    """
    path = withdrawn_path(project)
    if path.parent != project.raw:
        refuse_open_place(path, project)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    store.write_atomic(path, withdrawn.render())
    if path.parent != project.raw:
        make_private(path)


def find_again(withdrawn: Withdrawn, texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the ids and names of people who withdrew that stand in texts, by stand-in id.

    Returns
    -------
    dict
        ``withdrawn-1`` → {string as it stands: folded string}.
    """
    tokens = {
        known: f"withdrawn-{person['n']}"
        for person in withdrawn.people
        for known in person["tokens"]
    }
    found: dict[str, dict[str, str]] = {}
    folded: dict[str, str] = {}
    texts = tuple(texts)
    labels = {text.partition(":")[0].strip(_AROUND) for text in texts}
    whole = sorted(label for label in labels if 0 < len(label) <= _LONGEST_WAY)
    for string in sorted({run for text in texts for run in runs_of_words(text)}):
        words = _WORD.findall(string)
        for word in words:
            if word not in folded:
                folded[word] = fold(word)
        run = " ".join(folded[word] for word in words)
        if len(words) == 2 and 1 in map(len, words) and string not in labels:
            continue  # "joy a": with an initial it is a name where nothing stands beside it
        if who := tokens.get(_hashed(run, withdrawn.key)):
            found.setdefault(who, {})[string] = run
    for label in whole:
        for way in _plain_way(label):
            if who := tokens.get(_hashed(way, withdrawn.key)):
                found.setdefault(who, {})[label] = " ".join(fold_words(label))
    return found


def runs_of_words(text: str) -> set[str]:
    """Return every run of up to four words as it stands in the text, on one line."""
    runs: set[str] = set()
    for line in text.splitlines():
        words = list(_WORD.finditer(line))
        for i, first in enumerate(words):
            for last in words[i : i + LONGEST_NAME]:
                run = line[first.start() : last.end()]
                runs |= {run, _OWNED.sub("", run)}
    return runs


def people_again(found: Mapping[str, Mapping[str, str]]) -> tuple[Person, ...]:
    """Return people who stand in the files again, as the key file would name them."""
    return tuple(
        Person(who, max(strings, key=len), tuple(sorted(strings)))
        for who, strings in sorted(found.items())
    )
