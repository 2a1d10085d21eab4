"""Votes: ideas and what became of them, ballots, statements and how people voted on them.

Which of the four a sheet holds is decided by its columns, else by its name. Ballots and
statement votes come in long form (a row per idea or statement) or wide (a row per ballot
or person, a column per idea or statement). :func:`settle_votes` joins ballots to ideas,
and votes to statements, once every file is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from insights import sheets
from insights.errors import Problem, nearest
from insights.project import InputFile, Project
from insights.sources.answers import says_something
from insights.sources.labels import Labels
from insights.sources.ledger import VOTES, account_sheet
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, fold_header
from insights.sources.records import Choice, Records, find_meaning
from insights.sources.segment import split_units
from insights.sources.sessions import find_session, name_session

_PERSON = ("participant id", "participant", "person", "person id", "who")
_GROUP = ("group", "perspective", "capacity", "voter group", "table")
_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "ideas": {
        "idea_id": ("idea id", "id", "idea no", "idea number", "no", "number", "ref"),
        "title": ("title", "name", "short name", "idea name", "idea title", "headline"),
        "idea": ("idea", "text", "words", "description", "idea text", "what is it",
                 "how it works", "what it is"),
        "image": ("image", "picture", "photo", "image file", "image name", "file", "sketch"),
        "sketched_by": ("sketched by", "by", "drawn by", "proposed by", "author", *_PERSON),
        "perspective": ("perspective", "group", "capacity"),
        "session": ("session", "session id", "workshop", "day"),
        "component": ("component", "part", "toolkit component"),
        "status": ("status", "outcome", "decision", "what became of it", "became"),
        "reason": ("reason", "why", "because", "reason why"),
    },
    "ballots": {
        "ballot_id": ("ballot id", "ballot", "paper", "ballot paper", "ballot no", "id"),
        "round": ("round", "voting round", "vote round", "go"),
        "voter": ("voter", "voter id", *_PERSON),
        "group": _GROUP,
        "secret": ("secret", "secret ballot", "anonymous"),
        "idea_id": ("idea id", "idea", "option", "choice", "idea no"),
        "dots": ("dots", "n dots", "votes", "points", "stickers", "number of dots", "stars"),
    },
    "statements": {
        "statement_id": ("statement id", "id", "no", "number", "statement no"),
        "statement": ("statement", "text", "words", "statement text"),
    },
    "statement_votes": {
        "participant_id": ("voter", "voter id", *_PERSON),
        "group": _GROUP,
        "statement_id": ("statement id", "statement", "statement no"),
        "vote": ("vote", "answer", "response", "choice"),
    },
}  # fmt: skip
_STATUS = (
    Choice("open", ("undecided", "not decided", "to decide", "new", "live")),
    Choice("prototype", ("prototyped", "taken forward", "built", "take forward", "to prototype")),
    Choice("commitment", ("committed", "standing commitment", "promise", "promised")),
    Choice("parked", ("park", "car park", "later", "on hold", "waiting")),
    Choice("not now", ("won t do now", "wont do now", "won t do", "wont do", "no", "rejected",
                       "dropped", "not taken forward", "out")),
)  # fmt: skip
_VOTES = {
    **dict.fromkeys(("agree", "agreed", "yes", "y", "1", "+1", "👍", "for", "strongly agree"), 1),
    **dict.fromkeys(("disagree", "disagreed", "no", "n", "-1", "−1", "👎", "against",
                     "strongly disagree"), -1),
    **dict.fromkeys(("pass", "passed", "unsure", "not sure", "neutral", "skip", "0", "neither",
                     "don't know", "don’t know", "dont know", "abstain", "abstained"), 0),
}  # fmt: skip
_TICKS = frozenset(["x", "✓", "✔", "yes", "y", "•", "●"])
_ACTIVITY = "Ideas"
_TOTALS_SHOWN = 5


def read_votes(project: Project, file: InputFile, people: People, prompts: Prompts) -> FileReading:
    """Return the ideas, ballots, statements or statement votes of one file.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    found = sheets.read_sheets(file.path, file.relative)
    reading = FileReading()
    settings = find_session(project, file)
    reading.session_id = settings.session_id
    reader = _VotesReader(project, file, people, prompts, reading)
    for place, sheet in enumerate(found):
        reading.problems += sheet.problems
        reader.where = f"sheet {sheet.name}, " if place else ""
        kind, because = find_kind(sheet, f"{file.path.stem} {sheet.name if place else ''}")
        if kind is None:
            reading.problems.append(_unknown_kind(file.relative, reader.where, sheet))
            account_sheet(reading, sheet, 0, {}, {})
        else:
            reader.read(kind, because, sheet)
    reading.text = "\n".join(reader.pieces)
    return reading


