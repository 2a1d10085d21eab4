"""What a comparison allows a finding to say: never more than its class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insights.reporting.cells import number_of, text_of, whole_of
from insights.reporting.drafting.substance import NOTHING, Substance, say_names
from insights.reporting.wording import (
    Count,
    GroupWords,
    capitalised,
    full_stop,
    listed,
    say_counts,
    uncapitalised,
)

# class → its short label, and what it means for a reader
CLASS_WORDS: Mapping[str, tuple[str, str]] = {
    "convergent": (
        "Groups agree",
        "Both groups raised it, and a person judged that they mean the same.",
    ),
    "partly convergent": (
        "Agree, more in one group",
        ("Both groups raised it and mean the same. One group raised it more, whoever is left "
        "out of the count."),
    ),
    "complementary": (
        "Each sees its own part",
        "Both groups raised it. A person judged that each speaks of the part that it sees.",
    ),
    "dissonant": (
        "Groups disagree",
        "Both groups raised it, and a person judged that they say opposing things.",
    ),
    "silent": (
        "One group silent",
        ("One group raised it. Nobody in the other was recorded raising it, which is not "
        "disagreement."),
    ),
    "thin": (
        "Few voices",
        "Too few people raised it on one side. Ask again at the next round.",
    ),
    "not yet judged": (
        "Not yet judged",
        "A person has still to read it, or to judge whether both groups mean the same.",
    ),
    "not comparable": (
        "Cannot be compared",
        "A group was not asked, or is too small to set beside the other.",
    ),
    "not raised": (
        "Not raised",
        "No named person in either group was recorded raising it. Group notes may mention it.",
    ),
}  # fmt: skip

# What a comparison's caveats mean for a reader, where its sentence does not say it already.
LIMITS: Mapping[str, str] = {
    "n_partly_speakers": "Some people are known only because they spoke. Others may have come.",
    "row_is_person": "Answers name nobody, so each row counts as one person.",
    "both_apart": "People with both roles who did not say for which they spoke are listed apart.",
    "person_in_both_groups": "Somebody spoke for each group once, and counts in both.",
    "kind_unsettled": "Some of it was said where no question was set, and counts apart.",
    "prior_matters": "Another usual starting assumption would not support how they compare.",
    "dual_role_matters": "How the groups compare depends on where we count people with both roles.",
    "left_out_matters": "Leaving one person out changes how the groups compare.",
    "unattributed_share": "Too many notes name nobody to call the groups different or similar.",
}  # fmt: skip


_FOR_RESEARCHERS: Mapping[str, str] = {
    "level_matters": "Its single codes, each on its own, compare otherwise than the theme does.",
}


def limits_of(caveats: str, *, for_researchers: bool = False) -> str:
    """Return the limits named in a comparison's caveats, in sentences; '' for none.

    Examples
    --------
    >>> limits_of("at_least; row_is_person")
    'Answers name nobody, so each row counts as one person.'
    """
    names = caveats.split("; ")
    told = {**LIMITS, **(_FOR_RESEARCHERS if for_researchers else {})}
    return " ".join(words for name, words in told.items() if name in names)


def class_label(convergence: str) -> str:
    """Return a class's short label for readers."""
    return CLASS_WORDS[convergence][0] if convergence in CLASS_WORDS else ""


# What many comparisons cannot tell, said once where several findings stand together.
UNTOLD = "Where nothing is said of which group raised a thing more, these numbers cannot show it."
_PROMINENCE = re.compile(r"(Provisional: )?[^.:]*\bwe cannot tell\b[^.]*\bequally\.\s*",
                         re.IGNORECASE)  # fmt: skip
TOO_FEW = (
    "Too few people in one group raised it for a comparison. Read the quotes, and ask at the "
    "next round."
)


