"""Whose words: labels inside a line, reports, brackets; nobody rather than the wrong one."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from insights.project import load_project
from insights.sources import Material, read_sources
from insights.sources.recognise import is_no_answer

ALIASES = {
    "joy": "P01", "dawn": "P02", "grace": "P03", "will": "P04", "mark": "P05", "priya": "P06",
    "tom": "P07", "hope": "P08", "ruth": "F01",
}  # fmt: skip
REGISTER = "participant_id,perspective\n" + "".join(f"P0{n},patient\n" for n in range(1, 9))


def read(tmp_path: Path, words: str | bytes, path: str = "notes/w1.md") -> Material:
    raw = tmp_path / "data" / "raw" / "demo"
    (raw / path).parent.mkdir(parents=True, exist_ok=True)
    (raw / path).write_bytes(words.encode() if isinstance(words, str) else words)
    (raw / "participants.csv").write_text(REGISTER, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), ALIASES, b"salt")


def said(material: Material) -> list[tuple[str | None, str]]:
    found = []
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
        known = row.participant_id if isinstance(row.participant_id, str) else None
        found.append(("F" if row.speaker == "facilitator" else known, row.text))
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Joy: I would stay. dawn: no beds. Grace disagreed with Joy and said go home.",
         [("P01", "I would stay."), (None, "dawn: no beds."),
          ("P03", "Grace disagreed with Joy and said go home.")]),
        ("Mark: We tried. Will - we have a form.",
         [("P05", "We tried."), (None, "Will - we have a form.")]),
        ("Joy: I slept. Mark: me too. P06: and I", [("P01", "I slept."), ("P05", "me too."),
                                                    ("P06", "and I")]),
        ("Joy: I slept. Brenda: they moved me.",
         [("P01", "I slept."), (None, "Brenda: they moved me.")]),
        ("Joy: I slept. Nurse: no.", [("P01", "I slept."), (None, "Nurse: no.")]),
        ("Joy: I slept. Note: she cried.", [("P01", "I slept."), (None, "Note: she cried.")]),
        ("Mark: we need it Tom: I have some",
         [("P05", "we need it"), (None, "Tom: I have some")]),
        ("Tom: I asked Mark: are you sure?", [("P07", "I asked Mark: are you sure?")]),
        ("Tom: one hope: a tank", [("P07", "one hope: a tank")]),
        ("Dawn: it floods at dawn: no bus", [("P02", "it floods at dawn: no bus")]),
        ("dawn: first people come", [(None, "dawn: first people come")]),
        ("I went (Joy). He was kind (Mark).", [("P01", "I went"), ("P05", "He was kind")]),
        ("I want a new start (hope)", [(None, "I want a new start (hope)")]),
        ("Mark: I dug. Priya laughed.", [("P05", "I dug."), (None, "Priya laughed.")]),
        ("Mark: I dug. Priya said it was dry. I agree.",
         [("P05", "I dug. Priya said it was dry. I agree.")]),
        ("Mark: I dug. Priya said it was dry.",
         [("P05", "I dug."), (None, "Priya said it was dry.")]),
    ],
)  # fmt: skip
def test_a_label_inside_a_line_ends_the_words_before_it(tmp_path, line, expected):
    assert said(read(tmp_path, f"# Talk\n\n{line}\n")) == expected


def test_what_cannot_be_told_is_listed_with_its_place_and_without_words(tmp_path):
    material = read(tmp_path, "# Talk\n\nJoy: I slept. dawn: no beds.\n\nMark: yes\n")
    listed = [p for p in material.problems if "not clear whose words" in p.problem]
    assert [(p.source, p.where) for p in listed] == [("notes/w1.md", "line 3")]
    assert "P07:" in listed[0].fix and "beds" not in repr(listed)


def test_how_a_file_writes_its_labels_tells_what_a_doubtful_one_is(tmp_path):
    dashes = "Mark - one\n\nTom - two\n\nWill - three. Joy - four\n"
    assert said(read(tmp_path, dashes, "notes/w1.txt")) == [
        ("P05", "one"), ("P07", "two"), ("P04", "three."), ("P01", "four"),
    ]  # fmt: skip
    small = "joy: one\nmark: two\nwill: three\n"
    assert [who for who, _ in said(read(tmp_path, small, "notes/w1.txt"))] == ["P01", "P05", "P04"]


@pytest.mark.parametrize(
    ("line", "who", "directness"),
    [
        ("Priya said the form was too long", "P06", "summarised"),
        ("However, Tom thinks that nobody reads it", "P07", "summarised"),
        ("According to Grace the lift is broken", "P03", "summarised"),
        ("In Grace's view he does his best", "P03", "summarised"),
        ("Tom agreed", "P07", "summarised"),
        ("Tom disagreed with Priya because they did answer", "P07", "summarised"),
        ("The damp was awful, Mark said.", "P05", "summarised"),
        ("Hope would like evenings", "P08", "summarised"),
        ("Ruth asked who had a number", "F", "summarised"),
        ("Tom disagreed with Priya", None, "summarised"),
        ("Priya was told that she had to wait", None, "summarised"),
        ("Priya's sister said no", None, "summarised"),
        ("Priya and Tom said it was dark", None, "summarised"),
        ("She also said it was dark", None, "summarised"),
        ("Everyone agreed", None, "summarised"),
        ("Hope felt far away that winter", None, "summarised"),
        ("Will add a lift next year", None, "summarised"),
        ("Priya explained to her doctor that she was tired", None, "summarised"),
        ("Tom said nothing", None, "summarised"),
    ],
)  # fmt: skip
def test_reported_speech_is_by_a_known_subject_and_summarised(tmp_path, line, who, directness):
    material = read(tmp_path, f"## What is hard?\n\n- {line}\n")
    assert said(material) == [(who, line)]
    row = material.passages.iloc[0]
    assert row["directness"] == directness
    assert (row["known_by"] == "reported") == (who is not None and who != "F")


def test_quoted_words_in_a_report_are_the_persons_own(tmp_path):
    material = read(tmp_path, "- Priya said: “they lost it twice”\n- “I gave up,” said Tom\n")
    assert said(material) == [("P06", "they lost it twice"), ("P07", "I gave up")]
    assert set(material.passages["directness"]) == {"near_verbatim"}


def test_two_peoples_views_in_one_sentence_stay_apart_and_pronouns_are_nobodys(tmp_path):
    line = "Priya said the bus is late, but Tom thought it is fine. She also wants a seat."
    assert said(read(tmp_path, f"# A\n\n{line}\n")) == [
        ("P06", "Priya said the bus is late"), ("P07", "Tom thought it is fine."),
        (None, "She also wants a seat."),
    ]  # fmt: skip


def test_a_note_takers_brackets_are_nobodys_words_and_ids_last(tmp_path):
    notes = "Joy: the signs are wrong (she laughed)\n\nMark: I will (NB facilitator: ring) ring\n"
    material = read(tmp_path, notes)
    assert said(material) == [
        ("P01", "the signs are wrong"), ("P05", "I will"), ("F", "(NB facilitator: ring)"),
        ("P05", "ring"),
    ]  # fmt: skip
    aside = next(u.taken_as for u in material.understood if u.part.startswith("set aside"))
    assert "stage directions" in aside and "nothing that was understood" not in aside
    spoken = read(tmp_path, "Joy: I went (with my mum) to the shop\n")
    assert said(spoken) == [("P01", "I went (with my mum) to the shop")]


def test_a_heading_that_may_be_a_word_gives_nobody_its_words(tmp_path):
    material = read(tmp_path, "# Themes\n\n## Hope\n\n- a new start\n\n## Priya\n\n- a seat\n")
    assert said(material)[1] == ("P06", "a seat")
    alone = read(tmp_path, "# Themes\n\n## Hope\n\n- a new start\n\n## Money\n\n- none\n")
    assert [who for who, _ in said(alone)] == [None, None]
    assert any("not clear whose words" in p.problem for p in alone.problems)


def test_a_name_alone_over_items_speaks_for_those_below_it_only(tmp_path):
    notes = "- Priya\n  - no shade\n  - no seat\n- no bins\n"
    assert said(read(tmp_path, notes)) == [
        ("P06", "no shade"), ("P06", "no seat"), (None, "no bins"),
    ]  # fmt: skip


def test_a_row_of_a_flipchart_is_one_idea_with_its_dots_and_proposer(tmp_path):
    document = docx.Document()
    rows = [("Idea", "Who", "Dots"), ("A repair line", "Priya", "●●●"), ("A caretaker", "", "5")]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "flip.docx"
    document.save(path)
    material = read(tmp_path, path.read_bytes(), "notes/flip.docx")
    assert said(material) == [("P06", "A repair line"), (None, "A caretaker")]
    assert set(material.passages["kind"]) == {"idea"}
    ideas = material.records["ideas"]
    assert ideas["n_dots"].tolist() == [3, 5] and len(material.records["ballots"]) == 0
    assert ideas["excerpt_id"].tolist() == material.passages["excerpt_id"].tolist()


def test_an_idea_that_names_whose_it_is_in_its_own_cell_is_theirs(tmp_path):
    """What somebody proposed goes with them, wherever on the flipchart their name stands."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in [("Idea", "Dots"), ("Priya: a repair line", "●●●"), ("A caretaker", "5")]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "flip.docx"
    document.save(path)
    material = read(tmp_path, path.read_bytes(), "notes/flip.docx")
    assert said(material) == [("P06", "a repair line"), (None, "A caretaker")]
    assert material.records["ideas"]["n_dots"].tolist() == [3, 5]


