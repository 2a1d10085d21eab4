"""What the commissioner is asked to decide, and all that they need to answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from insights.reporting.cells import Row, text_of, whole_of
from insights.reporting.chapters.decision_details import (
    say_being_tried,
    say_makers,
    say_offered,
    say_plan_lacks,
    say_tester_plans,
    say_to_go_on,
)
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.chapters.speaking_against import (
    say_against,
    say_note_on_waiting,
)  # fmt: skip
from insights.reporting.chapters.trials import prototype_labels
from insights.reporting.document import Field, Words
from insights.reporting.drafting.addressing import NOT_AGREED
from insights.reporting.drafting.joins import ideas_among
from insights.reporting.drafting.matters import decisions_asked
from insights.reporting.drafting.next_steps import (
    Records,
    cards_of,
    next_step,
)  # fmt: skip
from insights.reporting.drafting.offers import last_day_named
from insights.reporting.drafting.piloting import read_plan, weeks_of
from insights.reporting.drafting.resting import NOT_COSTED
from insights.reporting.statements import counts_sentence
from insights.reporting.style import split_sentences
from insights.reporting.wording import (
    capitalised,
    full_stop,
    listed,
    uncapitalised,
)

_HOW_TRIED = re.compile(
    r"\btried\b|\btested it\b|\bdraft\b|^It is at version\b|^Not built\b|^The team’s note\b|"
    r"^No result\b"
)
_NOTE = re.compile(r"^The team’s note\b|^No result\b")
_ADVICE = re.compile(r"^(?:The tests suggest|A person decided):")
# These spend or start something; to name an owner or to put days into diaries needs no test.
_SPENDS = re.compile(
    r"^(?:by [^,]+, )?(?:pay|fund|open|start|begin|run|launch|buy|build|hire|commission|set up|"
    r"roll out|put in place|pilot|try|test)\b",
    re.IGNORECASE,
)
_OF_A_TRIAL = re.compile(r"\b(?:the|this|that) (?:trial|pilot|test)\b", re.IGNORECASE)
_WHEN_IT_ENDS = re.compile(
    r"\b(?:when|after|once) the (?:trial|pilot|test)(?: (?:ends|is over|has ended))?\b",
    re.IGNORECASE,
)
_TRIED_SENTENCES = 3  # the rest stands on its card


@dataclass(frozen=True)
class Asked:
    """One decision that is asked for, and all that is needed to answer it.

    Attributes
    ----------
    label, text
        "Decision 1", and the decision in the project's words.
    fields
        Why, who asks for it, what was tried and offered, what speaks against it, what is next.
    rows
        The recommendations it is about.
    comes_before
        Whether deciding now means spending or starting before the next step is done.
    """

    label: str
    text: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    comes_before: bool = False


def say_decisions(desk: Desk) -> tuple[Asked, ...]:
    """Return each decision asked, with what it rests on and what stands against it."""
    records = records_of(desk)
    return tuple(
        _asked(desk, records, number, text)
        for number, text in enumerate(decisions_asked(desk.material.project), start=1)
    )


def decided_rows(desk: Desk) -> list[tuple[str, str, list[Row]]]:
    """Return each decision asked: its name, its words, and the recommendations it is about."""
    return [
        (f"Decision {number}", full_stop(text), _joined(desk, number))
        for number, text in enumerate(decisions_asked(desk.material.project), start=1)
    ]


def say_next_step(row: Row, desk: Desk) -> str:
    """Return the next step of a recommendation, the same in every paper."""
    return next_step(row, records_of(desk)).told


def say_step_without(desk: Desk, text: str) -> str:
    """Return the next step of a decision that no recommendation asks for."""
    trial = _trial_before(desk, text)
    if trial is None:
        return (
            "Choose among the recommendations, or say what else you need to know."
            if desk.recommendations
            else "Say what it rests on: nothing that was proposed asks for it."
        )
    return (
        f"Decide on the trial first (Decision {trial[0]}). Then name who gathers, while it runs, "
        "what this decision needs."
    )


def records_of(desk: Desk) -> Records:
    """Return what next steps are worked out from."""
    material = desk.material
    return Records(
        recommendations=desk.recommendations,
        findings=[*desk.findings, *desk.voices],
        ideas=desk.ideas,
        cards=desk.prototype_cards,
        labels=prototype_labels(desk),
        facts=material.excerpt,
        days={session.session_id: session.date for session in material.project.sessions},
        today=text_of(material.project.about.get("report_on")),
        say_day=day,
    )


def say_how_tried(row: Row, desk: Desk) -> str:
    """Return how something was tried out, and where its tests are told; '' for not at all.

    What its next step says already ("mend what stopped two, and test it again") is left out.
    """
    records = records_of(desk)
    improves = next_step(row, records).kind == "improve"
    told = " ".join(
        said
        for said in split_sentences(text_of(row["tests"]))
        if _HOW_TRIED.search(said) or (_ADVICE.search(said) and not improves)
    )
    for name in map(str, row["prototypes"]):
        if name in records.labels:
            told = told.replace(f"“{name}”", f"“{name}” ({records.labels[name]})", 1)
    return told


def say_pilot(row: Row, desk: Desk) -> str:
    """Return its pilot plan, once: a later recommendation with the same plan names the first."""
    pilot = text_of(row["pilot"])
    first = next((one for one in desk.recommendations if text_of(one["pilot"]) == pilot), row)
    label = text_of(first["label"])
    return pilot if not pilot or label == text_of(row["label"]) else f"The same as at {label}."


def say_decisions_of(row: Row, desk: Desk) -> str:
    """Return which decisions a recommendation is about, in their words; '' for none."""
    asked = decisions_asked(desk.material.project)
    numbered = {f"D{number}": text for number, text in enumerate(asked, start=1)}
    return " ".join(
        f"Decision {key[1:]}: {full_stop(numbered[key])}" for key in map(str, row["decisions"])
        if key in numbered
    )  # fmt: skip


def say_whom(row: Row, desk: Desk) -> str:
    """Return who is asked to act, where it is somebody else than who decides; '' if not."""
    whom = text_of(row["addressed_to"])
    return "" if whom in (NOT_AGREED, desk.material.project.commissioner) else whom


def promised_already(row: Row, desk: Desk) -> list[Row]:
    """Return the ideas behind a recommendation that the group has promised already."""
    ideas = ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]])
    return [idea for idea in ideas if text_of(idea["status"]) == "commitment"]


def all_uncosted(desk: Desk) -> bool:
    """Return whether no recommendation has a cost: said once, not at each."""
    return all(text_of(row["cost"]) == NOT_COSTED for row in desk.recommendations)


def _joined(desk: Desk, number: int) -> list[Row]:
    return [row for row in desk.recommendations if f"D{number}" in map(str, row["decisions"])]


def _asked(desk: Desk, records: Records, number: int, text: str) -> Asked:
    rows = _joined(desk, number)
    label = f"Decision {number}"
    if not rows:
        return Asked(label, full_stop(text), _alone(desk, records, text), ())
    fields = tuple(
        replace(field, name=f"{field.name} ({text_of(row['label'])})") if len(rows) > 1 else field
        for row in rows for field in _behind(desk, records, row, text)
    )  # fmt: skip
    early = any(next_step(row, records).comes_before for row in rows)
    return Asked(label, full_stop(text), fields, tuple(rows), bool(_SPENDS.search(text)) and early)


def _behind(desk: Desk, records: Records, row: Row, asked: str) -> list[Field]:
    """Return what stands behind a decision, what stands against it, and what comes first."""
    step = next_step(row, records)
    whom = say_whom(row, desk)
    acts = f"It would fall to {uncapitalised(whom)}." if whom and not _named_in(asked, whom) else ""
    tried = _without_notes(say_how_tried(row, desk))
    tried = " ".join(split_sentences(tried)[:_TRIED_SENTENCES])
    return _said({
        "Why": [*_need(desk, row), say_note_on_waiting(desk, row, asked)],
        "Who asks for it": [_support(desk, row), acts],
        "Tried": [tried, say_makers(cards_of(row, records)), say_being_tried(desk, row)],
        "Offered": [
            "The group has promised it already." if promised_already(row, desk) else "",
            *say_offered(desk, records, row, asked),
        ],
        "Against": say_against(desk, row),
        "The plan": [*say_tester_plans(desk, row, asked), say_plan_lacks(row, step, asked)],
        "Next": [step.told],
    })  # fmt: skip


def _alone(desk: Desk, records: Records, text: str) -> tuple[Field, ...]:
    """Return what is known of a decision that no recommendation asks for."""
    trial = _trial_before(desk, text)
    about = (
        "No single recommendation answers it: what people proposed stands under Recommendations."
        if desk.recommendations
        else "Nothing that was proposed asks for this."
    )
    if trial:
        number, rows = trial
        named = f" ({listed(text_of(row['label']) for row in rows)})" if rows else ""
        about = f"It follows from the trial asked for in Decision {number}{named}."
    late = _ends_later(desk, records, text, trial[0]) if trial else ""
    return tuple(_said({
        "Why": [about], "Tried": say_to_go_on(desk, text), "Against": [late],
        "Next": [say_step_without(desk, text)],
    }))  # fmt: skip


def _said(told: Mapping[str, Sequence[Words]]) -> list[Field]:
    """Return a field for each name of which something is said."""
    return [
        Field(name, tuple(words for words in said if words))
        for name, said in told.items() if any(said)
    ]  # fmt: skip


def _need(desk: Desk, row: Row) -> list[Words]:
    """Return the need it answers, as narrowly as it was counted, and how sure we are of both."""
    if desk.reflexive:
        return [text_of(row["problem"]) and full_stop(text_of(row["problem"]))]
    need, helps = how_sure(desk, row)
    return [_need_counted(desk, row), f"How sure: need {need}, help {helps}."]


def _need_counted(desk: Desk, row: Row) -> Words:
    """Return who raised the problem in the code most of its words carry; else its finding."""
    label = text_of(row["label"])
    carried = [code for e in row["for_excerpt_ids"] for code in desk.codes_of.get(str(e), ())]
    often = sorted(set(carried), key=lambda code: (-carried.count(code), code))
    mine = {text_of(finding_id) for finding_id in row["finding_ids"]}
    problems = [
        finding for finding in desk.findings
        if text_of(finding["finding_id"]) in mine and text_of(finding["prompt_kind"]) == "problem"
    ]  # fmt: skip
    for finding in problems:
        theme, finding_id = text_of(finding["theme"]), text_of(finding["finding_id"])
        within = dict(desk.codes_within.get((theme, "problem"), ()))
        for code in often:
            name = desk.code_names.get(code, "")
            if name in within and theme not in desk.sensitive:
                ids = [e for e in map(str, finding["excerpt_ids"])
                       if code in desk.codes_of.get(e, ())]  # fmt: skip
                raised = counts_sentence(within[name], desk.words)
                return desk.claim(f"{label}.decision.why", f"“{name}” ({finding_id}): {raised}",
                                  ids)  # fmt: skip
        return f"{text_of(finding['title'])} ({finding_id})."
    return ""


def how_sure(desk: Desk, row: Row) -> tuple[str, str]:
    """Return how sure we are of the need, and how sure that this would help."""
    need = desk.sure_of_need(row).text.removesuffix(" confidence").casefold()
    helps = desk.sure(row).text.removesuffix(" confidence").casefold()
    return need, "not rated yet" if helps == "provisional" else helps


def _trial_before(desk: Desk, text: str) -> tuple[int, list[Row]] | None:
    """Return the one other decision that asks for the trial which a decision speaks of."""
    if not _OF_A_TRIAL.search(text):
        return None
    trials = [
        number for number, other in enumerate(decisions_asked(desk.material.project), start=1)
        if other != text and "how long" in read_plan(other)
    ]  # fmt: skip
    return (trials[0], _joined(desk, trials[0])) if len(trials) == 1 else None


def _ends_later(desk: Desk, records: Records, text: str, number: int) -> str:
    """Return that a trial cannot have ended by the day asked for, begun as early as can be."""
    other = decisions_asked(desk.material.project)[number - 1]
    decided, length = last_day_named(text, ""), read_plan(other)["how long"]
    weeks = weeks_of(length)
    if not (_WHEN_IT_ENDS.search(text) and decided and records.today and weeks):
        return ""
    end = date.fromisoformat(records.today[:10]) + timedelta(weeks=weeks)
    if end.isoformat() <= decided:
        return ""
    began = day(records.today)
    return f"Even begun on {began}, a trial of {length} would still be running on {day(decided)}."


def _named_in(asked: str, whom: str) -> bool:
    return re.sub(r"^(?:an?|the) ", "", whom.casefold()) in asked.casefold()


def _without_notes(told: str) -> str:
    return " ".join(said for said in split_sentences(told) if not _NOTE.search(said))


def _support(desk: Desk, row: Row) -> Words:
    """Return who proposed what a decision is about, and what is known of its cost."""
    cost = text_of(row["cost"])
    told = "" if all_uncosted(desk) else "Not costed yet." if cost == NOT_COSTED else (
        f"Cost: {uncapitalised(full_stop(cost))}"
    )  # fmt: skip
    who = uncapitalised(text_of(row["supported_by"]).removeprefix("Both groups: "))
    who = full_stop(f"{who}{_nobody_of(desk, row)}")
    claim = desk.claim(
        f"{text_of(row['label'])}.decision",
        capitalised(f"{who.rstrip('.')} ({text_of(row['label'])}). {told}".strip()),
        row["for_excerpt_ids"],
    )
    return claim if claim.excerpt_ids else claim.text


def _nobody_of(desk: Desk, row: Row) -> str:
    """Return which group nobody proposed it in, where both were asked and may be counted."""
    for side, other in (("a", "b"), ("b", "a")):
        n = whole_of(row[f"n_{side}"])
        if (
            n
            and not whole_of(row[f"k_{side}"])
            and whole_of(row[f"k_{other}"])
            and (text_of(row[f"k_{side}"]))
        ):
            return f" and none of {n} {desk.words(text_of(row[f'group_{side}']), n)}"
    return ""
