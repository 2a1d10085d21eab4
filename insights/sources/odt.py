"""OpenDocument texts as blocks with stable positions.

Read as Word documents are: what a reader of the finished page sees is in; tracked
deletions, hidden text, headers and footers are counted; comments are kept as memos.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from insights import archives
from insights.errors import InsightsError
from insights.sources.documents import Comment, Document
from insights.sources.laying import (
    CONTENTS,
    DELETED,
    HEADERS,
    HIDDEN,
    OBJECTS,
    Layout,
    Paragraph,
    nested_too_deeply,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
}
_LOOKED_THROUGH = frozenset(
    ["text:section", "text:list-header", "table:table-header-rows", "table:table-row-group",
     "table:table-rows", "text:index-body", "text:numbered-paragraph"]
)  # fmt: skip
_INLINE = frozenset(["text:span", "text:a", "text:ruby", "text:ruby-base", "text:meta",
                     "text:meta-field", "text:p"])  # fmt: skip
_HIDDEN_TAGS = frozenset(["text:hidden-text", "text:hidden-paragraph"])
_INDEXES = frozenset(
    ["text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index",
     "text:user-index", "text:alphabetical-index", "text:bibliography"]
)  # fmt: skip
_MOST_REPEATS = 100
_MOST_SPACES = 1_000


class _Style(NamedTuple):
    """What matters of a style, its parents included."""

    hidden: bool = False
    bold: bool = False
    is_title: bool = False


@dataclass
class _Gathered(Paragraph):
    """A paragraph while its words are gathered, with what hangs on it."""

    boxes: list[Element] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list, repr=False)


def read_odt(data: bytes, shown: str) -> Document:
    """Return an .odt as blocks with stable positions.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How it is named to people.

    Raises
    ------
    InsightsError
        If it is damaged, unsafe, behind a password, or not an OpenDocument text.
    """
    archive = archives.open_archive(data, shown)
    if "META-INF/manifest.xml" in archive and any(
        element.tag.endswith("}encryption-data")
        for element in archive.xml("META-INF/manifest.xml").iter()
    ):
        raise InsightsError(
            "This file is protected by a password, so it could not be opened.", shown,
            "Take the password off and save it again.",
        )  # fmt: skip
    body = _find_body(archive)
    if body is None:
        raise InsightsError(
            "This file is not an OpenDocument text.", shown,
            "Open it in the program it was made with and save it as .odt or .docx.",
        )  # fmt: skip
    reader = _Reader(archive)
    try:
        reader.read(body)
    except RecursionError:
        raise nested_too_deeply(shown) from None
    return reader.layout.finish(shown)


def _find_body(archive: archives.Archive) -> Element | None:
    if "content.xml" not in archive:
        return None
    for element in archive.xml("content.xml").iter():
        if _name(element) == "office:text":
            return element
    return None


class _Reader:
    """Walks the body and lays lines and blocks down, one position after the other."""

    def __init__(self, archive: archives.Archive) -> None:
        self.archive = archive
        self.styles = _read_styles(archive)
        self.layout = Layout()

    def read(self, body: Element) -> None:
        self._read_blocks(body, 0)
        self._count_outside()

    def _count_outside(self) -> None:
        if "styles.xml" in self.archive:
            for element in self.archive.xml("styles.xml").iter():
                if _name(element) in ("style:header", "style:footer", "style:header-left",
                                      "style:footer-left", "style:header-first",
                                      "style:footer-first"):  # fmt: skip
                    self.layout.outside[HEADERS] += _count(element)

    def _read_blocks(self, parent: Element, level: int, in_list: bool = False) -> None:
        for element in parent:
            name = _name(element)
            if name == "text:h":
                self._lay(self._gather(element), int(_whole(element, "outline-level", 1)))
            elif name == "text:p":
                paragraph = self._gather(element)
                if in_list:
                    paragraph.kind, paragraph.level = "item", max(0, level - 1)
                self._lay(paragraph)
            elif name == "text:list":
                self._read_blocks(element, level + 1, in_list)
            elif name == "text:list-item":
                self._read_blocks(element, level, True)
            elif name == "table:table":
                self._read_table(element)
            elif name == "text:tracked-changes":
                self._count_deletions(element)
            elif name in _INDEXES:
                self.layout.outside[CONTENTS] += _count(element)
            elif name in _LOOKED_THROUGH:
                if _attribute(element, "text", "display") == "none":
                    self.layout.outside[HIDDEN] += _count(element)
                else:
                    self._read_blocks(element, level, in_list)
            elif name.startswith("draw:"):
                self._lay_boxes(_boxes(element))
            elif name not in ("text:sequence-decls", "office:forms", "text:variable-decls",
                              "text:user-field-decls"):  # fmt: skip
                self.layout.outside[OBJECTS] += _count(element)

    def _count_deletions(self, changes: Element) -> None:
        for region in changes.iter():
            name = _name(region)
            if name == "text:deletion":
                self.layout.counts["deletion"] += 1
                self.layout.outside[DELETED] += _count(region)
            self.layout.counts["insertion"] += name == "text:insertion"

    # ------------------------------------------------------------------------- paragraphs

    def _lay(self, paragraph: _Gathered, heading: int | None = None, place: str = "") -> None:
        if heading is not None:
            paragraph.kind, paragraph.level = "heading", heading
        self.layout.lay(paragraph, place)
        self._lay_notes(paragraph.notes)
        self._lay_boxes(paragraph.boxes)

    def _lay_notes(self, notes: list[str]) -> None:
        for words in notes:
            self.layout.lay_note(words)

    def _lay_boxes(self, boxes: list[Element]) -> None:
        for box in boxes:
            self.layout.enter_box()
            self._read_blocks(box, 0)

    def _gather(self, element: Element) -> _Gathered:
        style = self.styles.get(_attribute(element, "text", "style-name"), _Style())
        paragraph = _Gathered("heading" if style.is_title else "paragraph")
        self._gather_words(element, paragraph, style.hidden, style.bold)
        return paragraph

    def _gather_words(
        self, element: Element, paragraph: _Gathered, hidden: bool, bold: bool
    ) -> None:
        self._say(_collapse(element.text, paragraph), paragraph, hidden, bold)
        for child in element:
            name = _name(child)
            if name in _INLINE:
                style = self.styles.get(_attribute(child, "text", "style-name"))
                self._gather_words(
                    child, paragraph, hidden or bool(style and style.hidden),
                    bold or bool(style and style.bold),
                )  # fmt: skip
            elif name == "text:s":
                n_spaces = min(_whole(child, "c", 1), _MOST_SPACES)
                self._say(" " * n_spaces, paragraph, hidden, True)
            elif name == "text:tab":
                self._say("\t", paragraph, hidden, True)
            elif name == "text:line-break":
                self._say("\n", paragraph, hidden, True)
            elif name == "text:note":
                self._gather_note(child, paragraph)
            elif name in ("office:annotation", "office:annotation-end"):
                words = "\n".join(self._plain(p) for p in child.iter() if _name(p) == "text:p")
                if words.strip():
                    by = (part.text or "" for part in child if part.tag.endswith("}creator"))
                    comment = Comment(words.strip(), next(by, ""))
                    paragraph.memos.append((paragraph.n_signs, comment))
            elif name in _HIDDEN_TAGS:
                self.layout.outside[HIDDEN] += _count(child)
            elif name.startswith("draw:"):
                paragraph.boxes += _boxes(child)
            elif name.startswith("text:") and name != "text:ruby-text":
                # A field: a date, a page number, a reference; its words are on the page.
                self._gather_words(child, paragraph, hidden, bold)
            else:
                self.layout.outside[OBJECTS] += _count(child)
            self._say(_collapse(child.tail, paragraph), paragraph, hidden, bold)

    def _say(self, words: str, paragraph: _Gathered, hidden: bool, bold: bool) -> None:
        if hidden:
            self.layout.outside[HIDDEN] += len(words)
        elif words:
            paragraph.add(words, bold)

    def _gather_note(self, note: Element, paragraph: _Gathered) -> None:
        for part in note:
            if _name(part) == "text:note-body":
                words = "\n".join(self._plain(p) for p in part.iter() if _name(p) == "text:p")
                if words.strip():
                    paragraph.notes.append(words.strip())
            else:
                self.layout.outside["numbers of footnotes"] += _count(part)

    def _plain(self, element: Element) -> str:
        """Return the words of a paragraph in a note or comment."""
        inner = _Gathered()
        self._gather_words(element, inner, False, False)
        return inner.words

    # ----------------------------------------------------------------------------- tables

    def _read_table(self, table: Element) -> None:
        place = self.layout.enter_table()
        for n_rows, (row, is_header) in enumerate(_rows(table), start=1):
            hanging = _Gathered()
            cells: list[str] = []
            for cell in row:
                if _name(cell) == "table:table-cell":
                    words = self._cell_words(cell, hanging)
                    repeats = min(_whole(cell, "number-columns-repeated", 1, "table"),
                                  _MOST_REPEATS)  # fmt: skip
                    cells += [words] * (repeats if not words else 1)
                elif _name(cell) == "table:covered-table-cell":
                    cells.append("")
            memos = [memo for _, memo in hanging.memos]
            self.layout.lay_row(cells, f"{place}, row {n_rows}", is_header, memos)
            self._lay_notes(hanging.notes)

    def _cell_words(self, cell: Element, hanging: _Gathered) -> str:
        words = []
        for element in _paragraphs(cell):
            paragraph = self._gather(element)
            hanging.memos += paragraph.memos
            hanging.notes += paragraph.notes
            words.append(paragraph.words)
            for box in paragraph.boxes:
                self.layout.counts["text box"] += 1
                words += [self._gather(inner).words for inner in _paragraphs(box)]
        return "\n".join(part for part in words if part.strip())


def _rows(parent: Element, is_header: bool = False) -> Iterator[tuple[Element, bool]]:
    for element in parent:
        name = _name(element)
        if name == "table:table-row":
            yield element, is_header
        elif name in _LOOKED_THROUGH:
            yield from _rows(element, is_header or name == "table:table-header-rows")


def _paragraphs(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell or box, those of lists and inner tables included."""
    for element in parent:
        if _name(element) in ("text:p", "text:h"):
            yield element
        elif not _name(element).startswith(("office:", "draw:")):
            yield from _paragraphs(element)


