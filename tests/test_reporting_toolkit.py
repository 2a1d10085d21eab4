"""The toolkit part by part, and the codebook's history, from tables made for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insights import tables
from insights.project import load_project
from insights.reporting.chapters.codebook_chapter import change_words
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.toolkit_map import compose_toolkit_map
from insights.reporting.document import Field, Fields
from tests.test_reporting_fixture import PROJECT, make_material

TRAIL = {"artefact": "Toolkit", "round": "1", "type": "wish"}


def cards(**changed: Any) -> dict[str, dict[str, Field]]:
    material = replace(make_material(), **changed)
    section = compose_toolkit_map(Desk(material, QuoteChooser(material)))
    assert section is not None
    found = {}
    for card in section.blocks:
        fields = [b for b in card.blocks if isinstance(b, Fields)]
        found[card.title] = {f.name: f for block in fields for f in block.fields}
    return found


def text(field: Field) -> str:
    return " ".join(part if isinstance(part, str) else part.text for part in field.words)


def test_each_part_has_its_problems_ideas_and_recommendations() -> None:
    log = cards()["Log of appointments"]
    assert text(log["What gets in the way"]) == "Telling the story again (F1)."
    assert text(log["What people proposed"]).endswith(").")
    assert text(log["What is recommended"]).startswith("R")


def test_feedback_is_counted_by_version_and_by_what_became_of_it() -> None:
    trail = tables.from_rows("feedback_trail", [
        {**TRAIL, "feedback_id": f"f{n}", "version": version, "section": section,
         "state": state, "perspective": "professional", "n_days": 40}
        for n, (version, section, state) in enumerate([
            ("0.1", "Log of appointments", "changed"), ("0.1", "log", "not changed"),
            ("0.2", "The diary", "open"), ("0.2", "The diary", "nothing asked"),
            ("0.1", "Cover", "open"),
        ])
    ])  # fmt: skip
    project = replace(PROJECT, component_names={"log": ("Log of appointments", "The diary")})
    made = cards(feedback_trail=trail, project=project)
    told = text(made["Log of appointments"]["How it has changed"])
    assert told == (
        "Version 0.1: 2 pieces of feedback, one changed and one not changed. "
        "Professionals (1) had asked for what changed. "
        "Version 0.2: 2 pieces of feedback, one open and one asking for nothing. "
        "Still waiting: 1, for 40 days."
    )  # the chapter on drafts counts with the same function
    assert "How it has changed" not in made["Finding local support"]


def test_a_project_without_parts_has_no_map() -> None:
    material = replace(make_material(), project=replace(PROJECT, components={}))
    assert compose_toolkit_map(Desk(material, QuoteChooser(material))) is None


def test_a_part_may_have_several_names(tmp_path: Any) -> None:
    folder = tmp_path / "data/raw/demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(
        '[components]\nlog = ["The log", "The diary"]\nhelp = "Local help"\nnone = []\n',
        encoding="utf-8",
    )
    project = load_project("demo", tmp_path)
    assert project.components == {"log": "The log", "help": "Local help"}
    assert [project.component_of(w) for w in ("the DIARY", "Log", "local help", "", "x")] == [
        "log", "log", "help", None, None,
    ]  # fmt: skip
    assert any("none" in str(problem) for problem in project.problems)


@pytest.mark.parametrize(
    ("action", "value", "told"),
    [
        ("new", '{"name": "Rent"}', "“Rent” was added."),
        ("rename", '"Owing"', "“c1” is now called “Owing”."),
        ("rename", '{"name": "Owing", "was": "Debt"}', "“Debt” is now called “Owing”."),
        ("merge", '{"into": "c2"}', "“Debt” went into “Money”."),
        ("split", '[{"name": "A"}, {"name": "B"}]', "“Debt” was split into “A” and “B”."),
        ("move", '"Home"', "“Debt” moved to the theme “Home”."),
        ("define", '"What is owed"', "“Debt” was defined anew: definition."),
        ("retire", "", "“Debt” was retired."),
    ],
)
def test_every_change_to_a_code_is_told_in_a_sentence(action: str, value: str, told: str) -> None:
    row = {"action": action, "code_id": "c1", "target_id": "c1", "value": value}
    assert change_words(row, {"c1": "Debt", "c2": "Money"}) == told
