"""The ledger: read and set aside is what every file held, each part with its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from insights.project import load_project
from insights.sources import read_sources
from insights.sources.ledger import NO_WORDS, NOT_READ, OWN_TABLE, VOTES

ROOT = Path(__file__).parent.parent
FILES = {
    "feedback/wide.csv": "pid,name,age band,How easy (1-5)?,What is hard?,Finished\n"
    "P01,Sam,18-24,4,The post, it\n",
    "feedback/long.csv": "pid,question,answer\nP01,What is hard?,The post\nP02,Rate it 1-5,4\n",
    "prototypes/t.csv": "prototype,tester,success,improve,email\nCafé,P01,yes,Longer hours,a@b\n",
    "votes/ideas.csv": "idea_id,title,idea,odd\nI1,Log,A log of calls,x\nI2,Only a title,,\n",
    "votes/ballots.csv": "ballot_id,I1,I2\n1,2,1\n",
    "votes/unclear.csv": "a,b\n1,2\n",
    "votes/statements.csv": "statement_id,statement\nS1,Nobody earns help\n",
    "votes/statement_votes.csv": "participant_id,S1\nP01,agree\n",
    "vision/v.csv": "version,text,note\n1,Nobody earns help,said twice\n",
    "vision/v.md": "# Version 2\n\nNobody has to earn help.\nagreed by: P01\n",
    "rounds/both.csv": "feedback_id,feedback,response,what\n1,A line,changed,Made it\n",
    "rounds/r.csv": "feedback_id,feedback\n2,A box\n2,A box\n3,-\n",
    "boards/b.csv": "Text,Colour,Author\nThe post,pink,P01\n",
    "notes/n.md": "Date: 3 March 2026\n\n# What is hard?\n\n- P01: the post\n",
    "transcripts/t.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v P01>The post</v>\n",
}


def held_by_cells(path: Path) -> int:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return sum(len(cell) for row in csv.reader(lines) for cell in row)


def check(project_name: str, root: Path) -> dict[str, str]:
    material = read_sources(load_project(project_name, root), {}, b"salt")
    raw = root / "data" / "raw" / project_name
    told = {u.source: u.taken_as for u in material.understood if u.part.startswith("set aside")}
    for row in material.sources.itertuples():
        n_read = row.n_characters_read
        assert n_read + row.n_characters_set_aside == row.n_characters > 0, row.path
        spoken = material.passages.query("source_id == @row.source_id")["text"].str.len().sum()
        assert n_read == spoken
        if row.path.endswith(".csv"):
            assert row.n_characters == held_by_cells(raw / row.path), row.path
        assert row.path in told
    return told


@pytest.mark.parametrize("name", ["money-toolkit", "hack-week"])
def test_every_character_of_the_bundled_projects_is_accounted_for(name):
    told = check(name, ROOT)
    assert not any("nothing that was understood" in words for words in told.values())


def test_every_kind_of_file_says_why_a_part_was_set_aside(project_folder):
    told = check("demo", project_folder(FILES))
    for path, reasons in {
        "feedback/wide.csv": ["what describes people", "answers on a scale", "who it is by"],
        "feedback/long.csv": ["questions asked", NO_WORDS],
        "prototypes/t.csv": ["what a row is about", "answers on a scale", NOT_READ],
        "votes/ideas.csv": ["ids of rows", OWN_TABLE, NOT_READ],
        "votes/ballots.csv": [VOTES, "ids of rows"],
        "votes/unclear.csv": [NOT_READ],
        "votes/statement_votes.csv": [VOTES, "who it is by"],
        "vision/v.csv": [OWN_TABLE],
        "vision/v.md": [OWN_TABLE],
        "rounds/both.csv": [OWN_TABLE, "ids of rows"],
        "rounds/r.csv": [NO_WORDS],
        "notes/n.md": ["header lines"],
        "transcripts/t.vtt": ["times"],
    }.items():
        for reason in reasons:
            assert reason in told[path], (path, reason, told[path])