def without_prominence(statement: str) -> str:
    """Return a statement without the sentence on what cannot be told of which group said more.

    Examples
    --------
    >>> without_prominence("We cannot tell from these numbers whether the groups raised it "
    ...                    "equally. They mean the same by it.")
    'They mean the same by it.'
    >>> without_prominence("Provisional: too many notes are nameless, so we cannot tell whether "
    ...                    "the groups raised it equally. Both raised it.")
    'Provisional: both raised it.'
    >>> without_prominence("The groups disagree. We cannot tell from these numbers whether the "
    ...                    "groups raised it equally. Read both.")
    'The groups disagree. Read both.'
    """
    found = _PROMINENCE.search(statement)
    if found is None:
        return statement
    before, after = statement[: found.start()].strip(), statement[found.end() :].strip()
    if found[1] and after:
        after = f"Provisional: {uncapitalised(after)}"
    return f"{before} {after}".strip() or statement


_KIND_OPENINGS = {"idea": "Ideas on", "unspecified": "Said about"}


def subject(theme: str, prompt_kind: str) -> str:
    """Return what a finding is about: its theme, and whether ideas or open answers.

    Examples
    --------
    >>> subject("Finding help", "problem"), subject("Finding help", "idea")
    ('Finding help', 'Ideas on “Finding help”')
    """
    opening = _KIND_OPENINGS.get(prompt_kind)
    return f"{opening} “{theme}”" if opening else theme


def headline(
    theme: str,
    prompt_kind: str,
    row: Mapping[str, Any] | None,
    group_words: GroupWords,
    groups: Sequence[str],
    said: Substance = NOTHING,
) -> str:
    """Return a finding's headline: the theme, what was said, and what its class must add.

    Parameters
    ----------
    said
        What the theme's codes say was said; without it the class alone is told.
    """
    about = subject(theme, prompt_kind)
    added = _added(row, group_words)
    if row is None and len(groups) == 1:
        added = f"raised by {group_words(groups[0], 2)}"
    elif row is not None and (told := _said(row, said, group_words)):
        if "conflict_elsewhere" in text_of(row["caveats"]).split("; "):
            added = "perhaps the same disagreement as elsewhere"
        elif text_of(row["convergence"]) not in _WHO_MATTERS:
            added = ""
        added = f"{told}; {added}" if added else told
    return f"{about}: {added}" if added else about


_WHO_MATTERS = ("partly convergent", "silent")


def _said(row: Mapping[str, Any], said: Substance, group_words: GroupWords) -> str:
    """Return what was said, as far as the class lets a headline say it; "" for nothing."""
    convergence = text_of(row["convergence"])
    groups = (text_of(row["group_a"]), text_of(row["group_b"]))
    if convergence == "dissonant":
        claim = uncapitalised(said.disputed)
        return f"the groups disagree on whether {claim}" if claim else ""
    if convergence == "complementary" and all(said.own.get(group) for group in groups):
        return " and ".join(
            f"{group_words(group, 2)} speak of “{said.own[group]}”" for group in groups
        )
    if said.claim and convergence in ("convergent", "partly convergent", "silent"):
        return uncapitalised(said.claim)
    return say_names(said.names[:1] if convergence in _WHO_MATTERS else said.names)


def _added(row: Mapping[str, Any] | None, group_words: GroupWords) -> str:
    """Return what a class allows a headline to say."""
    if row is None:
        return ""
    convergence, silent = text_of(row["convergence"]), text_of(row["silent_group"])
    names = [text_of(row["group_a"]), text_of(row["group_b"])]
    if convergence == "silent" and silent in names:
        speaking = names[1 - names.index(silent)]
        only = "only " if text_of(row["prominence"]) == "different" else ""
        return f"{only}{group_words(speaking, 2)} were recorded raising it"
    if convergence == "partly convergent":
        difference = number_of(row["difference"])
        if difference is None:
            return "both groups raised it, one more than the other"
        more = group_words(names[0] if difference > 0 else names[1], 2)
        return f"both groups raised it, more of the {more}"
    return {
        "convergent": "both groups raised it and mean the same",
        "complementary": "each group sees its own part",
        "dissonant": "the groups disagree",
        "thin": "few voices so far",
        "not yet judged": "not yet judged",
        "not raised": _noted(row),
        "not comparable": _raised_by(row, group_words),
    }.get(convergence, "")


def _noted(row: Mapping[str, Any]) -> str:
    notes = any(whole_of(row[f"unattributed_{side}"]) for side in "ab")
    return "no named person; group notes mention it" if notes else "raised by nobody"


