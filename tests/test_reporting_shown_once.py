"""What a chapter says once and no more: cards of prototypes, dots, limits, quotes, small counts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from insights import analysis, tables
from insights.analysis.prototype_cards import judge_prototypes
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import compose_findings
from insights.reporting.chapters.ideas_chapter import WALL_DOTS, compose_ideas
from insights.reporting.chapters.priorities_chapter import compose_priorities
from insights.reporting.chapters.process_chapter import compose_process
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.sides import headline_codes
from insights.reporting.chapters.trials import compose_prototypes
from insights.reporting.document import (
    Claim,
    Field,
    Fields,
    Finding,
    Paragraph,
    Section,
    Table,
    walk,
)  # fmt: skip
from insights.reporting.material import ReportMaterial
from insights.reporting.statements import UNTOLD
from tests.test_reporting_fixture import make_material

PLACE = {"source_id": "s", "locator": "row 2"}
GROUPS = ("lived_experience", "professional")


def desk_of(**changed: pd.DataFrame) -> Desk:
    material: ReportMaterial = replace(make_material(), **changed)
    return Desk(material, QuoteChooser(material))


def words_of(section: Section) -> str:
    """Return everything a section's paragraphs and tables say, as one text."""
    said = [section.intro]
    for node in walk((section,)):
        if isinstance(node, Paragraph):
            said += [node.lead, *(p.text if isinstance(p, Claim) else p for p in node.parts)]
        elif isinstance(node, Table):
            said += [node.caption, node.note, *node.header]
            said += [p.text if isinstance(p, Claim) else p
                     for row in node.rows for cell in row for p in cell.words]  # fmt: skip
        elif isinstance(node, Field):
            said += [p.text if isinstance(p, Claim) else p for p in node.words]
    return " ".join(said)


# -------------------------------------------------------------------------- prototypes


def trial(
    n: int, makers: int, *, could: int, name: str = "Reading tool"
) -> dict[str, pd.DataFrame]:
    """Return the tables of a test by n people, the last of whom had helped to make the thing."""
    rows = []
    for person in range(n):
        base = {"prototype": name, "participant_id": f"P{person}", "source_id": "s",
                "perspective": GROUPS[person % 2], "helped_design": person >= n - makers,
                "locator": f"row {person}"}  # fmt: skip
        rows += [{**base, "item": "success", "value": float(person < could)},
                 {**base, "item": "would_use", "value": 1.0 if person else 0.5},
                 {**base, "item": "liked", "value": float(person % 3 + 2)}]  # fmt: skip
    prototypes = tables.from_rows("prototypes", rows)
    nothing = tables.empty("excerpts")
    results = tables.conform("prototype_results",
                             analysis.summarise_prototypes(prototypes, nothing))  # fmt: skip
    issues = tables.conform("prototype_issues", analysis.list_issues(prototypes, nothing))
    cards, _ = judge_prototypes(results, issues, prototypes)
    return {"prototypes": prototypes, "prototype_results": results, "prototype_issues": issues,
            "prototype_cards": tables.conform("prototype_cards", cards)}  # fmt: skip


def card_of(made: dict[str, pd.DataFrame], **more: pd.DataFrame) -> tuple[Section, Finding]:
    section = compose_prototypes(desk_of(**made, **more))
    assert section is not None
    return section, next(node for node in walk((section,)) if isinstance(node, Finding))


def test_a_card_sets_everybody_beside_those_who_did_not_make_it_once():
    _, card = card_of(trial(8, 2, could=8))
    table = next(node for node in walk((card,)) if isinstance(node, Table))
    assert table.header == ("What was asked", "All 8 testers", "The six who did not make it")
    lines = [tuple(str(cell.words[0]) for cell in row) for row in table.rows]
    assert lines == [
        ("Could do the task", "8 of 8", "6 of 6"),
        ("Would use it", "7 of 8, and 1 perhaps", "5 of 6"),
        ("Liked it", "3 in the middle, from 2 to 4", "3 in the middle"),
    ]
    assert str(card).count("who did not make it") == 1


def test_a_card_without_makers_has_one_column():
    _, card = card_of(trial(6, 0, could=6))
    table = next(node for node in walk((card,)) if isinstance(node, Table))
    assert table.header == ("What was asked", "Testers")


@pytest.mark.parametrize(
    ("n", "makers", "badge"),
    [
        (8, 6, "Too few to say: test it with more people"),
        (8, 5, "Pilot it"),
        (8, 8, "Too few to say: test it with more people"),
    ],
)
def test_praise_by_makers_is_no_pilot(n: int, makers: int, badge: str):
    section, card = card_of(trial(n, makers, could=n))
    assert card.badges[0].text == badge
    assert "fewer than three others tested it" in words_of(section)
    what_to_do = next(node for node in walk((card,)) if isinstance(node, Fields)).fields[0]
    if makers == 6:
        assert what_to_do.words[1] == (
            "6 of the 8 testers had helped to make it. The other two are too few to rest a "
            "decision on."
        )


def votes_on(*texts: str) -> dict[str, pd.DataFrame]:
    ids = [f"S{n}" for n in range(len(texts))]
    return {
        "statements": tables.from_rows("statements", [
            {"statement_id": key, "text": text, **PLACE}
            for key, text in zip(ids, texts, strict=True)
        ]),
        "consensus": tables.from_rows("consensus", [
            {"statement_id": key, "n_groups": 2, "n_votes": 16, "consensus": 0.1, "lowest_p": 0.1,
             "dissent": 0.1, "rank": 1, "sentence": "Most in every group disagreed."}
            for key in ids
        ]),
    }  # fmt: skip


