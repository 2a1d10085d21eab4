"""The project's own confidence rating (METHODS §6), proposed by rule, decided by people.

Informed by the four components of GRADE-CERQual, which is made for syntheses: this is
never called a CERQual assessment. Confidence is not importance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from insights.project import Thresholds

LEVELS = ("Very low", "Low", "Moderate", "High")
PROVISIONAL = "provisional"
Severity = Literal["moderate", "serious"]


@dataclass(frozen=True)
class Support:
    """What stands behind a finding, as far as its confidence depends on it.

    Attributes
    ----------
    people
        One entry per supporting excerpt: who said it, None for a group note.
    directness
        One entry per supporting excerpt.
    opposing
        Distinct people (or group notes) whose words say otherwise.
    opposition_stated
        Whether the finding itself is that people disagree.
    n_codings, n_confirmed
        Supporting codings, and how many a person accepted.
    difference_claimed, robust
        Whether a difference is claimed, and whether it holds for any one left out.
    absent_group, missing_groups
        Whether the group it is for is absent; how many intended groups are missing.
    """

    people: Sequence[str | None]
    directness: Sequence[str]
    opposing: int = 0
    opposition_stated: bool = False
    n_codings: int = 0
    n_confirmed: int = 0
    difference_claimed: bool = False
    robust: bool | None = None
    absent_group: bool = False
    missing_groups: int = 0


@dataclass(frozen=True)
class Rating:
    """A level (or "provisional") with the reasons why it is not higher.

    ``steps`` says, one by one, where it starts and which concern takes it down.
    """

    level: str
    concerns: tuple[str, ...]
    provisional: bool
    steps: tuple[str, ...] = ()


def rate_confidence(
    support: Support,
    *,
    settings: Thresholds,
    one_session_per_group: bool,
    member_check: bool,
) -> Rating:
    """Propose a confidence level for a finding, and why it is not higher.

    It starts at High, or at Moderate where each group met once and no member check
    followed; it goes down one level per serious concern and one for two or more moderate
    ones. With too few codings confirmed by a person there is no level.

    Examples
    --------
    >>> support = Support(["a", "b"], ["verbatim"] * 2, n_codings=2, n_confirmed=2)
    >>> rate_confidence(support, settings=Thresholds(), one_session_per_group=False,
    ...                 member_check=False).level
    'Moderate'
    """
    reasons: list[str] = []
    level = len(LEVELS) - 1
    if one_session_per_group and not member_check:
        level -= 1
        reasons.append("each group met once, and nobody has yet checked it with them")
    concerns = _concerns(support)
    serious = [words for severity, words in concerns if severity == "serious"]
    moderate = [words for severity, words in concerns if severity == "moderate"]
    steps = _steps(level, reasons, serious, moderate)
    level -= len(serious) + (len(moderate) >= 2)
    reasons += serious + moderate
    confirmed = support.n_confirmed / support.n_codings if support.n_codings else 0.0
    if confirmed < settings.confirmed_share:
        reasons.insert(0, _unconfirmed(support.n_codings, support.n_confirmed))
        return Rating(PROVISIONAL, tuple(reasons), True, tuple(reasons))
    return Rating(LEVELS[max(level, 0)], tuple(reasons), False, steps)


def _steps(
    start: int, because: Sequence[str], serious: Sequence[str], moderate: Sequence[str]
) -> tuple[str, ...]:
    """Return each step of a rating in words, with the concern behind it."""
    level, told = start, []
    if because:
        told.append(f"starts at {LEVELS[start]}: {because[0]}")
    for words in serious:
        level = max(level - 1, 0)
        told.append(f"down to {LEVELS[level]}: {words}")
    if len(moderate) >= 2:
        level = max(level - 1, 0)
        told.append(f"down to {LEVELS[level]}, for these together: {', and '.join(moderate)}")
    elif moderate:
        told.append(f"a lesser concern, which takes nothing off by itself: {moderate[0]}")
    return tuple(told)


def weakest(levels: Sequence[str]) -> str:
    """Return the weakest of several ratings; any provisional one makes the whole so.

    Examples
    --------
    >>> weakest(["High", "Low"]), weakest(["High", "provisional"]), weakest([])
    ('Low', 'provisional', 'provisional')
    """
    if not levels or any(level not in LEVELS for level in levels):
        return PROVISIONAL
    return LEVELS[min(LEVELS.index(level) for level in levels)]


def _concerns(support: Support) -> list[tuple[Severity, str]]:
    found: list[tuple[Severity, str]] = []
    n = len(support.people)
    if n and 2 * sum(words == "summarised" for words in support.directness) > n:
        found.append(("moderate", "most of the notes are summaries, not people’s own words"))
    if n and 2 * sum(person is None for person in support.people) > n:
        found.append(("moderate", "most of the notes do not say who spoke"))
    named = Counter(person for person in support.people if person is not None)
    if support.opposing and not support.opposition_stated:
        voices = len(named) + support.opposing
        if support.opposing / voices >= 0.25:
            found.append(("serious", "a quarter or more of the voices say otherwise"))
        else:
            found.append(("moderate", "somebody said otherwise, and nobody has explained why"))
    if len(named) <= 2:
        found.append(("serious", "it rests on fewer than three people"))
    elif len(named) <= 5:
        found.append(("moderate", "no more than five people support it"))
    if len(named) > 2 and 2 * max(named.values()) > n:
        found.append(("moderate", "more than half of the excerpts come from one person"))
    if support.difference_claimed and support.robust is False:
        found.append(("moderate", "the difference depends on a single person"))
    if support.absent_group:
        found.append(("serious", "the group it is meant for was not heard"))
    if support.missing_groups:
        found.append(("moderate", "not every intended group was heard"))
    return found


def _unconfirmed(n_codings: int, n_confirmed: int) -> str:
    if n_codings == 0:
        return "no coding behind it has been confirmed by a person"
    if n_codings == 1:
        return "the one coding behind it is still to be confirmed by a person"
    told = "none" if n_confirmed == 0 else f"{n_confirmed:,}"
    return f"people have confirmed {told} of the {n_codings:,} codings behind it"
