"""The chapter on ideas and the vision: from a sketch to what became of it, and why."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from insights.reporting.cells import Row, is_missing, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import end_of
from insights.reporting.chapters.rounds_story import quoted
from insights.reporting.document import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    QuoteList,
    Section,
    Table,
)
from insights.reporting.drafting.joins import (
    COMBINED,
    part_of,
    serves_part,
    vision_parts,
    with_idea_names,
)
from insights.reporting.wording import capitalised, counted_noun, in_words, listed

_BECAME = {
    "prototype": "Built and tested",
    "commitment": "A standing promise",
    "open": "Still open",
    "parked": "Parked",
    "not now": "Not now",
}
_TOLD = {
    "prototype": "built and tested", "elsewhere": "tested in another place than drawn",
    "commitment": "made a standing promise",
    "open": "still open", "parked": "parked", "not now": "not done for now",
}  # fmt: skip
WALL_DOTS = (
    "Dots on the wall were put up in the open by everybody together. Nobody knows whose they "
    "are, or of which group. They are no secret ballots, and count towards no place."
)
_SMALL = {"a", "an", "the", "or", "and", "of", "to"}
_LONGEST_CHANGE = 6  # changes told one by one; a sentence with more is a new one


def compose_ideas(desk: Desk) -> Section | None:
    """Return what became of every idea, or None where none was written down."""
    rows = desk.ideas
    if not rows:
        return None
    order = list(_BECAME)
    place = _places(desk)
    rows.sort(key=lambda row: (
        order.index(text_of(row["status"])), place.get(text_of(row["idea_id"]), (999, ""))[0],
        -whole_of(row["n_dots"]), text_of(row["idea_id"]),
    ))  # fmt: skip
    known = [text_of(r["excerpt_id"]) for r in rows if text_of(r["excerpt_id"])]
    ends = Counter(end_of(desk, row) for row in rows)
    told = listed(f"{in_words(ends[end])} {_TOLD[end]}" for end in _TOLD if ends[end])
    claim = desk.claim(
        "ideas", f"{capitalised(counted_noun(len(rows), 'idea'))} came up: {told}.", known
    )
    dotted = any(not is_missing(row["n_dots"]) for row in rows)
    header = (
        "Idea", *(("Place in the last vote",) if place else ()),
        *(("Dots on the wall",) if dotted else ()), "What became of it", "Why",
    )  # fmt: skip
    notes = (
        "Places are those of the last vote, all groups counting alike." if place else "",
        WALL_DOTS if dotted else "",
    )
    table = Table(
        "Every idea, and what became of it", header,
        tuple(_idea(desk, row, place, dotted) for row in rows), style="wide",
        note=" ".join(note for note in notes if note),
    )  # fmt: skip
    shown = [e for e in known if e in desk.material.excerpt]
    return Section(
        "ideas", "From ideas to what became of them", "Ideas",
        (Paragraph((claim,)), table, QuoteList("Some of them, as they stood on the wall",
                                               desk.quotes.choose(shown, 4, kind="idea"))),
        "An idea may end as something built, a promise, or nothing for now. Each has its reason.",
    )  # fmt: skip


def _places(desk: Desk) -> dict[str, tuple[int, str]]:
    """Return each idea's place in the last vote, all groups combined."""
    rows = [r for r in rows_of(desk.material.priorities) if text_of(r["group"]) == COMBINED]
    if not rows:
        return {}
    last = text_of(rows[-1]["round"])
    return {
        text_of(row["idea_id"]): (whole_of(row["rank"]), "=" if row["shared"] else "")
        for row in rows
        if text_of(row["round"]) == last and not is_missing(row["rank"]) and row["raw_dots"]
    }


def _idea(
    desk: Desk, row: Row, place: dict[str, tuple[int, str]], dotted: bool
) -> tuple[Cell, ...]:
    idea_id, status = text_of(row["idea_id"]), text_of(row["status"])
    became = _BECAME[status]
    if status == "prototype":
        named = listed(f"“{name}”" for name in _built_as(desk, text_of(row["component"])))
        if end_of(desk, row) == "elsewhere":
            became = "Not built as drawn: a version in another place was tested"
        became += f": {named}" if named else ""
    rank, shared = place.get(idea_id, (0, ""))  # 0: nobody gave it a dot
    cells = [Cell((text_of(row["title"]) or idea_id,), strong=True)]
    if place:
        cells.append(Cell((f"{rank}{shared}" if rank else "no votes",)))
    if dotted:
        n_dots = row["n_dots"]
        cells.append(Cell(("not counted" if is_missing(n_dots) else f"{whole_of(n_dots):,}",)))
    reason = text_of(row["reason"])
    reason = with_idea_names(reason, desk.material.ideas)
    why = quoted(reason) if reason else "No reason is written down."
    return (*cells, Cell((became,)), Cell((why,)))


def _built_as(desk: Desk, component: str) -> list[str]:
    """Return the prototypes that plainly belong to an idea's component."""
    return [
        name for name in dict.fromkeys(
            text_of(row["prototype"]) for row in desk.prototypes
        )
        if component and part_of(name, desk.material.project) == component
    ]  # fmt: skip


