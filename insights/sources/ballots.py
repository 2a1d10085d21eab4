"""Ballots: whose dots went to which idea, a row per idea or a row per ballot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from insights.sources.material import Understood
from insights.sources.recognise import fold
from insights.sources.records import Records
from insights.sources.voting import GROUP, PERSON, Voting

COLUMNS: dict[str, tuple[str, ...]] = {
    "ballot_id": ("ballot id", "ballot", "paper", "ballot paper", "ballot no", "id"),
    "round": ("round", "voting round", "vote round", "go"),
    "voter": ("voter", "voter id", *PERSON),
    "group": GROUP,
    "secret": ("secret", "secret ballot", "anonymous"),
    "idea_id": ("idea id", "idea", "option", "choice", "idea no"),
    "dots": ("dots", "n dots", "votes", "points", "stickers", "number of dots", "stars"),
}  # fmt: skip
_TICKS = frozenset(["x", "✓", "✔", "yes", "y", "•", "●"])
_TOTALS_SHOWN = 5


def read_ballots(voting: Voting, records: Records, rows: list[dict[str, object]]) -> str:
    """Add the votes of one sheet to ``rows``; return the form it has, in words."""
    is_long = {"idea_id", "dots"} <= set(records.roles)
    options = [] if is_long else _option_columns(voting, records)
    if not is_long and not options:
        records.lacks("idea_id", "no votes could be read")
        records.lacks("dots", "no votes could be read")
        return ""
    records.leave_out_the_rest()
    cells = {header: records.table[header].tolist() for header in options}
    seen: dict[tuple[object, ...], dict[str, object]] = {}
    for at, (number, given) in enumerate(records.rows()):
        ballot = _ballot(voting, records, number, given)
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
                row = {**ballot, "idea_id": idea, "dots": dots}
                _add_dots(records, number, row, seen, rows)
    _compare_totals(records, seen.values())
    return ", a row per idea" if is_long else ", a row per ballot"


def _option_columns(voting: Voting, records: Records) -> list[str]:
    """Return the columns of a wide ballot: those whose cells are numbers or ticks."""
    options = []
    for header in [*records.rest]:
        given = [cell.strip() for cell in records.table[header].tolist() if cell.strip()]
        n_dots = sum(_whole(cell) is not None for cell in given)
        if (given and n_dots > len(given) / 2) or re.fullmatch(r"[A-Za-z]{1,3}\d+", header):
            options.append(header)
            records.rest.remove(header)
            voting.reading.understood.append(Understood(voting.shown, header, "dots for an idea"))
    return options


def _ballot(
    voting: Voting, records: Records, number: int, given: Mapping[str, str]
) -> dict[str, object]:
    secret = records.flag(number, "secret", given["secret"])
    group = records.perspective(voting.project, number, "group", given["group"])
    voter = voting.meet(given["voter"], group)
    if voter is not None and group is None:
        group = voting.people.speaking_as(voter, voting.session_id)
    if voter is not None and secret:
        records.report(
            number, "voter", "A secret ballot names its voter; only their group was kept.",
            "Take the names of voters out of the file.",
        )  # fmt: skip
    return {
        "ballot_id": given["ballot_id"] or (
            f"{voter}" if voter and not secret else voting.labels.row(number)
        ),
        "round": given["round"] or "1",
        "participant_id": None if secret else voter,
        "group": group,
        "secret": secret,
        "locator": f"{voting.where}row {number}",
    }  # fmt: skip


def _add_dots(
    records: Records, number: int, row: dict[str, object],
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
