"""Decisions applied: to the codebook first, then to codings and excerpts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from insights import tables
from insights.coding.decisions import Decision, in_time, standing
from insights.coding.history import Codebook, replay_codebook
from insights.errors import Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

MEANINGS = ("same", "facets", "conflict", "unjudged")
STANCES = ("supports", "opposes", "mixed", "describes")
_STATUS_OF = {"accept": "accepted", "add": "accepted", "reject": "rejected"}
_LOOKED = ("accept", "add", "reject", "unsure", "nothing_fits", "stance", "kind", "serious")
_LINES_SHOWN = 5


@dataclass(frozen=True)
class Applied:
    """The tables after people's decisions.

    Attributes
    ----------
    codes, codings, excerpts
        The tables of those names: the codebook as decided; the machine's suggestions and one
        row per excerpt, code and coder; excerpts with the kind people gave them.
    judgements
        Every decision that stands, one row each, with ``value`` as JSON.
    meanings
        Judgements of convergence: theme, prompt_kind, group_a, group_b, meaning, coder, at.
    looked_at
        The excerpts that a person has looked at, whatever they decided.
    unmatched
        Decisions whose excerpt is gone: they wait in their files.
    problems
        What had no effect, and why.
    """

    codes: pd.DataFrame
    codings: pd.DataFrame
    excerpts: pd.DataFrame
    judgements: pd.DataFrame
    meanings: pd.DataFrame
    looked_at: tuple[str, ...]
    unmatched: tuple[Decision, ...]
    problems: tuple[Problem, ...]


def apply_decisions(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    decisions: Sequence[Decision],
) -> Applied:
    """Return the tables after every decision that has not been undone.

    Code decisions are replayed over the codebook in order of time and win over it. Each
    coder's last word on an excerpt and a code stands. A decision whose excerpt is gone is
    listed, never dropped; one whose code is gone is a problem.

    Parameters
    ----------
    excerpts, codes
        The tables of those names; ``codes`` as the codebook file has them.
    codings
        The machine's suggestions, for the codes of the file or as decided.
    decisions
        What :func:`insights.coding.read_decisions` gave.
    """
    kept, problems = standing(list(decisions))
    book = replay_codebook(codes, kept)
    known = set(excerpts["excerpt_id"])
    unmatched = [d for d in kept if d.target == "excerpt" and d.excerpt_id not in known]
    problems += [*book.problems, *_report_unmatched(unmatched)]
    on_excerpts = in_time([d for d in kept if d.target == "excerpt" and d.excerpt_id in known])
    human = _human_codings(book, on_excerpts, known, problems)
    machine = _move_suggestions(codings, book)
    _set_stances(book, on_excerpts, human, machine, problems)
    rows = _without_retired({**machine, **human}, book, problems)
    decided = book.table()
    return Applied(
        codes=decided,
        codings=_tabulate_codings(rows, excerpts, decided),
        excerpts=_set_kinds(excerpts, on_excerpts, problems),
        judgements=_tabulate_judgements(kept, book),
        meanings=_tabulate_meanings(in_time(kept), problems),
        looked_at=tuple(sorted({d.excerpt_id for d in on_excerpts if d.action in _LOOKED})),
        unmatched=tuple(unmatched),
        problems=tuple(problems),
    )


# ------------------------------------------------------------------------------ the codings

_Key = tuple[str, str, str]  # excerpt_id, code_id, coder


def _human_codings(
    book: Codebook, decisions: Sequence[Decision], known: set[str], problems: list[Problem]
) -> dict[_Key, dict[str, Any]]:
    """Return one row per excerpt, code and coder: the coder's last word on it."""
    rows: dict[_Key, dict[str, Any]] = {}
    lost: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.action not in (*_STATUS_OF, "unsure") or not decision.code_id:
            continue
        code_id = book.find(decision.code_id, decision.excerpt_id)
        if code_id not in book.codes:
            lost.setdefault(decision.code_id, []).append(decision)
            continue
        key = (decision.excerpt_id, code_id, decision.coder)
        if decision.action == "unsure":
            rows.pop(key, None)
        else:
            rows[key] = _human_row(key, _STATUS_OF[decision.action], decision.at)
    _place_split_excerpts(book, known, rows, problems)
    for code_id, gone in sorted(lost.items()):
        problems.append(
            Problem(
                gone[0].source, _some_lines(gone),
                f"{_n(len(gone), 'decision')} on the code “{code_id}”, which is not in the "
                "codebook, had no effect.",
                f"Put the code back, or merge it into another.{nearest(code_id, book.codes)}",
            )
        )  # fmt: skip
    return rows


