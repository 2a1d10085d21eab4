"""Who was asked: the n behind every "k of n", and what limits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from insights.analysis.caveats import join_caveats
from insights.analysis.people import (
    counted_kinds,
    meetings,
    of_workshops,
    order_groups,
    place,
    place_notes,
    spoken_by_people,
    without_facilitators,
)  # fmt: skip
from insights.project import Thresholds
from insights.tables import COUNTED_KINDS

if TYPE_CHECKING:
    import pandas as pd

Cell = tuple[str, str]  # prompt kind, group
_RECORDED = ("attended", "answered")
_NOWHERE = ""  # stands in for a missing activity or session while joining


@dataclass(frozen=True)
class Asked:
    """Who was asked for what, by kind of prompt and group; its repr shows counts alone.

    Attributes
    ----------
    by
        What people are grouped by.
    groups
        Every group to compare, in reading order.
    people
        The ids behind each n. Someone who volunteered an idea under a prompt for problems
        is among those counted for ideas.
    prompted
        Where the group was really asked; elsewhere ``people`` only volunteered.
    openly
        Where some of those prompts settled no kind themselves, and the kind was read off
        what people said.
    sessions
        The sessions in which each group was asked.
    excerpt_ids
        What each group said when asked, group notes included.
    unattributed_share
        How much of that names nobody.
    caveats
        Limits of each n, by machine name.
    dual_role
        People with both perspectives who were asked for each kind, wherever they count.
    meetings
        The sessions in which people met: neither forms nor tests nor rounds of feedback.
    """

    by: str
    groups: tuple[str, ...]
    people: Mapping[Cell, frozenset[str]] = field(repr=False)
    prompted: frozenset[Cell] = field(repr=False)
    openly: frozenset[Cell] = field(repr=False)
    sessions: Mapping[Cell, frozenset[str]] = field(repr=False)
    excerpt_ids: Mapping[Cell, frozenset[str]] = field(repr=False)
    unattributed_share: Mapping[Cell, float] = field(repr=False)
    caveats: Mapping[Cell, tuple[str, ...]] = field(repr=False)
    dual_role: Mapping[str, frozenset[str]] = field(repr=False)
    meetings: frozenset[str] = field(default=frozenset(), repr=False)

    def n(self, prompt_kind: str, group: str) -> int:
        """Return how many people of a group were asked for this kind."""
        return len(self.people.get((prompt_kind, group), ()))

    def was_asked(self, prompt_kind: str, group: str) -> bool:
        """Return whether the group was asked for this kind at all."""
        return (prompt_kind, group) in self.prompted

    def table(self, settings: Thresholds | None = None) -> pd.DataFrame:
        """Return one row per kind and group: n, whether asked, excerpts, caveats.

        Where more excerpts name nobody than the settings allow, that is one of the caveats.
        """
        import pandas as pd

        most = (settings or Thresholds()).unattributed_share

        columns = (
            "prompt_kind", "group", "n", "asked", "n_excerpts", "unattributed_share", "caveats",
        )  # fmt: skip
        rows = [
            (
                kind, group, self.n(kind, group), self.was_asked(kind, group),
                len(self.excerpt_ids.get((kind, group), ())),
                self.unattributed_share.get((kind, group), 0.0),
                join_caveats(self._limits((kind, group), most)),
            )
            for kind in COUNTED_KINDS
            for group in self.groups
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(columns))

    def _limits(self, cell: Cell, most: float) -> tuple[str, ...]:
        limits = self.caveats.get(cell, ())
        over = self.unattributed_share.get(cell, 0.0) > most
        return (*limits, "unattributed_share") if over else limits


def asked(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    by: str = "perspective",
) -> Asked:
    """Return who was asked for problems, for ideas, and openly, in each group.

    People count as asked when they attended, or answered, an activity whose prompt invites
    that kind; attendance without an activity is attendance of the whole session. A prompt
    that settles no kind (open, or for priorities) invites what is counted as unspecified,
    and each kind that its own excerpts were sorted into. Whoever spoke counts: a person in
    k is in n. Where nothing but speaking shows that anybody was there, the caveat is
    ``n_is_speakers``. Tests, feedback on a draft and answers about the process itself stay
    out where ``sessions`` says so by purpose.

    Parameters
    ----------
    excerpts, participants, attendance, sessions
        Tables of those names.
    by
        "perspective", or any other column of participants.
    """
    met = meetings(sessions)
    excerpts, attendance = of_workshops(excerpts, sessions), of_workshops(attendance, sessions)
    sessions = of_workshops(sessions, sessions)
    said = spoken_by_people(excerpts)
    said = said.assign(
        counted_kind=counted_kinds(said),
        activity=_filled(said["activity"]),
        session_id=_filled(said["session_id"]),
    )
    attendance = without_facilitators(attendance, excerpts)
    attendance = attendance.assign(
        activity=_filled(attendance["activity"]), session_id=_filled(attendance["session_id"])
    )
    invited = _invitations(sessions, said)
    present = _present(attendance, said, invited)
    present["group"] = place(present, participants, attendance, by)
    excerpt_rows = _excerpt_rows(said, invited, participants, attendance, by)
    in_group = present.dropna(subset=["group"])
    everyone = in_group.groupby("group")["participant_id"].nunique()
    groups = order_groups({str(g): int(n) for g, n in everyone.items()}, by)
    found = _gather(by, groups, in_group, present, excerpt_rows, participants)
    return replace(found, meetings=met)


def _invitations(sessions: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return session × activity × kind that its prompts invite."""
    import pandas as pd

    prompts = pd.concat(
        [
            sessions[["session_id", "activity", "prompt_kind"]].assign(
                activity=_filled(sessions["activity"])
            ),
            said[["session_id", "activity", "prompt_kind"]],
        ],
        ignore_index=True,
    ).drop_duplicates()
    settled = prompts["prompt_kind"].isin(["problem", "idea"])
    is_open = prompts.loc[~settled, ["session_id", "activity"]].drop_duplicates()
    sorted_into = said[["session_id", "activity", "counted_kind"]].drop_duplicates()
    return (
        pd.concat(
            [
                prompts[settled].rename(columns={"prompt_kind": "kind"}).assign(openly=False),
                is_open.assign(kind="unspecified", openly=False),
                is_open.merge(sorted_into, on=["session_id", "activity"])
                .rename(columns={"counted_kind": "kind"})
                .assign(openly=lambda rows: rows["kind"] != "unspecified"),
            ],
            ignore_index=True,
        )
        .drop_duplicates(["session_id", "activity", "kind"])
        .reset_index(drop=True)
    )


