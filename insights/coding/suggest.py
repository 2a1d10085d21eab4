"""Suggested codings: keywords, nearness of meaning, and what people's decisions teach.

Every row is a suggestion by ``machine`` that a person accepts or rejects. Before anybody has
decided, only a keyword can make one *likely*, and meaning merely ranks what to look at
first. Once there are decisions, each suggestion carries the probability that people give
the code, as measured by leaving out one person after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.coding.keywords import find_phrases

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.coding.learn import Labels, Learned

Report = Callable[[str, int, int], None]
MACHINE = "machine"

_MOST_BY_MEANING = 3
_LOOK_FROM = 0.35  # cosine
_UNLIKELY_FROM = 0.25
_SHOWN_FROM = 0.1  # probability; an excerpt's best few are shown from much less
_BEST_SHOWN, _BEST_SHOWN_FROM = 3, 0.02
_FEWEST_TO_LEARN_A_CODE = 3  # acceptances, below which meaning still ranks it as well
_BLOCK = 8_192  # excerpts compared with all codes at a time
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,60})[”\"]")
_PHRASE_END = re.compile(r"[;.]\s+|\n")
_RANKS_ONLY = "a ranking only, as nobody has decided yet"


_Row = tuple[str, str, float, str]  # tier, method, score, reason


@dataclass(frozen=True)
class _Match:
    """The keywords of one code found in one excerpt."""

    keywords: tuple[str, ...]
    excluded_by: str = ""


def suggest_codings(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    vectors: np.ndarray | None = None,
    *,
    code_vectors: np.ndarray | None = None,
    encode: Callable[[list[str]], np.ndarray | None] | None = None,
    decided: pd.DataFrame | None = None,
    keyword_decisions: int = 20,
    likely_probability: float = 0.8,
    report: Report | None = None,
) -> pd.DataFrame:
    """Return ``codings``: at most one suggestion per excerpt and code.

    A keyword match is *likely* until its code has ``keyword_decisions`` decisions; from then
    on likely means a calibrated probability of ``likely_probability`` or more. A word in
    quotation marks in a code's ``exclude`` lowers a match to *look*. Meaning alone adds each
    excerpt's three nearest codes, never as likely. With decisions on enough different texts,
    method *learned* takes over: *look* then reaches down to the probability above which nine
    in ten accepted codings lay when their speakers were left out. Facilitators' talk and
    retired codes are left out.

    Parameters
    ----------
    excerpts, codes
        The tables of those names.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1; None to go by words alone.
    code_vectors
        The same for the descriptions of ``codes`` (see :func:`describe_codes`), row by row.
    encode
        What makes ``code_vectors`` where they are not given, and vectors of the phrases that
        reasons quote; may return None.
    decided
        People's codings so far (``codings`` with a status accepted or rejected).
    report
        Called with what is being done, how many are done, of how many.

    Notes
    -----
    Scores are rounded to 4 places, so that another machine gives the same table. A learned
    suggestion's score is its probability; one by meaning has its cosine.
    """
    active = codes[codes["status"] != "retired"].reset_index(drop=True)
    spoken = (excerpts["speaker"] != "facilitator").to_numpy()
    if active.empty or not spoken.any():
        return tables.empty("codings")
    said = excerpts[spoken].reset_index(drop=True)
    matches = _match_keywords(said, active)
    if report:
        report("Suggesting codes", 1, 3)
    if vectors is not None:
        vectors = vectors[spoken]
    if code_vectors is not None:
        code_vectors = code_vectors[(codes["status"] != "retired").to_numpy()]
    elif vectors is not None and encode is not None:
        code_vectors = encode(describe_codes(active))
    near: list[tuple[int, int, float]] = []
    cosines = None
    if vectors is not None and code_vectors is not None:
        cosines = _compare(vectors, code_vectors)
        near = _rank_by_meaning(cosines)
    if report:
        report("Suggesting codes", 2, 3)
    rows: dict[tuple[int, int], _Row] = {}
    labels, learned = _learn(said, active, decided, vectors, cosines, matches)
    demoted = _unreliable_keywords(labels, matches, keyword_decisions, likely_probability)
    for place, match in matches.items():
        rows[place] = _by_keyword(match, place[1] in demoted)
    if learned is not None:
        taught = labels.n_decisions >= keyword_decisions
        by_learning = _by_learning(said, learned, matches, taught, likely_probability)
        rows |= {p: row for p, row in by_learning.items() if p not in rows or taught[p[1]]}
    for place, row in _by_meaning(near, active, vectors, encode, labels, learned).items():
        rows.setdefault(place, row)
    if report:
        report("Suggesting codes", 3, 3)
    return _tabulate(said, active, rows)


def describe_codes(codes: pd.DataFrame) -> list[str]:
    """Return each code's name, theme, definition, use and examples as one text to encode."""
    described = []
    for row in codes.to_dict("records"):
        theme = row["theme"] if row["theme"] != row["name"] else ""
        parts = [row["name"], theme, row["definition"], row["include"], *row["examples"]]
        described.append(". ".join(str(p).strip(" .") for p in parts if isinstance(p, str) and p))
    return described


