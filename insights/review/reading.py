"""One excerpt at a time: what was said, what is suggested, what the reviewer says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.pipeline.reviewing import (
    ORDERS,
    STANCES,
    TEACHES,
    TITLES,
    UNIT_KINDS,
    Answer,
    Queue,
    ReviewDesk,
)
from insights.review.frame import Form, Room, Visit, address, own_path, say_count

if TYPE_CHECKING:
    from starlette.responses import Response

WHO = {"mine": "not yet read by me", "anyone": "not yet read by anyone", "all": "all of them"}
BLIND = {"group": "which group is speaking", "suggestions": "what is suggested"}
_KIND_WORDS = {
    "experience": "an experience", "problem": "a problem", "idea": "an idea or a wish",
    "preference": "a preference", "question": "a question", "emotion": "a feeling",
    "unspecified": "not said",
}  # fmt: skip
_STANCE_WORDS = {
    "supports": "agrees with it", "opposes": "disagrees with it", "mixed": "does both",
    "describes": "describes, without a view",
}  # fmt: skip
_WHY_NEXT = {
    "unsure": "Chosen because the suggestions are unsure here: your answer teaches them most.",
    "unlike the rest": "Chosen because it is unlike what has been read so far.",
    "drawn blindly": (
        "Drawn at random, so suggestions are hidden. Excerpts like this one show honestly what "
        "the suggestions miss."
    ),
}
_STANCE_KEYS = ("g", "h", "l")
_FOUND_AT_ONCE = 50
_ID = re.compile(r"\bx[0-9a-z]{5,20}\b")
_WORDS_NAMED = 7


def queue_of(fields: Any) -> tuple[Queue, str]:
    """Return the queue that a form or an address names, and whose reading counts in it."""
    by, who = fields.text("by", "all"), fields.text("who", "mine")
    queue = Queue(by if by in (*ORDERS, TEACHES) else "all", fields.text("of"))
    return queue, who if who in WHO else "mine"


def queue_fields(queue: Queue, who: str) -> dict[str, str]:
    """Return what an address needs to name a queue again."""
    return {
        "by": "" if queue.by == "all" else queue.by,
        "of": queue.of,
        "who": "" if who == "mine" else who,
    }


def say_queue(desk: ReviewDesk, queue: Queue) -> str:
    """Return how a queue is called."""
    named = {
        "source": desk.material.paths.get(queue.of, queue.of),
        "code": f"Code: {desk.code_name(queue.of)}",
        "group": desk.group_words(queue.of).capitalize(),
        "topic": f"Topic {queue.of}",
        "search": f"Search: {queue.of}",
        **TITLES,
    }
    return named[queue.by]


async def read(visit: Visit) -> Response:
    """Show an excerpt, or take what was said about it and go on to the next."""
    queue, who = queue_of(visit.form if visit.sent else visit.query)
    if visit.sent:
        return _take(visit, queue, who)
    desk = visit.desk
    ids = desk.queue(queue)
    at = visit.query.text("at")
    number = visit.query.text("number")
    if number.isascii() and number.isdigit() and 0 < int(number) <= len(ids):
        at = ids[int(number) - 1]
    if at not in desk.material.excerpts:
        at = desk.next_after("", ids, by_anyone=who == "anyone") if who != "all" else ""
        at = at or (ids[0] if ids and who == "all" else "")
    if not at:
        return visit.show("read_done", title="All read", queue=queue, empty=not ids,
                          name=say_queue(desk, queue), fields=queue_fields(queue, who))  # fmt: skip
    visit.sitting.last_read = address(
        "/read", {k: v for k, v in {**queue_fields(queue, who), "at": at}.items() if v}
    )
    return visit.show("read", **_page(visit, queue, who, ids, at))


def _page(visit: Visit, queue: Queue, who: str, ids: list[str], at: str) -> dict[str, Any]:
    desk, settings = visit.desk, visit.sitting.settings
    excerpt, marks = desk.material.excerpts[at], desk.marks(at)
    place = ids.index(at) if at in ids else -1
    done = desk.done(by_anyone=who == "anyone")
    hide_group = "group" in settings.blind
    drawn = desk.is_drawn(at, queue)
    rows = _rows(desk, at, blind=drawn or "suggestions" in settings.blind)
    number = f"{place + 1} of {len(ids):,}" if place >= 0 else "on its own"
    return {
        "title": f"Excerpt {number}",
        "queue": queue, "who": who, "queue_name": say_queue(desk, queue),
        "fields": queue_fields(queue, who), "at": at,
        "excerpt": excerpt, "marks": marks, "context": desk.context(at),
        "place": place, "n": len(ids), "n_done": sum(e in done for e in ids),
        "before": ids[place - 1] if place > 0 else "",
        "after": ids[place + 1] if 0 <= place < len(ids) - 1 else "",
        "rows": rows, "others": _others(desk, rows),
        "shown": [row["code_id"] for row in rows if row["suggestion"]],
        "hide_group": hide_group, "blind": BLIND, "whos": WHO, "drawn": drawn,
        "why_next": _WHY_NEXT.get(desk.lessons.batch.get(at, ""), "") if queue.by == TEACHES
        else "",
        "kind_prompt": desk.prompt_kind(at), "kind_words": _KIND_WORDS,
        "stance_words": _STANCE_WORDS,
        "alike": [desk.material.excerpts[e] for e in desk.material.alike.get(at, ())],
        "kinds": [(kind, _KIND_WORDS[kind]) for kind in UNIT_KINDS],
        "stances": [(stance, _STANCE_WORDS[stance]) for stance in STANCES],
        "themes": sorted({str(code["theme"]) for code in desk.state.codes.values()}),
        "mine_serious": desk.coder in marks.serious,
        "mine_unsure": desk.coder in marks.unsure,
        "my_memos": [memo for coder, memo in marks.memos if coder == desk.coder],
        "read_before": desk.coder in marks.looked,
        "queue_words": say_count(len(ids), "excerpt"),
    }  # fmt: skip


def _rows(desk: ReviewDesk, excerpt_id: str, *, blind: bool) -> list[dict[str, Any]]:
    """Return the codes with a box on the page: suggested ones, and the coder's own."""
    rows: list[dict[str, Any]] = []
    for code_id, marks in list(desk.marks(excerpt_id).codes.items()):
        mine = marks.votes.get(desk.coder, "")
        suggestion = None if blind else marks.suggestion
        if not (suggestion or mine == "accepted" or desk.coder in marks.unsure):
            continue
        likely = bool(suggestion and suggestion.likely)
        rows.append(
            {
                "code_id": code_id,
                "code": desk.state.codes[code_id],
                "suggestion": suggestion,
                "reason": _name_excerpts(desk, suggestion.reason) if suggestion else "",
                "ticked": mine == "accepted" or (likely and not mine),
                "unsure": desk.coder in marks.unsure,
                "mine": mine,
                "stance": marks.stances.get(desk.coder, ""),
                "stance_prompt": desk.prompt_stance(excerpt_id, code_id),
                "stance_key": "",
                "rank": (not likely, -(suggestion.score if suggestion else 2.0)),
            }
        )
    rows.sort(key=lambda row: row["rank"])
    prompted = [row for row in rows if row["stance_prompt"]]
    for row, key in zip(prompted, _STANCE_KEYS, strict=False):
        row["stance_key"] = key
    return rows


