"""What changed since an earlier release: counts, classes, confidence, recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights.reporting.cells import is_missing, rows_of, text_of, whole_of
from insights.reporting.document import Block, Cell, Heading, Items, Paragraph, Section, Table
from insights.reporting.statements import CLASS_WORDS, subject
from insights.reporting.wording import capitalised, counted_noun, full_stop

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 30
_FIELDS = ("recommendation_id", "label", "title", "confidence", "convergence")


@dataclass(frozen=True)
class Change:
    """One thing that stands otherwise than in an earlier release.

    Attributes
    ----------
    about
        "count", "class", "confidence", "recommendation" or "finding".
    what
        The theme with its kind, or the recommendation.
    before, after
        As they were and are told; "" where there is or was nothing.
    """

    about: str
    what: str
    before: str
    after: str

    def sentence(self) -> str:
        """Return the change in a sentence.

        Examples
        --------
        >>> Change("recommendation", "R2", "Open later", "").sentence()
        'R2, “Open later”, is no longer here.'
        >>> Change("class", "Shame (ideas)", "thin", "silent").sentence()
        'Shame (ideas): class, “thin” before and “silent” now.'
        """
        if self.about == "recommendation":
            if not self.before:
                return f"{self.what} is new: “{self.after}”."
            if not self.after:
                return f"{self.what}, “{self.before}”, is no longer here."
            return f"{self.what} now says “{self.after}”. It said “{self.before}”."
        was, now = self.before or "nothing told", self.after or "nothing told"
        return f"{self.what}: {self.about}, “{was}” before and “{now}” now."


def find_changes(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> list[Change]:
    """Return what stands otherwise in ``after`` than in ``before``.

    Parameters
    ----------
    before, after
        The cleared tables of two releases: ``comparison`` and ``recommendations``.
    """
    return [
        *_comparison_changes(before["comparison"], after["comparison"]),
        *_recommendation_changes(before["recommendations"], after["recommendations"]),
    ]


def _comparison_changes(before: pd.DataFrame, after: pd.DataFrame) -> list[Change]:
    old, new = _by_theme(before), _by_theme(after)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        what = subject(key[0], key[1])
        first, second = old.get(key, {}), new.get(key, {})
        for side in ("a", "b"):
            was, now = _count(first, side), _count(second, side)
            if was != now:
                group = key[2 if side == "a" else 3].replace("_", " ")
                found.append(Change("count", f"{what}, {group}", was, now))
        was, now = text_of(first.get("convergence")), text_of(second.get("convergence"))
        if was != now:
            found.append(Change("class", what, _class(was), _class(now)))
    return found


def _by_theme(comparison: pd.DataFrame) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    return {
        (
            text_of(row["theme"]), text_of(row["prompt_kind"]),
            text_of(row["group_a"]), text_of(row["group_b"]),
        ): row
        for row in rows_of(comparison)
        if text_of(row["level"]) == "theme"
    }  # fmt: skip


def _count(row: Mapping[str, Any], side: str) -> str:
    k, n = row.get(f"k_{side}"), row.get(f"n_{side}")
    if is_missing(n):
        return ""
    return f"not shown, of {whole_of(n)}" if is_missing(k) else f"{whole_of(k)} of {whole_of(n)}"


def _class(name: str) -> str:
    return CLASS_WORDS[name][0].lower() if name in CLASS_WORDS else name


def _recommendation_changes(before: pd.DataFrame, after: pd.DataFrame) -> list[Change]:
    old = {text_of(row["recommendation_id"]): row for row in rows_of(before)}
    new = {text_of(row["recommendation_id"]): row for row in rows_of(after)}
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        label = text_of((now if now is not None else was or {})["label"])
        if was is None or now is None:
            title = text_of((now or was or {})["title"])
            found.append(Change("recommendation", label, "" if was is None else title,
                                "" if now is None else title))  # fmt: skip
            continue
        if text_of(was["title"]) != text_of(now["title"]):
            found.append(
                Change("recommendation", label, text_of(was["title"]), text_of(now["title"]))
            )
        for name in ("confidence", "convergence"):
            if text_of(was[name]) != text_of(now[name]):
                about = "confidence" if name == "confidence" else "class"
                found.append(Change(about, label, text_of(was[name]), text_of(now[name])))
    return found


def compose_since(number: int, changes: list[Change], causes: list[str]) -> Section:
    """Return the short chapter on what changed since an earlier release.

    Parameters
    ----------
    number
        Of the earlier release.
    changes
        What stands otherwise (:func:`find_changes`).
    causes
        Why, a sentence each: files, decisions, code, versions.
    """
    blocks: list[Block] = []
    if not changes:
        same = f"No number, class or recommendation differs from release {number}."
        blocks.append(Paragraph((same,)))
    else:
        moved = [change for change in changes if change.about != "recommendation"]
        reworded = [change for change in changes if change.about == "recommendation"]
        n = counted_noun(len(changes), "thing")
        verb = "stands" if len(changes) == 1 else "stand"
        blocks.append(
            Paragraph((full_stop(capitalised(f"{n} {verb} otherwise than in release {number}")),))
        )
        if reworded:
            blocks.append(Items(tuple(Paragraph((one.sentence(),)) for one in reworded[:_SHOWN])))
        if moved:
            blocks.append(_table(moved, number))
    if causes:
        blocks += [
            Heading(3, "Why"), Items(tuple(Paragraph((full_stop(cause),)) for cause in causes))
        ]  # fmt: skip
    title = f"What changed since release {number}"
    return Section("since", title, "Changes", tuple(blocks))


def _table(changes: list[Change], number: int) -> Table:
    more = len(changes) - _SHOWN
    return Table(
        f"Counts, classes and confidence that differ from release {number}",
        ("About", "What", f"In release {number}", "Now"),
        tuple(
            (
                Cell((change.what,), strong=True), Cell((change.about,)),
                Cell((change.before or "not there",)), Cell((change.after or "not there",)),
            )
            for change in changes[:_SHOWN]
        ),
        note=f"{more:,} more differ; comparison.csv has them." if more > 0 else "",
    )  # fmt: skip