def test_a_sheet_of_ideas_with_their_dots_is_no_set_of_ballots(tmp_path):
    sheet = "Idea,Dots\nA repair line,7\nA named caretaker,5\n"
    material = read(tmp_path, sheet, "votes/wall.csv")
    assert material.records["ideas"]["n_dots"].tolist() == [7, 5]
    assert len(material.records["ballots"]) == 0


@pytest.mark.parametrize(
    ("answer", "prompt", "expected"),
    [
        ("n/a", "What worries you?", True), ("No comment.", "", True),
        ("nothing", "What worries you?", False), ("None", "Anything else to add?", True),
        ("none of them listen", "Any other comments?", False),
    ],
)  # fmt: skip
def test_an_answer_that_says_nothing_is_told_by_its_question(answer, prompt, expected):
    assert is_no_answer(answer, prompt) is expected


def test_whoever_answers_nothing_was_asked_and_is_counted(tmp_path):
    sheet = "participant_id,What worries you?\nP01,n/a\nP02,the cold at night\nP03,nothing\n"
    material = read(tmp_path, sheet, "feedback/a.csv")
    assert said(material) == [("P02", "the cold at night"), ("P03", "nothing")]
    assert sorted(material.attendance["participant_id"]) == ["P01", "P02", "P03"]
    told = {u.part: u.taken_as for u in material.understood}
    assert "1 answer says nothing" in told["What worries you?"]
    assert "answers that say nothing" in told["set aside, in characters"]


