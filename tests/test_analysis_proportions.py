"""Intervals, probabilities and tests against known answers, other software and exact sums."""

from fractions import Fraction
from itertools import pairwise
from math import asin, comb, cos, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betainc, betaincc, betaln
from scipy.stats import boschloo_exact, false_discovery_control
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from insights.analysis import (
    boschloo_p,
    difference_interval,
    difference_probability,
    newcombe_interval,
    q_values,
    silence_bound,
    similar_probability,
    wilson_interval,
)
from insights.analysis.boschloo import LARGEST


@st.composite
def two_groups(draw, largest=60):
    n_a, n_b = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, n_a)), n_a, draw(st.integers(0, n_b)), n_b


KNOWN = [
    # k_a, n_a, k_b, n_b, Boschloo, P(Δ > 0), interval
    (7, 8, 3, 8, 0.053, 0.983, (0.03, 0.78)),
    (6, 8, 1, 9, 0.013, 0.997, (0.18, 0.87)),
    (20, 30, 11, 30, 0.027, 0.990, (0.05, 0.52)),
]


@pytest.mark.parametrize(("k_a", "n_a", "k_b", "n_b", "p", "greater", "interval"), KNOWN)
def test_known_answers(k_a, n_a, k_b, n_b, p, greater, interval):
    assert round(float(boschloo_p(k_a, n_a, k_b, n_b)), 3) == p
    assert round(float(difference_probability(k_a, n_a, k_b, n_b)), 3) == greater
    low, high = difference_interval(k_a, n_a, k_b, n_b)
    assert (round(float(low), 2), round(float(high), 2)) == interval


def test_the_rule_does_not_flicker_at_its_edge():
    assert float(difference_probability(5, 18, 1, 20)) == pytest.approx(0.9750011, abs=5e-8)
    assert float(difference_probability(1, 20, 5, 18)) == pytest.approx(1 - 0.9750011, abs=5e-8)


def test_newcombe_known_answer():
    low, high = newcombe_interval(7, 8, 3, 8)
    assert (round(float(low), 3), round(float(high), 3)) == (0.029, 0.759)


@pytest.mark.parametrize(("n", "bound"), [(0, 1.0), (1, 0.95), (8, 0.3123), (30, 0.0950)])
def test_silence_bound(n, bound):
    assert silence_bound(n) == pytest.approx(bound, abs=5e-5)


@pytest.mark.parametrize("n", [4, 8, 30])
def test_silence_bound_is_the_share_that_n_people_miss_one_time_in_twenty(n):
    assert (1 - silence_bound(n)) ** n == pytest.approx(0.05)


@settings(max_examples=60, deadline=None)
@given(two_groups())
def test_intervals_agree_with_statsmodels(table):
    k_a, n_a, k_b, n_b = table
    low, high = wilson_interval(k_a, n_a)
    assert (float(low), float(high)) == pytest.approx(
        proportion_confint(k_a, n_a, method="wilson"), abs=1e-12
    )
    low, high = newcombe_interval(k_a, n_a, k_b, n_b)
    assert (float(low), float(high)) == pytest.approx(
        confint_proportions_2indep(k_a, n_a, k_b, n_b, method="newcomb", compare="diff"),
        abs=1e-12,
    )


def by_quadrature(k_a, n_a, k_b, n_b, t, prior):
    """P(Δ > t) by adaptive quadrature over the first group's share, split where it bends."""
    a, b = k_a + prior, n_a - k_a + prior
    c, d = k_b + prior, n_b - k_b + prior

    def integrand(theta):
        u = sin(theta) ** 2
        weight = 2 * sin(theta) ** (2 * a - 1) * cos(theta) ** (2 * b - 1)
        return weight * np.exp(-betaln(a, b)) * betainc(c, d, min(max(u - t, 0.0), 1.0))

    first, last = asin(sqrt(max(t, 0.0))), asin(sqrt(min(1 + t, 1.0)))
    mode, scale = asin(sqrt(a / (a + b))), 1 / sqrt(2 * (a + b))
    cuts = [mode + step * scale for step in (-6, -3, -1, 0, 1, 3, 6)]
    edges = sorted({first, last, *(cut for cut in cuts if first < cut < last)})
    inside = sum(
        quad(integrand, low, high, epsabs=1e-12, epsrel=1e-12, limit=200)[0]
        for low, high in pairwise(edges)
    )
    return inside + (betaincc(a, b, 1 + t) if t < 0 else 0.0)


