"""How long it takes, and how much memory, to read and mask answers; and how that grows.

For each size a file of answers is written (a row per answer: who, in what capacity, the
question, the answer, when) and taken through the whole of ``insights ingest`` in a process
of its own: reading, segmenting, masking with a key file of 200 names, and writing the
tables. Beside it, what pandas needs only to read the same file.

    python benchmarks/ingest.py
    python benchmarks/ingest.py --sizes 2000 20000 --texts answers.csv --column text

Ends with one line of JSON: sizes{rows, seconds, cpu_seconds, peak_rss_mb, passages},
growth_exponent (of seconds over rows, between the two largest sizes), peers.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (2_000, 20_000, 200_000)
_QUESTIONS = ("What is hard about it?", "What would help?", "What else should we know?")
_CAPACITIES = ("My own experience", "As a professional", "On behalf of someone else")
_FIRST = ("Aisha", "Bronwen", "Callum", "Dilys", "Emeka", "Farah", "Gethin", "Hana", "Imran",
          "Jolanta", "Kofi", "Leila", "Morag", "Nikhil", "Olwen", "Priya", "Rhys", "Siobhán",
          "Tomasz", "Yewande")  # fmt: skip
_LAST = ("Adeyemi", "Begum", "Cartwright", "Davies", "Evans", "Fraser", "Gill", "Hussain",
         "Iqbal", "Kowalska")  # fmt: skip
_WHO = ("nobody", "the nurse", "my link worker", "the woman on the desk", "my mum", "{name}",
        "they", "someone from the council", "the GP", "a friend")  # fmt: skip
_DID = ("rang me back", "told me to fill in the form again", "listened", "lost the letter",
        "sent me to {place}", "asked about the money", "said wait nine months",
        "gave me a leaflet", "sat with me", "moved the appointment to {date}")  # fmt: skip
_THEN = ("and I gave up", "so I went home", "which helped more than the tablets",
         "and then it started all over", "but you could tell they were tired",
         "and I didn't open the post for weeks", "so write it in plain words",
         "and nobody wrote it down", "because the phone costs money",
         "so I rang {phone} and waited")  # fmt: skip
_PLACES = ("Harkwell", "the surgery", "Kelderby library", "Thornley Bridge", "the food bank")


def main() -> None:
    """Measure every size in a process of its own, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--texts", type=Path, help="a .csv to draw answers from")
    parser.add_argument("--column", default="text", help="the column of --texts")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--one", nargs=2, metavar=("KIND", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(*given.one)))
        return
    texts = read_texts(given.texts, given.column) if given.texts else []
    rows, peers = [], []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_project(Path(folder), size, texts, given.seed)
            print(f"{size:,} answers …", flush=True)
            rows.append({"rows": size, **in_a_process("ingest", folder)})
            peers.append({"rows": size, **in_a_process("pandas", folder)})
    print("\n  answers   seconds   of CPU   peak MB  excerpts   pandas, read only")
    for ours, theirs in zip(rows, peers, strict=True):
        print(f"{ours['rows']:>9,} {ours['seconds']:>9.1f} {ours['cpu_seconds']:>8.1f} "
              f"{ours['peak_rss_mb']:>9.0f} "
              f"{ours['passages']:>9,} {theirs['seconds']:>17.1f} s")  # fmt: skip
    print(json.dumps({"sizes": rows, "growth_exponent": growth(rows),
                      "peers": {"pandas.read_csv": peers}}))  # fmt: skip


def read_texts(path: Path, column: str) -> list[str]:
    """Return the answers to draw from."""
    from insights.sheets import read_sheet

    return [text for text in read_sheet(path).table[column].tolist() if text.strip()]


def write_project(root: Path, n: int, texts: list[str], seed: int) -> None:
    """Write a project with ``n`` answers by n/10 people, and a key file of 200 names."""
    rng = random.Random(seed)
    folder = root / "data" / "raw" / "demo"
    (folder / "feedback").mkdir(parents=True)
    (folder / "project.toml").write_text("[project]\nfictional = true\n", encoding="utf-8")
    (folder / ".salt").write_text("0" * 32 + "\n", encoding="utf-8")
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    with (folder / "key.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["participant_id", "name"])
        writer.writerows((f"P{at:04}", name) for at, name in enumerate(names))
    with (folder / "feedback" / "answers.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["participant_id", "capacity", "question", "answer", "date"])
        for at in range(n):
            person = rng.randrange(max(1, n // 10))
            day = f"2026-0{1 + at % 9}-{1 + at % 28:02}"
            text = rng.choice(texts) if texts else make_answer(rng, names)
            writer.writerow(
                [f"P{person:05}", _CAPACITIES[person % 3], _QUESTIONS[at % 3], text, day]
            )


def make_answer(rng: random.Random, names: list[str]) -> str:
    """Return one to four made-up sentences, some with a name, a place, a date or a number."""
    said = []
    for _ in range(rng.randint(1, 4)):
        sentence = f"{rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_THEN)}"
        said.append(
            sentence.format(
                name=rng.choice(names),
                place=rng.choice(_PLACES),
                date=f"{rng.randint(1, 28)} March",
                phone=f"07700 900{rng.randint(100, 999)}",
            )
        )
    words = ". ".join(part[0].upper() + part[1:] for part in said)
    return f"{words} ({rng.randint(1, 10**6)})" if rng.random() < 0.3 else words


def in_a_process(kind: str, folder: str) -> dict[str, float]:
    """Return what :func:`measure` finds in a process of its own, whose memory is its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", kind, folder],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(kind: str, folder: str) -> dict[str, float]:
    """Return seconds and peak memory of reading (pandas) or of the whole ingest."""
    root = Path(folder)
    start = time.perf_counter()
    if kind == "pandas":
        import pandas as pd

        path = root / "data" / "raw" / "demo" / "feedback" / "answers.csv"
        passages = len(pd.read_csv(path, dtype=str, keep_default_na=False))
    else:
        from insights import pipeline

        pipeline.run("demo", root=root, until="ingest")
        passages = len(pipeline.read_tables("demo", root=root)["excerpts"])
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(time.process_time(), 2),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "passages": passages,
    }


def growth(rows: list[dict[str, float]]) -> float | None:
    """Return the exponent of seconds over rows between the two largest sizes: 1 is linear."""
    if len(rows) < 2:
        return None
    small, large = sorted(rows, key=lambda row: row["rows"])[-2:]
    return round(
        math.log(large["seconds"] / small["seconds"]) / math.log(large["rows"] / small["rows"]), 3
    )


if __name__ == "__main__":
    main()
