"""What belongs together: proposals, sketched ideas, their votes, prototypes and the vision.

A join is made where a record says so (the same excerpt, the same component) or where the
names match plainly; nothing is guessed from a single word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.proposing.proposals import content_words
from insights.reporting.wording import GroupWords, capitalised, counted_noun, full_stop, listed

if TYPE_CHECKING:
    import pandas as pd

    from insights.project import Project

COMBINED = "combined"
_PLAIN_SHARE = 2 / 3  # of a prototype's words stand in a component's name
_PARTS = re.compile(
    r"\s*[:;]\s*|,\s+(?:and|or|but)\s+|\s+and\s+(?=(?:get|have|keep|find|live|be|you|we|people)\b)"
)
_SHORTEST_PART = 3  # words


def name_words(name: str) -> set[str]:
    """Return the words of a name that carry meaning, surgeries and surgery alike.

    Examples
    --------
    >>> sorted(name_words("The event at or near GP surgeries"))
    ['event', 'near', 'surgery']
    """
    return {re.sub(r"ie$", "y", word) for word in content_words(name)}


def component_of(prototype: str, components: Mapping[str, str]) -> str:
    """Return the component that a prototype plainly belongs to by its name, else ''.

    Examples
    --------
    >>> names = {"cafe": "The toolkit café", "digital": "The digital tool"}
    >>> component_of("Digital tool", names), component_of("Tool shed visit", names)
    ('digital', '')
    """
    words = name_words(prototype)
    shares = {
        key: len(words & (name_words(name) | {key.casefold()})) / len(words) if words else 0.0
        for key, name in components.items()
    }
    best = max(shares, key=lambda key: shares[key], default="")
    return best if best and shares[best] >= _PLAIN_SHARE else ""


def part_of(name: str, project: Project) -> str:
    """Return the component that a test or a draft calls so: by a declared name, else plainly."""
    return project.component_of(name) or component_of(name, project.components)


def ideas_among(ideas: pd.DataFrame | None, excerpt_ids: Collection[str]) -> list[Row]:
    """Return the ideas whose own words are among these excerpts."""
    wanted = set(excerpt_ids)
    rows = rows_of(ideas) if ideas is not None else []
    return [row for row in rows if text_of(row["excerpt_id"]) in wanted]


def agreed_statements(made: Mapping[str, pd.DataFrame], smallest_group: int) -> list[str]:
    """Return the statements that most in every group agreed with, where each may be counted."""
    if "statements" not in made or "statement_votes_by_group" not in made:
        return []
    votes: dict[str, list[Row]] = {}
    for row in rows_of(made["statement_votes_by_group"]):
        votes.setdefault(text_of(row["statement_id"]), []).append(row)
    agreed = {
        statement_id
        for statement_id, groups in votes.items()
        if len(groups) > 1
        and all(
            int(row["n_votes"]) >= smallest_group and 2 * int(row["n_agree"]) > int(row["n_votes"])
            for row in groups
        )
    }
    return [
        text_of(row["text"])
        for row in rows_of(made["statements"])
        if text_of(row["statement_id"]) in agreed
    ]


def with_idea_names(words: str, ideas: pd.DataFrame | None) -> str:
    """Return a team's note with ideas by their names: readers do not know their ids.

    What stands for an id is in square brackets, as in any quotation.
    """
    names = {
        text_of(row["idea_id"]): text_of(row["title"])
        for row in (rows_of(ideas) if ideas is not None else [])
        if text_of(row["title"])
    }
    return re.sub(
        r"\b\w+\b",
        lambda found: f"[‘{names[found.group()]}’]" if found.group() in names else found.group(),
        words,
    )


def wall_dots(ideas: Sequence[Row]) -> int:
    """Return how many dots the sheets of some ideas got, where nobody knows whose they are."""
    return sum(whole_of(idea["n_dots"]) for idea in ideas if not is_missing(idea["n_dots"]))


def say_standing(
    ideas: Sequence[Row],
    priorities: pd.DataFrame | None,
    group_words: GroupWords,
    smallest_group: int,
) -> str:
    """Return how ideas stood in the votes, and what dots they got on a wall; '' for neither.

    Dots on a wall were put there in the open and are nobody's by name: they stand apart.
    """
    voted = say_priority(ideas, priorities, group_words, smallest_group)
    told = [voted] if voted else []
    for idea in ideas:
        if not is_missing(idea["n_dots"]):
            named = text_of(idea["title"]) or text_of(idea["idea_id"])
            n = counted_noun(whole_of(idea["n_dots"]), "dot")
            told.append(f"“{named}” got {n} on the wall, put there in the open.")
    return " ".join(told)


def say_priority(
    ideas: Sequence[Row],
    priorities: pd.DataFrame | None,
    group_words: GroupWords,
    smallest_group: int,
) -> str:
    """Return in words how the ideas behind a recommendation stood in the vote.

    That is the last round in which an idea got any dots; an early one is named as such.
    """
    if priorities is None or not len(priorities) or not ideas:
        return ""
    rows = [row for row in rows_of(priorities) if not is_missing(row["rank"])]
    rounds = list(dict.fromkeys(text_of(row["round"]) for row in rows))
    told = []
    for idea in ideas:
        key = text_of(idea["idea_id"])
        named = text_of(idea["title"]) or key
        stood = {
            text_of(row["round"]): row for row in rows
            if text_of(row["idea_id"]) == key and text_of(row["group"]) == COMBINED
        }  # fmt: skip
        voted = [one for one in rounds if one in stood and whole_of(stood[one]["raw_dots"])]
        if not voted:
            told += [f"“{named}” got no votes."] if stood else []
            continue
        last = voted[-1]
        whole = stood[last]
        here = [
            row for row in rows if text_of(row["idea_id"]) == key and text_of(row["round"]) == last
        ]
        n_ideas = len({text_of(row["idea_id"]) for row in rows if text_of(row["round"]) == last})
        shared = "joint " if whole["shared"] else ""
        said = (
            f"“{named}” came {shared}{_ordinal(whole_of(whole['rank']))} of {n_ideas} in the "
            f"{_which(last, rounds)}"
        )
        groups = [
            _place_among(r, group_words(text_of(r["group"]), 2))
            for r in here
            if text_of(r["group"]) != COMBINED and whole_of(r["n_ballots"]) >= smallest_group
        ]
        told.append(full_stop(f"{said}: {listed(groups)}" if groups else said))
        if last != rounds[-1]:
            told.append("In the last vote it got none.")
    return " ".join(told)


def _place_among(row: Row, group: str) -> str:
    if not whole_of(row["raw_dots"]):
        return f"no dots from {group}"
    return f"{'joint ' if row['shared'] else ''}{_ordinal(whole_of(row['rank']))} among {group}"


def _which(one: str, rounds: Sequence[str]) -> str:
    """Return how a round of votes is called beside the others."""
    if len(rounds) == 1:
        return "vote"
    if one == rounds[-1]:
        return "last vote"
    return f"{_ordinal(rounds.index(one) + 1)} vote"


def _ordinal(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def vision_parts(vision: str) -> list[str]:
    """Return the parts of a vision sentence that something can serve, in order.

    Examples
    --------
    >>> vision_parts("Nobody has to earn help: you can find a person when you need one.")
    ['Nobody has to earn help', 'You can find a person when you need one']
    """
    parts = [part.strip(' .“”"') for part in _PARTS.split(vision.strip())]
    joined: list[str] = []
    for part in parts:
        if joined and len(part.split()) < _SHORTEST_PART:
            joined[-1] = f"{joined[-1]}, {part}"
        elif part:
            joined.append(part)
    return [capitalised(part) for part in joined]


def serves_part(part: str, row: Mapping[str, Any]) -> str:
    """Return why a recommendation serves a part of the vision: "said", "words" or ''.

    "said" where a person wrote so in ``serves``; "words" where its title and the words it
    was drafted from share two words of meaning with the part.
    """
    said = text_of(row["serves"])
    if said:
        plain = " ".join(said.split()).casefold().strip(" .")
        return "said" if plain in part.casefold() or part.casefold() in plain else ""
    shared = name_words(part) & name_words(f"{text_of(row['title'])} {text_of(row['proposal'])}")
    return "words" if len(shared) >= 2 else ""
