"""Word documents as blocks with stable positions.

What a reader of the finished document sees is read: tracked insertions are in, deletions
and hidden text are out, text boxes stand after the paragraph they hang on. Comments,
footnotes, headers and footers are counted and reported, never lost in silence. Author
names and document properties are not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights import archives
from insights.errors import InsightsError, Problem
from insights.sources.documents import Block, BlockKind, Document
from insights.sources.ooxml import (
    TRANSPARENT,
    Style,
    attribute_of,
    block_elements,
    child_of,
    choose,
    descend,
    is_on,
    is_set,
    local_name,
    read_styles,
    text_boxes,
    value_of,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FAKE_HEADING_WORDS = 12
_LIST_STYLE = re.compile(r"list (?:bullet|number|paragraph)|bullet", re.IGNORECASE)


@dataclass
class _Paragraph:
    """A paragraph while its runs are gathered."""

    kind: BlockKind
    level: int
    pieces: list[str] = field(default_factory=list, repr=False)
    boxes: list[Element] = field(default_factory=list, repr=False)
    all_bold: bool = True
    joins_next: bool = False

    @property
    def words(self) -> str:
        return "".join(self.pieces)


def read_docx(data: bytes, shown: str) -> Document:
    """Return a .docx as blocks with stable positions.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How it is named to people.

    Raises
    ------
    InsightsError
        If it is damaged, unsafe, or not a Word document.
    """
    archive = archives.open_archive(data, shown)
    main = _find_main_part(archive)
    root = archive.xml(main)
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise _not_word(shown)
    folder = main.rpartition("/")[0]
    reader = _Reader(read_styles(archive, f"{folder}/styles.xml"))
    try:
        reader.read(body)
    except RecursionError:
        raise InsightsError(
            "This document is nested too deeply to be read.", shown,
            "Open it in Word, copy the text into a new document and save that.",
        ) from None  # fmt: skip
    notices = _report_set_aside(archive, folder, shown)
    return Document("\n".join(reader.lines), tuple(reader.blocks), tuple(notices))


def _find_main_part(archive: archives.Archive) -> str:
    if "[Content_Types].xml" in archive:
        for override in archive.xml("[Content_Types].xml"):
            if "wordprocessingml" in override.get("ContentType", "") and override.get(
                "ContentType", ""
            ).endswith(".main+xml"):
                name = override.get("PartName", "").lstrip("/")
                if name in archive:
                    return name
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise _not_word(archive.shown)


def _not_word(shown: str) -> InsightsError:
    return InsightsError(
        "This file is not a Word document.", shown,
        "Open it in the program it was made with and save it as .docx.",
    )  # fmt: skip


class _Reader:
    """Walks the body and lays lines and blocks down, one position after the other."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.at = 0
        self.n_paragraphs = 0
        self.n_tables = 0
        self.waiting: _Paragraph | None = None  # its paragraph mark was deleted

    def read(self, body: Element) -> None:
        for element in block_elements(body):
            if local_name(element) == "tbl":
                self._read_table(element)
            else:
                self._read_paragraph(element)
        self._flush()

    # ------------------------------------------------------------------------- paragraphs

    def _read_paragraph(self, element: Element) -> None:
        paragraph = self._gather(element)
        if self.waiting is not None:
            self.waiting.pieces += paragraph.pieces
            self.waiting.boxes += paragraph.boxes
            self.waiting.all_bold &= paragraph.all_bold
            self.waiting.joins_next = paragraph.joins_next
            paragraph = self.waiting
        self.waiting = paragraph if paragraph.joins_next else None
        if self.waiting is None:
            self._lay(paragraph)

    def _flush(self) -> None:
        if self.waiting is not None:
            self._lay(self.waiting)
            self.waiting = None

    def _lay(self, paragraph: _Paragraph) -> None:
        words = archives.clean_text(paragraph.words)
        kind, level = paragraph.kind, paragraph.level
        if words.strip():
            self.n_paragraphs += 1
            if kind == "paragraph" and paragraph.all_bold and _could_be_heading(words):
                kind, level = "heading", 7
            place = f"paragraph {self.n_paragraphs}"
            # A line break inside a paragraph is typed on purpose: each line stands alone.
            for number, line in enumerate(words.split("\n"), start=1):
                start = self.at + len(line) - len(line.lstrip())
                end = self.at + len(line.rstrip())
                if start < end:
                    where = place if number == 1 else f"{place}, line {number}"
                    self.blocks.append(Block(kind, start, end, where, level))
                self._lay_line(line)
        for box in paragraph.boxes:
            for inner in block_elements(box):
                if local_name(inner) == "tbl":
                    self._read_table(inner)
                else:
                    self._lay(self._gather(inner))

    def _lay_line(self, words: str) -> None:
        self.lines.append(words)
        self.at += len(words) + 1

    def _gather(self, element: Element) -> _Paragraph:
        properties = child_of(element, "pPr")
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        paragraph = _Paragraph(*_kind_of_paragraph(properties, style))
        mark = child_of(properties, "rPr") if properties is not None else None
        paragraph.joins_next = mark is not None and child_of(mark, "del") is not None
        self._gather_runs(element, style, paragraph)
        return paragraph

    def _gather_runs(
        self, element: Element, style: Style, paragraph: _Paragraph,
        hidden: bool = False, bold: bool = False,
    ) -> None:  # fmt: skip
        for child in element:
            name = local_name(child)
            if name == "r":
                self._gather_runs(
                    child, style, paragraph,
                    is_on(child, "vanish", style.hidden, self.styles, "hidden"),
                    is_on(child, "b", style.bold, self.styles, "bold"),
                )  # fmt: skip
            elif name in TRANSPARENT:
                self._gather_runs(child, style, paragraph, hidden, bold)
            elif name == "AlternateContent":
                if (chosen := choose(child)) is not None:
                    self._gather_runs(chosen, style, paragraph, hidden, bold)
            elif name in ("drawing", "pict", "object"):
                if not hidden:
                    paragraph.boxes += text_boxes(child)
            elif not hidden and (sign := _sign(child, name)):
                paragraph.pieces.append(sign)
                if not bold and sign.strip():
                    paragraph.all_bold = False

    # ----------------------------------------------------------------------------- tables

    def _read_table(self, table: Element) -> None:
        self._flush()
        self.n_tables += 1
        n_table = self.n_tables
        n_rows = 0
        for row in descend(table, "tr"):
            properties = child_of(row, "trPr")
            if properties is not None and child_of(properties, "del") is not None:
                continue
            n_rows += 1
            cells = [self._cell_words(cell) for cell in descend(row, "tc")]
            if not any(words.strip() for words in cells):
                continue
            spans = []
            at = self.at
            for words in cells:
                stripped = words.strip()
                lead = len(words) - len(words.lstrip()) if stripped else 0
                spans.append((at + lead, at + lead + len(stripped)))
                at += len(words) + 1
            is_header = properties is not None and is_set(child_of(properties, "tblHeader"))
            place = f"table {n_table}, row {n_rows}"
            self.blocks.append(
                Block("row", spans[0][0], spans[-1][1], place, 0, tuple(spans), is_header)
            )
            self._lay_line("\t".join(cells))

    def _cell_words(self, cell: Element) -> str:
        words: list[str] = []
        joins = False
        for element in block_elements(cell):
            if local_name(element) == "tbl":
                words += [
                    self._cell_words(inner)
                    for row in descend(element, "tr")
                    for inner in descend(row, "tc")
                ]
                continue
            paragraph = self._gather(element)
            if joins:
                words[-1] += paragraph.words
            else:
                words.append(paragraph.words)
            joins = paragraph.joins_next
            for box in paragraph.boxes:
                words += [self._gather(inner).words for inner in descend(box, "p")]
        return archives.clean_text("\n".join(part for part in words if part.strip()))


