"""Rankings: per ballot, per group, beside raw dots; intervals, agreement, look-alikes, words."""

import csv
from itertools import permutations, product
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from insights import analysis, tables
from insights.analysis.priorities import rank_by_share
from insights.project import Project

LE, PRO = "lived_experience", "professional"
WORDS = Project(name="", root=None, title="").group_words
VOTES = Path(__file__).parent.parent / "data" / "raw" / "hack-week" / "votes"


def ballots(given):
    """Ballots from (group, {idea: dots}), each of its own paper; "2:…" is a second round."""
    rows = []
    for i, (group, dots) in enumerate(given):
        round_name, _, name = group.rpartition(":") if group else ("", "", None)
        rows += [
            {"ballot_id": f"B{i:02d}", "round": round_name or "1", "group": name or None,
             "idea_id": idea, "dots": n, "secret": True, "source_id": "s", "locator": "row"}
            for idea, n in dots.items()
        ]  # fmt: skip
    return tables.from_rows("ballots", rows)


def ideas(titles, texts=None, status="open"):
    frame = tables.from_rows(
        "ideas",
        [{"idea_id": idea, "title": title, "status": status, "excerpt_id": f"x{idea}",
          "source_id": "s", "locator": "row"} for idea, title in titles.items()],
    )  # fmt: skip
    said = pd.DataFrame(
        {
            "excerpt_id": [f"x{i}" for i in titles],
            "text": [(texts or {}).get(i, "") for i in titles],
        }
    )
    return frame, said


def column(table, name, group="combined", round_name="1"):
    part = table[(table["group"] == group) & (table["round"] == round_name)]
    return dict(zip(part["idea_id"], part[name], strict=True))


SIX_AND_TWO = [(LE, {"a": 3, "b": 1})] * 6 + [(PRO, {"b": 5}), (PRO, {"b": 4, "c": 1})]


def test_every_group_weighs_the_same_and_the_raw_total_stands_beside():
    table = analysis.rank_ideas(ballots(SIX_AND_TWO))
    assert column(table, "share") == pytest.approx({"b": (0.25 + 0.9) / 2, "a": 0.375, "c": 0.05})
    assert column(table, "rank") == {"b": 1, "a": 2, "c": 3}
    assert column(table, "raw_dots") == {"b": 15, "a": 18, "c": 1}
    assert column(table, "raw_rank") == {"a": 1, "b": 2, "c": 3}
    assert column(table, "differs") == {"a": True, "b": True, "c": False}
    assert column(table, "rank", LE) == {"a": 1, "b": 2, "c": 3}
    assert column(table, "differs", LE) == {"a": True, "b": True, "c": False}
    assert column(table, "n_ballots") == {"a": 8, "b": 8, "c": 8}


def test_every_ballot_weighs_the_same_however_many_dots_it_spent():
    table = analysis.rank_ideas(ballots([(LE, {"a": 10}), (LE, {"b": 1}), (LE, {"b": 1})]))
    assert column(table, "share", LE) == pytest.approx({"b": 2 / 3, "a": 1 / 3})
    assert column(table, "raw_rank", LE) == {"a": 1, "b": 2}


def test_equal_shares_share_the_better_place():
    table = analysis.rank_ideas(ballots([(LE, {"a": 1, "b": 1, "c": 1}), (PRO, {"d": 3})]))
    assert column(table, "rank") == {"d": 1, "a": 2, "b": 2, "c": 2}
    assert rank_by_share(np.array([[1 / 3, 0.1 + 0.2 + 1 / 3 - 0.3]])).tolist() == [[1, 1]]


def test_ideas_without_a_dot_have_their_place_and_empty_ballots_say_nothing():
    frame, _ = ideas({"a": "A", "z": "Z"})
    table = analysis.rank_ideas(ballots([(LE, {"a": 2}), (LE, {"z": 0})]), frame)
    assert column(table, "rank") == {"a": 1, "z": 2}
    assert column(table, "n_ballots") == {"a": 1, "z": 1}


