"""Word documents: what a reader of the finished page sees, and nothing else."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.errors import InsightsError
from insights.sources.office import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
LINES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=30,
)


def save(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add(document, inner: str, properties: str = "") -> None:
    xml = f"<w:p {NAMESPACES}>{properties}{inner}</w:p>"
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def blocks(data: bytes) -> list[tuple[str, str]]:
    document = read_docx(data, "a.docx")
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.tuples(st.sampled_from(["Normal", "List Bullet", "Heading 2"]), LINES),
                      max_size=8))  # fmt: skip
def test_what_python_docx_wrote_comes_back(lines):
    document = docx.Document()
    for style, words in lines:
        document.add_paragraph(words, style=style)
    kinds = {"Normal": "paragraph", "List Bullet": "item", "Heading 2": "heading"}
    expected = [(kinds[style], words.strip()) for style, words in lines if words.strip()]
    assert blocks(save(document)) == expected


def test_tables_stand_in_reading_order_with_a_span_for_each_cell():
    document = docx.Document()
    document.add_paragraph("before")
    table = document.add_table(2, 2)
    for at, words in enumerate(["Who", "What", "P07", "two\nlines"]):
        table.cell(at // 2, at % 2).text = words
    document.add_paragraph("after")
    read = read_docx(save(document), "a.docx")
    assert [block.kind for block in read.blocks] == ["paragraph", "row", "row", "paragraph"]
    last = read.blocks[2]
    assert [read.text[a:b] for a, b in last.cells] == ["P07", "two\nlines"]
    assert last.place == "table 1, row 2"


def test_insertions_are_in_and_deletions_and_hidden_text_are_out():
    document = docx.Document()
    add(
        document,
        run("kept ")
        + f'<w:ins w:author="Aoife" w:id="1">{run("inserted ")}</w:ins>'
        + '<w:del w:author="Bim" w:id="2"><w:r><w:delText>deleted</w:delText></w:r></w:del>'
        + run("hidden", "<w:rPr><w:vanish/></w:rPr>")
        + run("shown", '<w:rPr><w:vanish w:val="0"/></w:rPr>'),
    )
    assert blocks(save(document)) == [("paragraph", "kept inserted shown")]


def test_hidden_styles_hide_too_and_a_run_may_say_otherwise():
    document = docx.Document()
    style = document.styles.add_style("Secret", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    based = document.styles.add_style("Below", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = style
    document.add_paragraph("secret", style="Below")
    add(document, run("open", '<w:rPr><w:vanish w:val="false"/></w:rPr>'),
        '<w:pPr><w:pStyle w:val="Secret"/></w:pPr>')  # fmt: skip
    assert blocks(save(document)) == [("paragraph", "open")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_deleted_row_is_gone():
    document = docx.Document()
    add(document, run("one "), '<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>')
    add(document, run("sentence"))
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "gone", "stays"
    table.rows[0]._tr.get_or_add_trPr().append(
        parse_xml(f'<w:del {NAMESPACES} w:id="4" w:author="x"/>')
    )
    assert blocks(save(document)) == [("paragraph", "one sentence"), ("row", "stays")]


def test_text_boxes_are_read_once_after_their_paragraph():
    box = f"<w:txbxContent><w:p>{run('in the box')}</w:p></w:txbxContent>"
    document = docx.Document()
    add(
        document,
        run("anchor")
        + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        + box
        + "</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        + box
        + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    document.add_paragraph("next")
    assert [words for _, words in blocks(save(document))] == ["anchor", "in the box", "next"]


def test_links_fields_tabs_breaks_and_content_controls_are_read():
    document = docx.Document()
    add(
        document,
        f"<w:hyperlink>{run('a link')}</w:hyperlink><w:r><w:tab/><w:t>tab</w:t></w:r>"
        f"<w:sdt><w:sdtContent>{run(' control')}</w:sdtContent></w:sdt>"
        "<w:r><w:instrText>HIDDEN</w:instrText><w:noBreakHyphen/><w:br/><w:t>P07: next</w:t>"
        "</w:r>",
    )
    assert [w for _, w in blocks(save(document))] == ["a link\ttab control-", "P07: next"]


def test_headings_come_from_styles_outlines_and_short_bold_lines():
    document = docx.Document()
    document.add_paragraph("The title", style="Title")
    document.add_heading("One", level=1)
    add(document, run("Outlined"), '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    document.add_paragraph().add_run("Bold and short").bold = True
    document.add_paragraph().add_run("A bold sentence is not a heading.").bold = True
    read = read_docx(save(document), "a.docx")
    assert [(b.kind, b.level) for b in read.blocks] == [
        ("heading", 0), ("heading", 1), ("heading", 2), ("heading", 7), ("paragraph", 0),
    ]  # fmt: skip


def test_what_stands_outside_the_body_is_reported_without_its_words():
    document = docx.Document()
    paragraph = document.add_paragraph("body")
    document.add_comment(paragraph.runs, text="Siobhan said so", author="Priya", initials="PN")
    document.sections[0].header.paragraphs[0].text = "Callum's copy"
    document.core_properties.author = "Aoife"
    read = read_docx(save(document), "a.docx")
    assert read.text == "body"
    (notice,) = read.notices
    assert "13 characters in headers and footers" in notice.problem
    assert [(memo.place, memo.text) for memo in read.memos] == [("paragraph 1", "Siobhan said so")]
    assert read.outside == {"comments, kept as memos": 15, "headers and footers": 13}
    for name in ("Siobhan", "Priya", "Callum", "Aoife"):
        assert name not in repr(read) + str(notice)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml"])
def test_a_document_with_entities_is_refused(name):
    whole = save(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item == name:
                content = b'<!DOCTYPE a [<!ENTITY x "lol">]>' + content[content.index(b"?>") + 2 :]
            new.writestr(item, content)
    with pytest.raises(InsightsError, match="declares"):
        read_docx(out.getvalue(), "a.docx")


def test_a_workbook_is_not_a_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InsightsError, match="not a Word document"):
        read_docx(out.getvalue(), "a.docx")


def test_deep_nesting_ends_in_words():
    document = docx.Document()
    add(document, "<w:smartTag>" * 200 + run("deep") + "</w:smartTag>" * 200)
    assert blocks(save(document)) == [("paragraph", "deep")]
    inner = "<w:smartTag>" * 5_000 + run("deep") + "</w:smartTag>" * 5_000
    whole = save(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item == "word/document.xml":
                body = f"<w:body><w:p>{inner}</w:p></w:body>"
                content = f"<w:document {NAMESPACES}>{body}</w:document>".encode()
            new.writestr(item, content)
    with pytest.raises(InsightsError, match="too deeply"):
        read_docx(out.getvalue(), "a.docx")
