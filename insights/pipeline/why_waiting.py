"""Why a word waits for a person to say whether it names somebody, in words."""

from __future__ import annotations

WHY_WAITING = {
    "cue": "a word before it speaks of a person",
    "capital": "a capital letter on a word that is no ordinary one",
    "lone_capital": "a capital letter on an ordinary word",
    "capitals": "written in capitals",
    "place": "a place", "place_by_preposition": "a place, by the word before it",
    "beside_name": "beside a name", "other_script": "in another script",
    "near_registered": "nearly a registered name", "initials": "initials",
    "register_word": "a word that is also a registered name",
    "register_shared": "a name that several registered people share",
    "rare_combination": "it may point to one person",
    "lower_case_name": "a name in lower case", "lower_case_pair": "a name in lower case",
}  # fmt: skip
