"""Make the files of the fictional projects that no person can write by hand.

Word documents and spreadsheets from plain text, with the same bytes every time, and
decisions files whose rows name an excerpt by a few of its words.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document
    from docx.text.paragraph import Paragraph

ROOT = Path(__file__).resolve().parent.parent
DECISION_COLUMNS = ("file", "words", "action", "code_id", "value", "memo")
DECISIONS_A_DAY = 60
_CORE_DATE = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_LEFT_OUT = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")


# ------------------------------------------------------------------ documents and sheets


def make_notes(text: str, *, author: str, title: str, typed_on: datetime) -> bytes:
    """Return the .docx made from ``text``: headings, bullets, a table, italics in stars."""
    from docx import Document

    document = Document()
    core = document.core_properties
    core.author = core.last_modified_by = author
    core.title = title
    core.comments = core.keywords = core.subject = ""
    core.language = "en-GB"
    core.revision = 1
    core.created = core.modified = typed_on
    for block in re.split(r"\n\n+", text.strip()):
        _add_block(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return with_fixed_times(stream.getvalue(), typed_on)


def _add_block(document: Document, block: str) -> None:
    if heading := re.match(r"(#+) (.+)", block):
        document.add_heading(heading[2], level=len(heading[1]) - 1)
    elif block.startswith("- "):
        for line in block.splitlines():
            _add_words(document.add_paragraph(style="List Bullet"), line.removeprefix("- "))
    elif block.startswith("|"):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")]
        del rows[1]  # the dashes
        table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    else:
        _add_words(document.add_paragraph(), block)


def _add_words(paragraph: Paragraph, words: str) -> None:
    for position, part in enumerate(re.split(r"\*(.+?)\*", words)):
        paragraph.add_run(part).italic = bool(position % 2) or None


def make_sheet(
    rows: Sequence[Sequence[str]],
    *,
    title: str,
    widths: Sequence[int],
    typed_on: datetime,
    text_columns: Iterable[int] = (),
) -> bytes:
    """Return the .xlsx of ``rows``, header first; numbers and dates as such.

    Parameters
    ----------
    text_columns
        Columns, counted from 1, whose numbers stay text: ids such as 007.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    as_text = set(text_columns)
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value if column in as_text else _typed(value))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return with_fixed_times(stream.getvalue(), typed_on)


def _typed(value: str) -> str | int | datetime:
    """Return what a spreadsheet keeps as a number or a date as one."""
    if value.isdigit():
        return int(value)
    return datetime.fromisoformat(value) if re.fullmatch(r"[0-9-]{10}", value) else value


