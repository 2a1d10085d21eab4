"""Cases that do not fit, lone voices, who is missing, and how widely a theme was raised."""

import pandas as pd
import pytest

from insights import analysis, tables
from insights.project import Project
from tests.test_analysis_presence import Workshop, two_workshops

LE, PRO = "lived_experience", "professional"
WORDS = Project(name="", root=None, title="").group_words


def of(made, function, *more, stances=None, **options):
    counted = made.codings
    if stances:
        counted = counted.assign(stance=counted["excerpt_id"].map(stances))
    return function(
        made.excerpts, counted, made.codes, made.participants, made.attendance, *more, **options
    )


def judged(*rows):
    return pd.DataFrame(
        [{"theme": "t", "prompt_kind": "problem", "group_a": LE, "group_b": PRO, "coder": "AB",
          "at": None} | row for row in rows]
    )  # fmt: skip


# ---------------------------------------------------------------------- negative cases


def test_who_opposes_or_is_in_two_minds_is_listed_with_their_words():
    made = two_workshops({"t": (4, 2)})
    ids = made.codings["excerpt_id"].tolist()  # four of L, two of P
    table = of(made, analysis.negative_cases, stances={
        ids[0]: "opposes", ids[4]: "mixed", ids[1]: "supports",
    })  # fmt: skip
    assert table[["why", "participant_id", "group"]].to_numpy().tolist() == [
        ["opposes", "L00", LE], ["mixed", "P00", PRO],
    ]  # fmt: skip
    assert table["excerpt_ids"].tolist() == [[ids[0]], [ids[4]]]
    assert set(table["n_people"]) == {6}
    assert set(table["n_against"]) == {2}
    assert table["share_opposing"].tolist() == pytest.approx([1 / 6, 1 / 6])


def test_a_note_that_opposes_is_listed_and_counts_as_nobody():
    made = two_workshops({"t": (4, 2)})
    made.note("S2", "t", perspective=PRO)
    note = made.said[-1]["excerpt_id"]
    table = of(made, analysis.negative_cases, stances={note: "opposes"})
    row = table.iloc[0]
    assert pd.isna(row["participant_id"])
    assert (row["group"], row["n_against"], row["share_opposing"]) == (PRO, 0, 0)


@pytest.mark.parametrize(
    ("judgements", "listed"),
    [
        ([{"meaning": "conflict"}], True),
        ([{"meaning": "conflict"}, {"meaning": "same"}], False),  # the coder's last word
        ([{"meaning": "conflict"}, {"meaning": "same", "coder": "CD"}], False),
        ([{"meaning": "conflict"}, {"meaning": "unjudged", "coder": "CD"}], True),
        ([{"meaning": "conflict", "prompt_kind": "idea"}], None),
    ],
)
def test_groups_in_conflict_are_listed_unless_coders_differ(judgements, listed):
    made = two_workshops({"t": (4, 2)})
    table = of(made, analysis.negative_cases, judged(*judgements))
    assert len(table) == (listed is not False)
    if listed:
        assert (table["why"].iloc[0], table["group"].iloc[0]) == ("conflict", f"{LE}; {PRO}")
        assert len(table["excerpt_ids"].iloc[0]) == 6
    if listed is None:
        assert table["excerpt_ids"].iloc[0] == []


def test_without_stances_nothing_is_negative():
    assert of(two_workshops({"t": (4, 2)}), analysis.negative_cases).empty


# ----------------------------------------------------------------------- single voices


def test_serious_words_and_lone_voices_are_kept_at_any_count():
    made = two_workshops({"t": (4, 2), "alone": (1, 0)})
    made.note("S1", perspective=LE)
    note, everyday = made.said[-1]["excerpt_id"], made.said[0]["excerpt_id"]
    table = of(made, analysis.single_voices, {note, everyday})
    assert table["excerpt_id"].tolist()[:2] == sorted([everyday, note])
    assert table["serious"].tolist() == [True, True, False]
    assert table["alone_in"].tolist() == [[], [], ["alone"]]
    assert table["participant_id"].iloc[2] == "L00"


def test_a_theme_in_notes_alone_is_no_lone_voice():
    made = two_workshops({"t": (4, 2)})
    made.note("S1", "notes", perspective=LE)
    assert of(made, analysis.single_voices).empty


# ------------------------------------------------------------------------ who is missing


@pytest.fixture
def attended():
    made = two_workshops({"t": (5, 2)}, n=(8, 6))
    made.person("L98", LE).person("L99", LE)  # in the register, never came
    made.person("P98", PRO, "S2")  # came, and nothing is recorded
    return made