def _boxes(drawing: Element) -> list[Element]:
    """Return what in a drawing holds paragraphs: text boxes, and shapes with words in them."""
    if _name(drawing) != "draw:frame" and any(_name(part) == "text:p" for part in drawing):
        return [drawing]
    return [box for part in drawing if _name(part).startswith("draw:") for box in _boxes(part)]


def _read_styles(archive: archives.Archive) -> dict[str, _Style]:
    """Return what matters of every style by its name."""
    raw: dict[str, Element] = {}
    for part in ("styles.xml", "content.xml"):
        if part in archive:
            for element in archive.xml(part).iter():
                if _name(element) == "style:style":
                    raw[_attribute(element, "style", "name")] = element
    return {name: _resolve(name, raw) for name in raw}


def _resolve(name: str, raw: dict[str, Element]) -> _Style:
    hidden: bool | None = None
    bold: bool | None = None
    is_title = False
    seen: set[str] = set()
    while name in raw and name not in seen:
        seen.add(name)
        is_title |= name == "Title"
        for part in raw[name]:
            if _name(part) != "style:text-properties":
                continue
            display = _attribute(part, "text", "display")
            weight = _attribute(part, "fo", "font-weight")
            hidden = display == "none" if hidden is None and display else hidden
            bold = weight not in ("", "normal", "400") if bold is None and weight else bold
        name = _attribute(raw[name], "style", "parent-style-name")
    return _Style(bool(hidden), bool(bold), is_title)


