"""The class of one comparison, first match, after Farmer 2006 and O'Cathain 2010.

Two claims rest on numbers. **D**, different: P(Δ > 0) is at least 0.975 or at most 0.025 in
the full table and after leaving out any one participant. **S**, similar: P(|Δ| < 0.25) is
at least 0.8. What a theme *means* to each group is a person's judgement.
"""

from __future__ import annotations

from typing import Literal

Meaning = Literal["same", "facets", "conflict", "unjudged"]
MEANINGS = ("same", "facets", "conflict", "unjudged")


def classify_prominence(different: bool, similar: bool) -> str:
    """Return how prominent a theme is in two groups: different, similar or cannot tell.

    Examples
    --------
    >>> classify_prominence(different=False, similar=False)
    'cannot tell'
    """
    return "different" if different else "similar" if similar else "cannot tell"


def classify_convergence(
    k_a: int,
    n_a: int,
    k_b: int,
    n_b: int,
    *,
    meaning: str = "unjudged",
    different: bool = False,
    asked_a: bool = True,
    asked_b: bool = True,
    read_a: bool = True,
    read_b: bool = True,
    silence_a: bool = True,
    silence_b: bool = True,
    smallest_group: int = 5,
) -> str:
    """Return the class of one theme in two groups: the first of the list that fits.

    Parameters
    ----------
    k_a, n_a, k_b, n_b
        People recorded as raising it, and people asked, in each group.
    meaning
        A person's judgement: same, facets, conflict or unjudged.
    different
        Whether D holds.
    asked_a, asked_b
        Whether the group was asked for this kind of thing at all.
    read_a, read_b
        Whether enough of the group's excerpts have been looked at by a person.
    silence_a, silence_b
        Whether nobody raising it may be called silence: not where the group's unattributed
        notes carry the theme, nor where n is only of those who spoke.
    smallest_group
        Below this many people asked, groups are not compared.

    Examples
    --------
    >>> classify_convergence(5, 8, 0, 9)
    'silent'
    >>> classify_convergence(5, 8, 0, 9, silence_b=False)
    'thin'
    >>> classify_convergence(5, 8, 4, 9, meaning="same")
    'convergent'
    """
    least, most = min(k_a, k_b), max(k_a, k_b)
    unread = (k_a == 0 and not read_a) or (k_b == 0 and not read_b)
    no_silence = (k_a == 0 and not silence_a) or (k_b == 0 and not silence_b)
    matches: tuple[tuple[bool, str], ...] = (
        (not asked_a or not asked_b or n_a == 0 or n_b == 0, "not comparable"),
        (unread, "not yet judged"),
        (most == 0, "not raised"),
        (least >= 1 and meaning == "conflict", "dissonant"),
        (n_a < smallest_group or n_b < smallest_group, "not comparable"),
        (least == 0 and (most == 1 or no_silence), "thin"),
        (least == 0, "silent"),
        (meaning == "facets", "complementary"),
        (meaning == "same" and different, "partly convergent"),
        (least == 1, "thin"),
        (meaning == "unjudged", "not yet judged"),
    )
    return next((name for fits, name in matches if fits), "convergent")
