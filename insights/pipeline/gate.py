"""What must be settled before a release may leave: a list that a person can work through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights.pipeline.reading import say_count
from insights.pipeline.records import ReleaseRecord, say_places
from insights.pipeline.since_withdrawal import checks_after_withdrawal
from insights.pipeline.unsettled import Item, Words, check_id
from insights.project import Project
from insights.reporting.cells import whole_of

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy.scan import Hit
    from insights.reporting import ReportMaterial
    from insights.reporting.document import Report


@dataclass(frozen=True)
class Gate:
    """Everything the gate looks at, put together once.

    Attributes
    ----------
    material
        What the release is composed from, already cleared.
    unanswered
        Table ``recommendations`` before any was left out.
    states, rare
        Why each excerpt may or may not be quoted; and what in it could point to one person.
    """

    settings: Project
    words: Words
    material: ReportMaterial
    unanswered: pd.DataFrame
    states: Mapping[str, str]
    rare: Mapping[str, str]
    attributes: pd.DataFrame
    before: ReleaseRecord | None
    documents: Mapping[str, Report] = field(default_factory=dict)

    def items(self, n_waiting: int, hits: Sequence[Hit], failed: Sequence[str]) -> list[Item]:
        """Return everything that is not settled: first what stops, then what is only said.

        Parameters
        ----------
        n_waiting
            How many words wait in the queue of words to mask.
        hits
            What a scan of the files found.
        failed
            Files that could not be made.
        """
        found = [
            *_masking(self.settings, n_waiting),
            *self._unquoted(hits),
            *_scanned(hits),
            *self._differences(),
            *checks_after_withdrawal(self.settings),
            *self._telling(),
            *self._recommendations(),
            *self._held_titles(),
            *self._held_findings(),
            *self._claims(),
            *(
                Item("format", "This file could not be made.", name, "Please report this.", True)
                for name in failed
            ),
            *self._not_quoted(),
        ]
        left = [item for item in found if not self.words.let_through(item)]
        return sorted(left, key=lambda item: not item.stops)

    def _excerpts_by_string(self) -> dict[str, tuple[str, ...]]:
        """Return the excerpts of each withheld text, by the id a scan gives the text."""
        from insights.privacy import string_id

        key = self.settings.salt()
        found: dict[str, tuple[str, ...]] = {}
        for excerpt_id, row in self.material.excerpt.items():
            if self.material.is_withheld(excerpt_id):
                known_as = string_id(str(row["text"]), key)
                found[known_as] = (*found.get(known_as, ()), excerpt_id)
        return found

    def _unquoted(self, hits: Sequence[Hit]) -> list[Item]:
        """Return one item for each excerpt whose words stand where they may not be quoted."""
        from insights.privacy.scan import WORDS_WITHHELD

        known = self._excerpts_by_string()
        by_words: dict[str, list[Hit]] = {}
        for hit in hits:
            if hit.kind == WORDS_WITHHELD:
                by_words.setdefault(hit.hit_id, []).append(hit)
        found = []
        for hit_id, here in by_words.items():
            ids = known.get(hit_id, ())
            n_places = len({(hit.file, hit.place) for hit in here})
            n_files = len({hit.file for hit in here})
            found.append(Item(
                "scan",
                f"Its words may be used and not quoted{self._why_not(ids)}. They stand in "
                f"{say_count(n_places, 'place')}, in {say_count(n_files, 'file')}: "
                f"{_say_files(here)}.",
                "; ".join(map(self._say_excerpt, ids)) or "an excerpt",
                self._to_take_out(ids), True, "", hit_id, ids,
            ))  # fmt: skip
        return found

    def _why_not(self, excerpt_ids: Sequence[str]) -> str:
        from insights.privacy.consent import WHY_NOT_QUOTED

        why = {WHY_NOT_QUOTED[s]: "" for e in excerpt_ids if (s := self._state(e)) != "cleared"}
        return f": {'; '.join(why)}" if why else ""

    def _state(self, excerpt_id: str) -> str:
        return self.states.get(excerpt_id, "not recorded")

    def _say_excerpt(self, excerpt_id: str) -> str:
        """Return which excerpt is meant, by its id and place; never by its words."""
        row = self.material.excerpt[excerpt_id]
        path = self.material.path_of.get(str(row["source_id"]), "")
        about = [f"{path}, {row['locator']}" if path else str(row["locator"])]
        about += [f"session {row['session_id']}"] if row["session_id"] else []
        kind = str(row["prompt_kind"])
        about += [f"about: {kind}"] if kind not in ("", "unspecified") else []
        return f"excerpt {excerpt_id} ({'; '.join(about)})"

    def _to_take_out(self, excerpt_ids: Sequence[str]) -> str:
        """Return what a person does about words that stand where they may not."""
        from insights.privacy.consent import A_PERSON_MAY_CLEAR

        review = f"`insights review {self.settings.name} --coder YOUR-INITIALS`"
        elsewhere = (
            "take its words out of the field they were copied into. Where a title has them, "
            "write another on the page Recommendations"
        )
        if any(self._state(e) in A_PERSON_MAY_CLEAR for e in excerpt_ids):
            may = f"If it may be quoted, approve it on the page Quotes: {review}."
            return f"{may} Else {elsewhere}."
        return f"{elsewhere[:1].upper()}{elsewhere[1:]}: {review}."

    # ------------------------------------------------------------------ numbers of people

    def _differences(self) -> list[Item]:
        """Return the numbers that differ from the last release by very few people."""
        from insights.privacy.differencing import find_telling_changes

        if self.before is None:
            return []
        threshold = self.settings.thresholds.small_number
        old = self.before.table("attributes")
        cells = find_telling_changes(old, self.attributes, threshold)
        return [
            Item(
                "difference",
                f"The number of {self.settings.group_words(group, 2)} ({about}) differs by fewer "
                f"than {threshold} people.",
                f"release {self.before.number} and this one",
                "Whoever has both releases can subtract. Wait until more people have been heard, "
                "retract the earlier release, or release it all the same and say why.",
                True, "check",
                check_id("difference", self.before.number, about, group, self._n(about, group)),
            )
            for about, group in cells
        ]  # fmt: skip

    def _n(self, about: str, group: str) -> str:
        here = self.attributes
        rows = here[(here["about"] == about) & (here["group"] == group)]
        return str(rows["n"].iloc[0]) if len(rows) else ""

    def _telling(self) -> list[Item]:
        """Return the counts on sensitive themes that say something of everybody in a group."""
        from insights.disclosure import is_telling
        from insights.reporting.drafting.facts import sensitive_themes

        sensitive = sensitive_themes(self.material.codes)
        findings = self.material.findings
        told = set(zip(findings["theme"], findings["prompt_kind"], strict=True))
        found = []
        for row in self.material.comparison.to_dict("records"):
            key = (row["theme"], row["prompt_kind"])
            if row["level"] != "theme" or key not in told:
                continue
            for side in ("a", "b"):
                k, n = whole_of(row[f"k_{side}"]), whole_of(row[f"n_{side}"])
                if not is_telling(k, n, sensitive=row["theme"] in sensitive):
                    continue
                group = str(row[f"group_{side}"])
                found.append(Item(
                    "telling",
                    f"{'Everybody' if k else 'Nobody'} of the "
                    f"{self.settings.group_words(group, 2)} is recorded as raising this "
                    "sensitive theme. That says something of each of them.",
                    f"{row['theme']} ({row['prompt_kind']})",
                    "Read the sentence as one of them would. Release it if it may stand.",
                    True, "check",
                    check_id("telling", row["theme"], row["prompt_kind"], group, k, n),
                ))  # fmt: skip
        return found

    # ---------------------------------------------------------------- what people answered

    def _recommendations(self) -> list[Item]:
        found = []
        for row in self.unanswered.to_dict("records"):
            key, label = str(row["recommendation_id"]), str(row["label"])
            against = tuple(str(e) for e in row["against_excerpt_ids"])
            if ("recommendation", key) in self.words.held:
                found.append(Item(
                    "left out", "A person holds this recommendation back.", label,
                    "Nothing, or take the hold back on the page Before release.", False,
                    "", key,
                ))  # fmt: skip
            elif not len(row["for_excerpt_ids"]):
                found.append(Item(
                    "left out", "No excerpt supports this recommendation.", label,
                    "Name its excerpt_ids in recommendations.toml.", False,
                ))  # fmt: skip
            elif not row["releasable"]:
                found.append(Item(
                    "negative",
                    f"This recommendation still needs {row['missing']}.",
                    label,
                    "Write an answer on the page Recommendations, hold the recommendation back, "
                    "or release it without one.",
                    True, "recommendation", key, against,
                ))  # fmt: skip
        return found

    def _held_titles(self) -> list[Item]:
        """Return the recommendations of which no word that was said may be told."""
        from insights.reporting.documents.clearing import is_held_back

        return [
            Item(
                "title",
                "What it proposes stands only in words that may not be quoted. Readers would "
                f"see “{row['title']}”.",
                str(row["label"]),
                "Say in your own words what is proposed: give it a title on the page "
                "Recommendations. Or approve one of these excerpts on the page Quotes, if it may "
                "be quoted; or release it as it is.",
                True, "check",
                check_id("title", row["recommendation_id"], row["title"]),
                tuple(str(e) for e in row["for_excerpt_ids"]),
            )
            for row in self.material.recommendations.to_dict("records")
            if is_held_back(str(row["title"]))
        ]  # fmt: skip

    def _held_findings(self) -> list[Item]:
        findings = self.material.findings
        ids = dict(zip(findings["finding_id"].astype(str), findings["theme"], strict=True))
        return [
            Item("held",
                 f"A person holds the finding on “{ids[finding]}” back, and the reports still "
                 "tell it.", finding,
                 "Take the hold back on the page Before release; or reject the codings that it "
                 "rests on, on the page Read, so that it is no finding any more.", True,
                 "finding", finding)
            for target, finding in sorted(self.words.held)
            if target == "finding" and finding in ids
        ]  # fmt: skip

    def _claims(self) -> list[Item]:
        from insights.reporting.document import claims_of

        known = self.material.excerpt
        return [
            Item("evidence", "This claim rests on no excerpt.", f"{name}, {claim.claim_id}",
                 "The program composed it without a source: please report this, with the "
                 "words above.", True)
            for name, document in self.documents.items()
            for claim in claims_of(document)
            if not any(excerpt_id in known for excerpt_id in claim.excerpt_ids)
        ]  # fmt: skip

    # ------------------------------------------------------------------------------ quotes

    def _not_quoted(self) -> list[Item]:
        """Return, by reason, the excerpts in the documents whose words are not quoted."""
        from insights.privacy.consent import A_PERSON_MAY_CLEAR, WHY_NOT_QUOTED

        by_reason: dict[str, list[str]] = {}
        for excerpt_id in self.shown():
            state = self.states.get(excerpt_id, "not recorded")
            if state == "rare":
                state = f"rare: {self.rare[excerpt_id]}"
            if state != "cleared":
                by_reason.setdefault(state, []).append(excerpt_id)
        found = []
        for state, ids in sorted(by_reason.items()):
            kind, _, detail = state.partition(": ")
            why = detail or WHY_NOT_QUOTED[kind]
            may = kind in A_PERSON_MAY_CLEAR
            found.append(Item(
                "quote",
                f"{say_count(len(ids), 'excerpt')} {'is' if len(ids) == 1 else 'are'} not quoted: "
                f"{why}.",
                "a sentence stands for the words", self._to_quote(kind, may=may),
                False, "", "", tuple(ids),
            ))  # fmt: skip
        return found

    def _to_quote(self, state: str, *, may: bool) -> str:
        """Return what a person can do about words that are not quoted."""
        if may:
            return "Approve those that may be quoted on the page Quotes."
        if state == "unsettled":
            return f"Say whose the name is: `insights key {self.settings.name} --ask`."
        if state == "held":
            return "Nothing; or take the hold back on the page Quotes."
        return "Nothing; or ask again, and record a yes in the register."

    def shown(self) -> list[str]:
        """Return the excerpts that stand in the documents, as quotes or as evidence."""
        from insights.reporting.document import quotes_of

        found: dict[str, None] = {}
        for document in self.documents.values():
            found.update(dict.fromkeys(quote.excerpt_id for quote in quotes_of(document)))
            found.update(dict.fromkeys(cited.excerpt_id for cited in document.cited))
        return list(found)


def _masking(settings: Project, n_waiting: int) -> list[Item]:
    if not n_waiting:
        return []
    return [Item(
        "masking",
        f"{say_count(n_waiting, 'word or name', 'words or names')} "
        f"{'waits' if n_waiting == 1 else 'wait'} for a person to say whether "
        f"{'it names' if n_waiting == 1 else 'they name'} somebody.",
        "the page Words to mask",
        f"Run `insights redact {settings.name} --review --coder YOUR-INITIALS`, or use the page.",
        True,
    )]  # fmt: skip


def _say_where(hit: Hit) -> str:
    """Return where something was found, as a person looks for it; pages of a PDF are long."""
    from insights.privacy.finding import say_place

    where = f"{hit.file}, {say_place(hit.place, hit.near)}"
    return where if hit.file.endswith(".pdf") else f"{where}, character {hit.position:,}"


def _say_files(hits: Sequence[Hit]) -> str:
    """Return the files in which something was found, each with the first place in it."""
    from insights.privacy.finding import say_place

    places: dict[str, dict[str, str]] = {}
    for hit in hits:
        places.setdefault(hit.file, {})[hit.place] = say_place(hit.place, hit.near)
    told = []
    for file, here in places.items():
        first, more = next(iter(here.values())), len(here) - 1
        told.append(f"{file}, {first}{f' and {more} more' if more else ''}")
    return "; ".join(told)


def _scanned(hits: Sequence[Hit]) -> list[Item]:
    """Return one item for each name or identifier that was found, with its places."""
    from insights.privacy.scan import WORDS_WITHHELD

    by_string: dict[tuple[str, str, bool], list[Hit]] = {}
    for hit in hits:
        if hit.kind != WORDS_WITHHELD:
            by_string.setdefault((hit.hit_id, hit.kind, hit.by_register), []).append(hit)
    found = []
    for (hit_id, kind, by_register), here in by_string.items():
        places = list(dict.fromkeys(_say_where(hit) for hit in here))
        then = "and run again" if by_register else "or release it, if it names nobody"
        found.append(Item(
            "scan",
            f"{kind[:1].upper()}{kind[1:]} stands in {say_count(len(places), 'place')}.",
            say_places(places),
            f"Look there. Take it out of the file or field it comes from; {then}.",
            True, "" if by_register else "check", hit_id,
        ))  # fmt: skip
    return found
