"""Which quotes stand in a report: many people, both groups, not the most dramatic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from insights.reporting.cells import text_of, whole_of
from insights.reporting.document import Quote
from insights.reporting.material import GROUP_NOTE, ReportMaterial
from insights.reporting.proposals import content_words, representatives

_DIRECT = {"verbatim": 0, "near_verbatim": 1, "summarised": 2}
_FEW_WORDS, _MANY_WORDS = 5, 60
_WEIGHED = 200  # of very many excerpts, only so many are weighed against each other


class QuoteChooser:
    """Chooses quotes one after the other, and remembers who has been quoted already.

    The state is real: a person quoted for one finding stands back at the next, so that as
    many people as possible are heard.
    """

    def __init__(self, material: ReportMaterial) -> None:
        self._material = material
        self._used: Counter[str] = Counter()
        self._printed: set[str] = set()

    def choose(
        self, excerpt_ids: Sequence[str], n: int, group: str | None = None
    ) -> tuple[Quote, ...]:
        """Return up to ``n`` quotes, one per person, most representative first.

        ``group`` limits them to one group's; its group notes come after its people.
        """
        known = [e for e in excerpt_ids if e in self._material.excerpt]
        if group is not None:
            known = [e for e in known if self._material.group_of[e] == group]
        known = [e for e in known if not self._is_facilitator(e)]
        central = representatives(
            known[:_WEIGHED],
            {e: content_words(self._text(e)) for e in known[:_WEIGHED]},
        )
        rank = {excerpt_id: place for place, excerpt_id in enumerate(central)}
        chosen: list[str] = []
        people: set[str] = set()
        while len(chosen) < n:
            free = [e for e in central if e not in chosen and self._person(e) not in people]
            if not free:
                break
            best = min(free, key=lambda e: (*self._standing(e), rank[e]))
            chosen.append(best)
            people.add(self._person(best))
        for excerpt_id in chosen:
            self._used[self._person(excerpt_id)] += 1
            self._printed.add(excerpt_id)
        return tuple(self.quote(excerpt_id) for excerpt_id in chosen)

    def quote(self, excerpt_id: str) -> Quote:
        """Return one excerpt as a quote, marked when its words are not yet cleared."""
        row = self._material.excerpt[excerpt_id]
        return Quote(
            excerpt_id=excerpt_id,
            text=self._text(excerpt_id),
            attribution=self._material.attribution(excerpt_id),
            cleared=self._material.is_cleared(excerpt_id),
            directness=text_of(row["directness"]),
        )

    def _standing(self, excerpt_id: str) -> tuple[int, int, int, int, int]:
        row = self._material.excerpt[excerpt_id]
        n_words = whole_of(row["n_words"])
        return (
            int(self._material.group_key(excerpt_id) == GROUP_NOTE),
            int(excerpt_id in self._printed),
            int(not _FEW_WORDS <= n_words <= _MANY_WORDS),
            _DIRECT.get(text_of(row["directness"]), 2),
            self._used[self._person(excerpt_id)],
        )

    def _person(self, excerpt_id: str) -> str:
        return text_of(self._material.excerpt[excerpt_id]["participant_id"]) or excerpt_id

    def _text(self, excerpt_id: str) -> str:
        return text_of(self._material.excerpt[excerpt_id]["text"])

    def _is_facilitator(self, excerpt_id: str) -> bool:
        return text_of(self._material.excerpt[excerpt_id]["speaker"]) == "facilitator"
