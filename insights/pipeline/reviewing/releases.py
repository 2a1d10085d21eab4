"""What stands before a release, for a person to work through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from insights.errors import InsightsError
from insights.pipeline.records import read_open_list
from insights.pipeline.reviewing.desk import ReviewDesk
from insights.pipeline.reviewing.material import Excerpt
from insights.pipeline.unsettled import KINDS

_PAGES = {"masking": "/masking", "negative": "/recommendations", "title": "/recommendations",
          "quote": "/quotes", "held": "/read"}  # fmt: skip
_EXCERPTS_SHOWN = 6


@dataclass(frozen=True, repr=False)
class OpenItem:
    """One thing that the gate found, and what a person has said about it since.

    Attributes
    ----------
    word
        "release", "hold" or "": the last word on it.
    coder, memo
        Who said so, and why.
    page
        The page on which it is settled; "" where it is settled here or in a file.
    """

    kind: str
    what: str
    where: str
    fix: str
    stops: bool
    target: str
    target_id: str
    excerpts: tuple[Excerpt, ...]
    n_more: int
    word: str
    coder: str
    memo: str
    page: str

    @property
    def is_open(self) -> bool:
        """Whether it stops the release still, as far as is known."""
        # A finding stops for as long as it is held; all else until somebody says a word.
        return self.stops and (self.word == "hold" if self.kind == "held" else not self.word)


def list_open(desk: ReviewDesk) -> list[tuple[str, list[OpenItem]]] | None:
    """Return what the gate found, under its headings; None where it was never asked."""
    found = read_open_list(desk.project)
    if found is None:
        return None
    words = _last_words(desk)
    by_kind: dict[str, list[OpenItem]] = {}
    for item in found["items"]:
        by_kind.setdefault(KINDS[item["kind"]], []).append(_item(desk, item, words))
    return list(by_kind.items())


def count_open(desk: ReviewDesk) -> int | None:
    """Return how many things still stop a release, as far as is known; None where it is not."""
    found = list_open(desk)
    if found is None:
        return None
    return sum(item.is_open for _, items in found for item in items)


def decide_release(
    desk: ReviewDesk, target: str, target_id: str, action: str, memo: str = ""
) -> None:
    """Say that something may be released as it is, or is held back; or take the word back.

    Parameters
    ----------
    action
        release, hold, or "" to take back what was said.

    Raises
    ------
    InsightsError
        If something is released without a reason.
    """
    if action == "release" and not memo:
        raise InsightsError(
            "Releasing something as it is needs a reason.", "Before release",
            "Say in a sentence why it may leave the team as it is.",
        )  # fmt: skip
    lines: list[dict[str, Any]] = [
        {"action": "undo", "target": "line", "target_id": d.id}
        for d in desk.ledger.kept
        if d.action in ("release", "hold") and (d.target, d.target_id) == (target, target_id)
    ]
    if action:
        lines.append({"action": action, "target": target, "target_id": target_id, "memo": memo})
    desk.record(lines)


def _last_words(desk: ReviewDesk) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {
        (d.target, d.target_id): (d.action, d.coder, d.memo)
        for d in desk.ledger.kept
        if d.action in ("release", "hold")
    }


def _item(
    desk: ReviewDesk,
    item: Mapping[str, Any],
    words: Mapping[tuple[str, str], tuple[str, str, str]],
) -> OpenItem:
    known = [e for e in item["excerpt_ids"] if e in desk.material.excerpts]
    word, coder, memo = words.get((item["target"], item["target_id"]), ("", "", ""))
    shown = known[:_EXCERPTS_SHOWN]
    plain = {key: item[key] for key in ("kind", "what", "where", "fix", "stops", "target")}
    return OpenItem(
        **plain,
        target_id=item["target_id"],
        excerpts=tuple(desk.material.excerpts[e] for e in shown),
        n_more=len(known) - len(shown),
        word=word,
        coder=coder,
        memo=memo,
        page=_page(desk, item["kind"], known),
    )


def _page(desk: ReviewDesk, kind: str, excerpt_ids: list[str]) -> str:
    """Return the page on which something is settled, open at the excerpt it is about."""
    if kind != "scan" or not excerpt_ids:
        return _PAGES.get(kind, "")
    to_ask = [e for e in excerpt_ids if e in desk.material.quotes_to_ask_about]
    return f"/quotes?at={to_ask[0]}" if to_ask else "/recommendations"
