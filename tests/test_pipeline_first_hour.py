"""What a first reader met: names that are words, cells named like people, a list's own columns."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from insights import pipeline
from insights.privacy import string_id
from insights.privacy.excerpts import is_everyday
from insights.privacy.unpacking import unpack
from insights.project import load_project

NOTES = """# What gets in the way?

P01: I told Joy twice.
P02: joy would rather stay one more night. Will it help? It will.
"""


@pytest.mark.parametrize(("word", "everyday"), [("joy", False), ("will", True), ("Will", False)])
def test_a_word_no_sentence_does_without_is_not_masked_in_lower_case(word, everyday):
    assert is_everyday(word) is everyday


def test_masked_everywhere_means_in_lower_case_too(project_folder):
    root = project_folder({"notes/day.md": NOTES})
    salt = load_project("demo", root).salt()
    lines = "".join(
        json.dumps({"action": "mask", "target": "string", "target_id": string_id(word, salt),
                    "coder": "AB", "at": "2026-05-01T10:00:00Z"}) + "\n"
        for word in ("Joy", "Will")
    )  # fmt: skip
    root = project_folder({"decisions/AB.jsonl": lines})
    texts = " ".join(pipeline.run("demo", root=root, until="ingest").table("excerpts")["text"])
    assert "joy" not in texts.casefold()
    assert "It will." in texts


def test_a_cell_named_like_a_person_is_no_person(tmp_path):
    path = tmp_path / "list.xlsx"
    frame = pd.DataFrame([["x"] * 20 for _ in range(45)])
    frame.iloc[0, 0] = "P40"
    frame.to_excel(path, index=False)
    found = [piece for piece in unpack("list.xlsx", path.read_bytes()) if piece.text == "P39"]
    assert found == []
    assert any(piece.text == "P40" for piece in unpack("list.xlsx", path.read_bytes()))


def test_a_column_may_ask_in_plain_words_whether_to_quote(project_folder):
    root = project_folder(
        {
            "participants.csv": "participant_id,perspective,OK to quote?\n"
            "P01,professional,yes\nP02,professional,no\n",
            "notes/day.md": NOTES,
        }
    )
    people = pipeline.run("demo", root=root, until="ingest").table("participants")
    said = dict(zip(people["participant_id"], people["consent_anonymous_quote"], strict=True))
    assert (said["P01"], said["P02"]) == (True, False)


def test_a_topic_is_never_called_after_somebody(project_folder):
    files = {
        "project.toml": "[project]\nfictional = true\n",
        "key.csv": "participant_id,name\nP01,Joy Quill\n",
        "notes/day.md": "# What gets in the way?\n\n"
        + "".join(f"P0{n % 3 + 1}: joy and the ward rang about tablets {n}.\n" for n in range(6)),
    }
    done = pipeline.run("demo", root=project_folder(files), until="suggest")
    assert not any(
        "joy" in term.split() for terms in done.table("topics")["terms"] for term in terms
    )
