"""The fictional project: whole, consistent, reproducible, and true to what was planted.

What was planted is read from ``docs/demonstration_projects.md`` by :mod:`tests.planted`.
"""

import csv
import importlib
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from insights.project import load_project
from tests import planted

ROOT = Path(__file__).parent.parent
PROJECT = "money-toolkit"
RAW = ROOT / "data" / "raw" / PROJECT
N_ASKED = {"lived_experience": 13, "professional": 13}
PROVISIONAL = {("Finding local help", "idea"), ("Letters and plain words", "idea")}


# ------------------------------------------------------------------------------- the files


@pytest.fixture(scope="module")
def make():
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(ROOT / "scripts")
    yield importlib.import_module("make_money_toolkit")
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


def records(rows):
    header, *rest = rows
    return [dict(zip(header, row, strict=True)) for row in rest]


@pytest.fixture(scope="module")
def answers(make):
    return records(make.read_rows("feedback.csv"))


@pytest.fixture(scope="module")
def process(make):
    return records(make.read_rows("process.csv"))


def decided_by(coder):
    lines = (RAW / "decisions" / f"{coder}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def decisions():
    """The first coder's."""
    return decided_by("AB")


@pytest.fixture(scope="module")
def second_decisions():
    return decided_by("CD")


@pytest.fixture(scope="module")
def texts(make, answers):
    """Everything that participants and facilitators wrote, by file."""
    plain = [path for folder in ("boards", "notes", "rounds", "transcripts")
             for path in sorted((RAW / folder).iterdir()) if path.suffix != ".docx"]  # fmt: skip
    found = {path.name: path.read_text(encoding="utf-8") for path in plain}
    found["professionals_workshop.docx"] = (make.TEXTS / "professionals_workshop.md").read_text(
        encoding="utf-8"
    )
    found["feedback.xlsx"] = "\n".join("\n".join(row.values()) for row in answers)
    found["key.csv"] = (RAW / "key.csv").read_text(encoding="utf-8")
    return found


def test_project_says_that_it_is_fictional_and_is_understood_whole(project):
    assert project.fictional
    assert project.problems == ()
    files, problems = project.files()
    assert problems == []
    assert [file.relative for file in files] == [
        "boards/professionals_wall.csv",
        "feedback/feedback.xlsx",
        "feedback/process.xlsx",
        "notes/lived_experience_second_notes.txt",
        "notes/lived_experience_workshop.md",
        "notes/professionals_workshop.docx",
        "prototypes/toolkit_test.csv",
        "rounds/responses.csv",
        "rounds/round_1.csv",
        "rounds/round_2.csv",
        "transcripts/lived_experience_extract.vtt",
    ]
    assert {path for session in project.sessions for path in session.files} == {
        file.relative for file in files
    } - {"rounds/responses.csv"}


def test_key_names_everyone_in_the_register_and_every_facilitator(project, register):
    ids = {row["participant_id"] for row in rows_of("key.csv")}
    facilitators = {who for session in project.sessions for who in session.facilitators}
    assert ids == set(register) | facilitators


def test_nobody_is_named_twice():
    forms = [
        form.strip().casefold()
        for row in rows_of("key.csv")
        for form in {row["name"], *row["aliases"].split(";")}
        if form.strip()
    ]
    repeated = {form for form in forms if forms.count(form) > 1}
    assert not repeated


def test_files_know_only_people_in_the_register(register, answers, texts):
    answered = [row["Participant ID"] for row in answers]
    testers = [row["participant_id"] for row in rows_of("prototypes/toolkit_test.csv")]
    in_notes = set(re.findall(r"\bP\d\d\b", texts["professionals_workshop.docx"]))
    assert set(answered) | set(testers) | in_notes <= set(register)
    assert len(answered) == len(set(answered)) >= 12
    assert len(testers) == len(set(testers)) == 8
    assert all("T1" in register[person]["attended"] for person in testers)
    assert all("W1" in register[person]["attended"] for person in in_notes)


def test_register_counts_people_as_the_page_says(project, register):
    sessions = {session.session_id for session in project.sessions}
    attended = defaultdict(set)
    for person, row in register.items():
        for session in filter(None, row["attended"].split(";")):
            attended[session.strip()].add(person)
    assert set(attended) <= sessions
    assert {session: len(people) for session, people in attended.items()} == {
        "W1": 13, "W2": 12, "T1": 8, "S2": 3
    }  # fmt: skip
    both = {person for person, row in register.items() if row["perspective"] == "both"}
    assert {person: register[person]["speaking_as"] for person in both} == {
        "P14": "professional", "P20": "lived_experience"
    }  # fmt: skip


def test_sentences_on_who_is_missing_are_true_of_the_register(project, register):
    came = [row for row in register.values() if row["attended"]]
    assert project.about["missing"] == [
        "Nobody under 25 took part.",
        "Nobody aged 65 to 74 took part.",
        "Nobody came as a carer.",
        "No professional from the villages took part: the one we asked sent apologies.",
    ]
    assert {row["age_band"] for row in came} == {"25-34", "35-44", "45-54", "55-64", "75+"}
    assert "carer" not in {row["perspective"] for row in came}
    from_the_villages = [row for row in register.values() if row["region"] == "The villages"
                         and row["perspective"] == "professional"]  # fmt: skip
    assert [row["participant_id"] for row in from_the_villages] == ["P28"]
    assert from_the_villages[0]["attended"] == ""


def test_every_kind_of_consent_occurs(project, register):
    speakers = [row for row in register.values() if row["attended"]]
    for use in ("anonymous_quote", "named_quote", "approve_first", "archive", "recontact"):
        assert {row[f"consent_{use}"] for row in speakers} == {"yes", "no"}, use
    ends = [row["consent_expires_on"] for row in speakers if row["consent_expires_on"]]
    assert any(end < project.about["report_on"] for end in ends)
    assert [person for person, row in register.items() if row["withdrawn_on"]] == ["P26"]


def test_contact_details_come_from_ranges_nobody_uses(texts):
    for name, text in texts.items():
        assert planted.contact_details_in_use(text) == [], name


def test_identifiers_and_names_stand_in_the_notes(texts):
    notes = "\n".join(text for name, text in texts.items() if name != "key.csv")
    for words in ("07700 900148", "01632 960355", "shiv.keane@example.org", "999 021 4565",
                  "ZE9 4TR", "QQ123456C", "Kelder Street", "Dr Farrow", "Siobhán"):  # fmt: skip
        assert words in notes, words


def test_codebook_fits_the_project(project):
    codes = rows_of("codebook.csv")
    assert len({code["code_id"] for code in codes}) == len(codes) == 14
    assert {code["theme"] for code in codes} == {theme for theme, _ in planted.raised(PROJECT)}
    assert {code["component"] for code in codes} - {""} == set(project.components)
    assert all(code["definition"] and code["include"] and code["keywords"] for code in codes)
    assert [code["code_id"] for code in codes if code["sensitive"] == "yes"] == ["REFUSED"]
    assert {code["code_id"] for code in codes if code["claim"]} == {
        "ASK_WHEN", "OWN_PACE", "SHAME"
    }  # fmt: skip


def test_decisions_hold_together(decisions, project):
    codes = {code["code_id"] for code in rows_of("codebook.csv")}
    themes = {theme for theme, _ in planted.raised(PROJECT)}
    assert len({line["id"] for line in decisions}) == len(decisions)
    assert [line["at"] for line in decisions] == sorted(line["at"] for line in decisions)
    assert {line["coder"] for line in decisions} == {"AB"}
    assert {line["code_id"] for line in decisions if line["code_id"]} == codes
    assert {line["target_id"] for line in decisions if line["target"] == "theme"} <= themes
    assert {line["action"] for line in decisions} >= {
        "accept", "reject", "add", "stance", "kind", "serious", "hold_quote", "convergence"
    }  # fmt: skip
    assert decisions[-1]["at"][:10] < project.about["report_on"]


def test_second_coder_overlaps_with_the_first_and_differs_in_part(decisions, second_decisions):
    def verdicts(lines):
        return {(line["excerpt_id"], line["code_id"]): line["action"] != "reject"
                for line in lines if line["action"] in ("accept", "add", "reject")}  # fmt: skip

    first, second = verdicts(decisions), verdicts(second_decisions)
    seen_by_first = {excerpt for excerpt, _ in first}
    seen_by_second = {excerpt for excerpt, _ in second}
    assert seen_by_second <= seen_by_first
    assert 0.35 <= len(seen_by_second) / len(seen_by_first) <= 0.45
    theirs = {key for key in first if key[0] in seen_by_second} | set(second)
    same = sum(first.get(key, False) == second.get(key, False) for key in theirs)
    assert 0.75 <= same / len(theirs) <= 0.9
    assert len({line["id"] for line in decisions + second_decisions}) == len(
        decisions + second_decisions
    )
    assert second_decisions[0]["at"] > decisions[-1]["at"]


def test_second_coder_worked_blind_on_the_second_workshop(second_decisions, read):
    passages, sources = read
    paths = sources.set_index("source_id")["path"]
    file_of = passages.set_index("excerpt_id")["source_id"].map(paths)
    for line in second_decisions:
        blind = "lived_experience" in file_of[line["excerpt_id"]]
        if line["action"] in ("accept", "reject"):
            assert line["shown"], line["id"]
        if blind:
            assert line["shown"] == [], line["id"]
            assert line["action"] in ("add", "stance", "serious"), line["id"]


# ----------------------------------------------------------------------- rounds and process


def test_every_piece_of_feedback_but_one_was_answered(register):
    given = {row["feedback_id"]: row for name in ("round_1", "round_2")
             for row in rows_of(f"rounds/{name}.csv")}  # fmt: skip
    answered = {row["feedback_id"]: row for row in rows_of("rounds/responses.csv")}
    assert len(given) == 38
    unanswered = set(given) - set(answered)
    assert {one for one in unanswered if given[one]["type"] != "like"} == {"R2-14"}
    assert len({row["participant_id"] for row in given.values()} - {""}) == 21
    assert set(answered) <= set(given)
    for feedback_id, row in answered.items():
        assert bool(row["what"]) == bool(row["version"]) == (row["response"] == "changed")
        assert bool(row["reason"]) == (row["response"] != "changed")
        assert row["responded_on"] > given[feedback_id]["given_on"]
    for row in given.values():
        person = register.get(row["participant_id"])
        if person:
            assert row["perspective"] == (person["speaking_as"] or person["perspective"])
            assert not person["withdrawn_on"]
        else:
            assert row["participant_id"] == ""


def round_differences(given, answers):
    """Return every round whose answers are not what was planted."""
    response = {row["feedback_id"]: row["response"] for row in answers}
    found = defaultdict(Counter)
    for row in given:
        found[str(row["round"])][response.get(row["feedback_id"], "none")] += 1
    differences = []
    for name, *expected in planted.table_below(PROJECT, "What became of the feedback"):
        got = [str(found[name][end]) for end in ("changed", "not changed", "open", "none")]
        if got != expected:
            differences.append((name, expected, got))
    return differences


def test_feedback_ends_as_planted():
    given = [*rows_of("rounds/round_1.csv"), *rows_of("rounds/round_2.csv")]
    assert round_differences(given, rows_of("rounds/responses.csv")) == []


def test_taking_part_changed_what_was_planted(process, register):
    answers = planted.scales_of(process)
    assert planted.process_differences(PROJECT, answers) == []
    assert {row["participant_id"] for row in process} <= set(register)


# ---------------------------------------------------------------------- transcript and board


def test_everybody_in_the_transcript_agreed_to_be_recorded(register):
    vtt = (RAW / "transcripts" / "lived_experience_extract.vtt").read_text(encoding="utf-8")
    ids = {row["name"]: row["participant_id"] for row in rows_of("key.csv")}
    heard = {ids[name] for name in re.findall(r"<v (.+?)>", vtt)}
    assert heard == {"F02", "P06", "P15", "P25"}
    assert heard - {"F02"} == {
        person for person, row in register.items() if row["consent_recording"] == "yes"
    }
    assert vtt.count("-->") == 24


def test_authors_of_sticky_notes_were_at_the_workshop(register):
    notes = rows_of("boards/professionals_wall.csv")
    authors = {row["author"] for row in notes} - {""}
    assert all("W1" in register[person]["attended"] for person in authors)
    assert len({row["cluster"] for row in notes}) == 6
    assert sum(not row["author"] for row in notes) == 4


def test_transcript_and_board_add_nobody_to_a_theme(register, read, decisions):
    passages, sources = read
    paths = sources.set_index("source_id")["path"]
    added = passages["source_id"].map(paths).str.contains("wall|extract")
    raised = planted.raised(PROJECT)
    found = planted.recorded(passages[added], decisions, register, rows_of("codebook.csv"))
    assert sum(len(people) for groups in found.values() for people in groups.values()) >= 15
    for key, groups in found.items():
        for group, people in groups.items():
            assert people <= raised[key][group], (key, group)


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


@pytest.fixture(scope="module")
def read(make):
    return make.read_project(ROOT)


def test_script_makes_the_decisions_that_are_there(make, read):
    for name, coder in make.CODED.items():
        there = (RAW / "decisions" / f"{coder.initials}.jsonl").read_bytes()
        assert make.make_decisions(name, *read) == there


def test_script_names_the_row_whose_words_are_nowhere(make, read):
    passages, sources = read
    with pytest.raises(ValueError, match="0 excerpts of pro hold the words"):
        make.make_decisions("decisions.csv", passages.iloc[:0].copy(), sources)


# ------------------------------------------------------------------------- what was planted


def test_page_has_a_class_for_every_theme_and_kind():
    assert set(planted.convergence(PROJECT)) == set(planted.raised(PROJECT))


def test_planted_people_were_asked(register, answers):
    answered = {row["Participant ID"] for row in answers}
    for (theme, kind), people in planted.raised(PROJECT).items():
        for group, ids in people.items():
            for person in ids:
                row = register[person]
                assert row["attended"] or person in answered, (theme, kind, person)
                assert group in (row["perspective"], row["speaking_as"]), (theme, kind, person)


@pytest.mark.parametrize("n_coders", [1, 2])
def test_words_carry_what_was_planted(read, decisions, second_decisions, register, n_coders):
    """Keywords and decisions alone, without a run, give the people of the page."""
    passages, _ = read
    decided = decisions + second_decisions * (n_coders - 1)
    found = planted.recorded(passages, decided, register, rows_of("codebook.csv"))
    assert found == planted.raised(PROJECT)


def test_shame_stands_in_no_professional_and_no_unattributed_note(read, decisions):
    passages, sources = read
    paths = sources.set_index("source_id")["path"]
    said = passages.set_index("excerpt_id")
    of_shame = [line for line in decisions if line["code_id"] in ("SHAME", "HIDING")]
    carrying = {line["excerpt_id"] for line in of_shame if line["action"] in ("accept", "add")}
    rows = said.loc[sorted(carrying)]
    assert (rows["speaker"] == "participant").all()
    assert not rows["source_id"].map(paths).str.contains("professionals").any()


def test_enough_was_read_for_silence_to_be_claimed(read, decisions):
    passages, _ = read
    looked_at = {line["excerpt_id"] for line in decisions if line["excerpt_id"]}
    said = passages[passages["speaker"] != "facilitator"]
    for kind in ("problem", "idea"):
        for group in N_ASKED:
            invited = said[(said["prompt_kind"] == kind) & (said["perspective"] == group)]
            share = invited["excerpt_id"].isin(looked_at).mean()
            assert 0.8 <= share <= 0.97, (kind, group, share)


def test_few_enough_notes_are_unattributed_for_a_difference_to_be_claimed(read):
    passages, _ = read
    said = passages[passages["speaker"] != "facilitator"]
    for (session, kind), rows in said.groupby(["session_id", "prompt_kind"]):
        if session in ("W1", "W2") and kind in ("problem", "idea"):
            assert (rows["speaker"] == "unattributed").mean() <= 0.25, (session, kind)


@pytest.fixture(scope="module")
def made(bundled, bundled_root):
    """The tables of a whole run, by name."""
    import pandas as pd

    folder = bundled_root / "data" / "processed" / PROJECT
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


@pytest.mark.slow
def test_run_counts_the_people_who_were_planted(made):
    assert planted.people_differences(PROJECT, made["presence"]) == []
    assert planted.presence_differences(PROJECT, made["comparison"], N_ASKED) == []


@pytest.mark.slow
def test_run_draws_the_planted_conclusions(made):
    assert planted.convergence_differences(PROJECT, made["comparison"]) == []
    assert planted.provisional_themes(made["comparison"]) == PROVISIONAL


@pytest.mark.slow
def test_run_holds_a_difference_only_where_one_was_planted(made):
    rows = {key: row for key, _, row in planted.by_theme(made["comparison"])}
    different = {key for key, row in rows.items() if row["prominence"] == "different"}
    assert different == {("Telling it again", "problem"), ("Shame and hiding", "problem")}
    assert different == planted.different_themes(made["comparison"])


@pytest.mark.slow
def test_run_keeps_the_voices_that_are_easily_lost(made):
    serious = planted.serious_excerpts(made["judgements"], made["excerpts"])
    assert set(serious["participant_id"]) == {"P19", "P22"}
    codes = made["comparison"].query("level == 'code' and prompt_kind == 'problem'")
    language = codes[codes["code_id"] == "LANGUAGE"].iloc[0].to_dict()
    side = "a" if language["group_a"] == "professional" else "b"
    assert language[f"k_{side}"] == 0
    assert language[f"unattributed_{side}"] == 2
    assert language["convergence"] == "thin"


@pytest.mark.slow
def test_decisions_bear_the_keywords_out(made):
    demoted = made["codings"]["reason"].str.contains("often rejected", na=False)
    assert not demoted.any()


@pytest.mark.slow
def test_most_coded_excerpts_are_decided_and_some_are_not(made):
    codings = made["codings"]
    by_person = codings[codings["coder"] != "machine"]
    likely = codings[(codings["coder"] == "machine") & (codings["tier"] == "likely")]
    accepted = by_person[by_person["status"] == "accepted"]
    coded = set(likely["excerpt_id"]) | set(accepted["excerpt_id"])
    assert 0.8 <= len(coded & set(by_person["excerpt_id"])) / len(coded) <= 0.9


@pytest.mark.slow
def test_run_lists_what_both_coders_decided(made):
    by_coder = made["codings"][made["codings"]["coder"] != "machine"].groupby("excerpt_id")["coder"]
    n_by_both = int((by_coder.nunique() == 2).sum())
    assert n_by_both / by_coder.ngroups == pytest.approx(0.4, abs=0.05)


def rounds_hold(made):
    given, answers = made["rounds"], made["responses"]
    assert round_differences(given.to_dict("records"), answers.to_dict("records")) == []


def process_holds(made):
    process = made["process"]
    scales = process[process["item"].isin(planted.SCALES) & process["value"].notna()]
    assert planted.process_differences(PROJECT, scales.to_dict("records")) == []


# What a run should hold once it makes the table; until then the check is skipped, and says so.
WAITING = {"rounds": rounds_hold, "responses": rounds_hold, "process": process_holds}


@pytest.mark.slow
@pytest.mark.parametrize("table", WAITING)
def test_run_holds_what_was_planted_in(table, made, capsys):
    planted.skip_until_made(table, made, capsys)
    WAITING[table](made)
