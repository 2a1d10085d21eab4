"""What a title's "same words" or "questions" are about, where its own words do not say."""

from __future__ import annotations

import re

_SPOKEN = re.compile(
    r"\b(?:words|wording|language|questions?|script|conversations?|phrases?)\b", re.IGNORECASE
)
_SAYS = re.compile(r"\b(?:about|plain|simple|own|when|which|that)\b", re.IGNORECASE)
_TALK = re.compile(
    r"(?P<doing>talking|asking|speaking|hearing|telling \w+|being asked) about (?P<what>.+)",
    re.IGNORECASE,
)


def say_topic(title: str, theme: str) -> str:
    """Return a title that says what its words or questions are about, by its theme.

    Examples
    --------
    >>> say_topic("Use the same words for everybody", "Talking about money")
    'Use the same words for everybody when talking about money'
    >>> say_topic("Use the same words for money", "Talking about money")
    'Use the same words for money'
    >>> say_topic("Use the same form for everybody", "Talking about money")
    'Use the same form for everybody'
    """
    found = _TALK.fullmatch(theme.strip())
    if found is None or not _SPOKEN.search(title) or _SAYS.search(title):
        return title
    told = {word.casefold() for word in re.findall(r"\w{4,}", title)}
    if told & {word.casefold() for word in re.findall(r"\w{4,}", found["what"])}:
        return title
    return f"{title} when {found['doing'].casefold()} about {found['what']}"
