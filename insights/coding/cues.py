"""Wording that points to a label, with a weight, and not where it is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
# Within two words before: "no problem", "it was not at all difficult".
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|nor|hardly)|n't)(?:\s+[\w']{1,20}){0,2}\s+$", re.I
)


@dataclass(frozen=True)
class Cue:
    """Wording that points to a label; ``deniable`` where "not" before it takes it back."""

    label: str
    pattern: re.Pattern[str]
    weight: float
    deniable: bool = False


def cue(label: str, weight: float, *wordings: str, deniable: bool = False) -> Cue:
    """Return a cue for any of the ``wordings``, as whole words whatever their case.

    A wording is a regular expression; one that ends in "-" matches every word that begins so.
    """
    parts = [w[:-1] + r"[\w']{0,20}" if w.endswith("-") else w for w in wordings]
    return Cue(label, re.compile(rf"\b(?:{'|'.join(parts)})\b", re.I), weight, deniable)


def weigh_cues(text: str, cues: Sequence[Cue]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return each label's weight in a text, and the wording it rests on.

    Examples
    --------
    >>> cues = [cue("problem", 1.0, "problems?", deniable=True)]
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
            found.setdefault(cue.label, []).append(" ".join(match.group().split()).strip(" .!?"))
            break  # said twice is not twice as sure
    return weights, found


def quote_cues(found: Sequence[str]) -> str:
    """Return the wording in quotation marks, each once, at most three."""
    return ", ".join(f"“{words}”" for words in list(dict.fromkeys(found))[:3])
