"""The framework matrix: telling words, edits kept, stale cells; and its workbook."""

import io
import json
import zipfile
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from insights import analysis, tables
from insights.reporting.rendering.workbook import render_framework_workbook
from tests.test_analysis_presence import Workshop

LE, PRO = "lived_experience", "professional"
LONG = (
    "I had been there since nine and the tea was cold and the chairs were those orange ones, you "
    "know the kind. The bailiff letters frightened me most. Anyway my sister came in the end and "
    "we went home on the bus and that was that for the day."
)


def matrix(made, judgements=None, codings=None):
    return analysis.draft_framework(
        made.excerpts, made.codings, made.codes, made.participants, made.attendance,
        judgements, codings,
    )  # fmt: skip


def with_words(made, *texts):
    """Give the last excerpts these words, in order."""
    for line, text in zip(made.said[-len(texts) :], texts, strict=True):
        line["text"] = text
    return made


@pytest.fixture
def made():
    made = Workshop().prompt("S1").prompt("S2")
    made.person("P1", LE, "S1").person("P2", PRO, "S2").person("P3", PRO, "S2")
    made.says("P1", "S1", "letters").says("P1", "S1", "letters").says("P1", "S1", "places")
    made.says("P2", "S2", "letters").note("S2", "places", perspective=PRO)
    made.says("P3", "S2")
    return with_words(
        made, "It was a long day.", LONG, "The library was warm.", "Letters nobody can read.",
        "warm places", "Nothing to add.",
    )  # fmt: skip


def summary(cell, text, at="2026-03-01T10:00:00Z", shown=(), line=1, action="summary"):
    return {"decision_id": f"d{line}", "at": at, "coder": "AB", "action": action,
            "target": "cell", "target_id": cell, "value": json.dumps(text),
            "shown": list(shown), "source": "AB.jsonl", "line": line}  # fmt: skip


def judged(*rows):
    return tables.from_rows("judgements", list(rows))


def cell(table, case_id, theme):
    found = table[(table["participant_id"] == case_id) & (table["theme"] == theme)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_row_for_every_case_and_theme_that_meet(made):
    table = matrix(made)
    found = table[["case", "participant_id", "theme", "group"]].to_numpy().tolist()
    assert found == [
        ["person", "P1", "letters", LE], ["person", "P2", "letters", PRO],
        ["person", "P1", "places", LE], ["session", "S2", "places", PRO],
    ]  # fmt: skip
    assert not table["edited"].any()
    assert not table["stale"].any()


def test_the_draft_is_the_persons_own_most_telling_words_letter_by_letter(made):
    row = cell(matrix(made), "P1", "letters")
    assert row["summary"].startswith("“The bailiff letters frightened me most.”")
    assert "orange" not in row["summary"]
    assert row["excerpt_ids"] == ["e0001", "e0000"]
    assert cell(matrix(made), "P2", "letters")["summary"] == "“Letters nobody can read.”"


@hypothesis_settings(max_examples=3, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_changes_nothing(random: Random):
    built = Workshop().prompt("S1")
    for person in ("P1", "P2"):
        built.person(person, LE, "S1").says(person, "S1", "a", "b").says(person, "S1", "a")
    with_words(built, "one bus", "two letters and a bus", "three chairs", "four letters")
    before = matrix(built)
    for rows in (built.said, built.counted, built.people, built.came):
        random.shuffle(rows)
    pd.testing.assert_frame_equal(matrix(built), before)


def test_every_quote_is_a_span_of_what_was_said(made):
    said = made.excerpts.set_index("excerpt_id")["text"]
    for row in matrix(made).itertuples():
        for quote in row.summary.strip("“”").split("” “"):
            assert any(quote in said[excerpt_id] for excerpt_id in row.excerpt_ids)


def test_a_persons_summary_stands_and_the_last_one_wins(made):
    decided = judged(
        summary("P1|letters", "Frightened by post", line=1),
        summary("P1|letters", "Cannot open letters", at="2026-03-02T10:00:00Z", line=2),
        summary("P2|letters", "not a summary", action="accept", line=3),
        summary("gone|letters", "Somebody who withdrew", line=4),
    )
    table = matrix(made, decided)
    row = cell(table, "P1", "letters")
    assert (row["summary"], row["edited"], row["stale"]) == ("Cannot open letters", True, False)
    assert row["excerpt_ids"] == ["e0001", "e0000"]
    assert not cell(table, "P2", "letters")["edited"]
    assert "gone" not in set(table["participant_id"])


def test_an_empty_summary_gives_the_draft_back(made):
    decided = judged(
        summary("P1|letters", "Frightened", line=1),
        summary("P1|letters", " ", at="2026-03-02T10:00:00Z", line=2),
    )
    row = cell(matrix(made, decided), "P1", "letters")
    assert not row["edited"]
    assert row["summary"].startswith("“")


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (("e0000", "e0001"), None),
        (("e0001",), "Since the summary was written: excerpt 1 added."),
        (("e0000", "e0001", "e0009"), "Since the summary was written: excerpt 1 taken away."),
        (("e0000", "e0009"), "Since the summary was written: excerpts 1 added and 1 taken away."),
    ],
)
def test_a_cell_whose_evidence_changed_is_flagged_and_keeps_its_summary(made, shown, why):
    row = cell(matrix(made, judged(summary("P1|letters", "Mine", shown=shown))), "P1", "letters")
    assert row["summary"] == "Mine"
    assert row["stale"] == (why is not None)
    assert (row["why_stale"] if why else None) == why


