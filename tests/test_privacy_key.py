"""The key file: read from a safe place, refused from any other."""

import os
from pathlib import Path

import pytest

from insights.errors import InsightsError
from insights.privacy import Names, key_path, read_names
from insights.project import Project

KEY = (
    "participant_id,name,aliases,contact,format_needs,notes\n"
    "007,Siobhán O’Brien,Shiv;Shivvy,shiv@example.org,large print,\n"
    "P2,Sam Cole,,,,\n"
    "P3,Sam Jones,SJ,,,\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Project:
    import platformdirs

    monkeypatch.setattr(
        platformdirs, "user_data_path", lambda name, appauthor=None: tmp_path / "own" / name
    )
    root = tmp_path / "root"
    (root / "data" / "raw" / "demo").mkdir(parents=True)
    return Project("demo", root, "Demo")


def put_key(path: Path, text: str = KEY, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def test_a_project_without_a_key_names_nobody(project):
    assert read_names(project) == (Names(), [])


def test_the_key_is_read_from_the_users_own_folder(project):
    put_key(key_path(project))
    names, problems = read_names(project)
    assert (len(names), problems) == (3, [])
    assert names.people[0].participant_id == "007"


def test_aliases_lead_to_the_person_unless_two_share_them(project):
    put_key(key_path(project))
    aliases = read_names(project)[0].aliases()
    assert aliases["siobhan obrien"] == aliases["siobhán o'brien"] == aliases["shiv"] == "007"
    assert aliases["sam cole"] == "P2" and "sam" not in aliases


def test_a_key_inside_a_project_is_refused_unless_the_project_is_fictional(project):
    put_key(project.raw / "key.csv")
    with pytest.raises(InsightsError, match="inside the project"):
        read_names(project)
    fictional = Project("demo", project.root, "Demo", fictional=True)
    assert len(read_names(fictional)[0]) == 3


def test_nothing_is_masked_without_a_key_that_is_known_to_exist(project):
    (project.raw / ".key-recorded").write_text("", encoding="utf-8")
    with pytest.raises(InsightsError, match="not on this computer"):
        read_names(project)


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(project, mode):
    put_key(key_path(project), mode=mode)
    with pytest.raises(InsightsError, match="read by other people"):
        read_names(project)


@pytest.mark.parametrize("where", ["OneDrive - Trust", "Dropbox", "iCloud Drive"])
def test_a_key_in_a_synchronised_folder_is_refused(project, monkeypatch, tmp_path, where):
    import platformdirs

    monkeypatch.setattr(
        platformdirs, "user_data_path", lambda name, appauthor=None: tmp_path / where / name
    )
    put_key(key_path(project))
    with pytest.raises(InsightsError, match="copied to other computers"):
        read_names(project)


def test_a_key_in_a_git_tree_is_refused(project, tmp_path):
    put_key(key_path(project))
    (tmp_path / "own" / ".git").mkdir()
    with pytest.raises(InsightsError, match="git repository"):
        read_names(project)


def test_every_row_that_is_not_understood_is_said_at_once_without_a_name(project):
    put_key(
        key_path(project),
        "participant_id,name,aliasses,contact\n"
        "P1,Priya Nair,x,\nP1,Tom Reed,,\n,Ann Fox,,\nP4,,,\n",
    )
    names, problems = read_names(project)
    assert len(names) == 3
    assert [p.where for p in problems] == ["column 3", "row 3", "row 4", "row 5"]
    assert "aliases" in problems[0].fix
    assert not any(w in str(problems) for w in ("Priya", "Tom", "Ann"))


def test_a_column_of_aliases_may_be_called_alias(project):
    put_key(key_path(project), "participant_id,name,alias\nP1,Priya Nair,Pri; Pree\n")
    names, problems = read_names(project)
    assert problems == []
    assert names.aliases()["pri"] == names.aliases()["pree"] == "P1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_keys_saved_by_a_spreadsheet_are_read(project, encoding):
    path = key_path(project)
    put_key(path)
    path.write_bytes("participant_id,name\r\nP1,Zoë Brontë\r\n".encode(encoding))
    names, problems = read_names(project)
    assert names.people[0].name == "Zoë Brontë" and problems == []
