"""Whole comparisons of planted workshops: counts, claims, classes, caveats."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from insights import analysis
from insights.errors import InsightsError
from insights.project import Thresholds
from tests.test_analysis_presence import Workshop, two_workshops

LE, PRO = "lived_experience", "professional"


def meaning(theme="t", judged="same", kind="problem", groups=(LE, PRO), **more):
    return pd.DataFrame(
        [{"theme": theme, "prompt_kind": kind, "group_a": groups[0], "group_b": groups[1],
          "meaning": judged, **more}]
    )  # fmt: skip


def only(table):
    assert len(table) == 1
    return table.iloc[0]


def caveats(row):
    return set(analysis.split_caveats(row["caveats"]))


def test_planted_difference():
    made = two_workshops({"t": (8, 1)}, n=(8, 9))
    row = only(made.compare(meanings=meaning()))
    assert (row["k_a"], row["n_a"], row["k_b"], row["n_b"]) == (8, 8, 1, 9)
    assert row["convergence"] == "partly convergent"
    assert row["prominence"] == "different"
    assert row["robust"]
    assert row["difference"] == pytest.approx(8 / 8 - 1 / 9)
    assert row["boschloo_p"] == pytest.approx(float(analysis.boschloo_p(8, 8, 1, 9)))
    assert row["p_greater"] == pytest.approx(
        float(analysis.difference_probability(8, 8, 1, 9)), abs=1e-11
    )
    assert row["q_value"] == pytest.approx(row["boschloo_p"])


def test_known_table_is_not_called_different():
    row = only(two_workshops({"t": (7, 3)}).compare(meanings=meaning()))
    assert row["p_greater"] > 0.975
    assert row["prominence"] == "cannot tell"
    assert row["convergence"] == "convergent"
    assert not row["robust"]
    assert "left_out_matters" in caveats(row)


def test_silence_needs_reading():
    made = two_workshops({"t": (5, 0)})
    unread = only(made.compare(read=False))
    assert unread["convergence"] == "not yet judged"
    assert unread["prominence"] == "cannot tell"
    assert "not_yet_read" in caveats(unread)
    read = only(made.compare())
    assert read["convergence"] == "silent"
    assert read["silent_group"] == PRO


@pytest.mark.parametrize(("n_read", "expected"), [(7, "not yet judged"), (8, "silent")])
def test_looked_at_is_a_share_of_the_silent_groups_own_excerpts(n_read, expected):
    made = two_workshops({"t": (5, 0)}, n=(8, 10))
    own = made.excerpts.query("session_id == 'S2'")["excerpt_id"].tolist()
    table = analysis.compare_groups(made.presence(), made.asked(), looked_at=own[:n_read])
    assert set(table["convergence"]) == {expected}


def test_a_group_of_which_nothing_was_recorded_has_not_been_read():
    made = two_workshops({"t": (5, 0)})
    made.said = [line for line in made.said if line["session_id"] == "S1"]
    assert only(made.compare())["convergence"] == "not yet judged"


def test_an_unattributed_note_changes_no_k_and_forbids_silence():
    made = two_workshops({"t": (5, 0)})
    before = only(made.compare())
    made.note("S2", "t", perspective=PRO)
    after = only(made.compare())
    for name in ("k_a", "n_a", "k_b", "n_b", "p_greater", "difference_low", "boschloo_p"):
        assert after[name] == before[name]
    assert (before["convergence"], after["convergence"]) == ("silent", "thin")
    assert after["unattributed_b"] == 1
    assert "at_least" in caveats(after)


def test_a_note_of_no_known_group_may_be_anyones():
    made = two_workshops({"t": (5, 0)})
    made.prompt("S3").note("S3", "t")
    row = only(made.compare())
    assert row["convergence"] == "thin"
    assert (row["k_b"], row["unattributed_a"], row["unattributed_b"]) == (0, 1, 1)
    assert "at_least" in caveats(row)


def test_a_second_excerpt_by_one_person_changes_no_k():
    made = two_workshops({"t": (5, 2)})
    before = only(made.compare())
    made.says("P00", "S2", "t").says("P00", "S2", "t").says("P00", "S2", "t")
    after = only(made.compare())
    assert (after["k_b"], after["n_excerpts_b"]) == (before["k_b"], before["n_excerpts_b"] + 3)
    assert after["p_greater"] == before["p_greater"]
    assert (before["dominance"], after["dominance"]) == (1 / 7, 4 / 10)


@pytest.mark.parametrize(("n_notes", "expected"), [(2, "different"), (4, "cannot tell")])
def test_too_many_notes_that_name_nobody_end_all_claims(n_notes, expected):
    made = two_workshops({"t": (10, 1)}, n=(10, 9))
    for _ in range(n_notes):
        made.note("S2", perspective=PRO)
    row = only(made.compare(meanings=meaning()))
    assert row["prominence"] == expected  # 2 of 12 notes, 4 of 14
    assert ("unattributed_share" in caveats(row)) == (expected == "cannot tell")
    assert row["p_greater"] > 0.975


def test_without_attendance_no_silence_is_claimed():
    made = two_workshops({"t": (5, 0)})
    made.came = [line for line in made.came if line["session_id"] == "S1"]
    row = only(made.compare())
    assert row["n_b"] == 8
    assert row["convergence"] == "thin"
    assert "n_is_speakers" in caveats(row)


def test_a_group_that_was_not_asked_is_not_compared():
    made = two_workshops({"t": (5, 0)})
    made.prompts[1]["prompt_kind"] = "idea"
    for line in made.said:
        if line["session_id"] == "S2":
            line["prompt_kind"] = "idea"
    row = only(made.compare())
    assert row["convergence"] == "not comparable"
    assert row["n_b"] == 0
    assert pd.isna(row[["difference", "p_greater", "boschloo_p", "low_b", "robust"]]).all()
    assert row["low_a"] > 0
    assert "not_asked" in caveats(row)


def test_small_groups_are_not_compared():
    row = only(two_workshops({"t": (4, 3)}, n=(8, 4)).compare(meanings=meaning()))
    assert row["convergence"] == "not comparable"
    assert row["prominence"] == "cannot tell"
    assert "small_group" in caveats(row)


def test_dissonance_holds_at_any_size():
    row = only(two_workshops({"t": (1, 1)}, n=(8, 2)).compare(meanings=meaning(judged="conflict")))
    assert row["convergence"] == "dissonant"


def test_one_session_per_group_is_said_and_shared_sessions_are_not():
    made = two_workshops({"t": (5, 2)})
    assert "one_session_per_group" in caveats(only(made.compare()))
    made.prompt("S3")
    made.came += [
        {"session_id": "S3", "activity": "A", "participant_id": "P00", "basis": "attended"}
    ]
    assert "no_shared_session" in caveats(only(made.compare()))
    made.came += [
        {"session_id": "S3", "activity": "A", "participant_id": "L00", "basis": "attended"}
    ]
    assert not caveats(only(made.compare())) & {"one_session_per_group", "no_shared_session"}


@pytest.mark.parametrize(("n_confirmed", "provisional"), [(3, True), (4, False), (5, False)])
def test_provisional_below_four_fifths_confirmed(n_confirmed, provisional):
    made = two_workshops({"t": (5, 2)})
    theirs = [c for c in made.counted if c["excerpt_id"] in
              {s["excerpt_id"] for s in made.said if s["session_id"] == "S1"}]  # fmt: skip
    for coding in theirs[n_confirmed:]:
        coding["confirmed"] = False
    row = only(made.compare())
    assert row["confirmed_a"] == n_confirmed / 5
    assert row["confirmed_b"] == 1
    assert ("provisional" in caveats(row)) == provisional
    assert row["sentence"].startswith("Provisional: ") == provisional


def test_confirmed_is_empty_where_nobody_raised_it():
    row = only(two_workshops({"t": (5, 0)}).compare())
    assert pd.isna(row["confirmed_b"])


def test_q_values_are_within_level_and_kind():
    made = two_workshops({"t": (8, 1), "u": (5, 4), "v": (7, 3)}, n=(8, 9))
    made.says("L00", "S1", "w", kind="idea")
    table = analysis.compare_groups(made.presence(), made.asked())
    theme = table[(table["level"] == "theme") & (table["prompt_kind"] == "problem")]
    expected = analysis.q_values(theme["boschloo_p"])
    assert theme["q_value"].to_numpy() == pytest.approx(expected)


def test_three_groups_make_three_pairs_in_order():
    made = two_workshops({"t": (5, 2)})
    for i in range(6):
        made.person(f"C{i}", "carer", "S1")
    table = made.compare()
    pairs = list(zip(table["group_a"], table["group_b"], strict=True))
    assert pairs == [(LE, PRO), (LE, "carer"), (PRO, "carer")]
    chosen = made.compare(groups=["carer", LE])
    assert (chosen["group_a"].tolist(), chosen["group_b"].tolist()) == (["carer"], [LE])


def test_fewer_than_two_groups_make_an_empty_table():
    made = Workshop().prompt("S1").person("P1", PRO, "S1").says("P1", "S1", "t")
    assert made.compare().empty
    with pytest.raises(InsightsError, match="twice"):
        made.compare(groups=[PRO, PRO])


def test_with_a_codebook_what_nobody_raised_has_its_row():
    made = two_workshops({"t": (5, 2), "u": (0, 0)})
    assert made.compare()["theme"].tolist() == ["t"]
    table = made.compare(codes=made.codes)
    assert dict(zip(table["theme"], table["convergence"], strict=True)) == {
        "t": "not yet judged", "u": "not raised",
    }  # fmt: skip


def test_code_rows_stand_beside_theme_rows():
    made = two_workshops({"money.debt": (8, 1), "money.bills": (5, 8)}, n=(8, 9))
    made.themes = {"money.debt": "money", "money.bills": "money"}
    theme, codes = only(made.compare()), made.compare(level="code")
    assert (theme["k_a"], theme["k_b"]) == (8, 8)
    assert codes["code_id"].tolist() == ["money.bills", "money.debt"]
    assert codes["prominence"].tolist() == ["cannot tell", "different"]
    assert "level_matters" in caveats(theme)


def test_a_themes_judgement_is_not_its_codes():
    made = two_workshops({"t": (5, 4)})
    assert only(made.compare(meanings=meaning()))["convergence"] == "convergent"
    assert only(made.compare(meanings=meaning(), level="code"))["meaning"] == "unjudged"
    own = meaning(code_id="t")
    assert only(made.compare(meanings=own, level="code"))["convergence"] == "convergent"


def test_judgements_hold_in_either_order_and_the_last_of_a_coder_stands():
    made = two_workshops({"t": (5, 4)})
    turned = meaning(groups=(PRO, LE), judged="facets", coder="AB")
    assert only(made.compare(meanings=turned))["convergence"] == "complementary"
    again = pd.concat([turned, meaning(judged="same", coder="AB")])
    assert only(made.compare(meanings=again))["meaning"] == "same"
    other = pd.concat([turned, meaning(judged="same", coder="CD")])
    row = only(made.compare(meanings=other))
    assert row["meaning"] == "unjudged"
    assert "meaning_differs" in caveats(row)
    with pytest.raises(InsightsError, match="four"):
        made.compare(meanings=meaning(judged="similar"))


def test_reflexive_projects_count_and_compare_nothing():
    table = two_workshops({"t": (8, 1)}).compare(approach="reflexive")
    row = only(table)
    assert row["convergence"] == "not comparable"
    assert row["caveats"] == "reflexive"
    assert (row["n_excerpts_a"], row["n_excerpts_b"]) == (8, 1)
    numbers = [name for name in table.columns if name.split("_")[0] in
               ("k", "n", "low", "high", "difference", "p", "newcombe", "boschloo", "q",
                "confirmed", "dominance")
               and not name.startswith("n_excerpts")]  # fmt: skip
    assert row[numbers].isna().all()
    assert not any(character.isdigit() for character in row["sentence"])


def test_people_with_both_roles_are_listed_apart_and_tried_on_either_side():
    made = two_workshops({"t": (6, 1)}, n=(8, 9))
    for i in range(9):
        made.person(f"B{i}", "both", "S2").says(f"B{i}", "S2", "t")
    row = only(made.compare(meanings=meaning()))
    assert (row["k_a"], row["n_a"], row["k_b"], row["n_b"]) == (6, 8, 1, 9)
    assert {"both_apart", "dual_role_matters"} <= caveats(row)
    runs = analysis.sensitivity_runs(
        analysis.tally_counts(made.presence(), made.asked(), [LE, PRO])
    )
    runs = runs[runs["level"] == "theme"].set_index("run")[["k_a", "n_a", "k_b", "n_b"]]
    assert runs.loc["both roles left out"].tolist() == [6, 8, 1, 9]
    assert runs.loc["both roles in group a"].tolist() == [15, 17, 1, 9]
    assert runs.loc["both roles in group b"].tolist() == [6, 8, 10, 18]


def test_dual_role_people_who_count_can_be_left_out():
    made = two_workshops({"t": (3, 2)})
    made.person("B0", "both", "S1", speaking_as=LE).says("B0", "S1", "t")
    tally = analysis.tally_counts(made.presence(), made.asked(), [LE, PRO])
    runs = analysis.sensitivity_runs(tally).query("level == 'theme'")
    runs = runs.set_index("run")[["k_a", "n_a", "k_b", "n_b"]]
    assert runs.loc["as counted"].tolist() == [4, 9, 2, 8]
    assert runs.loc["both roles left out"].tolist() == [3, 8, 2, 8]
    assert runs.loc["both roles in group b"].tolist() == [3, 8, 3, 9]


def test_someone_who_spoke_for_each_group_counts_in_each():
    made = two_workshops({"t": (3, 2)})
    made.person("B0", "both", "S1", speaking_as=LE).says("B0", "S1", "t")
    made.came.append({"session_id": "S2", "activity": "A", "participant_id": "B0",
                      "basis": "attended", "speaking_as": PRO})  # fmt: skip
    row = only(made.compare())
    assert (row["k_a"], row["n_a"], row["k_b"], row["n_b"]) == (4, 9, 2, 9)
    assert "person_in_both_groups" in caveats(row)


def test_priors_are_tried_on_claims():
    tally = analysis.tally_counts(*(lambda w: (w.presence(), w.asked()))(
        two_workshops({"t": (6, 1)}, n=(8, 9))), [LE, PRO])  # fmt: skip
    runs = analysis.sensitivity_runs(tally, Thresholds())
    assert runs["run"].tolist()[:3] == ["as counted", "prior Beta(1, 1)", "prior Beta(2, 2)"]
    assert runs["p_greater"].iloc[1] == pytest.approx(
        float(analysis.difference_probability(6, 8, 1, 9, prior=1.0))
    )
    assert not runs["changed"].iloc[0]


def test_open_prompts_do_not_make_silence_of_an_unsettled_kind():
    made = two_workshops({"t": (5, 0)})
    made.prompts[1]["prompt_kind"] = "unspecified"
    for line in made.said:
        if line["session_id"] == "S2":
            line["prompt_kind"] = "unspecified"
    made.says("P00", "S2", kind="problem").says("P01", "S2", "t")
    table = made.compare()
    row = only(table[table["prompt_kind"] == "problem"])
    assert (row["n_b"], row["convergence"]) == (8, "thin")
    assert "kind_unsettled" in caveats(row)


SWAPPED = {
    f"{name}_{side}": f"{name}_{other}"
    for name in ("group", "k", "n", "low", "high", "confirmed", "n_excerpts", "unattributed")
    for side, other in (("a", "b"), ("b", "a"))
}


@hypothesis_settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 6)), min_size=1, max_size=5))
def test_swapping_groups_mirrors_every_number(raised):
    made = two_workshops({f"t{i}": counts for i, counts in enumerate(raised)}, n=(7, 6))
    one = made.compare(groups=[LE, PRO])
    other = made.compare(groups=[PRO, LE]).rename(columns=SWAPPED)
    for name in (*SWAPPED, "q_value", "boschloo_p", "p_similar", "convergence", "robust",
                 "prominence", "caveats", "dominance", "silent_group"):  # fmt: skip
        left, right = one[name], other[name]
        if left.dtype == "float64":
            np.testing.assert_allclose(left, right, atol=1e-9)
        else:
            pd.testing.assert_series_equal(left, right, check_names=False)
    for low, high in (("difference_low", "difference_high"), ("newcombe_low", "newcombe_high")):
        np.testing.assert_allclose(one[low], -other[high], atol=1e-9)
    np.testing.assert_allclose(one["difference"], -other["difference"], atol=1e-12)
    np.testing.assert_allclose(one["p_greater"], 1 - other["p_greater"], atol=1e-9)


def test_every_caveat_has_plain_words():
    for name, words in analysis.CAVEATS.items():
        assert name.isidentifier()
        assert words[0].isupper()
        assert words.endswith(".")
        assert "%" not in words


def test_caveats_stand_in_a_fixed_order():
    words = analysis.describe_caveats("small_group; at_least")
    assert words == [analysis.CAVEATS["small_group"], analysis.CAVEATS["at_least"]]


def test_rows_about_which_nothing_is_known_are_left_out():
    made = two_workshops({"t": (5, 0)})
    for i in range(5):
        made.person(f"C{i}", "carer", "S3").says(f"C{i}", "S3", "t", kind="idea")
    made.prompt("S3", "idea")
    table = made.compare()
    ideas = table[table["prompt_kind"] == "idea"]
    assert "carer" in set(ideas["group_b"])
    assert not ((ideas["group_a"] == LE) & (ideas["group_b"] == PRO)).any()


def test_nothing_in_nothing_out():
    made = Workshop()
    assert made.presence().empty
    assert made.asked().groups == ()
    assert made.compare(groups=[LE, PRO]).empty
    assert analysis.sensitivity_runs(
        analysis.tally_counts(made.presence(), made.asked(), [LE, PRO])
    ).empty


def test_caveats_are_written_in_short_sentences():
    for words in analysis.CAVEATS.values():
        assert all(len(sentence.split()) <= 25 for sentence in words.split(". "))
