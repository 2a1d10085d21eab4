"""Every table's contract, declared once.

A table is a list of columns with a kind, a meaning and (sometimes) allowed values.
:func:`conform` turns any frame into that table or says everything that is wrong with it;
``docs/data_dictionary.md`` is generated from the same declarations by
:func:`render_data_dictionary`.

Kinds of column
---------------
``text`` (missing allowed unless ``required``), ``whole`` (integers, may be missing),
``number`` (float), ``flag`` (True/False/missing), ``date`` (ISO 8601 text),
``list`` (a list of texts, stored as a parquet list).
"""

from __future__ import annotations

from insights.tables.conforming import conform, empty, from_rows, schema
from insights.tables.declared import TABLES
from insights.tables.declaring import Column, Kind, Table
from insights.tables.dictionary import render_data_dictionary
from insights.tables.vocabulary import (
    CLASSES,
    CODE_STATUS,
    CODING_STATUS,
    CONSENT_USES,
    COUNTED_KINDS,
    DIRECTNESS,
    METHODS,
    PERSPECTIVES,
    PROMPT_KINDS,
    PURPOSES,
    SPEAKERS,
    TIERS,
    UNIT_KINDS,
)

__all__ = [
    "CLASSES",
    "CODE_STATUS",
    "CODING_STATUS",
    "CONSENT_USES",
    "COUNTED_KINDS",
    "DIRECTNESS",
    "METHODS",
    "PERSPECTIVES",
    "PROMPT_KINDS",
    "PURPOSES",
    "SPEAKERS",
    "TABLES",
    "TIERS",
    "UNIT_KINDS",
    "Column",
    "Kind",
    "Table",
    "conform",
    "empty",
    "from_rows",
    "render_data_dictionary",
    "schema",
]
