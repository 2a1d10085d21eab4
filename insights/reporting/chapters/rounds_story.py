"""The chapter on rounds of feedback: what became of each piece, part by part of the draft."""

from __future__ import annotations

import re
from collections import Counter

from insights.reporting.cells import Row, is_missing, number_of, rows_by, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.document import (
    Block,
    Cell,
    Finding,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
)
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed

ALL_ROUNDS = "all"
_KINDS = {
    "like": "Liked", "wish": "Wished", "question": "Asked", "idea": "Suggested",
    "error": "Found a mistake", "barrier": "Met a barrier", "unspecified": "Said",
}  # fmt: skip
_SENTENCE = {
    "changed": "Changed", "not changed": "Not changed", "open": "Open",
    "not answered": "Not answered yet", "nothing asked": "Nothing was asked for",
}  # fmt: skip
_IN_STORY = {
    "changed": "changed", "not changed": "not changed", "open": "open",
    "not answered": "not answered yet", "nothing asked": "asking for nothing",
}  # fmt: skip
_WAITING = ("open", "not answered")
_WAITING_SHOWN = 12


def compose_rounds(desk: Desk) -> Section | None:
    """Return what became of feedback on the draft, or None where there was none."""
    trail = rows_of(desk.material.feedback_trail)
    if not trail:
        return None
    results = rows_of(desk.material.round_results)
    blocks: list[Block] = [*_summary(desk, results, trail)]
    waiting = [row for row in trail if text_of(row["state"]) in _WAITING]
    if waiting:
        blocks += [Heading(3, "Still owed an answer"), _waiting(desk, waiting)]
    sections = rows_of_drafts(desk)
    blocks[1:1] = [_in_a_minute(desk, sections)]
    blocks.append(Heading(3, "Part by part"))
    blocks += [
        _story(desk, f"D{number}", name, rows)
        for number, (name, rows) in enumerate(sections.items(), start=1)
    ]
    return Section(
        "rounds", "What people said of the drafts, and what changed", "Rounds", tuple(blocks),
        "Each piece of feedback ends as changed, not changed with a reason, or open.",
    )  # fmt: skip


def rows_of_drafts(desk: Desk) -> dict[str, list[Row]]:
    """Return the feedback on each part of the draft, in the order of the chapter."""
    sections: dict[str, list[Row]] = {}
    for row in rows_of(desk.material.feedback_trail):
        sections.setdefault(text_of(row["section"]) or text_of(row["artefact"]) or "The draft",
                            []).append(row)  # fmt: skip
    return sections


def labels_of_drafts(desk: Desk) -> dict[str, str]:
    """Return the name of each part of the draft by its label: D1, D2, …."""
    return {f"D{number}": name for number, name in enumerate(rows_of_drafts(desk), start=1)}


def _summary(desk: Desk, results: list[Row], trail: list[Row]) -> list[Block]:
    whole = results[-1]
    ids = [str(e) for row in trail for e in row["excerpt_ids"]]
    asking = whole_of(whole["n_asking"])
    closed = whole_of(whole["n_changed"]) + whole_of(whole["n_not_changed"])
    n = whole_of(whole["n_feedback"])
    rounds = len({text_of(row["round"]) for row in trail})
    told = (
        f"{capitalised(counted_noun(n, 'piece'))} of feedback came in over "
        f"{counted_noun(rounds, 'round')}. "
        f"{asking} of them asked for something, and {closed} of those "
        f"{'has' if closed == 1 else 'have'} an answer: {whole_of(whole['n_changed'])} changed, "
        f"{whole_of(whole['n_not_changed'])} not changed with a reason."
    )
    sentences: list[Words] = [desk.claim("rounds", told, ids), *_rest(whole),
                              *_left_behind(trail)]  # fmt: skip
    table = Table(
        "Round by round",
        ("Round", "Draft", "Feedback", "Asked for something", "Changed",
         "Not changed, with a reason", "Open", "Not answered", "Half answered within"),
        tuple(_round(row) for row in results),
        note=f"Waiting is counted up to {day(text_of(whole['as_of']))}." if text_of(whole["as_of"])
        else "",
        style="wide",
    )  # fmt: skip
    return [Paragraph(tuple(sentences)), table]


def _in_a_minute(desk: Desk, sections: dict[str, list[Row]]) -> Table:
    """Return, part by part, what changed, whose wish it was, and what waits for how long."""
    lines = []
    for number, (name, rows) in enumerate(sections.items(), start=1):
        by_state = rows_by("state", rows)
        changed = by_state.get("changed", [])
        refused = len(by_state.get("not changed", []))
        lines.append((
            Cell((f"D{number}", name), target=f"D{number}", strong=True),
            Cell((f"{len(changed)} of {_n_asking(rows)}" if _n_asking(rows) else "–",)),
            Cell((capitalised(say_whose(desk, changed)) or "–",)),
            Cell((f"{refused}" if refused else "–",)),
            Cell((say_waits(rows) or "–",)),
        ))  # fmt: skip
    return Table(
        "What changed in each part, and whose wish it was",
        ("Part", "Changed, of what was asked for", "Whose wish it was", "Not changed",
         "Still waiting"),
        tuple(lines), style="wide",
    )  # fmt: skip


