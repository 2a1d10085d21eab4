"""Nothing is compared before it is known who is who, and that is said first."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from insights import pipeline
from insights.coding import read_decisions
from insights.forms.perspectives import say_words_once, unknown_groups
from insights.pipeline.grouping import groups_first, is_nobody_grouped, nobody_grouped
from insights.pipeline.inputs import Inputs
from insights.pipeline.telling_differences import THERE, say_change, say_row
from insights.project import load_project


@pytest.fixture
def project(tmp_path):
    pipeline.new("demo", root=tmp_path)
    return load_project("demo", tmp_path)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["unknown", None, "unknown"], "Nobody's group is known, so nothing"),
        (["professional", "unknown", ""], "The group of 2 of 3 people is not known, so nothing"),
        (["professional", "lived_experience", "unknown"], ""),
        (["professional", "professional"], ""),
        ([], ""),
    ],
)
def test_it_is_said_that_nothing_can_be_compared(project, groups, said):
    people = pd.DataFrame({"perspective": pd.Series(groups, dtype="object")})
    found = nobody_grouped(project, people)
    assert [problem.problem[: len(said)] for problem in found] == ([said] if said else [])
    for problem in found:
        assert "participants.xlsx" in problem.fix and "[perspectives.words]" in problem.fix
        other = replace(problem, source="a.csv")
        assert groups_first([other, problem]) == [problem, other]


def test_the_form_of_a_new_project_is_no_second_codebook_and_no_second_register(project):
    (project.raw / "codebook.csv").write_text("name\nLetters\n", encoding="utf-8")
    (project.raw / "participants.csv").write_text("participant_id\nP1\n", encoding="utf-8")
    (project.raw / "feedback" / "a.csv").write_text(
        "participant_id,What gets in the way?\nP1,The form is far too long for anybody.\n",
        encoding="utf-8",
    )
    assert not Inputs(project, 0).misplaced
    checked = pipeline.check("demo", root=project.root)
    assert not [one for one in checked.problems if "There is also" in one.problem]
    assert "Nobody's group is known" in checked.sections()[0][1][0]
    assert is_nobody_grouped(checked.problems[0])


def test_each_line_to_paste_is_given_once(project):
    first = unknown_groups(project, {"Tenant": [2, 3]}, "participants.xlsx")
    again = unknown_groups(project, {"tenants": [2], "Officer": [3]}, "feedback/a.csv")
    same = unknown_groups(project, {"TENANT": [2]}, "feedback/b.csv")
    told = [problem.fix.split("\n") for problem in say_words_once([first, again, same])]
    assert told[0][1:] == ["[perspectives.words]", '"Tenant" = "lived_experience"  # a guess']
    assert told[1] == [
        "Add these to the lines given for participants.xlsx:",
        '"Officer" = "professional"  # a guess',
    ]
    assert told[2] == ["The lines given for participants.xlsx settle this."]


def test_nothing_fits_is_a_decision_of_its_own_and_older_files_say_the_same(tmp_path):
    lines = [
        {"action": "nothing_fits", "excerpt_id": "x1"},
        {"action": "unsure", "excerpt_id": "x2", "value": "nothing fits"},
        {"action": "unsure", "excerpt_id": "x3"},
    ]
    (tmp_path / "AB.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    decisions, problems = read_decisions(tmp_path)
    assert [(d.action, d.value) for d in decisions] == [
        ("nothing_fits", None), ("nothing_fits", None), ("unsure", None),
    ]  # fmt: skip
    assert not problems


def call(group):
    return {"a": "professionals", "b": "carers"}[group]


def test_what_differs_is_said_in_words_with_the_column_behind():
    key = {
        "level": "theme", "theme": "Letters", "code_id": "", "prompt_kind": "problem",
        "group_a": "a", "group_b": "b",
    }  # fmt: skip
    place = say_row("comparison", key, {}, call)
    assert place == "In the theme “Letters”, among problems, professionals beside carers"
    assert say_change("comparison", key, "k_b", "5", "", call) == (
        "carers recorded as raising it (k_b): 5 then, nothing now"
    )
    key = {"recommendation_id": "r1"}
    assert say_row("recommendations", key, {"title": "Ring back"}, call) == (
        "In the recommendation “Ring back”"
    )
    assert say_change("recommendations", key, "owner", "", "Team", call) == (
        "who owns it (owner): nothing then, Team now"
    )
    assert say_row("attributes", {"about": "asked: idea", "group": "a"}, {}, call) == (
        "In the number of professionals asked for ideas"
    )
    assert say_change("quotes", {"excerpt_id": "x"}, THERE, "there", "", call) == (
        "it was released and is not there now"
    )
