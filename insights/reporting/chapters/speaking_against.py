"""What speaks against a decision: votes, dots that no group gave, objections, reasons to wait."""

from __future__ import annotations

from insights.reporting.cells import Row, is_missing, rows_by, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import Words
from insights.reporting.drafting.comparing import is_named_by, sides_weighed
from insights.reporting.drafting.joins import COMBINED, ideas_among, name_words, with_idea_names
from insights.reporting.drafting.tried import says_tried, went_into
from insights.reporting.style import split_sentences
from insights.reporting.wording import capitalised, in_words, listed

WAITING = ("parked", "not now")
_REASON_WORDS = 32  # a longer reason is told by its first sentence
_SKETCH_WORDS = 20


def say_against(desk: Desk, row: Row) -> list[Words]:
    """Return everything recorded that speaks against what a recommendation asks."""
    told = [*_votes(desk, row), _objections(desk, row), *_set_aside(desk, row)]
    return [words for words in told if words]


def say_note_on_waiting(desk: Desk, row: Row, asked: str) -> str:
    """Return what the team noted on an open sketch behind it, or on the part that is asked for.

    A part is one of the project's, named in full by the note and by the decision: "the
    digital tool". '' for nothing.
    """
    behind = {text_of(idea["idea_id"]) for idea in _ideas(desk, row)}
    part = name_words(text_of(row["component"]))
    for idea in desk.ideas:
        reason = _reason(desk, idea)
        names = len(part) > 1 and part <= name_words(reason) and part <= name_words(asked)
        if text_of(idea["status"]) != "open" or not reason or went_into(reason):
            continue
        if text_of(idea["idea_id"]) in behind or names:
            return f"The team’s note on “{_name(idea)}” says: “{reason}”."
    return ""


def _ideas(desk: Desk, row: Row) -> list[Row]:
    return ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]])


def _name(idea: Row) -> str:
    return text_of(idea["title"]) or text_of(idea["idea_id"])


def _reason(desk: Desk, idea: Row) -> str:
    """Return why an idea stands where it does, in the team's words: the first of many."""
    reason = with_idea_names(text_of(idea["reason"]).strip(), desk.material.ideas)
    if len(reason.split()) > _REASON_WORDS:
        reason = split_sentences(reason)[0]
    return reason.rstrip(".")


def _votes(desk: Desk, row: Row) -> list[str]:
    """Return how people voted against it; where no statement tells, which group gave no dots."""
    if desk.reflexive:
        return []
    asks_otherwise = {str(key) for key in row["against_statement_ids"]}
    by_statement = rows_by("statement_id", rows_of(desk.material.statement_votes_by_group))
    told = []
    for statement in rows_of(desk.material.statements):
        key, text = text_of(statement["statement_id"]), text_of(statement["text"]).rstrip(".")
        votes = by_statement.get(key, [])
        if any(whole_of(vote["n_votes"]) < desk.settings.smallest_group for vote in votes):
            continue  # beside the other group's, a small group's votes would show
        weighs_less = key in asks_otherwise or _weighs_less(text, text_of(row["title"]))
        if key in {*map(str, row["statement_ids"]), *asks_otherwise}:
            told.append(_say_vote(desk, text, votes, "agreed" if weighs_less else "disagreed"))
    return [words for words in told if words] or _no_dots(desk, row)


def _say_vote(desk: Desk, text: str, votes: list[Row], opposes: str) -> str:
    """Return each group's larger side, who opposes it first; '' where no group opposes it."""
    sides: dict[str, list[str]] = {}
    for vote in votes:
        n, group = whole_of(vote["n_votes"]), text_of(vote["group"])
        cast = {"agreed": whole_of(vote["n_agree"]), "disagreed": whole_of(vote["n_disagree"])}
        side, k = max(cast.items(), key=lambda item: item[1])
        even = cast["agreed"] == cast["disagreed"]
        who = f"{n} {desk.words(group, n)}"
        sides.setdefault("even" if even else side, []).append(
            f"of {who}, as many agreed as disagreed" if even else f"{k} of {who}"
        )
        if side == opposes and 2 * k > n:
            sides.setdefault("opposed", [])
    if "opposed" not in sides:
        return ""
    backs = "disagreed" if opposes == "agreed" else "agreed"
    said = [f"{listed(sides[opposes])} {opposes}."]
    if backs in sides:
        sense = ", which speaks for it" if opposes == "agreed" else ""
        said.append(f"{listed(sides[backs])} {backs}{sense}.")
    said += [capitalised(f"{words}.") for words in sides.get("even", ())]
    return f"“{text}”: {' '.join(said)}"


def _weighs_less(statement: str, title: str) -> bool:
    """Return whether who agrees with a statement sets another thing above what a title asks."""
    sides = sides_weighed(statement)
    return len(sides) > 1 and is_named_by(title, sides[1]) and not is_named_by(title, sides[0])


def _no_dots(desk: Desk, row: Row) -> list[str]:
    """Return which group gave an idea behind it no dots in the last vote, where others did."""
    rows = [one for one in rows_of(desk.material.priorities) if not is_missing(one["rank"])]
    if not rows:
        return []
    last = text_of(rows[-1]["round"])
    told = []
    for idea in _ideas(desk, row):
        here = [one for one in rows if text_of(one["idea_id"]) == text_of(idea["idea_id"])
                and text_of(one["round"]) == last]  # fmt: skip
        none = listed(
            desk.words(text_of(one["group"])) for one in here
            if text_of(one["group"]) != COMBINED and not whole_of(one["raw_dots"])
            and whole_of(one["n_ballots"]) >= desk.settings.smallest_group
        )  # fmt: skip
        if none and any(whole_of(one["raw_dots"]) for one in here):
            told.append(f"In the last vote “{_name(idea)}” got no dots from {none}.")
    return told


def _objections(desk: Desk, row: Row) -> Words:
    """Return how many voices say otherwise, where nobody has answered them yet."""
    people = {
        text_of(fact["participant_id"]) or e
        for e in map(str, row["against_excerpt_ids"]) if (fact := desk.material.excerpt.get(e))
    }  # fmt: skip
    if not people or text_of(row["negative_cases"]):
        return ""
    n, label = len(people), text_of(row["label"])
    said = f"{capitalised(in_words(n))} {'voice says' if n == 1 else 'voices say'} otherwise"
    return desk.claim(
        f"{label}.decision.against", f"{said} (see {label}). Nobody has answered yet.",
        row["against_excerpt_ids"],
    )  # fmt: skip


def _set_aside(desk: Desk, row: Row) -> list[str]:
    """Return what a sketch behind it was and why it was set aside, where nothing came of it."""
    told = []
    for idea in _ideas(desk, row):
        reason = _reason(desk, idea)
        if text_of(idea["status"]) not in WAITING or not reason:
            continue
        if len(row["prototypes"]) and went_into(reason):
            continue
        trial = " No result of that is recorded." if says_tried(reason) else ""
        told.append(f"“{_name(idea)}”{_sketched(desk, idea)} was set aside: “{reason}”.{trial}")
    return told


def _sketched(desk: Desk, idea: Row) -> str:
    """Return what a sketch was, in its first words where they may stand: " (“A bench”)"."""
    e = text_of(idea["excerpt_id"])
    if e not in desk.material.excerpt or not desk.material.is_cleared(e):
        return ""
    first = split_sentences(text_of(desk.material.excerpt[e]["text"]))[0].rstrip(".")
    return f" (“{first}”)" if len(first.split()) <= _SKETCH_WORDS else ""
