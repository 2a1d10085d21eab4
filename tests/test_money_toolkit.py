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
    return load_project("money-toolkit", ROOT)


@pytest.fixture(scope="module")
def register():
    return {row["participant_id"]: row for row in rows_of("participants.csv")}


@pytest.fixture(scope="module")
def answers():
    header, *rows = make.read_rows("feedback.csv")
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def decisions():
    lines = (RAW / "decisions" / "AB.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def texts(answers):
    """Everything that participants and facilitators wrote, by file."""
    plain = (RAW / "notes").glob("*.[mt]*")
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
        "feedback/feedback.xlsx",
        "notes/lived_experience_second_notes.txt",
        "notes/lived_experience_workshop.md",
        "notes/professionals_workshop.docx",
        "prototypes/toolkit_test.csv",
    ]
    assert {path for session in project.sessions for path in session.files} == {
        file.relative for file in files
    }


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
        "W1": 13, "W2": 12, "T1": 8
    }  # fmt: skip
    both = {person for person, row in register.items() if row["perspective"] == "both"}
    assert {person: register[person]["speaking_as"] for person in both} == {
        "P14": "professional", "P20": "lived_experience"
    }  # fmt: skip


def test_every_kind_of_consent_occurs(project, register):
    speakers = [row for row in register.values() if row["attended"]]
    for use in ("anonymous_quote", "named_quote", "approve_first", "archive", "recontact"):
        assert {row[f"consent_{use}"] for row in speakers} == {"yes", "no"}, use
    ends = [row["consent_expires_on"] for row in speakers if row["consent_expires_on"]]
    assert any(end < project.about["report_on"] for end in ends)
    assert [person for person, row in register.items() if row["withdrawn_on"]] == ["P26"]


def test_contact_details_come_from_ranges_nobody_uses(texts):
    for name, text in texts.items():
        for number in re.findall(r"\b0\d{4} \d{6}\b", text):
            assert number.startswith(("07700 900", "01632 960")), name
        for host in re.findall(r"[\w.]+@([\w.]+\w)", text):
            assert host == "example.org", name
        for district in re.findall(r"\b([A-Z]{1,2}\d{1,2}) \d[A-Z]{2}\b", text):
            assert district == "ZE9", name
        for number in re.findall(r"\b(\d{3}) \d{3} \d{4}\b", text):
            assert number == "999", name


def test_identifiers_and_names_stand_in_the_notes(texts):
    notes = "\n".join(text for name, text in texts.items() if name != "key.csv")
    for words in ("07700 900148", "01632 960355", "shiv.keane@example.org", "999 021 4565",
                  "ZE9 4TR", "QQ123456C", "Kelder Street", "Dr Farrow", "Siobhán"):  # fmt: skip
        assert words in notes, words


def test_codebook_fits_the_project(project):
    codes = rows_of("codebook.csv")
    assert len({code["code_id"] for code in codes}) == len(codes) == 14
    assert {code["theme"] for code in codes} == {theme for theme, _ in planted()}
    assert {code["component"] for code in codes} == set(project.components)
    assert all(code["definition"] and code["include"] and code["keywords"] for code in codes)
    assert [code["code_id"] for code in codes if code["sensitive"] == "yes"] == ["REFUSED"]
    assert {code["code_id"] for code in codes if code["claim"]} == {
        "ASK_WHEN", "OWN_PACE", "SHAME"
    }  # fmt: skip


def test_decisions_hold_together(decisions, project):
    codes = {code["code_id"] for code in rows_of("codebook.csv")}
    themes = {theme for theme, _ in planted()}
    assert len({line["id"] for line in decisions}) == len(decisions)
    assert [line["at"] for line in decisions] == sorted(line["at"] for line in decisions)
    assert {line["coder"] for line in decisions} == {"AB"}
    assert {line["code_id"] for line in decisions if line["code_id"]} == codes
    assert {line["target_id"] for line in decisions if line["target"] == "theme"} <= themes
    assert {line["action"] for line in decisions} >= {
        "accept", "reject", "add", "stance", "kind", "serious", "hold_quote", "convergence"
    }  # fmt: skip
    assert decisions[-1]["at"][:10] < project.about["report_on"]


# ----------------------------------------------------------------------------- the script


