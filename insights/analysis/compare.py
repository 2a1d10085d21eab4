"""Groups side by side, theme by theme: counts, intervals, classes, and a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.asking import Asked
from insights.analysis.boschloo import LARGEST, boschloo_p
from insights.analysis.caveats import join_caveats
from insights.analysis.claims import Claims, judge_counts
from insights.analysis.convergence import MEANINGS, classify_convergence, classify_prominence
from insights.analysis.disputes import Stances, find_sides, wait_for_a_second
from insights.analysis.proportions import (
    difference_interval,
    newcombe_interval,
    q_values,
    wilson_interval,
)  # fmt: skip
from insights.analysis.sensitivity import COUNTS, SHARED, claims_lost
from insights.analysis.sentences import describe_comparison
from insights.analysis.tally import tally_counts
from insights.errors import InsightsError
from insights.project import Project, Thresholds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

GroupWords = Callable[[str, int], str]
_DECIMALS = 12  # hides the last bits, in which machines differ
_STATISTICS = (
    "difference", "difference_low", "difference_high", "p_greater", "p_similar",
    "newcombe_low", "newcombe_high", "boschloo_p",
)  # fmt: skip


def compare_groups(
    presence: pd.DataFrame,
    asked: Asked,
    *,
    groups: Sequence[str] | None = None,
    meanings: pd.DataFrame | None = None,
    stances: Stances | None = None,
    looked_at: Collection[str] = (),
    codes: pd.DataFrame | None = None,
    settings: Thresholds | None = None,
    approach: str = "framework",
    group_words: GroupWords | None = None,
) -> pd.DataFrame:
    """Compare groups on every theme and code, by kind of prompt, pair by pair.

    Parameters
    ----------
    presence
        Table ``presence``.
    asked
        Who was asked; from :func:`insights.analysis.asked`.
    groups
        The groups to compare, in order; by default all that were asked anything.
    meanings
        What people judged each theme to mean to two groups: columns theme, prompt_kind,
        group_a, group_b (in either order), meaning (same, facets, conflict, unjudged) and,
        for a judgement about a single code, code_id. The last judgement of each coder
        stands; where coders differ the meaning is unjudged, with a caveat. A theme's
        judgement says nothing about its single codes.
    stances
        How people stand to a code's claim, by excerpt and code. Where people judged a pair to
        be in conflict on one kind of question and the same sides speak on another, one
        person's judgement that they mean the same there, or two sides of it, waits for a
        second person's: until then the meaning is unjudged, with the caveat
        ``conflict_elsewhere``.
    looked_at
        Excerpts that carry any decision by a person. A group with k = 0 of whose excerpts
        too few were looked at is "not yet judged", also where it has no excerpts at all.
    codes
        Table ``codes``: with it, themes that nobody raised have their rows too, and counts
        of sensitive themes stay out of the sentences.
    approach
        In a "reflexive" project nothing is counted or compared: each theme keeps its row
        for the sake of the quotes, with the number of excerpts on each side and no other
        number, "not comparable", and the caveat ``reflexive``.
    group_words
        How readers call a group, as :meth:`insights.project.Project.group_words`.

    Returns
    -------
    DataFrame
        Table ``comparison``; empty with fewer than two groups. A group that was not asked
        has no interval; where k counts what it volunteered all the same, n is those people.
        Boschloo's test stays empty where a pair has over 400 people.

    Raises
    ------
    InsightsError
        If a group is given twice, or a judgement of meaning is not one of the four.
    """
    chosen = settings or Thresholds()
    compared = tuple(groups) if groups else asked.groups
    if len(set(compared)) < len(compared):
        raise InsightsError(
            "A group is named twice.", "project.toml, [compare] groups", "Name each group once."
        )
    words = group_words or Project(name="", root=Path(), title="").group_words
    tally = tally_counts(presence, asked, compared, codes)
    if tally.empty or len(compared) < 2:
        return tables.empty("comparison")
    judged = _meanings(tally, meanings)
    again = wait_for_a_second(_records(tally), judged, find_sides(presence, stances or {}))
    tally["meaning"] = [
        "unjudged" if meaning == "differs" or waits else meaning
        for (meaning, _), waits in zip(judged, again, strict=True)
    ]
    tally["meaning_differs"] = [meaning == "differs" for meaning, _ in judged]
    tally["conflict_elsewhere"] = again
    if approach == "reflexive":
        rows = [_side_by_side(row) for row in _records(tally)]
        return _table(rows, words, chosen, codes)
    asked_of = _asked_of(tally, asked)
    claims = judge_counts(
        tally[COUNTS].to_numpy("int64"), chosen, shared=tally[SHARED].to_numpy("int64")
    )
    numbers = _numbers(tally, asked_of, claims)
    state = _State(asked, frozenset(looked_at), chosen, tally, asked_of, claims)
    rows = [
        {**row, **numbers_of, **state.judge(i, row)}
        for i, (row, numbers_of) in enumerate(zip(_records(tally), _records(numbers), strict=True))
    ]
    _mark_levels(rows)
    for row in rows:
        row["caveats"] = join_caveats(row["limits"])
    return _table(rows, words, chosen, codes)


class _State:
    """What is known beside the counts, for judging one row after another."""

    def __init__(
        self,
        asked: Asked,
        looked_at: frozenset[str],
        settings: Thresholds,
        tally: pd.DataFrame,
        asked_of: dict[str, NDArray[np.bool_]],
        claims: Claims,
    ) -> None:
        self.asked = asked
        self.settings = settings
        self.asked_of = asked_of
        self.claims = claims
        self.read = {
            cell: len(ids & looked_at) >= settings.looked_at_share * len(ids)
            for cell, ids in asked.excerpt_ids.items()
        }
        self.open = self._claims_open(tally)
        self.different = claims.different * self.open
        self.similar = claims.similar & self.open
        self.prior_matters, self.dual_matters = claims_lost(
            tally, self.different, self.similar, settings, by=asked.by
        )

    def _claims_open(self, tally: pd.DataFrame) -> NDArray[np.bool_]:
        """Return where D and S may be claimed at all."""
        import numpy as np

        return np.array(
            [
                all(
                    self.asked.was_asked(row["prompt_kind"], row[f"group_{side}"])
                    and row[f"n_{side}"] >= self.settings.smallest_group
                    and not self._mostly_unattributed(row, side)
                    and not self._unread(row, side)
                    for side in "ab"
                )
                for row in _records(tally)
            ],
            dtype=np.bool_,
        )

    def _cell(self, row: dict[str, Any], side: str) -> tuple[str, str]:
        return row["prompt_kind"], row[f"group_{side}"]

    def _mostly_unattributed(self, row: dict[str, Any], side: str) -> bool:
        share = self.asked.unattributed_share.get(self._cell(row, side), 0.0)
        return share > self.settings.unattributed_share

    def _unread(self, row: dict[str, Any], side: str) -> bool:
        return row[f"k_{side}"] == 0 and not self.read.get(self._cell(row, side), False)

    def _only_speakers(self, row: dict[str, Any], side: str) -> bool:
        return "n_is_speakers" in self.asked.caveats.get(self._cell(row, side), ())

    def judge(self, i: int, row: dict[str, Any]) -> dict[str, Any]:
        """Return class, prominence, robustness and limits of the ``i``-th row."""
        silence = {
            side: row[f"unattributed_{side}"] == 0
            and not self._only_speakers(row, side)
            and not row[f"unsettled_{side}"]
            for side in "ab"
        }
        convergence = classify_convergence(
            row["k_a"], row["n_a"], row["k_b"], row["n_b"],
            meaning=row["meaning"],
            different=bool(self.different[i]),
            asked_a=bool(self.asked_of["a"][i]), asked_b=bool(self.asked_of["b"][i]),
            read_a=not self._unread(row, "a"), read_b=not self._unread(row, "b"),
            silence_a=silence["a"], silence_b=silence["b"],
            smallest_group=self.settings.smallest_group,
        )  # fmt: skip
        comparable = bool(self.asked_of["a"][i] and self.asked_of["b"][i])
        silent = next((row[f"group_{side}"] for side in "ab" if row[f"k_{side}"] == 0), None)
        return {
            "convergence": convergence,
            "prominence": classify_prominence(bool(self.different[i]), bool(self.similar[i])),
            "direction": int(self.different[i]),
            "robust": bool(self.claims.robust[i]) if comparable else None,
            "silent_group": silent if convergence == "silent" else None,
            "dominance": _share(row["most"], row["n_excerpts_a"] + row["n_excerpts_b"]),
            "confirmed_a": _share(row["confirmed_k_a"], row["k_a"]),
            "confirmed_b": _share(row["confirmed_k_b"], row["k_b"]),
            "limits": self._limits(i, row, comparable),
        }

    def _limits(self, i: int, row: dict[str, Any], comparable: bool) -> set[str]:
        kind = row["prompt_kind"]
        limits: set[str] = set()
        for side in "ab":
            limits |= set(self.asked.caveats.get(self._cell(row, side), ()))
            if not self.asked_of[side][i]:
                limits.add("not_asked")
            elif row[f"n_{side}"] < self.settings.smallest_group:
                limits.add("small_group")
            confirmed = _share(row[f"confirmed_k_{side}"], row[f"k_{side}"])
            if confirmed is not None and confirmed < self.settings.confirmed_share:
                limits.add("provisional")
            found = {
                "at_least": row[f"unattributed_{side}"] > 0,
                "kind_unsettled": row[f"unsettled_{side}"] and row[f"k_{side}"] == 0,
                "unattributed_share": self._mostly_unattributed(row, side),
                "not_yet_read": bool(self.asked_of[side][i]) and self._unread(row, side),
            }
            limits |= {name for name, holds in found.items() if holds}
        found = {
            "both_apart": bool(self.asked.people.get((kind, "both")))
            and "both" not in (row["group_a"], row["group_b"]),
            "person_in_both_groups": sum(row[name] for name in SHARED) > 0,
            "left_out_matters": comparable and not self.claims.robust[i],
            "prior_matters": bool(self.prior_matters[i]),
            "dual_role_matters": bool(self.dual_matters[i]),
            "meaning_differs": row["meaning_differs"],
            "conflict_elsewhere": row["conflict_elsewhere"],
            "boschloo_too_large": comparable and row["n_a"] + row["n_b"] > LARGEST,
        }
        limits |= {name for name, holds in found.items() if holds}
        return limits | (self._sessions_apart(row) if comparable else set())

    def _sessions_apart(self, row: dict[str, Any]) -> set[str]:
        nothing: frozenset[str] = frozenset()
        a, b = (self.asked.sessions.get(self._cell(row, side), nothing) for side in "ab")
        if a & self.asked.meetings and b & self.asked.meetings:
            a, b = a & self.asked.meetings, b & self.asked.meetings
        if not a or not b or a & b:
            return set()
        return {"one_session_per_group" if len(a) == len(b) == 1 else "no_shared_session"}


def _asked_of(tally: pd.DataFrame, asked: Asked) -> dict[str, NDArray[np.bool_]]:
    import numpy as np

    return {
        side: np.array(
            [
                asked.was_asked(kind, group)
                for kind, group in zip(tally["prompt_kind"], tally[f"group_{side}"], strict=True)
            ],
            dtype=np.bool_,
        )
        for side in "ab"
    }


def _numbers(
    tally: pd.DataFrame, asked_of: dict[str, NDArray[np.bool_]], claims: Claims
) -> pd.DataFrame:
    """Return intervals, probabilities and tests; empty where a group was not asked."""
    import numpy as np
    import pandas as pd

    counts = [tally[name].to_numpy(np.int64) for name in COUNTS]
    found: dict[str, Any] = {}
    for side, (k, n) in zip("ab", (counts[:2], counts[2:]), strict=True):
        low, high = wilson_interval(k, n)
        found[f"low_{side}"] = np.where(asked_of[side], low, np.nan)
        found[f"high_{side}"] = np.where(asked_of[side], high, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        found["difference"] = counts[0] / counts[1] - counts[2] / counts[3]
    found["difference_low"], found["difference_high"] = difference_interval(*counts)
    found["p_greater"], found["p_similar"] = claims.p_greater, claims.p_similar
    found["newcombe_low"], found["newcombe_high"] = newcombe_interval(*counts)
    comparable = asked_of["a"] & asked_of["b"]
    tested = [np.where(comparable, values, 0) for values in counts]
    found["boschloo_p"] = boschloo_p(*tested)
    for name in _STATISTICS:
        found[name] = np.where(comparable, found[name], np.nan)
    frame = pd.DataFrame(found).round(_DECIMALS)
    family = [tally["level"].to_numpy(), tally["prompt_kind"].to_numpy()]
    frame["q_value"] = (
        frame["boschloo_p"].groupby(family).transform(lambda p: q_values(p)).round(_DECIMALS)
    )
    return frame


def _meanings(tally: pd.DataFrame, meanings: pd.DataFrame | None) -> list[tuple[str, int]]:
    """Return the judgement of each row of the tally, and how many people made it.

    Unjudged where nobody made one; "differs" where people's last judgements do.
    """
    judged: dict[tuple[str, str, str, frozenset[str]], dict[str, str]] = {}
    for row in _records(meanings) if meanings is not None else ():
        if row["meaning"] not in MEANINGS:
            raise InsightsError(
                "A judgement of meaning is not one of the four.",
                "decisions, action convergence",
                f"Use one of: {', '.join(MEANINGS)}.",
            )
        code_id = row.get("code_id")
        pair = frozenset((row["group_a"], row["group_b"]))
        about = (row["theme"], code_id if isinstance(code_id, str) else "", row["prompt_kind"])
        judged.setdefault((*about, pair), {})[str(row.get("coder"))] = row["meaning"]
    found = []
    for row in _records(tally):
        pair = frozenset((row["group_a"], row["group_b"]))
        said = judged.get((row["theme"], row["code_id"], row["prompt_kind"], pair), {})
        settled = [meaning for meaning in said.values() if meaning != "unjudged"]
        several = len(set(settled)) > 1
        found.append(
            ("differs" if several else settled[0] if settled else "unjudged", len(settled))
        )
    return found


def _mark_levels(rows: list[dict[str, Any]]) -> None:
    """Add ``level_matters`` where a theme and its codes differ in what they claim."""
    of_codes: dict[tuple[str, ...], set[int]] = {}
    for row in rows:
        if row["level"] == "code":
            of_codes.setdefault(_pair_key(row), set()).add(row["direction"])
    for row in rows:
        if row["level"] == "theme":
            found = of_codes.get(_pair_key(row), {row["direction"]})
            own = row["direction"]
            if (own and own not in found) or found - {0, own}:
                row["limits"].add("level_matters")


def _pair_key(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["theme"], row["prompt_kind"], row["group_a"], row["group_b"])


def _side_by_side(row: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "level", "theme", "code_id", "prompt_kind", "group_a", "group_b", "meaning",
        "n_excerpts_a", "n_excerpts_b", "unattributed_a", "unattributed_b",
    )  # fmt: skip
    return {name: row[name] for name in kept} | {
        "convergence": "not comparable",
        "caveats": "reflexive",
    }


def _table(
    rows: list[dict[str, Any]],
    words: GroupWords,
    settings: Thresholds,
    codes: pd.DataFrame | None,
) -> pd.DataFrame:
    sensitive_codes: set[str] = set()
    sensitive_themes: set[str] = set()
    if codes is not None:
        marked = codes[codes["sensitive"].fillna(False).astype(bool)]
        sensitive_codes, sensitive_themes = set(marked["code_id"]), set(marked["theme"])
    for row in rows:
        row["sentence"] = describe_comparison(
            row,
            words,
            settings=settings,
            sensitive=row["code_id"] in sensitive_codes
            or (row["level"] == "theme" and row["theme"] in sensitive_themes),
        )
        row["code_id"] = row["code_id"] or None
    return tables.from_rows("comparison", rows)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")  # type: ignore[return-value]
