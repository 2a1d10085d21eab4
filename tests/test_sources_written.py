"""What other programs write comes back character for character, by the right person.

Documents by python-docx, odfpy, matplotlib (PDF) and Typst (PDF); rich text as an
independent reader of it understands it; boards by csv and openpyxl.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.figure import Figure
from odf.opendocument import OpenDocumentText
from odf.text import P
from striprtf.striprtf import rtf_to_text

from insights.project import InputFile, load_project
from insights.sources import read_sources
from insights.sources.boards import read_board
from insights.sources.material import FileReading
from insights.sources.notes import read_notes
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.transcripts import read_transcript
from tests.fuzz.mutate import check_reading

Turns = list[tuple[str, str]]
PEOPLE = ("P01", "P02", "P07")
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600  # how Office files with a password begin


def lines(turns: Turns) -> list[str]:
    return [f"{who}: {words}" for who, words in turns]


def as_docx(turns: Turns) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines(turns):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_odt(turns: Turns) -> bytes:
    document, out = OpenDocumentText(), io.BytesIO()
    for line in lines(turns):
        document.text.addElement(P(text=line))
    document.write(out)
    return out.getvalue()


def as_rtf(turns: Turns) -> bytes:
    def escape(sign: str) -> str:
        if sign.isascii():
            return "\\" * (sign in "\\{}") + sign
        units = sign.encode("utf-16-le")
        numbers = [int.from_bytes(units[at : at + 2], "little", signed=True)
                   for at in range(0, len(units), 2)]  # fmt: skip
        return "".join(f"\\u{number}?" for number in numbers)

    body = "\\par\n".join("".join(map(escape, line)) for line in lines(turns))
    text = f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {body}\\par}}"
    understood = rtf_to_text(text).encode("utf-16", "surrogatepass").decode("utf-16")
    assert understood.strip().split("\n") == lines(turns)
    return text.encode("ascii")


def as_text(turns: Turns) -> bytes:
    return "\n\n".join(lines(turns)).encode()


def as_text_of_windows(turns: Turns) -> bytes:
    return "\r\n".join(lines(turns)).encode("utf-16")


def as_matplotlib_pdf(turns: Turns) -> bytes:
    figure, out = Figure(figsize=(12, 8)), io.BytesIO()
    for at, line in enumerate(lines(turns)):
        figure.text(0.05, 0.9 - 0.1 * at, line, fontsize=11, parse_math=False)
    with rc_context({"pdf.fonttype": 42}):
        figure.savefig(out, format="pdf")
    return out.getvalue()


def as_typst_pdf(turns: Turns) -> bytes:
    quoted = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines(turns))
    source = "\n\n".join(f'#text("{line}")' for line in quoted)
    page = "#set page(width: 40cm)\n#set par(justify: false)\n"
    return typst.compile((page + source).encode(), format="pdf")


WRITERS: dict[str, Callable[[Turns], bytes]] = {
    "a.docx": as_docx, "a.odt": as_odt, "a.rtf": as_rtf, "a.md": as_text, "a.txt": as_text,
    "b.txt": as_text_of_windows,
}  # fmt: skip
PRINTERS: dict[str, Callable[[Turns], bytes]] = {
    "matplotlib": as_matplotlib_pdf, "typst": as_typst_pdf,
}  # fmt: skip


def words_of(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    words = st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=6)
    return words.map(lambda parts: f"so {' '.join(parts)} then")


def turns_of(letters: st.SearchStrategy[str]) -> st.SearchStrategy[Turns]:
    return st.lists(st.tuples(st.sampled_from(PEOPLE), words_of(letters)), min_size=1, max_size=5)


# Letters of any script, emoji, and the signs of prose; labels, lists and quotes are elsewhere.
ANY_LETTERS = st.one_of(
    st.characters(categories=("L", "Nd", "Sc")), st.sampled_from("👍😀🏽é’-,/&%£€!?")
)
# What any font has; a page keeps no more of a text than its letters and where they stand.
PRINTED = st.sampled_from(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèçüÅß£€0123456789,%"
)


def read(root: Path, name: str, data: bytes) -> FileReading:
    kind, _, rest = name.partition("/")
    path = root / "data" / "raw" / "demo" / kind / rest
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    project = load_project("demo", root)
    people = People(project, {})
    reader = {"notes": read_notes, "transcripts": read_transcript, "boards": read_board}[kind]
    file = InputFile(path, name, kind.removesuffix("s") if kind != "notes" else kind)
    reading = reader(project, file, people, Prompts(project))
    check_reading(reading)
    return reading


def by_person(reading: FileReading) -> Turns:
    """Return what was read as turns; a turn may have been read as some units."""
    found: Turns = []
    places: list[str] = []
    for one in reading.passages:
        if places and places[-1] == one.locator:
            found[-1] = (found[-1][0], f"{found[-1][1]} {one.text}")
        else:
            found.append((one.participant_id or "", one.text))
            places.append(one.locator)
    return found


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=10, deadline=None)
@given(turns=turns_of(ANY_LETTERS))
def test_documents_come_back_by_person(tmp_path_factory, name, turns):
    reading = read(tmp_path_factory.mktemp("notes"), f"notes/{name}", WRITERS[name](turns))
    assert by_person(reading) == turns


@pytest.mark.parametrize("printer", PRINTERS)
@settings(max_examples=4, deadline=None)
@given(turns=turns_of(PRINTED))
def test_printed_pages_come_back_by_person(tmp_path_factory, printer, turns):
    reading = read(tmp_path_factory.mktemp("pdf"), "notes/a.pdf", PRINTERS[printer](turns))
    assert by_person(reading) == turns


@pytest.mark.parametrize("with_mark", [False, True])
@settings(max_examples=10, deadline=None)
@given(turns=turns_of(ANY_LETTERS), frame=st.sampled_from(["What is hard?", "Ideas"]))
def test_boards_as_csv_come_back_by_author(tmp_path_factory, with_mark, turns, frame):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Text", "Frame", "Author"])
    writer.writerows((words, frame, who) for who, words in turns)
    data = out.getvalue().encode("utf-8-sig" if with_mark else "utf-8")
    reading = read(tmp_path_factory.mktemp("board"), "boards/wall.csv", data)
    assert by_person(reading) == turns
    assert {one.activity for one in reading.passages} == {frame}


def workbook(rows: list[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["feedback", "boards"])
def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(tmp_path, kind):
    header = "Text" if kind == "boards" else "What is hard?"
    data = workbook([["participant_id", header], ["P01", "The post, and “why”"], ["P02", "£5"]])
    path = tmp_path / "data" / "raw" / "demo" / kind / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    passages = read_sources(load_project("demo", tmp_path), {}, b"salt").passages
    assert passages["participant_id"].tolist() == ["P01", "P02"]
    assert passages["text"].tolist() == ["The post, and “why”", "£5"]


@pytest.mark.parametrize(
    "name", ["feedback/a.xlsx", "boards/a.xlsx", "notes/a.docx", "votes/a.xlsx"]
)
def test_an_office_file_behind_a_password_is_named_and_costs_nothing_else(tmp_path, name):
    good = tmp_path / "data" / "raw" / "demo" / "notes" / "good.md"
    good.parent.mkdir(parents=True)
    good.write_text("P01: the post\n", encoding="utf-8")
    path = tmp_path / "data" / "raw" / "demo" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(LOCKED)
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert material.passages["text"].tolist() == ["the post"]
    (problem,) = material.problems
    assert (problem.source, "password" in problem.problem) == (name, True)


ODD = {
    "a megabyte": " ".join(f"word{number}" for number in range(105_000)),
    "right to left": "مرحبا بالعالم \u202eabc\u202c שלום",
    "emoji": "👍🏽👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿 😀",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", [*WRITERS, "a.vtt", "wall.csv"])
def test_long_and_foreign_paragraphs_are_read_whole(tmp_path, name, odd):
    words = f"so {ODD[odd]}"
    data = {
        "a.vtt": f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nP01: {words}\n".encode(),
        "wall.csv": f"Text,Author\n{words},P01\n".encode(),
    }.get(name)
    folder = {"a.vtt": "transcripts", "wall.csv": "boards"}.get(name, "notes")
    if data is None:
        data = WRITERS[name]([("P01", words)])
    reading = read(tmp_path, f"{folder}/{name}", data)
    assert " ".join(one.text for one in reading.passages) == words
    assert {one.participant_id for one in reading.passages} == {"P01"}
