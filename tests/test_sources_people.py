"""The register: pseudonymous people, understood or reported, row by row."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from insights.project import load_project
from insights.sources import Material, read_sources
from insights.sources.people import People
from insights.sources.recognise import read_date


def read(tmp_path: Path, register: str, *, toml: str = "", notes: str = "") -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    (folder / "participants.csv").write_text(register, encoding="utf-8")
    (folder / "project.toml").write_text(toml, encoding="utf-8")
    if notes:
        (folder / "notes" / "W1.md").write_text(notes, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


def problems(material: Material) -> str:
    return " | ".join(f"{p.source} {p.where}: {p.problem} {p.fix}" for p in material.problems)


def test_the_register_is_read_with_consent_attributes_and_odd_ids(tmp_path):
    material = read(
        tmp_path,
        "Participant_ID,Perspective,Role,Age band,consent_analysis,consent_anonymous_quote,"
        "consent_archive,withdrawn_on,consent_expires_on\n"
        "007,LE,,18-24,Yes,no,,,31/12/2026\n08,link worker,SPLW,25+,Y,N,true,2026-01-02,\n"
        "X,,GP,,,,,,\n",
    )
    people = material.participants.set_index("participant_id")
    assert people.index.tolist() == ["007", "08", "X"]
    assert people["perspective"].tolist() == ["lived_experience", "professional", "professional"]
    assert people["consent_analysis"].astype(object).tolist()[:2] == [True, True]
    assert people["consent_anonymous_quote"].astype(object).tolist()[:2] == [False, False]
    assert people["consent_archive"].isna().tolist() == [True, False, True]
    assert people.loc["007", "consent_expires_on"] == "2026-12-31"
    assert people.loc["08", "withdrawn_on"] == "2026-01-02"
    assert people.loc["007", "age_band"] == "18-24"
    assert set(people["origin"]) == {"register"}
    said = problems(material)  # of the one who was not asked, and of nothing else
    assert said.count("participants.csv") == 1 and "row 4, column consent_analysis" in said


def test_everything_wrong_is_said_at_once(tmp_path):
    material = read(
        tmp_path,
        "participant_id,name,perspective,consent_analysis,withdrawn_on\n"
        "P01,Priya,profesional,perhaps,soon\nP01,Sam,carer,,\n,Bim,carer,,\n",
    )
    said = problems(material)
    for expected in (
        "column name: This column seems to hold names",
        "row 2, column perspective",
        'Did you mean "professional"',
        "row 2, column consent_analysis",
        "row 2, column withdrawn_on",
        "row 3, column participant_id: This id already stands in row 2",
        "row 4, column participant_id: 1 row has no id",
    ):
        assert expected in said
    for words in ("Priya", "perhaps", "soon"):
        assert words not in said
    assert material.participants["participant_id"].tolist() == ["P01"]
    assert "name" not in material.participants.columns


def test_a_register_without_ids_says_which_column_was_meant(tmp_path):
    assert 'Did you mean "participantid"' in problems(
        read(tmp_path, "participantid,perspective\nP01,carer\n")
    )


def test_an_unreadable_register_stops_nothing(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "participants.xlsx").write_bytes(b"broken")
    (folder / "answers.csv").write_text("comment\nNobody rang me back\n", encoding="utf-8")
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert len(material.passages) == 1
    assert "participants.xlsx the file: This file is damaged" in problems(material)


def test_a_workbook_is_a_register_too_and_a_second_one_is_reported(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    workbook = openpyxl.Workbook()
    workbook.active.append(["participant_id", "perspective"])
    workbook.active.append(["P1", "carer"])
    workbook.save(folder / "Participants.xlsx")
    first = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert first.participants["perspective"].tolist() == ["carer"]
    (folder / "participants.csv").write_text("participant_id\nP2\n", encoding="utf-8")
    both = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert both.participants["participant_id"].tolist() == ["P2"]
    assert "only that was read" in problems(both)


def test_attendance_is_everyone_recorded_for_every_activity(tmp_path):
    register = "participant_id,perspective,attended\nP1,carer,W1\nP2,both,w1; W2\nP3,carer,W9\n"
    toml = '[sessions.W2]\ndate = "2025-11-04"\n'
    notes = "# What is hard?\n\nP1: a\n\n# Ideas\n\nP3: b\n"
    material = read(tmp_path, register, toml=toml, notes=notes)
    rows = set(
        material.attendance[["session_id", "activity", "participant_id", "basis"]]
        .fillna("")
        .itertuples(index=False, name=None)
    )
    assert rows == {
        ("W1", "What is hard?", "P1", "attended"), ("W1", "Ideas", "P1", "attended"),
        ("W1", "What is hard?", "P2", "attended"), ("W1", "Ideas", "P2", "attended"),
        ("W2", "", "P2", "attended"), ("W1", "Ideas", "P3", "spoke"),
    }  # fmt: skip
    assert "W9" in problems(material)
    sessions = material.sessions.fillna("")[["session_id", "activity", "date"]]
    assert ("W2", "", "2025-11-04") in set(sessions.itertuples(index=False, name=None))


def test_an_attribute_called_like_one_of_our_columns_hides_nothing(tmp_path):
    material = read(tmp_path, "participant_id,perspective,origin\nP1,carer,Leeds\n")
    assert material.participants.iloc[0][["origin", "given_origin"]].tolist() == [
        "register", "Leeds",
    ]  # fmt: skip


def test_an_ambiguous_name_is_nobody(tmp_path):
    people = People(load_project("demo", _folder(tmp_path)), {"sam": "", "priya": "P1"})
    assert people.known("Sam") is None
    assert people.known("Priya") == "P1"
    assert "priya" not in repr(people)


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw" / "demo").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2025-11-03", "2025-11-03"), ("2025-11-03T10:00:00", "2025-11-03"),
        ("03/11/2025", "2025-11-03"), ("3.11.2025", "2025-11-03"), ("3rd November 2025",
        "2025-11-03"), ("Monday 3 Nov 2025", "2025-11-03"), ("November 3, 2025", "2025-11-03"),
        ("31/02/2025", None), ("13/13/2025", None), ("soon", None), ("", None), ("2025", None),
    ],
)  # fmt: skip
def test_dates_are_read_the_british_way(words, date):
    assert read_date(words) == date


@pytest.mark.parametrize(
    ("registered", "said", "clash"),
    [
        ("professional", "lived experience", "This file says lived_experience; the register says"),
        ("professional", "both", "This file says both; the register says professional"),
        ("professional", "professional", ""),
        ("professional", "", ""),
        ("professional", "unknown", ""),
        ("both", "professional", ""),
        ("both", "carer", "This file says carer; the register says both"),
        ("", "professional", ""),
    ],
)
@pytest.mark.parametrize(
    ("file", "columns"),
    [("feedback/f.csv", "participant_id,perspective,What is hard?"),
     ("rounds/f.csv", "participant_id,perspective,feedback"),
     ("votes/ideas.csv", "sketched_by,perspective,idea")],
)  # fmt: skip
def test_a_form_that_names_another_perspective_than_the_register_is_a_problem(
    tmp_path, registered, said, clash, file, columns
):
    path = tmp_path / "data" / "raw" / "demo" / file
    path.parent.mkdir(parents=True)
    path.write_text(f"{columns}\nP01,{said},The post\n", encoding="utf-8")
    material = read(tmp_path, f"participant_id,perspective\nP01,{registered}\n")
    found = [p for p in material.problems if "This file says" in p.problem]
    assert [p.source for p in found] == ([file] if clash else [])
    assert all(p.problem.startswith(clash) and p.where == "P01" for p in found)
    used = material.participants.set_index("participant_id")["perspective"]["P01"]
    assert used == (registered or said)


def test_a_label_in_notes_that_names_another_perspective_is_a_problem(tmp_path):
    material = read(
        tmp_path, "participant_id,perspective\nP01,professional\n",
        notes="- P01 (service user): the post\n",
    )  # fmt: skip
    assert ["This file says" in p.problem for p in material.problems] == [True]
