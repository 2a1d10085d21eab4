"""Units fall between sentences, and ids last."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.sources.material import Passage
from insights.sources.segment import (
    MAX_WORDS,
    excerpt_ids,
    keep_decided_ids,
    sentence_spans,
    source_id,
    split_units,
)

LONG = "This is one plain sentence of eight words. " * 20


def said(text: str, speaker: str = "P01", row: str | None = None) -> Passage:
    return Passage(
        "line 1", 0, len(text), text, "W1", None, None, "problem", "verbatim",
        speaker_key=speaker, row_key=row,
    )  # fmt: skip


@given(
    words=st.lists(st.sampled_from(["money", "Dr.", "e.g.", "late.", "Why?", "\n", "“No!”", "…"]),
                   max_size=200)
)  # fmt: skip
@settings(deadline=None)
def test_units_hold_every_word_once_in_order(words):
    text = " ".join(words)
    units = split_units(text, 0, len(text))
    assert " ".join(" ".join(text[a:b] for a, b in units).split()) == " ".join(text.split())
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in units)
    assert all(b <= c for (_, b), (c, _) in pairwise(units))


def test_a_long_turn_is_cut_at_sentence_ends_only():
    units = split_units(LONG, 0, len(LONG))
    assert len(units) == 3
    assert all(LONG[b - 1] == "." for _, b in units)
    assert all(len(LONG[a:b].split()) <= MAX_WORDS for a, b in units)


@pytest.mark.parametrize(("n_words", "n_units"), [(60, 1), (61, 1), (200, 1)])
def test_a_single_sentence_is_never_cut(n_words, n_units):
    text = "word " * n_words
    assert len(split_units(text, 0, len(text))) == n_units


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ask Dr. Farrow. He knows.", ["Ask Dr. Farrow.", "He knows."]),
        ("It cost £3.50 a day. Too much!", ["It cost £3.50 a day.", "Too much!"]),
        ("She said “No.” Then she left.", ["She said “No.”", "Then she left."]),
        ("“Really?” he said. Yes.", ["“Really?” he said.", "Yes."]),
        ("no capitals here. just this. ok", ["no capitals here.", "just this.", "ok"]),
        ("I said no. Then I went.", ["I said no.", "Then I went."]),
        ("Mine is J. Smith. Yours?", ["Mine is J. Smith.", "Yours?"]),
        ("Well... I do not know. Do you?", ["Well...", "I do not know.", "Do you?"]),
        ("One line\n\nAnother line", ["One line", "Another line"]),
        ("A wrapped\nline here.", ["A wrapped\nline here."]),
    ],
)
def test_sentences_end_where_people_end_them(text, sentences):
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == sentences


def test_five_thousand_dots_do_not_take_long():
    text = "." * 5_000 + " a." * 10_000
    assert split_units(text, 0, len(text))


def test_ids_know_the_place_and_not_what_stands_elsewhere():
    before = [said("I lied."), said("The post."), said("I lied.")]
    ids = excerpt_ids(b"salt", "notes/a.md", before)
    assert len(set(ids)) == 3
    assert all(one[0] == "x" and len(one) == 13 for one in ids)
    edited = [said("New words."), before[0], said("The post!"), before[2]]
    assert excerpt_ids(b"salt", "notes/a.md", edited)[1::2] == ids[::2]


def test_ids_fold_white_space_and_unicode_form_only():
    def one(text, speaker="P01"):
        return excerpt_ids(b"salt", "a", [said(text, speaker)])[0]

    assert one("a  café\n") == one("a cafe\u0301")
    assert one("Café") != one("café")
    assert one("a", "Priya") == one("a", "PRIYA ")
    assert one("a", "Priya") != one("a", "Sam")


def test_ids_differ_between_projects_files_and_rows():
    one = excerpt_ids(b"salt", "a", [said("x")])[0]
    assert one != excerpt_ids(b"other", "a", [said("x")])[0]
    assert one != excerpt_ids(b"salt", "b", [said("x")])[0]
    assert source_id(b"salt", "a") != source_id(b"salt", "b")
    rows = [said("x", row="7\x1ftext"), said("y", row="7\x1ftext"), said("x", row="8\x1ftext")]
    ids = excerpt_ids(b"salt", "a", rows)
    assert len(set(ids)) == 3
    assert excerpt_ids(b"salt", "a", [said("edited", row="7\x1ftext")])[0] == ids[0]


def test_decided_words_keep_their_id_when_only_the_label_of_their_speaker_changed():
    def passage(words, label, person="P01"):
        return Passage("line 1", 0, len(words), words, "w1", None, None, "unspecified",
                       "near_verbatim", person, "participant", None, None, label)  # fmt: skip

    def ids(decided, *passages):
        own = excerpt_ids(b"salt", "a.md", passages)
        labels = {"P01": ["priya nair", "priya", "pn"], "P02": ["tom"]}
        return keep_decided_ids(own, b"salt", "a.md", passages, decided, labels)

    before = ids((), passage("It was late", "PN"), passage("Yes", "Tom", "P02"))
    after = passage("It was late", "Priya")
    assert ids(before, after, passage("Yes", "Tom", "P02")) == before
    assert ids((), after) != before[:1]
    assert ids(before, passage("It was very late", "Priya")) != before[:1]
    # The same words of somebody else are not theirs.
    assert ids(before, passage("Yes", "Priya"))[0] != before[1]
    # Words decided on as they stand keep their own id.
    own = ids((), after)
    assert ids([*before, *own], after) == own
