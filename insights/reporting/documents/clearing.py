"""What a report and the tables beside it may show: words, titles, and small numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.disclosure import is_count_shown
from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.fates import SOMETHING_ABOUT
from insights.reporting.document import Report, quotes_of
from insights.reporting.drafting.facts import sensitive_themes
from insights.reporting.drafting.title_sources import is_title_withheld, theme_of
from insights.reporting.material import ROW_IS_PERSON, ReportMaterial
from insights.reporting.proposing.proposals import best_wording, content_words
from insights.reporting.proposing.titles import say_what_opens
from insights.reporting.wording import capitalised, counted_noun, uncapitalised

if TYPE_CHECKING:
    import pandas as pd
_INTERNAL = ("participants", "privacy", "withdrawals", "decisions", "key.csv")
FOR_PARTICIPANTS = ("participants", "easy_read_brief")
_QUOTES_PER_CELL = 2
_HELD_BACK = "Held back, about "
_WHY_DROPPED = {  # for one, for several
    "refused": ("consent to quote it was refused or taken back",
                "consent to quote them was refused or taken back"),
    "expired": ("consent to quote it has run out", "consent to quote them has run out"),
    "held": ("a person holds it back", "a person holds them back"),
    "unsettled": ("it is not settled who said it, and whoever may have has not agreed",
                  "it is not settled who said them, and whoever may have has not agreed"),
    "taken back": ("whoever said it took it back", "whoever said them took them back"),
    "waiting": ("it is not cleared yet", "they are not cleared yet"),
}  # fmt: skip
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


def clear_draft(material: ReportMaterial) -> ReportMaterial:
    """Return the material of a draft without the words of people who said no to quotes.

    All else stays: a draft shows words that wait for a person, and says so beside them.
    """
    if not material.refused:
        return material
    return replace(
        material,
        recommendations=clear_recommendations(material, ()),
        framework=_redraft(material),
    )


def for_reader(material: ReportMaterial, document: str) -> ReportMaterial:
    """Return the material of one document of a draft: those who took part get cleared words alone.

    A person may look for their own words there, and must not meet those of others that wait
    for somebody's yes.

    Parameters
    ----------
    document
        The document's name in :class:`~insights.reporting.document.Report`.
    """
    if material.released or document not in FOR_PARTICIPANTS:
        return material
    strict = replace(material, cleared_only=True)
    return replace(
        strict, recommendations=clear_recommendations(strict, ()), framework=_redraft(strict)
    )


def say_dropped(material: ReportMaterial, excerpt_ids: Collection[str]) -> list[str]:
    """Return how many of some excerpts a draft does not print, and why: a sentence a reason.

    Examples
    --------
    >>> from pathlib import Path
    >>> from insights.project import Project
    >>> demo = Project("demo", Path("."), "Demo")
    >>> say_dropped(ReportMaterial(demo, refused={"x1": "refused"}), ["x1", "x2"])
    ['The words of 1 excerpt are not printed: consent to quote it was refused or taken back.']
    """
    reasons = [
        material.refused.get(e, "waiting")
        for e in set(excerpt_ids)
        if e in material.refused or (material.cleared_only and not material.is_cleared(e))
    ]
    said = []
    for reason, (one, several) in _WHY_DROPPED.items():
        if n := reasons.count(reason):
            why = one if n == 1 else several
            said.append(f"The words of {counted_noun(n, 'excerpt')} are not printed: {why}.")
    return said


def with_dropped(report: Report, material: ReportMaterial) -> Report:
    """Return a draft with a line that says how many quotes it drops, and why."""
    material = for_reader(material, report.document)
    there = [quote.excerpt_id for quote in quotes_of(report)]
    there += [cited.excerpt_id for cited in report.cited]
    return replace(report, colophon=(*report.colophon, *say_dropped(material, there)))


def clear_recommendations(material: ReportMaterial, left_out: Collection[str]) -> pd.DataFrame:
    """Return table ``recommendations`` without those left out, in words that may be shown.

    A title drawn from words that are not cleared gives way to the best one drawn from words
    that are; where there is none, to a title that says what it is about and is held back. A
    title that a person wrote stands.
    """
    rows: list[dict[str, Any]] = []
    titles: set[str] = set()
    for row in rows_of(material.recommendations):
        if text_of(row["recommendation_id"]) in left_out:
            continue
        cleared = dict(row)
        source = text_of(row["proposal_excerpt_id"])
        strict = bool(material.released or material.cleared_only)
        if is_title_withheld(row, material):
            title, words_from = _cleared_title(row, material, titles)
            cleared["title"] = say_what_opens(title, text_of(row["component"]))
            cleared["further"] = None
            source = words_from or source
        elif source in material.excerpt and material.is_withheld(source):
            source = _said_alike(source, row, material) or source
        if source in material.excerpt and (strict or material.is_withheld(source)):
            cleared["proposal"] = material.shown_text(source)
        elif source in material.excerpt and source != text_of(row["proposal_excerpt_id"]):
            cleared["proposal"] = text_of(material.excerpt[source]["text"])
        if source:
            cleared["proposal_excerpt_id"] = source
        titles.add(text_of(cleared["title"]))
        rows.append(cleared)
    return tables.from_rows("recommendations", rows)


def is_held_back(title: str) -> bool:
    """Return whether a title says that nothing may be said of what is proposed."""
    return title.startswith(_HELD_BACK)


def _said_alike(source: str, row: Mapping[str, Any], material: ReportMaterial) -> str:
    """Return the words that may be quoted which say most nearly what those withheld say."""
    wanted = set(content_words(text_of(material.excerpt[source]["text"])))
    shared = {
        str(e): len(wanted & set(content_words(text_of(material.excerpt[str(e)]["text"]))))
        for e in row["for_excerpt_ids"]
        if str(e) in material.excerpt and not material.is_withheld(str(e))
    }
    best = max(shared, key=lambda e: shared[e], default="")
    return best if best and 2 * shared[best] >= len(wanted) else ""


def _cleared_title(
    row: Mapping[str, Any], material: ReportMaterial, taken: Collection[str]
) -> tuple[str, str]:
    """Return a title drawn from words that may be shown, and the excerpt they stand in."""
    ids = [
        str(e) for e in row["for_excerpt_ids"]
        if str(e) in material.excerpt and not material.is_withheld(str(e))
    ]  # fmt: skip
    texts = {e: text_of(material.excerpt[e]["text"]) for e in ids}
    theme = theme_of(row, material)
    best = best_wording(ids, texts, theme=theme, taken=taken) if ids else None
    if best is not None:
        return best.title, best.excerpt_id
    about = uncapitalised(_code_name(row, material) or theme or text_of(row["component"]))
    about = about or "what people proposed"
    if material.cleared_only:  # those who took part are told of it, in nobody's words
        return f"{SOMETHING_ABOUT}{about}", ""
    return f"{_HELD_BACK}{about}: its words are not cleared", ""


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
        rows.append({
            "case": "person",
            "participant_id": capitalised(material.words(group)) if group else "Group not known",
            "group": group or None,
            "theme": theme,
            "summary": _quoted(listed, material)
            or "People spoke about this; their words are not quoted.",
            "excerpt_ids": listed,
            "edited": False,
            "stale": False,
            "why_stale": None,
        })  # fmt: skip
    return tables.from_rows("framework", rows)


def _redraft(material: ReportMaterial) -> pd.DataFrame:
    """Return table ``framework`` with cells drafted anew where their words may not stand.

    What a person wrote stays: it is theirs.
    """
    rows: list[dict[str, Any]] = []
    for row in rows_of(material.framework):
        ids = [str(e) for e in row["excerpt_ids"] if str(e) in material.excerpt]
        summary = row["summary"]
        if not row["edited"] and any(material.is_withheld(e) for e in ids):
            summary = _quoted(ids, material) or material.shown_text(ids[0])
        rows.append({**row, "summary": summary})
    return tables.from_rows("framework", rows)


def _quoted(excerpt_ids: Collection[str], material: ReportMaterial) -> str:
    """Return the first words of a cell that may stand, in quotation marks."""
    free = [e for e in excerpt_ids if not material.is_withheld(e)][:_QUOTES_PER_CELL]
    return " ".join(f"“{text_of(material.excerpt[e]['text'])}”" for e in free)


def clear_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Return table ``problems`` without what is the team's own business."""
    kept = ~problems["source"].isin(_INTERNAL)
    return problems[kept].reset_index(drop=True)


