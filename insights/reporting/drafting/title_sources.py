"""Whose words a recommendation's title is drawn from, and whether they may be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from insights.reporting.cells import rows_of, text_of
from insights.reporting.material import ReportMaterial
from insights.reporting.proposing.qualities import without_qualities
from insights.reporting.proposing.titles import say_what_opens, titles_of, widen

_RUN = 6  # words
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def is_title_withheld(row: Mapping[str, Any], material: ReportMaterial) -> bool:
    """Return whether a recommendation's title is still drawn from words that are not cleared."""
    return _is_drawn(row, material, material.is_withheld)


def is_title_waiting(row: Mapping[str, Any], material: ReportMaterial) -> bool:
    """Return whether a draft's title is drawn from words that wait for somebody's yes.

    It is not where cleared words give the same title, nor where a person wrote it.
    """
    if not _is_drawn(row, material, lambda e: not material.is_said_plainly(e)):
        return False
    return not _is_drawn(row, material, material.is_cleared)


def _is_drawn(
    row: Mapping[str, Any], material: ReportMaterial, wanted: Callable[[str], bool]
) -> bool:
    """Return whether a title is drawn from those of its excerpts that are ``wanted``."""
    title = text_of(row["title"])
    if title in material.own_titles:
        return False
    theme, part = theme_of(row, material), text_of(row["component"])
    texts = [
        text_of(material.excerpt[str(e)]["text"])
        for e in row["for_excerpt_ids"]
        if str(e) in material.excerpt and wanted(str(e))
    ]
    drawn = {
        say_what_opens(made, part)
        for text in texts for one in titles_of(text, theme)
        for made in (one.text, widen(one.text), one.text.partition(", and ")[0])
    }  # fmt: skip
    plain = without_qualities(title)  # what was added to it stands beside it
    if any(plain == made or plain.startswith((f"{made} ", f"{made},")) for made in drawn):
        return True
    return bool(_runs(title) & {run for text in texts for run in _runs(text)})


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words that are somebody's own: as long as a scan of files looks for."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def theme_of(row: Mapping[str, Any], material: ReportMaterial) -> str:
    """Return the theme of the first finding a recommendation rests on; "" for none."""
    wanted = {text_of(finding_id) for finding_id in row["finding_ids"]}
    for finding in rows_of(material.findings):
        if text_of(finding["finding_id"]) in wanted:
            return text_of(finding["theme"])
    return ""
