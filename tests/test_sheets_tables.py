"""Tables as other programs write them: .ods, titles, merged cells, two header lines, examples."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from insights import sheets
from insights.errors import InsightsError

Rows = list[list[object]]


def book(path: Path, rows: Rows, merges: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for span in merges:
        workbook.active.merge_cells(span)
    workbook.save(path)
    return path


def ods_cell(value: object, repeated: int = 1, spanned: int = 1) -> TableCell:
    more = {"numbercolumnsrepeated": repeated} if repeated > 1 else {}
    if spanned > 1:
        more["numbercolumnsspanned"] = spanned
    if isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **more)
    elif isinstance(value, bool):
        cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **more)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **more)
    else:
        cell = TableCell(**({"valuetype": "string"} if value else {}), **more)
    if value not in (None, ""):
        cell.addElement(P(text=str(value)))
    return cell


def ods(path: Path, tables: dict[str, Rows], hidden: tuple[str, ...] = ()) -> Path:
    document = OpenDocumentSpreadsheet()
    style = Style(name="hidden", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    for name, rows in tables.items():
        table = Table(name=name, **({"stylename": style} if name in hidden else {}))
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(value if hasattr(value, "qname") else ods_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(path)
    return path


def words(*found: sheets.Sheet) -> str:
    return " | ".join(f"{p.where}: {p.problem}" for sheet in found for p in sheet.problems)


# ------------------------------------------------------------------------------------ .ods


def test_cells_of_an_ods_become_the_text_people_see(tmp_path):
    path = ods(
        tmp_path / "a.ods",
        {"one": [["id", "n", "on", "yes", "said"],
                 ["007", 12, dt.date(2026, 3, 1), True, "N/A"], ["008", 0.5, "", "", "None"]]},
    )  # fmt: skip
    table = sheets.read_sheet(path).table
    assert table.loc[2].tolist() == ["007", "12", "2026-03-01", "TRUE", "N/A"]
    assert table.loc[3].tolist() == ["008", "0.5", "", "", "None"]


def test_hidden_sheets_and_comments_of_an_ods_are_reported_without_their_words(tmp_path):
    cell = ods_cell("x")
    note = Annotation()
    note.addElement(P(text="Priya said so"))
    cell.addElement(note)
    path = ods(
        tmp_path / "a.ods",
        {"one": [["a"], [cell]], "Priya's list": [["b"], ["y"]]}, hidden=("Priya's list",),
    )  # fmt: skip
    (sheet,) = sheets.read_sheets(path)
    assert "hidden sheet" in words(sheet)
    assert "comments on cells" in words(sheet)
    assert "Priya" not in words(sheet)


def test_an_ods_that_repeats_full_cells_without_end_is_refused(tmp_path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="one")
    row = TableRow(numberrowsrepeated="1000000")
    row.addElement(ods_cell("x", repeated=1000))
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "a.ods")
    with pytest.raises(InsightsError, match="too large"):
        sheets.read_sheet(tmp_path / "a.ods")


def test_empty_cells_that_repeat_without_end_are_no_reason_to_refuse(tmp_path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="one")
    for value in ("a", "x"):
        row = TableRow()
        row.addElement(ods_cell(value))
        row.addElement(ods_cell("", repeated=1000))
        table.addElement(row)
    row = TableRow(numberrowsrepeated="1048000")
    row.addElement(ods_cell("", repeated=1024))
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "a.ods")
    assert sheets.read_sheet(tmp_path / "a.ods").table["a"].tolist() == ["x"]


def test_every_visible_sheet_can_be_read_and_the_help_of_a_form_is_none(tmp_path):
    path = ods(
        tmp_path / "a.ods",
        {"one": [["a"], ["x"]], "two": [["b"], ["y"]], "Help": [[sheets.HELP_TITLE], ["Do so."]],
         "empty": []},
    )  # fmt: skip
    found = sheets.read_sheets(path)
    assert [(sheet.name, sheet.table.iloc[0, 0]) for sheet in found] == [("one", "x"), ("two", "y")]
    assert "1 more was left out" in words(sheets.read_sheet(path))


# --------------------------------------------------------------------------------- headers


def test_two_header_lines_with_merged_cells_become_one(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        [["id", "What is hard?", None, "Age"], [None, "at home", "outside", None],
         ["P1", "post", "phones", 34]],
        ("B1:C1", "A1:A2", "D1:D2"),
    )  # fmt: skip
    sheet = sheets.read_sheet(path)
    assert sheet.table.to_dict("list") == {
        "id": ["P1"], "What is hard?: at home": ["post"], "What is hard?: outside": ["phones"],
        "Age": ["34"],
    }  # fmt: skip
    assert sheet.table.index.tolist() == [3]
    assert "rows 1 to 2" in words(sheet)


def test_two_header_lines_as_survey_tools_export_them(tmp_path):
    text = (
        "Respondent ID,What is hard?,Which of these?,,Anything else?\n"
        ",Open-Ended Response,Post,Phone,Response\n11,It all is,Post,,no\n"
    )
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    table = sheets.read_sheet(tmp_path / "a.csv").table
    assert list(table.columns) == [
        "Respondent ID", "What is hard?", "Which of these?: Post", "Which of these?: Phone",
        "Anything else?",
    ]  # fmt: skip
    assert table.index.tolist() == [3]


def test_three_header_lines_as_qualtrics_exports_them(tmp_path):
    text = (
        'ResponseId,Q1\nResponse ID,What is hard?\n"{""ImportId"":""_recordId""}",'
        '"{""ImportId"":""QID1_TEXT""}"\nR_3kf8,Everything\n'
    )
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    table = sheets.read_sheet(tmp_path / "a.csv").table
    assert table.to_dict("index") == {
        4: {"Response ID": "R_3kf8", "What is hard?": "Everything"}
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "id,\nP1,a column without a name\n",
        "id,,\n,said by nobody we know,12\n",
        "id,answer\n,a row without an id\n",
        ",,\nid,a,b\nP1,x,y\n",
    ],
)
def test_a_first_row_of_answers_is_never_taken_for_a_header(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    sheet = sheets.read_sheet(tmp_path / "a.csv")
    assert "several lines" not in words(sheet)
    assert len(sheet.table) == 1


def test_a_title_above_the_table_is_passed_over(tmp_path):
    path = book(tmp_path / "a.xlsx", [["Feedback, autumn"], [], ["id", "a"], ["P1", "x"]])
    table = sheets.read_sheet(path).table
    assert (list(table.columns), table.index.tolist()) == (["id", "a"], [4])


def test_a_sheet_of_one_column_has_no_title(tmp_path):
    path = book(tmp_path / "a.xlsx", [["What is hard?"], ["Post, mostly"], ["Phones"]])
    assert sheets.read_sheet(path).table["What is hard?"].tolist() == ["Post, mostly", "Phones"]


def test_merged_cells_below_each_other_count_for_every_row_and_are_marked(tmp_path):
    path = book(
        tmp_path / "a.xlsx", [["id", "said"], ["P1", "one"], [None, "two"], ["P2", "three"]],
        ("A2:A3",),
    )  # fmt: skip
    sheet = sheets.read_sheet(path)
    assert sheet.table["id"].tolist() == ["P1", "P1", "P2"]
    assert sheet.repeated == {(3, "id")}
    assert "merged cell" in words(sheet)


def test_merged_cells_of_an_ods_header_keep_their_columns(tmp_path):
    line = [ods_cell("id"), ods_cell("What is hard?", spanned=2), CoveredTableCell()]
    path = ods(tmp_path / "a.ods", {"one": [line, ["", "home", "outside"], ["P1", "x", "y"]]})
    assert list(sheets.read_sheet(path).table.columns) == [
        "id", "What is hard?: home", "What is hard?: outside",
    ]  # fmt: skip


# -------------------------------------------------------------------------------- examples


@pytest.mark.parametrize(
    ("rows", "kept", "said"),
    [
        ([["EXAMPLE", "x"], ["P1", "y"]], ["y"], "row 2: The form's example was left out"),
        ([["EXAMPLE", "x"]], [], "not filled in yet"),
        ([["P1", "EXAMPLE"], ["example", "a word"]], ["EXAMPLE", "a word"], ""),
    ],
)
def test_only_rows_whose_first_cell_says_example_are_left_out(tmp_path, rows, kept, said):
    sheet = sheets.read_sheet(book(tmp_path / "a.xlsx", [["id", "said"], *rows]))
    assert sheet.table["said"].tolist() == kept
    assert said in words(sheet)
