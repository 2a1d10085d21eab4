"""Transcripts: cues become turns by the right person, with the time as the place."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
import webvtt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.project import InputFile, load_project
from insights.sources.ledger import LEFT_OVER
from insights.sources.material import FileReading
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.register import read_register
from insights.sources.transcripts import read_transcript
from tests.fuzz.mutate import check_reading

ALIASES = {"priya nair": "P01", "priya": "P01", "siobhán keane": "P02", "ruth allen": "F01"}
REGISTER = "participant_id,perspective\nP01,lived experience\nP02,professional\nP07,both\n"
Said = tuple[str, str | None, str]


def read(folder: Path, name: str, data: str | bytes, toml: str = "") -> FileReading:
    raw = folder / "data" / "raw" / "demo"
    path = raw / "transcripts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (raw / "participants.csv").write_text(REGISTER, encoding="utf-8")
    (raw / "project.toml").write_text(toml, encoding="utf-8")
    project = load_project("demo", folder)
    people = People(project, ALIASES)
    read_register(project, people)
    file = InputFile(path, f"transcripts/{name}", "transcript")
    reading = read_transcript(project, file, people, Prompts(project))
    check_reading(reading)
    assert LEFT_OVER not in (reading.set_aside or {})
    return reading


def said(reading: FileReading) -> list[Said]:
    return [(one.locator, "F01" if one.speaker == "facilitator" else one.participant_id, one.text)
            for one in reading.passages]  # fmt: skip


def cue(n: int, words: str) -> str:
    return f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{words}\n\n"


def test_teams_voices_are_joined_into_turns(tmp_path):
    vtt = "WEBVTT\n\nNOTE made by Teams\n\n" + "".join(
        f"0b1-4/{n}-0\n" + cue(n, words) for n, words in enumerate([
            "<v Priya Nair>The post went in\nthe drawer.</v>",
            "<v Priya Nair>I lied &amp; hid it.</v>",
            "<v Ruth Allen>Who else?</v> <v Siobhán Keane (NHS)>Me.</v>",
            "<v Callum Boyd>Me too.</v>",
            "Nobody is tagged here.",
        ], start=1)
    )  # fmt: skip
    assert said(read(tmp_path, "a.vtt", vtt)) == [
        ("00:00:01", "P01", "The post went in the drawer. I lied & hid it."),
        ("00:00:03", "F01", "Who else?"), ("00:00:03", "P02", "Me."),
        ("00:00:04", None, "Me too."), ("00:00:05", None, "Nobody is tagged here."),
    ]  # fmt: skip


def test_zoom_labels_two_speakers_in_a_cue_and_several_at_once(tmp_path):
    vtt = "WEBVTT\n\n" + "".join(
        f"{n}\n" + cue(n, words) for n, words in enumerate([
            "Priya Nair: The post went in", "Priya Nair: the drawer.",
            "- Ruth Allen: Who else?\n- Siobhán Keane: Me. At 10:30.", "and nobody here",
            "Priya and Siobhán Keane: Yes.", "[laughter]", "P07 (GP): Mine.",
        ], start=1)
    )  # fmt: skip
    reading = read(tmp_path, "a.vtt", vtt)
    assert said(reading) == [
        ("00:00:01", "P01", "The post went in the drawer."), ("00:00:03", "F01", "Who else?"),
        ("00:00:03", "P02", "Me. At 10:30."), ("00:00:04", None, "and nobody here"),
        ("00:00:05", None, "Yes."), ("00:00:07", "P07", "Mine."),
    ]  # fmt: skip
    assert (reading.set_aside or {})["stage directions"] == 10


TURNED = [("00:00:05", "P01", "The post.\nAnd the rest of it."), ("00:00:12", None, "Yes."),
          ("01:02:03", "F01", "Who else?"), ("01:02:09", "P02", "Me."),
          ("01:02:11", None, "A stranger."), ("01:02:12", "P07", "Mine.")]  # fmt: skip
HEADERS = ["Priya Nair", "Unknown Speaker", "Ruth Allen", "Siobhán Keane", "Callum Boyd", "P07"]


@pytest.mark.parametrize("shape", ["otter.txt", "otter.docx", "teams.docx", "arrows.txt",
                                   "before.txt", "table.docx"])  # fmt: skip
def test_the_forms_that_programs_write(tmp_path, shape):
    style, suffix = shape.split(".")
    rows = [(time, name, words) for name, (time, _, words) in zip(HEADERS, TURNED, strict=True)]
    if shape == "table.docx":
        document = docx.Document()
        grid = document.add_table(rows=1, cols=3)
        for cell, words in zip(grid.rows[0].cells, ("Time", "Speaker", "Words"), strict=True):
            cell.text = words
        for row in rows:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = words
    else:
        forms = {
            "otter": "{name}  {time}\n{words}", "teams": "{name}   {time}\n{words}",
            "arrows": "{time}.000 --> {time}.900\n{name}\n{words}",
            "before": "[{time}] {name}\n{words}",
        }  # fmt: skip
        turns = [forms[style].format(time=t, name=n, words=w) for t, n, w in rows]
        if style in ("otter", "teams"):
            turns.insert(0, "Our meeting\n\nWed, 20 Mar 2024\n\nSUMMARY KEYWORDS\n\nmoney, post")
            turns.append("Transcribed by https://otter.ai")
    if suffix == "docx" and shape != "table.docx":
        document = docx.Document()
        for turn in turns:
            for part in turn.split("\n\n"):
                document.add_paragraph(part)
    if suffix == "docx":
        out = io.BytesIO()
        document.save(out)
        data = out.getvalue()
    else:
        data = "\n\n".join(turns).encode()
    found = said(read(tmp_path, f"a.{suffix}", data))
    if style == "arrows":
        found = [(at, who, words.replace("post. And", "post.\nAnd")) for at, who, words in found]
    assert found == TURNED


def test_what_a_facilitator_asks_is_the_activity_where_project_toml_knows_it(tmp_path):
    toml = '[prompts]\n"What would help?" = "idea"\n'
    text = "P01: It is hard.\n\nRuth Allen: Right. What would help?\n\nP01: A nurse.\n"
    reading = read(tmp_path, "a.txt", text, toml)
    assert [one.prompt_kind for one in reading.passages] == ["unspecified", "idea", "idea"]


@pytest.mark.parametrize("data", ["", "WEBVTT\n", "WEBVTT\n\nNOTE only\nthis\n", "-->\n-->",
                                  "1\n" * 200, "00:00:01.000 --> 00:00:02.000\n"])  # fmt: skip
def test_a_transcript_without_words_says_so(tmp_path, data):
    reading = read(tmp_path, "a.vtt", data)
    assert [one.text for one in reading.passages if one.text.strip("1\n >-")] == []


WORDS = st.text(
    st.characters(categories=["L", "N", "Po", "So", "Zs"], exclude_characters=":<>&[]()*_-♪\u1680"),
    min_size=1, max_size=40,
).map(lambda words: f"so {' '.join(words.split())} then")  # fmt: skip


@pytest.mark.parametrize("form", ["vtt", "srt"])
@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(turns=st.lists(st.tuples(st.sampled_from(["P01", "P02", "P07"]), WORDS), min_size=1,
                      max_size=6))  # fmt: skip
def test_captions_by_another_library_come_back_character_for_character(tmp_path, form, turns):
    captions = webvtt.WebVTT()
    expected: list[tuple[str, str]] = []
    for n, (who, words) in enumerate(turns):
        times = (f"00:00:{n:02}.000", f"00:00:{n:02}.900")
        captions.captions.append(webvtt.Caption(*times, f"{who}: {words}"))
        if expected and expected[-1][0] == who:
            expected[-1] = (who, f"{expected[-1][1]} {words}")
        else:
            expected.append((who, words))
    out = io.StringIO()
    captions.write(out, format=form)
    found: list[tuple[str | None, str]] = []
    for one in read(tmp_path, f"a.{form}", out.getvalue()).passages:
        if found and found[-1][0] == one.participant_id:
            found[-1] = (one.participant_id, f"{found[-1][1]} {one.text}")
        else:
            found.append((one.participant_id, one.text))
    assert found == expected
