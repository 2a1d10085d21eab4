"""The chapter on recommendations: each in full, and a form to answer them."""

from __future__ import annotations

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.deciding import decision_rows, say_decisions_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.chapters.votes_chapter import say_votes
from insights.reporting.document import (
    Badge,
    Block,
    Cell,
    Field,
    Fields,
    Finding,
    Paragraph,
    QuoteList,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.drafting.addressing import NOT_AGREED
from insights.reporting.drafting.grouping import unused_ideas
from insights.reporting.drafting.joins import ideas_among, with_idea_names
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.offers import say_offers
from insights.reporting.drafting.piloting import read_plan
from insights.reporting.drafting.recommendations import NOT_ASSESSED, NOT_COSTED
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed

_ALSO_SHOWN = 6
_QUOTES_SHOWN = 2
_STATES = {
    "parked": "was parked", "not now": "is not for now", "open": "is still open",
    "commitment": "is a standing promise of the group",
}  # fmt: skip


def compose_recommendations(desk: Desk) -> Section | None:
    """Return every recommendation in full, and a form to answer them."""
    if not desk.recommendations:
        return None
    addressed = {text_of(row["addressed_to"]) for row in desk.recommendations}
    whom = next(iter(addressed)) if len(addressed) == 1 else ""  # said once, not on every card
    shared = _undecided_of_most(desk.recommendations)
    blocks: list[Block] = _say_undecided(desk.recommendations, shared)
    if not whom and addressed & {"", NOT_AGREED}:
        blocks.append(Paragraph(("Where a card does not say for whom, nobody has agreed it yet.",)))
    blocks += [
        _recommendation(desk, row, shared, whom_too=not whom) for row in desk.recommendations[:20]
    ]
    if len(desk.recommendations) > 20:
        more = counted_noun(len(desk.recommendations) - 20, "further recommendation")
        blocks.append(Paragraph((f"{capitalised(more)} stand in recommendations.csv.",)))
    return Section(
        "recommendations", "Recommendations in full", "Recommendations", tuple(blocks),
        "Each was drafted from what participants proposed. A person edits the wording, and "
        "decides." + (f" All are for {whom}." if whom else ""),
    )  # fmt: skip


def compose_answer(desk: Desk) -> Section | None:
    """Return the form to answer recommendations: a page of its own, to be handed back."""
    if not desk.recommendations:
        return None
    return Section("answer", "Annex: your answer", "Your answer", (_response_form(desk),))


def compose_also_proposed(desk: Desk) -> Section | None:
    """Return what was proposed besides: no recommendation yet, and not dropped for it."""
    if not desk.recommendations:
        return None
    used = [str(e) for row in desk.recommendations for e in row["for_excerpt_ids"]]
    rest = unused_ideas(desk.material.excerpts, desk.material.counted, used)
    if not rest:
        return None
    n = len(rest)
    claim = desk.claim(
        "also",
        f"{capitalised(counted_noun(n, 'further proposal'))} {'stands' if n == 1 else 'stand'} "
        f"beside these, mostly by one person each.",
        rest,
    )
    first = rest[:_ALSO_SHOWN]
    shown = tuple(desk.quotes.quote(e) for e in first if not desk.material.is_withheld(e))
    more = n - len(first)
    held = len(first) - len(shown)
    unquoted = (f"{capitalised(in_words(held))} more may not be quoted.",) if held else ()
    left = (f"The other {more:,} stand in evidence.csv.",) if more > 1 else (
        ("One more stands in evidence.csv.",) if more else ()
    )  # fmt: skip
    return Section("proposed", "Annex: also proposed", "Also proposed", (
        Paragraph((claim, "A recommendation can be made of any of them.", *unquoted, *left)),
        QuoteList("", shown),
    ))  # fmt: skip


def _recommendation(desk: Desk, row: Row, shared: list[str], *, whom_too: bool) -> Finding:
    label = text_of(row["label"])
    blocks: list[Block] = []
    support = desk.claim(label, full_stop(text_of(row["supported_by"])), row["for_excerpt_ids"])
    supported: Words = support if support.excerpt_ids else support.text
    proposal = text_of(row["proposal_excerpt_id"])
    if proposal in desk.material.excerpt:
        blocks.append(QuoteList("Drafted from these words", (desk.quotes.quote(proposal),)))
    fields = [
        *_maybe("Who goes further", row["further"]),
        *_maybe(
            "For whom",
            text_of(row["addressed_to"]).removeprefix(NOT_AGREED) if whom_too else "",
        ),
        *_maybe("Part of the toolkit", row["component"]),
        *_maybe("The problem", _problem(row)),
        Field("Who spoke of it" if is_to_look(row) else "Who proposed it", (supported,)),
        *_maybe("Decision asked", say_decisions_of(row, desk)),
        *_maybe("In the votes", _votes_on(desk, row)),
        *_maybe("What became of the sketch", _became(desk, row)),
        *_maybe("When people tried it", row["tests"]),
        *_offered(desk, row),
        *_dissent(desk, row),
        *_on_condition(desk, row),
        *_maybe(
            "Why it stands here" if is_to_look(row) else "How sure that it helps",
            _reasons(row) if not desk.reflexive else "",
        ),
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
        *_maybe(
            "Not decided yet",
            capitalised(listed(what for what in _undecided(row) if what not in shared)),
        ),
    ]
    missing = full_stop(capitalised(text_of(row["missing"])))
    if missing and not desk.material.released:
        fields.append(Field("Missing before release", (missing,)))
    blocks.append(Fields(tuple(fields)))
    blocks += _quotes(desk, row)
    ready = Badge("warning", "Not ready for release")
    if row["releasable"]:
        ready = Badge("neutral", "Ready for release checks") if _is_read(desk, row) else (
            Badge("warning", "Not yet read by a person")
        )  # fmt: skip
    state = () if desk.material.released else (ready,)
    return Finding(label, label, text_of(row["title"]), (*_badges(desk, row), *state),
                   tuple(blocks))  # fmt: skip


def _is_read(desk: Desk, row: Row) -> bool:
    """Tell whether a person confirmed any of the codings that a recommendation rests on."""
    behind = {str(e) for e in row["for_excerpt_ids"]}
    return desk.reflexive or any(
        text_of(coding["excerpt_id"]) in behind and bool(coding.get("confirmed"))
        for coding in rows_of(desk.material.counted)
    )


def _badges(desk: Desk, row: Row) -> tuple[Badge, ...]:
    """Return how sure we are of what it answers; how the groups stand only where they disagree.

    Two groups may agree on a problem of which one alone proposed this answer.
    """
    if desk.reflexive:
        return ()
    need = desk.sure_of_need(row)
    return (
        *(badge for badge in desk.badges(row)
          if badge.kind == "class" and text_of(row["convergence"]) == "dissonant"),
        Badge(need.kind, f"The need: {need.text[:1].lower()}{need.text[1:]}"),
    )  # fmt: skip


def _votes_on(desk: Desk, row: Row) -> str:
    """Return how its ideas stood in the votes, and how people voted on the same matter."""
    return f"{text_of(row['priority'])} {say_votes(desk, row['statement_ids'])}".strip()


def _became(desk: Desk, row: Row) -> str:
    """Return what became of the sketches behind it, where none was built."""
    told = []
    for idea in ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]]):
        status, reason = text_of(idea["status"]), text_of(idea["reason"]).strip().rstrip(".")
        if status in _STATES:
            became = _STATES[status]
            reason = with_idea_names(reason, desk.material.ideas)
            given = "The team’s note" if status in ("open", "commitment") else "The reason given"
            why = f" {given}: “{reason}”." if reason else " No reason is written down."
            told.append(f"“{text_of(idea['title']) or text_of(idea['idea_id'])}” {became}.{why}")
    return " ".join(told)


