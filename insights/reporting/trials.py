"""The chapter on prototypes: what testers could do, liked, and asked for, kept apart."""

from __future__ import annotations

from statistics import median

from insights.reporting.cells import Row, is_missing, number_of, rows_of, text_of
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Block,
    Finding,
    Paragraph,
    QuoteList,
    Section,
)  # fmt: skip
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    in_words,
    listed,
)

_COMMENTS = {
    "improve": "To improve it",
    "pilot": "To pilot it",
    "implement": "To run it for good",
}
_YES_NO = {
    "success": "could do the task",
    "task_success": "could do the task",
    "would_use": "would use it",
    "like": "liked it",
}
_FEW_TESTERS = 5
_RATED = ("rating", "sus")
_VERBS = ("could", "would", "can", "liked", "did", "wants", "understood")


def compose_prototypes(desk: Desk) -> Section | None:
    """Return what testers did with each prototype, or None when none was tested."""
    rows = rows_of(desk.material.prototypes)
    if not rows:
        return None
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(text_of(row["prototype"]), []).append(row)
    testers = {text_of(row["participant_id"]) for row in rows} - {""}
    n = len(testers)
    intro = "Liking a thing, being able to use it and wanting it are different answers."
    if 0 < n <= 12:
        missed = round(10 * 0.9**n)
        intro += (
            f" {capitalised(counted_noun(n, 'tester'))} would miss a problem that affects one "
            f"person in ten about {in_words(missed)} times in ten."
        )
    return Section(
        "prototypes", "What people tested", "Prototypes",
        tuple(
            _prototype(desk, number, name, here)
            for number, (name, here) in enumerate(by_name.items(), start=1)
        ),
        intro,
    )  # fmt: skip


def _prototype(desk: Desk, number: int, name: str, rows: list[Row]) -> Finding:
    label = f"P{number}"
    testers = {text_of(row["participant_id"]) for row in rows} - {""}
    open_rows = [row for row in rows if text_of(row["excerpt_id"])]
    blocks: list[Block] = [Paragraph(tuple(_who(desk, rows, testers)))]
    told = [sentence for item in _closed(rows) for sentence in [_closed_sentence(item, rows)]]
    if told:
        blocks.append(Paragraph(tuple(told), lead="What they could do and liked."))
    by_item: dict[str, list[str]] = {}
    for row in open_rows:
        by_item.setdefault(text_of(row["item"]), []).append(text_of(row["excerpt_id"]))
    usual = list(_COMMENTS)
    items = sorted(by_item, key=lambda i: (usual.index(i) if i in usual else len(usual), i))
    for number_of_item, item in enumerate(items, start=1):
        known = [e for e in by_item[item] if e in desk.material.excerpt]
        if not known:
            continue
        people = {text_of(r["participant_id"]) for r in open_rows if text_of(r["item"]) == item}
        n = len(people - {""}) or len(known)
        claim = desk.claim(
            f"{label}.{number_of_item}",
            capitalised(f"{counted_noun(n, 'tester')} said something about this."),
            known,
        )
        heading = _COMMENTS.get(item, capitalised(item.replace("_", " ")))
        blocks.append(Paragraph((claim,), lead=f"{heading}."))
        blocks.append(QuoteList("", desk.quotes.choose(known, 2)))
    return Finding(label, label, name, (), tuple(blocks))


def _who(desk: Desk, rows: list[Row], testers: set[str]) -> list[str]:
    n = len(testers)
    if n == 0:
        return ["The records do not say who tested it."]
    groups: dict[str, set[str]] = {}
    for row in rows:
        if text_of(row["participant_id"]):
            here = groups.setdefault(text_of(row["perspective"]), set())
            here.add(text_of(row["participant_id"]))
    sentences = [f"{capitalised(counted_noun(n, 'person', 'people'))} tested it."]
    known = [(group, people) for group, people in groups.items() if group not in ("", "unknown")]
    if len(known) == 1 and len(known[0][1]) == n:
        sentences[0] = f"{n} {desk.words(known[0][0], n)} tested it."
    elif known and all(len(people) >= _FEW_TESTERS for _, people in known):
        told = listed(f"{len(people)} {desk.words(group, len(people))}" for group, people in known)
        sentences = [f"{told} tested it."]
    elif known:
        told = listed(desk.words(group) for group, _ in known)
        sentences.append(f"They were {told}, too few of each to count apart.")
    made_it = {text_of(r["participant_id"]) for r in rows if _true(r["helped_design"])} - {""}
    if made_it:
        sentences.append(
            f"{capitalised(counted_noun(len(made_it), 'tester'))} had helped to design it."
        )
    return sentences


def _closed(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(
        text_of(row["item"]) for row in rows
        if number_of(row["value"]) is not None and not text_of(row["item"]).startswith("sus")
    ))  # fmt: skip


def _closed_sentence(item: str, rows: list[Row]) -> str:
    answers = {
        text_of(row["participant_id"]) or f"row {number}": (value, _true(row["helped_design"]))
        for number, row in enumerate(rows)
        if text_of(row["item"]) == item and (value := number_of(row["value"])) is not None
    }
    values = [value for value, _ in answers.values()]
    if set(values) <= {0.0, 1.0} and not item.startswith(_RATED):
        return _yes_sentence(item, list(answers.values()))
    name = capitalised(item.replace("_", " "))
    low, middle, high = min(values), median(values), max(values)
    people = counted_noun(len(values), "tester")
    if low == high:
        return f"{name}: {_plain(low)} ({people})."
    spread = f"from {_plain(low)} to {_plain(high)}, {_plain(middle)} in the middle"
    return f"{name}: {spread} ({people})."


def _yes_sentence(item: str, answers: list[tuple[float, bool]]) -> str:
    """Return how many said or did it; praise from people who helped to design it is marked."""
    yes = sum(value == 1 for value, _ in answers)
    what = _YES_NO.get(item, item.replace("_", " "))
    said = what if what.startswith(_VERBS) else f"said yes to “{what}”"
    others = [value for value, helped in answers if not helped]
    without = ""
    if others and len(others) < len(answers):
        n_yes = sum(value == 1 for value in others)
        without = f" Without those who helped to design it: {n_yes} of {len(others)}."
    return f"{yes} of {len(answers)} {said}.{without}"


def _plain(value: float) -> str:
    return f"{value:g}"


def _true(value: object) -> bool:
    return not is_missing(value) and bool(value)
