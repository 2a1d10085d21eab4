"""From files full of names to every file a run writes: nobody in them, small groups hidden.

One project is run once; what it wrote is read back to the last part of a zip.
"""

import csv
import io
import json
import re
import shutil
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from insights import pipeline

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
IN_DOCUMENT = {  # where → who
    "author": "Zbigniew Kowalczyk", "comment": "Oluwaseun Adebayo", "header": "Xiomara Delgado",
    "insertion": "Tariq Mahmood", "deletion": "Bronwen Cadwallader", "hidden": "Nguyen Tran",
    "text box": "Svetlana Petrova", "footnote": "Ifeoma Chukwu",
}  # fmt: skip
IN_WORKBOOK = {
    "hidden sheet": "Marguerite Fournier", "cell comment": "Dimitrios Papadakis",
    "sheet title": "Yusuf Demir", "header": "Saoirse Brennan", "file name": "Callum Smith",
}  # fmt: skip
CODEBOOK = (
    "code_id,name,theme,definition,keywords,claim,status\n"
    "FORMS,Forms,Paper,Forms nobody can fill in,form;forms,,agreed\n"
    "LOG,A log,Keeping track,Writing down who said what,log;diary,,agreed\n"
)
SETTINGS = (
    '[project]\ntitle = "Letting go"\nfictional = true\n'
    '[prompts]\n"What gets in the way?" = "problem"\n'
    '[compare]\ngroups = ["lived_experience", "professional"]\n'
)
N_LIVED, N_PROFESSIONAL = 9, 4
HIDDEN = (
    "k_b", "n_b", "low_b", "high_b", "confirmed_b", "difference", "difference_low",
    "difference_high", "p_greater", "p_similar", "newcombe_low", "newcombe_high", "boschloo_p",
)  # fmt: skip
LEAVING = "The purple forms went under the rabbit hutch before breakfast."
DROPPED = "A person with lived experience spoke about this; their words are not quoted."
WHY = "The words of 2 excerpts are not printed: consent to quote them was refused or taken back."
QUOTED = "Seventeen forms lay on the kitchen table under the marmalade."


_SCRIPT = re.compile(r"<script[^>]*>.*?</script>", re.S)


def without_vendored(page: str) -> str:
    return _SCRIPT.sub(lambda found: "" if len(found[0]) > 100_000 else found[0], page)