def with_fixed_times(archive: bytes, moment: datetime) -> bytes:
    """Return ``archive`` with fixed times, without the template's picture and old styles."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            if name in _LEFT_OUT:
                continue
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _CORE_DATE.sub(rb"\g<1>" + stamp, part)
            elif name.endswith(".rels") or name == "[Content_Types].xml":
                for left_out in _LEFT_OUT:
                    part = _without_mention(part, left_out)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, part, compresslevel=9)
    return stream.getvalue()


def _without_mention(part: bytes, name: str) -> bytes:
    """Return a list of relations or of content types without what it says of ``name``."""
    last = re.escape(name.split("/")[-1].encode())
    return re.sub(rb"<(Relationship|Override)\b[^>]*[/\"]" + last + rb"\"[^>]*/>", b"", part)


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a .csv, header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


# ------------------------------------------------------------------------------ decisions


@dataclass(frozen=True)
class Coder:
    """One coder's way of working.

    Attributes
    ----------
    initials
        Who, as the decisions file is named.
    starts_at
        When the first decision was made.
    files
        Short names used in the rows, to paths inside the project.
    blind
        Short names of the files coded without seeing any suggestion.
    """

    initials: str
    starts_at: datetime
    files: Mapping[str, str]
    blind: tuple[str, ...] = ()


def make_decisions(
    table: Sequence[Sequence[str]], coder: Coder, passages: pd.DataFrame, sources: pd.DataFrame
) -> bytes:
    """Return a coder's .jsonl, with every row's words resolved to an excerpt.

    Parameters
    ----------
    table
        Rows of ``DECISION_COLUMNS``, header first.
    passages, sources
        The tables of those names, read from the project itself.

    Raises
    ------
    ValueError
        If the words of a row stand in no excerpt, or in several; names the row.
    """
    rows = [dict(zip(DECISION_COLUMNS, row, strict=True)) for row in table[1:]]
    paths = sources.set_index("source_id")["path"]
    texts: dict[str, list[tuple[str, str]]] = {}
    for source_id, excerpt_id, text in zip(
        passages["source_id"], passages["excerpt_id"], passages["text"], strict=True
    ):
        texts.setdefault(paths[source_id], []).append((excerpt_id, " ".join(text.split())))
    targets = [
        row["words"]
        if row["file"] == "theme"
        else _excerpt_with(row, texts.get(coder.files[row["file"]], []))
        for row in rows
    ]
    shown = _codes_shown(rows, targets, coder.blind)
    lines: list[str] = []
    for row, target in zip(rows, targets, strict=True):
        for decision in _decisions_of(row, target, shown):
            moment = coder.starts_at + timedelta(
                days=len(lines) // DECISIONS_A_DAY, seconds=50 * (len(lines) % DECISIONS_A_DAY)
            )
            said = _line_id(decision, coder.initials)
            line = {"id": said, "at": moment.isoformat() + "Z", "coder": coder.initials}
            lines.append(json.dumps(line | decision, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def _excerpt_with(row: Mapping[str, str], texts: Sequence[tuple[str, str]]) -> str:
    found = [excerpt_id for excerpt_id, text in texts if row["words"] in text]
    if len(found) != 1:
        raise ValueError(f"{len(found)} excerpts of {row['file']} hold the words {row['words']!r}")
    return found[0]


def _codes_shown(
    rows: Sequence[Mapping[str, str]], targets: Sequence[str], blind: Sequence[str]
) -> dict[str, list[str]]:
    """Return per excerpt the codes that were suggested to the coder: those not added."""
    shown: dict[str, list[str]] = {}
    for row, target in zip(rows, targets, strict=True):
        if row["action"] in ("accept", "reject") and row["file"] not in blind:
            shown.setdefault(target, []).append(row["code_id"])
    return shown


def _decisions_of(
    row: Mapping[str, str], target: str, shown: Mapping[str, list[str]]
) -> Iterator[dict[str, Any]]:
    """Yield what one row says: a decision, and the stance where it gives one."""
    action, value = row["action"], row["value"]
    if action == "convergence":
        prompt_kind, meaning = value.split()
        groups = {"group_a": "lived_experience", "group_b": "professional"}
        yield {
            "action": action, "target": "theme", "target_id": target, "excerpt_id": "",
            "code_id": "", "value": {"prompt_kind": prompt_kind, **groups, "meaning": meaning},
            "memo": row["memo"], "shown": [],
        }  # fmt: skip
        return
    decision = {
        "action": action, "target": "excerpt", "target_id": target, "excerpt_id": target,
        "code_id": row["code_id"], "value": value if action == "kind" else None,
        "memo": row["memo"], "shown": shown.get(target, []),
    }  # fmt: skip
    yield decision
    if value and row["code_id"]:
        yield decision | {"action": "stance", "value": value, "memo": ""}


def _line_id(decision: Mapping[str, Any], initials: str) -> str:
    said: list[object] = [
        decision[key] for key in ("action", "target_id", "code_id", "value")
    ]  # fmt: skip
    if initials != "AB":  # the first coder's ids were made before there was a second
        said.append(initials)
    return "d" + hashlib.blake2b(json.dumps(said).encode(), digest_size=6).hexdigest()


# -------------------------------------------------------------------------------- projects


def read_project(name: str, root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a project's passages and sources, read as a run reads them."""
    from insights.project import load_project
    from insights.sources import read_sources

    project = load_project(name, root)
    material = read_sources(project, _names(project.raw / "key.csv"), project.salt())
    return material.passages, material.sources


def _names(key: Path) -> dict[str, str]:
    with key.open(encoding="utf-8", newline="") as file:
        return {
            form.strip(): row["participant_id"]
            for row in csv.DictReader(file)
            for form in (row["name"], *row["aliases"].split(";"))
            if form.strip()
        }


def write_files(folder: Path, made: Mapping[str, bytes]) -> list[Path]:
    """Write files by their path inside ``folder``; returns where they are."""
    paths = [folder / relative for relative in made]
    for path, content in zip(paths, made.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return paths


def run_script(
    about: str | None, arguments: Sequence[str] | None, *writers: Callable[[Path], list[Path]]
) -> None:
    """Write a project's files, in order, and print where they are."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0] if about else None)
    parser.add_argument("--root", type=Path, default=ROOT, help="where data/ lies")
    root = parser.parse_args(arguments).root
    for writer in writers:
        for path in writer(root):
            print(path.relative_to(root).as_posix())  # noqa: T201
