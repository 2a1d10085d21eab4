"""The codebook's history: people's decisions on codes, replayed over the codebook file.

New, rename, define, merge, split, move and retire are applied in order of time. What was
decided under an old code moves along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from insights import tables
from insights.coding.codebook import slug
from insights.coding.decisions import Decision, in_time, standing
from insights.errors import Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

_CODE_FIELDS = (
    "name", "theme", "definition", "include", "exclude", "examples", "keywords", "claim",
    "component", "sensitive", "status",
)  # fmt: skip


@dataclass
class Codebook:
    """The codebook while decisions are replayed over it."""

    codes: dict[str, dict[str, Any]]
    moved: dict[str, str] = field(default_factory=dict)  # merged code → the code it went into
    moved_excerpts: dict[tuple[str, str], str] = field(default_factory=dict)  # splits
    placed: list[tuple[Decision, str, str]] = field(default_factory=list)  # by whom, excerpt, code
    problems: list[Problem] = field(default_factory=list)

    def table(self) -> pd.DataFrame:
        """Return the table ``codes`` as decided."""
        return tables.from_rows("codes", list(self.codes.values()))

    def find(self, code_id: str, excerpt_id: str = "") -> str:
        """Return the code that ``code_id`` has become, for this excerpt."""
        for _ in range(len(self.moved) + len(self.moved_excerpts) + 1):
            if (code_id, excerpt_id) in self.moved_excerpts:
                code_id = self.moved_excerpts[code_id, excerpt_id]
            elif code_id in self.moved:
                code_id = self.moved[code_id]
            else:
                break
        return code_id


def apply_code_decisions(
    codes: pd.DataFrame, decisions: Sequence[Decision]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the codebook as people's decisions leave it: what suggestions go by."""
    kept, _ = standing(list(decisions))
    book = replay_codebook(codes, kept)
    return book.table(), book.problems


def replay_codebook(codes: pd.DataFrame, decisions: Sequence[Decision]) -> Codebook:
    """Return the codebook after ``decisions``, and where codes and excerpts have gone."""
    rows = cast("list[dict[str, Any]]", codes.to_dict("records"))
    book = Codebook({row["code_id"]: row for row in rows})
    steps: dict[str, Callable[[Codebook, Decision], None]] = {
        "new": _new, "rename": _rename, "define": _define, "merge": _merge, "split": _split,
        "move": _move, "retire": _retire,
    }  # fmt: skip
    for decision in in_time([d for d in decisions if d.target == "code"]):
        step = steps.get(decision.action)
        if step is None or (decision.action != "new" and not decision.code_id):
            continue  # reported when it was read
        if decision.action != "new" and book.find(decision.code_id) not in book.codes:
            _complain(
                book.problems, decision,
                f"The code “{decision.code_id}” is not in the codebook, so this "
                f"{decision.action} had no effect.",
                "Put the code back, or undo the decision."
                + nearest(decision.code_id, book.codes),
            )  # fmt: skip
            continue
        step(book, decision)
    return book


def _new(book: Codebook, decision: Decision) -> None:
    value = decision.value if isinstance(decision.value, Mapping) else {"name": decision.value}
    name = value.get("name")
    if not isinstance(name, str) or not name.strip():
        _complain(book.problems, decision, "This new code has no name, so it was not made.",
                  'Add "value": {"name": "…"} to the line.')  # fmt: skip
        return
    code_id = decision.code_id or slug(name)
    row = {
        "code_id": code_id, "theme": name, "sensitive": False, "status": "draft", "version": 1,
        "examples": [], "keywords": [], **_fields(value),
    }  # fmt: skip
    existing = book.codes.get(code_id)
    if existing is None:
        book.codes[code_id] = row
        return
    given = _fields(value)
    if any(_is_set(existing[key]) and existing[key] != given[key] for key in given):
        _complain(
            book.problems, decision,
            f"The codebook has a code “{code_id}” with other content; the decision was used.",
            "Give one of the two another id if they are different codes.",
        )  # fmt: skip
    book.codes[code_id] = {**existing, **given}


def _is_set(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str | list) and bool(value))


