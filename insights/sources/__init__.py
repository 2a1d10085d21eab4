"""What came in: notes, answers, the register and prototype results, as tables.

:func:`read_sources` reads everything it can in a project's folder and says what it could
not. Nothing is masked here: passages and texts are personal data and live in memory only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.sources.material import Material, Understood
    from insights.sources.reading import read_sources

__all__ = ["Material", "Understood", "read_sources"]

_HOMES = {"Material": "material", "Understood": "material", "read_sources": "reading"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
