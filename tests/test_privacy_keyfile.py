"""The key file: for its owner alone, taken away and destroyed in the open."""

import os
import stat
from pathlib import Path

import pytest

from insights.errors import InsightsError
from insights.privacy import (
    destroy_key,
    export_key,
    key_path,
    keyfile,
    ownership,
    read_names,
    write_key,
)
from insights.project import Project

KEY = b"participant_id,name,aliases\nP417,Priya Nair,Pri\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Project:
    import platformdirs

    monkeypatch.setattr(
        platformdirs, "user_data_path", lambda name, appauthor=None: tmp_path / "own" / name
    )
    root = tmp_path / "root"
    (root / "data" / "raw" / "demo").mkdir(parents=True)
    return Project("demo", root, "Demo")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestWriting:
    def test_it_lies_outside_the_project_and_the_project_records_it(self, project):
        path = write_key(project, KEY)
        assert path == key_path(project) and not path.is_relative_to(project.root)
        assert (project.raw / ".key-recorded").read_bytes() == b""
        assert read_names(project)[0].people[0].participant_id == "P417"

    @POSIX
    def test_only_its_owner_can_open_it_whatever_the_umask(self, project):
        before = os.umask(0)
        try:
            path = write_key(project, KEY)
        finally:
            os.umask(before)
        assert mode(path) == 0o600 and mode(path.parent) == 0o700

    def test_nothing_half_written_stays_behind(self, project, monkeypatch):
        def fail(path):
            raise InsightsError("no", "there", "stop")

        monkeypatch.setattr(keyfile, "make_private", fail)
        with pytest.raises(InsightsError):
            write_key(project, KEY)
        assert not key_path(project).parent.exists()

    def test_it_is_not_written_into_a_git_repository(self, project, tmp_path):
        (tmp_path / "own" / ".git").mkdir(parents=True)
        with pytest.raises(InsightsError, match="git repository"):
            write_key(project, KEY)
        assert not key_path(project).exists()


class TestExport:
    def test_into_a_folder(self, project, tmp_path):
        write_key(project, KEY)
        (tmp_path / "stick").mkdir()
        made = export_key(project, tmp_path / "stick")
        assert made == tmp_path / "stick" / "key.csv" and made.read_bytes() == KEY
        assert os.name != "posix" or mode(made) == 0o600
        assert key_path(project).exists()

    def test_to_a_file(self, project, tmp_path):
        write_key(project, KEY)
        assert export_key(project, tmp_path / "names.csv").read_bytes() == KEY

    def test_nothing_is_written_over(self, project, tmp_path):
        write_key(project, KEY)
        (tmp_path / "key.csv").write_bytes(b"something else")
        with pytest.raises(InsightsError, match="left alone"):
            export_key(project, tmp_path)
        assert (tmp_path / "key.csv").read_bytes() == b"something else"

    @pytest.mark.parametrize("where", ["root/data", "root/data/raw/demo", "repo", "OneDrive"])
    def test_not_where_it_would_reach_others(self, project, tmp_path, where):
        write_key(project, KEY)
        (tmp_path / "repo" / ".git").mkdir(parents=True)
        (tmp_path / where).mkdir(parents=True, exist_ok=True)
        with pytest.raises(InsightsError, match=r"inside the project|git repository|copied to"):
            export_key(project, tmp_path / where)
        assert not (tmp_path / where / "key.csv").exists()

    def test_without_a_key_or_a_folder_it_says_so(self, project, tmp_path):
        with pytest.raises(InsightsError, match="no key file"):
            export_key(project, tmp_path)
        write_key(project, KEY)
        with pytest.raises(InsightsError, match="no such folder"):
            export_key(project, tmp_path / "nowhere" / "key.csv")


