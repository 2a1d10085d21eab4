"""What other programs write comes back cell for cell, with the right person and prompt."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from insights.project import load_project
from insights.sources import read_sources

Rows = list[list[str]]
HEADER = ["participant_id", "What is hard?", "What would help?"]
LONG = ["participant_id", "question", "answer"]


def with_csv(path: Path, rows: Rows) -> Path:
    with path.with_suffix(".csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
    return path


def with_tabs(path: Path, rows: Rows) -> Path:
    with path.with_suffix(".tsv").open("w", newline="", encoding="utf-8-sig") as out:
        csv.writer(out, delimiter="\t").writerows(rows)
    return path


def with_pandas(path: Path, rows: Rows) -> Path:
    pd.DataFrame(rows[1:], columns=rows[0]).to_csv(
        path.with_suffix(".csv"), index=False, encoding="utf-16"
    )
    return path


def with_openpyxl(path: Path, rows: Rows) -> Path:
    workbook = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for at, words in enumerate(row, 1):
            cell = workbook.active.cell(number, at)
            cell.value, cell.data_type = words, "s"
    workbook.save(path.with_suffix(".xlsx"))
    return path


def with_odfpy(path: Path, rows: Rows) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="answers")
    for row in rows:
        line = TableRow()
        for words in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=words))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path.with_suffix(".ods"))
    return path


WRITERS = (with_csv, with_tabs, with_pandas, with_openpyxl, with_odfpy)
# Words as people type them; several blanks in a row are one in an .ods, whoever wrote it.
WORDS = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "Sc")), min_size=1, max_size=8),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
ANSWERS = st.one_of(
    st.sampled_from(["None", "N/A (day)", "null", "nan", "none of it", "TRUE story", "👍"]),
    WORDS.map(lambda words: f"a{words}"),
)


def read(root: Path, writer: Callable[[Path, Rows], Path], rows: Rows) -> list[tuple[str, ...]]:
    folder = root / "data" / "raw" / "demo" / "feedback"
    folder.mkdir(parents=True)
    writer(folder / "answers", rows)
    material = read_sources(load_project("demo", root), {}, b"salt")
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
    columns = material.passages[["locator", "participant_id", "prompt", "text"]]
    return list(columns.itertuples(index=False, name=None))


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
@settings(max_examples=6, deadline=None)
@given(answers=st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1, max_size=5))
def test_wide_answers_come_back_with_person_and_prompt(tmp_path_factory, writer, answers):
    ids = [f"{number:03}" for number in range(7, 7 + len(answers))]
    rows = [HEADER, *([person, *said] for person, said in zip(ids, answers, strict=True))]
    found = read(tmp_path_factory.mktemp("wide"), writer, rows)
    assert found == [
        (f"row {number}, column {question}", person, question, said)
        for number, (person, *both) in enumerate(rows[1:], 2)
        for question, said in zip(HEADER[1:], both, strict=True)
    ]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
@settings(max_examples=6, deadline=None)
@given(
    answers=st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(HEADER[1:]), ANSWERS), min_size=1, max_size=6
    )
)
def test_long_answers_come_back_with_person_and_prompt(tmp_path_factory, writer, answers):
    rows = [LONG, *([f"{person:03}", question, said] for person, question, said in answers)]
    found = read(tmp_path_factory.mktemp("long"), writer, rows)
    assert found == [
        (f"row {number}, column answer", person, question, said)
        for number, (person, question, said) in enumerate(rows[1:], 2)
    ]
