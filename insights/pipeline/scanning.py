"""The last look at what is about to be written: a release stops, a draft goes out without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from insights.errors import Problem
from insights.pipeline.joining import clashing_initials, coders_of
from insights.pipeline.records import say_places
from insights.pipeline.unsettled import Words, read_words
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.pipeline.making import Made
    from insights.privacy import Hit, Names, Scanner
    from insights.reporting import ReportMaterial
    from insights.reporting.document import Report


def scan_release(made: Made, names: Names) -> list[Hit]:
    """Return everything in a release's files that must not leave, with its place."""
    from insights.reporting.rendering.html import own_scripts

    gate = made.gate
    own = own_scripts(f"Released {made.number}")
    return make_scanner(gate.material, gate.unanswered, gate.words, names, own).scan(made.files)


def make_scanner(
    material: ReportMaterial,
    recommendations: pd.DataFrame,
    words: Words,
    names: Names,
    own: Collection[str] = (),
) -> Scanner:
    """Return what looks through drafts and releases alike.

    Held against a text: the masker's own rules, the register, and the words that stand
    nowhere in this draft or release.

    Parameters
    ----------
    recommendations
        Table of that name, before any was left out.
    words
        What people said may stand.
    own
        SHA-256 of scripts and style sheets of the product's own.
    """
    from insights import privacy

    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    withheld = {e for e in texts if material.is_withheld(e)}
    checks = {target_id for target, target_id in words.released if target == "check"}
    return privacy.Scanner(
        names,
        material.project.salt(),
        ids=[*texts, *recommendations["recommendation_id"], *material.sources["source_id"]],
        organisers=organisers_own(material.project, recommendations, names, material.participants),
        withheld=[text for e, text in texts.items() if e in withheld],
        quotable=[
            *(text for e, text in texts.items() if e not in withheld),
            *_written_by_people(material, recommendations),
        ],
        allowed=checks | words.unmasked,
        own=own,
        coders=coders_of(material.project),
    )


def watch_drafts(material: ReportMaterial) -> Watch:
    """Return what looks through the drafts of a project while they are written."""
    from insights import coding, privacy

    settings = material.project
    decisions, _ = coding.read_decisions(settings.raw / "decisions")
    words = read_words(coding.in_time(coding.standing(decisions)[0]))
    names, _ = privacy.read_names(settings)
    scanner = make_scanner(material, material.recommendations, words, names)
    return Watch(settings.name, scanner, clashing_initials(settings, names))


@dataclass(repr=False)
class Watch:
    """Looks at everything a draft is about to show; what must not stand is withheld and told.

    The state is real: the problems are what was found on the way.
    """

    project: str
    scanner: Scanner
    problems: list[Problem] = field(default_factory=list)

    def material(self, material: ReportMaterial) -> ReportMaterial:
        """Return the material with excerpts that may stand; those withheld are not looked at.

        An excerpt with a word that still waits for somebody to say whether it names a person
        is not cleared until then.
        """
        clean: dict[str, str] = {}
        unjudged: set[str] = set()
        for excerpt_id, row in material.excerpt.items():
            if material.is_withheld(excerpt_id):
                continue
            text, kinds = self.scanner.withhold(str(row["text"]))
            if self.scanner.is_unjudged(str(row["text"])):
                unjudged.add(excerpt_id)
            if kinds:
                clean[excerpt_id] = text
                path = material.path_of.get(str(row["source_id"]), "")
                self._tell(path, [(str(row["locator"]), kind) for kind in kinds])
        if unjudged:
            free = (e for e in material.excerpt if material.is_cleared(e) and e not in unjudged)
            material = replace(material, cleared=frozenset(free))
        if not clean:
            return material
        excerpts = material.excerpts
        texts = excerpts["excerpt_id"].map(clean).fillna(excerpts["text"])
        return replace(material, excerpts=excerpts.assign(text=texts))

    def report(self, name: str, report: Report) -> Report:
        """Return a document that may be drawn as a draft."""
        from insights.reporting.documents.withholding import withhold_in_report

        clean, taken = withhold_in_report(report, self.scanner.withhold)
        self._tell(name, [(one.place, one.kind) for one in taken])
        return clean

    def table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table that may stand beside a draft."""
        from insights.reporting.documents.withholding import withhold_in_table

        clean, taken = withhold_in_table(table, self.scanner.withhold)
        self._tell(name, [(one.place, one.kind) for one in taken])
        return clean

    def _tell(self, source: str, taken: Sequence[tuple[str, str]]) -> None:
        for kind in dict.fromkeys(kind for _, kind in taken):
            places = list(dict.fromkeys(place for place, what in taken if what == kind))
            verb = "stand" if kind.startswith("words") else "stands"
            what = f"{kind[:1].upper()}{kind[1:]} {verb} here."
            fix = "Look there, and take it out of the file or field it comes from."
            if kind.startswith("what looks like"):
                fix += (
                    f" If it names nobody, `insights release {self.project}` lists it, and a "
                    "person can let it stand."
                )
            self.problems.append(Problem(
                source, say_places(places),
                f"{what} The drafts show “[withheld: …]” instead.",
                fix,
            ))  # fmt: skip


def _written_by_people(material: ReportMaterial, recommendations: pd.DataFrame) -> list[str]:
    """Return what nobody says alone: codebook, prompts, edits, answers, the vision sentence."""
    found: list[str] = []
    places = {
        "codes": (material.codes, ("name", "theme", "definition", "include", "exclude", "claim")),
        "sessions": (material.sessions, ("activity", "prompt")),
        "responses": (material.responses, ("what", "reason")),
        "vision": (material.vision, ("text",)),
        "recommendations": (recommendations, (
            "outcome", "feasibility", "cost", "pilot", "negative_cases", "dissent", "problem",
        )),
    }  # fmt: skip
    for table, columns in places.values():
        for name in columns:
            if name in table.columns:
                found += [text for text in table[name] if isinstance(text, str)]
    for name in ("examples", "keywords"):
        for given in material.codes[name]:
            found += [str(text) for text in given] if isinstance(given, list) else []
    return found


def organisers_own(
    settings: Project, recommendations: pd.DataFrame, names: Names, participants: pd.DataFrame
) -> Collection[str]:
    """Return what the organisers themselves put on paper: it may stand as it is.

    Their own names may stand there (a contact, an owner); a participant's may not.
    """
    from insights.privacy import Names, scan_text

    took_part = set(participants["participant_id"])
    theirs = Names(tuple(p for p in names.people if p.participant_id in took_part))
    found = {settings.title, settings.question, settings.commissioner}
    found |= set(_texts(dict(settings.about)))
    found |= {words for pair in settings.group_names.values() for words in pair}
    found |= {session.title for session in settings.sessions if session.title}
    found |= set(settings.components.values())
    for name in ("owner", "addressed_to"):
        found |= {text for text in recommendations[name] if isinstance(text, str)}
    phrases = {" ".join(text.split()) for text in found if text and text.strip()}
    phrases |= _names_they_use(settings)
    return {
        phrase for phrase in phrases
        if not any(span.rule.startswith("register") for span in scan_text(phrase, theirs))
    }  # fmt: skip


def _names_they_use(settings: Project) -> set[str]:
    """Return the words with a capital in what the project says of itself: places, services."""
    said = [settings.title, settings.question, settings.commissioner]
    said += [str(settings.about.get(key, "")) for key in ("vision", "decision_asked")]
    said += settings.components.values()
    return set(re.findall(r"\b[^\W\d_a-z][^\W\d_]{3,}", " ".join(said)))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
