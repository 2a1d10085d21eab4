"""A recommendation for a prototype that is ready to be tried out, where no proposal asks for it.

What was built may differ from every proposal: in another place, say. Its tests speak for that
thing alone, so it stands as a recommendation of its own, in its testers' words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from insights.project import Project, Thresholds
from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.drafting.backing import is_outright
from insights.reporting.drafting.dangers import danger_of
from insights.reporting.drafting.drafts import DRAFTED, is_changed_since
from insights.reporting.drafting.joins import part_of
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.piloting import read_plan
from insights.reporting.drafting.placing import places_in, stands_elsewhere
from insights.reporting.wording import capitalised, full_stop, in_words, listed, uncapitalised

READY = ("pilot", "implement")
TESTERS = "people who tried it"  # how the words for who supports such a recommendation end
STOPS = 3  # the severity of what stops people
_COMMENTS = ("pilot", "implement")  # what testers say of a thing that is to go on
_BUT = re.compile(r"\b(?:not|never|unless|without|no|only)\b|n[’']t\b", re.IGNORECASE)
_DEEDS = {"pilot": "Try out {}", "implement": "Put {} in place"}
Facts = Mapping[str, Mapping[str, Any]]


def ready_cards(made: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the prototypes that are ready, and that no draft was itself tried out as.

    Parameters
    ----------
    made
        What came of what people made, by name.
    rows
        Drafts, with their ``verdict`` and ``prototypes``.
    """
    cards = rows_of(made["prototype_cards"]) if "prototype_cards" in made else []
    spoken_of = {
        str(name) for row in rows
        if text_of(row.get("verdict")) not in ("", "near", "noted", DRAFTED)
        for name in row["prototypes"]
    }  # fmt: skip
    return [
        card for card in cards
        if text_of(card["verdict"]) in READY and text_of(card["prototype"]) not in spoken_of
    ]  # fmt: skip


def title_of(card: Row) -> str:
    """Return what to do with a tested prototype, as a title.

    Examples
    --------
    >>> title_of({"prototype": "Event near the hall", "verdict": "pilot", "with_changes": True})
    'Try out the event near the hall, with changes'
    >>> title_of({"prototype": "The Harbour card", "verdict": "implement", "with_changes": False})
    'Put the Harbour card in place'
    """
    name = text_of(card["prototype"]).strip()
    article, _, rest = name.partition(" ")
    named = uncapitalised(name)
    if article.casefold() in ("a", "an", "the", "our"):
        named = f"{article.casefold()} {rest}"
    else:
        named = f"the {named}"
    title = _DEEDS[text_of(card["verdict"])].format(named)
    return f"{title}, with changes" if card["with_changes"] else title


def words_of_testers(card: Row, made: Mapping[str, Any], facts: Facts) -> list[str]:
    """Return what testers said of trying a prototype out, the fullest plan first.

    Where nobody spoke of a pilot, what they said of running it for good; [] for nothing.
    """
    results = rows_of(made["prototype_results"]) if "prototype_results" in made else []
    for item in _COMMENTS:
        ids = [
            str(e) for row in results
            if text_of(row["item"]) == item and is_of(row, card)
            for e in row["excerpt_ids"] if str(e) in facts
        ]  # fmt: skip
        if ids:
            return sorted(ids, key=lambda e: -len(read_plan(text_of(facts[e]["text"]))))
    return []


def sides_of_testers(
    said: Sequence[str], card: Row, made: Mapping[str, Any], facts: Facts
) -> tuple[list[str], list[str]]:
    """Return testers' words that ask to go on with a thing, and those that say how not to.

    Who would not use it is in neither, whatever they said of how to run it.
    """
    rows = rows_of(made["prototypes"]) if "prototypes" in made else []
    refused = {
        text_of(row["participant_id"]) for row in rows
        if text_of(row["item"]) == "would_use" and row["value"] == 0 and is_of(row, card)
    }  # fmt: skip
    mine = [e for e in said if text_of(facts[e]["participant_id"]) not in refused - {""}]
    how_not = [e for e in mine if is_how_not(text_of(facts[e]["text"]))]
    return [e for e in mine if e not in how_not], how_not


