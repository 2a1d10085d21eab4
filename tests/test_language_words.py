import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.language import words


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("  \n ", 0),
        ("…!?", 0),
        ("one", 1),
        ("It's a follow-up, don't you think?", 6),
        ("£1,200 for 3 weeks", 4),
        ("ਮੈਂ ਠੀਕ ਹਾਂ", 3),
    ],
)
def test_count_words(text, n):
    assert words.count_words(text) == n


@given(st.text(max_size=200))
def test_counting_words_twice_over_a_line_break_doubles_them(text):
    assert words.count_words(f"{text}\n{text}") == 2 * words.count_words(text)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("recognise", "recognize"),
        ("organisation", "organization"),
        ("organised", "organized"),
        ("behaviour", "behavior"),
        ("colours", "colors"),
        ("programme", "program"),
        ("programmes", "programs"),
        ("centre", "center"),
        ("counselling", "counseling"),
        ("counsellor", "counselor"),
        ("travelled", "traveled"),
        ("cancelled", "canceled"),
        ("labelled", "labeled"),
        ("enrol", "enroll"),
        ("fulfilment", "fulfillment"),
        ("skilful", "skillful"),
        ("judgement", "judgment"),
        ("defence", "defense"),
        ("licence", "license"),
        ("practise", "practice"),
        ("paediatric", "pediatric"),
        ("anaesthetic", "anesthetic"),
        ("ageing", "aging"),
        ("analyse", "analyze"),
        ("grey", "gray"),
        ("mum", "mom"),
        ("neighbourhood", "neighborhood"),
        ("catalogue", "catalog"),
    ],
)
def test_british_and_american_spellings_fold_together(british, american):
    assert words.fold_spelling(british) == words.fold_spelling(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("four", "for"), ("hour", "her"), ("filling", "filing"), ("our", "or"), ("does", "dose"),
     ("tyre", "tire"), ("will", "wil"), ("hence", "hense")],
)  # fmt: skip
def test_different_words_stay_apart(one, other):
    assert words.fold_spelling(one) != words.fold_spelling(other)


def test_lemmas_keep_ambiguous_words_as_they_are():
    assert words.lemmas(["She left better training meetings", ""]) == [
        ["she", "left", "better", "training", "meeting"],
        [],
    ]


def test_lemmas_without_the_lookup_table_go_by_endings(monkeypatch):
    monkeypatch.setattr(words, "_lemma_table", lambda: None)
    words.lemmatise.cache_clear()
    try:
        lemma = words.lemmatise()
        forms = ("Letters", "worries", "waiting", "stopped", "less")
        assert [lemma(form) for form in forms] == ["letter", "worry", "wait", "stop", "less"]
    finally:
        words.lemmatise.cache_clear()


def test_pipeline_ends_sentences():
    document = words.load_pipeline()("It froze. Nobody rang back.")
    assert [sentence.text for sentence in document.sents] == ["It froze.", "Nobody rang back."]


def test_the_tokeniser_comes_without_torch_and_torch_can_still_be_had():
    code = (
        "import sys\n"
        "from insights.language import lemmas\n"
        "assert lemmas(['two letters']) == [['two', 'letter']]\n"
        "print('torch' in sys.modules)\n"
        "import importlib.util\n"
        "print(importlib.util.find_spec('torch') is not None)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.split() == ["False", "True"]
