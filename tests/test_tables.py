"""Contracts: columns, kinds, all failures at once, and the dictionary generated from them."""

from pathlib import Path

import pandas as pd
import pytest

from insights import tables
from insights.errors import InsightsError

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_every_table_can_be_empty(name):
    frame = tables.empty(name)
    assert list(frame.columns) == tables.TABLES[name].column_names
    assert len(frame) == 0


def test_ids_stay_text_and_lists_stay_lists():
    codes = tables.from_rows(
        "codes",
        [
            {
                "code_id": "007", "name": "A", "theme": "T", "keywords": ["bill", "debt"],
                "examples": "one; two", "sensitive": False, "status": "draft", "version": 1,
            }
        ],
    )  # fmt: skip
    assert codes["code_id"].tolist() == ["007"]
    assert codes["keywords"].tolist() == [["bill", "debt"]]
    assert codes["examples"].tolist() == [["one", "two"]]


def test_all_broken_rules_are_told_at_once():
    frame = pd.DataFrame(
        {
            "source": [None, "a.csv"], "where": ["row 2", "row 3"],
            "problem": ["x", None], "fix": ["y", "y"],
        }
    )  # fmt: skip
    with pytest.raises(InsightsError) as caught:
        tables.conform("problems", frame)
    assert {d.where.split(",")[0] for d in caught.value.details} == {
        "column source", "column problem",
    }  # fmt: skip


def test_a_key_twice_breaks_the_contract():
    rows = [
        {"participant_id": "P1", "perspective": "carer", "origin": "register"} for _ in range(2)
    ]
    with pytest.raises(InsightsError):
        tables.from_rows("participants", rows)


def test_only_participants_carry_further_columns():
    row = {"participant_id": "P1", "perspective": "carer", "origin": "register", "region": "N"}
    assert "region" in tables.from_rows("participants", [row]).columns
    assert "region" not in tables.from_rows("problems", [{**dict.fromkeys(
        ("source", "where", "problem", "fix"), "x"), "region": "N"}]).columns  # fmt: skip


def test_conform_leaves_its_argument_alone():
    frame = pd.DataFrame({"participant_id": ["1"], "perspective": ["carer"], "origin": ["x"]})
    before = frame.copy()
    tables.conform("participants", frame)
    pd.testing.assert_frame_equal(frame, before)


def test_the_data_dictionary_is_the_generated_one():
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == tables.render_data_dictionary(), "run `make docs`"