def find_kind(sheet: sheets.Sheet, name: str) -> tuple[str | None, str]:
    """Return which table a sheet of votes holds, and how that is known."""
    headers = [str(header) for header in sheet.table.columns]
    meanings = {
        kind: {find_meaning(header, columns) for header in headers}
        for kind, columns in _COLUMNS.items()
    }
    folded = fold_header(name)
    if {"vote", "statement_id"} <= meanings["statement_votes"]:
        return "statement_votes", "it has a statement and a vote in each row"
    if {"dots", "idea_id"} <= meanings["ballots"]:
        return "ballots", "it has an idea and its dots in each row"
    for words, kind in (("ballot", "ballots"), ("statement vote", "statement_votes"),
                        ("statement", "statements"), ("idea", "ideas")):  # fmt: skip
        if words in folded and _fits(sheet, kind, meanings[kind]):
            return kind, "by its name"
    if any(_is_voted_on(sheet.table[header].tolist()) for header in headers):
        return "statement_votes", "its columns hold agree, disagree and pass"
    if {"ballot_id", "secret"} & meanings["ballots"]:
        return "ballots", "it has a row per ballot"
    if "statement" in map(fold_header, headers) or "statement id" in map(fold_header, headers):
        return "statements", "it has a column of statements"
    if {"title", "idea"} & meanings["ideas"]:
        return "ideas", "it has a column of ideas"
    return None, ""


def _fits(sheet: sheets.Sheet, kind: str, meanings: set[str | None]) -> bool:
    if kind == "ideas":
        return bool({"title", "idea", "idea_id"} & meanings)
    if kind == "statements":
        return "statement" in meanings and not any(
            _is_voted_on(sheet.table[header].tolist()) for header in sheet.table.columns
        )
    return True


def _is_voted_on(cells: Sequence[str]) -> bool:
    given = {fold(cell) for cell in cells if cell.strip()}
    return bool(given & {"agree", "disagree"}) and given <= set(_VOTES)


def _unknown_kind(shown: str, where: str, sheet: sheets.Sheet) -> Problem:
    known = [words for columns in _COLUMNS.values() for words in columns]
    headers = [str(header) for header in sheet.table.columns]
    hint = next((h for h in (nearest(fold_header(x).replace(" ", "_"), known) for x in headers)
                 if h), "")  # fmt: skip
    return Problem(
        shown, f"{where}row 1",
        "It is not clear whether this holds ideas, ballots, statements or votes on statements, "
        "so nothing was read.",
        "Name the columns as the forms of `insights new` do, for example idea_id and dots, or "
        f"call the file ideas, ballots, statements or statement_votes.{hint}",
    )  # fmt: skip


