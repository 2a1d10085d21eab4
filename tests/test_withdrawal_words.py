"""A name that is also a word: what goes, what a person is asked to read, what is left alone."""

import ast
import json
from pathlib import Path

import pytest

from insights import pipeline
from insights.errors import InsightsError
from insights.pipeline.starting import is_own_form
from insights.privacy import Names, Person, exact_id, leftovers, string_id
from insights.privacy.leftovers import Sought, _kinds
from insights.privacy.unpacking import Piece
from insights.privacy.who import Said, Who
from insights.privacy.withdrawn import fold_words
from insights.project import load_project

SALT = b"0123456789abcdef"


def who(name, *said, others=()):
    return Who(
        "P07", Person("P07", name), Names(tuple(Person(f"P{i}", n) for i, n in enumerate(others))),
        said=Said(SALT, dict(said)),
    )  # fmt: skip


def mask(word):
    return string_id(word, SALT), "mask"


@pytest.mark.parametrize(
    ("name", "text", "may"),
    [
        ("Joy Amery", "joy would rather stay", True),
        ("Joy Amery", "we asked and joy's answer was no", True),
        ("Joy Amery", "Joy said so.", False),  # surely meant: it is taken out, and not asked about
        ("Joy Amery", "We enjoy it.", False),
        ("Will Amery", "it will never work", False),  # a word that no sentence does without
        ("Will Amery", "we will ask will about it", True),
        ("Marta Quill", "she sharpened a quill", False),  # no everyday word: it is taken out
    ],
)
def test_a_word_that_is_also_their_name_is_for_a_person_to_read(name, text, may):
    assert who(name).may_be_named(text) is may


def test_what_people_said_of_the_word_decides():
    text = "joy would rather stay"
    assert who("Joy Amery").redact(text) == text
    assert who("Joy Amery", mask("Joy")).redact(text) == "[PERSON] would rather stay"
    assert not who("Joy Amery", mask("Joy")).may_be_named(text)
    assert who("Joy Amery", (exact_id("joy", SALT), "mask")).redact(text).startswith("[PERSON]")
    assert not who("Joy Amery", (string_id("Joy", SALT), "unmask")).may_be_named(text)
    assert who("Joy Amery", mask("Hope")).redact(text) == text  # said of another word
    # Masked as a run does it: not every "will", but the one that a person was asked about.
    said = who("Will Amery", mask("Will"))
    assert said.redact("it will never work") == "it will never work"
    assert said.redact("Will is late.") == "[PERSON] is late."


@pytest.mark.parametrize(("decided", "found"), [([], set()), ([mask("Joy")], {"their name"})])
def test_the_search_finds_such_a_word_where_somebody_said_that_it_is_a_name(decided, found):
    key = b"k" * 16
    sought = Sought.of(key, who("Joy Amery", *decided), (), ())
    sought = Sought.read(key, sought.render())
    piece = Piece("a.md", "line 1", "joy would rather stay")
    assert fold_words(piece.text)[0] == "joy"
    assert _kinds(piece, sought) == found


NOTES = """# Workshop

## What gets in the way?

Joy: nobody told us when the hall would open

Ben: joy would rather stay at home than queue

Ben: it is a joy to come here when the tea is on
"""


@pytest.fixture
def root(project_folder):
    return project_folder({
        "project.toml": '[project]\ntitle = "Halls"\nfictional = true\n', "notes/day.md": NOTES,
        "key.csv": "participant_id,name,aliases\nP07,Joy Amery,\nP02,Ben Osei,\nF01,Ada Bell,\n",
        "participants.csv": "participant_id,perspective\nP07,lived_experience\nP02,professional\n",
        ".salt": "0123456789abcdef\n",
    })  # fmt: skip


def withdraw(root, who, **more):
    return pipeline.withdraw("demo", who, root=root, rebuild=False, today="2026-04-01", **more)


def test_the_certificate_lists_the_places_where_the_word_may_be_the_person(root):
    done = withdraw(root, "Joy Amery")  # by name
    assert done.certificate.found == []
    listed = [(one["file"], one["why"]) for one in done.certificate.to_read]
    assert listed == [("notes/day.md", "a word that is also their name")] * 2
    assert "joy" not in done.certificate.text("Halls").casefold()
    assert withdraw(root, "joy amery").state == "done before"


