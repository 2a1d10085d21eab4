"""What a withdrawal set out to do, kept until it is done: the journal, and the files it laid down.

The journal is written last: while there is none, nothing has begun.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError
from insights.pipeline.certifying import JOURNAL
from insights.pipeline.since_withdrawal import FOLDER, TOMBSTONE
from insights.project import Project

if TYPE_CHECKING:
    from insights.pipeline.withdrawal_plan import Planner
    from insights.privacy.withdrawal import WithdrawalPlan
    from insights.privacy.withdrawn import Withdrawn

STAGED = "staged"


def _pending(settings: Project) -> Path | None:
    """Return the journal of a withdrawal that was stopped; None where there is none."""
    return next(iter(sorted((settings.raw / FOLDER).glob(f"*/{JOURNAL}"))), None)


def open_journal(settings: Project, participant_id: str) -> dict[str, Any] | None:
    """Return the journal of this person's unfinished withdrawal."""
    from insights.privacy.withdrawn import read_withdrawn

    for folder in sorted((settings.raw / FOLDER).glob("*")):
        if (
            folder.is_dir()
            and not (folder / JOURNAL).exists()
            and not (folder / TOMBSTONE).exists()
        ):
            shutil.rmtree(folder)  # nothing had begun
    path = _pending(settings)
    if path is None:
        return None
    journal: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    withdrawn = read_withdrawn(settings)
    if withdrawn is None or not _is_theirs(journal, withdrawn, participant_id):
        raise InsightsError(
            "Another withdrawal was stopped before it was finished.",
            f"data/raw/{settings.name}/{path.relative_to(settings.raw).as_posix()}",
            "Run that one again first, with the same id or name as before.",
        )
    return journal


def _is_theirs(journal: Mapping[str, Any], withdrawn: Withdrawn, words: str) -> bool:
    """Tell whether a journal is that of the person whom an id or a name stands for."""
    known = withdrawn.person_of(words)
    if known is not None and known["n"] == journal["person"]:
        return True
    return withdrawn.token(words) in journal["tokens"]


def is_edited(settings: Project, journal: Mapping[str, Any]) -> bool:
    """Tell whether a person changed a file since the withdrawal was stopped, or put it back."""
    staged = settings.raw / FOLDER / str(journal["number"]) / journal["staged"]
    for relative, (before, after) in journal["files"].items():
        present = present_hash(settings, relative)
        if present == after:
            continue
        if present != before or (after and not (staged / relative).exists()):
            return True
    return False


def present_hash(settings: Project, relative: str) -> str:
    """Return the hash of a raw file as it is now; "" where there is none."""
    target = settings.raw / relative
    return store.hash_file(target) if target.exists() else ""


def lay_down(
    settings: Project,
    planner: Planner,
    plan: WithdrawalPlan,
    today: str,
    stopped: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Lay the changed files down, then the journal that says they are whole.

    Parameters
    ----------
    stopped
        The journal of the same withdrawal, if it was stopped and files were edited since:
        what it had done by then is not forgotten.
    """
    from insights.privacy import withdrawn as tokens

    known = tokens.read_withdrawn(settings) or tokens.begin_withdrawn()
    had = known.person_of(planner.participant_id)
    number = stopped["number"] if stopped else _next_number(settings)
    sought = planner.person.sought(known.key).render()
    if stopped:
        sought = {
            kind: sorted({*found, *known.searching.get(kind, ())}) for kind, found in sought.items()
        }
    tokens.write_withdrawn(settings, replace(known, searching=sought))
    folder = settings.raw / FOLDER / str(number)
    staged = f"{STAGED}-{len(list(folder.glob(f'{STAGED}*'))) + 1}" if stopped else STAGED
    files: dict[str, tuple[str, str]] = {}
    for relative, data in plan.changed.items():
        before = store.hash_file(settings.raw / relative)
        if data is not None:
            store.write_atomic(folder / staged / relative, data)
        files[relative] = (before, store.hash_bytes(data) if data is not None else "")
    who = planner.person.who
    strings = {known.token(one) for one in (*who.strings, *who.short_forms, who.participant_id)}
    journal = {
        "number": number,
        "person": had["n"] if had else _next_person(known),
        "on": today,
        "staged": staged,
        "tokens": sorted(strings | set(had["tokens"] if had else ())),
        "files": files,
        "held_ids": dict(plan.held_ids),
        "counts": dict(plan.counts),
        "releases": list(plan.releases),
        "resting": [
            {name: one[name] for name in ("id", "label", "others")} for one in plan.resting
        ],
        "to_read": [asdict(place) for place in plan.to_read],
        "unread": list(plan.unread),
    }
    if stopped:
        journal = _go_on_from(stopped, journal)
    store.write_atomic(folder / JOURNAL, store.render_json(journal))
    loaded: dict[str, Any] = json.loads(store.render_json(journal))
    return loaded


def _go_on_from(stopped: Mapping[str, Any], journal: Mapping[str, Any]) -> dict[str, Any]:
    """Return a journal that also tells what was done before the withdrawal was stopped."""
    counts = {
        key: max(stopped["counts"].get(key, 0), journal["counts"].get(key, 0))
        for key in {**stopped["counts"], **journal["counts"]}
    }
    resting = {one["id"]: one for one in (*journal["resting"], *stopped["resting"])}
    to_read = {
        (one["file"], one["place"], one["why"]): one
        for one in (*stopped["to_read"], *journal["to_read"])
    }
    return {
        **journal,
        "on": stopped["on"],
        "tokens": sorted({*stopped["tokens"], *journal["tokens"]}),
        "held_ids": {**stopped["held_ids"], **journal["held_ids"]},
        "counts": counts,
        "releases": sorted({*stopped["releases"], *journal["releases"]}),
        "resting": list(resting.values()),
        "to_read": list(to_read.values()),
        "replaced": {**stopped["files"], **stopped.get("replaced", {})},
    }


def _next_number(settings: Project) -> int:
    folders = (settings.raw / FOLDER).glob("*")
    return max((int(f.name) for f in folders if f.name.isdigit()), default=0) + 1


def _next_person(known: Withdrawn) -> int:
    return max((int(person["n"]) for person in known.people), default=0) + 1
