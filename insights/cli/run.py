"""`insights run`: the whole job, from the files in a folder to a report to open."""

from __future__ import annotations

from insights.cli.options import (
    JsonOption,
    OpenOption,
    ProjectArgument,
    QuietOption,
    RootOption,
    SeedOption,
)
from insights.cli.running import open_report, run_until


def run(
    project: ProjectArgument,
    open_it: OpenOption = False,
    root: RootOption = None,
    seed: SeedOption = 0,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Do the whole job: from the files in a folder to a report to open.

    Reads, masks, suggests codes, applies what people decided, compares the groups, drafts
    recommendations and writes the reports. Steps whose inputs did not change are not
    repeated. What could not be read is listed, and the rest goes on.

    Examples:
      insights run money-toolkit

      insights run data/raw/my-project --quiet
    """
    result = run_until("report", project, root, seed, quiet=quiet, as_json=as_json)
    if open_it:
        open_report(result)
