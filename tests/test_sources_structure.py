"""What in notes is nobody's speech: who was there, breaks, any other business, captions."""

from __future__ import annotations

import pytest

from insights.project import load_project
from insights.sources import read_sources

ALIASES = {"james okoro": "P01", "james": "P01", "will grey": "P02", "will": "P02", "jo": "F01"}
REGISTER = "participant_id,perspective\nP01,professional\nP02,lived experience\n"
SAID = "## Talk\n\nJames: I wait.\n\nWill: so do I.\n"


def read(project_folder, notes):
    root = project_folder({"notes/w1.md": notes, "participants.csv": REGISTER})
    return read_sources(load_project("demo", root), ALIASES, b"salt")


def said(material):
    passages = material.passages
    who = passages["participant_id"].fillna("")
    return list(zip(who, passages["text"], strict=True))


@pytest.mark.parametrize(
    "listed",
    [
        "## Present\n\n- James Okoro – county transport team\n- Will Grey (buses)\n- 3 advisers\n",
        "**Present**\n\nJames Okoro, county transport team\n\nMs Will Grey\n\nJo, facilitator\n",
        "# Getting there\n\n## Who was there\n\nJames Okoro, Will Grey and Jo\n",
        "# Getting there\n\n## In the room\n\n| Name | Role |\n|---|---|\n| Will Grey | bus |\n",
        "# Getting there\n\nPresent:\n- James Okoro\n- Will Grey\n\nApologies: Mrs Kaur (school)\n",
        "# Getting there\n\n## Apologies\n\nMrs Kaur\n\nDr Hall – bus company\n",
    ],
)
def test_who_was_there_is_nobodys_words(project_folder, listed):
    material = read(project_folder, f"{listed}\n{SAID}")
    assert said(material) == [("P01", "I wait."), ("P02", "so do I.")]
    assert not [problem for problem in material.problems if "nobody is known by" in problem.problem]
    aside = next(u.taken_as for u in material.understood if u.part.startswith("set aside"))
    assert "who was there" in aside


@pytest.mark.parametrize(
    ("notes", "kept"),
    [
        ("## Present\n\n- James Okoro\n- Will: I can never come\n\n- The bus is late\n",
         [("P02", "I can never come"), ("", "The bus is late")]),
        ("## Present\n\nWe are tired of waiting at the stop.\n",
         [("", "We are tired of waiting at the stop.")]),
        ("## Talk\n\nJames: No.\n\nAOB: meet in May. Will to bring cake.\n", [("P01", "No.")]),
        ("## Talk\n\nJames: No.\n\n## AOB\n\nHall booked\n\nWill: bring chairs\n",
         [("P01", "No."), ("P02", "bring chairs")]),
        ("## Talk\n\n[Break – pizza. Will went outside.]\n\nLunch, 12.30 to 1.15\n\nJames: No.\n",
         [("P01", "No.")]),
        ("## Talk\n\nLunch: too short\n\nJames: No.\n", [("", "Lunch: too short"), ("P01", "No.")]),
        ("## Talk\n\nFlipchart: what would help\n\n- a later bus\n", [("", "a later bus")]),
        ("## Morning\n\nWhat gets in the way?\n\nJames: (quietly) No.\n", [("P01", "No.")]),
        ("## Talk\n\nJames: [to Will] it is us.\n", [("P01", "it is us.")]),
        ("## Talk\n\nJames: It is (to be fair) us.\n", [("P01", "It is (to be fair) us.")]),
    ],
)  # fmt: skip
def test_what_people_say_is_kept_and_what_arranges_a_meeting_is_not(project_folder, notes, kept):
    assert said(read(project_folder, notes))[: len(kept)] == kept


def test_what_follows_a_question_that_was_told_is_its_speakers_only_where_it_gives_the_reason(
    project_folder,
):
    told = "Will said will the school ring? Because we could hold it."
    unclear = "James said will they ring? We never hold it."
    material = read(project_folder, f"{SAID}\n{told}\n\n{unclear}\n")
    assert said(material)[2:] == [
        ("P02", told), ("P01", "James said will they ring?"), ("", "We never hold it."),
    ]  # fmt: skip
    assert any("not clear whose words" in problem.problem for problem in material.problems)


def test_thanks_with_more_behind_them_are_told_of_whoever_gave_them(project_folder):
    told = "James said thank you for the food, and that somebody listened to him."
    assert said(read(project_folder, f"{SAID}\n{told}\n"))[-1] == ("P01", told)


def test_labels_nobody_is_known_by_are_told_by_their_place(project_folder):
    material = read(project_folder, f"{SAID}\nOlga: never\n\nOlga: no\n")
    problem = next(p for p in material.problems if "nobody is known by" in p.problem)
    assert problem.where == "line 7, line 9"