class _VotesReader:
    """Turns the sheets of one file into rows of tables, passages and people."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        reading: FileReading,
    ) -> None:  # fmt: skip
        self.project = project
        self.shown = file.relative
        self.people = people
        self.prompts = prompts
        self.reading = reading
        self.session_id = reading.session_id or ""
        self.labels = Labels(people, file.relative)
        self.pieces: list[str] = []
        self.where = ""
        self.at = 0

    def read(self, kind: str, because: str, sheet: sheets.Sheet) -> None:
        records = Records(sheet, _COLUMNS[kind], self.shown)
        rows = self.reading.records.setdefault(kind, [])
        before, n_before = len(rows), len(self.reading.passages)
        headers = set(map(str, sheet.table.columns))
        readers = {
            "ideas": self._ideas, "ballots": self._ballots,
            "statements": self._statements, "statement_votes": self._statement_votes,
        }  # fmt: skip
        form = readers[kind](records, rows)
        column = {"ideas": "sketched_by", "ballots": "voter"}.get(kind, "participant_id")
        self.reading.problems += [
            *records.problems, *self.labels.problems(records.roles.get(column, column)),
        ]  # fmt: skip
        self.labels = Labels(self.people, self.shown)
        options = headers - set(records.rest) - set(records.roles.values())
        others = dict.fromkeys(options, VOTES)
        if "idea" in records.roles:
            others[records.roles["idea"]] = ""
        account_sheet(self.reading, sheet, n_before, records.roles, others)
        words = kind.replace("_", " ")
        self.reading.understood += records.understood(
            f"{words}{form} ({because}): {len(sheet.table)} rows, {len(rows) - before} {words}"
        )

    def _meet(self, label: str, perspective: str | None) -> str | None:
        person = self.labels.person(label)
        if person is None or self.people.is_facilitator(person):
            return None
        self.people.meet(person, "votes", perspective=perspective, named_in=self.shown)
        return person

    # ------------------------------------------------------------------------------ ideas

    def _ideas(self, records: Records, rows: list[dict[str, object]]) -> str:
        records.leave_out_the_rest()
        for number, given in records.rows():
            if not (given["idea"] or given["title"]):
                records.report(number, "idea", "There is no idea in this row, so it was left out.",
                               "Write what the idea is, or at least its title.")  # fmt: skip
                continue
            perspective = records.perspective(
                self.project, number, "perspective", given["perspective"]
            )
            person = self._meet(given["sketched_by"], perspective)
            session = self.session_id
            if given["session"]:
                session = name_session(self.project, given["session"]).session_id
            row: dict[str, object] = {
                "idea_id": given["idea_id"] or self.labels.row(number),
                "title": " ".join(given["title"].split()) or None,
                "image": given["image"] or None,
                "participant_id": person,
                "perspective": perspective,
                "session_id": session,
                "session": session,
                "component": self._component(records, number, given["component"]),
                "status": records.choice(number, "status", given["status"], _STATUS, "open"),
                "reason": given["reason"] or None,
                "locator": f"{self.where}row {number}",
            }
            if not given["idea_id"] and "idea_id" in records.roles:
                records.report(
                    number, "idea_id", "This idea has no id, so ballots cannot name it.",
                    "Give it the id that is on its sheet, for example I07.",
                )  # fmt: skip
            self._add_words(records, number, given, row)
            rows.append(row)
        return ""

    def _component(self, records: Records, number: int, cell: str) -> str | None:
        if not cell or not self.project.components:
            return cell or None
        for component, title in self.project.components.items():
            if fold_header(cell) in (fold_header(component), fold_header(title)):
                return component
        records.report(
            number, "component", "This is not one of the project's components.",
            f"Components in project.toml: {', '.join(self.project.components)}."
            + nearest(cell, self.project.components),
        )  # fmt: skip
        return None

    def _add_words(
        self, records: Records, number: int, given: Mapping[str, str], row: dict[str, object]
    ) -> None:
        column = "idea" if says_something(given["idea"]) else "title"
        words = given[column]
        person = row["participant_id"]
        row["passage"] = len(self.reading.passages)
        for start, end in split_units(words, 0, len(words)):
            self.reading.passages.append(
                Passage(
                    f"{self.where}row {number}, {records.column(column)}",
                    self.at + start, self.at + end, words[start:end], str(row["session_id"]),
                    _ACTIVITY, _ACTIVITY, "idea", "verbatim",
                    str(person) if person else None,
                    "participant" if person else "unattributed",
                    str(row["perspective"]) if row["perspective"] else None,
                    speaker_key=given["sketched_by"],
                    row_key=f"{given['idea_id']}\x1f{column}" if given["idea_id"] else None,
                    kind="idea",
                )
            )  # fmt: skip
        self.pieces.append(words)
        self.at += len(words) + 1

    # ---------------------------------------------------------------------------- ballots

    def _ballots(self, records: Records, rows: list[dict[str, object]]) -> str:
        is_long = {"idea_id", "dots"} <= set(records.roles)
        options = [] if is_long else self._option_columns(records)
        if not is_long and not options:
            records.lacks("idea_id", "no votes could be read")
            records.lacks("dots", "no votes could be read")
            return ""
        records.leave_out_the_rest()
        cells = {header: records.table[header].tolist() for header in options}
        seen: dict[tuple[object, ...], dict[str, object]] = {}
        for at, (number, given) in enumerate(records.rows()):
            ballot = self._ballot(records, number, given)
            pairs = [(given["idea_id"], given["dots"])]
            if not is_long:
                pairs = [(header, column[at].strip()) for header, column in cells.items()]
            for idea, said in pairs:
                meaning = "dots" if is_long else ""
                dots = _whole(said)
                if dots is None:
                    records.report(number, meaning, "This is no number of dots; it was left out.",
                                   "Write a whole number, or leave it empty.")  # fmt: skip
                elif not idea:
                    records.report(number, "idea_id", "No idea is named, so these dots were left "
                                   "out.", "Write the idea's id.")  # fmt: skip
                elif dots:
                    self._add_dots(records, number, {**ballot, "idea_id": idea, "dots": dots},
                                   seen, rows)  # fmt: skip
        _compare_totals(records, seen.values())
        return ", a row per idea" if is_long else ", a row per ballot"

    def _option_columns(self, records: Records) -> list[str]:
        """Return the columns of a wide ballot: those whose cells are numbers or ticks."""
        options = []
        for header in [*records.rest]:
            given = [cell.strip() for cell in records.table[header].tolist() if cell.strip()]
            n_dots = sum(_whole(cell) is not None for cell in given)
            if (given and n_dots > len(given) / 2) or re.fullmatch(r"[A-Za-z]{1,3}\d+", header):
                options.append(header)
                records.rest.remove(header)
                self.reading.understood.append(Understood(self.shown, header, "dots for an idea"))
        return options

    def _ballot(self, records: Records, number: int, given: Mapping[str, str]) -> dict[str, object]:
        secret = records.flag(number, "secret", given["secret"])
        group = records.perspective(self.project, number, "group", given["group"])
        voter = self._meet(given["voter"], group)
        if voter is not None and group is None:
            group = self.people.speaking_as(voter, self.session_id)
        if voter is not None and secret:
            records.report(
                number, "voter", "A secret ballot names its voter; only their group was kept.",
                "Take the names of voters out of the file.",
            )  # fmt: skip
        return {
            "ballot_id": given["ballot_id"] or (
                f"{voter}" if voter and not secret else self.labels.row(number)
            ),
            "round": given["round"] or "1",
            "participant_id": None if secret else voter,
            "group": group,
            "secret": secret,
            "locator": f"{self.where}row {number}",
        }  # fmt: skip

    def _add_dots(
        self, records: Records, number: int, row: dict[str, object],
        seen: dict[tuple[object, ...], dict[str, object]], rows: list[dict[str, object]],
    ) -> None:  # fmt: skip
        key = (row["ballot_id"], row["round"], fold(str(row["idea_id"])))
        if key in seen:
            earlier = seen[key]
            earlier["dots"] = int(str(earlier["dots"])) + int(str(row["dots"]))
            records.report(number, "idea_id", "This ballot names the same idea in an earlier row; "
                           "the dots were added up.", "Check that this is right.")  # fmt: skip
            return
        seen[key] = row
        rows.append(row)

    # ------------------------------------------------------------------------- statements

    def _statements(self, records: Records, rows: list[dict[str, object]]) -> str:
        records.leave_out_the_rest()
        if records.lacks("statement", "no statements could be read"):
            return ""
        for number, given in records.rows():
            if not given["statement"]:
                records.report(number, "statement", "There is no statement in this row, so it was "
                               "left out.", "Write it, or delete the row.")  # fmt: skip
                continue
            rows.append(
                {
                    "statement_id": given["statement_id"] or self.labels.row(number),
                    "text": given["statement"],
                    "locator": f"{self.where}row {number}",
                }
            )
        return ""

    def _statement_votes(self, records: Records, rows: list[dict[str, object]]) -> str:
        is_long = {"statement_id", "vote"} <= set(records.roles)
        options: list[str] = []
        if not is_long:
            options = [
                header for header in records.rest
                if {fold(cell) for cell in records.table[header] if cell.strip()} & set(_VOTES)
            ]  # fmt: skip
            records.rest = [header for header in records.rest if header not in options]
            for header in options:
                self.reading.understood.append(
                    Understood(self.shown, header, "votes on a statement")
                )
        records.leave_out_the_rest()
        cells = {header: records.table[header].tolist() for header in options}
        for at, (number, given) in enumerate(records.rows()):
            group = records.perspective(self.project, number, "group", given["group"])
            voter = self._meet(given["participant_id"] or self._row_person(records, number), group)
            if voter is None:
                continue
            pairs = [(given["statement_id"], given["vote"])]
            if not is_long:
                pairs = [(header, column[at].strip()) for header, column in cells.items()]
            for statement, said in pairs:
                self._add_vote(records, number, voter, group, statement, said, rows)
        return ", a row per vote" if is_long else ", a row per person"

    def _row_person(self, records: Records, number: int) -> str:
        """Return an id for a voter whom nobody names; in long form that would be many people."""
        if "statement_id" in records.roles:
            records.report(number, "participant_id", "Nobody is named, so this vote was left out.",
                           "Write who voted: an id is enough, and it may be made up.")  # fmt: skip
            return ""
        return self.labels.row(number)

    def _add_vote(
        self, records: Records, number: int, voter: str, group: str | None, statement: str,
        said: str, rows: list[dict[str, object]],
    ) -> None:  # fmt: skip
        if not said or not statement:
            return
        vote = _VOTES.get(fold(said))
        if vote is None:
            records.report(
                number, "vote", "A vote here is neither agree, disagree nor pass, so it was left "
                "out.", "Write agree, disagree or pass." + nearest(said, ("agree", "disagree")),
            )  # fmt: skip
            return
        rows.append(
            {
                "statement_id": statement, "participant_id": voter, "vote": vote,
                "group": group or self.people.speaking_as(voter, self.session_id),
                "locator": f"{self.where}row {number}",
            }
        )  # fmt: skip


def _compare_totals(records: Records, rows: Iterable[Mapping[str, object]]) -> None:
    """Report the rounds in which ballots spend different numbers of dots; nothing is refused."""
    totals: dict[str, Counter[str]] = {}
    for row in rows:
        spent = totals.setdefault(str(row["round"]), Counter())
        spent[str(row["ballot_id"])] += int(str(row["dots"]))
    for round_name, spent in totals.items():
        how_many = sorted(Counter(spent.values()).items(), key=lambda item: (-item[1], item[0]))
        if len(how_many) < 2:
            continue
        said = ", ".join(
            f"{n_ballots} {'spends' if n_ballots == 1 else 'spend'} {n_dots}"
            for n_dots, n_ballots in how_many[:_TOTALS_SHOWN]
        ) + (", …" if how_many[_TOTALS_SHOWN:] else "")
        records.report_once(
            f"round {round_name}",
            f"Not all ballots spend the same number of dots: {said}. Each ballot counts as a "
            "whole, by the shares of its own dots.",
            "Check the ballots against the papers; if people might spend fewer, nothing to do.",
        )


def _whole(cell: str) -> int | None:
    """Return a cell as a number of dots: nothing is 0, a tick 1."""
    words = fold(cell)
    if words in ("", "-", "–"):
        return 0
    if words in _TICKS or set(words) <= {"•", "●"}:
        return max(1, sum(sign in "•●" for sign in words))
    return int(words) if re.fullmatch(r"[0-9]{1,4}", words) else None


# ----------------------------------------------------------------- once every file is read


def settle_votes(readings: Iterable[tuple[str, FileReading]]) -> list[Problem]:
    """Give ballots the ids of their ideas, and votes those of their statements.

    What names an idea or a statement that no file holds is left out and reported; without
    any file of ideas or statements, the names stand as ids. Statements that stand as columns
    of votes become rows of statements.
    """
    readings = list(readings)
    ideas = _ways("ideas", "idea_id", "title", readings)
    statements = _ways("statements", "statement_id", "text", readings)
    problems: list[Problem] = []
    for shown, reading in readings:
        for table, key, ways in (
            ("ballots", "idea_id", ideas), ("statement_votes", "statement_id", statements),
        ):  # fmt: skip
            if rows := reading.records.get(table):
                if not ways and key == "statement_id":
                    _declare_statements(reading, rows)
                kept, unknown = _resolve(rows, key, ways)
                reading.records[table] = kept
                problems += _unknown_names(shown, key, unknown, ways)
    return problems


def _ways(
    table: str, key: str, words: str, readings: Sequence[tuple[str, FileReading]]
) -> dict[str, str]:
    """Return every way to name a row of ``table``: by its id or its words."""
    ways: dict[str, str] = {}
    rows = [row for _, reading in readings for row in reading.records.get(table, [])]
    for row in rows:
        ways[fold(str(row[key]))] = str(row[key])
    for row in rows:
        if row.get(words):
            ways.setdefault(fold_header(str(row[words])), str(row[key]))
    return ways


def _resolve(
    rows: list[dict[str, object]], key: str, ways: Mapping[str, str]
) -> tuple[list[dict[str, object]], dict[str, int]]:
    kept: list[dict[str, object]] = []
    unknown: dict[str, int] = {}
    for row in rows:
        name = str(row[key])
        found = ways.get(fold(name)) or ways.get(fold_header(name))
        if not ways:
            kept.append(row)
        elif found:
            kept.append({**row, key: found})
        else:
            unknown[name] = unknown.get(name, 0) + 1
    return kept, unknown


def _unknown_names(
    shown: str, key: str, unknown: Mapping[str, int], ways: Mapping[str, str]
) -> list[Problem]:
    what = key.removesuffix("_id")
    return [
        Problem(
            shown, f"column {key}",
            f"No file of {what}s holds an {what} called “{name}”"
            if what == "idea" and len(name) <= 12
            else f"One of the {what}s voted on is in no file of {what}s",
            f"Its {n} {'vote was' if n == 1 else 'votes were'} left out: add it, or correct the "
            f"id.{nearest(name, dict.fromkeys(ways.values()))}",
        )
        for name, n in unknown.items()
    ]  # fmt: skip


def _declare_statements(reading: FileReading, rows: list[dict[str, object]]) -> None:
    """Make statements of the names under which people voted, with short ids of their own."""
    ids: dict[str, str] = {}
    declared = reading.records.setdefault("statements", [])
    for row in rows:
        words = str(row["statement_id"])
        if words not in ids:
            ids[words] = words if len(words) <= 6 else f"S{len(ids) + 1}"
            declared.append({"statement_id": ids[words], "text": words, "locator": row["locator"]})
        row["statement_id"] = ids[words]


__all__ = ["find_kind", "read_votes", "settle_votes"]
