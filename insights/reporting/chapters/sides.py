"""Where two groups differ: what each side said, who takes which side, and its quotes."""

from __future__ import annotations

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import Quote
from insights.reporting.drafting.substance import code_rows, own_codes
from insights.reporting.wording import capitalised, in_words, listed

_SIDES = ("supports", "opposes")
_CLAIMS_TOLD, _FEW = 2, 2
_POSITIONS = {"supports": "For", "opposes": "Against", "mixed": "In two minds about"}


def quotes_of_both(desk: Desk, row: Row) -> tuple[tuple[Quote, ...], tuple[Quote, ...]] | None:
    """Return a finding's quotes, one of each group of the main pair; None where one has none."""
    if desk.pair is None:
        return None
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    ids = [str(e) for e in row["excerpt_ids"]]
    split = text_of(row["convergence"]) == "dissonant"
    left, right = (
        desk.quotes.choose(
            (_typical(desk, ids, group, theme) if split else of_side(desk, row, group, ids))
            or ids,
            1, group, kind=kind, theme=theme,
        )
        for group in desk.pair
    )  # fmt: skip
    return (left, right) if left and right else None


def quotes_by_position(desk: Desk, row: Row) -> list[tuple[str, dict[str, tuple[Quote, ...]]]]:
    """Return one quote of each group for every position that somebody in it takes.

    Positions are the stances that people recorded on the claims of a theme: those of the claim
    on which most take a side first. On a further claim stand only people who took no side on
    an earlier one.

    Returns
    -------
    list
        What a position is, with its quotes by group; [] where no stance is on record.
    """
    claims = sorted(
        (-sum(len(who) for sides in taken.values() for who in sides.values()), claim, code_id)
        for claim, code_id in _claims(desk, text_of(row["theme"]))
        if (taken := _taken(desk, row, code_id))
    )
    found: list[tuple[str, dict[str, tuple[Quote, ...]]]] = []
    placed: set[str] = set()
    for _, claim, code_id in claims:
        taken = _taken(desk, row, code_id)
        for stance, lead in _POSITIONS.items():
            here = {}
            for group in desk.pair or ():
                people = taken.get(group, {}).get(stance, set()) - placed
                ids = _said_by(desk, row, code_id, people)
                quotes = desk.quotes.choose(ids, 1, group)
                if quotes:
                    here[group] = quotes
            if here:
                found.append((f"{lead} “{claim}”.", here))
        placed |= {who for sides in taken.values() for people in sides.values() for who in people}
    return found


def _claims(desk: Desk, theme: str) -> list[tuple[str, str]]:
    """Return the claims of a theme's codes, each with its code."""
    return [
        (text_of(code["claim"]).strip().rstrip("."), text_of(code["code_id"]))
        for code in rows_of(desk.material.codes)
        if text_of(code["theme"]) == theme and text_of(code["claim"]).strip()
    ]


def _said_by(desk: Desk, row: Row, code_id: str, people: set[str]) -> list[str]:
    """Return what these people said of a finding with a stance on a code."""
    return [
        str(e) for e in row["excerpt_ids"]
        if str(e) in desk.material.excerpt
        and text_of(desk.material.excerpt[str(e)]["participant_id"]) in people
        and desk.stance_of.get((str(e), code_id))
    ]  # fmt: skip


def of_side(desk: Desk, row: Row, group: str, excerpt_ids: list[str]) -> list[str]:
    """Return the excerpts that show a group's own side of a theme; all where it has none.

    Where people judged that two groups speak of two sides of a theme, a group's quotes are
    those of the code that it raised and the other much less. A group without such a code
    speaks in what both raised, and not in what is the other's own.
    """
    if text_of(row["convergence"]) != "complementary":
        return excerpt_ids
    own, shared = _codes(desk, row)
    wanted = {own[group]} if group in own else set(shared)
    kept = [e for e in excerpt_ids if desk.codes_of.get(e, set()) & wanted]
    return kept or excerpt_ids


def headline_codes(desk: Desk, row: Row) -> list[str]:
    """Return the codes that a finding's headline names, or whose claim it tells, in its order."""
    title = text_of(row["title"]).casefold()
    found = []
    for code in rows_of(desk.material.codes):
        code_id = text_of(code["code_id"])
        if text_of(code["theme"]) != text_of(row["theme"]) or code_id not in desk.code_names:
            continue
        # What stands before the colon is the theme: a code of its name is not meant there.
        said = title.removeprefix(text_of(row["theme"]).casefold())
        places = [
            said.find(words.casefold())
            for words in (desk.code_names[code_id], text_of(code["claim"]).strip().rstrip("."))
            if words
        ]
        if any(place >= 0 for place in places):
            found.append((min(place for place in places if place >= 0), code_id))
    return [code_id for _, code_id in sorted(found)]


