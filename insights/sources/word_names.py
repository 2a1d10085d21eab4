"""Names that are words as well: "dawn: no beds" may be by Dawn, or of the time of day."""

from __future__ import annotations

from insights.sources.recognise import fold

_WORDS = frozenset(
    ["abbey", "amber", "angel", "april", "art", "ash", "august", "autumn", "basil", "bay", "bea",
     "bill", "black", "blossom", "bob", "brook", "brown", "bunny", "carol", "charity", "chase",
     "cherry", "christian", "clay", "cliff", "clover", "colt", "comfort", "constance", "coral",
     "crystal", "daisy", "dale", "dawn", "day", "dean", "destiny", "dot", "drew", "duke", "earl",
     "eden", "eve", "faith", "favour", "fern", "field", "flora", "florence", "forest", "fortune",
     "frank", "gale", "gay", "gene", "ginger", "glen", "glory", "grace", "grant", "green", "grey",
     "guy", "happy", "harmony", "harry", "haven", "hazel", "heath", "heather", "holly", "honey",
     "hope", "hunter", "iris", "ivy", "jack", "jade", "january", "jasmine", "jean", "jersey",
     "jet", "jewel", "job", "john", "joy", "june", "king", "kit", "kitty", "lance", "lane",
     "laurel", "law", "liberty", "lily", "long", "love", "lucky", "major", "marina", "mark",
     "marsh", "mason", "max", "may", "mel", "melody", "mercy", "merit", "miles", "mimi", "moss",
     "myrtle", "noel", "norm", "nova", "olive", "opal", "page", "pansy", "park", "parker", "pat",
     "patience", "peace", "pearl", "peg", "penny", "pip", "pierce", "pool", "poppy", "porter",
     "precious", "price", "prince", "princess", "queen", "rain", "ray", "red", "reed", "rich",
     "rider", "river", "rob", "robin", "rod", "rose", "rosemary", "rowan", "royal", "ruby",
     "rush", "rusty", "sage", "sandy", "sky", "skip", "sonny", "star", "stew", "stone", "storm",
     "sue", "summer", "sunny", "tab", "tiger", "trinity", "trip", "troy", "valentine", "victory",
     "violet", "wade", "ward", "white", "will", "willow", "winter", "wisdom", "wood", "young"]
)  # fmt: skip


def is_a_word(label: str) -> bool:
    """Tell whether a name, or a list of them, is a word that people use of other things.

    Examples
    --------
    >>> is_a_word("Dawn"), is_a_word("Priya"), is_a_word("Dawn Marsh")
    (True, False, False)
    """
    return fold(label) in _WORDS


def is_written_small(label: str) -> bool:
    """Tell a name without a capital, which may then be the word.

    Examples
    --------
    >>> is_written_small("dawn"), is_written_small("Dawn"), is_written_small("P07")
    (True, False, False)
    """
    return label.islower() and not any(sign.isdigit() for sign in label)
