"""What differs from a release, in words; the column's own name stands behind in brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from insights.tables import TABLES

GroupWords = Callable[[str], str]
THERE = "the whole row"
_KINDS = {"problem": "problems", "idea": "ideas", "priority": "priorities"}
_ABOUT = {
    "asked: problem": "asked about problems", "asked: idea": "asked for ideas",
    "asked: unspecified": "asked about no kind in particular",
}  # fmt: skip
_OF_ONE_GROUP = {
    "k": "{group} recorded as raising it", "n": "{group} who were asked",
    "low": "lower end of the range for {group}", "high": "upper end of the range for {group}",
    "confirmed": "share of {group} in it that a person has confirmed",
    "n_excerpts": "mentions by {group}", "unattributed": "group notes of {group} about it",
}  # fmt: skip
_COMPARISON = {
    "difference": "difference between the two shares",
    "difference_low": "lower end of the range for the difference",
    "difference_high": "upper end of the range for the difference",
    "p_greater": "chance that the first group raises it more",
    "p_similar": "chance that the two are about alike",
    "newcombe_low": "lower end of the range for the difference, by Newcombe's method",
    "newcombe_high": "upper end of the range for the difference, by Newcombe's method",
    "boschloo_p": "Boschloo's exact test", "q_value": "that test, for several themes at once",
    "convergence": "how the two groups stand to each other", "sentence": "the result in a sentence",
    "robust": "whether it holds when any one person is left out",
    "dominance": "largest share from one person", "caveats": "limits that are named",
    "prominence": "whether one group raises it more", "meaning": "whether both mean the same",
    "silent_group": "the group that was not recorded raising it",
}  # fmt: skip


def say_row(
    table: str, key: Mapping[str, str], cells: Mapping[str, str], group_words: GroupWords
) -> str:
    """Return where a number stands, in words.

    Parameters
    ----------
    key
        The cells that name the row.
    cells
        Its other cells, as they were or are.
    """
    if table == "comparison":
        what = f"the theme “{key['theme']}”"
        if key["code_id"]:
            what = f"the code {key['code_id']} of {what}"
        kind = _KINDS.get(key["prompt_kind"], "")
        groups = f"{group_words(key['group_a'])} beside {group_words(key['group_b'])}"
        return f"In {what}{f', among {kind}' if kind else ''}, {groups}"
    if table == "recommendations":
        title = cells.get("title", "")
        return f"In the recommendation “{title}”" if title else (
            f"In recommendation {key['recommendation_id']}"
        )  # fmt: skip
    if table == "attributes":
        of = f"{group_words(key['group'])} " if key["group"] else "people "
        return f"In the number of {of}{_ABOUT.get(key['about'], key['about'])}"
    return f"In the quote from excerpt {key['excerpt_id']}"


def say_change(
    table: str, key: Mapping[str, str], column: str, released: str, now: str,
    group_words: GroupWords,
) -> str:  # fmt: skip
    """Return what of a row is not as it was released.

    Examples
    --------
    >>> key = {"group_a": "professional", "group_b": "lived_experience"}
    >>> say_change("comparison", key, "k_a", "5", "4", lambda group: f"{group}s")
    'professionals recorded as raising it (k_a): 5 then, 4 now'
    """
    if column == THERE:
        return "it was released and is not there now" if released else "it is new"
    what = _words_for(table, key, column, group_words)
    return f"{what} ({column}): {_in_words(released)} then, {_in_words(now)} now"


def _in_words(value: str) -> str:
    plain = {"": "nothing", "True": "yes", "False": "no"}.get(value, value)
    return f"“{plain}”" if len(plain.split()) > 4 else plain


def _words_for(table: str, key: Mapping[str, str], column: str, group_words: GroupWords) -> str:
    stem, _, side = column.rpartition("_")
    group = key.get(f"group_{side}", "")
    if table == "comparison" and stem in _OF_ONE_GROUP and group:
        return _OF_ONE_GROUP[stem].format(group=group_words(group))
    if table == "comparison" and column in _COMPARISON:
        return _COMPARISON[column]
    if table == "attributes" and column == "n":
        return "how many"
    declared = TABLES[table].columns if table in TABLES else ()
    meaning = next((one.meaning for one in declared if one.name == column), "an entry")
    return f"{meaning[:1].lower()}{meaning[1:]}"
