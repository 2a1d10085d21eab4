"""The last look at written files: whatever must not leave is found, with its place."""

import base64
import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.privacy import Names, Person, Scanner
from insights.privacy.finding import say_place
from insights.privacy.scan import WORDS_WITHHELD
from insights.privacy.unpacking import unpack

NAMES = Names((Person("P01", "Xanthe Quillfeather"), Person("F01", "Odile Marsh")))
KEY = b"0123456789abcdef"


def scanner(**more):
    return Scanner(NAMES, KEY, **more)


def docx(*, paragraph="Fine.", author="", comment="", split=False):
    from docx import Document

    document = Document()
    added = document.add_paragraph(paragraph if not split else "")
    for piece in paragraph if split else ():
        added.add_run(piece)
    document.core_properties.author = author
    document.core_properties.comments = comment
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(*, cell="Fine.", comment="", sheet="Matrix"):
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.active.title = sheet
    book.active["B4"] = cell
    if comment:
        book.active["B4"].comment = Comment(comment, "")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(body="", head=""):
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def pdf(words):
    import typst

    return bytes(typst.compile(words.encode(), format="pdf"))


def svg(words):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{words}</text></svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


CHART = '<script type="application/json" id="chart-problem">{}</script>'
NAME = "Xanthe Quillfeather"
PLANTED = {
    "a quote": ("r.html", page(f"<blockquote>I told {NAME} twice.</blockquote>"), "text 1 below"),
    "a chart label": (
        "r.html", page(CHART.format(json.dumps({"data": [{"y": [NAME]}]}))),
        "chart data near “chart-problem”, data[1].y[1]",
    ),
    "a picture": ("r.html", page(f'<img alt="" src="{svg(NAME)}">'), "attribute src"),
    "an alternative text": ("r.html", page(f'<img alt="{NAME} speaks" src="">'), "attribute alt"),
    "a comment in a page": ("r.html", page(f"<!-- {NAME} -->"), "a comment near"),
    "a script": ("r.html", page(f"<script>var who = '{NAME}'</script>"), "a script of the page"),
    "a file's name": ("notes_xanthe_quillfeather.csv", b"a\n1\n", "the file's name"),
    "a cell": ("t.csv", f"quote\nI told {NAME}\n".encode(), "row 2, column quote"),
    "a header": ("t.csv", f"{NAME}\nfine\n".encode(), "row 1, column 1"),
    "a key of json": ("m.json", json.dumps({"notes/xanthe quillfeather.md": 1}).encode(), "a key"),
    "a docx property": ("r.docx", docx(author=NAME), "part docProps/core.xml, creator"),
    "a docx remark": ("r.docx", docx(comment=f"for {NAME}"), "part docProps/core.xml"),
    "a docx paragraph in pieces": (
        "r.docx", docx(paragraph=f"{NAME} rang.", split=True), "part word/document.xml, p 1",
    ),
    "an xlsx comment": ("t.xlsx", xlsx(comment=f"ask {NAME}"), "comments/comment1.xml"),
    "an xlsx cell": ("t.xlsx", xlsx(cell=f"{NAME} said"), "(sheet “1”), B4"),
    "an xlsx sheet": ("t.xlsx", xlsx(sheet="Quillfeather"), "part xl/workbook.xml, sheet, name"),
    "a pdf page": ("r.pdf", pdf(f"{NAME} said so."), "page 1"),
    "a pdf property": ("r.pdf", pdf(f'#set document(title: "{NAME}")\nFine.'), "property Title"),
    "a notebook": ("n.ipynb", json.dumps({"cells": [{"source": [NAME]}]}).encode(), "cells[1]"),
    "bytes nobody knows": ("x.bin", b"\x00\x01" + NAME.encode() + b"\x02", "its bytes"),
    "wide letters": ("x.bin", b"\x07" + NAME.encode("utf-16-le") + b"\x00", "its bytes"),
}  # fmt: skip


@pytest.mark.parametrize("where", sorted(PLANTED))
def test_a_planted_name_is_found_with_its_place(where):
    file, data, place = PLANTED[where]
    hits = [hit for hit in scanner().scan({file: data}) if hit.by_register]
    assert hits and all(hit.file == file for hit in hits)
    assert any(place in hit.place for hit in hits), [hit.place for hit in hits]
    told = repr(hits).casefold().replace(file, "")
    assert where == "a file's name" or "quillfeather" not in told


def test_a_file_inside_a_zip_inside_a_file_is_read():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("deep/a.txt", f"{NAME} was here")
    hits = scanner().scan({"outer.zip": inner.getvalue()})
    assert [hit.place for hit in hits] == ["part deep/a.txt, line 1"]


@pytest.mark.parametrize(
    "text", ["Ring 07700 900123.", "sam@example.org wrote", "NHS 943 476 5919", "near M14 5RX"]
)
def test_an_identifier_with_a_shape_is_found(text):
    assert scanner().scan({"t.csv": f"quote\n{text}\n".encode()})


