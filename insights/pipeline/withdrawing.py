"""`withdraw`: a person leaves a project, everywhere, with proof.

The plan is made in memory and the changed files are laid down beside the project; a journal,
written last, says that they are whole. From there on every step can be done twice, so that a
withdrawal that is stopped at any moment goes on where it stood when it is asked for again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline.certifying import JOURNAL, certify, purged
from insights.pipeline.reading import Report
from insights.pipeline.since_withdrawal import FOLDER, TOMBSTONE
from insights.pipeline.whom import find_people, find_person
from insights.pipeline.withdrawal_journal import (
    STAGED,
    is_edited,
    lay_down,
    open_journal,
    present_hash,
)  # fmt: skip
from insights.pipeline.withdrawal_plan import Planner, refuse_facilitator, refuse_unknown
from insights.project import Project, load_project
from insights.store import Workspace

if TYPE_CHECKING:
    from insights.privacy.withdrawal import Certificate, WithdrawalPlan

CERTIFICATE = "certificate"
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
    participant: str,
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
    when it is called again with the same id or name.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    participant
        Whose withdrawal it is: an id (P07), or a name that leads to one person in the key.
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
        If nobody or several people have this id or name, another withdrawal is not finished,
        or something of theirs stands where it cannot be taken out safely. Then nothing was
        changed.
    """
    settings = load_project(project, root)
    tell = report or (lambda *_: None)
    who = _id_of(settings, project, participant, root)
    journal = open_journal(settings, who)
    if journal is None or is_edited(settings, journal):
        planner = Planner(settings, who, tell)
        if planner.person.is_known:
            plan = planner.plan()
            if dry_run or (confirm is not None and not confirm(plan)):
                return Withdrawal(settings, "planned", plan)
            day = today or date.today().isoformat()
            journal = lay_down(settings, planner, plan, day, journal)
        elif journal is None:
            return _done_before(settings, planner)
    if dry_run:
        return Withdrawal(settings, "unfinished")
    return _carry_out(settings, who, journal, tell, rebuild)


def _id_of(settings: Project, project: str | Path, words: str, root: Path | None) -> str:
    """Return the id that an id or a name leads to; the words themselves where to nobody now.

    Who withdrew has no line in the key any more, and is known by tokens.
    """
    from insights.privacy.withdrawn import read_withdrawn

    found = find_people(project, words, root=root)
    known = read_withdrawn(settings)
    gone = known.person_of(words) if known else None
    if (
        known
        and gone
        and found
        and found[0].by_name
        and known.person_of(found[0].participant_id) is not gone
    ):
        raise InsightsError(
            "Somebody who is called that withdrew before, and somebody else is called so too.",
            settings.name, "Give the id of the one you mean. Nothing was changed.",
        )  # fmt: skip
    if not found:
        return words.strip()
    refuse_facilitator(settings, found[0].participant_id)
    return find_person(project, words, root=root).participant_id


def _carry_out(
    settings: Project, participant_id: str, journal: Mapping[str, Any], tell: Report, rebuild: bool
) -> Withdrawal:
    folder = settings.raw / FOLDER / str(journal["number"])
    tell("Taking them out of the files", 0, 0)
    with Workspace(settings.processed, settings.reports):
        _remember(settings, journal)
        _replace_files(settings, journal, folder / journal["staged"])
        _leave_the_key(settings, participant_id)
        for name in journal["releases"]:
            _remove(settings, settings.root / name)
        _clear(settings, settings.processed)
        _clear(settings, settings.reports)
    for staged in sorted(folder.glob(f"{STAGED}*")):
        shutil.rmtree(staged, ignore_errors=True)
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
        before, after = journal["files"][relative]
        target = settings.raw / relative
        if present_hash(settings, relative) not in (before, after):
            continue  # edited when nothing of theirs was in it any more
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


def _clear(settings: Project, folder: Path) -> None:
    """Remove what the code can make again."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name not in _LEFT:
            _remove(settings, path)


def _remove(settings: Project, path: Path) -> None:
    """Remove a file or a folder.

    Raises
    ------
    InsightsError
        If it is open in another program: some systems do not let go of it then.
    """
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except PermissionError as error:
        where = path.relative_to(settings.root).as_posix()
        held = Path(error.filename or path).name
        raise InsightsError(
            "A file of this project is open in another program, so the withdrawal stopped "
            "half-way.",
            f"{held}, in {where}" if held != path.name else where,
            "Close it there. Then run the same command again: it goes on where it stood.",
        ) from None


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
