"""`insights ingest`, `suggest` and `compare`: the job as far as one stage."""

from __future__ import annotations

from collections.abc import Callable

from insights.cli.options import JsonOption, ProjectArgument, QuietOption, RootOption, SeedOption
from insights.cli.running import run_until

STAGES = {
    "ingest": "Read and mask the files, and stop there.",
    "suggest": "Suggest codes and topics (after reading, if need be), and stop there.",
    "compare": "Apply people's decisions and compare the groups, and stop there.",
}


def stage_command(stage: str) -> Callable[..., None]:
    """Return the command that goes as far as one stage and stops there."""

    def command(
        project: ProjectArgument,
        root: RootOption = None,
        seed: SeedOption = 0,
        quiet: QuietOption = False,
        as_json: JsonOption = False,
    ) -> None:
        run_until(stage, project, root, seed, quiet=quiet, as_json=as_json)

    command.__name__ = stage
    command.__doc__ = f"{STAGES[stage]}\n\nExample:\n\n  insights {stage} money-toolkit"
    return command
