"""One next step per recommendation, and decisions with all that is needed to answer them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insights import tables
from insights.reporting.chapters.answers import compose_answer
from insights.reporting.chapters.deciding import Asked, say_decisions, say_next_step
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.summary import (
    compose_decision,
    compose_summary,
    say_who_asks,
)  # fmt: skip
from insights.reporting.document import Claim, Paragraph, Table, walk
from insights.reporting.drafting.next_steps import Records, next_step
from insights.reporting.drafting.offers import last_day_named
from insights.reporting.drafting.piloting import read_plan, same_length
from insights.reporting.material import ReportMaterial
from tests.test_reporting_fixture import PROJECT

PLACE = {"source_id": "s1", "locator": "row 2"}
PLAN = "2 testers said how. Still to say: what to measure."


def draft(number: int, **given: Any) -> dict[str, Any]:
    return {
        "recommendation_id": f"r{number}", "label": f"R{number}", "title": f"Lend hat {number}",
        "confidence": "Low", "supported_by": "2 of 8 people", "feasibility": "not assessed",
        "cost": "not costed", "status": "draft", "releasable": True,
        "for_excerpt_ids": ["xfor"], "finding_ids": ["F1"], **given,
    }  # fmt: skip


def card(verdict: str, *, helped: int = 0, n: int = 8) -> dict[str, Any]:
    return {
        "prototype": "Lending hut", "version": "1", "verdict": verdict, "proposed": "improve",
        "with_changes": False, "decided": False, "n_testers": n, "n_helped": helped,
    }  # fmt: skip


def finding(finding_id: str, convergence: str) -> dict[str, Any]:
    return {"finding_id": finding_id, "convergence": convergence, "excerpt_ids": ["xfor"]}


def step_of(*drafts: dict[str, Any], **given: Any) -> str:
    rows = tables.from_rows("recommendations", list(drafts)).to_dict("records")
    told = next_step(rows[0], Records(recommendations=rows, **given))
    return told.told


TRIED = {"verdict": "improve", "prototypes": ["Lending hut"]}
PILOT = {"verdict": "pilot", "prototypes": ["Lending hut"], "pilot": PLAN}
ALL = {  # everything at once: what comes first decides
    **TRIED, "settle_first_ids": ["r2"], "convergence": "dissonant", "alternative_ids": ["r3"],
}  # fmt: skip
DANGER = draft(2, title="Look into how people come to be soaked", finding_ids=["S1"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (ALL, "First look into how people come to be soaked (R2)."),
        ({**ALL, "settle_first_ids": []}, "First hear both sides together: see F1."),
        ({**ALL, "settle_first_ids": [], "negative_cases": "Both were heard."},
         "Choose: this, or R3."),
        ({"against_excerpt_ids": ["xno"]}, "First answer the one voice that says otherwise."),
        (TRIED, "Mend what testers stumbled over (P1), then let people test it again."),
        ({**TRIED, "verdict": "near"},
         "Mend what testers of “Lending hut” (P1) stumbled over, then let people try this."),
        ({"verdict": "noted"}, "Ask the team how the trial went, and write down what they say."),
        ({"k_a": 1, "k_b": 0}, "Ask more people, as only one person proposed it."),
        ({}, "Try it on a small scale, as no test of it is recorded."),
        ({"for_excerpt_ids": []}, "Find the evidence, or withdraw it."),
        ({"finding_ids": ["S1"]}, "Name who looks into it, and by when."),
        ({"owner": "Ada"}, "Try it on a small scale, as no test of it is recorded. Ada leads."),
        ({"status": "agreed", "owner": "Ada", "due": "2026-05-01"},
         "Agreed. Ada leads by 2026-05-01."),
    ],
)  # fmt: skip
def test_the_next_step_is_the_first_that_the_records_ask_for(
    given: dict[str, Any], told: str
) -> None:
    others = (DANGER, draft(3))
    assert told == step_of(
        draft(1, **given), *others,
        findings=[finding("F1", "dissonant")] if given.get("convergence") else [],
        cards=[card("improve")], labels={"Lending hut": "P1"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("helped", "plan", "told"),
    [
        (0, PLAN, "Plan the pilot: say what to measure."),
        (6, PLAN, "Plan the pilot, with people who did not help to make it: say what to measure."),
        (0, "2 testers said how. Nobody has agreed it yet.", "Agree the plan of the pilot."),
        (0, None,
         "Plan the pilot: say where, with whom, how long, what to measure and when to stop."),
        (0, "Two halls, for six weeks, from May", "Two halls, for six weeks, from May."),
    ],
)  # fmt: skip
def test_a_pilot_lacks_what_nobody_has_said(helped: int, plan: str | None, told: str) -> None:
    row = draft(1, **{**PILOT, "pilot": plan})
    assert step_of(row, cards=[card("pilot", helped=helped)]) == told


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("", "Follow the promise: name who keeps it by 2026-02-28."),
        ("2026-02-28", "Follow the promise: name who keeps it by 2026-02-28."),
        ("2026-03-01", "Ask what came of the promise, as its day has passed."),
    ],
)
def test_a_promise_is_followed_up_and_its_day_told(today: str, told: str) -> None:
    ideas = [{"idea_id": "I1", "status": "commitment", "excerpt_id": "xfor", "reason": ""}]
    facts = {"xoffer": {"text": "I'll bring it by end of Feb.", "session_id": "S"}}
    row = draft(1, offer_excerpt_ids=["xoffer"])
    assert told == step_of(row, ideas=ideas, facts=facts, days={"S": "2026-01-23"}, today=today)
    assert "and by when" in step_of(draft(1), ideas=ideas)


def test_sketches_set_aside_ask_for_their_reason_unless_one_was_not() -> None:
    idea = {"idea_id": "I1", "status": "not now", "excerpt_id": "xfor", "reason": "No room"}
    assert step_of(draft(1), ideas=[idea]).startswith("Ask whether the reason")
    both = [idea, {**idea, "idea_id": "I2", "status": "open"}]
    assert step_of(draft(1), ideas=both).startswith("Try it on a small scale")


@pytest.mark.parametrize(
    ("text", "said_on", "day"),
    [
        ("by the end of February", "2027-03-01", "2028-02-29"),
        ("by 31st March 2026, pay", "", "2026-03-31"),
        ("By April", "2026-01-01", "2026-04-30"),
        ("by end of Feb", "", ""),
        ("by the river in May", "2026-01-01", ""),
    ],
)
def test_the_last_day_named_is_read_or_nothing(text: str, said_on: str, day: str) -> None:
    assert last_day_named(text, said_on) == day


def test_lengths_are_the_same_in_whatever_words() -> None:
    assert same_length("half a year", "six months")
    assert same_length("a quarter", "13 weeks")
    assert not same_length("three months", "half a year")
    assert not same_length("a few weeks", "several weeks")


ASKED = ("By 31 March 2026, pay for umbrellas to be lent for half a year at Mill Lane surgery",
         "By 30 June 2026, choose who runs it when the trial ends")  # fmt: skip


def desk_of(*drafts: dict[str, Any], **more: Any) -> Desk:
    said = {
        "xfor": "Lend umbrellas", "xplan": "Three months, and stop if they are all gone",
        "xoffer": "We will lend the hall by end of Feb.", "xgo": "Somebody has to pay for them",
        "xwet": "I was soaked and very unwell",
    }  # fmt: skip
    whole = {
        "speaker": "participant", "kind": "idea", "directness": "verbatim", "prompt_kind": "idea",
        "start": 0, "n_words": 3,
    }  # fmt: skip
    excerpts = tables.from_rows("excerpts", [
        {"excerpt_id": e, "text": text, "session_id": "S", "end": len(text), **whole, **PLACE}
        for e, text in said.items()
    ])  # fmt: skip
    about = {"decision_asked": list(more.pop("asked", ASKED)), "report_on": "2026-03-06"}
    project = replace(PROJECT, about={**about, **more.pop("about", {})})
    material = ReportMaterial(
        project, excerpts=excerpts, recommendations=tables.from_rows("recommendations",
                                                                     list(drafts)),
        prototypes=tables.from_rows("prototypes", [
            {"prototype": "Lending hut", "version": "1", "participant_id": "p", "item": "improve",
             "excerpt_id": "xplan", **PLACE},
        ]),
        prototype_cards=tables.from_rows("prototype_cards", [card("pilot", helped=6)]),
        prototype_results=tables.from_rows("prototype_results", [
            {"prototype": "Lending hut", "version": "1", "item": "implement", "measure": "comment",
             "k": 3, "n": 8, "n_testers": 8, "sentence": "3 of 8.", "excerpt_ids": ["xgo"]},
        ]),
        cleared=frozenset(more.pop("cleared", ("xplan",))), **more,
    )  # fmt: skip
    return Desk(material, QuoteChooser(material))


ABOUT = draft(
    1, **PILOT, decisions=["D1"], pilot_excerpt_ids=["xplan"], offer_excerpt_ids=["xoffer"],
    tests="8 people tried “Lending hut”. The tests suggest: try it out in a pilot.",
    tried="8 people: pilot it.",
)  # fmt: skip
LOOK = draft(4, title="Look into how people come to be soaked", finding_ids=["S1"],
             for_excerpt_ids=["xwet"])  # fmt: skip


def texts(asked: Asked) -> dict[str, str]:
    return {
        field.name: " ".join(part.text if isinstance(part, Claim) else part for part in field.words)
        for field in asked.fields
    }  # fmt: skip


def test_a_decision_says_what_it_rests_on_and_what_stands_against_it() -> None:
    desk = desk_of(ABOUT, draft(2))
    told = texts(say_decisions(desk)[0])
    assert list(told) == ["Why", "Who asks for it", "Tried", "Offered", "The plan", "Next"]
    assert (
        "8 people tried “Lending hut” (P1). The tests suggest: try it out in a pilot."
        in (told["Tried"])
    )
    assert "Six of the 8 had helped to make it. The other two are too few" in told["Tried"]
    assert "would try it for three months and not half a year" in told["The plan"]
    assert "would stop “if they are all gone”" in told["The plan"]
    assert told["Next"] == say_next_step(desk.recommendations[0], desk)
    assert "if they are all gone" not in texts(say_decisions(desk_of(ABOUT, cleared=()))[0]).get(
        "The plan", ""
    )


@pytest.mark.parametrize(
    ("cleared", "told"),
    [
        (("xoffer",), "“We will lend the hall by end of Feb.”"),
        ((), "One offer, without a condition."),
    ],
)
def test_an_offer_stands_in_its_own_words_where_they_are_cleared(
    cleared: tuple[str, ...], told: str
) -> None:
    assert told in texts(say_decisions(desk_of(ABOUT, cleared=cleared))[0])["Offered"]


def test_a_decision_nobody_asked_for_says_what_it_belongs_to() -> None:
    desk = desk_of(ABOUT)
    told = texts(say_decisions(desk)[1])
    assert told["Why"] == "It follows from the trial asked for in Decision 1 (R1)."
    assert (
        "3 testers of “Lending hut” said what it takes to run it for good: see P1."
        in (told["Tried"])
    )
    assert "would still be running on 30 June 2026" in told["Against"]
    assert told["Next"].startswith("Decide on the trial first (Decision 1).")
    assert form_of(desk)[0].rows[1][1].words == (told["Next"],)


@pytest.mark.parametrize(
    ("asked", "early"),
    [
        ("By 31 March 2026, pay for umbrellas", True),
        ("Open the hut at night", True),
        ("By 31 March 2026, say who owns the hut", False),
        ("Put four days into the diary", False),
    ],
)
def test_only_what_spends_or_starts_comes_before_its_next_step(asked: str, early: bool) -> None:
    row = {**ABOUT, "settle_first_ids": ["r4"]}
    desk = desk_of(row, LOOK, asked=(asked, asked))
    assert [one.comes_before for one in say_decisions(desk)] == [early, False]
    box = str(compose_decision(desk))
    assert box.count("before its next step is done") == int(early)


def test_a_decision_before_its_next_step_says_what_its_plan_lacks() -> None:
    told = texts(say_decisions(desk_of({**ABOUT, "settle_first_ids": ["r4"]}, LOOK))[0])
    assert "Still to say: what to measure." in told["The plan"]
    assert told["Next"].endswith("(R4).")


IDEA = {"idea_id": "I1", "title": "The Brolly", "excerpt_id": "xfor", **PLACE}


def test_a_set_aside_sketch_speaks_against_a_decision() -> None:
    ideas = tables.from_rows("ideas", [
        {**IDEA, "status": "parked", "reason": "Nobody could promise staff. We look again"},
    ])  # fmt: skip
    told = texts(say_decisions(desk_of(ABOUT, ideas=ideas, cleared=("xfor",)))[0])["Against"]
    assert "“The Brolly” (“Lend umbrellas”) was set aside: “Nobody could promise staff." in told
    uncleared = texts(say_decisions(desk_of(ABOUT, ideas=ideas))[0])["Against"]
    assert "“The Brolly” was set aside" in uncleared


@pytest.mark.parametrize(
    ("text", "agree", "told"),
    [
        ("I would borrow one.", (1, 8), "6 of 7 {a} disagreed. 8 of 9 {b} agreed."),
        ("One form matters more than lending a hat.", (0, 6),
         "6 of 9 {b} agreed. 7 of 7 {a} disagreed, which speaks for it."),
        ("I would borrow one.", (6, 8), ""),
    ],
)  # fmt: skip
def test_votes_are_told_by_the_larger_side_and_keep_their_sense(
    text: str, agree: tuple[int, int], told: str
) -> None:
    groups = list(PROJECT.perspectives)[:2]
    desk = desk_of(
        {**ABOUT, "statement_ids": ["T1"]},
        statements=tables.from_rows("statements", [
            {"statement_id": "T1", "text": text, "source_id": "s1"},
        ]),
        statement_votes_by_group=tables.from_rows("statement_votes_by_group", [
            {"statement_id": "T1", "group": group, "n_votes": n, "n_agree": k, "n_disagree": n - k,
             "n_pass": 0} for group, n, k in zip(groups, (7, 9), agree, strict=True)
        ]),
    )  # fmt: skip
    against = texts(say_decisions(desk)[0]).get("Against", "")
    a, b = (desk.words(group) for group in groups)
    assert against == (f"“{text.rstrip('.')}”: {told.format(a=a, b=b)}" if told else "")


def test_objections_nobody_answered_speak_against_it() -> None:
    told = texts(say_decisions(desk_of({**ABOUT, "against_excerpt_ids": ["xwet"]}))[0])
    assert told["Against"] == "One voice says otherwise (see R1). Nobody has answered yet."
    answered = {**ABOUT, "against_excerpt_ids": ["xwet"], "negative_cases": "We moved it."}
    assert "Against" not in texts(say_decisions(desk_of(answered))[0])


def test_who_asks_stands_over_the_decisions() -> None:
    project = {"owner": "Hat group", "contact": "Ada Wren"}
    said = say_who_asks(desk_of(ABOUT, about=project))[0]
    assert said.lead == "Who asks:"
    assert said.parts[0] == "Hat group."
    assert said.parts[-1] == "Questions: Ada Wren."
    assert say_who_asks(desk_of(ABOUT)) == ()


def form_of(desk: Desk) -> tuple[Table, ...]:
    section = compose_answer(desk)
    assert section is not None
    return tuple(block for block in section.blocks if isinstance(block, Table))


def test_each_thing_is_answered_once_and_no_is_an_answer() -> None:
    rows = (ABOUT, draft(2, alternative_ids=["r3"]), draft(5), draft(3), LOOK)
    main, look = form_of(desk_of(*rows))
    first = [" ".join(map(str, row[0].words)) for row in main.rows]
    assert [words.split()[0] for words in first] == ["Decision", "Decision", "R2", "R3", "R5"]
    assert first[0].startswith("Decision 1 (R1): By 31 March 2026")
    assert "One of these, or try both: R2 or R3." in first[2]
    assert all(str(row[2].words[0]).count("☐") == 4 for row in main.rows)
    assert [row[0].words[0] for row in look.rows] == ["R4"]
    assert "Yes, with changes" not in str(look.rows[0][1].words[0])


def test_summary_card_and_form_say_the_same_next_step() -> None:
    desk = desk_of(ABOUT, draft(2), LOOK)
    told = {row["label"]: say_next_step(row, desk) for row in desk.recommendations}
    table = next(n for n in walk(compose_summary(desk)) if isinstance(n, Table))
    assert [row[-1].words[-1] for row in table.rows] == [told["R2"]]
    assert texts(say_decisions(desk)[0])["Next"] == told["R1"]
    first, _, last = (row[1].words[0] for row in form_of(desk)[0].rows)
    assert (first, last) == (told["R1"], told["R2"])


def test_dangers_stand_on_the_summary_though_not_in_its_table() -> None:
    summary = compose_summary(desk_of(ABOUT, draft(2), LOOK))
    table = next(n for n in walk(summary) if isinstance(n, Table))
    assert len(table.rows) == 1
    line = next(n for n in walk(summary) if isinstance(n, Paragraph) and "danger" in n.lead)
    assert line.parts[0] == "R4 (how people come to be soaked)."


def test_a_plan_that_a_decision_gives_is_read_with_its_place() -> None:
    assert read_plan(ASKED[0]) == {"where": "at Mill Lane surgery", "how long": "half a year"}
