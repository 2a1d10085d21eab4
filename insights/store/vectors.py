"""Sentence vectors, kept from one run to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from insights.store.files import hash_bytes, write_atomic

if TYPE_CHECKING:
    import numpy as np


class VectorCache:
    """Sentence vectors by keyed hash of their text, for one model.

    Parameters
    ----------
    folder
        Where the vectors lie; one sub-folder per model.
    model_hash
        The hash of the model's weights: another model's vectors are never mixed in.
    key
        The project's salt, so that a hash says nothing about a text to an outsider.
    """

    def __init__(self, folder: Path, model_hash: str, key: bytes) -> None:
        self._folder = folder / model_hash[:16]
        self._key = key
        self._rows: dict[bytes, int] | None = None
        self._matrix: np.ndarray | None = None

    def get(self, texts: Sequence[str]) -> tuple[np.ndarray | None, list[int]]:
        """Return the vectors of ``texts`` and the positions that are not known yet.

        Returns
        -------
        matrix : float32 array (n_texts, n_dimensions) or None
            Rows at missing positions are zero; None while nothing at all is known.
        missing : list of int
        """
        import numpy as np

        rows, matrix = self._load()
        if matrix is None:
            return None, list(range(len(texts)))
        found = [rows.get(self._hash(text), -1) for text in texts]
        result = np.zeros((len(texts), matrix.shape[1]), dtype=np.float32)
        known = [i for i, row in enumerate(found) if row >= 0]
        result[known] = matrix[[found[i] for i in known]]
        return result, [i for i, row in enumerate(found) if row < 0]

    def put(self, texts: Sequence[str], matrix: np.ndarray) -> None:
        """Remember the vectors of ``texts``; a new segment file, written atomically."""
        import io

        import numpy as np

        if not len(texts):
            return
        hashes = np.frombuffer(b"".join(self._hash(t) for t in texts), dtype="S16")
        buffer = io.BytesIO()
        np.savez(buffer, hashes=hashes.view("V16"), vectors=matrix.astype(np.float32))
        name = hash_bytes(buffer.getvalue())[:16]
        write_atomic(self._folder / f"{name}.npz", buffer.getvalue())
        self._rows = self._matrix = None

    def _load(self) -> tuple[dict[bytes, int], np.ndarray | None]:
        import numpy as np

        if self._rows is None:
            self._rows, parts, n = {}, [], 0
            for path in sorted(self._folder.glob("*.npz")):
                with np.load(path) as segment:
                    keys, vectors = segment["hashes"], segment["vectors"]
                for i, key in enumerate(keys):
                    self._rows[key.tobytes()] = n + i
                parts.append(vectors)
                n += len(keys)
            self._matrix = np.concatenate(parts) if parts else None
        return self._rows, self._matrix

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8"), key=self._key[:64], digest_size=16).digest()
