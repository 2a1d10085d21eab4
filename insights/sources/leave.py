"""What people say in a form of how their words may be used: in columns, or as answers in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.forms.consent_answers import (
    Answer,
    ConsentColumn,
    as_flags,
    consent_answers,
    consent_asked,
)
from insights.forms.consent_problems import consent_problems
from insights.sources.columns import AnswerColumns

if TYPE_CHECKING:
    import pandas as pd

_WHO = "nobody who answered here"


@dataclass(frozen=True)
class Leave:
    """What the rows of one sheet say of how words may be used.

    Attributes
    ----------
    rows
        For each row, by its place, what it says by use; nothing for most.
    own_rows
        The places of rows that say nothing else, and are no passages.
    """

    rows: Mapping[int, Mapping[str, Answer]]
    own_rows: frozenset[int]
    problems: tuple[Problem, ...] = ()

    def leaves_out(self, at: int) -> bool:
        """Tell whether what a row says keeps its words out."""
        flags = as_flags(self.rows.get(at, {}))
        return False in (flags.get("consent_take_part"), flags.get("consent_analysis"))

    def may_not_be_quoted(self, at: int) -> bool:
        """Tell whether a row of nobody known says anything but a plain yes to quotes."""
        said = self.rows.get(at, {})
        return bool(said) and said.get("anonymous_quote", "yes") != "yes"


def find_leave(table: pd.DataFrame, columns: AnswerColumns, shown: str) -> Leave:
    """Return what the rows of a form say of how their words may be used."""
    rows: dict[int, dict[str, Answer]] = {}
    problems: list[Problem] = []
    if columns.consent:
        problems += consent_problems(table, columns.consent, shown, nobody=_WHO)
        rows = dict(enumerate(consent_answers(table, columns.consent)))
    own: set[int] = set()
    for at, said in _in_rows(table, columns, shown, problems):
        rows[at] = {**rows.get(at, {}), **said}
        own.add(at)
    return Leave(rows, frozenset(own), tuple(problems))


def _in_rows(
    table: pd.DataFrame, columns: AnswerColumns, shown: str, problems: list[Problem]
) -> list[tuple[int, Mapping[str, Answer]]]:
    """Return the rows in which the question itself asks for leave, and what they answer."""
    import pandas as pd

    if not columns.is_long or not columns.texts:
        return []
    asked = [" ".join(str(cell).split()) for cell in table[columns.roles["prompt"]]]
    found: list[tuple[int, Mapping[str, Answer]]] = []
    for question in dict.fromkeys(asked):
        places = [at for at, words in enumerate(asked) if words == question]
        cells = table[columns.texts[0]].iloc[places].astype(str)
        one = pd.DataFrame({question: cells})
        consent: dict[str, ConsentColumn] = consent_asked(one, [question]) if question else {}
        problems += consent_problems(one, consent, shown, nobody=_WHO) if consent else []
        found += zip(places, consent_answers(one, consent), strict=True) if consent else []
    return found
