"""For researchers: cases that do not fit, single voices, and the framework matrix at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from insights.disclosure import is_count_shown
from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Chart,
    Heading,
    Paragraph,
    QuoteList,
    Section,
    Table,
)
from insights.reporting.figures.tile_charts import FrameworkTiles, compose_framework_tiles
from insights.reporting.wording import capitalised, counted_noun

if TYPE_CHECKING:
    import pandas as pd

_QUOTES, _CASES, _THEMES = 6, 60, 12
_KIND = {"problem": "problems", "idea": "ideas", "unspecified": "open"}
_WHY = {  # for one, for several
    "opposes": ("stands against it", "stand against it"),
    "mixed": ("is in two minds about it", "are in two minds about it"),
}


def compose_negative_cases(desk: Desk) -> Section | None:
    """Return every case that speaks against what a theme claims, with its words in full.

    Only what a person recorded: a stance on a coding, or a judgement that groups conflict.
    """
    by_theme: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of(desk.material.negative_cases):
        by_theme.setdefault((text_of(row["theme"]), text_of(row["prompt_kind"])), []).append(row)
    blocks: list[Block] = []
    for number, ((theme, kind), rows) in enumerate(by_theme.items(), start=1):
        blocks.append(Heading(3, f"“{theme}”, {_KIND[kind]}"))
        for place, (claim, here) in enumerate(_by_claim(rows), start=1):
            ids = list(dict.fromkeys(str(e) for row in here for e in row["excerpt_ids"]))
            told = desk.claim(f"negative.{number}.{place}", _say_cases(desk, theme, here), ids)
            blocks.append(Paragraph((told,), lead=f"Against “{claim}”:" if claim else ""))
            if ids and text_of(here[0]["why"]) != "conflict":
                blocks.append(QuoteList("", desk.quotes.choose(ids, _QUOTES)))
    if not blocks:
        return None
    return Section(
        "negative", "Negative cases", "Negative cases", tuple(blocks),
        "Stances and conflicts as people recorded them. A stance that nobody recorded is no "
        "agreement.",
    )  # fmt: skip


def _by_claim(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[tuple[str, bool], list[Row]] = {}
    for row in rows:
        key = (text_of(row["claim"]), text_of(row["why"]) == "conflict")
        found.setdefault(key, []).append(row)
    return [(claim, here) for (claim, _), here in found.items()]


def _say_cases(desk: Desk, theme: str, rows: Sequence[Row]) -> str:
    if text_of(rows[0]["why"]) == "conflict":
        return "A person judged that two groups say opposing things; the findings quote both."
    told = []
    for why, (one, several) in _WHY.items():
        people = {text_of(row["participant_id"]) for row in rows if text_of(row["why"]) == why}
        named = len(people - {""})
        if named:
            verb = one if named == 1 else several
            told.append(f"{_say_people(desk, theme, named, rows)} {verb}.")
        if "" in people:
            told.append(f"A note that names nobody {one}.")
    return " ".join(capitalised(sentence) for sentence in told)


def _say_people(desk: Desk, theme: str, n: int, rows: Sequence[Row]) -> str:
    if desk.reflexive:
        return "somebody" if n == 1 else "several people"
    of = whole_of(rows[0]["n_people"])
    if theme in desk.sensitive and n <= 2:
        return "fewer than three people" if n > 1 else "somebody"
    if is_count_shown(n, of, sensitive=theme in desk.sensitive,
                      smallest_group=desk.settings.smallest_group):  # fmt: skip
        return f"{n:,} of {of:,} people who raised it"
    return counted_noun(n, "person", "people")


def compose_single_voices(desk: Desk) -> Section | None:
    """Return every serious voice, and every theme that one person alone raised in a group."""
    rows = [row for row in rows_of(desk.material.single_voices)
            if text_of(row["excerpt_id"]) in desk.material.excerpt]  # fmt: skip
    serious = [text_of(row["excerpt_id"]) for row in rows if row["serious"]]
    alone = [text_of(row["excerpt_id"]) for row in rows if not row["serious"]]
    blocks: list[Block] = []
    for name, lead, text, ids in (
        ("serious", "Serious.", "A person marked these: safety, rights or exclusion.", serious),
        ("alone", "Alone.", "Nobody else in the group was recorded raising the theme.", alone),
    ):  # fmt: skip
        if ids:
            claim = desk.claim(f"single.{name}", text, ids)
            quotes = tuple(desk.quotes.quote(excerpt_id) for excerpt_id in ids)
            blocks += [Paragraph((claim,), lead=lead), QuoteList("", quotes)]
    if not blocks:
        return None
    return Section(
        "single-voices", "Single voices", "Single voices", tuple(blocks),
        "Listed whatever the counts say, at any confidence. Check with the person before acting.",
    )  # fmt: skip


def compose_matrix(desk: Desk) -> Section | None:
    """Return cases by themes as tiles: how many excerpts of each case carry each theme.

    Cases have no names here; who they are stands in framework.html and framework.xlsx, which
    do not leave the team. Sensitive themes and groups too small to show are left out. A
    release has no such chapter: a line of tiles is one person's story.
    """
    if desk.material.released:
        return None
    small = {g for g in desk.people if len(desk.people[g]) < desk.settings.smallest_group}
    table = desk.material.framework
    shown = table[
        (table["case"] == "person") & ~table["group"].isin(small)
        & ~table["theme"].isin(desk.sensitive)
    ]  # fmt: skip
    if desk.reflexive or shown.empty:
        return None
    groups = [g for g in desk.material.groups if g in set(shown["group"])]
    whole = compose_framework_tiles(shown, group_words=desk.words, groups=groups)
    # By group, then by what they raised: neither the register's order nor the order of speech.
    ordered = sorted(whole.rows, key=lambda row: (row.style, [-n for n in row.counts], row.label))
    called = {row.label: f"Case {n}" for n, row in enumerate(ordered[:_CASES], start=1)}
    charts = []
    for kind, name in _KIND.items():
        # Kinds are never pooled in one count, so each has tiles of its own.
        of_kind = _of_kind(desk, shown, kind)
        if of_kind.empty:
            continue
        spec = compose_framework_tiles(
            of_kind, group_words=desk.words, groups=groups, themes=whole.themes[:_THEMES],
            title=f"Who raised which theme: {name}",
        )  # fmt: skip
        own = {row.label: row for row in spec.rows}
        rows = tuple(
            replace(own[label], label=case) for label, case in called.items() if label in own
        )
        if rows:
            charts.append(_tiles(desk, replace(spec, rows=rows), groups, kind,
                                 len(ordered) - len(called)))  # fmt: skip
    return Section(
        "framework", "Framework matrix", "Matrix", (_say_written(table), *charts),
        "A case is a person. Numbers count excerpts, never people, and each kind apart. Each "
        "cell’s own words stand in framework.html, which does not leave the team.",
    )  # fmt: skip


def _say_written(table: pd.DataFrame) -> Paragraph:
    """Return how many cells an analyst has summed up; the others are drafts."""
    n, n_all = int(table["edited"].astype(bool).sum()), len(table)
    if n == n_all:
        return Paragraph(("Every cell has an analyst’s summary.",))
    told = f"{n:,} of {counted_noun(n_all, 'cell')} {'has' if n == 1 else 'have'}"
    return Paragraph((
        f"{told} an analyst’s summary.",
        "A cell without one holds a draft in the case’s own words, as a prompt to read.",
    ))  # fmt: skip


def _of_kind(desk: Desk, cells: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the cells with their excerpts of one kind alone; without any a cell is left out."""
    ids = cells["excerpt_ids"].map(
        lambda own: [str(e) for e in own if desk.kind_of.get(str(e), "unspecified") == kind]
    )
    return cells.assign(excerpt_ids=ids)[ids.map(len) > 0]


def _tiles(
    desk: Desk, spec: FrameworkTiles, groups: Sequence[str], kind: str, n_more: int
) -> Chart:  # fmt: skip
    names = [desk.words(group, 1) for group in groups[:2]]
    note = (
        "A tile is one person’s. Sensitive themes give no count under three people, so they have "
        "no tiles; groups under the smallest size have none either."
    )
    table = Table(
        f"Excerpts per case and theme: {_KIND[kind]}",
        ("Case", *spec.themes),
        tuple(
            (
                Cell((f"{row.label}, {(*names, 'another group', 'another group')[row.style]}",),
                     strong=True),
                *(Cell((f"{n:,}",)) if n else Cell() for n in row.counts),
            )
            for row in spec.rows
        ),
        note=note + (f" {n_more:,} more cases are not shown." if n_more else ""),
        style="wide",
    )  # fmt: skip
    alt = (
        f"Tiles of {counted_noun(len(spec.rows), 'case')} by "
        f"{counted_noun(len(spec.themes), 'theme')}. The number on a tile counts excerpts, "
        f"those of one kind alone: {_KIND[kind]}. The table below has the same figures."
    )
    return Chart(f"tiles-{kind}", spec.title, spec, alt, table)
