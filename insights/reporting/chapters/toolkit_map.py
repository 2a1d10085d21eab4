"""The toolkit, part by part: what each answers, what was proposed, and how it changed."""

from __future__ import annotations

from collections.abc import Iterable

from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.rounds_story import say_feedback, say_waits, say_whose
from insights.reporting.document import Block, Field, Fields, Finding, Paragraph, Section
from insights.reporting.drafting.joins import part_of
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed


def compose_toolkit_map(desk: Desk) -> Section | None:
    """Return one card per component of the toolkit (METHODS §1), None where none is named.

    A card holds the problems it answers and the ideas for it, by their findings, the
    recommendations that belong to it, the prototypes and what became of feedback on its
    drafts. A component that nobody spoke about says so.
    """
    components = desk.material.project.components
    if not components or not desk.findings:
        return None
    cards = [_card(desk, number, key) for number, key in enumerate(components, start=1)]
    return Section(
        "map", "The toolkit, part by part", "Toolkit", tuple(cards),
        "Each part with what it answers, what people proposed for it, and how it has changed.",
    )  # fmt: skip


def _card(desk: Desk, number: int, key: str) -> Finding:
    name = desk.material.project.components[key]
    themes = themes_of(desk, key)
    fields = [
        *_said(desk, "What gets in the way", themes, ("problem", "unspecified")),
        *_said(desk, "What people proposed", themes, ("idea",)),
        *_recommended(desk, name),
        *_tested(desk, key),
        *_versions(desk, key),
    ]
    blocks: list[Block] = [Fields(tuple(fields))] if fields else [
        Paragraph(("Nobody was recorded speaking about this part.",))
    ]  # fmt: skip
    return Finding(f"part-{number}", f"C{number}", name, (), tuple(blocks))


def themes_of(desk: Desk, component: str) -> list[str]:
    """Return the themes with a code that bears on a component, in the codebook's order."""
    return list(dict.fromkeys(
        text_of(row["theme"]) for row in rows_of(desk.material.codes)
        if text_of(row["component"]) == component
    ))  # fmt: skip


def _said(desk: Desk, title: str, themes: Iterable[str], kinds: Iterable[str]) -> list[Field]:
    """Return the themes of some findings, each with the findings that tell of it."""
    wanted, of_kind = set(themes), set(kinds)
    told: dict[str, list[str]] = {}
    for row in desk.findings:
        theme = text_of(row["theme"])
        if theme in wanted and text_of(row["prompt_kind"]) in of_kind and whole_of(row["n_people"]):
            told.setdefault(theme, []).append(text_of(row["finding_id"]))
    about = [f"{theme} ({listed(labels)})" for theme, labels in told.items()]
    return [Field(title, (full_stop(listed(about)),))] if about else []


def _recommended(desk: Desk, name: str) -> list[Field]:
    here = [
        f"{text_of(row['label'])} {text_of(row['title'])}"
        for row in desk.recommendations
        if text_of(row["component"]) == name
    ]
    return [Field("What is recommended", tuple(here or ("Nothing yet",)), lines=True)]


def _tested(desk: Desk, key: str) -> list[Field]:
    testers: dict[str, set[str]] = {}
    makers: dict[str, set[str]] = {}
    for row in desk.prototypes:
        name, person = text_of(row["prototype"]), text_of(row["participant_id"])
        if part_of(name, desk.material.project) == key:
            testers.setdefault(name, set()).add(person)
            if not is_missing(row["helped_design"]) and row["helped_design"]:
                makers.setdefault(name, set()).add(person)
    told = [
        f"“{name}”: tried by {counted_noun(len(people - {''}), 'person', 'people')}"
        + (f", {in_words(made)} of whom had helped to make it." if (
            made := len(makers.get(name, set()) - {""})) else ".")
        for name, people in testers.items()
    ]  # fmt: skip
    return [Field("What was tested", tuple(told), lines=True)] if told else []


def _versions(desk: Desk, key: str) -> list[Field]:
    """Return, version by version, how much feedback there was and what became of it."""
    versions: dict[str, list[Row]] = {}
    for row in rows_of(desk.material.feedback_trail):
        if part_of(text_of(row["section"]), desk.material.project) == key:
            versions.setdefault(text_of(row["version"]), []).append(row)
    told = []
    for version, rows in sorted(versions.items()):
        named = capitalised(f"version {version}" if version else "a draft")
        changed = [
            row for row in rows
            if text_of(row["state"]) == "changed" and text_of(row["perspective"])
        ]  # fmt: skip
        whose, waits = say_whose(desk, changed), say_waits(rows)
        told.append(
            f"{named}: {say_feedback(rows)}."
            + (f" {capitalised(whose)} had asked for what changed." if whose else "")
            + (f" Still waiting: {waits}." if waits else "")
        )
    return [Field("How it has changed", tuple(told), lines=True)] if told else []
