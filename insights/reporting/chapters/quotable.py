"""Whether words can stand alone in a report: whole, the speaker's own, and showing nobody."""

from __future__ import annotations

import re

FEW_WORDS, _MANY_WORDS = 8, 45
_LEANS_ON_OTHERS = re.compile(
    r"\b(?:like|as|what) (?:i|we|he|she|they|somebody|someone)(?:['’]ve| have)? said\b|"
    r"\bsame (?:as|for|from|here|again|thing)\b|\bsticking (?:to|with) (?:that|it|mine)\b|"
    r"\b(?:mentioned|said) (?:that )?(?:before|already|earlier)\b|\bstill[.!]?$|"
    r"\b(?:that|this) one\b|\bthe (?!first|last|next|only|right|wrong)\w+ one\b[.,]|"
    r"\bcan i come in on that\b|\bexactly that\b|[—–-]$|"
    r"^(?:same|ok|okay|and|but|or|so|also|ditto|me too|because|which|as well|last one|"
    r"that (?:we|i|they|you|he|she|one)|yes\b.{0,12}$|no\b.{0,12}$|agree|agreed|agrees|"
    r"the other|he|she|him|her|"
    r"mine|ours|theirs|that['’]s|well|exactly|anyway|yeah|erm|ha|oh|there['’]s two)\b",
    re.IGNORECASE,
)
# What the note-taker saw or put in their own words stands beside what was said.
_NOTE_TAKER = re.compile(
    r"\((?:s?he|they|laugh\w*|all|pause|silence)\b[^)]*\)|^agrees? with\b|\bhe['’]d say\b|"
    r"^speaking for (?:him|her|them)sel|[\"”][^\"“”]{0,60}\bs?he says\b|"
    r"[\"”] (?:s?he|they) (?:said|told|knows)\b|"
    r"(?:^|[.!?][\"”]? )(?:says?|said|thinks|wants|knows) (?:s?he|they|that)\b",
    re.IGNORECASE,
)
# Each kind says a little of who it was; two kinds together may be enough to know them by.
_WORK = (
    r"\b(?:my|our) (?:team|ward|criteria|caseload|board|practice|patients|reception)\b|"
    r"\bi (?:work|manage|run|did|drive|teach|clean)(?:ed)? (?:at|on|in|for|the|payroll|taxis?)\b|"
    r"\bi was an? \w+['’]?s? (?:cook|nurse|teacher|driver|worker|soldier)\b|"
    r"\bas (?:me|a worker|a professional)\b|\bstaff\b"
)
_TIME = (
    r"\b(?:19|20)\d\d\b|\b(?:on|by) the (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b\w+ years\b"
)
_PLACE = (
    r"\b(?:ward|wing|plot|launderette|chapel|church|mosque|temple|gurdwara|synagogue|packhouse|"
    r"refuge|car park|allotment)\b|"
    r"(?<=[a-z,] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|English|Christmas)"
    r"(?-i:[A-Z][a-z]{3,})"
)
_EVENT = (
    r"\b(?:died|discharged|sacked|arrested|sectioned|evicted|funeral|redundan\w+|passport|"
    r"bailiff\w*|baby|refuge)\b"
)
_OTHERS_STORY = (
    r"\b(?:my|his|her) (?:son|daughter|husband|wife|mother|mum|brother|sister|dad)\b|"
    r"\b(?:case i['’]m thinking of|one (?:woman|man|lad|lady))\b"
)
_SELF = (
    r"\b(?:i(?:['’]m| am)|as a|being) (?:an? )?(?:deaf|blind|trans|gay|lesbian|bisexual|muslim|"
    r"jewish|hindu|sikh|catholic|veteran|refugee|asylum seeker|wheelchair user|widow(?:er)?)\b|"
    r"\bmy (?:guide dog|wheelchair|hearing aids?|interpreter|stoma|carer|accent|first language)\b|"
    r"\b(?:bsl|sign language)\b|\bin (?:my|a second|my second) language\b"
)
_CLUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_WORK, _TIME, _PLACE, _EVENT, _OTHERS_STORY, _SELF)
)


def is_self_standing(text: str) -> bool:
    """Return whether words can be understood by somebody who was not in the room.

    Examples
    --------
    >>> is_self_standing("I told it to four services in one month and nobody wrote it down.")
    True
    >>> is_self_standing("Text reminders like I said"), is_self_standing("Not knowing who rang.")
    (False, False)
    """
    enough = FEW_WORDS <= len(text.split()) <= _MANY_WORDS
    return enough and not _LEANS_ON_OTHERS.search(text.strip(" \"“”'‘’"))


def is_told_on(text: str) -> bool:
    """Return whether the note-taker's own words stand among those that were said.

    Examples
    --------
    >>> is_told_on("“I wish somebody had asked.” She told them it was fine.")
    True
    >>> is_told_on("I wish somebody had asked me straight out.")
    False
    """
    return _NOTE_TAKER.search(text) is not None


def n_clues(text: str) -> int:
    """Return of how many kinds the clues are that words give to who said them, 0 to 6.

    The kinds: work, time, place, event, family or another person's story, and what somebody is
    or speaks. Two together may
    be enough for somebody who knows the person. Rules see little: a person still clears quotes.

    Examples
    --------
    >>> n_clues("I worked on the ward for nine years and they lost my papers.")
    3
    >>> n_clues("Nobody rang me back.")
    0
    """
    return sum(clue.search(text) is not None for clue in _CLUES)
