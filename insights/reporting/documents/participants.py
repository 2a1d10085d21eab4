"""The report for the people who took part: you said, we did, we can't and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import (
    MADE,
    WAITING,
    end_of,
    fate_of,
    feedback_in,
    idea_title,
    ideas_behind,
    ideas_in,
    stands_still,
    title_of_asked,
)
from insights.reporting.chapters.findings_chapter import say_dispute
from insights.reporting.chapters.further_ideas import further_ideas
from insights.reporting.chapters.look_up import (
    PRAISE,
    claim_asked,
    claim_drawn,
    compose_look_up,
    quote_note,
    reason_of,
    say_because,
    say_waiting,
)
from insights.reporting.chapters.people import day, n_heard
from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.reach import compose_contact
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.chapters.sides import quotes_of_both
from insights.reporting.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quote,
    QuoteList,
    Report,
    Section,
    Words,
    own_words,
)
from insights.reporting.documents.commissioner import report_status
from insights.reporting.material import ReportMaterial
from insights.reporting.reading import say_reading
from insights.reporting.wording import capitalised, full_stop, in_words, listed

# What stands in the four pages; the rest stands in the lists after them.
_THEMES, _DISPUTES, _SHOWN, _REASONS = 4, 1, 3, 3
_FEW_WORDS = (25, 40)


def compose_participants_report(material: ReportMaterial) -> Report:
    """Return the report for participants: large type, short words, their own words untouched.

    What was done comes from the answers on record (recommendations with a status, answers
    to feedback on a draft); where there is none yet it says so.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    # Its quotes are chosen first: one of each side, before the rest uses them up.
    disputes = _disputes(desk)
    look_up = compose_look_up(desk)
    made = (
        _thanks(desk, look_up), _said(desk), _disagreed(disputes), _did(desk), _cannot(desk),
        _owed(desk), _your_words(desk), _right(), _next(desk),
        look_up, _also_said(desk, disputes),
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
    told = ("For the author, until release:", *say_reading("\n".join(own_words(report))))
    return report if material.released else replace(report, for_author=told)


def _thanks(desk: Desk, look_up: Section | None) -> Section:
    n = n_heard(desk) or 0
    smallest = desk.settings.smallest_group
    blocks: list[Block] = [
        Paragraph((
            f"{n:,} of you took part. Thank you." if n >= smallest else "Thank you for your help.",
            "You gave us your time and your words.",
            "You told us what it is like, and what would help.",
            "This tells you what we heard, and what comes next.",
            *(("At the end you can look up what became of your own idea.",) if look_up else ()),
        ))
    ]  # fmt: skip
    question = desk.material.project.question.strip()
    if question:
        blocks.append(Paragraph((f"We asked: “{question}”",)))
    return Section("thanks", "Thank you", "Thank you", tuple(blocks))


def _raised(desk: Desk) -> list[Row]:
    """Return the findings on what it is like; where nobody was asked that, every finding."""
    rows = [row for row in desk.findings if text_of(row["prompt_kind"]) == "problem"]
    return rows or desk.findings


def _said(desk: Desk) -> Section | None:
    rows = _raised(desk)
    if not rows:
        return None
    blocks = [block for row in rows[:_THEMES] for block in _theme(desk, row, _brief)]
    rest = rows[_THEMES:]
    if rest:
        named = listed(f"“{text_of(row['theme'])}”" for row in rest)
        claim = desk.claim("said.also", f"You also spoke about {named}.",
                           [e for row in rest for e in row["excerpt_ids"]])  # fmt: skip
        blocks.append(Paragraph((claim, "That is at the end.")))
    return Section("said", "What you said", "What you said", tuple(blocks))


def _theme(desk: Desk, row: Row, chosen: Callable[[Desk, list[str]], list[str]]) -> list[Block]:
    """Return who spoke about a theme, and words of both groups."""
    claim = desk.claim(f"said.{text_of(row['finding_id'])}", _how_many(desk, row),
                       row["excerpt_ids"])  # fmt: skip
    return [
        Heading(3, text_of(row["theme"])),
        Paragraph((claim,)),
        QuoteList("", _from_both(desk, row, chosen)),
    ]


def _brief(desk: Desk, excerpt_ids: list[str]) -> list[str]:
    """Return the excerpts that say something whole in a few lines; all where none does."""
    said = {
        e: text_of(desk.material.excerpt[e]["text"])
        for e in excerpt_ids if e in desk.material.excerpt
    }  # fmt: skip
    whole = [e for e, text in said.items() if is_self_standing(text)]
    for most in _FEW_WORDS:
        few = [e for e in whole if len(said[e].split()) <= most]
        if few:
            return few
    return excerpt_ids


def _whole(desk: Desk, excerpt_ids: list[str]) -> list[str]:
    """Return the excerpts, however long."""
    return excerpt_ids


def _from_both(
    desk: Desk, row: Row, chosen: Callable[[Desk, list[str]], list[str]]
) -> tuple[Quote, ...]:
    """Return two quotes: one of each group where both spoke, whatever side they took.

    Words that may be printed come before all others, however long they are.
    """
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    ids = [str(e) for e in row["excerpt_ids"]]
    ids = [e for e in ids if not desk.material.is_withheld(e)] or ids
    each: list[Quote] = []
    for group in desk.pair or ():
        own = [e for e in ids if desk.material.group_of.get(e) == group]
        each += desk.quotes.choose(chosen(desk, own), 1, group, kind=kind, theme=theme)
    if len(each) > 1:
        return tuple(each)
    return desk.quotes.choose(chosen(desk, ids), 2, kind=kind, theme=theme)


def _how_many(desk: Desk, row: Row) -> str:
    """Return who spoke about it, as short as it can be said."""
    counts = desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"]))
    told = [
        f"{'at least ' if count.at_least and count.k < count.n else ''}{count.k} of {count.n} "
        f"{desk.words(count.group)}"
        for count in counts if count.k
    ]  # fmt: skip
    if desk.reflexive or not told or not all(count.exact for count in counts):
        return "Some of you spoke about this."
    return full_stop(f"{capitalised(listed(told))} spoke about this")


def _disputes(desk: Desk) -> list[tuple[Block, ...]]:
    """Return each theme on which people did not agree, with a voice of either side."""
    found: list[tuple[Block, ...]] = []
    for row in desk.findings:
        if text_of(row["convergence"]) != "dissonant":
            continue
        claim = desk.claim(f"differ.{text_of(row['finding_id'])}",
                           f"You did not all agree on “{text_of(row['theme'])}”.",
                           row["excerpt_ids"])  # fmt: skip
        matter = say_dispute(desk, row).partition(": ")[2]
        asked = (f"Some of you say yes to this, and some say no: {matter}",) if matter else ()
        both = quotes_of_both(desk, row)
        said = (QuoteList("", (*both[0], *both[1])),) if both is not None else ()
        found.append((Paragraph((claim, *asked, "We heard both sides. No side is wrong.")), *said))
    return found


def _disagreed(disputes: list[tuple[Block, ...]]) -> Section | None:
    blocks = tuple(block for one in disputes[:_DISPUTES] for block in one)
    return Section("differ", "Where you did not agree", "Not agreed", blocks) if blocks else None


def _also_said(desk: Desk, disputes: list[tuple[Block, ...]]) -> Section | None:
    """Return what had no room before: further themes, and further things not agreed on."""
    blocks = [block for row in _raised(desk)[_THEMES:] for block in _theme(desk, row, _whole)]
    more = [block for one in disputes[_DISPUTES:] for block in one]
    blocks += [Heading(3, "Where else you did not agree"), *more] if more else []
    if not blocks:
        return None
    return Section("also", "What else you said", "What else you said", tuple(blocks), annex=True)


def _did(desk: Desk) -> Section | None:
    """Return what was done and what is being done: grouped, the list at the end has each."""
    asked: dict[str, list[Row]] = {}
    for row in desk.recommendations:
        asked.setdefault(fate_of(desk, row), []).append(row)
    blocks = [
        *_changed(desk),
        *_asked_for(desk, "We did this:", asked.get("done", [])),
        *_asked_for(desk, "We have said yes to this:", asked.get("agreed", [])),
        *_asked_for(desk, "We are trying this:", asked.get("trying", [])),
        *_asked_for(desk, "We have asked those who decide to say yes to this:",
                    asked.get("asked", [])),
        *_built(desk),
        *_asked_for(desk, "You do not all agree on this. So we will talk with you first:",
                    asked.get("not agreed", [])),
        *_asked_for(desk, "No one has said yes or no to this yet. We will tell you:",
                    asked.get("no answer", [])),
        *_to_look(desk, asked.get("to look", [])),
    ]  # fmt: skip
    if not blocks:
        return None
    return Section("did", "You said, we did", "We did", tuple(blocks))


def _changed(desk: Desk) -> list[Block]:
    """Return how many notes on the draft changed it, and one change of each part."""
    rows = feedback_in(desk, "changed")
    told = [row for row in rows if text_of(row["what"])]
    told.sort(key=lambda row: text_of(row["type"]) == PRAISE)  # what answers a wish comes first
    if not rows:
        return []
    parts: dict[str, list[Row]] = {}
    for row in told:
        parts.setdefault(text_of(row["section"]), []).append(row)
    first = [of_part[0] for of_part in parts.values()]
    rest = [row for row in told if all(row is not one for one in first)]
    shown = [*first, *rest][:_SHOWN]
    things = "one thing" if len(rows) == 1 else f"{in_words(len(rows))} things"
    claim = desk.claim("changed", f"You told us, and we changed {things} in the draft.",
                       [e for row in rows for e in row["excerpt_ids"]])  # fmt: skip
    some = ("Here are some:",) if 0 < len(shown) < len(rows) else ()
    items = tuple(
        Paragraph((quoted(text_of(row["what"])),), lead=f"{text_of(row['section'])}:".lstrip(":"))
        for row in shown
    )
    return [Paragraph((claim, *some)), *([Items(items)] if items else [])]


def _asked_for(desk: Desk, lead: str, rows: list[Row]) -> list[Block]:
    """Return the things asked for that share one answer: some by name, the rest as a number."""
    if not rows:
        return []
    titles = tuple(
        Paragraph((desk.claim(f"short.{text_of(row['label'])}", quoted(title_of_asked(row)),
                              row["for_excerpt_ids"]),))
        for row in rows[: _SHOWN if len(rows) > _SHOWN else None]
    )  # fmt: skip
    return [Paragraph((), lead=lead), Items((*titles, *_more(len(rows) - len(titles))))]


def _to_look(desk: Desk, rows: list[Row]) -> list[Block]:
    """Return that somebody is asked to look into dangers; the list at the end names them."""
    if not rows:
        return []
    things = "one danger" if len(rows) == 1 else f"{in_words(len(rows))} dangers"
    ids = [str(e) for row in rows for e in row["for_excerpt_ids"]]
    claim = desk.claim("look", f"Some of you spoke of {things}.", ids)
    return [Paragraph((claim, "We ask for somebody to look."))]


def _more(n: int) -> tuple[Paragraph, ...]:
    """Return that more stand in the list at the end; () where none do."""
    verb = "is" if n == 1 else "are"
    told = f"{capitalised(in_words(n))} more {verb} in the list at the end."
    return (Paragraph((told,)),) if n > 0 else ()


def _built(desk: Desk) -> list[Block]:
    told = []
    for state, said in (
        ("prototype", "From your drawings we built {}. People tried {}."),
        ("elsewhere", "We did not build {} as drawn. People tried {} in another place."),
        ("commitment", "We said yes to {}."),
    ):
        rows = [row for row in ideas_in(desk, *MADE) if end_of(desk, row) == state]
        if rows:
            named = listed(f"“{idea_title(row)}”" for row in rows)
            words = said.format(named, "it" if len(rows) == 1 else "them")
            ids = [text_of(row["excerpt_id"]) for row in rows]
            told.append(desk.claim(f"drawn.{state}", words, ids))
    return [Paragraph(tuple(told))] if told else []


def _cannot(desk: Desk) -> Section | None:
    """Return what cannot be done and why, in the words of those who decided."""
    told: set[str] = set()
    each: list[list[Block]] = []
    for row in desk.recommendations:
        fate = fate_of(desk, row)
        if fate == "asked":
            told |= {text_of(idea["idea_id"]) for idea in ideas_behind(desk, row)}
        if fate != "cannot":
            continue
        each += _refused(desk, row, told)
        told |= {text_of(idea["idea_id"]) for idea in ideas_behind(desk, row)}
    each += [
        [quote_note(desk, row), say_because(text_of(row["reason"]))]
        for row in feedback_in(desk, "not changed")
    ]
    each += [
        [Paragraph(say_waiting(desk, row, claim_drawn(desk, row, "waits")))]
        for row in ideas_in(desk, *WAITING)
        if text_of(row["idea_id"]) not in told and stands_still(desk, row)
    ]  # fmt: skip
    if not each:
        return None
    shown = each[:_REASONS]
    blocks = [block for one in shown for block in one]
    blocks += _more(len(each) - len(shown))
    return Section("cannot", "What we can’t do, and why", "We can’t", tuple(blocks))


def _refused(desk: Desk, row: Row, told: set[str]) -> list[list[Block]]:
    """Return why a thing asked for has to wait: itself, or each drawing not ``told`` of yet."""
    asked, why = claim_asked(desk, row, "refused"), reason_of(row)
    ideas = ideas_behind(desk, row)
    if why or not ideas:
        because = say_because(why)
        return [[Paragraph((asked, because.lead, *because.parts))]]
    fresh = [idea for idea in ideas if text_of(idea["idea_id"]) not in told]
    waits = [say_waiting(desk, idea, claim_drawn(desk, idea, "waits")) for idea in fresh]
    if not waits:  # it waits for what another request waits for
        waits = [say_waiting(desk, ideas[0], quoted(idea_title(ideas[0])))]
    return [[Paragraph(parts)] for parts in ((asked, *waits[0]), *waits[1:])]


def _owed(desk: Desk) -> Section | None:
    """Return how much still has no answer; the list at the end says what."""
    rows = feedback_in(desk, "open", "not answered")
    undecided = ideas_in(desk, "open")
    further = further_ideas(desk)
    told: list[Words] = []
    if rows:
        noun = "answer" if len(rows) == 1 else "answers"
        told.append(desk.claim("owed", f"We still owe you {in_words(len(rows))} {noun}.",
                               [e for row in rows for e in row["excerpt_ids"]]))  # fmt: skip
    if undecided:
        named = listed(f"“{idea_title(row)}”" for row in undecided)
        told.append(f"{named} {'is' if len(undecided) == 1 else 'are'} still open.")
        if any(text_of(row["reason"]) for row in undecided):
            told.append("The list at the end says why.")
    if further:
        noun = "idea" if len(further) == 1 else "ideas"
        told += [
            desk.claim("further", f"You had {in_words(len(further))} more {noun}.", further),
            "No one has said yes or no to them yet.",
        ]
    if not told:
        return None
    return Section("owed", "What we still owe you", "We owe you", (Paragraph(tuple(told)),))


def _your_words(desk: Desk) -> Section:
    about = desk.material.project.about
    until = day(text_of(about.get("withdrawal_cutoff_on")))
    kept = day(text_of(about.get("retain_until_on")))
    sentences = [
        "We used your words and not your name.",
        "It can still be that some of you are known by what you said.",
        f"Have you changed your mind? Tell us by {until}. Then we take your words out."
        if until else "Have you changed your mind? Tell us, and we take your words out.",
        "You do not have to say why.",
        *((f"We keep what you said until {kept}. Then we delete it.",) if kept else ()),
    ]  # fmt: skip
    return Section("words", "Your words", "Your words", (Paragraph(tuple(sentences)),))


def _right() -> Section:
    return Section("right", "Did we get it right?", "Did we get it right?", (
        Paragraph(("☐ Yes ☐ In part ☐ No",)),
        Paragraph(("What did we miss? Write it here:",)),
        Paragraph(("……………………………………………………",)),
        Paragraph(("Send us this page, ring us, or tell us when we meet.",)),
    ))  # fmt: skip


def _next(desk: Desk) -> Section:
    project = desk.material.project
    asked = project.about.get("decision_asked")
    wanted = [asked] if isinstance(asked, str) else list(asked or [])
    blocks: list[Block] = []
    if wanted:
        decides = project.commissioner.strip()
        who = f"“{decides}”" if decides else "the people who decide"
        blocks.append(Paragraph((f"We ask {who} to do this:",)))
        blocks.append(Items(tuple(Paragraph((f"“{text_of(one)}”",)) for one in wanted)))
    blocks.append(Paragraph(("We will tell you what they say.",)))
    return Section("next", "What comes next", "Next", (
        *blocks, Heading(3, "How to reach us"), *compose_contact(project.about),
    ))  # fmt: skip
