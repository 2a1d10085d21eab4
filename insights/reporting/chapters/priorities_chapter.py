"""The chapter on ballots: what each group would do first, weighed alike and by plain count."""

from __future__ import annotations

from collections.abc import Mapping

from insights.reporting.cells import Row, is_missing, number_of, rows_by, rows_of, text_of, whole_of
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
    Words,
)
from insights.reporting.figures.rank_charts import (
    COMBINED,
    RankSlopes,
    compose_rank_slopes,
    describe_slopes,
)
from insights.reporting.wording import capitalised, counted_noun, in_words, listed

_USUAL_FORWARD = 4
_IDEAS_SHOWN = 15
_RANGE = " With other ballots from the same groups"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def compose_priorities(desk: Desk, *, in_full: bool = False) -> Section | None:
    """Return what people voted for, round by round, or None without ballots.

    Parameters
    ----------
    in_full
        For researchers: every idea of every round, and how far the rankings agree in
        figures. Otherwise the first round, and what a later one changed.
    """
    rounds = _rounds(desk)
    if desk.reflexive or not rounds:
        return None
    blocks: list[Block] = []
    for number, (name, rows) in enumerate(rounds.items()):
        if len(rounds) > 1:
            blocks.append(Heading(3, _round_title(desk, name, number)))
        blocks += _round(desk, number, name, rows, in_full=in_full or not number,
                         brief=not in_full)  # fmt: skip
        if number and not in_full:
            blocks += _what_moved(desk, list(rounds.values())[number - 1], rows)
        if in_full:
            blocks += _agreement(desk, name)
    if any(not is_missing(row["n_dots"]) for row in desk.ideas):
        blocks.append(Paragraph((
            "Dots on a wall were counted too.",
            "They stand in the chapter on ideas, and count for nothing here.",
        )))  # fmt: skip
    return Section(
        "priorities", "What people would do first", "Priorities", tuple(blocks),
        "Each ballot counts as one, whatever it spent. Each group counts as one, however many "
        "of it came. The plain count of dots stands beside.",
    )  # fmt: skip


def _rounds(desk: Desk) -> dict[str, list[Row]]:
    return rows_by("round", rows_of(desk.material.priorities))


def _round_title(desk: Desk, name: str, number: int) -> str:
    ballots = desk.material.ballots
    here = ballots[ballots["round"].map(text_of) == name]
    known = {bool(flag) for flag in here["secret"].dropna()}
    how = {frozenset({True}): ", in secret", frozenset({False}): ", in the open"}.get(
        frozenset(known), ""
    )
    nth = _ORDINALS[number] if number < len(_ORDINALS) else f"{number + 1}th"
    return f"The {nth} round{how}"


def _titles(desk: Desk) -> dict[str, str]:
    return {
        text_of(row["idea_id"]): text_of(row["title"]) or text_of(row["idea_id"])
        for row in desk.ideas
    }


def _idea(desk: Desk, idea_id: str) -> str:
    return f"“{_titles(desk).get(idea_id, idea_id)}”"


def _round(
    desk: Desk, number: int, name: str, rows: list[Row], *, in_full: bool, brief: bool
) -> list[Block]:
    combined = [row for row in rows if text_of(row["group"]) == COMBINED]
    blocks: list[Block] = [Paragraph((*_who_voted(desk, rows), *_how_alike(desk, name)))]
    forward = [row for row in combined if whole_of(row["rank"]) <= _n_forward(desk, name)]
    if in_full:
        blocks.append(Items(tuple(
            Paragraph((_claim(desk, number, row, brief=brief),),
                      lead=f"{_idea(desk, text_of(row['idea_id']))}:")
            for row in forward[:8] if text_of(row.get("sentence"))
        )))  # fmt: skip
        blocks += [*_chart(desk, number, name, rows), *_twice(desk, name)]
    else:
        first = listed(_idea(desk, text_of(row["idea_id"])) for row in forward[:6])
        blocks.append(Paragraph((f"In front: {first}.",)))
    return blocks


