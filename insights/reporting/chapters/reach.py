"""How people who took part reach the team: every way that the project gives."""

from __future__ import annotations

from collections.abc import Mapping

from insights.reporting.cells import text_of
from insights.reporting.document import Block, Items, Paragraph

_WAYS = (("Ring", "contact_phone"), ("E-mail", "contact_email"), ("Write to", "contact_post"))


def contact_ways(about: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the ways to reach the team that project.toml gives, each with what to do.

    Examples
    --------
    >>> contact_ways({"contact_phone": "01632 960000", "contact_post": " "})
    [('Ring', '01632 960000')]
    """
    return [(way, told) for way, key in _WAYS if (told := text_of(about.get(key)).strip())]


def compose_contact(about: Mapping[str, object]) -> list[Block]:
    """Return whom to ask for, and every way to reach them on a line of its own."""
    who = text_of(about.get("contact")).strip()
    blocks: list[Block] = [Paragraph((f"Ask for “{who.rstrip('.')}”.",))] if who else []
    ways = contact_ways(about)
    if ways:
        return [*blocks, Items(tuple(Paragraph((told,), lead=f"{way}:") for way, told in ways))]
    ask = "speak to the person who asked you to take part."
    return [*blocks, Paragraph((f"Or {ask}" if who else f"S{ask[1:]}",))]
