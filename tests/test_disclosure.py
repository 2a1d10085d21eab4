"""Small-number rules, at their boundaries."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.disclosure import (
    is_count_shown,
    is_telling,
    say_count,
    small_changes,
    suppress_small,
)  # fmt: skip


@pytest.mark.parametrize(
    ("k", "n", "sensitive", "words"),
    [
        (3, 8, False, "3 of 8"), (0, 8, False, "0 of 8"), (5, 5, False, "5 of 5"),
        (2, 4, False, "not shown, because the group has fewer than 5 people"),
        (2, 5, False, "2 of 5"),
        (0, 8, True, "nobody recorded"), (1, 8, True, "fewer than three people"),
        (2, 8, True, "fewer than three people"), (3, 8, True, "3 of 8"),
        (0, 4, True, "not shown, because the group has fewer than 5 people"),
    ],
)  # fmt: skip
def test_words_for_a_count(k, n, sensitive, words):
    assert say_count(k, n, sensitive=sensitive) == words


def test_words_for_a_count_follow_the_projects_own_threshold():
    assert say_count(2, 7, smallest_group=8).endswith("fewer than 8 people")
    assert say_count(2, 8, smallest_group=8) == "2 of 8"


@pytest.mark.parametrize(("k", "n"), [(-1, 8), (9, 8)])
def test_impossible_counts_are_refused(k, n):
    with pytest.raises(ValueError, match="between 0 and n"):
        say_count(k, n)


@given(st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_a_number_is_said_exactly_when_it_may_be_shown(k, n, sensitive):
    if k <= n:
        says_it = say_count(k, n, sensitive=sensitive) == f"{k} of {n}"
        assert says_it == is_count_shown(k, n, sensitive=sensitive)


@pytest.mark.parametrize(
    ("k", "telling"), [(0, True), (1, False), (7, False), (8, True)]
)  # fmt: skip
def test_none_and_all_are_flagged_on_sensitive_themes(k, telling):
    assert is_telling(k, 8, sensitive=True) == telling
    assert not is_telling(k, 8, sensitive=False)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([5, 9, 14], [False, False, False]),
        ([4, 9, 14], [True, True, False]),  # the 4 could be had from the total
        ([4, 4, 14], [True, True, False]),  # two that make 5 or more together
        ([1, 2, 14], [True, True, True]),  # 3 between two tells too much
        ([0, 9, 14], [True, True, False]),
        ([4], [True]),
        ([5], [False]),
    ],
)
def test_attribute_counts_under_five_are_hidden(counts, hidden):
    assert suppress_small(pd.Series(counts)).isna().tolist() == hidden


def test_without_known_totals_only_small_counts_are_hidden():
    counts = pd.Series([4, 9, 14])
    assert suppress_small(counts, totals_known=False).isna().tolist() == [True, False, False]


def test_in_a_table_no_row_or_column_gives_a_count_away():
    table = pd.DataFrame({"women": [3, 12, 20], "men": [8, 15, 30], "other": [9, 7, 11]})
    assert suppress_small(table).isna().to_numpy().tolist() == [
        [True, True, False],
        [True, True, False],
        [False, False, False],
    ]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_what_is_shown_is_right_and_what_is_hidden_cannot_be_had_by_subtraction(rows):
    counts = pd.DataFrame(rows)
    shown = suppress_small(counts)
    kept = shown.notna()
    assert (counts[kept] >= 5).to_numpy()[kept.to_numpy()].all()
    assert (shown[kept].fillna(-1) == counts[kept].fillna(-1)).to_numpy().all()
    for axis in (0, 1):
        for n_hidden, total in zip(
            (~kept).sum(axis=axis), counts.where(~kept, 0).sum(axis=axis), strict=True
        ):
            everything = n_hidden == counts.shape[axis]
            assert n_hidden == 0 or everything or (n_hidden >= 2 and total >= 5)


def test_suppressing_leaves_its_argument_alone_and_needs_no_second_pass():
    counts = pd.DataFrame({"a": [3, 12], "b": [8, 15]})
    before = counts.copy()
    first = suppress_small(counts)
    pd.testing.assert_frame_equal(counts, before)
    assert str(first["a"].dtype) == "Int64"


@pytest.mark.parametrize(
    ("after", "risky"), [(9, []), (10, [("men",)]), (13, [("men",)]), (14, []), (4, [])]
)
def test_a_release_that_differs_by_few_is_flagged(after, risky):
    before = pd.Series({"men": 9, "women": 20})
    assert small_changes(before, pd.Series({"men": after, "women": 20})) == risky


def test_hidden_cells_tell_nothing_about_a_change():
    before = pd.Series({"men": pd.NA, "women": 20}, dtype="Int64")
    assert small_changes(before, pd.Series({"men": 9, "women": 20})) == []
