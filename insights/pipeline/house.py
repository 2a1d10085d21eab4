"""The house template of a project: read for the Word reports, or told why it is not used."""

from __future__ import annotations

from insights.errors import InsightsError, Problem
from insights.project import Project


def read_template(settings: Project) -> tuple[bytes | None, list[Problem]]:
    """Return the project's house template, ready to write into; None without one.

    One that cannot be used is a problem, and the reports have the built-in look.
    """
    from insights import archives, reporting

    path = settings.template()
    if path is None:
        return None, []
    try:
        if path.suffix.casefold() != ".docx":
            raise reporting.macros_refused(path.name)
        return reporting.ready_template(archives.read_bytes(path, path.name), path.name), []
    except InsightsError as error:
        told = f"{error.problem} The reports have the built-in look."
        return None, [Problem(path.name, "the file", told, error.fix)]
