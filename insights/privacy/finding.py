"""Where something stands in a written file, said as a person would look for it.

:mod:`~insights.privacy.unpacking` names places by the parts of a file, as a program finds
them. Whoever has to mend something opens the file in Word, Excel or a browser.
"""

from __future__ import annotations

import re

_PART = re.compile(r"part (?P<part>[^ ,]+)(?: \(sheet “(?P<sheet>\d+)”\))?(?:, (?P<inside>.+))?")
_NUMBERED = re.compile(r"(?P<tag>\w+) (?P<number>\d+)")
_SAID = (  # part of the file → what people call it
    (re.compile(r"docProps/.*"), "the properties of the file"),
    (re.compile(r"word/header\d*\.xml"), "the header of the pages"),
    (re.compile(r"word/footer\d*\.xml"), "the footer of the pages"),
    (re.compile(r"word/(?:foot|end)notes\.xml"), "a note at the foot"),
    (re.compile(r"word/comments\w*\.xml"), "a comment in the margin"),
    (re.compile(r"word/document\.xml"), ""),
    (re.compile(r"xl/(?:threaded)?comments/?\w*\.xml", re.IGNORECASE), "a comment on a cell"),
    (re.compile(r"xl/(?:drawings|vmlDrawing)\S*"), "a drawing on a sheet"),
    (re.compile(r"xl/sharedStrings\.xml"), "the text of a cell"),
    (re.compile(r"xl/workbook\.xml"), "the names of sheets and ranges"),
    (re.compile(r"(?:word|xl)/media/.*"), "a picture"),
)
_DESCRIBED = re.compile(r"(?:docPr|cNvPr), (?:descr|title|name)")


def say_place(place: str, near: str = "") -> str:
    """Return a place in words; one that has none is returned as it is.

    Parameters
    ----------
    place
        As :class:`~insights.privacy.unpacking.Piece` has it.
    near
        The heading above it, if it may be said.

    Examples
    --------
    >>> say_place("part word/document.xml, p 877", "What we recommend")
    'paragraph 877, under the heading “What we recommend”'
    >>> say_place("part xl/worksheets/sheet2.xml (sheet “2”), B4")
    'sheet 2, cell B4'
    >>> say_place("part docProps/core.xml, creator 1"), say_place("page 3")
    ('the properties of the file (creator)', 'page 3')
    """
    match = _PART.fullmatch(place)
    said = _say_part(**match.groupdict()) if match else place
    return f"{said}, under the heading “{near}”" if near else said


def _say_part(part: str, sheet: str | None, inside: str | None) -> str:
    inside = inside or ""
    if sheet:
        return f"sheet {sheet}, cell {inside}" if inside[-1:].isdigit() else f"sheet {sheet}"
    if _DESCRIBED.fullmatch(inside):
        return "the description of a picture"
    named = next((words for pattern, words in _SAID if pattern.fullmatch(part)), None)
    if named is None:
        return f"part {part}, {inside}" if inside else f"part {part}"
    numbered = _NUMBERED.fullmatch(inside)
    if not named:
        if numbered:
            return f"paragraph {numbered['number']}"
        return inside or "the text"
    if part.startswith("docProps/") and inside:
        return f"{named} ({numbered['tag'] if numbered else inside})"
    return named
