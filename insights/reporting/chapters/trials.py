"""The chapter on prototypes: a card for each, with what to do next and why."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from insights.project import Thresholds
from insights.reporting.cells import Row, is_missing, number_of, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.document import (
    Badge,
    Block,
    Field,
    Fields,
    Finding,
    Items,
    Paragraph,
    QuoteList,
    Section,
)  # fmt: skip
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
)

_COMMENTS = {
    "improve": ("To improve it", "said how to improve it"),
    "pilot": ("To pilot it", "said how to try it out"),
    "implement": ("To run it for good", "said what it takes to run it for good"),
}
_YES_NO = {
    "success": "could do the task",
    "task_success": "could do the task",
    "could_do": "said they could do it",
    "would_use": "would use it",
    "like": "liked it",
}
_VERBS = ("could", "would", "can", "liked", "did", "wants", "understood", "said")
_VERDICTS = {
    "improve": "Improve it, then test again",
    "pilot": "Pilot it",
    "implement": "Put it in place",
    "park": "Leave it for now",
}
_SEVERITY = {3: "Stops people", 2: "Gets in the way", 1: "Small", 0: "Nobody said how serious"}
_ORDER = ("success", "task_success", "could_do", "would_use", "like", "liked", "sus")
_FEW_TESTERS = 5
_QUOTES, _SERIOUS = 2, 2


def compose_prototypes(desk: Desk) -> Section | None:
    """Return a card for each prototype, or None when none was tested."""
    rows = rows_of(desk.material.prototypes)
    if not rows:
        return None
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_name.setdefault((text_of(row["prototype"]), text_of(row["version"])), []).append(row)
    names = [name for name, _ in by_name]
    blocks: list[Block] = [
        _Card(desk, f"P{number}", name, version, here, names.count(name) > 1).compose()
        for number, ((name, version), here) in enumerate(by_name.items(), start=1)
    ]
    if len(rows_of(desk.material.prototype_cards)):
        blocks.append(Paragraph(_rules(desk.settings), lead="How the proposals came about."))
    return Section("prototypes", "What people tested", "Prototypes", tuple(blocks),
                   _intro(rows, len(set(names))))  # fmt: skip


def _intro(rows: Sequence[Row], n_prototypes: int) -> str:
    n = len({text_of(row["participant_id"]) for row in rows} - {""})
    intro = "Liking a thing, being able to use it and wanting it are different answers."
    if 0 < n <= 12:
        missed = round(10 * 0.9**n)
        intro += (
            f" {capitalised(counted_noun(n, 'tester'))} would miss a problem that affects one "
            f"person in ten about {in_words(missed)} times in ten."
        )
    if n_prototypes > 1:
        intro += (
            " The same people saw several prototypes, so what they saw first may have coloured "
            "the rest."
        )
    intro += " One or two comments stand under each point. Its link leads to all of them."
    return intro


def _rules(settings: Thresholds) -> tuple[str, ...]:
    """Return the rules behind the proposals, with the project's own thresholds."""
    stopped = in_words(settings.stopped_people)
    people = "person" if settings.stopped_people == 1 else "people"
    could, would, even = (
        _fewer_than(share)
        for share in (settings.able_share, settings.wanted_share, settings.unwanted_share)
    )
    return (
        "Rules propose what to do: people who helped to make a thing are left out.",
        f"Improve it where fewer than {could} could do the task.",
        f"The same holds where fewer than {would} would use it.",
        f"It holds too where something stopped {stopped} {people}.",
        f"Leave it where fewer than {even} would use it, even perhaps. Otherwise pilot it.",
        "So small a test never shows that a thing is ready for good. A person decides.",
    )


def _fewer_than(share: float) -> str:
    """Return a share as a reader would say it.

    Examples
    --------
    >>> _fewer_than(0.75), _fewer_than(0.5), _fewer_than(0.33), _fewer_than(0.6)
    ('three in four', 'half', 'one in three', '60 in 100')
    """
    known = {0.75: "three in four", 0.5: "half", 0.33: "one in three", 0.25: "one in four"}
    return known.get(share, f"{100 * share:.0f} in 100")


