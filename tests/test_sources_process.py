"""How taking part was, and answers on a scale: kept apart from what people said."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from insights.project import load_project
from insights.sources import Material, read_sources
from insights.sources.process import find_scale, is_about_taking_part, split_question


def read(tmp_path: Path, table: str, name: str = "process.csv", toml: str = "") -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "feedback").mkdir(parents=True)
    (folder / "feedback" / name).write_text(table, encoding="utf-8")
    (folder / "project.toml").write_text(toml, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


def rows(material: Material, table: str, *columns: str) -> list[tuple[object, ...]]:
    frame = material.records[table][list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


WIDE = (
    "participant_id,capacity,when,I felt heard (1 to 5),What changed?\n"
    "007,my own experience,before,2,\n007,my own experience,After,4 - mostly,I rang her myself\n"
    "P2,staff,after,9,\n"
)


def test_process_answers_are_kept_apart_from_what_people_said(tmp_path):
    material = read(tmp_path, WIDE)
    assert rows(material, "process", "participant_id", "perspective", "item", "when", "value",
                "highest") == [
        ("007", "lived_experience", "I felt heard", "before", 2.0, 5.0),
        ("007", "lived_experience", "I felt heard", "after", 4.0, 5.0),
        ("007", "lived_experience", "What changed?", "after", None, None),
    ]  # fmt: skip
    (excerpt_id,) = material.passages["excerpt_id"]
    assert material.records["process"]["excerpt_id"].tolist()[2] == excerpt_id
    assert material.sessions["purpose"].tolist() == ["process"]
    assert material.passages["prompt_kind"].tolist() == ["unspecified"]
    (problem,) = material.problems
    assert (problem.where, "not on the scale" in problem.problem) == (
        "row 4, column I felt heard (1 to 5)", True,
    )  # fmt: skip
    assert "i_felt_heard" not in str(list(material.participants.columns))


@pytest.mark.parametrize(
    ("name", "toml"),
    [
        ("process.csv", ""), ("Process feedback.csv", ""),
        ("form.csv", '[columns."feedback/form.csv"]\nabout = "process"\n'),
    ],
)  # fmt: skip
def test_a_file_is_about_the_process_by_its_name_or_by_settings(tmp_path, name, toml):
    material = read(tmp_path, "participant_id,What was hard?\nP1,Nothing\n", name, toml)
    assert material.sessions["purpose"].tolist() == ["process"]
    assert rows(material, "process", "item") == [("What was hard?",)]


def test_one_question_on_the_workshop_is_kept_apart_within_a_form(tmp_path):
    table = (
        "participant_id,What is hard?,How was the workshop for you?,How useful was it (out of 10)\n"
        "P1,The post,Fine thanks,7\nP2,Phones,Too long,11\n"
    )
    material = read(tmp_path, table, "form.csv")
    purposes = dict(zip(material.sessions["activity"], material.sessions["purpose"], strict=True))
    assert purposes == {"What is hard?": "workshop", "How was the workshop for you?": "process"}
    assert rows(material, "process", "item") == [("How was the workshop for you?",)] * 2
    assert rows(material, "ratings", "item", "value", "highest") == [("How useful was it", 7, 10)]


def test_a_prompt_that_settings_explain_is_never_guessed_to_be_about_the_process(tmp_path):
    toml = '[prompts]\n"How was the day?" = "problem"\n'
    material = read(tmp_path, "participant_id,How was the day?\nP1,Long\n", "form.csv", toml)
    assert material.sessions[["prompt_kind", "purpose"]].values.tolist() == [
        ["problem", "workshop"]
    ]


def test_a_closed_question_among_answers_in_long_form_is_a_rating(tmp_path):
    table = (
        "participant_id,question,answer\nP1,I felt heard (1 to 5),4\nP1,What is hard?,The post\n"
        "P2,I felt heard (1 to 5),5\nP2,What is hard?,The phone\n"
    )
    material = read(tmp_path, table, "form.csv")
    assert rows(material, "process", "participant_id", "item", "value") == [
        ("P1", "I felt heard", 4.0), ("P2", "I felt heard", 5.0),
    ]  # fmt: skip
    assert material.passages["text"].tolist() == ["The post", "The phone"]


def test_words_for_a_scale_become_numbers(tmp_path):
    cells = ("Strongly agree", "Disagree", "Not sure", "agree")
    table = "participant_id,I felt welcome\n" + "".join(f"P{n},{c}\n" for n, c in enumerate(cells))
    material = read(tmp_path, table, "form.csv")
    assert rows(material, "process", "value", "highest") == [(5, 5), (2, 5), (3, 5), (4, 5)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How was the workshop for you?", True),
        ("I felt listened to", True),
        ("What changed in how you see each other?", True),
        ("How did you find the session?", True),
        ("I trust the other organisations here", True),
        ("How was the waiting list?", False),
        ("What happened at the GP session?", False),
        ("Do you trust your GP?", False),
        ("How do you feel on a bad day?", False),
        ("What would make the day centre better?", False),
    ],
)
def test_questions_about_taking_part_are_told_from_those_about_the_subject(question, expected):
    assert is_about_taking_part(question) is expected


@pytest.mark.parametrize(
    ("header", "cells", "highest"),
    [
        ("Ease (1-5)", ["1", "5"], 5),
        ("How likely (0 to 10)", ["10"], 10),
        ("Score out of 10", ["3"], 10),
        ("Age", ["34"], None),
        ("Visits", ["1", "2"], None),
        ("Age (18 to 24)", ["18"], None),
        ("Ward 1 to 5, what happened?", ["it was loud"], None),
        ("How often?", ["Never", "Often"], 5),
    ],
)
def test_a_scale_is_found_only_where_one_is_named(header, cells, highest):
    scale = find_scale(header, cells)
    assert (scale.highest if scale else None) == highest


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("I felt heard (1 to 5)", ("I felt heard", None)),
        ("Before: I felt heard", ("Before: I felt heard", None)),
        ("I felt heard - after the workshop", ("I felt heard", "after")),
        ("What happened after", ("What happened", "after")),
        ("(1 to 5)", ("(1 to 5)", None)),
    ],
)
def test_a_question_stands_without_its_scale(header, expected):
    assert split_question(header) == expected


def test_several_sheets_of_answers_are_all_read(tmp_path):
    folder = tmp_path / "data/raw/demo/feedback"
    folder.mkdir(parents=True)
    workbook = openpyxl.Workbook()
    for row in (["participant_id", "What is hard?"], ["007", "The post"]):
        workbook.active.append(row)
    other = workbook.create_sheet("Process")
    for row in (["participant_id", "What changed?"], ["007", "I rang her"]):
        other.append(row)
    workbook.save(folder / "form.xlsx")
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert material.passages[["locator", "participant_id", "text"]].values.tolist() == [
        ["row 2, column What is hard?", "007", "The post"],
        ["sheet Process, row 2, column What changed?", "007", "I rang her"],
    ]
    assert set(material.sessions["purpose"]) == {"workshop", "process"}
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text


def test_words_in_a_merged_cell_are_said_once(tmp_path):
    folder = tmp_path / "data/raw/demo/feedback"
    folder.mkdir(parents=True)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["participant_id", "What is hard?", "What would help?"],
                ["P1", "The post is what is hard", "A text before"], ["P1", None, "A call"],
                ["P2", None, "A letter"]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B2:B4")
    workbook.save(folder / "form.xlsx")
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert material.passages["text"].tolist().count("The post is what is hard") == 1
