"""Take the tutorial's pictures of the review pages, as somebody new to them sees them.

Needs Chromium and the bundled project's run (`make report` first). Nothing is decided.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PROJECT = "money-toolkit"
PICTURES = {"review_reading.png": "/read?by=doubt", "review_differences.png": "/differences"}
N_COLOURS = 64  # enough for pages, and a quarter of the bytes


@contextmanager
def review_pages(root: Path) -> Iterator[str]:
    """Serve the review pages and give their address, until this is left."""
    code = "from insights.cli import main; main()"
    arguments = ["review", PROJECT, "--coder", "YOU", "--no-open", "--root", str(root)]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    ) as served:
        try:
            assert served.stdout is not None
            yield served.stdout.readline().split(": ", 1)[1].strip()
        finally:
            served.terminate()


def take_pictures(address: str, folder: Path) -> None:
    """Save each page as a reader with an ordinary laptop sees its top."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1000, "height": 820})
        page.goto(address)
        for name, path in PICTURES.items():
            page.goto(urljoin(address, path))
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shot.quantize(N_COLOURS).save(folder / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    with review_pages(root) as address:
        take_pictures(address, IMAGES)
