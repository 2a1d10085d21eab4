"""The chapters on what people said: the findings, and few voices on serious matters."""

from __future__ import annotations

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.how_sure import say_how_sure, say_why_unsaid
from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.chapters.sides import headline_codes, of_side, say_sides, say_stances
from insights.reporting.chapters.votes_chapter import say_votes
from insights.reporting.document import (
    Badge,
    Block,
    Cell,
    Field,
    Fields,
    Finding,
    Heading,
    Paragraph,
    QuoteList,
    QuotePair,
    Section,
    Table,
)  # fmt: skip
from insights.reporting.drafting.confidence import APART
from insights.reporting.drafting.dangers import shows_harm
from insights.reporting.statements import (
    TOO_FEW,
    UNTOLD,
    class_label,
    limits_of,
    subject,
    without_prominence,
)
from insights.reporting.wording import (
    Count,
    capitalised,
    full_stop,
    in_words,
    listed,
    uncapitalised,
)

_IN_FULL = 10
_VOICES_SHOWN = 4
_SEVERAL = 3  # findings with one limit: it is said once for all of them
_KIND_BADGES = {
    "problem": "Experience or problem", "idea": "Idea", "unspecified": "Open question",
}  # fmt: skip


def compose_findings(desk: Desk) -> Section | None:
    """Return the findings, heaviest first, with paired quotes and exceptions."""
    if not desk.findings:
        return None
    rest = desk.findings[_IN_FULL:]
    once = _says_once(desk)
    blocks: list[Block] = [_finding(desk, row, once) for row in desk.findings[:_IN_FULL]]
    if rest:
        blocks.append(Heading(3, "Further themes"))
        blocks.append(_further(desk, rest, once))
    several = _limits_of_several(desk)
    if several:
        blocks.insert(0, Paragraph(several, lead="Holds for several."))
    held = _limits_of_all(desk, once)
    if held:
        blocks.insert(0, Paragraph((held,), lead="Holds for all of them."))
    return Section(
        "findings", "What people told us", "Findings", tuple(blocks),
        "Heaviest first: how many people, whether in both groups, how serious. Quotes are "
        "chosen to let many people speak, not for their drama.",
    )  # fmt: skip


def _limits_of_all(desk: Desk, once: bool) -> str:
    """Return the limits that hold for every finding, so that none has to repeat them."""
    if desk.reflexive:
        return ""
    small = listed(desk.words(group) for group in desk.pair or () if group in desk.too_small)
    few = (
        f"Fewer than {in_words(desk.settings.smallest_group)} {small} were asked, so they are "
        "quoted but not counted, and nothing is compared. Hear more of them before setting the "
        "groups side by side."
    )
    if desk.uncounted:
        return (
            f"Fewer than {in_words(desk.settings.smallest_group)} people were asked in either "
            "group. So this report counts nobody and compares nothing: read what they said. It "
            "takes more people to set the groups side by side."
        )
    shared = limits_of("; ".join(sorted(_shared_caveats(desk))))
    untold = UNTOLD if once else ""
    return " ".join(
        part for part in (few if small else "", untold, shared, _start_of_all(desk)) if part
    )


def _statement(desk: Desk, row: Row, once: bool) -> str:
    """Return a finding's statement, without what the chapter says once for all of them."""
    statement = desk.statement(row)
    return without_prominence(statement) if once else statement


def _says_once(desk: Desk) -> bool:
    """Return whether the chapter says for all findings what many of them cannot tell."""
    told = [desk.statement(row) for row in desk.findings]
    return sum(without_prominence(one) != one for one in told) > 1


def _limits_of_several(desk: Desk) -> tuple[str, ...]:
    """Return the limits that hold for several findings, each once with the findings' numbers."""
    if desk.reflexive or desk.uncounted:
        return ()
    return tuple(
        f"{listed(labels)}: {uncapitalised(limits_of(caveat))}"
        for caveat, labels in _frequent_caveats(desk).items()
    )


