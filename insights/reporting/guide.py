"""The guide for professionals: how to open the conversation, in the words people used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.commissioner import report_status, with_evidence
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    QuoteList,
    Report,
    Section,
)
from insights.reporting.material import ReportMaterial
from insights.reporting.people import day
from insights.reporting.quotes import QuoteChooser, is_self_standing
from insights.reporting.wording import capitalised, full_stop, listed
from insights.reporting.words_chapter import unshared_words_of

_WORDS_SHOWN = 12
_LONG_WORD, _PLAIN_WORD, _INSTEAD_SHOWN = 6, 4, 6
_ENOUGH_PEOPLE = 3  # a word that fewer use is not a word "people used"
# An imperative opens its clause: "don't ask me cold", and not "you don't say why".
_ASKED_NOT_TO = re.compile(
    r"(?:^|[.!?,:;(\"“]\s*|\b(?:and|so|but|please|just|then|or)\s+)(?:don['’]t|do not|never|stop) "
    r"(?:ask|make|put|tell|send|say|let|call|give|expect|start|open)\b",
    re.IGNORECASE,
)
_ASKED_ALOUD = re.compile(r"[\"“][^\"“”]{12,160}\?[\"”]")


def compose_professionals_guide(material: ReportMaterial) -> Report:
    """Return the guide: per toolkit component, how to begin, what to avoid, where groups differ.

    Its words are participants' own. Where a project has no components, its themes stand in
    their place.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    sections = tuple(
        _part(desk, number, name, themes)
        for number, (name, themes) in enumerate(_parts(desk).items(), start=1)
    ) or (Section("none", "Nothing to guide by yet", "Not yet", (
        Paragraph(("No theme has been coded yet, so there is nothing to say.",)),
    )),)  # fmt: skip
    draft = Report(
        document="guide",
        title=f"{project.title}: a guide for professionals",
        subtitle="How to open the conversation, in the words people used",
        status=report_status(material),
        sections=sections,
        reported_on=day(text_of(project.about.get("report_on"))),
        colophon=("This guide repeats what people said. It replaces nobody’s judgement.",),
    )  # fmt: skip
    return with_evidence(draft, sections, desk)


def _parts(desk: Desk) -> dict[str, list[str]]:
    """Return themes by component, in the project's order; those without one stand last."""
    themes: dict[str, list[str]] = {}
    heard = {text_of(row["theme"]) for row in desk.findings}
    components = desk.material.project.components
    by_key: dict[str, list[str]] = {}
    for row in rows_of(desk.material.codes):
        theme = text_of(row["theme"])
        here = by_key.setdefault(text_of(row["component"]), [])
        if theme in heard and theme not in here:
            here.append(theme)
    for key, name in components.items():
        if by_key.get(key):
            themes[name] = by_key[key]
    placed = {theme for names in themes.values() for theme in names}
    rest = [theme for theme in dict.fromkeys(t for n in by_key.values() for t in n)
            if theme not in placed]  # fmt: skip
    if components and rest:
        themes["Not placed in a part yet"] = rest
    return themes if components else {theme: [theme] for theme in rest}


def _part(desk: Desk, number: int, name: str, themes: list[str]) -> Section:
    blocks: list[Block] = [
        *_opening(desk, themes),
        *_vocabulary(desk, number, themes),
        *_why(desk, number, themes),
        *_avoid(desk, themes),
        *_differences(desk, number, themes),
        *_asked_for(desk, number, themes),
    ]
    about = f"On {listed(f'“{theme}”' for theme in themes)}." if themes != [name] else ""
    return Section(f"part-{number}", name, name, tuple(blocks), about)


def _ids(desk: Desk, themes: Iterable[str], kind: str) -> list[str]:
    wanted = set(themes)
    return list(dict.fromkeys(
        str(e) for row in desk.findings
        if text_of(row["theme"]) in wanted and text_of(row["prompt_kind"]) == kind
        for e in row["excerpt_ids"] if str(e) in desk.material.excerpt
    ))  # fmt: skip


def _lived(desk: Desk, excerpt_ids: Iterable[str]) -> list[str]:
    facts = desk.material.excerpt
    return [
        e for e in excerpt_ids
        if text_of(facts[e]["perspective"]) == "lived_experience"
        and text_of(facts[e]["participant_id"])
    ]  # fmt: skip


def _opening(desk: Desk, themes: list[str]) -> list[Block]:
    """Return questions that people put in so many words when asked for ideas."""
    ids = [e for e in _ids(desk, themes, "idea")
           if _ASKED_ALOUD.search(text_of(desk.material.excerpt[e]["text"]))]  # fmt: skip
    quotes = desk.quotes.choose(ids, 3, kind="idea")
    if not quotes:
        return []
    split = [
        row for row in desk.findings
        if text_of(row["theme"]) in themes and text_of(row["convergence"]) == "dissonant"
    ]  # fmt: skip
    warning = "People do not agree on this. Read below where they differ before you choose one."
    return [
        Heading(3, "Ways to begin, as people proposed them"),
        *([Paragraph((warning,))] if split else []),
        QuoteList("", quotes),
    ]