def is_how_not(text: str) -> bool:
    """Return whether words only say how or when not to do a thing, and ask for no part of it.

    Examples
    --------
    >>> is_how_not("Mondays is market day so not Mondays"), is_how_not("Start with ours")
    (True, False)
    >>> is_how_not("Eight weeks, and not in August")
    False
    """
    return _BUT.search(text) is not None and not read_plan(text)


def is_of(row: Mapping[str, Any], card: Row) -> bool:
    """Return whether a result belongs to a prototype's card."""
    return all(text_of(row[key]) == text_of(card[key]) for key in ("prototype", "version"))


def say_tests(card: Row) -> str:
    """Return how a prototype did in its tests, in sentences."""
    n = whole_of(card["n_testers"])
    who = "One person" if n == 1 else f"{capitalised(in_words(n))} people"
    do = {"pilot": "try it out in a pilot", "implement": "put it in place"}
    said = "A person decided" if card["decided"] else "The tests suggest"
    changes = ", with changes" if card["with_changes"] else ""
    reasons = " ".join(full_stop(text_of(reason)) for reason in card["reasons"])
    if card["decided"] and reasons:
        reasons = f"The reason given: “{reasons.rstrip('.')}”."
    told = f"{who} tried this very thing, “{text_of(card['prototype'])}”."
    return f"{told} {said}: {do[text_of(card['verdict'])]}{changes}. {reasons}".strip()


def say_who_spoke(n: int, card: Row, smallest_group: int) -> str:
    """Return how many of those who tried a thing speak for trying it out.

    Examples
    --------
    >>> say_who_spoke(4, {"n_testers": 7}, 5), say_who_spoke(2, {"n_testers": 3}, 5)
    ('4 of the 7 people who tried it', 'Some people who tried it')
    """
    n_testers = whole_of(card["n_testers"])
    if n_testers < smallest_group:
        return f"Some {TESTERS}"
    return f"{n} of the {n_testers} {TESTERS}"


def theme_of(
    card: Row, made: Mapping[str, Any], codings: Sequence[Mapping[str, Any]],
    codes: Mapping[str, Mapping[str, Any]], project: Project,
) -> str:  # fmt: skip
    """Return the theme that a prototype answers: of the idea it was made from, else of its part.

    '' where the records name none, or several.
    """
    key = part_of(text_of(card["prototype"]), project)
    ideas = rows_of(made["ideas"]) if "ideas" in made else []
    made_from = {
        text_of(row["excerpt_id"]) for row in ideas
        if key and text_of(row["component"]) == key and text_of(row["status"]) == "prototype"
    }  # fmt: skip
    themes = [
        text_of(codes[text_of(row["code_id"])]["theme"]) for row in codings
        if text_of(row["excerpt_id"]) in made_from and text_of(row["code_id"]) in codes
    ]  # fmt: skip
    if not themes:
        themes = [
            text_of(code["theme"]) for code in codes.values()
            if key and text_of(code["component"]) == key
        ]  # fmt: skip
    return themes[0] if len(set(themes)) == 1 else ""


def sides_on_place(
    card: Row, theme: str, codings: Sequence[Mapping[str, Any]],
    codes: Mapping[str, Mapping[str, Any]], facts: Facts,
) -> tuple[list[str], list[str]]:  # fmt: skip
    """Return ideas that put a thing where a prototype was built, and ideas against that place.

    Only where the team wrote down a claim that puts it elsewhere, and who supports or opposes
    it, or where somebody says outright that they hold to the other place. Of those who oppose
    the claim, only who names the prototype's own place speaks for it.
    """
    name = text_of(card["prototype"])
    elsewhere = {
        code_id: text_of(code["claim"]) for code_id, code in codes.items()
        if text_of(code["theme"]) == theme and stands_elsewhere(text_of(code["claim"]), name)
    }  # fmt: skip
    speaking: list[str] = []
    against: list[str] = []
    for row in codings:
        excerpt_id, code_id = text_of(row["excerpt_id"]), text_of(row["code_id"])
        if code_id not in elsewhere or excerpt_id not in facts:
            continue
        text = text_of(facts[excerpt_id]["text"])
        if text_of(facts[excerpt_id]["prompt_kind"]) != "idea":
            if is_outright(text) and stands_elsewhere(text, name):
                against.append(excerpt_id)
            continue
        stance = text_of(row.get("stance"))
        if stance == "supports":
            against.append(excerpt_id)
        elif stance == "opposes" and _names_its_place(text, elsewhere[code_id], name):
            speaking.append(excerpt_id)
    return list(dict.fromkeys(speaking)), list(dict.fromkeys(against))


