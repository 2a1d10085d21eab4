"""How a Word document of ours looks where no house template says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from insights.reporting.rendering.ooxml import element, qualified

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

QUOTE_SOURCE, TABLE_TEXT, TABLE = "Quote Source", "Table Text", "Report Table"
_BLUE, _QUIET, _INK, _LINE = "12436D", "4F5A65", "1D2329", "CFCCC4"
_SIZES: dict[str, float] = {
    "Normal": 10.5, "Title": 26, "Subtitle": 14, "Heading 1": 19, "Heading 2": 13,
    "Heading 3": 11, "Caption": 10, "Quote": 10.5, QUOTE_SOURCE: 9, TABLE_TEXT: 9,
}  # fmt: skip
# In large type nothing is smaller than the text.
_LARGE: dict[str, float] = {
    **dict.fromkeys(_SIZES, 14), "Title": 26, "Heading 1": 19, "Heading 2": 15,
}  # fmt: skip
_SPACES: dict[str, dict[str, float]] = {
    "Normal": {"space_after": 6},
    "List Bullet": {"space_after": 3},
    "Caption": {"space_before": 8},
    "Heading 1": {"space_before": 20},
    "Quote": {"left_indent": 14, "space_before": 4, "space_after": 0},
}


def set_styles(document: WordDocument, *, large: bool) -> None:
    """Set the page, the letters and the styles of a document; ``large`` for large type."""
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    styles: Any = document.styles
    for name, size in (_LARGE if large else _SIZES).items():
        if name not in (QUOTE_SOURCE, TABLE_TEXT):
            _set_letters(styles[name], name, size)
    _set_spaces(styles, _SPACES)
    add_own_styles(document, large=large)


def add_own_styles(document: WordDocument, *, large: bool = False) -> None:
    """Add the styles that are ours alone, where they are missing."""
    sizes = _LARGE if large else _SIZES
    there = {style.name for style in document.styles}
    if QUOTE_SOURCE not in there:
        _add_style(document, QUOTE_SOURCE, sizes[QUOTE_SOURCE], _QUIET, indent=14, after=7)
    if TABLE_TEXT not in there:
        _add_style(document, TABLE_TEXT, sizes[TABLE_TEXT], _INK, indent=0, after=1)
    if TABLE not in there:
        _add_table_style(document)


def add_missing_styles(document: WordDocument) -> None:
    """Add every style that a report needs and a house template lacks, in the house's letters."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    styles: Any = document.styles
    there = {style.name for style in styles}
    missing = [name for name in _SIZES if name not in (*there, QUOTE_SOURCE, TABLE_TEXT)]
    if "List Bullet" not in there:
        missing.append("List Bullet")
    for name in missing:
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        made.base_style = styles["Normal"] if name != "Normal" else None
        if name == "List Bullet":
            _add_bullets(document, made)
            continue
        made.font.size = Pt(_SIZES[name])
        if name.startswith(("Title", "Heading")):
            made.font.bold, made.font.color.rgb = True, RGBColor.from_string(_BLUE)
            made.paragraph_format.keep_with_next = True
        if name.startswith("Heading"):
            level = element("w:outlineLvl", val=str(int(name[-1]) - 1))
            made.element.get_or_add_pPr().append(level)
    _set_spaces(styles, missing)
    add_own_styles(document)


def with_large_type(document: WordDocument) -> None:
    """Set every style of a report that is smaller than large type to large type."""
    from docx.shared import Pt

    styles: Any = document.styles
    for name, size in {**_LARGE, "List Bullet": _LARGE["Normal"]}.items():
        font = styles[name].font
        if font.size is None and name != "Normal":
            continue  # as large as the style it is based on
        if font.size is None or font.size < Pt(_LARGE["Normal"]):
            font.size = Pt(size)


def _set_spaces(styles: Any, names: Iterable[str]) -> None:
    from docx.shared import Pt

    for name in names:
        look = styles[name].paragraph_format
        for what, points in _SPACES.get(name, {}).items():
            setattr(look, what, Pt(points))
        if name == "Caption":
            look.keep_with_next = True


def _set_letters(style: Any, name: str, size: float) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in list(fonts.attrib):
        if "heme" in slot:
            del fonts.attrib[slot]
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qualified(slot), "Arial")
    if name.startswith(("Title", "Heading")):
        style.font.color.rgb = RGBColor.from_string(_BLUE)
    elif name != "Normal":
        style.font.color.rgb = RGBColor.from_string(_INK if name == "Quote" else _QUIET)
        style.font.italic = False


def _add_style(
    document: WordDocument, name: str, size: float, colour: str, *, indent: float, after: float
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.left_indent = Pt(indent)
    style.paragraph_format.space_after = Pt(after)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)


def _add_table_style(document: WordDocument) -> None:
    """Add a quiet table style: a rule under the header and a hairline between rows."""
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    look = element("w:tblPr")
    rules = element("w:tblBorders")
    for side, width, colour in (("top", "4", _LINE), ("bottom", "4", _LINE),
                                ("insideH", "4", _LINE)):  # fmt: skip
        rules.append(element(f"w:{side}", val="single", sz=width, space="0", color=colour))
    margins = element("w:tblCellMar")
    for side, width in (("top", "40"), ("left", "60"), ("bottom", "40"), ("right", "100")):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    look.append(rules)
    look.append(margins)
    style.element.append(look)
    first = element("w:tblStylePr", type="firstRow")
    cell = element("w:tcPr")
    under = element("w:tcBorders")
    under.append(element("w:bottom", val="single", sz="8", space="0", color=_INK))
    cell.append(under)
    first.append(cell)
    style.element.append(first)


def _add_bullets(document: WordDocument, style: Any) -> None:
    """Make a style's paragraphs a bulleted list, whatever lists the document knows already."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.parts.numbering import NumberingPart

    part = document.part
    held = [r.target_part for r in part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING]
    if held:
        lists: Any = held[0].element
    else:
        lists = parse_xml(element("w:numbering").xml)
        made = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, lists, part.package
        )
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    taken = [
        int(node.get(qualified(name), "0"))
        for kind, name in (("abstractNum", "abstractNumId"), ("num", "numId"))
        for node in lists.findall(qualified(kind))
    ]  # fmt: skip
    free = str(max(taken, default=0) + 1)
    kind = element("w:abstractNum", abstractNumId=free)
    level = element("w:lvl", ilvl="0")
    for tag, value in (("start", "1"), ("numFmt", "bullet"), ("lvlText", "•"), ("lvlJc", "left")):
        level.append(element(f"w:{tag}", val=value))
    kind.append(level)
    where = len(lists.findall(qualified("abstractNum")))  # the lists' kinds come before the lists
    lists.insert(where + len(lists.findall(qualified("numPicBullet"))), kind)
    used = element("w:num", numId=free)
    used.append(element("w:abstractNumId", val=free))
    lists.append(used)
    look = style.element.get_or_add_pPr()
    number = look.get_or_add_numPr()
    number.get_or_add_numId().val = int(free)
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = 228600, -228600
