"""The chapter on taking part: what it changed in trust, being heard and understanding.

What co-production does to those who take part is a result in its own right: it is told like
one, apart from what people said about the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from insights.reporting.cells import Row, number_of, rows_by, rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import whole_told
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.document import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    QuoteList,
    Section,
    Table,
)
from insights.reporting.wording import capitalised, counted_noun, in_words, listed

_QUOTES = 4


@dataclass(frozen=True)
class _Change:
    """One question on a scale: what people answered before and after."""

    item: str
    before: dict[str, float]
    after: dict[str, float]
    other: dict[str, float]
    highest: float | None

    @property
    def twice(self) -> list[str]:
        """Those who answered both times, in order."""
        return [person for person in self.before if person in self.after]


def compose_process(desk: Desk) -> Section | None:
    """Return what taking part changed, or None where nobody was asked and nothing is told."""
    rows = rows_of(desk.material.process)
    told = desk.material.project.about.get("what_changed") or ()
    noticed = [told] if isinstance(told, str) else list(told)
    if not rows and not noticed:
        return None
    blocks: list[Block] = []
    enough = (
        len({text_of(r["participant_id"]) for r in rows} - {""}) >= desk.settings.smallest_group
    )
    changes = _changes(rows)
    if changes and enough and not desk.reflexive:
        blocks += _scales(desk, changes)
    blocks += _words(desk, rows)
    if noticed:
        blocks.append(Heading(3, "What those who ran it noticed"))
        blocks.append(Items(tuple(Paragraph((quoted(text_of(one)),)) for one in noticed)))
    if not blocks:
        return None
    return Section(
        "process", "What taking part changed", "Taking part", tuple(blocks),
        "Working together is meant to change how people see each other. So we asked, and "
        "report it as a result.",
    )  # fmt: skip


def _changes(rows: list[Row]) -> list[_Change]:
    found: dict[str, _Change] = {}
    for number, row in enumerate(rows):
        value = number_of(row["value"])
        if value is None:
            continue
        item = text_of(row["item"])
        change = found.setdefault(item, _Change(item, {}, {}, {}, number_of(row["highest"])))
        side = {"before": change.before, "after": change.after}.get(
            text_of(row["when"]), change.other
        )
        side[text_of(row["participant_id"]) or f"row {number}"] = value
    return list(found.values())


def _scales(desk: Desk, changes: list[_Change]) -> list[Block]:
    smallest = desk.settings.smallest_group
    twice = [change for change in changes if len(change.twice) >= smallest]
    once = [change for change in changes if change not in twice]
    blocks: list[Block] = []
    if twice:
        blocks += [Paragraph(_meaning(twice)), _table(twice)]
    short = [
        f"{_question(change)}: {_middle(answers)} in the middle{people}."
        for change in once
        for answers in (change.after or change.other or change.before,)
        if len(answers) >= smallest
        for n in (whole_told(desk.people, answers, smallest),)
        for people in ("" if n is None else f" ({counted_noun(n, 'answer')})",)
    ]
    if short:
        blocks.append(Items(tuple(Paragraph((one,)) for one in short)))
    return blocks


_WAYS = {
    "higher": "most of those who answered twice chose a higher number afterwards",
    "lower": "most of those who answered twice chose a lower number afterwards",
    "neither": "answers went no one way",
}  # fmt: skip


def _meaning(changes: list[_Change]) -> tuple[str, ...]:
    """Return in a sentence or two what answers before and after come to; the table has figures.

    Examples
    --------
    >>> before = {"a": 2.0, "b": 2.0, "c": 3.0}
    >>> up = _Change("I felt heard", before, {"a": 4.0, "b": 3.0, "c": 3.0}, {}, 5)
    >>> _meaning([up]), _meaning([up, up])
    (('Most of those who answered twice chose a higher number afterwards.',), \
('On both statements, most of those who answered twice chose a higher number afterwards.',))
    """
    ways: dict[str, list[_Change]] = {}
    for change in changes:
        ways.setdefault(_way(change), []).append(change)
    told = []
    for way, said in _WAYS.items():
        here = ways.get(way, [])
        if here and len(here) == len(changes):
            n = len(changes)
            on = {1: "", 2: "On both statements, "}.get(n, f"On all {in_words(n)} statements, ")
            told.append(capitalised(f"{on}{said}."))
        elif here:
            named = listed(f"“{change.item}”" for change in here)
            told.append(f"On {named}, {said}.")
    return tuple(told)


def _way(change: _Change) -> str:
    both = change.twice
    higher = sum(change.after[p] > change.before[p] for p in both)
    lower = sum(change.after[p] < change.before[p] for p in both)
    if 2 * higher > len(both):
        return "higher"
    return "lower" if 2 * lower > len(both) else "neither"


def _table(changes: list[_Change]) -> Table:
    return Table(
        "Answers before and after, from those who answered both times",
        ("Statement", "People", "Middle answer before", "Middle answer after", "Higher",
         "The same", "Lower"),
        tuple(
            (
                Cell((_question(change),), strong=True),
                Cell((str(len(change.twice)),)),
                Cell((_middle({p: change.before[p] for p in change.twice}),)),
                Cell((_middle({p: change.after[p] for p in change.twice}),)),
                *(
                    Cell((str(sum(test(change.after[p], change.before[p]) for p in change.twice)),))
                    for test in (float.__gt__, float.__eq__, float.__lt__)
                ),
            )
            for change in changes
        ),
        note="The same people before and after, and nobody to set them beside. So other things "
        "may have changed them too.",
    )  # fmt: skip


def _question(change: _Change) -> str:
    scale = f" (up to {change.highest:g})" if change.highest else ""
    return f"“{change.item}”{scale}"


def _middle(answers: dict[str, float]) -> str:
    return f"{median(answers.values()):g}"


def _words(desk: Desk, rows: list[Row]) -> list[Block]:
    """Return what people wrote about taking part, question by question."""
    by_item = rows_by(
        "item", (row for row in rows if text_of(row["excerpt_id"]) in desk.material.excerpt)
    )
    blocks: list[Block] = []
    for number, (item, here) in enumerate(by_item.items(), start=1):
        after = [r for r in here if text_of(r["when"]) != "before"] or here
        known = list(dict.fromkeys(text_of(row["excerpt_id"]) for row in after))
        people = {text_of(row["participant_id"]) for row in after} - {""}
        n = whole_told(desk.people, people, desk.settings.smallest_group)
        told = "people" if n is None else counted_noun(n or len(known), "person", "people")
        claim = desk.claim(f"process.{number}", f"{capitalised(told)} answered.", known)
        blocks.append(Heading(3, item))
        blocks.append(Paragraph((claim,)))
        blocks.append(QuoteList("", desk.quotes.choose(known, _QUOTES)))
    return blocks
