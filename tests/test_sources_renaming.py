"""Ids hold: a file renamed, another added, an edit elsewhere, a document saved again."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights import coding, pipeline, tables
from insights.pipeline import renaming
from insights.project import load_project
from insights.sources import read_sources

BOOK = "code_id,name,theme,keywords\nA,Letters,Post,post\nB,Calls,Phones,rings\n"
NOTE = "# What is hard?\n\n- P01: The post went in the drawer.\n- nobody rings back\n"
FILES = {
    "codebook.csv": BOOK,
    "participants.csv": "participant_id,perspective\nP01,professional\nP02,lived_experience\n",
    "notes/callum_smith.md": NOTE,
    "notes/other.md": "# What is hard?\n\n- P02: My post.\n",
}


def raw(root: Path) -> Path:
    return root / "data" / "raw" / "demo"


def excerpts(root: Path) -> dict[str, str]:
    table = pipeline.run("demo", root=root, until="ingest").table("excerpts")
    return dict(zip(table["excerpt_id"], table["text"], strict=True))


@pytest.fixture
def decided(project_folder):
    """A project that was run, with a decision on each of its excerpts."""
    root = project_folder(FILES)
    for excerpt_id in excerpts(root):
        pipeline.record_decision(
            "demo", coder="AB", action="accept", target="excerpt", root=root,
            target_id=excerpt_id, excerpt_id=excerpt_id, code_id="A",
        )  # fmt: skip
    return root


def accepted(root: Path) -> set[str]:
    """Return the excerpts that decisions apply to, as the run applies them."""
    table = pipeline.run("demo", root=root, until="ingest").table("excerpts")
    book, _ = coding.read_codebook(load_project("demo", root))
    decisions, _ = coding.read_decisions(raw(root) / "decisions")
    applied = coding.apply_decisions(table, book, tables.empty("codings"), decisions)
    return set(applied.codings.query("status == 'accepted'")["excerpt_id"])


def test_a_renamed_file_keeps_its_ids_and_decisions_apply(decided):
    before, decisions = excerpts(decided), accepted(decided)
    assert decisions == set(before)
    assert not (raw(decided) / renaming.RECORDED).exists()
    (raw(decided) / "notes" / "callum_smith.md").rename(raw(decided) / "notes" / "w1.md")
    assert excerpts(decided) == before
    stored = [
        decided / "data" / "processed" / "demo" / renaming.SEEN, raw(decided) / renaming.RECORDED
    ]  # fmt: skip
    first = [path.read_bytes() for path in stored]
    for data in first:
        assert json.loads(data)["files"]
        assert b"notes" not in data
        assert b"callum" not in data.lower()
    shutil.rmtree(decided / "data" / "processed")  # what the code can make again loses nothing
    assert excerpts(decided) == before
    assert accepted(decided) == decisions
    assert [path.read_bytes() for path in stored] == first
    result = pipeline.run("demo", root=decided, until="ingest")
    assert "notes/w1.md" in result.table("sources")["path"].tolist()
    assert result.ran == ()


def test_renamed_twice_edited_and_its_old_name_given_to_another(decided):
    before = excerpts(decided)
    notes = raw(decided) / "notes"
    (notes / "callum_smith.md").rename(notes / "b.md")
    assert excerpts(decided) == before
    (notes / "b.md").rename(notes / "c.md")
    assert excerpts(decided) == before
    (notes / "c.md").write_text(NOTE + "- a new one\n", encoding="utf-8")
    (notes / "callum_smith.md").write_text(NOTE.replace("drawer", "bin"), encoding="utf-8")
    after = excerpts(decided)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 3
    assert len(accepted(decided)) == len(before)


def test_a_copy_beside_the_first_takes_no_id_from_it(decided):
    before = excerpts(decided)
    shutil.copy(raw(decided) / "notes" / "other.md", raw(decided) / "notes" / "a copy.md")
    after = excerpts(decided)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def read(root: Path) -> dict[str, str]:
    passages = read_sources(load_project("demo", root), {}, b"salt").passages
    return dict(zip(passages["excerpt_id"], passages["text"], strict=True))


def test_added_files_and_edits_elsewhere_change_no_id(project_folder):
    root = project_folder(FILES)
    before = read(root)
    changed = NOTE.replace("# What", "# Day one\n\n## What") + "\nsomething new\n"
    project_folder({"notes/aa.md": "- P01: The post went in the drawer.\n",
                    "notes/callum_smith.md": changed})  # fmt: skip
    assert before.items() <= read(root).items()


def test_a_document_saved_again_keeps_its_ids(project_folder):
    document = docx.Document()
    document.add_heading("What is hard?", level=1)
    for words in ("P01: The post.", "nobody rings"):
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    root = project_folder({"notes/w3.docx": out.getvalue()})
    before = read(root)
    path = raw(root) / "notes" / "w3.docx"
    again = docx.Document(path)
    again.core_properties.revision = 7
    again.paragraphs[1].runs[0].font.bold = True
    again.save(path)
    assert path.read_bytes() != out.getvalue()
    assert read(root) == before
    assert len(before) == 2


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"files": 3}', b'{"files": {"aa": "b"}}', b"\xff"]
)
def test_a_damaged_record_makes_a_renamed_file_a_new_one(tmp_path, damage):
    project = load_project("demo", project_at(tmp_path))
    hashes = {"notes/w1.md": "aa"}
    for path in (project.processed / renaming.SEEN, project.raw / renaming.RECORDED):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(damage)
    assert renaming.find_renamed(project, hashes) == {}
    renaming.remember_files(project, hashes, {"notes/w1.md": "notes/old.md"})
    assert renaming.find_renamed(project, hashes) == {"notes/w1.md": "notes/old.md"}


def project_at(root: Path) -> Path:
    raw(root).mkdir(parents=True)
    return root


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=90))
def test_a_seal_opens_with_its_own_key_alone(path):
    sealed = renaming._sealed(b"salt", path)
    assert renaming._opened(b"salt", sealed) == path
    assert renaming._opened(b"other", sealed) is None
    assert renaming._opened(b"salt", sealed[:-9]) is None


def test_a_seal_has_few_lengths_and_no_path_in_it():
    lengths = {len(renaming._sealed(b"salt", "a" * n)) for n in range(1, 64)}
    assert len(lengths) == 1
    assert renaming._opened(b"salt", "!") is None


def test_checking_writes_no_record(project_folder):
    root = project_folder(FILES)
    pipeline.check("demo", root=root)
    assert not load_project("demo", root).processed.exists()
    assert not (raw(root) / ".salt").exists()