def _problem(row: Row) -> str:
    problem = text_of(row["problem"])
    found = [text_of(f) for f in row["finding_ids"]]
    if problem:
        return f"{full_stop(problem)} See {listed(found)}." if found else full_stop(problem)
    return "No problem finding has been joined to it."


def _reasons(row: Row) -> str:
    level = text_of(row["confidence"])
    told = text_of(row["confidence_reason"])
    first = "" if is_to_look(row) or told.startswith("provisional") else f"{capitalised(level)}. "
    return first + " ".join(
        full_stop(capitalised(reason.strip())) for reason in told.split("; ") if reason.strip()
    )


def _dissent(desk: Desk, row: Row) -> list[Field]:
    voted = say_votes(desk, row["against_statement_ids"])
    if not (text_of(row["dissent"]) or len(row["against_excerpt_ids"]) or voted):
        return []
    claim = desk.claim(f"{text_of(row['label'])}.against",
                       full_stop(text_of(row["dissent"]) or "Somebody says otherwise"),
                       row["against_excerpt_ids"])  # fmt: skip
    words: Words = claim if claim.excerpt_ids else claim.text
    votes = (f"In the votes on another place for it: {voted}",) if voted else ()
    answer = text_of(row["negative_cases"])
    return [Field("Who says otherwise", (words, *votes, full_stop(answer or "Not answered yet")))]