def _frequent_caveats(desk: Desk) -> dict[str, list[str]]:
    """Return the limits of several findings told in full, with the numbers of those findings."""
    shared = _shared_caveats(desk)
    found: dict[str, list[str]] = {}
    for row in desk.findings[:_IN_FULL]:
        compared = desk.compared.get((text_of(row["theme"]), text_of(row["prompt_kind"])))
        for caveat in text_of(compared["caveats"]).split("; ") if compared else ():
            if caveat not in shared and limits_of(caveat):
                found.setdefault(caveat, []).append(text_of(row["finding_id"]))
    return {caveat: labels for caveat, labels in found.items() if len(labels) >= _SEVERAL}


def _start_of_all(desk: Desk) -> str:
    """Return why no finding can be rated High yet, where that holds for all; said once."""
    apart = [APART in map(text_of, row["concerns"]) for row in desk.findings]
    if not any(apart):
        return ""
    if all(apart):
        return f"No finding is rated above Moderate: {APART}."
    return "What nobody has taken back to the groups is rated Moderate at most: they met apart."


def _shared_caveats(desk: Desk) -> frozenset[str]:
    """Return the caveats that every comparison of a finding carries, if there are several."""
    told = [
        frozenset(text_of(desk.compared[key]["caveats"]).split("; "))
        for row in desk.findings
        if (key := (text_of(row["theme"]), text_of(row["prompt_kind"]))) in desk.compared
    ]
    return frozenset.intersection(*told) - {""} if len(told) > 1 else frozenset()


def _finding(desk: Desk, row: Row, once: bool) -> Finding:
    finding_id = text_of(row["finding_id"])
    counts = desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"]))
    mostly, otherwise = _two_views(desk, row)
    statement = _statement(desk, row, once)
    dispute, sides = say_stances(desk, row) or say_dispute(desk, row), say_sides(desk, row)
    blocks: list[Block] = [
        Paragraph(
            (
                desk.claim(finding_id, statement, row["excerpt_ids"]),
                *((dispute,) if dispute else ()),
                *((sides,) if sides else ()),
            )
        ),
        *_within(desk, row),
        *_quotes(desk, row, counts, mostly),
    ]
    if otherwise:
        quotes = desk.quotes.choose(
            otherwise, 2, kind=text_of(row["prompt_kind"]), theme=text_of(row["theme"])
        )
        blocks.append(QuoteList(
            "Someone who saw it differently" if len(quotes) == 1
            else "People who saw it differently", quotes,
        ))  # fmt: skip
        unsaid = say_why_unsaid(desk, quotes)
        if unsaid:
            blocks.append(Paragraph((unsaid,)))
    fields = []
    voted = say_votes(desk, row["statement_ids"])
    if voted:
        fields.append(Field("In the votes", (voted,)))
    if not desk.reflexive and text_of(row["confidence"]):
        unseen = "" if otherwise else _where_dissent_stands(row)
        fields.append(Field("How sure we are", (f"{say_how_sure(desk, row)} {unseen}".strip(),)))
    if text_of(row["checked"]):
        checked = desk.claim(f"{finding_id}.checked", text_of(row["checked"]),
                             row["check_excerpt_ids"])  # fmt: skip
        fields.append(Field("Read back to people", (checked if checked.excerpt_ids else
                                                    checked.text,)))  # fmt: skip
    compared = desk.compared.get((text_of(row["theme"]), text_of(row["prompt_kind"])))
    own = set(text_of(compared["caveats"]).split("; ") if compared else ()) - _shared_caveats(desk)
    limits = limits_of("; ".join(own - set(_frequent_caveats(desk))))
    if limits and not desk.reflexive and not desk.uncounted:
        fields.append(Field("Limits", (limits,)))
    step = _what_would_help(desk, row, counts)
    if step:
        fields.append(Field("What would help", (step,)))
    if fields:
        blocks.append(Fields(tuple(fields)))
    kind = _KIND_BADGES.get(text_of(row["prompt_kind"]), "")
    badges = desk.badges(row) + ((Badge("neutral", kind),) if kind else ())
    return Finding(finding_id, finding_id, text_of(row["title"]), badges, tuple(blocks))


def _where_dissent_stands(row: Row) -> str:
    """Return where those are quoted who say otherwise, if they are most of their group."""
    if not len(row["against_excerpt_ids"]):
        return ""
    return "Most of one group says otherwise: the words above are theirs."


