"""Whether a sentence proposes something: told by its wording alone, whatever it is about.

Rules of English, not of a domain: ways of proposing that have a name each
(:mod:`insights.reporting.proposing.constructions`), telling somebody to do something
(:mod:`insights.reporting.proposing.commands`), and what only looks so and is taken out before
(:mod:`insights.reporting.proposing.lookalikes`). Sentence vectors learned from our own writing did
better on more of our own writing and worse on real comments, so nothing is learned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from insights.reporting.proposing.commands import find_command, is_for_users
from insights.reporting.proposing.constructions import CONSTRUCTIONS, find_want
from insights.reporting.proposing.lookalikes import NOT_MEANT

PROVIDER = "provider"
FELLOW_USER = "fellow user"
_LONGEST = 600  # characters read; a proposal that begins later is no longer one sentence's
_ASIDE = " xx "  # stands for what was taken out, so that no clause seems to begin after it
_VERB_ADVISED = re.compile(
    r".*?\b(?:should|must|ought to|had better|needs? to|suggest|advise|recommend)(?:n't)? "
    r"(?:\w+ly |not |you |that )*(.*)"
)


@dataclass(frozen=True)
class Suggestion:
    """What makes a sentence a proposal.

    Attributes
    ----------
    construction
        The name of the way of proposing: "please", "should", "telling", "advice" …
    words
        The words it rests on, lower-cased.
    addressee
        Whom it asks to act: "provider" (whoever could change the thing) or "fellow user"
        (a tip for other customers, patients, visitors).
    """

    construction: str
    words: str
    addressee: str


def read_suggestion(sentence: str) -> Suggestion | None:
    """Return what a sentence proposes or advises by its wording, or None.

    Examples
    --------
    >>> read_suggestion("They should open on Sundays.").words
    'should open on'
    >>> read_suggestion("Avoid the 8.15 if you want a seat.").addressee
    'fellow user'
    >>> read_suggestion("You should be proud.") is None
    True
    """
    text = " ".join(sentence.replace("’", "'").replace("‘", "'").split()).casefold()
    text = re.sub(r"^[\W_]+", "", text)[:_LONGEST]
    meant = NOT_MEANT.sub(_ASIDE, text)
    for construction in CONSTRUCTIONS:
        if match := construction.pattern.search(meant):
            addressee = construction.addressee or _whom(meant[match.start() :])
            return Suggestion(construction.name, match.group().strip(" ,.;:"), addressee)
    if command := find_command(meant):
        whom = FELLOW_USER if is_for_users(command) else PROVIDER
        return Suggestion("telling", command.strip(" ,.;:!"), whom)
    if want := find_want(meant):
        return Suggestion("wanting", want.strip(" ,.;:!"), PROVIDER)
    return None


def _whom(text: str) -> str:
    """Return whom "should …" and its like address, by the verb that follows."""
    match = _VERB_ADVISED.match(text)
    return FELLOW_USER if match and is_for_users(match.group(1)) else PROVIDER


def is_proposal(sentence: str) -> bool:
    """Return whether a sentence proposes or advises something, by its wording alone.

    For ranking and for prompts to read: what counts as an idea is what a person was asked
    for, or says it is.

    Examples
    --------
    >>> is_proposal("Please add a dark mode"), is_proposal("It would be nice if it had a lid.")
    (True, True)
    >>> is_proposal("The room was clean."), is_proposal("I would recommend this to anyone.")
    (False, False)
    """
    return read_suggestion(sentence) is not None


_STRONG = (
    r"friendly|kind|excellent|lovely|amazing|brilliant|fantastic|wonderful|superb|caring|polite|"
    r"courteous|outstanding|exceptional|faultless|spot on|first class|top class|so grateful"
)
_MILD = r"good|great|nice|helpful|professional|pleasant|efficient|thorough|happy|pleased|satisfied"
_PRAISE = re.compile(
    rf"(?<!more )(?<!be )(?<!being )\b(?:{_STRONG})\b"
    rf"|\b(?:very|really|so|extremely|always|all|was|were|is|are|service|staff|care|team)\W+"
    rf"(?:\w+ )?(?:{_MILD})\b"
    r"|\bthank(?:s| you)\b|\bwell (?:looked after|treated|cared for)\b|\bkeep up the good\b"
    r"|\bno (?:complaints|improvements?|faults?)\b|\bcould(?:n't| not) (?:fault|ask for)\b"
    r"|^(?:nothing|none|all good|everything (?:was|is) \w+)\W*$"
)
_BUT = re.compile(
    r"\b(?:but|however|although|though|except|only|apart from|if|not|more|need)\b|n't\b"
)
_LONGEST_PRAISE = 20  # words; who says more than that tells a story


def is_praise(text: str) -> bool:
    """Return whether a text only says that all was well, and asks for nothing.

    Examples
    --------
    >>> is_praise("Staff friendly and extremely kind"), is_praise("Very good service, thank you")
    (True, True)
    >>> is_praise("Friendlier letters, please"), is_praise("Kind staff, but more of them")
    (False, False)
    """
    plain = " ".join(text.replace("’", "'").split()).casefold()
    if len(plain.split()) > _LONGEST_PRAISE or _BUT.search(plain):
        return False
    if not _PRAISE.search(plain):
        return False
    sentences = re.split(r"(?<=[.!?])\s+", plain)
    return not any(is_proposal(sentence) for sentence in sentences)
