"""The figures of the reports, for a notebook. Where there is nothing to draw, a figure says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from insights.pipeline.gathering import gather_material
from insights.project import load_project

if TYPE_CHECKING:
    import plotly.graph_objects as go


def plot_comparison(
    project: str | Path, *, root: Path | None = None, prompt_kind: str = "problem"
) -> go.Figure:
    """Return the paired dot plot of the report: people recorded as raising each theme.

    Parameters
    ----------
    prompt_kind
        "problem", "idea" or "unspecified": they are never pooled.

    Raises
    ------
    InsightsError
        If the project has not been run.
    """
    nothing = f"No two groups can be compared on what was asked for as “{prompt_kind}”."
    return _plot(project, root, "commissioner", f"chart-{prompt_kind}", nothing)


def plot_framework(project: str | Path, *, root: Path | None = None) -> go.Figure:
    """Return the framework matrix as tiles: which case raised which theme, and how often.

    Raises
    ------
    InsightsError
        If the project has not been run.
    """
    nothing = "There is no framework matrix: no codes are counted yet."
    return _plot(project, root, "researchers", "tiles", nothing)


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
        If the project has not been run.
    """
    nothing = f"No votes in round {round_number} can be set side by side, group by group."
    return _plot(project, root, "researchers", f"slopes-{round_number}", nothing)


def plot_statements(project: str | Path, *, root: Path | None = None) -> go.Figure:
    """Return who agreed with each statement that was voted on, group by group.

    Raises
    ------
    InsightsError
        If the project has not been run.
    """
    nothing = "No statements were voted on by two groups."
    return _plot(project, root, "researchers", "votes-chart", nothing)


def _plot(
    project: str | Path, root: Path | None, report: str, anchor: str, nothing: str
) -> go.Figure:
    """Return the figure that stands at ``anchor`` in a report, else one that says ``nothing``."""
    from insights import reporting
    from insights.pipeline import read_tables
    from insights.reporting.document import charts_of
    from insights.reporting.figures.charts import draw_plotly

    settings = load_project(project, root)
    tables = read_tables(project, root=root)
    material = gather_material(settings, tables, today=date.today().isoformat())
    compose = {
        "commissioner": reporting.compose_commissioner_report,
        "researchers": reporting.compose_researchers_report,
    }[report]
    drawn = {chart.anchor: chart.spec for chart in charts_of(compose(material))}
    return draw_plotly(drawn[anchor]) if anchor in drawn else _say(nothing)


def _say(words: str) -> go.Figure:
    """Return a figure that holds one sentence."""
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.add_annotation(text=words, showarrow=False, xref="paper", yref="paper", x=0, y=0.5)
    figure.update_layout(template="none", height=80, margin={"l": 12, "r": 12, "t": 12, "b": 12})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure
