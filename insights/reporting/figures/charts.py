"""One chart specification, drawn twice: for the screen and for paper.

:class:`PairedDots` says what is shown: people recorded as raising each theme, of those
asked, with 95 % Wilson intervals. :func:`draw_plotly` returns a Plotly figure for
web pages and notebooks; :func:`draw_svg` and :func:`draw_png` draw the same with
matplotlib for print and for readers without JavaScript. Other specifications register
their own drawings with the three.
"""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from functools import lru_cache, singledispatch
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

COLOURS = ("#12436D", "#F46A25")
TEXT_COLOURS = ("#12436D", "#a83f0c")  # the same, dark enough for words on white
SYMBOLS = ("circle", "diamond")
_MARKERS = {"circle": "o", "diamond": "D"}
_INK, _QUIET, _GRID = "#1d2329", "#5a6570", "#d9dde1"
_LABEL_WIDTH = 34


class ChartSpec(Protocol):
    """What every specification says of itself."""

    @property
    def title(self) -> str:
        """What is drawn."""

    @property
    def axis(self) -> str:
        """What its places or lengths mean."""

    def __hash__(self) -> int:
        """Frozen all the way down, so that a chart is drawn once."""


@dataclass(frozen=True)
class Dot:
    """One group's figure for one theme; shares run from 0 to 1."""

    k: int
    n: int
    low: float
    high: float
    label: str  # "7 of 12", "at least 7 of 12"

    @property
    def share(self) -> float:
        """K of n as a share."""
        return self.k / self.n


@dataclass(frozen=True)
class DotRow:
    """One theme, and a dot per group; None where a group has no figure to show."""

    label: str
    dots: tuple[Dot | None, ...]


@dataclass(frozen=True)
class PairedDots:
    """A paired dot plot: themes down, shares across, one or two groups."""

    title: str
    groups: tuple[str, ...]
    rows: tuple[DotRow, ...]
    axis: str = "Recorded as raising it, of those asked"


@singledispatch
def draw_plotly(spec: ChartSpec) -> go.Figure:
    """Return a chart as a Plotly figure, every label escaped, readable from 320 px up."""
    raise TypeError(f"no drawing for {type(spec).__name__}")


@singledispatch
def draw_svg(spec: ChartSpec) -> bytes:
    """Return a chart as SVG: letters as paths, the same bytes every time."""
    raise TypeError(f"no drawing for {type(spec).__name__}")


@lru_cache(maxsize=64)
def svg_of(spec: ChartSpec) -> bytes:
    """Return a chart as SVG, drawn once however many documents show it."""
    return draw_svg(spec)


@singledispatch
def draw_png(spec: ChartSpec) -> bytes:
    """Return a chart as PNG at 200 dots per inch, the same bytes every time."""
    raise TypeError(f"no drawing for {type(spec).__name__}")


@draw_plotly.register(PairedDots)
def _draw_dots(spec: PairedDots) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()
    for index, group in enumerate(spec.groups):
        shown = [
            (_position(spec, number, index), dot, row.label)
            for number, row in enumerate(spec.rows)
            if (dot := row.dots[index]) is not None
        ]
        figure.add_scatter(
            x=[round(dot.share, 4) for _, dot, _ in shown],
            y=[y for y, _, _ in shown],
            mode="markers",
            name=escape(group),
            marker={
                "color": COLOURS[index], "symbol": SYMBOLS[index], "size": 13,
                "line": {"color": "#ffffff", "width": 1.5},
            },
            error_x={
                "type": "data", "symmetric": False, "color": COLOURS[index],
                "thickness": 2, "width": 0,
                "array": [round(max(dot.high - dot.share, 0), 4) for _, dot, _ in shown],
                "arrayminus": [round(max(dot.share - dot.low, 0), 4) for _, dot, _ in shown],
            },
            hovertext=[
                f"{escape(label)}<br>{escape(group)}: {escape(dot.label)}"
                for _, dot, label in shown
            ],
            hoverinfo="text",
        )  # fmt: skip
        for y, dot, _ in shown:
            figure.add_annotation(
                x=1, xref="paper", xanchor="left", xshift=10, y=y, yanchor="middle",
                text=escape(dot.label), showarrow=False,
                font={"size": 13, "color": TEXT_COLOURS[index]},
            )  # fmt: skip
    n = len(spec.rows)
    for number, row in enumerate(spec.rows):
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=number - 0.46, yanchor="top", align="left",
            text="<br>".join(map(escape, _wrapped(row.label))), showarrow=False,
            font={"size": 13.5, "color": _INK, "weight": 600},
        )  # fmt: skip
    figure.update_layout(
        template="none",
        height=86 + 96 * n,
        margin={"l": 12, "r": 20 + 7 * _longest_label(spec), "t": 44, "b": 32},
        font={"family": "system-ui, sans-serif", "size": 13, "color": _INK},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "yref": "paper"},
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": _INK}},
        dragmode=False,
    )
    figure.update_xaxes(
        range=[-0.07, 1.04], tickvals=[0, 0.5, 1], ticktext=["none", "half", "all"],
        gridcolor=_GRID, zeroline=False, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        range=[n - 0.45, -0.55], showticklabels=False, ticks="",
        showgrid=False, zeroline=False, fixedrange=True,
    )  # fmt: skip
    for number in range(1, n):
        figure.add_hline(y=number - 0.52, line={"color": _GRID, "width": 1}, layer="below")
    return figure


