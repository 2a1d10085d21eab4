"""The whole job: what it makes, what it repeats, what it survives."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

from insights import pipeline, tables
from insights.errors import InsightsError
from tests.conftest import BUNDLED, copy_of

READERS = {
    *(f"{name}.{suffix}" for name in ("commissioner", "participants", "professionals")
      for suffix in ("html", "docx", "pdf")),
    "researchers.html", "easy-read.html", "easy-read.docx", "slide.html", "slide.pdf",
    "evidence.csv", "comparison.csv", "recommendations.csv",
    "problems.csv", "manifest.json", "framework.xlsx", "framework.html",
}  # fmt: skip

ANSWERS = (
    "participant_id,perspective,what was hard,what would help\n"
    "P1,lived experience,The forms went on for ever and nobody rang back,Someone to sit with me\n"
    "P2,professional,Waiting on the phone for the bank,Send a text before the appointment\n"
    "P3,lived experience,Telling it all again to a stranger,A list of who to ring\n"
)
CODEBOOK = (
    "code_id,name,theme,keywords\n"
    "C1,Forms,Paperwork,form; forms; letter\n"
    "C2,Waiting,Access,wait; phone; rang back\n"
    "C3,Someone alongside,Support,sit with me; list; text\n"
)


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def made(result):
    """Everything that must be the same on every machine: tables, texts, readers' files."""
    processed = {
        name: digest
        for name, digest in hashes(result.project.processed).items()
        if not name.startswith((".steps/", "cache/")) and name.endswith((".parquet", ".txt"))
    }
    return processed | hashes(result.project.reports)


def test_the_bundled_project_gives_every_file_a_reader_gets(bundled):
    assert {path.name for path in bundled.reports} == READERS
    assert all(path.stat().st_size for path in bundled.reports)
    for name in tables.TABLES:
        if name != "passages":  # unmasked: never stored
            tables.conform(name, bundled.table(name))


def words_of(path):
    """What a file tells whoever opens it, in whatever format."""
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as parts:
            return "\n".join(
                parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
            )
    return path.read_text(encoding="utf-8")


def test_nothing_unmasked_is_stored(bundled):
    assert not (bundled.project.processed / "passages.parquet").exists()
    key = pd.read_csv(bundled.project.raw / "key.csv", dtype=str, keep_default_na=False)
    names = {name for name in key["name"] if " " in name}
    assert names
    for path in [*bundled.reports, *bundled.project.processed.glob("texts/*.txt")]:
        told = words_of(path)
        assert not [name for name in names if name in told], path.name


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(bundled, tmp_path, no_network):
    again = pipeline.run(BUNDLED, root=copy_of(BUNDLED, tmp_path))
    assert made(again) == made(bundled)


