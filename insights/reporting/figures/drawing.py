"""What every drawing for paper shares: one font, letters as paths, the same bytes each time."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
INK, QUIET, GRID = "#1d2329", "#5a6570", "#d9dde1"
_SETTINGS: Any = {
    "svg.fonttype": "path",
    "svg.hashsalt": "coproduction-insights",
    "font.family": FONT,
    "text.parse_math": False,
}


def save_figure(figure: Figure, kind: Literal["svg", "png"], title: str) -> bytes:
    """Return a matplotlib figure as SVG or PNG, without a date, the same bytes every time."""
    import matplotlib

    metadata: dict[str, str | None] = (
        {"Date": None, "Creator": None, "Title": title} if kind == "svg" else {"Software": None}
    )
    out = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS):
        figure.savefig(out, format=kind, metadata=metadata, dpi=200)
    return out.getvalue()


def in_our_font() -> Any:
    """Return the context in which a figure is to be made, so that its text is measured right."""
    import matplotlib

    return matplotlib.rc_context(_SETTINGS)


def drawable(label: str) -> str:
    """Return a label in letters that the drawing's font has; the others become □."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    glyphs = get_font(findfont(FontProperties(family=FONT))).get_charmap()
    return "".join(letter if ord(letter) in glyphs else "□" for letter in label)


def wrap_label(label: str, width: int, most_lines: int = 3) -> list[str]:
    """Return a label in lines of at most ``width`` letters; what is over ends in "…".

    Examples
    --------
    >>> wrap_label("Somewhere to sit with a brew", 14, 2)
    ['Somewhere to', 'sit with a…']
    """
    lines = textwrap.wrap(label, width) or [""]
    if len(lines) <= most_lines:
        return lines
    return [*lines[: most_lines - 1], lines[most_lines - 1][: width - 1] + "…"]
