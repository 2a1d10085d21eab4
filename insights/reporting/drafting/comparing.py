"""The two sides of a statement that weighs one thing against another.

Who agrees that one thing matters more than another says something about both.
"""

from __future__ import annotations

import re

from insights.reporting.drafting.placing import times_in
from insights.reporting.proposing.proposals import content_words

_ENDINGS = re.compile(r"(?:ings?|ed|es|s)$")
_WEIGHS = re.compile(
    r"\s+(?:(?:matters?|counts?|helps?|is (?:worth|needed)|(?:would|should) come)\s+)?"
    r"(?:more|better|sooner|less|worse|later|(?:more|less) (?:important|urgent|useful|needed))"
    r"(?:\s+\w+)?\s+than\s+|\s+(?:is|are) \w+er than\s+|\s+(?:rather than|instead of)\s+|"
    r"\s+(?:(?:should|must|has to|ought to) )?comes? before\s+",
    re.IGNORECASE,
)
_SHORTEST = 2  # words: less names nothing


def sides_weighed(statement: str) -> tuple[str, ...]:
    """Return the two things that a statement weighs against each other; () where it weighs none.

    Examples
    --------
    >>> sides_weighed("One referral form matters more than opening late.")
    ('One referral form', 'opening late')
    >>> sides_weighed("Put money into wages rather than new signs.")
    ('Put money into wages', 'new signs')
    >>> sides_weighed("I know more than last week."), sides_weighed("The peers must be paid.")
    ((), ())
    """
    parts = _WEIGHS.split(statement.strip().rstrip(".!?"), maxsplit=1)
    if len(parts) != 2 or any(len(part.split()) < _SHORTEST for part in parts):
        return ()
    first, second = (part.strip(" ,") for part in parts)
    return () if first.split()[0].casefold() in ("i", "we") else (first, second)


def is_named_by(title: str, side: str) -> bool:
    """Return whether a title says all that one side of a statement does, in other forms perhaps.

    Examples
    --------
    >>> is_named_by("Open the café at night", "opening late")
    True
    >>> is_named_by("Open the café at night", "opening on Sundays")
    False
    """
    stems = {_ENDINGS.sub("", word) for word in content_words(title)}
    shared_times = times_in(title) & times_in(side)
    words = content_words(side)
    named = [_ENDINGS.sub("", word) in stems for word in words]
    timed = [bool(times_in(word) & shared_times) for word in words]
    return any(named) and all(said or at_time for said, at_time in zip(named, timed, strict=True))
