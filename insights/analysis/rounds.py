"""Rounds of feedback on a draft: what became of each piece, and what was read back to people.

Each piece ends as changed, not changed because, or open; what nobody answered is said to be
so. A later round can confirm, amend or reject a finding (a member check).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

from insights.errors import Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

ALL_ROUNDS = "all"
_TRAIL = [
    "feedback_id", "artefact", "version", "round", "section", "type", "severity", "perspective",
    "excerpt_ids", "state", "changed_in", "what", "reason", "closed", "n_days", "again_in",
]  # fmt: skip
_RESULTS = [
    "round", "version", "n_feedback", "n_people", "n_asking", "n_changed", "n_not_changed",
    "n_no_reason", "n_open", "n_not_answered", "closed_share", "median_days", "oldest_days",
    "as_of",
]  # fmt: skip
_CHECKS = [
    "theme", "prompt_kind", "round", "group", "n_confirms", "n_amends", "n_rejects",
    "n_unattributed", "confirm_excerpt_ids", "amend_excerpt_ids", "reject_excerpt_ids",
]  # fmt: skip
_COUNTS = ("n_confirms", "n_amends", "n_rejects")
_OF_VERDICT = {"confirms": "n_confirms", "amends": "n_amends", "rejects": "n_rejects"}
_WORDS_OF = {
    "confirms": "confirm_excerpt_ids", "amends": "amend_excerpt_ids",
    "rejects": "reject_excerpt_ids",
}  # fmt: skip
_KIND = re.compile(r"\s*[(:–-]\s*(problems?|ideas?)\)?\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"[FS]\d+", re.IGNORECASE)


def follow_feedback(
    rounds: pd.DataFrame, responses: pd.DataFrame, excerpts: pd.DataFrame, *, as_of: str = ""
) -> pd.DataFrame:
    """Return what became of every piece of feedback, in the order it came in.

    A piece that likes something and was not answered asked for nothing; any other without an
    answer is *not answered*. ``again_in`` is the next round in which the same person spoke of
    the same section; it closes nothing by itself.

    Parameters
    ----------
    rounds, responses, excerpts
        Tables of those names.
    as_of
        ISO date up to which waiting is counted; by default the last day in the records.
    """
    import pandas as pd

    until = as_of or _last_day(rounds, responses)
    answers = {str(row["feedback_id"]): row for row in _rows(responses)}
    pieces = _rows(rounds)
    place = {name: number for number, name in enumerate(dict.fromkeys(r["round"] for r in pieces))}
    said = _excerpts_by_record(excerpts)
    result = []
    for row in pieces:
        answer = answers.get(str(row["feedback_id"]), {})
        state = answer.get("response") or (
            "nothing asked"
            if row["type"] == "like" or row["verdict"] == "confirms"
            else "not answered"
        )
        ended = state in ("changed", "not changed")
        result.append({
            **{name: row[name] for name in _TRAIL[:8]},
            "excerpt_ids": said.get(_record_of(row)) or _known(row["excerpt_id"], excerpts),
            "state": state,
            "changed_in": answer.get("version") if state == "changed" else None,
            "what": answer.get("what"),
            "reason": answer.get("reason"),
            "closed": None if state == "nothing asked"
            else state == "changed" or (state == "not changed" and bool(answer.get("reason"))),
            "n_days": None if state == "nothing asked"
            else _days(row["given_on"], answer.get("responded_on") if ended else until),
            "again_in": _again(row, pieces, place),
        })  # fmt: skip
    return pd.DataFrame(result, columns=_TRAIL)


def summarise_rounds(trail: pd.DataFrame, rounds: pd.DataFrame, *, as_of: str = "") -> pd.DataFrame:
    """Return, round by round and for all together, how much feedback has its answer.

    Parameters
    ----------
    trail
        Table ``feedback_trail``.
    rounds
        Table of that name: who gave what.
    as_of
        ISO date up to which waiting was counted.
    """
    import pandas as pd

    if not len(trail):
        return pd.DataFrame(columns=_RESULTS)
    person = dict(zip(rounds["feedback_id"], rounds["participant_id"], strict=True))
    result = []
    rows = _rows(trail)
    names = list(dict.fromkeys(row["round"] for row in rows))
    for name in [*names, *([ALL_ROUNDS] if len(names) > 1 else [])]:
        here = [row for row in rows if name in (ALL_ROUNDS, row["round"])]
        asking = [row for row in here if row["state"] != "nothing asked"]
        closed = [row for row in asking if row["closed"]]
        waits = [
            row["n_days"]
            for row in asking
            if row["state"] in ("open", "not answered") and row["n_days"] is not None
        ]
        took = [row["n_days"] for row in closed if row["n_days"] is not None]
        versions = dict.fromkeys(row["version"] for row in here if row["version"])
        by_state = [row["state"] for row in asking]
        refused = [row for row in asking if row["state"] == "not changed"]
        people = {person.get(row["feedback_id"]) for row in here}
        result.append({
            "round": name,
            "version": next(iter(versions)) if len(versions) == 1 else None,
            "n_feedback": len(here),
            "n_people": len({p for p in people if isinstance(p, str)}),
            "n_asking": len(asking),
            "n_changed": by_state.count("changed"),
            "n_not_changed": sum(bool(row["reason"]) for row in refused),
            "n_no_reason": sum(not row["reason"] for row in refused),
            "n_open": by_state.count("open"),
            "n_not_answered": by_state.count("not answered"),
            "closed_share": len(closed) / len(asking) if asking else None,
            "median_days": float(median(took)) if took else None,
            "oldest_days": max(waits, default=None),
            "as_of": as_of or None,
        })  # fmt: skip
    return pd.DataFrame(result, columns=_RESULTS)


def waiting_until(rounds: pd.DataFrame, responses: pd.DataFrame, report_on: str) -> str:
    """Return the day up to which waiting is counted: the report's, else the records' last."""
    return report_on or _last_day(rounds, responses)


def gather_member_checks(
    rounds: pd.DataFrame, themes: Collection[str], excerpts: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return what people said of findings read back to them, and the checks of no known theme.

    A person counts once per theme, round and verdict; answers that name nobody are counted
    apart and lift nothing. Where somebody gave several verdicts, the sternest stands.

    Parameters
    ----------
    rounds
        Table of that name; ``checks`` is a theme, with "(problem)" or "(idea)" after it where
        only that is meant, and ``verdict`` what they said of it.
    themes
        The themes there are.
    """
    import pandas as pd

    problems = []
    there = set(excerpts["excerpt_id"])
    named = {_folded(theme): theme for theme in themes}
    found: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for row in _rows(rounds):
        if not row["checks"] and not row["verdict"]:
            continue
        theme, kind = _read_check(str(row["checks"] or ""), named)
        if theme is None or not row["verdict"]:
            problems.append(_unclear(row, named))
            continue
        found.setdefault((theme, kind, row["round"], row["perspective"] or ""), []).append(row)
    result = []
    for (theme, kind, name, group), rows in found.items():
        verdicts: dict[str, str] = {}
        for row in rows:
            if row["participant_id"]:
                so_far = verdicts.get(row["participant_id"], "confirms")
                verdicts[row["participant_id"]] = max(so_far, row["verdict"], key=_sternness)
        counts = dict.fromkeys(_COUNTS, 0)
        for verdict in verdicts.values():
            counts[_OF_VERDICT[verdict]] += 1
        words: dict[str, list[str]] = {column: [] for column in _WORDS_OF.values()}
        for row in rows:
            if row["excerpt_id"] in there:
                words[_WORDS_OF[row["verdict"]]].append(row["excerpt_id"])
        result.append({
            "theme": theme, "prompt_kind": kind or None, "round": name, "group": group or None,
            **counts, "n_unattributed": sum(not row["participant_id"] for row in rows), **words,
        })  # fmt: skip
    return pd.DataFrame(result, columns=_CHECKS), problems