def _present(attendance: pd.DataFrame, said: pd.DataFrame, invited: pd.DataFrame) -> pd.DataFrame:
    """Return person × session × kind: whether the prompt invited it, and how it is known."""
    import pandas as pd

    columns = ["participant_id", "session_id", "kind", "prompted", "openly", "recorded"]
    whole_session = invited.drop(columns="activity").drop_duplicates()
    nowhere = attendance["activity"] == _NOWHERE
    came = pd.concat(
        [
            attendance[~nowhere].merge(invited, on=["session_id", "activity"]),
            attendance[~nowhere].merge(
                invited[invited["activity"] == _NOWHERE].drop(columns="activity"),
                on="session_id",
            ),
            attendance[nowhere].merge(whole_session, on="session_id"),
        ],
        ignore_index=True,
    )
    came = came.assign(prompted=True, recorded=came["basis"].isin(_RECORDED))
    named = said[(said["speaker"] == "participant") & said["participant_id"].notna()]
    spoke = named[["participant_id", "session_id", "activity"]].drop_duplicates()
    spoke = spoke.merge(invited, on=["session_id", "activity"])
    spoke = spoke.assign(prompted=True, recorded=False)
    volunteered = named[["participant_id", "session_id", "counted_kind"]].drop_duplicates()
    volunteered = volunteered.rename(columns={"counted_kind": "kind"}).assign(
        prompted=False, openly=False, recorded=False
    )
    parts = [part[columns] for part in (came, spoke, volunteered)]
    return (
        pd.concat(parts, ignore_index=True)
        .groupby(["participant_id", "session_id", "kind"], as_index=False, sort=True)
        .agg(**{how: (how, "max") for how in ("prompted", "openly", "recorded")})
    )


