"""Workshop notes: the right words by the right person under the right prompt."""

from __future__ import annotations

import tempfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.project import load_project
from insights.sources import Material, read_sources

REGISTER = (
    "participant_id,perspective,role\nP01,lived experience,\nP02,professional,GP\nP07,both,\n"
)
ALIASES = {"priya nair": "P01", "priya": "P01", "siobhán": "P02", "ruth": "F01"}


def read(
    tmp_path: Path, notes: str | bytes, *, name: str = "w1.md", toml: str = "",
    register: str = REGISTER, aliases: dict[str, str] | None = None,
) -> Material:  # fmt: skip
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    data = notes.encode() if isinstance(notes, str) else notes
    (folder / "notes" / name).write_bytes(data)
    (folder / "project.toml").write_text(toml, encoding="utf-8")
    if register:
        (folder / "participants.csv").write_text(register, encoding="utf-8")
    given_aliases = ALIASES if aliases is None else aliases
    return read_sources(load_project("demo", tmp_path), given_aliases, b"salt")


def turns(material: Material) -> list[tuple[str | None, str]]:
    passages = material.passages
    for row in passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
    who = passages["participant_id"].astype(object).where(passages["participant_id"].notna(), None)
    return list(zip(who, passages["text"], strict=True))


def problems(material: Material) -> str:
    return " | ".join(f"{p.where}: {p.problem}" for p in material.problems)


