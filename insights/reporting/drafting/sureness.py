"""How sure we are of a recommendation, as somebody would say it.

The record keeps each step of the rating as it was taken (``confidence_reason``). Here the
same steps, each with the concern behind it, are put the way a person would tell them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insights.reporting.cells import text_of
from insights.reporting.drafting.confidence import LEVELS
from insights.reporting.wording import capitalised, full_stop, in_words, listed

_BEGIN = re.compile(r"^(?:starts at \w[\w ]*?|provisional), as the weakest finding it rests on")
_OF_REMEDY = ("down to", "a lesser", "with them", "of the remedy")
_FINDING = re.compile(r"\((F\d+)\)")


def say_sure_of_need(row: Mapping[str, Any]) -> str:
    """Return how sure we are of the need, with the finding that is least sure, and why.

    Examples
    --------
    >>> say_sure_of_need({"starts_at": "Low", "confidence_reason":
    ...     "starts at Low, as the weakest finding it rests on (F2); few people raised it"})
    'Low (F2). Few people raised it.'
    """
    steps = _steps_of(row)
    if not steps:
        return ""
    named = _FINDING.search(steps[0])
    level = capitalised(text_of(row["starts_at"]))
    told = [f"{level} ({named.group(1)})." if named else f"{level}."]
    told += [full_stop(capitalised(step)) for step in steps[1:] if not step.startswith(_OF_REMEDY)]
    return " ".join(told)


def say_sure_it_helps(row: Mapping[str, Any]) -> str:
    """Return how sure we are that a recommendation helps, and what takes each step off.

    Examples
    --------
    >>> row = {"starts_at": "High", "confidence": "Moderate", "serious_concerns": [],
    ...        "lesser_concerns": ["five people proposed it", "no test of it is recorded"],
    ...        "confidence_reason": "starts at High, as the weakest finding it rests on (F1)"}
    >>> print(say_sure_it_helps(row))
    Moderate, one step below the need. That is because five people proposed it and no \
test of it is recorded.
    >>> print(say_sure_it_helps({**row, "confidence": "High", "lesser_concerns": ["it is new"]}))
    High: we are as sure that it helps as that it is needed. To bear in mind: it is new.
    """
    level = capitalised(text_of(row["confidence"]))
    if not _steps_of(row):  # a person said how sure they are, and why
        reasons = text_of(row["confidence_reason"]).split("; ")
        return " ".join([f"{level}.", *(full_stop(capitalised(r.strip())) for r in reasons if r)])
    serious = [text_of(words) for words in row["serious_concerns"]]
    lesser = [text_of(words) for words in row["lesser_concerns"]]
    start = text_of(row["starts_at"])
    if start not in LEVELS or level not in LEVELS:
        doubts = [*serious, *lesser]
        told = ["Not rated until the need is."]
        if doubts:
            told.append(full_stop(f"To bear in mind already: {listed(doubts[:2])}"))
        return " ".join([*told, *(full_stop(capitalised(doubt)) for doubt in doubts[2:])])
    return " ".join(_below(level, LEVELS.index(start) - LEVELS.index(level), serious, lesser))


def _below(level: str, n_steps: int, serious: Sequence[str], lesser: Sequence[str]) -> list[str]:
    """Return a level, how far it stands below the need, and why, in sentences."""
    taken = [[words] for words in serious] + ([list(lesser)] if len(lesser) > 1 else [])
    if not taken:
        told = [f"{level}: we are as sure that it helps as that it is needed."]
    elif n_steps:
        told = [f"{level}, {in_words(n_steps)} step{'s' * (n_steps > 1)} below the need."]
    else:
        told = [f"{level}, which is the lowest there is."]
    for number, group in enumerate(taken):
        told.append(full_stop(f"{_opening(number, n_steps, len(taken))} {listed(group[:2])}"))
        told += [full_stop(f"With them: {words}") for words in group[2:]]
    if len(lesser) == 1:
        told.append(full_stop(f"To bear in mind{' too' * bool(taken)}: {lesser[0]}"))
    return told


def _opening(number: int, n_steps: int, n_reasons: int) -> str:
    if number >= n_steps:
        return "Against it stands that"  # the lowest level can go no lower
    if n_reasons == 1:
        return "That is because"
    return "Another is because" if number else "One is because"


def _steps_of(row: Mapping[str, Any]) -> list[str]:
    """Return the steps of a rating by rule; [] where a person said how sure they are."""
    steps = [step.strip() for step in text_of(row["confidence_reason"]).split("; ")]
    return steps if _BEGIN.match(steps[0]) else []