def _raised_by(row: Mapping[str, Any], group_words: GroupWords) -> str:
    """Return who raised what cannot be compared: one group was not asked, or is too small."""
    sides = [(text_of(row[f"group_{side}"]), whole_of(row[f"k_{side}"])) for side in "ab"]
    raised = [group for group, k in sides if k]
    if len(raised) == 2:
        return "raised by both groups"
    return f"raised by {group_words(raised[0], 2)}" if raised else ""


def state(
    row: Mapping[str, Any] | None,
    counts: Sequence[Count],
    group_words: GroupWords,
    n_people: int | None,
    *,
    sensitive: bool = False,
) -> str:
    """Return a finding's statement in plain sentences: the comparison's own where there is one.

    A sentence that gives away a count too small to show is not used, whoever wrote it.
    ``n_people`` is None where too few people were heard to count any.
    """
    if row is None:
        return _without_comparison(n_people, sensitive)
    sentence = full_stop(text_of(row["sentence"]))
    if any(count.asked for count in counts) and not any(count.shown for count in counts):
        return counts_sentence(counts, group_words) or sentence
    hidden = [rf"\b{count.k:,} of {count.n:,}\b" for count in counts if not count.exact]
    if not sentence or any(re.search(told, sentence) for told in hidden):
        return counts_sentence(counts, group_words)
    return sentence


def counts_sentence(counts: Sequence[Count], group_words: GroupWords) -> str:
    """Return who was recorded raising it, group by group, in short sentences.

    Examples
    --------
    >>> words = lambda group, n: group if n == 1 else f"{group}s"
    >>> counts_sentence([Count("carer", 3, 9), Count("nurse", 0, 8)], words)
    '3 of 9 carers were recorded raising it. Nobody among 8 nurses was.'
    >>> counts_sentence([Count("carer", 1, 3), Count("nurse", 2, 9)], words)
    '2 of 9 nurses were recorded raising it. It was also raised by carers, too few to count.'
    >>> counts_sentence([Count("carer", 1, 3), Count("nurse", 2, 3)], words)
    'Raised by carers and nurses, too few to count.'
    """
    shown = [count for count in counts if count.asked and count.shown]
    raised = [count for count in shown if count.k]
    noted = [count for count in shown if not count.k and count.at_least]
    quiet = [count for count in shown if not count.k and not count.at_least]
    sentences = []
    if raised:
        verb = "was" if len(raised) == 1 and raised[0].exact and raised[0].k == 1 else "were"
        sentences.append(
            capitalised(f"{say_counts(raised, group_words)} {verb} recorded raising it.")
        )
        sentences += [f"Nobody among {_all_of(count, group_words)} was." for count in quiet]
    elif quiet:
        nobody = listed((_all_of(count, group_words) for count in quiet), "or")
        sentences.append(f"Nobody among {nobody} was recorded raising it.")
    for count in noted:
        sentences.append(
            f"Notes from {group_words(count.group, 2)} that name nobody carry it"
            f"{' too' if raised else ''}."
        )
    small = [
        group_words(count.group, 2)
        for count in counts
        if count.asked and not count.shown and (count.k or count.at_least)
    ]
    if small:
        also = "It was also raised by" if sentences else "Raised by"
        sentences.append(f"{also} {listed(small)}, too few to count.")
    absent = [group_words(count.group, 2) for count in counts if not count.asked]
    if absent:
        sentences.append(f"No {listed(absent, 'or')} are known to have been asked.")
    return " ".join(sentences)


def _all_of(count: Count, group_words: GroupWords) -> str:
    return f"{count.n:,} {group_words(count.group, count.n)}"


def _without_comparison(n_people: int | None, sensitive: bool) -> str:
    if n_people is None:
        return "It was raised. Too few people were heard to show a count."
    if n_people == 0:
        return "It stands in group notes alone, so nobody is counted."
    if sensitive and n_people <= 2:
        return "Fewer than three people were recorded raising it."
    if n_people == 1:
        return "One person was recorded raising it."
    return f"{n_people:,} people were recorded raising it."
