"""The fictional hack week: whole, consistent, reproducible, and true to what was planted.

What was planted is read from ``docs/demonstration_projects.md`` by :mod:`tests.planted`.
"""

import csv
import importlib
import io
import json
import re
import statistics
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from insights.project import load_project
from tests import planted
from tests.conftest import copy_of

ROOT = Path(__file__).parent.parent
PROJECT = "hack-week"
RAW = ROOT / "data" / "raw" / PROJECT
N_ASKED = {"lived_experience": 7, "professional": 9}
PROVISIONAL = {("Knowing what there is", "idea")}


@pytest.fixture(scope="module")
def make():
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(ROOT / "scripts")
    yield importlib.import_module("make_hack_week")
    patch.undo()


def rows_of(relative):
    with (RAW / relative).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def project():
    return load_project(PROJECT, ROOT)


@pytest.fixture(scope="module")
def register():
    return {row["participant_id"]: row for row in rows_of("participants.csv")}


@pytest.fixture(scope="module")
def process(make):
    header, *rows = make.read_rows("process.csv")
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def decisions():
    lines = (RAW / "decisions" / "MT.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def read(make):
    return make.read_project(ROOT)


# ------------------------------------------------------------------------------- the files


def test_project_says_that_it_is_fictional_and_is_understood_whole(project):
    assert project.fictional
    assert project.problems == ()
    files, problems = project.files()
    assert problems == []
    assert [file.relative for file in files] == [
        "feedback/process.xlsx",
        "notes/friday.md",
        "notes/monday.docx",
        "notes/thursday.docx",
        "notes/tuesday.md",
        "notes/wednesday.md",
        "prototypes/tests.csv",
        "vision/vision.csv",
        "votes/ballots.csv",
        "votes/ideas.csv",
        "votes/statement_votes.csv",
        "votes/statements.csv",
    ]


def test_ids_stay_text_in_every_file(register, process):
    written = [
        *register,
        *(row["participant_id"] for row in process),
        *(row["participant_id"] for row in rows_of("prototypes/tests.csv")),
        *(row["participant_id"] for row in rows_of("votes/statement_votes.csv")),
        *(row["voter"] for row in rows_of("votes/ballots.csv") if row["voter"]),
        *(row["sketched_by"] for row in rows_of("votes/ideas.csv") if row["sketched_by"]),
        *(one for row in rows_of("vision/vision.csv") for one in row["agreed_by"].split(";")),
    ]
    assert all(re.fullmatch(r"0\d\d", one) for one in written)
    assert set(written) == set(register)


def test_spreadsheet_keeps_ids_as_text(process):
    from openpyxl import load_workbook

    sheet = load_workbook(RAW / "feedback" / "process.xlsx").active
    ids = [cell.value for cell in sheet["A"][1:]]
    assert ids == [row["participant_id"] for row in process]
    assert isinstance(sheet["D2"].value, int)


def test_key_names_everyone_once(project, register):
    rows = rows_of("key.csv")
    facilitators = {who for session in project.sessions for who in session.facilitators}
    assert {row["participant_id"] for row in rows} == set(register) | facilitators
    forms = [form.strip().casefold() for row in rows
             for form in {row["name"], *row["aliases"].split(";")} if form.strip()]  # fmt: skip
    assert len(forms) == len(set(forms))


def test_attendance_is_as_the_page_says(project, register):
    attended = Counter(
        session for row in register.values() for session in row["attended"].split(";") if session
    )
    assert attended == {"MON": 16, "TUE": 15, "WED": 15, "THU": 16, "FRI": 16, "TEST": 8}
    assert set(attended) == {session.session_id for session in project.sessions}
    all_week = [row for row in register.values() if "MON" in row["attended"]]
    groups = Counter(row["speaking_as"] or row["perspective"] for row in all_week)
    assert groups == N_ASKED
    assert len(all_week) == 16


def test_sentences_on_who_is_missing_are_true_of_the_register(project, register):
    came = [row for row in register.values() if row["attended"]]
    assert [sentence[:25] for sentence in project.about["missing"]] == [
        "Nobody came as a carer, a",
        "Nobody from the crisis li",
        "Nobody aged 75 or over to",
        "Very few of the people wi",
    ]
    assert "carer" not in {row["perspective"] for row in came}
    assert "NHS crisis line" not in {row["organisation"] for row in came}
    assert "NHS crisis line" in {row["organisation"] for row in register.values()}
    assert "75+" not in {row["age_band"] for row in came}
    from_the_levels = [row["participant_id"] for row in came if row["area"] == "The Levels"
                       and row["perspective"] == "lived_experience"
                       and "MON" in row["attended"]]  # fmt: skip
    assert from_the_levels == ["012"]


def test_every_kind_of_consent_occurs(project, register):
    speakers = [row for row in register.values() if row["attended"]]
    for use in ("anonymous_quote", "named_quote", "approve_first", "archive"):
        assert {row[f"consent_{use}"] for row in speakers} == {"yes", "no"}, use
    ends = [row["consent_expires_on"] for row in speakers if row["consent_expires_on"]]
    assert any(end < project.about["report_on"] for end in ends)
    assert [person for person, row in register.items() if row["withdrawn_on"]] == ["023"]


def test_contact_details_come_from_ranges_nobody_uses(make):
    paths = [path for folder in (RAW, make.TEXTS) for path in sorted(folder.rglob("*.*"))
             if path.suffix in (".csv", ".md", ".toml")]  # fmt: skip
    assert len(paths) >= 14
    for path in paths:
        assert planted.contact_details_in_use(path.read_text(encoding="utf-8")) == [], path


def test_vision_is_argued_over_until_everybody_agrees(project, register):
    versions = rows_of("vision/vision.csv")
    assert [row["version"] for row in versions] == [str(n) for n in range(1, 9)]
    assert len({row["text"] for row in versions}) == 8
    assert [row["when"] for row in versions] == sorted(row["when"] for row in versions)
    assert versions[-1]["text"] == project.about["vision"]
    in_the_room = {person for person, row in register.items() if "FRI" in row["attended"]}
    assert set(versions[-1]["agreed_by"].split(";")) == in_the_room
    assert all(row["note"] for row in versions)
    days = {session.date: session.session_id for session in project.sessions}
    for row in versions:
        for person in row["agreed_by"].split(";"):
            session = days[row["when"]].replace("TEST", "FRI")
            assert session in register[person]["attended"], (row["version"], person)


def test_codebook_fits_the_project(project):
    codes = rows_of("codebook.csv")
    assert len({code["code_id"] for code in codes}) == len(codes) == 15
    assert {code["theme"] for code in codes} == {theme for theme, _ in planted.raised(PROJECT)}
    assert {code["component"] for code in codes} == set(project.components)
    assert all(code["definition"] and code["include"] and code["keywords"] for code in codes)


def test_decisions_hold_together(decisions):
    codes = {code["code_id"] for code in rows_of("codebook.csv")}
    assert len({line["id"] for line in decisions}) == len(decisions)
    assert [line["at"] for line in decisions] == sorted(line["at"] for line in decisions)
    assert {line["code_id"] for line in decisions if line["code_id"]} == codes
    assert {line["action"] for line in decisions} >= {
        "accept", "reject", "add", "unsure", "stance", "kind", "serious", "hold_quote",
        "convergence",
    }  # fmt: skip


# ----------------------------------------------------------------------------- the script


def parts(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_script_makes_the_binary_files_that_are_there(make, tmp_path):
    first = {path.name: path.read_bytes() for path in make.write_binaries(tmp_path)}
    second = {path.name: path.read_bytes() for path in make.write_binaries(tmp_path)}
    assert first == second
    for path in sorted(RAW.rglob("*.docx")) + sorted(RAW.rglob("*.xlsx")):
        assert parts(path.read_bytes()) == parts(first.pop(path.name))
    assert first == {}


def test_script_makes_the_decisions_that_are_there(make, read):
    assert make.make_decisions(*read) == (RAW / "decisions" / "MT.jsonl").read_bytes()


# ------------------------------------------------------------------------- what was planted


def test_page_has_a_class_for_every_theme_and_kind():
    assert set(planted.convergence(PROJECT)) == set(planted.raised(PROJECT))


def test_words_carry_what_was_planted(read, decisions, register):
    """Keywords and decisions alone, without a run, give the people of the page."""
    passages, _ = read
    found = planted.recorded(passages, decisions, register, rows_of("codebook.csv"))
    assert found == planted.raised(PROJECT)


def test_sketches_add_no_person_to_a_theme(register):
    """Whoever drew an idea had raised its themes aloud too."""
    import pandas as pd

    ideas = pd.DataFrame(rows_of("votes/ideas.csv"))
    said = pd.DataFrame(
        {
            "excerpt_id": ideas["idea_id"],
            "text": ideas["idea"],
            "prompt_kind": "idea",
            "participant_id": ideas["sketched_by"],
            "speaker": ["participant" if one else "unattributed" for one in ideas["sketched_by"]],
        }
    )
    raised = planted.raised(PROJECT)
    n_carrying = 0
    for key, groups in planted.recorded(said, [], register, rows_of("codebook.csv")).items():
        for group, people in groups.items():
            assert people <= raised[key][group], (key, group)
            n_carrying += len(people)
    assert n_carrying >= 14


def dots_of(ballots):
    """Return {(round, idea): {group: dots}} and {(round, group): number of ballots}."""
    dots = defaultdict(Counter)
    papers = defaultdict(set)
    for row in ballots:
        dots[row["round"], row["idea_id"]][row["group"]] += int(row["dots"])
        papers[row["round"], row["group"]].add(row["ballot_id"])
    return dots, {key: len(found) for key, found in papers.items()}


def priority_differences(ballots):
    """Return every idea whose dots or ranks in the secret round are not what was planted."""
    dots, n_ballots = dots_of(ballots)
    rows = planted.table_below(PROJECT, "How the dots fell")
    together = {row[0]: sum(dots["1", row[0]].values()) for row in rows}
    equal = {
        row[0]: sum(
            dots["1", row[0]][group] / (5 * n_ballots["1", group]) for group in planted.GROUPS
        )
        / 2
        for row in rows
    }
    differences = []
    for idea, *expected in rows:
        got = [
            *(str(dots["1", idea][group]) for group in planted.GROUPS),
            *(str(1 + sum(other > by[idea] + 1e-12 for other in by.values()))
              for by in (together, equal)),
        ]  # fmt: skip
        if got != expected:
            differences.append((idea, expected, got))
    return differences


def statement_differences(votes):
    """Return every statement whose counts or consensus are not what was planted."""
    counts = Counter((row["statement_id"], row["group"], row["vote"]) for row in votes)
    differences = []
    for statement, *expected in planted.table_below(PROJECT, "What people voted on"):
        got, consensus = [], 1.0
        for group in planted.GROUPS:
            cast = [counts[statement, group, vote] for vote in ("agree", "disagree", "pass")]
            got.append(" ".join(map(str, cast)))
            consensus *= (cast[0] + 1) / (sum(cast) + 2)
        if [*got, f"{consensus:.4f}"] != expected:
            differences.append((statement, expected, got, consensus))
    return differences


def status_differences(ideas):
    """Return every status whose ideas are not what was planted."""
    found = defaultdict(list)
    for row in ideas:
        found[row["status"]].append(row["idea_id"])
    expected = {
        status: ids.split() for status, ids in planted.table_below(
            PROJECT, "What became of the ideas"
        )
    }  # fmt: skip
    return [(status, ids, found[status]) for status, ids in expected.items()
            if found[status] != ids] + sorted(set(found) - set(expected))  # fmt: skip


def test_dots_fall_as_planted():
    ballots = rows_of("votes/ballots.csv")
    assert priority_differences(ballots) == []
    for row in ballots:
        assert (row["secret"] == "yes") == (row["round"] == "1") == (row["voter"] == "")
    per_ballot = Counter()
    for row in ballots:
        per_ballot[row["round"], row["ballot_id"]] += int(row["dots"])
    assert {(one, n) for (one, _), n in per_ballot.items()} == {("1", 5), ("2", 2)}
    assert len(per_ballot) == 30


def test_two_ring_back_ideas_split_a_third_place():
    dots, _ = dots_of(rows_of("votes/ballots.csv"))
    total = {idea: sum(groups.values()) for (one, idea), groups in dots.items() if one == "1"}
    joined = total.pop("I05") + total.pop("I12")
    assert sum(other > joined for other in total.values()) == 2


def test_ideas_end_as_planted(project, register):
    ideas = rows_of("votes/ideas.csv")
    assert len(ideas) == 15
    assert status_differences(ideas) == []
    assert all(row["reason"] for row in ideas)
    assert {row["component"] for row in ideas} == set(project.components)
    assert sum(not row["image"] for row in ideas) == 2
    assert sum(not row["sketched_by"] for row in ideas) == 1
    assert all("TUE" in register[row["sketched_by"]]["attended"]
               for row in ideas if row["sketched_by"])  # fmt: skip


def test_voters_were_in_the_room(register):
    for row in rows_of("votes/ballots.csv"):
        if row["voter"]:
            person = register[row["voter"]]
            assert "WED" in person["attended"]
            assert row["group"] == (person["speaking_as"] or person["perspective"])


def test_statements_were_voted_on_as_planted(register):
    votes = rows_of("votes/statement_votes.csv")
    assert statement_differences(votes) == []
    statements = {row["statement_id"] for row in rows_of("votes/statements.csv")}
    assert {row["statement_id"] for row in votes} == statements
    assert len(votes) == 16 * len(statements)


def test_testers_said_what_was_planted(register):
    tests = rows_of("prototypes/tests.csv")
    assert len({row["participant_id"] for row in tests}) == 8
    assert all("TEST" in register[row["participant_id"]]["attended"] for row in tests)
    for name, n, would, independent, serious in planted.table_below(
        PROJECT, "What the testers made of it"
    ):
        seen = [row for row in tests if row["prototype"] == name]
        answers = Counter(row["would_use"] for row in seen)
        own = [row for row in seen if row["helped_design"] == "no"]
        assert len(seen) == int(n)
        assert f"{answers['yes']} {answers['maybe']} {answers['no']}" == would
        assert f"{sum(row['would_use'] == 'yes' for row in own)} of {len(own)}" == independent
        assert [row["participant_id"] for row in seen if row["severity"] == "3"] == serious.split()
        assert all(bool(row["issue"]) == bool(row["severity"]) for row in seen)
        assert {bool(row["sus1"]) for row in seen} == {name == "Digital tool"}
    orders = defaultdict(list)
    for row in tests:
        orders[row["participant_id"]].append(row["shown_order"])
    assert all(order == ["1", "2", "3"][: len(order)] for order in orders.values())


def test_usability_scores_are_as_planted():
    scores = []
    for row in rows_of("prototypes/tests.csv"):
        if row["sus1"]:
            items = [int(row[f"sus{number}"]) for number in range(1, 11)]
            scores.append(2.5 * (sum(items[::2]) - 5 + 25 - sum(items[1::2])))
    assert (min(scores), max(scores), len(scores)) == (25, 100, 8)
    assert round(statistics.mean(scores), 1) == 70.3
    assert round(2.365 * statistics.stdev(scores) / 8**0.5) == 19


def test_taking_part_changed_what_was_planted(process):
    assert planted.process_differences(PROJECT, planted.scales_of(process)) == []


# --------------------------------------------------------------------------------- a run


@pytest.fixture(scope="module")
def made(tmp_path_factory, no_network):
    """The tables of a whole run, by name."""
    import pandas as pd

    from insights import pipeline

    root = copy_of(PROJECT, tmp_path_factory.mktemp("hack-week"))
    pipeline.run(PROJECT, root=root)
    folder = root / "data" / "processed" / PROJECT
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


@pytest.mark.slow
def test_run_counts_the_people_who_were_planted(made):
    assert planted.people_differences(PROJECT, made["presence"]) == []
    assert planted.presence_differences(PROJECT, made["comparison"], N_ASKED) == []


@pytest.mark.slow
def test_run_draws_the_planted_conclusions(made):
    assert planted.convergence_differences(PROJECT, made["comparison"]) == []
    assert planted.provisional_themes(made["comparison"]) == PROVISIONAL
    assert planted.different_themes(made["comparison"]) == {
        ("Somewhere to be", "problem"), ("Organisations and each other", "problem"),
    }  # fmt: skip


@pytest.mark.slow
def test_run_keeps_the_voices_that_are_easily_lost(made):
    serious = planted.serious_excerpts(made["judgements"], made["excerpts"])
    assert set(serious["participant_id"].dropna()) == {"010", "020"}
    assert serious["participant_id"].isna().sum() == 2


@pytest.mark.slow
def test_run_keeps_ids_as_text(made, register):
    assert set(made["participants"]["participant_id"]) <= set(register)
    assert set(made["prototypes"]["participant_id"]) == {
        person for person, row in register.items() if "TEST" in row["attended"]
    }  # fmt: skip


def ideas_hold(ideas):
    assert status_differences(ideas.sort_values("idea_id").to_dict("records")) == []
    assert ideas["participant_id"].notna().sum() == 14
    assert ideas["image"].fillna("").ne("").sum() == 13


def ballots_hold(ballots):
    assert priority_differences(ballots.to_dict("records")) == []
    secret = ballots["secret"].astype(bool)
    assert (ballots["participant_id"].isna() == secret).all()
    assert set(ballots.loc[secret, "round"]) == {"1"}


def statements_hold(statements):
    assert len(statements) == 10


def statement_votes_hold(votes):
    words = {1: "agree", 0: "pass", -1: "disagree"}
    cast = votes.assign(vote=votes["vote"].map(words)).to_dict("records")
    assert statement_differences(cast) == []


def vision_holds(vision):
    assert vision["version"].tolist() == [str(n) for n in range(1, 9)]
    assert vision["agreed_by"].map(len).tolist() == [1, 5, 7, 4, 10, 13, 4, 16]


def process_holds(process):
    scales = process[process["item"].isin(planted.SCALES) & process["value"].notna()]
    assert planted.process_differences(PROJECT, scales.to_dict("records")) == []


# What a run should hold once it makes the table; until then the check is skipped, and says so.
WAITING = {
    "ideas": ideas_hold,
    "ballots": ballots_hold,
    "statements": statements_hold,
    "statement_votes": statement_votes_hold,
    "vision": vision_holds,
    "process": process_holds,
}


@pytest.mark.slow
@pytest.mark.parametrize("table", WAITING)
def test_run_holds_what_was_planted_in(table, made, capsys):
    planted.skip_until_made(table, made, capsys)
    WAITING[table](made[table])


@pytest.mark.slow
def test_run_gives_every_claim_its_place_in_the_excerpts(made):
    words = made["excerpts"].set_index("excerpt_id")["text"]
    evidence = made["evidence"]
    assert len(evidence)
    assert (evidence["excerpt_id"].map(words) == evidence["quote"]).all()
    assert (evidence["end"] > evidence["start"]).all()
