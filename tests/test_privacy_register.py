"""Splitting a list of names: nobody's name on one side, nobody's answers on the other."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import sheets
from insights.errors import InsightsError
from insights.pipeline.joining import say_another, say_same
from insights.pipeline.starting import new, register
from insights.privacy.register import split_register

LIST = (
    "First name,Surname,Email,Group,Role,Dietary,Date of birth,Notes\n"
    "Zoë,Abbott,z@x.org,lived experience,,vegan,1/2/1980,friend of Adam\n"
    "Adam,Brown,a@x.org,staff,link worker,,,\n"
    "Mo,Khan,m@x.org,staff,Facilitator,,,\n"
)


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setattr(
        "platformdirs.user_data_path", lambda *a, **k: tmp_path / "own" / "insights"
    )
    (tmp_path / "root" / "data" / "raw" / "demo").mkdir(parents=True)
    return tmp_path / "root"


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def names(count: int) -> list[str]:
    return [f"A{chr(97 + n // 26)}{chr(97 + n % 26)} Lee" for n in range(count)]


def key_of(root: Path) -> dict[str, dict[str, str]]:
    text = (root.parent / "own" / "insights" / "demo" / "key.csv").read_text(encoding="utf-8-sig")
    return {row["name"]: row for row in csv.DictReader(io.StringIO(text))}


def test_names_go_to_the_key_and_what_is_needed_to_the_register(root, tmp_path):
    done = register("demo", listed(tmp_path, LIST), root=root, session="W1")
    assert (done.n_new, done.n_known) == (3, 0)
    key = key_of(root)
    assert key["Zoë Abbott"]["contact"] == "z@x.org"
    assert key["Zoë Abbott"]["format_needs"] == "vegan"
    assert key["Mo Khan"]["participant_id"] == "F01"
    table = sheets.read_sheet(done.register).table.set_index("participant_id")
    assert table.loc[key["Adam Brown"]["participant_id"]].to_dict() == {
        "perspective": "staff", "role": "link worker", "attended": "W1",
    }  # fmt: skip
    assert len(table) == 2
    text = done.register.read_text(encoding="utf-8-sig")
    for secret in ("Zoë", "Abbott", "Brown", "Khan", "@", "1980", "vegan", "friend"):
        assert secret not in text
    assert (root / "data/raw/demo/.key-recorded").exists()
    if os.name == "posix":
        assert done.key.stat().st_mode & 0o077 == 0
    assert "Date of birth" in str(done.problems)
    assert "Zoë" not in str(done)


@pytest.mark.parametrize("form", [False, True])
def test_a_second_list_adds_people_and_changes_nothing(root, tmp_path, form):
    if form:
        (root / "data/raw/demo").rmdir()
        new("demo", root=root)
    register("demo", listed(tmp_path, LIST), root=root, session="W1")
    before = {name: row["participant_id"] for name, row in key_of(root).items()}
    more = "Name,Email,Group\nadam BROWN,a@x.org,carer\nNia Price,n@x.org,staff\n"
    done = register("demo", listed(tmp_path, more), root=root, session="W2")
    assert (done.n_new, done.n_known) == (1, 1)
    after = {name: row["participant_id"] for name, row in key_of(root).items()}
    assert after.items() >= before.items()
    table = sheets.read_sheet(done.register).table.set_index("participant_id")
    assert table.loc[before["Adam Brown"], ["perspective", "attended"]].tolist() == [
        "staff", "W1;W2",
    ]  # fmt: skip
    assert table.loc[after["Nia Price"], "attended"] == "W2"
    assert "otherwise than the register says" in str(done.problems)
    assert len(table) == 3


def test_the_same_list_twice_is_the_same_as_once(root, tmp_path):
    path = listed(tmp_path, LIST)
    once = register("demo", path, root=root)
    files = (once.register.read_bytes(), once.key.read_bytes())
    again = register("demo", path, root=root)
    assert (again.n_new, again.n_known) == (0, 3)
    assert (again.register.read_bytes(), again.key.read_bytes()) == files


def test_two_people_of_one_name_are_two_and_never_guessed(root, tmp_path):
    path = listed(tmp_path, "name,email\nSam Cole,s@x.org\nSam Cole,other@x.org\n")
    assert register("demo", path, root=root).n_new == 2
    done = register("demo", listed(tmp_path, "name\nSam Cole\nAnn Lee\n"), root=root)
    assert done.n_new == 1
    assert "More than one person in the key" in str(done.problems)


def test_a_list_in_the_projects_folder_is_told(root):
    path = root / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    assert "lies in the working folder" in str(register("demo", path, root=root).problems)


@pytest.mark.parametrize("text", ["id,group\nP1,staff\n", "name,group\n,staff\n"])
def test_a_list_without_names_writes_nothing(root, tmp_path, text):
    with pytest.raises(InsightsError, match="nothing was written"):
        register("demo", listed(tmp_path, text), root=root)
    assert list((root / "data/raw/demo").iterdir()) == []
    assert not (tmp_path / "own").exists()


def test_a_key_place_that_others_see_is_refused_before_anything_is_written(
    root, tmp_path, monkeypatch
):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *a, **k: tmp_path / "OneDrive")
    with pytest.raises(InsightsError, match="copied to other computers"):
        register("demo", listed(tmp_path, LIST), root=root)
    assert not list((root / "data/raw/demo").glob("participants*"))


def test_a_name_written_otherwise_is_never_added_twice(root, tmp_path):
    register("demo", listed(tmp_path, LIST), root=root)
    sure = 'Name\nMr Adam Brown\n"KHAN, mo"\nzoe abbott\nNia Price\n'
    for n_new in (1, 0):
        done = register("demo", listed(tmp_path, sure), root=root)
        assert (done.n_new, done.questions) == (n_new, ())
    unsure = listed(tmp_path, "Name,Email\nA. Brown,\nNia P,\nAdan Brown,other@x.org\n")
    for n_new in (1, 0):  # another way to reach them is another person
        done = register("demo", unsure, root=root)
        assert (done.n_new, [one.name for one in done.questions]) == (n_new, ["A. Brown", "Nia P"])
        assert "Nia" not in str(done) and "Brown" not in str(done)
    say_same("demo", "Nia P", "Nia Price", root=root)
    say_another("demo", "A. Brown", root=root)
    done = register("demo", unsure, root=root)
    assert (done.n_new, done.n_known, done.questions) == (1, 2, ())
    assert register("demo", unsure, root=root).n_new == 0
    assert sorted(key_of(root)) == [
        "A. Brown", "Adam Brown", "Adan Brown", "Mo Khan", "Nia Price", "Zoë Abbott",
    ]  # fmt: skip


@pytest.mark.parametrize("ids", [("P01", "P02"), ("P02", "P01")])
def test_a_name_in_another_column_stays_out_of_the_register(ids, monkeypatch):
    # Whichever person comes first in the key: ids are drawn at random.
    monkeypatch.setattr("insights.privacy.register._random_ids", lambda *_: list(ids))
    table = pd.DataFrame(
        {"name": ["Ann Lee", "Bo Day"], "organisation": ["Advice shop", "with Ann Lee"],
         "area": ["North", "ring 07700 900 123"]}, index=[2, 3],
    )  # fmt: skip
    split = split_register(table, "list.csv")
    cells = {cell for row in split.register_rows for cell in row.values()}
    assert {"Advice shop", "North"} <= cells
    assert not any("Ann" in cell or "07700" in cell for cell in cells)
    assert len(split.problems) == 2


@settings(max_examples=30, deadline=None)
@given(count=st.integers(2, 60))
def test_ids_are_all_different_and_in_no_order(count):
    table = pd.DataFrame({"name": names(count)})
    rows = split_register(table, "list.csv").key_rows
    assert len({row["participant_id"] for row in rows}) == count
    assert [row["participant_id"] for row in rows] == sorted(r["participant_id"] for r in rows)
    assert all(row["participant_id"].startswith("P") for row in rows)


def test_ids_do_not_follow_the_list():
    table = pd.DataFrame({"name": names(40)})
    rows = split_register(table, "list.csv").key_rows
    assert [row["name"] for row in rows] != sorted(row["name"] for row in rows)


ASKED = (
    "Name,Email,Mobile,OK to quote your words (no name)?,Consent to take part,Food,Religion,Car,"
    "Notes\n"
    "Zoë Abbott,n@x.org,07700 900112,no,yes,halal,one,no,do not quote\n"
    "Adam Brown,a@x.org,no,only if I see it,no,,,yes,\n"
)


def test_consent_is_never_contact_and_needs_are_never_attributes(root, tmp_path):
    done = register("demo", listed(tmp_path, ASKED), root=root, leave_out=["car"])
    key = key_of(root)
    zoe, adam = key["Zoë Abbott"], key["Adam Brown"]
    assert (zoe["contact"], adam["contact"]) == ("n@x.org; 07700 900112", "a@x.org")
    assert zoe["format_needs"] == "halal"
    table = sheets.read_sheet(done.register).table.set_index("participant_id")
    assert set(table.columns) == {
        "consent_anonymous_quote", "consent_take_part", "consent_approve_first",
    }  # fmt: skip
    assert table.loc[adam["participant_id"]].to_dict() == {
        "consent_anonymous_quote": "yes", "consent_approve_first": "yes",
        "consent_take_part": "no",
    }  # fmt: skip
    kept = {header: place for header, _, place in done.columns}
    assert kept["Religion"] == kept["Car"] == "left out" and kept["Food"] == "key file"
    assert len(kept) == 9
    said = str(done.problems)
    assert "special category" in said and "Ask me first" in said and "notes decide nothing" in said


@pytest.mark.parametrize("form", [False, True])
def test_a_later_no_counts_and_a_later_yes_does_not_undo_it(root, tmp_path, form):
    if form:
        (root / "data/raw/demo").rmdir()
        new("demo", root=root)
    for said, kept in (("yes", "yes"), ("no thanks", "no"), ("yes", "no")):
        done = register("demo", listed(tmp_path, f"Name,Quote?\nAnn Lee,{said}\n"), root=root)
        table = sheets.read_sheet(done.register).table
        assert table["consent_anonymous_quote"].tolist() == [kept]
        assert len(done.problems) == (said != "yes" or kept == "no")


@pytest.mark.parametrize("header", ["Fine with quotes on website", "Email", "OK?"])
def test_a_column_that_may_be_consent_stops_before_anything_is_written(root, tmp_path, header):
    text = f"Name,{header}\nAnn Lee,yes\nBo Day,no\n"
    with pytest.raises(InsightsError, match="nothing was written") as raised:
        register("demo", listed(tmp_path, text), root=root)
    assert f'--leave-out "{header}"' in str(raised.value)
    assert list((root / "data/raw/demo").iterdir()) == []
    assert register("demo", listed(tmp_path, text), root=root, leave_out=[header]).n_new == 2


def test_a_special_category_is_kept_where_the_project_asks_for_it(root, tmp_path):
    (root / "data/raw/demo/project.toml").write_text(
        '[columns."participants.csv"]\nattributes = ["Religion"]\n', encoding="utf-8"
    )
    done = register("demo", listed(tmp_path, ASKED), root=root)
    assert "religion" in sheets.read_sheet(done.register).table.columns


def test_initials_name_a_speaker_and_nothing_in_codes(root, tmp_path):
    from insights.pipeline.joining import clashing_initials
    from insights.privacy import Names, Scanner, scan_text
    from insights.privacy.names import Person
    from insights.project import load_project

    names = Names((Person("P01", "Adam Brown", ("AB",)), Person("P02", "Bo Day")))
    found = {"AB: I agree": 1, "then AB rang": 1, "Bo rang": 1, "#AB": 0,
             "grade ab_1": 0, "a slab": 0, "style=AB": 0}  # fmt: skip
    assert {text: len(scan_text(text, names)) for text in found} == found
    page = b'<p style="color:#AB1" class="AB" title="x">Coded by AB. Bo rang.</p>'
    hits = Scanner(names, b"k", coders=["AB"]).scan({"a.html": page})
    assert len(hits) == 1
    assert len(Scanner(names, b"k").scan({"a.html": page})) == 2
    decisions = root / "data/raw/demo/decisions"
    decisions.mkdir()
    (decisions / "AB.jsonl").write_text("", encoding="utf-8")
    told = clashing_initials(load_project("demo", root), names)
    assert len(told) == 1 and "`insights key demo --forget AB`" in told[0].fix
    register("demo", listed(tmp_path, "Name\nAdam Brown\n"), root=root)
    assert "AB1" in say_same("demo", "AB", "Adam Brown", root=root)
