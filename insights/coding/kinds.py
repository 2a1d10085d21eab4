"""Suggested kinds of unit: experience, problem, idea, preference, question, emotion.

A kind goes by wording and by what the prompt invited, and says so. Where people have
decided on the kinds of enough excerpts, what they decided is learned as codes are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from insights.coding.cues import Cue, cue, quote_cues, weigh_cues

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

KINDS = ("experience", "problem", "idea", "preference", "question", "emotion")
FEWEST_DECIDED = 30  # kinds decided by people, before they are learned from
_PROMPTED = {"problem": ("problem", 0.9), "idea": ("idea", 0.9), "priority": ("preference", 0.9)}
_EXPECTED = {"problem": ("experience", 0.5)}
_LEAST = 0.6  # below, nothing is suggested

_CUES = (
    Cue("question", re.compile(r"\?[\s\"”')\]]*$"), 1.6),
    Cue(
        "question",
        re.compile(r"^\W*(?:who|what|when|where|why|how|which|can|do|does|is|are)\b[^?]+\?", re.I),
        1.0,
    ),
    cue("idea", 1.1, "should", "ought to", "needs? to", "must"),
    cue("idea", 1.3, r"(?:would|could|might|[a-z]+'d) (?:\w+ )?(?:be|help|work|make)"),
    cue("idea", 1.4, "what if", "how about", "why not", "let's", "suggest-", "idea", "propos-"),
    cue("idea", 1.2, "(?:we|you|they|it|someone) could"),
    Cue(
        "idea",
        re.compile(
            r"^\W*(?:have|give|make|provide|offer|put|add|create|set up|let|allow|keep|use|train|"
            r"send|show|write|build|start|stop|include|bring|tell|ask|print|share|publish|run|"
            r"pay|change|involve|introduce)\b",
            re.I,
        ),
        1.0,
    ),
    cue("idea", 0.8, r"(?:an?|one|some|more) [\w' -]{2,40} (?:would|could)"),
    cue("idea", 0.6, "more (?:staff|time|help|support|training|information|choice)"),
    cue("preference", 1.5, "prefer-", "rather", "ideally", "favou?rite", "most important"),
    cue("preference", 1.2, r"(?:i|we)(?: would|'d) (?:\w+ )?(?:like|love|want|choose)"),
    cue("preference", 0.9, "(?:i|we) (?:like|love|want)", deniable=True),
    cue("preference", 0.7, "better than"),
    cue("problem", 0.8, "cannot", "can not", "could not", "unable to", r"\w+n't"),
    cue("problem", 0.8, "no ?one", "nobody", "never", "nothing", "nowhere", "none", "lack-"),
    cue("problem", 0.8, "missing", "not enough", "without"),
    cue(
        "problem", 0.9, "problem-", "barrier-", "difficult-", "hard to", "struggl-", "trouble-",
        "worr-", "confus-", "unclear", "complicated", "delay-", "broken", "fail-", "wrong",
        "worse", "worst", "poor-", "bad", "wait-", "lost", "refus-", "reject-", "cancel-",
        "ignored", "stuck", "impossible", "expensive", "pressur-", deniable=True,
    ),
    cue("problem", 0.9, r"too \w+", deniable=True),
    cue("problem", 0.7, "again and again", "over and over", "every time"),
    cue("emotion", 1.0, r"(?:i|we|it|me|makes?|made|they) (?:\w+ ){0,2}(?:feel|felt|feeling)"),
    cue(
        "emotion", 1.0, "asham-", "embarrass-", "frighten-", "scared", "scary", "afraid",
        "terrif-", "anxious", "anxiety", "angry", "furious", "upset", "cried", "crying", "lonel-",
        "hopeless-", "humiliat-", "guilt-", "reliev-", "proud", "panick-", "overwhelm-",
        "despair-", "stupid", "mortif-", "dread-", deniable=True,
    ),
    cue(
        "experience", 1.0,
        r"(?:i|we|he|she|they|(?:my|our) [a-z]+) (?:\w+ )?(?:was|were|had|went|got|came|told|rang|"
        r"said|gave|took|left|lost|found|saw|sat|spent|\w{2,20}ed)",
    ),
    cue("experience", 0.6, "when i", "last (?:week|month|year|time)", "(?:years?|months?) ago"),
    cue("experience", 0.6, "once", "at the time", "after (?:i|my|the)"),
)  # fmt: skip


def suggest_kinds(
    excerpts: pd.DataFrame,
    vectors: np.ndarray | None = None,
    *,
    decided: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return a suggested kind for each excerpt by a participant, with the reason.

    Parameters
    ----------
    excerpts
        The table of that name.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1: used with ``decided`` alone.
    decided
        The kinds people gave, {excerpt_id: kind}; learned from once there are
        ``FEWEST_DECIDED``.

    Returns
    -------
    DataFrame with excerpt_id, kind, score (0 to 1; a probability where ``method`` is learned,
    else the share of the wording), method (wording or learned) and reason. Excerpts whose
    wording says nothing are left out.
    """
    import pandas as pd

    decided = decided or {}
    rows = []
    weighed = [
        _weigh(text, prompt_kind)
        for text, prompt_kind in zip(excerpts["text"], excerpts["prompt_kind"], strict=True)
    ]
    learned = _learn(excerpts, vectors, decided, [weights for weights, _ in weighed])
    for row, (excerpt_id, speaker, (weights, why)) in enumerate(
        zip(excerpts["excerpt_id"], excerpts["speaker"], weighed, strict=True)
    ):
        if speaker == "facilitator":
            continue
        if learned is not None:
            best = KINDS[int(learned[row].argmax())]
            reason = why.get(best) or "like excerpts that people called so"
            rows.append((excerpt_id, best, round(float(learned[row].max()), 4), "learned", reason))
        elif found := _heaviest(weights, why):
            best, score, reason = found
            rows.append((excerpt_id, best, round(score, 4), "wording", reason))
    return pd.DataFrame(rows, columns=["excerpt_id", "kind", "score", "method", "reason"])


