"""Wording that points to a label, with a weight, and not where it is denied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
# Within two words before: "no problem", "it was not at all difficult".
_DENIED = re.compile(r"(?:\b(?:no|not|never|without|nor|hardly)|n't)(?:\s+[\w']{1,20}){0,2}\s+$", re.I)


@dataclass(frozen=True)
class Cue:
    """Wording that points to a label; ``deniable`` where "not" before it takes it back."""

    label: str
    pattern: re.Pattern[str]
    weight: float
    deniable: bool = False


def make_cues(table: Mapping[str, Sequence[tuple[str, float, bool]]]) -> tuple[Cue, ...]:
    """Return cues from {label: [(pattern, weight, deniable)]}, whatever the case."""
    return tuple(
        Cue(label, re.compile(pattern, re.I), weight, deniable)
        for label, lines in table.items()
        for pattern, weight, deniable in lines
    )


def weigh_cues(text: str, cues: Sequence[Cue]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return each label's weight in a text, and the wording it rests on.

    Examples
    --------
    >>> cues = make_cues({"problem": [(r"\\bproblems?\\b", 1.0, True)]})
    >>> weigh_cues("It is a problem", cues)[1], weigh_cues("It was no problem", cues)[1]
    ({'problem': ['problem']}, {})
    """
    plain = text.translate(_APOSTROPHES)
    weights: dict[str, float] = {}
    found: dict[str, list[str]] = {}
    for cue in cues:
        for match in cue.pattern.finditer(plain):
            if cue.deniable and _DENIED.search(plain[max(0, match.start() - 60) : match.start()]):
                continue
            weights[cue.label] = weights.get(cue.label, 0.0) + cue.weight
            found.setdefault(cue.label, []).append(" ".join(match.group().split()))
            break  # said twice is not twice as sure
    return weights, found


def quote_cues(found: Sequence[str]) -> str:
    """Return the wording in quotation marks, each once, at most three."""
    return ", ".join(f"“{words}”" for words in list(dict.fromkeys(found))[:3])
