"""What a withdrawal means for the next release: it is compared with one that was purged."""

from __future__ import annotations

import json
from typing import Any

from insights.errors import Problem
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


def find_lost_tokens(settings: Project) -> Problem | None:
    """Return what to do where somebody withdrew and the tokens that know them are not here.

    The tokens lie beside the key file, so a copy of the project goes without them; then an
    old file that comes back is read like any other.
    """
    from insights.privacy.names import KEY_FILE
    from insights.privacy.withdrawn import WITHDRAWN_FILE, read_withdrawn

    if not _tombstones(settings) or read_withdrawn(settings) is not None:
        return None
    return Problem(
        FOLDER, "the whole project",
        "Somebody withdrew from this project, and on this computer nothing knows them again: "
        "an old file would bring them back without a word.",
        f"Bring {WITHDRAWN_FILE} from where the withdrawal was carried out: it lies beside "
        f"{KEY_FILE} there. {_how_to_bring(settings)} Until then add no older files here.",
    )  # fmt: skip


def _how_to_bring(settings: Project) -> str:
    if settings.fictional:
        return f"Put it into data/raw/{settings.name}."
    return (
        f"`insights key {settings.name} --export FILE` takes both along there, and "
        "`--import FILE` puts them in their place here."
    )


def last_number_given(settings: Project) -> int:
    """Return the highest number of a release that was purged, 0 for none.

    The next release takes a higher one: two that were sent out never share a number.
    """
    numbers = [int(n) for one in _tombstones(settings) for n in one.get("releases", ())]
    return max(numbers, default=0)


def _tombstones(settings: Project) -> list[dict[str, Any]]:
    paths = sorted((settings.raw / FOLDER).glob(f"*/{TOMBSTONE}"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]