def _claim(desk: Desk, number: int, row: Row, *, brief: bool) -> Words:
    """Return where an idea stands; in brief without its range, which the table shows."""
    idea_id = text_of(row["idea_id"])
    excerpts = {text_of(r["idea_id"]): text_of(r["excerpt_id"])
                for r in desk.ideas}  # fmt: skip
    drawn = excerpts.get(idea_id, "")
    told = text_of(row["sentence"])
    if brief:
        told = told.partition(_RANGE)[0].strip()
    return desk.claim(f"vote.{number + 1}.{idea_id}", told, [drawn])


def _who_voted(desk: Desk, rows: list[Row]) -> list[str]:
    by_group = {text_of(row["group"]): whole_of(row["n_ballots"]) for row in rows}
    n = by_group.pop(COMBINED, 0)
    shown = {g: m for g, m in by_group.items() if m >= desk.settings.smallest_group}
    if shown == by_group and len(shown) > 1:
        told = listed(f"{m:,} from {desk.words(g)}" for g, m in shown.items())
        return [f"{capitalised(counted_noun(n, 'ballot'))} came in: {told}."]
    sentences = [f"{capitalised(counted_noun(n, 'ballot'))} came in."]
    if shown != by_group:
        sentences.append("One group is too small for a ranking of its own to be shown.")
    return sentences


def _n_forward(desk: Desk, name: str) -> int:
    return next(
        (whole_of(row["n_forward"]) for row in _agreements(desk, name)), _USUAL_FORWARD
    )  # fmt: skip


def _agreements(desk: Desk, name: str) -> list[Row]:
    return [row for row in rows_of(desk.material.rank_agreement) if text_of(row["round"]) == name]


def _how_alike(desk: Desk, name: str) -> list[str]:
    """Return what the rankings would each take forward, leaving out groups too small to show."""
    small = {
        text_of(row["group"]) for row in rows_of(desk.material.priorities)
        if text_of(row["round"]) == name
        and whole_of(row["n_ballots"]) < desk.settings.smallest_group
    }  # fmt: skip
    return [
        text_of(row["sentence"]) for row in _agreements(desk, name)
        if not {text_of(row["ranking_a"]), text_of(row["ranking_b"])} & small
        and text_of(row.get("sentence"))
    ][:2]  # fmt: skip


def slopes_of(desk: Desk, name: str) -> RankSlopes | None:
    """Return the slope chart of one round of voting, or None where there is none to draw."""
    return compose_rank_slopes(
        desk.material.priorities,
        group_words=desk.words,
        titles=_titles(desk),
        round_name=name or None,
        title="Where each idea stands",
    )


def _chart(desk: Desk, number: int, name: str, rows: list[Row]) -> list[Block]:
    """Return the slope chart with every place as its table; the table alone without a chart."""
    spec, table = slopes_of(desk, name), _table(desk, rows)
    if spec is None:
        return [table]
    alt = (
        f"Slope chart. {describe_slopes(spec)} A dark line marks an idea on which the groups "
        "stand far apart."
    )
    return [Chart(f"slopes-{number + 1}", spec.title, spec, alt, table)]


def _table(desk: Desk, rows: list[Row]) -> Table:
    of: dict[tuple[str, str], Row] = {
        (text_of(row["idea_id"]), text_of(row["group"])): row for row in rows
    }
    groups = list(dict.fromkeys(
        text_of(row["group"]) for row in rows
        if text_of(row["group"]) != COMBINED
        and whole_of(row["n_ballots"]) >= desk.settings.smallest_group
    ))  # fmt: skip
    combined = [row for row in rows if text_of(row["group"]) == COMBINED]
    lines = []
    for row in combined[:_IDEAS_SHOWN]:
        idea_id = text_of(row["idea_id"])
        lines.append((
            Cell((_idea(desk, idea_id),), strong=True),
            Cell((_place(row),)),
            Cell((_range(row),)),
            *(Cell((_place(of[idea_id, group]),)) for group in groups),
            Cell((f"{whole_of(row['raw_dots']):,}",)),
            Cell((f"{_place(row, 'raw_')}{', differs' if row['differs'] else ''}",)),
        ))  # fmt: skip
    more = len(combined) - _IDEAS_SHOWN
    return Table(
        "Places by share of the dots",
        ("Idea", "Groups weighed alike", "Might be",
         *(capitalised(desk.words(group)) for group in groups), "Dots in all", "By plain count"),
        tuple(lines),
        note="Might be: where it stood in 19 of 20 draws of as many ballots from each group. "
        "“=” marks a shared place." + (f" {more:,} more ideas follow." if more > 0 else ""),
        style="wide",
    )  # fmt: skip