def _place_split_excerpts(
    book: Codebook, known: set[str], rows: dict[_Key, dict[str, Any]], problems: list[Problem]
) -> None:
    """Accept what a coder sorted into a part of a split code, where that coder said no more."""
    gone: dict[tuple[str, int], int] = {}
    for decision, excerpt_id, code_id in book.placed:
        key = (excerpt_id, code_id, decision.coder)
        if excerpt_id in known:
            rows.setdefault(key, _human_row(key, "accepted", decision.at))
        else:
            place = (decision.source, decision.line)
            gone[place] = gone.get(place, 0) + 1
    problems += [
        Problem(
            source, f"line {line}",
            f"This split names {_n(n, 'excerpt')} no longer there; the rest was moved.",
            "Put the file they came from back, or decide again on its new wording.",
        )
        for (source, line), n in gone.items()
    ]  # fmt: skip


def _human_row(key: _Key, status: str, at: str) -> dict[str, Any]:
    return {
        "excerpt_id": key[0], "code_id": key[1], "coder": key[2], "status": status,
        "tier": None, "method": "human", "score": None, "reason": None, "stance": None,
        "decided_at": at or None,
    }  # fmt: skip


def _move_suggestions(codings: pd.DataFrame, book: Codebook) -> dict[_Key, dict[str, Any]]:
    """Return the suggestions under the codes they now belong to, the firmest for each."""
    rows: dict[_Key, dict[str, Any]] = {}
    for row in cast("list[dict[str, Any]]", codings.to_dict("records")):
        code_id = book.find(row["code_id"], row["excerpt_id"])
        key = (row["excerpt_id"], code_id, row["coder"])
        held = rows.get(key)
        if held is None or _firmness(row) > _firmness(held):
            rows[key] = {**row, "code_id": code_id}
    return rows


def _firmness(row: Mapping[str, Any]) -> tuple[int, float]:
    tier, score = row["tier"], row["score"]
    place = tables.TIERS.index(tier) if tier in tables.TIERS else len(tables.TIERS)
    return -place, float(score) if score == score and score is not None else 0.0


def _set_stances(
    book: Codebook,
    decisions: Sequence[Decision],
    human: dict[_Key, dict[str, Any]],
    machine: dict[_Key, dict[str, Any]],
    problems: list[Problem],
) -> None:
    """Write each stance on its coder's coding, or on the suggestion where there is none."""
    suggested: dict[tuple[str, str], _Key] = {key[:2]: key for key in machine}
    for decision in decisions:
        if decision.action != "stance":
            continue
        if decision.value not in STANCES:
            _complain(problems, decision, "a stance", STANCES)
            continue
        place = decision.excerpt_id, book.find(decision.code_id, decision.excerpt_id)
        own = (*place, decision.coder)
        if own in human:
            human[own]["stance"] = decision.value
        elif place in suggested:
            machine[suggested[place]]["stance"] = decision.value
        else:
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    "This stance is on a code that the excerpt does not carry; it is kept and "
                    "has no effect.",
                    "Accept or add the code for this excerpt first.",
                )
            )  # fmt: skip


def _without_retired(
    rows: Mapping[_Key, dict[str, Any]], book: Codebook, problems: list[Problem]
) -> list[dict[str, Any]]:
    """Return the rows of codes in use; people's codings on others are named, not counted."""
    idle: dict[str, int] = {}
    used = []
    for (_, code_id, _), row in rows.items():
        code = book.codes.get(code_id)
        if code is not None and code["status"] != "retired":
            used.append(row)
        elif row["method"] == "human":
            idle[code_id] = idle.get(code_id, 0) + 1
    problems += [
        Problem(
            "decisions", f"code {code_id}",
            f"{_n(n, 'coding')} by people on this retired code {'is' if n == 1 else 'are'} kept "
            "in the decisions and not counted.",
            "Merge the code into another to move them there, if they should count.",
        )
        for code_id, n in sorted(idle.items())
    ]  # fmt: skip
    return used


