"""A killed run leaves the last good state; an unchanged step does not run again."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pandas as pd
import pytest

from insights import store
from insights.errors import InsightsError
from insights.store import Outputs, VectorCache, Workspace


@pytest.fixture
def folders(tmp_path):
    return tmp_path / "processed", tmp_path / "reports"


def outputs(value):
    return Outputs(
        tables={"excerpts": pd.DataFrame({"text": [value], "codes": [["a", "b"]]})},
        texts={"s1": value},
        files={"commissioner.html": value.encode()},
        facts={"value": value},
    )


def publish(folders, value, *, key=None):
    with Workspace(*folders) as work:
        result = work.step("ingest", {"value": value}, lambda: outputs(value))
        work.publish(key or value, {})
    return result


def seen(folders):
    processed, reports = folders
    return {
        store.read_table(processed / "excerpts.parquet")["text"].item(),
        (processed / "texts" / "s1.txt").read_text(),
        (reports / "commissioner.html").read_text(),
    }


def test_an_unchanged_step_does_not_run_again(folders):
    assert [publish(folders, value).ran for value in ("one", "one", "two", "two")] == [
        True, False, True, False,
    ]  # fmt: skip
    assert seen(folders) == {"two"}


def test_the_same_outputs_have_the_same_digest(folders):
    with Workspace(*folders) as work:
        first = work.step("a", {"n": 1}, lambda: outputs("same"))
        second = work.step("a", {"n": 2}, lambda: outputs("same"))
        third = work.step("a", {"n": 3}, lambda: outputs("other"))
    assert first.digest == second.digest != third.digest


def test_lists_come_back_as_lists(folders):
    result = publish(folders, "one")
    assert result.table("excerpts")["codes"].tolist() == [["a", "b"]]


@pytest.mark.parametrize("lost", ["processed/excerpts.parquet", "reports/commissioner.html"])
def test_a_publication_is_current_only_while_it_is_whole(folders, lost):
    publish(folders, "one")
    with Workspace(*folders) as work:
        assert work.is_current("one")
        assert not work.is_current("two")
        (folders[0].parent / lost).write_text("changed by hand")
        assert not work.is_current("one")


def test_what_is_no_longer_made_is_removed(folders):
    publish(folders, "one")
    with Workspace(*folders) as work:
        work.step("ingest", {}, lambda: Outputs(files={"other.html": b"x"}))
        work.publish("later", {})
    assert not (folders[1] / "commissioner.html").exists()
    assert (folders[1] / "other.html").read_bytes() == b"x"


def test_a_step_that_fails_changes_nothing(folders):
    publish(folders, "one")

    def fail():
        raise InsightsError("no", "here", "try again")

    with pytest.raises(InsightsError), Workspace(*folders) as work:
        work.step("ingest", {"value": "two"}, fail)
    assert seen(folders) == {"one"}
    assert publish(folders, "one").ran is False


def test_two_runs_do_not_mix(folders):
    with Workspace(*folders), pytest.raises(InsightsError, match="Another run"):
        Workspace(*folders).__enter__()


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    import pandas as pd
    from insights import store
    from insights.store import Outputs, Workspace

    at, folder = int(sys.argv[1]), Path(sys.argv[2])
    writes = 0
    real = os.replace

    def replace(*args):
        global writes
        writes += 1
        if writes == at:
            os.kill(os.getpid(), signal.SIGKILL)
        real(*args)

    os.replace = replace
    with Workspace(folder / "processed", folder / "reports") as work:
        work.step("ingest", {"value": "two"}, lambda: Outputs(
            tables={"excerpts": pd.DataFrame({"text": ["two"], "codes": [["a"]]})},
            texts={"s1": "two"}, files={"commissioner.html": b"two"}))
        work.publish("two", {})
    """
)


@pytest.mark.parametrize("at", range(1, 7))
def test_a_run_killed_at_any_write_is_old_or_completed(folders, at):
    publish(folders, "one")
    script = folders[0].parent / "killed.py"
    script.write_text(KILLED)
    done = subprocess.run(
        [sys.executable, str(script), str(at), str(folders[0].parent)], check=False
    )
    assert done.returncode == (0 if at == 6 else -signal.SIGKILL)
    with Workspace(*folders):  # the next run, before it does anything
        pass
    assert seen(folders) == ({"one"} if at == 1 else {"two"})
    assert publish(folders, "three").ran
    assert seen(folders) == {"three"}


def test_an_append_survives_a_torn_line(tmp_path):
    path = tmp_path / "decisions" / "ab.jsonl"
    store.append_line(path, {"id": 1})
    with path.open("ab") as stream:
        stream.write(b'{"id": 2, "act')
    store.append_line(path, {"id": 3, "memo": "naïve"})
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(lines[0]), json.loads(lines[2])] == [{"id": 1}, {"id": 3, "memo": "naïve"}]
    assert lines[1] == '{"id": 2, "act'


def test_an_atomic_write_leaves_no_scraps(tmp_path):
    path = tmp_path / "a" / "b.txt"
    store.write_atomic(path, b"one")
    store.write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_a_folder_that_cannot_be_written_is_an_error_a_person_can_read(tmp_path, monkeypatch):
    def locked(*_):
        raise PermissionError("locked")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(InsightsError, match="could not be written"):
        store.write_atomic(tmp_path / "report.docx", b"x")
    assert list(tmp_path.iterdir()) == []


def test_vectors_are_remembered_by_text_and_model(tmp_path):
    cache = VectorCache(tmp_path, "model-a", b"salt")
    assert cache.get(["x"]) == (None, [0])
    cache.put(["x", "y"], np.array([[1, 2], [3, 4]]))
    cache.put(["z"], np.array([[5, 6]]))
    again = VectorCache(tmp_path, "model-a", b"salt")
    matrix, missing = again.get(["z", "new", "x"])
    assert matrix.tolist() == [[5, 6], [0, 0], [1, 2]]
    assert missing == [1]
    assert VectorCache(tmp_path, "model-b", b"salt").get(["x"]) == (None, [0])
    assert VectorCache(tmp_path, "model-a", b"other").get(["x"])[1] == [0]
