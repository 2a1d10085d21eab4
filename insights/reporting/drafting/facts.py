"""What the tables say that every paper needs: whom it compares, counts, kinds, people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.project import Thresholds
from insights.reporting.cells import is_missing, rows_of, text_of, whole_of
from insights.reporting.wording import Count

if TYPE_CHECKING:
    import pandas as pd

_KIND_OF = {
    "experience": "problem", "problem": "problem", "emotion": "problem",
    "idea": "idea", "preference": "idea",
}  # fmt: skip


def main_pair(comparison: pd.DataFrame) -> tuple[str, str] | None:
    """Return the pair of groups the report speaks of first, None without a comparison.

    With several pairs: people with lived experience and professionals where both are
    there, else the pair with most people asked.
    """
    asked: dict[tuple[str, str], int] = {}
    for row in rows_of(comparison):
        pair = (text_of(row["group_a"]), text_of(row["group_b"]))
        asked[pair] = max(asked.get(pair, 0), whole_of(row["n_a"]) + whole_of(row["n_b"]))
    for pair in asked:
        if set(pair) == {"lived_experience", "professional"}:
            return pair
    return min(asked, key=lambda pair: (-asked[pair], pair), default=None)


def main_rows(comparison: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the theme-level rows of the main pair."""
    pair = main_pair(comparison)
    return [
        row
        for row in rows_of(comparison)
        if text_of(row["level"]) == "theme"
        and (text_of(row["group_a"]), text_of(row["group_b"])) == pair
    ]


def counts_of(
    row: Mapping[str, Any], settings: Thresholds, sensitive: bool = False
) -> tuple[Count, Count]:
    """Return both groups' counts of one comparison row, as they may be said.

    A group without an interval was not asked: its n is 0 here, whatever it volunteered.
    """
    caveats = text_of(row["caveats"]).split("; ")
    first, second = (
        Count(
            group=text_of(row[f"group_{side}"]),
            k=whole_of(row[f"k_{side}"]),
            n=0 if is_missing(row[f"low_{side}"]) else whole_of(row[f"n_{side}"]),
            at_least=whole_of(row[f"unattributed_{side}"]) > 0,
            spoke="n_is_speakers" in caveats,
            sensitive=sensitive,
            smallest_group=settings.smallest_group,
        )
        for side in ("a", "b")
    )
    return first, second


def sensitive_themes(codes: pd.DataFrame) -> frozenset[str]:
    """Return the themes with a code that the codebook marks as sensitive."""
    return frozenset(
        text_of(row["theme"])
        for row in rows_of(codes)
        if not is_missing(row["sensitive"]) and bool(row["sensitive"])
    )


def excerpt_kinds(excerpts: pd.DataFrame) -> dict[str, str]:
    """Return the kind each excerpt counts under: its own, else its prompt's (DESIGN §3)."""
    kinds = {}
    for row in rows_of(excerpts):
        asked = text_of(row["prompt_kind"])
        kinds[str(row["excerpt_id"])] = _KIND_OF.get(text_of(row["kind"])) or (
            asked if asked in ("problem", "idea") else "unspecified"
        )
    return kinds


def count_people(excerpts: pd.DataFrame) -> int:
    """Return how many people are known by an id among those who spoke."""
    return len({
        text_of(row["participant_id"])
        for row in rows_of(excerpts)
        if text_of(row["speaker"]) != "facilitator"
    } - {""})  # fmt: skip
