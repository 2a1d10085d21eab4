"""Small numbers: which counts may be shown, and in which words.

One pure module, used by tables, charts, prose and embedded data alike, so that a number
hidden in one of them cannot stand in another.

Two rules. *Attribute and demographic counts* under a threshold are hidden, and so is
whatever would give them away by subtraction (:func:`suppress_small`). *Counts of views* are
shown where the group is large enough, and blurred on sensitive themes (:func:`say_count`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SMALL_NUMBER = 5
SMALLEST_GROUP = 5
FEW = 3  # on sensitive themes one or two people become "fewer than three people"


def say_count(
    k: int, n: int, *, sensitive: bool = False, smallest_group: int = SMALLEST_GROUP
) -> str:
    """Return the words in which a report may say that k of n people raised something.

    Parameters
    ----------
    k, n
        People recorded as raising it; people asked. Both 0 or more, k at most n.
    sensitive
        Whether the theme is marked sensitive in the codebook.
    smallest_group
        Groups with fewer people are not shown at all.

    Examples
    --------
    >>> say_count(3, 8), say_count(2, 8, sensitive=True), say_count(0, 8, sensitive=True)
    ('3 of 8', 'fewer than three people', 'nobody recorded')
    >>> say_count(2, 4)
    'not shown, because the group has fewer than 5 people'
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must lie between 0 and n, not {k} of {n}")
    if n < smallest_group:
        return f"not shown, because the group has fewer than {smallest_group} people"
    if sensitive and k < FEW:
        return "fewer than three people" if k else "nobody recorded"
    return f"{k} of {n}"


def is_count_shown(
    k: int, n: int, *, sensitive: bool = False, smallest_group: int = SMALLEST_GROUP
) -> bool:
    """Return whether the exact k may stand in a table, a chart or embedded data.

    Examples
    --------
    >>> is_count_shown(3, 8, sensitive=True), is_count_shown(2, 8, sensitive=True)
    (True, False)
    """
    return n >= smallest_group and not (sensitive and k < FEW)


def tells_few(text: str) -> bool:
    """Return whether a text says "fewer than three": no figure beside it may then say more.

    Examples
    --------
    >>> tells_few("Fewer than three people spoke of this."), tells_few("3 of 8 nurses did.")
    (True, False)
    """
    return "fewer than three" in text.casefold()


def is_telling(k: int, n: int, *, sensitive: bool) -> bool:
    """Return whether a count tells something about everybody in the group: none, or all.

    Only on sensitive themes; such cells are flagged for a person before a release.

    Examples
    --------
    >>> is_telling(8, 8, sensitive=True), is_telling(7, 8, sensitive=True)
    (True, False)
    """
    return sensitive and n > 0 and k in (0, n)


def suppress_small(
    counts: pd.DataFrame | pd.Series, threshold: int = SMALL_NUMBER, *, totals_known: bool = True
) -> pd.DataFrame | pd.Series:
    """Return the counts with small ones missing, and those that would give them away.

    Primary: every count under ``threshold``, 0 included, because in a table of people's
    attributes "nobody" is a statement about everyone. Secondary, as long as totals are
    known: a row or column that hides anything hides at least two counts which together
    make at least ``threshold``, else subtraction from the total would tell them. What is
    added is the smallest count that will do, where there is a choice one whose other line
    hides something already; of equals the first.

    Parameters
    ----------
    counts
        Whole numbers without totals: a series, or a table of one attribute by another.
    threshold
        The smallest count that may be shown.
    totals_known
        Whether readers know, or can work out, the totals of rows and columns.

    Returns
    -------
    pandas.DataFrame or pandas.Series
        The same shape, whole numbers, missing where suppressed.

    Examples
    --------
    >>> import pandas as pd
    >>> suppress_small(pd.Series({"18-29": 2, "30-49": 9, "50+": 14})).isna().tolist()
    [True, True, False]
    """
    import numpy as np
    import pandas as pd

    grid = np.asarray(counts, dtype="int64")
    if (grid < 0).any():
        raise ValueError("counts cannot be negative")
    lines = grid.reshape(-1, 1) if grid.ndim == 1 else grid
    hidden = lines < threshold
    if totals_known:
        hidden = _hide_more(lines, hidden, threshold)
    hidden = hidden.reshape(grid.shape)
    if isinstance(counts, pd.Series):
        return counts.astype("Int64").mask(pd.Series(hidden, index=counts.index))
    small = pd.DataFrame(hidden.tolist(), index=counts.index, columns=counts.columns)
    return counts.astype("Int64").mask(small)


def _hide_more(counts: np.ndarray, hidden: np.ndarray, threshold: int) -> np.ndarray:
    """Hide further counts until no row or column gives one away; ends, as each pass adds."""
    import numpy as np

    hidden = hidden.copy()
    changed = True
    while changed:
        changed = False
        for axis in (0, 1):
            # A single row (or column) has nothing across it to subtract from.
            if counts.shape[axis] == 1:
                continue
            for line in range(counts.shape[1 - axis]):
                at = (slice(None), line) if axis == 0 else (line, slice(None))
                crossed = np.asarray(hidden.any(axis=1 - axis))
                extra = _next_to_hide(counts[at], hidden[at], crossed, threshold)
                if extra is not None:
                    hidden[(extra, line) if axis == 0 else (line, extra)] = True
                    changed = True
    return hidden


def _next_to_hide(
    counts: np.ndarray, hidden: np.ndarray, crossed: np.ndarray, threshold: int
) -> int | None:
    """Return which count of a line to hide next, if any.

    First come those whose crossing line hides something already: they cost it nothing.
    """
    n_hidden = int(hidden.sum())
    if n_hidden == 0 or n_hidden == len(counts):
        return None
    if n_hidden >= 2 and counts[hidden].sum() >= threshold:
        return None
    shown = [i for i in range(len(counts)) if not hidden[i]]
    return min(shown, key=lambda i: (not crossed[i], counts[i], i))


def small_changes(
    before: pd.DataFrame | pd.Series,
    after: pd.DataFrame | pd.Series,
    threshold: int = SMALL_NUMBER,
) -> list[tuple[object, ...]]:
    """Return the cells by which two releases differ by too few people to be published freely.

    Whoever holds both could subtract them (differencing). Suppressed cells on either side
    tell nothing and are left out; a cell that is only in one of the two counts from 0.

    Examples
    --------
    >>> import pandas as pd
    >>> small_changes(pd.Series({"men": 9, "women": 14}), pd.Series({"men": 8, "women": 20}))
    [('men',)]
    """
    import pandas as pd

    def cells(counts: pd.DataFrame | pd.Series) -> dict[tuple[object, ...], Any]:
        flat = counts.stack() if isinstance(counts, pd.DataFrame) else counts
        return {key if isinstance(key, tuple) else (key,): value for key, value in flat.items()}

    old, new = cells(before), cells(after)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        first, second = old.get(key, 0), new.get(key, 0)
        if pd.isna(first) or pd.isna(second):
            continue
        if 0 < abs(int(first) - int(second)) < threshold:
            found.append(key)
    return found
