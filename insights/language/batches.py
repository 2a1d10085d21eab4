"""Texts as tokens, in batches of equal length, and how many threads may work on them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Report = Callable[[str, int, int], None]  # what is going on, how many are done, of how many
DOING = "Working out what sentences mean"
_MOST_TOKENS = 256


def load_tokeniser(folder: Path) -> Any:
    """Return the model's tokeniser, without padding: a batch holds texts of equal length."""
    from tokenizers import Tokenizer

    tokeniser = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokeniser.no_padding()
    tokeniser.enable_truncation(_MOST_TOKENS)
    return tokeniser


def encode_distinct(
    texts: Sequence[str],
    tokeniser: Any,
    encode_batch: Callable[[np.ndarray], np.ndarray],
    *,
    n_dimensions: int,
    most: int,
    report: Report | None = None,
) -> np.ndarray:
    """Return one row of length 1 per text; equal texts are encoded once.

    Parameters
    ----------
    encode_batch
        Token ids (n, length) → what the last layer says of every token (n, length, width).
    most
        How many texts a batch may hold.
    """
    import numpy as np

    distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    tokens = [found.ids for found in tokeniser.encode_batch(list(distinct))]
    vectors = np.zeros((len(distinct), n_dimensions), dtype=np.float32)
    n_done = 0
    for batch in _batches([len(ids) for ids in tokens], most):
        ids = np.array([tokens[row] for row in batch], dtype=np.int32)
        vectors[batch] = _pool(encode_batch(ids))
        n_done += len(batch)
        if report:
            report(DOING, n_done, len(distinct))
    return vectors[[distinct[text] for text in texts]]


def count_threads() -> int:
    """Return how many threads to use: what OMP_NUM_THREADS says, else the physical cores."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 1) // 2)
    siblings = set()
    for cpu in os.sched_getaffinity(0):
        core = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        siblings.add(core.read_text() if core.exists() else str(cpu))
    return len(siblings)


def _batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Return positions in batches of equal length, shortest first."""
    by_length: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        by_length.setdefault(length, []).append(position)
    return [
        positions[start : start + most]
        for _, positions in sorted(by_length.items())
        for start in range(0, len(positions), most)
    ]


def _pool(hidden: np.ndarray) -> np.ndarray:
    """Return the mean over each text's tokens, scaled to length 1."""
    import numpy as np

    # One text at a time: a sum over the whole batch may add in another order for another batch.
    mean = np.stack([np.add.reduce(text, axis=0, dtype=np.float64) for text in hidden])
    return (mean / np.sqrt((mean * mean).sum(axis=1, keepdims=True))).astype(np.float32)
