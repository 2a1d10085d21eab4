"""What a withdrawal means for the next release: it is compared with one that was purged."""

from __future__ import annotations

import json
from typing import Any

from insights.pipeline.unsettled import Item, check_id
from insights.project import Project

FOLDER, TOMBSTONE = "withdrawals", "tombstone.json"


def checks_after_withdrawal(settings: Project) -> list[Item]:
    """Return what the gate asks a person once somebody withdrew after a release.

    The record of the earlier release is purged, so no program can compare it with the next.
    Whoever has a copy can, and what differs is what one person said.

    Returns
    -------
    list
        One item, or none where no release was purged. Each withdrawal asks anew.
    """
    kept = _tombstones(settings)
    if not any(one.get("releases") for one in kept):
        return []
    newest = max(int(one["withdrawal"]) for one in kept)
    return [Item(
        "difference",
        "Somebody withdrew since a release was made.",
        f"the release before withdrawal {newest}, and this one",
        "Check that the two, side by side, show nobody: ask for copies back, or wait until more "
        "people have been heard. Then release it and say why.",
        True, "check", check_id("withdrawal", newest),
    )]  # fmt: skip


def last_number_given(settings: Project) -> int:
    """Return the highest number of a release that was purged, 0 for none.

    The next release takes a higher one: two that were sent out never share a number.
    """
    numbers = [int(n) for one in _tombstones(settings) for n in one.get("releases", ())]
    return max(numbers, default=0)


def _tombstones(settings: Project) -> list[dict[str, Any]]:
    paths = sorted((settings.raw / FOLDER).glob(f"*/{TOMBSTONE}"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]
