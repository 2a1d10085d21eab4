"""The chapter on statements people voted on: what every group agrees with, and what divides."""

from __future__ import annotations

from collections.abc import Iterable

from insights.reporting.cells import Row, number_of, rows_by, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Chart,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
)
from insights.reporting.figures.charts import Dot, DotRow, PairedDots
from insights.reporting.wording import capitalised, counted_noun

_SHOWN = 14


def compose_votes(desk: Desk, *, in_full: bool = False) -> Section | None:
    """Return how the groups voted on statements, or None where nobody did.

    Parameters
    ----------
    in_full
        For researchers: every statement with the figures of consensus and of what is
        telling of a group. Otherwise the statements most agreed on and those that divide.
    """
    rows = [row for row in rows_of(desk.material.consensus) if whole_of(row["n_votes"])]
    if desk.reflexive or not rows:
        return None
    kinds = {text_of(row["statement_id"]): _kind(desk, row) for row in rows}
    blocks: list[Block] = []
    for kind, heading in (
        ("agreed", "Most in every group agreed"),
        ("divided", "Most in one group agreed, most in another disagreed"),
        ("rejected", "Most in every group disagreed"),
        ("unclear", "No majority in at least one group"),
        ("hidden", "Not set side by side, because a group is too small"),
    ):
        here = [row for row in rows if kinds[text_of(row["statement_id"])] == kind]
        if here and (in_full or kind != "unclear"):  # the chart has those too
            blocks.append(Heading(3, heading))
            blocks.append(Items(tuple(_line(desk, row) for row in here[:_SHOWN])))
    blocks += _chart(desk, rows)
    if in_full:
        blocks += [_figures(desk, rows), *_telling(desk)]
    return Section(
        "statements", "What people voted on", "Statements", tuple(blocks),
        "People agreed, disagreed or passed. A statement stands high only where every group "
        "agrees: no group can be outvoted by a larger one.",
    )  # fmt: skip


def say_votes(desk: Desk, statement_ids: Iterable[object]) -> str:
    """Return how the groups voted on these statements, each with its words; '' for none."""
    if desk.reflexive:
        return ""
    wanted = {str(key) for key in statement_ids}
    return " ".join(
        f"{_text(desk, text_of(row['statement_id']))} {text_of(row['sentence'])}"
        for row in rows_of(desk.material.consensus)
        if text_of(row["statement_id"]) in wanted and whole_of(row["n_votes"])
    )


def _votes(desk: Desk) -> dict[str, list[Row]]:
    return rows_by("statement_id", rows_of(desk.material.statement_votes_by_group))


def _kind(desk: Desk, row: Row) -> str:
    """Return what the counts of every group allow to be said; none where one is hidden."""
    votes = _votes(desk).get(text_of(row["statement_id"]), [])
    if len(votes) < 2 or any(
        whole_of(vote["n_votes"]) < desk.settings.smallest_group for vote in votes
    ):
        return "hidden"
    agree = [2 * whole_of(vote["n_agree"]) > whole_of(vote["n_votes"]) for vote in votes]
    disagree = [2 * whole_of(vote["n_disagree"]) > whole_of(vote["n_votes"]) for vote in votes]
    if all(agree):
        return "agreed"
    if all(disagree):
        return "rejected"
    return "divided" if any(agree) and any(disagree) else "unclear"


def _text(desk: Desk, statement_id: str) -> str:
    texts = {
        text_of(row["statement_id"]): text_of(row["text"])
        for row in rows_of(desk.material.statements)
    }
    return f"“{texts.get(statement_id) or statement_id}”"


def _line(desk: Desk, row: Row) -> Paragraph:
    """Return a statement and its counts; what its heading says already is left out."""
    said = text_of(row["sentence"])
    for opening in (
        "Most in every group agreed. ", "Most in every group disagreed. ",
        "Most in one group agreed and most in another disagreed. ",
    ):  # fmt: skip
        said = said.removeprefix(opening)
    return Paragraph((said,), lead=_text(desk, text_of(row["statement_id"])))


