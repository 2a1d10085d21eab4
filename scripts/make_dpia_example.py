"""Write docs/dpia_example.md: the annex to an impact assessment, for the bundled project."""

from __future__ import annotations

from pathlib import Path

from insights.privacy.dpia import render_dpia
from insights.project import load_project

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write the file."""
    text = render_dpia(load_project("money-toolkit", ROOT))
    (ROOT / "docs" / "dpia_example.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