@pytest.mark.parametrize(
    "line",
    [
        "P01: I lied", "p01: I lied", "P01 : I lied", "Priya: I lied", "PRIYA NAIR: I lied",
        "Priya (service user): I lied", "[Priya] I lied", "[Priya]: I lied", "[P01] I lied",
        "**P01:** I lied", "**Priya**: I lied", "*P01*: I lied", "- P01: I lied",
        "* Priya: I lied", "1. P01: I lied", "PRIYA [00:01:22]: I lied", "P01 (00:01): I lied",
        "P01 - I lied", "P01 – I lied", "P01:I lied", "- I lied (P01)", "I lied [Priya]",
        "I lied — P01", "P01:\n\nI lied", "P01:\n- I lied", "> P01: I lied",
        "Pri\u200bya: I lied",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["w1.md", "w1.txt"])
def test_speakers_are_known_in_every_usual_form(tmp_path, line, name):
    assert turns(read(tmp_path, line, name=name)) == [("P01", "I lied")]


@pytest.mark.parametrize(
    "line",
    [
        "It was like this: nobody rang", "The problem: nobody rang", "10:30 was too early",
        "See https://example.org/page", "Note: nobody rang", "Money Advice: what is it",
        "what i said: no", "I got my (P45) late", "Nobody rang [inaudible] at all",
        "Next steps: ring them", "Question: who rings?", "A bus - or two - each way",
    ],
)  # fmt: skip
def test_other_colons_and_brackets_make_nobody_speak(tmp_path, line):
    material = read(tmp_path, f"## Talk\n\n{line}\n\nP01: here")
    assert "P01" in {who for who, _ in turns(material)}
    assert {who for who, _ in turns(material)[:-1]} <= {None}


def test_names_with_and_without_accents_are_one_person(tmp_path):
    material = read(tmp_path, "Siobhan: a\n\nSiobha\u0301n: b\n\nSIOBHÁN: c\n")
    assert [who for who, _ in turns(material)] == ["P02"] * 3


def test_facilitators_talk_is_kept_apart(tmp_path):
    toml = '[sessions.w1]\nfacilitators = ["Dana Moss"]\n'
    notes = "Facilitator: a\n\nF01: b\n\nRuth: c\n\nDana: d\n\nDana Moss: e\n\nP01: f\n"
    material = read(tmp_path, notes, toml=toml)
    assert material.passages["speaker"].tolist() == ["facilitator"] * 5 + ["participant"]
    assert [who for who, _ in turns(material)] == [None] * 5 + ["P01"]
    assert material.passages["perspective"].isna().tolist() == [True] * 5 + [False]


def test_unknown_names_are_counted_and_never_quoted(tmp_path):
    material = read(tmp_path, "Callum: one\n\nZainab Begum: two\n\nCallum: three\n")
    assert turns(material) == [(None, "one"), (None, "two"), (None, "three")]
    assert "3 turns are by 2 names" in problems(material)
    assert "Callum" not in problems(material) + repr(material) + str(material.understood)


def test_a_subject_before_a_colon_belongs_to_the_words(tmp_path):
    notes = (
        "- Universal Credit: five weeks of nothing\n- GP: no appointments\n\nTransport:\n- no bus\n"
    )
    material = read(tmp_path, notes)
    assert turns(material) == [
        (None, "Universal Credit: five weeks of nothing"), (None, "GP: no appointments"),
        (None, "no bus"),
    ]  # fmt: skip
    assert material.passages["group_label"].fillna("").tolist() == ["", "", "Transport"]
    assert problems(material) == ""


def test_an_id_that_is_not_registered_joins_with_a_problem(tmp_path):
    toml = '[sessions.w1]\nperspective = "professional"\n'
    material = read(tmp_path, "P09: here\n", toml=toml)
    person = material.participants.set_index("participant_id").loc["P09"]
    assert (person["origin"], person["perspective"]) == ("notes", "professional")
    assert "Not in the register: P09" in problems(material)


def test_without_a_register_people_come_from_the_notes(tmp_path):
    notes = "Group: people with lived experience\n\nP1: one\n\nParticipant 2: two\n\nGP: three\n"
    material = read(tmp_path, notes, register="")
    assert material.participants["participant_id"].tolist() == ["P1", "w1-participant-2"]
    assert set(material.participants["perspective"]) == {"lived_experience"}
    assert material.passages["perspective"].tolist() == ["lived_experience"] * 2 + ["professional"]
    assert problems(material) == ""


def test_the_top_of_a_file_says_which_session_it_is(tmp_path):
    notes = (
        "---\nSession: Second day\nDate: 3 November 2025\nFacilitators: Dana and Ruth\n"
        "Group: professionals\nPresent: P02, Priya\n---\n\n# What is hard?\n\n- a note\n"
    )
    material = read(tmp_path, notes)
    row = material.passages.iloc[0]
    assert (row["session_id"], row["perspective"]) == ("Second day", "professional")
    assert material.sessions.iloc[0][["date", "prompt_kind"]].tolist() == ["2025-11-03", "problem"]
    assert sorted(material.attendance["participant_id"]) == ["P01", "P02"]
    assert set(material.attendance["basis"]) == {"attended"}


def test_files_and_titles_of_project_toml_decide_the_session(tmp_path):
    toml = '[sessions.A]\nfiles = ["notes/w*.md"]\nperspective = "professional"\n'
    assert read(tmp_path, "- x", toml=toml).passages["session_id"].tolist() == ["A"]
    toml = '[sessions.B]\ntitle = "Workshop one"\n'
    notes = "Session: workshop ONE\n\n- x"
    assert read(tmp_path, notes, toml=toml).passages["session_id"].tolist() == ["B"]


def test_headings_are_activities_and_project_toml_knows_their_kind(tmp_path):
    notes = (
        "# Workshop one\n\n## What is hard?\n\n- a\n\n## Solutions\n\n### Money problems\n\n- b\n"
        "\n## Opening round\n\n- c\n\n## Dot voting\n\n- d\n\n## Activity 2: Dreams\n\n- e\n"
    )
    toml = '[sessions.w1.prompts]\n"Dreams" = "idea"\n'
    passages = read(tmp_path, notes, toml=toml).passages
    assert list(zip(passages["activity"], passages["prompt_kind"], strict=True)) == [
        ("What is hard?", "problem"), ("Solutions", "idea"), ("Opening round", "unspecified"),
        ("Dot voting", "priority"), ("Activity 2: Dreams", "idea"),
    ]  # fmt: skip
    assert passages["group_label"].fillna("").tolist() == ["", "Money problems", "", "", ""]


def test_a_prompt_in_words_is_kept_and_tells_the_kind(tmp_path):
    notes = "## Round one\n\nPrompt: What would help you most?\n\n- a\n"
    row = read(tmp_path, notes).passages.iloc[0]
    assert row["activity"] == "Round one"
    assert (row["prompt"], row["prompt_kind"]) == ("What would help you most?", "idea")


def test_a_name_as_heading_speaks_for_what_stands_below(tmp_path):
    notes = "## What is hard?\n\n### Priya\n\n- a\n- b\n\n### Siobhán\n\nc\n\n## Ideas\n\n- d\n"
    material = read(tmp_path, notes)
    assert turns(material) == [("P01", "a"), ("P01", "b"), ("P02", "c"), (None, "d")]
    assert material.passages["activity"].tolist() == ["What is hard?"] * 3 + ["Ideas"]


def test_bullets_below_a_persons_bullet_are_theirs_and_a_facilitators_are_not(tmp_path):
    notes = "- P01: a\n    - b\n- c\n- F01: d\n    - e\n"
    material = read(tmp_path, notes)
    assert turns(material) == [
        ("P01", "a"), ("P01", "b"), (None, "c"), (None, "d"), (None, "e"),
    ]  # fmt: skip
    assert material.passages["speaker"].tolist()[2:] == [
        "unattributed", "facilitator", "unattributed",
    ]  # fmt: skip


def test_directness_tells_quotes_turns_and_summaries(tmp_path):
    notes = 'P01: “I lied.”\n\nP01: I lied, she said.\n\n- people lie\n\n"Nobody rang"\n'
    material = read(tmp_path, notes)
    assert material.passages["directness"].tolist() == [
        "verbatim", "near_verbatim", "summarised", "verbatim",
    ]  # fmt: skip
    assert [words for _, words in turns(material)][::3] == ["I lied.", "Nobody rang"]


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("Who | Said\n", None),
        ("| Speaker | Comment |\n|---|---|\n| P01 | a |\n| Callum | b |\n| | c |\n",
         [("P01", "a"), (None, "b"), (None, "c")]),
        ("| P01 | a |\n| P02 | b |\n", [("P01", "a"), ("P02", "b")]),
        ("| Problems | Ideas |\n|---|---|\n| a | b |\n", [(None, "a"), (None, "b")]),
    ],
)  # fmt: skip
def test_tables_are_read_by_row_and_column(tmp_path, notes, expected):
    material = read(tmp_path, notes)
    if expected is not None:
        assert turns(material) == expected
    if "Problems" in notes:
        assert material.passages["prompt_kind"].tolist() == ["problem", "idea"]