def test_an_unchanged_run_repeats_nothing_and_loads_nothing_heavy(bundled, bundled_root):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from insights import pipeline\n"
        f"result = pipeline.run({BUNDLED!r}, root=Path(sys.argv[1]))\n"
        "heavy = {'pandas', 'pandera', 'spacy', 'torch', 'sklearn', 'plotly', 'bertopic'}\n"
        "print(len(result.ran), sorted(heavy & set(sys.modules)))\n"
    )
    before = made(bundled)
    done = subprocess.run(
        [sys.executable, "-c", code, str(bundled_root)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 []"
    assert made(bundled) == before


def test_deleting_what_can_be_made_again_loses_nothing(project_folder):
    root = project_folder({"feedback/a.csv": ANSWERS, "codebook.csv": CODEBOOK})
    first = made(pipeline.run("demo", root=root))
    shutil.rmtree(root / "data" / "processed")
    shutil.rmtree(root / "reports")
    assert made(pipeline.run("demo", root=root)) == first


def test_only_what_depends_on_a_change_runs_again(project_folder):
    files = {"feedback/a.csv": ANSWERS, "codebook.csv": CODEBOOK}
    assert pipeline.run("demo", root=project_folder(files)).ran == (
        "ingest", "suggest", "topics", "decide", "cover", "compare", "analyse", "recommend",
        "report",
    )  # fmt: skip
    root = project_folder({"project.toml": "[thresholds]\nsmallest_group = 2\n"})
    assert set(pipeline.run("demo", root=root).ran) <= {"compare", "analyse", "recommend", "report"}
    excerpt_id = pipeline.read_tables("demo", root=root)["excerpts"]["excerpt_id"][0]
    line = {"action": "reject", "excerpt_id": excerpt_id, "code_id": "C1"}
    root = project_folder({"decisions/ab.jsonl": json.dumps(line) + "\n"})
    ran = pipeline.run("demo", root=root).ran
    assert "decide" in ran
    assert not {"ingest", "topics"} & set(ran)


def test_people_made_files_are_never_touched(project_folder):
    root = project_folder({"feedback/a.csv": ANSWERS, "codebook.csv": CODEBOOK, ".salt": "5a" * 16})
    before = hashes(root / "data" / "raw")
    pipeline.run("demo", root=root)
    assert hashes(root / "data" / "raw") == before


@pytest.mark.parametrize("with_codebook", [True, False])
@pytest.mark.parametrize("place", ["feedback/a.csv", "a.csv"])
def test_one_small_file_is_enough(project_folder, place, with_codebook):
    files = {place: ANSWERS} | ({"codebook.csv": CODEBOOK} if with_codebook else {})
    result = pipeline.run("demo", root=project_folder(files))
    assert {path.name for path in result.reports} == READERS
    assert len(result.table("excerpts")) == 6
    assert len(result.table("topics")) > 0


def test_everything_wrong_is_told_at_once_and_the_rest_becomes_a_report(project_folder):
    root = project_folder(
        {
            "feedback/a.csv": ANSWERS.replace("P2,professional", "P2,profesional"),
            "feedback/no_columns.csv": "a,b\n1,2\n",
            "feedback/broken.xlsx": b"this is no workbook",
            "notes/broken.docx": b"PK\x03\x04 torn",
            "notes/binary.txt": b"\xff\xfe\x00",
            "participants.csv": "participant_id,perspective\nP1,lived experience\n"
            "P1,professional\nP3,wizard\n",
            "codebook.csv": CODEBOOK + "C1,Forms again,Paperwork,forms\n",
            "decisions/ab.jsonl": '{"action": "accept", "excerpt_id": "gone", "code_id": "C1"}\n'
            '{"action": "acc',
            "project.toml": "[compare]\nby = 'servise'\n",
            "stray/file.csv": "x\n",
        }
    )
    before = hashes(root / "data" / "raw")
    result = pipeline.run("demo", root=root)
    told = {(p.source.split("/")[-1], p.problem) for p in result.problems if p.fix and p.where}
    assert {source for source, _ in told} >= {
        "no_columns.csv", "broken.xlsx", "broken.docx", "binary.txt", "participants.csv",
        "codebook.csv", "ab.jsonl", "project.toml", "file.csv", "a.csv",
    }  # fmt: skip
    assert len([1 for source, _ in told if source == "participants.csv"]) >= 2  # twice, and wizard
    assert len([1 for source, _ in told if source == "ab.jsonl"]) == 2  # torn, and gone
    assert {path.name for path in result.reports} == READERS
    assert len(result.table("excerpts")) == 6
    after = hashes(root / "data" / "raw")
    assert {name: after[name] for name in before} == before
    listed = pd.read_csv(result.project.reports / "problems.csv", keep_default_na=False)
    assert len(listed) == len(result.problems)


@pytest.mark.parametrize("files", [{}, {"project.toml": "[project]\n"}, {"notes/.keep": ""}])
def test_an_empty_folder_says_what_to_put_there(project_folder, files):
    root = project_folder(files)
    with pytest.raises(InsightsError, match="nothing to read") as caught:
        pipeline.run("demo", root=root)
    assert "notes/" in caught.value.fix
    assert not (root / "data" / "processed").exists()


def test_check_writes_nothing(project_folder):
    root = project_folder({"feedback/a.csv": ANSWERS})
    before = hashes(root)
    checked = pipeline.check("demo", root=root)
    assert hashes(root) == before
    assert checked.problems == ()
    assert any("feedback/a.csv" in heading for heading, _ in checked.sections())


def test_who_said_no_is_nowhere(project_folder):
    root = project_folder(
        {
            "feedback/a.csv": ANSWERS,
            "participants.csv": "participant_id,perspective,consent_analysis\n"
            "P1,lived experience,yes\nP2,professional,yes\nP3,lived experience,no\n",
        }
    )
    result = pipeline.run("demo", root=root)
    assert set(result.table("excerpts")["participant_id"]) == {"P1", "P2"}
    everything = b"".join(
        path.read_bytes()
        for folder in (result.project.processed, result.project.reports)
        for path in folder.rglob("*")
        if path.is_file()
    )
    assert b"Telling it all again" not in everything
    assert any("did not agree" in p.problem for p in result.problems)
