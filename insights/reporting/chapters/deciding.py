"""What the commissioner is asked to decide, joined with what it rests on, and a row to answer."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import Cell, Paragraph, Words
from insights.reporting.drafting.addressing import NOT_AGREED
from insights.reporting.drafting.joins import ideas_among
from insights.reporting.drafting.matters import decisions_asked
from insights.reporting.drafting.offers import say_offers
from insights.reporting.drafting.recommendations import NOT_COSTED
from insights.reporting.wording import full_stop, listed, uncapitalised

_YES_OR_NO = "☐ Yes ☐ Yes, with changes ☐ Not now"


def say_decisions(desk: Desk) -> tuple[Paragraph, ...]:
    """Return each decision asked, with the recommendations it rests on, support and cost."""
    return tuple(
        Paragraph(_decision(desk, number, text), lead=f"Decision {number}.")
        for number, text in enumerate(decisions_asked(desk.material.project), start=1)
    )


def decision_rows(desk: Desk) -> tuple[tuple[Cell, ...], ...]:
    """Return a row of the answer form for each decision asked."""
    return tuple(
        (
            Cell((f"Decision {number}:", f"{full_stop(text)}{_see(desk, number)}"), strong=True),
            Cell((_YES_OR_NO,)), Cell(), Cell(),
        )
        for number, text in enumerate(decisions_asked(desk.material.project), start=1)
    )  # fmt: skip


def say_decisions_of(row: Row, desk: Desk) -> str:
    """Return which decisions a recommendation is about, in their words; '' for none."""
    asked = decisions_asked(desk.material.project)
    numbered = {f"D{number}": text for number, text in enumerate(asked, start=1)}
    return " ".join(
        f"Decision {key[1:]}: {full_stop(numbered[key])}" for key in map(str, row["decisions"])
        if key in numbered
    )  # fmt: skip


def say_whom(row: Row, desk: Desk) -> str:
    """Return in a few words who is asked to act, and under which decisions."""
    whom = text_of(row["addressed_to"]) or NOT_AGREED
    if whom == desk.material.project.commissioner:
        whom = "Commissioner"
    labels = listed(f"Decision {str(key)[1:]}" for key in row["decisions"])
    return f"{whom} ({labels})" if labels else whom


def promised_already(row: Row, desk: Desk) -> list[Row]:
    """Return the ideas behind a recommendation that the group has promised already."""
    ideas = ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]])
    return [idea for idea in ideas if text_of(idea["status"]) == "commitment"]


def _joined(desk: Desk, number: int) -> list[Row]:
    return [row for row in desk.recommendations if f"D{number}" in map(str, row["decisions"])]


def _decision(desk: Desk, number: int, text: str) -> tuple[Words, ...]:
    rows = _joined(desk, number)
    if not rows:
        return (full_stop(text), "No single recommendation asks for this.")
    return (full_stop(text), *(words for row in rows for words in _behind(desk, row)))


def _behind(desk: Desk, row: Row) -> list[Words]:
    """Return what stands behind a decision: who proposed it, whether it was tried, who offers."""
    label = text_of(row["label"])
    told = [_support(desk, row)]
    if promised_already(row, desk):
        told.append("The group has promised it already. What is asked now is what stands here.")
    told.append(text_of(row["tests"]) or "Nobody has tried it yet.")
    offers = [str(e) for e in row["offer_excerpt_ids"] if str(e) in desk.material.excerpt]
    if offers:
        claim = desk.claim(
            f"{label}.decision.offered",
            f"Offered towards it: {uncapitalised(say_offers(offers, desk.material.excerpt))}",
            offers,
        )
        told += [claim, f"The words stand at {label}."]
    return told


def _support(desk: Desk, row: Row) -> Words:
    """Return who proposed what a decision is about, and what is known of its cost."""
    cost = text_of(row["cost"])
    told = "Not costed yet." if cost == NOT_COSTED else f"Cost: {uncapitalised(full_stop(cost))}"
    who = full_stop(uncapitalised(text_of(row["supported_by"]).removeprefix("Both groups: ")))
    claim = desk.claim(
        f"{text_of(row['label'])}.decision",
        f"See {text_of(row['label'])}, proposed by {who} {told}",
        row["for_excerpt_ids"],
    )
    return claim if claim.excerpt_ids else claim.text


def _see(desk: Desk, number: int) -> str:
    labels = listed(text_of(row["label"]) for row in _joined(desk, number))
    return f" See {labels}." if labels else ""
