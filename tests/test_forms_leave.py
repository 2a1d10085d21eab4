"""Whether a form asks leave to use people's words, what they said, and what is no such thing."""

from __future__ import annotations

import pandas as pd
import pytest

from insights import privacy
from insights.forms.consent_answers import consent_asked, stricter_flags, strictest
from insights.project import load_project
from insights.sources import read_sources

UNDERSTOOD = {
    "Are you happy for us to quote you?": "anonymous_quote",
    "Do you give us permission to quote you?": "anonymous_quote",
    "Is it OK if we quote you?": "anonymous_quote",
    "May we quote what you wrote here?": "anonymous_quote",
    "I agree that my answers can be quoted anonymously": "anonymous_quote",
    "Please tick if you do not want to be quoted": "anonymous_quote",
    "consent_anonymous_quote": "anonymous_quote", "May we contact you again?": "recontact",
    "Are you OK with being recorded?": "recording", "Consent": "take_part",
}  # fmt: skip
DOUBTFUL = (
    "Are you happy for your comments to be shared?", "Do you consent to your answers being used?",
    "Are you comfortable with us using what you wrote?", "May we use your story on our website?",
    "Quoted in the press?", "I give permission for my feedback to be printed",
)  # fmt: skip
OTHERS = (
    "Did you feel heard?", "Were you happy with the service?", "Are you happy with the service?",
    "Would you recommend us?", "Did anyone ask for your consent?", "What could we do better?",
    "Did staff ask permission before sharing your data?", "Did you agree with your care plan?",
    "Were you allowed visitors?", "Do you feel your words are used well?", "Do you trust AI?",
    "Did you understand the consent form?", "Would you take part again?", "Quote reference",
    "Are you willing to take part in the pilot?", "I am happy with my care", "Do you agree?",
    "Did you enjoy taking part?", "Did you get an insurance quote?", "Any other comments?",
    "Was your consent asked for before treatment?", "Happy with the food?", "Were you recorded?",
)  # fmt: skip


def asked(header: str, *cells: str):
    table = pd.DataFrame({header: list(cells or ("Yes", "No", "yes"))})
    return consent_asked(table, [header]).get(header)


@pytest.mark.parametrize(("header", "use"), UNDERSTOOD.items())
def test_a_form_asks_leave_in_many_words(header, use):
    assert asked(header).heading.uses == (use,)


@pytest.mark.parametrize("header", DOUBTFUL)
def test_a_doubtful_question_about_leave_is_not_passed_over(header):
    assert asked(header).is_unsettled


@pytest.mark.parametrize("header", OTHERS)
def test_a_question_about_anything_else_is_no_consent(header):
    assert asked(header) is None


@pytest.mark.parametrize("cells", [("", " "), ("The letters are long and hard to read",)])
def test_a_question_that_nothing_answers_is_no_consent(cells):
    assert asked("May we use your story on our website?", *cells) is None


FORM = """participant_id,What would help?,{question},Did you feel heard?,Happy with the ward?
P01,Zebra crossings near here,No,yes,no
P02,Longer hours in the evening,Yes,no,no
P03,Quieter rooms for everybody,Yes,no,yes
P04,Better chairs in the hall,ask me first,yes,yes
P05,Warmer tea in the winter,hmm well,yes,yes
,Softer light on the stairs,No,no,yes
"""
LIST = "participant_id,consent_take_part,consent_anonymous_quote\n" + "".join(
    f"P0{n},yes,{said}\n" for n, said in enumerate(("yes", "", "no", "yes", "yes"), start=1)
)


def states(root) -> tuple[list[str], list[str]]:
    material = read_sources(load_project("demo", root), {}, b"salt")
    left_out, _ = privacy.people_to_leave_out(material.participants)
    passages = material.passages[~material.passages["participant_id"].isin(left_out)]
    found = privacy.quote_states(
        passages, material.participants, approved=(), held=(), today="2026-03-01"
    )
    said = zip(passages["text"], found.values(), strict=True)
    return [f"{text.split()[0]} {state}" for text, state in said], material


def test_what_a_form_says_is_read_as_a_list_is_and_the_strictest_counts(project_folder):
    form = FORM.format(question="Are you happy for us to quote you?")
    root = project_folder({"participants.csv": LIST, "feedback/form.csv": form})
    said, material = states(root)
    assert said == [
        "Zebra refused", "Longer cleared", "Quieter refused", "Better ask first",
        "Warmer not recorded", "Softer refused",
    ]  # fmt: skip
    told = [problem.where for problem in material.problems]
    assert "row 6, column Are you happy for us to quote you?" in told
    assert "did_you_feel_heard" in material.participants.columns
    assert not any("quote_you" in name for name in material.participants.columns)


def test_below_a_doubtful_question_nobody_is_quoted_and_a_no_is_left_out(project_folder):
    form = FORM.format(question="Are you happy for your comments to be shared?")
    said, material = states(project_folder({"participants.csv": LIST, "feedback/form.csv": form}))
    assert said == ["Longer refused", "Quieter refused", "Better refused", "Warmer refused"]
    problem = next(p for p in material.problems if "its heading is not clear" in p.problem)
    assert "nobody who answered here is quoted" in problem.problem
    assert problem.source == "feedback/form.csv"


def test_in_rows_of_answers_the_question_itself_may_ask_leave(project_folder):
    rows = "participant_id,question,answer\n" + "".join(
        f"P0{n},What would help?,{words}\nP0{n},May we quote you?,{said}\n"
        for n, (words, said) in enumerate([("Zebras here", "No"), ("Longer hours", "Yes")], start=1)
    )
    said, material = states(project_folder({"feedback/rows.csv": rows}))
    assert said == ["Zebras refused", "Longer cleared"]
    assert list(material.passages["prompt"].unique()) == ["What would help?"]


def test_answers_of_nobody_known_are_quoted_only_after_a_yes(project_folder):
    rows = (
        "question,answer,OK to quote?,Consent to take part\nWhat helps?,Zebras here,no,yes\n"
        "What helps?,Longer hours,yes,yes\nWhat helps?,Softer light,,yes\nWhat helps?,Tea,yes,no\n"
    )
    said, _ = states(project_folder({"feedback/rows.csv": rows}))
    assert said == ["Zebras unsettled", "Longer nobody named", "Softer unsettled"]


def test_a_form_adds_a_yes_and_never_outweighs_a_no():
    assert stricter_flags({}, {"anonymous_quote": "yes"}) == {"consent_anonymous_quote": True}
    unclear = stricter_flags({"consent_anonymous_quote": True}, {"anonymous_quote": "unclear"})
    assert unclear == {"consent_anonymous_quote": None}
    asked_first = stricter_flags({"consent_anonymous_quote": True}, {"anonymous_quote": "ask"})
    assert asked_first["consent_approve_first"] is True
    assert stricter_flags({"consent_approve_first": True}, {"approve_first": "no"}) == {
        "consent_approve_first": True
    }
    assert [strictest("yes", ""), strictest("ask", "yes"), strictest("no", "ask")] == [
        "yes", "ask", "no",
    ]  # fmt: skip
