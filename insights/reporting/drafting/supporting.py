"""Who stands behind a proposal, in words and counts, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.project import Project
from insights.reporting.wording import Count, capitalised, listed, say_count


@dataclass(frozen=True)
class Limits:
    """How much of a count may be said.

    Attributes
    ----------
    sensitive
        The codebook marks the theme as sensitive.
    countable
        Enough people were heard to count any.
    one_pair
        There are just two groups, so "both groups" is all of them.
    """

    sensitive: bool = False
    countable: bool = True
    one_pair: bool = True


def say_support(counts: Sequence[Count], n_people: int, project: Project, limits: Limits) -> str:
    """Return in words who proposed something: groups and counts, as far as they may be shown."""
    if n_people and (project.approach == "reflexive" or (not counts and not limits.countable)):
        return "People who took part"
    if not counts:
        if n_people == 0:
            return "Group notes alone"
        if limits.sensitive and n_people <= 2:
            return "Fewer than three people"
        return "One person" if n_people == 1 else f"{n_people:,} people"
    spoke = [count for count in counts if count.asked and (count.k or count.at_least)]
    if not spoke:
        return "Group notes alone"
    if not any(count.shown for count in spoke):
        named = listed(project.group_words(count.group, 2) for count in spoke)
        return f"{capitalised(named)}, too few to count"
    who = listed(say_count(count, project.group_words) for count in spoke)
    both = len(spoke) == 2 and limits.one_pair
    return f"Both groups: {who}" if both else capitalised(who)


def told_count(counts: Sequence[Count], side: int, part: str) -> int | None:
    """Return a figure of one side's count, None where it may not be told."""
    if not counts or not counts[side].asked or not counts[side].shown:
        return None
    if part == "k" and not counts[side].exact:
        return None
    return int(getattr(counts[side], part))


def groups_behind(counts: Sequence[Count]) -> int:
    """Return how many groups proposed something."""
    return sum(count.k > 0 for count in counts)
