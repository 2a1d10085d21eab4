"""What people offered to do towards a recommendation, and on which condition.

An offer is evidence that something can be done, whatever question it was said under. Only
plain words are read: somebody, or a body with a name, will do a thing that can be done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insights.reporting.cells import text_of
from insights.reporting.wording import capitalised, counted_noun, in_words

_DOING = (
    r"(?:put|run|pay|fund|insure|lend|host|bring|test|try|keep(?! (?:saying|on|telling))|"
    r"provide|offer|print|book|open|staff|cover|train|cook|drive|give|share|supply|build|make|lead|swap|organise|check|"
    r"do the|do it|walk|take it|take the)"
)
_BODY = (
    r"(?:councils?|housing|librar(?:y|ies)|charit(?:y|ies)|church|practices?|surger(?:y|ies)|"
    r"reception|hospital|trust|university|college|school|welfare rights|job ?centre|bank|"
    r"police|food ?bank)"
)
# "the Lantern", "Plot 19", "our team", "housing": a body, and not "the one who" or "they".
_WHO = rf"(?:we|our \w+|(?:the |our )?{_BODY}|the (?-i:[A-Z])[\w’'-]+|(?-i:[A-Z])[\w’'-]+ \d+)"
_OFFER = re.compile(
    rf"\b{_WHO}(?:['’]ll| will| would| can| could|['’]re going to| (?:are|is) going to) "
    rf"(?:also |happily |just |then )?{_DOING}\b|"
    rf"\bI(?:['’]ll| will|['’]m going to| am going to) (?:also |happily |just |then )?{_DOING}\b|"
    rf"\b(?-i:[A-Z])[\w’'-]+ \d+ (?:does|runs|pays|lends|brings) \b|"
    rf"\bI(?:['’]m| am) (?:writing|bringing|lending|paying|printing|running|swapping) \b|"
    rf"\bmy offer\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"\bforget i said\b|\b(?:only )?joking\b", re.IGNORECASE)
_ON_CONDITION = re.compile(
    r"\b(?:if|provided|as long as|so long as|on condition|once|subject to|unless)\b|"
    r"\btake \w+ off (?:me|us)\b", re.IGNORECASE,
)  # fmt: skip


def is_offer(text: str) -> bool:
    """Return whether somebody offers to do something, for themselves or for a body.

    Examples
    --------
    >>> is_offer("The Harbour will run it one night a week if somebody insures us.")
    True
    >>> is_offer("Housing would put the page in every pack."), is_offer("I'm lending the room.")
    (True, True)
    >>> is_offer("They will never ring back."), is_offer("I'll be honest, I gave up.")
    (False, False)
    """
    return _OFFER.search(text) is not None and not _TAKEN_BACK.search(text)


def is_on_condition(text: str) -> bool:
    """Return whether an offer stands on a condition, said in the same sentence.

    Examples
    --------
    >>> is_on_condition("We will lend the hall if it is insured."), is_on_condition("Take it.")
    (True, False)
    """
    return any(
        _OFFER.search(sentence) and _ON_CONDITION.search(sentence)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
    )


def say_offers(excerpt_ids: Sequence[str], facts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return how many offers there are, and how many stand on a condition; '' for none."""
    n = len(excerpt_ids)
    if not n:
        return ""
    n_if = sum(is_on_condition(text_of(facts[e]["text"])) for e in excerpt_ids)
    told = capitalised(f"{in_words(n)} offer{'s' if n > 1 else ''}")
    if not n_if:
        return f"{told}, without a condition."
    if n_if == n:
        return f"{told}, on {'a condition' if n == 1 else 'conditions'}."
    return f"{told}, {counted_noun(n_if, 'of them on a condition', 'of them on conditions')}."
