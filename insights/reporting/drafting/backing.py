"""What stands behind a proposed remedy: who speaks for it, who against it, who tried it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from insights.reporting.cells import text_of, whole_of
from insights.reporting.drafting.confidence import Remedy
from insights.reporting.drafting.grouping import Proposals
from insights.reporting.proposing.proposals import speaking_for

Facts = Mapping[str, Mapping[str, Any]]
_YES_BUT = re.compile(
    r"(?:^|[.!?,;] ?)(?:yes|yeah|yep|ok|okay|fine|sure|agreed|(?:i['’]m )?happy to)\b"
    r"(?:, (?:please|fine|good))?[,;]? (?:and |then )?"
    r"(?:but|if|only|as long as|so long as|provided|unless|when|not)\b",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    r"\bI (?:still|do still) (?:think|say|believe|want)\b|\bminuted?\b|"
    r"\bI(?:[’']d| would)? (?:do(?:n[’']t| not) agree|disagree|object)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:should|must|ought to|needs? to|ha(?:s|ve) to)\b", re.IGNORECASE)


def asks_for_something(claim: str) -> bool:
    """Return whether a claim asks for something, and does not only say how things are.

    Examples
    --------
    >>> asks_for_something("The person should choose"), asks_for_something("Shame keeps us away")
    (True, False)
    """
    return _ASKS.search(claim) is not None


def keep_speaking(proposals: Proposals, chosen: str, title: str, facts: Facts) -> Proposals:
    """Return the proposals without those that ask for something beside what the title says."""
    kept = speaking_for(
        proposals.for_ids,
        {e: text_of(facts[e]["text"]) for e in proposals.for_ids},
        title=title, about=proposals.about, chosen=chosen,
        speaker_of=lambda e: text_of(facts[e]["participant_id"]) or e,
    )  # fmt: skip
    return replace(
        proposals, for_ids=tuple(kept), confirmed=proposals.confirmed & frozenset(kept),
        people=frozenset(text_of(facts[e]["participant_id"]) for e in kept) - {""},
    )  # fmt: skip


def list_opposing(
    proposals: Proposals,
    problems: Sequence[Mapping[str, Any]],
    against: Mapping[str, Sequence[str]],
    claims: Mapping[str, str],
    rival_codes: Collection[str],
    facts: Facts,
) -> list[str]:
    """Return who speaks against a remedy: on its own code, or on the problem it answers.

    Words against a code that is proposed itself concern that other proposal alone. A claim
    that only says how things are ("shame keeps people away") asks for nothing, so who
    opposes it does not oppose a remedy.

    Parameters
    ----------
    problems
        The findings whose problem it answers.
    against, claims
        Excerpts against each code's claim, and the claims.
    rival_codes
        The codes of all proposals.
    """

    def describes(code_id: str) -> bool:
        claim = claims.get(code_id, "")
        return bool(claim) and not asks_for_something(claim)

    beside = {
        e for code_id, ids in against.items() for e in ids
        if describes(code_id) or (code_id != proposals.code_id and code_id in rival_codes)
    }  # fmt: skip
    own = [] if describes(proposals.code_id) else against.get(proposals.code_id, ())
    on_problems = [
        str(e) for finding in problems for e in finding["against_excerpt_ids"]
        if str(e) in own or str(e) not in beside
    ]  # fmt: skip
    found = dict.fromkeys([*proposals.against_ids, *own, *on_problems])
    return [e for e in found if e in facts and e not in proposals.for_ids]


@dataclass(frozen=True)
class Opposition:
    """Words recorded as against a matter, by how they bear on one proposal.

    Attributes
    ----------
    against
        They answer the proposal, and say no to it.
    conditions
        They say yes to it, but on a condition.
    earlier
        What somebody went through, told before anybody proposed it: no answer to it.
    """

    against: tuple[str, ...]
    conditions: tuple[str, ...]
    earlier: tuple[str, ...]


def sort_opposing(
    excerpt_ids: Sequence[str], proposals: Proposals, facts: Facts, day_of: Mapping[str, str]
) -> Opposition:
    """Return words against a matter by whether they answer what is proposed.

    Parameters
    ----------
    day_of
        The ISO date of each session; one without a date comes before nothing.
    """
    days = [day_of.get(text_of(facts[e]["session_id"]), "") for e in proposals.for_ids]
    first = min((day for day in days if day), default="")

    def came_before(excerpt_id: str) -> bool:
        day = day_of.get(text_of(facts[excerpt_id]["session_id"]), "")
        told = text_of(facts[excerpt_id]["prompt_kind"]) == "problem"
        return bool(told and day and first and day < first)

    earlier = tuple(e for e in excerpt_ids if came_before(e))
    answers = [e for e in excerpt_ids if e not in earlier]
    conditions = tuple(e for e in answers if is_yes_but(text_of(facts[e]["text"])))
    return Opposition(tuple(e for e in answers if e not in conditions), conditions, earlier)


def is_yes_but(text: str) -> bool:
    """Return whether words agree on a condition.

    Examples
    --------
    >>> is_yes_but("First visit, yeah, but not the first five minutes of it.")
    True
    >>> is_yes_but("No. It’s too soon."), is_yes_but("Yes. Give them a card.")
    (False, False)
    """
    return _YES_BUT.search(text) is not None


def is_outright(text: str) -> bool:
    """Return whether somebody says outright that they hold to another view.

    Examples
    --------
    >>> is_outright("I still think it belongs in the hall."), is_outright("I disagree.")
    (True, True)
    >>> is_outright("I think it is fine."), is_outright("Ten minutes is enough.")
    (False, False)
    """
    return _OUTRIGHT.search(text) is not None


def describe_remedy(
    proposals: Proposals,
    against: Sequence[str],
    tried: str,
    starts_from: Mapping[str, Any] | None,
    facts: Facts,
) -> Remedy:
    """Return what a remedy's own confidence depends on.

    Parameters
    ----------
    tried
        What is known of trying it: a :class:`~insights.reporting.drafting.confidence.Remedy`.
    starts_from
        The weakest finding it rests on.
    """
    of_ideas = starts_from is not None and text_of(starts_from["prompt_kind"]) == "idea"
    return Remedy(
        people=[text_of(facts[e]["participant_id"]) or None for e in proposals.for_ids],
        n_against=len({text_of(facts[e]["participant_id"]) or e for e in against}),
        tried=tried,
        sensitive=proposals.sensitive,
        n_in_finding=whole_of(starts_from["n_people"]) if starts_from and of_ideas else None,
    )