def coding(excerpt_id, at):
    return {"excerpt_id": excerpt_id, "code_id": "letters", "coder": "AB", "status": "accepted",
            "tier": "likely", "method": "human", "score": 1.0, "decided_at": at}  # fmt: skip


@pytest.mark.parametrize(("at", "stale"), [("2026-02-01T09:00:00Z", False),
                                           ("2026-03-02T09:00:00Z", True)])  # fmt: skip
def test_without_what_was_shown_a_later_coding_makes_it_stale(made, at, stale):
    codings = tables.from_rows("codings", [coding("e0000", at)])
    table = matrix(made, judged(summary("P1|letters", "Mine")), codings)
    assert cell(table, "P1", "letters")["stale"] == stale


def test_a_summary_without_evidence_stays_and_says_so(made):
    made.counted = [row for row in made.counted if row["code_id"] != "places"]
    row = cell(matrix(made, judged(summary("P1|places", "Warm rooms"))), "P1", "places")
    assert (row["summary"], row["stale"], row["excerpt_ids"]) == ("Warm rooms", True, [])
    assert "any more" in row["why_stale"]


def test_retired_codes_and_facilitators_are_in_no_cell(made):
    made.code_status["places"] = "retired"
    made.says("F1", "S1", "letters", speaker="facilitator")
    assert set(matrix(made)["theme"]) == {"letters"}
    assert "F1" not in set(matrix(made)["participant_id"])


def test_nothing_in_nothing_out():
    assert matrix(Workshop().prompt("S1").person("P1", LE, "S1").says("P1", "S1")).empty


# ---------------------------------------------------------------------------- the workbook


def framework(*rows):
    return tables.from_rows(
        "framework",
        [{"participant_id": "P1", "case": "person", "group": LE, "theme": "T", "summary": "x",
          "excerpt_ids": ["e1", "e2"], "edited": False, "stale": False} | row for row in rows],
    )  # fmt: skip


def opened(data):
    return load_workbook(io.BytesIO(data))


def test_a_sheet_to_see_it_all_and_one_per_theme(made):
    book = opened(render_framework_workbook(matrix(made), note="Fictional"))
    assert book.sheetnames == ["Matrix", "letters", "places"]
    rows = [[cell.value for cell in row] for row in book["Matrix"].iter_rows()]
    assert rows[0][0] == "Framework matrix"
    assert rows[1][0] == "Fictional"
    assert rows[2] == ["Case", "Group", "letters", "places"]
    assert [row[0] for row in rows[3:]] == ["P1", "P2", "Notes without names, S2"]
    assert book["letters"]["F3"].value == "e0001; e0000"


def test_the_same_table_gives_the_same_bytes():
    one = render_framework_workbook(framework({}))
    assert one == render_framework_workbook(framework({}))
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        core = parts.read("docProps/core.xml").decode()
    assert "2000-01-01" in core
    assert "openpyxl" not in core


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "＝1+1"])
def test_no_cell_header_or_title_becomes_a_formula(evil):
    data = render_framework_workbook(
        framework({"summary": evil, "theme": evil, "participant_id": evil}), title=evil, note=evil
    )
    for sheet in opened(data):
        assert not sheet.title.startswith(("=", "+", "@", "-", "'"))
        for row in sheet.iter_rows():
            for one in row:
                assert one.data_type != "f"
                if one.value and evil in str(one.value):
                    assert str(one.value).startswith("'")


def test_titles_fit_and_are_told_apart():
    long = "Finding out what help there is near here"
    themes = [long + "!", long + "?", "A/B: [c]*", "''", "matrix"]
    book = opened(render_framework_workbook(framework(*({"theme": t} for t in themes))))
    assert len(set(map(str.casefold, book.sheetnames))) == 6
    assert all(len(title) <= 31 for title in book.sheetnames)
    assert "A B c" in book.sheetnames


def test_what_waits_for_a_person_stands_beside_the_summary():
    book = opened(render_framework_workbook(
        framework({"edited": True, "stale": True, "why_stale": "1 excerpt was added."}),
        group_words=lambda group, n: "people",
    ))  # fmt: skip
    assert [one.value for one in book["T"][3]] == [
        "P1", "people", "x", "a person", "1 excerpt was added.", "e1; e2", None,
    ]  # fmt: skip


def test_control_characters_and_very_long_cells_do_no_harm():
    book = opened(render_framework_workbook(framework({"summary": "a\x0bb" + "c" * 40_000})))
    assert book["T"]["C3"].value.startswith("ab")
    assert len(book["T"]["C3"].value) < 32_767


def test_an_empty_matrix_is_still_a_workbook():
    assert opened(render_framework_workbook(tables.empty("framework"))).sheetnames == ["Matrix"]


def test_every_text_is_taken_apart_once_however_many_cells_it_is_in(made, monkeypatch):
    from insights.analysis import framework as module

    seen = []
    real = module.spoken_words

    def counted(text):
        seen.append(text)
        return real(text)

    monkeypatch.setattr(module, "spoken_words", counted)
    matrix(made)
    assert seen and len(seen) == len(set(seen))
