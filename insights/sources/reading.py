"""Reads a whole project: every file by its kind, everyone in it, and who was asked what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights import tables
from insights.errors import InsightsError, Problem, nearest
from insights.project import InputFile, Project
from insights.sources.answers import read_answers
from insights.sources.material import FileReading, Material, Passage
from insights.sources.notes import read_notes
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.prototypes import read_prototype_tests
from insights.sources.recognise import fold, read_date
from insights.sources.register import read_register
from insights.sources.segment import excerpt_ids, source_id
from insights.sources.sessions import name_session

if TYPE_CHECKING:
    import pandas as pd

_READERS: dict[str, Callable[[Project, InputFile, People, Prompts], FileReading]] = {
    "notes": read_notes,
    "feedback": read_answers,
    "prototype": read_prototype_tests,
}
_BASIS = {"notes": "spoke", "feedback": "answered", "prototype": "answered"}
_KIND_WORDS = {
    "transcript": "Transcripts", "board": "Boards", "votes": "Votes",
    "vision": "Versions of the vision sentence", "round": "Feedback rounds",
}  # fmt: skip
_KIND_FIXES = {
    "transcript": "Save it as a .docx or .txt with a name before each turn, in notes/.",
    "board": "Save the notes as a .csv with one column of words, in feedback/.",
    "round": "Save the comments as a .csv with one column per question, in feedback/.",
}
_FORMAT_FIXES = {
    ".odt": "Open it in LibreOffice or Word and save it as .docx.",
    ".rtf": "Open it in Word and save it as .docx.",
    ".pdf": "Open it in Word, which can turn it into a .docx, and check what comes out.",
    ".ods": "Open it in LibreOffice or Excel and save it as .xlsx.",
}


_Asked = dict[tuple[str, str | None, str], str]  # (session, activity, person) → basis


@dataclass(frozen=True)
class _ReadFile:
    """One file that was read, with the ids of its passages."""

    file: InputFile
    source_id: str
    sha256: str
    reading: FileReading
    excerpt_ids: list[str]


def read_sources(
    project: Project,
    aliases: Mapping[str, str],
    salt: bytes,
    *,
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
    report
        Called with a label, how many files are done, and how many there are.

    Returns
    -------
    Material
        Unmasked: keep it in memory. Whatever could not be read is in its ``problems``.
    """
    files, problems = project.files()
    people = People(project, aliases)
    register_problems, understood = read_register(project, people)
    problems += register_problems
    prompts = Prompts(project)
    problems += prompts.problems
    read: list[_ReadFile] = []
    for done, file in enumerate(files):
        if report is not None:
            report(file.relative, done, len(files))
        one = _read_file(project, file, people, prompts, salt, problems)
        if one is not None:
            read.append(one)
            problems += one.reading.problems
            understood += one.reading.understood
    if report is not None:
        report("", len(files), len(files))
    passages = _passages(read, people)
    asked = _asked(project, read, people, problems)
    return Material(
        sources=_sources(read),
        passages=passages,
        texts={one.source_id: one.reading.text for one in read},
        participants=people.frame(),
        sessions=_sessions(project, read, asked),
        attendance=_attendance(asked, people),
        prototypes=_prototypes(read, people),
        problems=problems,
        understood=understood,
    )


def _read_file(
    project: Project, file: InputFile, people: People, prompts: Prompts, salt: bytes,
    problems: list[Problem],
) -> _ReadFile | None:  # fmt: skip
    suffix = file.path.suffix.lower()
    reader = _READERS.get(file.kind)
    if reader is None:
        problems.append(
            Problem(
                file.relative, "the file",
                f"{_KIND_WORDS.get(file.kind, 'Files of this kind')} are not read yet by this "
                "version.",
                _KIND_FIXES.get(file.kind, "Nothing to do: the file stays where it is."),
            )
        )  # fmt: skip
        return None
    if suffix in _FORMAT_FIXES:
        problems.append(
            Problem(file.relative, "the file", f"{suffix} is not read yet by this version.",
                    _FORMAT_FIXES[suffix])
        )  # fmt: skip
        return None
    try:
        reading = reader(project, file, people, prompts)
        data = file.path.read_bytes()
    except InsightsError as error:
        problems.append(Problem(file.relative, "the file", error.problem, error.fix))
        return None
    except OSError:
        problems.append(
            Problem(file.relative, "the file", "This file could not be opened.",
                    "Check that it still lies there and that you may read it.")
        )  # fmt: skip
        return None
    return _ReadFile(
        file,
        source_id(salt, file.relative),
        hashlib.sha256(data).hexdigest(),
        reading,
        excerpt_ids(salt, file.relative, reading.passages),
    )


# ---------------------------------------------------------------------------------- tables


def _sources(read: Iterable[_ReadFile]) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for one in read:
        reading = one.reading
        n_read = sum(passage.end - passage.start for passage in reading.passages)
        rows.append(
            {
                "source_id": one.source_id,
                "kind": one.file.kind,
                "path": one.file.relative,
                "sha256": one.sha256,
                "session_id": reading.session_id,
                "collected_on": max(reading.dates.values(), default=None),
                "n_characters": len(reading.text),
                "n_characters_read": n_read,
                "n_characters_set_aside": len(reading.text) - n_read,
                "n_excerpts": len(reading.passages),
                "n_unattributed": sum(p.speaker == "unattributed" for p in reading.passages),
            }
        )
    return tables.from_rows("sources", rows)


