"""What was said on a theme, in the codebook's words: the codes most raised, and each side's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from insights.reporting.cells import is_missing, rows_of, text_of, whole_of
from insights.reporting.wording import uncapitalised

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 2  # codes in a headline
_FEW = 2  # people: a side of one group's own takes as many


class Substance(NamedTuple):
    """What a theme's codes say was said, on one kind of question.

    Attributes
    ----------
    names
        The codes that most people raised, at most two.
    own
        For each group that has one: the code that it raised and the other much less.
    claim
        The claim of the code most raised, where most of those who take a side support it.
    disputed
        The claim on which most people take a side.
    """

    names: tuple[str, ...] = ()
    own: Mapping[str, str] = {}
    claim: str = ""
    disputed: str = ""


NOTHING = Substance()


def gather_substance(
    comparison: pd.DataFrame,
    codes: pd.DataFrame,
    stances: Iterable[tuple[str, str, str, str]],
    *,
    pair: tuple[str, str] | None,
    least_difference: float,
) -> dict[tuple[str, str], Substance]:
    """Return what was said on each theme and kind of question; sensitive codes are left out.

    Parameters
    ----------
    stances
        (kind of question, code, person, stance) of every coding with a stance.
    pair
        The two groups the report speaks of first.
    least_difference
        The least difference between two groups' shares that sets them apart.
    """
    book = {text_of(row["code_id"]): row for row in rows_of(codes) if not _is_sensitive(row)}
    sided: dict[tuple[str, str], dict[str, set[str]]] = {}
    for kind, code_id, person, stance in stances:
        sided.setdefault((kind, code_id), {}).setdefault(stance, set()).add(person)
    per_theme: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in code_rows(comparison, pair):
        if text_of(row["code_id"]) in book:
            key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
            per_theme.setdefault(key, []).append(row)
    found = {}
    for (theme, kind), rows in per_theme.items():
        rows.sort(key=lambda row: (-_people(row), text_of(row["code_id"])))
        names = [text_of(book[text_of(row["code_id"])]["name"]) for row in rows]
        own = own_codes(rows, least_difference)
        top = text_of(rows[0]["code_id"])
        sides = {text_of(r["code_id"]): sided.get((kind, text_of(r["code_id"])), {}) for r in rows}
        found[theme, kind] = Substance(
            names=tuple(name for name in names if name != theme)[:_NAMED],
            own={group: text_of(book[code_id]["name"]) for group, code_id in own.items()},
            claim=_claim(book[top]) if _is_supported(sides[top]) else "",
            disputed=_claim(book[max(sides, key=lambda code: (_n_sided(sides[code]), code))]),
        )
    return found


def code_rows(comparison: pd.DataFrame, pair: tuple[str, str] | None) -> list[Mapping[str, Any]]:
    """Return the comparison's rows per code for a pair of groups, where anybody raised it."""
    return [
        row for row in rows_of(comparison)
        if text_of(row["level"]) == "code" and _people(row)
        and (text_of(row["group_a"]), text_of(row["group_b"])) == pair
    ]  # fmt: skip


def own_codes(rows: Sequence[Mapping[str, Any]], least_difference: float) -> dict[str, str]:
    """Return for each group the code that it raised and the other much less, if there is one.

    Where notes of the other group that name nobody carry the code, it is nobody's own.

    Examples
    --------
    >>> rows = [{"code_id": "LIST", "group_a": "a", "k_a": 1, "n_a": 13, "unattributed_a": 0,
    ...          "group_b": "b", "k_b": 5, "n_b": 13, "unattributed_b": 0},
    ...         {"code_id": "QUEUE", "group_a": "a", "k_a": 4, "n_a": 13, "unattributed_a": 0,
    ...          "group_b": "b", "k_b": 6, "n_b": 13, "unattributed_b": 0}]
    >>> own_codes(rows, 0.25)
    {'b': 'LIST'}
    """
    best: dict[str, tuple[float, str]] = {}
    for row in rows:
        for side, other in (("a", "b"), ("b", "a")):
            n, n_other = whole_of(row[f"n_{side}"]), whole_of(row[f"n_{other}"])
            k = whole_of(row[f"k_{side}"])
            if not n or not n_other or k < _FEW or whole_of(row[f"unattributed_{other}"]):
                continue
            difference = k / n - whole_of(row[f"k_{other}"]) / n_other
            group, code_id = text_of(row[f"group_{side}"]), text_of(row["code_id"])
            if difference >= least_difference and difference > best.get(group, (0.0, ""))[0]:
                best[group] = (difference, code_id)
    return {group: code_id for group, (_, code_id) in best.items()}


def say_names(names: Sequence[str]) -> str:
    """Return one or two codes as what a headline says was said.

    Examples
    --------
    >>> say_names(["Being able to get to it", "Knowing what help there is"])
    'being able to get to it, and knowing what help there is'
    >>> say_names(["Desk, room, building", "The ten minutes"])
    '“Desk, room, building” and “The ten minutes”'
    """
    if any("," in name for name in names):
        return " and ".join(f"“{name}”" for name in names)
    return ", and ".join(uncapitalised(name) for name in names)


def _claim(code: Mapping[str, Any]) -> str:
    return text_of(code["claim"]).strip().rstrip(".")


def _is_supported(sides: Mapping[str, set[str]]) -> bool:
    """Return whether at least three people support a claim, and twice as many as do not."""
    n_for = len(sides.get("supports", ()))
    n_against = len(sides.get("opposes", set()) | sides.get("mixed", set()))
    return n_for > _FEW and n_for >= 2 * n_against


def _n_sided(sides: Mapping[str, set[str]]) -> int:
    return len(set().union(*(sides.get(stance, set()) for stance in ("supports", "opposes"))))


def _is_sensitive(row: Mapping[str, Any]) -> bool:
    return not is_missing(row["sensitive"]) and bool(row["sensitive"])


def _people(row: Mapping[str, Any]) -> int:
    return whole_of(row["k_a"]) + whole_of(row["k_b"])
