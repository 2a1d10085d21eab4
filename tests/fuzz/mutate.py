"""Breaks files on purpose, the same way every time, and reads what is left of them."""

from __future__ import annotations

import io
import random
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from insights.errors import InsightsError
from insights.project import InputFile, load_project
from insights.sources.boards import read_board
from insights.sources.material import FileReading
from insights.sources.notes import read_notes
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.transcripts import read_transcript

READERS = {"notes": read_notes, "transcripts": read_transcript, "boards": read_board}
ALIASES = {"priya nair": "P01", "priya": "P01", "ruth": "F01"}
LIKELY = ("document.xml", "content.xml", "sheet1.xml", "comments.xml", "sharedStrings.xml")
TOKENS = (
    b"\x00", b"\xff\xfe", b"\\u-1?", b"{", b"}", b"<", b">", b"&", b"\\bin99999 ", b"-->", b"<v ",
    b"</v>", b":", b"P01:", b"\n\n", b"\r", b"|", b",", b'"', b"99:99:99.999", b"\\'", b"\\",
    b"stream\n", b"endobj", b"<<", b">>", b"/Kids", b"1 0 R", b"<w:p>", b"</w:t>", b"\xe2\x80\xae",
    b"9" * 40, b"(" * 60, b"[" * 60, "٣".encode(), b"<!DOCTYPE a>", b"\xed\xa0\x80",
)  # fmt: skip


def mutate(data: bytes, choose: random.Random) -> bytes:
    """Return ``data`` with some of it flipped, cut, doubled, moved or overwritten."""
    broken = bytearray(data)
    for _ in range(choose.choice((1, 1, 2, 4, 12))):
        if not broken:
            break
        at = choose.randrange(len(broken))
        to = min(len(broken), at + choose.choice((1, 2, 8, 64, 400)))
        kind = choose.randrange(6)
        if kind == 0:
            broken[at] = choose.randrange(256)
        elif kind == 1:
            del broken[at:to]
        elif kind == 2:
            broken[at:at] = broken[at:to] * choose.choice((1, 2, 50))
        elif kind == 3:
            broken[at:at] = choose.choice(TOKENS)
        elif kind == 4:
            broken[at:to] = choose.choice(TOKENS)
        else:
            del broken[at:]
    return bytes(broken)


def mutate_parts(data: bytes, choose: random.Random) -> bytes:
    """Return a zip that is whole, with one of its parts broken."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        likely = [name for name in names if name.endswith(LIKELY)]
        chosen = choose.choice(likely or names) if choose.random() < 0.8 else choose.choice(names)
        for name in names:
            part = old.read(name)
            change = mutate_words if choose.random() < 0.6 else mutate
            new.writestr(name, change(part, choose) if name == chosen and part else part)
    return out.getvalue()


def mutate_words(part: bytes, choose: random.Random) -> bytes:
    """Return an XML part that is whole, with odd words or doubled elements in it."""
    ends = [at for at, sign in enumerate(part) if sign == ord(">")]
    for _ in range(choose.choice((1, 3, 9)) if ends else 0):
        at = choose.choice(ends[len(ends) // 4 :] or ends) + 1
        token = choose.choice(TOKENS).decode("utf-8", "ignore").replace("\x00", "")
        safe = token.replace("&", "&amp;").replace("<", "&lt;").encode()
        part = part[:at] + safe * choose.choice((1, 1, 40)) + part[at:]
        ends = [end for end in ends if end < at]
        if not ends:
            break
    return part


def broken_files(data: bytes, n: int, seed: str) -> Iterator[bytes]:
    """Yield ``n`` broken forms of a good file."""
    choose = random.Random(seed)
    is_zip = data.startswith(b"PK")
    for number in range(n):
        yield mutate_parts(data, choose) if is_zip and number % 2 else mutate(data, choose)


def read_broken(relative: str, files: Iterator[bytes]) -> tuple[int, int, float]:
    """Read broken files; returns how many were read, how many refused, and the longest time.

    Raises
    ------
    AssertionError
        If one of them gives words that are not in it, loses characters, or is refused
        without a clear word.
    """
    n_read = n_refused = 0
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "data" / "raw" / "fuzz"
        path = raw / relative
        path.parent.mkdir(parents=True)
        (raw / "participants.csv").write_text("participant_id,perspective\nP01,staff\n")
        project = load_project("fuzz", Path(folder))
        reader = READERS[relative.split("/")[0]]
        for data in files:
            path.write_bytes(data)
            begun = time.perf_counter()
            try:
                reading = reader(
                    project, InputFile(path, relative, ""), People(project, ALIASES),
                    Prompts(project),
                )  # fmt: skip
            except InsightsError as error:
                n_refused += 1
                assert error.problem and error.where == relative and error.fix
            else:
                n_read += 1
                check_reading(reading)
            longest = max(longest, time.perf_counter() - begun)
    return n_read, n_refused, longest


def check_reading(reading: FileReading) -> None:
    """Assert that positions are exact, every character is accounted for, problems are clear."""
    n_read = 0
    for passage in reading.passages:
        assert reading.text[passage.start : passage.end] == passage.text
        assert passage.locator
        n_read += passage.end - passage.start
    assert reading.set_aside is not None
    assert min(reading.set_aside.values(), default=0) >= 0, reading.set_aside
    assert reading.n_characters == n_read + sum(reading.set_aside.values())
    for problem in reading.problems:
        assert problem.source and problem.where and problem.problem and problem.fix
