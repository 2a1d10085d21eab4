"""Which codings count: accepted ones, and likely ones that nobody has rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from insights.errors import InsightsError, nearest

if TYPE_CHECKING:
    import pandas as pd

Rule = Literal["anyone", "majority", "lead"]
RULES = ("anyone", "majority", "lead")


def counted_codings(
    codings: pd.DataFrame, *, rule: Rule = "anyone", lead: str = ""
) -> pd.DataFrame:
    """Return the (excerpt, code) pairs that count, and whether a person has confirmed each.

    Where people decided, they decide: ``anyone`` counts what at least one of them accepted,
    ``majority`` what more accepted than rejected, ``lead`` what the named coder accepted
    (and, where that coder has not decided, what anyone did). Where nobody decided, a likely
    suggestion counts, unconfirmed. What was only rejected never counts.

    Returns
    -------
    DataFrame with excerpt_id, code_id, confirmed; in the order of ``codings``.
    """
    import pandas as pd

    if rule not in RULES:
        raise InsightsError(
            f"“{rule}” is not a rule for codings on which coders differ.", "rule",
            f"Use one of: {', '.join(RULES)}.{nearest(rule, RULES)}",
        )  # fmt: skip
    votes: dict[tuple[str, str], dict[str, bool]] = {}
    likely: set[tuple[str, str]] = set()
    order: dict[tuple[str, str], None] = {}
    for excerpt_id, code_id, coder, status, tier in zip(
        *(codings[name] for name in ("excerpt_id", "code_id", "coder", "status", "tier")),
        strict=True,
    ):
        pair = (excerpt_id, code_id)
        order[pair] = None
        if status == "suggested":
            if tier == "likely":
                likely.add(pair)
        else:
            votes.setdefault(pair, {})[coder] = status == "accepted"
    rows = []
    for pair in order:
        accepted = _is_accepted(votes.get(pair, {}), rule, lead)
        if accepted or (pair in likely and pair not in votes):
            rows.append((*pair, accepted))
    frame = pd.DataFrame(rows, columns=["excerpt_id", "code_id", "confirmed"])
    return frame.astype({"excerpt_id": "str", "code_id": "str", "confirmed": "bool"})


def _is_accepted(votes: dict[str, bool], rule: Rule, lead: str) -> bool:
    if rule == "lead" and lead in votes:
        return votes[lead]
    if rule == "majority":
        return 2 * sum(votes.values()) > len(votes)
    return any(votes.values())


def list_differences(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs on which people differ: excerpt_id, code_id, accepted_by, rejected_by."""
    import pandas as pd

    sides: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    decided = codings[codings["status"] != "suggested"]
    for excerpt_id, code_id, coder, status in zip(
        *(decided[name] for name in ("excerpt_id", "code_id", "coder", "status")), strict=True
    ):
        side = sides.setdefault((excerpt_id, code_id), ([], []))
        side[status == "rejected"].append(coder)
    rows = [
        (*pair, sorted(accepted), sorted(rejected))
        for pair, (accepted, rejected) in sides.items()
        if accepted and rejected
    ]
    return pd.DataFrame(rows, columns=["excerpt_id", "code_id", "accepted_by", "rejected_by"])
