"""Who is for a recommendation and who is not: counts, votes, conditions, and their words."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.votes_chapter import say_votes
from insights.reporting.document import (
    Block,
    Field,
    Fields,
    QuoteList,
    Words,
)  # fmt: skip
from insights.reporting.drafting.alternatives import instead_of
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.offers import say_offers
from insights.reporting.drafting.tested import TESTERS
from insights.reporting.wording import capitalised, full_stop, in_words

_QUOTES_SHOWN = 2


def for_and_against(desk: Desk, row: Row) -> list[Block]:
    """Return who is for it and who is not, in counts, votes and words."""
    label = text_of(row["label"])
    support = desk.claim(label, full_stop(text_of(row["supported_by"])), row["for_excerpt_ids"])
    supported: Words = support if support.excerpt_ids else support.text
    if is_to_look(row):
        return [Fields((Field("Who spoke of it", (supported,)),))]
    fields = [
        Field("Who is for it", (supported, *_asked_for_too(desk, row)))
        if is_tested(row)
        else Field("Who proposed it", (supported,)),
        *_votes_on(desk, row),
        *_offered(desk, row),
        *_dissent(desk, row),
        *_on_condition(desk, row),
    ]
    return [
        Fields(tuple(fields)),
        *_quotes(desk, row, "What was offered", "offer_excerpt_ids"),
        *_quotes(desk, row, "In the words of those who say otherwise", "against_excerpt_ids"),
        *_other_side(desk, row),
        *_quotes(desk, row, "In the words of those who say “yes, but”", "condition_excerpt_ids"),
    ]  # fmt: skip


def is_tested(row: Row) -> bool:
    """Tell whether it was drafted from what testers said, as no proposal asks for it."""
    return text_of(row["supported_by"]).endswith(TESTERS)


def _asked_for_too(desk: Desk, row: Row) -> tuple[str, ...]:
    """Return what those who tried a thing said, and how many proposals ask for it besides."""
    known = desk.material.excerpt
    n = sum(
        text_of(known[e]["prompt_kind"]) == "idea"
        for e in map(str, row["for_excerpt_ids"]) if e in known
    )  # fmt: skip
    said = "They said how to go on with it."
    if not n:
        return (said,)
    return (
        said,
        f"{capitalised(in_words(n))} proposal{' puts' if n == 1 else 's put'} it there too.",
    )


def _votes_on(desk: Desk, row: Row) -> list[Field]:
    """Return how its ideas stood in the votes, and how people voted on the same matter."""
    told = [
        text_of(row["priority"]),
        *(say_votes(desk, [statement]) for statement in row["statement_ids"]),
    ]
    lines = tuple(line for line in told if line)
    return [Field("In the votes", lines)] if lines else []


def _offered(desk: Desk, row: Row) -> list[Field]:
    """Return what people offered to do towards it: evidence that it can be done."""
    offers = [str(e) for e in row["offer_excerpt_ids"] if str(e) in desk.material.excerpt]
    if not offers:
        return []
    claim = desk.claim(
        f"{text_of(row['label'])}.offered", say_offers(offers, desk.material.excerpt), offers
    )
    return [Field("Offered", (claim, "The words stand below."))]


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


def _other_side(desk: Desk, row: Row) -> list[Block]:
    """Return the words of the other side, where the groups disagree and nobody answers a row.

    That is what was said for the recommendation that stands on the other side of the
    disagreement. "The groups disagree" without anybody's words tells nobody why.
    """
    if len(row["against_excerpt_ids"]) or text_of(row["convergence"]) != "dissonant":
        return []
    return [
        block
        for other in instead_of(row, desk.recommendations)
        for block in _quotes(
            desk, dict(other), f"In the words of those who ask for {text_of(other['label'])}",
            "for_excerpt_ids",
        )
    ]  # fmt: skip


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


def _quotes(desk: Desk, row: Row, heading: str, column: str) -> list[Block]:
    """Return words of those who offer something or speak against it."""
    known = [str(e) for e in row[column] if str(e) in desk.material.excerpt]
    quotes = desk.quotes.choose(known, _QUOTES_SHOWN) if known else ()
    return [QuoteList(heading, quotes)] if quotes else []
