"""Answers: every cell of typed words comes back with its person, prompt and row."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.project import load_project
from insights.sources import Material, read_sources

OPEN = "Nobody rang me back about it"


def read(
    tmp_path: Path, table: str | list[list[object]], *, name: str = "answers.csv",
    toml: str = "", register: str = "", aliases: dict[str, str] | None = None,
) -> Material:  # fmt: skip
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "feedback").mkdir(parents=True, exist_ok=True)
    path = folder / "feedback" / name
    if isinstance(table, str):
        path.write_bytes(table.encode())
    elif name.endswith(".xlsx"):
        workbook = openpyxl.Workbook()
        for row in table:
            workbook.active.append(row)
        workbook.save(path)
    else:
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(table)
    (folder / "project.toml").write_text(toml, encoding="utf-8")
    if register:
        (folder / "participants.csv").write_text(register, encoding="utf-8")
    material = read_sources(load_project("demo", tmp_path), aliases or {}, b"salt")
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
    return material


def found(material: Material, *columns: str) -> list[tuple[object, ...]]:
    frame = material.passages[list(columns)].astype(object)
    frame = frame.where(frame.notna(), None)
    return list(frame.itertuples(index=False, name=None))


def problems(material: Material) -> str:
    return " | ".join(f"{p.where}: {p.problem} {p.fix}" for p in material.problems)


def attributes(material: Material) -> set[str]:
    from insights.tables import TABLES

    return set(material.participants.columns) - set(TABLES["participants"].column_names)


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_a_wide_file_is_a_prompt_per_open_column(tmp_path, name):
    table = [
        ["Participant ID", "Who are you?", "Age band", "Score", "What is hard?", "what_would_help"],
        ["P01", "lived experience", "18-24", 4, OPEN, "A text the day before"],
        ["P02", "Link worker", "25+", 5, "None", "-"],
    ]
    material = read(tmp_path, table, name=name)
    assert found(
        material, "locator", "participant_id", "perspective", "activity", "prompt_kind", "text"
    ) == [
        ("row 2, column What is hard?", "P01", "lived_experience", "What is hard?", "problem",
         OPEN),
        ("row 2, column what_would_help", "P01", "lived_experience", "what would help", "idea",
         "A text the day before"),
        ("row 3, column What is hard?", "P02", "professional", "What is hard?", "problem", "None"),
    ]  # fmt: skip
    assert set(material.passages["directness"]) == {"verbatim"}
    people = material.participants.set_index("participant_id")
    assert people.loc["P01", ["age_band", "score", "origin"]].tolist() == ["18-24", "4", "feedback"]
    assert set(material.attendance["basis"]) == {"answered"}
    assert set(material.sessions["session_id"]) == {"answers"}
    assert set(material.sessions["mode"]) == {"form"}


def test_a_row_without_a_person_is_one_in_wide_form(tmp_path):
    material = read(tmp_path, f"perspective,What is hard?\nGP,{OPEN}\n,{OPEN} too\n")
    people = material.participants
    assert people["participant_id"].tolist() == ["feedback-answers-r2", "feedback-answers-r3"]
    assert people["perspective"].tolist() == ["professional", "unknown"]
    assert set(people["origin"]) == {"row"}
    assert len(found(material, "participant_id")) == 2


def test_a_long_file_takes_its_prompts_from_the_question_column(tmp_path):
    table = (
        "respondent,question,answer,date\nR1,What is hard?,The post,3/11/2025\n"
        "R1,What would  help?,A text,4/11/2025\nR2,What is hard?,Nothing,2025-11-05\n"
    )
    material = read(tmp_path, table)
    assert found(material, "participant_id", "activity", "prompt_kind", "text") == [
        ("R1", "What is hard?", "problem", "The post"),
        ("R1", "What would help?", "idea", "A text"),
        ("R2", "What is hard?", "problem", "Nothing"),
    ]
    assert set(material.sessions["date"]) == {"2025-11-03"}


def test_a_long_file_without_people_stays_unattributed(tmp_path):
    material = read(tmp_path, "question,comment\nWhat is hard?,The post\n")
    assert found(material, "participant_id", "speaker") == [(None, "unattributed")]
    assert len(material.participants) == 0


def test_project_toml_decides_what_columns_mean(tmp_path):
    toml = (
        '[columns."feedback/answers.csv"]\nparticipant_id = "who"\ntext = ["a", "b"]\n'
        'perspective = "hat"\nattributes = ["place"]\nsession = "day"\n'
        '[perspectives]\nprofessional = ["worker"]\n'
        '[prompts]\na = "problem"\nb = "idea"\n[sessions.W1]\ntitle = "First day"\n'
    )
    table = "who,hat,a,b,place,day,c\nX1,Worker,one,two,Leeds,first day,three words here now\n"
    material = read(tmp_path, table, toml=toml)
    columns = ("participant_id", "perspective", "session_id", "prompt_kind", "text")
    assert found(material, *columns) == [
        ("X1", "professional", "W1", "problem", "one"), ("X1", "professional", "W1", "idea", "two"),
    ]  # fmt: skip
    assert attributes(material) == {"place"}


def test_a_column_that_project_toml_names_and_the_file_lacks_is_a_problem(tmp_path):
    toml = '[columns."feedback/answers.csv"]\ntext = ["What is hrad?"]\n'
    assert 'Did you mean "What is hard?"' in problems(
        read(tmp_path, f"What is hard?\n{OPEN}\n", toml=toml)
    )


def test_unknown_perspectives_are_listed_with_the_allowed_and_the_nearest(tmp_path):
    table = f"id,perspective,comment\n1,profesional,{OPEN}\n2,profesional,{OPEN}\n3,zzz,{OPEN}\n"
    material = read(tmp_path, table)
    said = problems(material)
    assert "rows 2, 3, 4, column perspective: 2 words" in said
    assert 'Did you mean "professional"' in said
    assert "lived_experience" in said
    assert "profesional" not in said
    assert set(material.participants["perspective"]) == {"unknown"}


@pytest.mark.parametrize("header", ["name", "Respondent", "participant_id"])
def test_names_are_looked_up_and_never_become_ids(tmp_path, header):
    table = f"{header},comment\nPriya Nair,{OPEN}\nCallum Boyd,{OPEN} b\nCALLUM BOYD,{OPEN} c\n"
    material = read(tmp_path, table, aliases={"priya nair": "P07"})
    assert found(material, "participant_id") == [
        ("P07",), ("feedback-answers-p1",), ("feedback-answers-p1",),
    ]  # fmt: skip
    everything = problems(material) + str(material.understood) + material.participants.to_csv()
    assert "Callum" not in everything
    assert "Priya" not in everything


def test_contact_details_are_left_out_and_said(tmp_path):
    table = f"participant_id,Phone number,Postcode,comment\nP1,07700 900123,LS6 1AA,{OPEN}\n"
    material = read(tmp_path, table)
    assert attributes(material) == set()
    assert "column Phone number" in problems(material)
    assert "07700" not in problems(material) + material.participants.to_csv()


def test_ids_that_the_register_does_not_know_are_listed(tmp_path):
    register = "participant_id,perspective\nP01,professional\n007,lived experience\n"
    table = f"participant_id,comment\np01,{OPEN}\nP99,{OPEN}\n007,{OPEN}\n"
    material = read(tmp_path, table, register=register)
    assert found(material, "participant_id") == [("P01",), ("P99",), ("007",)]
    assert "Not in the register: P99." in problems(material)


def test_values_that_differ_between_a_persons_rows_are_not_theirs(tmp_path):
    toml = (
        '[columns."feedback/answers.csv"]\nprompt = "question"\ntext = ["answer"]\n'
        'attributes = ["mood", "town"]\n'
    )
    table = "pid,question,answer,mood,town\nP1,a?,x,1,Leeds\nP1,b?,y,2,Leeds\n"
    material = read(tmp_path, table, toml=toml)
    person = material.participants.iloc[0]
    assert person["town"] == "Leeds"
    assert material.participants["mood"].isna().all()
    assert "column mood" in problems(material)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("None", True), ("N/A", False), ("nothing", True), ("👍", True), ("0", True), ("Żółć", True),
     ("", False), ("  ", False), ("-", False), ("...", False), ("?!", False)],
)  # fmt: skip
def test_empty_and_punctuation_only_cells_make_no_passage(tmp_path, cell, kept):
    toml = '[columns."feedback/answers.csv"]\ntext = ["a"]\n'
    material = read(tmp_path, [["a", "b"], [cell, "x"], [OPEN, "y"]], toml=toml)
    assert [t for (t,) in found(material, "text")] == ([cell] if kept else []) + [OPEN]


def test_a_long_answer_becomes_several_passages_of_one_cell(tmp_path):
    long = "This sentence has exactly seven words here. " * 20
    material = read(tmp_path, [["id", "comment"], ["a1", long], ["a2", OPEN]])
    rows = found(material, "locator", "excerpt_id", "text")
    assert len(rows) == 4
    assert {locator for locator, _, _ in rows[:3]} == {"row 2, column comment"}
    assert " ".join(text for _, _, text in rows[:3]) == long.strip()


def test_rows_with_an_id_keep_their_excerpt_through_edits_and_reordering(tmp_path):
    before = read(tmp_path, "id,comment\na1,First answer given\na2,Second answer given\n")
    after = read(tmp_path, "id,comment\na3,New one on top\na2,Second answer, given\na1,First!\n"
                 .replace("Second answer, given", '"Second answer, edited"'))  # fmt: skip
    ids = [excerpt for (excerpt,) in found(before, "excerpt_id")]
    assert [excerpt for (excerpt,) in found(after, "excerpt_id")][1:] == ids[::-1]


def test_rows_without_an_id_are_known_by_person_and_words(tmp_path):
    head = "participant_id,comment\n"
    before = read(tmp_path, head + "P1,First answer given\nP2,Second answer given\n")
    after = read(tmp_path, head + "P3,New\nP2,Second  answer given\nP1,First answer given\n")
    ids = [excerpt for (excerpt,) in found(before, "excerpt_id")]
    assert [excerpt for (excerpt,) in found(after, "excerpt_id")][1:] == ids[::-1]


def test_a_repeated_row_id_is_reported_and_nothing_is_lost(tmp_path):
    material = read(tmp_path, f"response id,comment\na1,{OPEN}\na1,{OPEN} again\n")
    assert len(material.passages) == 2
    assert material.passages["excerpt_id"].is_unique
    assert "row 3, column response id" in problems(material)


def test_a_file_without_words_says_what_to_do(tmp_path):
    said = problems(read(tmp_path, "score,town\n1,Leeds\n2,York\n"))
    assert 'text = ["…"]' in said


CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=20,
)


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(1, 5), CELL, CELL), min_size=1, max_size=8))
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_answer_comes_back_character_for_character(suffix, rows):
    toml = f'[columns."feedback/a{suffix}"]\nparticipant_id = "pid"\ntext = ["hard", "help"]\n'
    expected = [
        (f"P{who}", column, cell.strip())
        for who, hard, help_ in rows
        for column, cell in (("hard", hard), ("help", help_))
        if any(sign.isalnum() for sign in cell)
    ]
    with tempfile.TemporaryDirectory() as folder:
        table = [["pid", "hard", "help"], *([f"P{who}", a, b] for who, a, b in rows)]
        if suffix == ".xlsx":
            table = [[cell if not str(cell).startswith("=") else f" {cell}" for cell in row]
                     for row in table]  # fmt: skip
        material = read(Path(folder), table, name=f"a{suffix}", toml=toml)
    assert [
        one for one in found(material, "participant_id", "prompt", "text")
        if any(sign.isalnum() for sign in str(one[2]))
    ] == expected  # fmt: skip