@pytest.mark.parametrize(
    "text", ["7 of 12 people said so.", "0.289 (0.579)", "[PERSON] rang on [DATE: 2024].",
             "14 October 2025", "53aa51172d142c89d9012cce15ae4d6c", "Intervals are Wilson’s."],
)  # fmt: skip
def test_what_the_product_writes_is_no_finding(text):
    assert scanner().scan({"t.csv": f'quote\n"{text}"\n'.encode()}) == []


def test_organisers_words_may_stand_and_ids_are_no_words():
    text = "Ask Odile Marsh, who ran the week. xanthe7k5q2m4n6 is an id."
    files = {"t.csv": f'quote\n"{text}"\n'.encode()}
    assert len(scanner().scan(files)) >= 1
    free = scanner(organisers=["Odile Marsh, who ran the week"], ids=["xanthe7k5q2m4n6"])
    assert free.scan(files) == []


def test_our_own_scripts_are_passed_over_by_hash_and_no_other():
    script = f"var who = '{NAME}'"
    files = {"r.html": page(f"<script>{script}</script>")}
    ours = hashlib.sha256(script.encode()).hexdigest()
    assert scanner(own=[ours]).scan(files) == []
    assert scanner(own=["0" * 64]).scan(files)


def test_a_person_may_let_a_doubtful_word_stand_but_no_registered_name():
    files = {"t.csv": f"quote\nWe went to Zorbington. {NAME} came.\n".encode()}
    doubtful = [hit for hit in scanner().scan(files) if not hit.by_register]
    every = [hit.hit_id for hit in scanner().scan(files)]
    assert doubtful
    left = scanner(allowed=every).scan(files)
    assert left and all(hit.by_register for hit in left)


WITHHELD = "I shred unsigned forms on Fridays without remorse"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (WITHHELD, True),
        ("He said: “I SHRED unsigned forms, on Fridays — without remorse!”", True),
        ("unsigned forms on Fridays without remorse", True),  # six words are enough
        ("unsigned forms on Fridays", False),
        ("We ask about forms.", False),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "html", "docx", "xlsx", "pdf"])
def test_words_that_may_not_be_quoted_are_found_in_every_format(kind, said, found):
    data = {
        "csv": f'quote\n"{said}"\n'.encode(), "html": page(f"<p>{said}</p>"),
        "docx": docx(paragraph=said), "xlsx": xlsx(cell=said), "pdf": pdf(said),
    }[kind]  # fmt: skip
    hits = scanner(withheld=[WITHHELD]).scan({f"r.{kind}": data})
    assert any(hit.kind == WORDS_WITHHELD for hit in hits) is found


def test_words_that_somebody_else_may_be_quoted_with_are_no_finding():
    files = {"t.csv": f"quote\n{WITHHELD}\n".encode()}
    assert scanner(withheld=[WITHHELD], quotable=[WITHHELD]).scan(files) == []


@given(st.text(max_size=300), st.sampled_from(["html", "csv", "json", "pdf", "docx", "svg", "x"]))
def test_whatever_a_file_holds_is_taken_apart(text, ending):
    for data in (text.encode(), b"%PDF-" + text.encode(), b"PK\x03\x04" + text.encode()):
        unpack(f"a.{ending}", data)


def test_printing_a_scanner_or_a_piece_shows_nothing():
    (piece, *_) = unpack("t.csv", f"{NAME}\n".encode())
    assert "Quillfeather" not in repr(piece) + repr(scanner(withheld=[NAME]))


def test_a_place_is_said_under_its_heading_unless_that_names_somebody():
    from docx import Document

    document = Document()
    for heading in ("What we recommend", NAMES.people[0].name):
        document.add_heading(heading, 1)
        document.add_paragraph(f"{NAMES.people[0].name} said so.")
    out = io.BytesIO()
    document.save(out)
    hits = scanner().scan({"r.docx": out.getvalue()})
    assert [say_place(hit.place, hit.near) for hit in hits] == [
        "paragraph 2, under the heading “What we recommend”",
        "paragraph 3",
        "paragraph 4",
    ]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("claim_id\ndrawn.Tpgmh-1-2-1\n", 0),
        ("claim_id\nDorothy\n", 1),  # no figure: it may be a name
        ("quote\nDorothy Ainscough rang Tpgmh\n", 1),
        ("excerpt_id\nXanthe-Quillfeather-1\n", 1),
    ],
)
def test_ids_are_told_by_their_column_and_names_are_found_even_there(text, n):
    assert bool(scanner().scan({"t.csv": text.encode()})) == bool(n)


def test_the_hash_of_a_script_names_nobody():
    short = Scanner(Names((Person("P02", "Bq"),)), KEY)
    rule = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCe/bqBys98gBjejyXH4iXA='"
    head = f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
    assert short.scan({"r.html": page(head=head)}) == []


def test_three_words_in_quotation_marks_are_known_as_the_excerpt_they_are_of():
    looking = scanner(withheld=["Women only places"])
    files = {"a.csv": "claim\n“Women only places”.\n".encode(), "b.csv": b"c\nWomen only places\n"}
    assert len({hit.hit_id for hit in looking.scan(files)}) == 1
