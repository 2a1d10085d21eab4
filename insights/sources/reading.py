"""Reads a whole project: every file by its kind, everyone in it, and who was asked what."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from insights import archives, tables
from insights.errors import InsightsError, Problem
from insights.forms.perspectives import say_words_once
from insights.project import InputFile, Project
from insights.sheets import UNFILLED
from insights.sources.answers import read_answers
from insights.sources.attending import IN_THE_ROOM, Asked, attendance_table, who_was_asked
from insights.sources.boards import read_board
from insights.sources.collecting import ReadFile, collect_records, collect_tests
from insights.sources.colours import colour_problems
from insights.sources.ledger import in_words
from insights.sources.material import FileReading, Material, Passage, Understood
from insights.sources.names_beside import names_beside
from insights.sources.notes import read_notes
from insights.sources.people import Book, People
from insights.sources.placing import place_by_columns
from insights.sources.prompts import Prompts
from insights.sources.prototypes import read_prototype_tests
from insights.sources.recognise import read_date
from insights.sources.register import read_register
from insights.sources.rounds import read_rounds, settle_rounds
from insights.sources.segment import (
    KnownPaths,
    excerpt_ids,
    keep_decided_ids,
    source_id,
)
from insights.sources.sessions import name_session
from insights.sources.transcripts import read_transcript
from insights.sources.vision import read_vision
from insights.sources.vote_names import settle_votes
from insights.sources.votes import read_votes

if TYPE_CHECKING:
    import pandas as pd

_READERS: dict[str, Callable[[Project, InputFile, People, Prompts], FileReading]] = {
    "notes": read_notes,
    "feedback": read_answers,
    "prototype": read_prototype_tests,
    "transcript": read_transcript,
    "board": read_board,
    "votes": read_votes,
    "vision": read_vision,
    "round": read_rounds,
}
_FORMS_BY_THEMSELVES = ("feedback", "votes", "round")
_FORM = "form"
_LETTERS = re.compile(r"(?P<letters>[A-Z]{2,4})$")
_LETTERS_BEFORE = re.compile(r"(?P<letters>[A-Z]{2,4})(?::|\)?[ \t]+[-–—][ \t])")
_SHOWN = 5
_REMEDY = (
    ". To say who speaks, begin a line with their id or name and a colon (“P07: the form was too "
    "long”), or write what they said (“P07 said the form was too long”)"
)
_KIND_WORDS = {
    "notes": "notes", "transcript": "a transcript", "board": "a board of notes",
    "feedback": "answers", "prototype": "tests of prototypes", "votes": "votes",
    "vision": "versions of the vision sentence", "round": "feedback on drafts",
}  # fmt: skip


def read_sources(
    project: Project,
    aliases: Mapping[str, str],
    salt: bytes,
    *,
    book: Book | None = None,
    known: Mapping[str, str] | None = None,
    decided: Collection[str] = (),
    report: Callable[[str, int, int], None] | None = None,
) -> Material:
    """Read everything in a project's folder that this version can read.

    Parameters
    ----------
    project
        Where the files lie and how project.toml says they are to be read.
    aliases
        Folded names and aliases to participant ids ("P07") or facilitator ids ("F01").
    salt
        The project's random key for ids.
    book
        Whom names stand for that are written otherwise than on the list.
    known
        What an earlier reading gave as ``known_paths``, so that a renamed file keeps its ids.
    decided
        The excerpt ids that people's decisions are on: words keep theirs where no more than
        their speaker's label changed.
    report
        Called with a label, how many files are done, and how many there are.

    Returns
    -------
    Material
        Unmasked: keep it in memory. Whatever could not be read is in its ``problems``.
    """
    files, problems = project.files()
    people = People(project, aliases, book)
    register_problems, understood = read_register(project, people)
    problems += register_problems
    empty_forms = _unfilled(problems)
    prompts = Prompts(project)
    problems += [*prompts.problems, *colour_problems(project)]
    paths = KnownPaths(known or {}, [file.relative for file in files])
    read: list[ReadFile] = []
    for done, listed in enumerate(files):
        file = place_by_columns(project, listed)
        if report is not None:
            report(file.relative, done, len(files))
        one = _read_file(project, file, people, prompts, salt, paths, problems, decided)
        if one is None:
            continue
        if is_empty_form(one.reading):
            empty_forms.append(file.relative)
            continue
        read.append(one)
        problems += one.reading.problems
        understood += _explain(one)
    if report is not None:
        report("", len(files), len(files))
    settled = [(one.file.relative, one.reading) for one in read]
    problems += [*settle_votes(settled), *settle_rounds(settled), *people.clashes()]
    passages = _passages(read, people)
    asked = who_was_asked(project, read, people, problems)
    return Material(
        sources=_sources(read),
        passages=passages,
        texts={one.source_id: one.reading.text for one in read},
        participants=people.frame(),
        sessions=_sessions(project, read, asked),
        attendance=attendance_table(asked, people),
        prototypes=collect_tests(read, people),
        records=collect_records(read, people, problems),
        problems=say_words_once([one for one in problems if one.problem != UNFILLED]),
        understood=understood,
        empty_forms=tuple(sorted(empty_forms)),
        known_paths=paths.given,
        unplaced={name: tuple(files) for name, files in people.unplaced.items()},
        signed=_signed(read, people),
    )


def _signed(read: Iterable[ReadFile], people: People) -> dict[str, tuple[str, ...]]:
    """Return the names beside what is nobody's for sure, by passage or stand-in."""
    found: dict[str, tuple[str, ...]] = {}
    for one in read:
        for excerpt_id, passage in zip(one.excerpt_ids, one.reading.passages, strict=True):
            if passage.speaker != "unattributed":
                continue
            names: Iterable[str] = [passage.speaker_key]
            if passage.speaker_key not in people.unsure:
                is_told = one.file.kind in IN_THE_ROOM
                names = names_beside(passage, one.reading.text) if is_told else ()
            if known := tuple(dict.fromkeys(name for name in names if people.may_know(name))):
                found[excerpt_id] = known
    return found | {one: tuple(names) for one, names in people.stand_ins.items()}


