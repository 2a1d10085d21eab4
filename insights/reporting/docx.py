"""The report as a Word document: real styles, header rows, alternative texts, links."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from insights.reporting.charts import draw_png
from insights.reporting.document import (
    Badge,
    Callout,
    Cell,
    Chart,
    Claim,
    Fields,
    Finding,
    Heading,
    Items,
    KeyMessage,
    KeyMessages,
    Paragraph,
    Quote,
    QuoteList,
    QuotePair,
    Report,
    Section,
    Table,
    Words,
)
from insights.reporting.evidence import Proof, list_proofs
from insights.reporting.ooxml import column_shares, element, legal, qualified, same_bytes
from insights.reporting.wording import uncapitalised

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_A_FIXED_DAY = datetime(2000, 1, 1)
_BLUE, _QUIET = "12436D", "4F5A65"
_BANDS = {
    "decision": "E8EEF4", "caution": "FFF3D6", "missing": "FFF3D6", "serious": "FBE6E4",
    "note": "F0EFEC",
}  # fmt: skip


def render_docx(report: Report, template: bytes | None = None) -> bytes:
    """Return the report as a Word document: the same bytes every time.

    Parameters
    ----------
    template
        A house template (.docx): its styles, header and footer are used, its text is not.
    """
    from docx import Document

    document = Document(io.BytesIO(template)) if template else Document()
    writer = _Writer(document, report)
    if template:
        writer.clear()
    else:
        writer.set_styles()
    writer.write()
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


class _Writer:
    """Writes one report into one Word document; the state is the document itself."""

    def __init__(self, document: WordDocument, report: Report) -> None:
        self._document = document
        self._report = report
        self._links = {
            claim_id: group.anchor for group in report.evidence for claim_id in group.claim_ids
        }
        self._bookmarks: dict[str, str] = {}
        self._n_bookmarks = 0

    # ------------------------------------------------------------------ the document

    def clear(self) -> None:
        """Take a template's own text out, but not its page settings."""
        body = self._document.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)

    def set_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Mm, Pt, RGBColor

        large = self._report.large_type
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(18)
        styles = self._document.styles
        sizes = {"Normal": 14 if large else 10.5, "Title": 26, "Subtitle": 14, "Heading 1": 19,
                 "Heading 2": 15 if large else 13, "Heading 3": 14 if large else 11,
                 "Caption": 10, "Quote": 14 if large else 10.5}  # fmt: skip
        for name, size in sizes.items():
            style: Any = styles[name]
            style.font.name, style.font.size = "Arial", Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for slot in list(fonts.attrib):
                if "heme" in slot:
                    del fonts.attrib[slot]
            for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qualified(slot), "Arial")
            if name.startswith(("Title", "Heading")):
                style.font.color.rgb = RGBColor.from_string(_BLUE)
            elif name != "Normal":
                style.font.color.rgb = RGBColor.from_string("1D2329" if name == "Quote" else _QUIET)
                style.font.italic = False
        normal: Any = styles["Normal"]
        normal.paragraph_format.space_after = Pt(6)
        quote: Any = styles["Quote"]
        quote.paragraph_format.left_indent = Pt(14)
        source = styles.add_style("Quote Source", WD_STYLE_TYPE.PARAGRAPH)
        source.base_style = normal
        source.paragraph_format.left_indent = Pt(14)
        source.font.size = Pt(12 if large else 9)
        source.font.color.rgb = RGBColor.from_string(_QUIET)

    def write(self) -> None:
        report = self._report
        self._properties()
        self._footer()
        self._text(" · ".join(report.status), bold=True)
        self._paragraph("Title", [report.title])
        self._paragraph("Subtitle", [report.subtitle])
        if report.heard:
            self._text(report.heard)
        made = " · ".join(
            part for part in (report.made_for and f"For {report.made_for}", report.reported_on)
            if part
        )  # fmt: skip
        if made:
            self._text(made)
        self._contents()
        for section in report.sections:
            self._section(section)
        self._evidence()
        for line in report.colophon:
            self._text(line)

    def _properties(self) -> None:
        core = self._document.core_properties
        for name in ("author", "last_modified_by", "comments", "keywords", "category", "subject",
                     "content_status", "identifier", "version"):  # fmt: skip
            setattr(core, name, "")
        core.title, core.language = legal(self._report.title)[:255], self._report.language
        core.created = core.modified = core.last_printed = _A_FIXED_DAY
        core.revision = 1
        part = self._document.part.package
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith("/thumbnail"):
                del part.rels[key]
        defaults = self._document.styles.element.find(
            f"{qualified('docDefaults')}/{qualified('rPrDefault')}"
        )
        if defaults is not None:
            run = defaults.find(qualified("rPr"))
            language = run.find(qualified("lang"))
            if language is None:
                language = element("w:lang")
                run.append(language)
            for slot in ("val", "eastAsia"):
                language.set(qualified(slot), self._report.language)

    def _footer(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.text = legal(" · ".join(self._report.status)) + "\t\t"
        self._field(paragraph, "PAGE", "1")

    def _contents(self) -> None:
        """Put in a contents field, filled already: no page numbers, so nothing to update."""
        self._paragraph("Heading 1", ["Contents"], listed=False)
        entries = [(section.anchor, section.title) for section in self._report.sections]
        if self._report.evidence:
            entries.append(("evidence", "Annex: the evidence behind each claim"))
        for number, (anchor, title) in enumerate(entries):
            paragraph = self._document.add_paragraph()
            if number == 0:
                self._field_start(paragraph, r'TOC \o "1-1" \n \h \z')
            self._link(paragraph, anchor, title)
            if number == len(entries) - 1:
                self._field_end(paragraph)

    def _section(self, section: Section) -> None:
        self._paragraph("Heading 1", [section.title], anchor=section.anchor)
        if section.intro:
            self._text(section.intro)
        for block in section.blocks:
            self._block(block)

    # ------------------------------------------------------------------ blocks

    def _block(self, block: Any) -> None:
        write: dict[type, Callable[[Any], object]] = {
            Heading: lambda b: self._paragraph(f"Heading {max(b.level - 1, 2)}", [b.text]),
            Paragraph: self._lead,
            Items: self._items,
            KeyMessages: self._messages,
            Table: self._table,
            Quote: self._quote,
            QuoteList: lambda b: self._quotes(b.heading, b.quotes, ""),
            QuotePair: self._pair,
            Chart: self._chart,
            Callout: self._callout,
            Fields: self._fields,
            Finding: self._finding,
        }
        write[type(block)](block)

    def _items(self, items: Items) -> None:
        for item in items.items:
            self._lead(item, "List Bullet")

    def _messages(self, messages: KeyMessages) -> None:
        for message in messages.messages:
            self._message(message)

    def _lead(self, paragraph: Paragraph, style: str = "Normal") -> Any:
        made = self._styled(style)
        if paragraph.lead:
            made.add_run(legal(f"{paragraph.lead} ")).bold = True
        self._words(made, paragraph.parts)
        return made

    def _message(self, message: KeyMessage) -> None:
        made = self._styled("List Bullet")
        self._link(made, message.target, message.label)
        made.add_run(legal(f" {message.headline} ")).bold = True
        self._words(made, (message.claim,))
        self._badges(made, message.badges)
        if message.quote:
            made.add_run().add_break()
            made.add_run(legal(f"“{message.quote.text}” {message.quote.attribution}"))

    def _finding(self, finding: Finding) -> None:
        self._paragraph("Heading 2", [f"{finding.label} {finding.title}"], anchor=finding.anchor)
        if finding.badges:
            self._badges(self._document.add_paragraph(), finding.badges)
        for block in finding.blocks:
            self._block(block)

    def _fields(self, fields: Fields) -> None:
        for field in fields.fields:
            made = self._document.add_paragraph()
            made.add_run(legal(f"{field.name}: ")).bold = True
            if not field.lines:
                self._words(made, field.words)
                continue
            for one in field.words:
                self._words(self._styled("List Bullet"), (one,))

    def _callout(self, callout: Callout) -> None:
        before = len(self._document.element.body)
        self._paragraph("Heading 2", [callout.title])
        for block in callout.blocks:
            self._block(block)
        for made in list(self._document.element.body)[before - 1 :]:
            if made.tag == qualified("p"):
                shade = element("w:shd", val="clear", color="auto", fill=_BANDS[callout.kind])
                made.get_or_add_pPr().append(shade)

    def _pair(self, pair: QuotePair) -> None:
        self._quotes(pair.left_heading, pair.left, pair.left_empty)
        self._quotes(pair.right_heading, pair.right, pair.right_empty)

    def _quotes(self, heading: str, quotes: Sequence[Quote], empty: str) -> None:
        if heading:
            self._paragraph("Heading 3", [heading])
        for quote in quotes:
            self._quote(quote)
        if empty:
            self._text(empty)

    def _quote(self, quote: Quote) -> None:
        if quote.withheld:
            self._paragraph("Quote", [quote.text])
            return
        made = self._paragraph("Quote", [f"“{quote.text}”"])
        made.paragraph_format.keep_with_next = True
        summarised = ", in the note-taker’s words" if quote.directness == "summarised" else ""
        waiting = "" if quote.cleared else " · not yet cleared"
        self._paragraph(self._source_style, [f"{quote.attribution}{summarised}{waiting}"])

    @cached_property
    def _style_ids(self) -> dict[str, str]:
        """Style ids by name, looked up once: a house template may lack some."""
        return {str(style.name): str(style.style_id) for style in self._document.styles}

    @property
    def _source_style(self) -> str:
        return "Quote Source" if "Quote Source" in self._style_ids else "Normal"

    def _styled(self, style: str) -> Any:
        made: Any = self._document.add_paragraph()
        if style != "Normal" and style in self._style_ids:
            made._p.style = self._style_ids[style]
        return made

    def _chart(self, chart: Chart) -> None:
        from docx.shared import Mm

        axis = uncapitalised(chart.spec.axis)
        self._paragraph("Caption", [f"{chart.title}: {axis}"])
        run = self._document.add_paragraph().add_run()
        picture = run.add_picture(io.BytesIO(draw_png(chart.spec)), width=Mm(165))
        described = picture._inline.docPr
        described.set("descr", legal(chart.alt))
        described.set("name", legal(chart.title))
        self._table(chart.table)

    def _table(self, table: Table) -> None:
        self._paragraph("Caption", [table.caption]).paragraph_format.keep_with_next = True
        made = self._document.add_table(rows=1, cols=len(table.header))
        if "Table Grid" in self._style_ids:
            made.style = "Table Grid"
        settings = made._tbl.tblPr
        for name in ("tblCaption", "tblDescription"):
            settings.append(element(f"w:{name}", val=legal(table.caption)))
        made.autofit = False
        shares = column_shares(table)
        for column, share in zip(made.columns, shares, strict=True):
            column.width = int(self._text_width * share)
        for cell, name in zip(made.rows[0].cells, table.header, strict=True):
            cell.paragraphs[0].add_run(legal(name)).bold = True
        first = made.rows[0]._tr.get_or_add_trPr()
        first.append(element("w:cantSplit"))
        first.append(element("w:tblHeader"))
        for row in table.rows:
            line = made.add_row()
            line._tr.get_or_add_trPr().append(element("w:cantSplit"))
            for at, cell, share in zip(line.cells, row, shares, strict=True):
                at.width = int(self._text_width * share)
                self._cell(at.paragraphs[0], cell)
        self._text(table.note)

    @property
    def _text_width(self) -> int:
        page = self._document.sections[0]
        return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)

    def _cell(self, paragraph: Any, cell: Cell) -> None:
        self._words(paragraph, cell.words, bold=cell.strong)
        self._badges(paragraph, cell.badges)

    # ------------------------------------------------------------------ evidence

    def _evidence(self) -> None:
        if not self._report.evidence:
            return
        title = "Annex: the evidence behind each claim"
        self._paragraph("Heading 1", [title], anchor="evidence")
        proofs = list_proofs(self._report)
        for group in self._report.evidence:
            self._paragraph("Heading 2", [group.title], anchor=group.anchor)
            for proof in proofs[group.anchor]:
                self._proof(proof)
            if group.n_more:
                self._text(f"{group.n_more:,} more in evidence.csv.")

    def _proof(self, proof: Proof) -> None:
        cited = proof.cited
        if proof.first:
            said = cited.text if cited.withheld else f"“{cited.text}”"
            self._paragraph("Quote", [said], anchor=f"x-{cited.excerpt_id}")
            waiting = "" if cited.cleared or cited.withheld else " · not yet cleared"
            place = f"{cited.attribution} · {cited.source}, {cited.locator}{waiting}"
            self._paragraph(self._source_style, [place])
            return
        made = self._styled("List Bullet")
        short = cited.text if len(cited.text) <= 70 else f"{cited.text[:70]}…"
        self._link(made, f"x-{cited.excerpt_id}", short)
        made.add_run(legal(f" {cited.attribution}, above"))

    # ------------------------------------------------------------------ words

    def _words(self, paragraph: Any, parts: Sequence[Words], *, bold: bool = False) -> None:
        for number, part in enumerate(parts):
            text = part.text if isinstance(part, Claim) else part
            run = paragraph.add_run(legal(f"{' ' if number else ''}{text}"))
            run.bold = bold or None
            if isinstance(part, Claim) and part.claim_id in self._links:
                n = len(part.excerpt_ids)
                paragraph.add_run(" ")
                self._link(paragraph, self._links[part.claim_id],
                           f"{n:,} excerpt{'' if n == 1 else 's'}")  # fmt: skip

    def _badges(self, paragraph: Any, badges: Sequence[Badge]) -> None:
        if badges:
            told = " · ".join(badge.text for badge in badges)
            paragraph.add_run(legal(f" [{told}]")).bold = True

    def _text(self, text: str, *, bold: bool = False) -> None:
        if text:
            self._document.add_paragraph().add_run(legal(text)).bold = bold or None

    def _paragraph(
        self, style: str, parts: Sequence[str], *, anchor: str = "", listed: bool = True
    ) -> Any:
        made = self._styled(style)
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

    def _bookmark(self, anchor: str) -> str:
        """Return a name that Word takes: letters, digits, at most 40 of them."""
        return self._bookmarks.setdefault(anchor, f"place{len(self._bookmarks) + 1}")

    def _link(self, paragraph: Any, anchor: str, text: str) -> None:
        link = element("w:hyperlink", anchor=self._bookmark(anchor), history="1")
        run = paragraph.add_run(legal(text))
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)

    def _field(self, paragraph: Any, code: str, shown: str) -> None:
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
