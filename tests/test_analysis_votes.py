"""Votes on statements: consensus that no group can be outvoted in, and what is telling."""

from itertools import product
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from insights import analysis, tables
from insights.project import Project

LE, PRO = "lived_experience", "professional"
WORDS = Project(name="", root=None, title="").group_words

# Statement → agree, disagree, pass in each group.
PLANTED = {
    "S1": ((7, 0, 0), (6, 2, 1)), "S2": ((6, 0, 1), (1, 7, 1)), "S3": ((0, 6, 1), (8, 0, 1)),
    "S4": ((2, 2, 3), (3, 3, 3)), "S10": ((7, 0, 0), (9, 0, 0)),
}  # fmt: skip


def votes(planted, groups=(LE, PRO)):
    rows = []
    for statement, of_groups in planted.items():
        for group, counts in zip(groups, of_groups, strict=True):
            cast = [vote for vote, n in zip((1, -1, 0), counts, strict=True) for _ in range(n)]
            rows += [
                {"statement_id": statement, "participant_id": f"{group}{i}", "group": group,
                 "vote": vote}
                for i, vote in enumerate(cast)
            ]  # fmt: skip
    return tables.from_rows("statement_votes", rows)


def test_consensus_is_the_product_over_groups_passes_included():
    table = analysis.statement_consensus(votes(PLANTED)).set_index("statement_id")
    assert table.loc["S1", "consensus"] == pytest.approx(8 / 9 * 7 / 11)
    assert table.loc["S3", "consensus"] == pytest.approx(1 / 9 * 9 / 11)
    assert table.loc["S3", "dissent"] == pytest.approx(7 / 9 * 1 / 11)
    assert table.loc["S1", "lowest_p"] == pytest.approx(7 / 11)
    assert table.index[0] == "S10"
    assert table["rank"].tolist() == sorted(table["rank"])


def test_a_group_that_did_not_vote_halves_and_is_ranked_apart():
    planted = {"S1": ((7, 0, 0), (9, 0, 0)), "S2": ((7, 0, 0), (0, 0, 0)),
               "S3": ((5, 2, 0), (0, 0, 0))}  # fmt: skip
    table = analysis.statement_consensus(votes(planted)).set_index("statement_id")
    assert table.loc["S2", "consensus"] == pytest.approx(8 / 9 / 2)
    assert table["n_groups"].to_dict() == {"S1": 2, "S2": 1, "S3": 1}
    assert table["rank"].to_dict() == {"S1": 1, "S2": 1, "S3": 2}
    assert "did not vote" in table.loc["S2", "sentence"]


def test_statements_nobody_voted_on_have_their_rows_in_order_of_their_numbers():
    listed = tables.from_rows(
        "statements",
        [{"statement_id": s, "text": "", "source_id": "s"} for s in ("S2", "S10", "S1")],
    )
    table = analysis.votes_by_group(votes({"S2": ((1, 0, 0), (0, 1, 0))}), listed)
    assert list(dict.fromkeys(table["statement_id"])) == ["S1", "S2", "S10"]
    assert table.loc[table["statement_id"] == "S10", "p_agree"].tolist() == [0.5, 0.5]


def test_figures_by_hand():
    table = analysis.votes_by_group(votes(PLANTED)).set_index(["statement_id", "group"])
    row = table.loc[("S2", LE)]
    assert row["p_agree"] == pytest.approx(7 / 9)
    assert row["agree_test"] == pytest.approx(2 * 8**0.5 * (7 / 8 - 0.5))
    assert row["agree_ratio"] == pytest.approx((7 / 9) / (2 / 11))
    pooled = (7 + 2) / (8 + 10)
    spread = (pooled * (1 - pooled) * (1 / 8 + 1 / 10)) ** 0.5
    assert row["agree_ratio_test"] == pytest.approx((7 / 8 - 2 / 10) / spread)
    assert (row["n_votes"], row["n_agree"], row["n_disagree"], row["n_pass"]) == (7, 6, 0, 1)


def test_what_sets_a_group_apart_is_named_on_both_sides():
    table = analysis.votes_by_group(votes(PLANTED))
    told = table.dropna(subset=["place"]).sort_values(["group", "place"])
    of_le = told[told["group"] == LE]
    assert of_le[["statement_id", "telling"]].to_numpy().tolist() == [
        ["S2", "agree"], ["S1", "agree"], ["S3", "disagree"],
    ]  # fmt: skip
    of_pro = told[told["group"] == PRO]
    assert of_pro[["statement_id", "telling"]].to_numpy().tolist() == [
        ["S3", "agree"], ["S2", "disagree"],
    ]  # fmt: skip


def test_where_nothing_is_clear_the_best_agreed_stands_for_the_group():
    table = analysis.votes_by_group(votes({"S1": ((3, 2, 0), (2, 3, 0))}))
    assert table["telling"].tolist() == ["agree", "disagree"]
    assert table["place"].tolist() == [1, 1]


def test_at_most_five_are_telling():
    planted = {f"S{i}": ((9, 0, 0), (0, 9, 0)) for i in range(8)}
    table = analysis.votes_by_group(votes(planted))
    assert table.groupby("group")["place"].max().tolist() == [5, 5]