def _match_keywords(excerpts: pd.DataFrame, codes: pd.DataFrame) -> dict[tuple[int, int], _Match]:
    """Return {(excerpt position, code position): match}."""
    phrases: list[str] = []
    meaning: list[tuple[int, bool]] = []  # per phrase: its code, and whether it includes
    for position, (keywords, exclude) in enumerate(
        zip(codes["keywords"], codes["exclude"], strict=True)
    ):
        excluding = _QUOTED.findall(exclude) if isinstance(exclude, str) else []
        for words, includes in ((keywords, True), (excluding, False)):
            phrases += words
            meaning += [(position, includes)] * len(words)
    matches: dict[tuple[int, int], _Match] = {}
    if not phrases:
        return matches
    for row, found in enumerate(find_phrases(excerpts["text"], phrases)):
        included: dict[int, list[str]] = {}
        excluded: dict[int, str] = {}
        for phrase in found:
            code, includes = meaning[phrase]
            if includes:
                included.setdefault(code, []).append(phrases[phrase])
            else:
                excluded.setdefault(code, phrases[phrase])
        for code, words in included.items():
            matches[row, code] = _Match(tuple(words), excluded.get(code, ""))
    return matches


def _compare(vectors: np.ndarray, code_vectors: np.ndarray) -> np.ndarray:
    """Return the cosine of each excerpt to each code, rounded before anything is ranked.

    A tie is then broken by the codebook's order on every machine.
    """
    import numpy as np

    blocks = [
        np.round(vectors[start : start + _BLOCK] @ code_vectors.T, 4)
        for start in range(0, len(vectors), _BLOCK)
    ]
    return np.concatenate(blocks)


def _rank_by_meaning(cosines: np.ndarray) -> list[tuple[int, int, float]]:
    """Return (excerpt position, code position, cosine) of each excerpt's nearest codes."""
    import numpy as np

    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :_MOST_BY_MEANING]
    values = np.minimum(np.take_along_axis(cosines, nearest, axis=1).astype(np.float64), 1.0)
    return [
        (row, int(nearest[row, rank]), round(float(values[row, rank]), 4))
        for row, rank in np.argwhere(values >= _UNLIKELY_FROM).tolist()
    ]


def _by_meaning(
    near: Sequence[tuple[int, int, float]],
    codes: pd.DataFrame,
    vectors: np.ndarray | None,
    encode: Callable[[list[str]], np.ndarray | None] | None,
    labels: Labels,
    learned: Learned | None,
) -> dict[tuple[int, int], _Row]:
    """Return what meaning alone suggests: all of it, or the codes not learned yet."""
    early = labels.accepted.sum(axis=0) < _FEWEST_TO_LEARN_A_CODE
    kept = [found for found in near if learned is None or early[found[1]]]
    quoted = _nearest_phrases(kept, codes, vectors, encode)
    why = _RANKS_ONLY if learned is None else "a ranking only, as few have decided on this code"
    rows: dict[tuple[int, int], _Row] = {}
    for row, code, cosine in kept:
        tier = "look" if cosine >= _LOOK_FROM else "unlikely"
        phrase = quoted.get((row, code), "")
        reason = f"near in meaning to “{phrase}”" if phrase else "near to the code in meaning"
        rows[row, code] = (tier, "meaning", cosine, f"{reason}: {why}")
    return rows


def _nearest_phrases(
    places: Sequence[tuple[int, int, float]],
    codes: pd.DataFrame,
    vectors: np.ndarray | None,
    encode: Callable[[list[str]], np.ndarray | None] | None,
) -> dict[tuple[int, int], str]:
    """Return which phrase of a code's entry lies nearest to each excerpt."""
    import numpy as np

    if vectors is None or encode is None or not places:
        return {}
    phrases = {code: _phrases_of(codes.iloc[code]) for code in {place[1] for place in places}}
    distinct = sorted({phrase for found in phrases.values() for phrase in found})
    encoded = encode(distinct)
    if encoded is None:
        return {}
    at = {phrase: row for row, phrase in enumerate(distinct)}
    by_code: dict[int, list[int]] = {}
    for row, code, _ in places:
        by_code.setdefault(code, []).append(row)
    quoted: dict[tuple[int, int], str] = {}
    for code, rows in by_code.items():
        own = encoded[[at[phrase] for phrase in phrases[code]]]
        best = np.round(vectors[rows] @ own.T, 4).argmax(axis=1)
        quoted |= {(row, code): phrases[code][b] for row, b in zip(rows, best, strict=True)}
    return quoted


def _phrases_of(code: pd.Series) -> list[str]:
    """Return a code's name, and the phrases of its definition, use and examples."""
    texts = [code["name"], code["definition"], code["include"], *code["examples"]]
    phrases = [
        part.strip(" .;")
        for text in texts
        if isinstance(text, str)
        for part in _PHRASE_END.split(text)
    ]
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))


