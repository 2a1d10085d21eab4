"""Take any one recogniser away, by name, and its case reads otherwise."""

import re
from pathlib import Path

import pytest

from insights.privacy import Names, Person, addresses, dates, identifiers, mask, people, places
from insights.privacy.mask import find_spans
from insights.privacy.spans import Span
from tests.test_privacy_recognisers import COVERED, REGISTER, WAITING

NEVER = re.compile(r"(?!)")
NEAR = Names((Person("P1", "Priyaa Nair"),))
HOPE = Names((Person("P1", "Hope Mensah"),))
SHAPED = {recogniser.rule for recogniser in identifiers.RECOGNISERS}
STREETS = {rule for rule, _ in addresses.RULES}
PATTERNS = {  # rule → the pattern in the module of dates
    "numeric_date": "_NUMERIC", "day_month": "_DAY_MONTH", "month_day": "_MONTH_DAY",
    "born": "_BORN", "age_cue": "_AGE_CUE", "age_years": "_AGE_YEARS",
    "age_bracket": "_AGE_BRACKET", "age_words": "_AGE_WORDS", "age_decade": "_AGE_DECADE",
    "age_birthday": "_AGE_BIRTHDAY", "age_own": "_AGE_OWN", "age_at": "_AGE_AT",
}  # fmt: skip
REGISTERED = {"register", "register_shared"}


class Without(dict):
    """Marks on words that one rule cannot make."""

    def __init__(self, rule):
        super().__init__()
        self.rule = rule

    def __setitem__(self, place, rule):
        if rule != self.rule:
            super().__setitem__(place, rule)

    def __ior__(self, more):
        for place, rule in more.items():
            self[place] = rule
        return self

    def __ror__(self, first):
        kept = Without(self.rule)
        kept |= first
        kept |= self
        return kept


def names_for(rule: str) -> Names:
    return {"near_registered": NEAR, "register_word": HOPE}.get(rule, REGISTER)


def seen(text: str, names: Names) -> tuple[list, list]:
    covered, waiting = find_spans(text, names)
    return (
        [(span.start, span.end, span.placeholder) for span in covered],
        [(span.start, span.end) for span in waiting],
    )


def remove(rule: str, monkeypatch) -> None:
    """Take one recogniser out of the masker."""
    kept = tuple(r for r in identifiers.RECOGNISERS if r.rule != rule)
    monkeypatch.setattr(identifiers, "RECOGNISERS", kept)
    monkeypatch.setattr(addresses, "RULES", tuple(r for r in addresses.RULES if r[0] != rule))
    if rule in PATTERNS:
        monkeypatch.setattr(dates, PATTERNS[rule], NEVER)
    if rule == "rare_combination":
        monkeypatch.setattr(people, "_ONLY_ONE", NEVER)
    if rule == "line_too_long":
        monkeypatch.setattr(mask, "_too_long", lambda text: [])
    if rule == "place_by_preposition":
        monkeypatch.setattr(places, "_is_announced", lambda words, first: False)
    if rule == "address_lines":
        monkeypatch.setattr(mask, "grow_addresses", lambda text, spans: [])
    if rule in REGISTERED:
        found = people.find_registered
        monkeypatch.setattr(
            people, "find_registered",
            lambda words, index: [s for s in found(words, index) if s.rule != rule],
        )  # fmt: skip
    start = people._Finder.__init__

    def begin(self, *arguments):
        start(self, *arguments)
        self.marks, self.possible = Without(rule), Without(rule)

    monkeypatch.setattr(people._Finder, "__init__", begin)


@pytest.mark.parametrize("rule", sorted(COVERED))
def test_a_covering_rule_is_needed(rule, monkeypatch):
    text = COVERED[rule]
    before = seen(text, REGISTER)[0]
    remove(rule, monkeypatch)
    assert seen(text, REGISTER)[0] != before


@pytest.mark.parametrize("rule", sorted(WAITING))
def test_a_proposing_rule_is_needed(rule, monkeypatch):
    text, names = WAITING[rule], names_for(rule)
    before = seen(text, names)[1]
    assert before
    remove(rule, monkeypatch)
    assert seen(text, names)[1] != before


def test_removing_a_rule_that_does_not_exist_changes_nothing(monkeypatch):
    """The surgery itself leaves no trace."""
    cases = {**COVERED, **WAITING}
    before = {rule: seen(text, REGISTER) for rule, text in cases.items()}
    remove("no such rule", monkeypatch)
    assert {rule: seen(text, REGISTER) for rule, text in cases.items()} == before


def test_every_rule_that_the_code_names_has_a_case():
    """A new rule without a case fails here."""
    source = "".join(
        (Path(people.__file__).parent / name).read_text(encoding="utf-8")
        for name in ("people.py", "beside.py", "places.py", "registered.py")
    )
    marked = set(re.findall(r'(?:marks|possible|more|found)\[[^\]]+\] = .*?"(\w+)"', source))
    marked |= set(re.findall(r'else "(lower_case_\w+)"', source))
    marked |= set(re.findall(r'"\[[A-Z?]+\]", "(\w+)"', source))
    quiet = {"slip", "label", "month"}  # never shown; file names only
    assert marked - quiet <= set(COVERED) | set(WAITING), marked
    assert SHAPED | STREETS | set(PATTERNS) | REGISTERED <= set(COVERED)
    assert "label" in {span.rule for span in find_spans("callum_notes", Names(), label=True)[0]}
    assert isinstance(find_spans("Priya", REGISTER)[0][0], Span)
