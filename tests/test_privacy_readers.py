"""What a reader of a report sees of a person: cleared words, and nothing that joins them up."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pandas as pd
import pytest

from insights import store, tables
from insights.pipeline.gathering import gather_material
from insights.privacy import Names, Scanner
from insights.privacy.excerpts import string_id
from insights.privacy.rare import find_rare
from insights.project import load_project
from insights.reporting import (
    ReportMaterial,
    compose_commissioner_report,
    compose_easy_read_brief,
    compose_participants_report,
    compose_professionals_guide,
    compose_researchers_report,
    for_reader,
    render_docx,
    render_html,
)
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.document import quotes_of
from insights.reporting.documents.clearing import with_dropped
from tests.test_reporting_fixture import make_material

FOR_READERS = (
    compose_commissioner_report,
    compose_participants_report,
    compose_professionals_guide,
)
PLACE = re.compile(
    r"\b(?:row|line|paragraph) \d+|\b\d\d:\d\d:\d\d\b|\.(?:xlsx|csv|vtt|docx|md|txt)\b"
)
_SHORT = 24  # characters: shorter words are anybody's


@pytest.fixture(scope="module")
def material() -> ReportMaterial:
    return make_material()


# ------------------------------------------------------------------------------- places


@pytest.mark.parametrize("compose", FOR_READERS)
def test_no_excerpt_tells_its_place_to_a_reader(material: ReportMaterial, compose) -> None:
    report = compose(material)
    assert [one.place for one in report.cited if PLACE.search(one.place)] == []
    drawn = render_html(report)
    shown = re.findall(r'<p class="place">(.*?)</p>', drawn)
    assert not report.cited or shown
    assert [place for place in shown if PLACE.search(html.unescape(place))] == []
    assert all(one.excerpt_id in drawn for one in report.cited)
    assert render_docx(report)


def test_the_researchers_copy_keeps_the_places(material: ReportMaterial) -> None:
    report = compose_researchers_report(material)
    for one in report.cited:
        assert one.place.endswith(material.place_of(one.excerpt_id))


def test_excerpts_stand_in_an_order_that_says_nothing(material: ReportMaterial) -> None:
    for group in compose_commissioner_report(material).evidence:
        assert list(group.excerpt_ids) == sorted(group.excerpt_ids)


def test_a_session_is_told_only_where_three_of_the_group_spoke_in_it(
    material: ReportMaterial,
) -> None:
    few = set(material.excerpts["participant_id"].dropna().unique()[:2])
    alone = material.excerpts["participant_id"].isin(few)
    moved = material.excerpts.assign(session_id=material.excerpts["session_id"].mask(alone, "S99"))
    report = compose_commissioner_report(replace(material, excerpts=moved))
    places = {one.excerpt_id: one.place for one in report.cited}
    assert any("session" in place for place in places.values())
    assert not any("S99" in place for place in places.values())


# ---------------------------------------------------------------------- cleared words alone


def test_those_who_took_part_get_cleared_words_alone(material: ReportMaterial) -> None:
    waiting = next(iter(quotes_of(compose_participants_report(material)))).excerpt_id
    draft = replace(material, cleared=frozenset(material.excerpt) - {waiting})
    for compose, name in (
        (compose_participants_report, "participants"),
        (compose_easy_read_brief, "easy_read_brief"),
    ):
        told = for_reader(draft, name)
        report = with_dropped(compose(told), draft)
        words = str(material.excerpt[waiting]["text"])
        assert all(quote.cleared or quote.withheld for quote in quotes_of(report))
        drawn = html.unescape(render_html(report))
        assert words not in drawn
        assert "not yet cleared" not in drawn
    assert for_reader(draft, "commissioner") is draft


def test_what_was_left_out_is_counted_for_the_author(material: ReportMaterial) -> None:
    draft = replace(material, cleared=frozenset())
    report = with_dropped(compose_participants_report(for_reader(draft, "participants")), draft)
    assert any("not cleared yet" in line for line in report.colophon)


def test_a_word_that_nobody_has_judged_keeps_its_quote_back() -> None:
    scanner = Scanner(Names(), b"key")
    waits = "and then she asked oluwaseyi about the form"
    assert scanner.is_unjudged(waits)
    assert not scanner.is_unjudged("Nobody wrote it down.")
    judged = Scanner(Names(), b"key", allowed=[string_id("oluwaseyi", b"key")])
    assert not judged.is_unjudged(waits)


# ------------------------------------------------------------------- words that point to one


def rare_reason(text: str, **register: object) -> str:
    people = tables.from_rows("participants", [
        {"participant_id": "P1", "perspective": "professional", "origin": "register", **register},
    ])  # fmt: skip
    frame = pd.DataFrame({"excerpt_id": ["x1"], "participant_id": ["P1"], "text": [text]})
    return find_rare(frame, people).get("x1", "")


@pytest.mark.parametrize(
    "text",
    [
        "I did payroll for years.",
        "I did everyone’s wages and could not open my own post.",
        "I’ve five and a half now, so the line moves.",
        "We have six nurses and a kettle.",
        "We pay for a list. I’ve the invoice.",
        "I've been on reception six years.",
        "There is nowhere to go and I lock it behind them.",
        "They ring me, because I'm the voice.",
        "I'm speaking as me this week, not as the badge.",
        "Speaking for himself not for work.",
        "I've been on the other side of the desk.",
        "We've a service-user rep on the board. One. She sits by the door.",
    ],
)
def test_a_part_that_few_have_is_looked_at_by_a_person(text: str) -> None:
    assert rare_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody rang me back.", "They ring me back when they can.", "I had six letters in a week.",
        "It works for me, not for everybody.", "I asked the receptionist and she sighed.",
        "I did the form twice.", "I've had four workers since the summer.",
        "The rep rang. It was engaged.", "We have two buses a day.",
    ],
)  # fmt: skip
def test_everyday_words_point_to_nobody(text: str) -> None:
    assert rare_reason(text) == ""


def test_initials_of_what_the_register_says_count_as_its_words() -> None:
    spoken = {"first_language": "British Sign Language"}
    assert "first language" in rare_reason("In BSL I spell each one out.", **spoken)
    assert rare_reason("In bsl it is shorter.", first_language="English") == ""


# ------------------------------------------------------------------------- once in a document


def test_a_quote_printed_before_does_not_stand_beside_another(material: ReportMaterial) -> None:
    ids = list(material.excerpt)
    chooser = QuoteChooser(material)
    first = chooser.quote(ids[0]).excerpt_id
    chosen = [quote.excerpt_id for quote in chooser.choose(ids[:6], 6)]
    assert first not in chosen[1:]


# ------------------------------------------------------------------------------ bundled project


def printed(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def pages(bundled, bundled_root) -> dict[str, str]:
    folder = bundled_root / "reports" / "money-toolkit"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


def test_what_is_withheld_anywhere_in_a_document_is_printed_nowhere_in_it(
    pages, bundled_root
) -> None:
    processed = load_project("money-toolkit", root=bundled_root).processed
    evidence = store.read_table(processed / "evidence.parquet")
    said = dict(zip(evidence["excerpt_id"], evidence["quote"], strict=True))
    n_withheld = 0
    for name, page in pages.items():
        for excerpt_id in set(re.findall(r'<li id="x-(x\w+)"><p class="withheld">', page)):
            words = " ".join(said[excerpt_id].split())
            assert len(words) < _SHORT or words not in printed(page), name
            n_withheld += 1
    assert n_withheld


def test_participants_of_the_bundled_project_meet_no_words_that_wait(pages, bundled_root) -> None:
    settings = load_project("money-toolkit", root=bundled_root)
    made = {p.stem: store.read_table(p) for p in sorted(settings.processed.glob("*.parquet"))}
    material = gather_material(settings, made, today="2026-03-27")
    texts = {e: " ".join(str(row["text"]).split()) for e, row in material.excerpt.items()}
    free = " ".join(texts[e] for e in texts if material.is_cleared(e))
    waiting = [t for e, t in texts.items() if not material.is_cleared(e) and len(t) >= _SHORT]
    for name in ("participants", "easy-read"):
        shown = printed(pages[name])
        assert [text for text in waiting if text in shown and text not in free] == []
        assert "not yet cleared" not in shown


@pytest.mark.parametrize("name", ["commissioner", "participants", "professionals"])
def test_no_readers_copy_of_the_bundled_project_tells_a_place_beside_words(pages, name) -> None:
    shown = re.findall(r'<p class="place">(.*?)</p>', pages[name])
    assert [one for one in shown if PLACE.search(one)] == []
