"""Boards: every note by its author, under its frame, with the group's own order kept."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.project import load_project
from insights.sources import read_sources
from insights.sources.colours import meaning_of, name_colour
from insights.sources.material import Material

ALIASES = {"priya nair": "P01", "priya": "P01", "ruth": "F01", "sam": ""}
REGISTER = "participant_id,perspective\nP01,lived experience\nP02,professional\n"
HEADER = "ID,Type,Text,Color,Frame,Cluster,Tags,Created by,Position X,Position Y\n"


def read(folder: Path, data: str | bytes, toml: str = "", name: str = "wall.csv") -> Material:
    raw = folder / "data" / "raw" / "demo"
    (raw / "boards").mkdir(parents=True, exist_ok=True)
    path = raw / "boards" / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (raw / "project.toml").write_text(toml, encoding="utf-8")
    (raw / "participants.csv").write_text(REGISTER, encoding="utf-8")
    material = read_sources(load_project("demo", folder), ALIASES, b"salt")
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
    source = material.sources.iloc[0]
    assert source["n_characters_read"] == material.passages["text"].str.len().sum()
    total = source["n_characters_read"] + source["n_characters_set_aside"]
    assert source["n_characters"] == total
    return material


def rows(material: Material, *columns: str) -> list[tuple[object, ...]]:
    frame = material.passages[list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def test_frames_clusters_colours_and_authors(tmp_path):
    toml = '[boards]\ncolours = {red = "thorn", green = "ideas", yellow = "questions"}\n'
    board = HEADER + (
        "1,sticky_note,Letters are scary,#FF9999,Round one,Paper,money;post,Priya Nair,10,20\n"
        "2,sticky_note,<p>A &amp; nurse</p>,light_green,Round one,,,P02,1,2\n"
        "3,frame,Round one,,,,,,,\n"
        "4,sticky_note,Who rings?,Yellow,Round one,Paper,,Anonymous,,\n"
        "5,sticky_note,Two hats,blue,Ideas,,,Sam,,\n"
        "6,sticky_note,\"P02: mine\nPriya: and mine\",blue,,,,Ruth,,\n"
    )  # fmt: skip
    material = read(tmp_path, board, toml)
    assert rows(material, "locator", "participant_id", "activity", "prompt_kind", "kind",
                "group_label", "text") == [
        ("row 2, at 10, 20", "P01", "Round one", "problem", "problem", "Paper",
         "Letters are scary"),
        ("row 3, at 1, 2", "P02", "Round one", "idea", "idea", "ideas", "A & nurse"),
        ("row 5", None, "Round one", "unspecified", "question", "Paper", "Who rings?"),
        ("row 6", None, "Ideas", "idea", "unspecified", None, "Two hats"),
        ("row 7", "P02", None, "unspecified", "unspecified", None, "mine"),
        ("row 7", "P01", None, "unspecified", "unspecified", None, "and mine"),
    ]  # fmt: skip
    assert "Sam" not in str(material.problems)


def test_a_meaning_that_is_not_known_is_said_once(tmp_path):
    material = read(tmp_path, HEADER, '[boards]\ncolours = {pink = "thorns", blue = "thron"}\n')
    (problem,) = [p for p in material.problems if p.where.startswith("[boards]")]
    assert "thorn" in problem.fix


def test_ids_of_notes_hold_when_their_words_are_edited(tmp_path):
    before = read(tmp_path, HEADER + "7,,The post,,,,,P01,,\n8,,Other,,,,,P01,,\n")
    after = read(tmp_path, HEADER + "8,,Other,,,,,P01,,\n7,,The post came,,,,,P01,,\n")
    ids = before.passages["excerpt_id"].tolist()
    assert after.passages["excerpt_id"].tolist() == ids[::-1]


@pytest.mark.parametrize(
    ("written", "colour"),
    [("#FFF9B1", "yellow"), ("#F16C7F", "red"), ("light_pink", "pink"), ("Gray", "grey"),
     ("rgb(0, 128, 0)", "green"), ("#FFFFFF", "white"), ("dark blue", "blue"),
     ("#000", "#000"), ("Colour of hope", "colour of hope")],
)  # fmt: skip
def test_colours_have_one_name(written, colour):
    assert name_colour(written) == colour


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Rose", "preference"), ("thorns", "problem"), ("BUD", "idea"), ("likes", "preference"),
     ("Wishes", "idea"), ("questions", "question"), ("Ideas", "idea"), ("worries", "emotion")],
)  # fmt: skip
def test_usual_words_have_a_meaning(word, kind):
    assert (meaning_of(word) or ("", ""))[1] == kind


WORDS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters=":<>&_*[]()"),
    min_size=1, max_size=40,
).map(lambda words: f"so {words.strip()} then")  # fmt: skip


@settings(max_examples=10, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(notes=st.lists(st.tuples(st.sampled_from(["P01", "P02", ""]), WORDS), min_size=1,
                      max_size=6))  # fmt: skip
def test_a_workbook_by_another_library_comes_back(tmp_path, notes):
    book = openpyxl.Workbook()
    book.active.append(["Author", "Text"])
    for note in notes:
        book.active.append(list(note))
    out = io.BytesIO()
    book.save(out)
    material = read(tmp_path, out.getvalue(), name="wall.xlsx")
    expected = [(who or None, words) for who, words in notes]
    assert rows(material, "participant_id", "text") == expected
    (tmp_path / "data" / "raw" / "demo" / "boards" / "wall.xlsx").unlink()
