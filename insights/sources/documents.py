"""A document as blocks with stable positions, whatever it was written in.

:func:`read_document` turns .docx, .odt, .rtf, .pdf, .md and .txt into one text and the
blocks in it: headings, paragraphs, list items and table rows, in reading order. What a
block says is always ``text[start:end]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from insights import archives
from insights.errors import Problem

BlockKind = Literal["heading", "paragraph", "item", "row", "field", "inset"]
Span = tuple[int, int]

_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#{0,20}[ \t]*$")
_BOLD_LINE = re.compile(r"^[ ]{0,3}(\*\*|__)([^*_\n]{1,120})\1[ \t]*$")
_ITEM = re.compile(r"^([ \t]{0,40})(?:[-*+•‣◦▪●–·☐☑]|\(?[0-9]{1,3}[.)]|\(?[a-z][)])[ \t]+"
                   r"(?:\[[ xX]\][ \t]+)?")  # fmt: skip
_QUOTE_MARK = re.compile(r"^[ ]{0,3}>[ \t]?")
_RULE = re.compile(r"^[ ]{0,3}(?:[-*_=~][ \t]*){3,}$")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_LABEL_START = re.compile(
    r"^[*_\[]{0,4}\w[^:\n]{0,50}:(?:\s|$)|^\[[^\]\n]{1,60}\]|"
    r"^[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4},? [0-9]{1,2}:[0-9]{2}"
)
_BOLD_LEAD = re.compile(r"(\*\*|__)(?=\S)[^*_\n]{1,60}\1")
_FRONT_MATTER = "---"
_LONG_LINE = 60


@dataclass(frozen=True)
class Block:
    """One piece of a document.

    Attributes
    ----------
    kind
        heading, paragraph, item (of a list), row (of a table) or field (a line between the
        ``---`` at the top, which says something about the file), or inset (a footnote).
    start, end
        Where its words stand in the document's text, without list marks and the like.
    place
        The place as people find it: "line 4", "paragraph 12", "table 1, row 3".
    level
        Of a heading (1 is the highest) or an item (0 is the outermost).
    cells
        The spans of a row's cells.
    is_header
        Whether the document itself marks this row as a header.
    lead
        Where the bold words end with which a paragraph or item begins; 0 where it does not.
    """

    kind: BlockKind
    start: int
    end: int
    place: str
    level: int = 0
    cells: tuple[Span, ...] = ()
    is_header: bool = False
    lead: int = 0


class Comment(NamedTuple):
    """A comment in the margin as a document holds it."""

    words: str
    author: str = ""  # as the program knows them: a name, never to travel further

    def __repr__(self) -> str:
        return f"Comment({len(self.words)} characters)"


@dataclass(frozen=True)
class Memo:
    """A comment in the margin: a facilitator's or note-taker's memo, nobody's spoken words.

    Attributes
    ----------
    at
        The character of the document's text that it hangs on.
    place
        The place as people find it.
    text
        Its words.
    author
        Who wrote it, as the program knows them: only their role goes into a table.
    """

    at: int
    place: str
    text: str = field(repr=False)
    author: str = field(default="", repr=False)


@dataclass(frozen=True)
class Document:
    """A document's text, its blocks in reading order, and what stays outside it.

    Attributes
    ----------
    notices
        What could not be read, as problems.
    outside
        How many characters are not in the text, by the reason why.
    memos
        Comments in the margin.
    remarks
        What was done with tracked changes, comments, footnotes and text boxes.
    """

    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    notices: tuple[Problem, ...] = ()
    outside: Mapping[str, int] = field(default_factory=dict)
    memos: tuple[Memo, ...] = field(default=(), repr=False)
    remarks: tuple[str, ...] = ()


def read_document(path: Path, shown: str) -> Document:
    """Return a .docx, .odt, .rtf, .pdf, .md or .txt as blocks with stable positions.

    What the file is counts, not what it is called.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    data = archives.read_bytes(path, shown)
    given = path.suffix.lower()
    suffix = _find_format(data, given)
    document = _read_as(suffix, data, shown)
    if suffix == given or (suffix == ".txt" and given == ".md"):
        return document
    notice = Problem(
        shown, "the file",
        f"This file ends in {given} but is {_FORMATS[suffix]}; it was read as one.",
        f"Rename it so that it ends in {suffix}.",
    )  # fmt: skip
    return replace(document, notices=(notice, *document.notices))


