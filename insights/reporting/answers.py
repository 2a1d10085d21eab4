"""The chapter on recommendations: each in full, and a form to answer them."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Badge,
    Block,
    Cell,
    Field,
    Fields,
    Finding,
    Heading,
    Paragraph,
    QuoteList,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.grouping import unused_ideas
from insights.reporting.people import day
from insights.reporting.wording import capitalised, counted_noun, full_stop, listed


def compose_recommendations(desk: Desk) -> Section | None:
    """Return every recommendation in full, and a form to answer them."""
    if not desk.recommendations:
        return None
    blocks: list[Block] = [_recommendation(desk, row) for row in desk.recommendations[:20]]
    if len(desk.recommendations) > 20:
        more = counted_noun(len(desk.recommendations) - 20, "further recommendation")
        blocks.append(Paragraph((f"{capitalised(more)} stand in recommendations.csv.",)))
    blocks += _also_proposed(desk)
    blocks += [Heading(3, "Your answer"), _response_form(desk)]
    return Section(
        "recommendations", "Recommendations in full", "Recommendations", tuple(blocks),
        "Each was drafted from what participants proposed. A person edits the wording, and "
        "decides.",
    )  # fmt: skip


def _also_proposed(desk: Desk) -> list[Block]:
    """Return what was proposed besides: no recommendation yet, and not dropped for it."""
    used = [str(e) for row in desk.recommendations for e in row["for_excerpt_ids"]]
    rest = unused_ideas(desk.material.excerpts, desk.material.counted, used)
    if not rest:
        return []
    n = len(rest)
    claim = desk.claim(
        "also",
        f"{capitalised(counted_noun(n, 'further proposal'))} {'stands' if n == 1 else 'stand'} "
        f"beside these, mostly by one person each.",
        rest,
    )
    return [
        Heading(3, "Also proposed"),
        Paragraph((claim, "A recommendation can be made of any of them.")),
        QuoteList("", desk.quotes.choose(rest, 4, kind="idea")),
    ]


def _recommendation(desk: Desk, row: Row) -> Finding:
    label = text_of(row["label"])
    blocks: list[Block] = []
    support = desk.claim(label, full_stop(text_of(row["supported_by"])), row["for_excerpt_ids"])
    supported: Words = support if support.excerpt_ids else support.text
    proposal = text_of(row["proposal_excerpt_id"])
    if proposal in desk.material.excerpt:
        blocks.append(QuoteList("Drafted from these words", (desk.quotes.quote(proposal),)))
    fields = [
        Field("For whom", (text_of(row["addressed_to"]) or "Not agreed yet.",)),
        *_maybe("Part of the toolkit", row["component"]),
        *_maybe("The problem", _problem(row)),
        Field("Who proposed it", (supported,)),
        *_dissent(desk, row),
        *_maybe("Why not more sure", _reasons(row) if not desk.reflexive else ""),
        *_maybe("What it should change", row["outcome"]),
        Field("Feasibility", (full_stop(capitalised(text_of(row["feasibility"]))),)),
        Field("Cost", (full_stop(capitalised(text_of(row["cost"]))),)),
        *_maybe("Pilot", row["pilot"]),
        Field("Owner and date", (_owner(row),)),
    ]
    missing = full_stop(capitalised(text_of(row["missing"])))
    if missing:
        fields.append(Field("Missing before release", (missing,)))
    blocks.append(Fields(tuple(fields)))
    ready = Badge("neutral", "Ready for release checks") if row["releasable"] else (
        Badge("warning", "Not ready for release")
    )  # fmt: skip
    return Finding(label, label, text_of(row["title"]), (*desk.badges(row), ready), tuple(blocks))


def _problem(row: Row) -> str:
    problem = text_of(row["problem"])
    found = [text_of(f) for f in row["finding_ids"]]
    if problem:
        return f"{full_stop(problem)} See {listed(found)}." if found else full_stop(problem)
    return "No problem finding has been joined to it."


def _reasons(row: Row) -> str:
    return " ".join(
        full_stop(capitalised(reason.strip()))
        for reason in text_of(row["confidence_reason"]).split("; ")
        if reason.strip()
    )


def _dissent(desk: Desk, row: Row) -> list[Field]:
    if not text_of(row["dissent"]) and not len(row["against_excerpt_ids"]):
        return []
    claim = desk.claim(f"{text_of(row['label'])}.against",
                       full_stop(text_of(row["dissent"]) or "Somebody says otherwise"),
                       row["against_excerpt_ids"])  # fmt: skip
    words: Words = claim if claim.excerpt_ids else claim.text
    answer = text_of(row["negative_cases"])
    return [Field("Who says otherwise", (words, full_stop(answer or "Not answered yet")))]


def _owner(row: Row) -> str:
    owner, due = text_of(row["owner"]), text_of(row["due"])
    by = f", by {day(due)}" if due else ""
    return full_stop(f"{owner}{by}" if owner else f"No owner named yet{by}")


def _maybe(name: str, value: object) -> list[Field]:
    words = text_of(value)
    return [Field(name, (full_stop(words),))] if words.strip() else []


def _response_form(desk: Desk) -> Table:
    return Table(
        caption="For the people who decide: one line each",
        header=("Recommendation", "Our answer", "Who, and by when", "Why"),
        rows=tuple(
            (
                Cell((text_of(row["label"]), text_of(row["title"])), strong=True),
                Cell(("☐ Yes ☐ Yes, with changes ☐ Not now",)), Cell(), Cell(),
            )
            for row in desk.recommendations[:20]
        ),
    )  # fmt: skip
