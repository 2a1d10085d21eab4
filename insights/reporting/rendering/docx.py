"""The report as a Word document: real styles, header rows, alternative texts, links."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

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
from insights.reporting.figures.charts import draw_png
from insights.reporting.rendering.columns import column_shares
from insights.reporting.rendering.ooxml import element, legal, same_bytes
from insights.reporting.rendering.word_paper import Paper
from insights.reporting.rendering.word_styles import (
    QUOTE_SOURCE,
    TABLE,
    set_styles,
    with_large_type,
)
from insights.reporting.wording import uncapitalised

_KEPT_ROWS = 8  # a table of no more rows stays on one page
_AFTER_A_TABLE = 50_800  # four points, in the units of Word
_BANDS = {
    "decision": "E8EEF4", "caution": "FFF3D6", "missing": "FFF3D6", "serious": "FBE6E4",
    "note": "F0EFEC",
}  # fmt: skip


def render_docx(report: Report, template: bytes | None = None) -> bytes:
    """Return the report as a Word document: the same bytes every time.

    Parameters
    ----------
    template
        A house template, as :func:`~insights.reporting.ready_template` makes it ready: its
        page, styles, header and footer are used. Large type stays large type.
    """
    from docx import Document

    document = Document(io.BytesIO(template)) if template else Document()
    if not template:
        set_styles(document, large=report.large_type)
    elif report.large_type:
        with_large_type(document)
    _Writer(Paper(document), report).write()
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


class _Writer:
    """Lays the blocks of one report down on one paper."""

    def __init__(self, paper: Paper, report: Report) -> None:
        self._paper = paper
        self._report = report
        self._links = {
            claim_id: group.anchor for group in report.evidence for claim_id in group.claim_ids
        }

    # ------------------------------------------------------------------ the document

    def write(self) -> None:
        report, paper = self._report, self._paper
        paper.set_properties(report.title, report.language)
        paper.set_footers(" · ".join(report.status))
        paper.text(" · ".join(report.status), bold=True)
        paper.paragraph("Title", [report.title])
        paper.paragraph("Subtitle", [report.subtitle])
        paper.text(report.heard)
        paper.text(" · ".join(
            part for part in (report.made_for and f"For {report.made_for}", report.reported_on)
            if part
        ))  # fmt: skip
        first = report.document == "commissioner"  # whose summary stands before everything
        for section in report.sections[: int(first)]:
            self._section(section)
        if not report.large_type:  # four pages in large type have no room for a list of them
            self._contents(new_page=first)
        in_annex = False
        for section in report.sections[int(first) :]:
            self._section(section, new_page=section.annex and not in_annex)
            in_annex = section.annex
        self._evidence()
        for line in report.colophon:
            paper.text(line)

    def _contents(self, *, new_page: bool) -> None:
        title = self._paper.paragraph("Heading 1", ["Contents"], listed=False)
        title.paragraph_format.page_break_before = new_page or None
        entries = [(section.anchor, section.title) for section in self._report.sections]
        if self._report.evidence:
            entries.append(("evidence", "Annex: the evidence behind each claim"))
        self._paper.contents(entries)

    def _section(self, section: Section, *, new_page: bool = False) -> None:
        title = self._paper.paragraph("Heading 1", [section.title], anchor=section.anchor)
        title.paragraph_format.page_break_before = new_page or None
        if section.intro:
            self._paper.text(section.intro)
        for block in section.blocks:
            self._block(block)

    # ------------------------------------------------------------------ blocks

    def _block(self, block: Any) -> None:
        write: dict[type, Callable[[Any], object]] = {
            Heading: lambda b: self._paper.paragraph(f"Heading {max(b.level - 1, 2)}", [b.text]),
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
        made = self._paper.styled(style)
        made.paragraph_format.keep_with_next = not paragraph.parts or None
        if paragraph.lead:
            made.add_run(legal(f"{paragraph.lead} ")).bold = True
        self._words(made, paragraph.parts)
        return made

    def _message(self, message: KeyMessage) -> None:
        made = self._paper.styled("List Bullet")
        self._paper.link(made, message.target, message.label)
        made.add_run(legal(f" {message.headline} ")).bold = True
        self._words(made, (message.claim,))
        self._badges(made, message.badges)
        if message.quote:
            made.add_run().add_break()
            made.add_run(legal(f"“{message.quote.text}” {message.quote.attribution}"))

    def _finding(self, finding: Finding) -> None:
        title = f"{finding.label} {finding.title}"
        self._paper.paragraph("Heading 2", [title], anchor=finding.anchor)
        if finding.badges:
            labels = self._paper.document.add_paragraph()
            labels.paragraph_format.keep_with_next = True
            self._badges(labels, finding.badges)
        for block in finding.blocks:
            self._block(block)

    def _fields(self, fields: Fields) -> None:
        for field in fields.fields:
            made = self._paper.document.add_paragraph()
            made.add_run(legal(f"{field.name}: ")).bold = True
            if not field.lines:
                self._words(made, field.words)
                continue
            made.paragraph_format.keep_with_next = True
            for one in field.words:
                self._words(self._paper.styled("List Bullet"), (one,))

    def _callout(self, callout: Callout) -> None:
        before = len(self._paper.document.element.body)
        self._paper.paragraph("Heading 2", [callout.title])
        for block in callout.blocks:
            self._block(block)
        self._paper.shade_from(before - 1, _BANDS[callout.kind])

    def _pair(self, pair: QuotePair) -> None:
        self._quotes(pair.left_heading, pair.left, pair.left_empty)
        self._quotes(pair.right_heading, pair.right, pair.right_empty)

    def _quotes(self, heading: str, quotes: Sequence[Quote], empty: str) -> None:
        if heading:
            self._paper.paragraph("Heading 3", [heading])
        for quote in quotes:
            self._quote(quote)
        if empty:
            self._paper.text(empty)

    def _quote(self, quote: Quote) -> None:
        if quote.withheld:
            self._paper.paragraph("Quote", [quote.text])
            return
        made = self._paper.paragraph("Quote", [f"“{quote.text}”"])
        made.paragraph_format.keep_with_next = True
        summarised = ", in the note-taker’s words" if quote.directness == "summarised" else ""
        waiting = "" if quote.cleared else " · not yet cleared"
        source = f"{quote.attribution}{summarised}{waiting}"
        self._paper.paragraph(QUOTE_SOURCE, [source])

    def _chart(self, chart: Chart) -> None:
        from docx.shared import Mm

        axis = uncapitalised(chart.spec.axis)
        self._paper.paragraph(
            "Caption", [f"{chart.title}: {axis}"]
        ).paragraph_format.keep_with_next = True
        run = self._paper.document.add_paragraph().add_run()
        picture = run.add_picture(io.BytesIO(draw_png(chart.spec)), width=Mm(165))
        described = picture._inline.docPr
        described.set("descr", legal(chart.alt))
        described.set("name", legal(chart.title))
        self._table(chart.table)

    def _table(self, table: Table) -> None:
        self._paper.paragraph("Caption", [table.caption]).paragraph_format.keep_with_next = True
        made = self._paper.document.add_table(rows=1, cols=len(table.header))
        made.style = TABLE
        settings = made._tbl.tblPr
        for name in ("tblCaption", "tblDescription"):
            settings.append(element(f"w:{name}", val=legal(table.caption)))
        made.autofit = False
        shares = column_shares(table)
        for column, share in zip(made.columns, shares, strict=True):
            column.width = int(self._paper.text_width * share)
        for cell, name in zip(made.rows[0].cells, table.header, strict=True):
            words = self._paper.to_table_text(cell.paragraphs[0])
            words.paragraph_format.keep_with_next = True
            words.add_run(legal(name)).bold = True
        first = made.rows[0]._tr.get_or_add_trPr()
        first.append(element("w:cantSplit"))
        first.append(element("w:tblHeader"))
        kept = len(table.rows) <= _KEPT_ROWS
        for number, row in enumerate(table.rows, start=1):
            line = made.add_row()
            line._tr.get_or_add_trPr().append(element("w:cantSplit"))
            for at, cell, share in zip(line.cells, row, shares, strict=True):
                at.width = int(self._paper.text_width * share)
                words = self._paper.to_table_text(at.paragraphs[0])
                words.paragraph_format.keep_with_next = (kept and number < len(table.rows)) or None
                self._cell(words, cell)
        after = self._paper.styled(QUOTE_SOURCE if table.note else "Normal")
        after.paragraph_format.left_indent = 0
        after.paragraph_format.space_before = _AFTER_A_TABLE if table.note else 0
        after.add_run(legal(table.note))

    def _cell(self, paragraph: Any, cell: Cell) -> None:
        self._words(paragraph, cell.words, bold=cell.strong)
        self._badges(paragraph, cell.badges)

    # ------------------------------------------------------------------ evidence

    def _evidence(self) -> None:
        if not self._report.evidence:
            return
        title = "Annex: the evidence behind each claim"
        self._paper.paragraph("Heading 1", [title], anchor="evidence")
        self._paper.text(self._report.about_evidence)
        proofs = list_proofs(self._report)
        for group in self._report.evidence:
            self._paper.paragraph("Heading 2", [group.title], anchor=group.anchor)
            for proof in proofs[group.anchor]:
                self._proof(proof)
            if group.n_more:
                self._paper.text(f"{group.n_more:,} more in evidence.csv.")

    def _proof(self, proof: Proof) -> None:
        cited = proof.cited
        if proof.first:
            said = cited.text if cited.withheld else f"“{cited.text}”"
            self._paper.paragraph("Quote", [said], anchor=f"x-{cited.excerpt_id}")
            waiting = "" if cited.cleared or cited.withheld else " · not yet cleared"
            place = f"{cited.attribution} · {cited.place} · {cited.excerpt_id}{waiting}"
            self._paper.paragraph(QUOTE_SOURCE, [place])
            return
        made = self._paper.styled("List Bullet")
        short = cited.text if len(cited.text) <= 70 else f"{cited.text[:70]}…"
        self._paper.link(made, f"x-{cited.excerpt_id}", short)
        made.add_run(legal(f" {cited.attribution}, above"))

    # ------------------------------------------------------------------ words

    def _words(self, paragraph: Any, parts: Sequence[Words], *, bold: bool = False) -> None:
        for number, part in enumerate(parts):
            text = part.text if isinstance(part, Claim) else part
            run = paragraph.add_run(legal(f"{' ' if number else ''}{text}"))
            run.bold = bold or None
            if not isinstance(part, Claim) or part.claim_id not in self._links:
                continue
            if proof := part.proof_on_paper.replace(" ", "\u00a0"):
                paragraph.add_run(" ")
                self._paper.link(paragraph, self._links[part.claim_id], proof)

    def _badges(self, paragraph: Any, badges: Sequence[Badge]) -> None:
        if badges:
            told = " · ".join(badge.text for badge in badges)
            paragraph.add_run(legal(f" [{told}]")).bold = True
