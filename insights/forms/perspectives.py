"""Words for a group that nobody has explained yet: said once, with the line that explains them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from insights.errors import Problem
from insights.project import Project
from insights.sheets import some_rows

_SAFE = re.compile(r"[^\W\d_]+(?:[ '’/&-]{1,3}[^\W\d_]+){0,5}")
_AS_GOOD_AS_SAME = 0.85  # a slip of the pen; "Young carer" is not a slip for "carer"
_MOST = 6


def unknown_groups(
    project: Project, words: Mapping[str, Sequence[int]], shown: str, column: str = "perspective"
) -> Problem:
    """Return the one problem for all words in a group column that stand for no perspective.

    Parameters
    ----------
    words
        Each such word as it is written, with its rows.
    shown, column
        The file and the column, as people know them.
    """
    rows = sorted(number for numbers in words.values() for number in numbers)
    n_people = "1 person counts" if len(rows) == 1 else f"{len(rows)} people count"
    what = "A word" if len(words) == 1 else f"{len(words)} words"
    return Problem(
        shown, f"{some_rows(rows)}, column {column}",
        f"{what} in this column {'stands' if len(words) == 1 else 'stand'} for no group that the "
        f"project knows, so {n_people} as unknown.", explain_groups(project, words, _shared(words)),
    )  # fmt: skip


def _shared(words: Mapping[str, Sequence[int]]) -> set[str]:
    """Return the words that may be told: a word that one person alone has may be their name."""
    return {said for said, rows in words.items() if len(rows) > 1}


def explain_groups(project: Project, words: Iterable[str], told: Collection[str] = ()) -> str:
    """Return what a person does about words that stand for no group: the line to paste.

    Parameters
    ----------
    words
        As they are written.
    told
        Those of them that may be told again.

    Examples
    --------
    >>> from pathlib import Path
    >>> explain_groups(Project("demo", Path("."), "Demo"), ["profesional"])
    'Did you mean "professional"?'
    """
    slips: dict[str, None] = {}
    lines: dict[str, None] = {}
    for said in words:
        if (near := _slip_for(project, said)) is not None:
            slips[f'Did you mean "{near}"?'] = None
        elif said in told and _SAFE.fullmatch(said) and len(said) <= 40:
            lines[f'{_key_of(said)} = ["{said}"]'] = None
    parts = list(slips)
    if lines:
        parts.append(
            "For a group of its own, paste into project.toml, below [perspectives]: "
            f"{'; '.join(list(lines)[:_MOST])}. To count them to a group there is "
            f"({', '.join(project.perspectives)}), add the word to that group's list instead."
        )
    if not parts:
        parts.append(
            f"Write one of {', '.join(project.perspectives)}, or unknown; or add this word below "
            "[perspectives] in project.toml, to the list of the group it means."
        )
    return " ".join(parts)


def _slip_for(project: Project, said: str) -> str | None:
    spellings = [
        *project.perspectives,
        *(s for all_ in project.perspectives.values() for s in all_),
    ]
    found = get_close_matches(said.casefold(), spellings, n=1, cutoff=_AS_GOOD_AS_SAME)
    return found[0] if found else None


def _key_of(said: str) -> str:
    return re.sub(r"\W+", "_", said.casefold()).strip("_")
