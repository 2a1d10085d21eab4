"""Prototype tests: values stay apart from words, and observers apart from testers."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from insights.project import load_project
from insights.sources import Material, read_sources

TESTS = (
    "prototype,version,Tester,perspective,order,helped_design,Task success,rating,SUS 1,SUS10,"
    "improve,How would you pilot it?,implement,Observation\n"
    "Café,2,T1,service user,1,no,yes,4,5,1,The noise by the door,A quiet corner,-,Could not find"
    " the door\n"
    "Log,1,T1,service user,2,no,with help,3,,,,,Who owns it?,\n"
    "Café,2,T2,GP,1,yes,no,maybe so,4,2,None,,,\n"
)


def read(tmp_path: Path, table: str, name: str = "tests.csv") -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "prototypes").mkdir(parents=True, exist_ok=True)
    path = folder / "prototypes" / name
    if name.endswith(".xlsx"):
        workbook = openpyxl.Workbook()
        for line in table.splitlines():
            workbook.active.append([int(c) if c.isdigit() else c for c in line.split(",")])
        workbook.save(path)
    else:
        path.write_text(table, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


@pytest.mark.parametrize("name", ["tests.csv", "tests.xlsx"])
def test_closed_items_become_values_and_words_become_passages(tmp_path, name):
    material = read(tmp_path, TESTS, name)
    rows = material.prototypes
    values = rows[rows["value"].notna()]
    assert [
        (r.prototype, r.participant_id, r.item, r.value) for r in values.itertuples()
    ] == [
        ("Café", "T1", "success", 1.0), ("Café", "T1", "rating", 4.0), ("Café", "T1", "sus1", 5.0),
        ("Café", "T1", "sus10", 1.0), ("Log", "T1", "success", 0.5), ("Log", "T1", "rating", 3.0),
        ("Café", "T2", "success", 0.0), ("Café", "T2", "sus1", 4.0), ("Café", "T2", "sus10", 2.0),
    ]  # fmt: skip
    assert values["shown_order"].tolist()[:5] == [1, 1, 1, 1, 2]
    assert values["helped_design"].astype(object).tolist()[0] is False
    assert rows["perspective"].tolist()[-1] == "professional"
    words = rows[rows["excerpt_id"].notna()].merge(material.passages, on="excerpt_id")
    assert list(zip(words["item"], words["text"], strict=True)) == [
        ("improve", "The noise by the door"), ("how_would_you_pilot_it", "A quiet corner"),
        ("observation", "Could not find the door"), ("implement", "Who owns it?"),
        ("improve", "None"),
    ]  # fmt: skip
    assert words["prompt_kind"].tolist() == ["idea", "idea", "unspecified", "idea", "idea"]


def test_an_observers_words_are_not_the_testers(tmp_path):
    material = read(tmp_path, TESTS)
    observed = material.passages[material.passages["directness"] == "summarised"].iloc[0]
    assert observed["speaker"] == "facilitator"
    assert material.passages["participant_id"].isna().sum() == 1
    row = material.prototypes.set_index("excerpt_id").loc[observed["excerpt_id"]]
    assert row["participant_id"] == "T1"


def test_what_is_unclear_is_reported_by_row(tmp_path):
    said = " | ".join(f"{p.where}: {p.problem}" for p in read(tmp_path, TESTS).problems)
    assert "row 4: A closed item holds neither" in said
    assert "maybe so" not in said


def test_a_file_without_prototypes_says_what_to_name(tmp_path):
    material = read(tmp_path, "protoype,rating\nCafé,4\n")
    assert 'Did you mean "protoype"' in material.problems[0].fix
    assert len(material.prototypes) == 0


def test_testers_are_asked_what_they_answered(tmp_path):
    attendance = read(tmp_path, TESTS).attendance
    assert set(attendance["basis"]) == {"answered"}
    assert "Café: improve" in set(attendance["activity"])


def test_whose_row_it_is_may_be_asked_in_natural_words(tmp_path):
    table = "prototype,Your name (or leave empty),What would you improve?\nCafé,T1,More light\n"
    rows = read(tmp_path, table).prototypes
    assert set(rows["participant_id"]) == {"T1"}
