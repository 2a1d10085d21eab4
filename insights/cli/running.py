"""Runs the job as far as a command goes, shows what came of it, and opens the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from insights.cli.printing import print_result, show_progress

if TYPE_CHECKING:
    from insights.pipeline import RunResult


def run_until(
    stage: str,
    project: str,
    root: Path | None,
    seed: int = 0,
    *,
    quiet: bool,
    as_json: bool,
    **more: Any,
) -> RunResult:
    """Go as far as ``stage`` with progress shown, then say what came of it."""
    from insights import pipeline

    with show_progress(quiet=quiet or as_json) as report_progress:
        result = pipeline.run(
            project, root=root, seed=seed, until=stage, report=report_progress, **more
        )
    if as_json:
        print(json.dumps(result.as_dict(), indent=1, ensure_ascii=False))
    elif not quiet:
        print_result(result)
    return result


def open_report(result: RunResult) -> None:
    """Open the first report with whatever this computer opens such files with."""
    if result.main_report is not None:
        typer.launch(str(result.main_report))
