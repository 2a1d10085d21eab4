"""The report as one self-contained HTML file that never reaches for the network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.reporting.document import Chart, Claim, Report, charts_of
from insights.reporting.evidence import list_proofs
from insights.reporting.figures.charts import draw_plotly, svg_of
from insights.reporting.rendering.columns import is_wide

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_TEMPLATES = Path(__file__).parent / "templates"
_EMPTY_STYLE = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def render_html(report: Report) -> str:
    """Return the report as one HTML file: no request leaves it, the same bytes every time.

    Its Content-Security-Policy allows by hash what is inside and nothing else. It reads
    without JavaScript: every chart has a still image and its figures as a table. Plotly is
    put in once, and only when there is a chart.
    """
    if report.document == "slide":
        return _render_slide(report)
    style = _style(report.status[0]) if report.status else read_asset("commissioner.css")
    charts = charts_of(report)
    scripts = [_plotly_source(), read_asset("charts.js")] if charts else []
    links = {claim_id: group.anchor for group in report.evidence for claim_id in group.claim_ids}
    page = template("commissioner.html.j2")
    return page.render(
        report=report,
        policy=content_policy(style, scripts),
        style=style,
        scripts=scripts,
        links=links,
        proof_lists=list_proofs(report),
        chart_data={chart.anchor: _chart_data(chart) for chart in charts},
        chart_image={chart.anchor: _chart_image(chart) for chart in charts},
        unwanted_style=_plotly_map_style() if charts else "",
    )


def _render_slide(report: Report) -> str:
    style = read_asset("slide.css")
    page = template("slide.html.j2")
    return page.render(
        report=report, style=style, policy=content_policy(style, []),
        blocks=report.sections[0].blocks,
    )  # fmt: skip


def content_policy(style: str, scripts: list[str]) -> str:
    """Return the Content-Security-Policy: these very texts, images held in the page, no more.

    The empty text's hash in style-src is for Plotly, which adds an empty style element and
    fills it by script.
    """
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts) or "'none'"
    styles = f"'{_digest(style)}'" + (f" '{_EMPTY_STYLE}'" if scripts else "")
    return (
        f"default-src 'none'; script-src {allowed}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def own_scripts(status: str) -> frozenset[str]:
    """Return the SHA-256 of every script and style sheet of the product's own in a page.

    Parameters
    ----------
    status
        The first words of the page's status, which its style sheet prints on paper.
    """
    styles = (_style(status), read_asset("commissioner.css"), read_asset("slide.css"))
    texts = (_plotly_source(), read_asset("charts.js"), *styles)
    return frozenset(hashlib.sha256(text.encode()).hexdigest() for text in texts)


def _style(status: str) -> str:
    return read_asset("commissioner.css").replace('"Internal draft"', json.dumps(status))


@cache
def read_asset(name: str) -> str:
    """Return the text of a style sheet or a script that stands in a page."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _plotly_source() -> str:
    """Return the installed Plotly's script, safe inside a script element."""
    from plotly.offline import get_plotlyjs

    return get_plotlyjs().replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _plotly_map_style() -> str:
    """Return the id of the style element for maps that Plotly looks for, and adds when missing.

    No chart here is a map, and the policy would refuse it: an element of that id keeps
    Plotly from trying.
    """
    found = re.search(r'getElementById\("([0-9a-f]{64})"\)', _plotly_source())
    return found.group(1) if found else ""


def _chart_data(chart: Chart) -> str:
    """Return a chart's Plotly data and layout as JSON, safe inside a script element."""
    figure = draw_plotly(chart.spec).to_plotly_json()
    text = json.dumps(figure, sort_keys=True, ensure_ascii=True, default=_plain)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else list(value)


def _chart_image(chart: Chart) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg_of(chart.spec)).decode()}"


def template(name: str) -> Template:
    """Return a page's template: everything put into it is escaped, nothing may be missing."""
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["claim"] = lambda part: isinstance(part, Claim)
    environment.tests["wide"] = is_wide
    environment.filters["block"] = lambda block: type(block).__name__
    return environment