def _learn(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    decided: pd.DataFrame | None,
    vectors: np.ndarray | None,
    cosines: np.ndarray | None,
    matches: Mapping[tuple[int, int], _Match],
) -> tuple[Labels, Learned | None]:
    import numpy as np

    from insights.coding.learn import learn_codings, read_labels

    known = tables.empty("codings") if decided is None else decided
    labels = read_labels(list(excerpts["excerpt_id"]), list(codes["code_id"]), known)
    if not labels.known.any():
        return labels, None
    keywords = np.zeros(labels.known.shape, dtype=bool)
    for (row, code), match in matches.items():
        keywords[row, code] = not match.excluded_by
    return labels, learn_codings(excerpts, labels, vectors, nearness=cosines, keywords=keywords)


def _by_learning(
    excerpts: pd.DataFrame,
    learned: Learned,
    matches: Mapping[tuple[int, int], _Match],
    taught: np.ndarray,
    likely: float,
) -> dict[tuple[int, int], _Row]:
    """Return what decisions suggest; likely only for codes with enough of them."""
    import numpy as np

    from insights.coding.explain import explain_learned

    probability = np.round(learned.probability, 4)
    n_best = min(_BEST_SHOWN, probability.shape[1])
    best = np.argsort(-probability, axis=1, kind="stable")[:, :n_best]
    shown = probability >= _SHOWN_FROM
    among_best = np.zeros_like(shown)
    np.put_along_axis(among_best, best, True, axis=1)
    shown |= among_best & (probability >= _BEST_SHOWN_FROM)
    for place in matches:
        shown[place] = True
    places = [(row, code) for row, code in np.argwhere(shown).tolist()]
    told = [p for p in places if probability[p] >= learned.looked_for_from]
    reasons = explain_learned(learned, told, list(excerpts["excerpt_id"]), list(excerpts["text"]))
    rows: dict[tuple[int, int], _Row] = {}
    for place in places:
        p = float(probability[place])
        tier = "look" if p >= learned.looked_for_from else "unlikely"
        reason = reasons.get(place, "little like what people gave it to")
        if place in matches:
            reason = f"{_name_keywords(matches[place])}; {reason}"
        if p >= likely:
            if not taught[place[1]]:
                reason += "; not likely yet, as few have decided on this code"
            elif place not in matches or not matches[place].excluded_by:
                tier = "likely"
                if place not in matches:
                    reason = f"a chance of {p:.2f} by what people decided on this code: {reason}"
        rows[place] = (tier, "learned", p, reason)
    return rows


def _unreliable_keywords(
    labels: Labels,
    matches: Mapping[tuple[int, int], _Match],
    enough: int,
    likely: float,
) -> set[int]:
    """Return positions of codes whose decisions do not bear out their keywords."""
    record: dict[int, list[float]] = {}  # code → [accepted, decided] among its keyword matches
    for row, code in matches:
        if labels.decided[row, code]:
            counts = record.setdefault(code, [0, 0])
            counts[0] += float(labels.accepted[row, code])
            counts[1] += 1
    unreliable = set()
    for code, n in enumerate(labels.n_decisions):
        accepted, tried = record.get(code, [0, 0])
        # Laplace's rule of succession: the chance that the next match is accepted.
        if n >= enough and (accepted + 1) / (tried + 2) < likely:
            unreliable.add(code)
    return unreliable


def _tabulate(
    excerpts: pd.DataFrame, codes: pd.DataFrame, rows: Mapping[tuple[int, int], _Row]
) -> pd.DataFrame:
    import pandas as pd

    if not rows:
        return tables.empty("codings")
    places = sorted(rows)
    excerpt_ids, code_ids = excerpts["excerpt_id"].tolist(), codes["code_id"].tolist()
    columns: dict[str, Any] = {
        "excerpt_id": [excerpt_ids[row] for row, _ in places],
        "code_id": [code_ids[code] for _, code in places],
        "coder": MACHINE,
        "status": "suggested",
    }
    values = zip(*(rows[place] for place in places), strict=True)
    columns |= dict(zip(("tier", "method", "score", "reason"), map(list, values), strict=True))
    return tables.conform("codings", pd.DataFrame(columns))


def _name_keywords(match: _Match) -> str:
    words = ", ".join(f"“{keyword}”" for keyword in match.keywords)
    reason = f"the keyword{'s' if len(match.keywords) > 1 else ''} {words}"
    return f"{reason}, but also “{match.excluded_by}”" if match.excluded_by else reason


def _by_keyword(match: _Match, demoted: bool) -> _Row:
    reason = _name_keywords(match)
    if match.excluded_by:
        return "look", "keyword", 1.0, reason
    if demoted:
        return "look", "keyword", 1.0, f"{reason}, which people have often rejected"
    return "likely", "keyword", 1.0, reason
