"""How sure a finding is, in words: what it stands on, and what takes it down."""

from __future__ import annotations

from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import meetings_held
from insights.reporting.document import Quote
from insights.reporting.drafting.confidence import PROVISIONAL, particular
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    uncapitalised,
)

_WHY_UNSAID = {
    "refused": "did not agree to be quoted",
    "expired": "agreed to be quoted until a day that has passed",
    "held": "is still to see the words first, or the team holds them back",
}


def say_why_unsaid(desk: Desk, quotes: tuple[Quote, ...]) -> str:
    """Return why no words of somebody stand here, where a sentence stands for them; "" if not."""
    if len(quotes) != 1 or not quotes[0].withheld:
        return ""
    state = desk.material.refused.get(quotes[0].excerpt_id, "")
    if state == "unsettled":
        return "The words are not here because it is not settled who said them."
    why = _WHY_UNSAID.get(state)
    return f"The words are not here because the person {why}." if why else ""


def say_how_sure(desk: Desk, row: Row) -> str:
    """Return a finding's level of confidence, what it stands on, and why it is not surer.

    What holds for all findings alike is said once for all, and not here.
    """
    level = text_of(row["confidence"])
    reasons = particular([text_of(reason) for reason in row["concerns"]])
    if level == PROVISIONAL:
        return " ".join(("Provisional.", *(full_stop(capitalised(reason)) for reason in reasons)))
    held = _what_holds(desk, row)
    said = f"{level}: {uncapitalised(held)}" if held else f"{level}."
    if not reasons:
        return said
    lowered = any(text_of(step).startswith(("down to", "no higher")) for step in row["steps"])
    first, *others = reasons
    told = [full_stop(f"{'Not surer, because' if lowered else 'To bear in mind:'} {first}")]
    told += [full_stop(capitalised(reason)) for reason in others]
    return " ".join((said, *told))


def _what_holds(desk: Desk, row: Row) -> str:
    """Return what a finding stands on: which groups, how many sessions, who checked the coding."""
    ids = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    facts = [desk.material.excerpt[e] for e in ids]
    named = {desk.material.group_of[e] for e, fact in zip(ids, facts, strict=True)
             if text_of(fact["participant_id"])}  # fmt: skip
    groups = [group for group in desk.material.groups if group in named]
    if not groups:
        return ""
    people = "people"
    if _may_be_counted(desk, row):
        n = whole_of(row["n_people"])
        people = "one person" if n == 1 else f"{in_words(n)} people"
    if text_of(row["convergence"]) == "dissonant":
        who = f"{people} on both sides"
    elif len(groups) == 1:
        who = f"{desk.words(groups[0])} alone"
    else:
        who = f"{people} in {'both groups' if len(groups) == 2 else 'several groups'}"
    met = {text_of(fact["session_id"]) for fact in facts} & set(meetings_held(desk))
    over = f", over {in_words(len(met))} sessions" if len(met) > 1 else ""
    return f"{who}{over}. {_checked(desk, row, set(ids))}".strip()


def _may_be_counted(desk: Desk, row: Row) -> bool:
    """Return whether it may be said how many people are behind a finding."""
    theme = text_of(row["theme"])
    counts = desk.counts(theme, text_of(row["prompt_kind"]))
    return theme not in desk.sensitive and bool(counts) and all(c.shown for c in counts)


def _checked(desk: Desk, row: Row, excerpt_ids: set[str]) -> str:
    """Return how much of the coding behind a finding a person has confirmed."""
    about = [
        coding for coding in rows_of(desk.material.counted)
        if text_of(coding["excerpt_id"]) in excerpt_ids
        and desk.theme_of.get(text_of(coding["code_id"])) == text_of(row["theme"])
    ]  # fmt: skip
    n = sum(
        not is_missing(coding.get("confirmed")) and bool(coding.get("confirmed"))
        for coding in about
    )
    if not about or not n:
        return ""
    if n == len(about):
        return "A person has checked all of the coding behind it."
    return f"A person has checked {n:,} of the {counted_noun(len(about), 'coding')} behind it."
