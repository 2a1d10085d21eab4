"""Changes to the codebook: what one would do, before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from insights.coding import Decision, cover_topics, draft_code
from insights.errors import InsightsError, Problem
from insights.pipeline.reviewing.desk import ReviewDesk
from insights.pipeline.reviewing.material import Excerpt
from insights.pipeline.reviewing.state import State

ACTIONS = ("new", "rename", "define", "move", "merge", "split", "retire")
TEXTS = ("definition", "include", "exclude", "claim")
_LISTS = ("keywords", "examples")


@dataclass(repr=False)
class Tally:
    """How many excerpts carry a code or a theme so that it counts, in all and per group."""

    excerpts: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    by_group: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Effect:
    """What a change does to one code or theme."""

    level: str  # code or theme
    name: str
    before: Tally | None  # None where it is new
    after: Tally | None  # None where it is gone


@dataclass(frozen=True, repr=False)
class Preview:
    """What a change would do: to codes and themes, and what would have no effect."""

    effects: tuple[Effect, ...]
    n_moved: int  # people's codings that get another code
    problems: tuple[Problem, ...]


@dataclass(frozen=True, repr=False)
class Topic:
    """A machine's cluster of excerpts, as a prompt to read."""

    topic_id: str
    terms: tuple[str, ...]
    n: int
    n_coded: int
    holds: str  # "holds in 19 of 20 re-runs"
    names: tuple[tuple[str, str], ...]  # codes it falls under: id and name
    covered: bool  # half of its excerpts or more carry a code
    note: str
    examples: tuple[Excerpt, ...]


def list_topics(desk: ReviewDesk) -> list[Topic]:
    """Return the topics of the last run with what covers them now, least covered first."""
    import pandas as pd

    topics, placed = (desk.material.tables.get(name) for name in ("topics", "excerpt_topics"))
    if topics is None or placed is None:
        return []
    counting = [
        (excerpt_id, code_id, "likely" if marks.waiting else None,
         "suggested" if marks.waiting else "accepted", "")
        for excerpt_id in desk.material.said
        for code_id, marks in desk.marks(excerpt_id).codes.items()
        if marks.counted
    ]  # fmt: skip
    columns = ["excerpt_id", "code_id", "tier", "status", "coder"]
    book = desk.state.book.table()
    covered = cover_topics(topics, placed, pd.DataFrame(counting, columns=columns), book)
    about = {str(row["topic_id"]): row for row in topics.to_dict("records")}
    return [
        Topic(
            topic_id=row["topic_id"],
            terms=tuple(str(term) for term in about[row["topic_id"]]["terms"]),
            n=row["n_excerpts"],
            n_coded=row["n_coded"],
            holds=str(about[row["topic_id"]]["holds"]),
            names=tuple((code_id, desk.code_name(code_id)) for code_id in row["code_ids"]),
            covered=bool(row["covered"]),
            note=row["note"],
            examples=tuple(
                desk.material.excerpts[e]
                for e in about[row["topic_id"]]["example_excerpt_ids"]
                if e in desk.material.excerpts
            ),
        )
        for row in covered.to_dict("records")
    ]


def draft_from_topic(desk: ReviewDesk, topic_id: str) -> Mapping[str, object]:
    """Return a draft code made from a topic, for a person to name and describe."""
    return draft_code(desk.material.tables["topics"], topic_id, desk.material.undecided)


def tally_codes(desk: ReviewDesk, state: State) -> dict[tuple[str, str], Tally]:
    """Return how often each code and theme counts: ("code", id) and ("theme", name)."""
    found: dict[tuple[str, str], Tally] = {}
    for code_id, code in state.codes.items():
        found["code", code_id] = Tally()
        found.setdefault(("theme", str(code["theme"])), Tally())
    for excerpt_id in desk.material.said:
        group = desk.material.excerpts[excerpt_id].group
        for code_id, marks in state.marks(excerpt_id).codes.items():
            if not marks.counted:
                continue
            theme = str(state.codes[code_id]["theme"])
            for tally in (found["code", code_id], found["theme", theme]):
                if excerpt_id not in tally.excerpts:
                    tally.excerpts.add(excerpt_id)
                    tally.by_group[group] = tally.by_group.get(group, 0) + 1
                if marks.accepted:
                    tally.confirmed.add(excerpt_id)
    return found


def excerpts_of(desk: ReviewDesk, code_id: str) -> list[str]:
    """Return the excerpts on which a code counts or was decided, in order."""
    return [
        excerpt_id
        for excerpt_id in desk.material.said
        if (marks := desk.marks(excerpt_id).codes.get(code_id)) and (marks.counted or marks.votes)
    ]


def history_of(desk: ReviewDesk, code_id: str) -> list[Decision]:
    """Return the changes to a code that stand, also those that led into it, oldest first."""
    return [
        d
        for d in desk.ledger.kept
        if d.target == "code" and code_id in (d.code_id, desk.state.book.find(d.code_id))
    ]