class TestDestroying:
    def test_it_is_overwritten_before_it_goes(self, project, monkeypatch):
        write_key(project, KEY)
        seen = []
        fsync = os.fsync

        def spy(handle):
            fsync(handle)
            seen.append(key_path(project).read_bytes() if key_path(project).exists() else None)

        monkeypatch.setattr(os, "fsync", spy)
        destroy_key(project)
        assert len(seen) >= 3 and all(b"Priya" not in content for content in seen if content)
        assert {len(content) for content in seen[:2]} == {len(KEY)} and seen[1] == bytes(len(KEY))
        assert not key_path(project).exists()

    def test_afterwards_nothing_is_masked_anew(self, project):
        write_key(project, KEY)
        destroy_key(project)
        with pytest.raises(InsightsError, match="was destroyed"):
            read_names(project)

    def test_a_new_key_may_be_written(self, project):
        write_key(project, KEY)
        destroy_key(project)
        write_key(project, KEY)
        assert len(read_names(project)[0]) == 1

    def test_without_a_key_it_says_so(self, project):
        with pytest.raises(InsightsError, match="no key file"):
            destroy_key(project)


OWN = "S-1-5-21-1-2-3-1001"


class TestAccessList:
    """What happens where files have access lists in place of modes."""

    @pytest.fixture
    def windows(self, monkeypatch):
        """A stand-in for Windows' programs; ``said["list"]`` is the list of the file."""
        said = {"list": f"key.csv\nD:PAI(A;;FA;;;{OWN})(A;;FA;;;SY)", "calls": []}

        def system(program, *arguments):
            said["calls"].append((program, *arguments[1:]))
            if program == "whoami":
                return f'"trust\\ab","{OWN}"'
            if "/save" in arguments:
                Path(arguments[-1]).write_bytes(said["list"].encode("utf-16"))
            return ""

        monkeypatch.setattr(ownership, "_HAS_MODES", False)
        monkeypatch.setattr(ownership, "_system", system)
        return said

    def test_inheritance_is_cut_and_the_owner_alone_let_in(self, windows, tmp_path):
        ownership.make_private(tmp_path / "key.csv")
        assert ("icacls", "/inheritance:r", "/grant:r", f"*{OWN}:F") in windows["calls"]

    @pytest.mark.parametrize(
        ("entries", "private"),
        [
            (f"(A;;FA;;;{OWN})(A;;FA;;;SY)(A;;FA;;;BA)", True),
            (f"(A;;FA;;;{OWN})(D;;FA;;;BU)", True),  # a refusal lets nobody in
            (f"(A;;FA;;;{OWN})(A;ID;0x1200a9;;;BU)", False),
            (f"(A;;FA;;;{OWN})(A;;FR;;;WD)", False),
            (f"(A;;FA;;;{OWN})(A;;FR;;;S-1-5-21-1-2-3-1002)", False),
            ("", False),
        ],
    )
    def test_anyone_else_in_the_list_makes_it_open(self, windows, tmp_path, entries, private):
        windows["list"] = f"key.csv\nD:PAI{entries}"
        assert ownership.is_private(tmp_path / "key.csv") == private

    def test_a_list_that_stays_open_is_an_error(self, windows, tmp_path):
        windows["list"] = f"key.csv\nD:PAI(A;;FA;;;{OWN})(A;;FR;;;WD)"
        with pytest.raises(InsightsError, match="readable by you alone"):
            ownership.make_private(tmp_path / "key.csv")

    def test_a_list_that_cannot_be_read_counts_as_open(self, monkeypatch, tmp_path):
        monkeypatch.setattr(ownership, "_HAS_MODES", False)
        monkeypatch.setenv("SYSTEMROOT", str(tmp_path / "nothing"))
        assert not ownership.is_private(tmp_path / "key.csv")

    def test_an_open_key_is_refused(self, windows, project):
        write_key(project, KEY)
        windows["list"] = f"key.csv\nD:PAI(A;;FA;;;{OWN})(A;;FR;;;BU)"
        with pytest.raises(InsightsError, match="read by other people"):
            read_names(project)
