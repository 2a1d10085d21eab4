"""Everything that would go if one person withdrew, worked out in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from insights import store
from insights.errors import InsightsError, Problem, nearest
from insights.pipeline.reading import Report
from insights.pipeline.renaming import RECORDED, forget_renamed
from insights.pipeline.starting import is_own_form
from insights.pipeline.support import find_resting
from insights.pipeline.withdrawal_fitting import fit
from insights.pipeline.withdrawal_person import Leaver
from insights.project import Project

if TYPE_CHECKING:
    from insights.privacy.erasing_words import Erased
    from insights.privacy.withdrawal import ToRead, WithdrawalPlan

_TABLES = (".csv", ".tsv", ".xlsx", ".ods")
_WORDS = (".md", ".txt", ".vtt", ".srt", ".docx", ".odt")
_OWN_TEXTS = ("project.toml", "recommendations.toml")
_SKIPPED = ("releases", "withdrawals", "decisions")
_NO_TEXT = (".m4a", ".mp3", ".wav", ".mp4", ".mov", ".avi", ".jpg", ".jpeg", ".png", ".gif",
            ".heic", ".webp", ".tif", ".tiff", ".zip", ".msg", ".eml")  # fmt: skip


@dataclass
class Planner:
    """One person in one project: what is theirs, and how the files look without it.

    Parameters
    ----------
    settings
        The project.
    participant_id
        Their id.
    tell
        Called with what is going on.
    """

    settings: Project
    participant_id: str
    tell: Report
    counts: Counter[str] = field(default_factory=Counter)
    to_read: list[ToRead] = field(default_factory=list, repr=False)
    by_hand: list[Problem] = field(default_factory=list, repr=False)
    changed: dict[str, bytes | None] = field(default_factory=dict, repr=False)
    unread: list[str] = field(default_factory=list)
    tries: dict[str, Iterator[Erased]] = field(default_factory=dict, repr=False)
    kinds: dict[str, str] = field(default_factory=dict)  # file → what its changes are counted as

    @cached_property
    def person(self) -> Leaver:
        """What is theirs."""
        return Leaver(self.settings, self.participant_id, self.tell)

    def __repr__(self) -> str:
        return f"Planner({self.settings.name!r})"

    def _text_of(self, name: str) -> str:
        path = self.settings.raw / name
        return path.read_text(encoding="utf-8-sig", errors="replace") if path.exists() else ""

    # ------------------------------------------------------------------------------ the plan

    def plan(self) -> WithdrawalPlan:
        """Return everything that would go.

        Raises
        ------
        InsightsError
            If something of theirs stands where it cannot be taken out safely: says where.
        """
        from insights.privacy.withdrawal import WithdrawalPlan

        self.tell("Looking for everything of theirs", 0, 0)
        self._take_out_of_sources()
        held = self._fit()
        self._take_out_of_forms()
        self._take_out_of_decisions()
        self._forget_file_names()
        self._count_records()
        if self.by_hand:
            raise self._by_hand()
        self._list_what_to_read()
        releases = tuple(self._releases())
        return WithdrawalPlan(
            changed=dict(sorted(self.changed.items())),
            counts={key: n for key, n in sorted(self.counts.items()) if n},
            releases=releases,
            to_read=tuple(dict.fromkeys(self.to_read)),
            unread=tuple(sorted(self.unread)),
            held_ids=dict(sorted(held.items())),
            resting=tuple(find_resting(self.settings, self.person.passages["excerpt_id"])),
        )

    def _by_hand(self) -> InsightsError:
        first = self.by_hand[0]
        return InsightsError(
            "Something of theirs cannot be taken out safely by this command, so nothing was "
            "changed.",
            f"{first.source}, {first.where}",
            f"{first.fix} Then run the same command again.",
            self.by_hand[1:],
        )

    # ----------------------------------------------------------------------------- the files

    def _take_out_of_sources(self) -> None:
        files, _ = self.settings.files()
        known = {file.relative: file for file in files}
        sources = self.person.material.sources
        source_ids = dict(zip(sources["path"], sources["source_id"], strict=True))
        for path in sorted(p for p in self.settings.raw.rglob("*") if p.is_file()):
            relative = path.relative_to(self.settings.raw).as_posix()
            if path.name.startswith(".") or relative.split("/")[0] in _SKIPPED:
                continue
            if relative in known and relative in source_ids:
                self._take_out(relative, path, known[relative].kind, source_ids[relative])
            elif self.person.named_in(relative):
                self._remove(relative, path)
            elif path.suffix.lower() in _NO_TEXT:
                self.unread.append(relative)
            elif relative in known and not is_own_form(path):
                self._look_into(relative, path)

    def _look_into(self, relative: str, path: Path) -> None:
        """Look into a file that gave no words to the project: a form that nobody filled in."""
        from insights.privacy.leftovers import read_pieces

        suffix = path.suffix.lower()
        texts = [piece.text for piece in read_pieces(relative, path)][1:]
        if not texts:
            self.unread.append(relative)
        elif not any(self.person.who.spans(text) for text in texts):
            return
        elif suffix in _TABLES:
            data = path.read_bytes()
            self._keep(relative, data, self._erase_rows(data, suffix, relative), "rows")
        else:
            self._ask(relative, "where they are named",
                      "Take their name out in the program it was made with.")  # fmt: skip

    def _take_out(self, relative: str, path: Path, kind: str, source_id: str) -> None:
        own = self.person.of_file(relative, theirs=True)
        rest = self.person.of_file(relative, theirs=False)
        if self.person.named_in(relative):
            if (rest["speaker"] == "participant").any():
                self._ask(relative, "the file's name", "This file's name says who it is about. "
                          "Give it another name, in project.toml as well.")  # fmt: skip
                return
            self._remove(relative, path)
            self.counts["turns"] += len(own)
            return
        suffix = path.suffix.lower()
        if suffix in _TABLES:
            self._take_out_of_table(relative, path, source_id)
        elif suffix in _WORDS:
            self.kinds[relative] = "turns"
            self.tries[relative] = self._erase_words(
                path.read_bytes(), suffix, relative, source_id, kind == "transcript"
            )
        elif len(own) or self.person.who.spans(self.person.material.texts[source_id]):
            places = [str(place) for place in dict.fromkeys(own["locator"])][:6]
            self._ask(relative, ", ".join(places) or "where they are named",
                      f"A {suffix} cannot be changed in place. Take their words and their name "
                      "out in the program it was made with.")  # fmt: skip

    def _take_out_of_table(self, relative: str, path: Path, source_id: str) -> None:
        from insights.privacy.cells_in_place import open_table

        data, suffix = path.read_bytes(), path.suffix.lower()
        for number, sheet in enumerate(open_table(data, suffix, relative).sheets, start=1):
            if self.person.who.is_form(sheet.name) or self.person.who.spans(sheet.name):
                self._ask(
                    relative, f"the name of sheet {number}",
                    "This sheet's name says who it is about. Give it another name.",
                )  # fmt: skip
                return
        self.kinds[relative] = "rows"
        self.tries[relative] = iter([self._erase_rows(data, suffix, relative, source_id)])

    def _fit(self) -> Mapping[str, str]:
        """Keep the changes that leave everybody else as they were; return the ids to be held."""
        found = fit(self.person, self.tries)
        for relative, erased in found.changes.items():
            data = (self.settings.raw / relative).read_bytes()
            self._keep(relative, data, erased, self.kinds[relative])
        for relative in found.misfits:
            places = dict.fromkeys(self.person.of_file(relative, theirs=True)["locator"])
            self._ask(
                relative, ", ".join(map(str, list(places)[:6])) or "where they are named",
                "Without their turns somebody else's would be read differently here. Write who "
                "says what before each turn, or take their words out by hand.",
            )  # fmt: skip
        return found.held

    def _keep(self, relative: str, data: bytes, erased: Erased, what: str) -> None:
        self.counts["names"] += erased.n_names
        self.counts["memos"] += erased.n_notes
        self.counts[what] += erased.n_turns
        if erased.data != data:
            self.changed[relative] = erased.data

    def _remove(self, relative: str, path: Path) -> None:
        self.changed[relative] = None
        self.counts["files"] += 1

    def _ask(self, relative: str, where: str, fix: str) -> None:
        self.by_hand.append(
            Problem(relative, where, "Something of theirs stands here.", fix)
        )  # fmt: skip

    def _erase_rows(self, data: bytes, suffix: str, relative: str, source_id: str = "") -> Erased:
        from insights.privacy.erasing_rows import erase_rows

        return erase_rows(data, suffix, relative, self.person.theirs_in(source_id), self.person.who)

    def _erase_words(
        self, data: bytes, suffix: str, relative: str, source_id: str, is_transcript: bool
    ) -> Iterator[Erased]:
        from insights.privacy import erasing_words

        spans = []
        for passages in (self.person.passages, self.person.others):
            here = passages[passages["source_id"] == source_id]
            spans.append(list(zip(here["start"], here["end"], strict=True)))
        laid = self.person.material.texts[source_id]
        for marker, apart in erasing_words.markers(suffix, is_transcript=is_transcript):
            yield erasing_words.erase_words(
                data, suffix, relative, laid, spans[0], spans[1], self.person.who,
                marker=marker, apart=apart,
            )  # fmt: skip

    def _take_out_of_forms(self) -> None:
        """Take them out of the register, the codebook, the settings and edited texts."""
        from insights.privacy.erasing_rows import without_empty_rows
        from insights.privacy.withdrawn import without_runs

        for stem in ("participants", "codebook"):
            path = self.settings.find(stem, (".csv", ".xlsx"))
            if path is not None:
                data = path.read_bytes()
                erased = self._erase_rows(data, path.suffix.lower(), path.name)
                if stem == "participants" and path.suffix.lower() == ".csv":
                    erased = replace(erased, data=without_empty_rows(erased.data, path.name))
                self._keep(path.name, data, erased, "rows")
        for name in _OWN_TEXTS:
            path = self.settings.raw / name
            if path.exists():
                text = path.read_text(encoding="utf-8-sig", errors="replace")
                text = text.replace("\r\n", "\n")
                lines = (without_runs(line, self.person.only_theirs) for line in text.split("\n"))
                new = "\n".join(map(self.person.who.redact, lines))
                if new != text:
                    self.counts["names"] += new.count("[PERSON]") - text.count("[PERSON]")
                    self.changed[name] = new.encode()

    def _forget_file_names(self) -> None:
        """Take out what is remembered of files that once bore their name."""
        left = forget_renamed(self.settings, self.person.named_in)
        if left is not None:
            self.changed[RECORDED] = left

    def _take_out_of_decisions(self) -> None:
        from insights.privacy import withdrawal

        folder = self.settings.raw / "decisions"
        files = {
            path.relative_to(self.settings.raw).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.jsonl"))
        }
        gone = withdrawal.DecisionsGone(
            self.person.who, frozenset(self.person.passages["excerpt_id"]),
            self._strings_gone(files), self.person.only_theirs,
        )  # fmt: skip
        changed, counts = withdrawal.without_decisions(files, gone)
        self.changed |= changed
        self.counts += counts

    def _strings_gone(self, files: Mapping[str, bytes]) -> frozenset[str]:
        """Return decided strings, by their hash, that stand in this person's words alone."""
        from insights import coding
        from insights.privacy.withdrawal import strings_in

        decided = {
            decision.target_id
            for decision in coding.read_decisions(self.settings.raw / "decisions")[0]
            if decision.action in ("mask", "unmask")
        }
        if not decided:
            return frozenset()
        key, names = self.settings.salt(), self.person.read[1]
        own = strings_in(self.person.passages["text"], names, key) | {
            one for form in self.person.who.strings for one in strings_in([form], names, key)
        }
        return frozenset((decided & own) - strings_in(self.person.others["text"], names, key))

    def _releases(self) -> list[str]:
        places = [self.settings.raw / "releases", self.settings.reports / "released"]
        found = sorted(path for place in places if place.is_dir() for path in place.iterdir())
        self.counts["releases"] = len({path.name for path in found if path.name.isdecimal()})
        return [path.relative_to(self.settings.root).as_posix() for path in found]

    # ------------------------------------------------------------------------------- counting

    def _count_records(self) -> None:
        records = self.person.material.records
        self.counts["excerpts"] = len(self.person.passages)
        attendance = self.person.material.attendance
        self.counts["attendance"] = int(attendance["participant_id"].isin(self.person.ids).sum())
        for name in ("ballots", "statement_votes"):
            self.counts["votes"] += int(records[name]["participant_id"].isin(self.person.ids).sum())
        vision = records["vision"]["agreed_by"]
        self.counts["votes"] += sum(
            bool(self.person.ids & set(agreed)) for agreed in vision.dropna()
        )
        evidence = self.settings.processed / "evidence.parquet"
        if evidence.exists():
            quoted = store.read_table(evidence)["excerpt_id"]
            self.counts["quotes"] = int(quoted.isin(list(self.person.passages["excerpt_id"])).sum())

    def _list_what_to_read(self) -> None:
        """List words of others that name them, or say what they said."""
        from insights.privacy.withdrawal import ToRead
        from insights.privacy.withdrawn import shingles

        own = {run for text in self.person.passages["text"] for run in shingles(text)}
        paths = dict(
            zip(
                self.person.material.sources["source_id"],
                self.person.material.sources["path"],
                strict=True,
            )
        )
        for row in self.person.others.to_dict("records"):
            place, text = (str(paths[row["source_id"]]), str(row["locator"])), str(row["text"])
            if self.person.who.spans(text):
                self.to_read.append(ToRead(*place, "speaks of them; the name was taken out"))
            elif row["speaker"] != "participant" and shingles(text) & own:
                self.to_read.append(ToRead(*place, "may repeat their words"))
            elif self.person.who.shares_a_name(text):
                self.to_read.append(ToRead(*place, "a name that two people share"))
            elif self.person.who.may_be_named(text):
                self.to_read.append(ToRead(*place, "a word that is also their name"))
        edits = self._text_of("recommendations.toml")
        for number, line in enumerate(edits.splitlines(), start=1):
            if any(one in line for one in self.person.passages["excerpt_id"]):
                self.to_read.append(
                    ToRead("recommendations.toml", f"line {number}", "rests on their words")
                )


def refuse_facilitator(settings: Project, participant_id: str) -> None:
    """Refuse a facilitator's id.

    Raises
    ------
    InsightsError
        Says who can withdraw.
    """
    import re

    if re.fullmatch(r"F\d{1,3}", participant_id):
        raise InsightsError(
            "This is a facilitator, and facilitators are not participants. Nothing was changed.",
            settings.name, "Give the id of a participant, such as P07.",
        )  # fmt: skip


def refuse_unknown(settings: Project, planner: Planner) -> None:
    """Refuse an id or a name that nobody has, and a facilitator's.

    Raises
    ------
    InsightsError
        Names the nearest id.
    """
    refuse_facilitator(settings, planner.participant_id)
    known = sorted(map(str, planner.person.material.participants["participant_id"]))
    raise InsightsError(
        "Nobody in this project has this id or name, so nothing was changed.",
        settings.name,
        "Give an id from participants.csv, or a name as the key file has it."
        + nearest(planner.participant_id, known),
    )
