"""The key file carried to another computer, with what knows those who withdrew."""

from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import InsightsError
from insights.privacy import destroy_key, export_key, import_key, key_path, write_key
from insights.privacy.withdrawn import begin_withdrawn, read_withdrawn, write_withdrawn
from insights.project import Project

KEY = b"participant_id,name,aliases\nP417,Priya Nair,Pri\n"


def known(*tokens: str, before=None):
    start = before or begin_withdrawn()
    more = ({"n": len(start.people) + 1, "on": "2026-03-01", "tokens": [t]} for t in tokens)
    return replace(start, people=(*start.people, *more))


@pytest.fixture
def computers(tmp_path: Path, monkeypatch):
    """Return two computers with the same project, and how to sit down at one of them."""
    import platformdirs

    at = {"now": "one"}
    monkeypatch.setattr(
        platformdirs,
        "user_data_path",
        lambda name, appauthor=None: tmp_path / at["now"] / "own" / name,
    )
    made = {}
    for name in ("one", "other"):
        (tmp_path / name / "root" / "data" / "raw" / "demo").mkdir(parents=True)
        made[name] = Project("demo", tmp_path / name / "root", "Demo")
    (tmp_path / "stick").mkdir()

    def sit_down(name: str) -> Project:
        at["now"] = name
        return made[name]

    return sit_down, tmp_path / "stick"


@pytest.mark.parametrize("n_left", [0, 1, 2])
def test_both_arrive_and_nothing_hidden_has_to_be_carried(computers, n_left):
    sit_down, stick = computers
    write_key(one := sit_down("one"), KEY)
    if n_left:
        write_withdrawn(one, known(*"ab"[:n_left]))
    here = read_withdrawn(one)
    copy = export_key(one, stick)
    assert len(list(stick.iterdir())) == 1 + bool(n_left)
    assert not any(path.name.startswith(".") for path in stick.iterdir())
    other = sit_down("other")
    place, said = import_key(other, copy if n_left else stick)
    assert (place, said) == (key_path(other), n_left)
    assert place.read_bytes() == KEY and (other.raw / ".key-recorded").exists()
    assert read_withdrawn(other) == here
    assert import_key(other, copy) == (place, n_left)


def test_another_key_that_is_there_is_left_alone(computers):
    sit_down, stick = computers
    write_key(sit_down("one"), KEY)
    copy = export_key(sit_down("one"), stick)
    own = write_key(other := sit_down("other"), KEY + b"P418,Sue Rowley,\n")
    with pytest.raises(InsightsError, match="another key file"):
        import_key(other, copy)
    assert own.read_bytes().endswith(b"Rowley,\n")


def test_who_withdrew_here_is_never_forgotten_for_an_older_copy(computers):
    sit_down, stick = computers
    write_key(one := sit_down("one"), KEY)
    write_withdrawn(one, first := known("a"))
    copy = export_key(one, stick)
    write_withdrawn(one, second := known("b", before=first))
    assert import_key(one, copy)[1] == 2 and read_withdrawn(one) == second
    write_withdrawn(one, known("c"))
    with pytest.raises(InsightsError, match="on both computers"):
        import_key(one, copy)


@pytest.mark.parametrize(("content", "problem"), [(None, "no such file"), (b"a,b\n", "no key")])
def test_what_is_no_key_file_changes_nothing(computers, content, problem):
    sit_down, stick = computers
    if content is not None:
        (stick / "key.csv").write_bytes(content)
    other = sit_down("other")
    with pytest.raises(InsightsError, match=problem):
        import_key(other, stick / "key.csv")
    assert not key_path(other).exists()


def test_a_key_that_was_destroyed_does_not_come_back_unasked(computers):
    sit_down, stick = computers
    write_key(one := sit_down("one"), KEY)
    copy = export_key(one, stick)
    destroy_key(one)
    with pytest.raises(InsightsError, match="destroyed"):
        import_key(one, copy)


@pytest.mark.parametrize("name", ["key.csv", "key.withdrawn.json"])
def test_neither_is_written_over_on_the_stick(computers, name):
    sit_down, stick = computers
    write_key(one := sit_down("one"), KEY)
    write_withdrawn(one, known("a"))
    (stick / name).write_bytes(b"something else")
    with pytest.raises(InsightsError, match="left alone"):
        export_key(one, stick)
    assert [path.read_bytes() for path in stick.iterdir()] == [b"something else"]
