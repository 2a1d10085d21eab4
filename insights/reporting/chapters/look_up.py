"""The list at the end of the participants' report: what became of every note and idea."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.card_sides import is_tested
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import (
    MADE,
    WAITING,
    asked_since,
    end_of,
    fate_of,
    feedback_in,
    idea_title,
    ideas_behind,
    ideas_in,
    ideas_made,
    is_being_tried,
    is_untold,
    joined_with,
    named_ideas,
    title_of_asked,
)
from insights.reporting.chapters.further_ideas import answered_in_rounds, further_ideas
from insights.reporting.chapters.people import day
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.document import Block, Claim, Heading, Paragraph, QuoteList, Section
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.wording import capitalised, in_words, listed

LOOK_UP = "Look up what became of your idea"
NO_WORDS = "We can’t print its words yet: we need a yes first."
PRAISE = "like"
_EVERY_STATE = ("changed", "not changed", "open", "not answered", "nothing asked")


def compose_look_up(desk: Desk) -> Section | None:
    """Return every note on a draft, request, drawing and idea with what became of it."""
    blocks = [*_notes(desk), *_requests(desk), *_drawings(desk), *_further(desk)]
    if not blocks:
        return None
    return Section(
        "fates", LOOK_UP, "Look up your idea", tuple(blocks),
        "Each thing you asked for is here, one by one, with what became of it.", annex=True,
    )  # fmt: skip


def quote_note(desk: Desk, row: Row) -> Block:
    """Return the words of a note on a draft, or what it was on."""
    known = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    if known:
        return QuoteList("", tuple(desk.quotes.quote(excerpt_id) for excerpt_id in known))
    return Paragraph((f"You said something on “{text_of(row['section']) or 'the draft'}”.",))


def say_because(why: str) -> Paragraph:
    """Return that a thing cannot be done for now, and the reason that was given."""
    if not why:
        return Paragraph(("Nobody has told us why. We will ask.",), lead="We can’t, for now.")
    return Paragraph((f"This is why: {quoted(why)}",), lead="We can’t, for now.")


def reason_of(row: Row) -> str:
    """Return why a thing that was asked for is not done; '' where nobody has said."""
    return text_of(row["response"]) or text_of(row["negative_cases"])


def say_waiting(desk: Desk, row: Row, drawn: Claim | str) -> tuple[Claim | str, ...]:
    """Return what became of a drawing that was put aside; another one is called by its name."""
    since = asked_since(desk, row)
    if since is not None:
        return (drawn, *_asked_again(desk, row, since))
    other, rest = joined_with(desk, row)
    if other is not None or is_being_tried(row):
        return (drawn, *_tried_or_joined(desk, row, other, rest))
    reason = named_ideas(desk, text_of(row["reason"]))
    state = "Not for now." if text_of(row["status"]) == "not now" else "It has to wait."
    return (drawn, state, *say_because(reason).parts)


def _asked_again(desk: Desk, row: Row, since: Row) -> tuple[str, ...]:
    """Return that a drawing was put aside, and that what rests on it is asked for now."""
    reason = named_ideas(desk, text_of(row["reason"]))
    why = (f"This is why: {quoted(reason)}",) if reason else ()
    now = f"Now we ask those who decide for this: {quoted(title_of_asked(since))}"
    return ("At first it was put aside.", *why, now)


def _tried_or_joined(desk: Desk, row: Row, other: Row | None, rest: str) -> tuple[str, ...]:
    """Return which drawing it was put together with, and whether it is being tried."""
    told: list[str] = []
    if other is not None:
        told.append(f"We put it together with “{idea_title(other)}”.")
    if is_being_tried(row):
        told.append("We are trying it.")
    elif other is not None and is_being_tried(other):
        told.append("We are trying that.")
    elif not rest:
        told.append("It has to wait.")
    return (*told, f"The note says: {quoted(named_ideas(desk, rest))}") if rest else tuple(told)


def claim_drawn(desk: Desk, row: Row, place: str = "drawn") -> Claim | str:
    """Return a drawing's title, with the words it stands on."""
    claim = desk.claim(f"{place}.{text_of(row['idea_id'])}", quoted(idea_title(row)),
                       [text_of(row["excerpt_id"])])  # fmt: skip
    return claim if claim.excerpt_ids else claim.text