def _excerpt_rows(
    said: pd.DataFrame,
    invited: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    by: str,
) -> pd.DataFrame:
    """Return excerpt × kind it was invited for (or counts under), with its group."""
    import pandas as pd

    columns = ["excerpt_id", "participant_id", "perspective", "session_id", "speaker"]
    by_prompt = said[[*columns, "activity"]].merge(invited, on=["session_id", "activity"])
    by_kind = said[[*columns, "counted_kind"]].rename(columns={"counted_kind": "kind"})
    rows = pd.concat([by_prompt[[*columns, "kind"]], by_kind], ignore_index=True)
    rows = rows.drop_duplicates(["excerpt_id", "kind"]).reset_index(drop=True)
    named = (rows["speaker"] == "participant") & rows["participant_id"].notna()
    group = place(rows, participants, attendance, by)
    who_came = attendance.assign(group=place(attendance, participants, attendance, by))
    group = group.where(named, place_notes(rows, who_came, by))
    return rows.assign(named=named, group=group)


def _gather(
    by: str,
    groups: tuple[str, ...],
    in_group: pd.DataFrame,
    present: pd.DataFrame,
    excerpt_rows: pd.DataFrame,
    participants: pd.DataFrame,
) -> Asked:
    people: dict[Cell, frozenset[str]] = {}
    sessions: dict[Cell, frozenset[str]] = {}
    caveats: dict[Cell, tuple[str, ...]] = {}
    prompted, openly = set(), set()
    apart = _dual_role(present, participants)
    rows_as_people = _rows_as_people(participants)
    names = ["participant_id", "session_id"]
    in_group = in_group.assign(**{name: in_group[name].astype(object) for name in names})
    for (kind, group), rows in in_group.groupby(["kind", "group"]):
        cell = (str(kind), str(group))
        people[cell] = frozenset(rows["participant_id"])
        really = rows[rows["prompted"]]
        sessions[cell] = frozenset(really["session_id"]) - {_NOWHERE}
        limits = set()
        if len(really):
            prompted.add(cell)
            if really["openly"].any():
                openly.add(cell)
            known = frozenset(really.loc[really["recorded"], "participant_id"])
            if not known:
                limits.add("n_is_speakers")
            elif people[cell] - known:
                limits.add("n_partly_speakers")
        else:
            limits.add("not_asked")
        if people[cell] & rows_as_people:
            limits.add("row_is_person")
        caveats[cell] = tuple(sorted(limits))
    excerpt_ids, shares = _by_cell(excerpt_rows, groups)
    return Asked(
        by, groups, people, frozenset(prompted), frozenset(openly), sessions, excerpt_ids,
        shares, caveats, apart,
    )  # fmt: skip


def _by_cell(
    excerpt_rows: pd.DataFrame, groups: tuple[str, ...]
) -> tuple[dict[Cell, frozenset[str]], dict[Cell, float]]:
    """Return what each group said, and the share of it that names nobody.

    A note whose group is not known may be anyone's: it counts here for every group.
    """
    excerpt_ids: dict[Cell, frozenset[str]] = {}
    shares: dict[Cell, float] = {}
    excerpt_rows = excerpt_rows.assign(excerpt_id=excerpt_rows["excerpt_id"].astype(object))
    for kind, rows in excerpt_rows.groupby("kind"):
        anyones = rows[~rows["named"] & rows["group"].isna()]
        own = dict(tuple(rows.dropna(subset=["group"]).groupby("group")))
        for group in sorted({*groups, *map(str, own)}):
            mine = own.get(group)
            n_named = int(mine["named"].sum()) if mine is not None else 0
            ids = frozenset(mine["excerpt_id"]) if mine is not None else frozenset()
            ids |= frozenset(anyones["excerpt_id"])
            if ids:
                excerpt_ids[str(kind), group] = ids
                shares[str(kind), group] = 1 - n_named / len(ids)
    return excerpt_ids, shares


def _dual_role(present: pd.DataFrame, participants: pd.DataFrame) -> dict[str, frozenset[str]]:
    both = set(participants.loc[participants["perspective"] == "both", "participant_id"])
    rows = present[present["participant_id"].isin(both)]
    return {str(kind): frozenset(part["participant_id"]) for kind, part in rows.groupby("kind")}


def _rows_as_people(participants: pd.DataFrame) -> frozenset[str]:
    """Return people who are known only as a row of an answers file that names nobody."""
    return frozenset(participants.loc[participants["origin"] == "row", "participant_id"])


def _filled(values: pd.Series) -> pd.Series:
    plain = values.astype(object)
    return plain.where(plain.notna(), _NOWHERE)
