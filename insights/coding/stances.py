"""Suggested stances towards a code's claim: supports, opposes, mixed, describes.

A stance goes by wording: agreement and wishing on one side, refusal and warning on the
other, both at once with "but" or "it depends". Without any it merely describes. Where people
have decided on enough stances, those are learned from as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from insights.coding.cues import Cue, cue, quote_cues, weigh_cues
from insights.coding.terms import words_of_content

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

STANCES = ("supports", "opposes", "mixed", "describes")
FEWEST_DECIDED = 30  # stances decided by people, before they are learned from
_CUES = (
    cue("supports", 1.0, "agree-", "yes", "absolutely", "definitely", "good idea", deniable=True),
    cue("supports", 1.0, "important", "essential", "vital", "welcome", "glad", deniable=True),
    cue("supports", 1.0, "grateful", "reliev-", "relief", "happy to", "pleased", deniable=True),
    cue("supports", 1.0, "should", "must", "ought to", "needs? to", "ha(?:ve|s) to", deniable=True),
    cue("supports", 0.9, "want-", "wish-", "would like", "[a-z]+'d like", "prefer", deniable=True),
    cue("supports", 0.8, "help-", "works? well", "better", "easier", "useful", deniable=True),
    cue("supports", 0.8, "makes? sense", "right", deniable=True),
    cue("supports", 1.2, "(?:wouldn't|would not|don't|do not) mind"),
    cue("supports", 0.8, "if (?:some(?:one|body)|they|he|she|you) had", "sooner", "earlier"),
    cue("supports", 0.8, "(?:no ?one|nobody) (?:ever )?asked", "never asked"),
    cue("supports", 1.2, "if (?:i|we|you|they) (?:don't|do not|didn't|did not) "),
    cue("opposes", 1.1, "disagree-", "against", "bad idea", "wrong", "rude", deniable=True),
    cue("opposes", 1.1, "intrusive", "insult-", "nosy", "private", deniable=True),
    cue("opposes", 1.1, "none of (?:their|your|my)", "not their business"),
    cue("opposes", 1.0, "should not", "shouldn't", "must not", "mustn't", "never", "no need"),
    cue("opposes", 1.0, "(?<!if i )(?<!if we )(?<!if you )(?:don't|do not) (?:ever )?ask"),
    cue("opposes", 1.0, "no,? no", "no thank-", "no place (?:to|for)", "lied", "not up to"),
    cue("opposes", 1.0, "not (?:yet|ready|then|there|now)", "not (?:in |at )?the first"),
    cue("opposes", 1.2, "too (?:early|soon|much|fast|quick-|personal)", deniable=True),
    cue("opposes", 1.2, "put (?:me|us|them|people) off", "scare[ds]?", "shut down", deniable=True),
    cue("opposes", 1.2, "walk(?:ed)? (?:out|away)", "never (?:came|went) back"),
    cue(
        "opposes", 1.0,
        "(?:don't|didn't|wouldn't|(?:do|did|would) not) (?:want|like|need|help|work)",
    ),
    cue("opposes", 0.8, "refus-", "resent-", "hate[ds]?", "harm-", "worse", deniable=True),
    cue("opposes", 0.8, "unhelpful", "not (?:ashamed|helpful)"),
    cue("turn", 1.0, "but", "however", "although", "though", "sometimes", "only if", "unless"),
    cue("turn", 1.0, "on the other hand", "as long as", "depending"),
    cue("torn", 1.0, "it depends", "depends on", "yes and no", "mixed feelings", "two minds"),
    cue("torn", 1.0, "both ways", "for some .{2,60} for others"),
)  # fmt: skip
# "Ask early": whoever tells others to do what the claim says is for it.
_TOLD = Cue(
    "told",
    re.compile(
        r"(?:^|[.!?]\s+)\W*(?:ask|let|put|give|make|say|write|have|choose|keep|bring|use|add|"
        r"show|offer|allow|help|tell)\b(?! (?:me|us) (?:not|no)\b)",
        re.I,
    ),
    1.0,
)
_CLAIM_CUES = (cue("negated", 1.0, r"not|never|no|without|stop|nobody|avoid|\w+n't"),)


def suggest_stances(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    pairs: pd.DataFrame,
    vectors: np.ndarray | None = None,
    *,
    decided: Mapping[tuple[str, str], str] | None = None,
) -> pd.DataFrame:
    """Return a suggested stance for each excerpt towards the claim of a code it carries.

    Parameters
    ----------
    excerpts, codes
        The tables of those names; only codes with a ``claim`` have stances.
    pairs
        What carries which code: excerpt_id and code_id, e.g. ``counted``.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1: used with ``decided`` alone.
    decided
        The stances people gave, {(excerpt_id, code_id): stance}; learned from once there
        are ``FEWEST_DECIDED``.

    Returns
    -------
    DataFrame with excerpt_id, code_id, stance, score (0 to 1), method (wording or learned)
    and reason.
    """
    import pandas as pd

    claims = {
        code_id: claim
        for code_id, claim in zip(codes["code_id"], codes["claim"], strict=True)
        if isinstance(claim, str) and claim.strip()
    }
    rows_of = {excerpt_id: row for row, excerpt_id in enumerate(excerpts["excerpt_id"])}
    wanted = sorted(
        {
            (rows_of[e], c)
            for e, c in zip(pairs["excerpt_id"], pairs["code_id"], strict=True)
            if e in rows_of and c in claims
        }
    )
    ids, texts = excerpts["excerpt_id"].tolist(), excerpts["text"].tolist()
    judged = [judge_stance(texts[row], claims[code_id]) for row, code_id in wanted]
    learned = _learn(excerpts, vectors, wanted, decided or {}, [found[1] for found in judged])
    made = []
    for place, ((row, code_id), (stance, weights, reason)) in enumerate(
        zip(wanted, judged, strict=True)
    ):
        if learned is None:
            made.append((ids[row], code_id, stance, round(weights[stance], 4), "wording", reason))
            continue
        best = STANCES[int(learned[place].argmax())]
        why = reason if best == stance else "like excerpts to which people gave this stance"
        score = round(float(learned[place].max()), 4)
        made.append((ids[row], code_id, best, score, "learned", why))
    return pd.DataFrame(
        made, columns=["excerpt_id", "code_id", "stance", "score", "method", "reason"]
    )


def judge_stance(text: str, claim: str) -> tuple[str, dict[str, float], str]:
    """Return the stance that a text's wording takes to a claim, its weights, and why.

    Examples
    --------
    >>> claim = "Professionals should ask about debt at the first appointment"
    >>> judge_stance("Yes, they should ask at the start", claim)[0]
    'supports'
    >>> judge_stance("The first visit is too soon, it put me off", claim)[0]
    'opposes'
    >>> judge_stance("She asked about money in week three", claim)[0]
    'describes'
    """
    weights, found = weigh_cues(text, _CUES)
    negated = bool(weigh_cues(claim, _CLAIM_CUES)[0])
    sides = ("opposes", "supports") if negated else ("supports", "opposes")
    pro, contra = weights.get(sides[0], 0.0), weights.get(sides[1], 0.0)
    about = {term for term, _ in words_of_content(claim)}
    touched = bool(about & {term for term, _ in words_of_content(text)})
    told = weigh_cues(text, (_TOLD,))[1].get("told", [])
    if touched and told:
        pro += _TOLD.weight
        found[sides[0]] = [*told, *found.get(sides[0], [])]
    turn = weights.get("turn", 0.0) + weights.get("torn", 0.0)
    mixed = min(pro, contra) * 2 * (1.0 if turn else 0.4) + 1.5 * weights.get("torn", 0.0)
    raw = {
        "supports": pro - 0.5 * contra,
        "opposes": 1.2 * contra - 0.5 * pro,  # rarer, and dearer to overlook
        "mixed": mixed,
        "describes": 0.6 if touched else 0.8,
    }
    raw = {stance: max(value, 0.0) for stance, value in raw.items()}
    total = sum(raw.values())
    best = max(STANCES, key=lambda stance: (raw[stance], -STANCES.index(stance)))
    words = {
        "supports": found.get(sides[0], []),
        "opposes": found.get(sides[1], []),
        "mixed": [w for side in (*sides, "torn", "turn") for w in found.get(side, [])[:1]],
        "describes": [],
    }[best]
    reason = f"the wording {quote_cues(words)}" if words else "no wording for or against the claim"
    return best, {stance: value / total for stance, value in raw.items()}, reason


def _learn(
    excerpts: pd.DataFrame,
    vectors: np.ndarray | None,
    wanted: list[tuple[int, str]],
    decided: Mapping[tuple[str, str], str],
    weighed: list[dict[str, float]],
) -> np.ndarray | None:
    """Return the probability of each stance per pair, or None where too few were decided."""
    import numpy as np

    from insights.coding.learn import Labels, learn_codings

    place = {stance: column for column, stance in enumerate(STANCES)}
    ids = excerpts["excerpt_id"].tolist()
    given = [place.get(decided.get((ids[row], code_id), "")) for row, code_id in wanted]
    if sum(column is not None for column in given) < FEWEST_DECIDED:
        return None
    accepted = np.zeros((len(wanted), len(STANCES)), dtype=np.float32)
    known = np.zeros(accepted.shape, dtype=bool)
    for row, column in enumerate(given):
        if column is not None:
            accepted[row, column], known[row] = 1.0, True
    rows = [row for row, _ in wanted]
    # The code stands where the prompt does: the same words may mean another stance elsewhere.
    said = excerpts.iloc[rows].assign(
        activity=[code_id for _, code_id in wanted],
        excerpt_id=[f"{ids[row]} {code_id}" for row, code_id in wanted],
    )
    nearness = np.array([[weights[stance] for stance in STANCES] for weights in weighed])
    learned = learn_codings(
        said.reset_index(drop=True),
        Labels(accepted, known, known, known.sum(axis=0)),
        None if vectors is None else vectors[rows],
        nearness=nearness,
    )
    if learned is None:
        return None
    total = learned.probability.sum(axis=1, keepdims=True)
    return np.asarray(learned.probability / np.maximum(total, 1e-9))
