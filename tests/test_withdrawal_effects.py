"""What a withdrawal leaves to be done: recommendations to read again, the next release."""

import json

import pandas as pd
import pytest

from insights import pipeline, store
from insights.pipeline import since_withdrawal, support
from insights.project import load_project
from tests.test_withdrawal import files

PLACES = (
    "data/raw/demo/releases/1/manifest.json", "data/raw/demo/releases/12/manifest.json",
    "data/raw/demo/releases/.part-x/manifest.json",
    "reports/demo/released/1/commissioner.html", "reports/demo/released/13/commissioner.html",
    "reports/demo/charts/one.svg", "reports/demo/commissioner.html",
    "data/processed/demo/before_release.json", "data/processed/demo/.steps/ingest/x.json",
)  # fmt: skip


@pytest.fixture
def settings(project_folder):
    return load_project("demo", project_folder(files()))


def run_gave(settings, rows):
    """Lay down the recommendations of a run."""
    table = pd.DataFrame(
        [{"recommendation_id": name, "label": label, "for_excerpt_ids": list(rests_on)}
         for name, label, rests_on in rows]
    )  # fmt: skip
    settings.processed.mkdir(parents=True, exist_ok=True)
    table.to_parquet(settings.processed / "recommendations.parquet")


BEFORE = [("rx1", "R1", ["x1", "x2"]), ("rx3", "R2", ["x3", "x4"]), ("rx5", "R3", ["x5"]),
          ("rx6", "R4", ["x6", "x7"])]  # fmt: skip


def test_recommendations_that_rested_on_their_words_are_named_without_a_number(settings):
    run_gave(settings, BEFORE)
    resting = support.find_resting(settings, ["x2", "x3", "x5"])
    assert [one["label"] for one in resting] == ["R1", "R2", "R3"]
    run_gave(settings, [("rx6", "R1", ["x6", "x7"]), ("rx1", "R2", ["x1"]), ("rx4", "R3", ["x4"])])
    assert support.say_lost_support(settings, resting) == [
        "Recommendations R2 and R3 lost support: read them again before you send them.",
        "Recommendation R3 of the report before is gone: nothing else supports it.",
    ]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ([], ""),
        (["x9"], ""),
        (["x7"], "Recommendation R4 lost support, as the report before numbered it: {it}"),
        (["x1", "x4", "x6"],
         "Recommendations R1, R2 and R4 lost support, as the report before numbered them: {them}"),
    ],
)  # fmt: skip
def test_without_a_new_report_the_old_numbers_are_said(settings, gone, said):
    run_gave(settings, BEFORE)
    resting = support.find_resting(settings, gone)
    (settings.processed / "recommendations.parquet").unlink()
    assert support.say_lost_support(settings, resting) == [
        said.format(
            it="read it again before you send it.", them="read them again before you send them."
        )
    ] * bool(said)


def test_before_the_first_run_nothing_is_named(settings):
    assert support.find_resting(settings, ["x1"]) == []


def test_the_certificate_names_them_and_everything_released_is_purged(settings):
    material, _, _ = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    theirs = material.passages.query("participant_id == 'P01'")["excerpt_id"].iloc[0]
    for place in PLACES:
        store.write_atomic(settings.root / place, b"Marta Quill said so")
    run_gave(settings, [(f"r{theirs}", "R1", [theirs, "x2"])])
    plan = pipeline.withdraw("demo", "P01", root=settings.root, dry_run=True).plan
    assert "3 releases kept in the project" in plan.lines()
    assert "recommendation R1: loses support" in plan.lines()
    done = pipeline.withdraw("demo", "P01", root=settings.root, rebuild=False, today="2026-04-01")
    assert not [place for place in PLACES if (settings.root / place).exists()]
    assert done.certificate.found == []
    said = "\n".join(done.certificate.open)
    assert "Copies of releases 1, 12 and 13 that were sent out" in said
    assert "Recommendation R1 lost support" in said
    assert theirs not in json.dumps(done.as_dict())


@pytest.mark.parametrize("place", PLACES)
def test_the_search_looks_at_every_place_where_a_release_leaves_something(settings, place):
    from insights.pipeline.certifying import files_of_project

    store.write_atomic(settings.root / place, b"{}")
    assert place in [shown for shown, _ in files_of_project(settings)]


def withdrew(settings, number, releases):
    path = settings.raw / "withdrawals" / str(number) / "tombstone.json"
    store.write_atomic(path, store.render_json({"withdrawal": number, "releases": releases}))


def test_after_a_withdrawal_the_next_release_asks_a_person(settings):
    assert since_withdrawal.checks_after_withdrawal(settings) == []
    withdrew(settings, 1, [])
    assert since_withdrawal.checks_after_withdrawal(settings) == []  # nothing had been released
    withdrew(settings, 2, [1, 2])
    (asked,) = since_withdrawal.checks_after_withdrawal(settings)
    assert asked.stops
    assert "side by side" in asked.fix
    withdrew(settings, 10, [])
    (again,) = since_withdrawal.checks_after_withdrawal(settings)
    assert "withdrawal 10" in again.where
    assert again.target_id != asked.target_id  # an earlier answer does not hold for it


def test_two_releases_never_share_a_number(settings):
    assert since_withdrawal.last_number_given(settings) == 0
    withdrew(settings, 1, [1, 2])
    withdrew(settings, 2, [])
    assert since_withdrawal.last_number_given(settings) == 2


def test_where_the_tokens_are_not_on_this_computer_run_and_doctor_say_so(settings):
    assert since_withdrawal.find_lost_tokens(settings) is None
    pipeline.withdraw("demo", "P01", root=settings.root, rebuild=False, today="2026-04-01")
    assert since_withdrawal.find_lost_tokens(settings) is None
    (settings.raw / ".withdrawn.json").unlink()
    _, _, problems = pipeline.read_material(settings, settings.salt(), lambda *_: None)
    (said,) = [one for one in problems if one.source == "withdrawals"]
    assert "an old file would bring them back" in said.problem
    assert ".withdrawn.json" in said.fix and "beside key.csv" in said.fix
    found = {one.what: one for one in pipeline.examine("demo", root=settings.root).findings}
    assert found["Withdrawals"].state == "wrong" and found["Withdrawals"].there == said.problem