def claim_asked(desk: Desk, row: Row, place: str = "asked") -> Claim:
    """Return what was asked for, with the words it stands on."""
    who = "People who tried it" if is_tested(row) else "You"
    told = f"{who} asked for this: {quoted(title_of_asked(row))}"
    if is_to_look(row):
        told = f"We ask for somebody to look into this: {quoted(say_matter(row))}"
    return desk.claim(f"{place}.{text_of(row['label'])}", told, row["for_excerpt_ids"])


def say_matter(row: Row) -> str:
    """Return the danger that somebody is asked to look into.

    Examples
    --------
    >>> say_matter({"title": "Look into how people are refused care"})
    'How people are refused care'
    """
    return capitalised(title_of_asked(row).removeprefix("Look into "))


def say_untold(row: Row) -> tuple[str, ...]:
    """Return why what was asked for does not stand in the words of whoever asked; () if it does."""
    return (NO_WORDS,) if is_untold(row) else ()


# ---------------------------------------------------------------------- notes on the draft


def _notes(desk: Desk) -> list[Block]:
    """Return each note on a draft with its end, under the part of the draft it speaks of."""
    parts: dict[str, list[Row]] = {}
    for row in feedback_in(desk, *_EVERY_STATE):
        name = text_of(row["section"]) or text_of(row["artefact"]) or "The draft"
        parts.setdefault(name, []).append(row)
    blocks: list[Block] = [Heading(3, "Your notes on the draft")] if parts else []
    for name, rows in parts.items():
        blocks.append(Heading(4, name))
        for row in rows:
            blocks += [quote_note(desk, row), _end_of(row)]
    return blocks


def _end_of(row: Row) -> Paragraph:
    """Return what became of one note on a draft."""
    state, reason = text_of(row["state"]), text_of(row["reason"])
    if state == "changed":
        version = text_of(row["changed_in"])
        where = f" It is in version {version}." if version else ""
        done = quoted(text_of(row["what"]) or "We changed it")
        if text_of(row["type"]) == PRAISE:  # it was liked: nobody asked for anything
            return Paragraph((f"This came of it: {done}{where}",), lead="Thank you.")
        return Paragraph((done + where,), lead="We did this.")
    if state == "not changed":
        return say_because(reason)
    if state == "nothing asked":
        return Paragraph(("You asked for no change.",), lead="Thank you.")
    if reason:
        return Paragraph((f"So far: {quoted(reason)}",), lead="Still open.")
    if state == "open":
        return Paragraph(("We are still thinking about it.",), lead="Still open.")
    return Paragraph(("We owe you an answer.",), lead="Not answered yet.")


# ------------------------------------------------------------------ requests and drawings


def _requests(desk: Desk) -> list[Block]:
    blocks = [
        Paragraph((claim_asked(desk, row), *say_untold(row), *_so_far(desk, row)))
        for row in desk.recommendations
    ]
    return [Heading(3, "What you asked for"), *blocks] if blocks else []


