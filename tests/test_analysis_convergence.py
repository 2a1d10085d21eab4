"""The classes: the list itself, that it is exhaustive, exclusive and symmetric, and D and S."""

from itertools import product

import numpy as np
import pytest

from insights.analysis import classify_convergence, classify_prominence
from insights.analysis.claims import judge_counts
from insights.analysis.convergence import MEANINGS
from insights.project import Thresholds
from insights.tables import CLASSES

T, F = True, False


@pytest.mark.parametrize(
    ("table", "how", "expected"),
    [
        ((3, 8, 0, 0), {}, "not comparable"),
        ((3, 8, 2, 8), {"asked_b": F}, "not comparable"),
        ((3, 8, 2, 8), {"asked_b": F, "meaning": "conflict"}, "not comparable"),
        ((3, 8, 0, 8), {"read_b": F}, "not yet judged"),
        ((3, 8, 0, 4), {"read_b": F}, "not yet judged"),
        ((0, 8, 0, 8), {"read_a": F}, "not yet judged"),
        ((3, 8, 2, 8), {"read_b": F, "meaning": "same"}, "convergent"),
        ((0, 8, 0, 8), {}, "not raised"),
        ((0, 3, 0, 8), {}, "not raised"),
        ((1, 2, 1, 8), {"meaning": "conflict"}, "dissonant"),
        ((8, 8, 3, 8), {"meaning": "conflict", "different": T}, "dissonant"),
        ((3, 4, 2, 8), {"meaning": "same"}, "not comparable"),
        ((3, 4, 0, 8), {}, "not comparable"),
        ((2, 8, 0, 8), {}, "silent"),
        ((0, 8, 7, 8), {"different": T}, "silent"),
        ((1, 8, 0, 8), {}, "thin"),
        ((5, 8, 0, 8), {"silence_b": F}, "thin"),
        ((5, 8, 0, 8), {"silence_a": F}, "silent"),
        ((1, 8, 1, 8), {"meaning": "facets"}, "complementary"),
        ((3, 8, 2, 8), {"meaning": "facets"}, "complementary"),
        ((8, 8, 2, 8), {"meaning": "same", "different": T}, "partly convergent"),
        ((8, 8, 1, 8), {"meaning": "same", "different": T}, "partly convergent"),
        ((8, 8, 2, 8), {"meaning": "unjudged", "different": T}, "not yet judged"),
        ((8, 8, 1, 8), {"meaning": "unjudged", "different": T}, "thin"),
        ((2, 8, 1, 8), {"meaning": "same"}, "thin"),
        ((2, 8, 2, 8), {}, "not yet judged"),
        ((2, 8, 2, 8), {"meaning": "same"}, "convergent"),
        ((5, 5, 5, 5), {"meaning": "same"}, "convergent"),
        ((4, 4, 4, 4), {"meaning": "same"}, "not comparable"),
    ],
)
def test_first_match(table, how, expected):
    assert classify_convergence(*table, **how) == expected


def rules(k_a, n_a, k_b, n_b, meaning, different, read, silence):
    """METHODS' list as conditions that exclude each other, written out one by one."""
    small = n_a < 5 or n_b < 5
    unread = not read and (k_a == 0 or k_b == 0)
    two = k_a > 0 and k_b > 0
    one = (k_a > 0) != (k_b > 0)
    calm = two and not small and meaning != "conflict"  # from rule 6 on
    claimed = calm and meaning == "same" and different
    lone = calm and meaning in ("same", "unjudged") and not claimed and 1 in (k_a, k_b)
    rest = calm and meaning in ("same", "unjudged") and not claimed and not lone
    return {
        "not yet judged": unread or (rest and meaning == "unjudged"),
        "not raised": not unread and not two and not one,
        "dissonant": two and meaning == "conflict",
        "not comparable": small and not unread and ((two and meaning != "conflict") or one),
        "silent": not unread and one and not small and max(k_a, k_b) >= 2 and silence,
        "thin": lone or (not unread and one and not small and (max(k_a, k_b) == 1 or not silence)),
        "complementary": calm and meaning == "facets",
        "partly convergent": claimed,
        "convergent": rest and meaning == "same",
    }


SIZES = (*range(4, 13), 20, 30)


@pytest.mark.parametrize("meaning", MEANINGS)
def test_exhaustive_exclusive_and_symmetric(meaning):
    for n_a, n_b in product(SIZES, SIZES):
        if n_b < n_a:
            continue
        for k_a, k_b in product(range(n_a + 1), range(n_b + 1)):
            different = abs(k_a / n_a - k_b / n_b) > 0.5
            for read, silence in ((T, T), (F, T), (T, F)) if min(k_a, k_b) == 0 else ((T, T),):
                matches = rules(k_a, n_a, k_b, n_b, meaning, different, read, silence)
                found = [name for name, holds in matches.items() if holds]
                how = {"meaning": meaning, "different": different}
                here = {"read_a": read, "read_b": read, "silence_a": silence,
                        "silence_b": silence}  # fmt: skip
                assert [classify_convergence(k_a, n_a, k_b, n_b, **how, **here)] == found
                assert classify_convergence(k_b, n_b, k_a, n_a, **how, **here) == found[0]


