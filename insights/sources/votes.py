"""Votes: ideas and what became of them, ballots, statements and how people voted on them.

Which of the four a sheet holds is decided by its columns, else by its name. Ballots and
statement votes come in long form (a row per idea or statement) or wide (a row per ballot
or person, a column per idea or statement).
"""

from __future__ import annotations

from collections.abc import Callable

from insights import sheets
from insights.errors import Problem, nearest
from insights.project import InputFile, Project
from insights.sources import ballots, ideas, statements
from insights.sources.labels import Labels
from insights.sources.ledger import VOTES, account_sheet
from insights.sources.material import FileReading
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold_header
from insights.sources.records import Records, find_meaning
from insights.sources.sessions import find_session
from insights.sources.statements import is_voted_on
from insights.sources.tallies import IDEA_HEADERS
from insights.sources.voting import Voting

_COLUMNS = {
    "ideas": ideas.COLUMNS, "ballots": ballots.COLUMNS,
    "statements": statements.COLUMNS, "statement_votes": statements.VOTE_COLUMNS,
}  # fmt: skip
_Rows = list[dict[str, object]]
_READERS: dict[str, Callable[[Voting, Records, _Rows], str]] = {
    "ideas": ideas.read_ideas, "ballots": ballots.read_ballots,
    "statements": statements.read_statements, "statement_votes": statements.read_statement_votes,
}  # fmt: skip
_BY = {"ideas": "sketched_by", "ballots": "voter"}  # the column of people, by kind


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
    voting = Voting(project, file.relative, people, reading)
    for place, sheet in enumerate(found):
        reading.problems += sheet.problems
        voting.where = f"sheet {sheet.name}, " if place else ""
        kind, because = find_kind(sheet, f"{file.path.stem} {sheet.name if place else ''}")
        if kind is None:
            reading.problems.append(_unknown_kind(file.relative, voting.where, sheet))
            account_sheet(reading, sheet, 0, {}, {})
        else:
            _read_sheet(voting, kind, because, sheet)
    reading.text = "\n".join(voting.pieces)
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
    if {"dots", "idea_id"} <= meanings["ballots"] and _is_tally(sheet, meanings["ballots"]):
        return "ideas", "each idea stands once, with its dots"
    if {"dots", "idea_id"} <= meanings["ballots"]:
        return "ballots", "it has an idea and its dots in each row"
    for words, kind in (("ballot", "ballots"), ("statement vote", "statement_votes"),
                        ("statement", "statements"), ("idea", "ideas")):  # fmt: skip
        if words in folded and _fits(sheet, kind, meanings[kind]):
            return kind, "by its name"
    if any(is_voted_on(sheet.table[header].tolist()) for header in headers):
        return "statement_votes", "its columns hold agree, disagree and pass"
    if {"ballot_id", "secret"} & meanings["ballots"]:
        return "ballots", "it has a row per ballot"
    if "statement" in map(fold_header, headers) or "statement id" in map(fold_header, headers):
        return "statements", "it has a column of statements"
    if {"title", "idea"} & meanings["ideas"]:
        return "ideas", "it has a column of ideas"
    return None, ""


def _is_tally(sheet: sheets.Sheet, meanings: set[str | None]) -> bool:
    """Tell a count of dots for each idea from ballots: nobody votes, each idea stands once."""
    if {"ballot_id", "group", "secret"} & meanings:
        return False
    header = next(
        (str(one) for one in sheet.table.columns if fold_header(str(one)) in IDEA_HEADERS), None
    )
    if header is None:
        return False
    given = [cell.strip() for cell in sheet.table[header].tolist() if cell.strip()]
    in_words = sum(" " in cell for cell in given)
    return len(given) > 1 and len(set(given)) == len(given) and 2 * in_words > len(given)


def _fits(sheet: sheets.Sheet, kind: str, meanings: set[str | None]) -> bool:
    if kind == "ideas":
        return bool({"title", "idea", "idea_id"} & meanings)
    if kind == "statements":
        return "statement" in meanings and not any(
            is_voted_on(sheet.table[header].tolist()) for header in sheet.table.columns
        )
    return True


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


def _read_sheet(voting: Voting, kind: str, because: str, sheet: sheets.Sheet) -> None:
    """Read one sheet as what it was found to hold."""
    records = Records(sheet, _COLUMNS[kind], voting.shown)
    rows = voting.reading.records.setdefault(kind, [])
    before, n_before = len(rows), len(voting.reading.passages)
    headers = set(map(str, sheet.table.columns))
    form = _READERS[kind](voting, records, rows)
    column = _BY.get(kind, "participant_id")
    voting.reading.problems += [
        *records.problems, *voting.labels.problems(records.roles.get(column, column)),
    ]  # fmt: skip
    voting.labels = Labels(voting.people, voting.shown)
    options = headers - set(records.rest) - set(records.roles.values())
    others = dict.fromkeys(options, VOTES)
    if "idea" in records.roles:
        others[records.roles["idea"]] = ""
    account_sheet(voting.reading, sheet, n_before, records.roles, others)
    words = kind.replace("_", " ")
    voting.reading.understood += records.understood(
        f"{words}{form} ({because}): {len(sheet.table)} rows, {len(rows) - before} {words}"
    )
