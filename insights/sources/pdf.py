"""PDFs as blocks with stable positions: their text layer, page by page.

A page without a text layer is a picture of text; it is reported, never guessed at. Lines
that stand at the top or foot of most pages are counted as headers and footers.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from insights import archives
from insights.errors import InsightsError, Problem
from insights.sources.documents import Block, Comment, Document, Memo, read_plain_blocks
from insights.sources.laying import COMMENTS, HEADERS

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_PAGES = 2_000
_MAX_BYTES = 100 * 1024 * 1024
_MAX_SIGNS = 20_000_000
_PAGE_NUMBER = re.compile(r"(?:page\s{0,3})?[0-9]{1,4}(?:\s{0,3}(?:of|/)\s{0,3}[0-9]{1,4})?",
                          re.IGNORECASE)  # fmt: skip
_SHARE_OF_PAGES = 0.6
_FEWEST_PAGES = 3


def read_pdf(data: bytes, shown: str) -> Document:
    """Return a .pdf as blocks with stable positions.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How it is named to people.

    Raises
    ------
    InsightsError
        If it is damaged, behind a password, or has no text layer at all.
    """
    pages, memos, large, broken = _read_pages(data, shown)
    repeated = _repeated_lines(pages)
    bodies = [_without_repeated(words, repeated) for words in pages]
    if not any(body.strip() for body, _ in bodies) and not broken:
        raise InsightsError(
            "This PDF holds pictures of pages and no text, so nothing could be read.", shown,
            "Type the notes up, or have the text recognised (OCR) in another program and check "
            "it, and save it as .docx.",
        )  # fmt: skip
    scanned = [
        number for number, (body, _) in enumerate(bodies, start=1)
        if not body.strip() and number not in broken
    ]  # fmt: skip
    problems = _page_problems(scanned, broken, shown)
    text_parts: list[str] = []
    blocks: list[Block] = []
    kept_memos: list[Memo] = []
    n_aside = at = 0
    for number, (body, n_taken) in enumerate(bodies, start=1):
        n_aside += n_taken
        kept_memos += [
            Memo(at, f"page {number}", memo.words, memo.author) for memo in memos.get(number, [])
        ]
        for found in read_plain_blocks(body):
            block = _as_heading(found, body, large.get(number, {}))
            blocks.append(
                replace(
                    block, start=block.start + at, end=block.end + at,
                    place=f"page {number}, {block.place}",
                    cells=tuple((a + at, b + at) for a, b in block.cells),
                )
            )  # fmt: skip
        text_parts.append(body)
        at += len(body) + 1
    outside = {HEADERS: n_aside, COMMENTS: sum(len(memo.text) for memo in kept_memos)}
    n_memos = len(kept_memos)
    remarks = [f"{len(pages)} {'page' if len(pages) == 1 else 'pages'} of text"]
    if n_memos:
        remarks.append(f"{n_memos} {'comment' if n_memos == 1 else 'comments'}: kept as memos, "
                       "not as anybody's words")  # fmt: skip
    return Document(
        "\n".join(text_parts),
        tuple(blocks),
        tuple(problems),
        {reason: n for reason, n in outside.items() if n},
        tuple(kept_memos),
        tuple(remarks),
    )


def _as_heading(block: Block, body: str, large: dict[str, int]) -> Block:
    """Return a line that is printed larger than the rest, or bold, as a heading."""
    words = body[block.start : block.end]
    level = large.get(" ".join(words.split()))
    if block.kind != "paragraph" or level is None or words.rstrip().endswith((".", ",", ";")):
        return block
    return replace(block, kind="heading", level=level)


_Pages = tuple[list[str], dict[int, list[Comment]], dict[int, dict[str, int]], list[int]]


def _read_pages(data: bytes, shown: str) -> _Pages:
    """Return each page's text, the comments on it, its large lines, and the damaged pages."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would print from the file
    if len(data) > _MAX_BYTES:
        raise InsightsError(
            f"This PDF is larger than {_MAX_BYTES // 1024**2} MB, so it was not read.", shown,
            "Save the text alone, or split it into smaller files.",
        )  # fmt: skip
    pages: list[str] = []
    memos: dict[int, list[Comment]] = {}
    sizes: dict[int, list[tuple[str, float, bool]]] = {}
    broken: list[int] = []
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(shown)
        n_pages = len(reader.pages)
        if n_pages > MAX_PAGES:
            raise InsightsError(
                f"This PDF has more than {MAX_PAGES:,} pages, so it was not read.", shown,
                "Split it into smaller files.",
            )  # fmt: skip
        for number in range(1, n_pages + 1):
            try:
                page = reader.pages[number - 1]
                sizes[number] = []
                words = archives.clean_text(_text_of(page, sizes[number]))
                memos[number] = _comments_on(page)
            except InsightsError:
                raise
            except (PyPdfError, *_BROKEN):
                broken.append(number)
                words = ""
            pages.append(words)
            if sum(map(len, pages)) > _MAX_SIGNS:
                raise InsightsError(
                    "This PDF holds more text than a document can, so it was not read.", shown,
                    "Ask whoever sent it for a fresh copy.",
                )  # fmt: skip
    except InsightsError:
        raise
    except DependencyError:  # it would take another library to open what is encrypted
        raise _locked(shown) from None
    except (PyPdfError, *_BROKEN):
        raise InsightsError(
            "This PDF is damaged, so it could not be read.", shown,
            "Open it and save it again under a new name, or save it as .docx.",
        ) from None  # fmt: skip
    return pages, memos, _large_lines(sizes), broken