def _sign(element: Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = attribute_of(element, "char")
        point = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
        return chr(point) if 0x20 <= point < 0xD800 else ""
    return _SIGNS.get(name, "")


def _kind_of_paragraph(properties: Element | None, style: Style) -> tuple[BlockKind, int]:
    own = value_of(properties, "outlineLvl")
    outline = int(own) if own.isdigit() else style.outline
    if outline is not None and outline < 9:
        return "heading", outline + 1
    numbering = child_of(properties, "numPr")
    level = value_of(numbering, "ilvl")
    if numbering is not None:
        if value_of(numbering, "numId") == "0":
            return "paragraph", 0
        return "item", int(level) if level.isdigit() else 0
    if style.in_list or _LIST_STYLE.search(style.name):
        last = style.name[-1:]
        return "item", int(last) - 1 if last.isdigit() and last != "0" else 0
    return "paragraph", 0


def _could_be_heading(words: str) -> bool:
    bare = words.strip()
    return (
        "\n" not in bare
        and len(bare.split()) <= _FAKE_HEADING_WORDS
        and not bare.endswith((".", ",", ";", ":", "”", '"'))
    )


# ------------------------------------------------------------------------------ set aside

_SET_ASIDE = (
    ("comments", "comment", "comments", "comment"),
    ("footnotes", "footnote", "footnotes", "footnote"),
    ("endnotes", "endnote", "endnotes", "endnote"),
)


def _report_set_aside(archive: archives.Archive, folder: str, shown: str) -> list[Problem]:
    """Count what stands outside the body, so that it is not lost in silence."""
    found = []
    for part, tag, many, one in _SET_ASIDE:
        name = f"{folder}/{part}.xml"
        if name not in archive:
            continue
        n = sum(
            1 for element in archive.xml(name)
            if local_name(element) == tag and any((t.text or "").strip() for t in element.iter()
                                             if local_name(t) == "t")
        )  # fmt: skip
        if n:
            found.append(f"{n} {one if n == 1 else many}")
    n = sum(
        1 for name in archive.names
        if re.fullmatch(rf"{re.escape(folder)}/(header|footer)[0-9]{{0,3}}\.xml", name)
        and any((t.text or "").strip() for t in archive.xml(name).iter() if local_name(t) == "t")
    )  # fmt: skip
    if n:
        found.append(f"{n} {'header or footer' if n == 1 else 'headers or footers'}")
    if not found:
        return []
    return [
        Problem(
            shown, "outside the body",
            f"Not read: {', '.join(found)}.",
            "If they hold people's words, move them into the body of the document.",
        )
    ]  # fmt: skip
