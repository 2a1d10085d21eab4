"""Withdrawal on small made-up projects: what goes, what stays, and what is left to find."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest

from insights import pipeline, store
from insights.errors import InsightsError
from insights.pipeline import withdrawing
from insights.privacy import leftovers, withdrawn
from insights.project import load_project

WORDS = "the kettle in the hall never boiled for me on a single Tuesday"
REGISTER = """participant_id,perspective,role,attended,withdrawn_on
P01,lived_experience,,W1,
P02,lived_experience,,W1,
P03,professional,,W1,
"""
KEY = """participant_id,name,aliases,contact,format_needs,notes
P01,Marta Quill,Marta,marta@example.org,,
P02,Ben Osei,Ben,,,
P03,Priya Nair,Priya,,,
"""
NOTES = f"""# Workshop

## What gets in the way?

Ben: the letters come too late for anybody to answer.

Marta: {WORDS}, and nobody came.

Ben: what Marta said about the hall is right.

- Priya: we lose people between the first call and the second one

Marta: Yes.

Ben: Yes.
"""
ANSWERS = f"""answer_id,participant_id,what_would_help
A1,P01,Somebody who rings back when they say they will; {WORDS}
A2,P02,"A number, with a person on it"
A3,P03,One list for the whole town
"""
STATEMENTS = """participant_id,statement_id,vote
P01,S01,agree
P02,S01,disagree
P03,S01,pass
"""
VISION = """version,text,when,agreed_by
1,Nobody waits alone,2026-01-19,P01;P02
2,Nobody waits,2026-01-20,P01
"""
SETTINGS = """[project]
title = "Halls"
fictional = true
"""


def files():
    return {
        "project.toml": SETTINGS,
        "participants.csv": REGISTER,
        "key.csv": KEY,
        "notes/workshop.md": NOTES,
        "feedback/answers.csv": ANSWERS,
        "votes/statement_votes.csv": STATEMENTS,
        "vision/vision.csv": VISION,
        "codebook.csv": "code_id,name,theme,keywords\nC1,Letters,Post,letters;number\n",
        ".salt": "0123456789abcdef\n",
    }


def excerpts(root):
    settings = load_project("demo", root)
    material, _, _ = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    return material.passages


def decisions(root):
    """Decide on everybody's words, and undo one of the decisions."""
    lines = []
    for number, row in enumerate(excerpts(root).to_dict("records")):
        memo = "as Marta says" if row["text"] == "Yes." else ""
        lines.append(
            {"id": f"d{number}", "at": "2026-03-01T10:00:00Z", "coder": "AB", "action": "accept",
             "target": "excerpt", "target_id": row["excerpt_id"], "excerpt_id": row["excerpt_id"],
             "code_id": "C1", "value": None, "memo": memo,
             "shown": []}
        )  # fmt: skip
    gone = next(line["id"] for line, who in zip(lines, excerpts(root)["participant_id"],
                                                strict=True) if who == "P01")  # fmt: skip
    lines.append({"id": "u", "at": "2026-03-02T10:00:00Z", "coder": "AB", "action": "undo",
                  "target": "line", "target_id": gone})  # fmt: skip
    lines.append({"id": "c", "at": "2026-03-02T10:00:00Z", "coder": "AB", "action": "summary",
                  "target": "cell", "target_id": "P01|Post", "value": "hers"})  # fmt: skip
    return "".join(json.dumps(line) + "\n" for line in lines)