def test_check_says_how_many_have_no_speaker_and_what_to_write(tmp_path):
    told = {u.part: u.taken_as for u in read(tmp_path, "- late\n- P01: cold\n").understood}
    assert "1 (50 %) with nobody's name" in told["people"]
    assert "P07 said the form was too long" in told["people"]


def test_header_lines_with_notes_among_them_are_nobodys_speech(tmp_path):
    header = "Present: Joy, Dawn\n\nApologies: Tom\n\nNotes: Priya\n\nFacilitator: Ruth\n\n"
    for notes in ("Notes:\n\n", "Date: 3 March 2026\n\n"):
        words = f"Ward talks\n\n{header}{notes}Joy: hello there\n"
        assert said(read(tmp_path, words, "notes/w1.txt")) == [("P01", "hello there")]
    assert said(read(tmp_path, "Notes: nobody rang\n\nJoy: yes\n", "notes/w1.txt")) == [
        (None, "Notes: nobody rang"), ("P01", "yes"),
    ]  # fmt: skip


def test_a_project_without_a_title_is_called_after_its_folder_in_words(tmp_path):
    (tmp_path / "data" / "raw" / "winter-ward-talks").mkdir(parents=True)
    assert load_project("winter-ward-talks", tmp_path).title == "Winter ward talks"


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("Present: Priya (PX), Tom (TB)\n\nPriya Nair (PN) came late.\n",
         [(None, "Priya Nair (PN) came late.")]),
        ("Ruth (facilitator): why?\n\nBea (facilitator): how?\n\nBea: who?\n",
         [("F", "why?"), ("F", "how?"), ("F", "who?")]),
        (("Priya again: no\n\nTom for Grace: yes\n\nJoy (Mark's aunt) – late\n\nTom - in\n\n"
         "Priya - out\n"),
         [("P06", "no"), ("P07", "yes"), ("P01", "late"), ("P07", "in"), ("P06", "out")]),
        ("**Priya** They never came.\n\n**Tom** (warden) – Nor did I.\n\n**Tom** told us\n",
         [("P06", "They never came."), ("P07", "Nor did I."), (None, "**Tom** told us")]),
        (("[03/05/2025, 14:02:11] Tom: it cost a lot\nThree hundred pounds.\n"
         "[03/05/2025, 14:08:01] Tom: <Media omitted>\n"
         "03/05/2025, 14:09 - +44 7700 900555: any number?\n"),
         [("P07", "it cost a lot"), ("P07", "Three hundred pounds."), (None, "any number?")]),
        ("no printer (Priya, council)\n", [("P06", "no printer")]),
        ("P6: late\n", [("P06", "late")]),
        ("Tom stopped at the door and said it was dark\n",
         [("P07", "Tom stopped at the door and said it was dark")]),
        ("Priya didn't want to be quoted\n", [(None, "Priya didn't want to be quoted")]),
        ("Q. What helps?\n\nA. (Priya) A chair.\n", [("P06", "A chair.")]),
        ("Tom: I wait.\n\nTom: more\n\nUnknown woman: me too\n\nMale voice: and I\n",
         [("P07", "more"), (None, "me too"), (None, "and I")]),
        (("Interview with Grace. Interviewer: Bea Holt\n\nI: when?\n\nG: in May\n\nI: why?\n\n"
         "G: rain\n"), [("F", "when?"), ("P03", "in May"), ("F", "why?"), ("P03", "rain")]),
    ],
)  # fmt: skip
def test_any_reader_of_the_notes_could_say_who_speaks(tmp_path, notes, expected):
    found = said(read(tmp_path, notes, "notes/w1.md"))
    assert found[-len(expected) :] == expected


def test_the_note_takers_column_of_a_table_is_nobodys(tmp_path):
    table = "| What | Who said it | Notes |\n|---|---|---|\n| A map | Priya | Lots of support |\n"
    assert said(read(tmp_path, table)) == [("P06", "A map"), (None, "Lots of support")]


def test_a_sheet_of_sticky_notes_among_the_notes_is_read_with_who_wrote_them(tmp_path):
    sheet = "Sticky note,By,Cluster\nNo heating,Priya,Cold\nNo bus,,Travel\n"
    assert said(read(tmp_path, sheet, "notes/wall.csv")) == [
        ("P06", "No heating"), (None, "No bus"),
    ]  # fmt: skip
