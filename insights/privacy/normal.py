"""The same text with its disguises taken off, and the way back to the original positions.

Patterns look at normalised text only: compatibility forms (NFKC), digits of every script as
0–9, one kind of space, apostrophe and dash, no zero-width or direction marks, accents
composed. Nothing normalised is ever written out; it serves to find spans in the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_CLUSTER = re.compile(
    r"[^\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{1,8}"
    r"|[^\x00-\x7f]"
)
_LIKE_ASCII = {
    **dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}

# Letters of other alphabets that look like Latin ones: undone in words that mix the two.
_LOOKALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνιυκ",
    "ABESIJKMHOPCTYXaesijopcyxdqwhABEZHIKMNOPTYXaopviuk",
)
_LATIN_WITHOUT_ACCENT = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
     "ħ": "h", "ŧ": "t", "ŋ": "n"}
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class Normal:
    """Normalised text; :meth:`span` leads back to the original."""

    text: str
    # Where lengths differ: start and end in the normalised text, start and end in the original.
    _changes: tuple[tuple[int, int, int, int], ...] = ()
    _starts: tuple[int, ...] = ()

    def _at(self, position: int) -> tuple[int, int]:
        """Return the original stretch that one normalised character stands for."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position, position + 1
        _, end, raw_start, raw_end = self._changes[index]
        if position < end:
            return raw_start, raw_end
        raw = raw_end + position - end
        return raw, raw + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original positions of a stretch of at least one character."""
        return self._at(start)[0], self._at(end - 1)[1]

    def __repr__(self) -> str:
        return f"Normal({len(self.text)} characters)"


def normalise(text: str) -> Normal:
    r"""Return ``text`` without disguises.

    Examples
    --------
    >>> seen = normalise("Sio\u200bbha\u0301n rang")
    >>> seen.text, seen.span(0, 7)
    ('Siobhán rang', (0, 9))
    """
    if text.isascii():
        return Normal(text)
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    done, length = 0, 0
    for match in _CLUSTER.finditer(text):
        found = match.group()
        plain = _plain(found)
        if plain == found:
            continue
        start, end = match.span()
        pieces += text[done:start], plain
        length += start - done
        if len(plain) != len(found):
            changes.append((length, length + len(plain), start, end))
        length += len(plain)
        done = end
    pieces.append(text[done:])
    return Normal("".join(pieces), tuple(changes), tuple(change[0] for change in changes))


def _plain(cluster: str) -> str:
    if cluster in _LIKE_ASCII:
        return _LIKE_ASCII[cluster]
    out = []
    for character in unicodedata.normalize("NFKC", cluster):
        kind = unicodedata.category(character)
        if kind == "Nd":
            out.append(str(unicodedata.decimal(character)))
        elif kind == "Zs":
            out.append(" ")
        elif kind in ("Zl", "Zp"):
            out.append("\n")
        elif kind != "Cf":
            out.append(_LIKE_ASCII.get(character, character))
    return "".join(out)


def fold(word: str) -> str:
    """Return a word as names are compared: no case, accents, apostrophes or look-alikes.

    Examples
    --------
    >>> fold("O’Siobhán"), fold("Łukasz"), fold("Рriya")  # the last with a Cyrillic letter
    ('osiobhan', 'lukasz', 'priya')
    """
    if word.isascii():
        return word.casefold().replace("'", "")
    plain = normalise(word).text
    if mixes_scripts(plain):
        plain = plain.translate(_LOOKALIKE)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return bare.casefold().translate(_LATIN_WITHOUT_ACCENT).replace("'", "")


def mixes_scripts(word: str) -> bool:
    """Return whether Latin letters stand beside Greek or Cyrillic ones in one word."""
    latin = any(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word if c.isalpha())
    return latin and any("\u0370" <= c <= "\u052f" for c in word)
