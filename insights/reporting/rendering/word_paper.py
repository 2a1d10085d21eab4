"""A Word document as it is being written: its paragraphs, links, places and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from insights.reporting.rendering.ooxml import element, legal, qualified
from insights.reporting.rendering.word_styles import TABLE_TEXT

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_A_FIXED_DAY = datetime(2000, 1, 1)
_NOBODYS = (
    "author", "last_modified_by", "comments", "keywords", "category", "subject",
    "content_status", "identifier", "version",
)  # fmt: skip


class Paper:
    """Writes paragraphs, links and fields into one Word document, which is its state."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self._bookmarks: dict[str, str] = {}
        self._n_bookmarks = 0

    # ------------------------------------------------------------------ the document

    def set_properties(self, title: str, language: str) -> None:
        """Set the title and the language; nobody is its author, no day its date."""
        core = self.document.core_properties
        for name in _NOBODYS:
            setattr(core, name, "")
        core.title, core.language = legal(title)[:255], language
        core.created = core.modified = core.last_printed = _A_FIXED_DAY
        core.revision = 1
        package = self.document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):
                del package.rels[key]
        run = self.document.styles.element.find(
            f"{qualified('docDefaults')}/{qualified('rPrDefault')}/{qualified('rPr')}"
        )
        if run is not None:
            told = run.find(qualified("lang"))
            if told is None:
                told = element("w:lang")
                run.append(told)
            for slot in ("val", "eastAsia"):
                told.set(qualified(slot), language)

    def set_footers(self, words: str) -> None:
        """Write the words and the page's number into every footer, after what stands there."""
        for footer in self._footers():
            numbered = any("PAGE" in code.split() for code in _field_codes(footer._element))
            first = footer.paragraphs[0]
            paragraph = footer.add_paragraph() if _says_something(footer) else first
            paragraph.add_run(legal(words) + ("" if numbered else "\t\t"))
            if not numbered:
                self.field(paragraph, "PAGE", "1")

    def _footers(self) -> Iterator[Any]:
        """Yield the footer of every kind of page that there is."""
        both_sides = self.document.settings.odd_and_even_pages_header_footer
        for section in self.document.sections:
            yield section.footer
            if section.different_first_page_header_footer:
                yield section.first_page_footer
            if both_sides:
                yield section.even_page_footer

    @property
    def text_width(self) -> int:
        """The room between the margins, in Word's units."""
        page = self.document.sections[0]
        return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)

    # ------------------------------------------------------------------ paragraphs

    @cached_property
    def _style_ids(self) -> dict[str, str]:
        """Style ids by name, looked up once."""
        return {str(style.name): str(style.style_id) for style in self.document.styles}

    def styled(self, style: str) -> Any:
        """Add an empty paragraph in a style."""
        made: Any = self.document.add_paragraph()
        if style != "Normal":
            made._p.style = self._style_ids[style]
        return made

    def paragraph(
        self, style: str, parts: Sequence[str], *, anchor: str = "", listed: bool = True
    ) -> Any:
        """Add a paragraph; links can lead to its ``anchor``, contents list it where ``listed``."""
        made = self.styled(style)
        if not listed:  # the contents do not list themselves
            made._p.get_or_add_pPr().append(element("w:outlineLvl", val="9"))
        if anchor:
            self._n_bookmarks += 1
            number = str(self._n_bookmarks)
            start = element("w:bookmarkStart", id=number, name=self._bookmark(anchor))
            made._p.append(start)
        for part in parts:
            made.add_run(legal(part))
        if anchor:
            made._p.append(element("w:bookmarkEnd", id=number))
        return made

    def text(self, text: str, *, bold: bool = False) -> None:
        """Add a plain paragraph; none for an empty text."""
        if text:
            self.document.add_paragraph().add_run(legal(text)).bold = bold or None

    def to_table_text(self, paragraph: Any) -> Any:
        """Return the paragraph of a cell in the style of tables."""
        paragraph._p.style = self._style_ids[TABLE_TEXT]
        return paragraph

    def shade_from(self, first: int, colour: str) -> None:
        """Lay a colour behind every paragraph of the body from the ``first`` on."""
        for made in list(self.document.element.body)[first:]:
            if made.tag == qualified("p"):
                shade = element("w:shd", val="clear", color="auto", fill=colour)
                made.get_or_add_pPr().append(shade)

    # ------------------------------------------------------------------ links and fields

    def link(self, paragraph: Any, anchor: str, text: str) -> None:
        """Add a link to a place in the document."""
        link = element("w:hyperlink", anchor=self._bookmark(anchor), history="1")
        run = paragraph.add_run(legal(text))
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)

    def _bookmark(self, anchor: str) -> str:
        """Return a name that Word takes: letters, digits, at most 40 of them."""
        return self._bookmarks.setdefault(anchor, f"place{len(self._bookmarks) + 1}")

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """Add a contents field, filled already: no page numbers, so nothing to update."""
        for number, (anchor, title) in enumerate(entries):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = 0
            if number == 0:
                self._field_start(paragraph, r'TOC \o "1-1" \n \h \z')
            self.link(paragraph, anchor, title)
            if number == len(entries) - 1:
                self._field_end(paragraph)

    def field(self, paragraph: Any, code: str, shown: str) -> None:
        """Add a field that Word keeps up to date."""
        self._field_start(paragraph, code)
        paragraph.add_run(shown)
        self._field_end(paragraph)

    def _field_start(self, paragraph: Any, code: str) -> None:
        paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
        told = element("w:instrText")
        told.text = f" {code} "
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        paragraph.add_run()._r.append(told)
        paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))

    def _field_end(self, paragraph: Any) -> None:
        paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def _says_something(footer: Any) -> bool:
    root = footer._element
    said = any(node.text for node in root.iter(qualified("t")))
    return (
        said
        or any(True for _ in root.iter(qualified("drawing"), qualified("fldChar")))
        or (len(footer.paragraphs) != 1 or bool(footer.tables))
    )


def _field_codes(root: Any) -> Iterable[str]:
    """Yield the codes of all fields below a part's root."""
    yield from (node.get(qualified("instr"), "") for node in root.iter(qualified("fldSimple")))
    yield from (node.text or "" for node in root.iter(qualified("instrText")))
