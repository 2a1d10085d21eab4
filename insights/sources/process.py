"""How taking part was, and answers on a scale: which questions are such, and what they say.

What people say about the workshop itself (were they heard, whom do they trust now) is a
result of its own: it is kept apart from what they said in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from insights.sources.recognise import fold, fold_header

PURPOSE = "process"
_EVENT = (
    r"(?:workshops?|sessions?|events?|meetings?|days?|week|process|sprint|hack ?week|"
    r"taking part|being here|being part)"
)
_ABOUT = re.compile(
    rf"\bhow (?:was|were|did you find|did you feel about|would you rate) "
    rf"(?:the |this |our |your |today s |today |it |to ?day )?{_EVENT}\b"
    rf"|\b(?:feedback|comments|thoughts) (?:on|about) (?:the |this |our |today s ){_EVENT}\b"
    r"|\bfelt? (?:heard|listened to|welcome|included|respected|valued|safe|comfortable|able to "
    r"speak|part of)\b"
    r"|\bsee each other\b|\btrust (?:the )?(?:other|others|each|one another|people here)\b"
    r"|\bmy (?:voice|views|opinions?) (?:was|were|counted|mattered)\b"
    r"|\b(?:i |you )?had (?:enough|equal|my|your) (?:time|say|chance)\b"
    rf"|\benjoy(?:ed)? (?:the |this |today s )?{_EVENT}\b|\btaking part\b"
)
_SCALE = re.compile(
    r"\(?\b(?:from |on a scale (?:of |from )?|scale (?:of )?)?([0-9])\s?(?:to|-|–|—)\s?"
    r"([0-9]{1,2})\b(?:[^()]{0,60}\))?\)?|\(?\bout of ([0-9]{1,2})\b\)?|\(?/\s?(10|5|7)\b\)?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"[\s(\[,:–—-]{0,4}\b(before|after|during|at the start|at the end|beginning|end|pre|post)\b"
    r"(?: (?:the )?(?:workshop|session|week|day|event))?[\s)\]:]{0,3}$", re.IGNORECASE,
)  # fmt: skip
_WHEN_WORDS = {
    "before": "before", "pre": "before", "at the start": "before", "beginning": "before",
    "start": "before", "after": "after", "post": "after", "at the end": "after", "end": "after",
    "during": "during", "middle": "during",
}  # fmt: skip
_NEITHER = ("neither", "neutral", "not sure", "unsure", "neither agree nor disagree")
_STEPS = (
    ("strongly disagree", "disagree", "neither", "agree", "strongly agree"),
    ("very dissatisfied", "dissatisfied", "neither", "satisfied", "very satisfied"),
    ("never", "rarely", "sometimes", "often", "always"),
)
_NUMBER = re.compile(
    r"([0-9]{1,2}(?:\.[0-9]{1,2})?)(?:\s?(?:[-–:.=(]\s?|/\s?[0-9]{1,2}$|[a-z]).*)?"
)
_HIGHEST_BARE = 10


@dataclass(frozen=True)
class Scale:
    """The lowest and highest answer of a closed question, and its words where it has some."""

    lowest: float = 0.0
    highest: float | None = None
    steps: tuple[str, ...] = ()

    def value(self, cell: str) -> float | None:
        """Return an answer as a number on this scale, or None.

        Examples
        --------
        >>> Scale(1, 5).value("4 - agree"), Scale(1, 5).value("7"), Scale(1, 5).value("maybe")
        (4.0, None, None)
        """
        words = fold(cell)
        if self.steps:
            words = "neither" if words in _NEITHER else words
            return float(self.steps.index(words) + 1) if words in self.steps else None
        match = _NUMBER.fullmatch(words)
        if match is None:
            return None
        value = float(match[1])
        within = self.lowest <= value <= (self.highest if self.highest is not None else value)
        return value if within else None


def is_about_taking_part(question: str) -> bool:
    """Tell whether a question asks how taking part was, rather than about the subject.

    Examples
    --------
    >>> is_about_taking_part("How was the workshop for you?")
    True
    >>> is_about_taking_part("How was it to wait for an appointment?")
    False
    """
    return bool(_ABOUT.search(fold_header(question.replace("’", " ").replace("'", " "))))


def find_scale(header: str, cells: Iterable[str], *, any_number: bool = False) -> Scale | None:
    """Return the scale on which a column's answers stand, or None where it is not one.

    Parameters
    ----------
    any_number
        Whether numbers up to 10 are a scale although the question names none.

    Examples
    --------
    >>> find_scale("I felt heard (1 to 5)", ["4", "5"])
    Scale(lowest=1.0, highest=5.0, steps=())
    >>> find_scale("Age", ["34", "51"]) is None
    True
    """
    given = {fold(cell) for cell in cells if cell.strip()}
    if not given:
        return None
    said = _said(header)
    if said is not None:
        fitting = [cell for cell in given if said.value(cell) is not None]
        return said if 2 * len(fitting) >= len(given) else None
    for steps in _STEPS:
        if len(given) > 1 and given <= {*steps, *_NEITHER} and given & {*steps}:
            return Scale(1.0, float(len(steps)), steps)
    if any_number and all(_NUMBER.fullmatch(cell) for cell in given):
        bare = Scale(0.0, float(_HIGHEST_BARE))
        if all(bare.value(cell) is not None for cell in given):
            return Scale()
    return None


def _said(header: str) -> Scale | None:
    match = _SCALE.search(header)
    if match is None:
        return None
    if match[1] is not None:
        low, high = float(match[1]), float(match[2])
        return Scale(low, high) if low < high and low <= 1 else None
    return Scale(0.0, float(match[3] or match[4]))


def split_question(header: str) -> tuple[str, str | None]:
    """Return a question without its scale, and when it was asked, where it says so.

    Examples
    --------
    >>> split_question("I felt heard (1 to 5) – before")
    ('I felt heard', 'before')
    """
    question = " ".join(header.split())
    when = None
    for _ in range(2):
        if match := _WHEN.search(question):
            when = _WHEN_WORDS[match[1].casefold()]
            question = question[: match.start()]
        scale = _SCALE.search(question)
        if scale and scale.end() >= len(question.rstrip()):
            question = question[: scale.start()]
        question = question.rstrip(" ,:–—-([")
    return question or " ".join(header.split()), when


def read_when(cell: str) -> str | None:
    """Return before, after or during, or None where a cell says none of them."""
    return _WHEN_WORDS.get(fold(cell))
