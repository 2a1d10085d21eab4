"""Whether a commissioner could act: what was tried, offered, planned, and who is asked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from insights import analysis, tables
from insights.reporting.drafting.addressing import say_addressee
from insights.reporting.drafting.backing import sort_opposing
from insights.reporting.drafting.grouping import Proposals
from insights.reporting.drafting.joins import say_standing, wall_dots
from insights.reporting.drafting.offers import is_offer, is_on_condition, say_offers
from insights.reporting.drafting.piloting import left_to_say, read_plan, say_plan
from insights.reporting.drafting.tried import find_tried, parked_words
from insights.reporting.proposing.proposals import best_wording
from insights.reporting.proposing.titles import name_with_words, titles_of
from tests.test_reporting_fixture import PROJECT

PLACE = {"source_id": "s1", "locator": "row 2"}
WHEN = {"verdict": "improve", "proposed": "improve", "with_changes": True, "decided": False}


def made(*, status: str, reason: str = "") -> dict[str, Any]:
    return {
        "ideas": tables.from_rows("ideas", [
            {"idea_id": "I1", "title": "Tea", "status": status, "reason": reason,
             "component": "log", "excerpt_id": "x1", **PLACE},
        ]),
        "prototype_cards": tables.from_rows("prototype_cards", [
            {"prototype": "Log of appointments", "n_testers": 8, **WHEN,
             "reasons": ["Only 3 of 8 testers could do the task.", "More"]},
        ]),
    }  # fmt: skip


def tried(title: str, *, status: str = "open", reason: str = "") -> Any:
    records = made(status=status, reason=reason)
    ideas = records["ideas"].to_dict("records")
    return find_tried(ideas, title, title, "log", records, PROJECT)


@pytest.mark.parametrize(
    ("title", "status", "reason", "verdict", "told"),
    [
        ("Print a log", "prototype", "", "improve",
         "improve it, then test it again. Only 3 of 8 testers could do the task."),
        ("Offer the log at night", "open", "", "near", "do not say that it was at that time"),
        ("Let people write", "open", "It became part of the log", "near", "“Tea” went into it"),
        ("Ring back", "parked", "The team tries it once a week", "noted", "No result of that is"),
        ("Ring back", "parked", "Nobody has tried it", "", ""),
    ],
)  # fmt: skip
def test_a_test_of_something_near_is_named_with_its_difference(
    title: str, status: str, reason: str, verdict: str, told: str
) -> None:
    found = tried(title, status=status, reason=reason)
    assert found.verdict == verdict
    assert told in found.told
    assert (found.short == "No.") is (not verdict)


def test_sketches_that_were_all_parked_are_told() -> None:
    assert parked_words([{"status": "parked"}]) == "Its sketch was parked."
    assert parked_words([{"status": "parked"}, {"status": "prototype"}]) == ""


def test_a_plan_is_filled_from_testers_and_from_the_decision() -> None:
    asked = {1: "Pay for the log to be tried for half a year at Abbot and Mill Lane surgeries"}
    told = say_plan("1 tester said how.", ["Stop if fewer than five come two weeks running"], asked)
    assert "where (“at Abbot and Mill Lane surgeries”) and how long (“half a year”)" in told
    assert left_to_say(told) == "with whom and what to measure"
    assert "fewer than five" not in told  # a tester's words stand as a quote or not at all
    assert say_plan("", [], {1: "Say who owns the list"}) == ""


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Two surgeries, one session a week, three months", ["where", "how long"]),
        ("One evening a week", []),
        ("Try it with six people and stop if they've all lost it", ["with whom", "when to stop"]),
        ("I waited three months ago", []),
    ],
)
def test_plain_words_give_parts_of_a_plan(words: str, parts: list[str]) -> None:
    assert list(read_plan(words)) == parts


@pytest.mark.parametrize(
    ("words", "offer", "condition"),
    [
        ("the Harbour will put it on for eight weeks, if somebody bigger insures it.", True, True),
        ("Room 7 lends us the chairs.", True, False),
        ("I'll bring it to both councils. If it isn't there you can have my chair.", True, False),
        ("We could fund that. Forget I said it.", False, False),
        ("I'll be honest, they would never pay.", False, False),
        ("People would keep it.", False, False),
    ],
)
def test_an_offer_is_told_and_its_condition(words: str, offer: bool, condition: bool) -> None:
    assert is_offer(words) is offer
    assert (offer and is_on_condition(words)) is condition


def test_offers_are_counted_with_their_conditions() -> None:
    facts = {"a": {"text": "We will lend the hall if it is insured."},
             "b": {"text": "We will print it."}}  # fmt: skip
    assert say_offers([], facts) == ""
    assert say_offers(["a"], facts) == "One offer, on a condition."
    assert say_offers(["a", "b"], facts) == "Two offers, 1 of them on a condition."


def test_who_is_asked_is_said_by_the_records_or_not_agreed() -> None:
    board = "The board"
    assert say_addressee(["Make one council team answerable"], [], board) == "A council team"
    assert say_addressee([], ["Reception can promise it"], board) == "Reception"
    assert say_addressee(["Pay for it"], [], board) == board
    assert say_addressee([], ["They should ring"], board) is None


def test_only_words_that_answer_a_proposal_stand_against_it() -> None:
    def said(text: str, session: str, kind: str) -> dict[str, object]:
        return {"text": text, "session_id": session, "prompt_kind": kind}

    facts = {
        "for": said("Something in the hall", "S2", "idea"),
        "no": said("Near it. Not in it.", "S2", "idea"),
        "but": said("The hall, yes, but not before ten.", "S2", "idea"),
        "before": said("I walked out of the hall twice.", "S1", "problem"),
        "later": said("The hall is cold.", "S2", "problem"),
    }
    kind = Proposals("t", "log", "c", "n", ("for",), (), frozenset(), frozenset(), False)
    days = {"S1": "2026-01-01", "S2": "2026-01-02"}
    found = sort_opposing(["no", "but", "before", "later"], kind, facts, days)
    assert (found.against, found.conditions, found.earlier) == (
        ("no", "later"), ("but",), ("before",),
    )  # fmt: skip
    assert sort_opposing(["before"], kind, facts, {}).against == ("before",)  # no dates


def test_a_title_is_as_wide_as_its_supporters_share() -> None:
    said = {
        "a": "Helpers who've been there, in every office, on the payroll.",
        "b": "I met a helper at the door", "c": "Helpers running it",
    }  # fmt: skip
    best = best_wording(list(said), said)
    assert best is not None
    assert best.title == "Have helpers who have been there"
    assert "goes further" in best.further


@pytest.mark.parametrize(
    ("tail", "title", "further"),
    [
        ("and then also in Welsh", "Write the letters in plain words", "goes further"),
        (
            "and never in capitals",
            "Write the letters in plain words, and never in capitals",
            "Only one voice was recorded asking for “and never in capitals”.",
        ),
    ],
)
def test_one_voices_ending_is_cut_unless_it_protects_people(
    tail: str, title: str, further: str
) -> None:
    said = {
        "a": f"Write the letters in plain words, {tail}", "b": "Plain words, please",
        "c": "Letters in plain words",
    }  # fmt: skip
    best = best_wording(list(said), said)
    assert best is not None
    assert best.title == title
    assert further in best.further


@pytest.mark.parametrize(
    ("others", "title"),
    [
        (
            ["The page needs a named owner", "One page of help, please"],
            "Print one page of help, and name who keeps it up to date",
        ),
        (
            ["A named team for the page", "One page of help, please"],
            "Print one page of help, and name a team to keep it up to date",
        ),
        (["The page of help", "One page of help, please"], "Print one page of help"),
    ],
)
def test_a_keeper_is_named_as_far_as_others_ask_for_one(others: list[str], title: str) -> None:
    said = {"a": "Print one page of help. A named team whose job is to keep it up to date."}
    said |= {str(number): words for number, words in enumerate(others)}
    best = best_wording(list(said), said)
    assert best is not None
    assert best.title == title


@pytest.mark.parametrize(
    ("second", "agreed", "title"),
    [
        ("the helpers need a wage", (), "Have paid helpers who have been there"),
        ("I met a helper", ("The helpers must be paid.",), "Have paid helpers who have been there"),
        ("I met a helper", ("The porters must be paid.",), "Have helpers who have been there"),
        ("I met a helper", (), "Have helpers who have been there"),
    ],
)
def test_a_condition_that_two_voices_share_is_kept(
    second: str, agreed: tuple[str, ...], title: str
) -> None:
    said = {
        "a": "Helpers who've been there, in every office, on the payroll.",
        "b": second, "c": "Helpers running it",
    }  # fmt: skip
    best = best_wording(list(said), said, agreed=agreed)
    assert best is not None
    assert best.title == title


def test_a_title_says_what_its_words_are_about_and_what_something_is() -> None:
    said = {"a": "Same words for everybody at the first visit", "b": "same words for everybody"}
    best = best_wording(list(said), said, theme="Talking about money")
    assert best is not None
    assert best.title.endswith("when talking about money")
    plain = best_wording(list(said), said, theme="Money")
    assert plain is not None
    assert plain.title == "Use the same words for everybody at the first visit"
    (title,) = titles_of("Something in the hall while people wait: who's there, what's on, tea.")
    assert title.text == (
        "Provide something in the hall while people wait: who is there, what is on and tea"
    )


def test_titles_keep_their_conditions_and_say_what_an_idea_is() -> None:
    assert titles_of("Have a say on the walls and the hours. A proper say, with a vote.")[
        0
    ].text == ("Give people a say on the walls and the hours, with a vote")
    assert titles_of("Everyone who never met, one room, no phones, four times a year.")[0].text == (
        "Bring everybody who has never met into one room, four times a year"
    )
    assert titles_of("Something in the waiting room while people wait")[0].text == (
        "Provide something in the waiting room while people wait"
    )
    assert name_with_words("The Hat", "Hats for all. Blue ones.") == (
        "Take forward “The Hat”: hats for all"
    )


def test_an_answer_that_asks_for_nothing_is_counted_apart() -> None:
    rows = [
        {"prototype": "Log", "participant_id": f"P{n}", "item": "improve", "excerpt_id": f"x{n}",
         **PLACE} for n in range(4)
    ]  # fmt: skip
    excerpts = pd.DataFrame({
        "excerpt_id": [f"x{n}" for n in range(4)],
        "text": ["Nothing. It's what we said", "N/A", "Bigger print", "No, but bigger print"],
    })  # fmt: skip
    prototypes = tables.from_rows("prototypes", rows)
    result = analysis.summarise_prototypes(prototypes, excerpts).iloc[0]
    assert (result["k"], result["n"], result["n_nothing"]) == (2, 4, 1)
    assert list(result["excerpt_ids"]) == ["x2", "x3"]
    assert len(prototypes) == 4
    only = analysis.summarise_prototypes(prototypes.iloc[:1], excerpts).iloc[0]
    assert (only["measure"], only["k"]) == ("comment", 0)


def test_dots_on_a_wall_stand_apart_from_votes_and_settle_only_a_tie() -> None:
    ideas = [
        {"idea_id": "I1", "title": "A plan", "n_dots": 9},
        {"idea_id": "I2", "title": None, "n_dots": 1},
        {"idea_id": "I3", "title": "Never counted", "n_dots": float("nan")},
    ]
    told = say_standing(ideas, None, lambda group, n: group, 5)
    assert told == (
        "“A plan” got 9 dots on the wall, put there in the open. "
        "“I2” got 1 dot on the wall, put there in the open."
    )
    assert wall_dots(ideas) == 10
    assert (say_standing(ideas[2:], None, lambda group, n: group, 5), wall_dots([])) == ("", 0)