def parts(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_script_makes_the_binary_files_that_are_there(tmp_path):
    first = {path.name: path.read_bytes() for path in make.write_binaries(tmp_path)}
    second = {path.name: path.read_bytes() for path in make.write_binaries(tmp_path)}
    assert first == second
    for relative in ("notes/professionals_workshop.docx", "feedback/feedback.xlsx"):
        there = (RAW / relative).read_bytes()
        assert parts(there) == parts(first[Path(relative).name])


@pytest.fixture(scope="module")
def read():
    return make.read_project(ROOT)


def test_script_makes_the_decisions_that_are_there(read):
    assert make.make_decisions(*read) == (RAW / "decisions" / "AB.jsonl").read_bytes()


def test_script_names_the_row_whose_words_are_nowhere(read):
    passages, sources = read
    with pytest.raises(ValueError, match="0 excerpts of pro hold the words"):
        make.make_decisions(passages.iloc[:0].copy(), sources)


# ------------------------------------------------------------------------- what was planted


def test_page_has_a_class_for_every_theme_and_kind():
    assert set(planted_convergence()) == set(planted())


def test_planted_people_were_asked(register, answers):
    answered = {row["Participant ID"] for row in answers}
    for (theme, kind), people in planted().items():
        for group, ids in people.items():
            for person in ids:
                row = register[person]
                assert row["attended"] or person in answered, (theme, kind, person)
                assert group in (row["perspective"], row["speaking_as"]), (theme, kind, person)


def test_words_carry_what_was_planted(read, decisions, register):
    """Keywords and decisions alone, without a run, give the people of the page."""
    assert recorded(read, decisions, register) == planted()


def recorded(read, decisions, register):
    """Return people per theme, kind and group, by accepted codings and undecided keywords."""
    from insights.coding.keywords import find_phrases

    passages, _ = read
    codes = {code["code_id"]: code for code in rows_of("codebook.csv")}
    themes = {code_id: code["theme"] for code_id, code in codes.items()}
    phrases = [(word.strip(), code_id) for code_id, code in codes.items()
               for word in code["keywords"].split(";")]  # fmt: skip
    kinds = {line["excerpt_id"]: line["value"] for line in decisions if line["action"] == "kind"}
    verdicts = {(line["excerpt_id"], line["code_id"]): line["action"] for line in decisions
                if line["action"] in ("accept", "add", "reject")}  # fmt: skip
    found = {key: {"lived_experience": set(), "professional": set()} for key in planted()}
    matches = find_phrases(passages["text"], [phrase for phrase, _ in phrases])
    for row, positions in zip(passages.to_dict("records"), matches, strict=True):
        kind = kinds.get(row["excerpt_id"], row["prompt_kind"]).replace("preference", "idea")
        person = row["participant_id"]
        if row["speaker"] != "participant" or kind not in ("problem", "idea"):
            continue
        group = register[person]["speaking_as"] or register[person]["perspective"]
        suggested = {phrases[position][1] for position in positions}
        decided = {code for (excerpt, code) in verdicts if excerpt == row["excerpt_id"]}
        for code in suggested | decided:
            if verdicts.get((row["excerpt_id"], code), "likely") != "reject":
                found[themes[code], kind][group].add(person)
    return found


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


def serious_people(judgements, excerpts):
    """Return the people whose words a coder marked serious."""
    marked = judgements.loc[judgements["action"] == "serious", "excerpt_id"]
    return set(excerpts.loc[excerpts["excerpt_id"].isin(marked), "participant_id"])


@pytest.fixture(scope="module")
def made(bundled, bundled_root):
    """The tables of a whole run, by name."""
    import pandas as pd

    folder = bundled_root / "data" / "processed" / "money-toolkit"
    names = ("comparison", "presence", "judgements", "excerpts", "codings")
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}


@pytest.mark.slow
def test_run_counts_the_people_who_were_planted(made):
    assert people_differences(made["presence"]) == []
    assert presence_differences(made["comparison"]) == []


@pytest.mark.slow
def test_run_draws_the_planted_conclusions(made):
    assert convergence_differences(made["comparison"]) == []
    assert provisional_themes(made["comparison"]) == PROVISIONAL


@pytest.mark.slow
def test_run_holds_a_difference_only_where_one_was_planted(made):
    rows = {key: row for key, _, row in _by_theme(made["comparison"])}
    different = {key for key, row in rows.items() if row["prominence"] == "different"}
    assert different == {("Telling it again", "problem"), ("Shame and hiding", "problem")}
    assert all(rows[key]["robust"] for key in different)


@pytest.mark.slow
def test_run_keeps_the_voices_that_are_easily_lost(made):
    assert serious_people(made["judgements"], made["excerpts"]) == {"P19", "P22"}
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