def test_a_decision_to_mask_the_word_takes_it_out_of_what_others_said(root):
    settings = load_project("demo", root)
    line = {"id": "d1", "at": "2026-03-01T10:00:00Z", "coder": "AB", "action": "mask",
            "target": "string", "target_id": string_id("Joy", settings.salt())}  # fmt: skip
    path = settings.raw / "decisions" / "AB.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps(line) + "\n")
    done = withdraw(root, "P07")
    notes = (settings.raw / "notes" / "day.md").read_text()
    assert "joy" not in notes.casefold()
    assert "Ben: [PERSON] would rather stay at home than queue" in notes
    assert done.certificate.counts["names"] == 2
    assert done.certificate.found == []


def test_a_name_at_the_command_line_is_told_back_as_an_id(root):
    from typer.testing import CliRunner

    from insights.cli import app

    def say(*words, **more):
        return CliRunner().invoke(app, ["withdraw", "demo", *words, "--root", str(root)], **more)

    dry = say("joy", "--dry-run").output
    assert "This is P07 (J. A., person with lived experience)." in dry
    assert "`insights withdraw demo P07`" in dry
    asked = say("Joy Amery", input="n\n").output
    assert "Take P07 (J. A., person with lived experience) out of demo for good?" in asked
    assert "Nothing was changed." in asked
    assert "Amery" not in dry + asked


@pytest.mark.parametrize(
    ("words", "said"), [("Ada", "facilitator"), ("F01", "facilitator"), ("Zo", "id or name")]
)
def test_who_is_nobody_or_a_facilitator_is_refused(root, words, said):
    with pytest.raises(InsightsError, match=said) as refused:
        withdraw(root, words)
    assert "Ada" not in str(refused.value)


def test_forms_that_nobody_filled_in_are_the_products_own_and_need_no_look(tmp_path):
    pipeline.new("halls", root=tmp_path)
    raw = tmp_path / "data" / "raw" / "halls"
    (raw / "project.toml").write_text('[project]\ntitle = "Halls"\nfictional = true\n')
    (raw / "notes" / "day.md").write_text(NOTES)
    (raw / "key.csv").write_text("participant_id,name\nP07,Joy Amery\nP02,Ben Osei\n")
    (raw / "votes" / "ballots.csv").write_text("participant_id,idea_id,votes\n")
    (raw / "notes" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    assert is_own_form(raw / "feedback" / "answers.xlsx")
    before = {p: p.read_bytes() for p in raw.rglob("*.xlsx")}
    done = pipeline.withdraw("halls", "P07", root=tmp_path, rebuild=False)
    unread = [line for line in done.certificate.open if "look yourself" in line]
    assert [line.split()[0] for line in unread] == ["notes/picture.jpg"]
    assert done.certificate.found == []  # the forms say "for example P07"
    changed = {p.name for p, data in before.items() if p.read_bytes() != data}
    assert changed <= {"participants.xlsx"}


def test_every_example_of_an_id_in_the_products_own_advice_is_known_to_the_search():
    """A list of problems says "for example P07", and somebody may be P07."""
    sources = Path(leftovers.__file__).parent.parent / "sources"
    found = []
    for path in sorted(sources.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = [node.value for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                and id(node) not in about]  # fmt: skip
        found += [text for text in said if "P07" in leftovers.without_advice(text)]
    assert found == []


def test_what_is_left_of_a_line_with_a_bullet_stays_a_line_of_its_own(root):
    notes = root / "data" / "raw" / "demo" / "notes" / "day.md"
    notes.write_text(
        "# Workshop\n\n- Twelve of us came, in spite of the rain\n"
        "- Joy would rather listen, fine. She stayed right to the end\n"
        "- Ben asked about the bus, and the answer was no\n",
        encoding="utf-8",
    )
    assert withdraw(root, "P07").certificate.found == []
    lines = notes.read_text(encoding="utf-8").splitlines()
    assert lines[2] == "- Twelve of us came, in spite of the rain"
    assert next(line for line in lines if "right to the end" in line).startswith("- ")
    assert not any("Joy" in line or "would rather" in line for line in lines)
