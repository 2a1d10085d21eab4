"""The guide for professionals: whose line it is, every position, and no quote twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from insights import tables
from insights.reporting.chapters.checklists import compose_checklists
from insights.reporting.chapters.codebook_chapter import say_unrecorded
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.document import Quote, Report, own_words, walk
from insights.reporting.documents.guide import compose_professionals_guide
from insights.reporting.material import ReportMaterial
from tests.test_reporting_fixture import LIVED, PROFESSIONAL, make_material

LINE = "I would say “Would you like to talk about money here, or later on?” and leave it there."
CLAIM = "Ask about debt at once"


def guide(material: ReportMaterial) -> Report:
    return compose_professionals_guide(material)


def words(report: Report) -> str:
    return "\n".join(own_words(report))


def cleared(material: ReportMaterial) -> ReportMaterial:
    return replace(material, cleared=frozenset(material.excerpt))


def with_text(material: ReportMaterial, excerpt_id: str, text: str) -> ReportMaterial:
    excerpts = material.excerpts.copy()
    excerpts.loc[excerpts["excerpt_id"] == excerpt_id, "text"] = text
    excerpts.loc[excerpts["excerpt_id"] == excerpt_id, "prompt_kind"] = "idea"
    return replace(material, excerpts=excerpts)


def test_no_quote_stands_twice_but_to_show_a_position() -> None:
    ids = [node.excerpt_id for node in walk(guide(cleared(make_material())).sections)
           if isinstance(node, Quote)]  # fmt: skip
    assert ids
    assert len(ids) == len(set(ids))


def test_a_line_says_whose_it_is_and_one_that_others_oppose_opens_nothing() -> None:
    material = cleared(with_text(make_material(), "x041", LINE))
    assert "Proposed by one of the" in words(guide(material))
    assert guide(material).subtitle.startswith("How to open the conversation")
    drafts = material.recommendations.copy()
    for column, ids in (("for_excerpt_ids", ["x041"]), ("against_excerpt_ids", ["x011"])):
        drafts[column] = [ids for _ in range(len(drafts))]
    opposed = words(guide(replace(material, recommendations=drafts)))
    assert "Proposed by one of the" not in opposed
    serious = words(guide(replace(material, serious=frozenset({"x041"}))))
    assert "Proposed by one of the" not in serious


def test_every_position_of_each_group_is_quoted_dissenters_too() -> None:
    material = cleared(make_material())
    codes = material.codes.copy()
    codes.loc[codes["code_id"] == "c_when", "claim"] = CLAIM
    row = material.findings[material.findings["convergence"] == "dissonant"].iloc[0]
    by_group: dict[str, list[str]] = {}
    for e in map(str, row["excerpt_ids"]):
        if material.excerpt[e]["participant_id"]:
            by_group.setdefault(material.group_of[e], []).append(e)
    stance = {
        ids[place]: side for ids in (by_group[LIVED], by_group[PROFESSIONAL])
        for place, side in ((0, "supports"), (1, "opposes"))
    }  # fmt: skip
    counted = material.counted.copy()
    counted["stance"] = counted["excerpt_id"].map(stance).astype(object)
    report = guide(replace(material, codes=codes, counted=counted))
    shown = {node.excerpt_id for node in walk(report.sections) if isinstance(node, Quote)}
    assert set(stance) <= shown
    assert f"For “{CLAIM}”." in words(report)
    assert f"Against “{CLAIM}”." in words(report)


def test_feedback_on_a_draft_is_no_advice_for_every_conversation() -> None:
    text = "Ring me when the draft is ready and tell me where it will be kept."
    material = make_material()
    loose = "x036"
    findings = material.findings.copy()
    findings["excerpt_ids"] = findings["excerpt_ids"].map(
        lambda ids: [e for e in ids if e != loose]
    )
    material = replace(material, findings=findings)
    material = cleared(with_text(material, loose, text))
    assert "In every conversation" in [section.title for section in guide(material).sections]
    sources = material.sources.assign(kind="round")
    titles = [section.title for section in guide(replace(material, sources=sources)).sections]
    assert "In every conversation" not in titles


@pytest.mark.parametrize(
    ("version", "defined", "told"),
    [(1, 0, ""), (2, 1, ""), (2, 0, "at version 2"), (4, 1, "at version 3")],
)
def test_a_codes_past_before_the_review_is_said_not_to_be_on_record(
    version: int, defined: int, told: str
) -> None:
    material = make_material()
    codes = material.codes.copy()
    codes.loc[codes["code_id"] == "c_log", "version"] = version
    changes = [
        {"target": "code", "action": "define", "code_id": "c_log", "coder": "AB",
         "at": f"2026-01-0{n + 1}T10:00:00", "value": '{"definition": "x"}',
         "decision_id": f"d{n}", "source": "coding.jsonl", "line": n + 1}
        for n in range(defined)
    ]  # fmt: skip
    judgements = tables.from_rows("judgements", changes) if changes else material.judgements
    given = replace(material, codes=codes, judgements=judgements)
    desk = Desk(given, QuoteChooser(given))
    said = say_unrecorded(desk)
    assert told in said if told else said == ""
    coreq = compose_checklists(desk)[0]
    still_to_be_said = coreq.rows[24][2].words  # type: ignore[attr-defined]
    assert bool(still_to_be_said) == bool(told)