def _collapse(words: str | None, paragraph: _Gathered) -> str:
    """Return text with white space as a reader sees it: runs of it are one space."""
    if not words:
        return ""
    before = paragraph.pieces[-1] if paragraph.pieces else ""
    lead = words[0] in " \t\n\r" and not before.endswith((" ", "\n", "\t"))
    inner = " ".join(
        part for part in words.replace("\t", " ").replace("\n", " ").split(" ") if part
    )
    trail = words[-1] in " \t\n\r" and bool(inner)
    return (" " if lead and paragraph.pieces else "") + inner + (" " if trail else "")


def _name(element: Element) -> str:
    """Return an element's name with its usual prefix, "" for those from elsewhere."""
    if not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.rpartition("}")
    prefix = _SPACES.get(space.lstrip("{"), "")
    return f"{prefix}:{local}" if prefix else ""


def _attribute(element: Element, prefix: str, name: str) -> str:
    space = next(space for space, known in _SPACES.items() if known == prefix)
    return element.get(f"{{{space}}}{name}") or ""


def _whole(element: Element, name: str, otherwise: int, prefix: str = "text") -> int:
    given = _attribute(element, prefix, name)
    return int(given) if given.isdigit() and len(given) < 7 else otherwise


def _count(element: Element) -> int:
    """Return how many characters stand in an element's paragraphs."""
    return sum(
        len("".join(part.itertext()))
        for part in element.iter()
        if _name(part) in ("text:p", "text:h", "text:note-citation", "text:hidden-text")
    )
