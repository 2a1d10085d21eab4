"""How well sentences that propose something are told from those that do not.

    python benchmarks/proposals.py --data reviews.csv

``reviews.csv`` has the columns id, sentence and label (1 = proposal); nothing is learnt
from it. A proposal is asked of whoever provides the thing, or advises fellow users of it;
praise that only recommends the whole thing is none. With a column addressee ("provider",
"fellow user") the benchmark says how often that is told rightly too. The peer is the
shortest list of cues anybody would write first. Ends with one JSON line.

``benchmarks/proposals.csv`` holds sentences of our own, in the manner of reviews and survey
answers from some thirty domains. The rules were mended on the mistakes in its parts a to d
and f, so figures on those flatter them (part f scored an F1 of 0.897 before that); part e
changed nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from insights.reporting.proposing.suggestions import is_proposal, read_suggestion

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
    print_ways(rows)
    for kind, wanted in (("missed", 1), ("wrongly taken", 0)):
        wrong = [row for row in rows if row[2] == wanted and is_proposal(row[1]) != bool(wanted)]
        for row_id, sentence, _ in wrong[: options.errors]:
            print(f"  {kind} {row_id}: {sentence[:160]}")
    summary: dict[str, Any] = {
        "benchmark": "proposals",
        "n": len(rows),
        **found,
        **measure_addressees(options.data),
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


def print_ways(rows: list[tuple[str, str, int]]) -> None:
    """Print how many sentences each way of proposing took, and how many of them rightly."""
    taken: Counter[str] = Counter()
    rightly: Counter[str] = Counter()
    for _, sentence, label in rows:
        if suggestion := read_suggestion(sentence):
            taken[suggestion.construction] += 1
            rightly[suggestion.construction] += label
    print("way of proposing    taken  rightly")
    for way, n in sorted(taken.items(), key=lambda item: (-item[1], item[0])):
        print(f"{way:18s} {n:6d} {rightly[way]:8d}")


def measure_addressees(path: Path) -> dict[str, float]:
    """Return the share of found proposals whose addressee is told rightly, where one is given."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        given = [(row["sentence"], row.get("addressee") or "") for row in csv.DictReader(file)]
    told = [
        suggestion.addressee == addressee
        for sentence, addressee in given
        if addressee and (suggestion := read_suggestion(sentence))
    ]
    return {"addressee_share": round(sum(told) / len(told), 4)} if told else {}


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
