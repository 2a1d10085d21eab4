"""What was read from a file laid over it word by word: whose each word is, and what goes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO

from insights.privacy.markup import Edit
from insights.privacy.normal import fold
from insights.privacy.who import PLACEHOLDER, Who

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile(r"<[^<>\n]{0,120}>")
BULLET = re.compile(r"\s*(?:[-*•+]|\d{1,3}[.)])\s+")
_CLOSING = re.compile(r"[^\w\s]*")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Erased:
    """A file without one person.

    Attributes
    ----------
    data
        Its bytes.
    n_turns
        Lines or paragraphs that went, whole or in part.
    n_names
        Times that the person was named in what stays.
    n_notes
        Comments and tracked changes that went: theirs, or about what they said.
    """

    data: bytes
    n_turns: int = 0
    n_names: int = 0
    n_notes: int = 0

    def __repr__(self) -> str:
        return f"Erased({self.n_turns} turns, {self.n_names} names)"


@dataclass(frozen=True)
class Token:
    """A word of a piece and whose it is."""

    start: int
    end: int
    owner: str  # gone, kept, or "" for what is nobody's words


def rezip(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a zip with some parts changed; the same changes give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old:
        if all(old.read(name) == body for name, body in changed.items()):
            return data
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            body = old.read(member.filename)
            info = zipfile.ZipInfo(member.filename, member.date_time)
            info.compress_type, info.external_attr = member.compress_type, member.external_attr
            if member.filename in changed and changed[member.filename] != body:
                body, info.date_time = changed[member.filename], _FIXED_TIME
            new.writestr(info, body)
    return out.getvalue()


# -------------------------------------------------------------------- whose each word is


def own_words(
    pieces: Sequence[str],
    laid: str,
    gone: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int]],
    *,
    marks: bool = False,
) -> list[list[Token]]:
    """Return each piece's words with whose they are."""
    spans = [[match.span() for match in WORD.finditer(piece)] for piece in pieces]
    hidden = [
        [m.span() for m in MARKS.finditer(piece)] if marks else [] for piece in pieces
    ]  # fmt: skip
    if laid == "\n".join(pieces):
        at = 0
        owned = []
        for piece, words in zip(pieces, spans, strict=True):
            owned.append([Token(a, b, _owner(at + a, gone, kept)) for a, b in words])
            at += len(piece) + 1
        return owned
    flat = [
        (number, a, b)
        for number, words in enumerate(spans)
        for a, b in words
        if not any(c <= a and b <= d for c, d in hidden[number])
    ]
    there = [match.span() for match in WORD.finditer(laid)]
    matcher = SequenceMatcher(
        None,
        [fold(pieces[n][a:b]) for n, a, b in flat],
        [fold(laid[a:b]) for a, b in there],
        autojunk=False,
    )
    owners: dict[tuple[int, int], str] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            number, a, _ = flat[block.a + step]
            owners[number, a] = _owner(there[block.b + step][0], gone, kept)
    return [
        [Token(a, b, owners.get((number, a), "")) for a, b in words]
        for number, words in enumerate(spans)
    ]


def _owner(at: int, gone: Sequence[tuple[int, int]], kept: Sequence[tuple[int, int]]) -> str:
    if any(start <= at < end for start, end in gone):
        return "gone"
    return "kept" if any(start <= at < end for start, end in kept) else ""


# ------------------------------------------------------------------------- what goes of it


def edits_of(text: str, tokens: Sequence[Token], who: Who) -> tuple[list[Edit], bool]:
    """Return what changes in a piece, and whether a turn went from it."""
    cuts = list(_cuts(text, tokens))
    unread = not any(token.owner for token in tokens)
    if not cuts and unread and (who.is_label(text) or who.leads(text)):
        cuts = [(0, len(text))]
    edits = [(a, b, "") for a, b in cuts]
    left = _blanked(text, cuts)
    edits += [
        (a, b, PLACEHOLDER) for a, b in who.spans(left) if not any(a < d and c < b for c, d in cuts)
    ]
    return sorted(edits), bool(cuts)


def _cuts(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that go: the person's words, and the label before them."""
    owned = [token for token in tokens if token.owner]
    for at, token in enumerate(owned):
        if token.owner != "gone" or (at and owned[at - 1].owner == "gone"):
            continue
        start = _CLOSING.match(text, owned[at - 1].end).end() if at else 0  # type: ignore[union-attr]
        last = at
        while last + 1 < len(owned) and owned[last + 1].owner == "gone":
            last += 1
        if last + 1 == len(owned):
            yield start, len(text)
        else:
            if not at and (bullet := BULLET.match(text)):
                start = bullet.end()  # what others said after it stays a line of its own
            end = _CLOSING.match(text, owned[last].end).end()  # type: ignore[union-attr]
            yield start, end


def _blanked(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    for start, end in cuts:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with some of it changed."""
    pieces: list[str] = []
    done = 0
    for start, end, instead in edits:
        pieces += text[done:start], instead
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def plain(text: str) -> str:
    """Return the words of a text alone, folded."""
    return " ".join(WORD.findall(fold(text)))
