"""Feedback on drafts, responses to it, and versions of the vision sentence."""

from __future__ import annotations

import pytest

from tests.test_sources_votes import problems, read, rows

FEEDBACK = (
    "feedback_id,artefact,version,round,section,type,severity,participant_id,perspective,given_on,"
    "feedback\n"
    "R1-01,Toolkit,0.1,1,Log,I wish,major,007,,3/12/2025,A line for who rang.\n"
    "R1-02,Toolkit,0.1,1,Log,?,,,staff,2025-12-04,Who fills it in?\n"
)
RESPONSES = (
    "feedback_id,response,version,what,reason,responded_on,responded_by\n"
    "r1-01,yes,0.2,There is a line.,,2026-01-19,Toolkit team\n"
    "R1-02,not changed,,,,2026-01-19,Toolkit team\n"
    "R9-01,changed,,,,,\n"
)


def test_feedback_is_a_row_and_its_words_an_excerpt_apart_from_the_workshops(tmp_path):
    material = read(tmp_path, {"rounds/one.csv": FEEDBACK})
    assert rows(
        material, "rounds", "feedback_id", "round", "type", "severity", "participant_id",
        "perspective", "given_on",
    ) == [
        ("R1-01", "1", "wish", "high", "007", "lived_experience", "2025-12-03"),
        ("R1-02", "1", "question", None, None, "professional", "2025-12-04"),
    ]  # fmt: skip
    sessions = material.sessions
    assert set(sessions["purpose"]) == {"feedback on a draft"}
    assert set(material.passages["prompt_kind"]) == {"unspecified"}
    assert set(material.passages["activity"]) == {"Feedback on Toolkit, version 0.1"}
    assert set(material.passages["excerpt_id"]) == set(material.records["rounds"]["excerpt_id"])
    assert material.problems == []


def test_responses_are_joined_and_those_to_nothing_are_told(tmp_path):
    material = read(tmp_path, {"rounds/one.csv": FEEDBACK, "rounds/responses.csv": RESPONSES})
    assert rows(material, "responses", "feedback_id", "response", "version", "what") == [
        ("R1-01", "changed", "0.2", "There is a line."), ("R1-02", "not changed", None, None),
    ]  # fmt: skip
    said = problems(material)
    assert "No feedback has this id, so the response was left out: R9-01." in said
    assert "row 3, column reason: Nothing says why this was not changed" in said


def test_a_row_may_hold_what_was_said_and_what_became_of_it(tmp_path):
    table = (
        "id,round,you said,response,we did,why not\n1,1,Too long.,changed,Shorter now,\n"
        "2,1,Too blue.,no,,It is the charity's colour\n3,2,Fine.,,,\n"
    )
    material = read(tmp_path, {"rounds/all.csv": table})
    assert rows(material, "responses", "feedback_id", "response", "what", "reason") == [
        ("1", "changed", "Shorter now", None),
        ("2", "not changed", None, "It is the charity's colour"),
    ]
    assert set(material.passages["session_id"]) == {"all round 1", "all round 2"}
    assert material.problems == []


def test_words_that_are_not_known_are_told_with_the_nearest(tmp_path):
    table = "feedback_id,type,severity,given_on,feedback,pge\n1,wsh,hgh,soon,Words here,2\n,,,,,\n"
    said = problems(read(tmp_path, {"rounds/a.csv": table}))
    assert 'Did you mean "wish"?' in said
    assert 'Did you mean "high"?' in said
    assert "no date that could be read" in said
    assert "column pge" in said


def test_without_feedback_or_responses_nothing_is_read_and_it_is_said(tmp_path):
    material = read(tmp_path, {"rounds/a.csv": "fedback,x\nsome words,1\n"})
    assert len(material.passages) == 0
    assert 'Did you mean "feedback"?' in problems(material)


# ---------------------------------------------------------------------------------- vision


def test_versions_of_the_vision_in_a_table(tmp_path):
    table = (
        "version,text,when,agreed_by,note\n1,Reduce demand.,2026-01-19,008,taken down\n"
        "2,Nobody has to earn help.,Tuesday,007;staff; Siobhan Doyle,\n3,Or look twice.,,All 16,\n"
    )
    material = read(tmp_path, {"vision/vision.csv": table})
    assert rows(material, "vision", "version", "text", "at", "agreed_by", "n_agreed", "note") == [
        ("1", "Reduce demand.", "2026-01-19", ["008"], 1, "taken down"),
        ("2", "Nobody has to earn help.", "Tuesday", ["007", "professional"], 1, None),
        ("3", "Or look twice.", None, [], 16, None),
    ]
    assert "may be a name" in problems(material)
    assert "Siobhan" not in problems(material)


@pytest.mark.parametrize(
    "text",
    [
        """# Vision
## Version 1 – Monday
Reduce demand.
Agreed by: 008

## Version 2
When: Tuesday
> Nobody has to
> earn help.
""",
        """Version 1 (Monday)
Reduce demand.
Agreed by: 008
Version 2: Tuesday
Nobody has to earn help.
""",
    ],
)
def test_versions_of_the_vision_in_a_text(tmp_path, text):
    material = read(tmp_path, {"vision/vision.md": text})
    assert rows(material, "vision", "version", "text", "at", "agreed_by") == [
        ("1", "Reduce demand.", "Monday", ["008"]),
        ("2", "Nobody has to earn help.", "Tuesday", []),
    ]


def test_one_file_for_each_version(tmp_path):
    files = {"vision/version_1.txt": "Reduce demand.\n", "vision/v2.txt": "Nobody earns help."}
    material = read(tmp_path, files)
    assert rows(material, "vision", "version", "text") == [
        ("2", "Nobody earns help."), ("1", "Reduce demand."),
    ]  # fmt: skip


def test_a_vision_without_a_sentence_is_told(tmp_path):
    assert "no sentence" in problems(read(tmp_path, {"vision/a.md": "# Vision\n"}))


def test_whose_feedback_it_is_may_be_asked_in_natural_words(tmp_path):
    asked = FEEDBACK.replace("participant_id", "Your name (optional)")
    material = read(tmp_path, {"rounds/one.csv": asked})
    assert rows(material, "rounds", "feedback_id", "participant_id")[0] == ("R1-01", "007")
