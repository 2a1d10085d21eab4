"""Word and PDF: the same report, real structure, the same bytes, nothing that stops them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from insights import tables
from insights.reporting import (
    ReportMaterial,
    compose_commissioner_report,
    render_docx,
    render_pdf,
)
from insights.reporting.document import Report, Table, charts_of, quotes_of, walk
from insights.reporting.rendering.pdf import named_where_missing
from tests.test_reporting_fixture import make_material, topics_for

ODD = 'Good 👍🏽 <script>alert(1)</script> #import "x" $x$ \x07 钱 ਪੈਸੇ المال {{7*7}} [a](b)'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def material() -> ReportMaterial:
    def change(made: dict[str, pd.DataFrame]) -> None:
        texts = list(made["excerpts"]["text"])
        texts[0] = ODD
        made["excerpts"] = tables.conform("excerpts", made["excerpts"].assign(text=texts))

    return topics_for(make_material(serious=("x000",), change=change))


@pytest.fixture(scope="module")
def report(material: ReportMaterial) -> Report:
    return compose_commissioner_report(material)


@pytest.fixture(scope="module")
def word(report: Report) -> Any:
    from docx import Document

    return Document(io.BytesIO(render_docx(report)))


@pytest.fixture(scope="module")
def pdf(report: Report) -> bytes:
    return render_pdf(report)


def test_word_has_the_headings_of_the_report(report: Report, word: Any) -> None:
    first = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    titles = [section.title for section in report.sections]
    assert first[:-1] == [titles[0], "Contents", *titles[1:]]
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [report.title]


def test_word_tables_repeat_their_header_and_say_what_they_are(report: Report, word: Any) -> None:
    expected = [node for node in walk(report.sections) if isinstance(node, Table)]
    assert len(word.tables) == len(expected)
    for made, table in zip(word.tables, expected, strict=True):
        assert made.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        assert made._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == table.caption
        assert [cell.text for cell in made.rows[0].cells] == list(table.header)


def test_word_pictures_have_an_alternative(report: Report, word: Any) -> None:
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [chart.alt for chart in charts_of(report)]


def test_word_links_lead_to_places_that_exist(word: Any) -> None:
    body = word.element.body
    places = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    links = {node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink")}
    assert links
    assert links <= places
    assert 'TOC \\o "1-1"' in "".join(node.text or "" for node in body.iter(f"{W}instrText"))


def test_word_carries_no_trace_of_who_or_when(report: Report, word: Any) -> None:
    core = word.core_properties
    assert (core.author, core.last_modified_by, core.title) == ("", "", report.title)
    assert core.created.year == core.modified.year == 2000
    with zipfile.ZipFile(io.BytesIO(render_docx(report))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert 'w:val="en-GB"' in archive.read("word/styles.xml").decode()


def test_word_quotes_are_byte_exact_but_for_what_xml_forbids(report: Report, word: Any) -> None:
    printed = {p.text for p in word.paragraphs if p.style.name == "Quote"}
    for quote in quotes_of(report):
        assert f"“{quote.text.replace(chr(7), '')}”" in printed


def test_the_same_report_gives_the_same_bytes(report: Report, pdf: bytes) -> None:
    assert render_docx(report) == render_docx(report)
    assert render_pdf(report) == pdf


def test_the_pdf_is_tagged_titled_and_in_its_language(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    for mark in (rb"/MarkInfo", rb"/StructTreeRoot", rb"/Lang ?\(en-GB\)", rb"pdfuaid"):
        assert re.search(mark, pdf)
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf


def test_a_character_that_no_font_has_is_named() -> None:
    assert named_where_missing("naïve – “café”") == "naïve – “café”"
    assert named_where_missing("👍🏽") == "[thumbs up sign]"
    assert "cjk unified ideograph" in named_where_missing("钱")
    assert named_where_missing("a\x07b") == "a[character 0007]b"
    assert named_where_missing("a\nb\tc") == "a\nb c"


def test_a_pdf_without_anything_to_say_is_still_made() -> None:
    from tests.test_reporting_fixture import PROJECT

    empty = compose_commissioner_report(ReportMaterial(project=replace(PROJECT, title="a #b *c*")))
    made = render_pdf(empty)
    assert re.search(rb"/Type\s*/Catalog|/ObjStm", made)
    assert render_docx(empty)
