"""Headlines that say what was said, sides that rest on codes, and how sure a finding is."""

from __future__ import annotations

import pytest

from insights import tables
from insights.project import Thresholds
from insights.reporting.drafting.confidence import APART, PROVISIONAL, particular, rate_confidence
from insights.reporting.drafting.dangers import danger_of, shows_harm
from insights.reporting.drafting.substance import Substance, gather_substance
from insights.reporting.statements import headline
from insights.reporting.style import check_house_style
from tests.test_reporting_findings import support
from tests.test_reporting_fixture import LIVED, PROFESSIONAL, PROJECT

PAIR = (LIVED, PROFESSIONAL)


def code_row(code_id: str, k_a: int, k_b: int, notes_b: int = 0) -> dict[str, object]:
    return {
        "level": "code", "theme": "Local help", "code_id": code_id, "prompt_kind": "problem",
        "group_a": LIVED, "k_a": k_a, "n_a": 12, "unattributed_a": 0, "group_b": PROFESSIONAL,
        "k_b": k_b, "n_b": 12, "unattributed_b": notes_b, "meaning": "unjudged",
        "convergence": "not yet judged", "sentence": "S.",
    }  # fmt: skip


def said(*rows: dict[str, object], claim: str = "", stances: str = "") -> Substance:
    codes = tables.from_rows("codes", [
        {"code_id": code_id, "name": name, "theme": "Local help", "claim": claim or None,
         "sensitive": code_id == "TURNED", "status": "agreed", "version": 1}
        for code_id, name in (("LIST", "Old lists"), ("QUEUE", "Long queues"), ("TURNED", "No"))
    ])  # fmt: skip
    taken = [
        ("problem", "LIST", f"p{number}", {"+": "supports", "-": "opposes"}[sign])
        for number, sign in enumerate(stances)
    ]
    return gather_substance(
        tables.from_rows("comparison", list(rows)), codes, taken, pair=PAIR, least_difference=0.25
    )["Local help", "problem"]


def title(convergence: str, what: Substance, **more: object) -> str:
    row = {
        "group_a": LIVED, "group_b": PROFESSIONAL, "convergence": convergence, "caveats": "",
        "silent_group": None, "prominence": "cannot tell", "difference": 0.3,
        "k_a": 5, "k_b": 5, "unattributed_a": 0, "unattributed_b": 0, **more,
    }  # fmt: skip
    return headline("Local help", "problem", row, PROJECT.group_words, PAIR, what)


def test_a_headline_names_the_codes_that_most_people_raised() -> None:
    what = said(code_row("LIST", 1, 6), code_row("QUEUE", 5, 5), code_row("TURNED", 9, 9))
    assert title("convergent", what) == "Local help: long queues, and old lists"


def test_a_side_is_claimed_only_where_the_codes_differ() -> None:
    both = said(code_row("LIST", 1, 6), code_row("QUEUE", 5, 0))
    assert title("complementary", both) == (
        "Local help: people with lived experience speak of “Long queues” and professionals "
        "speak of “Old lists”"
    )
    noted = said(code_row("LIST", 1, 6), code_row("QUEUE", 5, 0, notes_b=1))
    assert set(noted.own) == {PROFESSIONAL}
    alike = said(code_row("LIST", 5, 6), code_row("QUEUE", 4, 4))
    assert alike.own == {}
    assert title("complementary", alike) == "Local help: old lists, and long queues"


@pytest.mark.parametrize(("stances", "told"), [("+++-", True), ("++", False), ("+++--", False)])
def test_a_claim_is_a_headline_where_most_support_it(stances: str, told: bool) -> None:
    what = said(code_row("LIST", 3, 3), claim="Lists are out of date", stances=stances)
    assert (title("convergent", what) == "Local help: lists are out of date") is told


def test_a_headline_says_what_the_groups_disagree_on() -> None:
    what = said(code_row("LIST", 3, 3), claim="Lists help people", stances="+-")
    told = "Local help: the groups disagree on whether lists help people"
    assert title("dissonant", what) == told
    waits = title("not yet judged", what, caveats="conflict_elsewhere")
    assert waits.endswith("; perhaps the same disagreement as elsewhere")


def rated(*, apart: bool = False, **changes: object) -> tuple[str, tuple[str, ...]]:
    rating = rate_confidence(
        support(**changes), settings=Thresholds(), one_session_per_group=apart, member_check=False
    )
    assert not [found for reason in rating.concerns if (found := check_house_style(reason))]
    return rating.level, rating.concerns


def test_few_voices_are_never_rated_above_moderate() -> None:
    assert rated(few_in_one_group=True)[0] == "Moderate"
    assert rated(few_in_one_group=True, apart=True)[0] == "Moderate"
    assert rated(few_in_one_group=True, opposing=3, apart=True)[0] == "Low"


def test_no_level_stands_while_a_meaning_is_unjudged() -> None:
    level, concerns = rated(unjudged="nobody has judged yet whether both groups mean the same")
    assert level == PROVISIONAL
    assert concerns[0].startswith("nobody has judged yet")


def test_what_holds_for_all_is_no_concern_of_one() -> None:
    assert rated(apart=True)[1] == (APART,)
    assert particular(rated(apart=True, opposing=1)[1]) == [
        "somebody said otherwise, and nobody has explained why"
    ]


@pytest.mark.parametrize(
    ("text", "about", "shown"),
    [
        ("They said no address, so no appointment with the GP.",
         "care refused for want of an address", True),
        ("The surgery would not see me without an address.",
         "care refused for want of an address", True),
        ("They can't say no to you because of where you sleep.", "", True),
        ("It asks for an address on the front. Why", "", False),
    ],
)  # fmt: skip
def test_a_danger_is_named_as_it_was_said(text: str, about: str, shown: bool) -> None:
    danger = danger_of([text])
    assert (danger.name if danger else "") == about
    assert shows_harm(text) is shown
