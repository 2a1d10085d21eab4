"""What the project before this one promised, and what people say has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.errors import Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

STATES = ("kept", "partly kept", "not kept")
PROMISED = ("doing", "in progress", "started", "agreed", "accepted", "planned", "pilot",
            "piloting", "done", "changed", "in place", "finished")  # fmt: skip
_COLUMNS = [
    "previous", "promise_id", "kind", "promise", "owner", "due", "state", "happened", "overdue",
]  # fmt: skip
_FILE = "recommendations.toml"


def follow_promises(
    previous: str,
    tables: Mapping[str, pd.DataFrame],
    decided: Mapping[str, Any],
    *,
    as_of: str = "",
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return what an earlier project promised, and what happened, as a person says.

    A promise is a recommendation somebody said yes to or owns, an idea that ended as a
    standing commitment, or feedback left open: "we still owe you an answer".

    Parameters
    ----------
    previous
        The earlier project's name.
    tables
        Its tables ``recommendations``, ``ideas``, ``responses`` and ``feedback_trail``,
        as far as it has them.
    decided
        What a person says: promise id → {state, happened}.
    as_of
        ISO date; what was due before it and is not said to be kept is overdue.
    """
    import pandas as pd

    rows = [
        *_of_recommendations(tables.get("recommendations")),
        *_of_ideas(tables.get("ideas")),
        *_of_feedback(tables.get("feedback_trail")),
    ]
    known = {str(row["promise_id"]) for row in rows}
    labels = {str(row.get("label")): str(row["promise_id"]) for row in rows if row.get("label")}
    said: dict[str, tuple[str, str]] = {}
    problems = []
    for key, entry in decided.items():
        given = entry if isinstance(entry, Mapping) else {}
        state = str(given.get("state", "")).strip().casefold()
        target = labels.get(key, key)
        where = f"[promises] {key}"
        if target not in known:
            problems.append(Problem(
                _FILE, where, f"The project {previous} made no promise with this id, so it was "
                "not used.", f"Use an id of its report.{nearest(key, sorted({*known, *labels}))}",
            ))  # fmt: skip
        elif state not in STATES:
            problems.append(Problem(
                _FILE, where, "This does not say whether the promise was kept, so it was not used.",
                f"Write one of: {', '.join(STATES)}.{nearest(state, STATES)}",
            ))  # fmt: skip
        else:
            said[target] = (state, str(given.get("happened", "")).strip())
    result = []
    for row in rows:
        state, happened = said.get(str(row["promise_id"]), ("not said yet", ""))
        due = row.get("due")
        result.append({
            **{name: row.get(name) for name in _COLUMNS[1:6]},
            "previous": previous,
            "state": state,
            "happened": happened or None,
            "overdue": bool(due and as_of and str(due)[:10] < as_of[:10]) and state != "kept",
        })  # fmt: skip
    return pd.DataFrame(result, columns=_COLUMNS), problems


def _rows(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    if table is None or not len(table):
        return []
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _of_recommendations(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        {
            "promise_id": row["recommendation_id"], "label": row["label"],
            "kind": "recommendation", "promise": row["title"], "owner": row["owner"],
            "due": row["due"],
        }
        for row in _rows(table)
        if str(row["status"] or "").casefold() in PROMISED or row["owner"]
    ]  # fmt: skip


def _of_ideas(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        {"promise_id": row["idea_id"], "kind": "idea", "promise": row["title"] or row["idea_id"]}
        for row in _rows(table)
        if row["status"] == "commitment"
    ]


def _of_feedback(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    return [
        {
            "promise_id": row["feedback_id"], "kind": "feedback",
            "promise": f"An answer on “{row['section'] or row['artefact'] or 'the draft'}”",
        }
        for row in _rows(table)
        if row["state"] in ("open", "not answered")
    ]  # fmt: skip
