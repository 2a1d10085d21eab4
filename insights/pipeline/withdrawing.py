"""`withdraw`: a person leaves a project, everywhere, with proof.

The plan is made in memory and the changed files are laid down beside the project; a journal,
written last, says that they are whole. From there on every step can be done twice, so that a
withdrawal that is stopped at any moment goes on where it stood when it is asked for again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline.certifying import JOURNAL, certify, purged
from insights.pipeline.reading import Report
from insights.pipeline.since_withdrawal import FOLDER, TOMBSTONE
from insights.pipeline.withdrawal_plan import Planner, refuse_unknown
from insights.project import Project, load_project
from insights.store import Workspace

if TYPE_CHECKING:
    from insights.privacy.withdrawal import Certificate, WithdrawalPlan
    from insights.privacy.withdrawn import Withdrawn

STAGED, CERTIFICATE = "staged", "certificate"
_LEFT = (".lock", "README.md")


@dataclass(frozen=True)
class Withdrawal:
    """What came of a withdrawal, or would come of it.

    Attributes
    ----------
    state
        planned (a dry run, or not confirmed), done, or done before.
    certificate
        The proof; None while nothing was done.
    report
        The new report; None where none could be made.
    """

    project: Project
    state: str
    plan: WithdrawalPlan | None = None
    certificate: Certificate | None = None
    folder: Path | None = None
    report: Path | None = None
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "state": self.state,
            "plan": self.plan.as_dict() if self.plan else None,
            "certificate": self.certificate.as_dict() if self.certificate else None,
            "folder": self.folder.as_posix() if self.folder else None,
            "report": self.report.as_posix() if self.report else None,
        }


def withdraw(
    project: str | Path,
    participant_id: str,
    *,
    root: Path | None = None,
    dry_run: bool = False,
    confirm: Callable[[WithdrawalPlan], bool] | None = None,
    rebuild: bool = True,
    today: str = "",
    report: Report | None = None,
) -> Withdrawal:
    """Take a person out of a project everywhere, and return the proof.

    Their turns, rows, votes, decisions and mentions go from the raw files; everybody else's
    excerpt ids hold. What can be made again is made again. Stopped at any moment, it goes on
    when it is called again with the same id.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    participant_id
        Whose withdrawal it is: P07.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.
    dry_run
        Return the plan and change nothing.
    confirm
        Asked with the plan; anything but True changes nothing.
    rebuild
        Whether to run the project afterwards. Tables and reports are cleared either way.
    today
        ISO date for the certificate; the present day by default.
    report
        Called with (what is going on, how much is done, how much there is).

    Raises
    ------
    InsightsError
        If nobody has this id, another withdrawal is not finished, or something of theirs
        stands where it cannot be taken out safely. Then nothing was changed.
    """
    settings = load_project(project, root)
    tell = report or (lambda *_: None)
    journal = _open_journal(settings, participant_id)
    if journal is None:
        planner = Planner(settings, participant_id.strip(), tell)
        if not planner.person.is_known:
            return _done_before(settings, planner)
        plan = planner.plan()
        if dry_run or (confirm is not None and not confirm(plan)):
            return Withdrawal(settings, "planned", plan)
        journal = _lay_down(settings, planner, plan, today or date.today().isoformat())
    elif dry_run:
        return Withdrawal(settings, "unfinished")
    return _carry_out(settings, participant_id.strip(), journal, tell, rebuild)


# -------------------------------------------------------------------------------- the journal


def pending(settings: Project) -> Path | None:
    """Return the journal of a withdrawal that was stopped; None where there is none."""
    return next(iter(sorted((settings.raw / FOLDER).glob(f"*/{JOURNAL}"))), None)


def _open_journal(settings: Project, participant_id: str) -> dict[str, Any] | None:
    """Return the journal of this person's unfinished withdrawal.

    Files that a person changed since then are planned for anew.
    """
    from insights.privacy.withdrawn import read_withdrawn

    for folder in sorted((settings.raw / FOLDER).glob("*")):
        if (
            folder.is_dir()
            and not (folder / JOURNAL).exists()
            and not (folder / TOMBSTONE).exists()
        ):
            shutil.rmtree(folder)  # nothing had begun
    path = pending(settings)
    if path is None:
        return None
    journal: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    withdrawn = read_withdrawn(settings)
    if withdrawn is None or withdrawn.token(participant_id) != journal["token"]:
        raise InsightsError(
            "Another withdrawal was stopped before it was finished.",
            f"data/raw/{settings.name}/{path.relative_to(settings.raw).as_posix()}",
            "Run that one again first, with the same id as before.",
        )
    for relative, (before, after) in journal["files"].items():
        target = settings.raw / relative
        present = store.hash_file(target) if target.exists() else ""
        if present not in (before, after):
            shutil.rmtree(path.parent)
            return None
    return journal


def _lay_down(
    settings: Project, planner: Planner, plan: WithdrawalPlan, today: str
) -> dict[str, Any]:
    """Lay the changed files down, then the journal that says they are whole."""
    from insights.privacy import withdrawn as tokens

    known = tokens.read_withdrawn(settings) or tokens.begin_withdrawn()
    had = known.person_of(planner.participant_id)
    number = _next_number(settings)
    sought = planner.person.sought(known.key).render()
    tokens.write_withdrawn(settings, replace(known, searching=sought))
    folder = settings.raw / FOLDER / str(number)
    files: dict[str, tuple[str, str]] = {}
    for relative, data in plan.changed.items():
        before = store.hash_file(settings.raw / relative)
        if data is not None:
            store.write_atomic(folder / STAGED / relative, data)
        files[relative] = (before, store.hash_bytes(data) if data is not None else "")
    strings = {known.token(one) for one in (*planner.person.who.strings, planner.participant_id)}
    journal = {
        "number": number,
        "person": had["n"] if had else _next_person(known),
        "on": today,
        "token": known.token(planner.participant_id),
        "tokens": sorted(strings | set(had["tokens"] if had else ())),
        "files": files,
        "held_ids": dict(plan.held_ids),
        "counts": dict(plan.counts),
        "releases": list(plan.releases),
        "resting": list(plan.resting),
        "to_read": [asdict(place) for place in plan.to_read],
        "unread": list(plan.unread),
    }
    store.write_atomic(folder / JOURNAL, store.render_json(journal))
    loaded: dict[str, Any] = json.loads(store.render_json(journal))
    return loaded


def _next_number(settings: Project) -> int:
    folders = (settings.raw / FOLDER).glob("*")
    return max((int(f.name) for f in folders if f.name.isdigit()), default=0) + 1


def _next_person(known: Withdrawn) -> int:
    return max((int(person["n"]) for person in known.people), default=0) + 1


# --------------------------------------------------------------------------- carrying it out


def _carry_out(
    settings: Project, participant_id: str, journal: Mapping[str, Any], tell: Report, rebuild: bool
) -> Withdrawal:
    folder = settings.raw / FOLDER / str(journal["number"])
    tell("Taking them out of the files", 0, 0)
    with Workspace(settings.processed, settings.reports):
        _remember(settings, journal)
        _replace_files(settings, journal, folder / STAGED)
        _leave_the_key(settings, participant_id)
        for name in journal["releases"]:
            _remove(settings.root / name)
        _clear(settings.processed)
        _clear(settings.reports)
    shutil.rmtree(folder / STAGED, ignore_errors=True)
    made, problems = _run_again(settings, tell) if rebuild else (None, ())
    tell("Looking for what is left", 0, 0)
    certificate = certify(settings, journal)
    store.write_atomic(
        folder / f"{CERTIFICATE}.txt", certificate.text(settings.title).encode("utf-8")
    )
    store.write_atomic(folder / f"{CERTIFICATE}.json", store.render_json(certificate.as_dict()))
    store.write_atomic(
        folder / TOMBSTONE,
        store.render_json(
            {
                "withdrawal": journal["number"],
                "on": journal["on"],
                "releases": purged(journal),
            }
        ),
    )
    (folder / JOURNAL).unlink()
    _stop_searching(settings)
    return Withdrawal(
        settings, "done", certificate=certificate, folder=folder, report=made, problems=problems
    )


def _stop_searching(settings: Project) -> None:
    """Forget what was looked for: only what knows them again is kept."""
    from insights.privacy import withdrawn as tokens

    known = tokens.read_withdrawn(settings)
    if known is not None and known.searching:
        tokens.write_withdrawn(settings, replace(known, searching={}))


def _remember(settings: Project, journal: Mapping[str, Any]) -> None:
    """Keep the tokens by which they are known again, and the ids that have to hold."""
    from insights.privacy import withdrawn as tokens

    known = tokens.read_withdrawn(settings)
    if known is None:
        raise InsightsError(
            "The list of people who withdrew is missing, so this withdrawal cannot go on.",
            f"{tokens.WITHDRAWN_FILE}, beside the key file",
            "Put it back from where the key file is kept.",
        )
    entry = {"n": journal["person"], "on": journal["on"], "tokens": journal["tokens"]}
    others = tuple(person for person in known.people if person["n"] != entry["n"])
    held = {**known.held_ids, **journal["held_ids"]}
    tokens.write_withdrawn(settings, replace(known, people=(*others, entry), held_ids=held))


def _replace_files(settings: Project, journal: Mapping[str, Any], staged: Path) -> None:
    # The register goes last: without it, it is not known who spoke.
    for relative in sorted(journal["files"], key=lambda name: (name.startswith("part"), name)):
        _, after = journal["files"][relative]
        target = settings.raw / relative
        if not after:
            target.unlink(missing_ok=True)
        elif not target.exists() or store.hash_file(target) != after:
            store.write_atomic(target, (staged / relative).read_bytes())


def _leave_the_key(settings: Project, participant_id: str) -> None:
    from insights.privacy import key_path, write_key
    from insights.privacy.erasing_rows import without_people

    own, inside = key_path(settings), settings.raw / "key.csv"
    path = own if own.exists() else inside
    if not path.exists():
        return
    data = path.read_bytes()
    left = without_people(data, {participant_id}, path.name)
    if left == data:
        return
    if path == own:
        write_key(settings, left)
    else:
        store.write_atomic(path, left)


def _clear(folder: Path) -> None:
    """Remove what the code can make again."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name not in _LEFT:
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _run_again(settings: Project, tell: Report) -> tuple[Path | None, tuple[Problem, ...]]:
    from insights.pipeline import run

    try:
        made = run(settings.name, root=settings.root, report=tell)
    except InsightsError as error:
        problem = Problem(error.where, "the whole project", error.problem, error.fix)
        return None, (problem,)
    return made.main_report, ()


def _done_before(settings: Project, planner: Planner) -> Withdrawal:
    known = planner.person.withdrawn
    if known is None or known.person_of(planner.participant_id) is None:
        refuse_unknown(settings, planner)
    _stop_searching(settings)
    return Withdrawal(settings, "done before")
