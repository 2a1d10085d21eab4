"""A pilot plan, as far as testers and the decision asked give one: what is left to say.

METHODS asks where, with whom, how long, what to measure and when to stop. Only plain words
are read. A tester's words stay quotes; the decision's words are the team's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.drafting.joins import name_words
from insights.reporting.drafting.placing import times_in
from insights.reporting.wording import capitalised, counted_noun, listed

_UNITS = {"day": 1 / 7, "week": 1.0, "month": 52 / 12, "quarter": 13.0, "year": 52.0}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
           "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_NOT_AGREED = "Nobody has agreed it yet."
PARTS = ("where", "with whom", "how long", "what to measure", "when to stop")
_NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+|half an?|a few|several)"
)
_PLACE = (
    r"(?:surger(?:y|ies)|practices?|wards?|librar(?:y|ies)|sites?|places?|cent(?:re|er)s?|schools?|"
    r"clinics?|hospitals?|offices?|towns?|villages?|hostels?|churches|church|halls?|reception|"
    r"waiting rooms?|branch(?:es)?|food ?banks?|homes?)"
)
_PEOPLE = (
    r"(?:people|persons?|patients?|families|family|parents?|carers?|workers?|peers?|clients?|"
    r"clinicians?|nurses?|volunteers?|tenants?|students?|advisers?|receptionists?)"
)
_STOP = re.compile(
    r"(?:\band )?\bstop(?: it)?\b,? (?:if|when|unless|after|as soon as)\b[^.;]*|"
    r"\b(?:end|pause|give) (?:it )?(?:up )?(?:if|unless)\b[^.;]*",
    re.IGNORECASE,
)
_READ = {
    "where": re.compile(
        rf"\b(?:at|in|on|from|outside|near) (?:the |our |a |an |each |every )?(?:[\w’'-]+ )"
        rf"{{0,4}}?{_PLACE}\b|\b{_NUMBER} {_PLACE}\b|\bstart (?:with|at|in) ours\b|"
        rf"\bat (?-i:[A-Z])[\w’'-]+|\b(?-i:[A-Z])[\w’'-]+ and one where\b",
        re.IGNORECASE,
    ),
    "with whom": re.compile(
        rf"\bwith (?!changes\b)(?:[\w’'-]+ ){{0,3}}{_PEOPLE}\b|"
        rf"\b(?:{_NUMBER}|same|named) (?:\w+ )?{_PEOPLE}\b",
        re.IGNORECASE,
    ),
    "how long": re.compile(
        rf"\bhalf an? (?:year|month)\b|\bfor an? (?:week|month|quarter|year)\b|"
        rf"\b(?!an? |one ){_NUMBER} (?:days|weeks|months|years)\b(?! ago| old| running)",
        re.IGNORECASE,
    ),
    "what to measure": re.compile(
        r"\b(?:count|measure|record|note|track|check|ask|compare) (?:down )?(?:who|how|what|"
        r"whether|which|if)\b[^.;]*|\bmeasured by\b[^.;]*",
        re.IGNORECASE,
    ),
    "when to stop": _STOP,
}


def read_plan(text: str) -> dict[str, str]:
    """Return the parts of a pilot plan that a text gives, each with the words that do.

    Examples
    --------
    >>> read_plan("Two surgeries, one session a week, three months. Count who comes")
    {'where': 'Two surgeries', 'how long': 'three months', 'what to measure': 'Count who comes'}
    >>> read_plan("Eight weeks. Stop if fewer than five come two weeks running")["how long"]
    'Eight weeks'
    >>> read_plan("Pay for one late evening a week")
    {}
    """
    plain = " ".join(text.split())
    found = {}
    for part in PARTS:
        # How long it runs until it stops is no length of the trial.
        within = plain if part == "when to stop" else _STOP.sub(" ", plain)
        match = _READ[part].search(within)
        if match:
            found[part] = match.group().strip(" ,")
    return found


def say_testers(cards: Sequence[Row], made: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return how many testers said how to try a thing out, and the excerpts of their words."""
    told, ids = [], []
    results = rows_of(made["prototype_results"]) if "prototype_results" in made else []
    for card in cards:
        for row in results:
            if (
                text_of(row["item"]) == "pilot" and row["k"]
                and text_of(row["prototype"]) == text_of(card["prototype"])
                and text_of(row["version"]) == text_of(card["version"])
            ):  # fmt: skip
                n = capitalised(counted_noun(int(row["k"]), "tester"))
                told.append(f"{n} of “{text_of(card['prototype'])}” said how to try it.")
                ids += [str(e) for e in row["excerpt_ids"]]
    return " ".join(told), ids


