import pytest

from insights.coding import read_codebook
from insights.coding.codebook import slug
from insights.project import Project


def codebook(tmp_path, text, name="codebook.csv", encoding="utf-8"):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(text.encode(encoding))
    return Project("demo", tmp_path, "Demo")


def read(tmp_path, text, **how):
    return read_codebook(codebook(tmp_path, text, **how))


def test_no_codebook_is_no_problem(tmp_path):
    (tmp_path / "data" / "raw" / "demo").mkdir(parents=True)
    codes, problems = read_codebook(Project("demo", tmp_path, "Demo"))
    assert codes.empty
    assert problems == []


def test_a_full_row_is_read_as_it_stands(tmp_path):
    codes, problems = read(
        tmp_path,
        "code_id,name,theme,definition,include,exclude,examples,keywords,claim,component,"
        "sensitive,status,version\n"
        "007,N/A,None,What it means,when,not when,one; two,debt; money worries ;debt,A claim,"
        "log,yes,Agreed,v2\n",
    )
    assert problems == []
    (row,) = codes.to_dict("records")
    assert row == {
        "code_id": "007", "name": "N/A", "theme": "None", "definition": "What it means",
        "include": "when", "exclude": "not when", "examples": ["one", "two"],
        "keywords": ["debt", "money worries"], "claim": "A claim", "component": "log",
        "sensitive": True, "status": "agreed", "version": 2,
    }  # fmt: skip


def test_names_alone_are_a_codebook(tmp_path):
    codes, problems = read(tmp_path, "Code\nTelling it again\nShame – felt\n")
    assert problems == []
    assert list(codes["code_id"]) == ["telling_it_again", "shame_felt"]
    assert list(codes["theme"]) == ["Telling it again", "Shame – felt"]
    assert set(codes["status"]) == {"draft"}


def test_code_beside_name_is_the_id(tmp_path):
    codes, _ = read(tmp_path, "code,name\nA1,Shame\n")
    assert (codes.loc[0, "code_id"], codes.loc[0, "name"]) == ("A1", "Shame")


def test_everything_wrong_is_said_at_once_and_the_rest_is_read(tmp_path):
    codes, problems = read(
        tmp_path,
        "code_id,name,statuss,sensitive,version,status\n"
        "A,Shame,,perhaps,two,agred\n"
        ",,,,,agreed\n"
        "a,Again,,no,1,agreed\n"
        "B,shame,,no,1,agreed\n"
        "C,Cost,,no,1,agreed\n",
    )
    assert list(codes["code_id"]) == ["A", "C"]
    assert bool(codes.loc[0, "sensitive"])  # in doubt, small counts stay hidden
    found = {problem.where: problem for problem in problems}
    assert set(found) == {
        "row 1, column statuss", "row 2, column sensitive", "row 2, column status",
        "row 2, column version", "row 3, column name", "row 4, column code_id",
        "row 5, column name",
    }  # fmt: skip
    assert "“status”" in found["row 1, column statuss"].fix.replace('"status"', "“status”")
    assert "agreed" in found["row 2, column status"].fix
    assert "row 2" in found["row 4, column code_id"].problem


def test_keywords_between_commas_are_taken_apart_and_that_is_said(tmp_path):
    codes, problems = read(tmp_path, 'name,keywords\nShame,"ashamed, hide it"\nDebt,"a, b; c"\n')
    assert list(codes["keywords"]) == [["ashamed", "hide it"], ["a, b", "c"]]
    assert [problem.where for problem in problems] == ["row 2, column keywords"]


def test_a_codebook_without_names_says_so(tmp_path):
    codes, problems = read(tmp_path, "meaning,words\nx,y\n")
    assert codes.empty
    assert any("no column “name”" in problem.problem for problem in problems)


def test_an_unreadable_codebook_is_a_problem_and_no_error(tmp_path):
    codes, problems = read(tmp_path, "not a workbook", name="codebook.xlsx")
    assert codes.empty
    assert [problem.source for problem in problems] == ["codebook.xlsx"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("A  b", "a_b"), ("§§", "code"), ("__x__", "x"), ("Émotion 2", "émotion_2")],
)
def test_slug(name, expected):
    assert slug(name) == expected
