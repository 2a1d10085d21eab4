"""Whether what is recommended has been tried: as drawn, nearly so, elsewhere, or as a note says.

A test of something near shows something, and never all: the difference is named. Nobody is
said to have tried nothing where a prototype or the team's own note says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from insights.project import Project
from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.drafting.drafts import DRAFTED, Draft, say_draft
from insights.reporting.drafting.joins import name_words, part_of
from insights.reporting.drafting.placing import is_at_another_time, stands_elsewhere
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words

NEAR, NOTED = "near", "noted"
ELSEWHERE = "In another place"
ITS_SKETCH = "Its sketch"
VERDICTS = ("park", "improve", "test", "pilot", "implement")
_DO = {
    "improve": "improve it, then test it again", "pilot": "try it out in a pilot",
    "implement": "put it in place", "park": "leave it for now",
    "test": "test it first with more people who did not make it",
}  # fmt: skip
_IN_SHORT = {
    "improve": "improve it first", "pilot": "pilot it", "implement": "put it in place",
    "park": "leave it for now", "test": "too few to say, test it with more people",
}  # fmt: skip
_WENT_INTO = re.compile(
    r"\b(?:went|built|put|taken|moved|folded) in(?:to)?\b|\bbec(?:a|o)me\b|\binside it\b|"
    r"\bpart of\b",
    re.IGNORECASE,
)
_BEING_TRIED = re.compile(
    r"\b(?:tries|trying|pilots|piloting)\b|\b(?:is|are) (?:being )?(?:tested|tried|running)\b",
    re.IGNORECASE,
)
_WAS_TRIED = re.compile(
    r"\b(?:tried|piloted|trialled)\b|\b(?:was|were) (?:being )?(?:tested|running)\b", re.IGNORECASE
)
# Before these words in the same clause: it was not tried, or is only meant to be.
_NOT_TRIED = re.compile(
    r"(?:\b(?:not|never|nobody|no one|will|shall|would|could|may|might|should|must|until|if|"
    r"to be|going to|plans?|hopes?|wants?|promised?|next|from)\b|n['’]t\b|['’]ll\b)"
    r"[^.;:]*$",
    re.IGNORECASE,
)
_STILL_TO_COME = re.compile(
    r"^[^.;:]*\b(?:next (?:week|month|year|spring|summer|autumn|winter)|from (?:January|February|"
    r"March|April|May|June|July|August|September|October|November|December))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tried:
    """What is known of trying a recommendation out.

    Attributes
    ----------
    verdict
        What its own tests came to (improve, pilot, implement, park); "near" where only
        something near it was tested, "noted" where a note alone says that it was tried,
        "drafted" where a draft alone had feedback, and "" where nobody did.
    told, short
        That in sentences, and in a few words for a table.
    cards
        Prototypes whose testers speak of trying it out.
    prototypes
        Names of all that it, or something near it, was tried out as.
    """

    verdict: str = ""
    told: str = ""
    short: str = "No."
    cards: tuple[Row, ...] = ()
    prototypes: tuple[str, ...] = ()


def find_tried(
    ideas: Sequence[Row], title: str, said: str, component: str,
    made: Mapping[str, Any], project: Project,
) -> Tried:  # fmt: skip
    """Return what is known of trying a recommendation out.

    Parameters
    ----------
    ideas
        The ideas it rests on.
    said
        Its title and the words it rests on, as one text.
    component
        The key of its component.
    made
        What came of what people made, by name, as for
        :func:`~insights.reporting.drafting.recommendations.draft_recommendations`.
    """
    built = _built(ideas, title, component, made, project)
    own = [card for card in built if not stands_elsewhere(text_of(card["prototype"]), said)]
    if own:
        verdicts = [text_of(card["verdict"]) for card in own]
        return Tried(
            next(verdict for verdict in VERDICTS if verdict in verdicts),
            " ".join(f"{_who(card)} tried {_named(card)}. {_found(card)}" for card in own),
            full_stop("; ".join(say_briefly(card) for card in own)), tuple(own),
            _names(own),
        )  # fmt: skip
    if built:
        told = " ".join(
            f"Not built as drawn. {_who(card)} tried {_named(card)}, which puts it in another "
            f"place. {_found(card)}" for card in built
        )  # fmt: skip
        return Tried(NEAR, told, f"{ELSEWHERE}, by {say_briefly(built[0])}.",
                     prototypes=_names(built))  # fmt: skip
    near = _near(ideas, title, component, made, project)
    notes = _notes(ideas)
    if near:
        told = " ".join(
            f"{_who(card)} tried {_named(card)}: {_difference(card, title, ideas)}. "
            f"{_found(card)}" for card in near
        )  # fmt: skip
        told = f"{told} {notes}".strip()
        return Tried(NEAR, told, f"Something near it, by {say_briefly(near[0])}.", tuple(near),
                     _names(near))  # fmt: skip
    if notes:
        being = any(says_being_tried(text_of(idea["reason"])) for idea in ideas)
        short = "Being tried" if being else "Tried"
        return Tried(NOTED, notes, f"{short}, the team notes. No result recorded.")
    return Tried()


def with_draft(tried: Tried, draft: Draft | None) -> Tried:
    """Return what is known of trying something out, with what came of a draft of it."""
    if draft is None:
        return tried
    told = f"{tried.told} {say_draft(draft, tested=bool(tried.verdict))}".strip()
    if tried.verdict:
        return replace(tried, told=told)
    rounds = "one round" if draft.n_rounds == 1 else f"{in_words(draft.n_rounds)} rounds"
    return Tried(DRAFTED, told, f"Not tested. A draft had {rounds} of feedback.")


def parked_words(ideas: Sequence[Row]) -> str:
    """Return in a few words what became of the sketches, where nothing was made of any.

    Examples
    --------
    >>> parked_words([{"status": "parked"}, {"status": "not now"}]), parked_words([])
    ('Its sketches were parked.', '')
    """
    states = [text_of(idea["status"]) for idea in ideas]
    if states and all(state in ("parked", "not now") for state in states):
        return f"{ITS_SKETCH} was parked." if len(states) == 1 else f"{ITS_SKETCH}es were parked."
    return "Promised by the group already." if "commitment" in states else ""


def _built(
    ideas: Sequence[Row], title: str, component: str, made: Mapping[str, Any], project: Project
) -> list[Row]:
    """Return the cards of prototypes that a recommendation was tried out as.

    That is where one of its ideas became a prototype of the same component, or, where no
    ideas were recorded, where its component and its title name the prototype.
    """
    recorded = made.get("ideas")
    became = {text_of(row["component"]) for row in ideas if text_of(row["status"]) == "prototype"}
    found = []
    for card in _cards(made):
        name = text_of(card["prototype"])
        key = part_of(name, project)
        if recorded is not None and len(recorded):
            if key and key in became:
                found.append(card)
        elif key and key == component and name_words(name) & name_words(title):
            found.append(card)
    return found


def _near(
    ideas: Sequence[Row], title: str, component: str, made: Mapping[str, Any], project: Project
) -> list[Row]:
    """Return the cards of prototypes that its title names, or that one of its ideas went into."""
    into = " ".join(
        text_of(idea["reason"]) for idea in ideas if _WENT_INTO.search(text_of(idea["reason"]))
    )
    named = name_words(f"{title} {into}")
    return [
        card for card in _cards(made)
        if component and part_of(text_of(card["prototype"]), project) == component
        and name_words(text_of(card["prototype"])) & named
    ]  # fmt: skip


def _cards(made: Mapping[str, Any]) -> list[Row]:
    return rows_of(made["prototype_cards"]) if "prototype_cards" in made else []


def _difference(card: Row, title: str, ideas: Sequence[Row]) -> str:
    if is_at_another_time(title, text_of(card["prototype"])):
        return "the records do not say that it was at that time of day"
    into = [idea for idea in ideas if _WENT_INTO.search(text_of(idea["reason"]))]
    if into:
        return f"the team’s note says that {_title(into[0])} went into it"
    return "near this, and not the same"


def _notes(ideas: Sequence[Row]) -> str:
    """Return that the team's own notes say an idea is or was tried; '' where none does."""
    return " ".join(
        f"The team’s note on {_title(idea)} says that it "
        f"{'is being' if says_being_tried(text_of(idea['reason'])) else 'was'} tried. "
        "No result of that is recorded."
        for idea in ideas if says_tried(text_of(idea["reason"]))
    )  # fmt: skip


