"""How to open a conversation, what to avoid, whose words are whose: all as people said it.

Nothing here is advice of the software's own. An opening is a sentence that somebody said,
cleared for quoting; where the records hold none, that is what stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotable import is_self_standing, is_told_on
from insights.reporting.chapters.words_chapter import unshared_words_of
from insights.reporting.document import (
    Block,
    Heading,
    Paragraph,
    Quote,
    QuoteList,
)
from insights.reporting.drafting.dangers import shows_harm
from insights.reporting.wording import capitalised, counted_noun, listed

_LEAST_PEOPLE = 3  # a word that fewer use is not a word "people used"
_OPENINGS, _AVOID, _ASKS, _WORDS, _INSTEAD = 2, 2, 2, 6, 2
_SET_ASIDE = ("parked", "declined", "rejected", "wont do now")
_CLAUSE = r"(?:^|[.!?,:;(\"“]\s*|\b(?:and|so|but|please|just|then|or)\s+)"
# An imperative opens its clause: "don't ask me cold", and not "you don't say why".
_ASKED_NOT_TO = re.compile(
    _CLAUSE + r"(?:(?:don['’]t|do not|never|stop) "
    r"(?:ask|make|put|tell|send|say|let|call|give|expect|start|open)\b)",
    re.IGNORECASE,
)
_ASKED_TO = re.compile(
    _CLAUSE + r"(?:let (?:me|us) (?:say|choose|decide|tell|know)\b|"
    r"ask (?:me|us|them|people|where|what|how|if)\b|"
    r"tell (?:me|us)\b|ring (?:me|us)\b|talk to me\b|(?:they|you) could say\b)",
    re.IGNORECASE,
)
# "The next one goes, so, tell me about yourself" is another's line, told with a sigh.
_RETOLD = re.compile(r"\b(?:goes|says|said|went|was like),? ", re.IGNORECASE)
_ASKED_ALOUD = re.compile(r"[\"“]([^\"“”]{12,160}\?)[\"”]")
_OFFERED = re.compile(r"\bcould say,? [\"“]([^\"“”]{12,160})[\"”]", re.IGNORECASE)
# Somebody was asked, called, told or promised something, and says how it went.
_WENT_WRONG = re.compile(
    r"\bthey (?:just )?(?:calls?|called|asks?|asked|said|say|told|shout(?:ed)?)\b|"
    r"\b(?:he|she|somebody|someone) (?:asked|shouted|called)\b|\bnobody (?:told|asked|rang)\b|"
    r"\b(?:I was|you get|got|get) (?:asked|told)\b|\bshouting\b|"
    r"\bwithout (?:an interpreter|asking|telling)\b|\btalk to me like\b",
    re.IGNORECASE,
)


class Openings(NamedTuple):
    """How a conversation could open, in cleared words, and how many more wait to be cleared."""

    blocks: list[Block]
    n_waiting: int


def compose_openings(desk: Desk, excerpt_ids: Sequence[str], themes: Sequence[str]) -> Openings:
    """Return lines that people said a conversation could open with, each with whose it is.

    Lines of people with lived experience come first. A line from a proposal that others oppose,
    or that was set aside, opens nothing; nor do words on a serious matter.
    """
    facts = desk.material.excerpt
    kept_out = _disputed_proposals(desk) | set(desk.material.serious)
    spoken = [
        e for e in excerpt_ids
        if text_of(facts[e]["prompt_kind"]) != "problem" and _line_of(_text(desk, e))
        and e not in kept_out
    ]  # fmt: skip
    own = lived(desk, spoken)
    others = [e for e in spoken if e not in own]
    quotes = (*_choose(desk, own, _OPENINGS), *_choose(desk, others, _OPENINGS))
    waiting = n_waiting(desk, spoken)
    if not quotes:
        return Openings([], waiting)
    blocks: list[Block] = [Heading(3, "How to open the conversation")]
    if _is_disputed(desk, themes):
        blocks.append(Paragraph((
            "People do not agree on this. Read below where they differ before you choose one.",
        )))  # fmt: skip
    for quote in quotes:
        line, whose = f"“{_line_of(quote.text)}”", _whose(desk, quote.excerpt_id)
        blocks.append(Paragraph((line,), lead=whose))
        blocks.append(QuoteList("", (quote,)))
    return Openings(blocks + _paragraph(say_waiting(waiting)), waiting)


def _whose(desk: Desk, excerpt_id: str) -> str:
    """Return which side proposed a line."""
    group = desk.material.group_of[excerpt_id]
    if not text_of(desk.material.excerpt[excerpt_id]["participant_id"]) or not group:
        return "Proposed in a note that names nobody."
    return f"Proposed by one of the {desk.words(group)}."


def _disputed_proposals(desk: Desk) -> set[str]:
    """Return the excerpts behind recommendations that somebody opposes, or that were set aside."""
    return {
        str(e) for row in desk.recommendations
        if len(row["against_excerpt_ids"]) or len(row["against_statement_ids"])
        or text_of(row["status"]).replace("’", "").replace("'", "").casefold() in _SET_ASIDE
        for e in row["for_excerpt_ids"]
    }  # fmt: skip


def compose_asks(desk: Desk, excerpt_ids: Sequence[str]) -> list[Block]:
    """Return what people with lived experience ask of whoever speaks with them."""
    asked = [
        e for e in lived(desk, excerpt_ids)
        if text_of(desk.material.excerpt[e]["prompt_kind"]) != "problem"
        and _asks(desk, e) and not _line_of(_text(desk, e))
    ]  # fmt: skip
    quotes = _choose(desk, asked, _ASKS)
    waiting = _paragraph(say_waiting(n_waiting(desk, asked)))
    if not quotes and not waiting:
        return []
    own: list[Block] = [QuoteList("", quotes)] if quotes else []
    return [Heading(3, "What people ask of you"), *own, *waiting]


def compose_avoid(desk: Desk, excerpt_ids: Sequence[str]) -> list[Block]:
    """Return what people asked others not to do, then what went wrong when they were spoken to.

    What stands above already is not said again.
    """
    own = [e for e in lived(desk, excerpt_ids) if _is_whole(desk, e)]
    asked = [e for e in own if _ASKED_NOT_TO.search(_text(desk, e))]
    wrong = [
        e for e in own
        if e not in asked and text_of(desk.material.excerpt[e]["prompt_kind"]) != "idea"
        and _WENT_WRONG.search(_text(desk, e))
    ]  # fmt: skip
    blocks: list[Block] = [Heading(3, "What to avoid")]
    for lead, ids in (
        ("What people asked others not to do.", asked),
        ("What went wrong for people.", wrong),
    ):
        quotes = _choose(desk, ids, _AVOID)
        if quotes:
            blocks += [Paragraph((), lead=lead), QuoteList("", quotes)]
    waiting = _paragraph(say_waiting(n_waiting(desk, [*asked, *wrong])))
    return [*blocks, *waiting] if len(blocks) > 1 or waiting else []


def compose_vocabulary(
    desk: Desk, number: int, excerpt_ids: Sequence[str], themes: Sequence[str]
) -> list[Block]:
    """Return the words that one group used and the other never did, each in a sentence.

    A word stands where more than half of those who used it said it: in ``excerpt_ids``, the
    part's own excerpts. One that no cleared sentence shows is left out, and so is a word of
    professionals for which the others have no word of their own.
    """
    if desk.reflexive or set(desk.pair or ()) != {"lived_experience", "professional"}:
        return []
    lived_people, others = desk.words("lived_experience"), desk.words("professional")
    blocks: list[Block] = []
    for group, other, claim, lead in (
        ("lived_experience", "professional", "words",
         f"Words of {lived_people} that no professional used."),
        ("professional", "lived_experience", "unused",
         f"Words of {others} that nobody else used, and what the others said."),
    ):  # fmt: skip
        told: list[Block] = []
        for place, one in enumerate(_one_sided(desk, group, other, themes), start=1):
            here = _people(desk, set(one.excerpt_ids) & set(excerpt_ids))
            if 2 * len(here) <= len(_people(desk, one.excerpt_ids)):
                continue
            instead = _instead(desk, one.word) if group == "professional" else []
            if (group == "lived_experience" or instead) and len(told) < 2 * _WORDS:
                told += _word(desk, f"{claim}.{number}.{place}", group, one, instead)
        if told:
            blocks += [Paragraph((), lead=lead), *told]
    return [Heading(3, "Words that only one group used"), *blocks] if blocks else []


def _instead(desk: Desk, word: str) -> list[str]:
    """Return words for the same code that enough people with lived experience used."""
    own: dict[str, int] = {}
    for row in rows_of(desk.material.codes):
        given = row["keywords"]
        if given is None or isinstance(given, float):
            continue
        words = [text_of(one).casefold() for one in given if text_of(one)]
        if word.casefold() not in words:
            continue
        for other in words:
            used = re.compile(rf"\b{re.escape(other)}\b", re.IGNORECASE)
            said = (e for e in desk.material.excerpt if used.search(_text(desk, e)))
            n = len(_people(desk, lived(desk, said)))
            if n >= _LEAST_PEOPLE:
                own[other] = n
    return sorted(own, key=lambda other: (-own[other], other))[:_INSTEAD]


def lived(desk: Desk, excerpt_ids: Iterable[str]) -> list[str]:
    """Return the excerpts that a person with lived experience said under their own name."""
    facts = desk.material.excerpt
    return [
        e for e in excerpt_ids
        if text_of(facts[e]["perspective"]) == "lived_experience"
        and text_of(facts[e]["participant_id"])
    ]  # fmt: skip


def asks_or_warns(desk: Desk, excerpt_id: str) -> bool:
    """Return whether words ask to be spoken to in a way, or not to be."""
    text = _text(desk, excerpt_id)
    return _asks(desk, excerpt_id) or _ASKED_NOT_TO.search(text) is not None


def _asks(desk: Desk, excerpt_id: str) -> bool:
    text = _text(desk, excerpt_id)
    asked = _ASKED_TO.search(text) and not _RETOLD.search(text)
    return bool(asked) and _is_whole(desk, excerpt_id)


class _Word(NamedTuple):
    """A word of one group alone: where it stands, and how many of the group used it."""

    word: str
    excerpt_ids: list[str]
    n_people: int


def _one_sided(desk: Desk, group: str, other: str, themes: Sequence[str]) -> list[_Word]:
    """Return words and the codebook's phrases that enough people of one group alone used."""
    known = desk.material.excerpt
    found: dict[str, _Word] = {}
    for phrase in _keywords(desk, themes):
        used = re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE)
        where = [
            e for e in known if used.search(_text(desk, e)) and not _is_facilitator(desk, e)
        ]  # fmt: skip
        # "Never" is strict: a note without a name, or somebody of both roles, counts as use.
        if {desk.material.group_key(e) for e in where} == {group}:
            found[phrase] = _Word(phrase, where, len(_people(desk, where)))
    for row in unshared_words_of(desk, themes):
        if text_of(row["group"]) == group and text_of(row["other_group"]) == other:
            ids = [str(e) for e in row["excerpt_ids"] if str(e) in known]
            word = text_of(row["word"])
            found.setdefault(word, _Word(word, ids, whole_of(row["n_people"])))
    enough = [word for word in found.values() if word.n_people >= _LEAST_PEOPLE]
    chosen = [
        one for one in enough
        if not any(one.word != longer.word and one.word in longer.word.split()
                   for longer in enough)
    ]  # fmt: skip
    return sorted(chosen, key=lambda one: (-one.n_people, one.word))


