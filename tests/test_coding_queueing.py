import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.coding import choose_next, expected_recall
from insights.coding.queueing import REASONS
from tests.test_coding_learn import some_excerpts

GROUPS = ("lived_experience", "professional", "carer")


def many(n=60, n_people=12):
    people = [f"P{i % n_people:02}" for i in range(n)]
    groups = [GROUPS[0] if i % 10 < 8 else GROUPS[1] if i % 10 < 9 else GROUPS[2] for i in range(n)]
    return some_excerpts([f"text {i}" for i in range(n)], people).assign(perspective=groups)


def suggestions(scores, method="learned"):
    rows = [
        {
            "excerpt_id": excerpt_id, "code_id": "a", "coder": "machine", "status": "suggested",
            "tier": "look" if score >= 0.2 else "unlikely", "method": method, "score": score,
        }
        for excerpt_id, score in scores.items()
    ]  # fmt: skip
    return tables.from_rows("codings", rows)


def people_said(excerpt_ids, status="accepted"):
    rows = [
        {"excerpt_id": e, "code_id": "a", "coder": "AB", "status": status, "method": "human"}
        for e in excerpt_ids
    ]
    return tables.from_rows("codings", rows)


def test_the_unsure_come_first_and_the_sure_last():
    excerpts = many(10, 10).assign(perspective="carer")
    scores = {f"x{i:03}": [0.02, 0.98, 0.5][i % 3] for i in range(10)}
    queue = choose_next(excerpts, suggestions(scores), n=3, random_share=0)
    assert {scores[e] for e in queue["excerpt_id"]} == {0.5}
    assert set(queue["reason"]) == {"unsure"}


def test_every_group_gets_its_turn_and_nobody_is_asked_about_alone():
    queue = choose_next(many(), suggestions({}), n=12, random_share=0)
    chosen = many().set_index("excerpt_id").loc[queue["excerpt_id"]]
    assert chosen["perspective"].value_counts().to_dict() == dict.fromkeys(GROUPS, 4)
    assert chosen["participant_id"].value_counts().max() <= 3


def test_one_in_five_is_drawn_blindly_and_spread_through_the_queue():
    queue = choose_next(many(), suggestions({}), n=20)
    places = np.flatnonzero(queue["reason"] == "drawn blindly")
    assert len(places) == 4
    assert places.max() - places.min() >= 12
    other = choose_next(many(), suggestions({}), n=20, seed=1)
    blind = [set(q.loc[q["reason"] == "drawn blindly", "excerpt_id"]) for q in (queue, other)]
    assert blind[0] != blind[1]


def test_the_queue_is_varied_where_vectors_say_what_is_alike():
    vectors = np.eye(3, dtype=np.float32)[[0] * 8 + [1, 2]]
    excerpts = many(10, 10).assign(perspective="carer")
    scores = {f"x{i:03}": 0.5 if i < 8 else 0.4 for i in range(10)}
    queue = choose_next(excerpts, suggestions(scores), vectors, n=3, random_share=0)
    assert set(queue["excerpt_id"]) == {"x000", "x008", "x009"}


def test_what_people_have_coded_or_passed_over_is_not_asked_again():
    excerpts = many(10)
    queue = choose_next(excerpts, people_said(["x000", "x001"]), n=50, passed_over=["x002"])
    assert set(queue["excerpt_id"]) == {f"x{i:03}" for i in range(3, 10)}
    assert not queue["excerpt_id"].duplicated().any()
    assert set(queue["reason"]) <= set(REASONS)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(12)), st.integers(0, 15))
def test_the_order_of_the_excerpts_decides_nothing(order, n):
    excerpts, vectors = many(12), np.eye(12, dtype=np.float32)
    codings = suggestions({f"x{i:03}": i / 12 for i in range(12)})
    straight = choose_next(excerpts, codings, vectors, n=n)
    shuffled = choose_next(
        excerpts.iloc[order].reset_index(drop=True), codings.iloc[::-1], vectors[order], n=n
    )
    assert len(straight) == min(n, 12)
    pd.testing.assert_frame_equal(straight, shuffled)


def test_before_any_learning_the_undecided_between_two_codes_come_first():
    near = pd.concat(
        [
            suggestions({"x000": 0.5, "x001": 0.5}, "meaning"),
            suggestions({"x000": 0.49, "x001": 0.2}, "meaning").assign(code_id="b"),
        ],
        ignore_index=True,
    )
    excerpts = many(2, 2).assign(perspective="carer")
    assert choose_next(excerpts, near, n=1, random_share=0)["excerpt_id"][0] == "x000"


# ---------------------------------------------------------------------------- expected recall


def test_recall_is_given_for_each_group_and_the_worse_one_is_named():
    excerpts = many(60).assign(
        perspective=["carer" if i < 20 else "professional" for i in range(60)]
    )
    found = {f"x{i:03}": 0.9 if i >= 20 or i < 8 else 0.1 for i in range(60)}
    codings = pd.concat(
        [suggestions(found), people_said([f"x{i:03}" for i in range(60)])], ignore_index=True
    )
    recall = expected_recall(excerpts, codings).set_index("group")
    assert recall.loc["carer", ["n_found", "n_accepted", "share"]].tolist() == [8, 20, 0.4]
    assert recall.loc["professional", "share"] == 1.0
    assert recall.loc["carer", "note"] == "worse than the others"
    assert recall.loc["professional", "note"] == ""
    assert recall.loc["carer", "low"] == pytest.approx(0.2188, abs=1e-4)  # Wilson, 8 of 20
    assert recall.loc["carer", "high"] == pytest.approx(0.6134, abs=1e-4)


@pytest.mark.parametrize(("n", "given"), [(4, False), (5, True)])
def test_no_share_from_too_few(n, given):
    ids = [f"x{i:03}" for i in range(n)]
    codings = pd.concat([suggestions(dict.fromkeys(ids, 0.9)), people_said(ids)])
    recall = expected_recall(many(n).assign(perspective="carer"), codings)
    assert recall["share"].notna().tolist() == [given]
    assert (recall["note"][0] == "too few decided") == (not given)


def test_only_blind_codings_count_where_they_are_known():
    ids = [f"x{i:03}" for i in range(20)]
    shown = suggestions(dict.fromkeys(ids[:10], 0.9))
    codings = pd.concat([shown, people_said(ids)], ignore_index=True)
    excerpts = many(20).assign(perspective="carer")
    assert expected_recall(excerpts, codings)["share"][0] == 0.5
    assert expected_recall(excerpts, codings, blind=ids[10:])["share"][0] == 0.0


def test_before_anything_is_learned_no_recall_is_claimed():
    ids = [f"x{i:03}" for i in range(20)]
    codings = pd.concat([suggestions(dict.fromkeys(ids, 0.9), "meaning"), people_said(ids)])
    recall = expected_recall(many(20), codings)
    assert set(recall["note"]) == {"too few decided"}
    assert recall["share"].isna().all()