def test_ballots_of_no_known_group_are_in_the_raw_total_alone():
    given = [*SIX_AND_TWO, (None, {"c": 30}), ("both", {"c": 30}), ("unknown", {"c": 30})]
    table = analysis.rank_ideas(ballots(given))
    assert column(table, "share")["c"] == pytest.approx(0.05)
    assert column(table, "raw_rank")["c"] == 1
    assert set(table.loc[table["group"] == "combined", "caveats"]) == {
        "small_group; ballots_without_group"
    }
    assert set(table["group"]) == {"combined", LE, PRO}


def test_where_no_ballot_names_a_group_all_ballots_are_one():
    table = analysis.rank_ideas(ballots([(None, {"a": 1}), (None, {"a": 1, "b": 4})]))
    assert set(table["group"]) == {"combined"}
    assert column(table, "share") == pytest.approx({"a": 0.6, "b": 0.4})
    assert "one_group_voted" in table["caveats"].iloc[0]


def test_rounds_are_never_pooled():
    given = [(LE, {"a": 1}), (PRO, {"a": 1}), (f"2:{LE}", {"b": 1}), (f"2:{PRO}", {"b": 1})]
    table = analysis.rank_ideas(ballots(given))
    assert column(table, "rank", round_name="1") == {"a": 1, "b": 2}
    assert column(table, "rank", round_name="2") == {"b": 1, "a": 2}


def test_nothing_in_nothing_out():
    nothing = tables.empty("ballots")
    assert analysis.rank_ideas(nothing).empty
    assert analysis.compare_rankings(analysis.rank_ideas(nothing)).empty
    frame, said = ideas({"a": "A"})
    assert analysis.find_similar_ideas(nothing, frame, said).empty


@hypothesis_settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_and_ballot_names_change_nothing(random: Random):
    made = ballots([*SIX_AND_TWO, (None, {"a": 2})])
    names = [f"N{i}" for i in range(9)]
    random.shuffle(names)
    renamed = made.assign(
        ballot_id=made["ballot_id"].map(dict(zip(sorted(set(made["ballot_id"])), names,
                                                 strict=True)))
    )  # fmt: skip
    order = list(range(len(made)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(
        analysis.rank_ideas(made), analysis.rank_ideas(renamed.iloc[order])
    )


@hypothesis_settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([LE, PRO]),
            st.dictionaries(st.sampled_from("abcde"), st.integers(1, 5), min_size=1),
        ),
        min_size=1, max_size=14,
    )
)  # fmt: skip
def test_shares_are_shares(given_ballots):
    table = analysis.rank_ideas(ballots(given_ballots))
    for _, part in table.groupby("group"):
        assert part["share"].sum() == pytest.approx(1)
        assert part["rank"].is_monotonic_increasing
        assert part["share"].is_monotonic_decreasing
        known = part.dropna(subset=["rank_low"])
        assert (known["rank_low"] <= known["rank_high"]).all()


# ---------------------------------------------------------------------------- intervals


def test_ballots_that_agree_leave_no_doubt_and_few_ballots_leave_it_open():
    table = analysis.rank_ideas(ballots([(LE, {"a": 2, "b": 1})] * 5 + [(PRO, {"a": 1})] * 5))
    assert column(table, "rank_low") == column(table, "rank_high") == {"a": 1, "b": 2}
    few = analysis.rank_ideas(ballots([(LE, {"a": 2, "b": 1})] * 5 + [(PRO, {"a": 1})] * 4))
    assert few.loc[few["group"] != LE, "rank_low"].isna().all()
    assert few.loc[few["group"] == LE, "rank_low"].notna().all()


def test_intervals_are_those_of_every_possible_draw():
    """Five ballots of one group can be drawn again in 5^5 ways: all of them, counted."""
    papers = [{"a": 1}, {"b": 1}, {"b": 1}, {"a": 1, "c": 1}, {"c": 1}]
    table = analysis.rank_ideas(ballots([(LE, paper) for paper in papers]))
    shares = np.array([[p.get(i, 0) / sum(p.values()) for i in "abc"] for p in papers])
    drawn = np.array([shares[list(draw)].mean(axis=0) for draw in product(range(5), repeat=5)])
    ranks = rank_by_share(drawn)
    for at, idea in enumerate("abc"):
        low, high = np.quantile(ranks[:, at], [0.025, 0.975], method="inverted_cdf")
        assert (column(table, "rank_low", LE)[idea], column(table, "rank_high", LE)[idea]) == (
            low, high,
        )  # fmt: skip