@pytest.fixture(scope="module")
def decided():
    """Decisions on everybody's words: ids are keyed with the project's salt, so they hold."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "data" / "raw" / "demo"
        for relative, text in files().items():
            (raw / relative).parent.mkdir(parents=True, exist_ok=True)
            (raw / relative).write_text(text)
        return decisions(Path(folder))


@pytest.fixture
def root(project_folder, decided):
    root = project_folder({**files(), "decisions/AB.jsonl": decided})
    (root / "data" / "processed" / "demo" / ".steps").mkdir(parents=True)
    (root / "data" / "processed" / "demo" / ".steps" / "x.txt").write_text(WORDS)
    for place in (root / "reports" / "demo", root / "data" / "raw" / "demo" / "releases" / "1"):
        place.mkdir(parents=True)
        (place / "quotes.txt").write_text(WORDS)
    return root


def withdraw(root, who="P01", **more):
    return pipeline.withdraw("demo", who, root=root, rebuild=False, today="2026-04-01", **more)


def contents(root):
    raw = root / "data" / "raw" / "demo"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".withdrawn.json")
    } | {"tokens": token_counts(raw)}


def token_counts(raw):
    """The tokens are keyed with something random: only how many there are is the same."""
    path = raw / ".withdrawn.json"
    if not path.exists():
        return None
    said = json.loads(path.read_text())
    return [(p["n"], len(p["tokens"])) for p in said["people"]], said["held_ids"], said["searching"]


def test_everything_of_theirs_goes_and_everybody_else_stays(root):
    before = excerpts(root)
    done = withdraw(root)
    assert done.state == "done"
    assert done.certificate.found == []
    after = excerpts(root)
    others = before[before["participant_id"] != "P01"]
    assert list(after["excerpt_id"]) == list(others["excerpt_id"])
    assert list(after["participant_id"]) == list(others["participant_id"])
    raw = root / "data" / "raw" / "demo"
    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    for trace in (b"Marta", b"Quill", b"P01", b"marta@example.org", b"never boiled"):
        assert trace not in everything
    assert (raw / "participants.csv").read_text().count("\n") == 3
    assert "A number, with a person on it" in (raw / "feedback" / "answers.csv").read_text()
    assert (raw / "vision" / "vision.csv").read_text().splitlines()[1].endswith(",P02")
    assert not (raw / "releases" / "1").exists()
    assert not (root / "reports" / "demo" / "quotes.txt").exists()


def test_a_name_taken_out_of_somebody_elses_words_keeps_their_id(root):
    withdraw(root)
    notes = (root / "data" / "raw" / "demo" / "notes" / "workshop.md").read_text()
    assert "Ben: what [PERSON] said about the hall is right." in notes
    assert notes.count("<!-- withdrawn -->") == 2
    assert "Ben: Yes." in notes


def test_decisions_on_their_words_go_and_lines_keep_their_numbers(root):
    path = root / "data" / "raw" / "demo" / "decisions" / "AB.jsonl"
    n_lines = path.read_bytes().count(b"\n")
    theirs = set(excerpts(root).query("participant_id == 'P01'")["excerpt_id"])
    done = withdraw(root)
    data = path.read_bytes()
    assert data.count(b"\n") == n_lines
    kept = [json.loads(line) for line in data.splitlines() if line]
    assert not theirs & {line["target_id"] for line in kept}
    assert not {"u", "c"} & {line["id"] for line in kept}
    assert {line["memo"] for line in kept} == {"", "as [PERSON] says"}
    assert done.certificate.counts["decisions"] == len(theirs) + 2
    assert done.certificate.counts["memos"] == 1


def test_a_dry_run_changes_nothing_and_says_what_would_go(root):
    before = contents(root)
    done = withdraw(root, dry_run=True)
    assert contents(root) == before
    assert done.state == "planned"
    assert "1 release kept in the project" in done.plan.lines()
    assert {"notes/workshop.md", "participants.csv"} <= set(done.plan.changed)


def test_nothing_changes_without_agreement(root):
    before = contents(root)
    assert withdraw(root, confirm=lambda plan: False).state == "planned"
    assert contents(root) == before


def test_the_certificate_says_nothing_about_whom(root):
    done = withdraw(root)
    text = (done.folder / "certificate.txt").read_text()
    assert "Carried out on 2026-04-01" in text
    assert "Nothing was found." in text
    assert "Backups of this computer" in text
    for trace in ("P01", "Marta", "Quill", "kettle"):
        assert trace not in text
    assert json.loads((done.folder / "tombstone.json").read_text()) == {
        "on": "2026-04-01", "withdrawal": 1, "releases": [1]
    }  # fmt: skip
    assert sorted(path.name for path in done.folder.iterdir()) == [
        "certificate.json", "certificate.txt", "tombstone.json"
    ]  # fmt: skip


def test_a_second_time_says_that_it_is_done(root):
    withdraw(root)
    before = contents(root)
    assert withdraw(root).state == "done before"
    assert contents(root) == before


def test_an_id_that_nobody_has_is_refused(root):
    with pytest.raises(InsightsError, match="Nobody in this project has this id"):
        withdraw(root, "P09")
    with pytest.raises(InsightsError, match="facilitator"):
        withdraw(root, "F01")


# --------------------------------------------------------------------------- interruptions


class Stopped(Exception):
    pass


def stop_at(monkeypatch, moment):
    """Let every write and removal count, and stop before the given one."""
    left = [moment]

    def counting(real):
        def call(*args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                raise Stopped
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(store, "write_atomic", counting(store.write_atomic))
    monkeypatch.setattr(withdrawing, "_remove", counting(withdrawing._remove))
    monkeypatch.setattr(withdrawing.shutil, "rmtree", counting(withdrawing.shutil.rmtree))
    monkeypatch.setattr(withdrawing, "_leave_the_key", counting(withdrawing._leave_the_key))


@pytest.fixture
def reading_remembered(monkeypatch):
    """Read files that hold the same bytes once: reading them is no part of this test."""
    remember_reading(monkeypatch.setattr)


def remember_reading(put):
    """Have what is read remembered, by the bytes of the files."""
    from insights.pipeline import withdrawal_fitting, withdrawal_person

    read, read_as, made = withdrawal_person.read_material, withdrawal_fitting._read_as, {}

    def remembered_material(settings, *args):
        key = frozenset(
            (path.relative_to(settings.raw), path.read_bytes())
            for path in settings.raw.rglob("*")
            if path.is_file() and "withdrawals" not in path.parts
        )
        if key not in made:
            made[key] = read(settings, *args)
        return made[key]

    def remembered_as(person, files):
        key = frozenset(files.items())
        if key not in made:
            made[key] = read_as(person, files)
        return made[key]

    put(withdrawal_person, "read_material", remembered_material)
    put(withdrawal_fitting, "_read_as", remembered_as)


def test_stopped_at_any_moment_and_repeated_it_ends_the_same(
    root, tmp_path_factory, reading_remembered
):
    import shutil

    for name in ("feedback", "vision"):
        shutil.rmtree(root / "data" / "raw" / "demo" / name)
    whole = tmp_path_factory.mktemp("whole") / "root"
    shutil.copytree(root, whole)
    withdraw(whole)
    expected = contents(whole)
    n_stopped = 0
    for moment in range(40):
        copy = tmp_path_factory.mktemp("stopped") / "root"
        shutil.copytree(root, copy)
        with pytest.MonkeyPatch.context() as patch:
            stop_at(patch, moment)
            try:
                withdraw(copy)
            except Stopped:
                n_stopped += 1
            else:
                break
        withdraw(copy)
        assert contents(copy) == expected, f"stopped at moment {moment}"
    assert n_stopped >= 20


@pytest.mark.parametrize("again", ["P01", "Marta Quill"])
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("certify", "Ben: and one thing more about the post"),  # all is done but the proof
        ("_leave_the_key", f"Marta: {WORDS}, I say"),  # nothing is purged, and they are known
        ("_run_again", f"Marta: {WORDS}, I say"),  # purged; an old file comes back
    ],
)
def test_files_edited_while_it_was_stopped_lose_nothing_of_what_it_had_done(
    root, monkeypatch, name, line, again
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(withdrawing, name, lambda *_: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            pipeline.withdraw(
                "demo", "P01", root=root, rebuild=name == "_run_again", today="2026-04-01"
            )
    notes = root / "data" / "raw" / "demo" / "notes" / "workshop.md"
    notes.write_text(f"{notes.read_text()}\n{line}\n")
    if name != "certify":
        before = contents(root)
        assert withdraw(root, again, confirm=lambda plan: False).state == "planned"
        assert contents(root) == before
    done = withdraw(root, again)
    assert done.state == "done" and done.certificate.found == []
    assert done.certificate.counts["releases"] == 1
    assert done.certificate.counts["decisions"] > 2
    assert any("Copies of release 1" in said for said in done.certificate.open)
    assert len(done.certificate.files["data/raw/demo/notes/workshop.md"][0]) == 64
    assert {"data/raw/demo/participants.csv", "data/raw/demo/feedback/answers.csv"} <= set(
        done.certificate.files
    )
    assert json.loads((done.folder / "tombstone.json").read_text())["releases"] == [1]
    assert sorted(path.name for path in done.folder.parent.iterdir()) == ["1"]
    assert len(list(done.folder.iterdir())) == 3
    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert b"Marta" not in everything and b"never boiled" not in everything
    assert ("one thing more" in notes.read_text()) is (name == "certify")


def test_another_person_waits_until_the_first_withdrawal_is_finished(root, monkeypatch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(withdrawing, "_leave_the_key", lambda *_: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            withdraw(root)
    with pytest.raises(InsightsError, match="was stopped before it was finished"):
        withdraw(root, "P02")
    assert withdraw(root).state == "done"
    assert withdraw(root, "P02").state == "done"


# ------------------------------------------------------------------------- coming back


def test_an_old_file_does_not_bring_them_back(root):
    withdraw(root)
    raw = root / "data" / "raw" / "demo"
    (raw / "notes" / "workshop.md").write_text(NOTES)
    (raw / "feedback" / "answers.csv").write_text(ANSWERS)
    settings = load_project("demo", root)
    material, names, problems = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    from insights import privacy

    left_out, _ = privacy.people_to_leave_out(material.participants)
    theirs = material.passages[material.passages["participant_id"].isin(left_out)]
    assert any("never boiled" in text for text in theirs["text"])
    assert not any("never boiled" in text
                   for text in material.passages.drop(theirs.index)["text"])  # fmt: skip
    assert "Marta" not in privacy.mask_text("what Marta said", names).text
    said = [problem for problem in problems if "stands in this file again" in problem.problem]
    assert [problem.source for problem in said] == ["feedback/answers.csv", "notes/workshop.md"]
    assert withdraw(root).state == "done"
    assert "never boiled" not in (raw / "notes" / "workshop.md").read_text()


@pytest.fixture
def own_home(tmp_path_factory, monkeypatch):
    """A place for a key file that no other test sees."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("home")))


