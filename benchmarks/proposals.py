"""How well sentences that propose something are told from those that do not.

    python benchmarks/proposals.py --data reviews.csv

``reviews.csv`` has the columns id, sentence and label (1 = proposal); nothing is learnt
from it. The peer is the shortest list of cues anybody would write first. Ends with one
JSON line.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from insights.reporting.suggestions import is_proposal

_CUES = re.compile(r"\b(?:should|please|would be (?:nice|good|great)|suggest|recommend)\b", re.I)


def main() -> None:
    """Run the benchmark and print its table and its JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="CSV: id, sentence, label")
    parser.add_argument("--errors", type=int, default=0, help="print so many mistakes of each kind")
    options = parser.parse_args()
    rows = read_rows(options.data)
    started = time.perf_counter()
    found = measure(rows, is_proposal)
    seconds = time.perf_counter() - started
    peer = measure(rows, lambda sentence: bool(_CUES.search(sentence)))

    print(f"{len(rows):,} sentences, {sum(label for _, _, label in rows):,} of them proposals")
    print("rules            precision   recall      F1")
    for name, figures in (("ours", found), ("a few cues", peer)):
        print(f"{name:14s} {figures['precision']:11.3f} {figures['recall']:8.3f} "
              f"{figures['f1']:7.3f}")  # fmt: skip
    for kind, wanted in (("missed", 1), ("wrongly taken", 0)):
        for row_id, sentence, label in rows[:]:
            if options.errors and label == wanted and is_proposal(sentence) != bool(label):
                options.errors -= 1
                print(f"  {kind} {row_id}: {sentence[:160]}")
    summary: dict[str, Any] = {
        "benchmark": "proposals",
        "n": len(rows),
        **found,
        "sentences_per_second": round(len(rows) / max(seconds, 1e-9)),
        "peers": {"a few cues": peer},
    }
    print(json.dumps(summary))


def read_rows(path: Path) -> list[tuple[str, str, int]]:
    """Return id, sentence and label of every row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["id"], row["sentence"], int(float(row["label"]))) for row in csv.DictReader(file)
        ]


def measure(rows: list[tuple[str, str, int]], judge: Callable[[str], bool]) -> dict[str, float]:
    """Return precision, recall and F1 of ``judge`` on the proposals."""
    judged = [(judge(sentence), bool(label)) for _, sentence, label in rows]
    hits = sum(said and truly for said, truly in judged)
    said, truly = sum(s for s, _ in judged), sum(t for _, t in judged)
    precision, recall = hits / said if said else 0.0, hits / truly if truly else 0.0
    total = precision + recall
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / total, 4) if total else 0.0,
    }


if __name__ == "__main__":
    main()
