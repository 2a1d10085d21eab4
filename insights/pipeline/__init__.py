"""Every command, composed from the steps; no rules of its own.

:func:`run` is the whole job and :func:`check` looks without writing. Steps hand tables to
each other through a :class:`~insights.store.Workspace`, which repeats a step only when
what goes into it has changed. Nothing heavy is imported to find out that nothing did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline import writing
from insights.pipeline.agreeing import Agreement, agreement
from insights.pipeline.examining import Examined, examine
from insights.pipeline.grouping import groups_first, nobody_grouped
from insights.pipeline.house import read_template
from insights.pipeline.inputs import Inputs
from insights.pipeline.job import STAGES, Job
from insights.pipeline.joining import (
    NameQuestion,
    forget_name,
    name_questions,
    say_another,
    say_same,
)  # fmt: skip
from insights.pipeline.keeping import (
    KeyState,
    destroy_key,
    export_key,
    import_key,
    inspect_key,
    renew_key,
)  # fmt: skip
from insights.pipeline.notebooks import Notebooks, copy_notebooks, jupyter_command
from insights.pipeline.plotting import (
    plot_comparison,
    plot_framework,
    plot_priorities,
    plot_statements,
)  # fmt: skip
from insights.pipeline.reading import (
    Report,
    decided_strings,
    is_empty_form,
    read_material,
    say_count,
    say_what_came_in,
    without_people,
)  # fmt: skip
from insights.pipeline.releasing import Released, release
from insights.pipeline.results import Checked, RunResult, Tables
from insights.pipeline.starting import Registered, new, register
from insights.pipeline.tracing import Step, trace
from insights.pipeline.verifying import Verified, verify
from insights.pipeline.whom import Whom, find_people, find_person
from insights.pipeline.withdrawing import Withdrawal, withdraw
from insights.project import Project, load_project
from insights.store import Workspace

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "STAGES", "Agreement", "Checked", "Examined", "KeyState", "NameQuestion", "Notebooks",
    "Registered", "Released",
    "RunResult", "Step", "Tables", "Verified", "Whom", "Withdrawal", "agreement", "check",
    "copy_notebooks", "destroy_key", "examine", "export_key", "find_people", "find_person",
    "forget_name", "import_key", "inspect_key", "jupyter_command", "name_questions", "new",
    "plot_comparison", "plot_framework", "plot_priorities",
    "plot_statements", "read_tables", "record_decision", "register",
    "release", "renew_key", "run", "say_another", "say_same", "trace", "verify",
    "waiting_strings", "withdraw",
]  # fmt: skip


def run(
    project: str | Path,
    *,
    root: Path | None = None,
    seed: int = 0,
    until: str = "report",
    only: Sequence[str] = (),
    formats: Sequence[str] = (),
    report: Report | None = None,
) -> RunResult:
    """Do the whole job on a project, and return what was made.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.
    seed
        For what is random. The same inputs and seed give byte-identical tables and reports.
    until
        Stop after this stage: ingest, suggest, compare or report.
    only
        Write only these documents: commissioner, participants, professionals, researchers,
        easy-read, slide.
        Where nothing has changed since a whole run, all its files stay; else what was not
        asked for and is out of date is taken away, until the next whole run.
    formats
        Write them only in these formats: html, docx, pdf.
    report
        Called with (what is going on, how much is done, how much there is).

    Raises
    ------
    InsightsError
        If no report can be made at all. Whatever is readable is still read.
    """
    if until not in STAGES:
        raise InsightsError(
            f"“{until}” is not a stage.", "until", f"Use one of: {', '.join(STAGES)}."
        )
    wanted = _wanted(only, formats)
    settings = load_project(project, root)
    inputs = Inputs(settings, seed)
    if not inputs.files:
        raise _nothing_to_read(settings, inputs.misplaced)
    tell = report or (lambda *_: None)
    keys = [inputs.key(until, wanted.files())]
    # A whole run that still holds has every stage: there is nothing to do, and nothing to lose.
    keys += [inputs.key("report", writing.EVERYTHING.files())]
    with Workspace(settings.processed, settings.reports) as work:
        if not any(work.is_current(key) for key in keys):
            job = Job(settings, inputs, work, tell, wanted)
            facts = job.through(until)
            work.publish(keys[0], facts)
        else:
            job = None
        manifest = work.manifest()
    asked_for = frozenset(Path(file).name for file in wanted.files()) if only or formats else ()
    return _result(settings, manifest, job.ran if job else (), frozenset(asked_for))


def _wanted(only: Sequence[str], formats: Sequence[str]) -> writing.Wanted:
    known = {"documents": list(writing.DOCUMENTS), "formats": ["html", "docx", "pdf"]}
    for given, kind, option in ((only, "documents", "--only"), (formats, "formats", "--format")):
        for name in given:
            if name not in known[kind]:
                raise InsightsError(
                    f"“{name}” is not one of the {kind}.", option,
                    f"Use one of: {', '.join(known[kind])}.",
                )  # fmt: skip
    wanted = writing.Wanted(tuple(only), tuple(formats))
    if not wanted.files():
        raise InsightsError(
            f"The {' and '.join(only)} report is not written as {' or '.join(formats)}.",
            "--format", "It is a web page at least: use html.",
        )  # fmt: skip
    return wanted


def check(
    project: str | Path, *, root: Path | None = None, report: Report | None = None
) -> Checked:
    """Say how every file and column was understood, and every problem; write nothing.

    Raises
    ------
    InsightsError
        If there is no such project, or nothing in it to read.
    """
    from insights import coding

    settings = load_project(project, root)
    inputs = Inputs(settings, 0)
    if not inputs.files:
        raise _nothing_to_read(settings, inputs.misplaced)
    material, _, problems = read_material(settings, b"only looking", report or (lambda *_: None))
    codes, more = coding.read_codebook(settings)
    empty = [problem.source for problem in more if is_empty_form(problem)]
    problems += [problem for problem in more if not is_empty_form(problem)]
    problems += [*inputs.misplaced, *read_template(settings)[1]]
    ungrouped = nobody_grouped(settings, material.participants)
    problems += ungrouped
    summary = [*(one.problem for one in ungrouped), *say_what_came_in(material, len(empty))]
    if len(codes):
        themes = say_count(codes["theme"].nunique(), "theme")
        summary.append(f"{say_count(len(codes), 'code')} in {themes}.")
    else:
        summary.append("No codebook: topics and no codes.")
    facts = {
        "summary": summary,
        "n_codes": len(codes),
        "n_files": len(material.sources),
        "empty_forms": sorted([*material.empty_forms, *empty]),
        "to_register": list(material.unsplit),
    }
    understood = tuple(asdict(part) for part in material.understood)
    return Checked(settings, understood, facts, tuple(groups_first(sorted(set(problems)))))


def waiting_strings(
    project: str | Path, *, root: Path | None = None, report: Report | None = None
) -> pd.DataFrame:
    """Return the words a person should look at before anything is shown, riskiest first.

    Returns
    -------
    DataFrame
        One row per distinct string: string_id, string, context, reason, n, covered (whether
        it is masked as things stand). Personal data: for the screen, never stored.
    """
    from insights import coding, privacy

    settings = load_project(project, root)
    salt = settings.salt()
    material, names, _ = read_material(settings, salt, report or (lambda *_: None))
    left_out, _ = privacy.people_to_leave_out(material.participants)
    passages, texts = without_people(material, left_out)
    strings = decided_strings(coding.read_decisions(settings.raw / "decisions")[0])
    return privacy.redact_excerpts(passages, texts, names, key=salt, decisions=strings).waiting


def record_decision(
    project: str | Path,
    *,
    coder: str,
    action: str,
    target: str,
    target_id: str,
    root: Path | None = None,
    **more: Any,
) -> str:
    """Add one line to a coder's decisions, on disk before this returns; return its id.

    Parameters
    ----------
    coder
        Initials: letters, digits, "-" and "_"; the name of the file.
    action, target, target_id
        What was decided about what, as docs/decisions_files.md lists them.
    more
        Any of excerpt_id, code_id, value, memo, shown.

    Raises
    ------
    InsightsError
        If the initials cannot be a file's name.
    """
    import re
    from datetime import UTC, datetime
    from uuid import uuid4

    settings = load_project(project, root)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", coder):
        raise InsightsError(
            "The coder's initials cannot be used as the name of a file.",
            "coder",
            "Use letters, digits, - and _ only, for example AB.",
        )
    line = {
        "id": uuid4().hex,
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "coder": coder,
        "action": action,
        "target": target,
        "target_id": target_id,
        **more,
    }
    store.append_line(settings.raw / "decisions" / f"{coder}.jsonl", line)
    return str(line["id"])


def read_tables(project: str | Path, *, root: Path | None = None) -> Tables:
    """Return every table of a project that has been run, by name.

    Raises
    ------
    InsightsError
        If it has not been run yet.
    """
    settings = load_project(project, root)
    paths = sorted(settings.processed.glob("*.parquet"))
    if not paths:
        raise InsightsError(
            "This project has no tables yet.",
            settings.name,
            f"Run `insights run {settings.name}` first.",
        )
    return Tables({path.stem: store.read_table(path) for path in paths})


def _nothing_to_read(settings: Project, misplaced: tuple[Problem, ...]) -> InsightsError:
    return InsightsError(
        "There is nothing to read in this project.",
        f"data/raw/{settings.name}",
        "Put workshop notes in notes/ (.docx, .md, .txt) or answers in feedback/ (.csv, .xlsx).",
        misplaced + settings.problems,
    )


def _result(
    settings: Project, manifest: Mapping[str, Any], ran: tuple[str, ...],
    asked_for: frozenset[str] = frozenset(),
) -> RunResult:  # fmt: skip
    facts = manifest["facts"]
    reports = [
        settings.reports / entry["to"].partition("/")[2]
        for entry in manifest["files"]
        if entry["to"].startswith("reports/")
    ]
    problems = tuple(Problem(**row) for row in facts["problems"])
    return RunResult(settings, tuple(reports), facts, problems, ran, asked_for)
