"""Consent in whatever words a list says it: understood, or stopped, and never passed over."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.forms.consent_answers import (
    as_cells,
    as_flags,
    consent_answers,
    consent_columns,
    read_answer,
    stricter,
)
from insights.forms.consent_headings import read_heading
from insights.project import load_project
from insights.sources import read_sources

UNDERSTOOD = {
    "take_part": "Consent to take part; Consent; Consented?; Consent form signed; Signed consent "
    "(Y/N); Agreed to participate; I am happy to take part in the workshop; Informed consent given",
    "anonymous_quote": "Consent to be quoted; OK to quote your words (no name)?; Quote?; May we "
    "quote you anonymously?; Can we use your words in our reports?; I am happy for my words to be "
    "used in reports without my name; Permission to use quotations; Does not mind being quoted; "
    "Do you agree to your words being quoted?; Okay for us to use your words?; quote_ok",
    "named_quote": "Can we quote you by name?; Happy to be named in the report; Name shown",
    "recording": "Consent to be recorded; OK to record (audio)?; Photo and audio consent",
    "approve_first": "Check with me first; Wants to see quotes before they are used; Ask me "
    "before using my words; Approve quotes first",
    "anonymous_quote approve_first": "OK to quote if you check with me first",
    "analysis": "Consent to analysis; Agree to my answers being analysed; May we use your data?",
    "archive": "Keep my data for future research; Consent to archiving",
    "recontact": "May we contact you again?; Happy to be contacted again; Contact again?",
    "ai_processing": "OK to use AI on my words; AI processing consent; Agrees to AI tools",
    "take_part recording": "Consent to take part and be recorded",
}
REFUSALS = {
    "anonymous_quote": "Does not want to be quoted; Do not quote; Refuses quotes; Don't quote me; "
    "No quotes please; Objects to quoting",
    "take_part": "Does not consent to take part; Unwilling to take part",
    "recording": "No recording; Declined to be recorded",
    "recontact": "Do not contact again",
}
STOPPED = (
    "Consent to be quoted (first name only); Quote anonymously or by name; OK to use your words in "
    "the analysis; Use of quotes on website; Consent to use; Not yet consented; Happy to be quoted "
    "but not named; Only quote me if I see it first; Anonymous?; Agreed; OK with stairs; Wishes to "
    "remain anonymous; Would you mind being quoted?; Share my data with partners; Contact"
)
OTHERS = {
    "Quote reference": "Q12;Q13", "Agreement number": "A-114;A-115", "Photo ID checked": "yes;no",
    "Happy with the session (1–5)": "1;5", "Permission group": "admin;user", "Record number": "1;2",
    "Recorded by": "Tess;Ola", "Travel quote": "£12;£9", "Allowed visitors": "2;0",
    "Consent form version": "v2;v3", "AI experience (1-5)": "1;3", "Named nurse": "yes;no",
    "Previously took part in research": "yes;no", "Contact preference": "email;post",
    "Uses a computer": "yes;no", "Signed in at": "10:00;10:02",
}  # fmt: skip


def pairs(listed: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one, tuple(uses.split())) for uses, all_ in listed.items() for one in all_.split("; ")]


def read(header: str, *cells: str) -> list[dict[str, str]]:
    table = pd.DataFrame({header: list(cells)})
    return list(consent_answers(table, consent_columns(table)))


@pytest.mark.parametrize(("header", "uses"), pairs(UNDERSTOOD))
def test_a_natural_heading_is_understood(header, uses):
    heading = read_heading(header)
    assert (heading.kind, set(heading.uses), heading.is_refusal) == ("consent", set(uses), False)
    assert read(header, "yes", "no") == [dict.fromkeys(heading.uses, a) for a in ("yes", "no")]


@pytest.mark.parametrize(("header", "uses"), pairs(REFUSALS))
def test_a_yes_below_a_refusal_is_a_no_and_a_no_is_not_yet_a_yes(header, uses):
    assert read(header, "yes", "no", "") == [dict.fromkeys(uses, a) for a in ("no", "", "")]


@pytest.mark.parametrize("header", STOPPED.split("; "))
def test_what_is_not_clear_is_read_strictly(header):
    rows = read(header, "yes", "no", "")
    assert all(row["anonymous_quote"] == "no" == row["named_quote"] for row in rows)
    assert rows[1]["analysis"] == "no" or read_heading(header).is_refusal


@pytest.mark.parametrize(("header", "cells"), OTHERS.items())
def test_what_only_sounds_like_consent_is_none(header, cells):
    assert consent_columns(pd.DataFrame({header: cells.split(";")})) == {}


@settings(max_examples=60, deadline=None)
@given(
    header=st.sampled_from([h for h, _ in pairs(UNDERSTOOD | REFUSALS)]),
    word=st.sampled_from(["website", "treatment", "unless", "except", "sometimes", "partners"]),
)
def test_a_word_that_is_not_understood_stops_any_heading(header, word):
    assert read_heading(f"{header} {word}").kind == "unsettled"


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ("yes; Y; ✓; 1; TRUE; agreed; Yes please; signed", "yes"),
        ("no; N; ✗; 0; refused; Declined; no thanks; No, sorry; none", "no"),
        ("ask me first; only if I see it; yes if you check with me first; check with me", "ask"),
        ("not sure; maybe; ?; yes but only about work; n@x.org; tbc", "unclear"),
        ("-; n/a; ☐", ""),
    ],
)
def test_answers_are_read(cells, answer):
    assert {read_answer(cell) for cell in cells.split("; ")} == {answer}


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        (["x", "", "no"], ["yes", "", "no"]),
        (["x", "✓"], ["no", "yes"]),
        (["x", "yes"], ["unclear", "yes"]),
        (["12/03/2026", "yes"], ["unclear", "yes"]),
    ],
)
def test_a_cross_and_a_date_mean_what_the_column_makes_of_them(cells, answers):
    assert [row["anonymous_quote"] for row in read("OK to quote?", *cells)] == answers
    assert read("Consent form signed", "12/03/2026") == [{"take_part": "yes"}]


def test_of_two_columns_the_stricter_answer_counts_and_ask_me_first_is_two_answers():
    table = pd.DataFrame({"Quote?": ["yes", "yes", "ask me first"], "OK to quote": ["no", "", "y"],
                          "Quotes": ["", "", ""]})  # fmt: skip
    rows = consent_answers(table, consent_columns(table))
    assert [row["anonymous_quote"] for row in rows] == ["no", "", "ask"]
    both = {"consent_anonymous_quote": "yes", "consent_approve_first": "yes"}
    assert as_cells(rows[2]) == both
    assert as_flags(rows[2]) == dict.fromkeys(both, True)
    assert (stricter("yes", "No thanks"), stricter("no", "yes")) == ("No thanks", "no")


def test_a_register_that_is_not_clear_quotes_nobody_and_leaves_a_no_out(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "participants.csv").write_text(
        "participant_id,perspective,Consent to take part,consent_anonymous_quote,Quotes on website"
        "\nP1,Young carer,yes,yes,yes\nP2,Young carer,yes,yes,no\nP3,carer,no,yes,\nP4,carer,,yes,",
        encoding="utf-8",
    )
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    people = material.participants.set_index("participant_id")
    assert people["consent_take_part"].astype(object).tolist()[:3] == [True, True, False]
    assert not people["consent_anonymous_quote"].any()
    assert people["consent_analysis"].isna().tolist() == [True, False, True, True]
    said = [f"{p.where}: {p.problem} {p.fix}" for p in material.problems]
    assert sum("its heading is not clear" in one for one in said) == 1
    assert sum('"Young carer" = "carer"  # a guess' in one for one in said) == 1
    assert not any("Did you mean" in one for one in said)
    assert sum("row 5" in one and "did not" in one for one in said) == 1
