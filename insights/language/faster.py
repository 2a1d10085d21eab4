"""The built-in sentence encoder in half the precision, where the processor works in it.

Products are of 16-bit numbers (bfloat16) with sums in 32; what is passed from layer to layer
stays at 32. A vector's cosine to the exact one is 0.9999 or more. As on the exact path, a
text's vector does not depend on the texts beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.language.batches import Report, count_threads, encode_distinct, load_tokeniser
from insights.language.graph import read_shape

if TYPE_CHECKING:
    import numpy as np

PATH = "torch bf16"
_BATCH = 32
_FLAGS = frozenset(("avx512_bf16", "amx_bf16"))  # as Linux calls what the processor can do
_CPU_INFO = Path("/proc/cpuinfo")


@lru_cache(maxsize=1)
def has_fast_path() -> bool:
    """Return whether this processor works in bfloat16 and torch is installed.

    Nothing is imported for it. Where the system does not tell, the answer is no.
    """
    if find_spec("torch") is None or not _CPU_INFO.exists():
        return False
    lines = _CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not _FLAGS.isdisjoint(flags.split())


def fast_hash(weights_sha256: str) -> str:
    """Return the hash under which the fast path's vectors are remembered, apart from exact ones."""
    return hashlib.sha256(f"{weights_sha256} {PATH}".encode()).hexdigest()


class FastEncoder:
    """all-MiniLM-L6-v2 through torch, its products in bfloat16."""

    path = PATH

    def __init__(self, folder: Path, model_hash: str) -> None:
        import torch
        from safetensors.torch import load_file

        weights = load_file(folder / "model.safetensors")
        shape = read_shape(folder)
        torch.set_num_threads(count_threads())
        self.model_hash = model_hash
        self._tokeniser = load_tokeniser(folder)
        self._n_heads, self._epsilon = shape.n_heads, shape.epsilon
        self._words = weights["embeddings.word_embeddings.weight"]
        # Every token of a lone text is of the first type, so that vector joins the positions.
        self._positions = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first_norm = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_read_layer(weights, f"encoder.layer.{n}") for n in range(shape.n_layers)]
        self.n_dimensions = int(self._words.shape[1])

    def encode(self, texts: Sequence[str], *, report: Report | None = None) -> np.ndarray:
        """Return one row of length 1 per text; equal texts are encoded once."""
        return encode_distinct(
            texts, self._tokeniser, self._encode_batch,
            n_dimensions=self.n_dimensions, most=_BATCH, report=report,
        )  # fmt: skip

    def _encode_batch(self, ids: np.ndarray) -> np.ndarray:
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            hidden = functional.embedding(torch.from_numpy(ids), self._words)
            hidden = self._normalise(hidden + self._positions[: ids.shape[1]], self._first_norm)
            for layer in self._layers:
                attended = functional.linear(self._attend(hidden, layer), *layer["output"])
                hidden = self._normalise(attended.float() + hidden, layer["output_norm"])
                widened = functional.gelu(functional.linear(hidden.bfloat16(), *layer["widen"]))
                narrowed = functional.linear(widened, *layer["narrow"])
                hidden = self._normalise(narrowed.float() + hidden, layer["narrow_norm"])
            return hidden.numpy()

    def _attend(self, hidden: Any, layer: Mapping[str, Any]) -> Any:
        from torch.nn import functional

        n, length, width = hidden.shape
        asked = functional.linear(hidden.bfloat16(), *layer["attention"])
        heads = asked.view(n, length, 3, self._n_heads, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2])
        return seen.transpose(1, 2).reshape(n, length, width)

    def _normalise(self, value: Any, norm: tuple[Any, Any]) -> Any:
        from torch.nn import functional

        return functional.layer_norm(value, (self.n_dimensions,), *norm, self._epsilon)


def _read_layer(weights: Mapping[str, Any], name: str) -> dict[str, tuple[Any, Any]]:
    """Return a layer's weights and biases: dense ones in bfloat16, the norms as they are."""
    import torch

    asked = [_pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    dense = {
        "attention": (torch.cat([w for w, _ in asked]), torch.cat([b for _, b in asked])),
        "output": _pair(weights, f"{name}.attention.output.dense"),
        "widen": _pair(weights, f"{name}.intermediate.dense"),
        "narrow": _pair(weights, f"{name}.output.dense"),
    }
    return {key: (weight.bfloat16(), bias.bfloat16()) for key, (weight, bias) in dense.items()} | {
        "output_norm": _pair(weights, f"{name}.attention.output.LayerNorm"),
        "narrow_norm": _pair(weights, f"{name}.output.LayerNorm"),
    }


def _pair(weights: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