def test_the_same_ballots_give_the_same_intervals_and_another_seed_nearly_so():
    made = ballots([(g, dict(zip("abc", p, strict=True)))
                    for g in (LE, PRO) for p in permutations((1, 2, 4))])  # fmt: skip
    one, again = analysis.rank_ideas(made), analysis.rank_ideas(made)
    pd.testing.assert_frame_equal(one, again)
    other = analysis.rank_ideas(made, seed=7)
    assert (one["rank_low"] - other["rank_low"]).abs().max() <= 1


# ---------------------------------------------------------------------------- agreement


def test_rank_biased_overlap_by_hand():
    # Depth 1: {a} and {b}: 0. Depth 2: {a, b} and {b, a}: 1. From then on 1.
    assert analysis.rank_biased_overlap([1, 2], [2, 1]) == pytest.approx(0.8)
    # Ties enter together: depth 1 {a, b} and {a}: 2/3; depth 2 {a, b} and {a, b}: 1.
    assert analysis.rank_biased_overlap([1, 1], [1, 2]) == pytest.approx(0.2 * 2 / 3 + 0.8)
    assert analysis.rank_biased_overlap([1, 1, 1], [1, 1, 1]) == 1
    assert analysis.rank_biased_overlap([1, 2, 3], [3, 2, 1], p=0.5) == pytest.approx(
        0.5 * 0 + 0.25 * 0.5 + 0.25
    )


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=9))
def test_agreement_is_symmetric_bounded_and_that_of_scipy(pairs):
    a, b = (rank_by_share(-np.array([side], dtype=float))[0].tolist() for side in zip(*pairs))  # noqa: B905
    overlap = analysis.rank_biased_overlap(a, b)
    assert 0 <= overlap <= 1
    assert overlap == pytest.approx(analysis.rank_biased_overlap(b, a))
    assert analysis.rank_biased_overlap(a, a) == pytest.approx(1)
    tau = analysis.kendall_tau_b(a, b)
    expected = kendalltau(a, b, variant="b").statistic
    assert tau == pytest.approx(expected, nan_ok=True)


def test_what_flips_is_named():
    given = [(LE, {"a": 4, "b": 3, "c": 2, "d": 1})] * 5 + [(PRO, {"b": 4, "a": 3, "d": 2, "c": 1})]
    table = analysis.compare_rankings(analysis.rank_ideas(ballots(given)), n_forward=1)
    groups = table[table["ranking_a"] == LE].iloc[0]
    assert groups["flips"] == ["a > b", "c > d"]
    assert (groups["only_a"], groups["only_b"]) == (["a"], ["b"])
    assert groups["tau_b"] == pytest.approx((6 - 2 * 2) / 6)
    raw = table[table["ranking_a"] == "combined"].iloc[0]
    assert raw["ranking_b"] == "raw dots"
    assert raw["flips"] == []  # a and b, c and d are equal with the groups weighed alike


# ---------------------------------------------------------------------------- look-alikes

TEXTS = {
    "I1": "Ring people back the same day, whoever they rang.",
    "I2": "Somebody rings you back within a day.",
    "I3": "A café with a stove and no appointments.",
    "I4": "A list of local services that is kept up to date.",
    "I5": "A garden where nobody asks.",
}


def look_alikes(given, **more):
    frame, said = ideas(dict.fromkeys(TEXTS), TEXTS)
    return analysis.find_similar_ideas(ballots(given), frame, said, **more)


