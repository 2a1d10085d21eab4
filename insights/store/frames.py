"""Tables as parquet: the same frame gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from insights.errors import InsightsError

if TYPE_CHECKING:
    import pandas as pd


def table_bytes(frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as parquet bytes; the same frame gives the same bytes."""
    import io

    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def read_table(path: Path) -> pd.DataFrame:
    """Read a stored table; list columns come back as Python lists.

    Raises
    ------
    InsightsError
        If the table is not there: names the command that makes it.
    """
    import pandas as pd

    if not path.exists():
        raise InsightsError(
            f"The table {path.stem} has not been made yet.",
            path.name,
            f"Run `insights run {path.parent.name}` first.",
        )
    frame = pd.read_parquet(path)
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = pd.Series(
                [list(value) if hasattr(value, "__len__") else value for value in frame[name]],
                index=frame.index,
                dtype=object,
            )
    return frame
