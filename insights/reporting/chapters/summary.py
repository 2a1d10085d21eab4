"""The first two pages: the decision asked, what matters most, who was heard and who not."""

from __future__ import annotations

from insights.reporting.cells import Row, text_of, whole_of
from insights.reporting.chapters.deciding import say_decisions, say_whom
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import say_dispute
from insights.reporting.chapters.people import heard_words, missing_words, n_heard
from insights.reporting.chapters.record import compose_reading_list, waiting_words
from insights.reporting.chapters.sides import say_stances
from insights.reporting.document import (
    Badge,
    Block,
    Callout,
    Cell,
    Heading,
    Items,
    KeyMessage,
    KeyMessages,
    Paragraph,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.drafting.piloting import left_to_say
from insights.reporting.statements import counts_sentence
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
    uncapitalised,
)

_KEY_MESSAGES = 5
_SERIOUS_SAID = 2
_TABLE_ROWS = 6
_ALWAYS_SAID = ("dissonant", "silent")
_VERY_FEW_PEOPLE, _FEW_PEOPLE = 8, 100


def compose_summary(desk: Desk) -> Section:
    """Return the summary, at most two printed pages."""
    return Section(
        "summary",
        "Summary",
        "Summary",
        (
            *compose_decision(desk),
            *_key_messages(desk),
            *_recommendations(desk),
            Heading(3, "Who we heard from, and who we did not"),
            Items((*heard_words(desk), *missing_words(desk))),
            Callout("caution", "Read this before quoting a number",
                    (Items(tuple(Paragraph((text,)) for text in _cautions(desk))),)),
        ),
    )  # fmt: skip


def compose_decision(desk: Desk) -> tuple[Block, ...]:
    """Return what is to be decided; in a draft, that nobody has written it yet."""
    wanted = say_decisions(desk)
    if len(wanted) == 1:
        return (Callout("decision", "The decision we ask for", wanted),)
    if wanted:
        title = f"We ask you to decide {in_words(len(wanted))} things"
        return (Callout("decision", title, (Items(wanted),)),)
    if desk.material.released:
        return ()
    return (Callout(
        "missing",
        "The decision we ask for is not written yet",
        (Paragraph((("Say in project.toml, as decision_asked, what the reader is to decide and "
                    "by when."),)),),
    ),)  # fmt: skip


def key_findings(desk: Desk, n: int = _KEY_MESSAGES) -> list[Row]:
    """Return ``n`` findings, in their order: the heaviest, with dissent and silence kept."""
    first: dict[str, Row] = {}
    for row in desk.findings:
        first.setdefault(text_of(row["theme"]), row)
    chosen = list(first.values())[:n]
    for wanted in _ALWAYS_SAID:
        found = [row for row in first.values() if text_of(row["convergence"]) == wanted]
        kept = [text_of(r["convergence"]) for r in chosen]
        others = [r for r, name in zip(chosen, kept, strict=True) if name not in _ALWAYS_SAID]
        if found and wanted not in kept and others:
            chosen = [r for r in chosen if r is not others[-1]] + found[:1]
    # In the order of the findings, so that F1 comes before F2 and a reader can follow.
    place = {text_of(row["finding_id"]): number for number, row in enumerate(desk.findings)}
    return sorted(chosen, key=lambda row: place[text_of(row["finding_id"])])


def _key_messages(desk: Desk) -> tuple[Block, ...]:
    if not desk.findings and not desk.voices:
        reading = compose_reading_list(desk)
        return (
            Heading(3, "In one minute"),
            Items(tuple(Paragraph((text,)) for text in _without_findings(desk))),
            *((reading,) if reading else ()),
        )
    chosen = key_findings(desk)
    voices = desk.voices[:_SERIOUS_SAID]
    messages = KeyMessages((
        *(_finding_message(desk, row) for row in chosen),
        *(_voice_message(desk, row) for row in voices),
    ))  # fmt: skip
    more = len(desk.voices) - _SERIOUS_SAID
    rest = capitalised(
        f"{counted_noun(more, 'more serious matter')} {'stands' if more == 1 else 'stand'} in "
        "the chapter on few voices, serious matters."
    )
    found = Heading(3, "In one minute"), messages
    return (*found, Paragraph((rest,))) if more > 0 else found


