"""The first two pages: the decision asked, what matters most, who was heard and who not."""

from __future__ import annotations

from collections.abc import Sequence

from insights.reporting.cells import Row, text_of, whole_of
from insights.reporting.chapters.deciding import (
    Asked,
    all_uncosted,
    how_sure,
    say_decisions,
    say_next_step,
    say_whom,
)  # fmt: skip
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import say_dispute
from insights.reporting.chapters.people import (
    heard_line,
    heard_words,
    missing_words,
    n_heard,
)  # fmt: skip
from insights.reporting.chapters.sides import headline_codes, say_stances
from insights.reporting.chapters.sources_chapter import compose_reading_list, waiting_words
from insights.reporting.document import (
    Badge,
    Block,
    Callout,
    Cell,
    Fields,
    Heading,
    Items,
    KeyMessage,
    KeyMessages,
    Paragraph,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.tried import ITS_SKETCH
from insights.reporting.drafting.voices import IN_CODEBOOK
from insights.reporting.statements import counts_sentence
from insights.reporting.style import split_sentences
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
    uncapitalised,
)

_KEY_MESSAGES = 5
_CAPTION = "Drafted from what participants proposed"
_ORDER = "the most widely proposed first"
_SERIOUS_SAID = 2
_TABLE_ROWS = 5
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
            Items((*heard_words(desk), *_who_is_missing(desk))),
            Callout("caution", "Read this before quoting a number",
                    (Items(tuple(Paragraph((text,)) for text in _cautions(desk))),)),
        ),
    )  # fmt: skip


def _who_is_missing(desk: Desk) -> tuple[Paragraph, ...]:
    """Return who was not heard, in one item."""
    said = missing_words(desk)
    return (Paragraph(tuple(part for one in said for part in one.parts), lead=said[0].lead),)


def compose_decision(desk: Desk) -> tuple[Block, ...]:
    """Return what is to be decided; in a draft, that nobody has written it yet."""
    wanted = say_decisions(desk)
    if wanted:
        alone = len(wanted) == 1
        return (Callout(
            "decision",
            "The decision we ask for" if alone
            else f"We ask you to decide {in_words(len(wanted))} things",
            (
                *say_who_asks(desk),
                *(block for one in wanted for block in _decision(one, alone=alone)),
                *_of_all(desk, wanted),
            ),
        ),)  # fmt: skip
    if desk.material.released:
        return ()
    return (Callout(
        "missing",
        "The decision we ask for is not written yet",
        (Paragraph((("Say in project.toml, as decision_asked, what the reader is to decide and "
                    "by when."),)),),
    ),)  # fmt: skip


def say_who_asks(desk: Desk) -> tuple[Paragraph, ...]:
    """Return who asks for the decisions, and who answers questions.

    Whom they ask, and on which day, stands at the top of every paper.
    """
    about = desk.material.project.about
    owner, contact = text_of(about.get("owner")).strip(), text_of(about.get("contact")).strip()
    heard = heard_line(desk)
    who = f"{owner}, having heard {heard}" if owner and heard else owner
    if not (who or contact):
        return ()
    said = (full_stop(who) if who else "", full_stop(f"Questions: {contact}") if contact else "")
    return (Paragraph(tuple(words for words in said if words), lead="Who asks:" if who else ""),)


def _decision(asked: Asked, *, alone: bool) -> tuple[Block, ...]:
    """Return what is asked, in bold, and under it what is needed to answer, by name."""
    lead = asked.text if alone else f"{asked.label}. {asked.text}"
    return Paragraph((), lead=lead), *((Fields(asked.fields),) if asked.fields else ())


def _of_all(desk: Desk, wanted: Sequence[Asked]) -> tuple[Paragraph, ...]:
    """Return what is true of all decisions, or of some, said once."""
    said = []
    if early := [asked.label.removeprefix("Decision ") for asked in wanted if asked.comes_before]:
        which = "" if len(wanted) == 1 else (
            f" to {'Decision' if len(early) == 1 else 'Decisions'} {listed(early)}"
        )  # fmt: skip
        said.append(f"To say yes{which} now is to say it before its next step is done.")
    if desk.recommendations and all_uncosted(desk):
        what = "it" if len(wanted) == 1 else "any"
        said.append(f"Nobody has costed {what} yet.")
    return (Paragraph(tuple(said)),) if said else ()


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
    ungrouped = tuple(Paragraph((text,)) for text in say_ungrouped(desk))
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
    found: tuple[Block, ...] = (Heading(3, "In one minute"), *ungrouped, messages)
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
        else desk.quotes.short(excerpt_ids, kind=kind, theme=theme,
                               codes=headline_codes(desk, row)),
    )  # fmt: skip


def _voice_message(desk: Desk, row: Row) -> KeyMessage:
    voice_id = text_of(row["finding_id"])
    return KeyMessage(
        full_stop(text_of(row["title"])),
        desk.claim(f"{voice_id}.key", _without_definition(row), row["excerpt_ids"]),
        voice_id, voice_id, (Badge("warning", "Serious"),),
    )  # fmt: skip


