"""The framework matrix as one page to work with: cases × themes, a tile opens its words.

For the team alone: a row gathers what one person said, which no report that leaves may do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.drafting.facts import excerpt_kinds, sensitive_themes
from insights.reporting.material import ReportMaterial
from insights.reporting.rendering.html import content_policy, read_asset, template
from insights.reporting.wording import capitalised, counted_noun, listed, say_kinds

_MOST_CASES = 500


@dataclass(frozen=True)
class MatrixExcerpt:
    """An excerpt behind a cell."""

    excerpt_id: str
    text: str
    cleared: bool
    kind: str = ""


@dataclass(frozen=True)
class MatrixCell:
    """A case's words on a theme: a draft in their words, or a person's summary."""

    anchor: str
    case: str
    group: str  # "" for none
    group_words: str
    theme: str
    summary: str
    edited: bool
    why_stale: str
    excerpts: tuple[MatrixExcerpt, ...]

    @property
    def cleared(self) -> bool:
        """Whether all the words that a draft shows may be shown plainly."""
        return self.edited or all(excerpt.cleared for excerpt in self.excerpts)

    @property
    def kinds(self) -> str:
        """How many excerpts of each kind there are; problems and ideas are never pooled."""
        return say_kinds(excerpt.kind for excerpt in self.excerpts) or "none any more"


@dataclass(frozen=True)
class MatrixRow:
    """One case: its name, its group, and its cells in the order of the themes."""

    case: str
    group: str
    group_words: str
    style: str  # a, b, or other
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole matrix, ready to be drawn."""

    themes: tuple[str, ...]
    sensitive: frozenset[str]
    groups: tuple[tuple[str, str], ...]  # key, as readers call it
    rows: tuple[MatrixRow, ...]
    n_more: int = 0

    def of_theme(self, at: int) -> tuple[MatrixCell, ...]:
        """Return the cells of one theme."""
        return tuple(cell for row in self.rows if (cell := row.cells[at]) is not None)


def compose_matrix_page(material: ReportMaterial) -> Matrix:
    """Return table ``framework`` as rows of cells: people by group, then notes without names.

    Cases have the names that framework.xlsx gives them. Of very many cases only the first
    are shown; the workbook has them all.
    """
    rows = rows_of(material.framework)
    themes = tuple(sorted({text_of(row["theme"]) for row in rows}))
    order = {group: place for place, group in enumerate(material.groups)}
    kinds = excerpt_kinds(material.excerpts)
    cases: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        cases.setdefault((text_of(row["case"]), text_of(row["participant_id"])), []).append(row)

    def place(case: tuple[str, str]) -> tuple[bool, int, str, str]:
        group = _group_of(cases[case])
        return (case[0] != "person", order.get(group, len(order)), group, case[1])

    ordered = sorted(cases, key=place)
    groups = list(dict.fromkeys(_group_of(cases[case]) for case in ordered))
    return Matrix(
        themes=themes,
        sensitive=sensitive_themes(material.codes),
        groups=tuple((group, _words(material, group)) for group in groups),
        rows=tuple(
            _row(material, number, case, cases[case], themes, order, kinds)
            for number, case in enumerate(ordered[:_MOST_CASES], start=1)
        ),
        n_more=max(len(ordered) - _MOST_CASES, 0),
    )


def render_matrix_page(material: ReportMaterial) -> str:
    """Return ``framework.html``: one file that reads without JavaScript and asks nobody.

    Tiles and plain tables stand in the page; its script adds filters and opens a tile in
    place. The same material gives the same bytes.
    """
    style = read_asset("commissioner.css") + read_asset("framework.css")
    script = read_asset("framework.js")
    matrix = compose_matrix_page(material)
    fictional = ("Fictional demonstration data",) if material.project.fictional else ()
    return template("framework.html.j2").render(
        matrix=matrix,
        title=material.project.title,
        status=("Internal draft, never for release", *fictional),
        facts=_facts(matrix),
        policy=content_policy(style, [script]),
        style=style,
        script=script,
    )


def _facts(matrix: Matrix) -> str:
    cells = [cell for row in matrix.rows for cell in row.cells if cell is not None]
    n_edited = sum(cell.edited for cell in cells)
    n_stale = sum(bool(cell.why_stale) for cell in cells)
    there = listed(
        counted_noun(len(found), noun)
        for found, noun in ((matrix.rows, "case"), (matrix.themes, "theme"), (cells, "cell"))
    )
    parts = [f"{there}."]
    if cells:
        verb = "has" if n_edited == 1 else "have"
        parts.append(f"{n_edited:,} of {len(cells):,} cells {verb} a summary by a person.")
    if n_stale:
        parts.append(f"{counted_noun(n_stale, 'cell')} to look at again.")
    if matrix.n_more:
        parts.append(f"{matrix.n_more:,} more cases stand in framework.xlsx.")
    return " ".join(capitalised(part) for part in parts)


def _row(
    material: ReportMaterial,
    number: int,
    case: tuple[str, str],
    rows: Sequence[Row],
    themes: Sequence[str],
    order: dict[str, int],
    kinds: dict[str, str],
) -> MatrixRow:
    group = _group_of(rows)
    name = case[1] if case[0] == "person" else f"Notes without names, {case[1]}"
    words = _words(material, group, 1 if case[0] == "person" else 2)
    by_theme = {
        text_of(row["theme"]): MatrixCell(
            anchor=f"cell-{number}-{themes.index(text_of(row['theme'])) + 1}",
            case=name,
            group=group,
            group_words=words,
            theme=text_of(row["theme"]),
            summary=text_of(row["summary"]),
            edited=bool(row["edited"]),
            why_stale=text_of(row["why_stale"]) if row["stale"] else "",
            excerpts=tuple(
                MatrixExcerpt(e, material.shown_text(e), material.is_said_plainly(e), kinds[e])
                for e in (str(one) for one in row["excerpt_ids"])
                if e in material.excerpt
            ),
        )
        for row in rows
    }
    style = "ab"[order[group]] if case[0] == "person" and order.get(group, 2) < 2 else "other"
    return MatrixRow(name, group, words, style, tuple(by_theme.get(theme) for theme in themes))


def _group_of(rows: Sequence[Row]) -> str:
    return next((text_of(row["group"]) for row in rows if text_of(row["group"])), "")


def _words(material: ReportMaterial, group: str, n: int = 2) -> str:
    return capitalised(material.words(group, n)) if group else "Group not known"
