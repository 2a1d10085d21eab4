"""Which sessions are meetings, and which of them say anything about a workshop's themes."""

import pandas as pd
import pytest

from insights import analysis
from insights.analysis.people import meetings
from tests.test_analysis_presence import counts, two_workshops

LE, PRO = "lived_experience", "professional"
EVERYONE = [*(f"L{i:02d}" for i in range(8)), *(f"P{i:02d}" for i in range(8))]


def with_third(*, mode=None, purpose=None, codes=(), people=EVERYONE):
    """Two workshops apart, and a third session in which both groups took part."""
    made = two_workshops({"t": (5, 2)})
    made.prompt("S3")
    made.prompts[-1] |= {"mode": mode}
    for name in people:
        made.came.append({"session_id": "S3", "activity": "A", "participant_id": name,
                          "basis": "answered"})  # fmt: skip
        made.says(name, "S3", *codes)
    sessions = made.sessions
    if purpose:
        sessions = sessions.assign(purpose=["workshop", "workshop", purpose])
    return made, sessions


def compare(made, sessions):
    excerpts, people, came = made.excerpts, made.participants, made.attendance
    presence = analysis.theme_presence(
        excerpts, made.codings, made.codes, people, came, sessions=sessions
    )
    asked = analysis.asked(excerpts, people, came, sessions)
    table = analysis.compare_groups(presence, asked, looked_at=set(excerpts["excerpt_id"]))
    row = table[table["level"] == "theme"].iloc[0]
    return presence, asked, row, set(analysis.split_caveats(row["caveats"]))


@pytest.mark.parametrize(
    ("mode", "purpose", "met"),
    [
        (None, None, True), ("in person", None, True), ("online", "workshop", True),
        ("form", None, False), ("Online form", None, False), ("postal survey", None, False),
        ("performance", None, True), ("in person", "test", False),
        ("in person", "Process", False), ("in person", "feedback on a draft", False),
    ],
)  # fmt: skip
def test_a_session_is_a_meeting_unless_it_is_a_form_or_a_test(mode, purpose, met):
    _, sessions = with_third(mode=mode, purpose=purpose, people=())
    assert meetings(sessions) == ({"S1", "S2", "S3"} if met else {"S1", "S2"})


@pytest.mark.parametrize(
    ("mode", "purpose", "apart"),
    [("in person", None, False), ("form", None, True), ("in person", "test", True)],
)
def test_a_form_that_both_groups_answered_is_no_meeting_of_theirs(mode, purpose, apart):
    made, sessions = with_third(mode=mode, purpose=purpose)
    _, asked, row, caveats = compare(made, sessions)
    assert ("one_session_per_group" in caveats) == apart
    # What was written on a form counts all the same; what testers said does not.
    assert asked.sessions["problem", LE] == ({"S1"} if purpose else {"S1", "S3"})
    assert row["n_a"] == 8


def test_where_nobody_met_forms_are_all_there_is():
    made, sessions = with_third(mode="form")
    _, asked, _, caveats = compare(made, sessions.assign(mode="form"))
    assert asked.meetings == frozenset()
    assert not caveats & {"one_session_per_group", "no_shared_session"}


def test_one_group_met_and_the_other_only_wrote():
    made, sessions = with_third(mode="form")
    sessions["mode"] = ["in person", "form", "form"]
    _, _, _, caveats = compare(made, sessions)
    assert not caveats & {"one_session_per_group", "no_shared_session"}


@pytest.mark.parametrize("purpose", ["process", "feedback on a draft", "test"])
def test_what_people_make_of_a_draft_or_of_the_process_counts_nowhere(purpose):
    made, sessions = with_third(purpose=purpose, codes=("t",), people=[*EVERYONE, "new"])
    made.person("new", PRO)
    for _ in range(20):
        made.note("S3", "t", perspective=PRO)
    presence, asked, row, caveats = compare(made, sessions)
    assert counts(presence) == {("t", "problem", LE): 5, ("t", "problem", PRO): 2}
    assert (row["k_a"], row["n_a"], row["k_b"], row["n_b"]) == (5, 8, 2, 8)
    assert (row["unattributed_a"], row["unattributed_b"]) == (0, 0)
    assert asked.unattributed_share["problem", PRO] == 0
    assert asked.sessions["problem", PRO] == {"S2"}
    assert "one_session_per_group" in caveats


def test_an_activity_about_the_process_leaves_the_rest_of_its_session_alone():
    made, _ = with_third(codes=("t",), people=["P07"])
    made.prompt("S3", activity="How was it?").says("P06", "S3", "t", activity="How was it?")
    made.came.append({"session_id": "S3", "activity": None, "participant_id": "P06",
                      "basis": "attended"})  # fmt: skip
    sessions = made.sessions.assign(purpose=[None, None, None, "process"])
    presence, asked, _, _ = compare(made, sessions)
    assert counts(presence)["t", "problem", PRO] == 3  # P00, P01 and P07, not P06
    assert asked.sessions["problem", PRO] == {"S2", "S3"}
    assert "S3" in asked.meetings


def test_without_a_purpose_nothing_is_set_aside():
    made, sessions = with_third(codes=("t",))
    with_purposes = sessions.assign(purpose=pd.Series([None] * 3, dtype="str"))
    one, other = (compare(made, table)[2] for table in (sessions, with_purposes))
    assert one["k_b"] == other["k_b"] == 8
