"""Pictures in words, and plain words for hard ones: places to begin, for people to better."""

from __future__ import annotations

import re
from collections.abc import Iterable

from insights.reporting.reading import count_syllables

_ASK_THEM = "Ask the checkers what picture says this."
_PICTURES = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), picture)
    for words, picture in (
        (r"ring|phone", "A person with a telephone at their ear."),
        (r"e-?mail", "A letter on a screen."),
        (r"write to|letter|plain words", "A person with an open letter in both hands."),
        (r"calendar|tell us by", "A calendar with one day ringed."),
        (r"change your mind", "A person who turns round at a fork in the road."),
        (r"your name\b", "A name badge with nothing on it."),
        (r"disagree|do not agree", "Two people who point in different directions."),
        (r"listen|both sides", "A person with a hand at their ear."),
        (r"yes or no|said yes", "A tick and a cross with a question mark between them."),
        (r"wait|queue", "People on chairs in a waiting room, under a clock."),
        (r"money|debt|pay|benefit", "A hand with coins and notes."),
        (r"sham|asham|hid", "A person who looks down, with somebody beside them."),
        (r"somewhere|café|brew", "People at a table with cups."),
        (r"surgery|doctor|gp\b|nurse|appointment", "A doctor and a person, both sitting."),
        (r"telling it again|story|log\b|record|track", "A notebook and a pen."),
        (r"door|getting through", "A door that stands open."),
        (r"night|sunday|evening", "A moon over a lit window."),
        (r"list\b|page\b|what there is|local help|find", "One sheet of paper with three ticks."),
        (r"digital|screen|search|online|computer", "A hand on a tablet."),
        (r"form\b", "A form and a pen."),
        (r"handover|hand over|each other|organisation", "Two people who shake hands."),
        (r"a say\b|decide|vote", "A person with their hand up in a meeting."),
        (r"question", "A person with a question mark in a speech bubble."),
        (r"group|people talking", "A group of different people, all talking."),
        (r"remind|text", "A message on a telephone."),
    )
)
_PLAIN = {
    "appointment": "a time to see somebody",
    "assessment": "questions to find out what you need",
    "co-production": "making it together, as equals",
    "commissioner": "the people who pay for services",
    "component": "a part",
    "confidential": "kept private",
    "consent": "saying yes, you may",
    "contract": "a deal on paper",
    "criteria": "rules on who can have help",
    "digital": "on a phone or computer",
    "directory": "a list of services",
    "first appointment": "the first time you meet",
    "handover": "when a new worker takes over",
    "interpreter": "somebody who changes words into your language",
    "lived experience": "people it has happened to",
    "mental health": "how you feel in your mind",
    "navigation": "finding your way to help",
    "organisation": "a group that works together, like a charity or a council",
    "peer": "somebody who has been through it too",
    "pilot": "trying it in a few places first",
    "professional": "somebody whose job it is to help",
    "prototype": "a first try",
    "recommendation": "what we ask people to do",
    "reception": "the front desk",
    "referral": "sending you to another service",
    "service": "help you can use",
    "surgery": "where the doctor works",
    "surgeries": "where doctors work",
    "system": "how all the services work",
    "technique": "a way to do something",
    "toolkit": "a set of things that help",
}
_ABBREVIATION = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z]{1,5}\b")
_LONG = 3
_EASY = frozenset((
    "anybody", "anything", "area", "every", "everybody", "everyone", "everything", "family",
    "idea", "nobody", "somebody", "someone", "something", "somewhere", "together", "another",
    "different", "evening", "everywhere", "already",
))  # fmt: skip


def suggest_picture(text: str) -> str:
    """Return what a picture for a message could show, by its words.

    Examples
    --------
    >>> suggest_picture("Most people talked about the waiting list.")
    'People on chairs in a waiting room, under a clock.'
    >>> suggest_picture("Something nobody has drawn")
    'Ask the checkers what picture says this.'
    """
    return next((picture for words, picture in _PICTURES if words.search(text)), _ASK_THEM)


def explain_words(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the hard words of texts with plain ones: long words, and letters for names.

    Examples
    --------
    >>> explain_words(["A toolkit for the GP", "Reconfiguration"])
    [('GP', 'Say what the letters stand for.'), ('reconfiguration', 'Explain it with the checkers.'), ('toolkit', 'a set of things that help')]
    """  # noqa: E501
    found: dict[str, str] = {}
    for text in texts:
        for letters in _ABBREVIATION.findall(text):
            found[letters] = "Say what the letters stand for."
        folded = text.casefold()
        known = [word for word in _PLAIN if re.search(rf"\b{re.escape(word)}s?\b", folded)]
        found |= {word: _PLAIN[word] for word in known}
        for place, word in enumerate(re.findall(r"[^\W\d_][\w’'-]*", text)):
            plain = word.casefold()
            named = place > 0 and word[:1].isupper()  # a place or a service, and no hard word
            if (
                count_syllables(plain) >= _LONG and plain not in _EASY and not named
                and not any(plain.startswith(known.casefold()[:-1]) for known in found)
            ):  # fmt: skip
                found[plain] = "Explain it with the checkers."
    return sorted(found.items(), key=lambda pair: pair[0].casefold())
