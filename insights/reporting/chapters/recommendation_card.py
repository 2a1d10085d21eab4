"""One recommendation in full, in the order in which somebody who decides asks about it."""

from __future__ import annotations

import re

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.card_sides import for_and_against, is_tested
from insights.reporting.chapters.deciding import (
    say_decisions_of,
    say_how_tried,
    say_next_step,
    say_pilot,
)  # fmt: skip
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.how_sure import say_why_unsaid
from insights.reporting.chapters.people import day
from insights.reporting.chapters.rounds_story import labels_of_drafts
from insights.reporting.document import (
    Badge,
    Block,
    Field,
    Fields,
    Finding,
    Paragraph,
    QuoteList,
)  # fmt: skip
from insights.reporting.drafting.addressing import NOT_AGREED
from insights.reporting.drafting.alternatives import instead_of
from insights.reporting.drafting.dangers import shows_harm
from insights.reporting.drafting.further import goes_further
from insights.reporting.drafting.joins import ideas_among, with_idea_names
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.piloting import read_plan
from insights.reporting.drafting.resting import NOT_ASSESSED, NOT_COSTED
from insights.reporting.drafting.sureness import say_sure_it_helps, say_sure_of_need
from insights.reporting.drafting.title_sources import is_title_waiting
from insights.reporting.drafting.tried import NEAR
from insights.reporting.proposing.proposals import GOES_FURTHER
from insights.reporting.wording import capitalised, full_stop, listed

_STATES = {
    "parked": "was parked", "not now": "is not for now", "open": "is still open",
    "commitment": "is a standing promise of the group",
}  # fmt: skip
_WAITING = "Wording from words not yet cleared"
# "whoever it’s for": nothing before it that it could mean
_OPENS_WITH_IT = re.compile(r"^(?:[\w’']+ ){0,2}?it\b", re.IGNORECASE)
_NOT_CLEARED = "These words are not cleared yet."


def compose_card(desk: Desk, row: Row, shared: list[str], *, whom_too: bool) -> Finding:
    """Return one recommendation in full: what, why, for and against, tried, how sure, what next.

    Parameters
    ----------
    shared
        What nobody has decided of most recommendations: said once, above all cards.
    whom_too
        Whether to say who is asked to act.
    """
    label = text_of(row["label"])
    blocks: list[Block] = [
        *_what(desk, row, whom_too=whom_too),
        *_why(row),
        *for_and_against(desk, row),
        *_tried(desk, row),
        *_how_sure(desk, row),
        *_before_deciding(desk, row, shared),
    ]
    state = _state(desk, row)
    waiting = is_title_waiting(row, desk.material)
    badges = (
        *_badges(desk, row),
        *((Badge("neutral", _WAITING),) if waiting else ()),
        *((state,) if state else ()),
    )
    return Finding(label, label, text_of(row["title"]), badges, tuple(_joined(blocks)))


