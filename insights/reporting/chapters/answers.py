"""The chapter on recommendations: each in full, and a form to answer them."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.deciding import (
    decided_rows,
    say_next_step,
    say_step_without,
)  # fmt: skip
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.further_ideas import further_ideas
from insights.reporting.chapters.people import day
from insights.reporting.chapters.recommendation_card import compose_card, undecided_of
from insights.reporting.document import (
    Block,
    Cell,
    Paragraph,
    QuoteList,
    Section,
    Table,
)  # fmt: skip
from insights.reporting.drafting.addressing import NOT_AGREED
from insights.reporting.drafting.alternatives import instead_of
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.offers import last_day_named
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed

_ALSO_SHOWN = 6
_MOST_ROWS = 20
_BOX = "☐\N{NO-BREAK SPACE}"
_YES_OR_NO = f"{_BOX}Yes {_BOX}Yes, with changes {_BOX}Not\N{NO-BREAK SPACE}now {_BOX}No"
_LOOK = f"{_BOX}Yes {_BOX}Not\N{NO-BREAK SPACE}now {_BOX}No"
_NOTE = (
    "A yes to a decision is a yes to what it asks. If you mean all of the recommendation named "
    "with it, say so."
)
_A_DATE, _A_PLAN = "a date", "a pilot plan"
_IN_ONE = 4  # what one sentence lists
_CALLED = {
    "its aim": "an aim", "how to measure it": "a measure", "feasibility": "a view on feasibility",
    "cost": "a cost", "sign-off by both groups": "a group’s sign-off",
}  # fmt: skip


def compose_recommendations(desk: Desk) -> Section | None:
    """Return every recommendation in full, and a form to answer them."""
    if not desk.recommendations:
        return None
    addressed = {text_of(row["addressed_to"]) for row in desk.recommendations}
    whom = next(iter(addressed)) if len(addressed) == 1 else ""  # said once, not on every card
    shared = _undecided_of_most(desk.recommendations)
    blocks: list[Block] = _say_undecided(desk, shared)
    if not whom and addressed & {"", NOT_AGREED}:
        blocks.append(Paragraph(("Where a card does not say for whom, nobody has agreed it yet.",)))
    blocks += [
        compose_card(desk, row, shared, whom_too=not whom) for row in desk.recommendations[:20]
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
    return Section("answer", "Annex: your answer", "Your answer", _response_form(desk))


def compose_also_proposed(desk: Desk) -> Section | None:
    """Return what was proposed besides: no recommendation yet, and no answer in the records."""
    if not desk.recommendations:
        return None
    rest = further_ideas(desk)
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


def _undecided_of_most(rows: list[Row]) -> list[str]:
    """Return what nobody has decided of most recommendations: said once, not on every card."""
    each = [what for row in rows for what in undecided_of(row)]
    if len(rows) < 2:
        return []
    return [what for what in dict.fromkeys(each) if 2 * each.count(what) > len(rows)]


def _say_undecided(desk: Desk, shared: list[str]) -> list[Block]:
    """Return what none of them has yet, and what some have."""
    rows = [row for row in desk.recommendations if not is_to_look(row)] or desk.recommendations
    has = {
        what: [text_of(row["label"]) for row in rows if what not in undecided_of(row)]
        for what in shared if what != _A_DATE
    }  # fmt: skip
    none = [_CALLED.get(what, what) for what, labels in has.items() if not labels]
    told = [
        f"{opening} {listed(some, 'or')} yet."
        for opening, some in (("None of them has", none[:_IN_ONE]), ("Nor has any", none[_IN_ONE:]))
        if some
    ]
    told += [
        f"{listed(labels)} {'has' if len(labels) == 1 else 'have'} {_CALLED.get(what, what)}"
        f"{', or the start of one' if what == _A_PLAN else ''}. "
        f"{'The other has' if len(labels) == len(rows) - 1 else 'The others have'} none yet."
        for what, labels in has.items() if labels
    ]  # fmt: skip
    told += _say_dates(desk) if _A_DATE in shared else []
    return [Paragraph(tuple(told))] if told else []


def _say_dates(desk: Desk) -> list[str]:
    """Return by when decisions are asked for, and which recommendations have a date."""
    by_day: dict[str, list[str]] = {}
    for label, text, _ in decided_rows(desk):
        if asked_by := last_day_named(text, ""):
            by_day.setdefault(asked_by, []).append(label.removeprefix("Decision "))
    said = listed(
        f"{'Decision' if len(numbers) == 1 else 'Decisions'} {listed(numbers)} by {day(asked_by)}"
        for asked_by, numbers in sorted(by_day.items())
    )
    dated = listed(text_of(row["label"]) for row in desk.recommendations if text_of(row["due"]))
    set_ = f"Dates asked for: {said}." if said else ""
    rest = f"Of the recommendations, only {dated} {{}} a date." if dated else (
        "No recommendation has a date of its own yet."
    )  # fmt: skip
    has = "has" if sum(bool(text_of(row["due"])) for row in desk.recommendations) == 1 else "have"
    return [words for words in (set_, rest.format(has)) if words]


def _response_form(desk: Desk) -> tuple[Table, ...]:
    """Return one row for each thing to answer; what is only to be looked into, apart."""
    look = [row for row in desk.recommendations if is_to_look(row)]
    answered: set[str] = set()
    rows: list[tuple[Cell, ...]] = []
    for label, text, about in decided_rows(desk):
        named = f" ({listed(text_of(row['label']) for row in about)})" if about else ""
        rows.append(_answer_row(f"{label}{named}:", text, about, desk))
        answered |= {text_of(row["recommendation_id"]) for row in about}
        for row in about:
            rows += _instead_rows(row, answered, desk)
    for row in [row for row in desk.recommendations if row not in look][:_MOST_ROWS]:
        if text_of(row["recommendation_id"]) not in answered:
            answered.add(text_of(row["recommendation_id"]))
            title = full_stop(text_of(row["title"]))
            rows.append(_answer_row(text_of(row["label"]), title, [row], desk))
            rows += _instead_rows(row, answered, desk)
    tables = []
    if rows:
        tables.append(Table(
            caption="For the people who decide: one line each",
            header=("To answer", "Next step", "Our answer", "Who, and by when", "Why"),
            rows=tuple(rows),
            note=_NOTE if any(row["decisions"] is not None and len(row["decisions"])
                              for row in desk.recommendations) else "",
        ))  # fmt: skip
    if look:
        tables.append(Table(
            caption="Dangers to look into: to look is all that is asked",
            header=("To look into", "Our answer", "Who looks, and by when", "Why"),
            rows=tuple(
                (Cell((text_of(row["label"]), full_stop(text_of(row["title"]))), strong=True),
                 Cell((_LOOK,)), Cell(), Cell())
                for row in look
            ),
        ))  # fmt: skip
    return tuple(tables)


def _instead_rows(row: Row, answered: set[str], desk: Desk) -> list[tuple[Cell, ...]]:
    """Return the rows of what would be done instead, to stand beside it; each once."""
    found = []
    for other in instead_of(row, desk.recommendations):
        if (key := text_of(other["recommendation_id"])) not in answered:
            answered.add(key)
            title = full_stop(text_of(other["title"]))
            found.append(_answer_row(text_of(other["label"]), title, [dict(other)], desk))
    return found


def _answer_row(name: str, words: str, about: list[Row], desk: Desk) -> tuple[Cell, ...]:
    either = listed(
        dict.fromkeys(
            text_of(one["label"]) for row in about
            for one in (row, *instead_of(row, desk.recommendations))
        ), "or",
    ) if any(instead_of(row, desk.recommendations) for row in about) else ""  # fmt: skip
    steps = " ".join(
        f"{text_of(row['label'])}: {say_next_step(row, desk)}" if len(about) > 1
        else say_next_step(row, desk) for row in about
    )  # fmt: skip
    return (
        Cell((name, words, *((f"One of these, or try both: {either}.",) if either else ())),
             strong=True),
        Cell((steps or say_step_without(desk, words),)),
        Cell((_YES_OR_NO,)), Cell(), Cell(),
    )  # fmt: skip
