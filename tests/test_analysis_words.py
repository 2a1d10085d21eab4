"""Words: which set a group apart, where they stand, and which one side never used."""

import math

import pandas as pd
import pytest

from insights import analysis, tables
from insights.analysis.plain_words import content_words, spoken_words
from insights.analysis.words import _log_odds
from tests.test_analysis_presence import Workshop

LE, PRO = "lived_experience", "professional"


def talk(*lines):
    """A workshop of lines: (person or "" for a note, group, text, codes…)."""
    made = Workshop().prompt("S1")
    for name, group, text, *codes in lines:
        if name and name not in {person["participant_id"] for person in made.people}:
            made.person(name, group, "S1")
        if name:
            made.says(name, "S1", *codes)
        else:
            made.note("S1", *codes, perspective=group)
        made.said[-1]["text"] = text
    return made


JARGON = talk(
    *((f"P{i}", PRO, "We signpost people to income maximisation.", "money") for i in range(4)),
    *((f"L{i}", LE, "The brown envelopes frighten me, keeping afloat.", "money") for i in range(4)),
    ("L4", LE, "The brown envelopes again.", "money"),
    ("P0", PRO, "A long list.", "lists"),
    ("L0", LE, "Nobody told me about lists.", "lists"),
)


def words(made, **more):
    return analysis.distinctive_words(made.excerpts, made.participants, made.attendance, **more)


def unshared(made, **more):
    return analysis.unshared_words(
        made.excerpts, made.codings, made.codes, made.participants, made.attendance, **more
    )


# ----------------------------------------------------------------------- what is a word


def test_words_are_found_where_they_stand():
    text = "[PERSON] told Behaviour teams: the letters, 14 of them, didn't help."
    found = spoken_words(text)
    assert [text[word.start : word.end] for word in found] == [
        "told", "Behaviour", "teams", "letters", "help",
    ]  # fmt: skip
    assert found[1].lemma == spoken_words("behaviors")[0].lemma
    assert not {"person", "14", "did", "not"} & {word.lemma for word in found}


def test_words_that_every_text_has_are_left_out():
    assert content_words(["I was there with them, and then we said it again."]) == [[]]


# ---------------------------------------------------------------------- words that set apart


def test_words_that_set_a_group_apart():
    table = words(JARGON)
    own = table[table["group"] == LE].set_index("word")
    assert own.index[0] in ("brown", "envelopes")
    assert own.loc["brown", ["n_people", "n_uses", "n_people_others"]].tolist() == [5, 5, 0]
    assert "signpost" in set(table.loc[table["group"] == PRO, "word"])
    assert (table["log_odds"] > 0).all()


@pytest.mark.parametrize(("n", "there"), [(2, False), (3, True)])
def test_a_word_needs_three_people(n, there):
    lines = [(f"P{i}", PRO, "Thresholds, thresholds!") for i in range(n)]
    lines += [(f"L{i}", LE, "Some other words.") for i in range(3)]
    assert ("thresholds" in set(words(talk(*lines))["word"])) == there


def test_log_odds_are_those_of_the_formula():
    odds, z = _log_odds(5, 100, 1, 200, 10.0)
    one, other = 15 / (600 - 15), 11 / (700 - 11)
    assert odds == pytest.approx(math.log(one / other))
    assert z == pytest.approx(odds / (1 / 15 + 1 / 11) ** 0.5)


def test_equal_talk_sets_nobody_apart():
    same = [(f"{g}{i}", p, "Letters and lists.") for g, p in (("L", LE), ("P", PRO))
            for i in range(4)]  # fmt: skip
    assert words(talk(*same)).empty


def test_one_group_and_no_group_have_nothing_to_be_set_against():
    assert words(talk(*((f"L{i}", LE, "Letters.") for i in range(4)))).empty
    assert words(Workshop().prompt("S1").person("L1", LE, "S1").says("L1", "S1")).empty


def test_notes_without_names_set_nobody_apart():
    lines = [("", PRO, "Thresholds.") for _ in range(5)]
    lines += [(f"P{i}", PRO, "A list.") for i in range(3)]
    lines += [(f"L{i}", LE, "A letter.") for i in range(3)]
    assert "thresholds" not in set(words(talk(*lines))["word"])


def test_row_order_changes_nothing():
    before = words(JARGON), unshared(JARGON)
    for rows in (JARGON.said, JARGON.counted, JARGON.people):
        rows.reverse()
    for one, other in zip(before, (words(JARGON), unshared(JARGON)), strict=True):
        pd.testing.assert_frame_equal(one, other)
    for rows in (JARGON.said, JARGON.counted, JARGON.people):
        rows.reverse()


# ------------------------------------------------------------------------------ in context


def test_every_use_on_both_sides_with_its_surroundings():
    made = talk(
        ("L1", LE, "They sent letters and letters."), ("P1", PRO, "A letter goes out."),
        ("", PRO, "letters (on the wall)"),
    )  # fmt: skip
    table = analysis.words_in_context(made.excerpts, made.participants, made.attendance, ["letter"])
    assert table["group"].tolist() == [LE, LE, PRO, PRO]
    said = made.excerpts.set_index("excerpt_id")["text"]
    for row in table.itertuples():
        assert said[row.excerpt_id][row.start : row.end] == row.word
        assert f"{row.before}{row.word}{row.after}" in said[row.excerpt_id]
    assert table["word"].tolist() == ["letters", "letters", "letter", "letters"]


# ------------------------------------------------------------------------ never used there


def test_professional_words_never_used_and_what_was_said_instead():
    table = unshared(JARGON).set_index("word")
    assert set(table.index) == {"signpost", "income", "maximisation"}  # "people" marks nobody
    row = table.loc["maximisation"]
    assert (row["n_people"], row["themes"]) == (4, ["money"])
    assert {"brown", "envelopes"} <= set(row["instead"])
    assert "told" not in row["instead"]  # said about something else
    assert set(row["instead_excerpt_ids"]) <= set(JARGON.excerpts["excerpt_id"])


def test_the_other_way_round():
    table = unshared(JARGON, group=LE, other_group=PRO)
    assert {"brown", "envelopes", "frighten"} <= set(table["word"])


@pytest.mark.parametrize(
    ("line", "there"),
    [
        (("", LE, "something about income"), False),  # a note of theirs
        (("", None, "something about income"), False),  # anybody's note
        (("", PRO, "something about income"), True),
        (("L9", LE, "My INCOME?"), False),  # once, by one person, is not never
    ],
)
def test_never_means_never(line, there):
    lines = [(f"P{i}", PRO, "Their income.") for i in range(3)]
    lines += [(f"L{i}", LE, "A letter.") for i in range(3)]
    made = talk(*lines)
    if line[1] is None:
        made.prompt("S2")
        made.note("S2")
    else:
        extra = talk(line)
        made.people += extra.people
        made.came += extra.came
        made.said += [{**extra.said[0], "excerpt_id": "extra"}]
    made.said[-1]["text"] = line[2]
    assert ("income" in set(unshared(made)["word"])) == there


def test_without_the_other_group_nothing_is_said():
    made = talk(*((f"P{i}", PRO, "Thresholds.") for i in range(4)))
    assert unshared(made).equals(tables.empty("unshared_words"))
