"""What Word's format asks for beneath python-docx: elements, legal text, fixed bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

_A_FIXED_MOMENT = (2000, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def qualified(name: str) -> str:
    """Return a name in Word's namespace."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def element(tag: str, **attributes: str) -> Any:
    """Return an element with attributes in Word's namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qualified(name), value)
    return made


def legal(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return _NOT_XML.sub("", text)


def same_bytes(made: bytes) -> bytes:
    """Return the same archive with every date fixed and its parts in a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _A_FIXED_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
