"""The tables beside a released report: without words nobody cleared, and small numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.disclosure import is_count_shown
from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.material import ROW_IS_PERSON, ReportMaterial
from insights.reporting.proposals import best_wording
from insights.reporting.titles import titles_of
from insights.reporting.wording import capitalised, uncapitalised

if TYPE_CHECKING:
    import pandas as pd

_INTERNAL = ("participants", "privacy", "withdrawals", "decisions", "key.csv")
_QUOTES_PER_CELL = 2
_TELLS = (
    "difference", "difference_low", "difference_high", "p_greater", "p_similar",
    "newcombe_low", "newcombe_high", "boschloo_p", "q_value", "dominance",
)  # fmt: skip


def clear_material(material: ReportMaterial, left_out: Collection[str]) -> ReportMaterial:
    """Return the material of a release: cleared words, releasable recommendations, no more.

    Parameters
    ----------
    material
        With ``released`` and ``cleared`` set.
    left_out
        Recommendations that stay behind, by id.
    """
    return replace(
        material,
        recommendations=clear_recommendations(material, left_out),
        framework=clear_framework(material),
        problems=clear_problems(material.problems),
    )


def clear_recommendations(material: ReportMaterial, left_out: Collection[str]) -> pd.DataFrame:
    """Return table ``recommendations`` without those left out, in words that may be shown.

    A title drawn from words that are not cleared gives way to the best one drawn from words
    that are; where there is none, to a title that names the code alone.
    """
    rows: list[dict[str, Any]] = []
    titles: set[str] = set()
    for row in rows_of(material.recommendations):
        if text_of(row["recommendation_id"]) in left_out:
            continue
        cleared = dict(row)
        source = text_of(row["proposal_excerpt_id"])
        if source in material.excerpt:
            cleared["proposal"] = material.shown_text(source)
        if is_title_withheld(row, material):
            cleared["title"] = _cleared_title(row, material, titles)
        titles.add(text_of(cleared["title"]))
        rows.append(cleared)
    return tables.from_rows("recommendations", rows)


def is_title_withheld(row: Mapping[str, Any], material: ReportMaterial) -> bool:
    """Return whether a recommendation's title is still drawn from words that are not cleared."""
    theme = _theme(row, material)
    withheld = [str(e) for e in row["for_excerpt_ids"] if _is_withheld(str(e), material)]
    return any(
        text_of(row["title"]) == title.text
        for e in withheld
        for title in titles_of(text_of(material.excerpt[e]["text"]), theme)
    )


def _is_withheld(excerpt_id: str, material: ReportMaterial) -> bool:
    return excerpt_id in material.excerpt and material.is_withheld(excerpt_id)


def _cleared_title(row: Mapping[str, Any], material: ReportMaterial, taken: Collection[str]) -> str:
    ids = [
        str(e) for e in row["for_excerpt_ids"]
        if str(e) in material.excerpt and not material.is_withheld(str(e))
    ]  # fmt: skip
    texts = {e: text_of(material.excerpt[e]["text"]) for e in ids}
    theme = _theme(row, material)
    best = best_wording(ids, texts, theme=theme, taken=taken) if ids else None
    if best is not None:
        return best.title
    about = uncapitalised(_code_name(row, material) or theme or text_of(row["component"]))
    return f"Work out with participants what to do about {about or 'what they proposed'}"


def _theme(row: Mapping[str, Any], material: ReportMaterial) -> str:
    wanted = {text_of(finding_id) for finding_id in row["finding_ids"]}
    for finding in rows_of(material.findings):
        if text_of(finding["finding_id"]) in wanted:
            return text_of(finding["theme"])
    return ""