def test_coverage_of_each_person(attended):
    table = of(attended, analysis.cover_people).set_index("participant_id")
    assert table["state"].value_counts().to_dict() == {
        "heard": 7, "not coded": 7, "did not come": 2, "silent": 1,
    }  # fmt: skip
    assert table.loc["L99", ["attended", "n_excerpts"]].tolist() == [False, 0]
    assert table.loc["L00", ["n_excerpts", "n_counted", "n_themes"]].tolist() == [2, 1, 1]
    assert table.loc["P98", ["group", "state"]].tolist() == [PRO, "silent"]


def test_who_only_tested_a_prototype_was_at_no_workshop(attended):
    attended.prompt("T1").person("T98", PRO, "T1").says("T98", "T1", "t")
    sessions = attended.sessions.assign(purpose=["workshop", "workshop", "test"])
    table = of(attended, analysis.cover_people, sessions).set_index("participant_id")
    assert table.loc["T98", ["attended", "state", "n_excerpts"]].tolist() == [
        True, "no workshop", 0,
    ]  # fmt: skip
    missing = analysis.find_missing_people(table.reset_index()).set_index("group")
    assert missing.loc[PRO, "n_came"] == 8  # whoever came to a test came
    assert "1 of them came to no workshop" in missing.loc[PRO, "sentence"]


def test_who_is_missing_of_each_group(attended):
    coverage = of(attended, analysis.cover_people)
    table = analysis.find_missing_people(
        coverage, invited={LE: 12}, intended=["carer"], group_words=WORDS
    ).set_index("group")
    assert table.index.tolist() == [LE, "carer", PRO]
    assert table.loc[LE, "sentence"] == (
        "12 people with lived experience were invited and 8 came. 3 of them are not in any theme "
        "that is counted."
    )
    assert table.loc["carer", "sentence"] == "Nobody took part from this group: carer."
    assert table.loc[PRO, "sentence"].startswith("7 professionals took part.")
    assert table["intended"].tolist() == [False, True, False]


def test_the_register_says_who_was_invited_where_nothing_else_does(attended):
    table = analysis.find_missing_people(of(attended, analysis.cover_people)).set_index("group")
    assert (table.loc[LE, "n_invited"], table.loc[LE, "n_came"]) == (10, 8)
    assert pd.isna(table.loc[PRO, "n_invited"])


@pytest.mark.parametrize(("n", "said"), [(4, False), (5, True)])
def test_silence_in_a_small_group_is_not_counted_aloud(n, said):
    coverage = tables.from_rows(
        "coverage",
        [{"participant_id": f"P{i}", "group": PRO, "attended": True, "n_excerpts": 0,
          "n_words": 0, "n_counted": 0, "n_themes": 0, "state": "heard" if i else "silent"}
         for i in range(n)],
    )  # fmt: skip
    sentence = analysis.find_missing_people(coverage)["sentence"].iloc[0]
    assert ("1 of them is not in any theme" in sentence) == said
    assert f"{n} professionals took part" in sentence


def test_dual_role_people_are_in_the_group_they_spoke_for():
    made = Workshop().prompt("S1").person("B1", "both", "S1", speaking_as=PRO)
    made.person("B2", "both", "S1")
    table = of(made, analysis.cover_people).set_index("participant_id")
    assert table.loc["B1", "group"] == PRO
    assert pd.isna(table.loc["B2", "group"])


# ------------------------------------------------------------------------------ breadth


def test_breadth_is_of_people_and_places_not_of_mentions():
    made = two_workshops({"t": (4, 2)})
    for _ in range(6):
        made.says("L00", "S1", "t")
    made.note("S2", "t", perspective=PRO)
    row = analysis.theme_breadth(made.presence(), made.excerpts).iloc[0]
    assert row[["n_people", "n_groups", "n_sessions", "n_excerpts", "n_unattributed"]].tolist() == [
        6, 2, 2, 13, 1,
    ]  # fmt: skip
    assert row["largest_share"] == pytest.approx(7 / 12)
    assert row["even_voices"] == pytest.approx(144 / (49 + 5))
    assert row["sentence"] == (
        "6 people from 2 groups were recorded raising this, in 2 sessions. Over half of what they "
        "said about it comes from one person. 1 note without a name carries it too."
    )


def test_a_theme_in_notes_alone_has_no_breadth():
    made = two_workshops({"t": (1, 0)})
    made.note("S2", "n", perspective=PRO).note("S2", "n", perspective=PRO)
    table = analysis.theme_breadth(made.presence(), made.excerpts).set_index("theme")
    assert table.loc["n", "sentence"] == (
        "Nobody named was recorded raising this. 2 notes without names carry it."
    )
    assert table.loc["n", "n_people"] == 0
    assert pd.isna(table.loc["n", "even_voices"])
    assert table.loc["t", "sentence"] == "1 person was recorded raising this."


def test_breadth_of_nothing_is_empty():
    assert analysis.theme_breadth(tables.empty("presence"), tables.empty("excerpts")).empty
