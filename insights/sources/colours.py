"""What the colours of a board are called, and what a colour or a tag can mean.

A meaning is what ``[boards] colours`` in project.toml says; nothing is guessed by colour.
"""

from __future__ import annotations

import re

from insights.errors import Problem, nearest
from insights.project import Project
from insights.sources.recognise import fold

_HEX = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?")
_RGB = re.compile(r"rgba?\(\s{0,3}([0-9]{1,3})\s{0,3},\s{0,3}([0-9]{1,3})\s{0,3},"
                  r"\s{0,3}([0-9]{1,3})[^()]{0,20}\)")  # fmt: skip
_HUES = ((15, "red"), (40, "orange"), (68, "yellow"), (165, "green"), (195, "cyan"),
         (255, "blue"), (290, "purple"), (342, "pink"), (361, "red"))  # fmt: skip
_SPELLINGS = {"magenta": "pink", "rose": "pink", "violet": "purple", "lilac": "purple",
              "gray": "grey", "teal": "cyan", "turquoise": "cyan", "aqua": "cyan",
              "lime": "green"}  # fmt: skip
_SHADES = frozenset(["light", "dark", "pale", "bright", "soft", "deep", "hot"])

# What a colour or a tag can mean: what was invited, and what kind of unit the note is.
MEANINGS: dict[str, tuple[str, str]] = {
    "problem": ("problem", "problem"), "thorn": ("problem", "problem"),
    "dislike": ("problem", "problem"), "barrier": ("problem", "problem"),
    "worry": ("problem", "emotion"), "pain point": ("problem", "problem"),
    "experience": ("problem", "experience"), "emotion": ("unspecified", "emotion"),
    "feeling": ("unspecified", "emotion"),
    "idea": ("idea", "idea"), "bud": ("idea", "idea"), "wish": ("idea", "idea"),
    "suggestion": ("idea", "idea"), "opportunity": ("idea", "idea"),
    "rose": ("unspecified", "preference"), "like": ("unspecified", "preference"),
    "preference": ("unspecified", "preference"), "strength": ("unspecified", "preference"),
    "question": ("unspecified", "question"),
    "priority": ("priority", "unspecified"), "unspecified": ("unspecified", "unspecified"),
}  # fmt: skip


def meaning_of(word: str) -> tuple[str, str] | None:
    """Return the prompt kind and unit kind that a word such as "thorns" stands for, or None.

    Examples
    --------
    >>> meaning_of("Thorns"), meaning_of("wishes"), meaning_of("blue")
    (('problem', 'problem'), ('idea', 'idea'), None)
    """
    folded = fold(word).replace("_", " ")
    for candidate in (folded, folded.removesuffix("s"), folded.removesuffix("es"),
                      folded[:-3] + "y" if folded.endswith("ies") else folded):  # fmt: skip
        if candidate in MEANINGS:
            return MEANINGS[candidate]
    return None


def name_colour(written: str) -> str:
    """Return a colour's plain name: "light_yellow", "#FFF9B1" and "Yellow" are all yellow.

    Examples
    --------
    >>> name_colour("light_yellow"), name_colour("#FFF9B1"), name_colour("rgb(255, 0, 0)")
    ('yellow', 'yellow', 'red')
    """
    folded = fold(written).replace("_", " ").replace("-", " ")
    parts: tuple[str, ...] = ()
    base = 16
    if match := _HEX.fullmatch(folded):
        parts = match.groups()
    elif match := _RGB.fullmatch(folded):
        parts, base = match.groups(), 10
    if parts:
        red, green, blue = (min(int(part, base), 255) / 255 for part in parts)
        return _nearest_colour(red, green, blue)
    words = [word for word in folded.split() if word not in _SHADES] or folded.split()
    name = " ".join(words)
    return _SPELLINGS.get(name, name)


def _nearest_colour(red: float, green: float, blue: float) -> str:
    import colorsys

    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.12 or light > 0.985 or light < 0.06:
        return "white" if light > 0.9 else "black" if light < 0.2 else "grey"
    return next(name for stop, name in _HUES if hue * 360 < stop)


def colour_problems(project: Project) -> list[Problem]:
    """Return what is wrong with the meanings that project.toml gives to colours."""
    return [
        Problem(
            "project.toml", f"[boards] colours, {name}",
            f"“{words}” is not a meaning that is known, so this colour means nothing here.",
            f"Write one of: {', '.join(sorted(MEANINGS))}." + nearest(words, MEANINGS),
        )
        for name, words in project.boards.items()
        if meaning_of(words) is None
    ]  # fmt: skip