def _on_condition(desk: Desk, row: Row) -> list[Field]:
    """Return who says yes to it on a condition, and what was told before it was proposed."""
    fields = []
    known = desk.material.excerpt
    conditions = [str(e) for e in row["condition_excerpt_ids"] if str(e) in known]
    if conditions:
        n = len({text_of(known[e]["participant_id"]) or e for e in conditions})
        told = "One voice says yes to it, on a condition." if n == 1 else (
            f"{capitalised(in_words(n))} voices say yes to it, on conditions."
        )  # fmt: skip
        claim = desk.claim(f"{text_of(row['label'])}.condition", told, conditions)
        fields.append(Field("Who says “yes, but”", (claim,)))
    earlier = [str(e) for e in row["earlier_excerpt_ids"] if str(e) in known]
    if earlier:
        n = len(earlier)
        claim = desk.claim(
            f"{text_of(row['label'])}.earlier",
            f"{capitalised(in_words(n))} account{'' if n == 1 else 's'} from before this was "
            f"proposed tell{'s' if n == 1 else ''} of what happened there.",
            earlier,
        )
        fields.append(Field("To read beside it", (claim, "They do not answer the proposal.")
                            if n > 1 else (claim, "It does not answer the proposal.")))  # fmt: skip
    return fields


def _offered(desk: Desk, row: Row) -> list[Field]:
    """Return what people offered to do towards it: evidence that it can be done."""
    offers = [str(e) for e in row["offer_excerpt_ids"] if str(e) in desk.material.excerpt]
    if not offers:
        return []
    claim = desk.claim(
        f"{text_of(row['label'])}.offered", say_offers(offers, desk.material.excerpt), offers
    )
    return [Field("Offered", (claim, "The words stand below."))]


def _quotes(desk: Desk, row: Row) -> list[Block]:
    """Return words of those who tested it, offer something, or speak against it."""
    blocks: list[Block] = []
    for heading, column in (
        ("What testers said about trying it out", "pilot_excerpt_ids"),
        ("What was offered", "offer_excerpt_ids"),
        ("In the words of those who say otherwise", "against_excerpt_ids"),
        ("In the words of those who say “yes, but”", "condition_excerpt_ids"),
    ):
        known = [str(e) for e in row[column] if str(e) in desk.material.excerpt]
        if column == "pilot_excerpt_ids":  # the one who says most of what a plan needs
            known = sorted(known, key=lambda e: -_says_of_plan(desk, e))[:1]
            known = [e for e in known if e not in _told_before(desk, row)]
        quotes = desk.quotes.choose(known, _QUOTES_SHOWN) if known else ()
        if quotes:
            blocks.append(QuoteList(heading, quotes))
    return blocks


def _told_before(desk: Desk, row: Row) -> set[str]:
    """Return what testers said of the plan of an earlier card, where it stands already."""
    place = next(n for n, one in enumerate(desk.recommendations) if one["label"] == row["label"])
    return {str(e) for one in desk.recommendations[:place] for e in one["pilot_excerpt_ids"]}


def _says_of_plan(desk: Desk, excerpt_id: str) -> int:
    """Return how many parts of a pilot plan words give that may be quoted."""
    if desk.material.is_withheld(excerpt_id):
        return -1
    return len(read_plan(text_of(desk.material.excerpt[excerpt_id]["text"])))


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


def _undecided_of_most(rows: list[Row]) -> list[str]:
    """Return what nobody has decided of most recommendations: said once, not on every card."""
    each = [what for row in rows for what in _undecided(row)]
    if len(rows) < 2:
        return []
    return [what for what in dict.fromkeys(each) if 2 * each.count(what) > len(rows)]


def _say_undecided(rows: list[Row], shared: list[str]) -> list[Block]:
    """Return what is not decided: of any of them, or of all but those that are named."""
    decided = {
        what: [text_of(row["label"]) for row in rows if what not in _undecided(row)]
        for what in shared
    }
    of_none = listed(what for what, labels in decided.items() if not labels)
    blocks: list[Block] = []
    if of_none:
        told = full_stop(capitalised(of_none))
        blocks.append(Paragraph((told,), lead="Not decided yet for any of them:"))
    blocks += [
        Paragraph((f"{capitalised(what)}: not decided yet, but for {listed(labels)}.",))
        for what, labels in decided.items() if labels
    ]  # fmt: skip
    return blocks


def _undecided(row: Row) -> list[str]:
    """Return what a person still has to say of it: a draft says none of it by itself."""
    return [
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


def _maybe(name: str, value: object) -> list[Field]:
    words = text_of(value)
    return [Field(name, (full_stop(words),))] if words.strip() else []


def _response_form(desk: Desk) -> Table:
    return Table(
        caption="For the people who decide: one line each",
        header=("Decision or recommendation", "Our answer", "Who, and by when", "Why"),
        rows=decision_rows(desk) + tuple(
            (
                Cell((text_of(row["label"]), text_of(row["title"])), strong=True),
                Cell(("☐ Yes ☐ Yes, with changes ☐ Not now",)), Cell(), Cell(),
            )
            for row in desk.recommendations[:20]
        ),
    )  # fmt: skip