def _n_asking(rows: list[Row]) -> int:
    return sum(text_of(row["state"]) != "nothing asked" for row in rows)


def say_whose(desk: Desk, rows: list[Row]) -> str:
    """Return of which groups the wishes were, with their number where a group may be counted."""
    told = []
    for group, here in sorted(rows_by("perspective", rows).items(), key=lambda one: -len(one[1])):
        if group in ("", "unknown"):
            told.append("notes of no named group")
        elif len(desk.perspectives.get(group, ())) >= desk.settings.smallest_group:
            told.append(f"{desk.words(group)} ({len(here)})")
        else:
            told.append(desk.words(group))
    return listed(told)


def say_waits(rows: list[Row]) -> str:
    """Return how many pieces wait, and how long the oldest has waited."""
    waiting = [row for row in rows if text_of(row["state"]) in _WAITING]
    days = [whole_of(row["n_days"]) for row in waiting if not is_missing(row["n_days"])]
    if not waiting:
        return ""
    if not days:
        return f"{len(waiting)}, since when is not recorded"
    longest = "" if len(waiting) == 1 else "the oldest "
    return f"{len(waiting)}, {longest}for {counted_noun(max(days), 'day')}"


def _left_behind(trail: list[Row]) -> list[str]:
    """Return, for each round before the last, what of it still waits."""
    rounds = rows_by("round", trail)
    told = []
    for name, rows in list(rounds.items())[:-1]:
        n = sum(text_of(row["state"]) in _WAITING for row in rows)
        if n:
            verb = "waits" if n == 1 else "wait"
            told.append(f"Of round {name}, {in_words(n)} still {verb} for an answer.")
    return told


def _rest(whole: Row) -> list[str]:
    told = []
    n_open, silent = whole_of(whole["n_open"]), whole_of(whole["n_not_answered"])
    if n_open:
        told.append(f"{capitalised(in_words(n_open))} {'is' if n_open == 1 else 'are'} open.")
    if silent:
        verb = "has" if silent == 1 else "have"
        told.append(f"{capitalised(in_words(silent))} {verb} no answer yet.")
    no_reason = whole_of(whole["n_no_reason"])
    if no_reason:
        verb = "was" if no_reason == 1 else "were"
        told.append(f"{capitalised(in_words(no_reason))} {verb} refused without a reason.")
    if not is_missing(whole["oldest_days"]):
        told.append(f"The oldest has waited {counted_noun(whole_of(whole['oldest_days']), 'day')}.")
    return told


def _round(row: Row) -> tuple[Cell, ...]:
    name = text_of(row["round"])
    middle = number_of(row["median_days"])
    return (
        Cell(("All rounds" if name == ALL_ROUNDS else f"Round {name}",), strong=True),
        Cell((text_of(row["version"]) or "–",)),
        *(Cell((f"{whole_of(row[key]):,}",)) for key in (
            "n_feedback", "n_asking", "n_changed", "n_not_changed", "n_open", "n_not_answered",
        )),
        Cell(("–" if middle is None else counted_noun(round(middle), "day"),)),
    )  # fmt: skip


def _waiting(desk: Desk, rows: list[Row]) -> Items:
    """Return what is still owed an answer, the oldest first."""
    rows = sorted(rows, key=lambda row: -whole_of(row["n_days"]))
    items = []
    for row in rows[:_WAITING_SHOWN]:
        label = text_of(row["feedback_id"])
        why = explain(row)[:1] or ["Nothing is said of it yet."]
        claim = desk.claim(f"owed.{label}", what_became(row), row["excerpt_ids"])
        items.append(Paragraph((claim, *why), lead=f"{label}, {_part(row)}."))
    more = len(rows) - _WAITING_SHOWN
    if more > 0:
        items.append(Paragraph((f"{capitalised(counted_noun(more, 'more'))} below.",)))
    return Items(tuple(items))


def _part(row: Row) -> str:
    part = text_of(row["section"]) or text_of(row["artefact"]) or "the draft"
    return f"on “{part}”"


def _story(desk: Desk, label: str, name: str, rows: list[Row]) -> Finding:
    """Return the story of one part of the draft through its rounds and versions."""
    told = [_chapter_of(round_name, here) for round_name, here in rows_by("round", rows).items()]
    table = Table(
        f"{name}: each piece of feedback",
        ("Feedback", "Who, and when", "What became of it", "How, or why not"),
        tuple(_piece(desk, label, row) for row in rows), style="wide",
    )  # fmt: skip
    return Finding(label, label, name, (), (Paragraph(tuple(told)), table))


def _chapter_of(round_name: str, rows: list[Row]) -> str:
    """Return one round of a part's story in a sentence."""
    version = text_of(rows[0]["version"])
    drawn = f" on version {version}" if version else ""
    return f"Round {round_name}{drawn}: {say_feedback(rows)}."


