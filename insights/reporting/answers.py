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
from insights.reporting.joins import ideas_among
from insights.reporting.people import day
from insights.reporting.recommendations import NOT_ASSESSED, NOT_COSTED
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed

_ALSO_SHOWN = 20
_SEVERAL = 3  # people: under it, adequacy is a serious concern (METHODS §6)


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
    shown = tuple(desk.quotes.quote(excerpt_id) for excerpt_id in rest[:_ALSO_SHOWN])
    more = n - len(shown)
    left = (f"The other {more:,} stand in evidence.csv.",) if more > 1 else (
        ("One more stands in evidence.csv.",) if more else ()
    )  # fmt: skip
    return [
        Heading(3, "Also proposed"),
        Paragraph((claim, "A recommendation can be made of any of them.", *left)),
        QuoteList("", shown),
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
        Field("For whom", (full_stop(text_of(row["addressed_to"]) or "Not agreed yet"),)),
        *_maybe("Part of the toolkit", row["component"]),
        *_maybe("The problem", _problem(row)),
        Field("Who proposed it", (supported,)),
        *_maybe("In the votes", row["priority"]),
        *_maybe("What became of the sketch", _became(desk, row)),
        *_maybe("When people tried it", row["tests"]),
        *_dissent(desk, row),
        *_maybe("Why not more sure", _reasons(row) if not desk.reflexive else ""),
        *_maybe("How many proposed it", _rests_on(desk, row)),
        *_maybe("Part of the vision", row["serves"]),
        *_maybe("What it should change", row["outcome"]),
        *_maybe("How we would know", row["measures"]),
        *_assessed(row),
        *_maybe("Pilot", row["pilot"]),
        *_owned(row),
        *_maybe("Where it stands", _status(row)),
        *_maybe("What those who decide answered", row["response"]),
        *_maybe("Signed off by", row["sign_off"]),
        *_maybe("Changed since it was edited", row["changed_since"]),
        *_maybe("Not decided yet", _undecided(row)),
    ]
    missing = full_stop(capitalised(text_of(row["missing"])))
    if missing and not desk.material.released:
        fields.append(Field("Missing before release", (missing,)))
    blocks.append(Fields(tuple(fields)))
    ready = Badge("neutral", "Ready for release checks") if row["releasable"] else (
        Badge("warning", "Not ready for release")
    )  # fmt: skip
    state = () if desk.material.released else (ready,)
    return Finding(label, label, text_of(row["title"]), (*_badges(desk, row), *state),
                   tuple(blocks))  # fmt: skip


def _badges(desk: Desk, row: Row) -> tuple[Badge, ...]:
    """Return how sure we are of what it answers; how the groups stand only where they disagree.

    Two groups may agree on a problem of which one alone proposed this answer.
    """
    return tuple(
        badge for badge in desk.badges(row)
        if badge.kind != "class" or text_of(row["convergence"]) == "dissonant"
    )  # fmt: skip


def _rests_on(desk: Desk, row: Row) -> str:
    """Return what the rating does not say: how few people proposed this, '' where many did."""
    people = {
        text_of(desk.material.excerpt[str(e)]["participant_id"])
        for e in row["for_excerpt_ids"] if str(e) in desk.material.excerpt
    } - {""}  # fmt: skip
    if desk.reflexive or len(people) >= _SEVERAL:
        return ""
    return (
        "How sure we are is said of the findings it answers. Fewer than "
        f"{in_words(_SEVERAL)} people proposed this."
    )


def _became(desk: Desk, row: Row) -> str:
    """Return what became of the sketches behind it where nothing was made of them."""
    told = []
    for idea in ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]]):
        status, reason = text_of(idea["status"]), text_of(idea["reason"]).strip().rstrip(".")
        if status in ("parked", "not now"):
            became = "was parked" if status == "parked" else "is not for now"
            why = f" The reason given: “{reason}”." if reason else " No reason is written down."
            told.append(f"“{text_of(idea['title']) or text_of(idea['idea_id'])}” {became}.{why}")
    return " ".join(told)


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


def _owned(row: Row) -> list[Field]:
    owner, due = text_of(row["owner"]), text_of(row["due"])
    if not owner and not due:
        return []
    by = f", by {day(due)}" if due else ""
    return [Field("Owner and date", (full_stop(f"{owner or 'No owner named yet'}{by}"),))]


def _assessed(row: Row) -> list[Field]:
    """Return feasibility and cost, where a person has said anything about them."""
    found = []
    feasible, basis = text_of(row["feasibility"]), text_of(row["feasibility_basis"])
    if feasible != NOT_ASSESSED:
        rests = f" This rests on: {full_stop(basis)}" if basis else ""
        found.append(Field("Feasibility", (full_stop(capitalised(feasible)) + rests,)))
    if text_of(row["cost"]) != NOT_COSTED:
        found.append(Field("Cost", (full_stop(capitalised(text_of(row["cost"]))),)))
    return found


def _status(row: Row) -> str:
    status = text_of(row["status"])
    return "" if status == "draft" else capitalised(status)


def _undecided(row: Row) -> str:
    """Return what a person still has to say of it: a draft says none of it by itself."""
    open_ones = [
        what for what, told in (
            ("its aim", row["outcome"]),
            ("how to measure it", row["measures"]),
            ("feasibility", "" if row["feasibility"] == NOT_ASSESSED else "said"),
            ("cost", "" if row["cost"] == NOT_COSTED else "said"),
            ("a pilot plan", row["pilot"]),
            ("an owner", row["owner"]),
            ("a date", row["due"]),
            ("sign-off by both groups", row["sign_off"]),
        ) if not text_of(told).strip()
    ]  # fmt: skip
    return capitalised(listed(open_ones))


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
