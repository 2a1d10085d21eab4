"""How fast groups are compared, and how exactly, beside doing it row by row with scipy.

    python benchmarks/compare.py --people 80 800 8000 50000 --themes 200 --groups 5

The people, their excerpts and their codings are made up from a seed. Ends with one JSON
line: per size ``rows`` (codings in), ``comparisons`` (out), ``seconds``, ``cpu_seconds`` and
``peak_rss_mb``; over sizes ``growth_exponent`` (1 is linear in people); ``peers`` on a sample
of the same rows.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import time
from typing import Any

import numpy as np
import pandas as pd

from insights import analysis, tables
from insights.project import Thresholds

_DRAWS = 100_000


def main() -> None:
    """Run the benchmark and print its table and its JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[16, 80, 800, 8000, 50_000])
    parser.add_argument("--themes", type=int, default=200)
    parser.add_argument("--groups", type=int, default=5)
    parser.add_argument("--per-person", type=int, default=6, help="themes that a person raises")
    parser.add_argument("--peer-rows", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    sizes = []
    print("people     codings  comparisons  presence s  asked s  compare s   all s   cpu s", end="")
    print("  peak MB")
    for n in options.people:
        found = measure(n, options)
        sizes.append(found)
        print(
            f"{n:7,d} {found['rows']:11,d} {found['comparisons']:12,d} "
            f"{found['presence_seconds']:11.2f} {found['asked_seconds']:8.2f} "
            f"{found['compare_seconds']:10.2f} {found['seconds']:7.2f} "
            f"{found['cpu_seconds']:7.2f} {found['peak_rss_mb']:8.0f}"
        )
    first, last = sizes[0], sizes[-1]
    exponent = (
        math.log(last["seconds"] / first["seconds"]) / math.log(last["people"] / first["people"])
        if last["people"] > first["people"]
        else float("nan")
    )
    print(f"\nThe same numbers row by row, on {options.peer_rows} rows of groups of 8 to 60:")
    peers = measure_peers(options.peer_rows, options.seed)
    for name, peer in peers.items():
        print(
            f"  {name:38s} {peer['rows_per_second']:12,.0f} rows per second, "
            f"largest difference {peer['largest_difference']:.1e}"
        )
    summary = {
        "benchmark": "compare",
        "sizes": sizes,
        "growth_exponent": round(exponent, 3),
        "peers": peers,
    }
    print(json.dumps(summary))


def measure(n: int, options: argparse.Namespace) -> dict[str, Any]:
    """Return how long the steps take for ``n`` people, and the memory at its highest."""
    world = make_world(n, options.themes, options.groups, options.per_person, options.seed)
    excerpts, counted, codes, participants, attendance, sessions = world
    settings = Thresholds()
    started = time.process_time()
    clock = [time.perf_counter()]
    presence = analysis.theme_presence(
        excerpts, counted, codes, participants, attendance, settings=settings
    )
    clock.append(time.perf_counter())
    asked = analysis.asked(excerpts, participants, attendance, sessions)
    clock.append(time.perf_counter())
    comparison = analysis.compare_groups(
        presence, asked, codes=codes, looked_at=frozenset(excerpts["excerpt_id"]),
        settings=settings,
    )  # fmt: skip
    clock.append(time.perf_counter())
    return {
        "people": n,
        "rows": len(counted),
        "comparisons": len(comparison),
        "presence_seconds": round(clock[1] - clock[0], 3),
        "asked_seconds": round(clock[2] - clock[1], 3),
        "compare_seconds": round(clock[3] - clock[2], 3),
        "seconds": round(clock[3] - clock[0], 3),
        "cpu_seconds": round(time.process_time() - started, 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def make_world(
    n: int, n_themes: int, n_groups: int, per_person: int, seed: int
) -> tuple[pd.DataFrame, ...]:
    """Return made-up tables: excerpts, counted, codes, participants, attendance, sessions."""
    rng = np.random.default_rng(seed)
    person = np.arange(n)
    group = person % n_groups
    ids = np.char.add("P", person.astype(str))
    names = np.char.add("group ", group.astype(str))
    place = np.char.add("S", group.astype(str))
    participants = tables.conform(
        "participants",
        pd.DataFrame({"participant_id": ids, "perspective": names, "origin": "register"}),
    )
    attendance = tables.conform(
        "attendance",
        pd.DataFrame(
            {"session_id": place, "activity": "A", "participant_id": ids, "basis": "attended"}
        ),
    )
    sessions = tables.conform(
        "sessions",
        pd.DataFrame({"session_id": np.unique(place), "activity": "A", "prompt_kind": "problem"}),
    )
    who = np.repeat(person, per_person)
    weights = rng.dirichlet(np.full(n_themes, 0.5))
    theme = rng.choice(n_themes, size=len(who), p=weights)
    excerpt_ids = np.char.add("e", np.arange(len(who)).astype(str))
    excerpts = tables.conform(
        "excerpts",
        pd.DataFrame(
            {
                "excerpt_id": excerpt_ids,
                "source_id": "s",
                "locator": "row",
                "start": 0,
                "end": 1,
                "participant_id": ids[who],
                "speaker": "participant",
                "perspective": names[who],
                "session_id": place[who],
                "activity": "A",
                "prompt_kind": "problem",
                "kind": "unspecified",
                "directness": "verbatim",
                "n_words": 12,
                "text": "x",
            }
        ),
    )
    counted = pd.DataFrame(
        {
            "excerpt_id": excerpt_ids,
            "code_id": np.char.add("C", theme.astype(str)),
            "confirmed": rng.random(len(who)) < 0.9,
        }
    )
    number = np.arange(n_themes).astype(str)
    codes = tables.conform(
        "codes",
        pd.DataFrame(
            {
                "code_id": np.char.add("C", number),
                "name": np.char.add("Code ", number),
                "theme": np.char.add("Theme ", number),
                "sensitive": False,
                "status": "agreed",
                "version": 1,
            }
        ),
    )
    return excerpts, counted, codes, participants, attendance, sessions


def measure_peers(n_rows: int, seed: int) -> dict[str, dict[str, float]]:
    """Return speed and largest difference from ours of scipy's test and of simulation."""
    from scipy.stats import boschloo_exact

    rng = np.random.default_rng(seed)
    n_a, n_b = rng.integers(8, 61, size=(2, n_rows))
    k_a, k_b = rng.binomial(n_a, 0.5), rng.binomial(n_b, 0.3)
    start = time.perf_counter()
    ours_p = analysis.boschloo_p(k_a, n_a, k_b, n_b)
    boschloo_seconds = time.perf_counter() - start
    start = time.perf_counter()
    ours = analysis.difference_probability(k_a, n_a, k_b, n_b)
    probability_seconds = time.perf_counter() - start
    start = time.perf_counter()
    theirs_p = np.array(
        [
            min(1.0, boschloo_exact([[a, b], [m - a, n - b]]).pvalue)
            for a, m, b, n in zip(k_a, n_a, k_b, n_b, strict=True)
        ]
    )
    scipy_seconds = time.perf_counter() - start
    start = time.perf_counter()
    drawn = np.array(
        [
            (rng.beta(a + 0.5, m - a + 0.5, _DRAWS) > rng.beta(b + 0.5, n - b + 0.5, _DRAWS)).mean()
            for a, m, b, n in zip(k_a, n_a, k_b, n_b, strict=True)
        ]
    )
    draw_seconds = time.perf_counter() - start

    def found(seconds: float, difference: float) -> dict[str, float]:
        return {
            "rows_per_second": round(n_rows / seconds, 1),
            "largest_difference": float(f"{difference:.3g}"),
        }

    return {
        "Boschloo, ours": found(boschloo_seconds, 0.0),
        "Boschloo, scipy": found(scipy_seconds, float(np.abs(theirs_p - ours_p).max())),
        "P(Δ > 0), ours": found(probability_seconds, 0.0),
        f"P(Δ > 0), {_DRAWS:,} draws each": found(draw_seconds, float(np.abs(drawn - ours).max())),
    }


if __name__ == "__main__":
    main()
