"""What testers did and said, in one small table: everybody, and those who did not make it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import median

from insights.reporting.cells import Row, number_of, text_of, whole_of
from insights.reporting.document import Block, Cell, Table
from insights.reporting.wording import capitalised, counted_noun, in_words

_YES_NO = {
    "success": "Could do the task", "task_success": "Could do the task",
    "could_do": "Said they could do it", "would_use": "Would use it",
    "like": "Liked it", "liked": "Liked it",
}  # fmt: skip
_VERBS = ("could", "would", "can", "liked", "did", "wants", "understood", "said")
_ORDER = ("success", "task_success", "could_do", "would_use", "like", "liked", "sus")


def table_of_answers(
    name: str, results: Sequence[Row], rows: Sequence[Row],
    *, testers: Collection[str], makers: Collection[str],
) -> list[Block]:  # fmt: skip
    """Return liking, wanting and being able to, each in its own row; [] where nobody was asked.

    Parameters
    ----------
    name
        What was tested, for the caption.
    results, rows
        Its rows of tables ``prototype_results`` and ``prototypes``.
    testers, makers
        Everybody who tested it, and those of them who had helped to make it: where there are
        some, the others stand in a column of their own.
    """
    usual = list(_ORDER)
    lines = []
    for row in sorted(
        results,
        key=lambda r: usual.index(text_of(r["item"])) if text_of(r["item"]) in usual else 99,
    ):
        item, measure = text_of(row["item"]), text_of(row["measure"])
        if measure == "yes":
            lines.append((_heading(item), *_yes(row)))
        elif measure == "sus":
            lines.append(("Usability scale, of 100", _usability(row), "–"))
        elif measure == "rating" and not item.startswith(("sus", "severity")):
            lines.append((_heading(item), *_rating(item, rows, testers, makers)))
    if not lines:
        return []
    n_others = len(set(testers) - set(makers))
    apart = bool(makers) and n_others > 0
    everybody = "Testers" if not apart else f"All {len(testers)} testers"
    others = (f"The {in_words(n_others)} who did not make it",) if apart else ()
    return [Table(
        f"{name}: what testers did and said", ("What was asked", everybody, *others),
        tuple(
            (Cell((what,), strong=True), Cell((whole,)), *((Cell((rest,)),) if apart else ()))
            for what, whole, rest in lines
        ),
        note=_about_usability(results),
    )]  # fmt: skip


def _rating(
    item: str, rows: Sequence[Row], testers: Collection[str], makers: Collection[str]
) -> tuple[str, str]:
    """Return a rating's middle and range, and its middle without those who made it."""
    given: dict[str, list[float]] = {}
    for number, row in enumerate(rows):
        value = number_of(row["value"])
        if text_of(row["item"]) == item and value is not None:
            person = text_of(row["participant_id"]) or f"row {number}"
            given.setdefault(person, []).append(value)
    means = {person: sum(values) / len(values) for person, values in given.items()}
    values = list(means.values())
    low, high = min(values), max(values)
    told = _plain(median(values))
    if low != high:
        told += f" in the middle, from {_plain(low)} to {_plain(high)}"
    if len(values) != len(testers):
        told += f" ({counted_noun(len(values), 'tester')})"
    others = [value for person, value in means.items() if person not in makers]
    return told, f"{_plain(median(others))} in the middle" if others else "–"


def _heading(item: str) -> str:
    plain = item.replace("_", " ")
    told = _YES_NO.get(item, capitalised(plain))
    return told if item in _YES_NO or plain.startswith((*_VERBS, "rating")) else f"“{told}”"


def _yes(row: Row) -> tuple[str, str]:
    """Return k of n, and k of n without those who helped to make it.

    Examples
    --------
    >>> _yes({"item": "success", "k": 5, "n": 8, "n_partly": 2, "k_not_helped": 4,
    ...       "n_not_helped": 6})
    ('5 of 8, and 2 in part', '4 of 6')
    """
    told = f"{whole_of(row['k'])} of {whole_of(row['n'])}"
    partly = whole_of(row["n_partly"])
    if partly:
        told += f", and {partly} {'perhaps' if 'would' in text_of(row['item']) else 'in part'}"
    others = whole_of(row["n_not_helped"])
    return told, f"{whole_of(row['k_not_helped'])} of {others}" if others else "–"


def _usability(row: Row) -> str:
    mean = number_of(row["mean"]) or 0.0
    low, high = number_of(row["low"]), number_of(row["high"])
    people = counted_noun(whole_of(row["n"]), "tester")
    if low is None or high is None:
        return f"{mean:.0f} ({people})"
    return f"{mean:.0f} on average ({people}); anything from {low:.0f} to {high:.0f} would fit"


def _about_usability(results: Sequence[Row]) -> str:
    asked = any(text_of(row["measure"]) == "sus" for row in results)
    return "Usability says how hard a system is to use, and nothing about need." if asked else ""


def _plain(value: float) -> str:
    return f"{round(value, 1):g}"