def went_into(note: str) -> bool:
    """Return whether a note says that something went into another thing.

    Examples
    --------
    >>> went_into("The stove went into the café"), went_into("Nobody could promise staff")
    (True, False)
    """
    return _WENT_INTO.search(note) is not None


def says_tried(note: str) -> bool:
    """Return whether a note says that something is being tried or was: a promise says neither.

    Examples
    --------
    >>> says_tried("The team tries it one day a week"), says_tried("Nobody has tried it")
    (True, False)
    >>> says_tried("Everybody is in; the first one will be tried in April")
    False
    """
    return says_being_tried(note) or _says(_WAS_TRIED, note)


def says_being_tried(note: str) -> bool:
    """Return whether a note says that something is being tried as it is written.

    Examples
    --------
    >>> says_being_tried("We are trying it on Fridays"), says_being_tried("We tried it once")
    (True, False)
    """
    return _says(_BEING_TRIED, note)


def _says(pattern: re.Pattern[str], note: str) -> bool:
    return any(
        not _NOT_TRIED.search(note[: found.start()])
        and not _STILL_TO_COME.search(note[found.end() :])
        for found in pattern.finditer(note)
    )


def _title(idea: Row) -> str:
    return f"“{text_of(idea['title']) or text_of(idea['idea_id'])}”"


def _who(card: Row) -> str:
    return capitalised(counted_noun(whole_of(card["n_testers"]), "person", "people"))


def _names(cards: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text_of(card["prototype"]) for card in cards))


def _named(card: Row) -> str:
    return f"“{text_of(card['prototype'])}”"


def _changes(card: Row) -> str:
    wanted = text_of(card["verdict"]) in ("pilot", "implement") and bool(card["with_changes"])
    return ", with changes" if wanted else ""


def _found(card: Row) -> str:
    """Return what its tests came to, and the reason that weighs most."""
    said = "A person decided" if card["decided"] else "The tests suggest"
    told = f"{said}: {_DO[text_of(card['verdict'])]}{_changes(card)}."
    reasons = [text_of(reason) for reason in card["reasons"]]
    if not reasons:
        return told
    reason = f"“{reasons[0].rstrip('.')}”" if card["decided"] else reasons[0]
    return f"{told} {full_stop(reason)}"


def say_briefly(card: Row) -> str:
    """Return in a few words how many tried a prototype, and what that came to."""
    verdict = _IN_SHORT[text_of(card["verdict"])]
    who = counted_noun(whole_of(card["n_testers"]), "person", "people")
    return f"{who}: {verdict}{_changes(card)}"
