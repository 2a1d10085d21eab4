"""The chapter on where the groups agree, differ and are silent."""

from __future__ import annotations

from collections.abc import Mapping

from insights.reporting.cells import rows_by, rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Badge,
    Block,
    Cell,
    Chart,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.drafting.facts import counts_of
from insights.reporting.figures.charts import Dot, DotRow, PairedDots
from insights.reporting.statements import CLASS_WORDS, subject
from insights.reporting.wording import Count, capitalised, counted_noun, listed, short_count

_CHART_ROWS = 14
_KIND_WORDS: Mapping[str, str] = {
    "problem": "Problems and experiences",
    "idea": "Ideas and solutions",
    "unspecified": "Also said, without a set question",
}


def compose_agreement(desk: Desk) -> Section | None:
    """Return where the groups agree, differ and are silent, with one chart per kind."""
    if desk.reflexive or desk.pair is None or not desk.compared:
        return None
    classes = {text_of(row["convergence"]) for row in desk.compared.values()}
    if desk.uncounted and classes <= {"not comparable", "not yet judged", "not raised"}:
        return None
    blocks: list[Block] = [table for table in (_classes(desk),) if table.rows]
    for kind, title in _KIND_WORDS.items():
        chart = _chart(desk, kind, title)
        if chart:
            blocks.append(chart)
    unraised = [
        text_of(row["theme"]) for row in desk.compared.values()
        if text_of(row["convergence"]) == "not raised"
    ]  # fmt: skip
    if unraised:
        named = listed(f"“{theme}”" for theme in dict.fromkeys(unraised))
        blocks.append(Paragraph(
            ((f"The codebook also has {named}. Nobody was recorded raising "
             f"{'it' if len(set(unraised)) == 1 else 'them'}."),),
            lead="Not raised.",
        ))  # fmt: skip
    blocks += _other_pairs(desk)
    if not blocks:
        return None
    first, second = (desk.words(group) for group in desk.pair)
    return Section(
        "agreement", "Where the groups agree, differ and are silent", "Agreement", tuple(blocks),
        f"This sets {first} beside {second}. Problems and ideas are never counted together.",
    )  # fmt: skip


def _classes(desk: Desk) -> Table:
    by_class = rows_by("convergence", desk.findings)
    rows = []
    for convergence, (label, meaning) in CLASS_WORDS.items():
        here = by_class.get(convergence, [])
        if not here:
            continue
        themes: list[Words] = [
            f"{subject(text_of(row['theme']), text_of(row['prompt_kind']))} "
            f"({text_of(row['finding_id'])}){';' if number < len(here) else ''}"
            for number, row in enumerate(here, start=1)
        ]
        rows.append((
            Cell((), (Badge("class", label),)), Cell((meaning,)),
            Cell(tuple(themes)),
        ))  # fmt: skip
    return Table("Themes by what the two groups said", ("Result", "What it means", "Themes"),
                 tuple(rows))  # fmt: skip


def _chart(desk: Desk, kind: str, title: str) -> Chart | None:
    pair = desk.pair
    assert pair is not None  # compose_agreement returns early without one
    entries = []
    for row in desk.findings:
        if text_of(row["prompt_kind"]) != kind:
            continue
        compared = desk.compared.get((text_of(row["theme"]), kind))
        if compared is None:
            continue
        counts = counts_of(compared, desk.settings, text_of(row["theme"]) in desk.sensitive)
        dots = tuple(
            Dot(c.k, c.n, float(compared[f"low_{side}"]), float(compared[f"high_{side}"]),
                short_count(c))
            if c.exact and c.asked else None
            for c, side in zip(counts, "ab", strict=True)
        )  # fmt: skip
        entries.append((row, counts, dots))
    drawn = [entry for entry in entries if any(entry[2])][:_CHART_ROWS]
    if not drawn:
        return None
    names = tuple(capitalised(desk.words(group)) for group in pair)
    used = {dot.n for _, _, dots in drawn for dot in dots if dot}
    spec = PairedDots(
        title=title,
        groups=names,
        rows=tuple(DotRow(text_of(row["theme"]), dots) for row, _, dots in drawn),
    )
    table = Table(
        caption=f"{title}: people recorded as raising each theme, of those asked",
        header=("Theme", *names),
        rows=tuple(
            (
                Cell((f"{text_of(row['theme'])}",), strong=True),
                *(Cell((capitalised(short_count(count)),)) for count in counts),
            )
            for row, counts, _ in drawn
        ),
    )
    alt = (
        f"Dot plot of {counted_noun(len(drawn), 'theme')}. For each it shows how many "
        f"{names[0][:1].lower() + names[0][1:]} and {names[1][:1].lower() + names[1][1:]} were "
        "recorded raising it. Lines show 95-in-100 intervals. The table below has the same "
        "figures."
    )
    if used and max(used) < 20:
        alt += " The intervals are wide, because the groups are small."
    return Chart(f"chart-{kind}", title, spec, alt, table)


def _other_pairs(desk: Desk) -> list[Block]:
    """Return what there is to say on more than two groups: a table, and a count by result."""
    comparison = desk.material.comparison
    groups = [g for g in desk.material.groups if g]
    pairs = {(text_of(row["group_a"]), text_of(row["group_b"])) for row in rows_of(comparison)}
    if len(pairs) < 2:
        return []
    cells: dict[tuple[str, str], dict[str, Count]] = {}
    results: dict[str, int] = {}
    for row in rows_of(comparison):
        if text_of(row["level"]) != "theme":
            continue
        key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
        results[text_of(row["convergence"])] = results.get(text_of(row["convergence"]), 0) + 1
        for count in counts_of(row, desk.settings, key[0] in desk.sensitive):
            cells.setdefault(key, {})[count.group] = count
    order = [(text_of(f["theme"]), text_of(f["prompt_kind"])) for f in desk.findings]
    shown = [key for key in order if key in cells][:20]
    if not shown:
        return []
    told = listed(
        f"{CLASS_WORDS[name][0].lower()} in {results[name]:,}"
        for name in CLASS_WORDS if results.get(name)
    )  # fmt: skip
    n_rows = sum(results.values())
    table = Table(
        caption=f"People recorded as raising each theme, in {counted_noun(len(groups), 'group')}",
        header=("Theme", *(capitalised(desk.words(group)) for group in groups)),
        rows=tuple(
            (
                Cell((f"{theme} ({_KIND_WORDS[kind].lower()})",), strong=True),
                *(
                    Cell((short_count(cells[theme, kind][group]),))
                    if group in cells[theme, kind] else Cell(("not compared",))
                    for group in groups
                ),
            )
            for theme, kind in shown
        ),
        style="wide",
    )  # fmt: skip
    return [
        Heading(3, "All groups"),
        Paragraph((
            (f"The groups make {counted_noun(len(pairs), 'pair')}, and with each theme "
            f"{counted_noun(n_rows, 'comparison')}."),
            "Each stands in comparison.csv.",
        )),
        Items(tuple(Paragraph((capitalised(part),)) for part in _results(results))),
        table,
    ] if told else [table]  # fmt: skip


def _results(results: Mapping[str, int]) -> list[str]:
    return [
        f"{CLASS_WORDS[name][0]}: {results[name]:,}." for name in CLASS_WORDS if results.get(name)
    ]
