"""Withdrawal from every format that is changed in place, and a clear word where none is."""

import datetime as dt
import io
import json
import re
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import dc, office, opendocument
from odf import table as odf_table
from odf import text as odf_text
from openpyxl.comments import Comment

from insights import pipeline, store
from insights.errors import InsightsError
from insights.pipeline import renaming
from insights.pipeline.inputs import Inputs
from insights.privacy import Names, Person
from insights.privacy.erasing_rows import Theirs, erase_rows
from insights.privacy.leftovers import Sought, search
from insights.privacy.who import Who
from insights.privacy.withdrawal import DecisionsGone, without_decisions
from insights.project import load_project

SAID = "the kettle in the hall never boiled for me on a single Tuesday"
STRUCK = "nobody at the counter would look up when my number came round"
NOTED = "she was close to tears when the kettle came up again"
BY_THEM = "please leave out what I told you about my brother and his van"
BEN = "the letters come too late for anybody to answer"
BEN_ON_HER = "what Marta said about the hall is right and it should be fixed"
REGISTER = """participant_id,perspective,attended
P01,lived_experience,
P02,lived_experience,
"""
KEY = """participant_id,name,aliases,contact
P01,Marta Quill,Marta,marta@example.org
P02,Ben Osei,Ben,
"""
SETTINGS = '[project]\ntitle = "Halls"\nfictional = true\n'
ANSWERS = [
    ["answer_id", "participant_id", "what_would_help"],
    ["A1", "P01", f"Somebody who rings back; {SAID}"],
    ["A2", "P02", "A number with a person on it"],
]
SRT = f"""1
00:00:01,000 --> 00:00:04,000
Ben: {BEN}

2
00:00:04,000 --> 00:00:09,000
Marta: {SAID}

3
00:00:09,000 --> 00:00:12,000
Ben: {BEN_ON_HER}
"""


def written(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tracked(kind, author, words, number):
    """One tracked change: what Word keeps of words that were struck out or put in."""
    tag = "delText" if kind == "del" else "t"
    return parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="{number}" w:author="{author}" '
        f'w:date="2026-01-01T00:00:00Z"><w:r><w:{tag} xml:space="preserve">{words}</w:{tag}>'
        f"</w:r></w:{kind}>"
    )


def notes_docx():
    document = docx.Document()
    document.core_properties.author = "Marta Quill"
    document.core_properties.last_modified_by = "Marta Quill"
    document.add_heading("What gets in the way?", level=2)
    ben = document.add_paragraph(f"Ben: {BEN}")
    ben._p.append(tracked("del", "Marta Quill", f" {STRUCK}", 11))
    ben._p.append(tracked("del", "Ben Osei", " and the stairs", 12))
    marta = document.add_paragraph(f"Marta: {SAID}")
    gone = document.add_paragraph()
    gone._p.append(tracked("del", "Notes", "Marta: " + STRUCK, 13))
    last = document.add_paragraph(f"Ben: {BEN_ON_HER}")
    document.add_comment(marta.runs, text=NOTED, author="Facilitator", initials="F")
    document.add_comment(last.runs, text=BY_THEM, author="Marta Quill", initials="MQ")
    document.add_comment(last.runs, text="Marta and Ben agree on this", author="F", initials="F")
    return written(document)


def annotation(author, words):
    note = office.Annotation()
    note.addElement(dc.Creator(text=author))
    note.addElement(dc.Date(text="2026-01-01T00:00:00"))
    note.addElement(odf_text.P(text=words))
    return note


