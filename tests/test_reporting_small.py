"""A half-day workshop with three people a side: heard and quoted, neither counted nor compared."""

from __future__ import annotations

import re
from typing import Any

import pytest

from insights import pipeline
from insights.errors import InsightsError

REGISTER = "participant_id,perspective,consent_take_part,consent_analysis\n" + "".join(
    f"P0{n},{'lived experience' if n < 4 else 'professional'},yes,yes\n" for n in range(1, 7)
)
CODEBOOK = (
    "code_id,name,theme,definition,keywords\n"
    "c1,Booking by phone,Booking,Trouble getting through,phone;engaged;queue;ring\n"
    "c2,Waiting room,Place,How the waiting room feels,waiting room;chairs;noisy\n"
    "c3,Cost of travel,Getting there,Buses and parking,bus;parking;taxi\n"
)
NOTES = """# The morning

## What gets in the way?

P01: I ring at eight and it is engaged. By nine it's all gone.
P02: The bus is two changes and then parking is four pounds.
P03: The waiting room is so noisy I go and stand outside.
P04: We know the phone queue is bad. We have two people on it.
P05: People arrive late because of the bus and then we cannot fit them in.

## What would help?

P01: Let people book online the night before, without the phone.
P04: We should ring people back instead of leaving them in a queue.
P06: Give people a bus ticket when they come.
P02: Please pay for the bus.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("half-day")
    folder = root / "data" / "raw" / "half-day"
    (folder / "notes").mkdir(parents=True)
    (folder / "participants.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (folder / "notes" / "morning.md").write_text(NOTES, encoding="utf-8")
    done = pipeline.run("half-day", root=root, only=["commissioner"], formats=["html"])
    return root, done


def words(made: Any) -> str:
    html = made[1].main_report.read_text(encoding="utf-8")
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain)


def test_it_is_said_once_why_nobody_is_counted(made: Any) -> None:
    text = words(made)
    assert text.count("this report counts nobody and compares nothing") == 1
    assert "Some people are known only because they spoke" not in text


def test_no_finding_repeats_it_or_gives_advice_that_holds_for_all(made: Any) -> None:
    text = words(made)
    for never in ("not comparable between", "Cannot be compared", "smaller group", "so no count",
                  "Leaving one person out"):  # fmt: skip
        assert never not in text
    assert "Raised by people with lived experience and professionals, too few to count." in text


def test_everybody_is_quoted_all_the_same(made: Any) -> None:
    text = words(made)
    for said in ("I ring at eight and it is engaged", "We have two people on it",
                 "so noisy I go and stand outside"):  # fmt: skip
        assert said in text


def test_a_count_of_fewer_than_five_stands_nowhere(made: Any) -> None:
    assert not re.search(r"\b[0-4] of [1-4]\b", words(made))


def test_only_what_was_asked_for_is_written(made: Any) -> None:
    documents = {p.name for p in made[1].reports if p.suffix in (".html", ".docx", ".pdf")}
    assert "commissioner.html" in documents
    assert not documents & {"commissioner.pdf", "participants.html", "researchers.html"}
    assert {"evidence.csv", "comparison.csv", "problems.csv"} <= {p.name for p in made[1].reports}


def test_asking_again_for_the_same_repeats_nothing(made: Any) -> None:
    again = pipeline.run("half-day", root=made[0], only=["commissioner"], formats=["html"])
    assert again.ran == ()


@pytest.mark.parametrize(
    "asked",
    [{"only": ["board"]}, {"formats": ["odt"]}, {"only": ["researchers"], "formats": ["pdf"]}],
)
def test_a_document_that_does_not_exist_is_refused(made: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(InsightsError, match=r"Use one of|use html"):
        pipeline.run("half-day", root=made[0], **asked)
