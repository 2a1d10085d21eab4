"""What went wrong, where, and what to do: the only way this package complains.

An :class:`InsightsError` stops the work; a :class:`Problem` is a row in the problems
table and lets everything else go on. Neither ever holds a participant's words: ids,
file names, row numbers and column names only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """Something that was not understood or not used, while the rest went on.

    Attributes
    ----------
    source
        The file, relative to the project's folder ("" when it is the project itself).
    where
        The place as its own program shows it: "row 4, column perspective", "line 12".
    problem
        What is wrong, in a sentence.
    fix
        What a person can do about it, in a sentence.
    """

    source: str
    where: str
    problem: str
    fix: str


class InsightsError(Exception):
    """Work stopped for a reason that a person can put right.

    Parameters
    ----------
    problem, where, fix
        A sentence each: what is wrong, where, what to do.
    details
        Every single problem, where there are several to show at once.

    Examples
    --------
    >>> print(InsightsError("There is nothing to read.", "data/raw/demo", "Add a file."))
    Problem:    There is nothing to read.
    Where:      data/raw/demo
    What to do: Add a file.
    """

    def __init__(self, problem: str, where: str, fix: str, details: Sequence[Problem] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.fix = fix
        self.details = tuple(details)

    def __str__(self) -> str:
        lines = [
            f"Problem:    {self.problem}",
            f"Where:      {self.where}",
            f"What to do: {self.fix}",
        ]
        lines += [f"  - {d.source} {d.where}: {d.problem} {d.fix}" for d in self.details]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """Let Jupyter show three lines in place of a traceback."""
        return str(self).splitlines()


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return ' Did you mean "…"?' for the closest allowed word, or an empty string.

    Examples
    --------
    >>> nearest("perspectve", ["perspective", "role"])
    ' Did you mean "perspective"?'
    >>> nearest("zzz", ["perspective"])
    ''
    """
    choices = [str(choice) for choice in allowed]
    folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(str(word).casefold(), list(folded), n=1, cutoff=0.6)
    return f' Did you mean "{folded[found[0]]}"?' if found else ""