def notes_odt():
    document = opendocument.OpenDocumentText()
    document.meta.addElement(dc.Creator(text="Marta Quill"))
    document.text.addElement(odf_text.H(outlinelevel=2, text="What gets in the way?"))
    for words, notes in (
        (f"Ben: {BEN}", [("Marta Quill", BY_THEM)]),
        (f"Marta: {SAID}", [("Facilitator", NOTED)]),
        (f"Ben: {BEN_ON_HER}", [("Facilitator", "Ben is sure of this")]),
    ):
        paragraph = odf_text.P(text=words)
        for author, note in notes:
            paragraph.addElement(annotation(author, note))
        document.text.addElement(paragraph)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def answers_xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Answers"
    for row in ANSWERS:
        sheet.append(row)
    sheet["D3"] = dt.date(2026, 1, 1)
    sheet["C2"].comment = Comment(NOTED, "Facilitator")
    sheet["A3"].comment = Comment(BY_THEM, "Marta Quill")
    sheet["C3"].comment = Comment("Marta said the same to Ben", "Facilitator")
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden.append(["participant_id", "note"])
    hidden.append(["P01", STRUCK])
    hidden.append(["P02", "comes on Fridays"])
    book.properties.creator = "Marta Quill"
    return written(book)


def answers_ods():
    document = opendocument.OpenDocumentSpreadsheet()
    grid = odf_table.Table(name="Answers")
    for number, row in enumerate(ANSWERS):
        line = odf_table.TableRow()
        for words in row:
            cell = odf_table.TableCell(valuetype="string")
            cell.addElement(odf_text.P(text=words))
            line.addElement(cell)
        if number:
            author, note = [("Facilitator", NOTED), ("Marta Quill", BY_THEM)][number - 1]
            empty = odf_table.TableCell()
            empty.addElement(annotation(author, note))
            line.addElement(empty)
        grid.addElement(line)
    document.spreadsheet.addElement(grid)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


FILES = {
    "notes/monday.docx": notes_docx,
    "notes/tuesday.odt": notes_odt,
    "transcripts/wednesday.srt": SRT.encode,
    "feedback/thursday.xlsx": answers_xlsx,
    "feedback/friday.ods": answers_ods,
}
BASE = {"project.toml": SETTINGS, "participants.csv": REGISTER, "key.csv": KEY,
        ".salt": "0123456789abcdef\n"}  # fmt: skip


def put(raw, files):
    for relative, data in files.items():
        path = raw / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def passages(root):
    settings = load_project("demo", root)
    material, _, _ = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    paths = dict(zip(material.sources["source_id"], material.sources["path"], strict=True))
    return material.passages.assign(file=material.passages["source_id"].map(paths))


def withdraw(root):
    return pipeline.withdraw("demo", "P01", root=root, rebuild=False, today="2026-04-01")


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """A project with a file of every format: before, afterwards, and what was certified."""
    root = tmp_path_factory.mktemp("formats")
    raw = root / "data" / "raw" / "demo"
    put(raw, {**BASE, **{name: make() for name, make in FILES.items()}})
    before = passages(root)
    done = withdraw(root)
    return before, raw, done, passages(root)


def all_words(path):
    """Everything that stands in a file, marks taken away and the parts of a zip joined."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data.decode()
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize("name", FILES)
def test_words_comments_tracked_changes_and_authors_go_and_the_others_stay(left, name):
    before, raw, done, after = left
    assert done.certificate.found == []
    there = all_words(raw / name)
    bare = re.sub(r"<[^<>]*>", "", there)
    for words in (SAID, STRUCK, NOTED, BY_THEM):
        assert words not in bare, words
    for trace in ("Marta", "Quill", "marta@example.org"):
        assert trace not in there, trace
    mine = before[(before["file"] == name) & (before["participant_id"] != "P01")]
    assert len(mine)
    kept = after[after["file"] == name]
    assert list(kept["excerpt_id"]) == list(mine["excerpt_id"])
    assert list(kept["participant_id"]) == list(mine["participant_id"])


def test_what_others_noted_and_struck_out_stays(left):
    _, raw, done, _ = left
    words = all_words(raw / "notes/monday.docx")
    assert "and the stairs" in words
    assert "and Ben agree on this" in words
    assert "Ben is sure of this" in all_words(raw / "notes/tuesday.odt")
    workbook = openpyxl.load_workbook(raw / "feedback/thursday.xlsx")
    assert workbook["Answers"]["C3"].comment.text == "[PERSON] said the same to Ben"
    assert workbook["Answers"]["D3"].value == dt.datetime(2026, 1, 1)
    assert [cell.value for cell in workbook["Answers"][2]][:3] == [None] * 3
    assert workbook["Old"]["B3"].value == "comes on Fridays"
    assert done.certificate.counts["memos"] >= 4


def test_other_programs_still_open_the_files(left):
    _, raw, _, _ = left
    paragraphs = [p.text for p in docx.Document(raw / "notes/monday.docx").paragraphs]
    assert f"Ben: {BEN}" in paragraphs
    assert opendocument.load(raw / "notes/tuesday.odt").text is not None
    assert opendocument.load(raw / "feedback/friday.ods").spreadsheet is not None
    cues = (raw / "transcripts/wednesday.srt").read_text()
    assert cues.count("-->") == 3
    assert f"Ben: {BEN}" in cues


THREADED = {
    "xl/persons/person.xml": '<personList><person displayName="Marta Quill" id="{M}" userId='
    '"marta@example.org"/><person displayName="Ben Osei" id="{B}"/></personList>',
    "xl/threadedComments/threadedComment1.xml": f"""<ThreadedComments>