def _without_definition(row: Row) -> str:
    """Return what is said of a serious voice, less how the codebook defines its matter."""
    said = split_sentences(text_of(row["statement"]))
    return " ".join(one for one in said if not one.startswith(IN_CODEBOOK))


def say_ungrouped(desk: Desk) -> list[str]:
    """Return that nobody's group is known, and what follows; nothing where somebody's is."""
    everybody = set().union(*desk.people.values())
    unknown = desk.people.get("", set()) | desk.people.get("unknown", set())
    if not unknown or len(set(desk.people) - {"", "unknown"}) > 1:
        return []
    whose = (
        "Nobody's group is recorded"
        if unknown == everybody
        else f"The group of {len(unknown):,} of {len(everybody):,} people is not recorded"
    )
    return [
        (
            f"{whose}, so nothing could be compared between groups. Whoever keeps the records can "
            "say who is who, and make this report again."
        )
    ]


def _without_findings(desk: Desk) -> list[str]:
    n = len(desk.material.excerpts)
    if n == 0:
        return ["Nothing has been read yet, so there is nothing to report."]
    texts = [
        *say_ungrouped(desk),
        (
            f"{capitalised(counted_noun(n, 'excerpt'))} came in and "
            f"{'has' if n == 1 else 'have'} been read by the software."
        ),
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
    to_do = [row for row in rows if not is_to_look(row)]
    asked = [row for row in to_do if len(row["decisions"])]
    shown = [row for row in to_do[:_TABLE_ROWS] if row not in asked]
    sure = ("How sure",) if not desk.reflexive else ()
    notes = (
        _above(asked),
        "This is not an order in which to do them.",
        _more(len(to_do) - len(shown) - len(asked)),
        "Each wording is still to be agreed with participants.",
        "" if any(text_of(row["owner"]) for row in rows) else "Nobody owns any yet.",
    )
    table = Table(
        caption=_CAPTION if desk.reflexive else f"{_CAPTION}, {_ORDER}",
        header=("Recommendation", "Who supports it", *sure, "Tried, and next step"),
        rows=tuple(_recommendation_row(desk, row) for row in shown),
        note=" ".join(note for note in notes if note),
        style="recommendations",
    )
    return Heading(3, "Recommendations"), *((table,) if shown else ()), *_to_look_into(desk)


def _above(asked: Sequence[Row]) -> str:
    """Return which recommendations the decisions are about, and so stand above the table."""
    if not asked:
        return ""
    labels = listed(text_of(row["label"]) for row in asked)
    return f"{labels} {'stands' if len(asked) == 1 else 'stand'} above, under the decisions."


def _more(n: int) -> str:
    if n <= 0:
        return ""
    return (
        f"{capitalised(counted_noun(n, 'more recommendation'))} "
        f"{'stands in its' if n == 1 else 'stand in their'} chapter."
    )


def _to_look_into(desk: Desk) -> tuple[Paragraph, ...]:
    """Return in a line which dangers somebody is asked to look into: they wait for no test."""
    rows = [row for row in desk.recommendations if is_to_look(row)]
    if not rows:
        return ()
    told_above = {text_of(voice["finding_id"]) for voice in desk.voices[:_SERIOUS_SAID]}
    told = listed(_said_of_danger(row, told_above) for row in rows)
    return (Paragraph(
        (f"{told}.", f"Name who looks into {'it' if len(rows) == 1 else 'each'}, and by when."),
        lead="A danger to look into:" if len(rows) == 1 else "Dangers to look into:",
    ),)  # fmt: skip


def _said_of_danger(row: Row, told_above: set[str]) -> str:
    """Return what somebody is asked to look into, in its own words unless they stand above."""
    found = [text_of(finding_id) for finding_id in row["finding_ids"]]
    if set(found) <= told_above:
        return f"{text_of(row['label'])} (see {listed(found)})"
    return f"{text_of(row['label'])} ({text_of(row['title']).removeprefix('Look into ')})"


def _recommendation_row(desk: Desk, row: Row) -> tuple[Cell, ...]:
    label = text_of(row["label"])
    who = text_of(row["supported_by"]).removeprefix("Both groups: ")
    support = desk.claim(f"{label}.summary", full_stop(who), row["for_excerpt_ids"])
    supported: Words = support if support.excerpt_ids else support.text
    whom = say_whom(row, desk)
    for_whom = f"It would fall to {uncapitalised(whom)}." if whom else ""
    step = (for_whom, say_next_step(row, desk))
    return (
        Cell((label, text_of(row["title"])), target=label, strong=True),
        Cell((supported,)),
        *((Cell(_sure(desk, row)),) if not desk.reflexive else ()),
        Cell((f"Tried: {uncapitalised(_tried(row))}", *(words for words in step if words))),
    )


def _tried(row: Row) -> str:
    """Return what is known of trying it; what became of its sketches stands on its card."""
    said = split_sentences(full_stop(text_of(row["tried"]) or "Not recorded"))
    return " ".join(one for one in said if not one.startswith(ITS_SKETCH)) or "No."


def _sure(desk: Desk, row: Row) -> tuple[str, ...]:
    need, helps = how_sure(desk, row)
    return f"Need: {need}.", f"Helps: {helps}."


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
                "rests on too few is called provisional."
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
