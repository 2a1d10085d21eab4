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
from insights.reporting.wording import in_words, listed

LEVELS = ("Very low", "Low", "Moderate", "High")
APART = "the groups never met together, and nobody has taken the findings back to them yet"
_MOST_FOR_FEW = LEVELS.index("Moderate")
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
    few_in_one_group
        Whether too few people of one group raised it to set the groups side by side.
    unjudged
        What a person has still to judge before there can be a level; "" for nothing.
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
    few_in_one_group: bool = False
    unjudged: str = ""


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

    It starts at High, or at Moderate where each group met apart and no member check
    followed; it goes down one level per serious concern and one for two or more moderate
    ones. Few voices in one group are never rated above Moderate. With too few codings
    confirmed by a person, or a meaning that nobody has judged, there is no level.

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
        reasons.append(APART)
    concerns = _concerns(support, settings)
    serious = [words for severity, words in concerns if severity == "serious"]
    moderate = [words for severity, words in concerns if severity == "moderate"]
    steps = _steps(level, reasons, serious, moderate)
    level = _lowered(level, serious, moderate)
    if support.few_in_one_group and level > _MOST_FOR_FEW:
        level = _MOST_FOR_FEW
        steps = (*steps, f"no higher than {LEVELS[level]}: {_FEW_IN_ONE}")
    reasons += serious + moderate + [_FEW_IN_ONE] * support.few_in_one_group
    if support.unjudged:
        reasons.insert(0, support.unjudged)
    confirmed = support.n_confirmed / support.n_codings if support.n_codings else 0.0
    if confirmed < settings.confirmed_share:
        reasons.insert(0, _unconfirmed(support.n_codings, support.n_confirmed))
    if confirmed < settings.confirmed_share or support.unjudged:
        return Rating(PROVISIONAL, tuple(reasons), True, tuple(reasons))
    return Rating(LEVELS[level], tuple(reasons), False, steps)


_FEW_IN_ONE = "too few people in one group raised it to set the groups side by side"


def particular(concerns: Sequence[str]) -> list[str]:
    """Return the concerns of one finding alone: what holds for all of them is said once.

    Examples
    --------
    >>> particular([APART, "it rests on fewer than three people"])
    ['it rests on fewer than three people']
    """
    return [words for words in concerns if words and words != APART]


@dataclass(frozen=True)
class Remedy:
    """What stands behind a proposed remedy, apart from the problem it answers.

    Attributes
    ----------
    people
        One entry per proposal: who made it, None for a group note.
    n_against
        Distinct people (or group notes) who speak against it.
    tried
        What came of trying it: "" where nobody has, "near" where only something near it was
        tested, "noted" where a note alone says so, else a verdict (improve, pilot, implement,
        park).
    sensitive
        Whether counts of one and two are withheld.
    n_in_finding
        How many people are behind the finding its rating starts from, where that is about
        proposals too: what is lowered there for few people is not lowered again.
    """

    people: Sequence[str | None]
    n_against: int = 0
    tried: str = ""
    sensitive: bool = False
    n_in_finding: int | None = None


def remedy_concerns(remedy: Remedy, settings: Thresholds) -> tuple[list[str], list[str]]:
    """Return what speaks for doubt that a remedy helps: serious concerns, lesser ones.

    Examples
    --------
    >>> remedy_concerns(Remedy(["a"]), Thresholds())
    (['only one person proposed it'], ['no test of it is recorded'])
    >>> remedy_concerns(Remedy(list("abcdef"), tried="pilot"), Thresholds())
    ([], [])
    """
    serious, lesser = [], []
    n = len({person for person in remedy.people if person is not None})
    there = settings.some_people + 1 if remedy.n_in_finding is None else remedy.n_in_finding
    if n <= settings.few_people < there:
        serious.append(_proposed_by(n, remedy.sensitive))
    elif settings.few_people < n <= settings.some_people < there:
        lesser.append(f"no more than {in_words(settings.some_people)} people proposed it")
    if remedy.tried == "park":
        serious.append("the tests suggest leaving it for now")
    elif remedy.tried == "improve":
        lesser.append("the tests suggest improving it before trying it out")
    elif remedy.tried in _HALF_TRIED:
        lesser.append(_HALF_TRIED[remedy.tried])
    elif not remedy.tried:
        lesser.append("no test of it is recorded")
    if remedy.n_against:
        lesser.append(UNANSWERED)
    return serious, lesser


_HALF_TRIED = {
    "near": "only something near it has been tested",
    "test": "too few people have tested it who did not make it",
    "noted": "no result of trying it is recorded",
    "drafted": "a draft has had feedback, and no test",
}
UNANSWERED = "nobody has answered those who speak against it"