_FORMATS = {
    ".docx": "a Word document", ".odt": "an OpenDocument text", ".rtf": "a rich text (RTF)",
    ".pdf": "a PDF", ".txt": "a plain text",
}  # fmt: skip


def _find_format(data: bytes, given: str) -> str:
    """Return what a file is, by its first bytes; in doubt, what it is called."""
    if archives.looks_like_zip(data) or archives.looks_like_old_office(data):
        is_odt = b"mimetypeapplication/vnd.oasis.opendocument" in data[:120]
        is_word = b"[Content_Types].xml" in data
        return ".odt" if is_odt or (given == ".odt" and not is_word) else ".docx"
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    # A packed format that does not begin as one is damaged, and is refused as such.
    return given if given in (".docx", ".odt", ".pdf", ".rtf") else ".txt"


def _read_as(suffix: str, data: bytes, shown: str) -> Document:
    if suffix == ".docx":
        from insights.sources.office import read_docx

        return read_docx(data, shown)
    if suffix == ".odt":
        from insights.sources.odt import read_odt

        return read_odt(data, shown)
    if suffix == ".rtf":
        from insights.sources.rtf import read_rtf

        return read_rtf(data, shown)
    if suffix == ".pdf":
        from insights.sources.pdf import read_pdf

        return read_pdf(data, shown)
    text, _ = archives.decode_text(data, shown)
    return Document(text, tuple(read_plain_blocks(text)))


def read_plain_blocks(text: str) -> list[Block]:
    """Return the blocks of a plain or Markdown text."""
    return _PlainText(text).read()


