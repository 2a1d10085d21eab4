"""Statements and how people voted on them: agree, disagree or pass."""

from __future__ import annotations

from collections.abc import Sequence

from insights.errors import nearest
from insights.sources.material import Understood
from insights.sources.recognise import fold
from insights.sources.records import Records
from insights.sources.voting import GROUP, PERSON, Voting

COLUMNS: dict[str, tuple[str, ...]] = {
    "statement_id": ("statement id", "id", "no", "number", "statement no"),
    "statement": ("statement", "text", "words", "statement text"),
}  # fmt: skip
VOTE_COLUMNS: dict[str, tuple[str, ...]] = {
    "participant_id": ("voter", "voter id", *PERSON),
    "group": GROUP,
    "statement_id": ("statement id", "statement", "statement no"),
    "vote": ("vote", "answer", "response", "choice"),
}  # fmt: skip
_ANSWERS = {
    **dict.fromkeys(("agree", "agreed", "yes", "y", "1", "+1", "👍", "for", "strongly agree"), 1),
    **dict.fromkeys(("disagree", "disagreed", "no", "n", "-1", "−1", "👎", "against",
                     "strongly disagree"), -1),
    **dict.fromkeys(("pass", "passed", "unsure", "not sure", "neutral", "skip", "0", "neither",
                     "don't know", "don’t know", "dont know", "abstain", "abstained"), 0),
}  # fmt: skip


def is_voted_on(cells: Sequence[str]) -> bool:
    """Tell whether a column holds votes: agree or disagree, and nothing that is no vote."""
    given = {fold(cell) for cell in cells if cell.strip()}
    return bool(given & {"agree", "disagree"}) and given <= set(_ANSWERS)


def read_statements(voting: Voting, records: Records, rows: list[dict[str, object]]) -> str:
    """Add the statements of one sheet to ``rows``; return the form it has, in words."""
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
                "statement_id": given["statement_id"] or voting.labels.row(number),
                "text": given["statement"],
                "locator": f"{voting.where}row {number}",
            }
        )
    return ""


def read_statement_votes(voting: Voting, records: Records, rows: list[dict[str, object]]) -> str:
    """Add the votes on statements of one sheet to ``rows``; return its form, in words."""
    is_long = {"statement_id", "vote"} <= set(records.roles)
    options: list[str] = []
    if not is_long:
        options = [
            header for header in records.rest
            if {fold(cell) for cell in records.table[header] if cell.strip()} & set(_ANSWERS)
        ]  # fmt: skip
        records.rest = [header for header in records.rest if header not in options]
        for header in options:
            voting.reading.understood.append(
                Understood(voting.shown, header, "votes on a statement")
            )
    records.leave_out_the_rest()
    cells = {header: records.table[header].tolist() for header in options}
    for at, (number, given) in enumerate(records.rows()):
        group = records.perspective(voting.project, number, "group", given["group"])
        voter = voting.meet(given["participant_id"] or _row_person(voting, records, number), group)
        if voter is None:
            continue
        pairs = [(given["statement_id"], given["vote"])]
        if not is_long:
            pairs = [(header, column[at].strip()) for header, column in cells.items()]
        for statement, said in pairs:
            _add_vote(voting, records, number, voter, group, statement, said, rows)
    return ", a row per vote" if is_long else ", a row per person"


def _row_person(voting: Voting, records: Records, number: int) -> str:
    """Return an id for a voter whom nobody names; in long form that would be many people."""
    if "statement_id" in records.roles:
        records.report(number, "participant_id", "Nobody is named, so this vote was left out.",
                       "Write who voted: an id is enough, and it may be made up.")  # fmt: skip
        return ""
    return voting.labels.row(number)


def _add_vote(
    voting: Voting, records: Records, number: int, voter: str, group: str | None, statement: str,
    said: str, rows: list[dict[str, object]],
) -> None:  # fmt: skip
    if not said or not statement:
        return
    vote = _ANSWERS.get(fold(said))
    if vote is None:
        records.report(
            number, "vote", "A vote here is neither agree, disagree nor pass, so it was left "
            "out.", "Write agree, disagree or pass." + nearest(said, ("agree", "disagree")),
        )  # fmt: skip
        return
    rows.append(
        {
            "statement_id": statement, "participant_id": voter, "vote": vote,
            "group": group or voting.people.speaking_as(voter, voting.session_id),
            "locator": f"{voting.where}row {number}",
        }
    )  # fmt: skip
