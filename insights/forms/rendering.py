"""The files of a new project as bytes: forms, a template for notes, settings and a guide."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from insights.errors import InsightsError
from insights.forms.declared import FORMS, Form
from insights.sheets import EXAMPLE, HELP_TITLE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NOTES_PATH = "notes/workshop_notes.docx"
_LAST_ROW = 500
_TEXTS = Path(__file__).parent
_MOMENT = (1980, 1, 1, 0, 0, 0)
_STAMP = "1980-01-01T00:00:00Z"


def render_forms(title: str) -> dict[str, bytes]:
    """Return the files of a new project by their paths inside its folder.

    Parameters
    ----------
    title
        The project's title, for project.toml.

    Raises
    ------
    InsightsError
        If the title cannot stand in project.toml.
    """
    if not title.strip() or any(sign in title for sign in '"\\\n\r'):
        raise InsightsError(
            "This cannot be a project's title.", "the title",
            'Write a title on one line, without " and \\.',
        )  # fmt: skip
    files = {form.path: _render_form(form) for form in FORMS}
    files[NOTES_PATH] = _render_notes()
    settings = (_TEXTS / "project.txt").read_text(encoding="utf-8")
    files["project.toml"] = settings.replace("{title}", title.strip()).encode()
    guide = (_TEXTS / "start_here.txt").read_text(encoding="utf-8")
    listed = "\n".join(f"  {form.path:<28} {form.title}" for form in FORMS)
    guide = guide.replace("{forms}", listed).replace("{notes}", NOTES_PATH)
    files["README.txt"] = guide.replace("\n", "\r\n").encode()
    return dict(sorted(files.items()))


# ----------------------------------------------------------------------------------- .xlsx


def _render_form(form: Form) -> bytes:
    """Return one form: a sheet to fill in, with choices and an example, and a help sheet."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = openpyxl.Workbook()
    workbook.properties.creator = ""
    sheet: Worksheet = workbook.active
    sheet.title = form.title[:31]
    for at, column in enumerate(form.columns, start=1):
        letter = get_column_letter(at)
        name, example = sheet.cell(1, at, column.name), sheet.cell(2, at, column.example or None)
        name.font = Font(bold=True, color="FFFFFF")
        name.fill = PatternFill("solid", start_color="12436D")
        name.alignment = Alignment(wrap_text=True, vertical="top")
        example.font = Font(italic=True, color="595959")
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, _LAST_ROW + 1):
            # As text, so that 007 stays 007; and long words wrap.
            sheet.cell(row, at).number_format = "@"
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
        if column.choices:
            choice = DataValidation(
                type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True,
                showErrorMessage=True, errorStyle="warning",
                errorTitle="Is that right?",
                error="This is not one of the usual words. You may keep it.",
            )  # fmt: skip
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "B2"
    _write_help(workbook.create_sheet("Help"), form)
    out = io.BytesIO()
    workbook.save(out)
    return _freeze(out.getvalue())


def _write_help(sheet: Worksheet, form: Form) -> None:
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, ...]] = [
        (HELP_TITLE,),
        (form.purpose,),
        (f"The second row is an example. While its first cell says {EXAMPLE}, it is not read.",),
        ("Leave empty what you do not know. You may delete columns that you do not need.",),
        (),
        ("column", "what to write", "words to choose from"),
        *((c.name, c.meaning, ", ".join(c.choices)) for c in form.columns),
    ]  # fmt: skip
    for number, line in enumerate(lines, start=1):
        for at, words in enumerate(line, start=1):
            cell = sheet.cell(number, at, words)
            cell.alignment = Alignment(wrap_text=len(line) > 1, vertical="top")
            cell.font = Font(bold=number in (1, 6), size=14 if number == 1 else 11)
    for letter, width in zip("ABC", (36, 70, 50), strict=True):
        sheet.column_dimensions[letter].width = width


# ----------------------------------------------------------------------------------- .docx


def _render_notes() -> bytes:
    """Return a template for notes: fields, activities, and lines that show how to write."""
    import docx

    document = docx.Document()
    document.add_heading("Workshop notes", level=0)
    for field in ("Session", "Date", "Facilitators", "Present"):
        document.add_paragraph(f"{field}: ")
    document.add_heading("What gets in the way?", level=1)
    for words in (
        "write each thing on a line of its own, the person's id in front; delete these lines.",
        "P07: I tell it from the beginning every time.",
        "a line without an id is a group note: it is quoted, and never counted as a person.",
    ):
        document.add_paragraph(f"{EXAMPLE} {words}", style="List Bullet")
    document.add_heading("What would make it better?", level=1)
    document.add_paragraph(
        f"{EXAMPLE} P03: One page that I can hand over, in my own words.", style="List Bullet"
    )
    document.core_properties.author = ""
    document.core_properties.title = "Workshop notes"
    out = io.BytesIO()
    document.save(out)
    return _freeze(out.getvalue())


def _freeze(data: bytes) -> bytes:
    """Return a zip without any trace of when it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as frozen,
    ):
        for name in sorted(made.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = made.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _STAMP.encode(), part)
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            frozen.writestr(member, part)
    return out.getvalue()
