"""Documents: comments, footnotes, tracked changes and what is hidden, in every format."""

from __future__ import annotations

import io
import zipfile

import docx
import pikepdf
import pytest
import typst
from odf import office, opendocument, style, text

from insights.errors import InsightsError
from insights.project import load_project
from insights.sources import read_sources
from insights.sources.documents import Document, read_document
from insights.sources.odt import read_odt
from insights.sources.pdf import read_pdf
from insights.sources.rtf import read_rtf
from insights.sources.segment import KnownPaths
from tests.fuzz.mutate import broken_files, read_broken
from tests.fuzz.samples import make_all, make_docx

FOOTNOTES = (
    '<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>a note below</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(one.kind, document.text[one.start : one.end]) for one in document.blocks]


def repack(data: bytes, change: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, part in change.items():
            new.writestr(name, part)
    return out.getvalue()


def test_word_footnotes_and_tracked_changes(tmp_path):
    document = docx.Document()
    document.add_paragraph("P01: The post")
    document.add_paragraph("after")
    out = io.BytesIO()
    document.save(out)
    body = zipfile.ZipFile(out).read("word/document.xml").decode()
    body = body.replace(
        "The post</w:t></w:r>",
        'The post</w:t></w:r><w:ins><w:r><w:t> came</w:t></w:r></w:ins><w:del><w:r><w:delText>gone'
        '</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>hid</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )  # fmt: skip
    change = {"word/document.xml": body.encode(), "word/footnotes.xml": FOOTNOTES.encode()}
    path = tmp_path / "a.docx"
    path.write_bytes(repack(out.getvalue(), change))
    read = read_document(path, "a.docx")
    assert blocks(read) == [
        ("paragraph", "P01: The post came"), ("inset", "a note below"), ("paragraph", "after"),
    ]  # fmt: skip
    assert read.outside == {"hidden text": 3, "tracked deletions": 4}
    assert [notice.where for notice in read.notices] == ["hidden text"]


def test_opendocument_hidden_text_comments_footnotes_and_spaces():
    document = opendocument.OpenDocumentText()
    hidden = style.Style(name="Hid", family="text")
    hidden.addElement(style.TextProperties(attributes={"display": "none"}))
    document.automaticstyles.addElement(hidden)
    paragraph = text.P(text="P01: I lied ")
    paragraph.addElement(text.Span(stylename=hidden, text="HIDE"))
    paragraph.addText("twice")
    paragraph.addElement(text.S(c=3))
    paragraph.addText("x")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="a note"))
    note.addElement(body)
    comment = office.Annotation()
    comment.addElement(text.P(text="memo words"))
    paragraph.addElement(note)
    paragraph.addElement(comment)
    document.text.addElement(paragraph)
    out = io.BytesIO()
    document.write(out)
    read = read_odt(out.getvalue(), "a.odt")
    assert blocks(read) == [("paragraph", "P01: I lied twice   x"), ("inset", "a note")]
    assert read.outside == {"comments, kept as memos": 10, "hidden text": 4,
                            "numbers of footnotes": 1}  # fmt: skip
    assert [memo.text for memo in read.memos] == ["memo words"]


RICH = rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\author Callum}}\pard\s1 What is hard?\par
\pard P01: caf\'e9 \u8220?why\u8221? \u-10179?\u-8704?{\v hide}{\deleted gone}{\revised  in}
{\footnote\pard a note}\par{\pntext\'B7\tab}\pard bullet{\*\atnauthor Priya}
{\*\annotation memo}\par\pard {\f1\'cf\'f0}\line P02: next\par{\header head}{\*\new gone}
{\pict\bin3 }}x}{\shp{\*\shpinst{\shptxt\pard boxed\par}}}\par}"""


def test_rich_text():
    read = read_rtf(RICH, "a.rtf")
    assert blocks(read) == [
        ("heading", "What is hard?"), ("paragraph", "P01: café “why” 😀 in"), ("inset", "a note"),
        ("item", "bullet"), ("paragraph", "Пр"), ("paragraph", "P02: next"),
        ("paragraph", "boxed"),
    ]  # fmt: skip
    assert read.outside == {"comments, kept as memos": 4, "headers and footers": 4,
                            "hidden text": 4, "tracked deletions": 4}  # fmt: skip


def test_a_pdf_page_without_text_and_the_lines_at_its_foot():
    pages = ["P01: One.", "P02: Two.", "#rect(width: 2cm)", "P01: Four."]
    source = "#set page(footer: [Notes #context counter(page).display()])\n" + (
        "\n#pagebreak()\n".join(pages)
    )
    read = read_pdf(typst.compile(source.encode(), format="pdf"), "a.pdf")
    assert [words for _, words in blocks(read)] == ["P01: One.", "P02: Two.", "P01: Four."]
    assert [one.place for one in read.blocks][-1].startswith("page 4")
    (notice,) = read.notices
    assert notice.where == "page 3"
    assert list(read.outside) == ["headers and footers"]


def test_a_pdf_without_any_text_or_behind_a_password_is_refused():
    with pytest.raises(InsightsError, match="pictures of pages"):
        read_pdf(typst.compile(b"#rect(width: 2cm)", format="pdf"), "a.pdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(typst.compile(b"P01: x", format="pdf"))) as whole:
        whole.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(InsightsError, match="password"):
        read_pdf(out.getvalue(), "a.pdf")


BOMB = b"<a>" + b" " * 10**7 + b"</a>"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes/a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("notes/a.odt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("notes/a.docx", repack(make_docx(), {"word/document.xml": ENTITY}), "declares"),
        ("notes/a.odt", repack(make_docx(), {"content.xml": ENTITY}), "declares"),
        ("notes/a.docx", repack(make_docx(), {"../x.xml": b"<a/>"}), "leads out"),
        ("notes/a.docx", repack(make_docx(), {"word/b.bin": make_docx()}), "packed file inside"),
        ("notes/a.docx", repack(make_docx(), {"word/b.xml": BOMB}), "unpacks"),
        ("notes/a.rtf", b"{\\rtf1" + b"{" * 100_000, "nested too deeply"),
        ("notes/a.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("transcripts/a.vtt", b"WEBVTT\x00\x01", "UTF-8"),
        ("boards/a.csv", b"PK\x03\x04 not a workbook", "damaged"),
    ],
)  # fmt: skip
def test_hostile_and_locked_files_are_refused_with_a_clear_word(tmp_path, name, data, said):
    raw = tmp_path / "data" / "raw" / "demo"
    (raw / name).parent.mkdir(parents=True)
    (raw / name).write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert sorted(tmp_path.rglob("*")) == before
    assert len(material.sources) == 0
    (problem,) = material.problems
    assert said in problem.problem and problem.fix


def test_a_renamed_file_keeps_its_ids_and_a_new_one_gets_its_own(tmp_path):
    raw = tmp_path / "data" / "raw" / "demo" / "notes"
    raw.mkdir(parents=True)
    (raw / "a.md").write_text("P01: The post\n")
    project = load_project("demo", tmp_path)
    first = read_sources(project, {}, b"salt")
    (raw / "a.md").rename(raw / "b.md")
    second = read_sources(project, {}, b"salt", known=first.known_paths)
    (raw / "b.md").write_text("P01: The post\n\nP01: more\n")
    (raw / "a.md").write_text("P01: The post\n\nP02: else\n")
    third = read_sources(project, {}, b"salt", known=second.known_paths)
    kept = first.passages["excerpt_id"].tolist()
    assert second.passages["excerpt_id"].tolist() == kept
    assert third.passages["excerpt_id"].is_unique
    of_b = third.passages[third.passages["text"].isin(["The post", "more"])]
    assert of_b["excerpt_id"].tolist().count(kept[0]) == 1


def test_paths_for_ids_never_meet():
    paths = KnownPaths({"b.md": "a.md", "hash": "a.md"}, ["a.md", "b.md"])
    assert [paths.path_of("a.md", "new"), paths.path_of("b.md", "hash")] == ["a.md'", "a.md"]


@pytest.mark.parametrize("relative", make_all())
def test_broken_files_are_read_or_refused(relative):
    data = make_all()[relative]
    n_read, n_refused, _ = read_broken(relative, broken_files(data, 12, "a small sample"))
    assert n_read + n_refused == 12
