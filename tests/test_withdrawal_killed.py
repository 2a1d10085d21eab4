"""A process that is killed in the middle: of a withdrawal, and of writing a release."""

import os
import random
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from insights.pipeline import records
from insights.project import load_project
from tests.test_withdrawal import WORDS, Stopped, contents, decided, files

__all__ = ["decided"]
N_KILLS = 20

# Each attempt is a copy of this process, so that libraries are loaded once. It is killed before
# the given change on the disk; 0 lets it come to its end and says how many changes there were.
_ATTEMPTS = """
import functools, os, signal, sys
from pathlib import Path
from insights import pipeline
from tests.test_withdrawal import remember_reading

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "shutil.rmtree", "open"}
run, done = pipeline.run, []
pipeline.run = functools.partial(run, until="ingest")
remember_reading(setattr)

def withdraw(root):
    pipeline.withdraw("demo", "P01", root=root, today="2026-04-01")

def kill_at(moment, root):
    n = 0
    def heard(event, arguments):
        nonlocal n
        if event not in CHANGES or not str(arguments[0]).startswith(root):
            return
        writes = event != "open" or bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        n += writes
        if writes and n == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(heard)
    return lambda: n

withdraw(Path(sys.argv[1]))  # everything is loaded, and what is read is remembered
for line in sys.stdin:
    root, moment = line.rsplit(" ", 1)
    child = os.fork()
    if not child:
        count = kill_at(int(moment), root)
        withdraw(Path(root))
        print("done", count(), flush=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        print("killed", os.WTERMSIG(status), flush=True)
"""


@pytest.fixture
def root(project_folder, decided):
    root = project_folder({**files(), "decisions/AB.jsonl": decided})
    for number in "12":
        for place in ("data/raw/demo/releases", "reports/demo/released"):
            (root / place / number).mkdir(parents=True)
            (root / place / number / "quotes.txt").write_text(WORDS)
    return root


def left(root):
    """What is left, but for how it came about: the tokens are keyed with something random."""
    return {
        path: data for path, data in contents(root).items()
        if "/.steps/" not in path and not path.endswith("/manifest.json")
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need an operating system with fork")
def test_killed_at_twenty_moments_and_repeated_it_ends_the_same(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    whole = folder / "whole"
    for name in ("whole", "counted", *map(str, range(N_KILLS))):
        shutil.copytree(root, folder / name)
    attempts = subprocess.Popen(
        [sys.executable, "-c", _ATTEMPTS, str(whole)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def attempt(place, moment=0):
        attempts.stdin.write(f"{folder / place} {moment}\n")
        attempts.stdin.flush()
        said, number = attempts.stdout.readline().split()
        return said, int(number)

    try:
        said, n_changes = attempt("counted")
        assert said == "done" and n_changes > 60
        expected = left(whole)
        assert left(folder / "counted") == expected
        draw = random.Random(11)
        for number in range(N_KILLS):  # one in each twentieth of the way
            moment = 1 + int((number + draw.random()) * n_changes / N_KILLS)
            assert attempt(str(number), min(moment, n_changes)) == ("killed", 9)
            assert attempt(str(number))[0] == "done"
            assert left(folder / str(number)) == expected, f"killed at change {moment}"
    finally:
        attempts.stdin.close()
        attempts.wait(timeout=30)


def test_a_release_that_is_cut_short_does_not_count_and_the_next_try_is_whole(
    root, tmp_path_factory
):
    """Stopped before each file and each move, a release is there whole or not at all."""
    settings = load_project("demo", root)
    shutil.rmtree(settings.raw / "releases" / "2")
    pages = {"commissioner.html": b"<p>Fine.</p>", "manifest.json": b"{}", "t.csv": b"a\n1\n"}
    tables = {name: pd.DataFrame({"n": [1]}) for name in records.TABLES}

    def write(place):
        project = load_project("demo", place)
        records.write_release(project, 2, pages, {"release": 2, "files": {}}, tables)

    def numbers(place):
        return [record.number for record in records.list_releases(load_project("demo", place))]

    whole = tmp_path_factory.mktemp("whole") / "root"
    shutil.copytree(root, whole)
    write(whole)
    for n_stopped in range(60):
        copy = tmp_path_factory.mktemp("stopped") / "root"
        shutil.copytree(root, copy)
        n_left = [n_stopped]
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in ((records.store, "write_atomic"), (records.Path, "rename"),
                                (records.Path, "chmod")):  # fmt: skip
                patch.setattr(owner, name, _counting(getattr(owner, name), n_left))
            try:
                write(copy)
            except Stopped:
                assert numbers(copy) == []  # the record comes last, in one move
            else:
                break
        write(copy)
        assert numbers(copy) == [2]
        assert contents(copy) == contents(whole)
    assert n_stopped >= len(pages) + len(tables) + 4


def _counting(real, n_left):
    def call(*args, **kwargs):
        n_left[0] -= 1
        if n_left[0] < 0:
            raise Stopped
        return real(*args, **kwargs)

    return call
