"""What people offered to do towards a recommendation, and on which condition.

An offer is evidence that something can be done, whatever question it was said under. Only
plain words are read: somebody, or a body with a name, will do a thing that can be done.
"""

from __future__ import annotations

import calendar
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
    rf"\b{_WHO}(?:['’]ll| will| would| can| could) (?:happily )?own (?:the|it|this|that)\b|"
    rf"\bI(?:['’]ll| will|['’]m going to| am going to) (?:also |happily |just |then )?{_DOING}\b|"
    rf"\b(?-i:[A-Z])[\w’'-]+ \d+ (?:does|runs|pays|lends|brings) \b|"
    rf"\bI(?:['’]m| am) (?:writing|bringing|lending|paying|printing|running|swapping) \b|"
    rf"\bmy offer\b",
    re.IGNORECASE,
)
# Who says what a body could do may only wish for it, unless "we", "our" or "I" stands by it.
_COULD = re.compile(r"\b(?:would|can|could)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:we|us|our|ours|I|me|my|mine)\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"\bforget i said\b|\b(?:only )?joking\b", re.IGNORECASE)
_ON_CONDITION = re.compile(
    r"\b(?:if|provided|as long as|so long as|on condition|once|subject to|unless)\b|"
    r"\btake \w+ off (?:me|us)\b", re.IGNORECASE,
)  # fmt: skip
_IF_OTHERS = re.compile(
    r"\bif (?:some(?:one|body)|any(?:one|body)|they|you) [^.;]*\b(?:us|me)\b", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BY = re.compile(
    r"\bby (?:the )?(?:(?:end of|close of) )?(?:(?P<number>\d{1,2})(?:st|nd|rd|th)?(?: of)? )?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
    r"(?: (?P<year>20\d\d))?",
    re.IGNORECASE,
)


def is_offer(text: str) -> bool:
    """Return whether somebody offers to do something, for themselves or for a body.

    Examples
    --------
    >>> is_offer("The Harbour will run it one night a week if somebody insures us.")
    True
    >>> is_offer("Housing would put it in our packs."), is_offer("I'm lending the room.")
    (True, True)
    >>> is_offer("Council could own the page. We keep a list."), is_offer("Council could own it.")
    (True, False)
    >>> is_offer("They will never ring back."), is_offer("I'll be honest, I gave up.")
    (False, False)
    """
    found = _OFFER.search(text)
    if not found or _TAKEN_BACK.search(text):
        return False
    return not _COULD.search(found.group()) or _OWN.search(text) is not None


def is_on_condition(text: str) -> bool:
    """Return whether an offer stands on a condition: in its sentence, or on what others do.

    Examples
    --------
    >>> is_on_condition("We will lend the hall if it is insured."), is_on_condition("Take it.")
    (True, False)
    """
    return _IF_OTHERS.search(text) is not None or any(
        _OFFER.search(sentence) and _ON_CONDITION.search(sentence)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
    )


def last_day_named(text: str, said_on: str) -> str:
    """Return the last day, as ISO date, by which a text says a thing is to be; '' for none.

    Parameters
    ----------
    said_on
        The ISO date on which it was said: a month without a year is the next one.

    Examples
    --------
    >>> last_day_named("I'll bring it to both councils by end of Feb.", "2026-01-23")
    '2026-02-28'
    >>> last_day_named("We will lend it by 3 March 2026", ""), last_day_named("We can pay", "")
    ('2026-03-03', '')
    """
    found = _BY.search(text)
    if not found or not (found["year"] or said_on):
        return ""
    month = _MONTHS.index(found["month"][:3].casefold()) + 1

    def in_year(year: int) -> str:
        last = calendar.monthrange(year, month)[1]
        return f"{year}-{month:02}-{min(int(found['number'] or last), last):02}"

    if found["year"]:
        return in_year(int(found["year"]))
    said_in = int(said_on[:4])
    first = in_year(said_in)
    return first if first >= said_on[:10] else in_year(said_in + 1)


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
