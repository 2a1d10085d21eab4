"""Registered names, wherever they stand and however they are written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from insights.privacy.clues import places_of
from insights.privacy.meant import is_meant
from insights.privacy.names import NameIndex
from insights.privacy.normal import fold
from insights.privacy.spans import Span
from insights.privacy.words import ORDINARY, Words, humps

_BROKEN = re.compile(r"- ?\n|-\r\n")  # a name in two halves, at the end of a line
_IN_CODES = ("#", "_", "=", "/", "\\", "@")
_AFTER_LABELS = (":",)
Match = tuple[int, frozenset[str], tuple[str, ...]]  # last word, ids, the parts that matched


def find_registered(words: Words, index: NameIndex) -> list[Span]:
    """Return every registered name; one that two people share asks for a person."""
    return [*_in_words(words, index), *_in_any_script(words.source, index)]


def _in_words(words: Words, index: NameIndex) -> Iterator[Span]:
    if not index.by_first:
        return
    folds = {word: fold(word) for word in words.places}
    folded = [folds[word] for word in words.texts]
    done = 0
    for i in _beginnings(words, folds, index):
        if i < done:
            continue
        found = _match_at(words, folded, i, index) or _match_humps(words, i, index)
        if found is None:
            continue
        last, ids, parts = found
        if len(parts) == 1 and not is_meant(words, i, parts[0]):
            continue
        if len(parts) == 1 and parts[0] in index.initials and not _are_initials(words, i):
            continue
        done = last + 1
        # "Dele Adeyemi" where "Dele" is an alias: one person, one placeholder.
        while len(ids) == 1 and words.follows(done):
            more = _match_at(words, folded, done, index)
            if more is None or not ids <= more[1]:
                break
            last = more[0]
            done = last + 1
        yield _span(words.starts[i], words.name_end(last), ids)


def _are_initials(words: Words, i: int) -> bool:
    """Tell whether letters stand as somebody's initials: alone, as capitals or as a label."""
    start, end = words.starts[i], words.starts[i] + len(words.texts[i])
    before, after = words.source[start - 1 : start], words.source[end : end + 1]
    if before.isalnum() or after.isalnum() or before in _IN_CODES or after in _IN_CODES:
        return False
    return words.texts[i].isupper() or after in _AFTER_LABELS


def _beginnings(words: Words, folds: dict[str, str], index: NameIndex) -> list[int]:
    """Return the places of words at which a registered name can begin, in order."""

    def begins(word: str) -> bool:
        folded = folds[word]
        return (
            folded in index.by_first
            or folded[:-1] in index.by_first
            or any(fold(part) in index.by_first for part in _humps_of(word))
        )

    broken = {bisect_left(words.starts, end) - 1 for _, end in places_of(_BROKEN, words.source)}
    return sorted({*words.where(begins), *(broken - {-1})})


def _match_at(words: Words, folded: list[str], i: int, index: NameIndex) -> Match | None:
    for first in _forms(words, folded, i):
        for parts, ids in index.by_first.get(first, ()):
            last = i + len(parts) - 1
            if last >= len(words):
                continue
            if all(
                words.follows(i + step) and parts[step] in _forms(words, folded, i + step)
                for step in range(1, len(parts))
            ):
                return last, ids, parts
    joined = _joined(words, folded, i)
    if joined and joined in index.by_first:
        for parts, ids in index.by_first[joined]:
            if len(parts) == 1:
                return i + 1, ids, (*parts, "")
    return None


def _forms(words: Words, folded: list[str], i: int) -> tuple[str, ...]:
    """Return how a word may stand in the register: as it is, without 's, without s."""
    word = folded[i]
    if words.texts[i][-2:].lower() == "'s":
        return word, word[:-1]
    if len(word) >= 5 and word.endswith("s") and words.standing(i) not in ORDINARY:
        return word, word[:-1]
    return (word,)


def _joined(words: Words, folded: list[str], i: int) -> str:
    """Return two halves of a name broken at the end of a line, as one."""
    if i + 1 < len(words) and words.gap(i + 1) in ("-\n", "-\r\n", "- \n"):
        return folded[i] + folded[i + 1]
    return ""


def _match_humps(words: Words, i: int, index: NameIndex) -> Match | None:
    for part in _humps_of(words.texts[i]):
        for parts, ids in index.by_first.get(fold(part), ()):
            if len(parts) == 1:
                return i, ids, (*parts, "")
    return None


def _humps_of(word: str) -> list[str]:
    """Return the parts of a word writtenLikeThis, and none of any other word."""
    return [] if word.isupper() or word[1:].islower() else humps(word)


def _in_any_script(text: str, index: NameIndex) -> Iterator[Span]:
    """Names in scripts without spaces between words are found anywhere."""
    if not index.solid or text.isascii():
        return
    low = text.casefold()
    if len(low) != len(text):
        low = text
    for part, ids in index.solid.items():
        at = low.find(part)
        while at >= 0:
            yield _span(at, at + len(part), ids)
            at = low.find(part, at + len(part))


def _span(start: int, end: int, ids: frozenset[str]) -> Span:
    if len(ids) > 1:
        return Span(start, end, "PERSON", "[PERSON?]", "register_shared", review=True)
    return Span(start, end, "PERSON", "[PERSON]", "register")