class _Card:
    """One prototype's card: its rows, and what was made of them."""

    def __init__(
        self, desk: Desk, label: str, name: str, version: str, rows: list[Row], several: bool
    ) -> None:
        self.desk = desk
        self.label = label
        self.name = f"{name}, version {version}" if several and version else name
        self.rows = rows

        def here(table: Sequence[Row]) -> list[Row]:
            return [
                row
                for row in table
                if (text_of(row["prototype"]), text_of(row["version"])) == (name, version)
            ]

        material = desk.material
        self.results = here(rows_of(material.prototype_results))
        self.issues = here(rows_of(material.prototype_issues))
        self.card = next(iter(here(rows_of(material.prototype_cards))), None)
        self.testers = {text_of(row["participant_id"]) for row in rows} - {""}
        self.makers = {
            text_of(row["participant_id"]) for row in rows if _true(row["helped_design"])
        } - {""}

    def compose(self) -> Finding:
        blocks: list[Block] = [Paragraph(tuple(self._who()))]
        fields = [*self._verdict(), *self._answers()]
        if fields:
            blocks.append(Fields(tuple(fields)))
        blocks += self._went_wrong()
        blocks += self._comments()
        if self.card is not None and len(self.card["find_out"]):
            blocks.append(Paragraph((), lead="To find out next."))
            blocks.append(Items(tuple(
                Paragraph((text_of(one),)) for one in self.card["find_out"]
            )))  # fmt: skip
        return Finding(self.label, self.label, self.name, self._badges(), tuple(blocks))

    # ------------------------------------------------------------------------ the parts

    def _badges(self) -> tuple[Badge, ...]:
        if self.card is None:
            return ()
        who = "A person decided" if self.card["decided"] else "Proposed by rule"
        return (Badge("class", self._said_verdict()), Badge("neutral", who))

    def _said_verdict(self) -> str:
        card = self.card
        if card is None:
            return ""
        verdict = text_of(card["verdict"])
        changes = ", with changes" if card["with_changes"] and verdict in (
            "pilot", "implement") else ""  # fmt: skip
        return f"{_VERDICTS[verdict]}{changes}"

    def _who(self) -> list[str]:
        n = len(self.testers)
        if n == 0:
            return ["The records do not say who tested it."]
        groups: dict[str, set[str]] = {}
        for row in self.rows:
            if text_of(row["participant_id"]):
                here = groups.setdefault(text_of(row["perspective"]), set())
                here.add(text_of(row["participant_id"]))
        sentences = [f"{capitalised(counted_noun(n, 'person', 'people'))} tested it."]
        words = self.desk.words
        known = [(group, them) for group, them in groups.items() if group not in ("", "unknown")]
        if len(known) == 1 and len(known[0][1]) == n:
            sentences[0] = f"{n} {words(known[0][0], n)} tested it."
        elif known and all(len(them) >= _FEW_TESTERS for _, them in known):
            told = listed(f"{len(them)} {words(group, len(them))}" for group, them in known)
            sentences = [f"{told} tested it."]
        elif known:
            told = listed(words(group) for group, _ in known)
            sentences.append(f"They were {told}, too few of each to count apart.")
        if self.makers:
            made = capitalised(counted_noun(len(self.makers), "tester"))
            sentences.append(f"{made} had helped to make it.")
        sentences += self._order()
        return sentences

    def _order(self) -> list[str]:
        """Return for how many it was the first thing they saw, where they saw several."""
        place: dict[str, int] = {}
        for row in self.rows:
            if text_of(row["participant_id"]) and not is_missing(row["shown_order"]):
                place[text_of(row["participant_id"])] = whole_of(row["shown_order"])
        if not place or set(place.values()) == {1}:
            return []
        first = sum(order == 1 for order in place.values())
        if not first:
            return ["Everybody had seen something else before it."]
        return [f"{capitalised(in_words(first))} of {len(place)} saw it before anything else."]

    def _verdict(self) -> list[Field]:
        if self.card is None:
            return []
        reasons = [full_stop(text_of(reason)) for reason in self.card["reasons"]]
        if self.card["decided"]:
            reasons[0] = f"The reason given: {quoted(reasons[0])}"
        return [Field("What to do", (f"{self._said_verdict()}.", *reasons))]

    def _answers(self) -> list[Field]:
        """Return liking, wanting and being able to, each on its own."""
        fields = []
        usual = list(_ORDER)
        for row in sorted(
            self.results,
            key=lambda r: usual.index(text_of(r["item"])) if text_of(r["item"]) in usual else 99,
        ):
            item, measure = text_of(row["item"]), text_of(row["measure"])
            if measure == "yes":
                fields.append(Field(_heading(item), (self._yes(item, row),)))
            elif measure == "sus":
                fields.append(Field("Usability scale", (_usability(row),)))
            elif measure == "rating" and not item.startswith(("sus", "severity")):
                fields.append(Field(_heading(item), (self._rating(item),)))
        return fields

    def _yes(self, item: str, row: Row) -> str:
        what = _YES_NO.get(item, item.replace("_", " "))
        said = what if what.startswith(_VERBS) else f"said yes to “{what}”"
        n, others = whole_of(row["n"]), whole_of(row["n_not_helped"])
        told = f"{whole_of(row['k'])} of {n} {said}."
        partly = whole_of(row["n_partly"])
        if partly:
            told += f" {capitalised(in_words(partly))} more said perhaps, or could in part."
        if 0 < others < n:
            told += f" {self._without()} {whole_of(row['k_not_helped'])} of {others}."
        return told

    def _without(self) -> str:
        n = len(self.makers)
        who = "the one" if n == 1 else f"the {in_words(n)}"
        return f"Without {who} who helped to make it:"

    def _rating(self, item: str) -> str:
        given: dict[str, list[float]] = {}
        for number, row in enumerate(self.rows):
            value = number_of(row["value"])
            if text_of(row["item"]) == item and value is not None:
                given.setdefault(text_of(row["participant_id"]) or f"row {number}", []).append(
                    value
                )
        means = {person: sum(values) / len(values) for person, values in given.items()}
        values = list(means.values())
        people = counted_noun(len(values), "tester")
        low, high = min(values), max(values)
        if low == high:
            return f"{_plain(low)} ({people})."
        told = f"From {_plain(low)} to {_plain(high)}, {_plain(median(values))} in the middle "
        told += f"({people})."
        others = [value for person, value in means.items() if person not in self.makers]
        if others and len(others) < len(values):
            told += f" {self._without()} {_plain(median(others))} in the middle."
        return told

    def _went_wrong(self) -> list[Block]:
        """Return what went wrong, most serious first, and for how many testers."""
        if not self.issues:
            return []
        blocks: list[Block] = [Paragraph((), lead="What went wrong.")]
        for number, row in enumerate(self.issues, start=1):
            known = [str(e) for e in row["excerpt_ids"] if str(e) in self.desk.material.excerpt]
            n, of = whole_of(row["n_people"]), whole_of(row["n_testers"])
            told = f"{n} of {counted_noun(of, 'tester')}." if n else "Notes that name no tester."
            claim = self.desk.claim(f"{self.label}.wrong.{number}", told, known)
            blocks.append(Paragraph((claim,), lead=f"{_SEVERITY[whole_of(row['severity'])]}:"))
            n_shown = _QUOTES if whole_of(row["severity"]) >= _SERIOUS else 1
            blocks.append(QuoteList("", self.desk.quotes.choose(known, n_shown)))
        return blocks

    def _comments(self) -> list[Block]:
        by_item: dict[str, list[Row]] = {}
        in_issues = {str(e) for row in self.issues for e in row["excerpt_ids"]}
        answers = {str(e) for row in self.results for e in row["excerpt_ids"]}
        nothing = {text_of(row["item"]): whole_of(row["n_nothing"]) for row in self.results}
        for row in self.rows:
            excerpt_id = text_of(row["excerpt_id"])
            there = excerpt_id in self.desk.material.excerpt and excerpt_id in answers
            if there and excerpt_id not in in_issues:
                by_item.setdefault(text_of(row["item"]), []).append(row)
        usual = list(_COMMENTS)
        items = sorted(by_item, key=lambda i: (usual.index(i) if i in usual else len(usual), i))
        blocks: list[Block] = []
        for number, item in enumerate(items, start=1):
            known = [text_of(row["excerpt_id"]) for row in by_item[item]]
            people = {text_of(row["participant_id"]) for row in by_item[item]} - {""}
            heading, said = _COMMENTS.get(
                item, (capitalised(item.replace("_", " ")), "said something about this")
            )
            n = len(people) or len(known)
            told = f"{capitalised(counted_noun(n, 'tester'))} {said}."
            made = len(people & self.makers)
            if made and made < len(people):
                told += f" {capitalised(in_words(made))} of them had helped to make it."
            elif made:
                told += " All of them had helped to make it."
            claim = self.desk.claim(f"{self.label}.{number}", told, known)
            content = nothing.get(item, 0) if item == "improve" else 0
            besides = (f"{content} more would change nothing.",) if content else ()
            blocks.append(Paragraph((claim, *besides), lead=f"{heading}."))
            blocks.append(QuoteList("", self.desk.quotes.choose(known, 1)))
        return blocks


def _heading(item: str) -> str:
    return {
        "success": "Could do the task", "task_success": "Could do the task",
        "could_do": "Said they could do it", "would_use": "Would use it", "liked": "Liked it",
        "like": "Liked it",
    }.get(item, capitalised(item.replace("_", " ")))  # fmt: skip


def _usability(row: Row) -> str:
    n = whole_of(row["n"])
    mean = number_of(row["mean"]) or 0.0
    people = counted_noun(n, "tester")
    low, high = number_of(row["low"]), number_of(row["high"])
    if low is None or high is None:
        return f"{mean:.0f} of 100 ({people})."
    return (
        f"{mean:.0f} of 100 on average ({people}). With so few people, anything from {low:.0f} "
        f"to {high:.0f} would fit. It says how hard a system is to use, and nothing about need."
    )


def _plain(value: float) -> str:
    return f"{round(value, 1):g}"


def _true(value: object) -> bool:
    return not is_missing(value) and bool(value)