def _fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a code that ``value`` sets, each of the right kind."""
    found: dict[str, Any] = {}
    for key in _CODE_FIELDS:
        given = value.get(key)
        if key in ("examples", "keywords"):
            if isinstance(given, str):
                found[key] = [part.strip() for part in given.split(";") if part.strip()]
            elif isinstance(given, list):
                found[key] = [str(item) for item in given]
        elif key == "sensitive":
            if isinstance(given, bool):
                found[key] = given
        elif key == "status":
            if given in tables.CODE_STATUS:
                found[key] = given
        elif isinstance(given, str) and given.strip():
            found[key] = given.strip()
    return found


def _rename(book: Codebook, decision: Decision) -> None:
    value = decision.value
    new, was = (
        (value.get("name"), value.get("was")) if isinstance(value, Mapping) else (value, None)
    )
    if not isinstance(new, str) or not new.strip():
        _complain(book.problems, decision, "This rename gives no new name, so it had no effect.",
                  'Add "value": "the new name" to the line.')  # fmt: skip
        return
    code = book.codes[book.find(decision.code_id)]
    if was and code["name"] not in (was, new.strip()):
        _complain(
            book.problems, decision,
            f"The codebook has renamed “{code['code_id']}” as well; the decision was used.",
            "Undo the decision if the codebook's name is the right one.",
        )  # fmt: skip
    alone = code["theme"] == code["name"]  # a code without a theme is its own
    code["name"] = new.strip()
    if alone:
        code["theme"] = new.strip()


def _define(book: Codebook, decision: Decision) -> None:
    value = decision.value
    given = _fields(value if isinstance(value, Mapping) else {"definition": value})
    if not given:
        _complain(book.problems, decision, "This define says nothing, so it had no effect.",
                  'Add "value": "the definition" to the line.')  # fmt: skip
        return
    code = book.codes[book.find(decision.code_id)]
    code.update(given)
    code["version"] = int(code["version"]) + 1


def _move(book: Codebook, decision: Decision) -> None:
    value = decision.value
    theme = value.get("theme") if isinstance(value, Mapping) else value
    if not isinstance(theme, str) or not theme.strip():
        _complain(book.problems, decision, "This move names no theme, so it had no effect.",
                  'Add "value": "the theme" to the line.')  # fmt: skip
        return
    book.codes[book.find(decision.code_id)]["theme"] = theme.strip()


def _retire(book: Codebook, decision: Decision) -> None:
    book.codes[book.find(decision.code_id)]["status"] = "retired"


def _merge(book: Codebook, decision: Decision) -> None:
    value = decision.value
    given = value.get("into") if isinstance(value, Mapping) else value
    merged, into = book.find(decision.code_id), book.find(str(given or ""))
    if into not in book.codes or into == merged:
        _complain(
            book.problems, decision,
            "This merge names no other code of the codebook to go into, so it had no effect.",
            'Write "value": {"into": "code_id"} with a code that exists.'
            + nearest(str(given or ""), book.codes),
        )  # fmt: skip
        return
    book.codes[merged]["status"] = "retired"
    book.moved[merged] = into
    target = book.codes[into]
    target["keywords"] = list(dict.fromkeys([*target["keywords"], *book.codes[merged]["keywords"]]))
    target["version"] = int(target["version"]) + 1


def _split(book: Codebook, decision: Decision) -> None:
    parts = decision.value if isinstance(decision.value, list) else []
    named = [p for p in parts if isinstance(p, Mapping) and isinstance(p.get("name"), str)]
    named = [part for part in named if part["name"].strip()]
    if not named:
        _complain(
            book.problems, decision, "This split names no parts, so it had no effect.",
            'Write "value": [{"name": "…", "excerpt_ids": ["…"]}, …].',
        )  # fmt: skip
        return
    whole = book.find(decision.code_id)
    for part in named:
        name = part["name"].strip()
        code_id = str(part.get("code_id") or slug(name))
        if code_id == whole:
            continue  # what stays under the old id stays as it is
        if code_id not in book.codes:
            book.codes[code_id] = {
                **book.codes[whole], "code_id": code_id, "name": name, "version": 1,
                "keywords": [], "examples": [], "definition": None, **_fields(part),
            }  # fmt: skip
        for excerpt_id in part.get("excerpt_ids") or []:
            book.moved_excerpts[whole, str(excerpt_id)] = code_id
            book.placed.append((decision, str(excerpt_id), code_id))


def _complain(problems: list[Problem], decision: Decision, problem: str, fix: str) -> None:
    problems.append(Problem(decision.source, f"line {decision.line}", problem, fix))
