"""A BERT sentence encoder as an ONNX graph, built straight from its published weights.

Neither torch nor an exporter takes part: the weights are read from ``model.safetensors``
and laid out as the few operations the model is made of. All texts of a batch have the
same number of tokens, so the graph needs no mask, and a text's vector never depends on
the texts beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_OPSET = 17
_CONTRIB = "com.microsoft"  # ONNX Runtime's fused operations, exact at fp32


@dataclass(frozen=True)
class _Shape:
    """What the model's ``config.json`` says about its size."""

    n_layers: int
    n_heads: int
    epsilon: float


def read_shape(folder: Path) -> _Shape:
    """Return the model's shape from ``config.json``.

    Raises
    ------
    ValueError
        If the folder does not hold a BERT encoder with the exact (erf) GELU.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        raise ValueError("not a BERT encoder with exact GELU")
    return _Shape(
        config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"]
    )


def build_graph(folder: Path) -> bytes:
    """Return the serialised ONNX model: token ids (n, length) int32 → (n, length, width)."""
    from safetensors.numpy import load_file

    return _Builder(read_shape(folder), load_file(folder / "model.safetensors")).build()


class _Builder:
    """Collects nodes and weights while the layers are laid out one after the other."""

    def __init__(self, shape: _Shape, weights: Mapping[str, np.ndarray]) -> None:
        self._shape = shape
        self._weights = weights
        self._nodes: list[Any] = []
        self._initialisers: list[Any] = []

    def build(self) -> bytes:
        from onnx import TensorProto, helper

        hidden = self._embed()
        for layer in range(self._shape.n_layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        width = self._weights["embeddings.word_embeddings.weight"].shape[1]
        graph = helper.make_graph(
            self._nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT32, ["n", "length"])],
            [helper.make_tensor_value_info(hidden, TensorProto.FLOAT, ["n", "length", width])],
            self._initialisers,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()

    def _node(self, operation: str, inputs: list[str], *outputs: str, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operation, inputs, outputs, **attributes))
        return outputs[0]

    def _constant(self, name: str, values: np.ndarray) -> str:
        import numpy as np
        from onnx import numpy_helper

        self._initialisers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _weight(self, name: str) -> str:
        """Return the name of a weight; dense layers are stored transposed for ``x @ w``."""
        values = self._weights[name]
        return self._constant(name, values.T if values.ndim == 2 else values)

    def _embed(self) -> str:
        words, positions, kinds = (
            self._weights[f"embeddings.{kind}_embeddings.weight"]
            for kind in ("word", "position", "token_type")
        )
        # Every token of a lone text is of the first type, so that vector joins the positions.
        return self._node(
            "EmbedLayerNormalization",
            [
                "input_ids", "",
                self._constant("words", words),
                self._constant("positions", positions + kinds[0]), "",
                self._weight("embeddings.LayerNorm.weight"),
                self._weight("embeddings.LayerNorm.bias"),
            ],
            "embedded", "lengths", domain=_CONTRIB, epsilon=self._shape.epsilon,
        )  # fmt: skip

    def _layer(self, name: str, hidden: str) -> str:
        context = self._attend(name, hidden)
        attended = self._normalise(
            f"{name}.attention.output", self._dense(f"{name}.attention.output", context), hidden
        )
        widened = self._node(
            "BiasGelu",
            [
                self._dense(f"{name}.intermediate", attended),
                self._weight(f"{name}.intermediate.dense.bias"),
            ],
            f"{name}.gelu", domain=_CONTRIB,
        )  # fmt: skip
        return self._normalise(f"{name}.output", self._dense(f"{name}.output", widened), attended)

    def _attend(self, name: str, hidden: str) -> str:
        import numpy as np

        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        return self._node(
            "Attention",
            [
                hidden,
                self._constant(f"{name}.attention.weight", weight),
                self._constant(f"{name}.attention.bias", bias),
            ],
            f"{name}.context", domain=_CONTRIB, num_heads=self._shape.n_heads,
        )  # fmt: skip

    def _dense(self, name: str, value: str) -> str:
        """Multiply by a dense layer's weights; its bias is added by the operation after it."""
        return self._node(
            "MatMul", [value, self._weight(f"{name}.dense.weight")], f"{name}.product"
        )

    def _normalise(self, name: str, value: str, residual: str) -> str:
        return self._node(
            "SkipLayerNormalization",
            [
                value, residual,
                self._weight(f"{name}.LayerNorm.weight"),
                self._weight(f"{name}.LayerNorm.bias"),
                self._weight(f"{name}.dense.bias"),
            ],
            f"{name}.normal", domain=_CONTRIB, epsilon=self._shape.epsilon,
        )  # fmt: skip