def _finding_message(desk: Desk, row: Row) -> KeyMessage:
    finding_id = text_of(row["finding_id"])
    theme, kind = text_of(row["theme"]), text_of(row["prompt_kind"])
    counts = desk.counts(theme, kind)
    words = desk.statement(row)
    if counts and not desk.reflexive:
        about = say_stances(desk, row) or say_dispute(desk, row)
        words = f"{counts_sentence(counts, desk.words)} {about}".strip()
    excerpt_ids = [str(e) for e in row["excerpt_ids"]]
    return KeyMessage(
        full_stop(text_of(row["title"])),
        desk.claim(f"{finding_id}.key", words, excerpt_ids),
        finding_id, finding_id, desk.badges(row),
        None if text_of(row["convergence"]) == "dissonant"  # one quote would be one side
        else desk.quotes.short(excerpt_ids, kind=kind, theme=theme),
    )  # fmt: skip


def _voice_message(desk: Desk, row: Row) -> KeyMessage:
    voice_id = text_of(row["finding_id"])
    return KeyMessage(
        full_stop(text_of(row["title"])),
        desk.claim(f"{voice_id}.key", text_of(row["statement"]), row["excerpt_ids"]),
        voice_id, voice_id, (Badge("warning", "Serious"),),
    )  # fmt: skip


def _without_findings(desk: Desk) -> list[str]:
    n = len(desk.material.excerpts)
    if n == 0:
        return ["Nothing has been read yet, so there is nothing to report."]
    texts = [
        (
            f"{capitalised(counted_noun(n, 'excerpt'))} came in and "
            f"{'has' if n == 1 else 'have'} been read by the software."
        )
    ]
    if len(desk.material.codes) == 0:
        texts.append("There is no codebook yet, so there are no themes and no findings.")
    else:
        texts.append("No excerpt carries a code that counts yet, so there are no findings.")
        texts += waiting_words(desk)
    n_topics = len(desk.material.topics)
    if n_topics:
        texts.append(
            f"The software sorted the excerpts into {counted_noun(n_topics, 'topic')} by their "
            "words. Topics are a prompt for people to read, not a result."
        )
    return texts


def _recommendations(desk: Desk) -> tuple[Block, ...]:
    rows = desk.recommendations
    if not rows:
        return (
            Heading(3, "Recommendations"),
            Paragraph((
                ("There are none yet. Recommendations are drafted from what participants "
                "proposed, once their proposals carry a code."),
            )),
        )  # fmt: skip
    shown = [row for n, row in enumerate(rows) if n < _TABLE_ROWS or len(row["decisions"])]
    sure = ("How sure of the need",) if not desk.reflexive else ()
    table = Table(
        caption="Drafted from what participants proposed",
        header=("Recommendation", "Who supports it", *sure, "Tried?", "Next step"),
        rows=tuple(_recommendation_row(desk, row) for row in shown),
        note=(
            f"{_more(len(rows) - len(shown))} Each wording is still to be agreed with "
            "participants."
        ).strip(),
        style="recommendations",
    )  # fmt: skip
    by_support = "" if desk.reflexive else (
        "Listed by how many groups, then how many people, proposed each."
    )  # fmt: skip
    order = (by_support, "It is not an order in which to do them.") if by_support else (
        "The order says nothing about what to do first.",
    )  # fmt: skip
    return Heading(3, "Recommendations"), Paragraph(order), table


def _more(n: int) -> str:
    if n <= 0:
        return ""
    return (
        f"{capitalised(counted_noun(n, 'more recommendation'))} "
        f"{'stands' if n == 1 else 'stand'} in the chapter on recommendations."
    )


def _recommendation_row(desk: Desk, row: Row) -> tuple[Cell, ...]:
    label = text_of(row["label"])
    support = desk.claim(
        f"{label}.summary", full_stop(text_of(row["supported_by"])), row["for_excerpt_ids"]
    )
    supported: Words = support if support.excerpt_ids else support.text
    level = desk.sure_of_need(row)
    level = Badge(level.kind, level.text.removesuffix(" confidence"))
    return (
        Cell((label, text_of(row["title"])), target=label, strong=True),
        Cell((supported,)),
        *((Cell((), (level,)),) if not desk.reflexive else ()),
        Cell((text_of(row["tried"]) or "Not recorded.",)),
        Cell((f"For: {full_stop(uncapitalised(say_whom(row, desk)))}", next_step(row))),
    )


