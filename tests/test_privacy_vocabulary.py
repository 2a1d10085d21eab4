"""The vocabulary: cheap to load, made as it says, and beside its licences."""

import gzip
import runpy
from importlib.resources import files
from pathlib import Path

import pytest

from insights.privacy import Names, Person, scan_text
from insights.privacy.vocabulary import standing

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("appointment", "word"), ("brown", "either"), ("john", "name"), ("xuyen", "unknown"),
        ("signposting", "word"), ("didn't", "word"), ("café", "word"), ("personalised", "word"),
        ("unprioritised", "word"), ("sertraline", "word"), ("cmht", "word"),
    ],
)  # fmt: skip
def test_words_stand_as_they_are_used(word, expected):
    assert standing(word) == expected


def test_licences_are_shipped_beside_the_words():
    text = files("insights.privacy").joinpath("VOCABULARY.txt").read_text(encoding="utf-8")
    assert "ExplosionAI GmbH" in text and "Princeton University" in text


@pytest.mark.slow
def test_the_shipped_words_are_those_the_script_makes():
    pytest.importorskip("spacy_lookups_data")
    script = runpy.run_path(str(ROOT / "scripts" / "make_vocabulary.py"))
    lists = script["make_lists"]()
    shipped = files("insights.privacy").joinpath("vocabulary.txt.gz").read_bytes()
    text = gzip.decompress(shipped).decode("utf-8")
    assert text == "\n\n".join("\n".join(words) for words in lists) + "\n"


class TestResidualScan:
    names = Names((Person("P1", "Siobhán Wilson"),))

    def test_prose_of_a_report_is_clean(self):
        prose = (
            "Three of eight people with lived experience raised this. Wilson's interval runs from "
            "12% to 68%. Both groups agreed that forms are hard; see Recommendation 2."
        )
        assert scan_text(prose, Names(), known=["Wilson"]) == []

    def test_what_the_product_writes_itself_is_exempt_but_never_a_registered_name(self):
        assert len(scan_text("Wilson's interval", Names())) == 1
        assert len(scan_text("Wilson's interval", self.names, known=["Wilson"])) == 1

    def test_an_identifier_left_in_a_draft_is_found_where_it_stands(self):
        draft = "<p>[PERSON] rang 07700 900123 about Siobhan.</p>"
        found = [draft[s.start : s.end] for s in scan_text(draft, self.names)]
        assert found == ["07700 900123", "Siobhan"]
