"""What may fill a title's template: a verb that can be asked for, a thing that is wanted.

A pattern of :mod:`insights.reporting.proposing.wordings` may fit what only looks like a
proposal: "a person died", "staff very helpful", "long waits".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from insights.reporting.proposing.commands import STEPS, TOLD_STEPS, is_for_users
from insights.reporting.proposing.grammar import (
    _FIRST_PERSON,
    _NEVER_FIRST,
    VERBS,
    base_form,
    is_clause,
    word_set,
)

# Nouns as often as verbs: believed only where somebody is told to do something.
NEEDS_COMMAND = re.compile(
    r"(?:staff|phone|call|support|let|keep|have|come|return|work|help|visit|wait|travel|rest|"
    r"report|record|name|stay|see|say|do)\b",
    re.IGNORECASE,
)
_FEWEST = 3  # words
_TELLS = re.compile(
    r"\bvery\b|^some of|^(?:i|the|thanks?|still|dont|also|already|arrived|contacted|asked|waited|"
    r"called|"
    r"told|felt|"
    r"found|left|\w+ing|some (?:staff|people|patients|nurses|doctors|days))\b(?<!housing)"
    r"(?<!training)(?<!parking)(?<!something)|^(?:an?|one) (?:week|day|month|year|hour|few|couple|"
    r"lot|bit|person (?!who|to))|^\w+ and \w+$|\b(?:have|has) been\b|\band (?:arrived|was|were|had)"
    r"|\b(?:\w{3,}ed|died|rang|came|went|got|took|gave|told|saw|fell|lost|rel(?:y|ies)) (?:me|us|"
    r"him|"
    r"her|them|the|my|a|an|on the|through|\d)",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"(?:(?:an?|one|the|some|same|more) )?(?:\w+ )?(?:long(?! enough)|longer waits?|poor|bad|"
    r"terrible|"
    r"rude|lack|slow|late|missed|disappoint\w+|waste|difficult|horrible|rubbish|worst|dirty|noisy|"
    r"problems?|issues?|delays?|mistakes?|nothing|need for)\b",
    re.IGNORECASE,
)
_KEEPS_ON = re.compile(r"\w+ing (?:you|me|us)\b")
_NO_THING = re.compile(
    r"(?:more|less|better|longer|quicker|faster|extra) (?:\w+(?:al|ar|ive|ous|ful|able|ible|ic|ly|"
    r"(?<!m)ent|ed|ual)|often|in|on|at|for|to|than|of)$",
    re.IGNORECASE,
)
_POINTERS = word_set("it this that these those him her")
_BE_OR_HAVE = word_set("is are was were has had been will would")
_CLAUSE_AFTER = word_set("ensure make check say see tell know decide")
_LINKS = word_set("who that what which when where how if whether")
_NOT_ASKED = word_set("forget imagine wish remember")
_NOT_SUBJECTS = word_set(
    "it there this that which what who you they he she i we nobody no-one if when"
)


def can_be_filled(parts: Mapping[str, str], command: str = "") -> bool:
    """Return whether what a rule found is what it takes it for: a verb, a thing, somebody.

    Parameters
    ----------
    command
        What the sentence tells somebody to do, if anything.
    """
    first = command.partition(" ")[0]
    told = first if first in TOLD_STEPS and not is_for_users(command) else ""
    verb, who, bare = parts.get("do", "").casefold(), parts.get("who", ""), parts.get("bare", "")
    rest = [word.strip(",") for word in parts.get("rest", "").casefold().split()]
    if ("do" in parts or "past" in parts) and rest[:1] and rest[0] in _POINTERS | _BE_OR_HAVE:
        return False  # "keep it short": a title has nothing before it that "it" could mean
    if "do" in parts and (
        verb not in (STEPS | {told}) - {"be"}
        or (verb == "keep" and _KEEPS_ON.match(" ".join(rest)))
    ):
        return False
    if (
        "do" in parts
        and verb not in _CLAUSE_AFTER
        and _BE_OR_HAVE & set(rest[:3])
        and not _LINKS & set(rest[:3])
    ):
        return False  # "follow up was quick"
    if (
        verb in _NOT_ASKED
        or rest[:1] in (["nothing"], ["of"])
        or (verb == "do" and rest[:1] == ["with"])
    ):
        return False
    if verb == "have" and any(re.search(r"(?:.ed|been|gone)$", word) for word in rest[:2]):
        return False
    if "past" in parts and not base_form(parts["past"].casefold()):
        return False
    if parts.get("people", "").casefold() in _NEVER_FIRST or is_clause(bare):
        return False
    thing = parts.get("what") or bare
    if bare and _is_no_wish(bare):
        return False
    if (
        _NO_THING.match(thing)
        or _UNWANTED.match(thing)
        or (bare and bare.split()[0].casefold() in (STEPS - VERBS) | {told})
    ):
        return False
    if who and (_FIRST_PERSON.search(who) or who.casefold() in _NOT_SUBJECTS):
        return False
    said = " ".join(parts.values())
    return not re.search(r",\s*(?:yes|no|please|well|okay|ok)\b", said, re.IGNORECASE)


def _is_no_wish(bare: str) -> bool:
    """Return whether a thing that is only named tells of what is or was: "a person died"."""
    few = len(bare.split()) < _FEWEST and not re.match(r"(?:more|better|fewer|\w+er)\b", bare, re.I)
    return few or bool(_TELLS.search(bare))