class _PlainText:
    """Reads lines one after the other; a block may go on over several of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.open = False  # whether the last block may go on in the next line
        self.in_comment = False
        self.n_tables = 0
        self.n_rows = 0
        self.without_capitals = False  # so that a small letter tells nothing of a line

    def read(self) -> list[Block]:
        at = 0
        lines = self.text.split("\n")
        self.without_capitals = _is_without_capitals(lines)
        in_front_matter = lines[0].strip() == _FRONT_MATTER and any(
            line.strip() in (_FRONT_MATTER, "...") for line in lines[1:]
        )
        for number, line in enumerate(lines, start=1):
            begin, at = at, at + len(line) + 1
            if number == 1 and in_front_matter:
                continue
            if in_front_matter and line.strip() in (_FRONT_MATTER, "..."):
                in_front_matter = False
            elif in_front_matter:
                self._add("field", begin, (0, len(line)), f"line {number}", 0)
            elif not self._is_comment(line):
                self._read_line(line, begin, number)
        return self.blocks

    def _is_comment(self, line: str) -> bool:
        """Skip Markdown comments, which readers of the page never see."""
        if self.in_comment:
            self.in_comment = "-->" not in line
            return True
        if line.lstrip().startswith("<!--"):
            self.in_comment = "-->" not in line
            return True
        return False

    def _read_line(self, line: str, begin: int, number: int) -> None:
        if not line.strip():
            self.open = False
            return
        if line.lstrip().startswith("|") and line.count("|") > 1:
            self._read_row(line, begin)
            return
        if _RULE.match(line):
            self._underline(line)
            self.open = False
            return
        place = f"line {number}"
        if match := _HEADING.match(line):
            self._add("heading", begin, match.span(2), place, len(match[1]))
        elif match := _BOLD_LINE.match(line):
            self._add("heading", begin, match.span(2), place, 7)
        elif match := _ITEM.match(line):
            level = len(match[1].expandtabs(4)) // 2
            self._add("item", begin, (match.end(), len(line)), place, level)
            self.open = True
        elif not self.open and _is_shouted(line):
            self._add("heading", begin, (0, len(line)), place, 6)
        elif self.open and self._goes_on(line):
            last = self.blocks[-1]
            self.blocks[-1] = Block(
                last.kind, last.start, begin + len(line.rstrip()), last.place, last.level,
                lead=last.lead,
            )  # fmt: skip
        else:
            match = _QUOTE_MARK.match(line)
            self._add("paragraph", begin, (match.end() if match else 0, len(line)), place, 0)
            self.open = True

    def _add(self, kind: BlockKind, begin: int, span: Span, place: str, level: int) -> None:
        self.open = False
        start, end = _trim(self.text, begin + span[0], begin + span[1])
        if start < end:
            bold = (
                _BOLD_LEAD.match(self.text, start, end) if kind in ("paragraph", "item") else None
            )
            self.blocks.append(
                Block(kind, start, end, place, level, lead=bold.end() if bold is not None else 0)
            )

    def _goes_on(self, line: str) -> bool:
        """Tell a wrapped line from a new note: by indent, small letter or a full line before."""
        last = self.blocks[-1]
        if _LABEL_START.match(line):
            return False
        previous = self.text[last.start : last.end].rsplit("\n", 1)[-1]
        if last.kind == "item" and line[:1] in " \t":
            return True
        if _QUOTE_MARK.match(line):
            return False
        is_long = len(previous) >= _LONG_LINE
        if line.lstrip()[:1].islower() and (is_long or not self.without_capitals):
            return True
        return is_long and previous[-1:] not in '.?!…”")]'

    def _underline(self, line: str) -> None:
        """Turn the paragraph above a line of = or - into a heading."""
        mark = line.strip()[0]
        if mark not in "=-" or not self.open or self.blocks[-1].kind != "paragraph":
            return
        last = self.blocks[-1]
        if "\n" not in self.text[last.start : last.end]:
            self.blocks[-1] = Block(
                "heading", last.start, last.end, last.place, 1 if mark == "=" else 2
            )

    def _read_row(self, line: str, begin: int) -> None:
        if not self.open or not self.blocks or self.blocks[-1].kind != "row":
            self.n_tables, self.n_rows = self.n_tables + 1, 0
        if _TABLE_RULE.match(line):
            if self.n_rows == 1:
                first = self.blocks[-1]
                self.blocks[-1] = Block(
                    "row", first.start, first.end, first.place, 0, first.cells, True
                )
            self.open = True
            return
        bars = [at for at, sign in enumerate(line) if sign == "|" and line[at - 1 : at] != "\\"]
        if not line.rstrip().endswith("|"):
            bars.append(len(line))
        cells = tuple(_trim(self.text, begin + a + 1, begin + b) for a, b in pairwise(bars))
        self.n_rows += 1
        place = f"table {self.n_tables}, row {self.n_rows}"
        self.blocks.append(Block("row", cells[0][0], cells[-1][1], place, 0, cells))
        self.open = True


def _is_without_capitals(lines: Sequence[str]) -> bool:
    """Tell a text whose lines begin small, wrapped or not, by those below short lines."""
    begins = [
        line.lstrip("-*•> \t")[0].islower()
        for before, line in pairwise(["", *lines])
        if len(before) < _LONG_LINE and line.lstrip("-*•> \t")[:1].isalpha()
    ]
    return len(begins) > 2 and sum(begins) > 0.8 * len(begins)


def _is_shouted(line: str) -> bool:
    """Tell a heading in capitals: some words, no label, no full stop."""
    words = line.split()
    return (
        2 <= len(words) <= 8
        and line.isupper()
        and ": " not in line
        and not line.rstrip().endswith((".", "!", "”", '"'))
    )


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
