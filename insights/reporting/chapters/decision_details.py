"""What stands beside a decision asked for: offers, testers’ plans, trials and their makers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.chapters.speaking_against import (
    WAITING,
)  # fmt: skip
from insights.reporting.chapters.trials import prototype_labels
from insights.reporting.document import Claim, Words
from insights.reporting.drafting.joins import ideas_among
from insights.reporting.drafting.next_steps import (
    FEW_OTHERS,
    Records,
    Step,
    first_day_offered,
    n_not_helped,
)  # fmt: skip
from insights.reporting.drafting.offers import last_day_named, say_offers
from insights.reporting.drafting.piloting import left_to_say, read_plan, same_length
from insights.reporting.drafting.tried import says_tried
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    in_words,
    listed,
    uncapitalised,
)

_OFFER_WORDS, _OFFERS_WORDS = 35, 60  # longer ones stand on the recommendation's card
_GOES_ON = re.compile(
    r"\b(?:take\w* .{0,40}\bon|runs? it|own(?:s|er)?|keeps?|for good|(?:trial|pilot) ends)\b",
    re.IGNORECASE,
)


def say_being_tried(desk: Desk, row: Row) -> str:
    """Return that a sketch is being tried, as the team notes, where no result is recorded."""
    names = listed(
        f"“{text_of(idea['title']) or text_of(idea['idea_id'])}”"
        for idea in ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]])
        if says_tried(text_of(idea["reason"])) and text_of(idea["status"]) not in WAITING
    )  # fmt: skip
    return f"The team notes a trial of {names}, and records no result." if names else ""


def say_plan_lacks(row: Row, step: Step, asked: str) -> str:
    """Return what the plan of a trial that is asked for still has to say."""
    left = left_to_say(text_of(row["pilot"])) if read_plan(asked) else ""
    return f"Still to say: {left}." if left and step.kind != "pilot" else ""


def say_makers(cards: list[Row]) -> str:
    """Return how many of those who tested a thing had helped to make it."""
    told = []
    for card in cards:
        n, helped = whole_of(card["n_testers"]), whole_of(card["n_helped"])
        if not helped:
            continue
        others = n_not_helped(card)
        had = f"{capitalised(in_words(helped))} of the {n} had helped to make it."
        if not others:
            had = f"All {n} had helped to make it."
        elif others < FEW_OTHERS:
            few = "is" if others == 1 else f"{in_words(others)} are"
            had += f" The other {few} too few to rest a decision on."
        told.append(had)
    return " ".join(told)


def say_offered(desk: Desk, records: Records, row: Row, asked: str) -> list[Words]:
    """Return what was offered towards it, and by when."""
    offers = [str(e) for e in row["offer_excerpt_ids"] if str(e) in desk.material.excerpt]
    if not offers:
        return []
    label = text_of(row["label"])
    by, decided = first_day_offered(row, records), last_day_named(asked, "")
    when = ""
    if by and records.today and by < records.today:
        when = f" It was to be done by {day(by)}: that day has passed."
    elif by:
        before = ", before the day asked for here" if decided and by < decided else ""
        when = f" It is to be done by {day(by)}{before}."
    told = _in_their_words(desk, label, offers)
    return [desk.claim(f"{label}.decision.offered", f"{told}{when}", offers)]


def _in_their_words(desk: Desk, label: str, offers: Sequence[str]) -> str:
    """Return offers as they were made, and how many may not be quoted here or are long."""
    material = desk.material
    said: dict[str, list[str]] = {}
    left, n_words = [], 0
    for e in offers:
        text = text_of(material.excerpt[e]["text"]).strip()
        n = len(text.split())
        may = material.is_cleared(e) and not material.is_withheld(e)
        if not may or n > _OFFER_WORDS or n_words + n > _OFFERS_WORDS:
            left.append(e)
            continue
        n_words += n
        said.setdefault(material.attribution(e), []).append(f"“{text}”")
    if not said:
        return say_offers(offers, material.excerpt)
    quoted = " ".join(f"{who}: {' '.join(words)}" for who, words in said.items())
    rest = f" {capitalised(in_words(len(left)))} more at {label}." if left else ""
    return quoted + rest


def say_tester_plans(desk: Desk, row: Row, asked: str) -> list[Words]:
    """Return where testers would try it for another time than asked, or say when to stop."""
    plan = read_plan(asked)
    told: list[Words] = []
    for e in map(str, row["pilot_excerpt_ids"]):
        fact = desk.material.excerpt.get(e)
        if fact is None or not plan:
            continue
        theirs = read_plan(text_of(fact["text"]))
        lasts, stops = theirs.get("how long", ""), theirs.get("when to stop", "")
        other = lasts and plan.get("how long") and not same_length(lasts, plan["how long"])
        words = [
            f"would try it for {uncapitalised(lasts)} and not {plan['how long']}" if other else "",
            _stop(desk, e, stops) if stops and "when to stop" not in plan else "",
        ]
        if said := ", and ".join(word for word in words if word):
            told.append(Claim(f"{text_of(row['label'])}.decision.plan.{e}",
                              f"One tester {said}.", (e,)))  # fmt: skip
    return told


def _stop(desk: Desk, excerpt_id: str, words: str) -> str:
    """Return when a tester would stop, in their words where those may stand."""
    when = re.sub(r"^(?:and )?(?:stop|end|pause|give)(?: it)?(?: up)?,? ?", "", words,
                  flags=re.IGNORECASE)  # fmt: skip
    whole = text_of(desk.material.excerpt[excerpt_id]["text"])
    if when in whole and desk.material.is_cleared(excerpt_id):
        return f"would stop “{when}”"
    return f"says when to stop (at {_of(desk, excerpt_id)})"


def _of(desk: Desk, excerpt_id: str) -> str:
    return next(
        text_of(row["label"]) for row in desk.recommendations
        if excerpt_id in map(str, row["pilot_excerpt_ids"])
    )  # fmt: skip


def say_to_go_on(desk: Desk, asked: str) -> list[Words]:
    """Return what testers said it takes to run a thing for good, for a decision about that."""
    if not _GOES_ON.search(asked):
        return []
    labels = prototype_labels(desk)
    told: list[Words] = []
    for row in rows_of(desk.material.prototype_results):
        name, k = text_of(row["prototype"]), whole_of(row["k"])
        if text_of(row["item"]) == "implement" and k:
            see = f": see {labels[name]}" if name in labels else ""
            told.append(desk.claim(
                f"decision.implement.{name}.{text_of(row['version'])}",
                f"{capitalised(counted_noun(k, 'tester'))} of “{name}” said what it takes to run "
                f"it for good{see}.",
                row["excerpt_ids"],
            ))  # fmt: skip
    return told
