"""One note, from the file a facilitator typed to the sentence a commissioner reads."""

import json
import re

import pandas as pd
import pytest

from insights import analysis, coding, pipeline, privacy, reporting, sources, store, tables
from insights.project import load_project
from tests.conftest import BUNDLED

SAID = "I have told it that many times"  # Siobhán, in the lived-experience workshop
THEME, KIND = "Telling it again", "problem"


@pytest.fixture(scope="module")
def read(bundled_root):
    """What the file holds before anything is done to it."""
    project = load_project(BUNDLED, bundled_root)
    names, _ = privacy.read_names(project)
    return project, names, sources.read_sources(project, names.aliases(), project.salt())


@pytest.fixture(scope="module")
def excerpt(bundled):
    rows = bundled.table("excerpts")
    return rows[rows["text"].str.contains(SAID, regex=False)].iloc[0]


def test_read_notes_and_segment_passages(read):
    project, _, material = read
    passages = material.passages
    passage = passages[passages["text"].str.contains(SAID, regex=False)].iloc[0]
    typed = (project.raw / "notes" / "lived_experience_workshop.md").read_text(encoding="utf-8")
    assert re.search(rf"^Shiv: .*{SAID}", typed, re.M)
    text = material.texts[passage["source_id"]]
    assert text[passage["start"] : passage["end"]] == passage["text"]
    key = pd.read_csv(project.raw / "key.csv", dtype=str, keep_default_na=False)
    named = key[key["participant_id"] == passage["participant_id"]].iloc[0]
    assert "Shiv" in named["aliases"]
    assert passage["perspective"] == "lived_experience"
    assert passage["prompt_kind"] == KIND


def test_redact_excerpts(read, bundled, excerpt):
    _, names, material = read
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (bundled.project.processed / "texts").glob("*.txt")
    }
    masked = texts[excerpt["source_id"]]
    assert masked[excerpt["start"] : excerpt["end"]] == excerpt["text"]
    raw = material.texts[excerpt["source_id"]]
    assert "Shiv:" in raw
    assert "Shiv" not in masked
    assert privacy.scan_text(excerpt["text"], names) == []


def test_suggest_codings(bundled, excerpt):
    codes = bundled.table("codes")
    suggested = coding.suggest_codings(bundled.table("excerpts"), codes)
    mine = suggested[suggested["excerpt_id"] == excerpt["excerpt_id"]]
    themes = mine.merge(codes, on="code_id")["theme"]
    assert THEME in set(themes)
    assert set(mine["status"]) == {"suggested"}
    assert mine["reason"].str.contains("keyword").all()


def test_fit_topics(bundled, excerpt):
    placed = bundled.table("excerpt_topics").set_index("excerpt_id")["topic_id"]
    assert placed[excerpt["excerpt_id"]] in set(bundled.table("topics")["topic_id"])


def test_a_person_decides_and_apply_decisions(bundled, excerpt):
    lines = [
        json.loads(line)
        for path in (bundled.project.raw / "decisions").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    accepted = {
        line["code_id"]
        for line in lines
        if line.get("excerpt_id") == excerpt["excerpt_id"] and line["action"] in ("accept", "add")
    }
    codings = bundled.table("codings")
    mine = codings[
        (codings["excerpt_id"] == excerpt["excerpt_id"]) & (codings["status"] == "accepted")
    ]
    assert set(mine["code_id"]) == accepted != set()
    counted = coding.counted_codings(codings)
    assert counted[counted["excerpt_id"] == excerpt["excerpt_id"]]["confirmed"].any()


def test_theme_presence(bundled, excerpt):
    presence = bundled.table("presence").query(
        "level == 'theme' and theme == @THEME and prompt_kind == @KIND"
    )
    mine = presence[presence["participant_id"] == excerpt["participant_id"]]
    assert len(mine) == 1  # one person, however often they said it
    assert excerpt["excerpt_id"] in mine.iloc[0]["excerpt_ids"]


def comparison(bundled):
    rows = bundled.table("comparison")
    found = rows.query("level == 'theme' and theme == @THEME and prompt_kind == @KIND")
    assert len(found) == 1
    return found.iloc[0]


def test_compare_groups_and_classify_convergence(bundled):
    row = comparison(bundled)
    presence = bundled.table("presence").query(
        "level == 'theme' and theme == @THEME and prompt_kind == @KIND"
    )
    people = presence[presence["participant_id"].notna()].groupby("group").size()
    assert (row["k_a"], row["k_b"]) == (people["lived_experience"], people["professional"])
    assert row["difference"] == pytest.approx(row["k_a"] / row["n_a"] - row["k_b"] / row["n_b"])
    low, high = analysis.wilson_interval(row["k_a"], row["n_a"])
    assert (low, high) == pytest.approx((row["low_a"], row["high_a"]), abs=1e-4)
    assert row["convergence"] == "partly convergent"
    assert f"{row['k_a']} of {row['n_a']} people with lived experience" in row["sentence"]


def test_draft_findings(bundled, excerpt):
    findings = bundled.table("findings").query("theme == @THEME and prompt_kind == @KIND")
    finding = findings.iloc[0]
    assert excerpt["excerpt_id"] in finding["excerpt_ids"]
    assert finding["convergence"] == comparison(bundled)["convergence"]


def test_draft_recommendations(bundled):
    finding_id = (
        bundled.table("findings")
        .query("theme == @THEME and prompt_kind == @KIND")
        .iloc[0]["finding_id"]
    )
    recommendations = bundled.table("recommendations")
    mine = [row for row in recommendations.to_dict("records") if finding_id in row["finding_ids"]]
    assert mine
    said = bundled.table("excerpts").set_index("excerpt_id")["text"]
    for row in mine:
        if isinstance(row["proposal_excerpt_id"], str):
            assert row["proposal"] in said[row["proposal_excerpt_id"]]


def test_compose_commissioner_report_and_render_html(bundled, excerpt):
    evidence = bundled.table("evidence")
    claims = evidence[evidence["excerpt_id"] == excerpt["excerpt_id"]]
    assert len(claims)
    assert set(claims["quote"]) == {excerpt["text"]}
    assert claims["source"].str.endswith("lived_experience_workshop.md").all()
    page = (bundled.project.reports / "commissioner.html").read_text(encoding="utf-8")
    row = comparison(bundled)
    assert f"{row['k_a']} of {row['n_a']} people with lived experience" in page
    finding = bundled.table("findings").query("theme == @THEME and prompt_kind == @KIND").iloc[0]
    assert f'id="claim-{finding["finding_id"]}"' in page


def test_every_claim_rests_on_words_that_stand_in_a_source(bundled):
    evidence = bundled.table("evidence")
    texts = {}
    by_path = bundled.table("sources").set_index("path")["source_id"]
    for row in evidence.to_dict("records"):
        source_id = by_path[row["source"]]
        if source_id not in texts:
            path = bundled.project.processed / "texts" / f"{source_id}.txt"
            texts[source_id] = path.read_bytes().decode("utf-8")
        assert texts[source_id][row["start"] : row["end"]] == row["quote"]


def test_the_whole_way_is_one_verb(bundled):
    assert isinstance(bundled, pipeline.RunResult)
    assert reporting.check_house_style(bundled.next_step) == []
    for name in ("excerpts", "codings", "comparison", "findings", "recommendations", "evidence"):
        tables.conform(name, store.read_table(bundled.project.processed / f"{name}.parquet"))