# --------------------------------------------------------------------------------- vision


def compose_vision(desk: Desk) -> Section | None:
    """Return how the vision sentence changed, who agreed, and what serves which part of it."""
    versions = rows_of(desk.material.vision)
    vision = desk.material.project.about.get("vision")
    now = text_of(vision).strip() or (text_of(versions[-1]["text"]) if versions else "")
    if not now or not (versions or desk.recommendations):
        return None
    blocks: list[Block] = [Paragraph((f"“{now}”",), lead="The sentence as it stands.")]
    if len(versions) > 1:
        blocks += [Heading(3, "How the sentence came about"), _versions(desk, versions)]
    served = _served(desk, now)
    if served:
        blocks += [Heading(3, "What serves it"), *served]
    return Section("vision", "The vision, and what serves it", "Vision", tuple(blocks))


def _versions(desk: Desk, versions: list[Row]) -> Table:
    n_people = len(desk.material.participants)
    enough = n_people >= desk.settings.smallest_group
    rows, before = [], ""
    for row in versions:
        words = text_of(row["text"])
        change = describe_change(before, words) if before else "The first one."
        agreed = whole_of(row["n_agreed"])
        who = "not written down" if is_missing(row["n_agreed"]) else (
            counted_noun(agreed, "person", "people") if enough else "some people"
        )  # fmt: skip
        note = text_of(row["note"])
        rows.append((
            Cell((text_of(row["version"]),), strong=True),
            Cell((f"“{words}”",)),
            Cell((change,)),
            Cell((capitalised(who),)),
            Cell((quoted(note) if note else "",)),
        ))  # fmt: skip
        before = words
    return Table(
        "Every version, what changed, and how many agreed",
        ("Version", "The sentence", "What changed", "Who agreed", "What was said about it"),
        tuple(rows), style="wide",
    )  # fmt: skip


def describe_change(before: str, after: str) -> str:
    """Return in words how one sentence became another, word by word.

    Examples
    --------
    >>> describe_change("You can find it", "You can find a person")
    'Out: “it”. In: “a person”.'
    >>> describe_change("Help for all", "Help for all, now")
    'In: “now”.'
    >>> describe_change("One two three", "Four five six")
    'A new sentence.'
    """
    old, new = _tokens(before), _tokens(after)
    left, come = Counter(map(str.casefold, old)), Counter(map(str.casefold, new))
    plain_old, plain_new = ([word.casefold() for word in words] for words in (old, new))
    matcher = SequenceMatcher(None, plain_old, plain_new, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not changes:
        return "Only its punctuation." if before != after else "Nothing."
    if matcher.ratio() < 0.5 or len(changes) > _LONGEST_CHANGE:
        return "A new sentence."
    out = _told([old[a:b] for _, a, b, _, _ in changes], left - come)
    put_in = _told([new[c:d] for _, _, _, c, d in changes], come - left)
    if not out and not put_in:
        return "The same words in another order."
    told = []
    if out:
        told.append(f"Out: {listed(f'“{words}”' for words in out)}.")
    if put_in:
        told.append(f"In: {listed(f'“{words}”' for words in put_in)}.")
    return " ".join(told)


def _told(chunks: list[list[str]], changed: Counter[str]) -> list[str]:
    """Return the chunks without words that only moved; a bare article is no change."""
    kept = []
    for chunk in chunks:
        words = [word for word in chunk if changed[word.casefold()]]
        if not words or {word.casefold() for word in words} <= _SMALL:
            continue
        whole = " ".join(chunk)
        kept.append(whole if len(words) * 2 >= len(chunk) else " ".join(words))
    return list(dict.fromkeys(kept))


def _tokens(text: str) -> list[str]:
    return re.findall(r"\[[^\]]+\]|[\w'’-]+", text)


def _served(desk: Desk, vision: str) -> list[Block]:
    """Return, part by part, the recommendations that serve it, and how this is known."""
    if not desk.recommendations:
        return []
    items: list[Paragraph] = []
    any_served = False
    for part in vision_parts(vision):
        by_word: dict[str, list[str]] = {"said": [], "words": []}
        for row in desk.recommendations:
            how = serves_part(part, row)
            if how:
                by_word[how].append(text_of(row["label"]))
        any_served = any_served or any(by_word.values())
        told = []
        if by_word["said"]:
            told.append(f"{listed(by_word['said'])}, as a person wrote.")
        if by_word["words"]:
            labels = listed(by_word["words"])
            one = len(by_word["words"]) == 1
            told.append(
                f"{labels} {'uses' if one else 'use'} the same words. Nobody has said yet "
                f"whether {'it serves' if one else 'they serve'} this part."
            )
        items.append(Paragraph(
            tuple(told or ["No recommendation has been joined to this part yet."]),
            lead=f"“{part}”:",
        ))  # fmt: skip
    if not any_served:
        return [Paragraph((
            "Nobody has said yet which recommendation serves which part of it.",
            "On the review page of each recommendation there is a place for that.",
        ))]  # fmt: skip
    return [Items(tuple(items))]
