"""The reports for participants, professionals and researchers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import analysis, tables
from insights.reporting import (
    ReportMaterial,
    check_house_style,
    compose_commissioner_report,
    compose_participants_report,
    compose_professionals_guide,
    compose_researchers_report,
    render_html,
)
from insights.reporting.document import (
    KeyMessages,
    Report,
    Table,
    claims_of,
    own_words,
    quotes_of,
    walk,
)
from insights.reporting.reading import count_syllables, reading_grade
from tests.test_reporting_fixture import PROJECT, make_material

COMPOSERS: tuple[Callable[[ReportMaterial], Report], ...] = (
    compose_commissioner_report, compose_participants_report, compose_professionals_guide,
    compose_researchers_report,
)  # fmt: skip
STATES: dict[str, Callable[[], ReportMaterial]] = {
    "whole": lambda: make_material(serious=("x029",)),
    "nothing": lambda: ReportMaterial(project=PROJECT),
    "undecided": lambda: make_material(confirmed=False),
    "reflexive": lambda: make_material(project=replace(PROJECT, approach="reflexive")),
    "no components": lambda: make_material(project=replace(PROJECT, components={}, about={})),
}


@pytest.fixture(scope="module", params=STATES)
def material(request: pytest.FixtureRequest) -> ReportMaterial:
    return STATES[request.param]()


def words(report: Report) -> str:
    return "\n".join(own_words(report))


@pytest.mark.parametrize("compose", COMPOSERS)
def test_every_report_keeps_to_the_house_style_and_its_sources(
    material: ReportMaterial, compose: Callable[[ReportMaterial], Report]
) -> None:
    report = compose(material)
    assert {t: wrong for t in own_words(report) if (wrong := check_house_style(t))} == {}
    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    assert all(quote.text == texts[quote.excerpt_id] for quote in quotes_of(report))
    assert all(set(claim.excerpt_ids) <= set(texts) for claim in claims_of(report))
    assert not [node for node in walk(report.sections) if isinstance(node, Table) and not node.rows]
    assert render_html(report) == render_html(compose(material))


def test_participants_can_read_what_we_say() -> None:
    report = compose_participants_report(make_material())
    assert report.large_type
    assert reading_grade(words(report)) <= 6
    assert any("School grade" in line for line in report.for_author)
    assert not any("School grade" in line for line in report.colophon)
    assert "Shame" not in words(report) or "do not think" not in words(report)


@pytest.mark.parametrize(
    ("status", "says", "never"),
    [
        ("draft", "No one has said yes or no yet.", "We did it."),
        ("done", "We did it.", "We can’t, for now."),
        ("agreed", "We have said yes to this.", "We did it."),
        ("not now", "We can’t, for now.", "We have said yes"),
    ],
)
def test_participants_hear_what_became_of_it(status: str, says: str, never: str) -> None:
    material = make_material()
    first = material.recommendations.iloc[:1].assign(status=status)
    report = compose_participants_report(replace(material, recommendations=first))
    assert says in words(report)
    assert never not in words(report)


def test_answers_to_feedback_are_you_said_we_did() -> None:
    material = make_material()
    place = {"source_id": "s_le", "locator": "row 2"}
    rounds = tables.from_rows("rounds", [
        {"feedback_id": f"f{n}", "round": "1", "type": "wish", "excerpt_id": f"x{n:03d}", **place}
        for n in range(3)
    ])  # fmt: skip
    responses = tables.from_rows("responses", [
        {"feedback_id": "f0", "response": "changed", "version": "2", "what": "a page", **place},
        {"feedback_id": "f1", "response": "not changed", "reason": "no money for it", **place},
        {"feedback_id": "f2", "response": "open", **place},
    ])  # fmt: skip
    trail = tables.conform(
        "feedback_trail", analysis.follow_feedback(rounds, responses, material.excerpts)
    )
    report = compose_participants_report(replace(material, feedback_trail=trail))
    text = words(report)
    assert "“a page”. It is in version 2." in text
    assert "This is why: “no money for it”." in text
    assert "We still owe you one answer." in text
    assert {"x000", "x001"} <= {quote.excerpt_id for quote in quotes_of(report)}


def test_the_guide_goes_part_by_part_and_says_where_groups_differ() -> None:
    report = compose_professionals_guide(make_material())
    titles = [section.title for section in report.sections]
    assert titles == [
        "How to begin", "Know before you ask: what may stand behind the silence",
        "Log of appointments", "Finding local support", "Not placed in a part yet",
    ]  # fmt: skip
    assert report.subtitle == "What to know before a conversation, in the words people used"
    assert words(report).count("No words that may be quoted say how to begin.") == 1
    assert "Where the two groups see it differently" in words(report)
    assert report.evidence


def test_researchers_get_every_figure_that_may_be_shown() -> None:
    material = make_material()
    report = compose_researchers_report(material)
    captions = {node.caption: node for node in walk(report.sections) if isinstance(node, Table)}
    checks = captions["COREQ: 32 items for reports of qualitative work"]
    assert len(checks.rows) == 32
    assert any(not row[1].words for row in checks.rows)
    assert not set(material.participants["participant_id"]) & set(words(report).split())
    themes = " ".join(str(row[0].words) for row in captions["Themes by kind of prompt"].rows)
    assert "Being turned away" not in themes
    assert "Telling the story again" in themes


def test_a_reflexive_project_gets_no_statistics() -> None:
    report = compose_researchers_report(STATES["reflexive"]())
    assert not {"comparison", "sensitivity"} & {section.anchor for section in report.sections}


def test_what_sets_groups_apart_stands_on_the_first_page_and_serious_voices_last() -> None:
    report = compose_commissioner_report(make_material(serious=("x029",)))
    told = next(node for node in walk(report.sections) if isinstance(node, KeyMessages))
    headlines = [message.headline for message in told.messages]
    place = [next(n for n, h in enumerate(headlines) if part in h) for part in (
        "the groups disagree", "more of the people", "serious",
    )]  # fmt: skip
    assert max(place) == place[2]
    for message in told.messages:
        assert message.quote is None or message.quote.cleared


def test_waiting_suggestions_are_a_reading_list_and_not_a_result() -> None:
    def change(made: dict[str, pd.DataFrame]) -> None:
        made["codings"] = tables.from_rows("codings", [
            {"excerpt_id": f"x{n:03d}", "code_id": "c_story", "coder": "machine",
             "status": "suggested", "tier": "look", "method": "keyword", "score": 0.5}
            for n in range(4)
        ])  # fmt: skip
        made["counted"] = made["counted"].iloc[:0]
        made["presence"] = made["presence"].iloc[:0]
        made["comparison"] = tables.empty("comparison")

    report = compose_commissioner_report(make_material(change=change))
    text = words(report)
    assert "4 suggested codings wait for a person." in text
    assert "Each counts once somebody has read it and accepted it." in text
    assert "Where to begin reading: suggestions, not results" in text


@pytest.mark.parametrize(
    ("word", "n"),
    [("asked", 1), ("changed", 1), ("people", 2), ("money", 2), ("agreed", 2), ("idea", 3),
     ("area", 3), ("experience", 4), ("professional", 4), ("appointment", 3), ("", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, n: int) -> None:
    assert count_syllables(word) == n


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_quotes_never_change_the_reading_grade(text: str) -> None:
    quoted = text.replace("“", "").replace("”", "")
    assert reading_grade(f"We read it out to all of you. “{quoted}”") == pytest.approx(
        reading_grade("We read it out to all of you. “x”")
    )
