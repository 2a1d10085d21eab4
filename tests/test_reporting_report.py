"""The commissioner's report as a record: structure, honesty, grammar, every odd project."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from insights import tables
from insights.reporting import (
    ReportMaterial,
    check_house_style,
    compose_commissioner_report,
    compose_evidence,
    render_html,
)  # fmt: skip
from insights.reporting.document import (
    Chart,
    Claim,
    Finding,
    Quote,
    QuoteList,
    QuotePair,
    Report,
    claims_of,
    own_words,
    quotes_of,
    walk,
)  # fmt: skip
from tests.test_reporting_fixture import (
    JUDGED,
    LIVED,
    PROFESSIONAL,
    PROJECT,
    SAID,
    make_comparison,
    make_material,
    topics_for,
)  # fmt: skip


def compose(material: ReportMaterial) -> Report:
    return compose_commissioner_report(material)


def words(report: Report) -> str:
    return "\n".join(own_words(report))


def without_codebook(made: dict[str, pd.DataFrame]) -> None:
    for name in ("codes", "presence", "comparison"):
        made[name] = tables.empty(name)
    made["counted"] = made["counted"].iloc[:0]


def one_group(made: dict[str, pd.DataFrame]) -> None:
    mine = made["excerpts"]["perspective"] == LIVED
    made["excerpts"] = made["excerpts"][mine].reset_index(drop=True)
    made["presence"] = made["presence"][made["presence"]["group"] == LIVED]
    made["comparison"] = tables.empty("comparison")


def no_groups(made: dict[str, pd.DataFrame]) -> None:
    made["excerpts"] = tables.conform("excerpts", made["excerpts"].assign(perspective=None))
    made["presence"] = tables.conform("presence", made["presence"].assign(group=None))
    made["participants"] = tables.conform(
        "participants", made["participants"].assign(perspective="unknown")
    )
    made["comparison"] = tables.empty("comparison")


def one_small_csv(made: dict[str, pd.DataFrame]) -> None:
    without_codebook(made)
    made["excerpts"] = made["excerpts"].iloc[:1]
    made["sources"] = made["sources"].iloc[:1]
    for name in ("sessions", "participants", "prototypes", "problems"):
        made[name] = tables.empty(name)


def nine_groups(made: dict[str, pd.DataFrame]) -> None:
    names = [f"ward {number}" for number in range(1, 10)]
    first = made["comparison"].to_dict("records")
    rows = [
        {**row, "group_a": a, "group_b": b, "sentence": f"{row['sentence']}"}
        for place, a in enumerate(names)
        for b in names[place + 1 :]
        for row in first
    ]
    made["comparison"] = tables.from_rows("comparison", rows)
    made["participants"] = made["participants"].assign(
        ward=[names[number % 9] for number in range(len(made["participants"]))]
    )


def small_groups(made: dict[str, pd.DataFrame]) -> None:
    made["excerpts"] = made["excerpts"][
        made["excerpts"]["participant_id"].isin(["L1", "L2", "P1", "P2", "P3"])
    ].reset_index(drop=True)


def no_proposals(made: dict[str, pd.DataFrame]) -> None:
    made["excerpts"] = tables.conform(
        "excerpts", made["excerpts"].assign(prompt_kind="problem", kind="problem")
    )


def many_files(made: dict[str, pd.DataFrame]) -> None:
    one = made["sources"].iloc[0].to_dict()
    made["sources"] = tables.from_rows("sources", [
        {**one, "source_id": f"s{number}", "path": f"notes/{number}.txt"} for number in range(60)
    ])  # fmt: skip


PROJECTS: dict[str, Callable[[], ReportMaterial]] = {
    "whole": lambda: topics_for(make_material(serious=("x029",))),
    "nothing at all": lambda: ReportMaterial(project=PROJECT),
    "no codebook": lambda: topics_for(make_material(change=without_codebook)),
    "one group": lambda: make_material(change=one_group),
    "no groups": lambda: make_material(change=no_groups),
    "one small csv": lambda: make_material(change=one_small_csv),
    "nine groups": lambda: make_material(
        change=nine_groups, project=replace(PROJECT, compare_by="ward")
    ),
    "nothing decided": lambda: topics_for(make_material(confirmed=False)),
    "no recommendations": lambda: make_material(change=no_proposals),
    "groups under five": lambda: make_material(change=small_groups, n=4),
    "one person each": lambda: make_material(SAID[-1:], n=8),
    "reflexive": lambda: make_material(project=replace(PROJECT, approach="reflexive")),
    "nothing written down": lambda: make_material(
        project=replace(PROJECT, about={}, commissioner="", question="What now?")
    ),
    "many files": lambda: make_material(change=many_files),
}  # fmt: skip


@pytest.fixture(params=PROJECTS, scope="module")
def material(request: pytest.FixtureRequest) -> ReportMaterial:
    return PROJECTS[request.param]()


def test_every_project_keeps_to_the_house_style(material: ReportMaterial) -> None:
    report = compose(material)
    wrong = {text: found for text in own_words(report) if (found := check_house_style(text))}
    assert wrong == {}


def test_every_claim_and_quote_stands_in_a_known_excerpt(material: ReportMaterial) -> None:
    report = compose(material)
    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    for claim in claims_of(report):
        assert set(claim.excerpt_ids) <= set(texts)
    for quote in quotes_of(report):
        assert quote.text == texts[quote.excerpt_id]
    assert len({claim.claim_id for claim in claims_of(report)}) == len(
        [node for node in walk(report.sections) if isinstance(node, Claim)]
    )


def test_every_claim_with_excerpts_has_its_evidence(material: ReportMaterial) -> None:
    report = compose(material)
    shown = {claim_id for group in report.evidence for claim_id in group.claim_ids}
    assert shown == {claim.claim_id for claim in claims_of(report) if claim.excerpt_ids}
    cited = {excerpt.excerpt_id for excerpt in report.cited}
    assert {e for group in report.evidence for e in group.excerpt_ids} == cited


def test_every_project_renders_the_same_bytes_twice(material: ReportMaterial) -> None:
    first, second = (render_html(compose(material)) for _ in range(2))
    assert first == second


def test_the_summary_comes_first_and_the_chapters_in_their_order() -> None:
    report = compose(PROJECTS["whole"]())
    assert [section.anchor for section in report.sections] == [
        "summary", "findings", "voices", "agreement", "prototypes", "map", "recommendations",
        "answer", "proposed", "sources", "topics", "method", "problems",
    ]  # fmt: skip
    assert report.status == ("Internal draft", "Fictional demonstration data")


def test_an_undecided_project_is_provisional_throughout() -> None:
    material = PROJECTS["nothing decided"]()
    report = compose(material)
    assert "Provisional" in report.status
    assert set(material.findings["confidence"]) == {"provisional"}
    assert "People have confirmed none of the" in words(report)


def test_the_order_of_rows_changes_no_byte_of_the_claims() -> None:
    material = make_material()
    shuffled = list(range(len(material.comparison)))
    random.Random(7).shuffle(shuffled)
    again = make_material(
        change=lambda made: made.update(comparison=made["comparison"].iloc[shuffled])
    )
    assert claims_of(compose(material)) == claims_of(compose(again))


def test_a_group_under_five_is_quoted_and_never_counted() -> None:
    material = PROJECTS["groups under five"]()
    text = words(compose(material))
    assert " of 4" not in text
    assert "fewer than 5" in text
    assert not [n for n in walk(compose(material).sections) if isinstance(n, Chart)]
    assert quotes_of(compose(material))


def test_nobody_is_ever_counted_out_of_nobody() -> None:
    def unasked(made: dict[str, pd.DataFrame]) -> None:
        made["comparison"] = tables.conform(
            "comparison", made["comparison"].assign(n_b=0, k_b=0, low_b=None, high_b=None)
        )

    text = words(compose(make_material(change=unasked)))
    assert "of 0" not in text
    assert "No professionals are known to have been asked." in text


def test_nine_groups_are_summarised_and_not_printed_pair_by_pair() -> None:
    report = compose(PROJECTS["nine groups"]())
    text = words(report)
    assert "36 pairs" in text
    assert len(text) < 40_000
    findings = [node for node in walk(report.sections) if isinstance(node, Finding)]
    assert len(findings) < 40


def test_thousands_of_excerpts_stay_a_report_and_all_stand_in_the_evidence() -> None:
    many = [
        (theme, code, kind, [(person, f"{text} ({turn})", *stance)
                             for turn in range(60) for person, text, *stance in lines])
        for theme, code, kind, lines in SAID
    ]  # fmt: skip
    material = make_material(many)
    assert len(material.excerpts) > 2_500
    report = compose(material)
    assert all(len(group.excerpt_ids) <= 60 for group in report.evidence)
    assert len(render_html(report)) < 6_000_000
    evidence = compose_evidence(report, material.excerpts, material.sources)
    story = evidence[evidence["claim_id"] == "F1"]
    assert len(story) == 60 * len(SAID[0][3])


def test_evidence_repeats_the_source_byte_for_byte() -> None:
    material = make_material()
    report = compose(material)
    evidence = compose_evidence(report, material.excerpts, material.sources)
    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    assert all(row.quote == texts[row.excerpt_id] for row in evidence.itertuples())
    assert set(evidence["group"]) == {LIVED, PROFESSIONAL, "group note"}
    printed = {f"quote.{quote.excerpt_id}" for quote in quotes_of(report)}
    assert printed <= set(evidence["claim_id"])


def test_quotes_come_from_many_people_and_both_groups() -> None:
    material = replace(make_material(), cleared=lambda excerpt_id: True)
    report = compose(material)
    people = {material.excerpt[quote.excerpt_id]["participant_id"] for quote in quotes_of(report)}
    assert len(people) >= 14
    pairs = [node for node in walk(report.sections) if isinstance(node, QuotePair)]
    assert any(pair.left and pair.right for pair in pairs)
    for pair in pairs:
        for side in (pair.left, pair.right):
            speakers = [material.excerpt[q.excerpt_id]["participant_id"] for q in side]
            assert len(set(speakers)) == len(speakers)


def test_dissent_is_quoted_and_a_disagreement_shows_each_groups_own_view() -> None:
    material = make_material()
    report = compose(material)
    found = {
        node.title: node for node in walk(report.sections)
        if isinstance(node, Finding) and node.label.startswith("F")
    }  # fmt: skip
    story = next(node for title, node in found.items() if title.startswith("Telling the story"))
    lists = [block for block in story.blocks if isinstance(block, QuoteList)]
    assert lists[0].heading == "Someone who saw it differently"
    money = next(node for title, node in found.items() if title.endswith("the groups disagree"))
    pair = next(block for block in money.blocks if isinstance(block, QuotePair))
    stance = dict(zip(material.counted["excerpt_id"], material.counted["stance"], strict=True))
    assert all(stance[quote.excerpt_id] == "opposes" for quote in pair.left)
    assert all(stance[quote.excerpt_id] != "opposes" for quote in pair.right)


def test_a_quote_says_the_group_alone_and_whether_it_is_cleared() -> None:
    material = make_material()
    quotes = quotes_of(compose(material))
    assert {quote.attribution for quote in quotes} <= {
        "Person with lived experience", "Professional",
        "Group note, people with lived experience",
    }  # fmt: skip
    assert {quote.cleared for quote in quotes} == {True, False}
    assert all(quote.cleared == (quote.excerpt_id in material.cleared) for quote in quotes)
    everything = replace(material, cleared=lambda excerpt_id: True)
    assert all(quote.cleared for quote in quotes_of(compose(everything)))


def test_silence_is_said_as_silence() -> None:
    text = words(compose(make_material()))
    assert "Nobody among 8 professionals was." in text
    assert "Ask professionals about it directly at the next round." in text
    assert "Getting debt advice" in text  # a theme that nobody raised is named


def test_single_serious_voices_stand_at_any_confidence() -> None:
    material = make_material(serious=("x029",))
    voices = material.findings[material.findings["finding_id"].str.startswith("S")]
    assert list(voices["finding_id"]) == ["S1", "S2"]
    assert list(voices.iloc[0]["excerpt_ids"]) == ["x029"]
    text = words(compose(material))
    assert "Few voices, serious: Not knowing where to go" in text
    assert "Few voices, serious: care refused for want of an address" in text


def test_counts_on_a_sensitive_theme_are_blurred_everywhere() -> None:
    report = compose(make_material())
    turned = [row for row in own_words(report) if "Being turned away" in row]
    assert turned
    for node in walk(report.sections):
        if isinstance(node, Chart):
            assert "Being turned away" not in [row.label for row in node.spec.rows]


@pytest.mark.parametrize(
    ("n_unattributed", "expected"),
    [(1, "1 note does not say who spoke. It is shown"),
     (2, "2 notes do not say who spoke. They are shown")],
)  # fmt: skip
def test_one_note_and_two_notes(n_unattributed: int, expected: str) -> None:
    def change(made: dict[str, pd.DataFrame]) -> None:
        made["sources"] = made["sources"].assign(n_unattributed=[n_unattributed, 0])
        made["sources"] = tables.conform("sources", made["sources"])

    assert expected in words(compose(make_material(change=change)))


@pytest.mark.parametrize(
    ("decision", "title"),
    [("Fund it", "The decision we ask for"),
     (["Fund it", "Name an owner"], "We ask you to decide two things"),
     ("", "The decision we ask for is not written yet"),
     ([], "The decision we ask for is not written yet")],
)  # fmt: skip
def test_the_decision_asked_comes_first(decision: Any, title: str) -> None:
    project = replace(PROJECT, about={"decision_asked": decision})
    report = compose(make_material(project=project))
    assert report.sections[0].blocks[0].title == title  # type: ignore[union-attr]


def test_who_is_missing_is_said() -> None:
    text = words(compose(make_material()))
    assert "Not heard: carers and people under 25." in text
    assert "8 people with lived experience, of 12 invited, in 1 session." in text
    assert "1 person on the register is not recorded as saying anything." in text


def test_problems_and_ideas_are_charted_apart() -> None:
    report = compose(make_material())
    charts = [node for node in walk(report.sections) if isinstance(node, Chart)]
    assert [chart.title for chart in charts] == ["Problems and experiences", "Ideas and solutions"]
    for chart in charts:
        assert len(chart.table.rows) == len(chart.spec.rows)
        assert chart.alt


def test_a_reflexive_project_has_no_counts_classes_or_ratings() -> None:
    text = words(compose(PROJECTS["reflexive"]()))
    assert "of 8 people" not in text
    assert "of 8 professionals" not in text
    assert "confidence" not in text.lower()
    assert "Groups agree" not in text


def test_topics_are_a_machines_and_never_themes() -> None:
    text = words(compose(topics_for(make_material(change=without_codebook))))
    assert "A topic is a machine’s cluster" in text
    assert "There is no codebook yet" in text


def test_a_quote_is_never_part_of_what_the_report_says_itself() -> None:
    material = make_material()
    own = words(compose(material))
    for node in walk(compose(material).sections):
        if isinstance(node, Quote):
            assert node.text not in own


def test_the_comparison_of_the_fixture_covers_what_was_planted() -> None:
    made = make_material()
    assert len(made.comparison) == len(JUDGED) + 1
    assert make_comparison.__doc__