@draw_svg.register(PairedDots)
def _dots_svg(spec: PairedDots) -> bytes:
    return _save(spec, "svg", {"Date": None, "Creator": None, "Title": spec.title})


@draw_png.register(PairedDots)
def _dots_png(spec: PairedDots) -> bytes:
    return _save(spec, "png", {"Software": None})


def _save(spec: PairedDots, kind: str, metadata: dict[str, str | None]) -> bytes:
    import matplotlib

    settings: Any = {
        "svg.fonttype": "path",
        "svg.hashsalt": "coproduction-insights",
        "font.family": "DejaVu Sans",
        "text.parse_math": False,
    }
    out = io.BytesIO()
    with matplotlib.rc_context(settings):
        _figure(spec).savefig(out, format=kind, metadata=metadata, dpi=200)
    return out.getvalue()


def _figure(spec: PairedDots) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    n = len(spec.rows)
    height = 0.9 + 0.38 * n
    figure = Figure(figsize=(7.4, height), facecolor="white")
    right = 0.04 + 0.0097 * _longest_label(spec)
    axes = figure.add_axes((0.32, 0.48 / height, 0.66 - right, 1 - 0.86 / height))
    for index in range(len(spec.groups)):
        for row, entry in enumerate(spec.rows):
            dot = entry.dots[index]
            if dot is None:
                continue
            y = _position(spec, row, index)
            axes.plot([dot.low, dot.high], [y, y], color=COLOURS[index], linewidth=1.6,
                      solid_capstyle="butt", zorder=2)  # fmt: skip
            axes.plot([dot.share], [y], marker=_MARKERS[SYMBOLS[index]], color=COLOURS[index],
                      markersize=8.5, markeredgecolor="white", zorder=3)  # fmt: skip
            axes.text(1.05, y, dot.label, ha="left", va="center", fontsize=8.5,
                      color=TEXT_COLOURS[index], zorder=4)  # fmt: skip
    for row in range(1, n):
        axes.axhline(row - 0.5, color=_GRID, linewidth=0.8, zorder=1)
    axes.set_ylim(n - 0.45, -0.62)
    axes.set_xlim(-0.04, 1.04)
    axes.set_yticks(range(n), ["\n".join(_wrapped(_drawable(row.label))) for row in spec.rows])
    axes.set_xticks(
        [0, 0.25, 0.5, 0.75, 1], ["nobody", "a quarter", "half", "three quarters", "all"]
    )
    axes.set_xlabel(spec.axis, color=_QUIET, fontsize=8.5)
    axes.tick_params(length=0, labelsize=8.5, colors=_INK)
    axes.grid(axis="x", color=_GRID, linewidth=0.8, zorder=0)
    for side in axes.spines.values():
        side.set_visible(False)
    handles = [
        Line2D([], [], marker=_MARKERS[SYMBOLS[i]], color=COLOURS[i], markersize=8.5,
               markeredgecolor="white", linewidth=1.6, label=_drawable(group))
        for i, group in enumerate(spec.groups)
    ]  # fmt: skip
    figure.legend(handles=handles, loc="upper left", ncols=2, frameon=False, fontsize=9,
                  bbox_to_anchor=(0.005, 1.0), borderaxespad=0.3)  # fmt: skip
    return figure


def _position(spec: PairedDots, row: int, index: int) -> float:
    """Return where a group's dot stands: groups share a row without covering each other."""
    return float(row) if len(spec.groups) == 1 else row + (-0.03 if index == 0 else 0.31)


def _longest_label(spec: PairedDots) -> int:
    return max((len(dot.label) for row in spec.rows for dot in row.dots if dot), default=0)


def _wrapped(label: str) -> list[str]:
    lines = textwrap.wrap(label, _LABEL_WIDTH) or [""]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: _LABEL_WIDTH - 1] + "…"]


def _drawable(label: str) -> str:
    """Return a label in letters that the drawing's font has; the others become □."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family="DejaVu Sans")))
    glyphs = font.get_charmap()
    return "".join(letter if ord(letter) in glyphs else "□" for letter in label)
