"""Everything that would go if one person withdrew, worked out in memory."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from insights import store
from insights.errors import InsightsError, Problem, nearest
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report, read_material
from insights.pipeline.returning import without_withdrawn_ideas
from insights.project import Project, load_project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import Names
    from insights.privacy.erasing_rows import Theirs
    from insights.privacy.erasing_words import Erased
    from insights.privacy.leftovers import Sought
    from insights.privacy.who import Who
    from insights.privacy.withdrawal import ToRead, WithdrawalPlan
    from insights.privacy.withdrawn import Withdrawn
    from insights.sources import Material

_TABLES = (".csv", ".tsv", ".xlsx", ".ods")
_WORDS = (".md", ".txt", ".vtt", ".srt", ".docx", ".odt")
_TALK = ("notes", "transcript")
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
    held: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Planner({self.settings.name!r})"

    # ------------------------------------------------------------------------ what is theirs

    @cached_property
    def _read(self) -> tuple[Material, Names]:
        self.tell("Reading", 0, 0)
        material, names, _ = read_material(
            self.settings, self.settings.salt(), self.tell, self._renamed
        )
        return material, names

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return Inputs(self.settings, 0).renamed

    @property
    def material(self) -> Material:
        """What the files hold now, unmasked."""
        return self._read[0]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids under which they stand in what was read: their own, or a stand-in for it."""
        known = self.withdrawn.person_of(self.participant_id) if self.withdrawn else None
        stand_in = [f"withdrawn-{known['n']}"] if known else []
        return frozenset([self.participant_id, *stand_in])

    @cached_property
    def withdrawn(self) -> Withdrawn | None:
        """What is remembered of people who withdrew."""
        from insights.privacy.withdrawn import read_withdrawn

        return read_withdrawn(self.settings)

    @cached_property
    def who(self) -> Who:
        """Everything that may mean them."""
        from insights.privacy import Names, Person
        from insights.privacy.who import Who

        people = self._read[1].people
        own = [p for p in people if p.participant_id in self.ids]
        names = [way for p in own for way in (p.name, *p.aliases) if way]
        person = Person(self.participant_id, names[0] if names else "", tuple(names[1:]))
        others = Names(tuple(p for p in people if p.participant_id not in self.ids))
        return Who(self.participant_id, person, others, self._contacts())

    def _contacts(self) -> tuple[str, ...]:
        from insights.privacy import key_path
        from insights.privacy.register import read_key_rows

        own, inside = key_path(self.settings), self.settings.raw / "key.csv"
        path = own if own.exists() else inside
        rows = read_key_rows(path.read_bytes()) if path.exists() else []
        mine = [row for row in rows if row.get("participant_id", "").strip() in self.ids]
        return tuple(row["contact"].strip() for row in mine if row.get("contact", "").strip())

    @property
    def is_known(self) -> bool:
        """Whether they stand anywhere: in what was read, or in the key."""
        met = set(self.material.participants["participant_id"])
        return bool(self.ids & met) or bool(self.who.person.name)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """Their passages."""
        passages = self.material.passages
        return passages[passages["participant_id"].isin(self.ids)]

    @cached_property
    def others(self) -> pd.DataFrame:
        """Everybody else's passages."""
        passages = self.material.passages
        return passages[~passages["participant_id"].isin(self.ids)]

    @cached_property
    def only_theirs(self) -> frozenset[str]:
        """Runs of six words that nobody else said, and that no question holds."""
        from insights.privacy.withdrawn import shingles

        own = {run for text in self.passages["text"] for run in shingles(text)}
        asked = [*self.material.sessions["prompt"].dropna(), *self.others["text"]]
        return frozenset(own - {run for text in asked for run in shingles(text)})

    def sought(self, key: bytes) -> Sought:
        """Return what the search looks for when all is done, as tokens keyed with ``key``."""
        from insights.privacy.leftovers import Sought

        return Sought.of(key, self.who, tuple(self.passages["excerpt_id"]), self.only_theirs)

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
        self._take_out_of_forms()
        self._take_out_of_decisions()
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
            held_ids=dict(sorted(self.held.items())),
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
        source_ids = dict(
            zip(self.material.sources["path"], self.material.sources["source_id"], strict=True)
        )
        for path in sorted(p for p in self.settings.raw.rglob("*") if p.is_file()):
            relative = path.relative_to(self.settings.raw).as_posix()
            if path.name.startswith(".") or relative.split("/")[0] in _SKIPPED:
                continue
            if relative in known and relative in source_ids:
                self._take_out(relative, path, known[relative].kind, source_ids[relative])
            elif self._names_them(relative):
                self._remove(relative, path)
            elif relative in known or path.suffix.lower() in _NO_TEXT:
                self.unread.append(relative)

    def _take_out(self, relative: str, path: Path, kind: str, source_id: str) -> None:
        own = self.passages[self.passages["source_id"] == source_id]
        rest = self.others[self.others["source_id"] == source_id]
        if self._names_them(relative):
            if (rest["speaker"] == "participant").any():
                self._ask(relative, "the file's name", "This file's name says who it is about. "
                          "Give it another name, in project.toml as well.")  # fmt: skip
                return
            self._remove(relative, path)
            self.counts["turns"] += len(own)
            return
        suffix = path.suffix.lower()
        data = path.read_bytes()
        if suffix in _TABLES:
            erased = self._erase_rows(data, suffix, relative, source_id)
            self._keep(relative, data, self._first_that_fits(relative, [erased]), "rows")
        elif suffix in _WORDS:
            tries = self._erase_words(data, suffix, relative, source_id, kind == "transcript")
            self._keep(relative, data, self._first_that_fits(relative, tries), "turns")
        elif len(own) or self.who.spans(self.material.texts[source_id]):
            places = [str(place) for place in dict.fromkeys(own["locator"])][:6]
            self._ask(relative, ", ".join(places) or "where they are named",
                      f"A {suffix} cannot be changed in place. Take their words and their name "
                      "out in the program it was made with.")  # fmt: skip

    def _keep(self, relative: str, data: bytes, erased: Erased, what: str) -> None:
        self.counts["names"] += erased.n_names
        self.counts[what] += erased.n_turns
        if erased.data != data and (erased.n_turns or erased.n_names or what == "rows"):
            self.changed[relative] = erased.data

    def _remove(self, relative: str, path: Path) -> None:
        self.changed[relative] = None
        self.counts["files"] += 1

    def _ask(self, relative: str, where: str, fix: str) -> None:
        self.by_hand.append(
            Problem(relative, where, "Something of theirs stands here.", fix)
        )  # fmt: skip

    def _names_them(self, relative: str) -> bool:
        from insights.privacy.withdrawn import fold_words

        words = fold_words(relative.replace("_", " ").replace("-", " "))
        digits = self.participant_id.isdigit()
        return any(
            name.split() == words[at : at + len(name.split())]
            for name in self.who.strings
            for at in range(len(words))
            if not (digits and name == self.participant_id) and len(name) > 2
        )

    def _erase_rows(self, data: bytes, suffix: str, relative: str, source_id: str = "") -> Erased:
        from insights.privacy.erasing_rows import erase_rows

        return erase_rows(data, suffix, relative, self._theirs(source_id), self.who)

    def _erase_words(
        self, data: bytes, suffix: str, relative: str, source_id: str, is_transcript: bool
    ) -> Iterator[Erased]:
        from insights.privacy import erasing_words

        spans = []
        for passages in (self.passages, self.others):
            here = passages[passages["source_id"] == source_id]
            spans.append(list(zip(here["start"], here["end"], strict=True)))
        laid = self.material.texts[source_id]
        for marker in erasing_words.markers(suffix, is_transcript=is_transcript):
            yield erasing_words.erase_words(
                data, suffix, relative, laid, spans[0], spans[1], self.who, marker=marker
            )

    def _theirs(self, source_id: str) -> Theirs:
        from insights.privacy.erasing_rows import Theirs, rows_of

        records = self.material.records
        places: list[str] = list(self.passages.loc[self.passages["source_id"] == source_id,
                                                   "locator"])  # fmt: skip
        for frame in (self.material.prototypes, *records.values()):
            if {"participant_id", "source_id", "locator"} <= set(frame.columns):
                mine = frame["participant_id"].isin(self.ids) & (frame["source_id"] == source_id)
                places += list(frame.loc[mine, "locator"])
        ideas = records["ideas"]
        mine = ideas["participant_id"].isin(self.ids) & (ideas["source_id"] == source_id)
        rounds = records["rounds"]
        answered = rounds.loc[rounds["participant_id"].isin(self.ids), "feedback_id"].dropna()
        return Theirs(
            rows_of(places), rows_of(list(ideas.loc[mine, "locator"])), frozenset(answered),
            self.only_theirs,
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
                lines = (without_runs(line, self.only_theirs) for line in text.split("\n"))
                new = "\n".join(map(self.who.redact, lines))
                if new != text:
                    self.counts["names"] += new.count("[PERSON]") - text.count("[PERSON]")
                    self.changed[name] = new.encode()

    def _take_out_of_decisions(self) -> None:
        from insights.privacy import withdrawal

        folder = self.settings.raw / "decisions"
        files = {
            path.relative_to(self.settings.raw).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.jsonl"))
        }
        gone = withdrawal.DecisionsGone(
            self.who, frozenset(self.passages["excerpt_id"]),
            self._strings_gone(files), self.only_theirs,
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
        key, names = self.settings.salt(), self._read[1]
        own = strings_in(self.passages["text"], names, key) | {
            one for form in self.who.strings for one in strings_in([form], names, key)
        }
        return frozenset((decided & own) - strings_in(self.others["text"], names, key))

    def _releases(self) -> list[str]:
        places = [self.settings.raw / "releases", self.settings.reports / "released"]
        found = sorted(path for place in places if place.is_dir() for path in place.iterdir())
        self.counts["releases"] = len({path.name for path in found})
        return [path.relative_to(self.settings.root).as_posix() for path in found]

    # ------------------------------------------------------------------------------- counting

    def _count_records(self) -> None:
        records = self.material.records
        self.counts["excerpts"] = len(self.passages)
        attendance = self.material.attendance
        self.counts["attendance"] = int(attendance["participant_id"].isin(self.ids).sum())
        for name in ("ballots", "statement_votes"):
            self.counts["votes"] += int(records[name]["participant_id"].isin(self.ids).sum())
        vision = records["vision"]["agreed_by"]
        self.counts["votes"] += sum(bool(self.ids & set(agreed)) for agreed in vision.dropna())
        evidence = self.settings.processed / "evidence.parquet"
        if evidence.exists():
            quoted = store.read_table(evidence)["excerpt_id"]
            self.counts["quotes"] = int(quoted.isin(list(self.passages["excerpt_id"])).sum())

    def _list_what_to_read(self) -> None:
        """List words of others that name them, or say what they said."""
        from insights.privacy.withdrawal import ToRead
        from insights.privacy.withdrawn import shingles

        own = {run for text in self.passages["text"] for run in shingles(text)}
        paths = dict(
            zip(self.material.sources["source_id"], self.material.sources["path"], strict=True)
        )
        for row in self.others.to_dict("records"):
            place, text = (str(paths[row["source_id"]]), str(row["locator"])), str(row["text"])
            if self.who.spans(text):
                self.to_read.append(ToRead(*place, "speaks of them; the name was taken out"))
            elif row["speaker"] != "participant" and shingles(text) & own:
                self.to_read.append(ToRead(*place, "may repeat their words"))
            elif self.who.shares_a_name(text):
                self.to_read.append(ToRead(*place, "a name that two people share"))
        edits = self._text_of("recommendations.toml")
        for number, line in enumerate(edits.splitlines(), start=1):
            if any(one in line for one in self.passages["excerpt_id"]):
                self.to_read.append(
                    ToRead("recommendations.toml", f"line {number}", "rests on their words")
                )

    # ----------------------------------------------------------------- that the others stay

    def _first_that_fits(self, relative: str, tries: Iterable[Erased]) -> Erased:
        """Return the first change after which everybody else is read as they were.

        Ids that differ because a name was taken out are held. Where nothing fits, the file
        is to be changed by hand.
        """
        before = self._of_file(self.material, self.others, relative)
        erased = None
        for erased in tries:
            after = self._read_as(relative, erased.data)
            held = _compare(before, after)
            if held is not None:
                self.held |= held
                return erased
        places = self._of_file(self.material, self.passages, relative)["locator"]
        self._ask(
            relative, ", ".join(map(str, dict.fromkeys(places[:6]))) or "where they are named",
            "Without their turns somebody else's would be read differently here. Write who "
            "says what before each turn, or take their words out by hand.",
        )  # fmt: skip
        assert erased is not None
        return erased

    def _read_as(self, relative: str, data: bytes) -> pd.DataFrame:
        """Return the passages of one file as it would be read if it held these bytes."""
        from insights import sources

        names = self._read[1].aliases()
        left = {way: who for way, who in names.items() if who not in self.ids}
        register = self.settings.find("participants", (".csv", ".xlsx"))
        beside = [self.settings.raw / "project.toml", *([register] if register else [])]
        with tempfile.TemporaryDirectory(prefix="insights-") as folder:
            raw = Path(folder) / "data" / "raw" / self.settings.name
            for path in beside:
                if path.exists():
                    store.write_atomic(raw / path.name, path.read_bytes())
            store.write_atomic(raw / relative, data)
            staged = load_project(self.settings.name, Path(folder))
            read = sources.read_sources(staged, left, self.settings.salt(), known=self._renamed)
            read = without_withdrawn_ideas(read)
        return self._of_file(read, read.passages, relative)

    @staticmethod
    def _of_file(material: Material, passages: pd.DataFrame, relative: str) -> pd.DataFrame:
        paths = material.sources
        found = paths.loc[paths["path"] == relative, "source_id"]
        return passages[passages["source_id"].isin(found)].reset_index(drop=True)


def _compare(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str] | None:
    """Return new ids → old ids where two readings say the same; None where they do not."""
    if len(before) != len(after):
        return None
    held: dict[str, str] = {}
    for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
        for name in ("participant_id", "speaker", "session_id", "prompt_kind"):
            if old[name] != new[name] and not (old[name] != old[name] and new[name] != new[name]):
                return None
        if not _is_redacted(str(old["text"]), str(new["text"])):
            return None
        if old["excerpt_id"] != new["excerpt_id"]:
            held[str(new["excerpt_id"])] = str(old["excerpt_id"])
    return held


def _is_redacted(old: str, new: str) -> bool:
    """Tell whether a text is another one with names taken out of it."""
    if old == new:
        return True
    at = 0
    for part in new.split("[PERSON]"):
        found = old.find(part.strip(), at)
        if found < 0:
            return False
        at = found + len(part.strip())
    return "[PERSON]" in new


def refuse_unknown(settings: Project, planner: Planner) -> None:
    """Refuse an id that nobody has, and a facilitator's.

    Raises
    ------
    InsightsError
        Names the nearest id.
    """
    import re

    if re.fullmatch(r"F\d{1,3}", planner.participant_id):
        raise InsightsError(
            "This is a facilitator's id, and facilitators are not participants.",
            settings.name, "Give the id of a participant, such as P07.",
        )  # fmt: skip
    known = sorted(map(str, planner.material.participants["participant_id"]))
    raise InsightsError(
        "Nobody in this project has this id, so nothing was changed.",
        settings.name,
        "Give an id from participants.csv or from the key file."
        + nearest(planner.participant_id, known),
    )
