"""Whose words may be used, and which may be quoted."""

import pytest

from insights import tables
from insights.privacy.consent import (
    WHY_NOT_QUOTED,
    cleared_quotes,
    count_consent,
    people_to_leave_out,
    quote_states,
)


def person(participant_id, **more):
    return {
        "participant_id": participant_id, "perspective": "professional", "origin": "register",
        **more,
    }  # fmt: skip


def excerpt(excerpt_id, participant_id):
    return {
        "excerpt_id": excerpt_id, "source_id": "s1", "locator": "line 1", "start": 0, "end": 2,
        "participant_id": participant_id, "prompt_kind": "problem", "kind": "unspecified",
        "speaker": "participant" if participant_id else "unattributed",
        "directness": "verbatim", "n_words": 1, "text": "no",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [
        ({}, False),
        ({"consent_analysis": True}, False),
        ({"consent_analysis": False}, True),
        ({"consent_take_part": False}, True),
        ({"consent_anonymous_quote": False}, False),
        ({"withdrawn_on": "2026-02-01"}, True),
    ],
)
def test_a_no_or_a_withdrawal_leaves_a_person_out(answers, left_out):
    participants = tables.from_rows("participants", [person("P01", **answers), person("P02")])
    ids, problems = people_to_leave_out(participants)
    assert ids == ({"P01"} if left_out else set())
    assert len(problems) == int(left_out)
    assert all("P01" not in p.problem for p in problems)


@pytest.mark.parametrize(
    ("answers", "approved", "held", "cleared"),
    [
        ({"consent_anonymous_quote": True}, [], [], True),
        ({}, [], [], False),
        ({"consent_anonymous_quote": False}, ["x1"], [], False),
        ({"consent_anonymous_quote": True}, [], ["x1"], False),
        ({"consent_anonymous_quote": True, "consent_approve_first": True}, [], [], False),
        ({"consent_anonymous_quote": True, "consent_approve_first": True}, ["x1"], [], True),
        ({"consent_anonymous_quote": True, "consent_approve_first": True}, ["x1"], ["x1"], False),
        ({"consent_anonymous_quote": True, "consent_expires_on": "2026-03-01"}, [], [], True),
        ({"consent_anonymous_quote": True, "consent_expires_on": "2026-02-28"}, [], [], False),
    ],
)
def test_a_quote_is_cleared_only_by_consent_that_still_holds(answers, approved, held, cleared):
    participants = tables.from_rows("participants", [person("P01", **answers)])
    excerpts = tables.from_rows("excerpts", [excerpt("x1", "P01")])
    found = cleared_quotes(excerpts, participants, approved=approved, held=held, today="2026-03-01")
    assert found == ({"x1"} if cleared else set())


@pytest.mark.parametrize(("approved", "cleared"), [([], set()), (["x1"], {"x1"})])
def test_a_group_note_needs_a_persons_approval(approved, cleared):
    participants = tables.from_rows("participants", [person("P01")])
    excerpts = tables.from_rows("excerpts", [excerpt("x1", None)])
    found = cleared_quotes(excerpts, participants, approved=approved, held=[], today="2026-03-01")
    assert found == cleared


@pytest.mark.parametrize(
    ("answers", "approved", "held", "rare", "state"),
    [
        ({"consent_anonymous_quote": True}, [], [], [], "cleared"),
        ({}, ["x1"], [], [], "not recorded"),
        ({"consent_anonymous_quote": False}, ["x1"], [], [], "refused"),
        ({"consent_anonymous_quote": True}, [], ["x1"], [], "held"),
        ({"consent_anonymous_quote": True, "consent_approve_first": True}, [], [], [], "ask first"),
        ({"consent_anonymous_quote": True, "consent_approve_first": True}, ["x1"], [], [],
         "cleared"),
        ({"consent_anonymous_quote": True, "consent_expires_on": "2026-02-28"}, ["x1"], [], [],
         "expired"),
        ({"consent_anonymous_quote": True}, [], [], ["x1"], "rare"),
        ({"consent_anonymous_quote": True}, ["x1"], [], ["x1"], "cleared"),
        ({"consent_anonymous_quote": True}, ["x1"], ["x1"], ["x1"], "held"),
        ({"consent_anonymous_quote": False}, ["x1"], [], ["x1"], "refused"),
    ],
)  # fmt: skip
def test_every_quote_has_a_state_with_a_reason(answers, approved, held, rare, state):
    participants = tables.from_rows("participants", [person("P01", **answers)])
    excerpts = tables.from_rows("excerpts", [excerpt("x1", "P01")])
    found = quote_states(
        excerpts, participants, approved=approved, held=held, rare=rare, today="2026-03-01"
    )
    assert found == {"x1": state}
    assert state == "cleared" or state in WHY_NOT_QUOTED


def test_words_of_somebody_not_on_the_register_are_not_quoted():
    participants = tables.from_rows("participants", [person("P02", consent_anonymous_quote=True)])
    excerpts = tables.from_rows("excerpts", [excerpt("x1", "P01")])
    found = quote_states(excerpts, participants, approved=["x1"], held=[], today="2026-03-01")
    assert found == {"x1": "not recorded"}


def test_consents_are_counted_without_naming_anybody():
    participants = tables.from_rows("participants", [
        person("P01", consent_anonymous_quote=True), person("P02"),
        person("P03", consent_anonymous_quote=True, consent_expires_on="2026-02-28"),
    ])  # fmt: skip
    assert count_consent(participants, today="2026-03-01") == {
        "cleared": 1, "expired": 1, "not recorded": 1,
    }  # fmt: skip


@pytest.mark.slow
def test_every_combination_has_the_state_that_the_weakest_of_its_answers_gives():
    """Consent, first look, approval, hold, expiry and rare words: all 288 of them."""
    from itertools import product

    answers = product(
        (True, False, None), (True, False, None), (True, False), (True, False),
        (None, "2026-02-28", "2026-03-01", "2999-01-01"), (True, False),
    )  # fmt: skip
    for quote, first, approved, held, until, rare in answers:
        participants = tables.from_rows("participants", [person(
            "P01", consent_anonymous_quote=quote, consent_approve_first=first,
            consent_expires_on=until,
        )])  # fmt: skip
        found = quote_states(
            tables.from_rows("excerpts", [excerpt("x1", "P01")]), participants,
            approved=["x1"] * approved, held=["x1"] * held, rare=["x1"] * rare, today="2026-03-01",
        )["x1"]  # fmt: skip
        may = quote is True and until != "2026-02-28" and not held and (
            approved or not (first or rare)
        )  # fmt: skip
        assert (found == "cleared") is may, (quote, first, approved, held, until, rare)
        assert may or found in WHY_NOT_QUOTED