def _name_excerpts(desk: ReviewDesk, reason: str) -> str:
    """Return a reason with the first words of excerpts in place of their ids."""
    return _ID.sub(lambda match: _first_words(desk, match.group()), reason)


def _first_words(desk: ReviewDesk, excerpt_id: str) -> str:
    excerpt = desk.material.excerpts.get(excerpt_id)
    if excerpt is None:
        return excerpt_id
    words = excerpt.text.split()
    return f"“{' '.join(words[:_WORDS_NAMED])}{'…' if len(words) > _WORDS_NAMED else ''}”"


def _others(desk: ReviewDesk, rows: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Return the codes that can be added, by theme."""
    there = {row["code_id"] for row in rows}
    themes: dict[str, list[Any]] = {}
    for code_id, code in desk.state.codes.items():
        if code_id not in there:
            themes.setdefault(str(code["theme"]), []).append(code)
    return list(themes.items())


def _take(visit: Visit, queue: Queue, who: str) -> Response:
    desk, form = visit.desk, visit.form
    at = form.text("at")
    if at not in desk.material.excerpts:
        return visit.go("/read", queue_fields(queue, who), "That excerpt is no longer there.")
    ids = desk.queue(queue)
    following = _following(desk, ids, at, who)
    leave = form.text("do") == "unsure"
    same = desk.material.alike.get(at, []) if form.text("alike") else []
    n = desk.save(
        at,
        Answer(
            offered=form.texts("offered"),
            ticked=form.texts("code"),
            unsure=form.texts("unsure"),
            stances=_stances(form),
            kind=_kind(form, desk.marks(at).kind),
            serious=bool(form.text("serious")),
            memo=form.text("memo"),
            new_code=form.text("new_code"),
            new_theme=form.text("new_theme"),
            shown=form.texts("shown"),
            blind=tuple(sorted({*visit.sitting.settings.blind, *_also_hidden(form)})),
            leave=leave,
            drawn=bool(form.text("drawn")) and not form.texts("shown"),
        ),
        also=same,
    )
    notice = "Left for later: not sure." if leave else "Saved." if n else "Nothing had changed."
    if same and n and not leave:
        notice = f"Saved, and the same for {say_count(len(same), 'other excerpt')}."
    if form.text("do") == "stay":
        following = at
    return visit.go("/read", {**queue_fields(queue, who), "at": following}, notice)


def _stances(form: Form) -> dict[str, str]:
    """Return what was chosen as a stance; a prompt that was ticked where nothing was."""
    prompted: Mapping[str, str] = form.starting("stance_as:")
    chosen = {key: value for key, value in form.starting("stance:").items() if value}
    return {**prompted, **chosen}


def _kind(form: Form, before: str) -> str:
    """Return the kind that was chosen; the prompt's where it was ticked and nothing chosen."""
    chosen = form.text("kind")
    return form.text("kind_as") or chosen if chosen in ("", before) else chosen


def _also_hidden(form: Form) -> tuple[str, ...]:
    return ("suggestions",) if form.text("drawn") else ()


def _following(desk: ReviewDesk, ids: list[str], at: str, who: str) -> str:
    if who == "all":
        place = ids.index(at) + 1 if at in ids else 0
        return ids[place] if place < len(ids) else at
    return desk.next_after(at, ids, by_anyone=who == "anyone")


async def search(visit: Visit) -> Response:
    """Show what a search finds, with a way to read it through."""
    desk, words = visit.desk, visit.query.text("words")
    found = desk.queue(Queue("search", words)) if words else []
    rows = [desk.material.excerpts[e] for e in found[:_FOUND_AT_ONCE]]
    return visit.show("search", title="Search", words=words, n=len(found), rows=rows,
                      hide_group="group" in visit.sitting.settings.blind,
                      read={e.excerpt_id for e in rows} & desk.done())  # fmt: skip


async def undo(visit: Visit) -> Response:
    """Take back the last step, or put it back, and show where it was."""
    desk = visit.desk
    back = own_path(visit.form.text("back"), visit.sitting.last_read or "/")
    if not visit.sent:
        return visit.go("/history")
    again = visit.form.text("do") == "redo"
    if again:
        redone = desk.redo()
        return visit.go(back, notice="Put back." if redone else "There is nothing to put back.")
    step = desk.undo()
    if step is None:
        return visit.go(back, notice="There is nothing left to take back.")
    line = next((d for d in step.lines if d.target == "excerpt"), step.first)
    notice = f"Taken back: {say_step(desk, step.lines)}."
    if line.target == "excerpt" and line.excerpt_id in desk.material.excerpts:
        if line.action in ("approve_quote", "hold_quote"):
            return visit.go(back, notice=notice)
        queue, who = queue_of(_address_form(back))
        return visit.go("/read", {**queue_fields(queue, who), "at": line.excerpt_id}, notice)
    return visit.go(back, notice=notice)


def _address_form(path: str) -> Form:
    from urllib.parse import parse_qs

    return Form(parse_qs(path.partition("?")[2]))


def say_step(desk: ReviewDesk, lines: Any) -> str:
    """Return what a step decided, in a few words and without anybody's words."""
    said = []
    for line in lines:
        name = f"“{desk.code_name(line.code_id)}”" if line.code_id else ""
        value = line.value if isinstance(line.value, str) else ""
        about = {
            "accept": f"{name} accepted", "add": f"{name} added", "reject": f"{name} turned down",
            "unsure": f"not sure about {name}" if name else value or "not sure",
            "nothing_fits": "nothing fits",
            "stance": f"{name}: {_STANCE_WORDS.get(value, value)}",
            "kind": f"kind: {_KIND_WORDS.get(value, value)}", "serious": "keep visible",
            "approve_quote": "quote approved", "hold_quote": "quote held back",
            "new": f"new code {name}", "rename": f"{name} renamed", "define": f"{name} defined",
            "merge": f"{name} merged", "split": f"{name} split", "move": f"{name} moved",
            "retire": f"{name} retired", "convergence": f"meaning of “{line.target_id}”",
            "mask": "a word masked", "unmask": "a word kept",
            "edit": "a recommendation edited",
        }  # fmt: skip
        said.append(about.get(line.action, line.action))
    return "; ".join(said)


async def refresh(visit: Visit) -> Response:
    """Make the suggestions afresh from what has been decided."""
    if not visit.sent:
        return visit.go("/")
    n = visit.desk.suggest_afresh()
    said = f"They now go by {say_count(n, 'decision')} on codes" if n else "Nobody has decided yet"
    return visit.go(own_path(visit.form.text("back")), notice=f"Suggestions refreshed. {said}.")


async def switch(visit: Visit) -> Response:
    """Switch keys on or off, or hide and show what a coder sees."""
    if visit.sent:
        settings, form = visit.sitting.settings, visit.form
        if form.text("set") == "keys":
            settings.keys = form.text("keys") == "on"
        elif form.text("set") == "blind":
            settings.blind = frozenset(form.texts("blind")) & frozenset(BLIND)
    return visit.go(own_path(visit.form.text("back")))


ROOM = Room(
    path="/read",
    name="Read",
    about="One excerpt at a time: say which codes belong.",
    pages={
        "/read": read,
        "/search": search,
        "/undo": undo,
        "/settings": switch,
        "/refresh": refresh,
    },
    waiting=lambda desk: len(desk.material.said) - len(desk.done() & set(desk.material.said)),
)