def draft_change(
    desk: ReviewDesk,
    action: str,
    code_id: str,
    given: Mapping[str, str],
    parts: Sequence[tuple[str, Sequence[str]]] = (),
) -> dict[str, Any]:
    """Return the line that a change to the codebook would be.

    Parameters
    ----------
    action
        One of :data:`ACTIONS`.
    given
        What was filled in: name, theme, into, and a code's other fields.
    parts
        For a split: the name of each part and the excerpts that go there.

    Raises
    ------
    InsightsError
        If something needed is missing.
    """
    code = desk.state.code(code_id)
    if action not in ACTIONS or (action != "new" and code is None):
        raise InsightsError(
            "This code is not in the codebook.", code_id, "Choose one from the codebook."
        )
    if action == "new":
        name = _needed(given, "name", "Give the new code a name.")
        code_id = desk.free_code_id(name)
        value: Any = {"name": name, "theme": " ".join(given.get("theme", "").split()) or name}
        value |= {key: text for key in (*TEXTS, *_LISTS) if (text := given.get(key, "").strip())}
    else:
        assert code is not None
        value = _value(desk, action, code, given, parts)
    return {
        "action": action, "target": "code", "target_id": code_id, "code_id": code_id,
        "value": value, "memo": given.get("memo", ""),
    }  # fmt: skip


def _value(
    desk: ReviewDesk,
    action: str,
    code: Mapping[str, Any],
    given: Mapping[str, str],
    parts: Sequence[tuple[str, Sequence[str]]],
) -> Any:
    if action == "rename":
        name = _needed(given, "name", "Write the new name.")
        return {"name": name, "was": code["name"]}
    if action == "move":
        return _needed(given, "theme", "Name the theme to move it to.")
    if action == "merge":
        return {"into": _needed(given, "into", "Choose the code to merge into.")}
    if action == "split":
        return _split_value(desk, parts)
    return _define_value(code, given) if action == "define" else None


def _define_value(code: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key in TEXTS:
        text = given.get(key, "").strip()
        if text and text != (code.get(key) or ""):
            value[key] = text
    for key in _LISTS:
        if key in given:
            listed = [part.strip() for part in given[key].split(";") if part.strip()]
            if listed != list(code.get(key) or []):
                value[key] = listed
    if "sensitive" in given and (given["sensitive"] == "yes") != bool(code["sensitive"]):
        value["sensitive"] = given["sensitive"] == "yes"
    if given.get("status") in ("draft", "agreed", "retired") and given["status"] != code["status"]:
        value["status"] = given["status"]
    if not value:
        raise InsightsError(
            "Nothing about this code would change.", str(code["name"]), "Change a field first."
        )
    return value


def _split_value(
    desk: ReviewDesk, parts: Sequence[tuple[str, Sequence[str]]]
) -> list[dict[str, Any]]:
    value: list[dict[str, Any]] = []
    names = {str(code["name"]).casefold(): key for key, code in desk.state.codes.items()}
    for given, excerpt_ids in parts:
        name = " ".join(given.split())
        if name:
            code_id = names.get(name.casefold()) or desk.free_code_id(name)
            value.append({"name": name, "code_id": code_id, "excerpt_ids": list(excerpt_ids)})
        elif excerpt_ids:
            raise InsightsError(
                "Some excerpts were sorted into a part that has no name.",
                "the parts",
                "Go back and name every part that excerpts go to.",
            )
    if not value:
        raise InsightsError(
            "A split needs at least one new part.", "the parts", "Go back and name one."
        )
    return value


def _needed(given: Mapping[str, str], key: str, fix: str) -> str:
    text = " ".join(given.get(key, "").split())
    if not text:
        raise InsightsError("Something is missing.", key, fix)
    return text


def preview_change(desk: ReviewDesk, line: Mapping[str, Any]) -> Preview:
    """Return what a change would do, without doing it."""
    draft = Decision(
        source=desk.ledger.path.name, line=0, id="draft", at="9999", coder=desk.coder,
        action=line["action"], target="code", target_id=line["target_id"],
        code_id=line["code_id"], value=line["value"],
    )  # fmt: skip
    now = desk.state
    then = State(desk.material, [*now.kept, draft])
    before, after = tally_codes(desk, now), tally_codes(desk, then)
    effects = []
    for key in dict.fromkeys([*before, *after]):
        was, becomes = before.get(key), after.get(key)
        if was and becomes and _same(was, becomes):
            continue
        level, name = key
        if level == "code":
            code = then.code(name) or now.code(name) or {"name": name}
            name = str(code["name"])
        effects.append(Effect(level, name, was, becomes))
    return Preview(
        tuple(effects),
        _count_moved(desk, now, then),
        tuple(p for p in then.book.problems if (p.source, p.where) == (draft.source, "line 0")),
    )


def _same(was: Tally, becomes: Tally) -> bool:
    return (was.excerpts, was.confirmed) == (becomes.excerpts, becomes.confirmed)


def _count_moved(desk: ReviewDesk, now: State, then: State) -> int:
    def votes(state: State) -> set[tuple[str, str, str]]:
        return {
            (excerpt_id, code_id, coder)
            for excerpt_id in desk.material.said
            for code_id, marks in state.marks(excerpt_id).codes.items()
            for coder in marks.votes
        }

    return len(votes(now) - votes(then))
