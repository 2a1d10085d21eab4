"""The guide for professionals: how to open the conversation, in the words people used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.conversation import (
    Openings,
    asks_or_warns,
    cleared_and_fresh,
    compose_asks,
    compose_avoid,
    compose_openings,
    compose_vocabulary,
    lived,
    n_waiting,
    say_waiting,
)
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import say_dispute
from insights.reporting.chapters.people import day
from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.sides import quotes_by_position, quotes_of_both
from insights.reporting.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quote,
    QuoteList,
    QuotePair,
    Report,
    Section,
)
from insights.reporting.documents.commissioner import report_status, with_evidence
from insights.reporting.material import ReportMaterial
from insights.reporting.style import split_sentences
from insights.reporting.wording import capitalised, full_stop, listed

_KINDS = ("idea", "problem", "unspecified")
_EVERYWHERE, _LIKE, _KNOW = 4, 3, 2
_NO_TALK = ("round", "prototype")  # what drafts and tests are told, of texts and signs
# What only a statistician needs; it stands in the researchers' report.
_FIGURES_ONLY = ("Even if ", "The difference holds", "From these numbers", "Leaving one",
                 "Too many notes", "The groups disagree about this",
                 "The groups raised different sides")  # fmt: skip


def compose_professionals_guide(material: ReportMaterial) -> Report:
    """Return the guide: per toolkit component, how to begin, what to avoid, where groups differ.

    Its words are participants' own, and no quote stands in it twice. Where a project has no
    components, its themes stand in their place. What was said of serious matters comes before
    all: it may stand behind what others do not say.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    know = _know(desk)
    themes_of = _parts(desk)
    openings = {
        name: compose_openings(desk, _ids(desk, themes, *_KINDS), themes)
        for name, themes in themes_of.items()
    }
    parts = tuple(
        _part(desk, number, name, themes, openings[name])
        for number, (name, themes) in enumerate(themes_of.items(), start=1)
    )
    before = (_begin(openings), know, _everywhere(desk))
    nothing = Section("none", "Nothing to guide by yet", "Not yet", (
        Paragraph(("No theme has been coded yet, so there is nothing to say.",)),
    ))  # fmt: skip
    sections = (*(section for section in before if section), *parts) or (nothing,)
    draft = Report(
        document="guide",
        title=f"{project.title}: a guide for professionals",
        subtitle=("How to open the conversation, in the words people used"
                  if any(found.blocks for found in openings.values())
                  else "What to know before a conversation, in the words people used"),
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


def _begin(openings: dict[str, Openings]) -> Section | None:
    """Return, once, where no words that may be quoted say how to begin."""
    without = [name for name, found in openings.items() if not found.blocks]
    if not without:
        return None
    of = "" if len(without) == len(openings) else f" on {listed(f'“{name}”' for name in without)}"
    waiting = say_waiting(sum(openings[name].n_waiting for name in without))
    return Section("begin", "How to begin", "How to begin", (
        Paragraph((
            f"No words that may be quoted say how to begin{of}.",
            "Begin from what it is like, and ask people how they would like to be asked.",
            *((waiting,) if waiting else ()),
        )),
    ))  # fmt: skip


def _know(desk: Desk) -> Section | None:
    """Return the serious matters that few spoke of, in cleared words alone."""
    blocks: list[Block] = []
    for row in desk.voices:
        ids = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
        claim = desk.claim(f"know.{text_of(row['finding_id'])}", text_of(row["statement"]), ids)
        waiting = say_waiting(n_waiting(desk, ids))
        blocks.append(Paragraph((claim, *((waiting,) if waiting else ())),
                                lead=full_stop(text_of(row["title"]))))  # fmt: skip
        quotes = desk.quotes.choose(cleared_and_fresh(desk, ids), _KNOW)
        if quotes:
            blocks.append(QuoteList("", quotes))
    if not blocks:
        return None
    return Section(
        "know", "Know before you ask: what may stand behind the silence", "Know before you ask",
        tuple(blocks),
        "Few people spoke of these matters. Others may not have dared to: not saying it does "
        "not mean that it is not there.",
    )  # fmt: skip


def _part(desk: Desk, number: int, name: str, themes: list[str], openings: Openings) -> Section:
    ids = _ids(desk, themes, *_KINDS)
    # Quotes are chosen in this order: what tells the groups apart must not be used up above.
    differences = _differences(desk, number, themes)
    blocks: list[Block] = [
        *openings.blocks,
        *compose_asks(desk, ids),
        *compose_avoid(desk, ids),
        *compose_vocabulary(desk, number, ids, themes),
        *_why(desk, themes),
        *differences,
        *_asked_for(desk, number, themes),
    ]
    about = f"On {listed(f'“{theme}”' for theme in themes)}." if themes != [name] else ""
    return Section(f"part-{number}", name, name, tuple(blocks), about)


def _everywhere(desk: Desk) -> Section | None:
    """Return what people asked of anybody who speaks with them, whatever it is about."""
    coded = set(_ids(desk, {text_of(row["theme"]) for row in desk.findings}, *_KINDS))
    ids = [
        e for e in desk.material.excerpt
        if e not in coded and asks_or_warns(desk, e) and _was_in_talk(desk, e)
    ]  # fmt: skip
    quotes = [
        e for e in cleared_and_fresh(desk, lived(desk, ids))
        if is_self_standing(text_of(desk.material.excerpt[e]["text"]))
    ]  # fmt: skip
    chosen = desk.quotes.choose(quotes, _EVERYWHERE)
    if not chosen:
        return None
    return Section("everywhere", "In every conversation", "In every conversation", (
        Paragraph((
            "People asked for this outside any one theme.",
            "Each is one person’s wish, and not a rule.",
        )),
        QuoteList("", chosen),
    ))  # fmt: skip


def _was_in_talk(desk: Desk, excerpt_id: str) -> bool:
    """Return whether words are no feedback on a draft, a prototype or the process itself."""
    row = desk.material.excerpt[excerpt_id]
    aside = {
        (text_of(r["session_id"]), text_of(r["activity"]))
        for r in rows_of(desk.material.sessions)
        if text_of(r["purpose"]) not in ("", "workshop")
    }
    here = (text_of(row["session_id"]), text_of(row["activity"]))
    kind = desk.material.kind_of_source.get(text_of(row["source_id"]), "")
    return here not in aside and kind not in _NO_TALK


def _ids(desk: Desk, themes: Iterable[str], *kinds: str) -> list[str]:
    wanted = set(themes)
    return list(dict.fromkeys(
        str(e) for kind in kinds for row in desk.findings
        if text_of(row["theme"]) in wanted and text_of(row["prompt_kind"]) == kind
        for e in row["excerpt_ids"] if str(e) in desk.material.excerpt
    ))  # fmt: skip


def _why(desk: Desk, themes: list[str]) -> list[Block]:
    """Return what it is like, in words that stand nowhere else in the guide."""
    ids = [
        e for e in lived(desk, _ids(desk, themes, "problem"))
        if not desk.quotes.is_printed(e) and e not in desk.material.serious
    ]  # fmt: skip
    quotes = desk.quotes.choose(ids, _LIKE, kind="problem")
    if not quotes:
        return []
    return [Heading(3, "What it is like"), QuoteList("", quotes)]


def _differences(desk: Desk, number: int, themes: list[str]) -> list[Block]:
    wanted = ("dissonant", "silent", "partly convergent", "complementary")
    rows = [
        row for row in desk.findings
        if text_of(row["theme"]) in themes and text_of(row["convergence"]) in wanted
    ]  # fmt: skip
    if not rows or desk.reflexive:
        return []
    blocks: list[Block] = [Heading(3, "Where the two groups see it differently")]
    for row in rows:
        claim = desk.claim(f"differ.{number}.{text_of(row['finding_id'])}",
                           _without_figures(desk.statement(row)), row["excerpt_ids"])  # fmt: skip
        dispute = say_dispute(desk, row)
        blocks.append(Paragraph((claim, *((dispute,) if dispute else ())),
                                lead=full_stop(text_of(row["title"]))))  # fmt: skip
        blocks += _each_side(desk, row)
    return blocks


def _without_figures(statement: str) -> str:
    """Return a statement without the sentences that only bear on statistics."""
    kept = [s for s in split_sentences(statement) if not s.startswith(_FIGURES_ONLY)]
    return " ".join(kept)


def _each_side(desk: Desk, row: Row) -> list[Block]:
    """Return each group's voices: one of every position on record, dissenters included."""
    if desk.pair is None:
        return []
    fresh = {**row, "excerpt_ids": [
        str(e) for e in row["excerpt_ids"]
        if str(e) in desk.material.excerpt and not desk.quotes.is_printed(str(e))
        and str(e) not in desk.material.serious
    ]}  # fmt: skip
    if text_of(row["convergence"]) == "dissonant":
        blocks: list[Block] = []
        for position, by_group in quotes_by_position(desk, row):
            blocks += [Paragraph((), lead=position), *_side_by_side(desk, by_group)]
        if blocks:
            return blocks
    both = quotes_of_both(desk, fresh)
    if both is not None:
        return _side_by_side(desk, dict(zip(desk.pair, both, strict=True)))
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    return _side_by_side(desk, {
        group: desk.quotes.choose(fresh["excerpt_ids"], 1, group, kind=kind, theme=theme)
        for group in desk.pair
    })  # fmt: skip


def _side_by_side(desk: Desk, by_group: Mapping[str, tuple[Quote, ...]]) -> list[Block]:
    """Return the quotes of both groups beside each other, or those of one under its name."""
    here = [
        (capitalised(desk.words(group)), quotes) for group, quotes in by_group.items() if quotes
    ]
    if len(here) == 2:
        (first, left), (second, right) = here
        return [QuotePair(first, left, second, right)]
    return [QuoteList(name, quotes) for name, quotes in here]


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
