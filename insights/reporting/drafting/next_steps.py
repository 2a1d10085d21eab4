"""The one next step of each recommendation, worked out from the records.

Every paper says the same step, so that none can say "improve it first" beside "plan the
pilot". The order is the order of harm: a danger before a dispute, a dispute before a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from insights.reporting.cells import Row, text_of, whole_of
from insights.reporting.drafting.alternatives import instead_of
from insights.reporting.drafting.drafts import DRAFTED, say_test_of_draft
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.offers import last_day_named
from insights.reporting.drafting.piloting import left_to_say, nobody_agreed
from insights.reporting.drafting.resting import WORK_OUT
from insights.reporting.drafting.tried import NEAR, NOTED, VERDICTS, says_tried
from insights.reporting.wording import capitalised, full_stop, listed

Kind = Literal[
    "settled", "evidence", "look", "danger", "hear", "choose", "plan", "park", "improve", "test",
    "pilot", "implement", "promise", "noted", "parked", "ask", "try", "wider",
]  # fmt: skip
# What has to be done before anybody builds on a recommendation; a decision now comes sooner.
_BEFORE = ("danger", "hear", "choose", "improve", "test", "noted", "parked", "ask", "try")
_WAITING = ("parked", "not now")
FEW_OTHERS = 5  # testers who had not helped to make a thing


@dataclass(frozen=True)
class Step:
    """What has to happen next with a recommendation.

    Attributes
    ----------
    kind
        Which of the steps it is.
    told
        The step in a sentence or two, the same in every paper.
    """

    kind: Kind
    told: str

    @property
    def comes_before(self) -> bool:
        """Whether a decision taken now would come before it."""
        return self.kind in _BEFORE


@dataclass(frozen=True)
class Records:
    """What the next step of a recommendation is worked out from.

    Attributes
    ----------
    recommendations, findings, ideas, cards
        Rows of the tables recommendations, findings, ideas and prototype_cards.
    labels
        How the report calls each prototype: P1.
    facts
        Excerpts by id.
    days
        The ISO date of each session.
    today
        The ISO date of the report; '' where it has none, and then no day has passed.
    say_day
        Says an ISO date in words.
    """

    recommendations: Sequence[Row] = ()
    findings: Sequence[Row] = ()
    ideas: Sequence[Row] = ()
    cards: Sequence[Row] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    today: str = ""
    say_day: Callable[[str], str] = str


def next_step(row: Row, records: Records) -> Step:
    """Return the next step of a recommendation: the first that its records ask for.

    Examples
    --------
    >>> from insights import tables
    >>> row = tables.from_rows("recommendations", [{
    ...     "recommendation_id": "ra", "label": "R1", "title": "Lend umbrellas",
    ...     "confidence": "Low", "supported_by": "One person", "feasibility": "not assessed",
    ...     "cost": "not costed", "status": "draft", "releasable": True,
    ...     "for_excerpt_ids": ["xa"], "finding_ids": [],
    ... }]).to_dict("records")[0]
    >>> next_step(row, Records()).told
    'Try it on a small scale, as no test of it is recorded.'
    """
    owner, due = text_of(row["owner"]), text_of(row["due"])
    by = f" by {records.say_day(due)}" if due else ""
    status = text_of(row["status"])
    if status not in ("", "draft"):
        leads = f" {owner} leads{by}." if owner else ""
        return Step("settled", f"{capitalised(status)}.{leads}")
    for kind, find in _STEPS:
        told = find(row, records)
        if told:
            return Step(kind, f"{full_stop(told)} {owner} leads{by}." if owner else full_stop(told))
    return Step("wider", "Put it to more people, in a wider round.")


def cards_of(row: Row, records: Records) -> list[Row]:
    """Return the cards of the prototypes that it, or something near it, was tried out as."""
    named = {str(name) for name in row["prototypes"]}
    return [card for card in records.cards if text_of(card["prototype"]) in named]


def say_where_tested(cards: Sequence[Row], records: Records) -> str:
    """Return where the report tells of tests: "P1 and P2"; '' where it has no labels."""
    names = dict.fromkeys(text_of(card["prototype"]) for card in cards)
    return listed(records.labels[name] for name in names if name in records.labels)


def n_not_helped(card: Row) -> int:
    """Return how many testers of a prototype had not helped to make it."""
    return whole_of(card["n_testers"]) - whole_of(card["n_helped"])


def _evidence(row: Row, _: Records) -> str:
    return "" if len(row["for_excerpt_ids"]) else "Find the evidence, or withdraw it."


def _look(row: Row, _: Records) -> str:
    return "Name who looks into it, and by when." if is_to_look(row) else ""


def _danger(row: Row, records: Records) -> str:
    first = {str(key) for key in row["settle_first_ids"]}
    dangers = listed(
        f"{text_of(other['title']).removeprefix('Look into ')} ({text_of(other['label'])})"
        for other in records.recommendations if text_of(other["recommendation_id"]) in first
    )  # fmt: skip
    return f"First look into {dangers}." if dangers else ""


def _hear(row: Row, records: Records) -> str:
    if text_of(row["negative_cases"]):
        return ""
    if text_of(row["convergence"]) == "dissonant" or len(row["against_statement_ids"]):
        mine = {str(finding_id) for finding_id in row["finding_ids"]}
        found = listed(
            text_of(finding["finding_id"]) for finding in records.findings
            if text_of(finding["finding_id"]) in mine
            and text_of(finding["convergence"]) == "dissonant"
        )  # fmt: skip
        return f"First hear both sides together: see {found}." if found else (
            "First hear both sides together."
        )  # fmt: skip
    n = len(row["against_excerpt_ids"])
    return "" if not n else (
        f"First answer the {'one voice that says' if n == 1 else 'voices that say'} otherwise."
    )  # fmt: skip


def _choose(row: Row, records: Records) -> str:
    others = listed(
        (text_of(other["label"]) for other in instead_of(row, records.recommendations)), "or"
    )
    return f"Choose: this, or {others}." if others else ""


def _plan(row: Row, _: Records) -> str:
    """Return a pilot plan that a person wrote."""
    pilot = text_of(row["pilot"])
    drafted = left_to_say(pilot) or nobody_agreed(pilot) or pilot.startswith("Not planned")
    return "" if drafted else pilot


def _verdict(row: Row, records: Records) -> str:
    found = {text_of(card["verdict"]) for card in cards_of(row, records)}
    return next((verdict for verdict in VERDICTS if verdict in found), "")


def _is_near(row: Row) -> bool:
    return text_of(row["verdict"]) == NEAR


def _park(row: Row, records: Records) -> str:
    if _verdict(row, records) != "park" or _is_near(row):
        return ""
    return "Leave it for now: too few testers would use it."


def _improve(row: Row, records: Records) -> str:
    if _verdict(row, records) != "improve":
        return ""
    cards = [c for c in cards_of(row, records) if text_of(c["verdict"]) == "improve"]
    at = say_where_tested(cards, records)
    see = f" ({at})" if at else ""
    if _is_near(row):
        what = listed(dict.fromkeys(f"“{text_of(card['prototype'])}”" for card in cards))
        return f"Mend what testers of {what}{see} stumbled over, then let people try this."
    return f"Mend what testers stumbled over{see}, then let people test it again."


def _test(row: Row, records: Records) -> str:
    if _verdict(row, records) != "test" or _is_near(row):
        return ""
    at = say_where_tested(cards_of(row, records), records)
    more = "Let more people test it, who did not help to make it"
    return f"{more} ({at})." if at else f"{more}."


def _pilot(row: Row, records: Records) -> str:
    """Return what the plan of a pilot still lacks, new testers among it."""
    if _verdict(row, records) != "pilot" or _is_near(row):
        return ""
    few = any(
        whole_of(card["n_helped"]) and n_not_helped(card) < FEW_OTHERS
        for card in cards_of(row, records)
    )
    new = ", with people who did not help to make it" if few else ""
    left = left_to_say(text_of(row["pilot"]))
    if not text_of(row["pilot"]):
        left = "where, with whom, how long, what to measure and when to stop"
    return f"Plan the pilot{new}: say {left}." if left else f"Agree the plan of the pilot{new}."


def _implement(row: Row, records: Records) -> str:
    ready = _verdict(row, records) == "implement" and not _is_near(row)
    return "Put it in place." if ready else ""


def _behind(row: Row, records: Records) -> list[Row]:
    mine = {str(e) for e in row["for_excerpt_ids"]}
    return [idea for idea in records.ideas if text_of(idea["excerpt_id"]) in mine]


def _promise(row: Row, records: Records) -> str:
    """Return what a promise of the group asks for: to be kept, by whom and when."""
    if "commitment" not in {text_of(idea["status"]) for idea in _behind(row, records)}:
        return ""
    day = first_day_offered(row, records)
    if day and records.today and day < records.today:
        return "Ask what came of the promise, as its day has passed."
    when = f" by {records.say_day(day)}" if day else ""
    return f"Follow the promise: name who keeps it{when or ', and by when'}."


def first_day_offered(row: Row, records: Records) -> str:
    """Return the first day, as ISO date, by which somebody offered something; '' for none."""
    days = [
        last_day_named(text_of(fact["text"]), records.days.get(text_of(fact["session_id"]), ""))
        for e in row["offer_excerpt_ids"] if (fact := records.facts.get(str(e)))
    ]  # fmt: skip
    return min((day for day in days if day), default="")


def _noted(row: Row, records: Records) -> str:
    if text_of(row["verdict"]) != NOTED:
        return ""
    names = listed(
        f"“{text_of(idea['title'])}”" for idea in _behind(row, records)
        if says_tried(text_of(idea["reason"])) and text_of(idea["title"])
    )  # fmt: skip
    return f"Ask the team how {names or 'the trial'} went, and write down what they say."


def _parked(row: Row, records: Records) -> str:
    ideas = _behind(row, records)
    waits = bool(ideas) and all(text_of(idea["status"]) in _WAITING for idea in ideas)
    return "Ask whether the reason for setting it aside still holds." if waits else ""


def _ask(row: Row, _: Records) -> str:
    if text_of(row["title"]).startswith(WORK_OUT):
        return "Ask people in a wider round: their words do not yet say what to do."
    alone = whole_of(row["k_a"]) + whole_of(row["k_b"]) == 1 and not text_of(row["verdict"])
    return "Ask more people, as only one person proposed it." if alone else ""


def _try(row: Row, _: Records) -> str:
    if _is_near(row):
        return "Try it on a small scale, as only something near it was tested."
    if text_of(row["verdict"]) == DRAFTED:
        return say_test_of_draft(text_of(row["tests"]))
    untried = "Try it on a small scale, as no test of it is recorded."
    return "" if text_of(row["verdict"]) else untried


_STEPS: tuple[tuple[Kind, Callable[[Row, Records], str]], ...] = (
    ("evidence", _evidence), ("look", _look), ("danger", _danger), ("hear", _hear),
    ("choose", _choose), ("plan", _plan), ("park", _park), ("improve", _improve),
    ("test", _test), ("pilot", _pilot), ("implement", _implement), ("promise", _promise),
    ("noted", _noted), ("parked", _parked), ("ask", _ask), ("try", _try),
)  # fmt: skip
