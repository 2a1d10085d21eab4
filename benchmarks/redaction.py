"""How much of what identifies people is masked, by kind, and how much else is masked too.

    python benchmarks/redaction.py --data FILE.json

``FILE.json`` holds a list of ``{"full_text": …, "spans": [{"entity_type", "start_position",
"end_position"}]}``. Measured: without a register, with a register that holds a share of the
names (chosen by hash, not by luck), and on the same texts in lower case. Three naive patterns
are measured beside it. With ``--peer`` so is Presidio without a trained model: it is installed
by pip into an environment of its own in the system's folder for temporary files (once; merely
installing it beside spaCy would change spaCy), and no model is fetched. Ends with one line of
JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from insights.privacy.mask import find_spans
from insights.privacy.names import Names, Person

Found = tuple[list[tuple[int, int]], list[tuple[int, int]]]
Masker = Callable[[str], Found]
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NAME = "PERSON"


def read_texts(path: Path) -> list[dict]:
    """Return the labelled texts."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "text": row["full_text"],
            "spans": [
                (s["entity_type"], s["start_position"], s["end_position"]) for s in row["spans"]
            ],
        }
        for row in rows
    ]


def with_names(names: Names) -> Masker:
    """Return this package's masker."""

    def mask(text: str) -> Found:
        covered, waiting = find_spans(text, names)
        return [(s.start, s.end) for s in covered], [(s.start, s.end) for s in waiting]

    return mask