def next_step(row: Row) -> str:
    """Return what has to happen next with a recommendation, in a sentence."""
    owner, due, pilot = (text_of(row[key]) for key in ("owner", "due", "pilot"))
    status = text_of(row["status"])
    if status not in ("", "draft"):
        done = f"{capitalised(status)}."
        return f"{done} {owner} leads{_by(due)}." if owner else done
    if not len(row["for_excerpt_ids"]):
        return "Find the evidence, or withdraw it."
    if text_of(row["convergence"]) == "dissonant":
        return "Hear both sides first."
    if text_of(row["missing"]):
        n = len(row["against_excerpt_ids"])
        voices = "one voice that says" if n == 1 else "voices that say"
        return f"Answer the {voices} otherwise."
    if left := left_to_say(pilot):
        return f"Plan the pilot: say {left}."
    if pilot and not pilot.startswith("Not planned"):
        return full_stop(pilot)
    if owner:
        return f"{owner} takes it forward{_by(due)}."
    return "Name an owner."


def _by(due: str) -> str:
    from insights.reporting.chapters.people import day

    return f" by {day(due)}" if due else ""


def _an_n(desk: Desk) -> str:
    """Return a number of people asked that stands in this report."""
    asked = [
        count.n for row in desk.findings
        for count in desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"])) if count.shown
    ]  # fmt: skip
    return f"{asked[0]:,}" if asked else "12"


def say_how_few(desk: Desk) -> list[str]:
    """Return what so few people can and cannot say; [] where they are many, or not counted."""
    n = len(set().union(*desk.people.values())) if desk.people and not desk.reflexive else 0
    if _VERY_FEW_PEOPLE <= n < _FEW_PEOPLE:
        told = "Few" if n_heard(desk) is None else f"{n}"
        enough = f"{told} people are enough to find out what matters."
        return [f"{enough} They are not enough to say how common it is."]
    if 0 < n < _VERY_FEW_PEOPLE:
        return ["So few people can say what matters to them, not how common it is."]
    return []


def _cautions(desk: Desk) -> list[str]:
    material = desk.material
    texts = []
    if material.project.fictional:
        texts.append("The people, their words and the numbers are invented, to show the method.")
    if not desk.reflexive:
        n_counted, n_confirmed = desk.coding_state
        if n_counted and n_confirmed < n_counted:
            told = "none" if n_confirmed == 0 else f"{n_confirmed:,}"
            texts.append(
                f"People have confirmed {told} of the {n_counted:,} codings that count. What "
                "rests on too few of them is called provisional."
            )
        if desk.met_once:
            met = "Both groups" if len(material.groups) == 2 else "The groups"
            texts.append(
                f"{met} met once each. So a difference between them could also be a difference "
                "between two days."
            )
        texts += say_how_few(desk)
        if desk.findings and not desk.uncounted:
            texts.append("“Of 13” counts those who were asked that question. It can be fewer than "
                         "were heard.".replace("13", _an_n(desk)))  # fmt: skip
        if desk.findings:
            texts.append("Counts say who was recorded raising something. Not raising it is not "
                         "disagreeing.")  # fmt: skip
    else:
        texts.append("This project reads for meaning. It does not count people, by design.")
    n_notes = whole_of(material.sources["n_unattributed"].sum()) if len(material.sources) else 0
    if n_notes:
        texts.append(
            f"{capitalised(counted_noun(n_notes, 'note'))} "
            f"{'does' if n_notes == 1 else 'do'} not say who spoke. "
            f"{'It is' if n_notes == 1 else 'They are'} shown and never counted as people."
        )
    small = [
        group for group in material.groups
        if 0 < len(desk.people.get(group, ())) < desk.settings.smallest_group
    ]  # fmt: skip
    if small:
        named = listed(desk.words(group) for group in small)
        which = named if len(small) <= 3 else f"{len(small)} of the groups"
        texts.append(
            f"Groups with fewer than {in_words(desk.settings.smallest_group)} people are heard "
            f"and quoted, but not counted: {which}."
        )
    return texts
