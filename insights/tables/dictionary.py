"""The data dictionary, written from the declarations."""

from __future__ import annotations

from insights.tables.declared import TABLES

_KIND_WORDS = {
    "text": "text", "whole": "whole number", "number": "number", "flag": "yes/no",
    "date": "date (ISO 8601)", "list": "list of texts",
}  # fmt: skip


def render_data_dictionary() -> str:
    """Return ``docs/data_dictionary.md``: every table and column, from the declarations."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `insights/tables/` by `make docs`; do not edit by hand.",
        "Stored as `data/processed/<project>/<table>.parquet`.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"One row: {table.row}."]
        if table.key:
            lines.append(f"Unique by: {', '.join(table.key)}.")
        lines += ["", "| column | kind | required | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            meaning = column.meaning.replace("|", "\\|")
            if column.allowed:
                meaning += f" ({', '.join(column.allowed)})"
            kind, needed = _KIND_WORDS[column.kind], "yes" if column.required else ""
            lines.append(f"| {column.name} | {kind} | {needed} | {meaning} |")
    return "\n".join(lines) + "\n"