def _place(row: Row, which: str = "") -> str:
    return f"{whole_of(row[f'{which}rank'])}{'=' if row[f'{which}shared'] else ''}"


def _range(row: Row) -> str:
    low, high = number_of(row["rank_low"]), number_of(row["rank_high"])
    if low is None or high is None:
        return "too few ballots"
    return f"{int(low)}" if low == high else f"{int(low)} to {int(high)}"


def _twice(desk: Desk, name: str) -> list[Block]:
    """Return ideas that may be one idea twice and cost each other their place."""
    told = [
        text_of(row["sentence"]) for row in rows_of(desk.material.similar_ideas)
        if text_of(row["round"]) == name and row["splits"] and text_of(row.get("sentence"))
    ]  # fmt: skip
    return [Paragraph((sentence,), lead="One idea twice?") for sentence in told[:5]]


def _what_moved(desk: Desk, before: list[Row], after: list[Row]) -> list[Block]:
    def places(rows: list[Row]) -> dict[str, int]:
        return {
            text_of(row["idea_id"]): whole_of(row["rank"]) for row in rows
            if text_of(row["group"]) == COMBINED
        }  # fmt: skip

    old, new = places(before), places(after)
    moved = sorted(
        (i for i in new if i in old and min(new[i], old[i]) <= _USUAL_FORWARD and new[i] != old[i]),
        key=lambda i: (-abs(new[i] - old[i]), new[i], i),
    )
    if not moved:
        return [Paragraph(("The first places are those of the round before.",))]
    told = _moves({_idea(desk, i): (old[i], new[i]) for i in moved[:3]})
    return [Paragraph(told, lead="Since the round before.")]


def _moves(moves: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    return tuple(
        f"{idea} went from place {in_words(old)} to place {in_words(new)}."
        for idea, (old, new) in moves.items()
    )


def _agreement(desk: Desk, name: str) -> list[Block]:
    rows = _agreements(desk, name)
    small = {
        text_of(row["group"]) for row in rows_of(desk.material.priorities)
        if text_of(row["round"]) == name
        and whole_of(row["n_ballots"]) < desk.settings.smallest_group
    }  # fmt: skip
    shown = [row for row in rows
             if not {text_of(row["ranking_a"]), text_of(row["ranking_b"])} & small]  # fmt: skip
    if not shown:
        return []
    return [Table(
        "How far two rankings agree",
        ("Rankings", "Kendall’s τ-b", "Rank-biased overlap", "In words"),
        tuple(
            (
                Cell((f"{capitalised(_ranking(desk, row['ranking_a']))},",
                      f"and {_ranking(desk, row['ranking_b'])}"), strong=True),
                Cell((_figure(row["tau_b"]),)),
                Cell((_figure(row["overlap"]),)),
                Cell((text_of(row["sentence"]),)),
            )
            for row in shown
        ),
        note="τ-b runs from −1 to 1. The overlap has p = 0.8, so the first five places weigh "
        "most; tied ideas enter together.",
    )]  # fmt: skip


def _ranking(desk: Desk, name: object) -> str:
    told = {COMBINED: "groups weighed alike", "raw dots": "plain count of dots"}
    return told.get(text_of(name)) or desk.words(text_of(name))


def _figure(value: object) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:.2f}"