def _text_of(page: PageObject, sizes: list[tuple[str, float, bool]]) -> str:
    """Return a page's text, and note how large each stretch of it is printed."""

    def note(words: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        if words.strip():
            scale = abs(float(tm[3]) or float(tm[1])) * abs(float(cm[3]) or float(cm[1]) or 1)
            name = str(font.get("/BaseFont", "")) if font else ""
            sizes.append((words, round(float(size) * scale, 1), "bold" in name.lower()))

    return page.extract_text(visitor_text=note) or ""


def _large_lines(sizes: dict[int, list[tuple[str, float, bool]]]) -> dict[int, dict[str, int]]:
    """Return by page the lines printed larger than most of the text, or bold, with a level."""
    usual: Counter[tuple[float, bool]] = Counter()
    for stretches in sizes.values():
        for words, size, bold in stretches:
            usual[size, bold] += len(words)
    if not usual:
        return {}
    body_size, body_bold = usual.most_common(1)[0][0]
    larger = sorted({size for size, _ in usual if size > 1.12 * body_size}, reverse=True)
    found: dict[int, dict[str, int]] = {}
    for number, stretches in sizes.items():
        for words, size, bold in stretches:
            level = min(larger.index(size) + 1, 6) if size in larger else 7
            if size in larger or (bold and not body_bold):
                for line in words.split("\n"):
                    found.setdefault(number, {})[" ".join(line.split())] = level
    return found


# What a damaged file makes the library raise, besides its own errors.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
           AssertionError, NotImplementedError, OverflowError, ZeroDivisionError, MemoryError,
           EOFError, OSError, LookupError, ArithmeticError, ImportError)  # fmt: skip


def _locked(shown: str) -> InsightsError:
    return InsightsError(
        "This file is protected by a password, so it could not be opened.", shown,
        "Take the password off and save it again.",
    )  # fmt: skip


def _page_problems(scanned: list[int], broken: list[int], shown: str) -> list[Problem]:
    problems = []
    for numbers, what, fix in (
        (scanned, "no text on it (it is a picture, or empty), so nothing was read from it",
         "Type up what stands there, or have it recognised (OCR) and check it."),
        (broken, "a part that is damaged, so nothing was read from it",
         "Open the file and save it again under a new name."),
    ):  # fmt: skip
        if numbers:
            listed = ", ".join(map(str, numbers[:5]))
            more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
            has = "This page has" if len(numbers) == 1 else "These pages have"
            pages = "page" if len(numbers) == 1 else "pages"
            problems.append(Problem(shown, f"{pages} {listed}{more}", f"{has} {what}.", fix))
    return problems


def _comments_on(page: PageObject) -> list[Comment]:
    """Return the words of the notes in the margin of a page."""
    found = []
    for reference in page.get("/Annots") or []:
        annotation = reference.get_object()
        if annotation is None or annotation.get("/Subtype") not in ("/Text", "/FreeText",
                                                                    "/Highlight"):  # fmt: skip
            continue
        words = str(annotation.get("/Contents") or "").strip()
        if words:
            found.append(Comment(archives.clean_text(words), str(annotation.get("/T") or "")))
    return found


# -------------------------------------------------------------------- headers and footers


def _repeated_lines(pages: list[str]) -> frozenset[str]:
    """Return the lines that stand first or last on most pages, their numbers left out."""
    full = [page.strip().split("\n") for page in pages if page.strip()]
    if len(full) < _FEWEST_PAGES:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in full:
        seen.update({_shape(line) for line in (lines[0], lines[-1]) if line.strip()})
    return frozenset(
        shape for shape, n in seen.items() if n >= max(_FEWEST_PAGES, _SHARE_OF_PAGES * len(full))
    )


def _shape(line: str) -> str:
    return re.sub(r"[0-9]{1,6}", "#", " ".join(line.split()))


def _without_repeated(page: str, repeated: frozenset[str]) -> tuple[str, int]:
    """Return a page without its header and footer, and how many characters those took."""
    lines = page.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    ends = {*filled[:1], *filled[-1:]}
    gone = {
        at for at in ends
        if _shape(lines[at]) in repeated or _PAGE_NUMBER.fullmatch(lines[at].strip())
    }  # fmt: skip
    return (
        "\n".join(line for at, line in enumerate(lines) if at not in gone),
        sum(len(lines[at]) for at in gone),
    )