def keep_own_plans(rows: Sequence[dict[str, Any]], facts: Mapping[str, Any]) -> None:
    """Take a plan that several drafts share from those that its words do not speak of.

    Testers of one thing may speak of its late evening; what else it could hold has no plan
    by that. A plan that no other draft shares stays.
    """
    by_plan: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if ids := tuple(map(str, row.get("pilot_excerpt_ids") or ())):
            by_plan.setdefault(ids, []).append(row)
    for ids, sharing in by_plan.items():
        if len(sharing) < 2:
            continue
        text = " ".join(text_of(facts[e]["text"]) for e in ids if e in facts)
        own = [row for row in sharing if _speaks_of(text, row)]
        for row in sharing:
            if row not in (own or sharing[:1]):
                row["pilot"], row["pilot_excerpt_ids"] = None, []


def _speaks_of(text: str, row: Mapping[str, Any]) -> bool:
    title = text_of(row["title"])
    about = name_words(" ".join(map(str, row["prototypes"])))
    return bool((name_words(title) & name_words(text)) - about or times_in(title) & times_in(text))


def say_plan(told: str, testers: Sequence[str], asked: Mapping[int, str]) -> str:
    """Return a pilot plan in sentences: what testers and decisions give, what is still to say.

    Parameters
    ----------
    told
        How many testers spoke of it.
    testers
        Their words, which are never printed here.
    asked
        The decisions it is about, by number.

    Examples
    --------
    >>> print(say_plan("1 tester said how.", ["Stop if nobody comes"],
    ...                {2: "Pay for a trial of half a year at Abbot surgery"}))
    1 tester said how. Their words say when to stop. Decision 2 says where (“at Abbot surgery”) \
and how long (“half a year”). Still to say: with whom and what to measure.
    """
    by_testers = {part for text in testers for part in read_plan(text)}
    by_decision = {number: read_plan(text) for number, text in asked.items()}
    if not told and not any(by_decision.values()):
        return ""
    said = [told] if told else []
    if by_testers:
        said.append(f"Their words say {listed(part for part in PARTS if part in by_testers)}.")
    for number, plan in by_decision.items():
        if plan:
            parts = listed(f"{part} (“{plan[part]}”)" for part in PARTS if part in plan)
            said.append(f"Decision {number} says {parts}.")
    given = by_testers.union(*by_decision.values())
    left = [part for part in PARTS if part not in given]
    said.append(f"Still to say: {listed(left)}." if left else _NOT_AGREED)
    return " ".join(said)


def left_to_say(pilot: str) -> str:
    """Return what a drafted plan leaves to say: "where and what to measure"; '' for nothing.

    Examples
    --------
    >>> left_to_say("2 testers said how. Still to say: where and how long.")
    'where and how long'
    """
    return pilot.rpartition("Still to say: ")[2].rstrip(".") if "Still to say: " in pilot else ""


def nobody_agreed(pilot: str) -> bool:
    """Return whether a drafted plan says all there is to say, and waits to be agreed."""
    return pilot.endswith(_NOT_AGREED)


def same_length(one: str, other: str) -> bool:
    """Return whether two texts say the same length of time.

    Examples
    --------
    >>> same_length("half a year", "6 months"), same_length("three months", "half a year")
    (True, False)
    """
    weeks = weeks_of(one), weeks_of(other)
    if None in weeks:
        return one.casefold() == other.casefold()
    return weeks[0] == weeks[1]


def weeks_of(length: str) -> float | None:
    """Return how many weeks a length of time is, None where its words do not say.

    Examples
    --------
    >>> weeks_of("half a year"), weeks_of("eight weeks"), weeks_of("a while")
    (26.0, 8.0, None)
    """
    found = re.search(
        r"(?P<half>half )?(?P<n>an?|[a-z]+|\d+) (?P<unit>day|week|month|quarter|year)s?\b",
        length.casefold(),
    )
    if not found:
        return None
    n = float(found["n"]) if found["n"].isdigit() else _COUNTS.get(found["n"])
    if n is None:
        return None
    return round(n * _UNITS[found["unit"]] * (0.5 if found["half"] else 1), 3)