@settings(max_examples=60, deadline=None)
@given(
    two_groups(400),
    st.one_of(st.sampled_from([0.0, 0.25, -0.25, 1e-4, -1e-6, 1e-13]), st.floats(-0.95, 0.95)),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_probability_agrees_with_quadrature(table, above, prior):
    ours = float(difference_probability(*table, above=above, prior=prior))
    assert ours == pytest.approx(by_quadrature(*table, above, prior), abs=1e-9)


def exactly(k_a, n_a, k_b, n_b):
    """P(Δ > 0) under uniform priors, as an exact sum of hypergeometric terms."""
    a, b, c, d = k_a + 1, n_a - k_a + 1, k_b + 1, n_b - k_b + 1
    # P(X > Y) for whole parameters: of a + b + c + d − 2 uniform points, in rank order.
    total = Fraction(0)
    for i in range(c, c + d):
        # exactly i of the c + d − 1 points of Y lie below the a-th of the a + b − 1 of X
        total += Fraction(comb(a - 1 + i, i) * comb(b - 1 + c + d - 1 - i, b - 1))
    return total / comb(a + b + c + d - 2, a + b - 1)


@settings(max_examples=60, deadline=None)
@given(two_groups(80))
def test_probability_is_exact_under_uniform_priors(table):
    ours = float(difference_probability(*table, prior=1.0))
    assert ours == pytest.approx(float(exactly(*table)), abs=1e-10)


def test_very_unequal_and_very_large_groups():
    large = [(0, 3, 40_000, 100_000), (100_000, 100_000, 0, 1), (1, 1, 50_000, 100_000)]
    for table in large:
        for above in (0.0, 0.25, -0.3):
            ours = float(difference_probability(*table, above=above))
            assert ours == pytest.approx(mirrored(table, above), abs=1e-9)
            assert ours == pytest.approx(by_quadrature(*table, above, 0.5), abs=1e-8)


def mirrored(table, above):
    k_a, n_a, k_b, n_b = table
    return 1 - float(difference_probability(k_b, n_b, k_a, n_a, above=-above))


@settings(max_examples=60, deadline=None)
@given(two_groups(200), st.floats(-0.9, 0.9))
def test_swapping_groups_mirrors_every_number(table, above):
    k_a, n_a, k_b, n_b = table
    ours = float(difference_probability(*table, above=above))
    assert ours == pytest.approx(mirrored(table, above), abs=1e-10)
    low, high = difference_interval(*table)
    swapped_low, swapped_high = difference_interval(k_b, n_b, k_a, n_a)
    assert (float(low), float(high)) == pytest.approx(
        (-float(swapped_high), -float(swapped_low)), abs=1e-9
    )
    similar = similar_probability(*table)
    assert float(similar) == pytest.approx(
        float(similar_probability(k_b, n_b, k_a, n_a)), abs=1e-10
    )


@settings(max_examples=40, deadline=None)
@given(two_groups(3000))
def test_interval_ends_solve_the_distribution(table):
    low, high = difference_interval(*table)
    assert -1 <= low < high <= 1
    above = difference_probability(*table, above=np.array([low, high]))
    assert above == pytest.approx([0.975, 0.025], abs=1e-8)


def test_similar_is_what_lies_between():
    table = (5, 12, 4, 13)
    between = difference_probability(*table, above=-0.25) - difference_probability(
        *table, above=0.25
    )
    assert float(similar_probability(*table)) == pytest.approx(float(between))


def test_eight_against_eight_is_similar_only_at_the_ends():
    k = np.arange(9)
    alike = similar_probability(k[:, None], 8, k[None, :], 8) >= 0.8
    expected = {(a, b) for a in (0, 1) for b in (0, 1)} | {(a, b) for a in (7, 8) for b in (7, 8)}
    assert {(int(a), int(b)) for a, b in np.argwhere(alike)} == expected


@settings(max_examples=25, deadline=None)
@given(two_groups(25))
def test_boschloo_agrees_with_scipy(table):
    k_a, n_a, k_b, n_b = table
    theirs = boschloo_exact([[k_a, k_b], [n_a - k_a, n_b - k_b]], n=64).pvalue
    ours = float(boschloo_p(*table))
    # scipy searches for the same maximum more coarsely, so it may stop a little short of it.
    assert ours == pytest.approx(min(1.0, float(theirs)), rel=1e-4)


@settings(max_examples=40, deadline=None)
@given(two_groups(60))
def test_boschloo_is_the_same_from_both_sides(table):
    k_a, n_a, k_b, n_b = table
    same = boschloo_p(
        [k_a, k_b, n_a - k_a], [n_a, n_b, n_a], [k_b, k_a, n_b - k_b], [n_b, n_a, n_b]
    )
    assert same == pytest.approx(np.full(3, same[0]), rel=1e-7)


@settings(max_examples=20, deadline=None)
@given(two_groups(20))
def test_boschloo_keeps_its_level(table):
    """Under any common share, a p this small comes up at most that often."""
    _, n_a, _, n_b = table
    x_a, x_b = np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1), indexing="ij")
    p = boschloo_p(x_a, n_a, x_b, n_b)
    choose = np.array([[comb(n_a, i) * comb(n_b, j) for j in range(n_b + 1)]
                       for i in range(n_a + 1)], dtype=float)  # fmt: skip
    for theta in np.linspace(0.05, pi / 2 - 0.05, 25):
        share = sin(theta) ** 2
        chance = choose * share ** (x_a + x_b) * (1 - share) ** (n_a + n_b - x_a - x_b)
        for level in (0.01, 0.05, 0.2):
            assert chance[p <= level].sum() <= level + 1e-9


def test_boschloo_is_left_empty_where_documented():
    half = LARGEST // 2
    p = boschloo_p([1, 1, 0], [half, half + 1, 0], [2, 2, 1], [half, half, 4])
    assert np.isnan(p).tolist() == [False, True, True]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_agree_with_scipy(p):
    assert q_values(p) == pytest.approx(false_discovery_control(p), abs=1e-12)


def test_q_values_pass_over_what_is_missing():
    q = q_values([0.01, np.nan, 0.02])
    assert np.isnan(q[1])
    assert q[[0, 2]] == pytest.approx([0.02, 0.02])
