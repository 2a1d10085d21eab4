"""A trained pipeline adds what it finds, and takes nothing away."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from insights.privacy import Names, mask_text, trained

TEXT = "We asked the gaffer about Universal Credit at the Mill House day centre"


def entity(text: str, words: str, label: str):
    start = text.index(words)
    return SimpleNamespace(text=words, label_=label, start_char=start, end_char=start + len(words))


@pytest.fixture
def fresh():
    trained.load_pipeline.cache_clear()
    yield
    trained.load_pipeline.cache_clear()


@pytest.fixture
def installed(monkeypatch, fresh):
    """A function that installs stand-ins for trained pipelines, by name."""

    def install(**pipelines):
        for name, load in pipelines.items():
            module = ModuleType(name)
            module.load = load
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr(
            trained, "entry_points",
            lambda group: [SimpleNamespace(name=name) for name in pipelines],
        )  # fmt: skip

    return install


def finding(*found):
    """A pipeline that finds ``(words, label)`` wherever they stand."""

    def run(text):
        return SimpleNamespace(
            ents=[entity(text, words, label) for words, label in found if words in text]
        )

    return lambda **_: run


def test_without_a_trained_pipeline_the_rules_stand_alone(installed):
    installed()
    assert mask_text(TEXT, Names()).text == TEXT
    assert trained.load_pipeline() is None


def test_what_it_finds_is_covered_and_named(installed):
    installed(en_core_web_sm=finding(("gaffer", "PERSON"), ("Mill House", "FAC")))
    one = mask_text(TEXT, Names())
    assert one.text == ("We asked the [PERSON] about Universal Credit at the [PLACE] day centre")
    assert {span.rule for span in one.spans} == {"trained"}


def test_positions_hold_where_disguises_were_taken_off(installed):
    installed(en_core_web_sm=finding(("gaffer", "PERSON")))
    raw = "the ga\u200bffer left"
    one = mask_text(raw, Names())
    assert one.text == "the [PERSON] left"
    assert one.to_raw(one.text.index("left")) == raw.index("left")


def test_it_takes_nothing_away(installed):
    installed(en_core_web_sm=finding(("Priya", "ORG")))
    text = mask_text("Priya Nair rang 07700 900123", Names()).text
    assert "Priya" not in text and "Nair" not in text and "07700" not in text


@pytest.mark.parametrize("label", ["DATE", "CARDINAL", "NORP", "PRODUCT", ""])
def test_other_kinds_are_left_alone(installed, label):
    installed(en_core_web_sm=finding(("gaffer", label)))
    assert mask_text(TEXT, Names()).text == TEXT


def test_services_survive_it(installed):
    installed(en_core_web_sm=finding(("Universal Credit", "ORG")))
    assert mask_text(TEXT, Names()).text == TEXT


def test_the_largest_that_loads_is_used(installed):
    def broken(**_):
        raise OSError("made for another version")

    installed(
        en_core_web_sm=finding(("gaffer", "PERSON")),
        en_core_web_lg=finding(("gaffer", "GPE")),
        en_core_web_trf=broken,
        de_core_news_lg=finding(("gaffer", "ORG")),
    )
    assert "the [PLACE] about" in mask_text(TEXT, Names()).text


def test_it_can_be_switched_off(installed, monkeypatch):
    monkeypatch.setenv("INSIGHTS_TRAINED", "off")
    installed(en_core_web_sm=finding(("gaffer", "PERSON")))
    assert mask_text(TEXT, Names()).text == TEXT
