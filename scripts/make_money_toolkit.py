"""Make the binary files and the decisions of the fictional project ``money-toolkit``.

The texts a person reads and changes stand in ``scripts/money_toolkit/``: the professionals'
workshop (``.md``), the feedback form's answers and one coder's decisions (``.csv``). From
them come ``notes/professionals_workshop.docx``, ``feedback/feedback.xlsx`` and
``decisions/AB.jsonl``. Running this twice gives the same bytes.

    python scripts/make_money_toolkit.py [--root FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document
    from docx.text.paragraph import Paragraph

TEXTS = Path(__file__).resolve().parent / "money_toolkit"
ROOT = TEXTS.parent.parent
PROJECT = "money-toolkit"
TYPED_ON = datetime(2025, 10, 14, 20, 30)
FIRST_DECISION_AT = datetime(2026, 3, 2, 9, 30)
CODER = "AB"
FILES = {
    "pro": "notes/professionals_workshop.docx",
    "le": "notes/lived_experience_workshop.md",
    "le2": "notes/lived_experience_second_notes.txt",
    "form": "feedback/feedback.xlsx",
    "test": "prototypes/toolkit_test.csv",
}
DECISION_COLUMNS = ("file", "words", "action", "code_id", "value", "memo")
DECISIONS_A_DAY = 60
_CORE_DATE = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_LEFT_OUT = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")


def make_notes(text: str) -> bytes:
    """Return the .docx made from ``text``: headings, bullets, a table, italics in stars."""
    from docx import Document

    document = Document()
    core = document.core_properties
    core.author = core.last_modified_by = "Ruth Ashdown"
    core.title = "Money Toolkit workshop 1"
    core.comments = core.keywords = core.subject = ""
    core.language = "en-GB"
    core.revision = 1
    core.created = core.modified = TYPED_ON
    for block in re.split(r"\n\n+", text.strip()):
        _add_block(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return with_fixed_times(stream.getvalue())


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


def make_feedback(answers: Sequence[Sequence[str]]) -> bytes:
    """Return the .xlsx of the form's ``answers``, header first; ratings as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = "Form responses 1"
    for row, values in enumerate(answers, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, _typed(value))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for letter, width in zip("ABCDEFG", (14, 12, 22, 60, 50, 40, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return with_fixed_times(stream.getvalue())


def _typed(value: str) -> str | int | datetime:
    """Return what a spreadsheet keeps as a number or a date as one."""
    if value.isdigit():
        return int(value)
    return datetime.fromisoformat(value) if re.fullmatch(r"[0-9-]{10}", value) else value


def with_fixed_times(archive: bytes) -> bytes:
    """Return ``archive`` with fixed times, without the template's picture and old styles."""
    moment = TYPED_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            if name in _LEFT_OUT:
                continue
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _CORE_DATE.sub(rb"\g<1>" + moment, part)
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


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a .csv beside this script, header first."""
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


def make_decisions(passages: pd.DataFrame, sources: pd.DataFrame) -> bytes:
    """Return the coder's .jsonl, with every row's words resolved to an excerpt.

    Parameters
    ----------
    passages, sources
        The tables of those names, read from the project itself.

    Raises
    ------
    ValueError
        If the words of a row stand in no excerpt, or in several; names the row.
    """
    rows = [dict(zip(DECISION_COLUMNS, row, strict=True)) for row in read_rows("decisions.csv")[1:]]
    paths = sources.set_index("source_id")["path"]
    texts: dict[str, list[tuple[str, str]]] = {}
    for source_id, excerpt_id, text in zip(
        passages["source_id"], passages["excerpt_id"], passages["text"], strict=True
    ):
        texts.setdefault(paths[source_id], []).append((excerpt_id, " ".join(text.split())))
    targets = [
        row["words"]
        if row["file"] == "theme"
        else _excerpt_with(row, texts.get(FILES[row["file"]], []))
        for row in rows
    ]
    shown = _codes_shown(rows, targets)
    lines: list[str] = []
    for row, target in zip(rows, targets, strict=True):
        for decision in _decisions_of(row, target, shown):
            moment = FIRST_DECISION_AT + timedelta(
                days=len(lines) // DECISIONS_A_DAY, seconds=50 * (len(lines) % DECISIONS_A_DAY)
            )
            line = {"id": _line_id(decision), "at": moment.isoformat() + "Z", "coder": CODER}
            lines.append(json.dumps(line | decision, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def _excerpt_with(row: Mapping[str, str], texts: Sequence[tuple[str, str]]) -> str:
    found = [excerpt_id for excerpt_id, text in texts if row["words"] in text]
    if len(found) != 1:
        raise ValueError(f"{len(found)} excerpts of {row['file']} hold the words {row['words']!r}")
    return found[0]


def _codes_shown(rows: Sequence[Mapping[str, str]], targets: Sequence[str]) -> dict[str, list[str]]:
    """Return per excerpt the codes that were suggested to the coder: those not added."""
    shown: dict[str, list[str]] = {}
    for row, target in zip(rows, targets, strict=True):
        if row["action"] in ("accept", "reject"):
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


def _line_id(decision: Mapping[str, Any]) -> str:
    said = json.dumps([decision[key] for key in ("action", "target_id", "code_id", "value")])
    return "d" + hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def read_project(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the project's passages and sources, read as a run reads them."""
    from insights.project import load_project
    from insights.sources import read_sources

    project = load_project(PROJECT, root)
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


def write_binaries(root: Path) -> list[Path]:
    """Write the .docx and the .xlsx below ``root``; returns their paths."""
    folder = root / "data" / "raw" / PROJECT
    made = {
        folder / "notes" / "professionals_workshop.docx": make_notes(
            (TEXTS / "professionals_workshop.md").read_text(encoding="utf-8")
        ),
        folder / "feedback" / "feedback.xlsx": make_feedback(read_rows("feedback.csv")),
    }
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(made)


def write_decisions(root: Path) -> Path:
    """Write ``decisions/AB.jsonl`` below ``root``; returns its path."""
    path = root / "data" / "raw" / PROJECT / "decisions" / f"{CODER}.jsonl"
    content = make_decisions(*read_project(root))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the binary files, then the decisions, which rest on how those are read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--root", type=Path, default=ROOT, help="where data/ lies")
    root = parser.parse_args(arguments).root
    for path in (*write_binaries(root), write_decisions(root)):
        print(path.relative_to(root).as_posix())  # noqa: T201


if __name__ == "__main__":
    main()
