"""The figures of the reports, for a notebook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from insights.errors import InsightsError
from insights.pipeline.gathering import gather_material
from insights.project import load_project

if TYPE_CHECKING:
    import plotly.graph_objects as go


def plot_framework(project: str | Path, *, root: Path | None = None) -> go.Figure:
    """Return the framework matrix as tiles: which case raised which theme, and how often.

    Raises
    ------
    InsightsError
        If the project has not been run, or has no matrix to draw.
    """
    return _plot(project, root, "tiles", "There is no framework matrix to draw.")


def plot_priorities(
    project: str | Path, *, root: Path | None = None, round_number: int = 1
) -> go.Figure:
    """Return the slope chart of one round of voting: where each group puts each idea.

    Parameters
    ----------
    round_number
        1 for the first round that was held.

    Raises
    ------
    InsightsError
        If the project has not been run, or there is no such round to draw.
    """
    problem = f"There is no round {round_number} of voting in which groups can be set side by side."
    return _plot(project, root, f"slopes-{round_number}", problem)


def _plot(project: str | Path, root: Path | None, anchor: str, problem: str) -> go.Figure:
    from insights.pipeline import read_tables
    from insights.reporting import compose_researchers_report
    from insights.reporting.charts import draw_plotly
    from insights.reporting.document import charts_of

    settings = load_project(project, root)
    tables = read_tables(project, root=root)
    material = gather_material(settings, tables, today=date.today().isoformat())
    for chart in charts_of(compose_researchers_report(material)):
        if chart.anchor == anchor:
            return draw_plotly(chart.spec)
    raise InsightsError(
        problem, settings.name, "See which tables hold anything: insights.read_tables(project)."
    )