def save(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run_of(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def in_box(words: str) -> str:
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"<w:txbxContent><w:p>{run_of(words)}</w:p></w:txbxContent>"
        "</wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def make_document() -> bytes:
    """Return notes with a different name in every place where one can hide."""
    who = IN_DOCUMENT
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = who["author"]
    document.sections[0].header.paragraphs[0].text = f"Typed by {who['header']}"
    document.add_heading("What gets in the way?", 2)
    paragraph = document.add_paragraph("The forms came back torn.", style="List Bullet")
    document.add_comment(paragraph.runs, text=f"ask {who['comment']}", author=who["comment"])
    change = f'w:id="9" w:author="{who["author"]}" w:date="2026-03-02T09:00:00Z"'
    gone = run_of(f"and {who['deletion']} cried")
    inserted = run_of(" said wait nine months")
    parts = [
        f"<w:ins {change}>{run_of(who['insertion'])}{inserted}</w:ins>",
        f"{run_of('Nobody rang back ')}<w:del {change}>{gone.replace('w:t', 'w:delText')}</w:del>",
        run_of("The desk was kind")
        + run_of(f" but {who['hidden']} was not", "<w:rPr><w:vanish/></w:rPr>"),
        in_box(f"Sticky note by {who['text box']}"),
        run_of("Told at the door") + '<w:r><w:footnoteReference w:id="2"/></w:r>',
    ]
    for part in parts:
        xml = f"<w:p {SPACES}>{part}</w:p>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))
    note = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p>'
        f"{run_of(who['footnote'] + ' was told too')}</w:p></w:footnote></w:footnotes>"
    )
    out = io.BytesIO(save(document))
    with zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr("word/footnotes.xml", note)
    return out.getvalue()


def make_workbook() -> bytes:
    """Return answers with a name in every place where one can hide."""
    who = IN_WORKBOOK
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"Answers {who['sheet title']}"
    question = f"What did {who['header']} tell you?"
    sheet.append(["participant_id", "perspective", question])
    sheet.append(["P01", "lived_experience", "To keep a log of every call."])
    sheet["C2"].comment = Comment(f"as {who['cell comment']} said", who["cell comment"])
    hidden = book.create_sheet("old")
    hidden.append(["name"])
    hidden.append([who["hidden sheet"]])
    hidden.sheet_state = "hidden"
    book.properties.creator = IN_DOCUMENT["author"]
    return save(book)


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>'
REFUSED = {
    "notes/entity.docx": zipped(("word/document.xml", ENTITY)),
    "notes/ratio.docx": zipped(("word/document.xml", b"0" * 3_000_000)),
    "notes/nested.docx": zipped(("word/document.xml", b"<d/>"), ("in.zip", zipped(("a", b"a")))),
    "notes/away.docx": zipped(("../word/document.xml", b"<d/>")),
    "notes/drive.docx": zipped(("C:\\word\\document.xml", b"<d/>")),
    "feedback/many.xlsx": zipped(*((f"part{n}", b"") for n in range(2_001))),
}


def register(*, quote: str = "yes", withdrawn: str = "") -> str:
    """Return the register; the first person may be quoted or not, the second may withdraw."""
    head = "participant_id,perspective,consent_take_part,consent_analysis,consent_anonymous_quote"
    lines = [f"{head},withdrawn_on"]
    for number in range(N_LIVED + N_PROFESSIONAL):
        group = "lived_experience" if number < N_LIVED else "professional"
        said = {0: f"{quote},", 1: f"yes,{withdrawn}"}.get(number, "yes,")
        lines.append(f"P{number + 1:02},{group},yes,yes,{said}")
    return "\n".join(lines) + "\n"


def answers() -> str:
    lines = [
        "participant_id,perspective,What gets in the way?",
        f"P01,lived_experience,{QUOTED}",
        f"P02,lived_experience,{LEAVING}",
    ]
    for number in range(2, N_LIVED):
        lines.append(f"P{number + 1:02},lived_experience,The forms are hard to fill in at home.")
    for number in range(N_LIVED, N_LIVED + N_PROFESSIONAL):
        says = "Nothing much." if number == N_LIVED else "We print forms in grey type."
        lines.append(f"P{number + 1:02},professional,{says}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory, no_network):
    """The root of the project, run once, and its result."""
    root = tmp_path_factory.mktemp("outputs")
    folder = root / "data" / "raw" / "demo"
    name = IN_WORKBOOK["file name"].lower().replace(" ", "_")
    files: dict[str, str | bytes] = {
        "project.toml": SETTINGS, "codebook.csv": CODEBOOK, "participants.csv": register(),
        "feedback/answers.csv": answers(), "notes/day.docx": make_document(),
        f"feedback/{name}_answers.xlsx": make_workbook(), ".salt": "0" * 32 + "\n", **REFUSED,
    }  # fmt: skip
    for relative, content in files.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root, pipeline.run("demo", root=root)


def read_all(root) -> dict[str, str]:
    """Return every file a run wrote as text: parts of zips, tables and pages of PDF too.

    Without the scripts of others that a page carries, which hold names of their own.
    """
    said = {}
    for path in sorted([*(root / "data/processed").rglob("*"), *(root / "reports").rglob("*")]):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".parquet":
            text = pd.read_parquet(path).to_csv()
        elif path.suffix == ".pdf":
            from pypdf import PdfReader

            reader = PdfReader(io.BytesIO(data))
            text = str(reader.metadata) + " ".join(p.extract_text() for p in reader.pages)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                text = " ".join(
                    re.sub(r"<[^>]+>", "", parts.read(n).decode("utf-8", "replace")) + parts.read(
                        n).decode("utf-8", "replace") for n in parts.namelist()
                )  # fmt: skip
        else:
            text = without_vendored(data.decode("utf-8", "replace"))
        said[path.relative_to(root).as_posix()] = text
    return said


@pytest.fixture(scope="module")
def said(written):
    return read_all(written[0])


def readers(said: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in said.items() if name.startswith("reports/")}


@pytest.mark.parametrize("place", [*IN_DOCUMENT, *(f"workbook {p}" for p in IN_WORKBOOK)])
def test_no_name_reaches_any_file(said, place):
    who = (
        IN_WORKBOOK[place.removeprefix("workbook ")] if "workbook" in place else IN_DOCUMENT[place]
    )
    for part in who.split():
        found = [name for name, text in said.items() if re.search(rf"\b{part}\b", text, re.I)]
        assert found == [], (place, found)


def test_what_a_reader_of_the_page_sees_is_there_masked(written):
    texts = pipeline.read_tables("demo", root=written[0])["excerpts"]["text"].tolist()
    joined = "\n".join(texts)
    assert "[PERSON] said wait nine months" in joined  # an insertion is part of the page
    assert "Sticky note by [PERSON]" in joined
    assert "Nobody rang back" in joined and "cried" not in joined
    assert "The desk was kind" in joined and "was not" not in joined


def test_what_was_not_read_is_said_without_its_words(written):
    problems = written[1].problems
    notes = {p.where: p.problem for p in problems if p.source == "notes/day.docx"}
    assert "hidden" in notes["hidden text"] and "headers" in notes["outside the body"]
    book = [p for p in problems if p.source.startswith("feedback/[PERSON]")]
    assert any("hidden" in f"{p.where} {p.problem}".casefold() for p in book)
    assert any("comment" in f"{p.where} {p.problem}".casefold() for p in book)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_hostile_archives_are_refused_and_the_rest_is_read(written, name):
    root, result = written
    assert any(problem.source == name for problem in result.problems)
    paths = pipeline.read_tables("demo", root=root)["sources"].set_index("path")
    assert name not in set(paths.index) or not paths.loc[name, "n_characters"]


class TestGroupOfFour:
    """Three of the four professionals speak of forms; nothing may say so."""

    def test_in_the_table(self, written):
        path = written[0] / "reports" / "demo" / "comparison.csv"
        rows = pd.read_csv(path, keep_default_na=False, dtype=str).to_dict("records")
        asked = [row for row in rows if row["prompt_kind"] == "problem"]
        assert asked
        for row in asked:
            assert (row["group_a"], row["group_b"]) == ("lived_experience", "professional")
            assert [row[column] for column in HIDDEN] == [""] * len(HIDDEN), row
            assert row["n_a"] == str(N_LIVED) and "suppressed" in row["caveats"]

    def test_the_stored_table_stays_whole(self, written):
        inside = pipeline.read_tables("demo", root=written[0])["comparison"]
        asked = inside[inside["prompt_kind"] == "problem"]
        assert set(asked["n_b"]) == {N_PROFESSIONAL} and asked["k_b"].notna().all()

    def test_in_the_recommendations(self, written):
        path = written[0] / "reports" / "demo" / "recommendations.csv"
        rows = pd.read_csv(path, keep_default_na=False, dtype=str).to_dict("records")
        assert all(row["k_b"] == row["n_b"] == "" for row in rows)

    def test_in_prose_and_percentages(self, said):
        for name, text in readers(said).items():
            if name.endswith((".html", ".docx", ".pdf", ".csv")):
                seen = re.sub(r"<script.*?</script>|<style.*?</style>", " ", text, flags=re.S)
                flat = re.sub(r"<[^>]+>", "", seen)
                assert not re.search(r"\b[1-4] of (?:the )?(?:4|four)\b", flat), name
                assert not re.search(r"\b75(?:\.0)?\s?%", flat), name

    def test_in_the_data_of_charts(self, said):
        for name, text in readers(said).items():
            for block in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", text, flags=re.S):
                numbers = list(_numbers(json.loads(block)))
                assert 0.75 not in numbers and 75 not in numbers, name


def _numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


@pytest.fixture(scope="module")
def again(written, tmp_path_factory):
    """Run anew after one person withdrew and one took back consent: files and result."""
    root = tmp_path_factory.mktemp("again")
    shutil.copytree(written[0], root, dirs_exist_ok=True)
    path = root / "data" / "raw" / "demo" / "participants.csv"
    path.write_text(register(quote="no", withdrawn="2026-03-09"), encoding="utf-8")
    result = pipeline.run("demo", root=root, only=["commissioner"])
    return read_all(root), result


def test_a_person_who_withdraws_after_the_draft_is_in_no_file_of_the_next(said, again):
    assert any(LEAVING in text for text in readers(said).values())
    after, result = again
    assert [name for name, text in after.items() if LEAVING in text] == []
    assert any("1 person withdrew" in problem.problem for problem in result.problems)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["commissioner.html", "commissioner.docx", "commissioner.pdf",
                                  "evidence.csv", "framework.html", "framework.xlsx"])  # fmt: skip
def test_consent_taken_back_after_the_draft_drops_the_words_in_every_format(said, again, name):
    path = f"reports/demo/{name}"
    before, after = flat(said[path]), flat(again[0][path])
    assert QUOTED in before and QUOTED not in after
    assert DROPPED in after and DROPPED not in before


def test_consent_taken_back_after_the_draft_leaves_no_trace_of_the_words(said, again):
    held = [name for name, text in readers(again[0]).items() if QUOTED in flat(text)]
    assert any(QUOTED in flat(text) for text in readers(said).values()) and held == []


@pytest.mark.parametrize("name", ["commissioner.html", "commissioner.docx", "commissioner.pdf"])
def test_a_draft_says_how_many_quotes_it_drops_and_why(said, again, name):
    path = f"reports/demo/{name}"
    assert WHY in flat(again[0][path]) and WHY not in flat(said[path])


def test_the_run_says_how_many_quotes_its_drafts_drop(again):
    assert WHY in list(again[1].summary_lines())


def test_not_yet_cleared_stands_only_where_somebody_waits_for_an_answer(again):
    page = again[0]["reports/demo/commissioner.html"]
    assert not re.search(rf"{DROPPED}(?:<(?!/li>)[^>]*>|[^<]){{0,200}}?not yet cleared", page)


def test_a_dropped_quote_is_a_span_without_length(again):
    rows = csv.DictReader(io.StringIO(again[0]["reports/demo/evidence.csv"]))
    dropped = [row for row in rows if row["withheld"] == DROPPED]
    assert dropped and all(row["start"] == row["end"] != "" for row in dropped)
    assert not any(row["quote"] for row in dropped)