def test_every_table_from_4_to_30_has_exactly_one_class():
    """All tables; k matters to the list as 0, 1 or more, and this does not assume it."""
    for n_a, n_b in product(range(4, 31), range(4, 31)):
        if n_b < n_a or {n_a, n_b} <= set(SIZES):
            continue
        for k_a, k_b in product(range(n_a + 1), range(n_b + 1)):
            found = classify_convergence(k_a, n_a, k_b, n_b, meaning="same")
            matches = rules(k_a, n_a, k_b, n_b, "same", False, True, True)
            assert matches[found]
            assert sum(matches.values()) == 1


def test_every_class_can_come_up():
    seen = {
        classify_convergence(
            *table, meaning=meaning, different=different, asked_a=asked, read_b=read
        )
        for table in ((0, 6, 0, 6), (1, 6, 0, 6), (4, 6, 0, 6), (4, 6, 3, 6), (4, 4, 3, 6))
        for meaning in MEANINGS
        for different in (T, F)
        for asked in (T, F)
        for read in (T, F)
    }
    assert seen == set(CLASSES)


@pytest.mark.parametrize(
    ("different", "similar", "expected"),
    [(F, F, "cannot tell"), (F, T, "similar"), (T, F, "different"), (T, T, "different")],
)
def test_prominence(different, similar, expected):
    assert classify_prominence(different, similar) == expected


# ------------------------------------------------------------------------- D, S, left out


def all_tables(n_a, n_b):
    k_a, k_b = np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1), indexing="ij")
    return np.stack(
        [k_a.ravel(), np.full(k_a.size, n_a), k_b.ravel(), np.full(k_a.size, n_b)], axis=1
    )


def one_by_one(k_a, n_a, k_b, n_b):
    """Leave out real people, one after another, instead of using the counts."""
    a = [1] * k_a + [0] * (n_a - k_a)
    b = [1] * k_b + [0] * (n_b - k_b)
    for i in range(n_a):
        left = a[:i] + a[i + 1 :]
        yield sum(left), len(left), k_b, n_b
    for i in range(n_b):
        left = b[:i] + b[i + 1 :]
        yield k_a, n_a, sum(left), len(left)


@pytest.mark.parametrize("sizes", [(6, 7), (8, 8), (5, 12)])
def test_leaving_out_by_counts_is_leaving_out_people(sizes):
    settings = Thresholds()
    tables = all_tables(*sizes)
    claims = judge_counts(tables, settings)
    for i, table in enumerate(tables):
        fewer = judge_counts(np.array(list(one_by_one(*table))), settings)
        full_rule = claims.direction[i]
        stays = bool((fewer.direction == full_rule).all())
        assert claims.different[i] == (full_rule if stays else 0)
        assert claims.robust[i] == (stays and bool((fewer.similar == claims.similar[i]).all()))


def test_the_rules_are_those_of_the_probabilities():
    claims = judge_counts(all_tables(9, 11), Thresholds())
    assert ((claims.p_greater >= 0.975) == (claims.direction == 1)).all()
    assert ((claims.p_greater <= 0.025) == (claims.direction == -1)).all()
    assert ((claims.p_similar >= 0.8) == claims.similar).all()


def test_seven_of_eight_against_three_is_not_different_once_one_may_be_left_out():
    claims = judge_counts(np.array([[7, 8, 3, 8], [6, 8, 1, 9]]), Thresholds())
    assert claims.direction.tolist() == [1, 1]
    assert claims.different.tolist() == [0, 1]
    assert claims.robust.tolist() == [False, True]


def test_someone_in_both_groups_is_left_out_of_both():
    table = np.array([[4, 9, 4, 9]])
    shared = np.array([[1, 1, 1, 1]])
    settings = Thresholds()
    claims = judge_counts(table, settings, shared=shared)
    fewer = [(3, 8, 3, 8), (3, 8, 4, 8), (4, 8, 3, 8), (4, 8, 4, 8),
             (3, 8, 4, 9), (4, 8, 4, 9), (4, 9, 3, 8), (4, 9, 4, 8)]  # fmt: skip
    then = judge_counts(np.array(fewer), settings)
    assert claims.robust[0] == (
        (then.direction == claims.direction[0]).all() and (then.similar == claims.similar[0]).all()
    )


def test_swapping_groups_turns_the_claim_round():
    tables = all_tables(7, 10)
    one = judge_counts(tables, Thresholds())
    other = judge_counts(tables[:, [2, 3, 0, 1]], Thresholds())
    assert (one.different == -other.different).all()
    assert (one.similar == other.similar).all()
    assert (one.robust == other.robust).all()
