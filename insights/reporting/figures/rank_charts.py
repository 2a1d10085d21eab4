"""Slope charts of ranks: where each idea stands by each ranking, one specification, two drawings.

:func:`compose_rank_slopes` says what is shown;
:func:`~insights.reporting.figures.charts.draw_plotly` draws it for the screen,
:func:`~insights.reporting.figures.charts.draw_svg` and
:func:`~insights.reporting.figures.charts.draw_png` for paper; :func:`describe_slopes` is its
text alternative and :func:`tabulate_slopes` its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

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
from insights.reporting.wording import capitalised, listed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

GroupWords = Callable[[str, int], str]
COMBINED = "combined"
_MOST_IDEAS = 12
_MOST_FAR = 3
_FAR = 0.5  # of all ideas: so many places between the groups make a line stand out
_LABEL_WIDTH = 20
WHITE = "#ffffff"
_SHAPES = ("circle", "diamond", "square")
_MARKERS = {"circle": "o", "diamond": "D", "square": "s"}


@dataclass(frozen=True)
class SlopeLine:
    """One idea: its place in each ranking, its height there, whether the groups are far apart."""

    label: str
    ranks: tuple[int, ...]
    heights: tuple[int, ...]  # equals share a place, and stand one below the other
    far: bool


@dataclass(frozen=True)
class RankSlopes:
    """A slope chart: rankings across, places down."""

    title: str
    rankings: tuple[str, ...]  # as readers call them
    styles: tuple[int, ...]  # 0 and 1: the two groups; 2: all groups alike
    lines: tuple[SlopeLine, ...]
    axis: str = "Place in each ranking, first at the top"


def compose_rank_slopes(
    priorities: pd.DataFrame,
    *,
    group_words: GroupWords,
    titles: Mapping[str, str] | None = None,
    round_name: str | None = None,
    title: str = "Where each idea stands",
    most_ideas: int = _MOST_IDEAS,
) -> RankSlopes | None:
    """Return the slope chart of one round of voting, or None where nothing can be set side by side.

    The combined ranking stands between those of the first two groups. Groups too small to
    show have no ranking of their own. Ideas by combined place, at most ``most_ideas``.

    Parameters
    ----------
    priorities
        Table ``priorities``.
    round_name
        Which round; the first by default.
    """
    rounds = priorities["round"].astype(object).where(priorities["round"].notna(), None)
    chosen = round_name if round_name is not None else next(iter(rounds), None)
    part = priorities[rounds.isna()] if chosen is None else priorities[rounds == chosen]
    small = part["caveats"].fillna("").str.contains("small_group")
    groups = list(dict.fromkeys(part.loc[(part["group"] != COMBINED) & ~small, "group"]))[:2]
    if len(groups) < 2:
        return None
    order = (groups[0], COMBINED, groups[1])
    ranks: dict[str, dict[str, int]] = {}
    for group, idea, rank in zip(part["group"], part["idea_id"], part["rank"], strict=True):
        ranks.setdefault(str(group), {})[str(idea)] = int(rank)
    ideas = list(ranks[COMBINED])[:most_ideas]
    names = titles or {}
    heights = [
        {idea: at for at, idea in enumerate(sorted(ideas, key=lambda i: (ranks[g][i],
                                                                         ideas.index(i))), 1)}
        for g in order
    ]  # fmt: skip
    lines = tuple(
        SlopeLine(
            names.get(idea, idea),
            tuple(ranks[group][idea] for group in order),
            tuple(height[idea] for height in heights),
            abs(ranks[groups[0]][idea] - ranks[groups[1]][idea]) >= _FAR * len(ideas),
        )
        for idea in ideas
    )
    shown = tuple("Groups weighed alike" if g == COMBINED else capitalised(group_words(g, 2))
                  for g in order)  # fmt: skip
    return RankSlopes(title, shown, (0, 2, 1), lines)


def describe_slopes(spec: RankSlopes) -> str:
    """Return the chart in words: each ranking's first places, and what stands far apart."""
    parts = [f"{spec.title}: {len(spec.lines)} ideas, {len(spec.rankings)} rankings."]
    for at, ranking in enumerate(spec.rankings):
        first = [f"“{line.label}”" for line in spec.lines if line.ranks[at] == 1]
        if first:
            parts.append(f"{ranking}, first: {listed(first)}.")
    far = [line for line in spec.lines if line.far]
    if far:
        parts.append(f"Far apart, by place in each: {listed(map(_places, far[:_MOST_FAR]))}.")
    if len(far) > _MOST_FAR:
        more = len(far) - _MOST_FAR
        parts.append(f"{more} more {'stands' if more == 1 else 'stand'} as far apart.")
    return " ".join(parts)


def tabulate_slopes(spec: RankSlopes) -> list[dict[str, Any]]:
    """Return the chart's table: a row per idea, its place in each ranking."""
    return [
        {"Idea": line.label, **dict(zip(spec.rankings, line.ranks, strict=True))}
        for line in spec.lines
    ]