def test_one_idea_twice_is_found_and_what_it_cost_is_said():
    given = [(LE, {"I1": 2, "I3": 3}), (PRO, {"I2": 2, "I3": 1, "I4": 2})]
    row = look_alikes(given).iloc[0]
    assert (row["idea_a"], row["idea_b"]) == ("I1", "I2")
    assert {"ring", "back", "day"} <= set(row["shared_words"])
    assert (row["rank_a"], row["rank_b"], row["rank_if_one"]) == (2, 2, 1)
    assert row["splits"]
    assert len(look_alikes(given)) == 1


def test_look_alikes_that_cost_each_other_nothing_do_not_split():
    row = look_alikes([(LE, {"I1": 2, "I3": 9}), (PRO, {"I3": 1})]).iloc[0]
    assert not row["splits"]


def test_vectors_are_a_second_way_in():
    vectors = {i: np.eye(5)[at] for at, i in enumerate(TEXTS)}
    vectors["I5"] = np.array([0, 0, 0.8, 0, 0.6])
    found = look_alikes([(LE, {"I3": 1, "I5": 1})], vectors=vectors)
    assert list(zip(found["idea_a"], found["idea_b"], strict=True)) == [("I1", "I2"), ("I3", "I5")]
    assert found["meaning"].tolist() == [0.0, 0.8]


# ---------------------------------------------------------------------------- hack-week


def read_votes():
    with (VOTES / "ballots.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {**row, "participant_id": row["voter"] or None, "dots": int(row["dots"]),
             "secret": row["secret"] == "yes", "source_id": "s", "locator": "row"}
            for row in csv.DictReader(file)
        ]  # fmt: skip
    with (VOTES / "ideas.csv").open(encoding="utf-8", newline="") as file:
        sheets = list(csv.DictReader(file))
    frame = tables.from_rows(
        "ideas",
        [{"idea_id": row["idea_id"], "title": row["title"], "status": row["status"],
          "excerpt_id": row["idea_id"], "source_id": "s", "locator": "row"} for row in sheets],
    )  # fmt: skip
    said = pd.DataFrame({"excerpt_id": [r["idea_id"] for r in sheets],
                         "text": [r["idea"] for r in sheets]})  # fmt: skip
    return tables.from_rows("ballots", rows), frame, said


def test_what_was_planted_in_the_votes_is_found():
    """docs/demonstration_projects.md, "How the dots fell"."""
    cast, frame, said = read_votes()
    table = analysis.rank_ideas(cast, frame)
    raw = {"I01": 1, "I11": 2, "I13": 3, "I08": 4, "I15": 5, "I03": 6, "I05": 7, "I12": 7,
           "I07": 9, "I04": 10, "I06": 10, "I02": 12, "I09": 12, "I10": 14, "I14": 14}  # fmt: skip
    alike = raw | {"I15": 6, "I03": 5, "I12": 9, "I07": 8, "I06": 11, "I09": 13}
    assert column(table, "raw_rank") == raw
    assert column(table, "rank") == alike
    assert {i for i, d in column(table, "differs").items() if d} == {
        i for i in raw if raw[i] != alike[i]
    }
    # I03 is liked by one group alone.
    assert (column(table, "rank", LE)["I03"], column(table, "raw_dots", PRO)["I03"]) == (1, 0)
    agreement = analysis.compare_rankings(table, frame).set_index(["round", "ranking_b"])
    assert agreement.loc[("1", "raw dots"), "flips"] == ["I03 > I15", "I07 > I12"]
    assert agreement.loc[("1", "raw dots"), "n_forward"] == 4
    assert agreement.loc[("1", "raw dots"), ["only_a", "only_b"]].tolist() == [[], []]
    pairs = analysis.find_similar_ideas(cast, frame, said)
    assert [(r.round, r.idea_a, r.idea_b) for r in pairs.itertuples()] == [
        ("1", "I05", "I12"), ("2", "I05", "I12"),
    ]  # fmt: skip
    secret = pairs.iloc[0]
    assert (secret["rank_a"], secret["rank_b"], secret["rank_if_one"]) == (7, 9, 2)
    assert secret["splits"]
    assert column(table, "raw_rank", round_name="2")["I08"] == 2


# ---------------------------------------------------------------------------- sentences


