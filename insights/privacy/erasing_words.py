"""A person's turns taken out of notes and transcripts, everybody else's left where they stand.

The file is taken as pieces, lines of a plain text or paragraphs of a document; what was read
from it is laid over them word by word, so that it is known whose each word is. Turns go with
the label before them. Then what is left is searched for the person's name.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from io import BytesIO

from insights import archives
from insights.privacy.markup import Edit, Markup, Piece
from insights.privacy.normal import fold
from insights.privacy.who import PLACEHOLDER, Who

_UNSEEN = "<!-- withdrawn -->"
_LABELLED = "Withdrawn: …"
_VOICE = "<v Withdrawn>…</v>"
_WORD = re.compile(r"[^\W_]+")
_CLOSING = re.compile(r"[^\w\s]*")
_MARKS = re.compile(r"<[^<>\n]{0,120}>")
_DOCX_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_PEOPLE_ATTRIBUTES = re.compile(r"(\s(?:[\w.-]+:)?(?:author|initials|creator|userId|name)\s*=\s*\")"
                                r"([^\"]*)(\")")  # fmt: skip
EDITABLE = (".md", ".txt", ".vtt", ".srt", ".docx", ".odt")
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
    """

    data: bytes
    n_turns: int = 0
    n_names: int = 0

    def __repr__(self) -> str:
        return f"Erased({self.n_turns} turns, {self.n_names} names)"


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    owner: str  # gone, kept, or "" for what is nobody's words


def erase_words(
    data: bytes,
    suffix: str,
    shown: str,
    laid: str,
    gone: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int]],
    who: Who,
    *,
    marker: str = "",
) -> Erased:
    """Return a file without a person's turns, and without their name elsewhere.

    Parameters
    ----------
    data, suffix, shown
        The file's bytes, what it is (".docx"), and how people call it.
    laid
        The text as it was read from the file.
    gone, kept
        Positions in ``laid`` of the person's words and of everybody else's.
    who
        The person.
    marker
        What stands where a whole line went; nothing by default.
    """
    marks = suffix in (".vtt", ".srt")
    if suffix in (".docx", ".odt"):
        return _erase_in_zip(data, suffix, shown, laid, gone, kept, who, marker)
    text, encoding = archives.decode_text(data, shown)
    lines = text.split("\n")
    owned = _own(lines, laid, gone, kept, marks=marks)
    n_turns = n_names = 0
    out = []
    for line, tokens in zip(lines, owned, strict=True):
        edits, is_turn = _edits_of(line, tokens, who)
        left = _apply(line, edits)
        if is_turn and not _WORD.search(_MARKS.sub("", left)):
            left = marker
        n_turns += is_turn
        n_names += left.count(PLACEHOLDER) - line.count(PLACEHOLDER)
        out.append(left)
    ending = "\r\n" if b"\r\n" in data or "\r\n" in data.decode(encoding) else "\n"
    return Erased(ending.join(out).encode(encoding), n_turns, max(n_names, 0))


def markers(suffix: str, *, is_transcript: bool) -> tuple[str, ...]:
    """Return what may stand where a whole line went, the plainest first.

    Between two turns of one person a turn by somebody has to be left, or they would be read
    as one.
    """
    if suffix == ".vtt":
        return "", _VOICE
    if is_transcript or suffix not in (".md", ".txt"):
        return "", _LABELLED
    return _UNSEEN, _LABELLED


def _erase_in_zip(
    data: bytes, suffix: str, shown: str, laid: str,
    gone: Sequence[tuple[int, int]], kept: Sequence[tuple[int, int]], who: Who, marker: str,
) -> Erased:  # fmt: skip
    archive = archives.open_archive(data, shown)
    words = [name for name in archive.names if _holds_words(name, suffix)]
    parts = {name: Markup(archive.read(name)) for name in words}
    pieces = [(name, piece) for name in words for piece in _paragraphs(parts[name], suffix)]
    owned = _own([piece.text for _, piece in pieces], laid, gone, kept)
    went: set[str] = set()
    n_turns = n_names = 0
    for (name, piece), tokens in zip(pieces, owned, strict=True):
        edits, is_turn = _edits_of(piece.text, tokens, who)
        if is_turn:
            n_turns += 1
            went.add(_plain(piece.text))
            if not _WORD.search(_apply(piece.text, edits)):
                edits = [(0, len(piece.text), marker)]
        n_names += sum(instead == PLACEHOLDER for _, _, instead in edits)
        parts[name].change(piece, edits)
    for (name, piece), tokens in zip(pieces, owned, strict=True):
        # Word keeps text boxes twice, and what tracked changes took away.
        if not any(token.owner for token in tokens) and _plain(piece.text) in went:
            parts[name].change(piece, [(0, len(piece.text), "")])
    changed = {name: _without_authors(part, who) for name, part in parts.items()}
    for name in archive.names:
        if name not in changed and name.endswith(".xml") and name.startswith(("docProps/", "meta")):
            changed[name] = _without_authors(_redacted(Markup(archive.read(name)), who), who)
    return Erased(rezip(data, {n: part.render() for n, part in changed.items()}), n_turns, n_names)


