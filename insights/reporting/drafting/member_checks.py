"""What people said when a finding was read back to them, and what that does to it.

A finding is checked when somebody in each group that raised it says it is right and nobody
says it is wrong. Whoever says it is wrong is a negative case like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.wording import GroupWords, capitalised, full_stop, listed

if TYPE_CHECKING:
    import pandas as pd

_SAID = (("n_confirms", "said it is right"), ("n_amends", "would say it differently"),
         ("n_rejects", "said it is wrong"))  # fmt: skip


@dataclass(frozen=True)
class MemberCheck:
    """What came of reading one finding back.

    Attributes
    ----------
    lifts
        Whether the finding counts as checked with the people it came from.
    n_rejects
        People (or notes without a name) who said it is wrong.
    sentence
        What they said, in words that show nobody.
    excerpt_ids, against_ids
        All their words; the words of those who said it is wrong.
    """

    lifts: bool
    n_rejects: int
    sentence: str
    excerpt_ids: tuple[str, ...]
    against_ids: tuple[str, ...]


def find_member_check(
    checks: pd.DataFrame | None,
    theme: str,
    prompt_kind: str,
    groups: Collection[str],
    *,
    group_words: GroupWords,
    smallest_group: int,
) -> MemberCheck | None:
    """Return what people said of a finding, None where it was not read back to anybody.

    Parameters
    ----------
    checks
        Table ``member_checks``.
    theme, prompt_kind, groups
        The finding's theme and kind, and the groups that raised it.
    group_words
        How readers call a group.
    smallest_group
        Below so many people no number is said.
    """
    if checks is None:
        return None
    here = [
        row for row in rows_of(checks)
        if text_of(row["theme"]) == theme and text_of(row["prompt_kind"]) in ("", prompt_kind)
    ]  # fmt: skip
    if not here:
        return None
    confirming = {text_of(row["group"]) for row in here if whole_of(row["n_confirms"])}
    n_rejects = sum(whole_of(row["n_rejects"]) for row in here)
    unnamed = any(len(row["reject_excerpt_ids"]) for row in here) and not n_rejects
    rejects = n_rejects or int(unnamed)
    columns = ("confirm_excerpt_ids", "amend_excerpt_ids", "reject_excerpt_ids")
    words = [str(e) for column in columns for row in here for e in row[column]]
    return MemberCheck(
        lifts=bool(groups) and set(groups) <= confirming and not rejects,
        n_rejects=rejects,
        sentence=_say(here, group_words, smallest_group),
        excerpt_ids=tuple(dict.fromkeys(words)),
        against_ids=tuple(dict.fromkeys(
            str(e) for row in here for e in row["reject_excerpt_ids"]
        )),
    )  # fmt: skip


def _say(rows: list[dict[str, Any]], group_words: GroupWords, smallest_group: int) -> str:
    rounds = list(dict.fromkeys(text_of(row["round"]) for row in rows))
    when = f"Read back in round {listed(rounds)}"
    told = []
    for column, what in _SAID:
        said = _per_group(rows, column)
        if said:
            told.append(f"{_who(said, rows, group_words, smallest_group)} {what}")
    if not told:
        return f"{when}. Only notes without a name say what people thought of it."
    return " ".join([f"{when}.", *(full_stop(capitalised(part)) for part in told)])


def _per_group(rows: list[dict[str, Any]], column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        if whole_of(row[column]):
            group = text_of(row["group"])
            found[group] = found.get(group, 0) + whole_of(row[column])
    return found


def _who(
    said: Mapping[str, int], rows: list[dict[str, Any]], group_words: GroupWords, smallest: int
) -> str:
    """Return who said so: numbers only where enough of the group were asked."""
    asked: dict[str, int] = {}
    for column, _ in _SAID:
        for group, n in _per_group(rows, column).items():
            asked[group] = asked.get(group, 0) + n
    parts = []
    for group, n in said.items():
        name = group_words(group, n) if group else ("person" if n == 1 else "people")
        if asked[group] >= smallest:
            parts.append(f"{n} {name}")
        else:
            parts.append(f"some {group_words(group, 2) if group else 'people'}")
    return listed(parts)
