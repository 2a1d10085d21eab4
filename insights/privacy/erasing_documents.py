"""A person's turns taken out of .docx and .odt, with what is tracked and noted in the margins.

A page shows less than its file holds. What tracked changes took away, comments, and the text
that is kept twice for older programs go as well where they are the person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape

from insights import archives
from insights.privacy.laid_over import WORD, Erased, apply_edits, edits_of, own_words, plain, rezip
from insights.privacy.markup import Markup, Piece, attribute, name_of
from insights.privacy.who import PLACEHOLDER, Who

_DOCX_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_PEOPLE_ATTRIBUTES = re.compile(
    r"(\s(?:[\w.-]+:)?(?:author|initials|creator|userId|displayName|name)\s*=\s*\")([^\"]*)(\")"
)
_NAMED_THINGS = ("sheet", "table", "definedName", "style")  # others refer to them by name
_BY_SOMEBODY = ("comment", "del", "moveFrom", "annotation", "changed-region")
_COMMENTS = "word/comments.xml"
_SPACES = ("s", "tab", "br", "cr", "line-break", "noBreakHyphen")
Range = tuple[int, int]  # tokens, from the mark that opens an element to the one that closes it


def erase_in_document(
    data: bytes, suffix: str, shown: str, laid: str,
    gone: Sequence[tuple[int, int]], kept: Sequence[tuple[int, int]], who: Who, marker: str,
) -> Erased:  # fmt: skip
    """Return a document without a person's turns; as :func:`.erasing_words.erase_words`."""
    archive = archives.open_archive(data, shown)
    words = [name for name in archive.names if _holds_words(name, suffix)]
    parts = {name: Markup(archive.read(name)) for name in words}
    n_notes = sum(_drop_theirs(part, who) for part in parts.values())
    pieces = [(name, piece) for name in words for piece in _paragraphs(parts[name], suffix)]
    owned = own_words([piece.text for _, piece in pieces], laid, gone, kept)
    went: set[str] = set()
    whole: list[tuple[str, Piece]] = []
    n_turns = n_names = 0
    for (name, piece), tokens in zip(pieces, owned, strict=True):
        edits, is_turn = edits_of(piece.text, tokens, who)
        if is_turn:
            n_turns += 1
            went.add(plain(piece.text))
            if not WORD.search(apply_edits(piece.text, edits)):
                edits = [(0, len(piece.text), marker)]
                whole.append((name, piece))
        n_names += sum(instead == PLACEHOLDER for _, _, instead in edits)
        parts[name].change(piece, edits)
    for (name, piece), tokens in zip(pieces, owned, strict=True):
        # Word keeps text boxes twice, and what tracked changes took away.
        if not any(token.owner for token in tokens) and plain(piece.text) in went:
            parts[name].change(piece, [(0, len(piece.text), "")])
    n_notes += _drop_notes_on(whole, parts)
    changed = {name: without_names(part, who) for name, part in parts.items()}
    for name in archive.names:
        if name not in changed and name.endswith(".xml") and _names_people(name):
            changed[name] = without_names(_redacted(Markup(archive.read(name)), who), who)
    new = rezip(data, {name: part.render() for name, part in changed.items()})
    return Erased(new, n_turns, n_names, n_notes)


def _holds_words(name: str, suffix: str) -> bool:
    if suffix == ".odt":
        return name in ("content.xml", "styles.xml")
    return bool(_DOCX_PARTS.fullmatch(name))


def _names_people(name: str) -> bool:
    return name.startswith(("docProps/", "meta", "word/people", "word/settings"))


def _paragraphs(part: Markup, suffix: str) -> list[Piece]:
    return part.pieces(("p", "h") if suffix == ".odt" else ("p",), _SPACES)


# ------------------------------------------------------------------ comments, tracked changes


def _drop_theirs(part: Markup, who: Who) -> int:
    """Empty comments and tracked deletions that the person made; return how many."""
    n = 0
    for start, end in part.elements(_BY_SOMEBODY):
        author = attribute(part.tokens[start], "author") or part.said_in("creator", start, end)
        if author and (who.is_form(author) or who.spans(author)) and part.empty(start, end):
            n += 1
    return n


def _drop_notes_on(whole: Sequence[tuple[str, Piece]], parts: Mapping[str, Markup]) -> int:
    """Empty the comments that hang on paragraphs which went; return how many."""
    n = 0
    ids: set[str] = set()
    around = {name: parts[name].elements(("p", "h")) for name in {name for name, _ in whole}}
    notes = {name: parts[name].elements(("annotation",)) for name in around}
    for name, piece in whole:
        part = parts[name]
        start, end = _paragraph_of(piece, around[name])
        for at in range(start, end):
            if name_of(part.tokens[at]) in ("commentReference", "commentRangeStart"):
                ids.add(attribute(part.tokens[at], "id"))
        n += sum(part.empty(a, b) for a, b in notes[name] if start < a and b <= end)
    if ids and _COMMENTS in parts:
        comments = parts[_COMMENTS]
        n += sum(
            comments.empty(a, b) for a, b in comments.elements(("comment",))
            if attribute(comments.tokens[a], "id") in ids
        )  # fmt: skip
    return n


def _paragraph_of(piece: Piece, paragraphs: Iterable[Range]) -> Range:
    """Return the innermost paragraph that holds all of a piece."""
    held = [token for token, _ in piece.parts if token >= 0]
    around = [(a, b) for a, b in paragraphs if a < held[0] and held[-1] < b]
    return max(around, default=(held[0], held[-1]))


# -------------------------------------------------------------------------------- properties


def _redacted(part: Markup, who: Who) -> Markup:
    for piece in part.pieces(()):
        part.change(piece, [(a, b, PLACEHOLDER) for a, b in who.spans(piece.text)])
    return part


def without_names(part: Markup, who: Who) -> Markup:
    """Return an XML part in which no author's mark names the person."""

    def bare(match: re.Match[str]) -> str:
        author = unescape(match[2])
        theirs = who.is_form(author) or bool(who.spans(author))
        return match[1] + ("" if theirs else match[2]) + match[3]

    for at, token in enumerate(part.tokens):
        if token.startswith("<") and name_of(token) not in _NAMED_THINGS:
            part.tokens[at] = _PEOPLE_ATTRIBUTES.sub(bare, token)
    return part