def _unfilled(problems: list[Problem]) -> list[str]:
    """Return the files among ``problems`` that hold nothing but a form's example."""
    return [problem.source for problem in problems if problem.problem == UNFILLED]


def is_empty_form(reading: FileReading) -> bool:
    """Tell a form, or a template for notes, that nobody has filled in yet."""
    return (
        bool(_unfilled(reading.problems))
        and not reading.passages
        and not any(reading.records.values())
    )


def _read_file(
    project: Project, file: InputFile, people: People, prompts: Prompts, salt: bytes,
    known: KnownPaths, problems: list[Problem], decided: Collection[str],
) -> ReadFile | None:  # fmt: skip
    reader = _READERS[file.kind]
    try:
        sha256 = hashlib.sha256(archives.read_bytes(file.path, file.relative)).hexdigest()
        reading = reader(project, file, people, prompts)
    except InsightsError as error:
        problems.append(Problem(file.relative, "the file", error.problem, error.fix))
        return None
    except OSError:
        problems.append(
            Problem(file.relative, "the file", "This file could not be opened.",
                    "Check that it still lies there and that you may read it.")
        )  # fmt: skip
        return None
    path = known.path_of(file.relative, sha256)
    ids = excerpt_ids(salt, path, reading.passages)
    if decided:
        kept = keep_decided_ids(ids, salt, path, reading.passages, decided, people.labels())
        if n := sum(old != new for old, new in zip(ids, kept, strict=True)):
            told = "1 passage" if n == 1 else f"{n} passages"
            reading.understood.append(
                Understood(file.relative, "labels that changed",
                           f"{told} with the same words as before; the decisions on them stay")
            )  # fmt: skip
        ids = kept
    return ReadFile(file, source_id(salt, path), sha256, reading, ids)


# ---------------------------------------------------------------------------------- tables


def _sources(read: Iterable[ReadFile]) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for one in read:
        reading = one.reading
        n_read = sum(passage.end - passage.start for passage in reading.passages)
        n_held = len(reading.text) if reading.n_characters is None else reading.n_characters
        aside = reading.set_aside
        n_aside = n_held - n_read if aside is None else sum(aside.values())
        rows.append(
            {
                "source_id": one.source_id,
                "kind": one.file.kind,
                "path": one.file.relative,
                "sha256": one.sha256,
                "session_id": reading.session_id,
                "collected_on": max(reading.dates.values(), default=None),
                "n_characters": n_held,
                "n_characters_read": n_read,
                "n_characters_set_aside": n_aside,
                "n_excerpts": len(reading.passages),
                "n_unattributed": sum(p.speaker == "unattributed" for p in reading.passages),
            }
        )
    return tables.from_rows("sources", rows)


def _labels_unread(passages: Iterable[Passage]) -> str:
    """Return which letters stand like a label before words of nobody's; never a name in full."""
    found: Counter[str] = Counter()
    for passage in passages:
        if passage.speaker == "unattributed":
            label = passage.speaker_key or passage.text
            if match := (_LETTERS if passage.speaker_key else _LETTERS_BEFORE).match(label):
                found[match["letters"]] += 1
    if not found:
        return ""
    first = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    told = [f"{n} {'begins' if n == 1 else 'begin'} with {label}" for label, n in first[:_SHOWN]]
    if rest := sum(n for _, n in first[_SHOWN:]):
        told.append(f"{rest} with other letters")
    return f": of them {', '.join(told)}"


