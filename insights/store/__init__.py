"""What is on disk: atomic writes, tables, step results, vectors, the manifest.

Knows no step. Three promises:

* a file is either the old one or the new one, never half of either (:func:`write_atomic`);
* a step whose inputs did not change does not run again (:meth:`Workspace.step`);
* what readers see changes all at once: a run that is killed leaves the last good state,
  and one killed while publishing is completed by the next (:meth:`Workspace.publish`).
"""

from __future__ import annotations

from insights.store.files import (
    append_line,
    code_fingerprint,
    fingerprint,
    hash_bytes,
    hash_file,
    render_json,
    write_atomic,
)
from insights.store.frames import read_table, table_bytes
from insights.store.vectors import VectorCache
from insights.store.workspace import MANIFEST, Outputs, StepResult, Workspace, read_step_table

__all__ = [
    "MANIFEST",
    "Outputs",
    "StepResult",
    "VectorCache",
    "Workspace",
    "append_line",
    "code_fingerprint",
    "fingerprint",
    "hash_bytes",
    "hash_file",
    "read_step_table",
    "read_table",
    "render_json",
    "table_bytes",
    "write_atomic",
]