def _joined(blocks: list[Block]) -> list[Block]:
    """Return blocks with neighbouring lists of fields made one, so that their lines align."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if isinstance(block, Fields) and isinstance(before, Fields):
            joined[-1] = Fields((*before.fields, *block.fields))
        else:
            joined.append(block)
    return joined


def _what(desk: Desk, row: Row, *, whom_too: bool) -> list[Block]:
    """Return what is asked: the words it was drafted from, of whom, and instead of what."""
    blocks: list[Block] = []
    words = _words_behind(desk, row)
    quotes = (desk.quotes.quote(words),) if words else ()
    if quotes:
        blocks.append(QuoteList(_whose_words(desk, row), quotes))
        unsaid = say_why_unsaid(desk, quotes)
        if unsaid:
            blocks.append(Paragraph((unsaid,)))
    fields = [
        *_further(desk, row),
        *_maybe("One or the other?", _instead(desk, row)),
        *_maybe("Decision asked", say_decisions_of(row, desk)),
        *_maybe(
            "For whom",
            text_of(row["addressed_to"]).removeprefix(NOT_AGREED) if whom_too else "",
        ),
        *_maybe("Part of the toolkit", row["component"]),
        *_maybe("Part of the vision", row["serves"]),
    ]
    return [*blocks, *_fields(fields)]


def _why(row: Row) -> list[Block]:
    return [Fields((Field("Why", (_problem(row),)),))]


def _tried(desk: Desk, row: Row) -> list[Block]:
    """Return what happened when people tried it, and what became of the sketch."""
    if is_to_look(row):
        return []
    told = _with_labels(desk, say_how_tried(row, desk)) or "No test of it is recorded."
    return _fields([
        Field("Tried", (told,)), *_maybe("The sketch", _became(desk, row))
    ])  # fmt: skip


def _with_labels(desk: Desk, told: str) -> str:
    """Return what is said of drafts with their labels, as the chapter on rounds gives them."""
    for label, name in labels_of_drafts(desk).items():
        told = told.replace(f"draft of “{name}”", f"draft of “{name}” ({label})")
    return told


def _how_sure(desk: Desk, row: Row) -> list[Block]:
    if desk.reflexive:
        return []
    if is_to_look(row):
        reasons = text_of(row["confidence_reason"]).split("; ")
        told = tuple(full_stop(capitalised(reason.strip())) for reason in reasons if reason)
        return _fields([Field("Why it stands here", told)])
    return _fields([
        *_maybe("Sure of the need", say_sure_of_need(row)),
        Field("Sure it helps", (say_sure_it_helps(row),)),
    ])  # fmt: skip


def _before_deciding(desk: Desk, row: Row, shared: list[str]) -> list[Block]:
    """Return what has to be settled before a decision: safety first."""
    fields = [
        Field("Next step", (say_next_step(row, desk), *_why_first(row))),
        *_maybe("What it should change", row["outcome"]),
        *_maybe("How we would know", row["measures"]),
        *_assessed(row),
        *_maybe("Pilot", say_pilot(row, desk)),
        *_owned(row),
        *_maybe("Where it stands", _status(row)),
        *_maybe("What those who decide answered", row["response"]),
        *_maybe("Signed off by", row["sign_off"]),
        *_maybe("Changed since it was edited", row["changed_since"]),
        *_maybe(
            "Not decided yet",
            capitalised(listed(what for what in undecided_of(row) if what not in shared)),
        ),
    ]
    missing = full_stop(capitalised(text_of(row["missing"])))
    if missing and not desk.material.released:
        fields.append(Field("Still missing", (missing,)))
    return [*_fields(fields), *_testers_on_piloting(desk, row)]


def _fields(fields: list[Field]) -> list[Block]:
    return [Fields(tuple(fields))] if fields else []


def _words_behind(desk: Desk, row: Row) -> str:
    """Return the excerpt to show: the proposal's words, where they may stand here.

    On a danger, other words of the same matter stand in for those that may not be shown.
    """
    known = desk.material.excerpt
    proposal = text_of(row["proposal_excerpt_id"])
    if is_to_look(row) and (proposal not in known or desk.material.is_withheld(proposal)):
        told = [str(e) for e in row["for_excerpt_ids"] if str(e) in known]
        shown = [
            e for e in told
            if not desk.material.is_withheld(e) and shows_harm(text_of(known[e]["text"]))
        ]  # fmt: skip
        return next(iter(shown), proposal if proposal in known else "")
    return proposal if proposal in known else ""


def _further(desk: Desk, row: Row) -> list[Field]:
    """Return what one voice alone asks for beside the others."""
    told = text_of(row["further"])
    proposal = text_of(row["proposal_excerpt_id"])
    known = desk.material.excerpt
    if told != GOES_FURTHER:
        return _maybe("Who goes further", told)
    if proposal not in known or desk.material.is_withheld(proposal):
        return []
    speaker = text_of(known[proposal]["participant_id"])
    others = [
        text_of(known[e]["text"]) for e in map(str, row["for_excerpt_ids"])
        if e in known and text_of(known[e]["participant_id"]) != speaker
    ]  # fmt: skip
    beyond = goes_further(text_of(known[proposal]["text"]), text_of(row["title"]), others)
    if not beyond:
        return []
    claim = desk.claim(
        f"{text_of(row['label'])}.further",
        f"One voice asks for more: “{beyond}”.",
        [proposal],
    )
    cleared = desk.material.is_cleared(proposal)
    return [Field("Who goes further", (claim, *(() if cleared else (_NOT_CLEARED,))))]


def _instead(desk: Desk, row: Row) -> str:
    """Return which recommendations point another way, as a question; '' for none."""
    mine = {str(name) for name in row["prototypes"]}
    told = [
        f"{text_of(one['label'])} "
        f"{'puts it elsewhere' if mine & set(map(str, one['prototypes'])) else 'says otherwise'}: "
        f"“{text_of(one['title'])}”."
        for one in instead_of(row, desk.recommendations)
    ]
    return " ".join([*told, "Choose, or try both."]) if told else ""


def _whose_words(desk: Desk, row: Row) -> str:
    """Return what stands above the words it was drafted from, with what “it” in them may be."""
    if is_tested(row):
        return "Somebody who tried it said"
    if is_to_look(row):
        return "In the words of one who spoke of it"
    theme = next(
        (text_of(finding["theme"]) for finding in desk.findings
         if text_of(finding["finding_id"]) in map(str, row["finding_ids"])), "",
    )  # fmt: skip
    begins_with_it = _OPENS_WITH_IT.search(text_of(row["proposal"]))
    return f"In a proposer’s words, on “{theme}”" if begins_with_it and theme else (
        "In a proposer’s words"
    )  # fmt: skip


def _why_first(row: Row) -> tuple[str, ...]:
    """Return why a danger comes before anything else; () where none does."""
    if not len(row["settle_first_ids"]):
        return ()
    what = "something near it" if text_of(row["verdict"]) == NEAR else "it"
    return (f"People who tried {what} spoke of that danger.",)


def _state(desk: Desk, row: Row) -> Badge | None:
    """Return what keeps a draft from leaving the team, None for nothing."""
    if desk.material.released:
        return None
    if not len(row["for_excerpt_ids"]):
        return Badge("warning", "No words stand behind it yet")
    if not row["releasable"]:
        return Badge("warning", "Those who disagree are not answered yet")
    if not _is_read(desk, row):
        return Badge("warning", "Coding not yet checked by a person")
    return None if text_of(row["sign_off"]) else Badge("neutral", "Wording not yet agreed")


def _is_read(desk: Desk, row: Row) -> bool:
    """Tell whether a person confirmed any of the codings that a recommendation rests on."""
    behind = {str(e) for e in row["for_excerpt_ids"]}
    return desk.reflexive or any(
        text_of(coding["excerpt_id"]) in behind and bool(coding.get("confirmed"))
        for coding in rows_of(desk.material.counted)
    )


def _badges(desk: Desk, row: Row) -> tuple[Badge, ...]:
    """Return how sure we are of what it answers; how the groups stand only where they disagree.

    Two groups may agree on a problem of which one alone proposed this answer.
    """
    if desk.reflexive:
        return ()
    need = desk.sure_of_need(row)
    return (
        *(badge for badge in desk.badges(row)
          if badge.kind == "class" and text_of(row["convergence"]) == "dissonant"),
        Badge(need.kind, f"The need: {need.text[:1].lower()}{need.text[1:]}"),
    )  # fmt: skip


def _became(desk: Desk, row: Row) -> str:
    """Return what became of the sketches behind it, where none was built."""
    told = []
    for idea in ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]]):
        status, reason = text_of(idea["status"]), text_of(idea["reason"]).strip().rstrip(".")
        if status in _STATES:
            became = _STATES[status]
            reason = with_idea_names(reason, desk.material.ideas)
            given = "The team’s note" if status in ("open", "commitment") else "The reason given"
            why = f" {given}: “{reason}”." if reason else " No reason is written down."
            told.append(f"“{text_of(idea['title']) or text_of(idea['idea_id'])}” {became}.{why}")
    return " ".join(told)


def _problem(row: Row) -> str:
    problem = text_of(row["problem"])
    found = [text_of(f) for f in row["finding_ids"]]
    if problem:
        return f"{full_stop(problem)} See {listed(found)}." if found else full_stop(problem)
    return f"See {listed(found)}." if found else "No problem finding has been joined to it."


def _testers_on_piloting(desk: Desk, row: Row) -> list[Block]:
    """Return the words of a tester that say most of what a plan needs, on the first such card."""
    before = {text_of(row["proposal_excerpt_id"]), *_told_before(desk, row)}
    known = [str(e) for e in row["pilot_excerpt_ids"] if str(e) in desk.material.excerpt]
    best = max(known, key=lambda e: _says_of_plan(desk, e), default="")
    if not best or best in before or _says_of_plan(desk, best) < 0:
        return []
    return [QuoteList("What a tester said about trying it out", (desk.quotes.quote(best),))]


def _told_before(desk: Desk, row: Row) -> set[str]:
    """Return what testers said of the plan of an earlier card, where it stands already."""
    place = next(n for n, one in enumerate(desk.recommendations) if one["label"] == row["label"])
    return {str(e) for one in desk.recommendations[:place] for e in one["pilot_excerpt_ids"]}


def _says_of_plan(desk: Desk, excerpt_id: str) -> int:
    """Return how many parts of a pilot plan words give that may be quoted."""
    if desk.material.is_withheld(excerpt_id):
        return -1
    return len(read_plan(text_of(desk.material.excerpt[excerpt_id]["text"])))


def _owned(row: Row) -> list[Field]:
    owner, due = text_of(row["owner"]), text_of(row["due"])
    if not owner and not due:
        return []
    by = f", by {day(due)}" if due else ""
    return [Field("Owner and date", (full_stop(f"{owner or 'No owner named yet'}{by}"),))]


def _assessed(row: Row) -> list[Field]:
    """Return feasibility and cost, where a person has said anything about them."""
    found = []
    feasible, basis = text_of(row["feasibility"]), text_of(row["feasibility_basis"])
    if feasible != NOT_ASSESSED:
        rests = f" This rests on: {full_stop(basis)}" if basis else ""
        found.append(Field("Feasibility", (full_stop(capitalised(feasible)) + rests,)))
    if text_of(row["cost"]) != NOT_COSTED:
        found.append(Field("Cost", (full_stop(capitalised(text_of(row["cost"]))),)))
    return found


def _status(row: Row) -> str:
    status = text_of(row["status"])
    return "" if status == "draft" else capitalised(status)


def undecided_of(row: Row) -> list[str]:
    """Return what a person still has to say of it: a draft says none of it by itself."""
    return [
        what for what, told in (
            ("its aim", row["outcome"]),
            ("how to measure it", row["measures"]),
            ("feasibility", "" if row["feasibility"] == NOT_ASSESSED else "said"),
            ("cost", "" if row["cost"] == NOT_COSTED else "said"),
            ("a pilot plan", row["pilot"]),
            ("an owner", row["owner"]),
            ("a date", row["due"]),
            ("sign-off by both groups", row["sign_off"]),
        ) if not text_of(told).strip()
    ]  # fmt: skip


def _maybe(name: str, value: object) -> list[Field]:
    words = text_of(value)
    return [Field(name, (full_stop(words),))] if words.strip() else []
