"""Who had the floor: words, speakers and silence in each session, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights import tables
from insights.analysis.caveats import join_caveats, split_caveats
from insights.analysis.people import place, without_facilitators
from insights.project import Thresholds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike

_COLUMNS = [
    "session_id", "group", "n_attended", "n_is_speakers", "n_spoke", "n_silent", "n_words",
    "share_of_words", "gini", "facilitator_share", "unattributed_share", "caveats",
]  # fmt: skip
_OF_A_GROUP = ("n_attended", "n_is_speakers", "n_spoke", "n_silent", "n_words", "gini")


def gini(words: ArrayLike) -> float:
    """Return how unequally words were shared: 0 all alike, 1 one person said everything.

    The normalised Gini coefficient G·n/(n − 1) of words per attendee, silent attendees
    included; missing for fewer than two people or no words.

    Examples
    --------
    >>> gini([5, 5, 5]), gini([0, 0, 9])
    (0.0, 1.0)
    """
    import numpy as np

    values: np.ndarray = np.sort(np.asarray(words, dtype=float))
    n, total = len(values), float(values.sum())
    if n < 2 or total <= 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    unequal = float(((2 * ranks - n - 1) * values).sum()) / (n * total)
    return unequal * n / (n - 1)


def speaking_shares(
    excerpts: pd.DataFrame,
    attendance: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    by: str = "perspective",
    settings: Thresholds | None = None,
) -> pd.DataFrame:
    """Return who had the floor in each session: one row per session and group.

    ``n_attended`` people of the group (with ``n_is_speakers`` where only their speaking
    shows that they were there), ``n_spoke`` and ``n_silent`` of them; ``n_words`` recorded
    under their names and its share of all named words; ``gini`` of words per attendee,
    missing for a group too small to show; and, of all the session's words, the shares of
    facilitators and of notes that name nobody (the same on each of a session's rows).
    People in no group stand on a row without one.
    """
    import pandas as pd

    chosen = settings or Thresholds()
    said = excerpts.dropna(subset=["session_id"])
    named = said[(said["speaker"] == "participant") & said["participant_id"].notna()]
    words = named.groupby(["session_id", "participant_id"], as_index=False).agg(
        n_words=("n_words", "sum")
    )
    people = without_facilitators(_people(attendance, words), said)
    people["group"] = place(people, participants, attendance, by)
    rows = []
    for session_id, present in people.groupby("session_id"):
        talk = said[said["session_id"] == session_id]
        total, spoken = int(talk["n_words"].sum()), int(present["n_words"].sum())
        facilitated = int(talk.loc[talk["speaker"] == "facilitator", "n_words"].sum())
        nameless = total - spoken - facilitated
        for group, part in present.groupby("group", dropna=False):
            n, n_spoke = len(part), int((part["n_words"] > 0).sum())
            rows.append({
                "session_id": session_id,
                "group": group if isinstance(group, str) else None,
                "n_attended": n,
                "n_is_speakers": not bool(part["recorded"].any()),
                "n_spoke": n_spoke,
                "n_silent": n - n_spoke,
                "n_words": int(part["n_words"].sum()),
                "share_of_words": _share(int(part["n_words"].sum()), spoken),
                "gini": gini(part["n_words"]) if n >= chosen.smallest_group else float("nan"),
                "facilitator_share": _share(facilitated, total),
                "unattributed_share": _share(nameless, total),
                "caveats": "small_group" if n < chosen.smallest_group else "",
            })  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


def suppress_voice(voice: pd.DataFrame, *, settings: Thresholds | None = None) -> pd.DataFrame:
    """Return table ``voice`` as it may be shown: no figure of a group too small to show.

    Where a session has such a group, nobody's share of its words is shown either: the
    shares add up to one, and subtraction would tell.
    """
    least = (settings or Thresholds()).smallest_group
    small = voice["n_attended"].fillna(0) < least
    sessions = set(voice.loc[small, "session_id"])
    beside = voice["session_id"].isin(sessions)
    shown = voice.copy()
    for name in _OF_A_GROUP:
        shown[name] = shown[name].mask(small)
    shown["share_of_words"] = shown["share_of_words"].mask(beside)
    shown["caveats"] = [
        join_caveats({*split_caveats(cell), "suppressed"}) if hidden else cell
        for cell, hidden in zip(
            voice["caveats"] if "caveats" in voice else [""] * len(voice), beside, strict=True
        )
    ]
    return tables.conform("voice", shown)


def _people(attendance: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Return session × person with the words recorded under their name."""
    import pandas as pd

    came = attendance.assign(recorded=attendance["basis"] != "spoke")
    came = pd.concat(
        [came[["session_id", "participant_id", "recorded"]],
         words[["session_id", "participant_id"]].assign(recorded=False)],
        ignore_index=True,
    )  # fmt: skip
    people = came.groupby(["session_id", "participant_id"], as_index=False)["recorded"].max()
    people = people.merge(words, on=["session_id", "participant_id"], how="left")
    return people.assign(n_words=people["n_words"].fillna(0).astype("int64"))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
