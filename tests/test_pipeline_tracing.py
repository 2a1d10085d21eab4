"""Tracing by what a reader has in hand: some words of a quote, or a participant."""

from __future__ import annotations

import pytest

from insights import pipeline
from insights.errors import InsightsError


@pytest.fixture(scope="module")
def made(bundled):
    return pipeline.read_tables(bundled.project.name, root=bundled.project.root)


def trace(bundled, wanted):
    return pipeline.trace(bundled.project.name, wanted, root=bundled.project.root)


def test_words_of_a_quote_lead_to_what_came_of_them(bundled, made):
    said = "I’M not ashamed, I’m   angry"  # as somebody types it from a printed page
    found = trace(bundled, said)
    assert (found.kind, found.quote[:15]) == ("excerpt", "I'm not ashamed")
    assert "leads to" in [step.kind for step in found.steps]
    person = made["excerpts"].set_index("excerpt_id").loc[found.step_id, "participant_id"]
    assert found.words.startswith(person)


def test_a_participant_leads_to_all_their_words(bundled, made):
    found = trace(bundled, "p07")
    assert (found.kind, found.step_id) == ("participant", "P07")
    shown = [step.step_id for step in found.steps if step.kind == "excerpt"]
    spoken = made["excerpts"]
    assert shown == list(spoken.loc[spoken["participant_id"] == "P07", "excerpt_id"])


def test_words_that_nobody_said_are_not_repeated(bundled):
    with pytest.raises(InsightsError) as raised:
        trace(bundled, "nobody ever said these words")
    assert "these words here" not in str(raised.value)
    assert "nobody ever said" not in str(raised.value)


def test_one_word_of_a_quote_is_found_wherever_it_stands(bundled):
    found = trace(bundled, "rang")
    assert found.kind == "words"
    assert len(found.steps) > 1
    assert all("rang" in step.quote.casefold() for step in found.steps)


def test_words_that_may_not_be_quoted_have_a_mark(bundled, made):
    from insights.pipeline.unquoted import why_not_quoted

    why = why_not_quoted(bundled.project, made, today="2026-03-01")
    held = next(e for e, said in why.items() if said.startswith("nobody is named"))
    assert "may not be quoted" in trace(bundled, held).mark
    assert "may not be quoted" in repr(trace(bundled, held))