def _chart(desk: Desk, rows: list[Row]) -> list[Block]:
    groups = [
        group for group in desk.material.groups
        if any(text_of(vote["group"]) == group
               and whole_of(vote["n_votes"]) >= desk.settings.smallest_group
               for votes in _votes(desk).values() for vote in votes)
    ][:2]  # fmt: skip
    if len(groups) < 2:
        return []
    lines = [
        (_text(desk, text_of(row["statement_id"])),
         tuple(_dot(desk, text_of(row["statement_id"]), group) for group in groups))
        for row in rows[:_SHOWN]
    ]  # fmt: skip
    names = tuple(capitalised(desk.words(group)) for group in groups)
    spec = PairedDots(
        "Who agreed with each statement", names,
        tuple(DotRow(name.strip("“”"), dots) for name, dots in lines),
        "Agreed, of those who voted, passes included",
    )  # fmt: skip
    table = Table(
        "People who agreed with each statement, of those who voted",
        ("Statement", *names),
        tuple(
            (Cell((name,), strong=True),
             *(Cell((dot.label if dot else "Not shown",)) for dot in dots))
            for name, dots in lines
        ),
    )  # fmt: skip
    alt = (
        f"Dot plot of {counted_noun(len(lines), 'statement')}, the widest agreement first. "
        "For each it shows how many of each group agreed. Lines show 95-in-100 intervals. "
        "The table below has the same figures."
    )
    return [Chart("votes-chart", "Who agreed with each statement", spec, alt, table)]


def _dot(desk: Desk, statement_id: str, group: str) -> Dot | None:
    for vote in _votes(desk).get(statement_id, []):
        n = whole_of(vote["n_votes"])
        if text_of(vote["group"]) == group and n >= desk.settings.smallest_group:
            k = whole_of(vote["n_agree"])
            low, high = (number_of(vote[f"agree_{end}"]) or 0.0 for end in ("low", "high"))
            return Dot(k, n, low, high, f"{k} of {n}")
    return None


def _figures(desk: Desk, rows: list[Row]) -> Table:
    return Table(
        "Consensus in figures",
        ("Statement", "Place", "Groups", "Consensus", "Dissent", "Lowest share"),
        tuple(
            (
                Cell((_text(desk, text_of(row["statement_id"])),), strong=True),
                Cell((f"{whole_of(row['rank'])}",)),
                Cell((f"{whole_of(row['n_groups'])}",)),
                *(Cell((_figure(row[name]),)) for name in ("consensus", "dissent", "lowest_p")),
            )
            for row in rows
            if not _hidden(desk, text_of(row["statement_id"]))
        ),
        note="Consensus is the product over groups of (agree + 1) / (votes + 2), as Polis has "
        "it. Places compare statements that as many groups voted on.",
        style="wide",
    )  # fmt: skip


def _hidden(desk: Desk, statement_id: str) -> bool:
    """Return whether figures over all groups would give a small group's votes away."""
    return any(
        0 < whole_of(vote["n_votes"]) < desk.settings.smallest_group
        for vote in _votes(desk).get(statement_id, [])
    )


def _telling(desk: Desk) -> list[Block]:
    marked = [
        row for votes in _votes(desk).values() for row in votes
        if text_of(row["telling"]) and not _hidden(desk, text_of(row["statement_id"]))
    ]  # fmt: skip
    if not marked:
        return []
    marked.sort(key=lambda row: (text_of(row["group"]), whole_of(row["place"])))
    return [Table(
        "What is telling of each group, by Polis’ rule: a prompt to read",
        ("Group", "Statement", "How", "Ratio to the others", "z of the ratio"),
        tuple(
            (
                Cell((capitalised(desk.words(text_of(row["group"]))),), strong=True),
                Cell((_text(desk, text_of(row["statement_id"])),)),
                Cell((f"{row['telling']}s",)),
                Cell((_figure(row[f"{row['telling']}_ratio"]),)),
                Cell((_figure(row[f"{row['telling']}_ratio_test"]),)),
            )
            for row in marked
        ),
        style="wide",
    )]  # fmt: skip


def _figure(value: object) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:.2f}"
