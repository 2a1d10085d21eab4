"""Who may be recognised, and how not to: key file, masking, residual scan, consent.

It reduces direct identifiers. What comes out stays personal data unless a recorded
motivated-intruder assessment says otherwise.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.privacy.carrying import export_key, import_key
    from insights.privacy.consent import (
        cleared_quotes,
        count_consent,
        people_to_leave_out,
        quote_states,
    )
    from insights.privacy.differencing import count_attributes
    from insights.privacy.dpia import render_dpia
    from insights.privacy.excerpts import Redacted, exact_id, redact_excerpts, string_id
    from insights.privacy.keyfile import destroy_key, renew_key, write_key
    from insights.privacy.mask import Masked, mask_label, mask_text, scan_text
    from insights.privacy.name_book import NameBook
    from insights.privacy.names import Names, Person, key_path, read_names
    from insights.privacy.rare import find_fine, find_rare
    from insights.privacy.scan import Hit, Scanner
    from insights.privacy.spans import Span
    from insights.privacy.taken_back import find_taken_back

_HOMES = {
    "quote_states": "consent",
    "find_rare": "rare",
    "find_fine": "rare",
    "find_taken_back": "taken_back",
    "count_consent": "consent",
    "count_attributes": "differencing",
    "Scanner": "scan",
    "Hit": "scan",
    "Masked": "mask",
    "NameBook": "name_book",
    "Names": "names",
    "Person": "names",
    "Redacted": "excerpts",
    "Span": "spans",
    "cleared_quotes": "consent",
    "destroy_key": "keyfile",
    "exact_id": "excerpts",
    "export_key": "carrying",
    "import_key": "carrying",
    "key_path": "names",
    "mask_label": "mask",
    "mask_text": "mask",
    "people_to_leave_out": "consent",
    "read_names": "names",
    "redact_excerpts": "excerpts",
    "render_dpia": "dpia",
    "renew_key": "keyfile",
    "scan_text": "mask",
    "string_id": "excerpts",
    "write_key": "keyfile",
}

__all__ = [
    "Hit",
    "Masked",
    "NameBook",
    "Names",
    "Person",
    "Redacted",
    "Scanner",
    "Span",
    "cleared_quotes",
    "count_attributes",
    "count_consent",
    "destroy_key",
    "exact_id",
    "export_key",
    "find_fine",
    "find_rare",
    "find_taken_back",
    "import_key",
    "key_path",
    "mask_label",
    "mask_text",
    "people_to_leave_out",
    "quote_states",
    "read_names",
    "redact_excerpts",
    "render_dpia",
    "renew_key",
    "scan_text",
    "string_id",
    "write_key",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