def rezip(data: bytes, changed: dict[str, bytes]) -> bytes:
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


def _holds_words(name: str, suffix: str) -> bool:
    if suffix == ".odt":
        return name in ("content.xml", "styles.xml")
    return bool(_DOCX_PARTS.fullmatch(name))


def _paragraphs(part: Markup, suffix: str) -> list[Piece]:
    containers = ("p", "h") if suffix == ".odt" else ("p",)
    return part.pieces(containers, ("s", "tab", "br", "cr", "line-break", "noBreakHyphen"))


def _redacted(part: Markup, who: Who) -> Markup:
    for piece in part.pieces(()):
        part.change(piece, [(a, b, PLACEHOLDER) for a, b in who.spans(piece.text)])
    return part


def _without_authors(part: Markup, who: Who) -> Markup:
    def bare(match: re.Match[str]) -> str:
        return match[1] + ("" if who.spans(unescape(match[2])) else match[2]) + match[3]

    part.tokens = [
        _PEOPLE_ATTRIBUTES.sub(bare, token) if token.startswith("<") and "=" in token else token
        for token in part.tokens
    ]
    return part


# -------------------------------------------------------------------- whose each word is


def _own(
    pieces: Sequence[str],
    laid: str,
    gone: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int]],
    *,
    marks: bool = False,
) -> list[list[_Token]]:
    """Return each piece's words with whose they are."""
    spans = [[match.span() for match in _WORD.finditer(piece)] for piece in pieces]
    hidden = [
        [m.span() for m in _MARKS.finditer(piece)] if marks else [] for piece in pieces
    ]  # fmt: skip
    if laid == "\n".join(pieces):
        at = 0
        owned = []
        for piece, words in zip(pieces, spans, strict=True):
            owned.append([_Token(a, b, _owner(at + a, gone, kept)) for a, b in words])
            at += len(piece) + 1
        return owned
    flat = [
        (number, a, b)
        for number, words in enumerate(spans)
        for a, b in words
        if not any(c <= a and b <= d for c, d in hidden[number])
    ]
    there = [match.span() for match in _WORD.finditer(laid)]
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
        [_Token(a, b, owners.get((number, a), "")) for a, b in words]
        for number, words in enumerate(spans)
    ]


def _owner(at: int, gone: Sequence[tuple[int, int]], kept: Sequence[tuple[int, int]]) -> str:
    if any(start <= at < end for start, end in gone):
        return "gone"
    return "kept" if any(start <= at < end for start, end in kept) else ""


# ------------------------------------------------------------------------- what goes of it


def _edits_of(text: str, tokens: Sequence[_Token], who: Who) -> tuple[list[Edit], bool]:
    """Return what changes in a piece, and whether a turn went from it."""
    cuts = list(_cuts(text, tokens))
    if not cuts and not any(token.owner for token in tokens) and who.is_label(text):
        cuts = [(0, len(text))]
    edits = [(a, b, "") for a, b in cuts]
    left = _blanked(text, cuts)
    edits += [
        (a, b, PLACEHOLDER) for a, b in who.spans(left) if not any(a < d and c < b for c, d in cuts)
    ]
    return sorted(edits), bool(cuts)


def _cuts(text: str, tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
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
            end = _CLOSING.match(text, owned[last].end).end()  # type: ignore[union-attr]
            yield start, end


def _blanked(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    for start, end in cuts:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _apply(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, instead in edits:
        pieces += text[done:start], instead
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
