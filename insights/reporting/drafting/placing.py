"""Where and when texts put a thing: in the surgery or near it, by day or at night.

Two proposals in nearly the same words may ask for opposite places or times. Only plain words
of place and time are read; whatever they do not settle counts as no difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from insights.reporting.proposing.proposals import content_words

_INSIDE, _BESIDE = "in", "beside"
_PLACE = re.compile(
    r"(?P<not>\b(?:not|never|and not|n['’]t) )?\b(?P<how>in|inside|within|at|near|nearby|beside|"
    r"outside|next to|close to|away from|across (?:the road |the street )?from)\s+"
    r"(?P<where>(?:(?!(?:and|or|not|but)\b)[\w'’-]+\b ?){1,4})",
    re.IGNORECASE,
)
_IN_IT = ("it", "them", "there")
_HOW = {"in": _INSIDE, "inside": _INSIDE, "within": _INSIDE, "at": _INSIDE}
_OTHER = {_INSIDE: _BESIDE, _BESIDE: _INSIDE}
_TIMES = {
    "night": r"\b(?:over)?nights?\b|\blate\b|\bevenings?\b|\bafter (?:dark|hours|work|six|eight)\b",
    "early": r"\b(?:early|mornings?)\b", "weekend": r"\bweekends?\b|\b(?:satur|sun)days?\b",
    "day": r"\b(?:day ?time|afternoons?|lunch\w*)\b|\bby day\b",
}  # fmt: skip


def places_in(text: str, about: Sequence[str] = ()) -> dict[str, set[str]]:
    """Return, per place a text names, whether it puts something in it or beside it.

    "Not in it" counts as beside; "it" is the place named last, or at first the one that the
    text is ``about``.

    Examples
    --------
    >>> places_in("Near it. Not in it.", about=["surgery"])
    {'surgery': {'beside'}}
    >>> places_in("The event belongs near the surgery and not in it.")
    {'surgery': {'beside'}}
    >>> places_in("Something in the waiting room")["room"]
    {'in'}
    """
    found: dict[str, set[str]] = {}
    last = list(about)
    for match in _PLACE.finditer(text):
        side = _HOW.get(match["how"].casefold(), _BESIDE)
        if match["not"]:
            side = _OTHER[side]
        words = match["where"].split()
        named = last if words[0].casefold().strip(".,") in _IN_IT else content_words(match["where"])
        for word in named:
            found.setdefault(word, set()).add(side)
        last = named or last
    return found


def stands_elsewhere(one: str, other: str) -> bool:
    """Return whether two texts put their thing in the same place on different sides.

    Examples
    --------
    >>> stands_elsewhere("Event near the surgery", "The event. In the surgery. We've a room.")
    True
    >>> stands_elsewhere("Event near the surgery", "A café by the sea")
    False
    """
    return _differ(places_in(one), places_in(other))


def _differ(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> bool:
    shared = set(one) & set(other)
    apart = [word for word in shared if not one[word] & other[word]]
    return bool(apart) and len(apart) == len(shared)


def is_at_another_time(one: str, other: str) -> bool:
    """Return whether a text names a time of day or week that another does not.

    Examples
    --------
    >>> is_at_another_time("Open the café at night", "Toolkit café")
    True
    >>> is_at_another_time("Open late", "The evening café"), is_at_another_time("A café", "A café")
    (False, False)
    """
    return bool(times_in(one) - times_in(other))


def times_in(text: str) -> set[str]:
    """Return the times of day and week that a text names.

    Examples
    --------
    >>> times_in("Opening late"), times_in("On Sunday morning") == {"weekend", "early"}
    ({'night'}, True)
    """
    return {time for time, said in _TIMES.items() if re.search(said, text, re.IGNORECASE)}
