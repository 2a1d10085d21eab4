"""Topics: how firm they are, and how near to people's labels, beside BERTopic's defaults.

    python benchmarks/topics.py --texts answers.csv --labels labels

``--labels`` names a column of the same file, or another file with one row per text whose
column ``labels`` is taken; where a text has several, separated by ";", the first counts.
Texts are drawn without repeats. AMI is adjusted mutual information; ``stability`` is the
AMI between the topics of all texts and those found when a tenth of the texts is left out.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

_SIZES = (30, 60, 150, 500, 2_000)
_N_SEEDS = 2
_N_PARTS = 5


def main() -> None:
    """Measure, print a table, and end with one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=Path, required=True)
    options.add_argument("--labels", default="labels")
    options.add_argument("--sizes", type=int, nargs="*", default=_SIZES)
    options.add_argument("--draws", type=int, default=2, help="samples drawn at each size")
    options.add_argument("--no-peers", action="store_true", help="measure ours alone")
    chosen = options.parse_args()
    texts, labels = read_labelled(chosen.texts, chosen.labels)
    sizes = [n for n in chosen.sizes if n <= len(texts)]
    random = np.random.default_rng(0)
    order = random.permutation(len(texts))
    used = np.sort(order[: max([*sizes, min(len(texts), chosen.draws * max(sizes, default=0))])])
    print(f"{len(texts)} different texts; encoding {len(used)}", flush=True)

    from insights.language import load_encoder

    vectors = load_encoder().encode([texts[i] for i in used])
    texts, labels = [texts[i] for i in used], [labels[i] for i in used]
    result: dict[str, dict] = {}
    for n in sizes:
        draws = [random.choice(len(texts), n, replace=False) for _ in range(chosen.draws)]
        result[str(n)] = measure("insights", cluster_ours, texts, labels, vectors, draws)
        if not chosen.no_peers:
            peer = measure("BERTopic", cluster_defaults, texts, labels, vectors, draws)
            result[str(n)]["peers"] = {"BERTopic defaults": peer}
        print_lines(n, result[str(n)])
    print(json.dumps(result))


def read_labelled(path: Path, labels: str) -> tuple[list[str], list[str]]:
    """Return the different texts that hold words, and the first label of each."""
    rows = pd.read_csv(path, keep_default_na=False, dtype=str)
    given = (
        pd.read_csv(labels, keep_default_na=False, dtype=str)["labels"]
        if Path(labels).is_file()
        else rows[labels]
    )
    first: dict[str, str] = {}
    for text, label in zip(rows["text"], given, strict=True):
        if text.strip():
            first.setdefault(text, label.split(";")[0].strip())
    return list(first), list(first.values())


def cluster_ours(texts: list[str], vectors: np.ndarray, seed: int) -> np.ndarray:
    """Return each text's topic by ``fit_topics``; −1 where left over."""
    from insights import tables
    from insights.coding import fit_topics

    excerpts = tables.from_rows(
        "excerpts",
        [
            {
                "excerpt_id": f"x{row:06}", "source_id": "s", "locator": f"row {row + 2}",
                "start": 0, "end": len(text), "speaker": "participant",
                "prompt_kind": "unspecified", "kind": "unspecified", "directness": "verbatim",
                "n_words": 1, "text": text,
            }
            for row, text in enumerate(texts)
        ],
    )  # fmt: skip
    placed = fit_topics(excerpts, vectors, seed=seed).excerpt_topics["topic_id"]
    names = {name: number for number, name in enumerate(sorted(set(placed.dropna())))}
    return np.array([names.get(name, -1) for name in placed])


def cluster_defaults(texts: list[str], vectors: np.ndarray, seed: int) -> np.ndarray:
    """Return each text's topic by BERTopic as it comes; −1 where left over."""
    import umap
    from bertopic import BERTopic

    # Its default but for the seed, which by default is another one at every run.
    reducer = umap.UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            topics, _ = BERTopic(umap_model=reducer).fit_transform(texts, embeddings=vectors)
        except (ValueError, TypeError, IndexError):
            return np.full(len(texts), -2)  # it failed
    return np.asarray(topics)


def measure(
    name: str,
    cluster: Callable[[list[str], np.ndarray, int], np.ndarray],
    texts: list[str],
    labels: list[str],
    vectors: np.ndarray,
    draws: list[np.ndarray],
) -> dict[str, float]:
    """Return the figures of one way of making topics, averaged over the draws."""
    from sklearn.metrics import adjusted_mutual_info_score as ami

    figures: dict[str, list[float]] = {}
    for draw in draws:
        said, matrix = [texts[i] for i in draw], vectors[draw]
        before = time.process_time()
        runs = [cluster(said, matrix, seed) for seed in range(_N_SEEDS)]
        seconds = (time.process_time() - before) / _N_SEEDS
        again = cluster(said, matrix, 0)
        first, failed = runs[0], float(any((run == -2).any() for run in runs))
        parts = []
        random = np.random.default_rng(1)
        for _ in range(_N_PARTS if name == "insights" else 2):
            kept = np.sort(random.choice(len(draw), round(len(draw) * 0.9), replace=False))
            part = cluster([said[i] for i in kept], matrix[kept], 0)
            parts.append(ami(first[kept], part))
        row = {
            "failures": failed,
            "n_topics": len(set(first[first >= 0])),
            "left_over": float((first < 0).mean()),
            "ami_same_seed": ami(first, again),
            "ami_seeds": float(np.mean([ami(first, run) for run in runs[1:]])),
            "stability": float(np.mean(parts)),
            "ami_labels": ami([labels[i] for i in draw], first),
            "seconds": seconds,
        }
        for key, value in row.items():
            figures.setdefault(key, []).append(value)
    return {key: round(float(np.mean(values)), 4) for key, values in figures.items()}


def print_lines(n: int, row: dict) -> None:
    """Print ours beside the peer's at one size."""
    keys = ("n_topics", "left_over", "ami_seeds", "stability", "ami_labels", "seconds")
    for name, figures in (("insights", row), *row.get("peers", {}).items()):
        shown = "  ".join(f"{key} {figures[key]:.3f}" for key in keys)
        print(f"n = {n:5}  {name:18} {shown}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
