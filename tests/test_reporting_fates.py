"""What participants are told of their ideas is what the records hold, and said one way only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from insights import tables
from insights.reporting import compose_commissioner_report, compose_participants_report
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import (
    asked_since,
    fate_of,
    ideas_in,
    is_untold,
    joined_with,
    stands_still,
)
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.document import claims_of, own_words
from insights.reporting.evidence_titles import find_places, name_groups
from insights.reporting.material import ReportMaterial
from insights.reporting.reading import say_reading
from tests.test_reporting_fixture import make_material


def drawn(*ideas: tuple[str, str, str, str], decisions: tuple[str, ...] = ()) -> ReportMaterial:
    """Return material whose first recommendation rests on the first of some drawings."""
    material = make_material()
    row = material.recommendations.iloc[:1].copy()
    row["decisions"] = [list(decisions)]
    first = str(row.iloc[0]["for_excerpt_ids"][0])
    rows = [
        {"idea_id": number, "title": title, "status": status, "reason": reason,
         "excerpt_id": first if at == 0 else None, "source_id": "s_le", "locator": f"row {at}"}
        for at, (number, title, status, reason) in enumerate(ideas)
    ]  # fmt: skip
    return replace(material, recommendations=row, ideas=tables.from_rows("ideas", rows))


def desk_of(material: ReportMaterial) -> Desk:
    return Desk(material, QuoteChooser(material))


def told(material: ReportMaterial) -> str:
    return "\n".join(own_words(compose_participants_report(material)))


RING = ("I1", "The Ring", "parked", "Shared its dots with I2. The team tries it on Mondays")
HOUR = ("I2", "The Hour", "parked", "Shared its dots with I1")
BOAT = ("I3", "The Boat", "parked", "Nobody has a boat")


def test_what_is_being_tried_does_not_stand_under_what_we_cannot_do() -> None:
    material = drawn(RING, HOUR, BOAT)
    desk = desk_of(material)
    assert fate_of(desk, desk.recommendations[0]) == "trying"
    assert [stands_still(desk, idea) for idea in ideas_in(desk, "parked")] == [False, False, True]
    words = told(material)
    assert "We are trying this:" in words
    assert "Shared its dots" not in words
    assert "We put it together with “The Ring”." in words
    assert "“Nobody has a boat”." in words


@pytest.mark.parametrize(
    ("reason", "other", "rest"),
    [
        ("Shared its dots with I2", "I2", ""),
        ("Shared its dots with I2. Later", "I2", "Later"),
        ("It was merged into I2.", "I2", "It"),
        ("Shared its dots with nobody", None, "Shared its dots with nobody"),
        ("Would use the list behind I2", None, "Would use the list behind I2"),
    ],
)
def test_a_drawing_is_joined_with_another_that_the_note_names(
    reason: str, other: str | None, rest: str
) -> None:
    desk = desk_of(drawn(("I1", "One", "parked", reason), HOUR))
    found, more = joined_with(desk, ideas_in(desk, "parked")[0])
    assert (found["idea_id"] if found is not None else None) == other
    assert more == rest


def test_a_drawing_behind_what_is_asked_for_now_has_one_fate() -> None:
    material = drawn(BOAT, decisions=("D1",))
    desk = desk_of(material)
    assert asked_since(desk, ideas_in(desk, "parked")[0]) is not None
    words = told(material)
    assert "It has to wait." not in words
    assert "Now we ask those who decide for this:" in words


def test_a_drawing_that_was_tested_elsewhere_was_not_built_as_drawn() -> None:
    material = drawn(("I1", "While You Sit", "prototype", "Built near it"))
    moved = material.recommendations.assign(tried="In another place, by 7 people: pilot it.")
    words = told(replace(material, recommendations=moved))
    assert "We did not build “While You Sit” as drawn." in words
    assert "From your drawings we built" not in words


def test_to_look_is_asked_by_us_and_not_by_those_who_spoke() -> None:
    material = drawn(BOAT)
    look = material.recommendations.assign(
        title="Look into how people are turned away", finding_ids=[["S1"]]
    )
    words = told(replace(material, recommendations=look))
    assert "You asked for this: “Look into" not in words
    assert "“How people are turned away”." in words
    assert "Some of you spoke of one danger." in words


def test_a_title_in_nobody_s_words_says_why() -> None:
    material = drawn(BOAT)
    held = material.recommendations.assign(title="Something about the hours")
    assert is_untold(held.iloc[0].to_dict())
    assert "We can’t print its words yet: we need a yes first." in told(
        replace(material, recommendations=held)
    )


def test_every_list_of_evidence_has_a_heading_in_words() -> None:
    report = compose_commissioner_report(make_material(serious=("x029",)))
    ids = {claim.claim_id for claim in claims_of(report)}
    assert report.evidence
    assert ids <= set(find_places(report))
    for group in report.evidence:
        assert group.title not in ids
        assert " " in group.title
    assert "insights trace" not in report.about_evidence
    assert not any(claim_id.startswith("uncoded") for claim_id in ids)


def test_headings_that_would_be_alike_say_what_each_is_about() -> None:
    material = make_material()
    report = compose_commissioner_report(material)
    ids = [claim.claim_id for claim in claims_of(report)][:2]
    same = {claim_id.partition(".")[0]: "One heading" for claim_id in ids}
    assert name_groups(report, [ids[:1]], same, material) == ["One heading"]


def test_a_grade_that_is_too_low_to_mean_anything_is_no_number() -> None:
    said = " ".join(say_reading("We did it for you. You told us so. " * 40))
    assert "School grade below 3" in said
    assert "between" not in said
