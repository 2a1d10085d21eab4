"""Sessions are called after files, and files after people: masked alike in every table."""

from __future__ import annotations

import pandas as pd

from insights import pipeline
from insights.pipeline.ingesting import name_sessions
from insights.privacy import Names

NOTES = "# What gets in the way?\n\nP01: The phone is engaged by nine.\nP02: The bus is dear.\n"


def test_two_sessions_that_masking_makes_alike_stay_two():
    called = name_sessions(["callum_smith", "dana_jones", "W1", "callum_smith", None], Names())
    assert set(called) == {"callum_smith", "dana_jones", "W1"}
    assert len(set(called.values())) == 3
    assert called["W1"] == "W1"
    assert not any("callum" in name or "dana" in name for name in called.values())


def test_every_table_calls_a_session_the_same(project_folder):
    root = project_folder(
        {
            "notes/callum_smith.md": NOTES,
            "notes/dana_jones.md": NOTES,
            "participants.csv": (
                "participant_id,perspective,attended\nP01,professional,callum_smith;dana_jones\n"
                "P02,lived experience,dana_jones\n"
            ),
        }
    )
    done = pipeline.run("demo", root=root, until="ingest")
    tables = [done.table(name) for name in ("excerpts", "sessions", "attendance", "sources")]
    ids = [set(table["session_id"].dropna()) for table in tables]
    assert len(ids[1]) == 2
    assert ids[0] == ids[1]
    assert ids[2] <= ids[1]
    everything = pd.concat(table.astype(str) for table in [*tables, done.table("participants")])
    assert not everything.stack().str.contains("callum|dana", case=False).any()


def test_the_vision_names_the_towns_of_the_project_and_nobody_registered(project_folder):
    root = project_folder(
        {
            "project.toml": (
                "[project]\nfictional = true\n"
                'vision = "Nobody in Wexmere waits, says Priya Nair."\n'
            ),
            "vision/versions.csv": (
                "version,text\n1,Nobody in Wexmere waits\n"
                "2,Nobody in Otherby waits for Priya Nair\n"
            ),
            "notes/day.md": NOTES,
            "key.csv": "participant_id,name\nP01,Priya Nair\n",
        }
    )
    texts = list(pipeline.run("demo", root=root, until="ingest").table("vision")["text"])
    assert texts[0] == "Nobody in Wexmere waits"
    assert "Otherby" not in texts[1]
    assert "Priya" not in texts[1]
    assert "Nair" not in texts[1]
