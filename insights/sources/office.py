"""Word documents as blocks with stable positions.

What a reader of the finished document sees is read: tracked insertions are in, deletions
and hidden text are out, text boxes stand after the paragraph they hang on, footnotes after
the paragraph that refers to them. Comments are kept as memos. Everything else that holds
text is counted, never lost in silence. Author names and document properties are not looked
at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights import archives
from insights.errors import InsightsError
from insights.sources.documents import BlockKind, Comment, Document, Memo
from insights.sources.laying import (
    AGAIN,
    CODES,
    DELETED,
    HEADERS,
    HIDDEN,
    OBJECTS,
    Layout,
    Paragraph,
    nested_too_deeply,
)
from insights.sources.ooxml import (
    TRANSPARENT,
    Style,
    attribute_of,
    block_elements,
    child_of,
    choose,
    count_text,
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
_LIST_STYLE = re.compile(r"list (?:bullet|number|paragraph)|bullet", re.IGNORECASE)
_UNREAD = {
    "del": DELETED, "moveFrom": DELETED, "instrText": CODES, "delInstrText": CODES,
    "delText": DELETED, "rt": "pronunciation marks",
}  # fmt: skip


@dataclass
class _Gathered(Paragraph):
    """A paragraph of Word's while its runs are gathered."""

    boxes: list[Element] = field(default_factory=list, repr=False)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (footnote or endnote, id)
    joins_next: bool = False


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
    reader = _Reader(archive, main.rpartition("/")[0])
    try:
        reader.read(body)
    except RecursionError:
        raise nested_too_deeply(shown) from None
    return reader.layout.finish(shown)


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

    def __init__(self, archive: archives.Archive, folder: str) -> None:
        self.archive = archive
        self.folder = folder
        self.styles = read_styles(archive, f"{folder}/styles.xml")
        self.layout = Layout()
        self.comments = {
            comment_id: Comment(words, author)
            for comment_id, words, author in self._read_part("comments", "comment")
        }
        self.notes = {
            (kind, note_id): words
            for kind in ("footnote", "endnote")
            for note_id, words, _ in self._read_part(f"{kind}s", kind)
        }
        self.begun: dict[str, int] = {}  # where the span of a comment began in its paragraph
        self.waiting: _Gathered | None = None  # its paragraph mark was deleted

    def read(self, body: Element) -> None:
        for element in block_elements(body):
            if local_name(element) == "tbl":
                self._read_table(element)
            else:
                self._read_paragraph(element)
        self._flush()
        self._keep_the_rest()

    def _read_part(self, part: str, tag: str) -> list[tuple[str, str, str]]:
        """Return every comment or note: its id, its words and who wrote it."""
        name = f"{self.folder}/{part}.xml"
        if name not in self.archive:
            return []
        found = []
        for element in self.archive.xml(name):
            if local_name(element) == tag and attribute_of(element, "type") in ("", "normal"):
                words = "\n".join(_words_of(p) for p in descend_all(element, "p")).strip()
                if words:
                    author = attribute_of(element, "author")
                    found.append((attribute_of(element, "id"), words, author))
        return found

    def _keep_the_rest(self) -> None:
        """Count what stands outside the body, and keep comments that hang on nothing."""
        layout = self.layout
        layout.counts["footnote"] -= len(self.notes)
        for words in self.notes.values():
            layout.outside["footnotes that nothing refers to"] += len(words)
        for comment in self.comments.values():
            layout.memos.append(Memo(0, "no place", comment.words, comment.author))
        for name in self.archive.names:
            if re.fullmatch(rf"{re.escape(self.folder)}/(header|footer)[0-9]{{0,3}}\.xml", name):
                layout.outside[HEADERS] += count_text(self.archive.xml(name))
            elif re.fullmatch(
                rf"{re.escape(self.folder)}/(charts/chart|diagrams/data)[0-9]{{0,3}}\.xml", name
            ):
                layout.outside[OBJECTS] += sum(
                    len(element.text or "")
                    for element in self.archive.xml(name).iter()
                    if element.tag.endswith(("drawingml/2006/main}t", "/chart}v"))
                )

    # ------------------------------------------------------------------------- paragraphs

    def _read_paragraph(self, element: Element) -> None:
        paragraph = self._gather(element)
        if self.waiting is not None:
            self.waiting.memos += [
                (at + self.waiting.n_signs, comment) for at, comment in paragraph.memos
            ]
            self.waiting.pieces += paragraph.pieces
            self.waiting.n_signs += paragraph.n_signs
            self.waiting.boxes += paragraph.boxes
            self.waiting.notes += paragraph.notes
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

    def _lay(self, paragraph: _Gathered, place: str = "") -> None:
        # A line break inside a paragraph is typed on purpose: each line stands alone.
        self.layout.lay(paragraph, place)
        self._lay_notes(paragraph.notes)
        for box in paragraph.boxes:
            place = self.layout.enter_box()
            for number, inner in enumerate(block_elements(box), start=1):
                if local_name(inner) == "tbl":
                    self._read_table(inner)
                else:
                    self._lay(self._gather(inner), f"{place}, paragraph {number}")

    def _lay_notes(self, notes: list[tuple[str, str]]) -> None:
        for kind, note_id in notes:
            words = self.notes.pop((kind, note_id), None)
            if words is not None:
                self.layout.lay_note(words, kind)

    def _gather(self, element: Element) -> _Gathered:
        properties = child_of(element, "pPr")
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        paragraph = _Gathered(*_kind_of_paragraph(properties, style))
        mark = child_of(properties, "rPr") if properties is not None else None
        paragraph.joins_next = mark is not None and child_of(mark, "del") is not None
        self._gather_runs(element, style, paragraph)
        return paragraph

    def _gather_runs(
        self, element: Element, style: Style, paragraph: _Gathered,
        hidden: bool = False, bold: bool = False,
    ) -> None:  # fmt: skip
        outside = self.layout.outside
        for child in element:
            name = local_name(child)
            if name == "r":
                self._gather_runs(
                    child, style, paragraph,
                    is_on(child, "vanish", style.hidden, self.styles, "hidden"),
                    is_on(child, "b", style.bold, self.styles, "bold"),
                )  # fmt: skip
            elif name in TRANSPARENT:
                self.layout.counts["insertion"] += name in ("ins", "moveTo")
                self._gather_runs(child, style, paragraph, hidden, bold)
            elif name == "AlternateContent":
                chosen = choose(child)
                for other in child:
                    if other is not chosen:
                        outside[AGAIN] += count_text(other)
                if chosen is not None:
                    self._gather_runs(chosen, style, paragraph, hidden, bold)
            elif name in _UNREAD:
                self.layout.counts["deletion"] += name in ("del", "moveFrom")
                outside[_UNREAD[name]] += count_text(child)
            elif name in ("drawing", "pict", "object"):
                self._gather_drawing(child, paragraph, hidden)
            elif name.startswith("comment"):
                self._gather_comment(child, name, paragraph)
            elif name in ("footnoteReference", "endnoteReference"):
                note = (name.removesuffix("Reference"), attribute_of(child, "id"))
                if note in self.notes and note not in paragraph.notes and not hidden:
                    paragraph.notes.append(note)
            elif sign := _sign(child, name):
                if hidden:
                    outside[HIDDEN] += len(sign)
                else:
                    paragraph.add(sign, bold)
            elif name not in ("rPr", "pPr"):
                outside[OBJECTS] += count_text(child)

    def _gather_drawing(self, drawing: Element, paragraph: _Gathered, hidden: bool) -> None:
        if hidden:
            self.layout.outside[HIDDEN] += count_text(drawing)
            return
        boxes = text_boxes(drawing)
        paragraph.boxes += boxes
        # A box inside a box is met again when that box is laid down.
        rest = count_text(drawing) - sum(count_text(box) for box in boxes)
        self.layout.outside[AGAIN] += rest

    def _gather_comment(self, mark: Element, name: str, paragraph: _Gathered) -> None:
        comment_id = attribute_of(mark, "id")
        if name == "commentRangeStart":
            self.begun[comment_id] = paragraph.n_signs
        elif name in ("commentRangeEnd", "commentReference") and comment_id in self.comments:
            otherwise = 0 if name == "commentRangeEnd" else paragraph.n_signs
            at = self.begun.get(comment_id, otherwise)
            paragraph.memos.append((at, self.comments.pop(comment_id)))

    # ----------------------------------------------------------------------------- tables

    def _read_table(self, table: Element) -> None:
        self._flush()
        place = self.layout.enter_table()
        n_rows = 0
        for row in descend(table, "tr"):
            properties = child_of(row, "trPr")
            if properties is not None and child_of(properties, "del") is not None:
                self.layout.counts["deletion"] += 1
                self.layout.outside[DELETED] += count_text(row)
                continue
            n_rows += 1
            gathered = _Gathered()  # what hangs on the row's cells
            cells = [self._cell_words(cell, gathered) for cell in descend(row, "tc")]
            is_header = properties is not None and is_set(child_of(properties, "tblHeader"))
            memos = [memo for _, memo in gathered.memos]
            self.layout.lay_row(cells, f"{place}, row {n_rows}", is_header, memos)
            self._lay_notes(gathered.notes)

    def _cell_words(self, cell: Element, hanging: _Gathered) -> str:
        words: list[str] = []
        joins = False
        for element in block_elements(cell):
            if local_name(element) == "tbl":
                words += [
                    self._cell_words(inner, hanging)
                    for row in descend(element, "tr")
                    for inner in descend(row, "tc")
                ]
                continue
            paragraph = self._gather(element)
            hanging.memos += paragraph.memos
            hanging.notes += paragraph.notes
            if joins:
                words[-1] += paragraph.words
            else:
                words.append(paragraph.words)
            joins = paragraph.joins_next
            for box in paragraph.boxes:
                self.layout.counts["text box"] += 1
                words += [self._gather(inner).words for inner in descend(box, "p")]
        return "\n".join(part for part in words if part.strip())


def descend_all(element: Element, wanted: str) -> Iterator[Element]:
    """Yield every element called ``wanted`` below ``element``, in order."""
    for child in element.iter():
        if local_name(child) == wanted:
            yield child


def _words_of(paragraph: Element) -> str:
    """Return what a paragraph of a comment or note says; deletions are not text in Word."""
    return "".join(_sign(child, local_name(child)) for child in paragraph.iter()).replace("\n", " ")


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