def _proposed_by(n: int, sensitive: bool) -> str:
    if n == 0:
        return "only group notes propose it"
    if sensitive or n > 1:
        return f"fewer than {in_words(max(3, n + 1))} people proposed it"
    return "only one person proposed it"


def rate_remedy(
    start: str,
    serious: Sequence[str],
    lesser: Sequence[str],
    *,
    rests_on: str = "",
    because: Sequence[str] = (),
) -> Rating:
    """Return how sure we are that a remedy helps: never surer than of the problem.

    It starts where the weakest finding it rests on stands (METHODS §6), and goes down as a
    finding does: one level per serious concern, one for two or more lesser ones.

    Parameters
    ----------
    start
        The confidence of the weakest finding, or "provisional".
    rests_on, because
        That finding's id, and why it is no surer.

    Examples
    --------
    >>> rated = rate_remedy("High", ["only one person proposed it"], ["no test of it is recorded"],
    ...                     rests_on="F4")
    >>> rated.level, rated.steps[0]
    ('Moderate', 'starts at High, as the weakest finding it rests on (F4)')
    """
    concerns = (*serious, *lesser)
    named = f" ({rests_on})" if rests_on else ""
    if start not in LEVELS:
        begin = f"provisional, as the weakest finding it rests on{named}"
        more = (f"of the remedy itself: {listed(concerns)}",) if concerns else ()
        return Rating(PROVISIONAL, concerns, True, (begin, *because, *more))
    at = LEVELS.index(start)
    begin = f"starts at {start}, as the weakest finding it rests on{named}"
    steps = (begin, *because, *_steps(at, [], serious, lesser))
    return Rating(LEVELS[_lowered(at, serious, lesser)], concerns, False, steps)


def _lowered(level: int, serious: Sequence[str], moderate: Sequence[str]) -> int:
    return max(0, level - len(serious) - (len(moderate) >= 2))


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
        told.append(f"down to {LEVELS[level]}, for these together: {', and '.join(moderate[:2])}")
        told += [f"with them: {words}" for words in moderate[2:]]
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


def _concerns(support: Support, settings: Thresholds) -> list[tuple[Severity, str]]:
    found: list[tuple[Severity, str]] = []
    n = len(support.people)
    summarised = sum(words == "summarised" for words in support.directness)
    if n and summarised > settings.summarised_share * n:
        share = _share_in_words(settings.summarised_share)
        found.append((
            "moderate", f"more than {share} of the notes are summaries, not people’s own words"
        ))  # fmt: skip
    if n and sum(person is None for person in support.people) > settings.unnamed_share * n:
        share = _share_in_words(settings.unnamed_share)
        found.append(("moderate", f"more than {share} of the notes do not say who spoke"))
    named = Counter(person for person in support.people if person is not None)
    if support.opposing and not support.opposition_stated:
        voices = len(named) + support.opposing
        if support.opposing >= settings.opposing_share * voices:
            share = _share_in_words(settings.opposing_share)
            found.append(("serious", f"{share} or more of the voices say otherwise"))
        else:
            found.append(("moderate", "somebody said otherwise, and nobody has explained why"))
    if len(named) <= settings.few_people:
        few = in_words(max(3, settings.few_people + 1))
        found.append(("serious", f"it rests on fewer than {few} people"))
    elif len(named) <= settings.some_people:
        found.append((
            "moderate", f"no more than {in_words(settings.some_people)} people raised it"
        ))  # fmt: skip
    if len(named) > settings.few_people and max(named.values()) > settings.one_person_share * n:
        share = _share_in_words(settings.one_person_share)
        found.append(("moderate", f"more than {share} of the excerpts come from one person"))
    if support.difference_claimed and support.robust is False:
        found.append(("moderate", "the difference depends on a single person"))
    if support.absent_group:
        found.append(("serious", "the group it is meant for was not heard"))
    if support.missing_groups:
        found.append(("moderate", "not every intended group was heard"))
    return found


def _share_in_words(share: float) -> str:
    """Return a share as a reader would say it.

    Examples
    --------
    >>> _share_in_words(0.25), _share_in_words(0.5), _share_in_words(0.4)
    ('a quarter', 'half', '40 in 100')
    """
    return {0.25: "a quarter", 0.5: "half"}.get(share, f"{100 * share:.0f} in 100")


def _unconfirmed(n_codings: int, n_confirmed: int) -> str:
    if n_codings == 0:
        return "no coding behind it has been confirmed by a person"
    if n_codings == 1:
        return "the one coding behind it is still to be confirmed by a person"
    told = "none" if n_confirmed == 0 else f"{n_confirmed:,}"
    return f"people have confirmed {told} of the {n_codings:,} codings behind it"