def _code_name(row: Mapping[str, Any], material: ReportMaterial) -> str:
    """Return the name of the code that most of the proposals carry."""
    names = {text_of(code["code_id"]): text_of(code["name"]) for code in rows_of(material.codes)}
    wanted = {str(e) for e in row["for_excerpt_ids"]}
    n_of: dict[str, int] = {}
    for coding in rows_of(material.counted):
        if text_of(coding["excerpt_id"]) in wanted:
            name = names.get(text_of(coding["code_id"]), "")
            n_of[name] = n_of.get(name, 0) + 1
    return min((name for name in n_of if name), key=lambda name: (-n_of[name], name), default="")


def clear_framework(material: ReportMaterial) -> pd.DataFrame:
    """Return table ``framework`` with groups as cases: no row is one person's story.

    A cell quotes at most two cleared excerpts of the group; where none is cleared, a
    sentence says that people spoke about the theme.
    """
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows_of(material.framework):
        key = (text_of(row["group"]), text_of(row["theme"]))
        ids = [str(e) for e in row["excerpt_ids"] if str(e) in material.excerpt]
        cells.setdefault(key, []).extend(ids)
    rows: list[dict[str, Any]] = []
    for (group, theme), ids in sorted(cells.items()):
        listed = list(dict.fromkeys(ids))
        cleared = [e for e in listed if not material.is_withheld(e)][:_QUOTES_PER_CELL]
        quotes = " ".join(f"“{text_of(material.excerpt[e]['text'])}”" for e in cleared)
        rows.append({
            "case": "person",
            "participant_id": capitalised(material.words(group)) if group else "Group not known",
            "group": group or None,
            "theme": theme,
            "summary": quotes or "People spoke about this; their words are not quoted.",
            "excerpt_ids": listed,
            "edited": False,
            "stale": False,
            "why_stale": None,
        })  # fmt: skip
    return tables.from_rows("framework", rows)


def clear_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Return table ``problems`` without what is the team's own business."""
    kept = ~problems["source"].isin(_INTERNAL)
    return problems[kept].reset_index(drop=True)


def clear_comparison(
    comparison: pd.DataFrame, sensitive: Collection[str], *, smallest_group: int
) -> pd.DataFrame:
    """Return table ``comparison`` with small groups and telling counts left empty.

    Every number of a group that is too small, or of one or two people on a sensitive theme,
    is empty, and so is whatever would give it away: the differences, and the other side's
    number where both make a known total. The caveats say ``suppressed``.
    """
    rows: list[dict[str, Any]] = []
    for row in rows_of(comparison):
        shown = dict(row)
        hidden = False
        for side in ("a", "b"):
            k, n = whole_of(row[f"k_{side}"]), whole_of(row[f"n_{side}"])
            about_people = text_of(row["theme"]) in sensitive
            if is_count_shown(k, n, sensitive=about_people, smallest_group=smallest_group):
                continue
            hidden = True
            names = ["k", "low", "high", "confirmed"] + (["n"] if n < smallest_group else [])
            shown |= {f"{name}_{side}": None for name in names if f"{name}_{side}" in shown}
        if hidden:
            shown |= {name: None for name in _TELLS if name in shown}
            caveats = text_of(row["caveats"])
            shown["caveats"] = f"{caveats}; suppressed" if caveats else "suppressed"
        rows.append(shown)
    return tables.from_rows("comparison", rows)


def clear_evidence(evidence: pd.DataFrame, material: ReportMaterial) -> pd.DataFrame:
    """Return table ``evidence`` with cleared words only, and no place that is one person.

    Positions in a file whose rows are people would put a person's answers side by side.
    """
    import pandas as pd

    kind_of_path = dict(zip(material.sources["path"], material.sources["kind"], strict=True))
    ids = evidence["excerpt_id"]
    by_person = evidence["source"].map(kind_of_path).isin(ROW_IS_PERSON)
    untold = by_person | ids.map(material.is_withheld)
    return evidence.assign(
        quote=ids.map(material.shown_text),
        locator=evidence["locator"].where(~by_person, ids.map(material.place_of)),
        start=evidence["start"].mask(untold, pd.NA),
        end=evidence["end"].mask(untold, pd.NA),
    )
