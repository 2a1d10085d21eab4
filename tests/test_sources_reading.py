"""A whole project: everything readable is read, the rest is said, nothing leaks or moves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import docx
import pytest

from insights import tables
from insights.project import load_project
from insights.sources import Material, read_sources

NOTES = "## What is hard?\n\nP01: The post went in the drawer.\n\n- nobody rings back\n"


def write(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = tmp_path / "data" / "raw" / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read(tmp_path: Path, files: dict[str, str | bytes]) -> Material:
    write(tmp_path, files)
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


def test_importing_the_room_loads_nothing_heavy():
    code = (
        "import sys, insights.sources, insights.sheets, insights.archives; "
        "print(sorted({'pandas', 'docx', 'openpyxl', 'pandera', 'spacy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_an_empty_folder_gives_empty_tables(tmp_path):
    (tmp_path / "data" / "raw" / "demo").mkdir(parents=True)
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    for name in ("sources", "passages", "participants", "sessions", "attendance", "prototypes"):
        frame = getattr(material, name)
        assert len(frame) == 0
        assert list(frame.columns) == tables.TABLES[name].column_names
    assert material.problems == []


def test_one_broken_file_never_costs_another(tmp_path):
    files: dict[str, str | bytes] = {"notes/good.md": NOTES}
    broken = {
        "notes/a.docx": b"PK\x03\x04 broken", "notes/b.docx": b"", "notes/c.txt": b"\x81\x8d",
        "feedback/d.csv": b"", "feedback/e.xlsx": b"<html>", "prototypes/f.csv": b"a,b\n",
        "notes/g.pdf": b"%PDF", "notes/h.odt": b"PK", "notes/i.rtf": b"{\\rtf", "notes/j.jpg": b"x",
        "feedback/k.ods": b"PK", "transcripts/l.vtt": b"WEBVTT", "boards/m.csv": b"",
        "votes/n.csv": b"a", "vision/o.md": b"# v", "rounds/p.csv": b"a", "misc/q.txt": b"x",
    }  # fmt: skip
    material = read(tmp_path, files | broken)
    good = material.sources.set_index("path").loc["notes/good.md"]
    assert good["n_excerpts"] == 2
    reported = {problem.source for problem in material.problems}
    assert reported == set(broken)
    assert all(problem.where and problem.problem and problem.fix for problem in material.problems)
    formats = {p.source: p.fix for p in material.problems}
    assert ".docx" in formats["notes/g.pdf"]


def test_sources_account_for_every_character(tmp_path):
    material = read(tmp_path, {"notes/w1.md": NOTES})
    row = material.sources.iloc[0]
    assert row["n_characters"] == len(NOTES)
    assert row["n_characters_read"] + row["n_characters_set_aside"] == row["n_characters"]
    assert row["n_characters_read"] == material.passages["text"].str.len().sum()
    assert (row["n_excerpts"], row["n_unattributed"]) == (2, 1)
    assert (row["kind"], row["session_id"]) == ("notes", "w1")


def test_line_ends_encodings_and_byte_order_marks_change_no_id(tmp_path):
    ids = []
    for data in (NOTES.encode(), NOTES.replace("\n", "\r\n").encode("utf-8-sig"),
                 NOTES.encode("utf-16")):  # fmt: skip
        ids.append(read(tmp_path, {"notes/w1.md": data}).passages["excerpt_id"].tolist())
    assert ids[0] == ids[1] == ids[2]


def test_adding_files_and_correcting_the_register_change_no_id(tmp_path):
    first = read(tmp_path, {"notes/w1.md": NOTES})
    ids = first.passages["excerpt_id"].tolist()
    register = "participant_id,perspective\nP01,professional\n"
    second = read(tmp_path, {"notes/a.md": "- new\n", "participants.csv": register})
    kept = second.passages[second.passages["session_id"] == "w1"]
    assert kept["excerpt_id"].tolist() == ids
    assert kept["perspective"].tolist()[0] == "professional"


def test_reading_twice_gives_the_same(tmp_path):
    files = {"notes/w1.md": NOTES, "feedback/a.csv": "pid,comment\nP1,Nobody rang me\n"}
    one, two = read(tmp_path, files), read(tmp_path, files)
    for name in ("sources", "passages", "participants", "sessions", "attendance"):
        assert getattr(one, name).equals(getattr(two, name))
    assert (one.texts, one.problems, one.understood) == (two.texts, two.problems, two.understood)


def test_progress_is_reported_file_by_file(tmp_path):
    write(tmp_path, {"notes/w1.md": NOTES, "notes/w2.md": NOTES})
    seen = []
    read_sources(
        load_project("demo", tmp_path), {}, b"salt", report=lambda *step: seen.append(step)
    )
    assert seen == [("notes/w1.md", 0, 2), ("notes/w2.md", 1, 2), ("", 2, 2)]


def test_nothing_printed_holds_a_persons_words(tmp_path):
    material = read(tmp_path, {"notes/w1.md": NOTES + "\nCallum: secret words\n"})
    printed = repr(material) + str(material.problems) + str(material.understood)
    for words in ("drawer", "secret", "Callum", "rings"):
        assert words not in printed


def test_names_in_a_documents_shell_never_travel(tmp_path):
    document = docx.Document()
    document.core_properties.author = "Siobhan Keane"
    document.core_properties.title = "Callum's notes"
    document.add_paragraph("P01: The post went in the drawer.")
    path = tmp_path / "a.docx"
    document.save(path)
    material = read(tmp_path, {"notes/w1.docx": path.read_bytes()})
    everything = str(material.texts) + material.passages.to_csv() + str(material.problems)
    assert "Siobhan" not in everything
    assert "Callum" not in everything


@pytest.mark.parametrize(
    "hostile",
    ["." * 5_000, "a." * 10_000, "word " * 200_000, "[" * 50_000, "*" * 50_000, "- " * 20_000,
     "P01:" * 10_000, "(" * 30_000 + "P01)", "| " * 20_000, " \t" * 50_000 + "x", "1. " * 20_000,
     "“" * 20_000, "\n".join(["a:"] * 5_000), "#" * 50_000, "<!--" * 10_000],
)  # fmt: skip
def test_odd_texts_are_read_without_harm(tmp_path, hostile):
    answers = f'id,comment\n1,"{hostile}"'
    material = read(tmp_path, {"notes/w1.md": hostile, "feedback/a.csv": answers})
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text


def test_control_characters_are_dropped_at_the_door(tmp_path):
    material = read(tmp_path, {"notes/w1.md": "- a\x0bb\x1b[31m c\n"})
    assert material.passages["text"].tolist() == ["ab[31m c"]
