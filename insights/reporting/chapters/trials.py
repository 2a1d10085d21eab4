"""The chapter on prototypes: a card for each, with what to do next and why."""

from __future__ import annotations

from collections.abc import Sequence

from insights.project import Thresholds
from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.chapters.trial_answers import table_of_answers
from insights.reporting.chapters.votes_chapter import say_votes
from insights.reporting.document import (
    Badge,
    Block,
    Claim,
    Field,
    Fields,
    Finding,
    Paragraph,
    Quote,
    QuoteList,
    Section,
)  # fmt: skip
from insights.reporting.drafting.joins import name_words
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
)

_COMMENTS = {
    "improve": ("To improve it", "said what to change"),
    "pilot": ("To pilot it", "said how to try it out"),
    "implement": ("To run it for good", "said what it takes"),
}
_VERDICTS = {
    "test": "Too few to say: test it with more people",
    "improve": "Improve it, then test again",
    "pilot": "Pilot it",
    "implement": "Put it in place",
    "park": "Leave it for now",
}
_SEVERITY = {
    3: "Rated as stopping people", 2: "Rated as getting in the way", 1: "Rated as small",
    0: "Without a rating",
}  # fmt: skip
_FEW_TESTERS = 5
_QUOTES, _STOPS = 2, 3


def compose_prototypes(desk: Desk) -> Section | None:
    """Return a card for each prototype, or None when none was tested."""
    rows = desk.prototypes
    if not rows:
        return None
    by_name = _by_name(rows)
    names = [name for name, _ in by_name]
    cards = [
        _Card(desk, f"P{number}", name, version, here, names.count(name) > 1)
        for number, ((name, version), here) in enumerate(by_name.items(), start=1)
    ]
    mixed = {card.say_mixed() for card in cards}
    alike = len(cards) > 1 and len(mixed) == 1
    blocks: list[Block] = [card.compose(mixed_alike=alike) for card in cards]
    if len(desk.prototype_cards):
        blocks.append(Paragraph(_rules(desk.settings), lead="How the proposals came about."))
    return Section("prototypes", "What people tested", "Prototypes", tuple(blocks),
                   _intro(rows, len(set(names)), mixed.pop() if alike else ""))  # fmt: skip


def prototype_labels(desk: Desk) -> dict[str, str]:
    """Return the label of each prototype's card by its name; of its last version's card."""
    by_name = _by_name(desk.prototypes)
    return {name: f"P{number}" for number, (name, _) in enumerate(by_name, start=1)}