def say_feedback(rows: list[Row]) -> str:
    """Return how much feedback there was and what became of it, the same wherever it is told.

    Examples
    --------
    >>> say_feedback([{"state": "changed"}, {"state": "open"}, {"state": "changed"}])
    '3 pieces of feedback, two changed and one open'
    """
    counts = {state: sum(text_of(row["state"]) == state for row in rows) for state in _IN_STORY}
    told = listed(f"{in_words(n)} {_IN_STORY[state]}" for state, n in counts.items() if n)
    return f"{counted_noun(len(rows), 'piece')} of feedback, {told}"


def _piece(desk: Desk, label: str, row: Row) -> tuple[Cell, ...]:
    ids = [str(e) for e in row["excerpt_ids"] if str(e) in desk.material.excerpt]
    feedback_id = text_of(row["feedback_id"])
    became = desk.claim(f"{label}.{feedback_id}", what_became(row), ids)
    return (
        Cell((f"{feedback_id}: {_KINDS[text_of(row['type'])].lower()}",), strong=True),
        Cell((f"{_who_said(desk, row)}, round {text_of(row['round'])}",)),
        Cell((became if became.excerpt_ids else became.text,)),
        Cell((" ".join(explain(row)),)),
    )


def _who_said(desk: Desk, row: Row) -> str:
    group = text_of(row["perspective"])
    return "Nobody named" if group in ("", "unknown") else capitalised(desk.words(group, 1))


def what_became(row: Row) -> str:
    """Return in a sentence what became of a piece of feedback; what waits has its age.

    Examples
    --------
    >>> row = {"state": "open", "n_days": 107, "changed_in": None, "reason": "We asked a lawyer"}
    >>> what_became(row), what_became({**row, "n_days": None})
    ('Open for 107 days.', 'Open, since when is not recorded.')
    """
    state = text_of(row["state"])
    if state in _WAITING:
        age = ", since when is not recorded" if is_missing(row["n_days"]) else (
            f" for {counted_noun(whole_of(row['n_days']), 'day')}"
        )  # fmt: skip
        return f"{'Open' if state == 'open' else 'Without an answer'}{age}."
    if state == "changed" and text_of(row["changed_in"]):
        return f"Changed in version {text_of(row['changed_in'])}."
    if state == "not changed" and not text_of(row["reason"]):
        return "Not changed, and nothing says why."
    return f"{_SENTENCE[state]}."


def explain(row: Row) -> list[str]:
    """Return what was done or why not, in the words of those who answered."""
    told = []
    what, reason = text_of(row["what"]), text_of(row["reason"])
    if what:
        told.append(quoted(what))
    if reason:
        waits = text_of(row["state"]) in _WAITING
        told.append(f"{'So far' if waits else 'The reason'}: {quoted(reason)}")
    again = text_of(row["again_in"])
    if again:
        told.append(f"The same person came back to this part in round {again}.")
    return told


def quoted(words: str) -> str:
    """Return somebody's words between quotation marks, closed as a sentence.

    Examples
    --------
    >>> quoted('"Address" is gone.')
    '“‘Address’ is gone”.'
    """
    inner = re.sub(r"(?<!\w)\"(?=\w)", "‘", words.strip().rstrip("."))
    return full_stop(f"“{inner.replace('“', '‘').replace('”', '’').replace(chr(34), '’')}”")


def compose_promises(desk: Desk) -> Section | None:
    """Return what the project before this one promised, and what happened."""
    rows = rows_of(desk.material.promises)
    if not rows:
        return None
    states = {
        "kept": "kept", "partly kept": "kept in part", "not kept": "not kept",
        "not said yet": "with nothing said about them yet",
    }  # fmt: skip
    told = listed(
        f"{in_words(n)} {words}" for state, words in states.items()
        if (n := sum(text_of(row["state"]) == state for row in rows))
    )  # fmt: skip
    table = Table(
        "What was promised last time, and what happened",
        ("Promise", "Who, and by when", "What happened"),
        tuple(
            (
                Cell((promise if n == 1 else f"{promise}, {in_words(n)} times",), strong=True),
                Cell((who,)),
                Cell((happened,)),
            )
            for (promise, who, happened), n in Counter(
                (text_of(row["promise"]), _who(row), _happened(row)) for row in rows
            ).items()
        ),
        style="wide",
    )
    return Section(
        "promises", "What was promised last time", "Last time",
        (Paragraph((f"{capitalised(counted_noun(len(rows), 'promise'))}: {told}.",)), table),
        "Trust rests on promises that somebody follows up.",
    )  # fmt: skip


def _who(row: Row) -> str:
    parts = [text_of(row["owner"]), f"by {day(text_of(row['due']))}" if text_of(row["due"]) else ""]
    return capitalised(", ".join(part for part in parts if part)) or "Not written down."


def _happened(row: Row) -> str:
    said = {
        "kept": "Kept.", "partly kept": "Kept in part.", "not kept": "Not kept.",
        "not said yet": "Nobody has said yet.",
    }[text_of(row["state"])]  # fmt: skip
    happened = text_of(row["happened"])
    late = " Its day has passed." if not is_missing(row["overdue"]) and row["overdue"] else ""
    return said + (f" {quoted(happened)}" if happened else "") + late