@draw_plotly.register(RankSlopes)
def _draw_slopes(spec: RankSlopes) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    across = list(range(len(spec.rankings)))
    for line in spec.lines:
        figure.add_scatter(
            x=across, y=list(line.heights), mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": INK if line.far else GRID, "width": 2.5 if line.far else 1.5},
        )  # fmt: skip
    for at, (ranking, style) in enumerate(zip(spec.rankings, spec.styles, strict=True)):
        figure.add_scatter(
            x=[at] * len(spec.lines),
            y=[line.heights[at] for line in spec.lines],
            mode="markers+text",
            name=escape(ranking),
            text=[_place(spec, at, line) for line in spec.lines],
            textposition={0: "middle left", across[-1]: "middle right"}.get(at, "middle center"),
            textfont={"size": 12, "color": _text_colour(style) if _at_an_end(spec, at) else WHITE},
            marker={"color": _colour(style), "symbol": _SHAPES[style],
                    "size": 11 if _at_an_end(spec, at) else 25,
                    "line": {"color": WHITE, "width": 1.5}},
            hovertext=[f"{escape(line.label)}<br>{escape(ranking)}: {_place(spec, at, line)}"
                       for line in spec.lines],
            hoverinfo="text",
            cliponaxis=False,
        )  # fmt: skip
    for line in spec.lines:
        figure.add_annotation(
            x=across[-1], xshift=36, y=line.heights[-1], xanchor="left", showarrow=False,
            align="left", text="<br>".join(map(escape, wrap_label(line.label, _LABEL_WIDTH, 2))),
            font={"size": 12.5, "color": INK, "weight": 600 if line.far else 400},
        )  # fmt: skip
    figure.update_layout(
        template="none",
        height=130 + 36 * len(spec.lines),
        margin={"l": 34, "r": 178, "t": 86, "b": 16},
        legend={"orientation": "h", "x": 0, "y": 0.985, "yanchor": "top", "yref": "container"},
        font={"family": "system-ui, sans-serif", "size": 13, "color": INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": INK}},
        dragmode=False,
    )
    figure.update_xaxes(range=[-0.25, across[-1] + 0.1], visible=False, fixedrange=True)
    figure.update_yaxes(range=[len(spec.lines) + 0.6, 0.3], visible=False, fixedrange=True)
    return figure


@draw_svg.register(RankSlopes)
def _slopes_svg(spec: RankSlopes) -> bytes:
    return save_figure(_figure(spec), "svg", spec.title)


@draw_png.register(RankSlopes)
def _slopes_png(spec: RankSlopes) -> bytes:
    return save_figure(_figure(spec), "png", spec.title)


def _figure(spec: RankSlopes) -> Figure:
    from matplotlib.figure import Figure

    n, last = len(spec.lines), len(spec.rankings) - 1
    with in_our_font():
        figure = Figure(figsize=(7.6, 0.95 + 0.3 * n), facecolor="white")
        height = 0.95 + 0.3 * n
        axes = figure.add_axes((0.08, 0.1 / height, 0.54, 1 - 0.7 / height))
        for line in spec.lines:
            axes.plot(range(last + 1), line.heights, color=INK if line.far else GRID,
                      linewidth=1.7 if line.far else 1.1, zorder=1)  # fmt: skip
            label = "\n".join(wrap_label(drawable(line.label), _LABEL_WIDTH + 12, 2))
            axes.text(last + 0.2, line.heights[-1], label, va="center", fontsize=8, color=INK,
                      fontweight="bold" if line.far else "normal")  # fmt: skip
        for at, (ranking, style) in enumerate(zip(spec.rankings, spec.styles, strict=True)):
            for line in spec.lines:
                at_an_end = _at_an_end(spec, at)
                axes.plot([at], [line.heights[at]], marker=_MARKERS[_SHAPES[style]],
                          color=_colour(style), markersize=6.5 if at_an_end else 14,
                          markeredgecolor="white", zorder=2)  # fmt: skip
                aside = {0: (-0.05, "right"), last: (0.05, "left")}.get(at, (0.0, "center"))
                axes.text(at + aside[0], line.heights[at], _place(spec, at, line), ha=aside[1],
                          va="center", fontsize=7.5, zorder=3,
                          color=_text_colour(style) if at_an_end else WHITE)  # fmt: skip
            axes.text(at, 0.25, "\n".join(wrap_label(drawable(ranking), 20)), ha="center",
                      va="bottom", fontsize=8.5, fontweight="bold",
                      color=_text_colour(style))  # fmt: skip
        axes.set_xlim(-0.3, last + 0.12)
        axes.set_ylim(n + 0.6, 0.3)
        axes.axis("off")
    return figure


def _place(spec: RankSlopes, at: int, line: SlopeLine) -> str:
    """Return a place, with "=" where several ideas share it."""
    shared = sum(other.ranks[at] == line.ranks[at] for other in spec.lines) > 1
    return f"{line.ranks[at]}{'=' if shared else ''}"


def _at_an_end(spec: RankSlopes, at: int) -> bool:
    """Return whether a ranking stands at a side, where its places fit beside the marks."""
    return at in (0, len(spec.rankings) - 1)


def _colour(style: int) -> str:
    return (*COLOURS, QUIET)[style]


def _text_colour(style: int) -> str:
    return (*TEXT_COLOURS, QUIET)[style]


def _places(line: SlopeLine) -> str:
    return f"“{line.label}” ({', '.join(map(str, line.ranks))})"
