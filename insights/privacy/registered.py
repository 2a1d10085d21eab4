"""Registered names, wherever they stand and however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from insights.privacy import wording as w
from insights.privacy.cues import LOWER_CUES, acts, is_month
from insights.privacy.names import NameIndex
from insights.privacy.normal import fold
from insights.privacy.spans import Span
from insights.privacy.words import ORDINARY, Words

_DOING = re.compile(r"(?!(?:some|any|every|no)thing)[a-z]{2,}ing")
Match = tuple[int, frozenset[str], tuple[str, ...]]  # last word, ids, the parts that matched


def find_registered(words: Words, index: NameIndex) -> list[Span]:
    """Return every registered name; one that two people share asks for a person."""
    return [*_in_words(words, index), *_in_any_script(words.source, index)]


def _in_words(words: Words, index: NameIndex) -> Iterator[Span]:
    if not index.by_first:
        return
    folded = [fold(word) for word in words.texts]
    i = 0
    while i < len(words):
        found = _match_at(words, folded, i, index) or _match_humps(words, i, index)
        if found is None:
            i += 1
            continue
        last, ids, parts = found
        if len(parts) == 1 and not _is_meant(words, i, parts[0]):
            i += 1
            continue
        start, i = i, last + 1
        # "Dele Adeyemi" where "Dele" is an alias: one person, one placeholder.
        while len(ids) == 1 and words.follows(i):
            more = _match_at(words, folded, i, index)
            if more is None or not ids <= more[1]:
                break
            last = more[0]
            i = last + 1
        yield _span(words.starts[start], words.name_end(last), ids)


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
    text = words.texts[i]
    if text.isupper() or text[1:].islower():
        return None
    for part in words.humps(i):
        for parts, ids in index.by_first.get(fold(part), ()):
            if len(parts) == 1:
                return i, ids, (*parts, "")
    return None


def _is_meant(words: Words, i: int, part: str) -> bool:
    """Return whether a registered word that is also an everyday word stands for the person."""
    if part in w.NAMES_ONLY:
        return True
    if part not in w.WORD_NAMES and words.standing(i) not in ("word", "either"):
        return True
    if not words.is_capital(i) or (words.texts[i].isupper() and words.is_shouted(i)):
        return words.before(i) in LOWER_CUES or words.after(i) in ("said", "says")
    if is_month(words, i):
        return False
    if part not in w.WORD_NAMES | w.FUNCTION or words.stands_alone(i):
        return True
    if not words.starts_sentence(i):
        return words.after(i) not in w.HEADS or not words.is_capital(i + 1)
    doing = words.after(i) in ("is", "was") and _DOING.fullmatch(words.after(i, 2))
    return bool(doing) or words.gap(i + 1)[:1] == ":" or acts(words, i)


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
