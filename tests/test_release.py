"""From drafts to what may leave: the gate, the files, and making them again."""

import csv
import functools
import hashlib
import io
import json
import shutil
import zipfile

import pytest

from insights import pipeline
from insights.pipeline import making, records

NAME = "letting-go"
MARKER = "spoke about this; their words are not quoted."
CODEBOOK = (
    "code_id,name,theme,definition,keywords,claim,status\n"
    "FORMS,Forms,Paper,Forms nobody can fill in,form;forms,,agreed\n"
    "LOG,A log,Keeping track,Writing down who said what,log;diary,,agreed\n"
)
# Each person's answer, and whether a release may quote it.
PEOPLE = {
    "P01": ("lived_experience", "yes", "no", "", "Seventeen forms lay on the kitchen table."),
    "P02": ("lived_experience", "yes", "yes", "", "My forms came back torn and wet twice over."),
    "P03": ("lived_experience", "yes", "yes", "", "A purple form arrived on the wrong morning."),
    "P04": ("lived_experience", "no", "no", "", "Every form asks about my dead budgerigar."),
    "P05": ("lived_experience", "", "no", "", "The forms went under the rabbit hutch at once."),
    "P06": ("lived_experience", "yes", "no", "2020-01-01", "Old forms made good paper aeroplanes."),
    "P07": ("professional", "yes", "no", "2999-01-01", "We print forms in a very small grey type."),
    "P08": ("professional", "yes", "no", "", "Our forms have four pages about chimneys alone."),
    "P09": ("professional", "yes", "no", "", "Nobody here reads the forms before they leave."),
    "P10": ("professional", "no", "yes", "", "I shred unsigned forms on Fridays without remorse."),
    "P11": ("professional", "yes", "no", "", "Three forms ask the same of different drawers."),
    "P12": ("professional", "", "", "", "Forms breed quietly in the bottom of my cupboard."),
    "P13": ("lived_experience", "yes", "yes", "2020-01-01", "Wet forms smell of the bus shelter."),
    "P14": ("lived_experience", "", "yes", "", "The forms live behind a loose tile these days."),
    "P15": ("lived_experience", "no", "no", "2999-01-01", "Forms taught my parrot to swear at me."),
    "P16": ("lived_experience", "yes", "yes", "2999-01-01", "I fold forms into hats for the cat."),
    "P17": ("lived_experience", "yes", "yes", "", "Four forms fell out of the clock at noon."),
    "P18": ("lived_experience", "yes", "no", "",
            "As the only deaf man in the group I get forms read to me."),
    "P19": ("lived_experience", "yes", "no", "",
            "As the only deaf woman in the group I read forms for three."),
}  # fmt: skip
APPROVED = ("P03", "P10", "P13", "P14", "P15", "P16", "P17", "P19")
HELD = ("P09", "P17")
MAY_BE_QUOTED = {"P01", "P03", "P07", "P08", "P11", "P16", "P19"}
CLEARED = {PEOPLE[p][4] for p in MAY_BE_QUOTED}
WITHHELD = {words for p, (*_, words) in PEOPLE.items() if p not in MAY_BE_QUOTED}
NAMES = "participant_id,name,aliases\nP01,Xanthe Quillfeather,\n"


def files():
    register = [
        (
            "participant_id,perspective,consent_take_part,consent_analysis,"
            "consent_anonymous_quote,consent_approve_first,consent_expires_on"
        )
    ]
    answers = ["participant_id,perspective,What gets in the way?"]
    for person, (group, quote, first, until, words) in PEOPLE.items():
        register.append(f"{person},{group},yes,yes,{quote},{first},{until}")
        answers.append(f"{person},{group},{words}")
    return {
        "project.toml": '[project]\ntitle = "Letting go"\nfictional = true\n'
        '[prompts]\n"What gets in the way?" = "problem"\n'
        '[compare]\ngroups = ["lived_experience", "professional"]\n',
        "codebook.csv": CODEBOOK,
        "participants.csv": "\n".join(register) + "\n",
        "key.csv": NAMES,
        "feedback/xanthe_quillfeather_answers.csv": "\n".join(answers) + "\n",
        ".salt": "0123456789abcdef0123456789abcdef\n",
    }


def decide(root, **line):
    """Add one decision line, always the same one for the same call."""
    path = root / "data" / "raw" / NAME / "decisions" / "AB.jsonl"
    path.parent.mkdir(exist_ok=True)
    n = path.read_text(encoding="utf-8").count("\n") if path.exists() else 0
    whole = {"id": f"line{n}", "at": "2026-03-02T09:30:00Z", "coder": "AB", **line}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(whole) + "\n")


def excerpt_of(root, words):
    table = pipeline.read_tables(NAME, root=root)["excerpts"]
    return table.loc[table["text"] == words, "excerpt_id"].iloc[0]


