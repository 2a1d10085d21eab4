"""Recommendations that rested on words which went, named and never counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from insights import store
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

_TABLE = "recommendations.parquet"


def find_resting(settings: Project, excerpt_ids: Collection[str]) -> list[dict[str, Any]]:
    """Return the recommendations of the last run that rest on some excerpts.

    Returns
    -------
    list
        ``id``, ``label`` and ``others``: the other excerpts that speak for it. Also ``title``,
        for the screen: it may be in the words of whoever leaves.
    """
    gone = set(excerpt_ids)
    return [
        {
            "id": str(row["recommendation_id"]),
            "label": str(row["label"]),
            "title": str(row.get("title") or ""),
            "others": sorted(set(row["for_excerpt_ids"]) - gone),
        }
        for row in _recommendations(settings)
        if gone & set(row["for_excerpt_ids"])
    ]


def say_lost_support(settings: Project, resting: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return which recommendations lost support, in sentences that say of none how much.

    Parameters
    ----------
    resting
        What :func:`find_resting` gave before the words went.
    """
    after = _recommendations(settings)
    now = [_same(one, after) for one in resting]
    standing = sorted({label for label in now if label}, key=_by_number)
    gone = [one["label"] for one, label in zip(resting, now, strict=True) if not label]
    if not after:
        return _say("lost support", gone, ", as the report before numbered them") if gone else []
    said = _say("lost support", standing, "") if standing else []
    if len(gone) == 1:
        said.append(f"Recommendation {gone[0]} of the report before is gone: nothing else "
                    "supports it.")  # fmt: skip
    elif gone:
        said.append(f"Recommendations {_list(gone)} of the report before are gone: nothing else "
                    "supports them.")  # fmt: skip
    return said


def _say(what: str, labels: Sequence[str], numbered: str) -> list[str]:
    if len(labels) == 1:
        numbered = numbered.replace("them", "it")
        return [f"Recommendation {labels[0]} {what}{numbered}: read it again before you send it."]
    return [
        f"Recommendations {_list(labels)} {what}{numbered}: read them again before you send them."
    ]


def _same(before: Mapping[str, Any], after: Sequence[Mapping[str, Any]]) -> str:
    """Return what the same recommendation is called now; "" where there is none."""
    for row in after:
        if row["recommendation_id"] == before["id"]:
            return str(row["label"])
    shared = [(len(set(before["others"]) & set(row["for_excerpt_ids"])), row) for row in after]
    most = max((n for n, _ in shared), default=0)
    return next((str(row["label"]) for n, row in shared if n == most), "") if most else ""


def _by_number(label: str) -> tuple[int, str]:
    digits = "".join(sign for sign in label if sign.isdecimal())
    return int(digits or 0), label


def _list(labels: Sequence[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if labels[1:] else labels)


def _recommendations(settings: Project) -> list[dict[str, Any]]:
    path = settings.processed / _TABLE
    if not path.exists():
        return []
    table: pd.DataFrame = store.read_table(path)
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