def told_comparison(material: ReportMaterial) -> pd.DataFrame:
    """Return table ``comparison`` as readers get it, in a draft and in a release alike."""
    return clear_comparison(
        material.comparison,
        sensitive_themes(material.codes),
        smallest_group=material.project.thresholds.smallest_group,
    )


def clear_comparison(
    comparison: pd.DataFrame, sensitive: Collection[str], *, smallest_group: int
) -> pd.DataFrame:
    """Return table ``comparison`` with small groups and telling counts left empty.

    Every number of a group that is too small, or of one or two people on a sensitive theme,
    is empty, and so are the differences, which would give it away. The caveats say
    ``suppressed``.
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
    """Return table ``evidence`` without words that are withheld, and with why they are.

    Where they stand is kept as a span without length, so that ``quote`` stays what the masked
    text holds from ``start`` to ``end``. In a release no place is one person either: positions
    in a file whose rows are people would put a person's answers side by side.
    """
    import pandas as pd

    kind_of_path = dict(zip(material.sources["path"], material.sources["kind"], strict=True))
    ids = evidence["excerpt_id"]
    by_person = evidence["source"].map(kind_of_path).isin(ROW_IS_PERSON) & bool(material.released)
    untold = ids.map(material.is_withheld).astype(bool)
    return evidence.assign(
        quote=evidence["quote"].mask(untold, ""),
        locator=evidence["locator"].where(~by_person, ids.map(material.place_of)),
        start=evidence["start"].mask(by_person, pd.NA),
        end=evidence["end"].mask(untold, evidence["start"]).mask(by_person, pd.NA),
        withheld=ids.map(material.shown_text).where(untold, None),
    )