def _so_far(desk: Desk, row: Row) -> tuple[str, ...]:
    fate = fate_of(desk, row)
    owner, due = text_of(row["owner"]), text_of(row["due"])
    who = (f"“{owner}” will see to it.",) if owner else ()
    when = (f"It should be done by {day(due)}.",) if due else ()
    if fate == "done":
        return ("We did it.",)
    if fate == "agreed":
        return ("We have said yes to this.", *who, *when)
    if fate == "asked":
        return ("We have asked those who decide to say yes.", "We will tell you what they say.")
    if fate == "to look":
        return ("Some of you spoke of it.", "No one has said yes yet.", *who, *when)
    if fate == "trying":
        named = listed(f"“{idea_title(idea)}”" for idea in ideas_behind(desk, row))
        return ("We are trying it.", f"See below what became of {named}.", *who, *when)
    if fate == "cannot":
        return _not_for_now(desk, row)
    if fate == "not agreed":
        return ("You do not all agree on this.", "So we will talk with you first.")
    if fate == "made":
        built = ideas_made(desk, row)
        named = listed(f"“{idea_title(idea)}”" for idea in built)
        same = [idea_title(idea) for idea in built] == [title_of_asked(row)]
        return (f"See below what we did with {'it' if same else named}.", *who, *when)
    noted = [idea for idea in ideas_behind(desk, row) if text_of(idea["reason"])]
    if noted:
        named = listed(f"“{idea_title(idea)}”" for idea in noted)
        return ("It is still open.", f"See below what we say of {named}.", *who, *when)
    return ("No one has said yes or no yet.", "We will tell you when they do.", *who, *when)


def _not_for_now(desk: Desk, row: Row) -> tuple[str, ...]:
    why, ideas = reason_of(row), ideas_behind(desk, row)
    if ideas and not why:
        named = listed(f"“{idea_title(idea)}”" for idea in ideas)
        return (f"We can’t, for now. See below what became of {named}.",)
    because = say_because(why)
    return (because.lead, *(part for part in because.parts if isinstance(part, str)))


def _drawings(desk: Desk) -> list[Block]:
    blocks: list[Block] = []
    for row in ideas_in(desk, *MADE, "open", *WAITING):
        status, drawn = text_of(row["status"]), claim_drawn(desk, row)
        if status in WAITING:
            blocks.append(Paragraph(say_waiting(desk, row, drawn)))
            continue
        became = {
            "prototype": "We built it, and people tried it.",
            "elsewhere": "We did not build it as drawn. People tried it in another place.",
            "commitment": "We said yes to it.",
            "open": "It is still open.",
        }[end_of(desk, row)]
        note = named_ideas(desk, text_of(row["reason"]))
        told = (f"The note says: {quoted(note)}",) if note else ()
        blocks.append(Paragraph((drawn, became, *told)))
    return [Heading(3, "Your drawings"), *blocks] if blocks else []


def _further(desk: Desk) -> list[Block]:
    """Return the words of every other idea: each was written down, none has an answer yet."""
    further, made = further_ideas(desk), _made_real(desk)
    if not further:
        return [Heading(3, "More of your ideas"), *made] if made else []
    quotes = [desk.quotes.quote(excerpt_id) for excerpt_id in further]
    shown = tuple(quote for quote in quotes if not quote.withheld)
    n = len(quotes) - len(shown)
    held = f"The words of {in_words(n)} {'idea' if n == 1 else 'ideas'} are not printed here."
    return [
        Heading(3, "More of your ideas"),
        *made,
        Paragraph(("No one has said yes or no to these yet.", *((held,) if n else ()))),
        *([QuoteList("", shown)] if shown else []),
    ]


def _said_since(desk: Desk, row: Row) -> list[Block]:
    """Return what was said of an idea on the draft, where it may be printed."""
    known = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    free = [e for e in known if not desk.material.is_withheld(e)]
    quotes = tuple(desk.quotes.quote(e) for e in free)
    return [QuoteList("Said of it since", quotes)] if quotes else []


def _made_real(desk: Desk) -> list[Block]:
    """Return each further idea that a change of the draft calls by name, and that change."""
    blocks: list[Block] = []
    for excerpt_id, row in answered_in_rounds(desk).items():
        told = f"The draft has it now: {quoted(text_of(row['what']))}"
        blocks += [
            QuoteList("", (desk.quotes.quote(excerpt_id),)),
            *_said_since(desk, row),
            Paragraph((told,)),
        ]
    return blocks
