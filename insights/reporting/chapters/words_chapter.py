"""The words of each group: what sets them apart, in context, and what one group never says."""

from __future__ import annotations

from collections.abc import Sequence

from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Heading,
    Paragraph,
    QuotePair,
    Section,
    Table,
)
from insights.reporting.wording import capitalised, listed

_IN_CONTEXT, _QUOTES, _LISTED = 5, 2, 20


def compose_words(desk: Desk) -> Section | None:
    """Return the distinctive words of each group with their context on both sides.

    A prompt to read, never a finding. Groups too small to show are left out.
    """
    groups = _groups(desk)
    blocks: list[Block] = []
    for group in groups:
        rows = [r for r in rows_of(desk.material.word_use) if text_of(r["group"]) == group]
        if rows and not desk.reflexive:
            blocks += [Heading(3, f"Words that set {desk.words(group)} apart"), _table(desk, rows)]
        blocks += _in_context(desk, group, rows[:_IN_CONTEXT])
    blocks += _unshared(desk, groups)
    if not blocks:
        return None
    return Section(
        "words", "Words", "Words", tuple(blocks),
        "Words used by at least three people of a group. They are a prompt to go back to the "
        "texts, and nothing here is a finding.",
    )  # fmt: skip


def _groups(desk: Desk) -> list[str]:
    """Return the groups large enough to show, in the report's order."""
    least = desk.settings.smallest_group
    return [g for g in desk.material.groups if len(desk.people.get(g, ())) >= least]


def _table(desk: Desk, rows: Sequence[Row]) -> Table:
    return Table(
        "Words by how far they set the group apart",
        ("Word", "People", "Times", "Others: people", "Others: times", "Log-odds", "z"),
        tuple(
            (
                Cell((f"“{text_of(row['word'])}”",), strong=True),
                *(Cell((f"{whole_of(row[name]):,}",))
                  for name in ("n_people", "n_uses", "n_people_others", "n_uses_others")),
                *(Cell((f"{float(row[name]):.2f}",)) for name in ("log_odds", "z")),
            )
            for row in rows[:_LISTED]
        ),
        note="Log-odds ratio with an informative Dirichlet prior of 500 words (Monroe, Colaresi "
        "and Quinn 2008). z is for sorting alone.",
        style="wide",
    )  # fmt: skip


def _in_context(desk: Desk, group: str, rows: Sequence[Row]) -> list[Block]:
    """Return each word as the group says it, beside how the others do."""
    others = [g for g in desk.material.groups if g != group and g in desk.people]
    heading = capitalised(desk.words(others[0])) if len(others) == 1 else "The other groups"
    blocks: list[Block] = []
    for row in rows:
        own = desk.quotes.choose([str(e) for e in row["excerpt_ids"]], _QUOTES)
        theirs = desk.quotes.choose([str(e) for e in row["other_excerpt_ids"]], _QUOTES)
        if own:
            blocks += [
                Heading(4, f"In context: “{text_of(row['word'])}”"),
                QuotePair(
                    capitalised(desk.words(group)), own, heading, theirs, "",
                    "" if theirs else "Nobody there is recorded using this word.",
                ),
            ]  # fmt: skip
    return blocks


def _unshared(desk: Desk, groups: Sequence[str]) -> list[Block]:
    rows = [
        row for row in rows_of(desk.material.unshared_words)
        if text_of(row["group"]) in groups and text_of(row["other_group"]) in groups
    ]  # fmt: skip
    pairs = dict.fromkeys((text_of(row["group"]), text_of(row["other_group"])) for row in rows)
    blocks: list[Block] = []
    for pair in pairs:
        own = [row for row in rows if (text_of(row["group"]), text_of(row["other_group"])) == pair]
        blocks += _unshared_between(desk, own, *(desk.words(side) for side in pair))
    return blocks


def _unshared_between(desk: Desk, rows: list[Row], group: str, other: str) -> list[Block]:
    blocks: list[Block] = [
        Heading(3, f"Words of {group} that {other} never used"),
        Paragraph((
            "Nobody in the other group is recorded using them, nor any note without a name.",
            "Everyday words are left out, and words that each used on a matter of its own.",
        )),
    ]  # fmt: skip
    if not desk.reflexive:
        blocks.append(Table(
            "What each group says about the same themes",
            ("Word", f"{capitalised(group)} who use it", "Themes", f"What {other} said there"),
            tuple(
                (
                    Cell((f"“{text_of(row['word'])}”",), strong=True),
                    Cell((f"{whole_of(row['n_people']):,}",)),
                    Cell((listed(f"“{theme}”" for theme in row["themes"]) or "in no theme",)),
                    Cell((listed(f"“{word}”" for word in row["instead"])
                          or "no word of at least three people",)),
                )
                for row in rows[:_LISTED]
            ),
            style="wide",
        ))  # fmt: skip
    for row in rows[:_IN_CONTEXT]:
        own = desk.quotes.choose([str(e) for e in row["excerpt_ids"]], _QUOTES)
        theirs = desk.quotes.choose([str(e) for e in row["instead_excerpt_ids"]], _QUOTES)
        if own and theirs:
            blocks += [
                Heading(4, f"In context: “{text_of(row['word'])}”"),
                QuotePair(capitalised(group), own, f"{capitalised(other)}, on the same themes",
                          theirs),
            ]  # fmt: skip
    return blocks


def unshared_words_of(desk: Desk, themes: Sequence[str]) -> list[Row]:
    """Return the rows of words that one group never used, on these themes."""
    return [
        row for row in rows_of(desk.material.unshared_words) if set(themes) & set(row["themes"])
    ]
