"""What stands in a document's margins: comments kept as memos, and what else was met there.

A comment is a facilitator's or a note-taker's memo. It is nobody's spoken words, so it is
never counted as a person's; its author becomes a role, and their name goes no further.
"""

from __future__ import annotations

from collections.abc import Sequence

from insights.sources.documents import Document
from insights.sources.material import Passage, Understood
from insights.sources.speakers import Speakers


def memo_rows(
    document: Document, passages: Sequence[Passage], speakers: Speakers
) -> list[dict[str, object]]:
    """Return the comments in the margins as rows of table ``memos``, by role, not by name."""
    rows: list[dict[str, object]] = []
    for memo in document.memos:
        turn = speakers.who(memo.author)
        role = turn.voice if turn is not None else ""
        row: dict[str, object] = {
            "locator": memo.place, "text": memo.text,
            "author_role": role if role in ("facilitator", "participant") else "unknown",
        }  # fmt: skip
        here = [
            at for at, one in enumerate(passages)
            if one.locator == memo.place or one.locator.startswith(f"{memo.place}, ")
        ]  # fmt: skip
        if here:
            row["passage"] = max(
                (at for at in here if passages[at].start <= memo.at), default=here[0]
            )
        rows.append(row)
    return rows


def explain(document: Document, shown: str) -> list[Understood]:
    """Return what was done with comments, footnotes, text boxes and tracked changes."""
    places = list(dict.fromkeys(memo.place for memo in document.memos))
    where = [Understood(shown, "comments", "memos at " + ", ".join(places[:20]))] if places else []
    return [Understood(shown, "the document", remark) for remark in document.remarks] + where
