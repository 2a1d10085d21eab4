"""Where a disagreement goes on: the same sides speak on a theme's problems and on its ideas.

A code may have a claim that people support or oppose. Claims of one theme may pull against
each other ("ask at once", "let me say when"): then who supports one opposes the other. Where
people judged two groups to be in conflict on one kind of question, and the same sides speak
on another kind, a single judgement that they mean the same there waits for a second one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Stances = Mapping[tuple[str, str], str]  # (excerpt, code) → stance
_SIGN = {"supports": 1, "opposes": -1}
_SURE = 2  # people, where a judgement stands against one on another kind of question
_Place = tuple[str, str, str]  # theme, kind of prompt, group
Sides = Mapping[_Place, Mapping[int, Mapping[int, int]]]


def find_sides(presence: pd.DataFrame, stances: Stances) -> dict[_Place, dict[int, dict[int, int]]]:
    """Return how many people of a group take each side of a theme's disputes.

    Parameters
    ----------
    presence
        Table ``presence``; its rows per code are read.
    stances
        The stance that people recorded, by excerpt and code.

    Returns
    -------
    dict
        By theme, kind and group: a dispute's number within the theme → {1: people, -1:
        people}. Claims that pull against each other are one dispute, seen from its two ends.
    """
    stood: dict[str, dict[tuple[str, str, str], dict[str, int]]] = defaultdict(dict)
    for row in presence[presence["level"] == "code"].to_dict("records"):
        person, group, code = row["participant_id"], row["group"], row["code_id"]
        if not isinstance(person, str) or not isinstance(group, str):
            continue
        given = {_SIGN.get(stances.get((str(e), code), ""), 0) for e in row["excerpt_ids"]} - {0}
        if len(given) == 1:
            key = (row["prompt_kind"], group, person)
            stood[row["theme"]].setdefault(key, {})[code] = given.pop()
    found: dict[_Place, dict[int, dict[int, int]]] = {}
    for theme, people in stood.items():
        ends = _ends(people)
        for (kind, group, _), by_code in people.items():
            here = found.setdefault((theme, kind, group), {})
            taken = {(ends[code][0], ends[code][1] * sign) for code, sign in by_code.items()}
            for dispute, side in taken:
                if (dispute, -side) not in taken:
                    counted = here.setdefault(dispute, {1: 0, -1: 0})
                    counted[side] += 1
    return found


def wait_for_a_second(
    rows: Sequence[Mapping[str, Any]], judged: Sequence[tuple[str, int]], sides: Sides
) -> list[bool]:
    """Return where a judgement waits for a second one: elsewhere the same sides disagree.

    Parameters
    ----------
    rows
        Level, theme, kind of prompt and pair of groups of each comparison.
    judged
        Each row's meaning, and how many people judged so.
    sides
        From :func:`find_sides`.
    """
    conflicts: dict[tuple[str, frozenset[str]], set[str]] = {}
    for row, (meaning, _) in zip(rows, judged, strict=True):
        if row["level"] == "theme" and meaning == "conflict":
            conflicts.setdefault(_matter(row), set()).add(row["prompt_kind"])
    return [
        row["level"] == "theme"
        and meaning != "conflict"
        and (meaning in ("unjudged", "differs") or n_people < _SURE)
        and goes_on(
            sides, row["theme"], row["prompt_kind"], (row["group_a"], row["group_b"]),
            conflicts.get(_matter(row), ()),
        )
        for row, (meaning, n_people) in zip(rows, judged, strict=True)
    ]  # fmt: skip


def _matter(row: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    return row["theme"], frozenset((row["group_a"], row["group_b"]))


def goes_on(
    sides: Sides,
    theme: str,
    kind: str,
    pair: tuple[str, str],
    in_conflict: Collection[str],
) -> bool:
    """Return whether the sides that two groups take on another kind speak on this one too.

    Parameters
    ----------
    sides
        From :func:`find_sides`.
    in_conflict
        The kinds of prompt on which people judged this pair to be in conflict.

    Examples
    --------
    >>> sides = {("t", "problem", "a"): {0: {1: 1, -1: 5}},
    ...          ("t", "problem", "b"): {0: {1: 6, -1: 2}},
    ...          ("t", "idea", "a"): {0: {1: 0, -1: 5}}, ("t", "idea", "b"): {0: {1: 2, -1: 2}}}
    >>> goes_on(sides, "t", "idea", ("a", "b"), {"problem"})
    True
    >>> goes_on(sides, "t", "idea", ("a", "b"), set())
    False
    """
    for other in sorted(set(in_conflict) - {kind}):
        first, second = (sides.get((theme, other, group), {}) for group in pair)
        here = [sides.get((theme, kind, group), {}) for group in pair]
        for dispute in sorted(set(first) & set(second)):
            leans = [_lean(first[dispute]), _lean(second[dispute])]
            if leans[0] * leans[1] < 0 and all(
                side.get(dispute, {}).get(lean) for side, lean in zip(here, leans, strict=True)
            ):
                return True
    return False


def _lean(people: Mapping[int, int]) -> int:
    return (people[1] > people[-1]) - (people[1] < people[-1])


def _ends(people: Mapping[tuple[str, str, str], Mapping[str, int]]) -> dict[str, tuple[int, int]]:
    """Return for each code its dispute and which end of it its claim stands at.

    Two claims pull against each other where more people take opposite sides on them than the
    same side, whatever they were asked; they pull together where it is the other way round.
    """
    on: dict[str, dict[str, int]] = defaultdict(dict)
    for (_, _, person), by_code in people.items():
        for code, sign in by_code.items():
            # Who says both, once here and once there, tells nothing of how claims hang together.
            on[person][code] = 0 if on[person].get(code, sign) != sign else sign
    codes = sorted({code for by_code in people.values() for code in by_code})
    together = {(a, b): _net(a, b, on.values()) for a in codes for b in codes if a != b}
    ends: dict[str, tuple[int, int]] = {}
    for number, start in enumerate(codes):
        if start in ends:
            continue
        ends[start] = (number, 1)
        waiting = [start]
        while waiting:
            at = waiting.pop(0)
            for code in codes:
                net = together.get((at, code), 0)
                if code not in ends and net:
                    ends[code] = (number, ends[at][1] * (1 if net > 0 else -1))
                    waiting.append(code)
    return ends


def _net(a: str, b: str, people: Iterable[Mapping[str, int]]) -> int:
    return sum(by_code.get(a, 0) * by_code.get(b, 0) for by_code in people)
