"""The limits that a comparison row may carry, by machine name, and each in plain words."""

from __future__ import annotations

from collections.abc import Iterable

CAVEATS: dict[str, str] = {
    "not_asked": (
        "A group was not asked for this kind of thing; what it volunteered is counted, "
        "and nothing is compared."
    ),
    "small_group": "A group is too small for any comparison.",
    "n_is_speakers": (
        "No attendance was recorded for a group, so it is counted as those who spoke, not those "
        "who were asked. No silence is claimed."
    ),
    "n_partly_speakers": (
        "Some people of a group are known only because they spoke; others may have been there."
    ),
    "row_is_person": (
        "The answers name nobody, so each row was counted as one person; someone who "
        "answered twice counts twice."
    ),
    "one_session_per_group": (
        "Each group met once, apart from the other. No statistic can tell a difference between "
        "the groups from a difference between the two sessions."
    ),
    "no_shared_session": (
        "The groups never met in the same session, so a difference between them may be a "
        "difference between sessions."
    ),
    "at_least": (
        "Notes that name nobody carry this theme too. They are not counted as people, so the "
        "count is “at least”, and no silence is claimed there."
    ),
    "kind_unsettled": (
        "A group also raised this where it was not settled whether a problem or an idea was "
        "meant, so no silence is claimed there."
    ),
    "unattributed_share": (
        "Too many excerpts name nobody, so neither a difference nor a similarity is claimed."
    ),
    "not_yet_read": (
        "A group with no one recorded as raising this: too few of its excerpts have been looked "
        "at by a person to call that silence."
    ),
    "meaning_differs": (
        "People judged differently whether the groups mean the same by it, so it counts as not "
        "judged until they agree."
    ),
    "conflict_elsewhere": (
        "People judged that the groups disagree about this theme on another kind of question, "
        "and the same sides speak here. One judgement that they do not waits for a second."
    ),
    "provisional": "Too few of the codings behind the counts have been confirmed by a person.",
    "both_apart": (
        "People with both roles took part without saying for which group they spoke. They count "
        "in neither group and are listed apart."
    ),
    "person_in_both_groups": (
        "Somebody spoke for one group in one session and for the other in another, and counts "
        "in each."
    ),
    "left_out_matters": (
        "Leaving one person out of the count changes whether the groups can be called different "
        "or similar."
    ),
    "prior_matters": "Another usual prior would not support the difference or similarity claimed.",
    "dual_role_matters": (
        "Leaving out people with both roles, or counting them in the other group, would not "
        "support the difference or similarity claimed."
    ),
    "level_matters": "The theme as a whole and its single codes do not tell the same story.",
    "ballots_without_group": (
        "Some ballots do not say whose they are: their dots are in the plain total alone."
    ),
    "one_group_voted": (
        "The ballots are of one group, or do not say whose they are, so nothing is weighed."
    ),
    "suppressed": "Figures of a group are left empty, because it has too few people to show.",
    "boschloo_too_large": "The groups are too large for the exact test, so it is left empty.",
    "reflexive": (
        "A reflexive project: what each group said is shown side by side, and nothing is "
        "counted or compared."
    ),
}
"""Every caveat, in the order in which a row lists them."""


def join_caveats(names: Iterable[str]) -> str:
    """Return caveats as a table's cell: in their fixed order, separated by '; '.

    Examples
    --------
    >>> join_caveats({"provisional", "at_least"})
    'at_least; provisional'
    """
    chosen = set(names)
    unknown = chosen - set(CAVEATS)
    if unknown:
        raise KeyError(f"not a caveat: {', '.join(sorted(unknown))}")
    return "; ".join(name for name in CAVEATS if name in chosen)


def split_caveats(cell: object) -> tuple[str, ...]:
    """Return the machine names in a table's cell, none where it is empty.

    Examples
    --------
    >>> split_caveats("at_least; provisional"), split_caveats(None), split_caveats("")
    (('at_least', 'provisional'), (), ())
    """
    if not isinstance(cell, str):
        return ()
    return tuple(name for name in cell.split("; ") if name)


def describe_caveats(cell: object) -> list[str]:
    """Return the plain words of each caveat in a table's cell.

    Examples
    --------
    >>> describe_caveats("small_group")
    ['A group is too small for any comparison.']
    """
    return [CAVEATS[name] for name in split_caveats(cell) if name in CAVEATS]