def simple_patterns(text: str) -> Found:
    """Mask by three naive patterns and capitals within sentences: the peer always there."""
    patterns = (r"\S+@\S+", r"\+?\d[\d ()-]{7,}\d", r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
    return [m.span() for p in patterns for m in re.finditer(p, text)], []


# Runs in Presidio's own environment: its patterns, a blank pipeline, no model.
PRESIDIO = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

class Blank(SpacyNlpEngine):
    def __init__(self):
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.nlp = {"en": spacy.blank("en")}

registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
texts = json.load(sys.stdin)
engine.analyze(texts[0], language="en")
started = time.process_time()
found = [[(r.start, r.end) for r in engine.analyze(text, language="en")] for text in texts]
json.dump({"found": found, "seconds": time.process_time() - started}, sys.stdout)
"""


def presidio(texts: Sequence[dict]) -> tuple[list[Found], float] | str:
    """Return what Presidio finds without a model, and its seconds; or why there is nothing."""
    home = Path(tempfile.gettempdir()) / "insights-benchmark-presidio"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        if not (home / "ready").exists():
            print("\nInstalling Presidio into its own environment; about a minute, once.")
            venv.create(home, with_pip=True, clear=True)
            install = [str(python), "-m", "pip", "install", "--quiet", "presidio-analyzer"]
            subprocess.run(install, check=True, capture_output=True, text=True)
            (home / "ready").touch()
        done = subprocess.run(
            [str(python), "-c", PRESIDIO], input=json.dumps([t["text"] for t in texts]),
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        return f"it could not be installed or run without a model ({type(error).__name__})"
    result = json.loads(done.stdout)
    return [([tuple(span) for span in spans], []) for spans in result["found"]], result["seconds"]


def register_of(texts: Iterable[dict], share: float) -> Names:
    """Return a register with ``share`` of the distinct names."""
    names = sorted({t["text"][a:b] for t in texts for kind, a, b in t["spans"] if kind == NAME})
    kept = [n for n in names if int(hashlib.sha256(n.encode()).hexdigest()[:8], 16) / 16**8 < share]
    return Names(tuple(Person(f"P{i}", name) for i, name in enumerate(kept)))


def measure(texts: Sequence[dict], masker: Masker | tuple[list[Found], float]) -> dict:
    """Return recall by kind, over-masking and speed.

    Parameters
    ----------
    masker
        What masks a text; or what was found in each text already, and in how many seconds.
    """
    kinds: dict[str, dict[str, float]] = {}
    other_words = over = waiting_words = words = 0
    distinct: set[str] = set()
    if isinstance(masker, tuple):
        results, seconds = masker
    else:
        started = time.process_time()
        results = [masker(t["text"]) for t in texts]
        seconds = time.process_time() - started
    for item, (covered, waiting) in zip(texts, results, strict=True):
        text = item["text"]
        masked, queued = positions(covered), positions(waiting)
        labelled: set[int] = set()
        for kind, start, end in item["spans"]:
            labelled.update(range(start, end))
            letters = [i for i in range(start, end) if text[i].isalnum()]
            row = kinds.setdefault(
                kind, dict.fromkeys(("n", "chars", "masked", "seen", "whole"), 0)
            )
            row["n"] += 1
            row["chars"] += len(letters)
            row["masked"] += sum(i in masked for i in letters)
            row["seen"] += sum(i in masked or i in queued for i in letters)
            row["whole"] += all(i in masked for i in letters)
        for match in WORD.finditer(text):
            words += 1
            span = range(*match.span())
            if any(i in labelled for i in span):
                continue
            other_words += 1
            over += any(i in masked for i in span)
        distinct |= {text[a:b].casefold() for a, b in waiting}
        waiting_words += len(waiting)
    return {
        "entities": {
            kind: {
                "recall_chars": round(row["masked"] / max(row["chars"], 1), 4),
                "recall_chars_with_review": round(row["seen"] / max(row["chars"], 1), 4),
                "recall_entities": round(row["whole"] / row["n"], 4),
                "n": int(row["n"]),
            }
            for kind, row in sorted(kinds.items())
        },
        "over_masked_share": round(over / max(other_words, 1), 4),
        "review_strings_per_1000_words": round(1000 * len(distinct) / max(words, 1), 1),
        "words_per_second": round(words / seconds),
    }


def positions(spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the positions covered by spans."""
    return {i for start, end in spans for i in range(start, end)}


def print_result(title: str, result: dict) -> None:
    """Print one result as a small table."""
    print(f"\n{title}")
    print(f"  {'kind':<18}{'n':>6}{'masked':>9}{'+ review':>9}{'whole':>9}")
    for kind, row in result["entities"].items():
        print(
            f"  {kind:<18}{row['n']:>6}{row['recall_chars']:>9.3f}"
            f"{row['recall_chars_with_review']:>9.3f}{row['recall_entities']:>9.3f}"
        )
    print(
        f"  other words masked {result['over_masked_share']:.2%}; "
        f"{result['review_strings_per_1000_words']} strings to review per 1,000 words; "
        f"{result['words_per_second']:,} words/s"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--register-share", type=float, default=0.8)
    parser.add_argument("--peer", action="store_true", help="measure Presidio too")
    options = parser.parse_args()
    texts = read_texts(options.data)
    n_words = sum(len(WORD.findall(t["text"])) for t in texts)
    print(
        f"{len(texts):,} texts, {n_words:,} words, "
        f"{sum(len(t['spans']) for t in texts):,} labelled spans"
    )

    find_spans("Warm up: Priya rang on 3 May.", Names())
    result = measure(texts, with_names(Names()))
    print_result("without a register", result)
    register = measure(texts, with_names(register_of(texts, options.register_share)))
    print_result(f"with a register of {options.register_share:.0%} of the names", register)
    lower = [
        {"text": t["text"].lower(), "spans": t["spans"]}
        for t in texts
        if len(t["text"].lower()) == len(t["text"])
    ]
    lowered = measure(lower, with_names(Names()))
    print_result("in lower case, without a register", lowered)

    peers: dict[str, Masker | tuple[list[Found], float]] = {"simple patterns": simple_patterns}
    if options.peer:
        found = presidio(texts)
        if isinstance(found, str):
            print(f"\nPresidio was not measured: {found}.")
        else:
            peers["presidio without a model"] = found
    else:
        print("\nPresidio was not measured: --peer was not given.")
    measured = {}
    for name, peer in peers.items():
        measured[name] = measure(texts, peer)
        print_result(f"peer: {name}", measured[name])
    print(
        json.dumps(result | {"with_register": register, "lower_case": lowered, "peers": measured})
    )


if __name__ == "__main__":
    main()