def test_wrapped_lines_are_one_note_and_new_lines_are_new_notes(tmp_path):
    notes = (
        "- a bullet that goes on\n  in the next line\n- another\n\n"
        "A long line of notes that somebody wrapped by hand at about here and\n"
        "then carried on.\nP01: mine\nP02: yours\n"
    )
    assert [words for _, words in turns(read(tmp_path, notes, name="w1.txt"))] == [
        "a bullet that goes on\n  in the next line", "another",
        "A long line of notes that somebody wrapped by hand at about here and\nthen carried on.",
        "mine", "yours",
    ]  # fmt: skip


def test_both_hats_count_as_the_register_says_for_the_session(tmp_path):
    register = (
        "participant_id,perspective,speaking_as\nP01,both,\nP02,both,professional\n"
        "P03,both,w1=lived_experience; w2=professional\n"
    )
    material = read(tmp_path, "P01: a\n\nP02: b\n\nP03: c\n", register=register)
    expected = ["both", "professional", "lived_experience"]
    assert material.passages["perspective"].tolist() == expected
    assert material.attendance["speaking_as"].tolist() == expected


def test_a_file_without_anything_said_is_reported(tmp_path):
    assert "Nothing was found" in problems(read(tmp_path, "# Only a heading\n"))


def test_headings_may_name_the_group_that_speaks(tmp_path):
    notes = "# What is hard?\n\n## Professionals\n\n- a\n\n## People with lived experience\n\n- b\n"
    passages = read(tmp_path, notes).passages
    assert passages["perspective"].tolist() == ["professional", "lived_experience"]
    assert passages["activity"].tolist() == ["What is hard?"] * 2
    assert passages["group_label"].isna().all()


def test_questions_typed_as_plain_lines_are_headings(tmp_path):
    notes = "What gets in the way?\n\nP01: a\n\nWhat would help?\n- b\n\nWho knows?\n\nP02: c\n"
    material = read(tmp_path, notes, name="w1.txt")
    assert turns(material) == [("P01", "a"), (None, "b"), (None, "Who knows?"), ("P02", "c")]
    assert material.passages["prompt_kind"].tolist() == ["problem", "idea", "idea", "idea"]


def test_a_heading_with_a_name_and_a_role_speaks(tmp_path):
    material = read(tmp_path, "# Hard\n\n## Priya (link worker)\n\n- a\n")
    assert turns(material) == [("P01", "a")]


def test_front_matter_that_is_not_understood_is_nobodys_words(tmp_path):
    notes = "---\nauthor: Callum Boyd\nsession: W7\n---\n- a\n"
    material = read(tmp_path, notes)
    assert turns(material) == [(None, "a")]
    assert material.passages["session_id"].tolist() == ["W7"]


def test_comments_in_markdown_are_not_read(tmp_path):
    notes = "<!-- Session: hidden\nP01: secret -->\n- open\n"
    assert turns(read(tmp_path, notes)) == [(None, "open")]


WORDS = st.lists(
    st.sampled_from(["money", "late", "nobody rang", "letter", "“why”", "£5", "café", "I"]),
    min_size=1, max_size=8,
).map(" ".join)  # fmt: skip
TURN = st.tuples(st.sampled_from(["P01", "P02", "Priya", None]), WORDS)
ROUND = st.tuples(
    st.sampled_from(["What is hard?", "What would help?", "Welcome"]),
    st.lists(TURN, min_size=1, max_size=4),
)
KIND = {"What is hard?": "problem", "What would help?": "idea", "Welcome": "unspecified"}


@settings(max_examples=25, deadline=None)
@given(rounds=st.lists(ROUND, min_size=1, max_size=3))
def test_what_was_typed_comes_back_by_person_and_prompt(rounds):
    document = docx.Document()
    expected = []
    for heading, said in rounds:
        document.add_heading(heading, level=1)
        for who, words in said:
            if who:
                document.add_paragraph(f"{who}: {words}")
            else:
                document.add_paragraph(words, style="List Bullet")
            person = {"Priya": "P01"}.get(who, who)
            expected.append((person, words, heading, KIND[heading]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.docx"
        document.save(path)
        material = read(Path(folder), path.read_bytes(), name="w1.docx")
    found = [
        (who, words, activity, kind)
        for (who, words), activity, kind in zip(
            turns(material), material.passages["activity"], material.passages["prompt_kind"],
            strict=True,
        )
    ]  # fmt: skip
    assert [(w, t.strip("“”"), a, k) for w, t, a, k in found] == [
        (w, t.strip("“”"), a, k) for w, t, a, k in expected
    ]
