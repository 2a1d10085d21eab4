"""What the columns of a board's export hold: by project.toml, by their names, by their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights.errors import Problem, nearest
from insights.project import ColumnMap, Project
from insights.sources.recognise import fold_header, holds_direct_identifier
from insights.sources.sessions import find_perspective

NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "contents", "sticky note text", "note text", "sticky text",
             "sticky note", "sticky", "note", "card", "card text", "idea", "comment", "body",
             "description", "title", "plain text", "value"),
    "colour": ("colour", "color", "background colour", "background color", "bg colour",
               "bg color", "fill", "fill colour", "fill color", "sticky colour",
               "sticky color", "note colour", "note color", "sticky note colour",
               "sticky note color", "backgroundcolor"),
    "frame": ("frame", "frame title", "frame name", "parent frame", "board", "area",
              "area title", "section", "section title", "activity", "question", "prompt",
              "page", "canvas"),
    "cluster": ("cluster", "cluster name", "cluster title", "group", "group name", "group title",
                "group label", "theme", "category", "column", "quadrant", "list", "heading",
                "parent", "parent title"),
    "tags": ("tags", "tag", "labels", "label"),
    "author": ("participant id", "participant", "author", "author name", "created by", "creator",
               "written by", "added by", "owner", "user", "pid", "name", "last modified by",
               "modified by", "last updated by", "updated by", "email", "author email",
               "by", "who", "who wrote it", "said by", "who said it", "from"),
    "x": ("x", "position x", "pos x", "x position", "left", "x coordinate"),
    "y": ("y", "position y", "pos y", "y position", "top", "y coordinate"),
    "position": ("position", "coordinates", "location"),
    "row_id": ("id", "item id", "note id", "widget id", "sticky id", "sticky note id", "uuid",
               "row id", "card id"),
    "type": ("type", "item type", "widget type", "object type", "kind"),
    "session": ("session", "session id", "workshop", "event"),
    "date": ("created at", "created", "created on", "date", "date created", "creation date"),
    "perspective": ("perspective", "participant group"),
}  # fmt: skip


def understand_board(
    project: Project, mapping: ColumnMap, cells: dict[str, list[str]], shown: str
) -> tuple[dict[str, str], list[Problem]]:
    """Return which column holds what, by meaning, and what project.toml names in vain.

    Parameters
    ----------
    mapping
        What project.toml says of the file's columns.
    cells
        The cells of each column, by its name.
    """
    by_folded = {fold_header(header): header for header in reversed(cells)}
    columns, problems = _declared(mapping, by_folded, cells, shown)
    taken = set(columns.values())
    for meaning, words in NAMES.items():
        if meaning in columns:
            continue
        header = next(
            (by_folded[word] for word in words
             if word in by_folded and by_folded[word] not in taken), None,
        )  # fmt: skip
        if header is not None:
            columns[meaning] = header
            taken.add(header)
    if _holds_perspectives(project, columns, cells):
        columns["perspective"] = columns.pop("cluster")
    if "text" not in columns and (header := _wordiest(cells, taken)) is not None:
        columns["text"] = header
    return columns, problems


def _declared(
    mapping: ColumnMap, by_folded: Mapping[str, str], cells: Mapping[str, Sequence[str]],
    shown: str,
) -> tuple[dict[str, str], list[Problem]]:  # fmt: skip
    given = {
        "text": mapping.text[0] if mapping.text else "", "frame": mapping.prompt,
        "author": mapping.participant_id, "row_id": mapping.row_id,
        "session": mapping.session, "date": mapping.date, "perspective": mapping.perspective,
    }  # fmt: skip
    columns: dict[str, str] = {}
    problems: list[Problem] = []
    for meaning, name in given.items():
        header = by_folded.get(fold_header(name)) if name else None
        if header is not None:
            columns[meaning] = header
        elif name:
            problems.append(
                Problem(
                    shown, f"column {name}",
                    f"project.toml names this column as {meaning}, but the file has no such "
                    "column.",
                    f'Correct the name under [columns."{shown}"].' + nearest(name, cells),
                )
            )  # fmt: skip
    return columns, problems


def _holds_perspectives(
    project: Project, columns: Mapping[str, str], cells: Mapping[str, Sequence[str]]
) -> bool:
    """Tell whether perspectives stand in the column that is called "group" or the like."""
    header = columns.get("cluster")
    if header is None or "perspective" in columns:
        return False
    given = {cell.strip() for cell in cells[header] if cell.strip()}
    return bool(given) and all(find_perspective(project, cell) for cell in given)


def _wordiest(cells: Mapping[str, Sequence[str]], taken: set[str]) -> str | None:
    """Return the column with the most words, for the notes', where no name says which."""
    n_words = {
        name: sum(len(cell.split()) for cell in column)
        for name, column in cells.items()
        if name not in taken and not holds_direct_identifier(name)
    }
    if n_words and (len(cells) == 1 or max(n_words.values()) > 0):
        return max(n_words, key=n_words.__getitem__)
    return None