<threadedComment ref="A3" personId="{{M}}" id="{{T1}}"><text>{BY_THEM}</text></threadedComment>
<threadedComment ref="C2" personId="{{B}}" id="{{T2}}"><text>{NOTED}</text></threadedComment>
<threadedComment ref="C3" personId="{{B}}" id="{{T3}}"><text>It is so</text></threadedComment>
</ThreadedComments>""",
    "xl/comments1.xml": f"""<comments><authors><author/><author>tc={{T1}}</author>
<author>tc={{T3}}</author></authors><commentList>
<comment ref="A3" authorId="1"><text><t>{BY_THEM}</t></text></comment>
<comment ref="C3" authorId="2"><text><t>It is so</t></text></comment>
</commentList></comments>""",
    "xl/worksheets/_rels/sheet1.xml.rels": """<Relationships>
<Relationship Id="r1" Target="../comments1.xml"/>
<Relationship Id="r2" Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>""",
}


def test_comments_in_threads_go_with_the_copy_that_older_programs_read():
    plain = openpyxl.Workbook()
    for row in ANSWERS:
        plain.active.append(row)
    out = io.BytesIO(written(plain))
    with zipfile.ZipFile(out, "a") as parts:
        for name, xml in THREADED.items():
            parts.writestr(name, xml)
    marta = Who("P01", Person("P01", "Marta Quill", ("Marta",)), Names(()), ("marta@example.org",))
    erased = erase_rows(out.getvalue(), ".xlsx", "answers.xlsx", Theirs(), marta)
    with zipfile.ZipFile(io.BytesIO(erased.data)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    assert text.count("It is so") == 2
    for trace in (SAID, BY_THEM, NOTED, "Marta", "marta@"):
        assert trace not in text
    assert erased.n_turns == 1


# ------------------------------------------------------------------ what stops beforehand


def pdf_of(words):
    import typst

    return bytes(typst.compile(words.encode(), format="pdf"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes/old.rtf", rf"{{\rtf1\ansi Marta: {SAID}\par Ben: {BEN}\par }}".encode(),
         "A .rtf cannot be changed in place"),
        ("notes/old.pdf", pdf_of(f"Marta: {SAID}\n\nBen: {BEN}\n"),
         "A .pdf cannot be changed in place"),
        ("notes/marta_and_ben.md", f"Marta: {SAID}\n\nBen: {BEN}\n".encode(),
         "Give it another name"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_changed_stops_it_and_says_what_to_do(tmp_path, name, data, said):
    raw = tmp_path / "data" / "raw" / "demo"
    put(raw, {**BASE, name: data})
    before = {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    with pytest.raises(InsightsError) as refused:
        withdraw(tmp_path)
    assert name in str(refused.value)
    assert said in str(refused.value)
    assert "kettle" not in str(refused.value)
    assert {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()} == before


def test_a_sheet_named_after_them_stops_it(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(answers_xlsx()))
    book["Old"].title = "Marta Quill"
    put(tmp_path / "data" / "raw" / "demo", {**BASE, "feedback/answers.xlsx": written(book)})
    with pytest.raises(InsightsError, match="the name of sheet 2"):
        withdraw(tmp_path)


# ----------------------------------------------------------------------- ids of digits only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("001: I see.", "[PERSON]: I see."),
        ("- **001:** I see.", "- **[PERSON]:** I see."),
        ("001 [00:01:22]: I see.", "[PERSON] [00:01:22]: I see."),
        ("<v 001>I see.", "<v [PERSON]>I see."),
        ("As tester 001 said, and participant #001 too.",
         "As tester [PERSON] said, and participant #[PERSON] too."),
        ("001 people came; it took 001 minutes.", "001 people came; it took 001 minutes."),
        ("At 001:30 we began.", "At 001:30 we began."),
        ("Tester 0012 and person 1001 stay.", "Tester 0012 and person 1001 stay."),
    ],
)  # fmt: skip
def test_an_id_of_digits_is_an_id_where_it_stands_for_somebody(text, expected):
    who = Who("001", Person("001", "", ()), Names(()))
    assert who.redact(text) == expected


def test_decisions_on_somebody_known_by_digits_go(tmp_path):
    lines = [
        {"id": "a", "action": "summary", "target_id": "001|Post", "value": "hers"},
        {"id": "b", "action": "accept", "target_id": "x1", "memo": "001: said so twice"},
        {"id": "c", "action": "accept", "target_id": "x2", "memo": "as tester 001 said, 001 times"},
        {"id": "d", "action": "split", "target_id": "C1", "value": [{"people": ["001", "002"]}]},
        {"id": "e", "action": "accept", "target_id": "x3", "memo": "in 001 of 010 cases"},
    ]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    gone = DecisionsGone(
        Who("001", Person("001", "", ()), Names(())), frozenset(), frozenset(), frozenset()
    )
    changed, counts = without_decisions({"MT.jsonl": data}, gone)
    left = changed["MT.jsonl"].split(b"\n")
    assert left[0] == b""
    kept = [json.loads(line) for line in left[1:] if line]
    assert [line["memo"] for line in kept if "memo" in line] == [
        "[PERSON]: said so twice", "as tester [PERSON] said, 001 times", "in 001 of 010 cases"
    ]  # fmt: skip
    assert kept[2]["value"] == [{"people": ["002"]}]
    assert counts == {"decisions": 1, "memos": 3}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("001", True), ("P; 001", True), ("001|Post", True), ("001: I see.", True),
     ("said tester 001.", True), ("- **001:** yes", True), ("001 of 010", False),
     ("row 001", False), ("0011: I see.", False), ("at 001:30", False)],
)  # fmt: skip
def test_the_search_finds_an_id_of_digits_where_it_stands_for_somebody(text, is_found, tmp_path):
    sought = Sought.of(b"key", Who("001", Person("001", "", ()), Names(())), [], [])
    path = tmp_path / "page.txt"
    path.write_text(text)
    assert bool(search([("page.txt", path)], sought)) is is_found


# -------------------------------------------------------------------------- renamed files


def test_a_file_once_named_after_them_loses_that_name_and_keeps_everybodys_ids(tmp_path):
    raw = tmp_path / "data" / "raw" / "demo"
    put(raw, {**BASE, "notes/tuesday.md": f"Marta: {SAID}\n\nBen: {BEN}\n"})
    settings = load_project("demo", tmp_path)
    sha256 = store.hash_file(raw / "notes" / "tuesday.md")
    renaming.remember_files(
        settings, {"notes/tuesday.md": sha256}, {"notes/tuesday.md": "notes/marta_and_ben.md"}
    )
    before = passages_kept(settings).query("participant_id == 'P02'")
    assert list(before["excerpt_id"])
    assert withdraw(tmp_path).certificate.found == []
    after = passages_kept(settings)
    assert list(after["excerpt_id"]) == list(before["excerpt_id"])
    assert json.loads((raw / renaming.RECORDED).read_text()) == {"files": {}}


def passages_kept(settings):
    """Excerpts as a run reads them, with the ids that renamed files keep."""
    material, _, _ = pipeline.read_material(
        settings, settings.salt(), lambda *_: None, Inputs(settings, 0).renamed
    )
    return material.passages
