"""Take the README's picture of the bundled project's report.

Needs Chromium and a report (`make report` first). Run it when the report's looks change.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "reports" / "money-toolkit" / "commissioner.html"
PICTURE = ROOT / "docs" / "images" / "commissioner_report.png"


def take_picture(page_file: Path, target: Path) -> None:
    """Save the top of ``page_file`` as a reader with an ordinary laptop sees it."""
    from playwright.sync_api import sync_playwright

    target.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 1500})
        page.goto(page_file.as_uri())
        page.screenshot(path=str(target))
        browser.close()


if __name__ == "__main__":
    if not REPORT.exists():
        sys.exit("There is no report yet: run `make report` first.")
    take_picture(REPORT, PICTURE)
