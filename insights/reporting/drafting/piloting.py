"""A pilot plan, as far as testers and the decision asked give one: what is left to say.

METHODS asks where, with whom, how long, what to measure and when to stop. Only plain words
are read. A tester's words stay quotes; the decision's words are the team's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.wording import capitalised, counted_noun, listed

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
    said.append(f"Still to say: {listed(left)}." if left else "Nobody has agreed it yet.")
    return " ".join(said)


def left_to_say(pilot: str) -> str:
    """Return what a drafted plan leaves to say: "where and what to measure"; '' for nothing.

    Examples
    --------
    >>> left_to_say("2 testers said how. Still to say: where and how long.")
    'where and how long'
    """
    return pilot.rpartition("Still to say: ")[2].rstrip(".") if "Still to say: " in pilot else ""