def sentences(text):
    return [part for part in text.replace(". ", ".\n").split("\n") if part]


def place(row, which=""):
    joint = "joint " if row[f"{which}shared"] else ""
    return joint + analysis.ordinal(row[f"{which}rank"])


def test_a_shared_place_is_said_to_be_shared():
    table = analysis.rank_ideas(ballots([(LE, {"a": 2, "b": 2})] * 5 + [(PRO, {"a": 1})] * 5))
    assert column(table, "shared") == {"a": False, "b": False}
    assert column(table, "shared", LE) == {"a": True, "b": True}
    own = table[(table["idea_id"] == "a")].to_dict("records")
    text = analysis.describe_priority(own[0], own[1:], WORDS)
    assert "People with lived experience put it joint 1st. Professionals put it 1st." in text


def test_no_place_is_oversold():
    """Every combined row against its table: places, what differs, how firm."""
    random = np.random.default_rng(3)
    for n_le, n_pro in ((4, 9), (5, 5), (9, 6), (12, 12)):
        given = [
            (group, {i: int(d) for i, d in zip("abcdefg", random.integers(0, 4, 7), strict=True)})
            for group, n in ((LE, n_le), (PRO, n_pro)) for _ in range(n)
        ]  # fmt: skip
        table = analysis.rank_ideas(ballots(given))
        for row in table[table["group"] == "combined"].to_dict("records"):
            own = table[(table["idea_id"] == row["idea_id"]) & (table["group"] != "combined")]
            text = analysis.describe_priority(row, own.to_dict("records"), WORDS)
            assert "%" not in text
            assert all(len(one.split()) <= 25 for one in sentences(text))
            assert text.lower().startswith(f"{place(row)} with the groups weighed")
            same = place(row) == place(row, "raw_")
            assert ("plain count of dots too" in text) == same
            assert same or f"; {place(row, 'raw_')} by plain count" in text
            for group, told_place in zip(own["group"], own.apply(place, axis=1), strict=True):
                told = f"{WORDS(group, 2)} put it {told_place}.".lower()
                alike = own.apply(place, axis=1).nunique() == 1 and n_le >= 5
                assert (told in text.lower()) == (not alike and (group != LE or n_le >= 5))
                assert ("every group put it" in text.lower()) == alike
            if n_le < 5:
                assert "too few ballots" in text.lower()
            elif row["rank_low"] < row["rank_high"]:
                assert f"from {analysis.ordinal(row['rank_low'])} to" in text
                assert "stay" not in text
            else:
                assert f"stay {analysis.ordinal(row['rank_low'])}" in text


def test_an_idea_without_dots_is_said_to_have_none():
    row = {"rank": 3, "raw_rank": 3, "raw_dots": 0, "rank_low": 3, "rank_high": 3, "caveats": ""}
    assert analysis.describe_priority(row, [], WORDS).startswith("Nobody gave it a dot.")


def test_agreement_of_rankings_is_not_oversold():
    same = {"ranking_a": LE, "ranking_b": PRO, "n_forward": 2, "flips": [], "only_a": [],
            "only_b": []}  # fmt: skip
    assert analysis.describe_rank_agreement(same, WORDS) == (
        "People with lived experience and professionals put the same ideas among the first 2. "
        "No two ideas change places."
    )
    text = analysis.describe_rank_agreement(
        same | {"only_a": ["a", "b"], "only_b": ["c"], "flips": ["a > c"]}, WORDS, {"a": "Kettle"}
    )
    assert text == (
        "Only the dots of people with lived experience put “Kettle” and “b” among the first 2. "
        "Only the dots of professionals put “c” among the first 2."
    )


def test_a_look_alike_is_a_question():
    row = {"idea_a": "a", "idea_b": "b", "rank_a": 2, "rank_b": 5, "rank_if_one": 2,
           "splits": False}  # fmt: skip
    text = analysis.describe_similar_ideas(row, {"a": "Ring", "b": "Call"})
    assert text.startswith("“Ring” and “Call” may be one idea twice.")
    assert "no higher" in text
