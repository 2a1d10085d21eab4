"""How much is still readable: the sample, the answers without words, the figure."""

import json

import pytest

from insights import pipeline
from insights.errors import InsightsError
from insights.pipeline.privacy_check import (
    Measured,
    describe_key,
    mask_string,
    measure_masking,
    record_reading,
    sample_units,
)

NOTES = "\n\n".join(
    [
        "# Workshop", "## What gets in the way?",
        *(f"- Dr Okafor number {i} lost my form and the gaffer shrugged" for i in range(30)),
    ]
)  # fmt: skip


@pytest.fixture
def root(project_folder):
    root = project_folder({"notes/a.md": NOTES, "notes/b.md": NOTES.replace("form", "letter")})
    pipeline.run("demo", root=root, until="ingest")
    return root


def stored(root) -> str:
    folder = root / "data" / "raw" / "demo" / "decisions"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.jsonl")))


def test_the_sample_is_random_and_the_same_for_everyone(root):
    ids = [unit.excerpt_id for unit in sample_units("demo", n_units=12, root=root)]
    assert len(set(ids)) == 12
    assert ids == [unit.excerpt_id for unit in sample_units("demo", n_units=12, root=root)]
    assert ids != [u.excerpt_id for u in sample_units("demo", n_units=12, seed=1, root=root)]
    everything = [unit.excerpt_id for unit in sample_units("demo", n_units=1000, root=root)]
    assert len(everything) == 60 and everything[:12] == ids


def test_units_are_masked_and_print_counts_only(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    assert "[PERSON]" in unit.text and "Okafor" not in unit.text
    assert unit.n_masked == 1
    assert "gaffer" not in repr(unit)


def test_recall_comes_with_its_wilson_interval(root):
    units = sample_units("demo", n_units=10, root=root)
    for number, unit in enumerate(units):
        record_reading("demo", unit, coder="AB", n_missed=int(number < 2), root=root)
    measured = measure_masking("demo", root=root)
    assert (measured.n_units, measured.n_units_missed) == (10, 2)
    assert (measured.n_masked, measured.n_missed) == (10, 2)
    assert measured.recall == pytest.approx(10 / 12)
    # Wilson 1927, worked by hand for 10 of 12 at z = 1.959964.
    assert measured.low == pytest.approx(0.5520, abs=5e-4)
    assert measured.high == pytest.approx(0.9530, abs=5e-4)
    assert measured.lines()[1] == (
        "10 of 12 identifiers were masked: 83% (95% interval 55% to 95%)."
    )


def test_what_was_read_is_not_asked_again_and_the_newest_answer_counts(root):
    first = sample_units("demo", n_units=3, root=root)[0]
    record_reading("demo", first, coder="AB", n_missed=3, root=root)
    record_reading("demo", first, coder="AB", n_missed=0, n_wrong=1, root=root)
    assert first.excerpt_id not in {
        u.excerpt_id for u in sample_units("demo", n_units=3, root=root)
    }
    measured = measure_masking("demo", root=root)
    assert (measured.n_units, measured.n_missed, measured.n_wrong) == (1, 0, 1)
    assert measured.recall is None


def test_answers_hold_numbers_and_no_words(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    record_reading("demo", unit, coder="AB", n_missed=1, root=root)
    mask_string("demo", "gaffer", coder="AB", root=root)
    assert "gaffer" not in stored(root) and "form" not in stored(root)
    line = json.loads(stored(root).splitlines()[-1])
    assert set(line) == {
        "at", "coder", "excerpt_id", "shown", "n_masked", "n_missed", "n_wrong",
    }  # fmt: skip


def test_what_a_person_could_read_is_masked_from_then_on_and_asked_about_anew(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    record_reading("demo", unit, coder="AB", n_missed=1, root=root)
    mask_string("demo", "gaffer", coder="AB", root=root)
    pipeline.run("demo", root=root, until="ingest")
    anew = sample_units("demo", n_units=1, root=root)[0]
    assert anew.excerpt_id == unit.excerpt_id
    assert "gaffer" not in anew.text and anew.n_masked == 2
    assert measure_masking("demo", root=root).n_units == 0


def test_the_answers_are_no_decisions_on_excerpts(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    record_reading("demo", unit, coder="AB", n_missed=0, root=root)
    problems = pipeline.run("demo", root=root, until="ingest").problems
    assert not [p for p in problems if "decisions" in p.source or "privacy/" in p.source]


def test_a_torn_line_is_no_answer(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    record_reading("demo", unit, coder="AB", n_missed=0, root=root)
    path = root / "data" / "raw" / "demo" / "decisions" / "privacy" / "AB.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + '{"at": "2026-', encoding="utf-8")
    assert measure_masking("demo", root=root).n_units == 1


@pytest.mark.parametrize(("n_missed", "n_wrong"), [(-1, 0), (100, 0), (0, 2), (0, -1)])
def test_impossible_numbers_are_refused(root, n_missed, n_wrong):
    unit = sample_units("demo", n_units=1, root=root)[0]
    with pytest.raises(InsightsError, match="cannot be"):
        record_reading("demo", unit, coder="AB", n_missed=n_missed, n_wrong=n_wrong, root=root)


@pytest.mark.parametrize("string", ["", "  ", "one two three four five"])
def test_only_a_name_can_be_masked(root, string):
    with pytest.raises(InsightsError, match="not a name"):
        mask_string("demo", string, coder="AB", root=root)


def test_initials_that_lead_elsewhere_are_refused(root):
    unit = sample_units("demo", n_units=1, root=root)[0]
    with pytest.raises(InsightsError, match="initials"):
        record_reading("demo", unit, coder="../AB", n_missed=0, root=root)


def test_a_project_that_was_never_masked_says_what_to_do(project_folder):
    root = project_folder({"notes/a.md": NOTES}, name="other")
    with pytest.raises(InsightsError, match="not been masked"):
        sample_units("other", root=root)


def test_the_key_is_described_by_numbers(root):
    assert describe_key("demo", root=root) == "No key file: names are found by rules alone."


def test_the_key_of_an_invented_project_is_said_to_lie_in_it(project_folder):
    root = project_folder(
        {
            "notes/a.md": NOTES, "project.toml": "[project]\nfictional = true\n",
            "key.csv": "participant_id,name\nP1,Priya Nair\n",
        },
        name="invented",
    )  # fmt: skip
    said = describe_key("invented", root=root)
    assert said == "Key file: 1 person, in the folder of this invented project."


def test_nothing_read_says_so():
    assert Measured(0, 0, 0, 0, 0, None, None, None).lines() == ["Nobody has read a sample yet."]
    assert "no identifier" in Measured(3, 0, 0, 0, 0, None, None, None).lines()[1]


def test_reading_a_sample_in_the_terminal(root):
    from typer.testing import CliRunner

    from insights import cli

    asked = ["doctor", "demo", "--privacy", "--coder", "AB", "--units", "3", "--root", str(root)]
    shown = CliRunner().invoke(cli.app, asked, input="0\n1\ngaffer\n0 1\n")
    assert shown.exit_code == 0
    assert "2 of 3 identifiers were masked: 67%" in shown.output
    assert "1 placeholder hid an ordinary word." in shown.output
    assert "gaffer" not in stored(root)