def _word(
    desk: Desk, claim_id: str, group: str, found: _Word, instead: Sequence[str]
) -> list[Block]:
    """Return a word with who used it and a sentence that shows it; [] where none may."""
    # A moment of danger is no sample of how a word is used.
    plain = [
        e for e in found.excerpt_ids
        if e not in desk.material.serious and not shows_harm(_text(desk, e))
        and is_self_standing(_text(desk, e))
    ]  # fmt: skip
    quotes = _choose(desk, plain, 1)
    if not quotes:
        return []
    n_all = len(desk.people.get(group, ()))
    hidden = n_all < desk.settings.smallest_group
    who = f"{found.n_people} of {n_all} {desk.words(group)} on record"
    claim = desk.claim(claim_id, f"Used by {f'some {desk.words(group)}' if hidden else who}.",
                       found.excerpt_ids)  # fmt: skip
    theirs = listed((f"“{word}”" for word in instead), "or")
    said = f"{capitalised(desk.words('lived_experience'))} said {theirs}."
    return [
        Paragraph((claim, *((said,) if instead else ())), lead=f"“{found.word}”."),
        QuoteList("", quotes),
    ]


def _keywords(desk: Desk, themes: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for row in rows_of(desk.material.codes):
        given = row["keywords"]
        if text_of(row["theme"]) in themes and given is not None and not isinstance(given, float):
            found |= dict.fromkeys(text_of(word).casefold() for word in given if text_of(word))
    return list(found)


def _choose(desk: Desk, excerpt_ids: Sequence[str], n: int) -> tuple[Quote, ...]:
    """Return up to ``n`` quotes whose words are cleared and stand nowhere else in the guide."""
    return desk.quotes.choose(cleared_and_fresh(desk, excerpt_ids), n)


def cleared_and_fresh(desk: Desk, excerpt_ids: Iterable[str]) -> list[str]:
    """Return the excerpts whose words are cleared and do not stand further up."""
    return [
        e for e in excerpt_ids
        if desk.material.is_cleared(e) and not desk.material.is_withheld(e)
        and not desk.quotes.is_printed(e)
    ]  # fmt: skip


def n_waiting(desk: Desk, excerpt_ids: Collection[str]) -> int:
    """Return how many excerpts wait for a person to clear them; none in a release."""
    return sum(
        not desk.material.is_cleared(e) and not desk.material.is_withheld(e)
        for e in set(excerpt_ids)
    )


def say_waiting(n: int) -> str:
    """Return how many more would stand here if somebody cleared them; "" for none."""
    if not n:
        return ""
    said = f"{capitalised(counted_noun(n, 'quote'))} {'waits' if n == 1 else 'wait'}"
    return f"{said} for a person to clear {'it' if n == 1 else 'them'}."


def _paragraph(text: str) -> list[Block]:
    return [Paragraph((text,))] if text else []


def _is_disputed(desk: Desk, themes: Sequence[str]) -> bool:
    return any(
        text_of(row["theme"]) in themes and text_of(row["convergence"]) == "dissonant"
        for row in desk.findings
    )


def _line_of(text: str) -> str:
    found = _ASKED_ALOUD.search(text) or _OFFERED.search(text)
    return found.group(1) if found else ""


def _is_whole(desk: Desk, excerpt_id: str) -> bool:
    text = _text(desk, excerpt_id)
    return is_self_standing(text) and not is_told_on(text)


def _people(desk: Desk, excerpt_ids: Iterable[str]) -> set[str]:
    facts = desk.material.excerpt
    return {text_of(facts[e]["participant_id"]) for e in excerpt_ids} - {""}


def _text(desk: Desk, excerpt_id: str) -> str:
    return text_of(desk.material.excerpt[excerpt_id]["text"])


def _is_facilitator(desk: Desk, excerpt_id: str) -> bool:
    return text_of(desk.material.excerpt[excerpt_id]["speaker"]) == "facilitator"
