"""Units of meaning: where a long text is cut, and the ids that last.

Cuts fall between sentences only, and positions are exact. Ids are keyed with the
project's salt, so that they tell nothing about the words they stand for.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from insights.sources.material import Passage

MAX_WORDS = 60
_SHORTEST_TAIL = 8

_SENTENCE_END = re.compile(r"(?:[.!?…]{1,4}|\n)[\"'”’»)\]]{0,3}\s{1,10}")
_ABBREVIATIONS = frozenset(
    ["dr", "mr", "mrs", "ms", "mx", "prof", "rev", "st", "sr", "jr", "vs", "etc", "eg", "ie",
     "e.g", "i.e", "cf", "approx", "nos", "tel", "dept", "govt", "inc", "ltd", "a.m", "p.m"]
)  # fmt: skip
_WORD = re.compile(r"\S+")


def split_units(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the units in ``text[start:end]``, without outer white space.

    A stretch of up to 60 words is one unit; a longer one is cut at sentence ends into
    units of up to 60 words, and a single longer sentence stays whole.

    Examples
    --------
    >>> split_units("  One thing. ", 0, 13)
    [(2, 12)]
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    # A word is at least one letter and a space: shorter stretches need no counting.
    if end - start < 2 * MAX_WORDS or _n_words(text, start, end) <= MAX_WORDS:
        return [(start, end)]
    return _gather(text, sentence_spans(text, start, end))


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in ``text[start:end]``.

    A full stop after an abbreviation, an initial or before a small letter ends nothing,
    unless the whole stretch is written without capitals.
    """
    without_capitals = not re.search(r"[.!?…]\s{1,10}[A-Z“\"‘'(]", text[start:end])
    spans = []
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() >= end or not _ends_here(text, begin, match, without_capitals):
            continue
        spans.append((begin, match.end() - (len(match[0]) - len(match[0].rstrip()))))
        begin = match.end()
    spans.append((begin, end))
    return [(a, b) for a, b in spans if b > a]


def _ends_here(text: str, begin: int, match: re.Match[str], without_capitals: bool) -> bool:
    following = text[match.end()]
    if match[0].lstrip("\"'”’»)]").count("\n") >= 2 or text[match.start()] == "\n":
        return match[0].count("\n") >= 2
    if following.islower() and not without_capitals:
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    words = text[max(begin, match.start() - 12) : match.start()].split()
    word = words[-1].lstrip("(\"'“‘").lower() if words else ""
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word != "i" and word.isalpha())


def _gather(text: str, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join sentences into units of up to 60 words; a very short tail joins the last one."""
    units: list[tuple[int, int]] = []
    n_words = 0
    for begin, end in sentences:
        n = _n_words(text, begin, end)
        if units and (n_words + n <= MAX_WORDS or (end == sentences[-1][1] and n < _SHORTEST_TAIL)):
            units[-1] = (units[-1][0], end)
            n_words += n
        else:
            units.append((begin, end))
            n_words = n
    return units


def _n_words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))


# ------------------------------------------------------------------------------------ ids


class KnownPaths:
    """Under which path each file's ids are kept: its first one, even after a renaming.

    Parameters
    ----------
    known
        What the last reading gave: present path or hash of the bytes → path for ids.
    present
        The paths of all the files there are now.

    Examples
    --------
    >>> first = KnownPaths({}, ["a.md"])
    >>> first.path_of("a.md", "hash")
    'a.md'
    >>> KnownPaths(first.given, ["b.md"]).path_of("b.md", "hash")
    'a.md'
    """

    def __init__(self, known: Mapping[str, str], present: Iterable[str]) -> None:
        self._known = known
        present = list(present)
        # A file that lies where it lay keeps its path, whatever a copy of it is called.
        self._taken = {known[path]: path for path in present if path in known}
        self._present = frozenset(present)
        self.given: dict[str, str] = {}

    def path_of(self, path: str, sha256: str) -> str:
        """Return the path that the ids of a file are keyed with."""
        kept = self._known.get(path)
        if kept is None:
            kept = self._known.get(sha256)
            if kept is None or kept in self._taken or kept in self._present:
                kept = path
        while self._taken.setdefault(kept, path) != path:
            kept += "'"
        self.given[path] = self.given[sha256] = kept
        return kept


def source_id(salt: bytes, path: str) -> str:
    """Return the id of a file by its path inside the project: "s" and 10 signs."""
    return "s" + _digest(salt, "source", unicodedata.normalize("NFC", path))[:10]


def excerpt_ids(salt: bytes, path: str, passages: Iterable[Passage]) -> list[str]:
    """Return the ids of one file's passages, in order: "x" and 12 signs each.

    An id stands for the file, the speaker as the file names them, the words (white space
    and Unicode form folded) and how many times that speaker has said the same before in
    that file; or, where rows have ids of their own, for the file, that id and the column.
    Nothing that stands elsewhere in the file takes part.
    """
    path = unicodedata.normalize("NFC", path)
    seen: dict[tuple[str, ...], int] = {}
    ids = []
    for passage in passages:
        if passage.row_key is not None:
            key: tuple[str, ...] = ("row", path, passage.row_key)
        else:
            key = (
                "words",
                path,
                _folded(passage.speaker_key).casefold(),
                _folded(passage.id_words or passage.text),
            )
        occurrence = seen.get(key, 0)
        seen[key] = occurrence + 1
        ids.append("x" + _digest(salt, *key, str(occurrence))[:12])
    return ids


def keep_decided_ids(
    ids: list[str], salt: bytes, path: str, passages: Sequence[Passage],
    decided: Collection[str], labels: Mapping[str, Collection[str]],
) -> list[str]:  # fmt: skip
    """Return the ids, with the one people decided on where only a speaker's label changed.

    A passage whose id nobody decided on takes the id that the same words of the same person
    had under another of their labels, where that id is decided on and no other passage's.

    Parameters
    ----------
    decided
        The ids that people's decisions are on.
    labels
        Each person's other labels: "AB" for "Aaliyah".
    """
    free = set(decided) - set(ids)
    if not free:
        return ids
    path = unicodedata.normalize("NFC", path)
    seen: dict[tuple[str, str], int] = {}
    kept = list(ids)
    for at, passage in enumerate(passages):
        if passage.row_key is not None or passage.participant_id is None:
            continue
        words = _folded(passage.id_words or passage.text)
        who = (passage.participant_id, words)
        occurrence = seen.get(who, 0)
        seen[who] = occurrence + 1
        if ids[at] in decided:
            continue
        for label in ("", passage.participant_id, *labels.get(passage.participant_id, ())):
            key = ("words", path, _folded(label).casefold(), words, str(occurrence))
            former = "x" + _digest(salt, *key)[:12]
            if former in free:
                kept[at] = former
                free.discard(former)
                break
    return kept


def _folded(words: str) -> str:
    return " ".join((words if words.isascii() else unicodedata.normalize("NFC", words)).split())


def _digest(salt: bytes, *parts: str) -> str:
    message = "\x1f".join(parts).encode()
    digest = hashlib.blake2b(message, key=salt[:64], digest_size=10).digest()
    return base64.b32encode(digest).decode().lower()
