import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.coding import (
    count_new_codes,
    cover_topics,
    draft_code,
    group_duplicates,
    measure_coverage,
)
from insights.errors import InsightsError
from tests.test_coding_learn import some_codes, some_excerpts


def alike(*texts):
    groups = group_duplicates(some_excerpts(texts, [f"P{i}" for i in range(len(texts))]))
    return groups["group"].nunique() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nothing", "nothing."),
        ("The forms were lost again", "the form was lost again!"),
        ("They keep losing my forms every single time", "They keep losing my forms every time"),
        ("Recognise the carers", "recognize the carer"),
        ("", "…"),
    ],
)
def test_nearly_the_same_words_are_brought_together(one, other):
    assert alike(one, other) == bool(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The staff were kind", "The staff were late"),
        ("I was told about the new money service", "I was not told about the new money service"),
        ("They lost the form", "The bus was late"),
        ("bus", "buses and trains"),
    ],
)
def test_what_says_something_else_stays_apart(one, other):
    assert not alike(one, other)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8), max_size=12))
def test_every_alike_pair_is_found(lines):
    texts = [" ".join(f"word{letter}" for letter in line) for line in lines]
    groups = group_duplicates(some_excerpts(texts, ["P1"] * len(texts)))["group"].tolist()
    sets = [set(line) for line in lines]
    for i, one in enumerate(sets):
        for j, other in enumerate(sets):
            enough = min(len(one), len(other)) >= 4
            near = enough and len(one & other) >= 0.8 * len(one | other)
            if one == other or near:
                assert groups[i] == groups[j]


def test_groups_do_not_depend_on_the_order():
    excerpts = some_excerpts(["Nothing", "A bus", "nothing!", "a bus"], ["P1", "P2", "P3", "P4"])
    straight = group_duplicates(excerpts)
    assert straight["group"].tolist() == ["x000", "x001", "x000", "x001"]
    assert straight["n_alike"].tolist() == [2, 2, 2, 2]
    back = group_duplicates(excerpts.iloc[::-1]).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(straight, back)


# ------------------------------------------------------------------------ topics and codes


def topics_of(*sizes):
    rows, placed, start = [], [], 0
    for number, size in enumerate(sizes, 1):
        ids = [f"x{i:03}" for i in range(start, start + size)]
        start += size
        rows.append(
            {"topic_id": f"T{number}", "n_excerpts": size, "terms": ["bus", "fare", "late", "stop"],
             "example_excerpt_ids": ids[:2], "stability": 0.9}
        )  # fmt: skip
        placed += [{"excerpt_id": excerpt_id, "topic_id": f"T{number}"} for excerpt_id in ids]
    return tables.from_rows("topics", rows), tables.from_rows("excerpt_topics", placed)


def coded(*lines):
    rows = [
        {
            "excerpt_id": f"x{row:03}", "code_id": code_id,
            "coder": "machine" if status == "suggested" else "AB", "status": status,
            "tier": tier, "method": "keyword" if status == "suggested" else "human",
        }
        for row, code_id, status, tier in lines
    ]  # fmt: skip
    return tables.from_rows("codings", rows)


def test_topics_name_their_codes_and_the_uncovered_come_first():
    topics, placed = topics_of(4, 4, 4)
    codings = coded(
        (0, "a", "accepted", None), (1, "a", "accepted", None), (2, "a", "suggested", "likely"),
        (3, "b", "accepted", None), (4, "b", "accepted", None), (5, "b", "suggested", "look"),
        (8, "a", "rejected", None),
    )  # fmt: skip
    covered = cover_topics(topics, placed, codings, some_codes("a", "b"))
    assert covered["topic_id"].tolist() == ["T3", "T2", "T1"]
    assert covered["n_coded"].tolist() == [0, 1, 4]
    assert covered["code_ids"].tolist() == [[], ["b"], ["a", "b"]]
    assert covered["covered"].tolist() == [False, False, True]
    assert "No code covers" in covered["note"][0]
    assert "falls under “A”, “B”" in covered["note"][2]


