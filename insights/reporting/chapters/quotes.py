"""Which quotes stand in a report: many people, both groups, not the most dramatic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from insights.reporting.cells import is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.quotable import FEW_WORDS, is_self_standing, is_told_on, n_clues
from insights.reporting.document import Quote
from insights.reporting.material import GROUP_NOTE, ReportMaterial
from insights.reporting.proposing.proposals import content_words, representatives

_DIRECT = {"verbatim": 0, "near_verbatim": 1, "summarised": 8}
_SHORT_WORDS = 20
_WEIGHED = 200  # of very many excerpts, only so many are weighed against each other
_KNOWN_BY = 2  # kinds of clues


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
        self,
        excerpt_ids: Sequence[str],
        n: int,
        group: str | None = None,
        *,
        kind: str = "",
        theme: str = "",
        codes: Sequence[str] = (),
    ) -> tuple[Quote, ...]:
        """Return up to ``n`` quotes, one per person, the fittest first.

        What counts, in this order: cleared words; words that have not been quoted; words that
        do not show who said them, and are the speaker's own; words that stand by themselves;
        an answer to a prompt of this ``kind``; a coding that a person confirmed; words of the
        ``theme``; people who have not been quoted yet. ``group`` limits them to one group's;
        its group notes come after its people. Where a headline names ``codes``, what carries
        one of them is chosen first and stands first.
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
        fit = {e: self._fitness(e, kind, theme) + self._named(e, codes) for e in central}
        chosen: list[str] = []
        people: set[str] = set()
        while len(chosen) < n:
            free = [e for e in central if e not in chosen and self._person(e) not in people]
            if not free:
                break
            best = min(free, key=lambda e: (-fit[e], rank[e]))
            if chosen and best in self._printed:
                break  # beside another quote, one that stood before says nothing more
            chosen.append(best)
            people.add(self._person(best))
        chosen.sort(key=lambda e: not self._carries(e, codes))
        # Nobody is helped by the same sentence twice: one stands for all that is not quoted.
        chosen = [e for e in chosen if not self._material.is_withheld(e)] or chosen[:1]
        for excerpt_id in chosen:
            self._used[self._person(excerpt_id)] += 1
        return tuple(self.quote(excerpt_id) for excerpt_id in chosen)

    def short(
        self, excerpt_ids: Sequence[str], *, kind: str = "", theme: str = "",
        codes: Sequence[str] = (),
    ) -> Quote | None:  # fmt: skip
        """Return one short cleared quote that stands by itself, None where there is none.

        Under a headline that names ``codes`` it carries one of them.
        It may stand again further on: a summary repeats what the report holds.
        """
        fitting = [
            e for e in excerpt_ids[:_WEIGHED]
            if e in self._material.excerpt
            and self._material.is_cleared(e)
            and not self._is_facilitator(e)
            and self._material.group_key(e) != GROUP_NOTE
            and len(self._text(e).split()) <= _SHORT_WORDS
            and is_self_standing(self._text(e))
            and n_clues(self._text(e)) < _KNOWN_BY
            and (not codes or self._carries(e, codes))
        ]  # fmt: skip
        best = max(
            fitting, key=lambda e: self._fitness(e, kind, theme) + self._named(e, codes),
            default=None,
        )  # fmt: skip
        return None if best is None else self._as_quote(best)

    def quote(self, excerpt_id: str) -> Quote:
        """Return one excerpt as a quote, marked when its words are not yet cleared.

        Where there is a choice, it does not stand again further on.
        """
        self._printed.add(excerpt_id)
        return self._as_quote(excerpt_id)

    def is_printed(self, excerpt_id: str) -> bool:
        """Return whether an excerpt's words stand further up already."""
        return excerpt_id in self._printed

    def _as_quote(self, excerpt_id: str) -> Quote:
        row = self._material.excerpt[excerpt_id]
        return Quote(
            excerpt_id=excerpt_id,
            text=self._material.shown_text(excerpt_id),
            attribution=self._material.attribution(excerpt_id),
            cleared=self._material.is_cleared(excerpt_id),
            directness=text_of(row["directness"]),
            withheld=self._material.is_withheld(excerpt_id),
        )

    def _fitness(self, excerpt_id: str, kind: str, theme: str) -> float:
        row = self._material.excerpt[excerpt_id]
        text = self._text(excerpt_id)
        hits = sum(word in text.casefold() for word in self._words_of.get(theme, ()))
        n_words, clues = whole_of(row["n_words"]), n_clues(text)
        return (
            -40 * (self._material.group_key(excerpt_id) == GROUP_NOTE)
            - 100 * self._material.is_withheld(excerpt_id)
            - 25 * (excerpt_id in self._printed)
            + 20 * self._material.is_cleared(excerpt_id)
            - 12 * (clues >= _KNOWN_BY)
            - 1.5 * clues
            - 10 * is_told_on(text)
            + 5 * (not kind or text_of(row["prompt_kind"]) == kind)
            + 3 * ((excerpt_id, theme) in self._confirmed)
            - 8 * bool(theme and self._themes_of.get(excerpt_id, set()) - {theme})
            + 8 * is_self_standing(text)
            - 5 * text[:1].islower()
            - 4 * (n_words < FEW_WORDS)
            - 2 * _DIRECT.get(text_of(row["directness"]), 4)
            - 3 * min(self._used[self._person(excerpt_id)], 4)
            + 2 * min(hits, 2)
            - 1.0 * min(text.count("["), 2)
        )

    def _carries(self, excerpt_id: str, codes: Sequence[str]) -> bool:
        return not self._codes_of.get(excerpt_id, set()).isdisjoint(codes)

    def _named(self, excerpt_id: str, codes: Sequence[str]) -> float:
        """Return how well words stand under a headline that names these codes, its first first."""
        carried = [place for place, code in enumerate(codes)
                   if code in self._codes_of.get(excerpt_id, ())]  # fmt: skip
        if not carried:
            return 0.0
        text = self._text(excerpt_id).casefold()
        hits = sum(word in text for word in self._words_of_code.get(codes[carried[0]], ()))
        return 24.0 - 2 * min(carried[0], 2) + 3 * min(hits, 2)

    @cached_property
    def _codes_of(self) -> dict[str, set[str]]:
        """The codes that count for each excerpt."""
        found: dict[str, set[str]] = {}
        for row in rows_of(self._material.counted):
            found.setdefault(text_of(row["excerpt_id"]), set()).add(text_of(row["code_id"]))
        return found

    @cached_property
    def _themes_of(self) -> dict[str, set[str]]:
        """The themes each excerpt counts for: words on several speak for none of them best."""
        theme_of = {
            text_of(row["code_id"]): text_of(row["theme"]) for row in rows_of(self._material.codes)
        }
        found: dict[str, set[str]] = {}
        for row in rows_of(self._material.counted):
            theme = theme_of.get(text_of(row["code_id"]), "")
            found.setdefault(text_of(row["excerpt_id"]), set()).add(theme)
        return found

    @cached_property
    def _confirmed(self) -> set[tuple[str, str]]:
        """Excerpts with a theme under which a person confirmed them."""
        theme_of = {
            text_of(row["code_id"]): text_of(row["theme"]) for row in rows_of(self._material.codes)
        }
        return {
            (text_of(row["excerpt_id"]), theme_of.get(text_of(row["code_id"]), ""))
            for row in rows_of(self._material.counted)
            if not is_missing(row.get("confirmed")) and bool(row.get("confirmed"))
        }

    @cached_property
    def _words_of(self) -> dict[str, list[str]]:
        """Each theme's own words: those of its codes."""
        found: dict[str, list[str]] = {}
        for row in rows_of(self._material.codes):
            words = self._words_of_code.get(text_of(row["code_id"]), [])
            found.setdefault(text_of(row["theme"]), []).extend(words)
        return found

    @cached_property
    def _words_of_code(self) -> dict[str, list[str]]:
        """Each code's own words: its keywords, and the words of its name."""
        found: dict[str, list[str]] = {}
        for row in rows_of(self._material.codes):
            given = row["keywords"]
            keywords = [] if given is None or isinstance(given, float) else list(given)
            words = [text_of(word).casefold() for word in keywords]
            words += content_words(text_of(row["name"]))
            found[text_of(row["code_id"])] = [word for word in words if word]
        return found

    def _person(self, excerpt_id: str) -> str:
        return text_of(self._material.excerpt[excerpt_id]["participant_id"]) or excerpt_id

    def _text(self, excerpt_id: str) -> str:
        return text_of(self._material.excerpt[excerpt_id]["text"])

    def _is_facilitator(self, excerpt_id: str) -> bool:
        return text_of(self._material.excerpt[excerpt_id]["speaker"]) == "facilitator"
