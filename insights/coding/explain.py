"""Why a code is suggested, in words: the nearest decided excerpts and the words that weigh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from insights.coding.learn import Learned
from insights.coding.terms import words_of_content
from insights.coding.views import compare_views

if TYPE_CHECKING:
    import numpy as np

_N_NAMED = 2
_N_WORDS = 3
_NEAR_ENOUGH = 0.25  # likeness below which naming an excerpt would explain nothing
_MOST_COMPARED = 400  # decided excerpts of a code looked through, the most telling first


def explain_learned(
    learned: Learned,
    places: Sequence[tuple[int, int]],
    excerpt_ids: Sequence[str],
    texts: Sequence[str],
) -> dict[tuple[int, int], str]:
    """Return the reason for each (excerpt position, code position) of ``places``.

    A person's own decided excerpts are never named as the reason for another of theirs.
    """
    by_code: dict[int, list[int]] = {}
    for row, code in places:
        by_code.setdefault(code, []).append(row)
    speakers = _speakers(learned)
    decided = {row for rows in speakers.values() for row in rows}
    words = _Words(learned, texts)
    reasons: dict[tuple[int, int], str] = {}
    for code, rows in by_code.items():
        named = _nearest_decided(learned, code, rows, excerpt_ids, speakers)
        for row in rows:
            # What was decided about an excerpt is no reason for what it is suggested.
            weigh = [] if row in decided else words.that_weigh(row, code)
            reasons[row, code] = _say(named.get(row, []), weigh)
    return reasons


def _say(named: list[str], words: list[str]) -> str:
    parts = []
    if named:
        parts.append(f"near to {' and '.join(named)}, to which people gave it")
    if words:
        quoted = ", ".join(f"“{word}”" for word in words)
        parts.append(f"the word{'s' if len(words) > 1 else ''} {quoted}")
    return "; ".join(parts) or "like what people gave it to, as a whole"


def _speakers(learned: Learned) -> dict[int, list[int]]:
    """Return the decided excerpts of each known unit."""
    import numpy as np

    decided: dict[int, list[int]] = {}
    for row in np.flatnonzero(learned.labels.known.any(axis=1)):
        decided.setdefault(int(learned.unit[row]), []).append(int(row))
    return decided


def _nearest_decided(
    learned: Learned,
    code: int,
    rows: Sequence[int],
    excerpt_ids: Sequence[str],
    speakers: Mapping[int, list[int]],
) -> dict[int, list[str]]:
    """Return, per excerpt, the ids of the nearest excerpts of other people with the code."""
    import numpy as np

    given = learned.labels.accepted[:, code] > 0
    units = np.unique(learned.unit[given])
    if len(units) > _MOST_COMPARED:
        place = np.searchsorted(learned.known_units, units)
        if len(learned.model.weights) == len(learned.known_units):
            order = np.argsort(-np.round(learned.model.weights[place, code], 4), kind="stable")
            units = np.sort(units[order[:_MOST_COMPARED]])
        else:
            units = units[:: -(-len(units) // _MOST_COMPARED)]
    if not len(units):
        return {}
    views = learned.unit_views
    likeness = np.round(compare_views(views.take(learned.unit[list(rows)]), views.take(units)), 4)
    found: dict[int, list[str]] = {}
    for line, row in enumerate(rows):
        named: list[str] = []
        for at in np.argsort(-likeness[line], kind="stable")[: _N_NAMED + 6]:
            others = [
                excerpt_ids[other]
                for other in speakers[int(units[at])]
                if given[other] and learned.people[other] != learned.people[row]
            ]
            if likeness[line, at] < _NEAR_ENOUGH or len(named) == _N_NAMED:
                break
            if others:
                named.append(min(others))
        found[row] = named
    return found


class _Words:
    """The words of an excerpt that speak for a code, as they are written in it."""

    def __init__(self, learned: Learned, texts: Sequence[str]) -> None:
        self._learned = learned
        self._texts = texts
        known = learned.model.known
        self._weights = known.words.T @ learned.model.weights
        self._found: dict[int, tuple[np.ndarray, np.ndarray, list[str], list[str]]] = {}

    def that_weigh(self, row: int, code: int) -> list[str]:
        """Return the words that add most to the code's score, the heaviest first."""
        import numpy as np

        columns, values, terms, written = self._words_in(row)
        weights = np.round(values * self._weights[columns, code], 5).tolist()
        best = sorted((-weight, terms[at], at) for at, weight in enumerate(weights) if weight > 0)
        return [written[at] for _, _, at in best[:_N_WORDS]]

    def _words_in(self, row: int) -> tuple[np.ndarray, np.ndarray, list[str], list[str]]:
        """Return an excerpt's words of content: column, value, term, and how it is written."""
        if row not in self._found:
            surface: dict[str, str] = {}
            for term, word in words_of_content(self._texts[row]):
                surface.setdefault(term, word)
            views = self._learned.unit_views
            unit, words = int(self._learned.unit[row]), views.words
            own = slice(words.indptr[unit], words.indptr[unit + 1])  # the unit's cells
            terms = [views.vocabulary[column] for column in words.indices[own]]
            kept = [at for at, term in enumerate(terms) if term in surface]
            self._found[row] = (
                words.indices[own][kept],
                words.data[own][kept],
                [terms[at] for at in kept],
                [surface[terms[at]] for at in kept],
            )
        return self._found[row]
