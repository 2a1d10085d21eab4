"""The framework matrix as a workbook: one sheet to see it all, and a sheet per theme."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from insights.reporting.cells import rows_of, text_of
from insights.reporting.drafting.facts import excerpt_kinds
from insights.reporting.wording import say_kinds
from insights.sheets import guard_formula

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

GroupWords = Callable[[str, int], str]
_MOMENT = dt.datetime(2000, 1, 1)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,300}>)[^<]{0,40}")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_000
_MATRIX = "Matrix"
_HEADINGS = ("Case", "Group", "Summary", "Written by", "To look at again", "Excerpts", "Kinds")
_WIDTHS = (16, 24, 80, 22, 34, 34, 24)


def render_framework_workbook(
    framework: pd.DataFrame,
    *,
    group_words: GroupWords | None = None,
    themes: Sequence[str] | None = None,
    title: str = "Framework matrix",
    note: str = "",
    excerpts: pd.DataFrame | None = None,
) -> bytes:
    """Return ``framework.xlsx``: cases × themes on one sheet, then a sheet per theme.

    Every cell is text and none can become a formula; the same table gives the same bytes.

    Parameters
    ----------
    framework
        Table ``framework``.
    group_words
        How readers call a group; its own name by default.
    themes
        Which, in order; by default all of them, by name.
    title, note
        What stands above the matrix: what it is; whether it is a draft, or fictional.
    excerpts
        Table ``excerpts``, so that each cell says how many are problems and how many ideas.
    """
    from openpyxl import Workbook

    words = group_words or (lambda group, n: group)
    rows = rows_of(framework)
    chosen = list(themes) if themes is not None else sorted({row["theme"] for row in rows})
    book = Workbook()
    book.properties.creator = ""
    book.properties.created = _MOMENT
    book.properties.title = _text(title)
    first = book.active
    if first is None:
        raise RuntimeError("a new workbook has no sheet")
    first.title = _MATRIX
    kinds = excerpt_kinds(excerpts) if excerpts is not None else {}
    rows = [{**row, "kinds": _say_kinds(row, kinds)} for row in rows]
    _write_matrix(first, rows, chosen, words, [line for line in (title, note) if line])
    taken = {_MATRIX.casefold()}
    for theme in chosen:
        _write_theme(book, theme, [row for row in rows if row["theme"] == theme], words, taken)
    stream = io.BytesIO()
    book.save(stream)
    return _with_fixed_times(stream.getvalue())


def _write_matrix(
    sheet: Worksheet,
    rows: Sequence[dict[str, Any]],
    themes: Sequence[str],
    words: GroupWords,
    above: Sequence[str],
) -> None:
    cells: dict[tuple[str, str], dict[str, str]] = {}
    groups: dict[tuple[str, str], str] = {}
    for row in rows:
        case = (text_of(row["case"]), text_of(row["participant_id"]))
        told = (f"({row['kinds']})" if row["kinds"] else "", text_of(row["summary"]))
        cells.setdefault(case, {})[row["theme"]] = "\n".join(part for part in told[::-1] if part)
        groups[case] = groups.get(case) or text_of(row["group"])
    for words_above in above:
        sheet.append([_text(words_above)])
    header = len(above) + 1
    sheet.append([_text(name) for name in ("Case", "Group", *themes)])
    for case in sorted(cells, key=lambda case: (case[0] != "person", groups[case], case[1])):
        group = words(groups[case], 2) if groups[case] else ""
        line = [cells[case].get(theme, "") for theme in themes]
        sheet.append([_text(cell) for cell in (_case_name(*case), group, *line)])
    _lay_out(sheet, header, (16, 24, *(44 for _ in themes)))


def _write_theme(
    book: Workbook,
    theme: str,
    rows: Sequence[dict[str, Any]],
    words: GroupWords,
    taken: set[str],
) -> None:
    sheet = book.create_sheet(_sheet_title(theme, taken))
    sheet.append([_text(theme)])
    sheet.append(list(_HEADINGS))
    for row in sorted(rows, key=lambda row: (row["case"] != "person", text_of(row["group"]),
                                             row["participant_id"])):  # fmt: skip
        group = text_of(row["group"])
        edited = bool(row["edited"])
        line = (
            _case_name(row["case"], row["participant_id"]),
            words(group, 2) if group else "",
            text_of(row["summary"]),
            "a person" if edited else "draft, in their words",
            text_of(row["why_stale"]) if row["stale"] else "",
            "; ".join(row["excerpt_ids"]),
            row["kinds"],
        )
        sheet.append([_text(cell) for cell in line])
    _lay_out(sheet, 2, _WIDTHS)


def _say_kinds(row: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    return say_kinds(kinds[str(e)] for e in row["excerpt_ids"] if str(e) in kinds)


def _lay_out(sheet: Worksheet, header: int, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    style = None
    for cells in sheet.iter_rows(min_row=header):
        for cell in cells:
            if style is None:
                cell.alignment = wrapped
                style = cell._style  # looked up once: a large matrix has very many cells
            cell._style = copy(style)
    for row in range(1, header + 1):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = f"C{header + 1}" if header > 1 else "C2"
    sheet.print_title_rows = f"{header}:{header}"


def _case_name(case: str, case_id: str) -> str:
    return case_id if case == "person" else f"Notes without names, {case_id}"


def _sheet_title(theme: str, taken: set[str]) -> str:
    """Return a theme as a title that every spreadsheet program takes, told apart by a number."""
    # Full-width signs and characters without width would hide the start of a formula.
    seen = unicodedata.normalize("NFKC", _ILLEGAL.sub("", theme))
    seen = "".join(sign for sign in seen if unicodedata.category(sign) != "Cf")
    plain = _NOT_IN_TITLES.sub(" ", seen)
    plain = " ".join(plain.split()).strip("'=+-@ ") or "Theme"
    title, number = plain[:_LONGEST_TITLE].rstrip("' "), 2
    while title.casefold() in taken:
        end = f" ({number})"
        title = plain[: _LONGEST_TITLE - len(end)].rstrip("' ") + end
        number += 1
    taken.add(title.casefold())
    return title


def _text(value: str) -> str:
    plain = _ILLEGAL.sub("", value)
    if len(plain) > _LONGEST_CELL:
        plain = plain[:_LONGEST_CELL] + "…"
    return guard_formula(plain)


def _with_fixed_times(archive: bytes) -> bytes:
    """Return a workbook whose parts all carry the same moment, so that its bytes repeat."""
    stamp = _MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + stamp, part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part, compresslevel=9)
    return stream.getvalue()
