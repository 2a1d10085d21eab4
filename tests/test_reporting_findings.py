"""Findings: order, class, confidence, dissent, and never more than the numbers allow."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.project import Thresholds
from insights.reporting import draft_findings
from insights.reporting.drafting.confidence import LEVELS, Support, rate_confidence, weakest
from insights.reporting.drafting.facts import main_pair
from insights.reporting.statements import counts_sentence
from insights.reporting.style import check_house_style
from insights.reporting.wording import Count, say_count, short_count
from tests.test_reporting_fixture import LIVED, PROFESSIONAL, PROJECT, make_material, make_tables


def rate(support: Support, *, one_session: bool = False, check: bool = False) -> str:
    return rate_confidence(
        support, settings=Thresholds(), one_session_per_group=one_session, member_check=check
    ).level


def support(n_people: int = 8, **changes: object) -> Support:
    people = [f"p{number}" for number in range(n_people)]
    base: dict[str, object] = {
        "people": people, "directness": ["verbatim"] * n_people,
        "n_codings": 10, "n_confirmed": 10,
    }  # fmt: skip
    return Support(**{**base, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one_session", "check", "level"),
    [(False, False, "High"), (True, False, "Moderate"), (True, True, "High")],
)
def test_where_confidence_starts(one_session: bool, check: bool, level: str) -> None:
    assert rate(support(), one_session=one_session, check=check) == level


@pytest.mark.parametrize(
    ("n_people", "level"), [(1, "Moderate"), (2, "Moderate"), (3, "High"), (5, "High"), (6, "High")]
)
def test_few_people_are_a_concern(n_people: int, level: str) -> None:
    assert rate(support(n_people)) == level


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"directness": ["summarised"] * 4 + ["verbatim"] * 4}, "High"),
        ({"directness": ["summarised"] * 5 + ["verbatim"] * 3}, "High"),
        ({"directness": ["summarised"] * 5 + ["verbatim"] * 3, "opposing": 1}, "Moderate"),
        ({"opposing": 1}, "High"),
        ({"opposing": 3}, "Moderate"),
        ({"opposing": 3, "opposition_stated": True}, "High"),
        ({"absent_group": True}, "Moderate"),
        ({"absent_group": True, "opposing": 3}, "Low"),
        ({"missing_groups": 1, "opposing": 1}, "Moderate"),
        ({"difference_claimed": True, "robust": False, "opposing": 1}, "Moderate"),
        ({"difference_claimed": False, "robust": False, "opposing": 1}, "High"),
    ],
)
def test_concerns_lower_the_level_as_the_rules_say(changes: dict[str, object], level: str) -> None:
    assert rate(support(**changes)) == level


@pytest.mark.parametrize(
    ("n_confirmed", "provisional"), [(7, True), (8, False), (10, False), (0, True)]
)
def test_under_eighty_in_a_hundred_confirmed_is_provisional(
    n_confirmed: int, provisional: bool
) -> None:
    rated = rate_confidence(
        support(n_confirmed=n_confirmed), settings=Thresholds(), one_session_per_group=False,
        member_check=False,
    )  # fmt: skip
    assert rated.provisional is provisional
    assert (rated.level == "provisional") is provisional


@given(
    n_people=st.integers(0, 12), opposing=st.integers(0, 12), summarised=st.integers(0, 12),
    missing=st.integers(0, 3), absent=st.booleans(), stated=st.booleans(),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_more_opposition_never_raises_confidence(
    n_people: int, opposing: int, summarised: int, missing: int, absent: bool, stated: bool
) -> None:
    def level(n_opposing: int) -> int:
        return LEVELS.index(rate(support(
            n_people, directness=["summarised"] * min(summarised, n_people),
            opposing=n_opposing, missing_groups=missing, absent_group=absent,
            opposition_stated=stated,
        )))  # fmt: skip

    assert level(opposing + 1) <= level(opposing)


@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_the_weakest_level_is_in_the_list_and_below_all(levels: list[str]) -> None:
    assert weakest(levels) == min(levels, key=LEVELS.index)


def test_findings_are_numbered_heaviest_first_and_keep_kinds_apart() -> None:
    findings = make_material().findings
    shown = findings[findings["finding_id"].str.startswith("F")]
    assert list(shown["finding_id"]) == [f"F{number}" for number in range(1, len(shown) + 1)]
    assert shown.iloc[0]["theme"] == "Telling the story again"
    assert not shown.duplicated(["theme", "prompt_kind"]).any()
    assert "Getting debt advice" not in set(shown["theme"])  # nobody raised it


def test_a_statement_is_the_comparisons_own_sentence() -> None:
    material = make_material()
    sentences = set(material.comparison["sentence"])
    shown = material.findings[
        material.findings["finding_id"].str.startswith("F")
        & (material.findings["theme"] != "Being turned away")
    ]
    assert set(shown["statement"]) <= sentences


def test_headlines_say_only_where_the_difference_rule_holds() -> None:
    titles = make_material().findings.set_index(["theme", "prompt_kind"])["title"]
    shame = titles[("Brown envelopes and shame", "problem")]
    choosing = titles[("When to bring up money", "idea")]
    assert shame.endswith(": only people with lived experience were recorded raising it")
    assert choosing.endswith(": people with lived experience were recorded raising it")
    story = titles[("Telling the story again", "problem")]
    assert story.endswith("more of the people with lived experience")


def test_opposing_words_are_kept_as_negative_cases() -> None:
    material = make_material()
    story = material.findings.iloc[0]
    texts = material.excerpts.set_index("excerpt_id")["text"]
    assert [texts[e] for e in story["against_excerpt_ids"]] == [
        "For me it was fine, I’d rather say it myself than have it read out."
    ]
    assert set(story["against_excerpt_ids"]) <= set(story["excerpt_ids"])


def test_one_group_under_confirmed_makes_the_finding_provisional() -> None:
    def change(made: dict[str, pd.DataFrame]) -> None:
        made["comparison"] = made["comparison"].assign(confirmed_b=0.5)

    findings = make_material(change=change).findings
    assert findings[findings["finding_id"].str.startswith("F")]["provisional"].all()


def test_without_a_comparison_findings_count_people_alone() -> None:
    findings = make_material(compare=False).findings
    assert findings["convergence"].isna().all()
    assert "10 people were recorded raising it." in set(findings["statement"])
    sensitive = findings[findings["theme"] == "Being turned away"]
    assert not any("One person" in statement for statement in sensitive["statement"])


def test_without_anything_there_is_an_empty_table() -> None:
    made = {name: table.iloc[:0] for name, table in make_tables().items()}
    findings = draft_findings(
        tables.empty("comparison"), made["presence"], made["excerpts"], made["counted"],
        made["codes"], settings=Thresholds(), group_words=PROJECT.group_words,
        one_session_per_group=False, member_check=False,
    )  # fmt: skip
    assert findings.empty
    assert list(findings.columns) == tables.TABLES["findings"].column_names


def test_the_main_pair_is_the_one_the_project_is_about() -> None:
    rows = [
        {"level": "theme", "theme": "t", "prompt_kind": "idea", "group_a": a, "group_b": b,
         "n_a": n, "n_b": n, "convergence": "thin", "meaning": "unjudged", "sentence": "S."}
        for a, b, n in (("carer", PROFESSIONAL, 90), (LIVED, PROFESSIONAL, 5))
    ]  # fmt: skip
    assert main_pair(tables.from_rows("comparison", rows)) == (LIVED, PROFESSIONAL)
    assert main_pair(tables.from_rows("comparison", rows[:1])) == ("carer", PROFESSIONAL)
    assert main_pair(tables.empty("comparison")) is None


@pytest.mark.parametrize(
    ("count", "short", "long"),
    [
        (Count("professional", 7, 12), "7 of 12", "7 of 12 professionals"),
        (Count("professional", 0, 8), "0 of 8", "0 of 8 professionals"),
        (
            Count("professional", 7, 12, at_least=True),
            "at least 7 of 12",
            "at least 7 of 12 professionals",
        ),
        (Count("professional", 12, 12, at_least=True), "12 of 12", "12 of 12 professionals"),
        (Count("professional", 7, 12, spoke=True), "7 of 12", "7 of 12 professionals who spoke"),
        (
            Count("professional", 2, 12, sensitive=True),
            "fewer than three",
            "fewer than three professionals",
        ),
        (Count("professional", 3, 12, sensitive=True), "3 of 12", "3 of 12 professionals"),
        (
            Count("professional", 0, 12, sensitive=True),
            "nobody recorded",
            "nobody recorded among professionals",
        ),
        (
            Count("professional", 4, 4),
            "not shown",
            "professionals (fewer than 5, so no count is shown)",
        ),
        (Count("professional", 5, 5), "5 of 5", "5 of 5 professionals"),
        (Count("professional", 0, 0), "not asked", "professionals (not asked)"),
        (Count("professional", 1, 1, smallest_group=1), "1 of 1", "1 of 1 professional"),
    ],
)
def test_how_a_count_may_be_said(count: Count, short: str, long: str) -> None:
    assert short_count(count) == short
    assert say_count(count, PROJECT.group_words) == long


@given(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans(), st.booleans()),
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans(), st.booleans()),
)
@settings(max_examples=150, deadline=None)
def test_any_two_counts_make_a_sentence_in_house_style(
    one: tuple[int, int, bool, bool], other: tuple[int, int, bool, bool]
) -> None:
    counts = [
        Count(group, min(k, n), n, at_least=notes, sensitive=sensitive)
        for group, (k, n, notes, sensitive) in ((LIVED, one), (PROFESSIONAL, other))
    ]
    sentence = counts_sentence(counts, PROJECT.group_words)
    assert sentence
    assert check_house_style(sentence) == []
    for count in counts:
        if count.asked and not count.exact:
            same = [c for c in counts if c.exact and (c.k, c.n) == (count.k, count.n)]
            assert same or not re.search(rf"\b{count.k} of {count.n}\b", sentence)
