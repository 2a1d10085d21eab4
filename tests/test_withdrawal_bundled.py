"""Withdrawal from the bundled projects: three people of each leave, one after the other.

Each time the search, everybody else's ids and a first build of the tables are held against
what was made again. How far both are built grows: what was read, then every table, then every
document. The last stands for all three, because what they left behind lies there together.
"""

import functools
import io
import shutil
import zipfile

import pandas as pd
import pytest

from insights import pipeline, store
from insights.language import encoder
from insights.privacy.names import read_names
from insights.project import load_project
from tests.conftest import copy_of

APART = ("manifest.json",)
FORMATS = {"money-toolkit": ("html",), "hack-week": ("html", "docx", "pdf")}
UNTIL = ("ingest", "compare", "report")
LEAVERS = {"money-toolkit": ("P15", "P07", "P06"), "hack-week": ("001", "004", "011")}


@pytest.fixture(scope="module")
def encoded_once():
    """Encode each sentence once: that vectors are the same every time is shown elsewhere."""
    import numpy as np

    model, known = encoder.load_encoder(), {}
    real = model.encode

    def encode(texts, *, report=None):
        if missing := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(missing, real(missing), strict=True))
        return np.stack([known[text] for text in texts])

    patch = pytest.MonkeyPatch()
    patch.setattr(model, "encode", encode)
    yield
    patch.undo()


def words_of(root):
    """Everything that stands in any file: what is packed is taken out of it, plainly."""
    found = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name in (".withdrawn.json", ".salt"):
            continue
        data = path.read_bytes()
        if path.suffix == ".parquet":
            text = pd.read_parquet(io.BytesIO(data)).astype(str).to_csv()
        elif zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                text = " ".join(
                    packed.read(n).decode("utf-8", "replace") for n in packed.namelist()
                )
        else:
            text = data.decode("utf-8", "replace")
        found[path.relative_to(root).as_posix()] = text
    return found


def files_of(root, name):
    """Return the hash of each table and readers' file of a project."""
    found = {}
    for place in (root / "data" / "processed" / name, root / "reports" / name):
        for path in sorted(place.rglob("*")):
            inside = path.relative_to(place).parts
            own = inside[0].startswith(".") or "vectors" in inside or path.name in APART
            if path.is_file() and not own:
                found[path.relative_to(root).as_posix()] = store.hash_file(path)
    return found


def their_names_and_words(root, name, participant):
    """Return their full name, and what they said that is long enough to be theirs alone."""
    settings = load_project(name, root)
    called = [p.name for p in read_names(settings)[0].people if p.participant_id == participant]
    material, _, _ = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    theirs = material.passages["participant_id"] == participant
    said = [text for text in material.passages.loc[theirs, "text"] if len(text.split()) > 8]
    assert called and len(said) > 3
    return [*called, *said]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LEAVERS))
def test_each_leaves_nothing_and_what_is_made_again_is_a_first_build(
    name, tmp_path, encoded_once, monkeypatch
):
    """After each: the tables built so far; after the last: every document that readers get."""
    root, run = copy_of(name, tmp_path / "once"), pipeline.run
    before = run(name, root=root, until="ingest")
    pipeline.copy_notebooks(name, root=root)
    leaving = zip(LEAVERS[name], UNTIL, strict=True)
    for n, (participant, until) in enumerate(leaving, start=1):
        how = {"until": until, "formats": FORMATS[name] if until == "report" else ()}
        excerpts = pipeline.read_tables(name, root=root)["excerpts"]
        others = excerpts.loc[excerpts["participant_id"] != participant]
        theirs = their_names_and_words(root, name, participant)
        monkeypatch.setattr(pipeline, "run", functools.partial(run, **how))
        done = pipeline.withdraw(name, participant, root=root, today="2026-04-01")
        monkeypatch.setattr(pipeline, "run", run)
        assert done.certificate.found == [], participant
        assert done.certificate.number == n
        after = pipeline.read_tables(name, root=root)["excerpts"]
        shown = ["excerpt_id", "participant_id"]
        assert after[shown].to_dict("list") == others[shown].to_dict("list"), participant

        again = tmp_path / f"again{n}"
        shutil.copytree(root / "data" / "raw", again / "data" / "raw")
        run(name, root=again, **how)
        once, first = files_of(root, name), files_of(again, name)
        assert len(once) > (10 if until == "ingest" else 40)
        assert once == first, participant
        holding = [path for path, text in words_of(root).items() if any(t in text for t in theirs)]
        assert holding == [], participant
    assert before.project.name == name
    written = {path.suffix for path in (root / "reports" / name).rglob("*")}
    assert written >= {".csv", ".xlsx", *(f".{ending}" for ending in FORMATS[name])}
    assert done.certificate.n_files_searched > 100
