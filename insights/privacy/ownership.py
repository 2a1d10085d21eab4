"""Files that one person alone can open: by mode where there are modes, else by access list."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from insights.errors import InsightsError

_HAS_MODES = os.name == "posix"
_OWNER_ONLY = 0o600
# Who may always open a file on Windows: the system and the computer's administrators.
_ALWAYS = frozenset(["SY", "BA", "LA", "OW", "CO", "S-1-5-18", "S-1-5-32-544"])
_ENTRY = re.compile(
    r"\((?P<kind>[A-Z]{1,3});[^;()]*;[^;()]*;[^;()]*;[^;()]*;(?P<who>[^;()]+)[^()]*\)"
)


def make_private(path: Path) -> None:
    """Let nobody but the owner read or change a file.

    Raises
    ------
    InsightsError
        If the computer will not do it.
    """
    if _HAS_MODES:
        path.chmod(_OWNER_ONLY)
        return
    done = _system("icacls", str(path), "/inheritance:r", "/grant:r", f"*{_own_sid()}:F")
    if done is None or not is_private(path):
        raise InsightsError(
            "The file could not be made readable by you alone.",
            path.name,
            "Right-click it, Properties, Security, Advanced: disable inheritance and leave "
            "yourself alone in the list.",
        )


def is_private(path: Path) -> bool:
    """Return whether nobody but the owner (and the system itself) may open a file."""
    if _HAS_MODES:
        return not path.stat().st_mode & 0o077
    return _readers(path) <= _ALWAYS | {_own_sid()}


def _readers(path: Path) -> frozenset[str]:
    """Return who the access list of a file lets in, as security ids or their short names.

    The list is saved rather than printed, because what is printed is in the computer's own
    language. A list that cannot be read counts as open to everyone.
    """
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "list"
        if _system("icacls", str(path), "/save", str(saved)) is None or not saved.exists():
            return frozenset(["everyone"])
        text = saved.read_bytes().decode("utf-16", errors="replace")
    entries = [match for match in _ENTRY.finditer(text) if match["kind"] in ("A", "OA", "XA")]
    # Without any list everybody may do anything.
    return frozenset(match["who"] for match in entries) or frozenset(["everyone"])


def _own_sid() -> str:
    said = _system("whoami", "/user", "/fo", "csv", "/nh") or ""
    found = re.search(r"S-1-[0-9-]+", said)
    return found.group() if found else "nobody"


def _system(program: str, *arguments: str) -> str | None:
    """Return what one of Windows' own programs says, or None where it fails."""
    home = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    try:
        done = subprocess.run(
            [str(home / f"{program}.exe"), *arguments],
            capture_output=True, text=True, errors="replace", check=False, timeout=30,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
