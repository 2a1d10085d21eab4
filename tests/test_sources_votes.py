"""Votes: ideas, ballots and statements, in every form they come in; nothing lost in silence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.project import load_project
from insights.sources import Material, read_sources

IDEAS = (
    "idea_id,title,idea,image,sketched_by,session,component,status,reason\n"
    "I01,Kettle On,Somewhere to sit with a brew.,kettle.jpg,007,W1,cafe,taken forward,most dots\n"
    "I02,The Boat,A boat with a stove.,boat.jpg,,W1,,won't do now,nobody has one\n"
)
REGISTER = "participant_id,perspective\n007,lived experience\n008,staff\n"


def read(tmp_path: Path, files: dict[str, str], toml: str = "") -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    for name, text in {"participants.csv": REGISTER, "project.toml": toml, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


def rows(material: Material, table: str, *columns: str) -> list[tuple[object, ...]]:
    frame = material.records[table][list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def problems(material: Material) -> str:
    return " | ".join(f"{p.source} {p.where}: {p.problem} {p.fix}" for p in material.problems)


def test_an_idea_is_a_row_and_its_words_an_excerpt(tmp_path):
    toml = '[components]\ncafe = "The café"\n'
    material = read(tmp_path, {"votes/ideas.csv": IDEAS}, toml)
    assert rows(
        material, "ideas", "idea_id", "title", "image", "participant_id", "perspective",
        "component", "status", "reason",
    ) == [
        ("I01", "Kettle On", "kettle.jpg", "007", "lived_experience", "cafe", "prototype",
         "most dots"),
        ("I02", "The Boat", "boat.jpg", None, None, None, "not now", "nobody has one"),
    ]  # fmt: skip
    said = material.passages.set_index("excerpt_id")
    first, second = material.records["ideas"]["excerpt_id"]
    assert said.loc[first, ["text", "kind", "prompt_kind", "session_id"]].tolist() == [
        "Somewhere to sit with a brew.", "idea", "idea", "W1",
    ]  # fmt: skip
    assert said.loc[second, "speaker"] == "unattributed"
    for row in material.passages.itertuples():
        assert material.texts[row.source_id][row.start : row.end] == row.text
    assert material.problems == []


LONG = (
    "ballot_id,round,voter,group,secret,idea_id,dots\n"
    "B1,1,,professional,yes,I01,3\nB1,1,,professional,yes,I02,0\nB2,1,007,,no,i02,2\n"
)
WIDE = "ballot,group,secret,voter,I01,The boat\nB1,staff,yes,,3,\nB2,,no,007,,••\n"


@pytest.mark.parametrize("ballots", [LONG, WIDE])
def test_ballots_come_in_both_forms_and_by_id_or_title(tmp_path, ballots):
    material = read(tmp_path, {"votes/ideas.csv": IDEAS, "votes/ballots.csv": ballots})
    assert rows(
        material, "ballots", "ballot_id", "round", "participant_id", "group", "secret", "idea_id",
        "dots",
    ) == [
        ("B1", "1", None, "professional", True, "I01", 3),
        ("B2", "1", "007", "lived_experience", False, "I02", 2),
    ]  # fmt: skip
    told = [p.problem for p in material.problems if p.source == "votes/ballots.csv"]
    assert [words.partition(":")[0] for words in told] == [
        "Not all ballots spend the same number of dots"
    ]


def test_a_secret_ballot_never_keeps_its_voter(tmp_path):
    ballots = "ballot_id,voter,secret,idea_id,dots\n,007,yes,I01,1\n"
    material = read(tmp_path, {"votes/ballots.csv": ballots})
    row = material.records["ballots"].iloc[0]
    assert (row["group"], row.isna()["participant_id"]) == ("lived_experience", True)
    assert "007" not in row["ballot_id"]
    assert "only their group was kept" in problems(material)


def test_every_problem_of_a_vote_is_told_at_once(tmp_path):
    ballots = (
        "ballot_id,idea_id,dots,gruop\nB1,I01,2,x\nB1,I01,1,x\nB2,I9,1,x\nB3,I02,lots,x\nB4,,1,x\n"
    )
    material = read(tmp_path, {"votes/ideas.csv": IDEAS, "votes/ballots.csv": ballots})
    said = problems(material)
    for expected in (
        "row 3, column idea_id: This ballot names the same idea", "called “I9”",
        "no number of dots", "No idea is named", 'Did you mean "group"?',
    ):  # fmt: skip
        assert expected in said
    assert rows(material, "ballots", "ballot_id", "idea_id", "dots") == [("B1", "I01", 3)]


def test_a_name_that_nobody_explained_is_no_id_and_in_no_problem(tmp_path):
    ballots = "ballot_id,voter,idea_id,dots\nB1,Siobhan Doyle,I01,1\n"
    material = read(tmp_path, {"votes/ballots.csv": ballots})
    assert "Siobhan" not in str(material.records["ballots"].to_dict())
    assert "Siobhan" not in problems(material)


STATEMENTS = (
    "statement_id,statement\nS01,Nobody should have to tell it twice.\nS02,Pay the peers.\n"
)


@pytest.mark.parametrize(
    "votes",
    [
        "participant_id,statement_id,vote\n007,S01,agree\n007,S02,Pass\n008,S01,disagree\n",
        "participant,S01,S02\n007,Agree,not sure\n008,no,\n",
        "voter,Nobody should have to tell it twice.,Pay the peers\n007,yes,pass\n008,-1,\n",
    ],
)
def test_votes_on_statements_come_in_both_forms(tmp_path, votes):
    files = {"votes/statements.csv": STATEMENTS, "votes/statement votes.csv": votes}
    material = read(tmp_path, files)
    assert sorted(rows(material, "statement_votes", "statement_id", "participant_id", "group",
                       "vote")) == [
        ("S01", "007", "lived_experience", 1), ("S01", "008", "professional", -1),
        ("S02", "007", "lived_experience", 0),
    ]  # fmt: skip
    assert rows(material, "statements", "statement_id", "text")[1] == ("S02", "Pay the peers.")
    assert not [p for p in material.problems if "vote" in p.source]


def test_statements_that_stand_as_columns_become_statements(tmp_path):
    votes = "participant,Nobody should have to tell it twice.\n007,agree\n008,disagree\n"
    material = read(tmp_path, {"votes/opinions.csv": votes})
    assert rows(material, "statements", "statement_id", "text") == [
        ("S1", "Nobody should have to tell it twice.")
    ]
    assert rows(material, "statement_votes", "statement_id", "vote") == [("S1", 1), ("S1", -1)]


def test_the_same_row_twice_is_used_once_and_told(tmp_path):
    again = "idea_id,title\nI01,Kettle again\n"
    material = read(tmp_path, {"votes/ideas.csv": IDEAS, "votes/ideas_2.csv": again})
    assert set(material.records["ideas"]["idea_id"]) == {"I01", "I02"}
    assert "already stands in" in problems(material)


def test_what_is_no_vote_is_said_to_be_none(tmp_path):
    material = read(tmp_path, {"votes/x.csv": "colour,shoe\nred,5\n"})
    assert "not clear whether this holds ideas" in problems(material)


def test_a_workbook_may_hold_ideas_and_ballots(tmp_path):
    (tmp_path / "data/raw/demo/votes").mkdir(parents=True)
    workbook = openpyxl.Workbook()
    workbook.active.title = "ideas"
    for row in (["idea_id", "title"], ["I01", "Kettle"]):
        workbook.active.append(row)
    other = workbook.create_sheet("ballots")
    for row in (["ballot_id", "idea_id", "dots"], ["1", "I01", 2]):
        other.append(row)
    workbook.save(tmp_path / "data/raw/demo/votes/vote.xlsx")
    material = read(tmp_path, {})
    assert rows(material, "ballots", "idea_id", "dots", "locator") == [
        ("I01", 2, "sheet ballots, row 2")
    ]


@settings(max_examples=25, deadline=None)
@given(
    table=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["I01", "I02"]), st.integers(0, 9)),
        min_size=1, max_size=12, unique_by=lambda row: row[:2],
    )
)  # fmt: skip
def test_long_and_wide_ballots_hold_the_same_dots(tmp_path_factory, table):
    long = "ballot_id,idea_id,dots\n" + "".join(f"B{b},{i},{d}\n" for b, i, d in table)
    ballots = sorted({b for b, _, _ in table})
    dots = {(b, i): d for b, i, d in table}
    wide = "ballot_id,I01,I02\n" + "".join(
        f"B{b},{dots.get((b, 'I01'), '')},{dots.get((b, 'I02'), '')}\n" for b in ballots
    )
    found = []
    for text in (long, wide):
        files = {"votes/ideas.csv": IDEAS, "votes/ballots.csv": text}
        material = read(tmp_path_factory.mktemp("vote"), files)
        found.append(sorted(rows(material, "ballots", "ballot_id", "idea_id", "dots")))
    assert found[0] == found[1] == sorted((f"B{b}", i, d) for (b, i), d in dots.items() if d)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,,I1,2\n1,,I2,1\n2,,I1,3\n", ""),
        ("1,,I1,2\n2,,I1,3\n3,,I1,3\n", "2 spend 3, 1 spends 2. Each ballot counts as a whole"),
        ("1,1,I1,2\n2,2,I1,3\n", ""),
        ("1,1,I1,2\n2,1,I1,3\n1,2,I1,3\n", "1 spends 2, 1 spends 3."),
        ("1,,I1,2\n", ""),
    ],
)
def test_ballots_that_spend_different_totals_are_a_problem_and_are_kept(project_folder, rows, said):
    table = "ballot_id,round,idea_id,dots\n" + rows
    material = read_sources(
        load_project("demo", project_folder({"votes/ballots.csv": table})), {}, b"salt"
    )
    found = [p.problem for p in material.problems if "number of dots" in p.problem]
    assert len(found) == (1 if said else 0)
    assert all(said in problem for problem in found)
    assert len(material.records["ballots"]) == rows.count("\n")


@pytest.mark.parametrize(
    ("name", "table", "kind"),
    [
        ("b.csv", "ballot_id,idea_id,dots\n1,I1,2\n", "votes"),
        ("i.csv", "idea_id,title\nI1,Log\n", "votes"),
        ("s.csv", "participant_id,statement_id,vote\nP1,S1,agree\n", "votes"),
        ("r.csv", "feedback_id,feedback\n1,A line is missing\n", "round"),
        ("c.csv", "feedback_id,response\n1,changed\n", "round"),
        ("t.csv", "prototype,tester,improve\nCafé,P1,Longer hours\n", "prototype"),
        ("f.csv", "participant_id,feedback\nP1,Longer hours please\n", "feedback"),
        ("a.csv", "participant_id,idea\nP1,A log of all my calls\n", "feedback"),
    ],
)
def test_a_table_outside_the_folders_is_read_by_its_columns(project_folder, name, table, kind):
    material = read_sources(load_project("demo", project_folder({name: table})), {}, b"salt")
    assert material.sources["kind"].tolist() == [kind]
    told = [u.taken_as for u in material.understood if u.part == "kind"]
    assert "by its columns" in told[0]
