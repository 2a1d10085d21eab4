"""What several voices ask of the same thing: that peers are paid, that a service is free.

A title comes from one person's sentence. Where at least two voices, one of them perhaps an
agreed statement, put the same condition on what it asks for, the title keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

_VOICES = 2
_OF_PEOPLE = (
    ("paid", re.compile(r"\b(?:paid|payroll|wages?|salar(?:y|ies|ied)|pay (?:them|the))\b",
                        re.IGNORECASE)),
    ("trained", re.compile(r"\btrained\b|\btraining for\b", re.IGNORECASE)),
)  # fmt: skip
_WAYS = (
    ("without an appointment",
     re.compile(r"\b(?:no|without an?|without) appointments?\b|\bjust turn up\b", re.IGNORECASE)),
    ("free of charge",
     re.compile(r"\bfree (?:of charge|to (?:use|all|every\w+))\b|\bfor free\b|\bcosts? nothing\b",
                re.IGNORECASE)),
)  # fmt: skip
_PEOPLE = re.compile(
    r"(?:Have|Provide|Employ|Put|Hire|Recruit) (?:an? |the |some |more )?"
    r"(?P<noun>(?:peer|mentor|helper|worker|volunteer|advocate|carer|interpreter|navigator)s?|"
    r"\w+s(?= who\b))(?= |$)"
)
_PLACE = re.compile(r"(?:Have|Provide|Open) .*\b(?P<noun>(?:sit|caf[eé]|drop-in|clinic|hub))\b")
_ADDED = re.compile(
    r"\b(?:paid|trained) |,? (?:without an appointment|free of charge)(?= |$)", re.IGNORECASE
)


def with_shared_qualities(
    title: str,
    text_of: Mapping[str, str],
    *,
    agreed: Sequence[str] = (),
    speaker_of: Callable[[str], str] = str,
) -> str:
    """Return a title with the conditions that at least two voices put on what it asks for.

    Parameters
    ----------
    text_of
        The words of every proposal that belongs together.
    agreed
        Statements that most in every group agreed with; each is one voice more.

    Examples
    --------
    >>> said = {"a": "Peers, and paid", "b": "peers on a wage", "c": "Have peers who listen"}
    >>> with_shared_qualities("Have peers who listen", said)
    'Have paid peers who listen'
    """
    said = [(speaker_of(e), text) for e, text in text_of.items()]
    said += [(f"agreed {number}", text) for number, text in enumerate(agreed)]
    if found := _PEOPLE.match(title):
        for quality, pattern in _OF_PEOPLE:
            if not pattern.search(title) and _is_shared(found["noun"], pattern, said):
                at = found.start("noun")
                return f"{title[:at]}{quality} {title[at:]}"
    elif found := _PLACE.match(title):
        for quality, pattern in _WAYS:
            if not pattern.search(title) and _is_shared(found["noun"], pattern, said):
                return f"{title} {quality}"
    return title


def without_qualities(title: str) -> str:
    """Return a title without the conditions that may have been added to it.

    Examples
    --------
    >>> without_qualities("Have paid peers who listen")
    'Have peers who listen'
    """
    return _ADDED.sub("", title)


def _is_shared(noun: str, pattern: re.Pattern[str], said: Sequence[tuple[str, str]]) -> bool:
    about = re.compile(rf"\b{re.escape(noun.casefold().removesuffix('s'))}", re.IGNORECASE)
    voices = {who for who, text in said if about.search(text) and pattern.search(text)}
    return len(voices) >= _VOICES
