"""Withdrawal from the bundled projects: notes, a transcript, a board, ideas, votes, rounds."""

import shutil
from pathlib import Path

import pytest

from insights import pipeline, store
from insights.project import load_project
from tests.conftest import copy_of

APART = ("manifest.json",)


def passages(name, root):
    settings = load_project(name, root)
    material, _, _ = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    return material.passages


@pytest.fixture(scope="module")
def read_before(tmp_path_factory):
    """Everybody's excerpts in each project, before anybody withdrew."""
    root = tmp_path_factory.mktemp("before")
    return {name: passages(name, copy_of(name, root)) for name in ("money-toolkit", "hack-week")}


def others_of(found, participant):
    return found.loc[found["participant_id"] != participant, ["excerpt_id", "participant_id"]]


@pytest.mark.parametrize(
    ("name", "participant"),
    [("money-toolkit", "P15"), ("money-toolkit", "P07"),
     ("hack-week", "001"), ("hack-week", "004"), ("hack-week", "011")],
)  # fmt: skip
def test_nothing_is_left_in_the_folder_and_everybody_else_keeps_their_ids(
    name, participant, tmp_path, read_before
):
    root = copy_of(name, tmp_path)
    before = others_of(read_before[name], participant)
    done = pipeline.withdraw(name, participant, root=root, rebuild=False, today="2026-04-01")
    assert done.certificate.found == []
    assert done.certificate.counts["excerpts"] > 5
    after = passages(name, root)
    assert after[["excerpt_id", "participant_id"]].to_dict("list") == before.to_dict("list")


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): store.hash_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in APART
        and not path.relative_to(folder).parts[0].startswith(".")
        and "vectors" not in path.parts
    }  # fmt: skip


def test_what_is_made_again_is_a_first_build_from_the_folder_as_it_is(tmp_path):
    name = "money-toolkit"
    root, again = copy_of(name, tmp_path / "once"), tmp_path / "again"
    whole_run = pipeline.run

    def run(project, **more):  # `make withdrawal-check` draws every document
        return whole_run(project, **more, only=["commissioner"], formats=["html"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "run", run)
        done = pipeline.withdraw(name, "P06", root=root, today="2026-04-01")
    assert done.certificate.found == []
    assert done.certificate.n_files_searched > 50
    assert done.report.is_file()
    (again / "data" / "raw").mkdir(parents=True)
    (root / "data" / "raw" / name).rename(again / "data" / "raw" / name)
    vectors = Path("data") / "processed" / name / "cache"  # the same sentences: encoded once
    shutil.copytree(root / vectors, again / vectors)
    run(name, root=again)
    for place in ("data/processed", "reports"):
        assert files_of(root / place / name) == files_of(again / place / name)
