"""The report for the people who decide: order and parts as a commissioner reads them."""

from __future__ import annotations

from dataclasses import replace

from insights.project import Project
from insights.reporting.cells import text_of
from insights.reporting.chapters.agreement_chapter import compose_agreement
from insights.reporting.chapters.answers import (
    compose_also_proposed,
    compose_answer,
    compose_recommendations,
)
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import compose_findings, compose_voices
from insights.reporting.chapters.ideas_chapter import compose_ideas, compose_vision
from insights.reporting.chapters.people import day, glance, heard_line
from insights.reporting.chapters.priorities_chapter import compose_priorities
from insights.reporting.chapters.process_chapter import compose_process
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.record import (
    compose_coproduction,
    compose_left_out,
    compose_method,
    list_documents,
)
from insights.reporting.chapters.rounds_story import compose_promises, compose_rounds
from insights.reporting.chapters.sources_chapter import compose_sources
from insights.reporting.chapters.summary import compose_summary
from insights.reporting.chapters.toolkit_map import compose_toolkit_map
from insights.reporting.chapters.topics_chapter import compose_topics  # fmt: skip
from insights.reporting.chapters.trials import compose_prototypes
from insights.reporting.chapters.voice_chapter import compose_voice
from insights.reporting.chapters.votes_chapter import compose_votes
from insights.reporting.document import Finding, Report, Section, walk
from insights.reporting.evidence import cite_evidence
from insights.reporting.material import ReportMaterial
from insights.reporting.since import compose_since
from insights.reporting.wording import counted_noun


def compose_commissioner_report(material: ReportMaterial) -> Report:
    """Return the commissioner's report as one frozen record (METHODS §7).

    First a summary of at most two printed pages; then how far this was co-production and
    what taking part changed, findings, single serious voices, where the groups agree, what
    they voted for, prototypes, and the recommendations. A form to answer them comes first among
    the annexes; what came in, topics and the method follow. Chapters without anything to say
    are left out.
    """
    desk = Desk(material, QuoteChooser(material))
    made = (
        compose_summary(desk),
        compose_coproduction(desk),
        compose_process(desk),
        compose_findings(desk),
        compose_voices(desk),
        compose_agreement(desk),
        compose_votes(desk),
        compose_priorities(desk),
        compose_prototypes(desk),
        compose_ideas(desk),
        compose_vision(desk),
        compose_rounds(desk),
        compose_promises(desk),
        compose_voice(desk),
        compose_toolkit_map(desk),
        compose_recommendations(desk),
        compose_since(*material.since) if material.since else None,
        compose_answer(desk),
        compose_also_proposed(desk),
        compose_sources(desk),
        compose_topics(desk),
        compose_method(desk),
        compose_left_out(desk),
    )
    sections = tuple(section for section in made if section is not None)
    project = material.project
    subtitle, heard = compose_subtitle(desk)
    draft = Report(
        document="commissioner",
        title=project.title,
        subtitle=subtitle,
        heard=heard,
        status=compose_status(desk),
        sections=sections,
        glance=glance(desk),
        made_for=project.commissioner,
        reported_on=day(text_of(project.about.get("report_on"))),
        colophon=_colophon(desk),
    )
    return with_evidence(draft, sections, desk)


def with_evidence(draft: Report, sections: tuple[Section, ...], desk: Desk) -> Report:
    """Return a report with the excerpts behind each of its claims."""
    titles = {
        text_of(row["finding_id"]): f"{text_of(row['finding_id'])}: {text_of(row['title'])}"
        for row in desk.findings
    }
    titles |= {
        text_of(row["label"]): f"{text_of(row['label'])}: {text_of(row['title'])}"
        for row in desk.recommendations
    }
    titles |= {
        node.label: f"{node.label}: {node.title}"
        for node in walk(sections)
        if isinstance(node, Finding)
    }
    titles |= {
        "topic": "Examples of a topic",
        "uncoded": "What no code holds yet",
        "also": "Also proposed",
        "words": "Words people used",
        "unused": "Words nobody with lived experience used",
        "instead": "What they said on the same themes",
        "differ": "Where the groups differ",
        "asked": "What people asked for",
        "against": "Negative cases",
        "waiting": "Suggestions not yet read by a person",
        "vote": "Ideas people voted on",
        "negative": "Negative cases",
        "single": "Single voices",
    }
    return cite_evidence(replace(draft, sections=sections), titles, desk.material)


def compose_subtitle(desk: Desk) -> tuple[str, str]:
    """Return what stands under the title: the question, and who answered it."""
    question = desk.material.project.question.strip()
    return (question, _heard(desk)) if question else (_heard(desk), "")


def _heard(desk: Desk) -> str:
    heard = heard_line(desk)
    n = len(desk.material.excerpts)
    if heard:
        return f"What {heard} told us"
    if n:
        return f"What {counted_noun(n, 'excerpt')} {'says' if n == 1 else 'say'}"
    return "Nothing has come in yet"


def draft_status(project: Project) -> tuple[str, ...]:
    """Return what stands on every page of a draft."""
    fictional = ("Fictional demonstration data",) if project.fictional else ()
    return ("Internal draft", *fictional)


def report_status(material: ReportMaterial) -> tuple[str, ...]:
    """Return what stands on every page: an internal draft, or which release it is."""
    state, *more = draft_status(material.project)
    return (f"Released {material.released}" if material.released else state, *more)


def compose_status(desk: Desk) -> tuple[str, ...]:
    """Return what stands on every page, provisional findings included."""
    flags = list(report_status(desk.material))
    provisional = any(bool(row["provisional"]) for row in desk.findings)
    if not desk.reflexive and (provisional or not desk.findings):
        flags.append("Provisional")
    return tuple(flags)


def _colophon(desk: Desk) -> tuple[str, ...]:
    material = desk.material
    parts = [
        _state_in_words(material.released),
        list_documents(),
    ]
    contact = text_of(material.project.about.get("contact")).strip()
    if contact:
        parts.append(f"Questions: {contact}")
    return tuple(parts)


def _state_in_words(released: int) -> str:
    if not released:
        return (
            "An internal draft, not for release. Quotes marked “not yet cleared” wait for a person."
        )
    return (
        f"Release {released}. It quotes people who agreed to it, without their names. Where "
        "somebody’s words are not quoted, the report says so."
    )