def _explain(one: ReadFile) -> list[Understood]:
    """Return how a file was understood: what it is and why, its parts, and who is in it."""
    shown = one.file.relative
    folder = shown.rpartition("/")[0]
    why = f"it lies in {folder}/" if folder else "a file outside the folders is read by its "
    if not folder:
        why += "ending" if one.file.kind in ("notes", "transcript") else "columns"
    found = [Understood(shown, "kind", f"{_KIND_WORDS[one.file.kind]}, because {why}")]
    found += one.reading.understood
    passages = one.reading.passages
    n_people = len({passage.participant_id for passage in passages} - {None})
    n_unattributed = sum(passage.speaker == "unattributed" for passage in passages)
    if passages:
        said = f"{n_people} {'person' if n_people == 1 else 'people'} in "
        said += f"{len(passages)} {'passage' if len(passages) == 1 else 'passages'}"
        share = f"{100 * n_unattributed / len(passages):.0f} %"
        said += f"; {n_unattributed} ({share}) with nobody's name"
        if one.file.kind in IN_THE_ROOM:
            said += _labels_unread(passages)
        if n_unattributed and one.file.kind in ("notes", "transcript"):
            said += _REMEDY
        found.append(Understood(shown, "people", said))
    if one.reading.set_aside:
        aside = in_words(one.reading.set_aside)
        found.append(Understood(shown, "set aside, in characters", aside))
    return found


def _passages(read: Iterable[ReadFile], people: People) -> pd.DataFrame:
    """Return table ``passages``; a person's perspective is the one they count for."""
    import pandas as pd

    frames = []
    counted: dict[tuple[str, str], str] = {}
    for one in read:
        passages = one.reading.passages
        if not passages:
            continue
        columns = dict(zip(Passage._fields, zip(*passages, strict=True), strict=True))
        columns["perspective"] = tuple(_counts_for(said, people, counted) for said in passages)
        del columns["speaker_key"], columns["row_key"], columns["id_words"]
        frame = pd.DataFrame(columns)
        frame["excerpt_id"] = one.excerpt_ids
        frame["source_id"] = one.source_id
        frames.append(frame)
    if not frames:
        return tables.empty("passages")
    return tables.conform("passages", pd.concat(frames, ignore_index=True))


def _counts_for(
    passage: Passage, people: People, counted: dict[tuple[str, str], str]
) -> str | None:
    if passage.participant_id is None:
        return passage.perspective
    key = (passage.participant_id, passage.session_id)
    if key not in counted:
        counted[key] = people.speaking_as(*key)
    return counted[key]


def _sessions(project: Project, read: Iterable[ReadFile], asked: Asked) -> pd.DataFrame:
    """Return table ``sessions``: every activity that something was said in or asked."""
    prompts: dict[tuple[str, str | None], tuple[str | None, str]] = {}
    dates: dict[str, str] = {}
    modes: dict[str, str] = {}
    in_the_room: set[str] = set()
    for one in read:
        for session, date in one.reading.dates.items():
            dates[session] = min(date, dates.get(session, date))
        for session, mode in one.reading.modes.items():
            if modes.get(session, _FORM) == _FORM:  # a form on a workshop is not its mode
                modes[session] = mode
        if one.file.kind in _FORMS_BY_THEMSELVES:
            for passage in one.reading.passages:
                modes.setdefault(passage.session_id, _FORM)
        elif one.file.kind in IN_THE_ROOM:
            in_the_room |= {passage.session_id for passage in one.reading.passages}
        for passage in one.reading.passages:
            key = (passage.session_id, passage.activity)
            if key not in prompts or prompts[key][1] == "unspecified":
                prompts[key] = (passage.prompt, passage.prompt_kind)
    for session, activity, _ in asked:
        prompts.setdefault((session, activity), (activity, "unspecified"))
    mentioned = {session for session, _ in prompts}
    for settings in project.sessions:
        if settings.session_id not in mentioned:
            prompts[settings.session_id, None] = (None, "unspecified")
    purposes = _purposes(read)
    rows: list[dict[str, object]] = [
        {
            "session_id": session,
            "activity": activity,
            "prompt": prompt,
            "prompt_kind": kind,
            "date": dates.get(session) or read_date(name_session(project, session).date),
            "mode": _mode(project, session, modes.get(session, ""), session in in_the_room),
            "purpose": purposes.get((session, activity), "workshop"),
        }
        for (session, activity), (prompt, kind) in prompts.items()
    ]
    return tables.from_rows("sessions", rows)


def _mode(project: Project, session: str, found: str, in_the_room: bool) -> str | None:
    """Return how a session was held; where people met, that a form was about it is not how."""
    declared = name_session(project, session).mode
    return declared or (None if found == _FORM and in_the_room else found or None)


def _purposes(read: Iterable[ReadFile]) -> dict[tuple[str, str | None], str]:
    """Return what each activity was for, where that was not the workshop itself."""
    purposes: dict[tuple[str, str | None], str] = {}
    own: set[tuple[str, str | None]] = set()
    for one in read:
        purposes |= one.reading.purposes
        own |= {(p.session_id, p.activity) for p in one.reading.passages} - set(
            one.reading.purposes
        )
    return {place: purpose for place, purpose in purposes.items() if place not in own}
