"""The report on one slide: what is to be decided, and the three findings that matter most."""

from __future__ import annotations

from dataclasses import replace

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day, missing_words
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.summary import compose_decision, key_findings, say_how_few
from insights.reporting.document import (
    Block,
    Callout,
    Figure,
    Items,
    Paragraph,
    Report,
    Section,
    Tally,
)  # fmt: skip
from insights.reporting.documents.commissioner import (
    compose_status,
    compose_subtitle,
    with_evidence,
)
from insights.reporting.material import ReportMaterial
from insights.reporting.statements import counts_sentence
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, short_count

_SHOWN, _DECISIONS = 3, 6
_WORDS_SAID = 2  # the decision, and who proposed what it is about


def compose_slide(material: ReportMaterial) -> Report:
    """Return the slide for a board's meeting; everything on it stands in the report as well."""
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    tallies = tuple(_tally(desk, row) for row in key_findings(desk, _SHOWN))
    asked = tuple(_shortened(block) for block in compose_decision(desk))
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


def _shortened(block: Block) -> Block:
    """Return a box of decisions with no more of them, and of each, than a slide holds."""
    if not isinstance(block, Callout):
        return block
    block = replace(block, blocks=tuple(_in_short(inside) for inside in block.blocks))
    if not isinstance(items := block.blocks[0], Items):
        return block
    more = len(items.items) - _DECISIONS
    if more <= 0:
        return block
    left = Paragraph((f"{capitalised(in_words(more))} more in the report.",))
    return replace(block, blocks=(Items((*items.items[:_DECISIONS], left)),))


def _in_short(block: Block) -> Block:
    """Return decisions with who proposed them alone; tests and offers stand in the report."""
    if isinstance(block, Items):
        return replace(block, items=tuple(
            replace(item, parts=item.parts[:_WORDS_SAID]) for item in block.items
        ))  # fmt: skip
    if isinstance(block, Paragraph):
        return replace(block, parts=block.parts[:_WORDS_SAID])
    return block


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
    )


def _know(desk: Desk, counted: bool) -> Callout:
    """Return what must be known before a number is quoted."""
    said = [full_stop(f"{line.parts[0]}") for line in missing_words(desk)[:1]]
    said += say_how_few(desk)
    if counted and not desk.reflexive:
        said.append("Not raising something is not disagreeing with it.")
    n = len(desk.voices)
    if n:
        matters = capitalised(counted_noun(n, "serious matter"))
        said.append(f"{matters} raised by few {'stands' if n == 1 else 'stand'} in the report.")
    said.append("The evidence for each claim is in the report.")
    return Callout("caution", "Before you quote a number", (
        Paragraph(tuple(said)),
    ))  # fmt: skip
