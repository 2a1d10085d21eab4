"""Who was heard, and who was not: said from the records, and only as far as they go."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from insights.reporting.cells import rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import Figure, Paragraph
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    listed,
    uncapitalised,
)

_GROUPS_NAMED = 6
_NO_GROUP = ("", "unknown")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day(iso: str) -> str:
    """Return an ISO date in words; anything else stays as it is.

    Examples
    --------
    >>> day("2026-03-05"), day("spring")
    ('5 March 2026', 'spring')
    """
    parts = iso[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso
    year, month, number = (int(part) for part in parts)
    return f"{number} {_MONTHS[month - 1]} {year}" if 1 <= month <= 12 else iso


def say_people(desk: Desk, group: str, n: int) -> str:
    """Return how many people of a group were heard; small groups only roughly."""
    smallest = desk.settings.smallest_group
    if n < smallest:
        return f"fewer than {smallest} {desk.words(group)}"
    return f"{n:,} {desk.words(group, n)}"


def whole_told(groups: Mapping[str, Collection[str]], people: Collection[str],
               smallest: int) -> int | None:  # fmt: skip
    """Return how many people there are, or None where that gives a small group away.

    Beside the counts of the larger groups a whole tells, by subtraction, how many are in
    the small ones: so it is told only where it holds nobody of a group that is not counted.

    Parameters
    ----------
    groups
        The people heard, by group; those of no known group are counted anyway.
    people
        Those the whole counts.
    smallest
        The fewest people a group has that is counted.

    Examples
    --------
    >>> heard = {"carer": ["a", "b", "c"], "adviser": ["d", "e"]}
    >>> whole_told(heard, ["a", "b", "c", "d", "e"], 3), whole_told(heard, ["a", "b"], 3)
    (None, 2)
    """
    hidden = set().union(*(
        who for group, who in groups.items()
        if group not in _NO_GROUP and len(who) < smallest
    ))  # fmt: skip
    return None if hidden & set(people) else len(set(people))


def n_heard(desk: Desk) -> int | None:
    """Return how many people were heard in all, or None where that may not be told."""
    everybody = set().union(*desk.people.values())
    return whole_told(desk.people, everybody, desk.settings.smallest_group)


def heard_line(desk: Desk) -> str:
    """Return who was heard, in a phrase for a subtitle; '' when nobody is known by name."""
    told = [
        say_people(desk, group, len(desk.people[group]))
        for group in desk.material.groups
        if desk.people.get(group)
    ]
    if len(told) > 4:
        found = (desk.people[g] for g in desk.material.groups if g in desk.people)
        n = whole_told(desk.people, set().union(*found), desk.settings.smallest_group)
        return f"{'people' if n is None else f'{n:,} people'} in {len(told)} groups"
    if told:
        return listed(told)
    n = len(desk.people.get("", set()) | desk.people.get("unknown", set()))
    return counted_noun(n, "person", "people") if n else ""


def glance(desk: Desk) -> tuple[Figure, ...]:
    """Return the numbers for the cover, leaving out any that would give a small group away."""
    figures = []
    sizes = [len(people) for people in desk.people.values() if people]
    n_people = n_heard(desk)
    if n_people and min(sizes) >= desk.settings.smallest_group:
        figures.append(Figure(f"{n_people:,}", "people heard" if n_people != 1 else "person heard"))
    n_sessions = len(meetings_held(desk))
    if n_sessions:
        figures.append(Figure(f"{n_sessions:,}", "session" if n_sessions == 1 else "sessions"))
    n = sum(text_of(row["speaker"]) != "facilitator" for row in desk.material.excerpt.values())
    if n:
        noun = "excerpt" if n == 1 else "excerpts"
        figures.append(Figure(f"{n:,}", f"{noun} of participants came in"))
    n_counted, n_confirmed = desk.coding_state
    if n_counted and not desk.reflexive:
        figures.append(Figure(f"{n_confirmed:,} of {n_counted:,}", "codings confirmed by a person"))
    return tuple(figures) if len(figures) > 1 else ()


def heard_words(desk: Desk) -> tuple[Paragraph, ...]:
    """Return, group by group, who was heard and where."""
    lines = []
    groups = desk.material.groups
    if len(groups) > _GROUPS_NAMED:
        groups = tuple(
            g for g in groups if len(desk.people.get(g, ())) >= desk.settings.smallest_group
        )[:_GROUPS_NAMED]
    for group in groups:
        people = desk.people.get(group, set())
        if not people:
            continue
        where = _where(desk, group)
        came_of = _of_invited(desk, group)
        lines.append(capitalised(f"{say_people(desk, group, len(people))}{came_of}{where}."))
    further = len(desk.material.groups) - len(groups)
    if further:
        lines.append(
            f"{'People' if not groups else 'And people'} in {counted_noun(further, 'group')}"
            f"{'' if not groups else ' more'}."
        )
    unknown = desk.people.get("", set()) | desk.people.get("unknown", set())
    if unknown:
        n = len(unknown)
        lines.append(
            capitalised(f"{counted_noun(n, 'person', 'people')} whose group is not recorded"
                        f"{'; nothing is compared for them' if n > 1 else ''}.")
        )  # fmt: skip
    both = desk.people.get("both", set())
    if both:
        lines.append(capitalised(f"{say_people(desk, 'both', len(both))}, listed apart."))
    if not lines:
        n = len(desk.material.excerpts)
        lines.append(
            "The records do not say who spoke." if n else "Nobody yet: nothing has come in."
        )
    lines += _invited(desk)
    met = meetings_held(desk)
    dates = sorted({
        text_of(row["date"]) for row in rows_of(desk.material.sessions)
        if text_of(row["session_id"]) in met and text_of(row["date"])
    })  # fmt: skip
    if dates:
        when = (
            f"on {day(dates[0])}"
            if dates[0] == dates[-1]
            else f"on {day(dates[0])} and {day(dates[1])}"
            if len(dates) == 2
            else f"between {day(dates[0])} and {day(dates[-1])}"
        )
        lines.append(f"They met {when}.")
    return tuple(Paragraph((line,)) for line in lines)


def meetings_held(desk: Desk) -> set[str]:
    """Return the sessions in which people met to talk: neither forms nor tests nor rounds."""
    return {
        text_of(row["session_id"])
        for row in rows_of(desk.material.sessions)
        if "form" not in text_of(row["mode"]).casefold()
        and text_of(row["purpose"]) in ("", "workshop")
    } - {""}


def _where(desk: Desk, group: str) -> str:
    """Return where a group was heard: in how many sessions, and whether elsewhere too."""
    heard = {
        text_of(row["session_id"])
        for excerpt_id, row in desk.material.excerpt.items()
        if desk.material.group_of[excerpt_id] == group
    } - {""}
    met = heard & meetings_held(desk)
    tested = heard & {
        text_of(row["session_id"])
        for row in rows_of(desk.material.sessions)
        if text_of(row["purpose"]) == "test"
    }
    told = listed([
        f"in {counted_noun(len(met), 'session')}" if met else "",
        "in tests" if tested - met else "",
        "in writing" if heard - met - tested else "",
    ])  # fmt: skip
    return f", {told}" if told else ""


def missing_words(desk: Desk) -> tuple[Paragraph, ...]:
    """Return who was not heard, or that the records do not say."""
    material, about = desk.material, desk.material.project.about
    lines = _said_missing(about.get("missing"))
    registered = set(material.participants.loc[
        material.participants["origin"] == "register", "participant_id"
    ])  # fmt: skip
    heard = set().union(*desk.people.values()) if desk.people else set()
    silent = len(registered - heard)
    if silent:
        lines.append(
            capitalised(f"{counted_noun(silent, 'person', 'people')} on the register "
                        f"{'is' if silent == 1 else 'are'} not recorded as saying anything.")
        )  # fmt: skip
    if not lines:
        lines.append("The records do not say who was invited and did not come.")
    return tuple(
        Paragraph((line,), lead="Who is missing." if number == 0 else "")
        for number, line in enumerate(lines)
    )


def _said_missing(missing: object) -> list[str]:
    """Return what the organisers say about who was not heard: sentences stay as they are.

    Examples
    --------
    >>> _said_missing(["Nobody under 25 took part.", "Carers", "Night workers"])
    ['Nobody under 25 took part.', 'Not heard: carers and night workers.']
    """
    if isinstance(missing, str):
        return [full_stop(missing)] if missing.strip() else []
    given = [text_of(one).strip() for one in missing] if isinstance(missing, list) else []
    sentences = [one for one in given if one.endswith((".", "!", "?", "…"))]
    named = [uncapitalised(one) for one in given if one and one not in sentences]
    return sentences + ([f"Not heard: {listed(named)}."] if named else [])


def _perspective(desk: Desk, group: str) -> str | None:
    """Return the perspective a group's name stands for, in the singular or the plural."""
    find = desk.material.project.perspective_of
    return find(group) or find(group.removesuffix("s"))


def invitations(desk: Desk) -> dict[str, int]:
    """Return how many people of each group were invited, where the project says so."""
    invited = desk.material.project.about.get("invited")
    if not isinstance(invited, Mapping):
        return {}
    return {
        _perspective(desk, str(group)) or str(group): number
        for group, number in invited.items()
        if isinstance(number, int) and not isinstance(number, bool)
    }


def _of_invited(desk: Desk, group: str) -> str:
    number = invitations(desk).get(group)
    return f", of {number:,} invited" if number is not None else ""


def _invited(desk: Desk) -> list[str]:
    """Return what else the project says about invitations."""
    invited = desk.material.project.about.get("invited")
    if isinstance(invited, Mapping):
        return [
            f"We invited {number:,} {desk.words(group, number)}, and heard none of them."
            for group, number in invitations(desk).items()
            if not desk.perspectives.get(group)
        ]
    if isinstance(invited, bool) or invited is None:
        return []
    if isinstance(invited, int):
        return [f"We invited {counted_noun(invited, 'person', 'people')}."]
    if isinstance(invited, str):
        return [full_stop(invited)] if invited.strip() else []
    return [full_stop(text_of(line)) for line in invited]
