"""A list of names on the first day: where the key goes, what is said before it is split."""

from __future__ import annotations

import sys

import pandas as pd
import pytest

from insights import pipeline
from insights.errors import InsightsError
from insights.privacy.withdrawal import WithdrawalPlan
from insights.project import load_project
from insights.sources import read_sources

NAMES = "Name,Group,OK to quote?\nRebecca Cole,professional,no\nSam Okoro,professional,yes\n"
NOTES = "# What gets in the way?\n\nP01: the line is busy\n"


@pytest.mark.parametrize("place", ["inside", "Dropbox"])
def test_a_place_that_cannot_be_used_is_named_and_nothing_is_left(
    project_folder, tmp_path, monkeypatch, place
):
    root = project_folder({"notes/day.md": NOTES})
    names = tmp_path / "list.csv"
    names.write_text(NAMES)
    home = root / "data" / "names" if place == "inside" else tmp_path.parent / f"{place}-x"
    monkeypatch.setenv("INSIGHTS_KEY_FOLDER", str(home))
    with pytest.raises(InsightsError) as refused:
        pipeline.register("demo", names, root=root)
    assert str(home) in refused.value.where and "INSIGHTS_KEY_FOLDER" in refused.value.fix
    assert not home.exists() and not (root / "data/raw/demo/participants.csv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="paths below files differ there")
def test_a_place_that_cannot_be_written_to_is_named_and_nothing_is_left(
    project_folder, tmp_path_factory, monkeypatch
):
    outside = tmp_path_factory.mktemp("home")
    (outside / "file").write_text("")
    names = outside / "list.csv"
    names.write_text(NAMES)
    monkeypatch.setenv("INSIGHTS_KEY_FOLDER", str(outside / "file" / "names"))
    with pytest.raises(InsightsError) as refused:
        pipeline.register("demo", names, root=project_folder({"notes/day.md": NOTES}))
    assert str(outside / "file") in refused.value.where
    assert "INSIGHTS_KEY_FOLDER" in refused.value.fix
    assert sorted(path.name for path in outside.iterdir()) == ["file", "list.csv"]


def test_another_folder_may_be_named_for_the_key(project_folder, tmp_path_factory, monkeypatch):
    outside = tmp_path_factory.mktemp("home")
    (outside / "list.csv").write_text(NAMES)
    monkeypatch.setenv("INSIGHTS_KEY_FOLDER", str(outside / "names"))
    root = project_folder({"notes/day.md": NOTES})
    done = pipeline.register("demo", outside / "list.csv", root=root)
    assert done.key == outside / "names" / "demo" / "key.csv"


@pytest.mark.parametrize(
    "relative", ["participants.csv", "attendance.csv", "feedback/attendance.csv"]
)
def test_a_list_that_is_not_split_is_the_first_thing_said(project_folder, relative):
    root = project_folder({"notes/day.md": NOTES, relative: NAMES})
    checked = pipeline.check("demo", root=root)
    heading, (what, fix) = checked.sections()[0]
    assert heading == "First of all" and what.startswith(f"{relative}: This is a list of people")
    assert f"insights register demo PATH/TO/{relative.rpartition('/')[2]}" in fix
    assert checked.next_step == fix
    assert "Rebecca" not in repr(checked) and "Okoro" not in repr(checked)


@pytest.mark.parametrize(
    "answers",
    ["Name,What would help?\nRebecca Cole,Longer hours here\nSam Okoro,A bench by the door\n",
     "Name,I felt heard (1 to 5)\nRebecca Cole,4\nSam Okoro,5\n"],
)  # fmt: skip
def test_a_form_that_people_signed_is_no_list(project_folder, answers):
    checked = pipeline.check("demo", root=project_folder({"feedback/form.csv": answers}))
    assert checked.sections()[0][0] == "What came in"


def test_once_the_names_are_in_the_key_nothing_is_left_to_split(project_folder):
    key = "participant_id,name\nP01,Rebecca Cole\nP02,Sam Okoro\n"
    files = {"project.toml": "[project]\nfictional = true\n", "key.csv": key,
             "attendance.csv": NAMES, "notes/day.md": NOTES}  # fmt: skip
    checked = pipeline.check("demo", root=project_folder(files))
    assert checked.sections()[0][0] == "What came in"


def test_a_list_in_the_registers_place_is_not_split_onto_itself(project_folder):
    root = project_folder({"participants.csv": NAMES, "notes/day.md": NOTES})
    path = root / "data/raw/demo/participants.csv"
    with pytest.raises(InsightsError, match="where the register"):
        pipeline.register("demo", path, root=root)
    assert path.read_text() == NAMES


PRESENT = """Present: P01, Ruth Vane

# What gets in the way?

P01: the line is busy

Ruth Vane: what else would help?

Ruth Vane: anything more to say?

P01 said thank you.

Sam and P01 said thank you to the group.

P01 said thank you for the long letters, because they help.
"""


@pytest.mark.parametrize("ending", ["txt", "docx"])
def test_thanks_on_a_line_of_their_own_are_the_note_takers(project_folder, ending):
    root = project_folder({
        "participants.csv": "participant_id,perspective\nP01,professional\n",
        "notes/day.txt": PRESENT,
    })  # fmt: skip
    if ending == "docx":
        import docx

        document = docx.Document()
        for line in PRESENT.split("\n\n"):
            document.add_paragraph(line)
        (root / "data/raw/demo/notes/day.txt").unlink()
        document.save(root / "data/raw/demo/notes/day.docx")
    material = read_sources(load_project("demo", root), {}, b"salt")
    said = material.passages.set_index("text")[["speaker", "participant_id"]]
    for line in ("P01 said thank you.", "Sam and P01 said thank you to the group."):
        assert said.loc[line, "speaker"] == "facilitator"
        assert pd.isna(said.loc[line, "participant_id"])
    assert said.loc["the line is busy", "participant_id"] == "P01"
    assert said.iloc[-1]["participant_id"] == "P01"  # a view, told by the note-taker
    told = next(p for p in material.problems if "who was present" in p.where)
    assert "1 person there is not on the list" in told.problem and "Facilitator:" in told.fix
    assert not any("Ruth" in f"{problem}" for problem in material.problems)


def test_recommendations_are_named_by_their_titles_on_the_screen_alone():
    rests = {"id": "rx1", "label": "R2", "title": "Send letters in plain words.", "others": []}
    plan = WithdrawalPlan(changed={}, counts={}, releases=(), resting=(rests,))
    assert plan.lines() == [
        "recommendation R2 of the last report, “Send letters in plain words”: loses support"
    ]
    assert plan.as_dict()["lose_support"] == ["R2"]
