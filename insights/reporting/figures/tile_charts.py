"""Framework tiles: which case raised which theme, one specification, two drawings.

A tile is a cell of the framework matrix; the number on it counts the excerpts behind it.
For researchers: its rows are single people, by their pseudonymous ids.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from insights.reporting.figures.charts import COLOURS, TEXT_COLOURS, draw_plotly, draw_png, draw_svg
from insights.reporting.figures.drawing import (
    GRID,
    INK,
    QUIET,
    drawable,
    in_our_font,
    save_figure,
    wrap_label,
)

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

GroupWords = Callable[[str, int], str]
_LABEL_WIDTH = 24
_SHAPES = ("circle", "diamond", "square")
_MARKERS = {"circle": "o", "diamond": "D", "square": "s"}
_NOTES = 2  # style of notes that name nobody, and of people in no shown group


@dataclass(frozen=True)
class TileRow:
    """One case: its name, its style (0, 1: the groups; 2: neither), excerpts per theme."""

    label: str
    style: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class FrameworkTiles:
    """The framework matrix at a glance: cases down, themes across."""

    title: str
    themes: tuple[str, ...]
    groups: tuple[str, ...]  # as readers call them, in the order of styles
    rows: tuple[TileRow, ...]
    axis: str = "Excerpts of each case that carry each theme"

    @property
    def names(self) -> tuple[str, ...]:
        """What each style stands for: the two groups ("" where there is none), then notes."""
        no_group = ("",) * (_NOTES - len(self.groups))
        return (*self.groups, *no_group, "Notes without names, and others")


def compose_framework_tiles(
    framework: pd.DataFrame,
    *,
    group_words: GroupWords,
    groups: Sequence[str],
    themes: Sequence[str] | None = None,
    title: str = "Who raised which theme",
) -> FrameworkTiles:
    """Return the tiles of a framework matrix: people by group and id, then sessions' notes.

    Parameters
    ----------
    framework
        Table ``framework``.
    groups
        The two groups compared, in order; people of others are drawn apart.
    themes
        Which, in order; by default all, the most widely raised first.
    """
    counts: dict[tuple[str, str], dict[str, int]] = {}
    style: dict[tuple[str, str], int] = {}
    for case, case_id, group, theme, ids in zip(
        *(framework[c] for c in ("case", "participant_id", "group", "theme", "excerpt_ids")),
        strict=True,
    ):
        key = (str(case), str(case_id))
        counts.setdefault(key, {})[str(theme)] = len(ids)
        shown = case == "person" and group in groups[:2]
        style.setdefault(key, list(groups).index(group) if shown else _NOTES)
    spread = {
        theme: sum(bool(own.get(theme)) for own in counts.values())
        for theme in sorted({theme for own in counts.values() for theme in own})
    }
    across = tuple(themes or sorted(spread, key=lambda theme: (-spread[theme], theme)))
    rows = tuple(
        TileRow(
            key[1] if key[0] == "person" else f"Notes without names, {key[1]}",
            style[key],
            tuple(counts[key].get(theme, 0) for theme in across),
        )
        for key in sorted(counts, key=lambda key: (key[0] != "person", style[key], key[1]))
    )
    names = tuple(group_words(group, 2) for group in groups[:2])
    return FrameworkTiles(title, across, tuple(name[:1].upper() + name[1:] for name in names), rows)


@draw_plotly.register(FrameworkTiles)
def _draw_tiles(spec: FrameworkTiles) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    for style, name in enumerate(spec.names):
        tiles = [
            (at, y, row.counts[at], row.label)
            for y, row in enumerate(spec.rows)
            for at in range(len(spec.themes))
            if row.style == style and row.counts[at]
        ]
        if not tiles:
            continue
        figure.add_scatter(
            x=[at for at, _, _, _ in tiles],
            y=[y for _, y, _, _ in tiles],
            mode="markers+text",
            name=escape(name),
            text=[str(n) for _, _, n, _ in tiles],
            textfont={"size": 11, "color": "#ffffff"},
            marker={"color": _colour(style), "symbol": _SHAPES[style], "size": 22},
            hovertext=[
                f"{escape(label)}<br>{escape(spec.themes[at])}: {n} "
                f"{'excerpt' if n == 1 else 'excerpts'}"
                for at, _, n, label in tiles
            ],
            hoverinfo="text",
        )  # fmt: skip
    across = [wrap_label(theme, 20, 2) for theme in spec.themes]
    top = 92 + 7 * max((len(line) for lines in across for line in lines), default=0)
    figure.update_layout(
        template="none",
        height=top + 20 + 30 * len(spec.rows),
        margin={"l": 108, "r": 12, "t": top, "b": 16},
        font={"family": "system-ui, sans-serif", "size": 13, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        legend={"orientation": "h", "x": 0, "y": 0.985, "yanchor": "top", "yref": "container"},
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": INK}},
        dragmode=False,
    )
    figure.update_xaxes(
        side="top", tickvals=list(range(len(spec.themes))), fixedrange=True, zeroline=False,
        ticktext=["<br>".join(map(escape, lines)) for lines in across], tickangle=-90,
        range=[-0.6, len(spec.themes) - 0.4], gridcolor=GRID, ticks="",
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(spec.rows))), fixedrange=True, zeroline=False, ticks="",
        ticktext=["<br>".join(map(escape, wrap_label(row.label, 15, 2))) for row in spec.rows],
        range=[len(spec.rows) - 0.4, -0.6], gridcolor=GRID,
    )  # fmt: skip
    return figure


@draw_svg.register(FrameworkTiles)
def _tiles_svg(spec: FrameworkTiles) -> bytes:
    return save_figure(_figure(spec), "svg", spec.title)


@draw_png.register(FrameworkTiles)
def _tiles_png(spec: FrameworkTiles) -> bytes:
    return save_figure(_figure(spec), "png", spec.title)


def _figure(spec: FrameworkTiles) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    n, m = len(spec.rows), len(spec.themes)
    width, height = 1.9 + 0.95 * max(m, 4), 1.35 + 0.24 * n
    with in_our_font():
        figure = Figure(figsize=(width, height), facecolor="white")
        axes = figure.add_axes((1.75 / width, 0.1 / height, 1 - 1.85 / width, 1 - 1.25 / height))
        for y, row in enumerate(spec.rows):
            for at, count in enumerate(row.counts):
                if count:
                    axes.plot([at], [y], marker=_MARKERS[_SHAPES[row.style]], markersize=11,
                              color=_colour(row.style), zorder=2)  # fmt: skip
                    axes.text(at, y, str(count), ha="center", va="center", fontsize=6.5,
                              color="white", zorder=3)  # fmt: skip
        axes.set_xlim(-0.6, m - 0.4)
        axes.set_ylim(n - 0.4, -0.6)
        axes.xaxis.tick_top()
        axes.set_xticks(range(m), ["\n".join(wrap_label(drawable(t), 14)) for t in spec.themes])
        axes.set_yticks(
            range(n), [wrap_label(drawable(row.label), _LABEL_WIDTH, 1)[0] for row in spec.rows]
        )
        axes.tick_params(length=0, labelsize=7.5, colors=INK)
        axes.grid(color=GRID, linewidth=0.6, zorder=0)
        for side in axes.spines.values():
            side.set_visible(False)
        names = spec.names
        used = sorted({row.style for row in spec.rows})
        handles = [
            Line2D([], [], marker=_MARKERS[_SHAPES[i]], color=_colour(i), linestyle="none",
                   markersize=8, label=drawable(names[i]))
            for i in used
        ]  # fmt: skip
        figure.legend(handles=handles, loc="upper left", ncols=len(used), frameon=False,
                      fontsize=8, bbox_to_anchor=(0.005, 1.0), borderaxespad=0.3)  # fmt: skip
    return figure


def _colour(style: int) -> str:
    # The second group's darker shade: white figures stand on it.
    return (COLOURS[0], TEXT_COLOURS[1], QUIET)[style]
