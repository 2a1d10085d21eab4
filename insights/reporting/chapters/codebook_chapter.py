"""The codebook as it stands, and how people changed it: for researchers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.document import Block, Cell, Heading, Paragraph, Section, Table
from insights.reporting.wording import capitalised, counted_noun, listed

_CODES, _CHANGES = 120, 200


def compose_codebook(desk: Desk) -> Section | None:
    """Return the codes with how often they count, then the history; None without a codebook."""
    codes = rows_of(desk.material.codes)
    if not codes:
        return None
    n_used: dict[str, int] = {}
    for row in rows_of(desk.material.counted):
        n_used[text_of(row["code_id"])] = n_used.get(text_of(row["code_id"]), 0) + 1
    rows = tuple(
        (
            Cell((text_of(row["name"]),), strong=True),
            Cell((text_of(row["theme"]),)),
            Cell((text_of(row["definition"]) or "no definition",)),
            Cell((f"{text_of(row['status'])}, version {whole_of(row['version'])}",)),
            Cell((_used(desk, row, n_used.get(text_of(row["code_id"]), 0)),)),
        )
        for row in codes[:_CODES]
    )
    more = len(codes) - _CODES
    table = Table(
        "Codes as they stand", ("Code", "Theme", "Definition", "Status", "Codings that count"),
        rows, note=f"{more:,} more in the codebook." if more > 0 else "", style="wide",
    )  # fmt: skip
    return Section("codebook", "Codebook", "Codebook", (table, *_history(desk)))


def _used(desk: Desk, row: Row, n: int) -> str:
    hidden = text_of(row["theme"]) in desk.sensitive and n < desk.settings.small_number
    return "few" if hidden else f"{n:,}"


def _history(desk: Desk) -> tuple[Block, ...]:
    """Return who changed which code, when and how; what was undone is not part of it."""
    heading = Heading(3, "How the codebook changed")
    named = {text_of(row["code_id"]): text_of(row["name"]) for row in rows_of(desk.material.codes)}
    changes = [row for row in rows_of(desk.material.judgements) if text_of(row["target"]) == "code"]
    before = say_unrecorded(desk)
    told = (Paragraph((before,)),) if before else ()
    if not changes:
        return heading, Paragraph((
            "Nobody has changed a code in the review: the codes stand as their file has them.",
        )), *told  # fmt: skip
    changes.sort(key=lambda row: text_of(row["at"]))
    table = Table(
        "Decisions on codes, oldest first; those undone since are left out",
        ("When", "Who", "What changed"),
        tuple(
            (
                Cell((day(text_of(row["at"])) or "not recorded",)),
                Cell((text_of(row["coder"]),)),
                Cell((change_words(row, named),)),
            )
            for row in changes[:_CHANGES]
        ),
        note=f"{len(changes) - _CHANGES:,} more." if len(changes) > _CHANGES else "",
    )
    return heading, table, *told


def say_unrecorded(desk: Desk) -> str:
    """Return which codes were changed before the review, and that their past is not kept.

    A version counts the times that a code was defined anew or took in another. Those without
    a decision on record were made in the codebook's own file; "" where there are none.
    """
    n_recorded: dict[str, int] = {}
    for row in rows_of(desk.material.judgements):
        if text_of(row["target"]) != "code" or text_of(row["action"]) not in ("define", "merge"):
            continue
        changed = text_of(row["code_id"]) or text_of(row.get("target_id"))
        if text_of(row["action"]) == "merge":
            value = _value(text_of(row["value"]))
            into = value.get("into") if isinstance(value, Mapping) else value
            changed = text_of(into)
        n_recorded[changed] = n_recorded.get(changed, 0) + 1
    told = []
    for row in rows_of(desk.material.codes):
        first = whole_of(row["version"]) - n_recorded.get(text_of(row["code_id"]), 0)
        if first > 1:
            told.append(f"“{text_of(row['name'])}” (at version {first})")
    if not told:
        return ""
    one = len(told) == 1
    return (
        f"{capitalised(counted_noun(len(told), 'code'))} {'was' if one else 'were'} changed before "
        f"the review: {listed(told)}. {'Its' if one else 'Their'} earlier versions are not on "
        "record, as the file holds the last alone."
    )


def change_words(row: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """Return what a decision on a code changed, in a sentence.

    Parameters
    ----------
    row
        A row of table ``judgements`` whose target is a code.
    named
        The names of codes, by id.

    Examples
    --------
    >>> change_words({"action": "merge", "code_id": "c1", "value": '{"into": "c2"}'},
    ...              {"c1": "Debt", "c2": "Money"})
    '“Debt” went into “Money”.'
    """
    code_id = text_of(row["code_id"]) or text_of(row.get("target_id"))
    value = _value(text_of(row["value"]))
    given = value if isinstance(value, Mapping) else {}
    said = value.strip() if isinstance(value, str) else ""
    name = f"“{named.get(code_id, code_id)}”"
    if text_of(row["action"]) == "new":
        return f"“{text_of(given.get('name')) or said or code_id}” was added."
    if text_of(row["action"]) == "rename":
        was = text_of(given.get("was"))
        new = text_of(given.get("name")) or said
        return f"“{was or code_id}” is now called “{new}”."
    if text_of(row["action"]) == "merge":
        into = text_of(given.get("into")) or said
        return f"{name} went into “{named.get(into, into)}”."
    if text_of(row["action"]) == "move":
        return f"{name} moved to the theme “{text_of(given.get('theme')) or said}”."
    if text_of(row["action"]) == "split":
        parts = [text_of(p.get("name")) for p in value or [] if isinstance(p, Mapping)]
        return f"{name} was split into {listed(f'“{part}”' for part in parts if part)}."
    if text_of(row["action"]) == "define":
        fields = listed(str(key) for key in given) or "definition"
        return f"{name} was defined anew: {fields}."
    return f"{name} was retired." if text_of(row["action"]) == "retire" else f"{name} was changed."


def _value(stored: str) -> Any:
    """Return a decision's value, which the table holds as JSON."""
    try:
        return json.loads(stored) if stored else None
    except json.JSONDecodeError:
        return stored
