"""Places, and what a covered name stands for: a person, a place or an organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from insights.privacy import wording as w
from insights.privacy.beside import Marks
from insights.privacy.spans import Span
from insights.privacy.words import Words, without_owner

_PLACE_CUES = w.PLACE_BEFORE | w.word_set("from to at of live lives lived visit visited")
_PLACE_WORDS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in sorted(w.PLACES, key=lambda p: (-len(p.split()), p)):
    _PLACE_WORDS.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))


def find_places(words: Words, marks: Mapping[int, str], taken: Collection[int]) -> Marks:
    """Return the words that are known places; a name after a cue is a person all the same."""
    found: Marks = {}
    for i in words.where(lambda word: without_owner(word) in _PLACE_WORDS):
        for phrase in _PLACE_WORDS[words.lower[i]]:
            last = i + len(phrase) - 1
            if tuple(words.lower[i : last + 1]) != phrase:
                continue
            if any(not words.follows(j) for j in range(i + 1, last + 1)):
                continue
            if _is_place(words, i, phrase):
                for j in range(i, last + 1):
                    if j not in taken and marks.get(j) != "cue":
                        found[j] = "place"
                break
    return found


def _is_place(words: Words, i: int, phrase: tuple[str, ...]) -> bool:
    if len(phrase) > 1:
        return True
    before = words.before(i)
    if phrase[0] in w.WORD_PLACES:
        return (
            words.is_capital(i)
            and not words.starts_sentence(i)
            and before in _PLACE_CUES
            and not words.is_shouted(i)
        )
    return words.is_capital(i) or before in _PLACE_CUES


def spans_of(words: Words, marks: Mapping[int, str]) -> Iterator[Span]:
    """Yield marked words, neighbours joined, as people, places or organisations."""
    run: list[int] = []
    for i in sorted(marks):
        place = marks[i] == "place"
        if run and (
            i != run[-1] + 1 or not words.follows(i) or place != (marks[run[-1]] == "place")
        ):
            yield _span(words, marks, run)
            run = []
        run.append(i)
    if run:
        yield _span(words, marks, run)


def _span(words: Words, marks: Mapping[int, str], run: list[int]) -> Span:
    first, last = run[0], run[-1]
    rule = next((marks[i] for i in run if marks[i] != "beside_name"), "beside_name")
    if rule == "capital" and _is_announced(words, first):
        rule = "place_by_preposition"
    entity = _entity(words, first, last, rule)
    return Span(words.starts[first], words.name_end(last), entity, f"[{entity}]", rule)


def _entity(words: Words, first: int, last: int, rule: str) -> str:
    after, joined = words.after(last), words.follows(last + 1)
    if rule in ("place", "place_by_preposition"):
        return "PLACE"
    if after in w.BODIES and words.is_capital(last + 1) and joined:
        return "ORGANISATION"
    owned = words.name_end(last) < words.ends[last]
    headed = after in w.PLACE_HEADS and joined and not owned
    return "PLACE" if rule == "capital" and (words.lower[first] in w.SAINTS or headed) else "PERSON"


def _is_announced(words: Words, first: int) -> bool:
    """Return whether the words before announce a place: "near", "at" (but not "shout at")."""
    before = words.before(first)
    if not words.follows(first):
        return False
    if before in w.PLACE_BEFORE:
        return True
    if words.texts[first][-2:].lower() == "'s" or words.after(first) in w.SPEECH_AFTER:
        return False
    if before == "at":
        return words.before(first, 2) not in w.AT_PEOPLE
    return before == "to" and words.before(first, 2) in w.GOING
