"""The report on one slide: what is to be decided, and the three findings that matter most."""

from __future__ import annotations

import re

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.deciding import Asked, say_decisions
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day, missing_words
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.sides import say_stances
from insights.reporting.chapters.summary import (
    compose_decision,
    key_findings,
    say_how_few,
    say_who_asks,
)  # fmt: skip
from insights.reporting.document import (
    Block,
    Callout,
    Figure,
    Items,
    Paragraph,
    Report,
    Section,
    Tally,
    Words,
)  # fmt: skip
from insights.reporting.documents.commissioner import (
    compose_status,
    compose_subtitle,
    with_evidence,
)
from insights.reporting.material import ReportMaterial
from insights.reporting.statements import counts_sentence
from insights.reporting.wording import capitalised, full_stop, in_words, listed, short_count

_SHOWN, _DECISIONS, _MATTERS = 3, 6, 3
_SAID = ("Who asks for it", "Offered", "Next")
_ASIDE = re.compile(r"(?::|;|, (?:although|though|because|while|but|who|which)\b).*$")


def compose_slide(material: ReportMaterial) -> Report:
    """Return the slide for a board's meeting; everything on it stands in the report as well."""
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    tallies = tuple(_tally(desk, row) for row in key_findings(desk, _SHOWN))
    asked = _asked(desk)
    blocks: tuple[Block, ...] = (*asked, *tallies, _know(desk, bool(tallies)))
    sections = (Section("slide", "On one page", "Slide", blocks),)
    subtitle, heard = compose_subtitle(desk)
    draft = Report(
        document="slide",
        title=project.title,
        subtitle=subtitle,
        heard=heard,
        status=compose_status(desk),
        sections=sections,
        made_for=project.commissioner,
        reported_on=day(text_of(project.about.get("report_on"))),
    )
    return with_evidence(draft, sections, desk)


def _asked(desk: Desk) -> tuple[Block, ...]:
    """Return the decisions in few words: what, who asks for it, what is offered, what is next."""
    wanted = say_decisions(desk)
    if not wanted:
        return compose_decision(desk)
    shown = [_in_few_words(one) for one in wanted[:_DECISIONS]]
    if more := len(wanted) - len(shown):
        shown.append(Paragraph((f"{capitalised(in_words(more))} more in the report.",)))
    asks = tuple(Paragraph(("Asked by", said.parts[0])) for said in say_who_asks(desk) if said.lead)
    title = next(block.title for block in compose_decision(desk) if isinstance(block, Callout))
    return (Callout("decision", title, (*asks, Items(tuple(shown)))),)


def _in_few_words(asked: Asked) -> Paragraph:
    told = {field.name: field.words for field in asked.fields}
    said: list[Words] = []
    for name in _SAID:
        if words := told.get(name):
            said += [f"{name}:", words[-1] if name == "Offered" else words[0]]
    return Paragraph(tuple(said), lead=asked.text)


def _tally(desk: Desk, row: Row) -> Tally:
    finding_id = text_of(row["finding_id"])
    counts = desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"]))
    told = counts_sentence(counts, desk.words) if counts and not desk.reflexive else ""
    figures = tuple(
        Figure(capitalised(short_count(count)), desk.words(count.group)) for count in counts
    )
    return Tally(
        finding_id,
        full_stop(text_of(row["title"])),
        desk.claim(f"{finding_id}.slide", told or desk.statement(row), row["excerpt_ids"]),
        figures if told else (),
        desk.badges(row),
        say_stances(desk, row),
    )


def _know(desk: Desk, counted: bool) -> Callout:
    """Return what must be known before a number is quoted."""
    said = [full_stop(_ASIDE.sub("", f"{line.parts[0]}".rstrip("."))) for line in
            missing_words(desk)]  # fmt: skip
    said += say_how_few(desk)
    if counted and not desk.reflexive:
        said.append("Not raising something is not disagreeing with it.")
    if matters := listed(_named(row) for row in desk.voices[:_MATTERS]):
        further = len(desk.voices) - _MATTERS
        more = f" {capitalised(in_words(further))} more in the report." if further > 0 else ""
        said.append(f"Raised by few, and serious: {matters}.{more}")
    said.append("The report has the evidence: look there for F, P, R and S with a number.")
    return Callout("caution", "Before you quote a number", (
        Paragraph(tuple(said)),
    ))  # fmt: skip


def _named(row: Row) -> str:
    """Return what a serious voice is about, and where the report tells of it."""
    about = text_of(row["title"]).rpartition(": ")[2].rstrip(".")
    return f"{about} ({text_of(row['finding_id'])})"