def test_a_vote_that_names_a_prototype_stands_on_its_card():
    named = "I would send a friend to the reading tool as it is today."
    made = trial(6, 0, could=6)
    _, card = card_of(made, **votes_on(named, "Reading matters.", "A tool is a tool."))
    fields = {field.name: field.words for field in
              next(node for node in walk((card,)) if isinstance(node, Fields)).fields}  # fmt: skip
    assert fields["In the votes"] == (f"“{named}” Most in every group disagreed.",)


# --------------------------------------------------------------------- dots on the wall


def ideas_of(*dots: int | None) -> pd.DataFrame:
    return tables.from_rows("ideas", [
        {"idea_id": f"I{n}", "title": f"Idea {n}", "status": "open", "n_dots": given, **PLACE}
        for n, given in enumerate(dots)
    ])  # fmt: skip


def test_dots_on_the_wall_are_shown_apart_from_ballots():
    section = compose_ideas(desk_of(ideas=ideas_of(2, 7, None)))
    assert section is not None
    table = next(node for node in walk((section,)) if isinstance(node, Table))
    assert table.header[1] == "Dots on the wall"
    assert [(row[0].words[0], row[1].words[0]) for row in table.rows] == [
        ("Idea 1", "7"), ("Idea 0", "2"), ("Idea 2", "not counted"),
    ]  # fmt: skip
    assert table.note == WALL_DOTS
    bare = compose_ideas(desk_of(ideas=ideas_of(None, None)))
    assert bare is not None
    assert "wall" not in " ".join(next(n for n in walk((bare,)) if isinstance(n, Table)).header)


def test_ballots_and_dots_on_the_wall_are_never_added_up():
    ballots = tables.from_rows("ballots", [
        {"ballot_id": f"b{n}", "round": "1", "group": GROUPS[n % 2], "secret": True,
         "idea_id": f"I{n % 2}", "dots": 1, **PLACE}
        for n in range(12)
    ])  # fmt: skip
    ranked = analysis.rank_ideas(ballots, ideas_of(40, 0))
    pd.testing.assert_frame_equal(ranked, analysis.rank_ideas(ballots, ideas_of(None, None)))
    section = compose_priorities(desk_of(ballots=ballots, priorities=ranked, ideas=ideas_of(40, 0)))
    assert section is not None
    assert "They stand in the chapter on ideas, and count for nothing here." in words_of(section)


# -------------------------------------------------------------- said once, quoted rightly


def test_what_many_findings_cannot_tell_is_said_once():
    cannot = "We cannot tell from these numbers whether the groups raised it equally."
    material = make_material()
    findings = material.findings.assign(
        statement=[f"{cannot} {said}" for said in material.findings["statement"]]
    )
    section = compose_findings(desk_of(findings=findings))
    assert section is not None
    told = words_of(section)
    assert told.count(UNTOLD) == 1
    assert cannot not in told
    one = compose_findings(desk_of(findings=findings.iloc[:1]))
    assert one is not None and cannot in words_of(one)


def test_the_quote_under_a_headline_carries_a_code_that_it_names():
    desk = desk_of()
    counted = desk.codes_of
    for row in desk.findings:
        named = desk.code_names
        for code_id in {c for e in row["excerpt_ids"] for c in counted.get(str(e), ())}:
            if code_id not in named or desk.theme_of[code_id] != row["theme"]:
                continue
            told = {**row, "title": f"{row['theme']}: {named[code_id].lower()}"}
            assert headline_codes(desk, told)[:1] == [code_id]
            ids = [str(e) for e in row["excerpt_ids"]]
            first = QuoteChooser(desk.material).choose(ids, 2, codes=[code_id])[0]
            assert first.withheld or code_id in counted[first.excerpt_id]
            short = desk.quotes.short(ids, codes=[code_id])
            assert short is None or code_id in counted[short.excerpt_id]


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("Fewer than three people spoke of this.", "the words"),
        ("Among carers, fewer than three people did.", "the words"),
        ("3 of 8 carers spoke of this.", "1 excerpt"),
    ],
)
def test_no_number_of_excerpts_says_more_than_fewer_than_three(text: str, proof: str):
    assert Claim("S1", text, ("x1",)).proof == proof


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ((4, 4, 4, 4, 2), "most of those who answered twice chose a higher number afterwards"),
        ((1, 1, 1, 2, 2), "most of those who answered twice chose a lower number afterwards"),
        ((3, 1, 2, 2, 2), "answers went no one way"),
    ],
)
def test_answers_before_and_after_are_told_once(after: tuple[int, ...], told: str):
    rows = [
        {"participant_id": f"L{n}", "item": "I felt heard", "when": when, "value": float(value),
         "highest": 5.0, **PLACE}
        for when, values in (("before", (2, 2, 2, 2, 2)), ("after", after))
        for n, value in enumerate(values)
    ]  # fmt: skip
    section = compose_process(desk_of(process=tables.from_rows("process", rows)))
    assert section is not None
    words = words_of(section)
    assert told in words.lower()
    assert words.count("I felt heard") == 1