def say_dispute(desk: Desk, row: Row) -> str:
    """Return what the groups disagree about, in the codebook's words; '' where it has none.

    A code may have a claim that people support or oppose; a theme on which the groups disagree
    is about the claims of its codes.
    """
    if text_of(row["convergence"]) != "dissonant":
        return ""
    used = {text_of(code) for code in desk.material.counted["code_id"]}
    claims = [
        text_of(code["claim"]).strip().rstrip(".")
        for code in rows_of(desk.material.codes)
        if text_of(code["theme"]) == text_of(row["theme"]) and text_of(code["code_id"]) in used
    ]
    told = listed(f"“{claim}”" for claim in dict.fromkeys(claims) if claim)
    return f"What they disagree about: {told}." if told else ""


def _within(desk: Desk, row: Row) -> list[Block]:
    """Return the codes a theme is made of, with how many people raised each."""
    within = desk.codes_within.get((text_of(row["theme"]), text_of(row["prompt_kind"])), [])
    if desk.reflexive or not within or [name for name, _ in within] == [text_of(row["theme"])]:
        return []
    told = [f"“{name}”: {desk.say_raised(counts)}." for name, counts in within[:4]]
    return [Paragraph(tuple(told), lead="What it is made of.")]


def _two_views(desk: Desk, row: Row) -> tuple[list[str], list[str]]:
    """Return, group by group, the excerpts of the view most of its people took, and dissent.

    So a finding on which two groups disagree shows each group's own view. Dissent is what a
    person recorded as standing against that view; words with no recorded stance are not.
    """
    theme = text_of(row["theme"])
    against = {str(e) for e in row["against_excerpt_ids"]}
    views: dict[str, tuple[list[str], list[str]]] = {}
    for excerpt_id in (str(e) for e in row["excerpt_ids"]):
        if excerpt_id in desk.material.excerpt:
            sides = views.setdefault(desk.material.group_of[excerpt_id], ([], []))
            sides[excerpt_id in against].append(excerpt_id)
    mostly, otherwise = [], []
    for in_favour, opposed in views.values():
        if _n_people(desk, opposed) > _n_people(desk, in_favour):
            mostly += opposed
            otherwise += [e for e in in_favour if "supports" in desk.stances.get((e, theme), ())]
        else:
            mostly += in_favour
            otherwise += opposed
    standing = [e for e in otherwise if is_self_standing(text_of(desk.material.excerpt[e]["text"]))]
    return mostly, standing or otherwise


def _n_people(desk: Desk, excerpt_ids: list[str]) -> int:
    people = (text_of(desk.material.excerpt[e]["participant_id"]) or e for e in excerpt_ids)
    return len(set(people))


def _quotes(desk: Desk, row: Row, counts: tuple[Count, ...], excerpt_ids: list[str]) -> list[Block]:
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    sides = [
        desk.quotes.choose(of_side(desk, row, count.group, excerpt_ids), 2, count.group,
                           kind=kind, theme=theme, codes=headline_codes(desk, row))
        for count in counts
    ] if desk.pair is not None else []  # fmt: skip
    if not any(sides):
        quotes = desk.quotes.choose(excerpt_ids, 3, kind=kind, theme=theme,
                                    codes=headline_codes(desk, row))  # fmt: skip
        return [QuoteList("In their words", quotes)] if quotes else []
    empty = [
        "" if quotes else _no_quotes(desk, count, text_of(row["convergence"]))
        for quotes, count in zip(sides, counts, strict=True)
    ]
    headings = [capitalised(desk.words(count.group)) for count in counts]
    return [QuotePair(headings[0], sides[0], headings[1], sides[1], *empty)]


def _no_quotes(desk: Desk, count: Count, convergence: str) -> str:
    if not count.asked:
        return f"No {desk.words(count.group)} are known to have been asked."
    if count.k == 0 and not count.at_least and convergence == "not yet judged":
        return "Too little has been read by a person to say whether anybody raised it."
    return "Nobody was recorded raising it." if count.k == 0 and not count.at_least else (
        "No words to show."
    )  # fmt: skip


