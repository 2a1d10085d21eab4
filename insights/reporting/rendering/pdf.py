"""The report as a tagged PDF (PDF/UA-1), set by Typst with fonts from installed packages."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from insights.reporting.document import Chart, Claim, Report, Table
from insights.reporting.evidence import list_proofs
from insights.reporting.figures.charts import svg_of
from insights.reporting.rendering.columns import column_shares

_TEMPLATES = Path(__file__).parent / "templates"
_FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")  # in matplotlib, which draws the charts
_A_FIXED_DAY = 946_684_800  # 1 January 2000, so that the same report gives the same bytes
_UNSEEN = {"\u200d", "\ufe0e", "\ufe0f", "\u2060", "\ufeff", "\u00ad", "\u200b"}


def render_pdf(report: Report) -> bytes:
    """Return the report as a PDF/UA-1 file: tagged, in its language, the same bytes every time.

    Words travel to Typst as data and are never read as markup. A character that no
    installed font has is shown by its name in brackets.
    """
    import typst

    data = {
        "report": _plain(report, named_where_missing),
        "proofs": {
            anchor: [
                {"excerpt": _plain(proof.cited, named_where_missing), "first": proof.first}
                for proof in proofs
            ]
            for anchor, proofs in list_proofs(report).items()
        },
        "links": {
            claim_id: group.anchor for group in report.evidence for claim_id in group.claim_ids
        },
    }
    compile_typst: Any = typst.compile
    made = compile_typst(
        (_TEMPLATES / ("slide.typ" if report.document == "slide" else "report.typ")).read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        font_paths=[str(_font_folder())],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=_A_FIXED_DAY,
    )
    return bytes(made)


def named_where_missing(text: str) -> str:
    """Return a text in which every character that no font has stands as its name in brackets.

    Examples
    --------
    >>> named_where_missing("Well done 👍🏽, naïve")
    'Well done [thumbs up sign], naïve'
    """
    known = _covered()
    shown = []
    for letter in text:
        if ord(letter) in known and (letter == "\n" or unicodedata.category(letter) != "Cc"):
            shown.append(letter)
        elif letter in "\n\t":
            shown.append(" " if letter == "\t" else letter)
        elif letter not in _UNSEEN and not "\U0001f3fb" <= letter <= "\U0001f3ff":
            named = unicodedata.name(letter, f"character {ord(letter):04X}").lower()
            shown.append(f"[{named}]")
    return "".join(shown)


def _font_folder() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    """Return the characters that both faces have: words may stand in either."""
    from fontTools.ttLib import TTFont

    covered: frozenset[int] | None = None
    for name in _FACES:
        with TTFont(_font_folder() / name, lazy=True) as font:
            mine = frozenset(font.getBestCmap())
        covered = mine if covered is None else covered & mine
    return covered or frozenset()


def _plain(node: Any, shown: Callable[[str], str]) -> Any:
    """Return a record as plain values: each names its kind, charts are drawn."""
    if isinstance(node, str):
        return shown(node)
    if isinstance(node, tuple):
        return [_plain(part, shown) for part in node]
    if is_dataclass(node):
        values = {
            part.name: _plain(getattr(node, part.name), shown)
            for part in fields(node)
            if part.name != "spec"
        }
        if isinstance(node, Claim):
            values["proof"] = node.proof_on_paper.replace(" ", "\u00a0")
        if isinstance(node, Chart):
            values["picture"] = svg_of(node.spec).decode()
            values["axis"] = shown(node.spec.axis)
        if isinstance(node, Table):
            values["shares"] = column_shares(node)
        return {"is": type(node).__name__, **values}
    return node
