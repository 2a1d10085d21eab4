"""Empty forms for every record a co-production project keeps, ready to be filled in.

:func:`render_forms` gives the files of a new project as bytes; what it gives can be read
back as it is. The same bytes every time: nothing in them tells when or where they were made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.forms.declared import FORMS, Form, FormColumn
    from insights.forms.rendering import render_forms

_HOMES = {
    "FORMS": "declared", "Form": "declared", "FormColumn": "declared", "render_forms": "rendering",
}  # fmt: skip

__all__ = ["FORMS", "Form", "FormColumn", "render_forms"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