def test_retired_codes_cover_nothing():
    topics, placed = topics_of(3)
    codes = some_codes("a").assign(status="retired")
    covered = cover_topics(topics, placed, coded((0, "a", "accepted", None)), codes)
    assert covered["n_coded"].tolist() == [0]


def test_no_topics_give_an_empty_table():
    none = tables.empty("topics"), tables.empty("excerpt_topics")
    assert cover_topics(*none, tables.empty("codings"), some_codes("a")).empty


def test_a_topic_becomes_a_draft_for_a_person_to_name():
    topics, _ = topics_of(3)
    excerpts = some_excerpts(["One", "Two", "Three"], ["P1", "P2", "P3"])
    draft = draft_code(topics, "T1", excerpts)
    assert draft["name"] == "bus, fare, late"
    assert draft["examples"] == ["One", "Two"]
    assert (draft["definition"], draft["status"]) == ("", "draft")
    assert draft_code(topics, "T1", excerpts, name=" Getting there ")["name"] == "Getting there"
    with pytest.raises(InsightsError, match="no topic"):
        draft_code(topics, "T9", excerpts)


def test_coverage_says_who_is_in_no_code():
    excerpts = some_excerpts(["a", "b", "c", "d"], ["P1", "P2", "P2", None])
    excerpts = excerpts.assign(perspective=["carer", "carer", "carer", "professional"])
    coverage = measure_coverage(excerpts, coded((1, "a", "accepted", None))).set_index("group")
    assert coverage.loc["carer", "uncoded_share"] == pytest.approx(2 / 3, abs=1e-4)
    assert coverage.loc["carer", "people_without_code"] == ["P1"]
    assert coverage.loc["professional", "n_people"] == 0


def coverage_of(own, others, n_people=5):
    """Return the coverage of two groups, from how many of each person's excerpts are coded."""
    people = [f"A{i % n_people}" for i in range(len(own))] + [f"B{i}" for i in range(len(others))]
    excerpts = some_excerpts(["a"] * len(people), people)
    groups = ["carer"] * len(own) + ["professional"] * len(others)
    rows = [row for row, is_coded in enumerate(own + others) if is_coded]
    codings = coded(*((row, "a", "accepted", None) for row in rows))
    found = measure_coverage(excerpts.assign(perspective=groups), codings)
    return dict(zip(found["group"], found["note"], strict=True))


@pytest.mark.parametrize(
    ("own", "others", "n_people", "worse"),
    [
        ([1] * 8 + [0] * 2, [1] * 9 + [0], 5, True),  # a tenth less is enough
        ([1] * 17 + [0] * 3, [1] * 9 + [0], 5, False),  # half of a tenth is not
        ([0] * 10, [1] * 10, 4, False),  # too few people
        ([1] * 4 + [0] + [1] * 4 + [0], [1] * 10, 5, False),  # it hangs on one person
        ([1] * 10, [0] * 10, 5, False),
    ],
)
def test_a_group_that_is_coded_less_is_named(own, others, n_people, worse):
    assert bool(coverage_of(own, others, n_people)["carer"]) == worse


def test_new_codes_per_session_fall_as_sessions_repeat_each_other():
    excerpts = some_excerpts(["a"] * 6, ["P1"] * 6).assign(session_id=["s1", "s2", "s3"] * 2)
    codings = coded(*((row, "a", "accepted", None) for row in range(3)), (3, "b", "accepted", None))
    found = count_new_codes(excerpts, codings)
    assert found["n_sessions"].tolist() == [1, 2, 3]
    assert found["new_codes"].sum() == pytest.approx(2, abs=1e-3)
    assert found["new_codes"][0] > 1
    assert found["new_codes"][2] < 0.5
    assert count_new_codes(excerpts.assign(session_id=None), codings).empty
