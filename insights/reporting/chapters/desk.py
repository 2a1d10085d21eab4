"""What every chapter of a report needs at hand: the material, looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from insights.project import Thresholds
from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.document import Badge, Claim
from insights.reporting.drafting.findings import (
    counts_of,
    excerpt_kinds,
    main_pair,
    main_rows,
    sensitive_themes,
)  # fmt: skip
from insights.reporting.material import ReportMaterial
from insights.reporting.statements import class_label
from insights.reporting.wording import Count, listed, say_count


@dataclass(frozen=True, repr=False)
class Desk:
    """The material of one report with its lookups."""

    material: ReportMaterial
    quotes: QuoteChooser

    @property
    def settings(self) -> Thresholds:
        """The project's thresholds."""
        return self.material.project.thresholds

    @property
    def reflexive(self) -> bool:
        """Whether the project's approach forbids counts, classes and ratings."""
        return self.material.project.approach == "reflexive"

    def words(self, group: str, n: int = 2) -> str:
        """Return how readers call a group."""
        return self.material.words(group, n)

    @cached_property
    def findings(self) -> list[Row]:
        """Findings, by number: F1, F2 and so on."""
        return [
            row for row in rows_of(self.material.findings)
            if text_of(row["finding_id"]).startswith("F")
        ]  # fmt: skip

    @cached_property
    def ideas(self) -> list[Row]:
        """Ideas, as they stand in their table."""
        return rows_of(self.material.ideas)

    @cached_property
    def prototype_cards(self) -> list[Row]:
        """What the tests of each prototype came to, as they stand in their table."""
        return rows_of(self.material.prototype_cards)

    @cached_property
    def prototypes(self) -> list[Row]:
        """What testers did and said, as it stands in its table."""
        return rows_of(self.material.prototypes)

    @cached_property
    def voices(self) -> list[Row]:
        """Single serious voices: S1, S2 and so on."""
        return [
            row for row in rows_of(self.material.findings)
            if text_of(row["finding_id"]).startswith("S")
        ]  # fmt: skip

    @cached_property
    def recommendations(self) -> list[Row]:
        """Recommendations, in their order."""
        return rows_of(self.material.recommendations)

    @cached_property
    def pair(self) -> tuple[str, str] | None:
        """The two groups the report speaks of first."""
        return main_pair(self.material.comparison)

    @cached_property
    def compared(self) -> dict[tuple[str, str], Row]:
        """The main pair's comparison by theme and kind of prompt."""
        return {
            (text_of(row["theme"]), text_of(row["prompt_kind"])): row
            for row in main_rows(self.material.comparison)
        }

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The themes whose small counts are withheld."""
        return sensitive_themes(self.material.codes)

    @cached_property
    def people(self) -> dict[str, set[str]]:
        """The people heard, per group; '' where the group is not known."""
        found: dict[str, set[str]] = {}
        for excerpt_id, row in self.material.excerpt.items():
            person = text_of(row["participant_id"])
            if person and text_of(row["speaker"]) != "facilitator":
                found.setdefault(self.material.group_of[excerpt_id], set()).add(person)
        return found

    @cached_property
    def perspectives(self) -> dict[str, set[str]]:
        """The people heard, per perspective, whatever is compared."""
        found: dict[str, set[str]] = {}
        for row in self.material.excerpt.values():
            person = text_of(row["participant_id"])
            if person and text_of(row["speaker"]) != "facilitator":
                found.setdefault(text_of(row["perspective"]), set()).add(person)
        return found

    @cached_property
    def met_once(self) -> bool:
        """Whether each group is known from one session of its own."""
        met: dict[str, set[str]] = {}
        for excerpt_id, row in self.material.excerpt.items():
            group = self.material.group_of[excerpt_id]
            if group in self.material.groups:
                met.setdefault(group, set()).add(text_of(row["session_id"]))
        sessions = [next(iter(ids)) for ids in met.values() if len(ids) == 1]
        return len(met) > 1 and len(set(sessions)) == len(met) and "" not in sessions

    @cached_property
    def coding_state(self) -> tuple[int, int]:
        """How many codings count, and how many of them a person confirmed."""
        counted = self.material.counted
        if "confirmed" in counted.columns:
            flags = [not is_missing(value) and bool(value) for value in counted["confirmed"]]
        elif "status" in counted.columns:
            flags = [text_of(value) == "accepted" for value in counted["status"]]
        else:
            flags = [False] * len(counted)
        return len(flags), sum(flags)

    @cached_property
    def stances(self) -> dict[tuple[str, str], set[str]]:
        """The stances that people recorded, by excerpt and theme."""
        theme_of = {
            text_of(row["code_id"]): text_of(row["theme"]) for row in rows_of(self.material.codes)
        }
        found: dict[tuple[str, str], set[str]] = {}
        for row in rows_of(self.material.counted):
            stance = text_of(row.get("stance"))
            if stance:
                key = (text_of(row["excerpt_id"]), theme_of.get(text_of(row["code_id"]), ""))
                found.setdefault(key, set()).add(stance)
        return found

    @cached_property
    def stance_of(self) -> dict[tuple[str, str], str]:
        """The stance that people recorded, by excerpt and code."""
        return {
            (text_of(row["excerpt_id"]), text_of(row["code_id"])): text_of(row.get("stance"))
            for row in rows_of(self.material.counted)
            if text_of(row.get("stance"))
        }

    @cached_property
    def codes_of(self) -> dict[str, set[str]]:
        """The codes that count for each excerpt."""
        found: dict[str, set[str]] = {}
        for row in rows_of(self.material.counted):
            found.setdefault(text_of(row["excerpt_id"]), set()).add(text_of(row["code_id"]))
        return found

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """The theme of each code."""
        return {
            text_of(row["code_id"]): text_of(row["theme"]) for row in rows_of(self.material.codes)
        }

    @cached_property
    def code_names(self) -> dict[str, str]:
        """What each code is called; sensitive ones left out."""
        return {
            text_of(row["code_id"]): text_of(row["name"])
            for row in rows_of(self.material.codes)
            if is_missing(row["sensitive"]) or not row["sensitive"]
        }

    @cached_property
    def waiting(self) -> list[tuple[str, list[str]]]:
        """Codes with the excerpts for which a suggestion waits, most first; none once some count.

        Only while nothing counts yet: then this is what there is to read.
        """
        if len(self.material.counted):
            return []
        named = {
            text_of(row["code_id"]): text_of(row["name"]) for row in rows_of(self.material.codes)
        }
        found: dict[str, list[str]] = {}
        for row in rows_of(self.material.codings):
            code_id, excerpt_id = text_of(row["code_id"]), text_of(row["excerpt_id"])
            if (
                text_of(row["status"]) == "suggested" and text_of(row["tier"]) != "unlikely"
                and code_id in named and excerpt_id in self.material.excerpt
            ):  # fmt: skip
                found.setdefault(code_id, []).append(excerpt_id)
        entries = [(named[code_id], list(dict.fromkeys(ids))) for code_id, ids in found.items()]
        return sorted(entries, key=lambda entry: (-len(entry[1]), entry[0]))

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind each excerpt counts under."""
        return excerpt_kinds(self.material.excerpts)

    @cached_property
    def codes_within(self) -> dict[tuple[str, str], list[tuple[str, tuple[Count, ...]]]]:
        """The codes of each theme and kind, most people first; sensitive ones left out."""
        found: dict[tuple[str, str], list[tuple[str, tuple[Count, ...]]]] = {}
        for row in rows_of(self.material.comparison):
            name = self.code_names.get(text_of(row["code_id"]))
            pair = (text_of(row["group_a"]), text_of(row["group_b"]))
            if not name or text_of(row["level"]) != "code" or pair != self.pair:
                continue
            counts = counts_of(row, self.settings)
            if any(count.k for count in counts):
                key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
                found.setdefault(key, []).append((name, counts))
        for entries in found.values():
            entries.sort(key=lambda entry: (-sum(count.k for count in entry[1]), entry[0]))
        return found

    @cached_property
    def too_small(self) -> frozenset[str]:
        """The groups of the main pair that are asked about nothing by enough people to count."""
        largest: dict[str, Count] = {}
        for row in self.compared.values():
            for count in counts_of(row, self.settings):
                if count.n >= largest.get(count.group, count).n:
                    largest[count.group] = count
        return frozenset(g for g, count in largest.items() if count.asked and not count.shown)

    @cached_property
    def uncounted(self) -> bool:
        """Whether both groups of the main pair are too small, so that nothing is compared."""
        return self.pair is not None and self.too_small == frozenset(self.pair)

    def statement(self, row: Row) -> str:
        """Return a finding's statement; without numbers in a reflexive project."""
        if not self.reflexive:
            return text_of(row["statement"])
        several = whole_of(row["n_people"]) > 1
        return "Several people spoke about this." if several else "One person spoke about this."

    def counts(self, theme: str, prompt_kind: str) -> tuple[Count, ...]:
        """Return both groups' counts of a theme, as they may be said; () without any."""
        row = self.compared.get((theme, prompt_kind))
        return counts_of(row, self.settings, theme in self.sensitive) if row else ()

    def say_raised(self, counts: Sequence[Count]) -> str:
        """Return who was recorded raising something, inside a sentence; '' for nobody."""
        raised = [count for count in counts if count.k or count.at_least]
        if any(count.shown for count in raised):
            return listed(say_count(count, self.words) for count in raised)
        groups = listed(self.words(count.group) for count in raised)
        return f"raised by {groups}" if groups else ""

    def badges(self, row: Row) -> tuple[Badge, ...]:
        """Return a finding's or a recommendation's badges: its class, how sure we are."""
        if self.reflexive:
            return ()
        badges = []
        label = class_label(text_of(row["convergence"]))
        if label and not (self.uncounted and text_of(row["convergence"]) != "dissonant"):
            badges.append(Badge("class", label))
        return (*badges, self.sure(row))

    def sure(self, row: Row) -> Badge:
        """Return the confidence badge."""
        level = text_of(row["confidence"])
        if level == "provisional":
            return Badge("provisional", "Provisional")
        return Badge("confidence", f"{level} confidence")

    def sure_of_need(self, row: Row) -> Badge:
        """Return how sure we are of the need a recommendation answers: its weakest finding."""
        return self.sure({**row, "confidence": text_of(row["starts_at"]) or row["confidence"]})

    def claim(self, claim_id: str, text: str, excerpt_ids: Any) -> Claim:
        """Return a claim on excerpts that the material has."""
        known = self.material.excerpt
        return Claim(claim_id, text, tuple(str(e) for e in excerpt_ids if str(e) in known))
