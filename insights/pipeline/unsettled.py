"""What is not settled before a release: the list's items, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from insights import store

if TYPE_CHECKING:
    import pandas as pd

    from insights.coding import Decision

KINDS = {
    "masking": "Words to mask",
    "scan": "Names and identifiers in the files",
    "difference": "Changes that point to a few people",
    "telling": "Counts that speak for everybody in a group",
    "negative": "Voices against a recommendation",
    "title": "Recommendations that cannot say what is proposed",
    "held": "Held back by a person",
    "evidence": "Claims without evidence",
    "format": "Files that could not be made",
    "left out": "Left out of this release",
    "quote": "Not quoted in this release",
}


@dataclass(frozen=True)
class Item:
    """One thing on the list before a release.

    Attributes
    ----------
    kind
        A key of :data:`KINDS`.
    what, where, fix
        A sentence each: what it is, where it stands, what a person can do.
    stops
        Whether nothing is released while it stands.
    target, target_id
        What a decision ``release`` would name; "" where nobody can wave it through.
    excerpt_ids
        The excerpts it is about.
    """

    kind: str
    what: str
    where: str
    fix: str
    stops: bool
    target: str = ""
    target_id: str = ""
    excerpt_ids: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the item as plain values."""
        return {**asdict(self), "excerpt_ids": list(self.excerpt_ids)}


@dataclass(frozen=True)
class Words:
    """What people decided about releasing: the last word on each recommendation and check."""

    released: frozenset[tuple[str, str]] = frozenset()
    held: frozenset[tuple[str, str]] = frozenset()
    unmasked: frozenset[str] = frozenset()

    def let_through(self, item: Item) -> bool:
        """Return whether a person has said that this may be released as it is."""
        return bool(item.target) and (item.target, item.target_id) in self.released


def read_words(decisions: Iterable[Decision]) -> Words:
    """Return what stands of people's words on releasing, the last on each thing.

    Parameters
    ----------
    decisions
        The decisions that stand, in order of time.
    """
    last: dict[tuple[str, str], str] = {}
    strings: dict[str, str] = {}
    for decision in decisions:
        if decision.action in ("release", "hold"):
            last[decision.target, decision.target_id] = decision.action
        elif decision.action in ("mask", "unmask"):
            strings[decision.target_id] = decision.action
    return Words(
        frozenset(key for key, action in last.items() if action == "release"),
        frozenset(key for key, action in last.items() if action == "hold"),
        frozenset(key for key, action in strings.items() if action == "unmask"),
    )


def left_out(recommendations: pd.DataFrame, words: Words) -> frozenset[str]:
    """Return the recommendations that stay behind: held by a person, or without evidence."""
    return frozenset(
        str(row["recommendation_id"])
        for row in recommendations.to_dict("records")
        if ("recommendation", str(row["recommendation_id"])) in words.held
        or not len(row["for_excerpt_ids"])
    )


def check_id(*parts: object) -> str:
    """Return the id of a check: another one as soon as what it is about is another."""
    return store.fingerprint([str(part) for part in parts])[:16]
