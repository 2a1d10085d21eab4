"""Every form of naming a speaker × every format: the right person, or honestly nobody."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf import opendocument
from odf import table as odf_table
from odf import text as odf_text

from insights.project import InputFile, load_project
from insights.sources.ledger import LEFT_OVER
from insights.sources.material import FileReading
from insights.sources.notes import read_notes
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.register import read_register
from tests.fuzz.mutate import check_reading

Part = tuple[str, str]  # heading, name (a heading with a name), line, item or row; its words
ALIASES = {"priya nair": "P01", "priya": "P01", "siobhán": "P02", "siobhán keane": "P02",
           "ruth": "F01"}  # fmt: skip
REGISTER = "participant_id,perspective\nP01,lived experience\nP02,professional\nP07,both\n"

FORMS: list[tuple[Part, list[tuple[str | None, str]]]] = [
    (("line", "P01: The post went in a drawer."), [("P01", "The post went in a drawer.")]),
    (("line", "Priya: The fridge was empty."), [("P01", "The fridge was empty.")]),
    (("line", "[Priya] The bus came late."), [("P01", "The bus came late.")]),
    (("line", "Siobhán (nurse): The form was long."), [("P02", "The form was long.")]),
    (("line", "Nair, Priya: The queue was long."), [("P01", "The queue was long.")]),
    (("line", "P07 - The bank was shut."), [("P07", "The bank was shut.")]),
    (("line", "Ruth: How was that for you all?"), [("F01", "How was that for you all?")]),
    (("line", "Facilitator: Who else saw this?"), [("F01", "Who else saw this?")]),
    (("line", "Priya and Siobhán: Both of us waited."), [(None, "Both of us waited.")]),
    (("line", "P01, P02: Phones were off."), [(None, "Phones were off.")]),
    (("line", "All: Trust takes time."), [(None, "Trust takes time.")]),
    (("line", "Callum: A name that nobody knows."), [(None, "A name that nobody knows.")]),
    (("line", "Callum: The same name again."), [(None, "The same name again.")]),
    (("line", "P01: First this. P02: Then that."), [("P01", "First this."), ("P02", "Then that.")]),
    (("item", "P02: A bullet of hers."), [("P02", "A bullet of hers.")]),
    (("item", "A bullet of nobody's."), [(None, "A bullet of nobody's.")]),
    (("row", "Speaker|What was said"), []),
    (("row", "P01|A cell of hers."), [("P01", "A cell of hers.")]),
    (("row", "Siobhán|Another cell."), [("P02", "Another cell.")]),
    (("row", "P01 & P02|A shared cell."), [(None, "A shared cell.")]),
    (("row", "Callum|A stranger's cell."), [(None, "A stranger's cell.")]),
    (("name", "Priya"), []),
    (("item", "Under her heading."), [("P01", "Under her heading.")]),
    (("item", "And again below it."), [("P01", "And again below it.")]),
    (("name", "Callum"), []),
    (("item", "Under a stranger's heading."), [(None, "Under a stranger's heading.")]),
    (("heading", "What would help?"), []),
    (("item", "After the headings."), [(None, "After the headings.")]),
]  # fmt: skip
HAS_TABLES = {".md", ".docx", ".odt", ".rtf"}


def write_md(parts: list[Part]) -> bytes:
    marks = {"heading": "\n## {}\n", "name": "\n### {}\n", "line": "{}\n", "item": "- {}",
             "row": "| {} |"}  # fmt: skip
    lines = []
    before = ""
    for kind, words in parts:
        if kind != before and before in ("item", "row"):
            lines.append("")
        lines.append(marks[kind].format(words.replace("|", " | ") if kind == "row" else words))
        if words.startswith("Speaker"):
            lines.append("|---|---|")
        before = kind
    return "\n".join(lines).encode()


def write_docx(parts: list[Part]) -> bytes:
    document = docx.Document()
    grid = None
    for kind, words in parts:
        if kind in ("heading", "name"):
            document.add_heading(words, level=2 + (kind == "name"))
        elif kind == "row":
            grid = grid or document.add_table(rows=0, cols=2)
            for cell, inside in zip(grid.add_row().cells, words.split("|"), strict=True):
                cell.text = inside
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_odt(parts: list[Part]) -> bytes:
    document = opendocument.OpenDocumentText()
    grid = None
    for kind, words in parts:
        if kind in ("heading", "name"):
            element = odf_text.H(outlinelevel=2 + (kind == "name"), text=words)
        elif kind == "item":
            element, item = odf_text.List(), odf_text.ListItem()
            item.addElement(odf_text.P(text=words))
            element.addElement(item)
        elif kind == "row":
            row = odf_table.TableRow()
            for inside in words.split("|"):
                cell = odf_table.TableCell()
                cell.addElement(odf_text.P(text=inside))
                row.addElement(cell)
            element, grid = (grid, grid) if grid else (odf_table.Table(), None)
            grid = element
            element.addElement(row)
        else:
            element = odf_text.P(text=words)
        if element.parentNode is None:
            document.text.addElement(element)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def as_rtf(words: str) -> str:
    units = words.encode("utf-16-le")
    points = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(
        "\\" + chr(p) if chr(p) in "\\{}" else chr(p) if 32 <= p < 127
        else f"\\u{p - 65536 if p > 32767 else p}?" for p in points
    )  # fmt: skip


def write_rtf(parts: list[Part]) -> bytes:
    lines = []
    for kind, words in parts:
        if kind == "row":
            cells = "".join(f"\\pard\\intbl {as_rtf(cell)}\\cell" for cell in words.split("|"))
            lines.append(f"\\trowd\\cellx3000\\cellx9000{cells}\\row")
        else:
            level = {"heading": "\\outlinelevel1", "name": "\\outlinelevel2",
                     "item": "\\ls1\\ilvl0"}.get(kind, "")  # fmt: skip
            lines.append(f"\\pard{level} {as_rtf(words)}\\par")
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1\n" + "\n".join(lines) + "}").encode("ascii")


def write_pdf(parts: list[Part]) -> bytes:
    marks = {"heading": "\n= {}\n", "name": "\n== {}\n", "line": "{}\n", "item": "- {}"}
    escaped = [(kind, re.sub(r"([\\#*_`$<>@\[\]~/-])", r"\\\1", words)) for kind, words in parts]
    source = "\n".join(marks[kind].format(words) for kind, words in escaped)
    return typst.compile(("#set smartquote(enabled: false)\n" + source).encode(), format="pdf")


WRITERS = {".md": write_md, ".txt": write_md, ".docx": write_docx, ".odt": write_odt,
           ".rtf": write_rtf, ".pdf": write_pdf}  # fmt: skip


def read(folder: Path, name: str, data: bytes) -> FileReading:
    raw = folder / "data" / "raw" / "demo"
    path = raw / "notes" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    (raw / "participants.csv").write_text(REGISTER, encoding="utf-8")
    project = load_project("demo", folder)
    people = People(project, ALIASES)
    read_register(project, people)
    reading = read_notes(project, InputFile(path, f"notes/{name}", "notes"), people,
                         Prompts(project))  # fmt: skip
    check_reading(reading)
    return reading


def said(reading: FileReading) -> list[tuple[str | None, str]]:
    return [("F01" if one.speaker == "facilitator" else one.participant_id, one.text)
            for one in reading.passages]  # fmt: skip


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_form_in_every_format(tmp_path, suffix):
    forms = [form for form in FORMS if form[0][0] != "row" or suffix in HAS_TABLES]
    parts = [("heading", "What is hard?"), *(part for part, _ in forms)]
    reading = read(tmp_path, f"w1{suffix}", WRITERS[suffix](parts))
    assert said(reading) == [one for _, expected in forms for one in expected]
    kinds = {one.text: (one.activity, one.prompt_kind) for one in reading.passages}
    assert kinds["The post went in a drawer."] == ("What is hard?", "problem")
    assert kinds["After the headings."] == ("What would help?", "idea")
    assert LEFT_OVER not in (reading.set_aside or {})
    assert any("name several people" in one.problem for one in reading.problems)


WORDS = st.lists(
    st.sampled_from(["money", "late", "nobody rang", "£5", "café", "“why”", "👍", "السلام",
                     "a\u0301b"]),
    min_size=1, max_size=8,
).map(lambda words: "so " + " ".join(words) + " then")  # fmt: skip


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".rtf", ".md"])
@settings(max_examples=15, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(turns=st.lists(st.tuples(st.sampled_from(["P01", "P02", "Priya"]), WORDS), min_size=1,
                      max_size=6))  # fmt: skip
def test_words_come_back_character_for_character(tmp_path, suffix, turns):
    parts = [("line", f"{who}: {words}") for who, words in turns]
    reading = read(tmp_path, f"w1{suffix}", WRITERS[suffix](parts))
    expected = [({"Priya": "P01"}.get(who, who), words) for who, words in turns]
    assert said(reading) == expected
