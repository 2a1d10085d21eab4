"""What the guide, the participants' report and the Easy Read brief take from people's words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.reporting import (
    ReportMaterial,
    check_house_style,
    compose_easy_read_brief,
    compose_participants_report,
    compose_professionals_guide,
    compose_researchers_report,
)
from insights.reporting.chapters.quotable import is_self_standing, is_told_on, n_clues
from insights.reporting.document import Report, Section, Table, own_words, quotes_of, walk
from insights.reporting.documents.easy_read import LONGEST_MESSAGE, split_message
from insights.reporting.documents.easy_words import explain_words
from insights.reporting.reading import measure_reading, say_reading
from tests.test_reporting_fixture import PROJECT, make_material


def words(report: Report) -> str:
    return "\n".join(own_words(report))


def section(report: Report, anchor: str) -> Section:
    return next(part for part in report.sections if part.anchor == anchor)


def table(report: Report, caption: str) -> Table:
    return next(
        node for node in walk(report.sections)
        if isinstance(node, Table) and node.caption.startswith(caption)
    )  # fmt: skip


def about(**more: object) -> ReportMaterial:
    return make_material(project=replace(PROJECT, about={**PROJECT.about, **more}))


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Nobody rang me back.", 0),
        ("I worked on the ward for nine years.", 3),
        ("Our criteria were written when we had nine staff.", 1),
        ("My son died on the Friday.", 3),
        ("Monday is a bad day in English weather.", 0),
    ],
)
def test_words_that_may_show_who_said_them_are_noticed(text: str, n: int) -> None:
    assert n_clues(text) == n


@pytest.mark.parametrize(
    ("text", "told_on", "whole"),
    [
        ("I wish somebody had asked me straight out, on the first day.", False, True),
        ("“I wish they had.” She said it was fine and then went home early.", True, True),
        ("Ok but our form has twenty boxes and debt is the last one.", False, False),
        ("He thought we were all from the church down the road.", False, False),
    ],
)
def test_a_quote_is_whole_and_the_speakers_own(text: str, told_on: bool, whole: bool) -> None:
    assert (is_told_on(text), is_self_standing(text)) == (told_on, whole)


def test_an_opening_is_somebodys_own_cleared_words() -> None:
    def change(made: dict[str, pd.DataFrame]) -> None:
        said = "Ask me if I would rather write it down than say it out loud."
        made["excerpts"].loc[made["excerpts"]["excerpt_id"] == "x033", "text"] = said

    material = make_material(change=change)
    cleared = replace(material, cleared=frozenset(material.excerpt))
    ids = {quote.excerpt_id for quote in quotes_of(compose_professionals_guide(cleared))}
    assert "x033" in ids
    waiting = words(compose_professionals_guide(replace(material, cleared=frozenset())))
    assert "waits for a person to clear it" in waiting
    assert "No words that may be quoted say how to begin." in waiting


def test_every_way_to_reach_the_team_is_given_and_none_is_a_dead_end() -> None:
    given_ways = {"contact_phone": "01632 960001", "contact_email": "a@b.example",
                  "contact_post": "1 High Street"}  # fmt: skip
    told = words(compose_participants_report(about(**given_ways)))
    assert all(way in told for way in given_ways.values())
    assert "speak to the person who asked you" in words(compose_participants_report(about()))


def test_a_drawing_that_waits_is_not_also_said_to_have_no_answer() -> None:
    material = make_material()
    row = material.recommendations.iloc[0]
    excerpt_id = str(row["for_excerpt_ids"][0])
    ideas = tables.from_rows("ideas", [
        {"idea_id": "I1", "title": "The Boat", "status": "parked", "reason": "Like I2.",
         "excerpt_id": excerpt_id, "source_id": "s_le", "locator": "row 1"},
        {"idea_id": "I2", "title": "The Stove", "status": "prototype", "reason": "Most dots",
         "excerpt_id": "x000", "source_id": "s_le", "locator": "row 2"},
    ])  # fmt: skip
    first = replace(material, ideas=ideas, recommendations=material.recommendations.iloc[:1])
    report = compose_participants_report(first)
    refused = "\n".join(own_words(replace(report, sections=(section(report, "cannot"),))))
    assert "“The Boat”." in refused
    assert "“Like ‘The Stove’”." in refused
    done = "\n".join(own_words(replace(report, sections=(section(report, "did"),))))
    assert "From your drawings we built “The Stove”. People tried it." in done
    assert "No one has said yes or no yet." not in done


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (None, ""),
        (False, "Not done yet: the project says that findings were not read back to people."),
        (True, "What people said of them is not on record."),
    ],
)
def test_participant_checking_is_what_the_records_say(declared: bool | None, says: str) -> None:
    more = {} if declared is None else {"member_check": declared}
    row = table(compose_researchers_report(about(**more)), "COREQ").rows[27]
    told = str(row[1].words[0]) if row[1].words else ""
    assert told.endswith(says) if says else not told
    assert row[2].words == ("What people said when findings were read back.",)


def test_what_the_team_says_fills_an_item_by_its_number() -> None:
    material = about(coreq={"3": "A peer worker led it."})
    rows = table(compose_researchers_report(material), "COREQ").rows
    assert rows[2][1].words == ("The team says: “A peer worker led it”.",)
    assert not rows[2][2].words
    assert not rows[3][1].words


def test_researchers_see_hashes_and_versions_whole() -> None:
    material = replace(make_material(), record={"seed": 7, "versions": {"python": "3.11"}})
    report = compose_researchers_report(material)
    hashes = {str(row[1].words[0]) for row in table(report, "Files and their hashes").rows}
    assert hashes == set(material.sources["sha256"])
    assert table(report, "Versions").rows[0][1].words == ("3.11",)


@pytest.mark.parametrize("material", [make_material(), ReportMaterial(project=PROJECT)])
def test_the_brief_says_it_is_not_easy_read_and_keeps_messages_short(
    material: ReportMaterial,
) -> None:
    report = compose_easy_read_brief(material)
    assert {t: wrong for t in own_words(report) if (wrong := check_house_style(t))} == {}
    assert "This is not Easy Read." in words(report)
    said = [str(row[0].words[0]).partition(". ")[2] for row in table(report, "One sentence").rows]
    assert max(len(message.split()) for message in said) <= LONGEST_MESSAGE
    assert not [quote for quote in quotes_of(report) if not quote.cleared]


@given(st.text(alphabet="abc ,;and", max_size=150))
@settings(max_examples=80, deadline=None)
def test_no_message_is_too_long(text: str) -> None:
    assert all(len(part.split()) <= LONGEST_MESSAGE for part in split_message(text))


def test_hard_words_are_explained_and_names_are_not() -> None:
    found = dict(explain_words(["The referral goes to Marlhaven", "Ask the GP, every evening"]))
    assert set(found) == {"referral", "GP"}


def test_a_short_text_is_not_measured_and_a_long_one_has_bounds() -> None:
    assert measure_reading("We did it. Thank you all.") is None
    assert "too little text" in say_reading("We did it.")[0]
    found = measure_reading("We asked you what would help you most. " * 20)
    assert found is not None
    assert found.low <= found.grade <= found.high
    assert found.longest == 8