@pytest.fixture(scope="module", autouse=True)
def few_drafts():
    """Draw one draft alone before each release: nothing here reads the others."""
    patch = pytest.MonkeyPatch()
    least = functools.partial(pipeline.run, only=["researchers"], formats=["html"])
    patch.setattr(pipeline, "run", least)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def released(tmp_path_factory, no_network):
    """The root of a project with one release, and what the release command said."""
    root = tmp_path_factory.mktemp("released")
    folder = root / "data" / "raw" / NAME
    for relative, content in files().items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    pipeline.run(NAME, root=root, until="ingest")
    said = [("approve_quote", person) for person in APPROVED]
    for action, person in [*said, *(("hold_quote", person) for person in HELD)]:
        excerpt_id = excerpt_of(root, PEOPLE[person][4])
        decide(root, action=action, target="excerpt", target_id=excerpt_id, excerpt_id=excerpt_id)
    for row in pipeline.waiting_strings(NAME, root=root).to_dict("records"):
        decide(root, action="unmask", target="string", target_id=row["string_id"])
    return root, pipeline.release(NAME, root=root)


def text_of(name, data):
    """Return everything a person could read in a file."""
    if name.endswith(".pdf"):
        from pypdf import PdfReader

        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(
            io.BytesIO(data)).pages)  # fmt: skip
    if name.endswith((".docx", ".xlsx")):
        import re

        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            parts = [zipped.read(n).decode("utf-8", "replace") for n in zipped.namelist()]
        return " ".join(re.sub(r"<[^>]+>", "", part) for part in parts)
    return data.decode("utf-8")


@pytest.fixture(scope="module")
def told(released):
    """Everything a person could read in each file of the release."""
    return {name: text_of(name, data) for name, data in read_release(released[0]).items()}


def read_release(root, number=1):
    folder = root / "reports" / NAME / "released" / str(number)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_is_made_once_everything_is_settled(released):
    root, done = released
    assert (done.state, done.number, done.stops) == ("made", 1, ())
    assert set(read_release(root)) == set(done.files) >= {
        "commissioner.html", "commissioner.docx", "commissioner.pdf", "participants.html",
        "professionals.html", "researchers.html", "evidence.csv", "comparison.csv",
        "recommendations.csv", "framework.xlsx", "manifest.json",
    }  # fmt: skip


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_consent_decides_in_every_format(told, person):
    words = PEOPLE[person][4]
    holding = {name for name, text in told.items() if words in text}
    if person in MAY_BE_QUOTED:
        assert {"evidence.csv", "commissioner.html", "commissioner.docx", "commissioner.pdf",
                "researchers.html"} <= holding  # fmt: skip
    else:
        assert holding == set()


@pytest.mark.parametrize("name", ["commissioner.html", "commissioner.docx", "commissioner.pdf",
                                  "evidence.csv", "framework.xlsx"])  # fmt: skip
def test_a_sentence_stands_for_words_that_are_not_quoted(told, name):
    assert "words are not quoted." in told[name] or "framework" in name
    assert "“A professional spoke about this" not in told[name]


def test_nothing_in_a_release_calls_itself_a_draft(told):
    for name, text in told.items():
        assert "nternal draft" not in text and "not yet cleared" not in text, name
    page = told["commissioner.html"]
    assert "Released 1" in page and "Fictional demonstration data" in page


def test_a_file_named_after_somebody_is_told_masked_and_stops_no_release(told):
    inputs = json.loads(told["manifest.json"])["inputs"]
    assert "feedback/[PERSON]_[PERSON]_answers.csv" in inputs
    assert not any("quillfeather" in text.casefold() for text in told.values())


def test_no_row_of_the_evidence_is_one_persons_story(released):
    rows = list(csv.DictReader(io.StringIO(read_release(released[0])["evidence.csv"].decode())))
    assert rows and all(
        row["quote"] in CLEARED or (row["quote"] == "" and MARKER in row["withheld"])
        for row in rows
    )
    assert all(row["locator"].startswith("column ") and row["start"] == "" for row in rows)


def test_the_matrix_has_groups_and_no_people(told):
    assert not any(person in told["framework.xlsx"] for person in PEOPLE)


def test_what_is_not_quoted_is_listed_with_the_reason(released):
    said = " ".join(item.what for item in released[1].items if item.kind == "quote")
    for reason in ("run out", "did not agree", "no consent", "holds it back", "see it first"):
        assert reason in said


def test_the_record_keeps_numbers_and_nobodys_words(released):
    folder = released[0] / "data" / "raw" / NAME / "releases" / "1"
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not any(words.encode() in kept for words in WITHHELD | CLEARED)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    written = read_release(released[0])
    assert manifest["files"] == {n: hashlib.sha256(d).hexdigest() for n, d in written.items()}


def test_nothing_changed_means_the_release_still_stands_and_is_the_same_byte_for_byte(released):
    root, _ = released
    before = read_release(root)
    shutil.rmtree(root / "reports" / NAME / "released")
    again = pipeline.release(NAME, root=root)
    assert (again.state, again.number) == ("stands", 1)
    assert "release 1 still stands" in again.headline and again.notes
    assert read_release(root) == before


