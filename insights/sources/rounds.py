"""Rounds of feedback on a draft, and what became of each piece of it.

A sheet with words on the draft is feedback, one with a response to a feedback_id is
responses; a sheet that has both in its rows is both. What people said becomes passages
apart from the workshops: it is about the draft, so it is never counted with their themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insights import sheets
from insights.errors import Problem, nearest
from insights.project import InputFile, Project
from insights.sources.labels import Labels
from insights.sources.ledger import account_sheet
from insights.sources.material import FileReading, Passage
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, says_something
from insights.sources.records import Choice, Records, find_meaning
from insights.sources.segment import split_units
from insights.sources.sessions import find_session

PURPOSE = "feedback on a draft"
_FEEDBACK: dict[str, tuple[str, ...]] = {
    "feedback_id": ("feedback id", "id", "ref", "no", "number", "comment id"),
    "artefact": ("artefact", "artifact", "draft", "document", "what was shown", "product"),
    "version": ("version", "draft version"),
    "round": ("round", "feedback round", "stage"),
    "section": ("section", "page", "part", "chapter", "component", "where"),
    "type": ("type", "kind", "category", "what kind"),
    "severity": ("severity", "how serious", "seriousness", "importance", "priority"),
    "participant_id": ("participant id", "participant", "person", "who", "said by", "from",
                       "reviewer", "tester"),
    "perspective": ("perspective", "group", "capacity"),
    "given_on": ("given on", "date", "when", "on", "received on"),
    "checks": ("checks", "checks theme", "theme checked", "finding checked", "read back"),
    "verdict": ("verdict", "did we get it right", "got it right"),
    "feedback": ("feedback", "comment", "comments", "text", "words", "what they said",
                 "what was said", "you said"),
}  # fmt: skip
_RESPONSES: dict[str, tuple[str, ...]] = {
    "feedback_id": _FEEDBACK["feedback_id"],
    "response": ("response", "outcome", "changed", "decision", "what became of it", "status"),
    "version": ("version", "changed in version", "in version", "changed in"),
    "what": ("what", "what was done", "what we did", "we did", "change", "what changed"),
    "reason": ("reason", "why", "why not", "because"),
    "responded_on": ("responded on", "response date", "date", "when", "answered on"),
    "responded_by": ("responded by", "answered by", "by", "who"),
}  # fmt: skip
_TYPES = (
    Choice("like", ("likes", "liked", "love", "plus", "rose", "what works", "praise", "good", "+")),
    Choice("wish", ("wishes", "i wish", "change", "suggestion", "bud", "delta", "request")),
    Choice("question", ("questions", "query", "?", "unclear")),
    Choice("idea", ("ideas", "what if")),
    Choice("error", ("errors", "mistake", "typo", "wrong", "bug", "correction")),
    Choice("barrier", ("barriers", "problem", "blocker", "thorn", "issue", "concern", "dislike")),
    Choice("unspecified", ("other", "unknown", "comment")),
)
_SEVERITY = (
    Choice("low", ("1", "minor", "small", "cosmetic")),
    Choice("medium", ("2", "moderate", "middling", "middle")),
    Choice("high", ("3", "major", "serious", "severe", "critical")),
)
_VERDICTS = (
    Choice("confirms", ("confirm", "confirmed", "yes", "right", "agree", "agrees", "agreed")),
    Choice("amends", ("amend", "amended", "partly", "in part", "nearly", "yes but")),
    Choice("rejects", ("reject", "rejected", "no", "wrong", "disagree", "disagrees")),
)
_OUTCOMES = (
    Choice("changed", ("yes", "done", "changed it", "accepted", "fixed", "made", "true")),
    Choice("not changed", ("no", "kept", "not done", "rejected", "declined", "won t change",
                           "unchanged", "false", "not changed because")),
    Choice("open", ("pending", "to do", "not yet", "under discussion", "in progress", "undecided")),
)  # fmt: skip


def read_rounds(project: Project, file: InputFile, people: People, prompts: Prompts) -> FileReading:
    """Return the feedback on a draft that one file holds, and the responses to it.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    settings = find_session(project, file)
    reading = FileReading(session_id=settings.session_id)
    reader = _RoundsReader(project, file, people, reading)
    reader.is_declared = settings in project.sessions
    for place, sheet in enumerate(sheets.read_sheets(file.path, file.relative)):
        reading.problems += sheet.problems
        reader.read(sheet, f"sheet {sheet.name}, " if place else "")
    reading.text = "\n".join(reader.pieces)
    return reading


