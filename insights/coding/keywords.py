"""Finding a codebook's words and phrases in excerpts, whatever their inflection or spelling.

A phrase matches where its words stand side by side in one sentence, each by its lemma and
with British and American spellings folded together; ``apprentic*`` matches every word that
begins so, and a hyphen makes no difference. A mention is a mention: "no debt" matches
"debt". What stands in the place of a masked identifier never matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

# What ends a phrase beside a mark: a masked identifier, a dash between spaces, an empty line.
_BREAK = re.compile(r"\[[A-Z][^\[\]\n]{0,40}\]|(?<=\s)[-–—](?=\s)|\n[ \t]{0,20}\n")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_HYPHENS = frozenset("-‐‑")
_JOINS = _HYPHENS | frozenset("–'/&")  # a phrase may run across these, but across no other mark
_BARRIER = ""


@dataclass
class _Phrases:
    """Phrases by their first word, and by the beginnings that end in an asterisk."""

    by_first: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    prefixes: list[tuple[str, int]] = field(default_factory=list)


def find_phrases(texts: Iterable[str], phrases: Sequence[str]) -> list[list[int]]:
    """Return, per text, the positions in ``phrases`` of those found in it, ascending.

    Examples
    --------
    >>> find_phrases(["Letters about debts frightened me"], ["debt", "late fee", "letter"])
    [[0, 2]]
    >>> find_phrases(["I didn't recognize it", "my well-being"], ["recognise", "wellbeing"])
    [[0], [1]]
    """
    index = _index(phrases)
    find = partial(_find, index=index, seen={})
    return [find(tokens) for tokens in _tokens_of(tuple(texts))]


@lru_cache(maxsize=1)  # the same texts are looked at again after every batch of decisions
def _tokens_of(texts: tuple[str, ...]) -> list[list[str]]:
    from insights.language import load_pipeline

    tokenise = load_pipeline().make_doc
    return [[token.text for token in tokenise(_prepare(text))] for text in texts]


def _prepare(text: str) -> str:
    return _BREAK.sub(" | ", text.translate(_APOSTROPHES))


def _index(phrases: Sequence[str]) -> _Phrases:
    from insights.language import load_pipeline

    index = _Phrases()
    tokenise = load_pipeline().make_doc
    for position, phrase in enumerate(phrases):
        prepared = phrase.strip().translate(_APOSTROPHES)
        if prepared.endswith("*") and prepared[:-1].isalpha():
            index.prefixes.append((prepared[:-1].casefold(), position))
            continue
        words, joined = _words_of([token.text for token in tokenise(prepared)], {})
        if not any(words):
            continue
        index.by_first.setdefault(words[0], []).append((tuple(words), position))
        if len(words) == 2 and joined:
            index.by_first.setdefault(joined[0], []).append(((joined[0],), position))
    return index


def _key(token: str) -> str | None:
    """Return what a token is compared by, ``_BARRIER`` for a mark that ends a phrase."""
    from insights.language import fold_spelling, lemmatise

    if token in _JOINS or token.isspace():
        return None
    if not any(character.isalnum() for character in token):
        return _BARRIER
    return fold_spelling(lemmatise()(token))


def _words_of(
    tokens: Sequence[str], seen: dict[str, str | None]
) -> tuple[list[str], dict[int, str]]:
    """Return what the tokens are compared by, and by place the words that a hyphen makes."""
    words: list[str] = []
    joined: dict[int, str] = {}
    last, hyphenated = "", False
    for token in tokens:
        if token not in seen:
            seen[token] = _key(token)
        key = seen[token]
        if key is None:
            hyphenated = token in _HYPHENS
            continue
        if hyphenated and last and key:
            joined[len(words) - 1] = _key(last + token) or ""
        words.append(key)
        last, hyphenated = (token if key else ""), False
    return words, joined


def _find(tokens: Sequence[str], index: _Phrases, seen: dict[str, str | None]) -> list[int]:
    words, joined = _words_of(tokens, seen)
    found: set[int] = set()
    for start, word in enumerate(words):
        for phrase, position in index.by_first.get(word, ()):
            if len(phrase) == 1 or tuple(words[start : start + len(phrase)]) == phrase:
                found.add(position)
    for compound in joined.values():
        found.update(p for phrase, p in index.by_first.get(compound, ()) if len(phrase) == 1)
    if index.prefixes:
        lower = [token.casefold() for token in tokens]
        found.update(
            position
            for prefix, position in index.prefixes
            if any(token.startswith(prefix) for token in lower)
        )
    return sorted(found)
