"""Comments in margins: kept as memos by role, masked, nobody's words, and gone with them."""

from __future__ import annotations

import io

import docx
import pytest
from odf import dc, office, opendocument, text

from insights import pipeline

NAMES = "participant_id,name,alias\nP01,Callum Reed,\nP02,Priya Nair,\nF01,Ruth Okafor,\n"
REGISTER = (
    "participant_id,perspective,withdrawn_on\nP01,professional,\nP02,lived_experience,{gone}\n"
)
FICTIONAL = "[project]\nfictional = true\n"
LINES = ("P01: The post went in the drawer.", "P02: My post as well.", "nobody rings back")
COMMENTS = (
    (0, "Ruth Okafor", "Check with Callum Reed on 07700 900123"), (1, "Priya Nair", "That was me"),
    (2, "Somebody Else", "Who said this?"),
)  # fmt: skip


def with_word() -> bytes:
    document = docx.Document()
    document.add_heading("What is hard?", level=1)
    paragraphs = [document.add_paragraph(words) for words in LINES]
    for at, author, words in COMMENTS:
        document.add_comment(paragraphs[at].runs, text=words, author=author, initials="x")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_odfpy() -> bytes:
    document = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text="What is hard?"))
    for at, words in enumerate(LINES):
        paragraph = text.P(text=words)
        for place, author, said in COMMENTS:
            if place == at:
                note = office.Annotation()
                note.addElement(dc.Creator(text=author))
                note.addElement(text.P(text=said))
                paragraph.addElement(note)
        document.text.addElement(paragraph)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def run(project_folder, data: bytes, name: str, gone: str = "") -> pipeline.RunResult:
    root = project_folder({
        "project.toml": FICTIONAL, "key.csv": NAMES, f"notes/{name}": data,
        "participants.csv": REGISTER.format(gone=gone),
    })  # fmt: skip
    return pipeline.run("demo", root=root, until="ingest")


@pytest.mark.parametrize(
    ("writer", "name"), [(with_word, "w1.docx"), (with_odfpy, "w1.odt")], ids=["docx", "odt"]
)
def test_comments_become_memos_by_role_and_masked(project_folder, writer, name):
    result = run(project_folder, writer(), name)
    memos, excerpts = result.table("memos"), result.table("excerpts").set_index("excerpt_id")
    assert memos["author_role"].tolist() == ["facilitator", "participant", "unknown"]
    assert memos["locator"].tolist() == ["paragraph 2", "paragraph 3", "paragraph 4"]
    assert [excerpts["participant_id"][e] for e in memos["excerpt_id"][:2]] == ["P01", "P02"]
    assert "[PERSON" in memos["text"][0] and "[PHONE" in memos["text"][0]
    assert memos["text"][2] == "Who said this?"
    everything = memos.to_csv()
    assert not any(word in everything for word in ("Callum", "Ruth", "Priya", "07700"))
    assert "3 comments in margins are kept as memos, and as nobody's words." in (
        result.summary_lines()
    )


def test_memos_are_never_counted_as_people_or_excerpts(project_folder):
    result = run(project_folder, with_word(), "w1.docx")
    assert set(result.table("participants")["participant_id"]) == {"P01", "P02"}
    assert result.table("excerpts")["text"].str.contains("Check with|Who said").sum() == 0
    source = result.table("sources").iloc[0]
    assert source["n_excerpts"] == 3
    n_accounted = source["n_characters_read"] + source["n_characters_set_aside"]
    assert n_accounted == source["n_characters"]


def test_a_memo_on_the_words_of_somebody_who_withdrew_goes_with_them(project_folder):
    result = run(project_folder, with_word(), "w1.docx", gone="2026-01-02")
    assert result.table("memos")["author_role"].tolist() == ["facilitator", "unknown"]


def test_what_hangs_on_somebody_who_withdrew_goes_with_them(project_folder):
    root = project_folder({
        "participants.csv": REGISTER.format(gone="2026-01-02"),
        "vision/vision.csv": "version,text,agreed_by\n1,Nobody earns help,P01; P02; carer\n2,X,7\n",
        "rounds/r.csv": "feedback_id,participant_id,feedback\n1,P01,A line\n2,P02,A box\n",
        "rounds/s.csv": "feedback_id,response,what\n1,changed,Made\n2,changed,Made it\n",
        "votes/ideas.csv": "idea_id,idea,component\nI1,A log,Callum Reed's part\n",
        "key.csv": NAMES, "project.toml": FICTIONAL,
    })  # fmt: skip
    result = pipeline.run("demo", root=root, until="ingest")
    vision = result.table("vision")
    assert vision["agreed_by"].tolist() == [["P01", "carer"], []]
    assert vision["n_agreed"].tolist() == [1, 7]
    assert result.table("responses")["feedback_id"].tolist() == ["1"]
    assert "Callum" not in result.table("ideas")["component"][0]
