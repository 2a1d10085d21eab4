"""Tables with their sentences: each row of a result, said as strongly as its numbers allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.priorities import COMBINED
from insights.analysis.priority_sentences import (
    describe_priority,
    describe_rank_agreement,
    describe_similar_ideas,
)
from insights.analysis.voice_sentences import describe_voice
from insights.project import Thresholds

if TYPE_CHECKING:
    import pandas as pd

GroupWords = Callable[[str, int], str]
Row = dict[str, Any]


def tell_voice(
    voice: pd.DataFrame, group_words: GroupWords, *, settings: Thresholds | None = None
) -> pd.DataFrame:
    """Return table ``voice`` with a sentence in each row; none gives a small group away."""
    least = (settings or Thresholds()).smallest_group
    in_session = voice.groupby("session_id")["n_attended"].agg(["min", "sum"])
    present = {
        session_id: int(n) if smallest >= least else None
        for session_id, smallest, n in in_session.itertuples(name=None)
    }
    told = [
        describe_voice(row, group_words, settings=settings, n_present=present[row["session_id"]])
        for row in _rows(voice)
    ]
    return _with_sentences("voice", voice, told)


def tell_priorities(priorities: pd.DataFrame, group_words: GroupWords) -> pd.DataFrame:
    """Return table ``priorities`` with a sentence for each idea, in its combined row."""
    rows = _rows(priorities)
    of_groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["group"] != COMBINED:
            of_groups.setdefault((str(row["round"]), row["idea_id"]), []).append(row)
    told = [
        describe_priority(row, of_groups.get((str(row["round"]), row["idea_id"]), []), group_words)
        if row["group"] == COMBINED
        else None
        for row in rows
    ]
    return _with_sentences("priorities", priorities, told)


def tell_rank_agreement(
    rank_agreement: pd.DataFrame, group_words: GroupWords, titles: Mapping[str, str]
) -> pd.DataFrame:
    """Return table ``rank_agreement`` with a sentence in each row."""
    told = [describe_rank_agreement(row, group_words, titles) for row in _rows(rank_agreement)]
    return _with_sentences("rank_agreement", rank_agreement, told)


def tell_similar_ideas(similar_ideas: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Return table ``similar_ideas`` with a sentence in each row."""
    told = [describe_similar_ideas(row, titles) for row in _rows(similar_ideas)]
    return _with_sentences("similar_ideas", similar_ideas, told)


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _with_sentences(name: str, table: pd.DataFrame, told: list[Any]) -> pd.DataFrame:
    return tables.conform(name, table.assign(sentence=told))