def judge_kind(text: str, prompt_kind: str) -> tuple[str, float, str] | None:
    """Return the kind that a text's wording and prompt speak for, its share of that, and why.

    Examples
    --------
    >>> judge_kind("We should have one page", "unspecified")
    ('idea', 1.0, 'the wording “should”')
    >>> judge_kind("One page", "unspecified") is None
    True
    """
    return _heaviest(*_weigh(text, prompt_kind))


def _heaviest(
    weights: Mapping[str, float], why: Mapping[str, str]
) -> tuple[str, float, str] | None:
    best = max(KINDS, key=lambda kind: (weights.get(kind, 0.0), -KINDS.index(kind)))
    if weights.get(best, 0.0) < _LEAST:
        return None
    return best, weights[best] / sum(weights.values()), why[best]


def _weigh(text: str, prompt_kind: str) -> tuple[dict[str, float], dict[str, str]]:
    weights, found = weigh_cues(text, _CUES)
    why = {kind: f"the wording {quote_cues(words)}" for kind, words in found.items()}
    for prompted in (_PROMPTED, _EXPECTED):
        if prompt_kind in prompted:
            kind, weight = prompted[prompt_kind]
            said = f"the prompt invited {'an ' if kind in ('idea', 'experience') else 'a '}{kind}"
            weights[kind] = weights.get(kind, 0.0) + weight
            why[kind] = f"{why[kind]}; {said}" if kind in why else said
    return weights, why


def _learn(
    excerpts: pd.DataFrame,
    vectors: np.ndarray | None,
    decided: Mapping[str, str],
    weighed: list[dict[str, float]],
) -> np.ndarray | None:
    """Return the probability of each kind, or None where too few were decided."""
    import numpy as np

    from insights.coding.learn import Labels, learn_codings

    place = {kind: column for column, kind in enumerate(KINDS)}
    given = [place.get(decided.get(e, "")) for e in excerpts["excerpt_id"]]
    if sum(column is not None for column in given) < FEWEST_DECIDED:
        return None
    accepted = np.zeros((len(excerpts), len(KINDS)), dtype=np.float32)
    known = np.zeros(accepted.shape, dtype=bool)
    for row, column in enumerate(given):
        if column is not None:
            accepted[row, column], known[row] = 1.0, True
    nearness = np.array([[weights.get(kind, 0.0) for kind in KINDS] for weights in weighed])
    learned = learn_codings(
        excerpts, Labels(accepted, known, known, known.sum(axis=0)), vectors, nearness=nearness
    )
    if learned is None:
        return None
    total = learned.probability.sum(axis=1, keepdims=True)
    return np.asarray(learned.probability / np.maximum(total, 1e-9))
