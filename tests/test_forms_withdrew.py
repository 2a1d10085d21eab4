"""What people write who took their consent back, and headings that ask for a quote."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from insights.forms.consent_answers import (
    as_flags,
    consent_answers,
    consent_asked,
    consent_columns,
    read_answer,
    says_withdrew,
)
from insights.forms.consent_headings import read_heading
from insights.forms.consent_problems import consent_problems
from insights.forms.perspectives import unknown_groups
from insights.project import Project

GONE = ["yes - WITHDREW 20/3, wants everything out", "withdrawn", "pulled out", "changed his mind",
        "changed her mind, wants it deleted", "Yes, wants words taken out", "yes - dropped out",
        "asked for his words to be removed", "no longer wants to take part"]  # fmt: skip
STAYED = ["yes, knows she can withdraw", "did not withdraw", "yes, may withdraw later",
          "changed his mind, now happy", "has not withdrawn", "yes, wants nothing deleted",
          "yes, wants her name removed", "yes unless she withdraws", "yes, lunch left out please",
          "pulled out a chair", "yes", "no", ""]  # fmt: skip


@pytest.mark.parametrize("cell", GONE)
def test_whoever_withdrew_is_out_and_it_is_said(cell):
    table = pd.DataFrame({"Happy to take part": ["yes", cell]}, index=[2, 3])
    columns = consent_columns(table)
    answers = consent_answers(table, columns)
    assert read_answer(cell) == "no" and as_flags(answers[1])["consent_take_part"] is False
    said = next(p for p in consent_problems(table, columns, "list.csv") if "withdrew" in p.problem)
    assert said.where.startswith("row 3") and "insights withdraw" in said.fix
    assert "withdrawn_on" in said.fix and cell not in said.problem


@pytest.mark.parametrize("cell", STAYED)
def test_whoever_may_withdraw_has_not(cell):
    assert not says_withdrew(cell)


def test_everything_out_below_a_heading_about_quotes_takes_everything_out():
    table = pd.DataFrame({"May we quote you?": ["yes", "withdrew, wants everything out"]})
    flags = as_flags(consent_answers(table, consent_columns(table))[1])
    assert flags == {"consent_anonymous_quote": False, "consent_take_part": False}
    refusal = pd.DataFrame({"Does not want to be quoted": ["no", "withdrew"]})
    assert as_flags(consent_answers(refusal, consent_columns(refusal))[1]) == {
        "consent_anonymous_quote": False
    }


@pytest.mark.parametrize(
    "heading",
    ["Happy for us to quote your answer without your name?",
     "May we use your answer in our report (no name)?",
     "Can we use your words in the report, without your name?",
     "Can we quote your reply anonymously?", "May we quote from your answer, without a name?",
     "Is it OK to share what you said in the report, anonymously?",
     "I am happy for my answers to be used in the report, anonymously"],
)  # fmt: skip
def test_headings_that_ask_for_a_quote(heading):
    assert read_heading(heading).uses == ("anonymous_quote",)
    assert not read_heading(heading).is_refusal
    assert heading in consent_asked(pd.DataFrame({heading: ["Yes", "No"]}), [heading])


@pytest.mark.parametrize(
    "heading",
    ["Did they use your answer in their report?", "Happy with the answer you got?",
     "What would you put in our report?"],
)  # fmt: skip
def test_questions_about_what_others_did_ask_for_nothing(heading):
    assert not consent_asked(pd.DataFrame({heading: ["Yes", "No"]}), [heading])


@pytest.mark.parametrize(
    ("heading", "uses"),
    [("May we use your answers for research?", ("analysis",)),
     ("May we use your answers in our report with your name?", ("named_quote",)),
     ("Can we use your answer to improve the service?", ()),
     ("Can we use your data in the report", ())],
)  # fmt: skip
def test_headings_near_to_a_quote_are_none(heading, uses):
    assert read_heading(heading).uses == uses


def test_a_word_that_is_not_shown_has_its_row_and_everybody_is_all_rows():
    words = {"Letting agent": [2], "Left prison": [3, 4, 6, 7], "Zorblatt": [5]}
    problem = unknown_groups(Project("demo", Path(), "Demo"), words, "participants.csv", n_rows=6)
    assert problem.where == "all 6 rows, column perspective"
    assert '"Letting agent" = "professional"' in problem.fix
    assert "One more word (row 5)" in problem.fix and "Zorblatt" not in problem.fix
