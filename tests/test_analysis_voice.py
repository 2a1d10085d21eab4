"""Who had the floor, and what testers made of prototypes: planted sessions and tests."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from insights import analysis, tables
from insights.analysis.voice import gini
from tests.test_analysis_presence import Workshop


@pytest.mark.parametrize(
    ("words", "expected"),
    [([4, 4, 4], 0.0), ([0, 0, 9], 1.0), ([0, 10], 1.0), ([1, 3], 0.5), ([1, 2, 3], 1 / 3)],
)
def test_gini_known_answers(words, expected):
    assert gini(words) == pytest.approx(expected)


@pytest.mark.parametrize("words", [[], [7], [0, 0, 0]])
def test_gini_is_undefined_for_one_person_or_no_words(words):
    assert math.isnan(gini(words))


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=20).filter(any))
def test_gini_is_the_mean_difference_between_people(words):
    n, mean = len(words), sum(words) / len(words)
    apart = sum(abs(x - y) for x in words for y in words)
    assert gini(words) == pytest.approx(apart / (2 * n * (n - 1) * mean))
    assert gini([3 * w for w in words]) == pytest.approx(gini(words))


def shares(made, **options):
    return analysis.speaking_shares(
        made.excerpts, made.attendance, made.participants, **options
    ).set_index(["session_id", "group"])


def test_silence_facilitators_and_notes_stand_apart():
    made = Workshop().prompt("S1")
    for i in range(5):
        made.person(f"L{i}", "lived_experience", "S1")
    made.person("P0", "professional", "S1").person("F1", "professional", "S1")
    made.says("L0", "S1", words=30).says("L1", "S1", words=10).says("P0", "S1", words=20)
    made.says("F1", "S1", speaker="facilitator", words=25).note("S1", words=15)
    table = shares(made)
    row = table.loc[("S1", "lived_experience")]
    assert (row["n_attended"], row["n_spoke"], row["n_silent"], row["n_words"]) == (5, 2, 3, 40)
    assert row["share_of_words"] == pytest.approx(40 / 60)
    assert row["facilitator_share"] == pytest.approx(0.25)
    assert row["unattributed_share"] == pytest.approx(0.15)
    assert row["gini"] == pytest.approx(gini([30, 10, 0, 0, 0]))
    other = table.loc[("S1", "professional")]
    assert (other["n_attended"], other["n_words"]) == (1, 20)
    assert math.isnan(other["gini"])
    assert not other["n_is_speakers"]


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_inequality_of_a_small_group_is_never_shown(n, shown):
    made = Workshop().prompt("S1")
    for i in range(n):
        made.person(f"C{i}", "carer", "S1").says(f"C{i}", "S1", words=i + 1)
    assert shares(made)["gini"].notna().tolist() == [shown]


def test_speakers_without_attendance_are_marked():
    made = Workshop().prompt("S1").person("P1", "carer").says("P1", "S1")
    assert shares(made)["n_is_speakers"].tolist() == [True]


def test_no_speech_no_rows():
    empty = analysis.speaking_shares(
        tables.empty("excerpts"), tables.empty("attendance"), tables.empty("participants")
    )
    assert empty.empty


# ---------------------------------------------------------------------------- prototypes


def results_of(*rows):
    names = ("prototype", "participant_id", "item", "value", "excerpt_id", "helped_design")
    return tables.from_rows(
        "prototypes",
        [
            {**dict(zip(names, row, strict=False)), "source_id": "s", "locator": f"row {i + 2}"}
            for i, row in enumerate(rows)
        ],
    )


def summary(*rows, excerpt_ids=("e1", "e2", "e3")):
    made = Workshop()
    for excerpt_id in excerpt_ids:
        made.says("P1", "S1")
        made.said[-1]["excerpt_id"] = excerpt_id
    table = analysis.summarise_prototypes(results_of(*rows), made.excerpts)
    return table.set_index(["prototype", "item"])


def test_yes_counts_testers_not_answers():
    table = summary(
        ("café", "P1", "success", 1), ("café", "P1", "success", 1), ("café", "P2", "success", 0),
        ("café", "P3", "success", 1), ("café", "P3", "success", 0), ("café", "P4", "again", 1),
    )  # fmt: skip
    row = table.loc[("café", "success")]
    assert (row["measure"], row["k"], row["n"], row["n_testers"]) == ("yes", 1, 3, 4)
    assert row["sentence"] == "1 of 3 testers."


def test_ratings_and_prototypes_are_never_pooled():
    table = summary(
        ("café", "P1", "rating", 4), ("café", "P2", "rating", 1), ("app", "P1", "rating", 5),
        ("café", "P1", "sus1", 1),
    )  # fmt: skip
    row = table.loc[("café", "rating")]
    assert (row["measure"], row["n"], row["median"]) == ("rating", 2, 2.5)
    assert (row["lowest"], row["highest"]) == (1, 4)
    assert table.loc[("app", "rating"), "n"] == 1
    assert table.loc[("café", "sus1"), "measure"] == "rating"  # never "yes", whatever its value
    assert pd.isna(row["k"])


def test_comments_are_counted_by_tester_of_all_who_saw_it():
    table = summary(
        ("café", "P1", "improve", None, "e1"), ("café", "P1", "improve", None, "e2"),
        ("café", "P2", "rating", 3), ("café", "P3", "improve", None, "gone"),
    )  # fmt: skip
    row = table.loc[("café", "improve")]
    assert (row["measure"], row["k"], row["n"]) == ("comment", 1, 2)
    assert row["excerpt_ids"] == ["e1", "e2"]


def test_testers_who_helped_to_design_it_stand_apart():
    helped = [("café", f"P{i}", "again", float(i != 5), None, i < 2) for i in range(8)]
    row = summary(*helped).loc[("café", "again")]
    assert (row["k"], row["n"], row["k_not_helped"], row["n_not_helped"]) == (7, 8, 5, 6)
    assert row["sentence"] == "7 of 8 testers. Without those who helped to design it: 5 of 6."


def test_answers_without_a_tester_are_nobody():
    row = summary(("café", None, "again", 1), ("café", "P1", "again", 0)).loc[("café", "again")]
    assert (row["k"], row["n"], row["n_unattributed"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("share", "n", "seen"), [(0.2, 8, 0.83), (0.1, 8, 0.57), (0.2, 4, 0.59), (0.1, 4, 0.34)]
)
def test_what_testers_see(share, n, seen):
    assert round(1 - analysis.missed_chance(share, n), 2) == seen


def test_no_tests_no_rows():
    assert analysis.summarise_prototypes(results_of(), tables.empty("excerpts")).empty


# ------------------------------------------------------------------ what may be shown


def voice_table(*rows):
    return tables.from_rows(
        "voice",
        [{"session_id": "S1", "group": "lived_experience", "n_attended": 8,
          "n_is_speakers": False, "n_spoke": 6, "n_silent": 2, "n_words": 100,
          "share_of_words": 0.5, "gini": 0.4, "facilitator_share": 0.2,
          "unattributed_share": 0.1} | row for row in rows],
    )  # fmt: skip


OF_A_GROUP = ["n_attended", "n_is_speakers", "n_spoke", "n_silent", "n_words", "gini"]


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_a_small_group_is_left_empty_and_no_share_gives_it_away(n, shown):
    table = voice_table({}, {"group": "professional", "n_attended": n}, {"session_id": "S2"})
    before = table.copy()
    result = analysis.suppress_voice(table)
    pd.testing.assert_frame_equal(table, before)
    large, small, elsewhere = (result.iloc[i] for i in range(3))
    assert small[OF_A_GROUP].notna().all() == shown
    assert small[OF_A_GROUP].isna().all() != shown
    assert large[OF_A_GROUP].notna().all()
    assert pd.isna(large["share_of_words"]) != shown
    assert pd.isna(small["share_of_words"]) != shown
    assert elsewhere["share_of_words"] == 0.5
    for row in (large, small):
        assert ("suppressed" in analysis.split_caveats(row["caveats"])) != shown
    assert (large["facilitator_share"], small["unattributed_share"]) == (0.2, 0.1)


def test_suppressing_twice_is_suppressing_once():
    once = analysis.suppress_voice(voice_table({}, {"group": "professional", "n_attended": 3}))
    pd.testing.assert_frame_equal(analysis.suppress_voice(once), once)


def words_for(group, n):
    return {"lived_experience": "people with lived experience"}.get(group, "professionals")


@pytest.mark.parametrize("n", (0, 4, 5, 7))
def test_no_sentence_on_voice_is_oversold(n):
    for spoke in range(n + 1):
        for gini_of, speakers, led in ((0.0, False, 0.1), (0.7, False, 0.3), (None, True, 1.0)):
            row = voice_table({
                "n_attended": n, "n_spoke": spoke, "n_silent": n - spoke, "gini": gini_of,
                "n_is_speakers": speakers, "facilitator_share": led,
            }).iloc[0]  # fmt: skip
            text = analysis.describe_voice(row, words_for)
            lower = text.lower()
            assert "%" not in text
            assert all(len(one.split()) <= 25 for one in text.split(". "))
            assert not any(word in lower for word in ("dominat", "significant", "refused"))
            assert ("not shown" in lower) == (n < 5)
            if n < 5:
                assert f"of {n} " not in text
                continue
            assert ("a few of them said most" in lower) == (gini_of == 0.7)
            assert ("who else was there is not known" in lower) == speakers
            if not speakers:
                assert (f"{spoke} of {n} people" in text) == (spoke > 0)
                assert ("nothing stands under" in lower) == (spoke < n)
            assert ("facilitators spoke" in lower) == (led >= 0.25)


def test_the_table_of_a_session_can_be_shown_as_it_is_made():
    made = Workshop().prompt("S1")
    for i in range(6):
        made.person(f"L{i}", "lived_experience", "S1").says(f"L{i}", "S1")
    made.person("P0", "professional", "S1").says("P0", "S1")
    table = analysis.speaking_shares(made.excerpts, made.attendance, made.participants)
    shown = analysis.suppress_voice(tables.conform("voice", table)).set_index("group")
    assert pd.isna(shown.loc["professional", "n_words"])
    assert shown.loc["lived_experience", "n_words"] == 30
