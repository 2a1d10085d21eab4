"""`insights key`: where the names are, taken elsewhere, destroyed with open eyes, begun again."""

import json

import pytest
from typer.testing import CliRunner

from insights import cli, pipeline
from insights.errors import InsightsError
from insights.privacy import read_names
from insights.project import load_project

LIST = "Name,Group\nSue Rowley,staff\nPriya Nair,lived experience\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda *a, **k: tmp_path / "own")
    folder = tmp_path / "work" / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "notes").mkdir()
    (folder / "notes" / "one.md").write_text("Sue typing\n- Forms are hard\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "work"


@pytest.fixture
def registered(root):
    pipeline.register("demo", root.parent / "list.csv", root=root)
    return root


def said(root, *arguments, answer=""):
    done = CliRunner().invoke(
        cli.app, ["key", "demo", "--root", str(root), *map(str, arguments)], input=answer
    )
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert not any(name in done.output for name in ("Sue", "Rowley", "Priya", "Nair"))
    return done.exit_code, " ".join(done.output.split())


def test_it_says_where_how_many_and_who_may_read(registered):
    code, out = said(registered)
    assert code == 0
    assert "key.csv" in out and "2 people, 2 names and aliases." in out
    assert "Only you can open it" in out and "--export FILE" in out


def test_without_one_it_says_what_makes_one(root):
    code, out = said(root)
    assert code == 0 and "no key file" in out and "insights register demo" in out


def test_a_key_that_is_elsewhere_is_said_to_be(registered):
    (registered.parent / "own" / "demo" / "key.csv").unlink()
    assert "not on this computer" in said(registered)[1]


def test_a_copy_goes_where_nobody_else_reads_it(registered, tmp_path):
    target = tmp_path / "stick" / "key.csv"
    target.parent.mkdir()
    code, out = said(registered, "--export", target)
    assert code == 0 and "Copied, for you alone" in out
    assert target.read_bytes() == (tmp_path / "own" / "demo" / "key.csv").read_bytes()
    with pytest.raises(InsightsError, match="inside the project"):
        pipeline.export_key("demo", registered / "key.csv", root=registered)


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_destroying_asks_and_a_no_changes_nothing(registered, answer):
    code, out = said(registered, "--destroy", answer=answer)
    assert code == 0 and "Nothing was changed" in out and "nobody can be found again" in out
    assert (registered.parent / "own" / "demo" / "key.csv").exists()


@pytest.mark.parametrize(("arguments", "answer"), [((), "y\n"), (("--yes",), "")])
def test_destroyed_means_destroyed(registered, arguments, answer):
    code, out = said(registered, "--destroy", *arguments, answer=answer)
    assert code == 0 and "overwritten and removed" in out
    assert not (registered.parent / "own" / "demo" / "key.csv").exists()
    assert "was destroyed" in said(registered)[1]


def test_after_it_register_says_what_that_means_and_how_to_go_on(registered):
    pipeline.destroy_key("demo", root=registered)
    before = (registered / "data" / "raw" / "demo" / "participants.csv").read_bytes()
    with pytest.raises(InsightsError) as stopped:
        pipeline.register("demo", registered.parent / "list.csv", root=registered)
    words = str(stopped.value)
    assert "ids lead to nobody" in words and "--begin-again" in words and "new id" in words
    assert (registered / "data" / "raw" / "demo" / "participants.csv").read_bytes() == before


def test_begun_again_people_get_new_ids(registered):
    pipeline.destroy_key("demo", root=registered)
    assert said(registered, "--begin-again", answer="n\n")[0] == 0
    assert pipeline.inspect_key("demo", root=registered).state == "destroyed"
    assert "new key" in said(registered, "--begin-again", "--yes")[1]
    done = pipeline.register("demo", registered.parent / "list.csv", root=registered)
    assert (done.n_new, done.n_known) == (2, 0)
    assert pipeline.inspect_key("demo", root=registered).n_people == 2


def test_only_a_destroyed_key_is_begun_again(registered):
    with pytest.raises(InsightsError, match="not destroyed"):
        pipeline.renew_key("demo", root=registered)
    assert pipeline.inspect_key("demo", root=registered).state == "here"


FORM = "Name,What gets in the way?\nDr Priya Nair,Forms are long\nSue R,Nobody rings\nP. N,Hm\n"


@pytest.fixture
def answered(registered):
    folder = registered / "data" / "raw" / "demo" / "feedback"
    folder.mkdir()
    (folder / "form.csv").write_text(FORM, encoding="utf-8")
    return registered


def people_of(root):
    pipeline.run("demo", root=root, until="ingest")
    excerpts = pipeline.read_tables("demo", root=root)["excerpts"]
    return excerpts.set_index("text")["participant_id"].to_dict()


def test_a_name_that_looks_like_one_on_the_list_is_asked_about_once(answered):
    ids = {p.name: p.participant_id for p in read_names(load_project("demo", answered))[0].people}
    before = people_of(answered)
    assert before["Forms are long"] == ids["Priya Nair"]
    assert not {before["Nobody rings"], before["Hm"]} & set(ids.values())
    problems = pipeline.check("demo", root=answered).problems
    (asked,) = [p for p in problems if "--ask" in p.fix]
    assert asked.problem.startswith("2 names look like people's on the list")
    assert not any(name in str(problems) for name in ("Sue", "Priya", "Nair", "P. N"))
    done = CliRunner().invoke(
        cli.app, ["key", "demo", "--root", str(answered), "--ask"], input="1\nu\nn\n1\n"
    )
    assert "2 answered" in done.output and "Sue Rowley" in done.output
    after = people_of(answered)
    assert after["Nobody rings"] == ids["Sue Rowley"] and after["Hm"] not in ids.values()
    assert "No name looks" in said(answered, "--ask")[1]


def test_one_name_is_said_and_taken_back(answered):
    assert "that person" in said(answered, "--same", "Sue R", "sue ROWLEY")[1]
    assert "another person" in said(answered, "--another", "P. N")[1]
    assert pipeline.name_questions("demo", root=answered) == []
    for _ in range(2):
        said(answered, "--forget", "sue r")
        said(answered, "--forget", "P. N")
    assert len(pipeline.name_questions("demo", root=answered)) == 2
    assert "Nothing was said" in said(answered, "--forget", "P. N")[1]


def test_one_thing_at_a_time(registered, tmp_path):
    assert said(registered, "--destroy", "--export", tmp_path / "x.csv")[0] == 2


def test_for_machines(registered):
    done = CliRunner().invoke(cli.app, ["key", "demo", "--root", str(registered), "--json"])
    found = json.loads(done.output)
    assert (found["state"], found["n_people"], found["n_problems"]) == ("here", 2, 0)