class _RoundsReader:
    """Turns the sheets of one file into rows of tables and passages."""

    def __init__(
        self, project: Project, file: InputFile, people: People, reading: FileReading
    ) -> None:
        self.project = project
        self.shown = file.relative
        self.people = people
        self.reading = reading
        self.session_id = reading.session_id or ""
        self.pieces: list[str] = []
        self.at = 0
        self.where = ""
        self.is_declared = False  # whether project.toml says which session this is

    def read(self, sheet: sheets.Sheet, where: str) -> None:
        self.where = where
        headers = [str(header) for header in sheet.table.columns]
        said = {find_meaning(header, _FEEDBACK) for header in headers}
        answered = {find_meaning(header, _RESPONSES) for header in headers}
        has_words = "feedback" in said
        has_responses = "response" in answered
        if not has_words and not has_responses:
            self._not_understood(headers)
            account_sheet(self.reading, sheet, 0, {}, {})
            return
        n_before = len(self.reading.passages)
        if has_words and has_responses:
            records = self._read_both(sheet)
        elif has_words:
            records = Records(sheet, _FEEDBACK, self.shown)
            self._feedback(records)
        else:
            records = Records(sheet, _RESPONSES, self.shown)
            self._responses(records)
        others = {records.roles["feedback"]: ""} if has_words else {}
        account_sheet(self.reading, sheet, n_before, records.roles, others)

    def _not_understood(self, headers: Iterable[str]) -> None:
        hint = next(
            (h for h in (nearest(x, ("feedback", "response", "comment")) for x in headers) if h), ""
        )
        self.reading.problems.append(
            Problem(
                self.shown, f"{self.where}row 1",
                "No column holds feedback on a draft or a response to it, so nothing was read.",
                f"Name the column of people's words feedback, or that of what became of it "
                f"response.{hint}",
            )
        )  # fmt: skip

    def _read_both(self, sheet: sheets.Sheet) -> Records:
        """Read a sheet whose rows hold what was said and what became of it."""
        own = {name: _RESPONSES[name] for name in ("response", "what", "reason")}
        dated = {"responded_on": _RESPONSES["responded_on"][:2],
                 "responded_by": _RESPONSES["responded_by"][:2],
                 "changed_in": ("changed in version", "in version", "changed in")}  # fmt: skip
        records = Records(sheet, {**_FEEDBACK, **own, **dated}, self.shown)
        self._feedback(records)
        self._responses(records, sees_rest=True)
        return records

    # --------------------------------------------------------------------------- feedback

    def _feedback(self, records: Records) -> None:
        records.leave_out_the_rest()
        labels = Labels(self.people, self.shown)
        rows = self.reading.records.setdefault("rounds", [])
        before = len(rows)
        for number, given in records.rows():
            if not says_something(given["feedback"]) and not given["verdict"]:
                records.report(number, "feedback", "Nothing is said in this row, so it was left "
                               "out.", "Write what was said, or delete the row.")  # fmt: skip
                continue
            perspective = records.perspective(
                self.project, number, "perspective", given["perspective"]
            )
            person = labels.person(given["participant_id"])
            if person is not None and self.people.is_facilitator(person):
                person = None
            if person is not None:
                self.people.meet(person, "round", perspective=perspective, named_in=self.shown)
            severity = None
            if given["severity"]:
                severity = records.choice(number, "severity", given["severity"], _SEVERITY, "")
            row: dict[str, object] = {
                "feedback_id": given["feedback_id"] or labels.row(number),
                "artefact": given["artefact"] or None,
                "version": given["version"] or None,
                "round": given["round"] or given["version"] or "1",
                "section": given["section"] or None,
                "type": records.choice(number, "type", given["type"], _TYPES, "unspecified"),
                "severity": severity or None,
                "participant_id": person,
                "perspective": perspective,
                "given_on": records.date(number, "given_on", given["given_on"]),
                "checks": given["checks"] or None,
                "verdict": records.choice(number, "verdict", given["verdict"], _VERDICTS, "")
                or None,
                "session": self.session_id,
                "locator": f"{self.where}row {number}",
            }
            if says_something(given["feedback"]):
                self._add_words(records, number, given, row)
            rows.append(row)
        self._finish(records, labels, f"feedback on a draft: {len(records.table)} rows, "
                     f"{len(rows) - before} pieces of feedback")  # fmt: skip

    def _add_words(
        self, records: Records, number: int, given: Mapping[str, str], row: dict[str, object]
    ) -> None:
        words = given["feedback"]
        person, perspective = row["participant_id"], row["perspective"]
        about = str(row["artefact"] or "Draft")
        session = self.session_id
        if not self.is_declared:
            session += f" round {row['round']}"
        version = f", version {row['version']}" if row["version"] else ""
        activity = f"Feedback on {about}{version}"
        row["session"] = session
        row["passage"] = len(self.reading.passages)
        self.reading.purposes[session, activity] = PURPOSE
        self.reading.modes.setdefault(session, "form")
        if row["given_on"]:
            date = str(row["given_on"])
            self.reading.dates[session] = min(date, self.reading.dates.get(session, date))
        for start, end in split_units(words, 0, len(words)):
            self.reading.passages.append(
                Passage(
                    f"{self.where}row {number}, {records.column('feedback')}",
                    self.at + start, self.at + end, words[start:end], session, activity,
                    activity, "unspecified", "verbatim",
                    str(person) if person else None,
                    "participant" if person else "unattributed",
                    str(perspective) if perspective else None,
                    speaker_key=given["participant_id"],
                    row_key=f"{given['feedback_id']}\x1ffeedback" if given["feedback_id"] else None,
                )
            )  # fmt: skip
        self.pieces.append(words)
        self.at += len(words) + 1

    # -------------------------------------------------------------------------- responses

    def _responses(self, records: Records, *, sees_rest: bool = False) -> None:
        if not sees_rest:
            records.leave_out_the_rest()
        if records.lacks("feedback_id", "responses could not be joined to what was said"):
            self.reading.problems += records.problems
            return
        labels = Labels(self.people, self.shown)
        rows = self.reading.records.setdefault("responses", [])
        before = len(rows)
        for number, given in records.rows():
            if not given["feedback_id"] or not given["response"]:
                if not sees_rest and any(given.values()):
                    records.report(
                        number, "", "A response needs the id of the feedback and what became of "
                        "it, so this row was left out.", "Fill in feedback_id and response.",
                    )  # fmt: skip
                continue
            response = records.choice(number, "response", given["response"], _OUTCOMES, "open")
            if response == "not changed" and not given["reason"]:
                records.report(
                    number, "reason", "Nothing says why this was not changed, and the people who "
                    "said it will want to know.", "Write the reason.",
                )  # fmt: skip
            rows.append(
                {
                    "feedback_id": given["feedback_id"],
                    "response": response,
                    "version": given.get("changed_in" if sees_rest else "version") or None,
                    "what": given["what"] or None,
                    "reason": given["reason"] or None,
                    "responded_on": records.date(number, "responded_on", given["responded_on"]),
                    "responded_by": given["responded_by"] or None,
                    "locator": f"{self.where}row {number}",
                }
            )
        self._finish(records, labels, f"responses to feedback: {len(records.table)} rows, "
                     f"{len(rows) - before} responses")  # fmt: skip

    def _finish(self, records: Records, labels: Labels, taken_as: str) -> None:
        found = [*records.problems, *labels.problems(
            records.roles.get("participant_id", "participant_id"))]  # fmt: skip
        self.reading.problems += [p for p in found if p not in self.reading.problems]
        understood = records.understood(taken_as)
        self.reading.understood += [u for u in understood if u not in self.reading.understood]


def settle_rounds(readings: Iterable[tuple[str, FileReading]]) -> list[Problem]:
    """Return what is wrong between feedback and responses; responses to nothing are left out."""
    readings = list(readings)
    known = {
        fold(str(row["feedback_id"])): str(row["feedback_id"])
        for _, reading in readings
        for row in reading.records.get("rounds", [])
    }
    problems = []
    for shown, reading in readings:
        kept: list[dict[str, object]] = []
        unknown: list[str] = []
        for row in reading.records.get("responses", []):
            found = known.get(fold(str(row["feedback_id"])))
            if found is None:
                unknown.append(str(row["feedback_id"]))
            else:
                kept.append({**row, "feedback_id": found})
        if unknown:
            some = ", ".join(unknown[:5])
            problems.append(
                Problem(
                    shown, "column feedback_id",
                    f"No feedback has this id, so the response was left out: {some}"
                    + (f" and {len(unknown) - 5} more." if len(unknown) > 5 else "."),
                    "Correct the id, or add the feedback."
                    + nearest(unknown[0], list(known.values())),
                )
            )  # fmt: skip
        if "responses" in reading.records:
            reading.records["responses"] = kept
    return problems
