"""The rows of the key file, as they are read and written; nothing here knows whose they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from insights.sheets import guard_formula

KEY_COLUMNS = ("participant_id", "name", "aliases", "contact", "format_needs", "notes")


def render_key(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the rows of a key file as the bytes of a .csv."""
    return render_rows(list(dict.fromkeys([*KEY_COLUMNS, *_names(rows)])), rows)


def read_key_rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a key file as they stand, by the names of its columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ","
    )
    header = [cell.strip().casefold().replace(" ", "_") for cell in next(rows, [])]
    return [
        dict(zip(header, (cell.strip() for cell in row), strict=False))
        for row in rows
        if any(cell.strip() for cell in row)
    ]


def _names(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row if name))


def render_rows(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return rows as the bytes of a .csv that a spreadsheet opens without running anything."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guard_formula(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")