def test_an_old_list_of_names_does_not_enrol_them_again(root, tmp_path, own_home):
    withdraw(root)
    names = tmp_path / "attendance.csv"
    names.write_text("name,role\nMarta Quill,\nNew Person,\n")
    done = pipeline.register("demo", names, root=root)
    assert done.n_new == 1
    assert [problem.where for problem in done.problems if "withdrew" in problem.problem] == [
        "1 row"
    ]
    assert "Quill" not in done.key.read_text()


@pytest.mark.parametrize(
    "label",
    ["Dr Marta Quill", "Quill, Marta", "quill marta", "M. Quill", "Marta Q.", "Ms M Quill", "p01"],
)
def test_who_withdrew_is_known_however_the_name_is_written(root, own_home, label, tmp_path):
    withdraw(root)
    settings = load_project("demo", root)
    known = withdrawn.read_withdrawn(settings)
    assert known.person_of(label) is not None
    assert withdrawn.find_again(known, [label]).keys() == {"withdrawn-1"}
    assert withdraw(root, label).state == "done before"


@pytest.mark.parametrize("label", ["M. Quinn", "Marta Osei", "Ben Quill", "Q. Marta Osei", "M."])
def test_nobody_else_is_taken_for_somebody_who_withdrew(root, own_home, label):
    withdraw(root)
    assert withdrawn.read_withdrawn(load_project("demo", root)).person_of(label) is None