def _names_its_place(text: str, claim: str, name: str) -> bool:
    """Return whether words about a claimed place put a thing where a prototype was built."""
    there = places_in(name)
    named = places_in(text, about=list(places_in(claim)))
    shared = set(there) & set(named)
    return bool(shared) and all(named[place] == there[place] for place in shared)


def concerns_after_tests(
    n_testers: int, n_stopped: int, n_against: int, settings: Thresholds, unanswered: str
) -> tuple[list[str], list[str]]:
    """Return what speaks for doubt that a tested prototype helps: serious concerns, lesser ones.

    Examples
    --------
    >>> concerns_after_tests(7, 1, 0, Thresholds(), "")
    ([], ['one of those who tried it met something rated as stopping people'])
    >>> concerns_after_tests(2, 0, 0, Thresholds(), "")[0]
    ['fewer than three people tried it']
    """
    serious, lesser = [], []
    if n_testers <= settings.few_people:
        serious.append(f"fewer than {in_words(settings.few_people + 1)} people tried it")
    elif n_testers <= settings.some_people:
        lesser.append(f"no more than {in_words(settings.some_people)} people tried it")
    if n_stopped:
        lesser.append(
            f"{in_words(n_stopped)} of those who tried it met something rated as stopping people"
        )
    if n_against:
        lesser.append(unanswered)
    return serious, lesser


def count_stopped(card: Row, made: Mapping[str, Any]) -> int:
    """Return how many of those who tried a prototype something stopped."""
    issues = rows_of(made["prototype_issues"]) if "prototype_issues" in made else []
    return sum(
        whole_of(row["n_people"]) for row in issues
        if whole_of(row["severity"]) == STOPS and is_of(row, card)
    )  # fmt: skip


def link_tested(rows: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Say where a tested prototype and a proposal of something near it speak of each other.

    Parameters
    ----------
    rows
        Recommendations with their labels.

    Returns
    -------
    list
        The places of each such pair.
    """
    pairs = []
    for place, row in enumerate(rows):
        if not row.get("_tested"):
            continue
        name = row["prototypes"][0]
        others = [
            number for number, one in enumerate(rows)
            if text_of(one.get("verdict")) == "near" and name in one["prototypes"]
        ]  # fmt: skip
        for number in others:
            one = rows[number]
            one["tests"] = f"{text_of(one['tests'])} {row['label']} is about what they tried."
            pairs.append((place, number))
        if others:
            labels = listed(text_of(rows[number]["label"]) for number in others)
            verb = "asks" if len(others) == 1 else "ask"
            row["tests"] = (
                f"{row['tests']} {labels} {verb} for something else, which nobody has tried."
            )
    return pairs


def settle_first(
    row: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    made: Mapping[str, Any],
    facts: Facts,
    project: Project,
    serious: Collection[str] = (),
) -> list[str]:
    """Return the dangers to settle before something is tried: those its testers spoke of.

    A tester's words count where they are a danger themselves: a person marked them, or
    :func:`~insights.reporting.drafting.dangers.danger_of` tells one. Words that only share a
    code with a danger gate nothing, nor does what the drafts' record says was changed.

    Parameters
    ----------
    row
        A recommendation, with its prototypes.
    rows
        All of them; those that ask somebody to look into a danger are told by their findings.
    serious
        Excerpts that a person marked as serious.

    Returns
    -------
    list
        Ids of recommendations.
    """
    mine = set(map(str, row.get("prototypes", ())))
    marked = set(serious)
    told_by_testers = {
        str(e)
        for name in ("prototype_results", "prototype_issues") if name in made
        for result in rows_of(made[name]) if text_of(result["prototype"]) in mine
        for e in result["excerpt_ids"]
        if str(e) in facts
        and (str(e) in marked or danger_of([text_of(facts[str(e)]["text"])]))
        and not is_changed_since(
            text_of(facts[str(e)]["text"]), part_of(text_of(result["prototype"]), project),
            made, facts, project,
        )
    }  # fmt: skip
    return [
        text_of(one["recommendation_id"]) for one in rows
        if is_to_look(one) and told_by_testers & {str(e) for e in one["for_excerpt_ids"]}
    ]  # fmt: skip
