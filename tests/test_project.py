"""project.toml: everything optional, everything wrong said at once with the nearest name."""

import pytest

from insights.errors import InsightsError
from insights.project import load_project, locate


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "data" / "raw" / "demo"
    path.mkdir(parents=True)
    return path


def load(folder, text=""):
    if text:
        (folder / "project.toml").write_text(text, encoding="utf-8")
    return load_project("demo", folder.parents[2])


def test_nothing_is_needed(folder):
    project = load(folder)
    assert (project.title, project.compare_by, project.problems) == ("Demo", "perspective", ())


def test_everything_wrong_is_told_at_once(folder):
    project = load(
        folder,
        '[projects]\n[project]\ntitel = "x"\napproach = "framwork"\n'
        '[thresholds]\nsmall_number = "five"\nsmall_nmber = 3\n'
        '[columns."feedback/none.csv"]\ntext = "a"\n'
        '[groups]\ncarer = "carers"\n',
    )
    told = " ".join(p.problem + p.fix for p in project.problems)
    assert len(project.problems) == 7
    for hint in ('"project"', '"title"', '"framework"', '"small_number"'):
        assert hint in told
    assert project.approach == "framework"
    assert project.thresholds.small_number == 5


@pytest.mark.parametrize(
    ("written", "used", "told"),
    [
        ("[privacy]\nsmallest_group = 8\n", 8, []),
        ("[privacy]\nsmallest_group = 8\n[thresholds]\nsmallest_group = 8\n", 8, []),
        ("[privacy]\nsmallest_group = 4\n[thresholds]\nsmallest_group = 9\n", 9, ["larger"]),
        ("[privacy]\nsmallest_group = true\n", 5, ["must be a number"]),
        ("[privacy]\nsmalest_group = 8\n", 5, ["not a setting"]),
        ("[privacy]\nconfirmed_share = 0.5\n", 5, ["not a setting"]),
    ],
)
def test_small_numbers_may_be_set_under_privacy(folder, written, used, told):
    project = load(folder, written)
    assert project.thresholds.smallest_group == used
    assert len(project.problems) == len(told)
    assert all(
        hint in problem.problem for hint, problem in zip(told, project.problems, strict=True)
    )


def test_settings_are_read(folder):
    (folder / "feedback").mkdir()
    (folder / "feedback" / "a.csv").write_text("x\n")
    project = load(
        folder,
        '[project]\ntitle = "Toolkit"\nfictional = true\n[perspectives]\n'
        'professional = ["SPLW"]\n[columns."feedback/a.csv"]\ntext = "what"\n'
        '[sessions.w1]\ndate = 2026-01-20\nperspective = "professional"\n'
        '[sessions.w1.prompts]\n"What is hard" = "problem"\n[thresholds]\nsmall_number = 10\n',
    )
    assert project.problems == ()
    assert project.columns["feedback/a.csv"].text == ("what",)
    assert project.sessions[0].date == "2026-01-20"
    assert project.sessions[0].prompts == {"What is hard": "problem"}
    assert project.thresholds.small_number == 10


def test_a_broken_file_is_a_problem_and_the_rest_goes_on(folder):
    project = load(folder, 'title = "unfinished\n')
    assert [p.source for p in project.problems] == ["project.toml"]
    assert project.title == "Demo"


@pytest.mark.parametrize(
    ("words", "perspective"),
    [
        ("lived experience", "lived_experience"),
        ("Lived_Experience", "lived_experience"),
        ("SPLW", "professional"),
        ("on behalf of someone else", "carer"),
        ("unknown", "unknown"),
        ("wizard", None),
        ("", None),
        (None, None),
    ],
)
def test_words_become_perspectives(folder, words, perspective):
    assert load(folder).perspective_of(words) == perspective


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("notes/a.md", "notes"),
        ("feedback/a.csv", "feedback"),
        ("Notes/a.txt", "notes"),
        ("answers.csv", "feedback"),
        ("workshop.docx", "notes"),
    ],
)
def test_the_folder_says_what_a_file_is(folder, path, kind):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    files, problems = load(folder).files()
    assert [f.kind for f in files] == [kind]
    assert problems == []


@pytest.mark.parametrize("path", ["fedback/a.csv", "notes/a.exe", "feedback/a.md"])
def test_a_file_without_a_place_is_told(folder, path):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    files, problems = load(folder).files()
    assert files == []
    assert [p.source for p in problems] == [path]


@pytest.mark.parametrize(
    "path",
    ["project.toml", "participants.csv", "codebook.xlsx", "decisions/ab.jsonl", ".salt",
     "notes/~$draft.docx", "key.csv", "notes/README.md"],
)  # fmt: skip
def test_the_projects_own_files_are_not_sources(folder, path):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("")
    assert load(folder).files() == ([], [])


def test_an_unknown_project_names_the_nearest(folder):
    with pytest.raises(InsightsError) as caught:
        locate("deno", folder.parents[2])
    assert 'Did you mean "demo"?' in str(caught.value)


def test_a_path_is_as_good_as_a_name(folder, monkeypatch):
    monkeypatch.chdir(folder.parents[2])
    assert locate("data/raw/demo")[0] == "demo"
    assert locate(folder) == ("demo", folder.parents[2])


@pytest.mark.parametrize("name", ["../demo", "", "/etc", "demo/notes"])
def test_a_name_cannot_leave_the_folder(folder, name):
    with pytest.raises(InsightsError):
        locate(name, folder.parents[2])


def test_the_salt_is_made_once(folder):
    project = load(folder)
    assert project.salt() == project.salt()
    assert len(project.salt()) == 32
