"""From any frame to a table that keeps its contract, or everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError, Problem
from insights.tables.declared import TABLES
from insights.tables.declaring import Kind, Table

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

_DTYPES = {
    "text": "str", "whole": "Int64", "number": "float64", "flag": "boolean", "date": "str",
    "list": "object",
}  # fmt: skip


def empty(name: str) -> pd.DataFrame:
    """Return table ``name`` with no rows.

    Examples
    --------
    >>> list(empty("problems").columns)
    ['source', 'where', 'problem', 'fix']
    """
    import pandas as pd

    return conform(name, pd.DataFrame())


def from_rows(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Build table ``name`` from dictionaries; keys left out become missing values."""
    import pandas as pd

    return conform(name, pd.DataFrame.from_records(rows))


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` as table ``name``: columns in order, kinds right, contract checked.

    Columns that are not declared are dropped, unless the table is open-ended
    (participants), where they follow as text attributes.

    Raises
    ------
    InsightsError
        With one detail per broken rule: all of them, not the first.
    """
    import pandas as pd

    table = TABLES[name]
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in frame.columns:
            columns[column.name] = as_kind(frame[column.name], column.kind)
        else:
            columns[column.name] = as_kind(
                pd.Series([None] * len(frame), index=frame.index, dtype=object), column.kind
            )
    if table.open_ended:
        for extra in frame.columns:
            if extra not in columns:
                columns[str(extra)] = as_kind(frame[extra], "text")
    result = pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
    if len(result):  # a table without rows breaks no rule
        _check(table, result)
    return result


def as_kind(values: pd.Series, kind: Kind) -> pd.Series:
    """Return values as a column of that kind; what is missing stays missing."""
    import pandas as pd

    if kind == "list":
        return pd.Series([_as_list(value) for value in values], index=values.index, dtype=object)
    if kind in ("text", "date"):
        if str(values.dtype) in ("str", "string"):
            return values.astype("str")
        return pd.Series(
            [None if _is_missing(value) else str(value) for value in values],
            index=values.index,
            dtype="str",
        )
    dtype: Any = _DTYPES[kind]
    return values.astype(dtype)


def _as_list(value: Any) -> list[str]:
    if value is None or isinstance(value, float):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return list(map(str, value))


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of table ``name``."""
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {}
    for column in table.columns:
        checks: list[pa.Check] = []
        if column.allowed:
            checks.append(pa.Check.isin(column.allowed))
        if column.low is not None:
            checks.append(pa.Check.ge(column.low))
        if column.high is not None:
            checks.append(pa.Check.le(column.high))
        if column.kind == "date":
            checks.append(pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}"))
        dtype = None if column.kind == "list" else _DTYPES[column.kind]
        columns[column.name] = pa.Column(
            dtype, checks, nullable=not column.required, description=column.meaning
        )
    return pa.DataFrameSchema(
        columns,
        name=name,
        strict=not table.open_ended,
        unique=list(table.key) or None,
        description=table.row,
    )


def _check(table: Table, frame: pd.DataFrame) -> None:
    import pandera.errors

    try:
        schema(table.name).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failure:
        details = [
            Problem(table.name, f"column {case['column']}, {int(case['n'])} rows",
                    f"breaks the rule {case['check']}.", "See docs/data_dictionary.md.")
            for case in (
                failure.failure_cases.assign(column=lambda f: f["column"].astype(str))
                .groupby(["column", "check"], as_index=False)
                .size()
                .rename(columns={"size": "n"})
                .to_dict("records")
            )
        ]  # fmt: skip
        raise InsightsError(
            f"The table {table.name} breaks its contract.",
            f"table {table.name}",
            "This is a fault of the software, not of your files. Please report it.",
            details,
        ) from None