def _sternness(verdict: str) -> int:
    return list(_OF_VERDICT).index(verdict)


def _read_check(given: str, named: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the theme that a check names, and the kind where it names one."""
    if _folded(given) in named:
        return named[_folded(given)], ""
    kind = _KIND.search(given)
    if kind is None:
        return None, ""
    theme = named.get(_folded(given[: kind.start()]))
    return theme, kind[1].casefold().removesuffix("s")


def _unclear(row: Mapping[str, Any], named: Mapping[str, str]) -> Problem:
    where = f"round {row['round']}, {row['locator']}"
    given = str(row["checks"] or "")
    if not row["verdict"]:
        return Problem(
            "rounds", where, "A theme was read back here, and nothing says what people thought "
            "of it, so it changes no finding.", "Write confirms, amends or rejects as verdict.",
        )  # fmt: skip
    if not given:
        return Problem(
            "rounds", where, "A verdict stands here, and nothing says on which theme, so it "
            "changes no finding.", "Write the theme as checks.",
        )  # fmt: skip
    if _NUMBERED.fullmatch(given.strip()):
        return Problem(
            "rounds", where, "A finding’s number can change with each run, so this check was "
            "not used.", "Write the theme’s name as it stands in the codebook.",
        )  # fmt: skip
    return Problem(
        "rounds", where, "No theme of the codebook has this name, so this check was not used.",
        f"Write the theme as it stands in the codebook.{nearest(given, list(named.values()))}",
    )  # fmt: skip


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _record_of(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["source_id"]), str(row["locator"])


def _excerpts_by_record(excerpts: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Return the excerpts of each cell: a long answer is several."""
    found: dict[tuple[str, str], list[str]] = {}
    for source_id, locator, excerpt_id in zip(
        excerpts["source_id"], excerpts["locator"], excerpts["excerpt_id"], strict=True
    ):
        found.setdefault((str(source_id), str(locator)), []).append(str(excerpt_id))
    return found


def _known(excerpt_id: Any, excerpts: pd.DataFrame) -> list[str]:
    return [str(excerpt_id)] if excerpt_id in set(excerpts["excerpt_id"]) else []


def _again(
    row: Mapping[str, Any], pieces: Iterable[Mapping[str, Any]], place: Mapping[str, int]
) -> str | None:
    """Return the next round in which the same person took up the same section."""
    if not row["participant_id"] or not row["section"]:
        return None
    later = [
        other["round"] for other in pieces
        if other["participant_id"] == row["participant_id"]
        and _folded(str(other["section"] or "")) == _folded(str(row["section"]))
        and place[other["round"]] > place[row["round"]]
    ]  # fmt: skip
    return min(later, key=place.__getitem__, default=None)


def _last_day(*frames: pd.DataFrame) -> str:
    days = [
        str(day)[:10]
        for frame in frames
        for column in ("given_on", "responded_on")
        if column in frame.columns
        for day in frame[column].dropna()
    ]
    return max(days, default="")


def _days(first: object, last: object) -> int | None:
    """Return the days from one ISO date to another; None where one is missing or unclear."""
    try:
        return max((date.fromisoformat(str(last)[:10])
                    - date.fromisoformat(str(first)[:10])).days, 0)  # fmt: skip
    except ValueError:
        return None