def _tabulate_codings(
    rows: Sequence[Mapping[str, Any]], excerpts: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Return ``codings`` in the order of the excerpts, the codebook and the coders' names."""
    import pandas as pd

    place = {excerpt_id: i for i, excerpt_id in enumerate(excerpts["excerpt_id"])}
    order = {code_id: i for i, code_id in enumerate(codes["code_id"])}
    there = [row for row in rows if row["excerpt_id"] in place]
    there.sort(key=lambda r: (place[r["excerpt_id"]], order[r["code_id"]], r["coder"]))
    return tables.conform("codings", pd.DataFrame.from_records(there))


def _set_kinds(
    excerpts: pd.DataFrame, decisions: Sequence[Decision], problems: list[Problem]
) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    for decision in decisions:
        if decision.action == "kind":
            if decision.value in tables.UNIT_KINDS:
                kinds[decision.excerpt_id] = decision.value
            else:
                _complain(problems, decision, "a kind", tables.UNIT_KINDS)
    decided = excerpts.copy()
    if kinds:
        decided["kind"] = [
            kinds.get(excerpt_id, kind)
            for excerpt_id, kind in zip(decided["excerpt_id"], decided["kind"], strict=True)
        ]
    return tables.conform("excerpts", decided)


# --------------------------------------------------------------------------- the judgements

_JUDGEMENT_COLUMNS = (
    "decision_id", "at", "coder", "action", "target", "target_id", "excerpt_id", "code_id",
    "value", "memo", "shown", "source", "line",
)  # fmt: skip
_MEANING_COLUMNS = (
    "theme", "prompt_kind", "group_a", "group_b", "meaning", "coder", "at", "source", "line",
)  # fmt: skip


def _tabulate_judgements(decisions: Sequence[Decision], book: Codebook) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (
            d.id, d.at, d.coder, d.action, d.target, d.target_id, d.excerpt_id,
            book.find(d.code_id, d.excerpt_id),
            "" if d.value is None else json.dumps(d.value, ensure_ascii=False, sort_keys=True),
            d.memo, list(d.shown), d.source, d.line,
        )
        for d in decisions
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_JUDGEMENT_COLUMNS))


def _tabulate_meanings(decisions: Sequence[Decision], problems: list[Problem]) -> pd.DataFrame:
    """Return each coder's last judgement per theme, kind of prompt and pair of groups."""
    import pandas as pd

    rows: dict[tuple[str, ...], tuple[object, ...]] = {}
    for decision in decisions:
        if decision.action != "convergence":
            continue
        value = decision.value if isinstance(decision.value, Mapping) else {}
        if value.get("meaning") not in MEANINGS:
            _complain(problems, decision, "a meaning", MEANINGS)
            continue
        about = tuple(
            str(value.get(key) or default)
            for key, default in (("prompt_kind", "unspecified"), ("group_a", ""), ("group_b", ""))
        )
        if not (about[1] and about[2]):
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    "This convergence does not name two groups, so it has no effect.",
                    "Add group_a and group_b to its value.",
                )
            )  # fmt: skip
            continue
        key = (decision.target_id, about[0], *sorted(about[1:]), decision.coder)
        rows.pop(key, None)
        rows[key] = (
            decision.target_id, *about, value["meaning"], decision.coder, decision.at,
            decision.source, decision.line,
        )  # fmt: skip
    return pd.DataFrame(list(rows.values()), columns=list(_MEANING_COLUMNS))


# ----------------------------------------------------------------------------- the problems


def _report_unmatched(decisions: Sequence[Decision]) -> list[Problem]:
    by_file: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.excerpt_id:  # without one it was reported when it was read
            by_file.setdefault(decision.source, []).append(decision)
    return [
        Problem(
            source, _some_lines(gone),
            f"{_n(len(gone), 'decision')} on excerpts that are no longer there; kept, and not "
            "used.",
            "Their words or who they are by changed, or the file is gone. Put the file back, or "
            "decide again.",
        )
        for source, gone in by_file.items()
    ]  # fmt: skip


def _complain(
    problems: list[Problem], decision: Decision, what: str, allowed: Sequence[str]
) -> None:
    given = decision.value if isinstance(decision.value, str) else ""
    problems.append(
        Problem(
            decision.source, f"line {decision.line}",
            f"The value of this {decision.action} is not {what}, so it has no effect.",
            f"Write one of: {', '.join(allowed)}.{nearest(given, allowed)}",
        )
    )  # fmt: skip


def _some_lines(decisions: Sequence[Decision]) -> str:
    shown = ", ".join(str(d.line) for d in decisions[:_LINES_SHOWN])
    more = len(decisions) - _LINES_SHOWN
    return f"line{'s' if len(decisions) > 1 else ''} {shown}" + (
        f" and {more} more" if more > 0 else ""
    )


def _n(n: int, thing: str) -> str:
    return f"{n} {thing}{'' if n == 1 else 's'}"
