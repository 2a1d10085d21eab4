"""A brief for a real Easy Read version: for whoever makes it, and the people who check it.

It is not Easy Read, and says so: Easy Read is made by people, with pictures, and checked by
people with learning disabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import fate_of, title_of_asked
from insights.reporting.chapters.findings_chapter import say_dispute
from insights.reporting.chapters.people import day, missing_words, n_heard
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.reach import contact_ways
from insights.reporting.document import (
    Block,
    Cell,
    Items,
    Paragraph,
    Quote,
    QuoteList,
    Report,
    Section,
    Table,
    Words,
)
from insights.reporting.documents.commissioner import report_status
from insights.reporting.documents.easy_words import explain_words, suggest_picture
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.material import ReportMaterial
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    listed,
    uncapitalised,
)

LONGEST_MESSAGE = 12
_THEMES, _ASKED, _QUOTES = 6, 8, 4
_FEW, _TOO_LONG = 4, "[Too long: find short words with the checkers.]"
_JOINT = re.compile(r",? and (?:then )?|; ")
_LEANS = re.compile(
    r"(?:in|on|at|of|for|from|to|by|with|without|the|an?|not|also)\b", re.IGNORECASE
)
_CHECKS = (
    ("Read each page aloud, together.", "Where did we stop? Which word was hard?"),
    ("Cover the words. Look at the picture alone.", "What does it tell you?"),
    ("Cover the picture. Read the words alone.", "Do they say the same?"),
    ("Ask each person to tell the page back.", "What was lost, or came out wrong?"),
    ("Read what people cannot have, and why.", "Is it clear? Is it fair?"),
    ("Find out how to reach us.", "Could you do it today, without help?"),
    ("Look at type, space and colour.", "Is it easy to see?"),
)


class Message(NamedTuple):
    """One sentence of at most twelve words, the claim it comes from, what may not go missing."""

    words: str
    source: Words
    about: str


def compose_easy_read_brief(material: ReportMaterial) -> Report:
    """Return the brief: key messages, pictures in words, hard words, what to keep, the checks."""
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    messages = list(_messages(desk))
    sections = (
        _what_it_is(), _key_messages(messages), _hard_words(desk, messages), _keep(desk),
        _checks(desk),
    )  # fmt: skip
    return Report(
        document="easy_read_brief",
        title=f"{project.title}: a brief for Easy Read",
        subtitle="For the people who make the Easy Read version, and the people who check it",
        status=report_status(material),
        sections=sections,
        made_for="the Easy Read producer and checkers",
        reported_on=day(text_of(project.about.get("report_on"))),
        colophon=("This brief is not Easy Read.",),
    )


def _what_it_is() -> Section:
    return Section("brief", "What this is", "What this is", (
        Paragraph((
            "This is not Easy Read. Software put it together, from what people said.",
            "Easy Read is made by people, with people who have learning disabilities.",
            "Pay them for it, as you would pay anybody.",
        )),
        Items((
            Paragraph(("Every message below has at most 12 words, and one idea.",)),
            Paragraph(("A picture stands to the left of each. What it shows is up to you.",)),
            Paragraph(("You may leave messages out, change their order, or say them better.",)),
            Paragraph(("Do not add what nobody said. What each rests on stands in evidence.csv.",)),
        )),
    ))  # fmt: skip


def _key_messages(messages: list[Message]) -> Section:
    rows = tuple(
        (
            Cell((f"{number}. {message.words}",), strong=True),
            Cell((suggest_picture(f"{message.words} {message.about}"),)),
            Cell((message.source,)),
        )
        for number, message in enumerate(messages, start=1)
    )
    return Section("messages", "Key messages", "Key messages", (Table(
        "One sentence each, with a picture in words",
        ("Say", "A picture could show", "It comes from"), rows,
        note="Pictures are suggested by the words alone. Choose with the people who check.",
        style="wide",
    ),))  # fmt: skip


def _messages(desk: Desk) -> Iterator[Message]:
    n = n_heard(desk) or 0
    told = f"{n:,} people told us what they think." if n >= desk.settings.smallest_group else (
        "People told us what they think."
    )  # fmt: skip
    yield Message(told, "The records of who spoke.", "people talking")
    question = desk.material.project.question.strip()
    if question:
        yield Message("We asked people a big question.", f"“{question}”", "question")
    yield from _on_themes(desk)
    yield from _on_answers(desk)
    yield from _on_rights(desk)


def _on_themes(desk: Desk) -> Iterator[Message]:
    rows = [row for row in desk.findings if text_of(row["prompt_kind"]) == "problem"]
    for row in (rows or desk.findings)[:_THEMES]:
        theme, number = text_of(row["theme"]), text_of(row["finding_id"])
        counts = () if desk.reflexive else desk.counts(theme, text_of(row["prompt_kind"]))
        who = desk.say_raised(counts) or "some people"
        claim = desk.claim(f"message.{number}", f"{number}: {who}.", row["excerpt_ids"])
        yield Message(_short(f"People talked about “{theme}”."), claim, theme)
        if text_of(row["convergence"]) == "silent":
            alone = [desk.words(count.group) for count in counts if count.k]
            said = f"Only {listed(alone)} talked about this."
            if alone and _n_words(said) <= LONGEST_MESSAGE:
                yield Message(said, f"{number}: nobody else is on record.", "group")
    for row in desk.findings:
        if text_of(row["convergence"]) == "dissonant":
            theme, number = text_of(row["theme"]), text_of(row["finding_id"])
            told = say_dispute(desk, row) or "two groups see it differently."
            claim = desk.claim(f"message.differ.{number}", f"{number}: {uncapitalised(told)}",
                               row["excerpt_ids"])  # fmt: skip
            yield Message(_short(f"People do not agree about “{theme}”."), claim, "disagree")
            yield Message("We listened to both sides.", "The same.", "listen")


_ANSWERED = ("done", "agreed", "asked", "cannot")


def _on_answers(desk: Desk) -> Iterator[Message]:
    to_look = [row for row in desk.recommendations if is_to_look(row)]
    rows = [row for row in desk.recommendations if not is_to_look(row)][:_ASKED]
    yield from _on_dangers(desk, to_look)
    if not rows:
        return
    yield Message("People asked for these things.", "The recommendations.", "group")
    n_answered = sum(fate_of(desk, row) in _ANSWERED for row in rows)
    for row in rows:
        title, label = title_of_asked(row), text_of(row["label"])
        claim = desk.claim(f"message.{label}", f"{label}: “{_plain(title)}”.",
                           row["for_excerpt_ids"])  # fmt: skip
        for part in split_message(title):
            yield Message(part, claim, title)
        fate = fate_of(desk, row)
        if fate in ("done", "agreed"):
            yield Message("We have said yes to this.", f"{label}, as it stands.", "yes or no")
        elif fate == "asked":
            yield Message("We have asked for this.", f"{label}: a decision is asked.", "yes or no")
        elif fate == "cannot":
            yield Message("This has to wait.", f"{label}: the report for participants says why.",
                          "wait")  # fmt: skip
    waiting = "the others" if n_answered else "these"
    if len(rows) > n_answered:
        yield Message(f"No one has said yes or no to {waiting} yet.", "As it stands.", "yes or no")


def _on_dangers(desk: Desk, rows: list[Row]) -> Iterator[Message]:
    """Yield what somebody is asked to look into: people spoke of it, and asked for nothing."""
    if not rows:
        return
    yield Message("Some people told us about dangers.", "The recommendations.", "danger")
    for row in rows:
        title, label = title_of_asked(row), text_of(row["label"])
        claim = desk.claim(f"message.{label}", f"{label}: “{_plain(title)}”.",
                           row["for_excerpt_ids"])  # fmt: skip
        for part in split_message(title):
            yield Message(part, claim, title)
    yield Message("We ask for somebody to do this.", "As it stands.", "yes or no")


def _plain(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’")


def _on_rights(desk: Desk) -> Iterator[Message]:
    about = desk.material.project.about
    until = day(text_of(about.get("withdrawal_cutoff_on")))
    yield Message("We did not use your name.", "How words are used.", "name")
    yield Message("You can change your mind.", "How words are used.", "change your mind")
    if until:
        yield Message(f"Tell us by {until}.", "The last day to take words back.", "calendar")
    for way, told in contact_ways(about):
        yield Message(_short(f"{way} {told}"), "How to reach the team.", way)


def split_message(text: str) -> list[str]:
    """Return a sentence as sentences of at most twelve words, cut at its joints.

    Each must be able to stand alone. Where none can be made, a note for the makers stands in
    its place: what was asked for stands beside it.

    Examples
    --------
    >>> split_message("Print one page of local help, and name one team to keep it up to date")
    ['Print one page of local help.', 'Name one team to keep it up to date.']
    >>> split_message("Put all of it in one place people can search and in their own language")
    ['[Too long: find short words with the checkers.]']
    """
    parts = [text] if _n_words(text) <= LONGEST_MESSAGE else _JOINT.split(text)
    parts = [part.strip() for part in parts if part.strip()]
    if "[" in text or any(
        _n_words(part) > LONGEST_MESSAGE
        or (len(parts) > 1 and (_n_words(part) < _FEW or _LEANS.match(part)))
        for part in parts
    ):
        return [_TOO_LONG]
    return [full_stop(capitalised(part)) for part in parts]


def _short(text: str) -> str:
    """Return a sentence if it is short enough, its beginning where it is not."""
    return text if _n_words(text) <= LONGEST_MESSAGE else "People talked about one more thing."


def _n_words(text: str) -> int:
    return len(re.findall(r"[^\W_][\w’'@.-]*", text))


def _hard_words(desk: Desk, messages: list[Message]) -> Section:
    project = desk.material.project
    ours = len(contact_ways(project.about))
    texts = [message.words for message in messages[: len(messages) - ours]]
    texts += [project.title, project.question, *project.components.values()]
    texts += [desk.words(group) for group in desk.material.groups]
    texts += [text_of(row["title"]) for row in desk.recommendations]
    rows = tuple(
        (Cell((f"“{word}”",), strong=True), Cell((plain,))) for word, plain in explain_words(texts)
    )
    told: tuple[Block, ...] = (
        (
            Table(
                "Hard words in the messages and titles",
                ("Word", "You could say"),
                rows,
                note="Use the easy words, or explain the hard word in bold, once.",
            ),
        )
        if rows
        else (Paragraph(("No word was found that is long or short for something.",)),)
    )
    return Section("hard-words", "Words to explain", "Words to explain", told)  # fmt: skip


def _keep(desk: Desk) -> Section:
    items: list[Paragraph] = [
        Paragraph(("That some people see it otherwise. Do not make one voice of many.",)),
        Paragraph(("What cannot be done, and why. Leaving it out would be easier, and untrue.",)),
        Paragraph(("That people can change their mind, until when, and how to reach us.",)),
    ]
    if any(bool(row["provisional"]) for row in desk.findings):
        items.append(Paragraph(("That some of this is not checked yet. Say so.",)))
    n = len(desk.voices)
    if n:
        told = f"{capitalised(counted_noun(n, 'serious matter'))} that few people raised."
        items.append(Paragraph((told, "Ask the team before you print any of it.")))
    if desk.material.project.fictional:
        items.append(Paragraph(("That all of this is made up, to show how it works.",)))
    quotes = _quotes(desk)
    blocks: list[Block] = [Items(tuple(items)), Items(missing_words(desk))]
    if quotes:
        blocks += [
            Paragraph(("Leave their words as they are. If a quote is too hard, leave it out.",)),
            QuoteList("Quotes that may be printed", quotes),
        ]
    return Section("keep", "What must not be lost", "What must not be lost", tuple(blocks))


def _quotes(desk: Desk) -> tuple[Quote, ...]:
    found: dict[str, Quote] = {}
    for row in desk.findings:
        kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
        quote = desk.quotes.short([str(e) for e in row["excerpt_ids"]], kind=kind, theme=theme)
        if quote is not None:
            found.setdefault(quote.excerpt_id, quote)
    return tuple(found.values())[:_QUOTES]


def _checks(desk: Desk) -> Section:
    rows = tuple(
        (Cell((what,), strong=True), Cell((ask,)), Cell(), Cell()) for what, ask in _CHECKS
    )
    blocks: list[Block] = [
        Paragraph((
            "At least three people with learning disabilities check it, twice.",
            "One of them should be new to this project.",
            "Change what they say is hard, then show it to them again.",
        )),
        Table("For the checkers", ("Do this", "Ask", "What we found", "What we changed"), rows,
              style="wide"),
        Table("Checked by", ("Name or initials", "Date", "Ready to print?"),
              tuple((Cell(("……………",)), Cell(), Cell(("☐ Yes ☐ Not yet",))) for _ in range(3))),
    ]  # fmt: skip
    return Section("checks", "Checks with people with learning disabilities", "Checks",
                   tuple(blocks))  # fmt: skip
