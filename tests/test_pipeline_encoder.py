import json

import numpy as np
import pytest

from insights import language
from insights.pipeline import suggesting
from insights.project import load_project


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)

    def with_path(path):
        said = f'encoder_path = "{path}"\n' if path else ""
        (folder / "project.toml").write_text(f"[project]\n{said}")
        return load_project("demo", root=tmp_path)

    return with_path


@pytest.mark.parametrize(
    ("path", "n_excerpts", "fast"),
    [("", 20_000, False), ("", 20_001, True), ("exact", 250_000, False), ("fast", 3, True)],
)
def test_the_project_or_its_size_decides_how_vectors_are_made(
    project, monkeypatch, path, n_excerpts, fast
):
    asked = []

    def hash_of(name, *, fast):
        asked.append(fast)
        return "0" * 64

    monkeypatch.setattr(language, "encoder_hash", hash_of)
    monkeypatch.setattr(language, "encode_cached", lambda texts, *_, **__: np.zeros((1, 2)))
    suggesting.encode(project(path), ["a code"], lambda *_: None, n_excerpts=n_excerpts)
    suggesting.encode(project(path), ["a"] * n_excerpts, lambda *_: None)
    assert asked == [fast, fast]


def test_another_way_is_told_and_not_used(project):
    (told,) = project("quick").problems
    assert "quick" in told.problem and "exact or fast" in told.fix
    assert project("quick").encoder_path == ""


def test_the_manifest_says_which_way_was_used(bundled):
    record = json.loads((bundled.project.reports / "manifest.json").read_text(encoding="utf-8"))
    assert record["encoder"] == "onnxruntime fp32"