@pytest.fixture
def copied(released, tmp_path):
    """A copy of the released project, to change."""
    root = tmp_path / "copy"
    shutil.copytree(released[0], root)
    return root


def test_a_consent_that_is_taken_back_is_dropped_and_said(copied):
    register = copied / "data" / "raw" / NAME / "participants.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("P08,professional,yes,yes,yes", "P08,professional,yes,yes,no"),
                        encoding="utf-8")  # fmt: skip
    done = pipeline.release(NAME, root=copied)
    assert (done.state, done.number) == ("made", 2)
    assert done.notes and "1 excerpt that release 1 quoted may no longer be quoted" in done.notes[0]
    told = {n: text_of(n, d) for n, d in read_release(copied, 2).items()}
    assert not any(PEOPLE["P08"][4] in text for text in told.values())
    assert "What changed since release 1" in told["commissioner.html"]
    assert PEOPLE["P08"][4] in text_of("x.csv", read_release(copied)["evidence.csv"])


@pytest.mark.slow
def test_verify_finds_nothing_where_nothing_changed(released):
    verified = pipeline.verify(NAME, root=released[0])
    assert verified.same and not verified.causes
    assert "byte by byte" in verified.headline


def test_verify_names_the_one_decision_that_was_changed_and_the_file_that_was_touched(
    copied, monkeypatch
):
    monkeypatch.setattr(
        making, "_draw", lambda documents, template, tell: ({}, [])
    )  # numbers alone
    (copied / "reports" / NAME / "released" / "1" / "comparison.csv").write_text("x")
    excerpt_id = excerpt_of(copied, PEOPLE["P11"][4])
    decide(copied, action="reject", target="excerpt", target_id=excerpt_id,
           excerpt_id=excerpt_id, code_id="FORMS")  # fmt: skip
    verified = pipeline.verify(NAME, root=copied)
    assert not verified.same
    assert [cause.kind for cause in verified.causes] == ["decisions"]
    (place,) = verified.causes[0].where
    assert place.startswith("decisions/AB.jsonl:") and place.endswith("(new)")
    counts = {(d.table, d.column, d.released, d.now) for d in verified.differences}
    assert ("comparison", "k_b", "6", "5") in counts
    assert verified.touched == ("comparison.csv (changed)",)


def test_a_name_in_any_place_of_any_file_stops_the_release_with_its_place(copied, monkeypatch):
    """A quote, a chart's label, a file's name, a property, a comment: five files, one each."""
    from tests.test_release_scan import CHART, docx, page, xlsx

    name = "Xanthe Quillfeather"
    planted = {
        "commissioner.html": (page(f"<blockquote>I told {name} twice.</blockquote>"), "text 1"),
        "researchers.html": (page(CHART.format(json.dumps({"y": [name]}))), "chart data near"),
        "xanthe_quillfeather.csv": (b"a\n1\n", "the file's name"),
        "commissioner.docx": (docx(author=name), "the properties of the file (creator)"),
        "framework.xlsx": (xlsx(comment=f"ask {name}"), "a comment on a cell"),
    }
    for file, (data, place) in planted.items():
        monkeypatch.setattr(making, "_draw", lambda *_, made=(file, data): (dict([made]), []))
        items = _stops_of(copied)
        assert [item.where for item in items if file in item.where and place in item.where], file
        assert not any(item.target for item in items)  # nobody can wave a registered name through


def _stops_of(root):
    """Return what stops a release, of what a scan of its files finds."""
    from insights.pipeline import releasing
    from insights.pipeline.inputs import Inputs
    from insights.pipeline.scanning import scan_release
    from insights.privacy import read_names
    from insights.project import load_project

    settings = load_project(NAME, root)
    tables = pipeline.read_tables(NAME, root=root)
    made = releasing.make_release(settings, tables, Inputs(settings, 0), 2, lambda *_: None)
    hits = scan_release(made, read_names(settings)[0])
    return [item for item in made.gate.items(0, hits, ()) if item.kind == "scan" and item.stops]


def test_a_stopped_release_leaves_nothing(copied, monkeypatch):
    """A name in what is written, whatever file it got into, stops everything."""
    page = "commissioner.html"
    said = b"<!doctype html><html><body><p>Xanthe Quillfeather said so.</p></body></html>"
    monkeypatch.setattr(making, "_draw", lambda documents, template, tell: ({page: said}, []))
    done = pipeline.release(NAME, root=copied)
    assert done.state == "stopped" and done.folder is None
    (hit,) = [item for item in done.stops if item.kind == "scan"]
    assert hit.where.startswith(f"{page}, ") and "Xanthe" not in json.dumps(hit.as_dict())
    folder = copied / "reports" / NAME / "released"
    assert [path.name for path in folder.iterdir()] == ["1"]
    assert [r.number for r in records.list_releases(done.project)] == [1]