def test_an_initial_that_may_be_somebody_who_takes_part_leads_to_nobody(root, own_home):
    key = root / "data" / "raw" / "demo" / "key.csv"
    key.write_text(key.read_text() + "P04,Mona Quill,,,,\n")
    withdraw(root)
    known = withdrawn.read_withdrawn(load_project("demo", root))
    assert known.person_of("M. Quill") is None
    assert known.person_of("Marta Q.") is not None


def test_a_report_that_is_open_elsewhere_stops_it_half_way_and_says_so(root, monkeypatch):
    pipeline.run("demo", root=root, until="ingest")
    held, unlink = "excerpts.parquet", Path.unlink

    def refuse(path, *args, **kwargs):
        if path.name == held:
            raise PermissionError(13, "in use", str(path))
        return unlink(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(InsightsError, match="open in another program") as stopped:
            withdraw(root)
    assert stopped.value.where == f"data/processed/demo/{held}"
    assert withdraw(root, "Quill, Marta").state == "done"


# ------------------------------------------------------------------------------ the search


def test_what_is_the_same_byte_by_byte_is_found_in_every_place(root, tmp_path):
    who = leftovers.Sought(
        b"k", names=frozenset([withdrawn.token("marta quill", b"k")]),
        words=frozenset(withdrawn.token(word, b"k") for word in ("marta", "quill")),
    )  # fmt: skip
    for name in ("a.md", "b.md", "marta quill.md"):
        (tmp_path / name).write_text("x\nMarta Quill said so.\n")
    files = [(path.name, path) for path in sorted(tmp_path.glob("*.md"))]
    found = leftovers.search(files, who)
    assert [(one.file, one.place) for one in found] == [
        ("a.md", "line 2"), ("b.md", "line 2"),
        ("marta quill.md", "the file's name"), ("marta quill.md", "line 2"),
    ]  # fmt: skip


def test_the_search_looks_into_zips_parquet_and_notebooks(root, tmp_path):
    import pandas as pd

    withdraw(root)
    known = withdrawn.read_withdrawn(load_project("demo", root))
    sought = leftovers.Sought(
        known.key,
        names=frozenset([known.token("Marta Quill"), known.token("Marta")]),
        ids=frozenset([known.token("P01")]),
        shingles=frozenset(known.token(run) for run in withdrawn.shingles(WORDS)),
        words=frozenset(known.token(word) for word in withdrawn.fold_words(f"{WORDS} Marta P01")),
    )
    places = {
        "a.docx": zipped({"word/document.xml": f"<w><p>{WORDS}</p></w>"}),
        "b.zip": zipped({"inner.txt": "as P01 told us"}),
        "c.ipynb": json.dumps({"cells": [{"outputs": [{"text": ["Marta said so\n"]}]}]}).encode(),
        "d.html": f"<html><body><p>{WORDS}</p></body></html>".encode(),
        "e.txt": b"nothing of theirs: the kettle in the hall",
    }
    for name, data in places.items():
        (tmp_path / name).write_bytes(data)
    pd.DataFrame({"excerpt_ids": [["x"], ["P01"]], "n": [1, 2]}).to_parquet(tmp_path / "f.parquet")
    found = leftovers.search([(n, tmp_path / n) for n in [*places, "f.parquet"]], sought)
    assert [(hit.file, hit.kind) for hit in found] == [
        ("a.docx", leftovers.WORDS), ("b.zip", leftovers.ID), ("c.ipynb", leftovers.NAME),
        ("d.html", leftovers.WORDS), ("f.parquet", leftovers.ID),
    ]  # fmt: skip
    assert "kettle" not in repr(found)


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


# --------------------------------------------------------------------------- other formats


def test_what_cannot_be_changed_in_place_is_said_before_anything_changes(project_folder):
    rtf = r"{\rtf1\ansi Marta: " + WORDS + r"\par Ben: the post is late\par }"
    root = project_folder({**files(), "notes/old.rtf": rtf})
    before = contents(root)
    with pytest.raises(InsightsError, match="nothing was changed") as refused:
        withdraw(root)
    assert "notes/old.rtf" in str(refused.value)
    assert "kettle" not in str(refused.value)
    assert contents(root) == before


def test_a_file_that_carries_their_name_goes_whole(project_folder):
    root = project_folder({**files(), "transcripts/marta_quill.txt": f"Marta: {WORDS}\n"})
    done = withdraw(root)
    assert not (root / "data" / "raw" / "demo" / "transcripts" / "marta_quill.txt").exists()
    assert done.certificate.counts["files"] == 1