def say_sides(desk: Desk, row: Row) -> str:
    """Return which codes are one group's own side, and which both raised; "" where none are."""
    if text_of(row["convergence"]) != "complementary" or desk.reflexive or desk.pair is None:
        return ""
    own, shared = _codes(desk, row)
    if not own:
        return "The codes do not show which side is whose: read the quotes."
    told = [
        f"{capitalised(desk.words(group))} spoke more of “{desk.code_names[own[group]]}”."
        for group in desk.pair if group in own
    ]  # fmt: skip
    if shared:
        both = listed(f"“{desk.code_names[code_id]}”" for code_id in shared[:2])
        told.append(f"Both spoke of {both}.")
    return " ".join(told)


def say_stances(desk: Desk, row: Row) -> str:
    """Return how many people of each group are for a disputed claim and how many against it.

    People are counted once per claim, by the stances that people recorded; "" where a count
    may not be shown or nobody takes a side.
    """
    theme, kind = text_of(row["theme"]), text_of(row["prompt_kind"])
    counts = [count for count in desk.counts(theme, kind) if count.asked]
    if (
        text_of(row["convergence"]) != "dissonant" or desk.reflexive or theme in desk.sensitive
        or not counts or not all(count.shown for count in counts)
    ):  # fmt: skip
        return ""
    told = []
    for claim, code_id in _claims(desk, theme):
        taken = _taken(desk, row, code_id)
        said = [_say_side(desk, group, taken[group]) for group in desk.pair or () if group in taken]
        n_sided = sum(len(people) for sides in taken.values() for people in sides.values())
        if said and n_sided > _FEW:
            others = (f" {capitalised(other)}." for other in said[1:])
            told.append((-n_sided, f"“{claim}”: {said[0]}.{''.join(others)}"))
    return " ".join(words for _, words in sorted(told)[:_CLAIMS_TOLD])


def _codes(desk: Desk, row: Row) -> tuple[dict[str, str], list[str]]:
    """Return each group's own code, and the codes that both raised, most people first."""
    key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
    rows = [
        r for r in code_rows(desk.material.comparison, desk.pair)
        if (text_of(r["theme"]), text_of(r["prompt_kind"])) == key
        and text_of(r["code_id"]) in desk.code_names
    ]  # fmt: skip
    own = own_codes(rows, desk.settings.similar_difference)
    shared = [
        (-int(r["k_a"]) - int(r["k_b"]), text_of(r["code_id"])) for r in rows
        if r["k_a"] and r["k_b"] and text_of(r["code_id"]) not in own.values()
    ]  # fmt: skip
    return own, [code_id for _, code_id in sorted(shared)]


def _taken(desk: Desk, row: Row, code_id: str) -> dict[str, dict[str, set[str]]]:
    """Return the people of each group for a claim, against it, and in two minds."""
    per_person: dict[tuple[str, str], set[str]] = {}
    for excerpt_id in (str(e) for e in row["excerpt_ids"]):
        fact = desk.material.excerpt.get(excerpt_id)
        person = text_of(fact["participant_id"]) if fact else ""
        stance = desk.stance_of.get((excerpt_id, code_id), "")
        if person and stance in (*_SIDES, "mixed"):
            group = desk.material.group_of[excerpt_id]
            per_person.setdefault((group, person), set()).add(stance)
    taken: dict[str, dict[str, set[str]]] = {}
    for (group, person), stances in per_person.items():
        stance = stances.pop() if len(stances) == 1 else "mixed"
        taken.setdefault(group, {}).setdefault(stance, set()).add(person)
    return taken


def _say_side(desk: Desk, group: str, sides: dict[str, set[str]]) -> str:
    n = {stance: len(sides.get(stance, ())) for stance in _ARE}
    n_all = sum(n.values())
    held = [(stance, number) for stance, number in n.items() if number]
    if len(held) == 1:
        every = {1: "the one", 2: "both"}.get(n_all, f"all {in_words(n_all)}")
        verb = "is" if n_all == 1 else "are"
        return f"{every} {desk.words(group, n_all)} who took a side {verb} {_ARE[held[0][0]]}"
    parts = [
        f"{in_words(number)} {'is' if number == 1 else 'are'} {_ARE[stance]}"
        for stance, number in held
    ]
    return f"of the {in_words(n_all)} {desk.words(group, n_all)} who took a side, {listed(parts)}"


_ARE = {"supports": "for it", "opposes": "against it", "mixed": "in two minds"}


def _typical(desk: Desk, excerpt_ids: list[str], group: str, theme: str) -> list[str]:
    """Return the excerpts that take the side which most of a group's take; [] without sides."""
    sides = [
        (e, stance) for e in excerpt_ids
        if desk.material.group_of.get(e) == group
        for stance in desk.stances.get((e, theme), ()) if stance in _SIDES
    ]  # fmt: skip
    if not sides:
        return []
    most = max(_SIDES, key=[stance for _, stance in sides].count)
    return [e for e, stance in sides if stance == most]