@hypothesis_settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_swapping_groups_mirrors_everything(random: Random):
    made = votes(PLANTED)
    order = list(range(len(made)))
    random.shuffle(order)
    one, shuffled = analysis.votes_by_group(made), analysis.votes_by_group(made.iloc[order])
    pd.testing.assert_frame_equal(one, shuffled)
    swapped = made.assign(group=made["group"].map({LE: PRO, PRO: LE}))
    other = analysis.votes_by_group(swapped)
    other = other.assign(group=other["group"].map({LE: PRO, PRO: LE}))
    pd.testing.assert_frame_equal(
        one, other.sort_values(["statement_id", "group"], key=lambda v: v.map(_order(one)))
        .reset_index(drop=True),
    )  # fmt: skip


def _order(table):
    return {value: at for at, value in enumerate([*table["statement_id"], *table["group"]])}


def test_votes_of_no_known_group_count_nowhere():
    made = votes(PLANTED)
    extra = votes({"S1": ((50, 0, 0),)}, groups=("both",)).assign(
        participant_id=lambda rows: "x" + rows["participant_id"]
    )
    nobody = extra.assign(group=None, participant_id="y" + extra["participant_id"])
    both = tables.conform("statement_votes", pd.concat([made, extra, nobody]))
    pd.testing.assert_frame_equal(analysis.votes_by_group(both), analysis.votes_by_group(made))


def test_nothing_in_nothing_out():
    nothing = tables.empty("statement_votes")
    assert analysis.votes_by_group(nothing).empty
    assert analysis.statement_consensus(nothing).empty


def test_three_groups():
    made = votes({"S1": ((5, 0, 0), (5, 0, 0), (0, 5, 0))}, groups=(LE, PRO, "carer"))
    table = analysis.votes_by_group(made).set_index("group")
    assert table.loc["carer", "disagree_ratio"] == pytest.approx((6 / 7) / (1 / 12))
    consensus = analysis.statement_consensus(made)["consensus"].iloc[0]
    assert consensus == pytest.approx(6 / 7 * 6 / 7 * 1 / 7)


# ---------------------------------------------------------------------------- sentences


def every_split(n):
    return [(a, d, n - a - d) for a, d in product(range(n + 1), repeat=2) if a + d <= n]


@pytest.mark.parametrize(("n_le", "n_pro"), [(4, 6), (5, 5), (5, 7), (6, 0)])
def test_no_vote_is_oversold(n_le, n_pro):
    for (a, d, p), (a2, d2, p2) in product(every_split(n_le), every_split(n_pro)):
        text = analysis.describe_votes([(LE, a, d, n_le), (PRO, a2, d2, n_pro)], WORDS)
        lower = text.lower()
        assert "%" not in text
        assert all(len(one.split()) <= 25 for one in text.split(". "))
        sides = [(a, d, p, n_le), (a2, d2, p2, n_pro)]
        shown = [side for side in sides if side[3] >= 5]
        majority = [2 * side[0] > side[3] for side in shown], [2 * s[1] > s[3] for s in shown]
        both = len(shown) == 2
        assert ("most in every group agreed" in lower) == (both and all(majority[0]))
        assert ("most in every group disagreed" in lower) == (both and all(majority[1]))
        assert ("most in one group" in lower) == (both and any(majority[0]) and any(majority[1]))
        for agreed, disagreed, passed, n in sides:
            if n < 5:
                assert f"of {n} " not in text
                continue
            for number, verb in ((agreed, "agreed"), (disagreed, "disagreed"), (passed, "passed")):
                if number:
                    assert f"{number} of {n}" in text or f"{number} {verb}" in text
        assert ("not shown" in lower) == (0 < min(n_le, n_pro) < 5)
        assert ("did not vote" in lower) == (n_pro == 0)


def test_a_vote_in_full():
    text = analysis.describe_votes([(LE, 6, 0, 7), (PRO, 1, 7, 9)], WORDS)
    assert text == (
        "Most in one group agreed and most in another disagreed. 6 of 7 people with lived "
        "experience agreed and 1 passed. 1 of 9 professionals agreed, 7 disagreed and 1 passed."
    )


def test_the_planted_consensus_of_hack_week():
    """docs/demonstration_projects.md, "What people voted on"."""
    planted = {
        "S01": ((7, 0, 0), (6, 2, 1)), "S02": ((6, 0, 1), (4, 4, 1)), "S03": ((7, 0, 0), (8, 0, 1)),
        "S04": ((5, 0, 2), (9, 0, 0)), "S05": ((0, 6, 1), (6, 1, 2)), "S06": ((1, 4, 2), (1, 6, 2)),
        "S07": ((3, 0, 4), (7, 1, 1)), "S08": ((5, 1, 1), (3, 5, 1)), "S09": ((5, 0, 2), (7, 0, 2)),
        "S10": ((6, 1, 0), (8, 0, 1)),
    }  # fmt: skip
    expected = [0.5657, 0.3535, 0.7273, 0.6061, 0.0707, 0.0404, 0.3232, 0.2424, 0.4848, 0.6364]
    table = analysis.statement_consensus(votes(planted)).set_index("statement_id")
    found = table.loc[list(planted), "consensus"].to_numpy()
    assert np.abs(found - expected).max() < 5e-5