def _vocabulary(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    """Return phrases that several people with lived experience used, and words that none did.

    Phrases are the codebook's keywords, as they stand in what people said: chosen by people.
    """
    facts = desk.material.excerpt
    ids = [*_ids(desk, themes, "problem"), *_ids(desk, themes, "idea")]
    who: dict[str, set[str]] = {}
    where: dict[str, list[str]] = {}
    keywords = _keywords(desk, themes)
    for e in _lived(desk, ids):
        text = text_of(facts[e]["text"]).casefold()
        for phrase in keywords:
            if re.search(rf"\b{re.escape(phrase)}\b", text):
                who.setdefault(phrase, set()).add(text_of(facts[e]["participant_id"]))
                where.setdefault(phrase, []).append(e)
    used = sorted((p for p in who if len(who[p]) >= _ENOUGH_PEOPLE),
                  key=lambda p: (-len(who[p]), p))[:_WORDS_SHOWN]  # fmt: skip
    blocks: list[Block] = []
    if used:
        claim = desk.claim(f"words.{number}", f"{listed(f'“{p}”' for p in used)}.",
                           dict.fromkeys(e for p in used for e in where[p]))  # fmt: skip
        blocks.append(Paragraph((claim,), lead="Words people with lived experience used."))
    return blocks + _unused(desk, number, themes)


def _unused(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    """Return words that nobody with lived experience used, and what they said there instead."""
    rows = [
        row for row in unshared_words_of(desk, themes, _LONG_WORD)
        if text_of(row["other_group"]) == "lived_experience"
    ][:_WORDS_SHOWN]  # fmt: skip
    if not rows:
        return []
    words = [f"“{text_of(row['word'])}”" for row in rows]
    ids = dict.fromkeys(str(e) for row in rows for e in row["excerpt_ids"])
    blocks: list[Block] = [Paragraph(
        (desk.claim(f"unused.{number}", f"{listed(words)}.", ids),),
        lead="Words nobody with lived experience used.",
    )]  # fmt: skip
    instead = list(dict.fromkeys(
        f"“{word}”" for row in rows for word in row["instead"] if len(word) >= _PLAIN_WORD
    ))[:_INSTEAD_SHOWN]  # fmt: skip
    if instead:
        where = dict.fromkeys(str(e) for row in rows for e in row["instead_excerpt_ids"])
        blocks.append(Paragraph(
            (desk.claim(f"instead.{number}", f"{listed(instead)}.", where),),
            lead="What they said on the same themes.",
        ))  # fmt: skip
    return blocks


def _keywords(desk: Desk, themes: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for row in rows_of(desk.material.codes):
        given = row["keywords"]
        if text_of(row["theme"]) in themes and given is not None and not isinstance(given, float):
            found |= dict.fromkeys(text_of(word).casefold() for word in given if text_of(word))
    return list(found)


def _why(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    ids = _lived(desk, _ids(desk, themes, "problem"))
    quotes = desk.quotes.choose(ids, 3, kind="problem")
    if not quotes:
        return []
    return [Heading(3, "What it is like"), QuoteList("", quotes)]


def _avoid(desk: Desk, themes: list[str]) -> list[Block]:
    """Return what people asked others not to do, in their own words."""
    facts = desk.material.excerpt
    ids = [
        e for kind in ("idea", "problem") for e in _ids(desk, themes, kind)
        if _ASKED_NOT_TO.search(text_of(facts[e]["text"]))
        and is_self_standing(text_of(facts[e]["text"]))
    ]  # fmt: skip
    quotes = desk.quotes.choose(_lived(desk, ids) or ids, 2)
    return [Heading(3, "What to avoid"), QuoteList("", quotes)] if quotes else []


def _differences(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    wanted = ("dissonant", "silent", "partly convergent", "complementary")
    rows = [
        row for row in desk.findings
        if text_of(row["theme"]) in themes and text_of(row["convergence"]) in wanted
    ]  # fmt: skip
    if not rows or desk.reflexive:
        return []
    items = tuple(
        Paragraph((desk.claim(f"differ.{number}.{text_of(row['finding_id'])}",
                              desk.statement(row), row["excerpt_ids"]),),
                  lead=full_stop(text_of(row["title"])))
        for row in rows
    )  # fmt: skip
    return [Heading(3, "Where the two groups see it differently"), Items(items)]


def _asked_for(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    numbers = {
        text_of(row["finding_id"]) for row in desk.findings if text_of(row["theme"]) in themes
    }
    rows: list[Row] = [
        row for row in desk.recommendations
        if numbers & {text_of(f) for f in row["finding_ids"]}
    ]  # fmt: skip
    if not rows:
        return []
    items = tuple(
        Paragraph((desk.claim(f"asked.{number}.{text_of(row['label'])}",
                              full_stop(capitalised(text_of(row["title"]))),
                              row["for_excerpt_ids"]),
                   *(("Not everybody wants this.",) if len(row["against_excerpt_ids"]) else ())))
        for row in rows
    )  # fmt: skip
    return [Heading(3, "What people asked for"), Items(items)]