def _what_would_help(desk: Desk, row: Row, counts: tuple[Count, ...]) -> str:
    convergence = text_of(row["convergence"])
    if convergence == "silent":
        quiet = listed(desk.words(count.group) for count in counts if not count.k)
        return f"Ask {quiet} about it directly at the next round." if quiet else ""
    return {
        "dissonant": "Bring both views to both groups together. Ask what would have to be true "
        "for each.",
        "thin": "Ask about it again at the next round.",
        "not yet judged": _to_judge(desk, row),
    }.get(convergence, "")


def _to_judge(desk: Desk, row: Row) -> str:
    compared = desk.compared.get((text_of(row["theme"]), text_of(row["prompt_kind"])))
    if compared and "conflict_elsewhere" in text_of(compared["caveats"]).split("; "):
        return "A second person reads both sides and judges whether the groups disagree here too."
    return "A person reads these excerpts. They judge whether both groups mean the same."


def _further(desk: Desk, rows: list[Row], once: bool) -> Table:
    told = [_statement(desk, row, once) for row in rows[:60]]
    few = any(TOO_FEW in one for one in told)
    notes = (
        f"{class_label('thin')}: {TOO_FEW[0].lower()}{TOO_FEW[1:]}" if few else "",
        f"The other {len(rows) - 60:,} stand in comparison.csv." if len(rows) > 60 else "",
    )
    return Table(
        caption="Themes raised by fewer people",
        header=("Theme", "What was recorded", "How sure are we"),
        rows=tuple(
            (
                Cell((text_of(row["finding_id"]), subject(text_of(row["theme"]),
                                                          text_of(row["prompt_kind"]))),
                     strong=True),
                Cell((desk.claim(text_of(row["finding_id"]), one.replace(TOO_FEW, "").strip(),
                                 row["excerpt_ids"]),)),
                Cell((), desk.badges(row)),
            )
            for row, one in zip(rows, told, strict=False)
        ),
        note=" ".join(note for note in notes if note),
    )  # fmt: skip


def compose_voices(desk: Desk) -> Section | None:
    """Return single serious voices: small in number, never dropped for it."""
    if not desk.voices:
        return None
    findings = []
    for row in desk.voices:
        voice_id = text_of(row["finding_id"])
        statement = desk.claim(voice_id, text_of(row["statement"]), row["excerpt_ids"])
        quotes = desk.quotes.choose(_showing(desk, row), _VOICES_SHOWN)
        blocks: list[Block] = [Paragraph((statement,))]
        if quotes:
            blocks.append(QuoteList("In their words", quotes))
        unsaid = say_why_unsaid(desk, quotes)
        if unsaid:
            blocks.append(Paragraph((unsaid,)))
        blocks.append(Fields((Field("What to do", (_to_do(desk, voice_id),)),)))
        findings.append(
            Finding(voice_id, voice_id, text_of(row["title"]),
                    (Badge("warning", "Serious"), *(() if desk.reflexive else (desk.sure(row),))),
                    tuple(blocks))
        )  # fmt: skip
    return Section(
        "voices", "Few voices, serious matters", "Serious voices", tuple(findings),
        "Safety, rights and exclusion stand here however few people raised them. Check with the "
        "person before acting or quoting.",
    )  # fmt: skip


def _showing(desk: Desk, row: Row) -> list[str]:
    """Return the excerpts that show what serious voices are about; all where none does.

    Words that may not stand here show nothing, so others of the same matter come first.
    """
    ids = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    showing = [e for e in ids if shows_harm(text_of(desk.material.excerpt[e]["text"]))]
    open_words = [e for e in showing if not desk.material.is_withheld(e)]
    return open_words or showing or ids


def _to_do(desk: Desk, voice_id: str) -> str:
    """Return what is asked for after serious voices: to look into it, or a person's decision."""
    for row in desk.recommendations:
        if voice_id in map(str, row["finding_ids"]):
            owner = text_of(row["owner"]) or "not named yet"
            return (
                f"{full_stop(text_of(row['title']))} See {text_of(row['label'])}. Owner: {owner}."
            )
    return "A person reads the words, and says who has to act."