def _by_name(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of each prototype and version, in the order of the cards."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((text_of(row["prototype"]), text_of(row["version"])), []).append(row)
    return found


def _intro(rows: Sequence[Row], n_prototypes: int, mixed: str) -> str:
    n = len({text_of(row["participant_id"]) for row in rows} - {""})
    intro = "Liking a thing, being able to use it and wanting it are different answers."
    intro += f" {mixed}" if mixed else ""
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
    people = "tester" if settings.stopped_people == 1 else "testers"
    could, would, even = (
        _fewer_than(share)
        for share in (settings.able_share, settings.wanted_share, settings.unwanted_share)
    )
    few = in_words(settings.enough_testers)
    return (
        "Rules propose what to do, and leave out people who helped to make a thing.",
        f"Where fewer than {few} others tested it, praise only means: test it with more people.",
        f"Improve it where fewer than {could} could do it, or fewer than {would} would use it.",
        f"The same holds where {stopped} {people} met something rated as stopping people.",
        "The test records give those ratings, and do not say who made them.",
        f"Leave it where fewer than {even} would use it, even perhaps. Otherwise pilot it.",
        "After each of them, try it with people who were not heard yet.",
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
        self.prototype = name
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

    def compose(self, *, mixed_alike: bool = False) -> Finding:
        """Return the card; where all cards have testers alike, the chapter says of which groups."""
        blocks: list[Block] = [Paragraph(tuple(self._who(mixed_alike)))]
        fields = [*self._verdict(), *self._voted(), *self._next()]
        if fields:
            blocks.append(Fields(tuple(fields)))
        blocks += table_of_answers(
            self.name, self.results, self.rows, testers=self.testers, makers=self.makers
        )
        blocks += self._went_wrong()
        blocks += self._comments()
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

    def _who(self, mixed_alike: bool) -> list[str]:
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
        elif known and not mixed_alike:
            sentences += [mixed] if (mixed := self.say_mixed()) else []
        makers = self._makers() if self.makers else ""
        return [*sentences, *([makers] if makers else []), *self._order()]

    def say_mixed(self) -> str:
        """Return of which groups its testers were, where each is too few to be counted."""
        groups: dict[str, set[str]] = {}
        for row in self.rows:
            if text_of(row["perspective"]) not in ("", "unknown"):
                here = groups.setdefault(text_of(row["perspective"]), set())
                here.add(text_of(row["participant_id"]))
        if len(groups) < 2 or all(len(them) >= _FEW_TESTERS for them in groups.values()):
            return ""
        told = listed(sorted(self.desk.words(group) for group in groups))
        return f"The testers were {told}, too few of each to count apart."

    def _makers(self) -> str:
        """Return how many of the testers had helped to make it."""
        n, made = len(self.testers), len(self.makers)
        if n == made:
            return "Everybody who tested it had helped to make it." if n > 1 else (
                "That tester had helped to make it."
            )  # fmt: skip
        if self.card is not None and text_of(self.card["verdict"]) == "test":
            return ""  # the verdict's own reason says it
        return f"{capitalised(in_words(made))} of them had helped to make it."

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
        return [f"{capitalised(in_words(first))} of {len(place)} saw it first."]

    def _verdict(self) -> list[Field]:
        if self.card is None:
            return []
        reasons = [full_stop(text_of(reason)) for reason in self.card["reasons"]]
        if self.card["decided"]:
            reasons[0] = f"The reason given: {quoted(reasons[0])}"
        return [Field("What to do", (f"{self._said_verdict()}.", *reasons))]

    def _next(self) -> list[Field]:
        """Return what to find out next, beyond what the verdict says."""
        if self.card is None or not len(self.card["find_out"]):
            return []
        return [Field("Find out next", tuple(text_of(one) for one in self.card["find_out"]))]

    def _voted(self) -> list[Field]:
        """Return how people voted on statements that name it."""
        wanted = name_words(self.prototype)
        named = [
            text_of(row["statement_id"]) for row in rows_of(self.desk.material.statements)
            if len(wanted) > 1 and wanted <= name_words(text_of(row["text"]))
        ]  # fmt: skip
        voted = say_votes(self.desk, named)
        return [Field("In the votes", (voted,))] if voted else []

    def _went_wrong(self) -> list[Block]:
        """Return what went wrong and for how many testers; words for the most serious alone."""
        claims: list[Claim] = []
        quotes: tuple[Quote, ...] = ()
        for number, row in enumerate(self.issues, start=1):
            known = [str(e) for e in row["excerpt_ids"] if str(e) in self.desk.material.excerpt]
            n, of = whole_of(row["n_people"]), whole_of(row["n_testers"])
            who = f"{n} of {counted_noun(of, 'tester')}" if n else "notes that name no tester"
            severity = whole_of(row["severity"])
            told = f"{_SEVERITY[severity]}: {who}."
            claims.append(self.desk.claim(f"{self.label}.wrong.{number}", told, known))
            if number == 1:
                quotes = self.desk.quotes.choose(known, _QUOTES if severity == _STOPS else 1)
        if not claims:
            return []
        return [Paragraph(tuple(claims), lead="What went wrong."), QuoteList("", quotes)]

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
            n, made = len(people) or len(known), len(people & self.makers)
            heading, said = _COMMENTS.get(
                item, (capitalised(item.replace("_", " ")), "said something about this")
            )
            told = f"{counted_noun(n, 'tester')} {said}"
            if made:
                told += ", all of whom had helped to make it" if made == n > 1 else (
                    f", {in_words(made)} of whom had helped to make it" if n > 1
                    else ", who had helped to make it"
                )  # fmt: skip
            claim = self.desk.claim(f"{self.label}.{number}", f"{told}.", known)
            content = nothing.get(item, 0) if item == "improve" else 0
            besides = (f"{capitalised(in_words(content))} more would change nothing.",)
            blocks.append(Paragraph((claim, *(besides if content else ())), lead=f"{heading}:"))
            blocks.append(QuoteList("", self.desk.quotes.choose(known, 1)))
        return blocks


def _true(value: object) -> bool:
    return not is_missing(value) and bool(value)
