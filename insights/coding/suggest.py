"""Suggested codings: a codebook's own keywords, and nearness of meaning as a ranking.

Every row is a suggestion by ``machine`` that a person accepts or rejects. Only a keyword
can make one *likely*; meaning alone ranks what to look at first.
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

Report = Callable[[str, int, int], None]
MACHINE = "machine"

_MOST_BY_MEANING = 3
_LOOK_FROM = 0.35  # cosine
_UNLIKELY_FROM = 0.25
_BLOCK = 8_192  # excerpts compared with all codes at a time
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,60})[”\"]")


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
    on only while, going by those decisions, its matches are accepted with a probability of
    ``likely_probability`` or more. A word in quotation marks in a code's ``exclude`` lowers a
    match to *look*. Meaning adds each excerpt's three nearest codes, never as likely.
    Facilitators' talk and retired codes are left out.

    Parameters
    ----------
    excerpts, codes
        The tables of those names.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1; None to go by keywords alone.
    code_vectors
        The same for the descriptions of ``codes`` (see :func:`describe_codes`), row by row.
    encode
        What makes ``code_vectors`` where they are not given; may return None.
    decided
        People's codings so far (``codings`` with a status accepted or rejected).
    report
        Called with what is being done, how many are done, of how many.

    Notes
    -----
    Scores are rounded to 4 places, so that another machine gives the same table.
    """
    active = codes[codes["status"] != "retired"].reset_index(drop=True)
    spoken = (excerpts["speaker"] != "facilitator").to_numpy()
    if active.empty or not spoken.any():
        return tables.empty("codings")
    said = excerpts[spoken].reset_index(drop=True)
    matches = _match_keywords(said, active)
    if report:
        report("Suggesting codes", 1, 2)
    near = []
    if code_vectors is not None:
        code_vectors = code_vectors[(codes["status"] != "retired").to_numpy()]
    elif vectors is not None and encode is not None:
        code_vectors = encode(describe_codes(active))
    if vectors is not None and code_vectors is not None:
        near = _rank_by_meaning(vectors[spoken], code_vectors)
    if report:
        report("Suggesting codes", 2, 2)
    demoted = _unreliable_keywords(
        said, active, matches, decided, keyword_decisions, likely_probability
    )
    return _tabulate(said, active, matches, near, demoted)


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


def _rank_by_meaning(vectors: np.ndarray, code_vectors: np.ndarray) -> list[tuple[int, int, float]]:
    """Return (excerpt position, code position, cosine) of each excerpt's nearest codes."""
    import numpy as np

    n_kept = min(_MOST_BY_MEANING, len(code_vectors))
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(vectors), _BLOCK):
        # Rounded before ranking: a tie is broken by the codebook's order on every machine.
        cosines = np.round(vectors[start : start + _BLOCK] @ code_vectors.T, 4)
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :n_kept]
        for row, codes in enumerate(nearest):
            for code in codes:
                cosine = round(min(float(cosines[row, code]), 1.0), 4)
                if cosine >= _UNLIKELY_FROM:
                    found.append((start + row, int(code), cosine))
    return found


def _unreliable_keywords(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    matches: Mapping[tuple[int, int], _Match],
    decided: pd.DataFrame | None,
    enough: int,
    likely: float,
) -> set[int]:
    """Return positions of codes whose decisions do not bear out their keywords."""
    if decided is None or decided.empty:
        return set()
    rows = {excerpt_id: row for row, excerpt_id in enumerate(excerpts["excerpt_id"])}
    places = {code_id: place for place, code_id in enumerate(codes["code_id"])}
    n_decided: dict[int, int] = {}
    record: dict[int, list[int]] = {}  # code → [accepted, decided] among its keyword matches
    for excerpt_id, code_id, status in zip(
        decided["excerpt_id"], decided["code_id"], decided["status"], strict=True
    ):
        code, row = places.get(code_id), rows.get(excerpt_id)
        if code is None or status not in ("accepted", "rejected"):
            continue
        n_decided[code] = n_decided.get(code, 0) + 1
        if row is not None and (row, code) in matches:
            counts = record.setdefault(code, [0, 0])
            counts[0] += status == "accepted"
            counts[1] += 1
    unreliable = set()
    for code, n in n_decided.items():
        accepted, tried = record.get(code, [0, 0])
        # Laplace's rule of succession: the chance that the next match is accepted.
        if n >= enough and (accepted + 1) / (tried + 2) < likely:
            unreliable.add(code)
    return unreliable


def _tabulate(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    matches: Mapping[tuple[int, int], _Match],
    near: Sequence[tuple[int, int, float]],
    demoted: set[int],
) -> pd.DataFrame:
    import pandas as pd

    rows: dict[tuple[int, int], tuple[str, str, float, str]] = {}
    for place, match in matches.items():
        rows[place] = _by_keyword(match, place[1] in demoted)
    for row, code, cosine in near:
        tier = "look" if cosine >= _LOOK_FROM else "unlikely"
        rows.setdefault((row, code), (tier, "meaning", cosine, "near to the code in meaning"))
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


def _by_keyword(match: _Match, demoted: bool) -> tuple[str, str, float, str]:
    words = ", ".join(f"“{keyword}”" for keyword in match.keywords)
    reason = f"the keyword{'s' if len(match.keywords) > 1 else ''} {words}"
    if match.excluded_by:
        return "look", "keyword", 1.0, f"{reason}, but also “{match.excluded_by}”"
    if demoted:
        return "look", "keyword", 1.0, f"{reason}, which people have often rejected"
    return "likely", "keyword", 1.0, reason
