"""The whole job, from a file of answers to the reports: how long, how much memory, how it grows.

For each size a project with one file of short answers, a codebook and a project.toml is
written and taken through ``insights.pipeline.run`` in a process of its own: reading, masking,
sentence vectors, suggestions, topics, comparison, recommendations and reports. Then the same
again with nothing changed. The encoder's graph is prepared beforehand.

    python benchmarks/pipeline.py
    python benchmarks/pipeline.py --sizes 1000 10000 --texts answers.csv --column text

Ends with one line of JSON: sizes{rows, seconds, cpu_seconds, again_seconds, peak_rss_mb,
excerpts, encoder}, growth_exponent (of seconds over rows, between the two largest sizes) and
cpu_growth_exponent, which other work on the machine does not change.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SIZES = (10_000, 50_000)
_NAME = "measured"
_QUESTIONS = ("What is hard about it?", "What would help?")
_CAPACITIES = ("lived experience", "professional")
_WHEN = ("Last year", "In the spring", "Twice now", "On a Friday", "After the move", "At first",
         "Before the tribunal", "When I was ill", "That winter", "Every month")  # fmt: skip
_WHO = ("nobody", "the nurse", "a link worker", "the woman on the desk", "my sister", "the bank",
        "someone from the council", "the GP", "a friend", "the helpline")  # fmt: skip
_DID = ("rang back about", "sent another form for", "listened to", "lost the letter on",
        "asked straight out about", "said wait nine months for", "wrote down", "laughed at",
        "explained", "forgot")  # fmt: skip
_WHAT = ("the debt", "my rent", "the benefits letter", "the bus fare", "the appointment",
         "the food parcel", "the catalogue bill", "the assessment", "the meter",
         "the loan")  # fmt: skip
_THEN = ("and I gave up", "so I went home", "which helped", "and it started all over",
         "but they were tired", "and the post stayed shut", "so write it in plain words",
         "and there was no record", "because the phone costs money", "so I waited")  # fmt: skip
_CODES = (
    ("DEBT", "Debt and bills", "Owing money and what it does", "debt; bill; loan; catalogue"),
    ("RENT", "Rent and home", "Keeping a home", "rent; meter; move"),
    ("LETTERS", "Letters", "Letters nobody can read", "letter; form; post; plain words"),
    ("WAIT", "Waiting", "Waiting for help", "wait; nine months"),
    ("TRAVEL", "Getting there", "What it takes to get there", "bus fare"),
    ("RECORD", "A record", "Keeping track of what was said", "record; wrote down; write down"),
    ("PHONE", "Phones", "What calls cost", "phone; rang"),
    ("ASKED", "Being asked", "Being asked about money", "asked straight out"),
    ("HEARD", "Being heard", "Somebody who listens", "listen; helped; explained"),
    ("GIVING_UP", "Giving up", "Stopping before help comes", "gave up; went home"),
)


def main() -> None:
    """Measure every size in a process of its own, and print what was found."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--texts", type=Path, help="a .csv to draw answers from")
    options.add_argument("--column", default="text", help="the column of --texts")
    options.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one)))
        return
    prepare_encoder()
    texts = read_texts(chosen.texts, chosen.column) if chosen.texts else []
    rows = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_project(Path(folder), size, texts)
            print(f"{size:,} answers …", flush=True)
            first, again = in_a_process(folder), in_a_process(folder)
        rows.append({"rows": size, **first, "again_seconds": again["seconds"]})
    print(f"\n{'answers':>9} {'seconds':>9} {'CPU s':>9} {'again, s':>9} {'peak MB':>9}")
    for row in rows:
        print(
            f"{row['rows']:>9,} {row['seconds']:>9.1f} {row['cpu_seconds']:>9.1f} "
            f"{row['again_seconds']:>9.1f} {row['peak_rss_mb']:>9.0f}"
        )
    exponents = {
        "growth_exponent": growth(rows, "seconds"),
        "cpu_growth_exponent": growth(rows, "cpu_seconds"),
    }
    print(json.dumps({"sizes": rows, **exponents}))


def prepare_encoder() -> None:
    """Encode one text, so that the graph is built before anything is timed."""
    from insights.language import load_encoder

    load_encoder().encode(["one text"])


def read_texts(path: Path, column: str) -> list[str]:
    """Return the answers to draw from, each once."""
    from insights.sheets import read_sheet

    return [text for text in dict.fromkeys(read_sheet(path).table[column]) if text.strip()]


def write_project(root: Path, n: int, texts: Sequence[str]) -> None:
    """Write a project of ``n`` answers by n / 4 people below ``root``."""
    drawn = random.Random(n)
    raw = root / "data" / "raw" / _NAME
    (raw / "feedback").mkdir(parents=True)
    (raw / "project.toml").write_text(
        '[project]\ntitle = "Measured"\nfictional = true\n', encoding="utf-8"
    )
    with (raw / "codebook.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("code_id", "name", "theme", "definition", "keywords"))
        lines.writerows((code_id, name, name, *rest) for code_id, name, *rest in _CODES)
    with (raw / "feedback" / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("participant_id", "perspective", "question", "answer"))
        for row in range(n):
            person = row // 4
            said = texts[row % len(texts)] if texts else _make_up(drawn)
            lines.writerow((f"P{person:06}", _CAPACITIES[person % 2], _QUESTIONS[row % 2], said))


def _make_up(drawn: random.Random) -> str:
    parts = (drawn.choice(words) for words in (_WHEN, _WHO, _DID, _WHAT, _THEN))
    return " ".join(parts) + "."


def in_a_process(folder: str) -> dict[str, Any]:
    """Return what :func:`measure` finds in a fresh process."""
    command = [sys.executable, __file__, "--one", folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(root: Path) -> dict[str, Any]:
    """Run the whole job once; return seconds, CPU seconds, peak memory and excerpts."""
    from insights import pipeline, store

    started, cpu = time.perf_counter(), time.process_time()
    done = pipeline.run(_NAME, root=root)
    seconds, used = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    excerpts = store.read_table(root / "data" / "processed" / _NAME / "excerpts.parquet")
    record = json.loads((done.project.reports / "manifest.json").read_text(encoding="utf-8"))
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(used, 2),
        "peak_rss_mb": round(peak),
        "excerpts": len(excerpts),
        "encoder": record["encoder"],
    }


def growth(rows: Sequence[dict[str, Any]], what: str) -> float | None:
    """Return the exponent with which ``what`` grows with rows, between the two largest sizes."""
    if len(rows) < 2:
        return None
    small, large = sorted(rows, key=lambda row: row["rows"])[-2:]
    ratio = large[what] / max(small[what], 1e-9)
    return round(math.log(ratio) / math.log(large["rows"] / small["rows"]), 3)


if __name__ == "__main__":
    main()
