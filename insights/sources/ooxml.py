"""The elements and styles of WordprocessingML, in both of its namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from insights import archives

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Wrappers whose content counts as if they were not there; deletions are simply not listed.
TRANSPARENT = frozenset(
    ["ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple",
     "dir", "bdo", "ruby", "rubyBase"]
)  # fmt: skip


class Style(NamedTuple):
    """What matters of a paragraph or character style, its parents included."""

    name: str = ""
    outline: int | None = None
    hidden: bool = False
    bold: bool = False
    in_list: bool = False


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; "" where it is not Word's own."""
    tag = element.tag
    for namespace in (_W, _STRICT_W, _MC):
        if tag.startswith(namespace):
            return tag[len(namespace) :]
    return ""


def child_of(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name, or None."""
    if element is None:
        return None
    return next((child for child in element if local_name(child) == name), None)


def attribute_of(element: Element, name: str) -> str:
    """Return an attribute in Word's own namespace, "" where there is none."""
    return element.get(f"{_W}{name}") or element.get(f"{_STRICT_W}{name}") or ""


def value_of(element: Element | None, name: str) -> str:
    """Return the ``val`` of the child of that name, "" where there is none."""
    child = child_of(element, name)
    return "" if child is None else attribute_of(child, "val")


def is_set(element: Element | None) -> bool:
    """Tell whether a toggle such as ``w:vanish`` is there and not switched off."""
    if element is None:
        return False
    return (attribute_of(element, "val") or "true").lower() not in ("0", "false", "off")


def is_on(run: Element, name: str, inherited: bool, styles: dict[str, Style], meaning: str) -> bool:
    """Return a run's toggle: its own word, else its character style's, else the paragraph's."""
    properties = child_of(run, "rPr")
    own = child_of(properties, name)
    if own is not None:
        return is_set(own)
    style = styles.get(value_of(properties, "rStyle"))
    return inherited or bool(style is not None and getattr(style, meaning))


def block_elements(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables in reading order, looking through wrappers."""
    for child in parent:
        name = local_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in TRANSPARENT:
            yield from block_elements(child)
        elif name == "AlternateContent" and (chosen := choose(child)) is not None:
            yield from block_elements(chosen)


def descend(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the nearest elements called ``wanted``, looking through wrappers."""
    for child in parent:
        if local_name(child) == wanted:
            yield child
        elif local_name(child) in TRANSPARENT:
            yield from descend(child, wanted)


def choose(alternatives: Element) -> Element | None:
    """Return the first choice: the fallback holds the same words again."""
    choice = child_of(alternatives, "Choice")
    return choice if choice is not None else child_of(alternatives, "Fallback")


def text_boxes(drawing: Element) -> list[Element]:
    """Return the outermost text boxes of a drawing; those inside them follow later."""
    boxes: list[Element] = []
    for child in drawing:
        name = local_name(child)
        if name == "txbxContent":
            boxes.append(child)
        elif name == "AlternateContent":
            if (chosen := choose(child)) is not None:
                boxes += text_boxes(chosen)
        else:
            boxes += text_boxes(child)
    return boxes


def count_text(element: Element) -> int:
    """Return how many characters of text stand in an element and below."""
    return sum(
        len(child.text or "")
        for child in element.iter()
        if local_name(child) in ("t", "delText", "instrText", "delInstrText")
    )


def read_styles(archive: archives.Archive, name: str) -> dict[str, Style]:
    """Return what matters of every style by its id."""
    if name not in archive:
        return {}
    raw: dict[str, Element] = {}
    for element in archive.xml(name):
        if local_name(element) == "style":
            raw[attribute_of(element, "styleId")] = element
    return {style_id: _resolve_style(style_id, raw) for style_id in raw}


def _resolve_style(style_id: str, raw: dict[str, Element]) -> Style:
    outline: int | None = None
    hidden: bool | None = None
    bold: bool | None = None
    in_list = False
    seen: set[str] = set()
    name = value_of(raw[style_id], "name")
    while style_id in raw and style_id not in seen:
        seen.add(style_id)
        element = raw[style_id]
        paragraph, run = child_of(element, "pPr"), child_of(element, "rPr")
        level = value_of(paragraph, "outlineLvl")
        spoken = value_of(element, "name").lower()
        if outline is None and level.isdigit():
            outline = int(level)
        elif outline is None and (match := re.fullmatch(r"heading ([1-9])", spoken)):
            outline = int(match[1]) - 1
        elif outline is None and spoken == "title":
            outline = -1
        in_list |= child_of(paragraph, "numPr") is not None
        if hidden is None and child_of(run, "vanish") is not None:
            hidden = is_set(child_of(run, "vanish"))
        if bold is None and child_of(run, "b") is not None:
            bold = is_set(child_of(run, "b"))
        style_id = value_of(element, "basedOn")
    return Style(name, outline, bool(hidden), bool(bold), in_list)
