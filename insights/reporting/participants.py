"""The report for the people who took part: you said, we did, we can't and why."""

from __future__ import annotations

from dataclasses import replace

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters import say_dispute
from insights.reporting.commissioner import report_status
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Block,
    Callout,
    Heading,
    Items,
    Paragraph,
    Quote,
    QuoteList,
    Report,
    Section,
    own_words,
)
from insights.reporting.material import ReportMaterial
from insights.reporting.people import day
from insights.reporting.quotes import QuoteChooser
from insights.reporting.reading import reading_grade
from insights.reporting.rounds_story import quoted
from insights.reporting.wording import capitalised, full_stop, in_words, listed

_THEMES = 6
_NO_ANSWER, _WILL_TELL = "No one has said yes or no yet.", "We will tell you when they do."
_NONE_YET = "No one has said yes or no to these yet."
_NOT_ALL = "To the others no one has said yes or no yet."
_DONE = ("done", "changed", "in place", "finished")
_DOING = ("doing", "in progress", "started", "agreed", "accepted", "planned", "pilot", "piloting")
_NOT_DONE = ("declined", "refused", "rejected", "not now", "won't do", "parked", "not changed")


def compose_participants_report(material: ReportMaterial) -> Report:
    """Return the report for participants: large type, short words, their own words untouched.

    What was done comes from the answers on record (recommendations with a status, answers
    to feedback on a draft); where there is none yet it says so.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    made = (
        _thanks(desk), _said(desk), _disagreed(desk), _did(desk), _cannot(desk), _owed(desk),
        _next(desk),
        _your_words(desk), _right(),
    )  # fmt: skip
    report = Report(
        document="participants",
        title=project.title,
        subtitle="What you told us, and what we did about it",
        status=report_status(material),
        sections=tuple(section for section in made if section is not None),
        reported_on=day(text_of(project.about.get("report_on"))),
        large_type=True,
    )  # fmt: skip
    grade = reading_grade("\n".join(own_words(report)))
    told = f"For the author: our own words read at school grade {grade:g} (Flesch–Kincaid)."
    return replace(report, colophon=() if material.released else (told,))


def _thanks(desk: Desk) -> Section:
    n = len(set().union(*desk.people.values())) if desk.people else 0
    smallest = desk.settings.smallest_group
    blocks: list[Block] = [
        Paragraph((
            f"{n:,} of you took part. Thank you." if n >= smallest else "Thank you for your help.",
            "You told us what it is like, and what would help.",
            "This tells you what we heard. It tells you what comes next.",
        ))
    ]  # fmt: skip
    question = desk.material.project.question.strip()
    if question:
        blocks.append(Paragraph((f"We asked: “{question}”",)))
    return Section("thanks", "Thank you", "Thank you", tuple(blocks))


def _said(desk: Desk) -> Section | None:
    rows = [row for row in desk.findings if text_of(row["prompt_kind"]) == "problem"][:_THEMES]
    rows = rows or desk.findings[:_THEMES]
    if not rows:
        return None
    blocks: list[Block] = []
    for row in rows:
        theme = text_of(row["theme"])
        claim = desk.claim(f"said.{text_of(row['finding_id'])}", _how_many(desk, row),
                           row["excerpt_ids"])  # fmt: skip
        blocks += [
            Heading(3, theme),
            Paragraph((claim,)),
            QuoteList("", _from_both(desk, row)),
        ]  # fmt: skip
    return Section("said", "What you said", "What you said", tuple(blocks))


def _from_both(desk: Desk, row: Row) -> tuple[Quote, ...]:
    """Return two quotes: one of each group where both spoke, whatever side they took."""
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    ids = [str(e) for e in row["excerpt_ids"]]
    each = [
        quote for group in desk.pair or ()
        for quote in desk.quotes.choose(ids, 1, group, kind=kind, theme=theme)
    ]  # fmt: skip
    return tuple(each) if len(each) > 1 else desk.quotes.choose(ids, 2, kind=kind, theme=theme)


def _how_many(desk: Desk, row: Row) -> str:
    """Return who spoke about it, as short as it can be said."""
    counts = desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"]))
    sure = all(count.exact and not count.at_least for count in counts)
    told = [f"{count.k} of {count.n} {desk.words(count.group)}" for count in counts if count.k]
    if desk.reflexive or not told or not sure:
        return "Some of you spoke about this."
    return full_stop(f"{capitalised(listed(told))} spoke about this")


def _disagreed(desk: Desk) -> Section | None:
    rows = [row for row in desk.findings if text_of(row["convergence"]) == "dissonant"]
    if not rows:
        return None
    blocks: list[Block] = []
    for row in rows:
        theme, dispute = text_of(row["theme"]), say_dispute(desk, row)
        claim = desk.claim(f"differ.{text_of(row['finding_id'])}",
                           f"You did not all agree on “{theme}”.",
                           row["excerpt_ids"])  # fmt: skip
        blocks += [Paragraph((claim, *((dispute,) if dispute else ()),
                              "We heard both sides. No side is wrong."))]  # fmt: skip
    return Section("differ", "Where you did not agree", "Not agreed", tuple(blocks))


def _did(desk: Desk) -> Section | None:
    blocks: list[Block] = []
    changed = _feedback(desk, "changed")
    if changed:
        blocks.append(Heading(3, "In the draft"))
    for row in changed:
        blocks += [*_you_said(desk, row), _we_did(row)]
    asked_for: list[Block] = []
    for row in desk.recommendations:
        status = text_of(row["status"]).casefold()
        if status in _NOT_DONE:
            continue
        label = text_of(row["label"])
        asked = desk.claim(f"asked.{label}", f"You asked for this: “{text_of(row['title'])}”.",
                           row["for_excerpt_ids"])  # fmt: skip
        asked_for.append(Paragraph((asked, *_so_far(row, status))))
    if asked_for:
        blocks += [Heading(3, "In how things are done"), *_alike(asked_for)]
    noted = _feedback(desk, "nothing asked")
    if noted:
        blocks.append(Heading(3, "What you liked"))
        quotes = [quote for row in noted for quote in _quotes(desk, row)]
        blocks += [Paragraph(("You also told us what was right.",)),
                   QuoteList("", tuple(quotes))]  # fmt: skip
    if not blocks:
        return None
    return Section("did", "You said, we did", "We did", tuple(blocks))


def _alike(paragraphs: list[Block]) -> list[Block]:
    """Return the paragraphs; what they all end with is said once, below them."""
    ends = {p.parts[1:] for p in paragraphs if isinstance(p, Paragraph)}
    waiting = (_NO_ANSWER, _WILL_TELL)
    if waiting not in ends or len(paragraphs) < 2:
        return paragraphs
    told: list[Block] = []
    for paragraph in paragraphs:
        if isinstance(paragraph, Paragraph) and paragraph.parts[1:] == waiting:
            told.append(replace(paragraph, parts=paragraph.parts[:1]))
        else:
            told.insert(0, paragraph)
    return [*told, Paragraph((_NOT_ALL if len(ends) > 1 else _NONE_YET, _WILL_TELL))]


def _we_did(row: Row) -> Paragraph:
    done = text_of(row["what"]) or "We changed it"
    version = text_of(row["changed_in"])
    where = f" It is in version {version}." if version else ""
    return Paragraph((quoted(done) + where,), lead="We did this.")


def _you_said(desk: Desk, row: Row) -> list[Block]:
    quotes = _quotes(desk, row)
    return [QuoteList("You said", quotes)] if quotes else [
        Paragraph((f"You said something on “{text_of(row['section']) or 'the draft'}”.",))
    ]  # fmt: skip


def _quotes(desk: Desk, row: Row) -> tuple[Quote, ...]:
    known = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    return tuple(desk.quotes.quote(excerpt_id) for excerpt_id in known)


def _so_far(row: Row, status: str) -> tuple[str, ...]:
    owner, due = text_of(row["owner"]), text_of(row["due"])
    who = (f"“{owner}” will see to it.",) if owner else ()
    when = (f"It should be done by {day(due)}.",) if due else ()
    if status in _DONE:
        return ("We did it.",)
    if status in _DOING:
        return ("We have said yes to this.", *who, *when)
    if text_of(row["convergence"]) == "dissonant":
        return ("You do not all agree on this.", "So we will talk with you first.")
    return (_NO_ANSWER, _WILL_TELL, *who, *when)


def _feedback(desk: Desk, *states: str) -> list[Row]:
    """Return the feedback on a draft that ended in one of these states, in order."""
    return [row for row in rows_of(desk.material.feedback_trail) if text_of(row["state"]) in states]


def _cannot(desk: Desk) -> Section | None:
    """Return what cannot be done and why, in the words of those who decided."""
    blocks: list[Block] = []
    for row in _feedback(desk, "not changed"):
        blocks += [*_you_said(desk, row), _because(text_of(row["reason"]))]
    for row in desk.recommendations:
        if text_of(row["status"]).casefold() in _NOT_DONE:
            why = text_of(row["response"]) or text_of(row["negative_cases"])
            claim = desk.claim(f"cannot.{text_of(row['label'])}",
                               f"You asked for this: “{text_of(row['title'])}”.",
                               row["for_excerpt_ids"])  # fmt: skip
            blocks += [Paragraph((claim,)), _because(why)]
    ideas = [row for row in rows_of(desk.material.ideas)
             if text_of(row["status"]) in ("parked", "not now")]  # fmt: skip
    if ideas:
        blocks.append(Heading(3, "Ideas that have to wait"))
    for row in ideas:
        claim = desk.claim(f"waits.{text_of(row['idea_id'])}",
                           f"“{text_of(row['title']) or text_of(row['idea_id'])}”.",
                           [text_of(row["excerpt_id"])])  # fmt: skip
        blocks.append(Paragraph((
            claim if claim.excerpt_ids else claim.text,
            "Not for now." if text_of(row["status"]) == "not now" else "It has to wait.",
            *_because(text_of(row["reason"])).parts,
        )))  # fmt: skip
    if not blocks:
        return None
    return Section("cannot", "What we can’t do, and why", "We can’t", tuple(blocks))


def _because(why: str) -> Paragraph:
    if not why:
        return Paragraph(("Nobody has told us why. We will ask.",), lead="We can’t, for now.")
    return Paragraph((f"This is why: {quoted(why)}",), lead="We can’t, for now.")


def _owed(desk: Desk) -> Section | None:
    """Return the feedback that still has no answer, and what is said of it so far."""
    rows = _feedback(desk, "open", "not answered")
    if not rows:
        return None
    blocks: list[Block] = []
    for row in rows:
        blocks += _you_said(desk, row)
        reason = text_of(row["reason"])
        if reason:
            blocks.append(Paragraph((f"So far: {quoted(reason)}",), lead="Still open."))
        elif text_of(row["state"]) == "open":
            blocks.append(Paragraph(("We are still thinking about it.",), lead="Still open."))
        else:
            blocks.append(Paragraph(("We owe you an answer.",), lead="Not answered yet."))
    return Section("owed", "What we still owe you", "We owe you", tuple(blocks))


def _next(desk: Desk) -> Section:
    asked = desk.material.project.about.get("decision_asked")
    wanted = [asked] if isinstance(asked, str) else list(asked or [])
    open_ones = len(_feedback(desk, "open", "not answered"))
    blocks: list[Block] = []
    if wanted:
        blocks.append(Paragraph(("We ask the people who decide to do this:",)))
        blocks.append(Items(tuple(Paragraph((f"“{text_of(one)}”",)) for one in wanted)))
    if open_ones:
        told = in_words(open_ones)
        noun = "answer" if open_ones == 1 else "answers"
        blocks.append(Paragraph((f"We still owe you {told} {noun}.",)))
    blocks.append(Paragraph(("We will tell you what they say.",)))
    return Section("next", "What comes next", "Next", tuple(blocks))


def _your_words(desk: Desk) -> Section:
    about = desk.material.project.about
    until = day(text_of(about.get("withdrawal_cutoff_on")))
    contact = text_of(about.get("contact")).strip()
    sentences = [
        "We used your words and not your name.",
        "It can still be that some of you are known by what you said.",
        f"Have you changed your mind? Tell us by {until}. Then we take your words out."
        if until else "Have you changed your mind? Tell us, and we take your words out.",
    ]  # fmt: skip
    if contact:
        sentences.append(f"You can reach us here: “{contact.rstrip('.')}”.")
    return Section("words", "Your words", "Your words", (Paragraph(tuple(sentences)),))


def _right() -> Section:
    return Section("right", "Did we get it right?", "Did we?", (
        Callout("note", "Tell us", (
            Paragraph(("☐ Yes ☐ In part ☐ No",)),
            Paragraph(("What did we miss? Write it here:",)),
            Paragraph(("……………………………………………………",)),
        )),
    ))  # fmt: skip
