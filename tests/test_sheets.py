"""Spreadsheets: what was written comes back as text, and nothing goes out as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import sheets
from insights.errors import InsightsError

CELLS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=12,
)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def book(path: Path, rows: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def words(sheet: sheets.Sheet) -> str:
    return " | ".join(f"{p.where}: {p.problem}" for p in sheet.problems)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_csv_wrote_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("sheet") / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("one", "two"), *rows])
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    table = sheets.read_sheet(path).table
    assert list(zip(table["one"], table["two"], strict=True)) == kept
    numbers = [n for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert table.index.tolist() == numbers


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_what_openpyxl_wrote_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("sheet") / "a.xlsx"
    workbook = openpyxl.Workbook()
    for number, row in enumerate([("one", "two"), *rows], 1):
        for column, cell in enumerate(row, 1):
            written = workbook.active.cell(number, column)
            written.value, written.data_type = cell, "s"
    workbook.save(path)
    table = sheets.read_sheet(path).table
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert list(zip(table["one"], table["two"], strict=True)) == kept


def test_cells_of_a_workbook_become_the_text_people_see(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        [
            ["id", "n", "share", "on", "at", "yes", "said", "empty"],
            ["007", 12, 0.5, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 5), True, "N/A", None],
        ],
    )
    row = sheets.read_sheet(path).table.iloc[0].tolist()
    assert row == ["007", "12", "0.5", "2026-03-01", "2026-03-01 09:05:00", "TRUE", "N/A", ""]


@pytest.mark.parametrize("answer", ["None", "N/A", "NA", "null", "nan", "007", "1.0", "TRUE", "-"])
def test_answers_that_look_missing_stay(tmp_path, answer):
    table = sheets.read_sheet(write(tmp_path / "a.csv", f"a,b\n{answer},x\n")).table
    assert table.loc[2, "a"] == answer


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_recognised(tmp_path, mark, encoding):
    text = f'"one, two; three"{mark}b\n£5 “x”{mark}y\n'
    table = sheets.read_sheet(write(tmp_path / "a.csv", text, encoding)).table
    assert table.to_dict("list") == {"one, two; three": ["£5 “x”"], "b": ["y"]}


def test_rows_keep_the_numbers_that_excel_shows(tmp_path):
    text = 'a,b\n1,"two\nlines"\n\n,\n3,x\n'
    assert sheets.read_sheet(write(tmp_path / "a.csv", text)).table.index.tolist() == [2, 5]
    path = book(tmp_path / "a.xlsx", [[], ["a", "b"], [], ["x", "y"]])
    table = sheets.read_sheet(path).table
    assert (list(table.columns), table.index.tolist()) == (["a", "b"], [4])


def test_ragged_rows_repeated_and_missing_headers_are_reported_together(tmp_path):
    text = "a,a,,d\n1,2,3,4,too much\n1,2\n1,2,3,4,\n"
    sheet = sheets.read_sheet(write(tmp_path / "a.csv", text))
    assert list(sheet.table.columns) == ["a", "a (column B)", "column C", "d"]
    assert sheet.table.loc[3].tolist() == ["1", "2", "", ""]
    assert "row 2: 1 row has more cells" in words(sheet)
    assert "row 3: 1 row has fewer cells" in words(sheet)
    assert "column B" in words(sheet)
    assert "column C" in words(sheet)
    assert "too much" not in words(sheet)


def test_a_quotation_mark_that_never_closes_is_reported(tmp_path):
    sheet = sheets.read_sheet(write(tmp_path / "a.csv", 'a,b\n1,"x\n2,y\n'))
    assert "never closed" in words(sheet)


def test_a_workbook_called_csv_is_read_and_said(tmp_path):
    path = book(tmp_path / "a.xlsx", [["a"], ["x"]]).rename(tmp_path / "a.csv")
    sheet = sheets.read_sheet(path)
    assert sheet.table["a"].tolist() == ["x"]
    assert "is an Excel workbook" in words(sheet)


def test_hidden_sheets_further_sheets_merged_cells_and_comments_are_reported(tmp_path):
    workbook = openpyxl.Workbook()
    first = workbook.active
    for row in (["a", "b"], ["x", "y"], ["z", None]):
        first.append(row)
    first.merge_cells("A3:B3")
    first["A2"].comment = openpyxl.comments.Comment("secret words", "Priya Nair")
    hidden = workbook.create_sheet("Priya's list")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("more").append(["x"])
    workbook.create_sheet("empty")
    workbook.save(tmp_path / "a.xlsx")
    sheet = sheets.read_sheet(tmp_path / "a.xlsx")
    assert sheet.table["a"].tolist() == ["x", "z"]
    for expected in ("hidden sheet", "1 more was left out", "merged cell", "comments on cells"):
        assert expected in words(sheet)
    assert "Priya" not in words(sheet)
    assert "secret" not in words(sheet)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""), ("a.csv", b"\n\n , \n"), ("a.xlsx", b""), ("a.xlsx", b"not a zip"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("a.csv", b"\x81\x8d\x8f"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InsightsError) as caught:
        sheets.read_sheet(tmp_path / name)
    assert caught.value.where == name
    assert caught.value.fix


def test_a_cell_in_the_far_corner_does_not_fill_the_memory(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "a"
    workbook.active["XFD1048576"] = "far"
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(InsightsError, match="far outside"):
        sheets.read_sheet(tmp_path / "a.xlsx")


def test_a_very_long_cell_is_read(tmp_path):
    long = "word " * 60_000
    table = sheets.read_sheet(write(tmp_path / "a.csv", f"a,b\n{long},x\n")).table
    assert table.loc[2, "a"] == long
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44 7700", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1",
     "＠x", "\u00a0=1", "\ufeff=1", "\u200b=1"],
)  # fmt: skip
def test_formulas_are_made_text(cell):
    assert sheets.guard_formula(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "3 of 8", "a=b", "'quoted", "£5", "“=1”"])
def test_other_cells_stay(cell):
    assert sheets.guard_formula(cell) == cell


def test_what_is_written_can_be_read_and_holds_no_formula(tmp_path):
    table = pd.DataFrame(
        {"=head": ["=1", 'a "b", c\nd', None], "n": [-1.5, 2, None], "l": [["a", "b"], [], ["=c"]]}
    )
    sheets.write_csv(tmp_path / "a.csv", table)
    data = (tmp_path / "a.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert rows == [
        ["'=head", "n", "l"], ["'=1", "-1.5", "a; b"], ['a "b", c\nd', "2.0", ""],
        ["", "", "'=c"],
    ]  # fmt: skip
    assert sheets.render_csv(table, for_excel=True) == b"\xef\xbb\xbf" + data


@given(cell=st.text(max_size=20))
def test_a_guarded_cell_never_begins_like_a_formula(cell):
    guarded = sheets.guard_formula(cell)
    assert guarded.removeprefix("'") == cell or guarded == cell
    assert not guarded.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