def _passages(read: Iterable[_ReadFile], people: People) -> pd.DataFrame:
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
        del columns["speaker_key"], columns["row_key"]
        frame = pd.DataFrame(columns)
        frame["excerpt_id"] = one.excerpt_ids
        frame["source_id"] = one.source_id
        frame["kind"] = "unspecified"
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


def _asked(
    project: Project, read: Iterable[_ReadFile], people: People, problems: list[Problem]
) -> _Asked:
    """Return who was asked what: by recorded attendance, else an answer, else having spoken."""
    read = list(read)
    activities: dict[str, dict[str | None, None]] = {}
    sessions = {settings.session_id: None for settings in project.sessions}
    heard: _Asked = {}
    for one in read:
        for passage in one.reading.passages:
            sessions[passage.session_id] = None
            if one.file.kind == "notes":
                activities.setdefault(passage.session_id, {})[passage.activity] = None
            if passage.participant_id is not None:
                key = (passage.session_id, passage.activity, passage.participant_id)
                heard.setdefault(key, _BASIS[one.file.kind])
    recorded = [pair for one in read for pair in one.reading.present]
    recorded += _recorded_attendance(project, people, sessions, problems)
    has_answered = {(session, person) for session, _, person in heard}
    asked: _Asked = {}
    for session, person in dict.fromkeys(recorded):
        # A form or a test asks each person what they answered, and nothing more is known.
        if session not in activities and (session, person) in has_answered:
            continue
        for activity in activities.get(session, {None: None}):
            asked[session, activity, person] = "attended"
    for key, basis in heard.items():
        asked.setdefault(key, basis)
    return asked


def _recorded_attendance(
    project: Project, people: People, sessions: Iterable[str], problems: list[Problem]
) -> list[tuple[str, str]]:
    known = {fold(session): session for session in sessions}
    recorded = []
    unknown: dict[str, int] = {}
    for person, said in people.attended():
        session = name_session(project, said).session_id
        if fold(session) in known:
            recorded.append((known[fold(session)], person))
        else:
            unknown[said] = unknown.get(said, 0) + 1
    _report_unknown_sessions(unknown, known.values(), problems)
    return recorded


def _sessions(project: Project, read: Iterable[_ReadFile], asked: _Asked) -> pd.DataFrame:
    """Return table ``sessions``: every activity that something was said in or asked."""
    prompts: dict[tuple[str, str | None], tuple[str | None, str]] = {}
    dates: dict[str, str] = {}
    modes: dict[str, str] = {}
    for one in read:
        for session, date in one.reading.dates.items():
            dates[session] = min(date, dates.get(session, date))
        for session, mode in one.reading.modes.items():
            modes.setdefault(session, mode)
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
    rows: list[dict[str, object]] = [
        {
            "session_id": session,
            "activity": activity,
            "prompt": prompt,
            "prompt_kind": kind,
            "date": dates.get(session) or read_date(name_session(project, session).date),
            "mode": modes.get(session) or name_session(project, session).mode or None,
        }
        for (session, activity), (prompt, kind) in prompts.items()
    ]
    return tables.from_rows("sessions", rows)


def _attendance(asked: _Asked, people: People) -> pd.DataFrame:
    """Return table ``attendance``."""
    import pandas as pd

    if not asked:
        return tables.empty("attendance")
    counted: dict[tuple[str, str], str] = {}
    for session, _, person in asked:
        if (person, session) not in counted:
            counted[person, session] = people.speaking_as(person, session)
    sessions, activities, persons = zip(*asked, strict=True)
    frame = pd.DataFrame(
        {
            "session_id": sessions,
            "activity": activities,
            "participant_id": persons,
            "speaking_as": [counted[person, session] for session, _, person in asked],
            "basis": list(asked.values()),
        }
    )
    return tables.conform("attendance", frame)


def _report_unknown_sessions(
    unknown: Mapping[str, int], known: Iterable[str], problems: list[Problem]
) -> None:
    names = list(dict.fromkeys(known))
    for session, n_people in unknown.items():
        problems.append(
            Problem(
                "participants", "column attended",
                f"“{session}” is not a session that any file or project.toml speaks of "
                f"({n_people} {'person' if n_people == 1 else 'people'}).",
                f"Sessions known here: {', '.join(names) or 'none'}.{nearest(session, names)}",
            )
        )  # fmt: skip


def _prototypes(read: Iterable[_ReadFile], people: People) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for one in read:
        for test in one.reading.tests:
            row = {**test, "source_id": one.source_id}
            place = row.pop("passage", None)
            if isinstance(place, int):
                row["excerpt_id"] = one.excerpt_ids[place]
                row["locator"] = one.reading.passages[place].locator
            session = one.reading.session_id or ""
            row["perspective"] = people.speaking_as(str(row["participant_id"]), session)
            rows.append(row)
    return tables.from_rows("prototypes", rows)
