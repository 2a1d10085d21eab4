"""For researchers: what would change each result, and how often such rules err."""

from __future__ import annotations

from dataclasses import fields

from insights.disclosure import is_count_shown
from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
)
from insights.reporting.wording import capitalised, counted_noun

_ROWS = 80
_KIND = {"problem": "problems", "idea": "ideas", "unspecified": "open"}
_USUAL = "as counted"


def compose_sensitivity(desk: Desk) -> Section | None:
    """Return every sensitivity run, what honest error rates look like, and the thresholds."""
    if desk.reflexive or not desk.compared:
        return None
    return Section(
        "sensitivity", "Sensitivities and error rates", "Sensitivities",
        (*_runs(desk), Heading(3, "What honest error rates look like"), *_error_rates(),
         _thresholds(desk)),
    )  # fmt: skip


def _runs(desk: Desk) -> list[Block]:
    rows = [row for row in rows_of(desk.material.sensitivities)
            if (text_of(row["group_a"]), text_of(row["group_b"])) == desk.pair
            and _may_show(desk, row)]  # fmt: skip
    names = list(dict.fromkeys(text_of(row["run"]) for row in rows))
    blocks: list[Block] = [Items((
        Paragraph(("Each participant is left out in turn, in every run.",
                   "A difference is claimed only if it then holds.")),
        Paragraph((_say_runs(names),)),
    ))]  # fmt: skip
    by_theme: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
        by_theme.setdefault(key, {})[text_of(row["run"])] = row
    changed = {key: runs for key, runs in by_theme.items()
               if any(row["changed"] for row in runs.values())}  # fmt: skip
    if not by_theme:
        return blocks
    blocks.append(Paragraph((_say_changed(len(changed), len(by_theme)),)))
    if len(names) > 1:
        blocks.append(Table(
            "How prominent each theme is in each run",
            ("Theme", *(capitalised(name) for name in names)),
            tuple(
                (
                    Cell((f"{theme} ({_KIND[kind]})",), strong=True),
                    *(Cell((_say_run(runs.get(name)),)) for name in names),
                )
                for (theme, kind), runs in list(by_theme.items())[:_ROWS]
            ),
            note="P(Δ > 0) in brackets, but not where the few people with both roles are moved. "
            "“Changed” marks a result other than as counted. Counts too small to show are left "
            "out.",
            style="wide",
        ))  # fmt: skip
    return blocks


def _may_show(desk: Desk, row: Row) -> bool:
    sensitive = text_of(row["theme"]) in desk.sensitive
    return all(
        is_count_shown(whole_of(row[f"k_{side}"]), whole_of(row[f"n_{side}"]),
                       sensitive=sensitive, smallest_group=desk.settings.smallest_group)
        for side in "ab"
    )  # fmt: skip


def _say_runs(names: list[str]) -> str:
    tried = [name for name in names if name != _USUAL]
    if not any("roles" in name for name in tried):
        return "Two other priors are tried. Nobody here has both roles, so nobody is moved."
    return "Two other priors are tried, and people with both roles are left out and moved."


def _say_changed(n: int, of: int) -> str:
    if not n:
        return "No run changes what is said of any theme."
    verb = "changes" if n == 1 else "change"
    return f"{capitalised(counted_noun(n, 'result'))} of {of:,} {verb} in some run."


def _say_run(row: Row | None) -> str:
    if row is None:
        return "not run"
    changed = ", changed" if row["changed"] else ""
    # So few people have both roles that a figure would say how they stand.
    moved = "roles" in text_of(row["run"])
    figure = "" if moved else f" ({float(row['p_greater']):.3f})"
    return f"{text_of(row['prominence']) or '–'}{figure}{changed}"


def _error_rates() -> list[Block]:
    nulls = Table(
        "False calls of “different” in 100, simulated with no true difference",
        ("Rule and setting", "Rate in 100"),
        tuple(
            (Cell((setting,), strong=True), Cell((rate,)))
            for setting, rate in (
                ("P(Δ > 0) at least 0.975 alone, worst case (6 against 7 people)", "9.2"),
                ("With leaving one out, worst case of 6 to 30 people a group", "5.7"),
                ("With leaving one out, mean over 6 to 30 people a group", "3.4"),
                ("The same, groups share their sessions", "2 to 3"),
                ("One session per group, 8 people each", "6"),
                ("One session per group, 12 people each", "8"),
                ("One session per group, 20 people each", "13"),
                ("One session per group, 30 people each", "18"),
                ("χ² on excerpts, where people differ in how much they dwell on it", "about 33"),
            )
        ),
        note="One session per group: baseline 0.3, and a shift with standard deviation 0.5 on "
        "the logit scale between sessions. A benchmark of the software repeats the simulations.",
    )  # fmt: skip
    texts = (
        "A true 7 in 10 against 3 in 10 is found one time in four with 8 people a group.",
        "Twenty independent themes tested at 0.05 give a 64 in 100 chance of some false flag.",
    )
    return [nulls, Items(tuple(Paragraph((text,)) for text in texts))]


def _thresholds(desk: Desk) -> Table:
    settings = desk.settings
    return Table(
        "Thresholds, as they were applied", ("Threshold", "Value"),
        tuple(
            (Cell((part.name.replace("_", " "),), strong=True),
             Cell((f"{getattr(settings, part.name):g}",)))
            for part in fields(settings)
        ),
    )  # fmt: skip
