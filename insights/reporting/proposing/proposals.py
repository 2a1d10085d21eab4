"""What people proposed, put together by their words and given one title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from insights.reporting.proposing.grammar import word_set
from insights.reporting.proposing.qualities import with_shared_qualities
from insights.reporting.proposing.titles import SHORTEST_TITLE, is_vague, titles_of, widen
from insights.reporting.proposing.topics import say_topic
from insights.reporting.proposing.wordings import PROTECTS

_COMMON = word_set(
    "the and for that this with you your they their them have has had was were are but not "
    "would should could can will just about from what when who how why there then than into "
    "out all any some one more really think like want need get got too very also our its it's "
    "don't because been being did does i'd i'm we'd you're you've that's they're one's it'd "
    "make made put every let give gave goes always over under least most time yes even only back "
    "again already much many lot still well here where "
    "people person somebody someone everybody everyone thing something way first same"
)


def content_words(text: str) -> list[str]:
    """Return a text's words that carry meaning, lower-cased, plural s folded.

    Examples
    --------
    >>> content_words("We’d like the letters in plain words")
    ['letter', 'plain', 'word']
    """
    words = re.findall(r"[^\W\d_][\w'-]*", text.casefold().replace("’", "'"))
    words = [word.removesuffix("'s") for word in words]
    return [
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
        if len(word) > 2 and word not in _COMMON
    ]


def representatives(excerpt_ids: Sequence[str], words_of: Mapping[str, Sequence[str]]) -> list[str]:
    """Return excerpts, the most representative first: nearest the middle by shared words.

    An excerpt's nearness is the mean, over its distinct words, of the share of the others
    that use them too; ties go to the earlier excerpt.
    """
    sets = {excerpt_id: set(words_of[excerpt_id]) for excerpt_id in excerpt_ids}
    used = Counter(word for words in sets.values() for word in words)
    others = max(len(sets) - 1, 1)

    def nearness(excerpt_id: str) -> float:
        words = sets[excerpt_id]
        shared = sum((used[word] - 1) / others for word in words)
        return shared / (len(words) + 3) if words else 0.0

    return sorted(dict.fromkeys(excerpt_ids), key=lambda e: -round(nearness(e), 9))


def split_by_words(
    excerpt_ids: Sequence[str], words_of: Mapping[str, Sequence[str]]
) -> list[list[str]]:
    """Return the excerpts in groups that share content words, directly or through others.

    Proposals without a word in common are different proposals; the order is kept.

    Examples
    --------
    >>> words = {"a": ["log"], "b": ["reminder"], "c": ["log", "page"]}
    >>> split_by_words(["a", "b", "c"], words)
    [['a', 'c'], ['b']]
    """
    root = {excerpt_id: excerpt_id for excerpt_id in excerpt_ids}

    def find(excerpt_id: str) -> str:
        while root[excerpt_id] != excerpt_id:
            excerpt_id = root[excerpt_id]
        return excerpt_id

    first_with: dict[str, str] = {}
    for excerpt_id in excerpt_ids:
        for word in words_of[excerpt_id]:
            if word in first_with:
                root[find(excerpt_id)] = find(first_with[word])
            first_with.setdefault(word, excerpt_id)
    groups: dict[str, list[str]] = {}
    for excerpt_id in dict.fromkeys(excerpt_ids):
        groups.setdefault(find(excerpt_id), []).append(excerpt_id)
    order = {excerpt_id: place for place, excerpt_id in enumerate(excerpt_ids)}
    return sorted(groups.values(), key=lambda group: order[group[0]])


_NAMED_ONE = re.compile(r"^(?:the|that) ((?:[\w'’-]+ ){1,3}?)(?:one|thing|idea)\b", re.IGNORECASE)
_BARGAIN = re.compile(r"\bmy offer\b|\band i['’]ll give you\b", re.IGNORECASE)
_BARE = re.compile(r"^(?:an? |the )?((?:[\w'’-]+ ){1,3})for [^.!?]+$", re.IGNORECASE)
_BARE_WORDS = 8
_OBJECT_ENDS = re.compile(
    r"\s(?:for|with|of|on|in|at|from|by|that|which|who|where|so|out)\s|[.,;:(]", re.IGNORECASE
)
_OTHER_ENDS = re.compile(_OBJECT_ENDS.pattern.replace("|who", ""), re.IGNORECASE)
_ENDINGS = re.compile(r"(?:e?d|ing|e|ly)$")
_PART = 4  # letters: a "book" is in "notebook"
_SPEAKERS = 2  # others who use a word make it part of the matter


def speaking_for(
    excerpt_ids: Sequence[str],
    text_of: Mapping[str, str],
    *,
    title: str,
    about: str,
    chosen: str,
    speaker_of: Callable[[str], str] = str,
) -> list[str]:
    """Return the excerpts that speak for what a title asks, the one it comes from among them.

    One that asks for something else beside the matter does not ("a reader panel for plain
    words" beside plain words), nor one that begins by naming another idea ("the search one"),
    nor a bargain. What tells nothing of this stays: people seldom ask in whole sentences.

    Parameters
    ----------
    about
        The name and keywords of their code.
    chosen
        The excerpt that the title comes from.
    """
    own = {e: set(content_words(text_of[e])) for e in excerpt_ids}
    known = set(content_words(f"{title} {about}"))
    kept = []
    for excerpt_id in excerpt_ids:
        others: dict[str, set[str]] = {}
        for other in excerpt_ids:
            if speaker_of(other) != speaker_of(excerpt_id):
                for word in own[other]:
                    others.setdefault(word, set()).add(speaker_of(other))
        shared = {word for word, people in others.items() if len(people) >= _SPEAKERS}
        said = [own[o] for o in excerpt_ids if speaker_of(o) != speaker_of(excerpt_id)]
        if excerpt_id == chosen or not _is_beside(text_of[excerpt_id], known | shared, said):
            kept.append(excerpt_id)
    return kept


def _is_beside(text: str, matter: Collection[str], said: Sequence[Collection[str]]) -> bool:
    """Return whether words name another idea, bargain, or ask for what the matter is not."""
    plain = " ".join(text.split()).strip(" \"“”'‘’")
    named = _NAMED_ONE.match(plain)
    if named and not _touches(named.group(1), matter):
        return True
    if _BARGAIN.search(plain):
        return True
    asks = [title.text for title in titles_of(text)]
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if part]
    bare = _BARE.match(sentences[0].rstrip(".!")) if sentences else None
    if bare and len(sentences[0].split()) <= _BARE_WORDS:
        asks.append(sentences[0])
    objects = [_object_of(ask) for ask in asks]
    if not objects or not all(content_words(words) for words in objects):
        return False
    if any(_touches(words, matter) for words in [*objects, *map(_head_of, sentences)]):
        return False
    # Two words in common with one other person's proposal are the same wish in other words.
    wishes = [set(content_words(_OTHER_ENDS.split(ask, maxsplit=1)[0])) for ask in asks]
    return not any(len(wish & set(other)) >= 2 for wish in wishes for other in said)


def _object_of(ask: str) -> str:
    """Return what a title asks for: "Provide a crib for the letters" asks for a crib."""
    verb, _, rest = ask.partition(" ")
    if verb in ("Ask", "Make", "Let", "Give", "Stop"):
        return rest  # what is asked for comes after who is to do it
    named = rest if verb.casefold() in _ASKING else ask
    head = _head_of(named)
    return head if content_words(head) else named  # "somebody who stays with them"


_ASKING = word_set("provide use put set")


def _head_of(sentence: str) -> str:
    """Return a sentence up to where it goes on to say for whom, where or why."""
    return _OBJECT_ENDS.split(sentence, maxsplit=1)[0]


def _touches(words: str, matter: Collection[str]) -> bool:
    """Return whether a word of the matter stands among these, however it is inflected."""
    stems = {_ENDINGS.sub("", word) for word in matter}
    return any(
        _ENDINGS.sub("", word) in stems
        or any(len(word) >= _PART and word in other for other in matter)
        for word in content_words(words)
    )


_POINTING = re.compile(r"\b(?:that|this|these|those) (?:one|thing|way|bit)\b|\bit$")


@dataclass(frozen=True)
class Wording:
    """A title, the excerpt it comes from, and whether one voice goes further than the others."""

    excerpt_id: str
    title: str
    score: float
    further: str = ""


GOES_FURTHER = "One of them goes further, in the words above."
_KEEPER = re.compile(r"name an? (?P<who>\w+) to keep (?P<what>.+)")
_OWNERS = word_set("named name owner owned own owns ownership responsible answerable date")


def _as_shared(title: str, heard: frozenset[str]) -> tuple[str, str]:
    """Return a title as wide as its supporters share, and who goes further.

    An ending that is one person's alone (", and a map") is left out, and so is a place that
    nobody else names ("in every ward"). A condition or a "not" that protects people is never
    cut: then it is said that one voice alone asks for it. ``heard`` are the words that somebody
    else uses too; without any, nothing is cut.
    """
    if not heard:
        return title, ""
    wide = widen(title)
    if wide != title and not set(content_words(title)) - set(content_words(wide)) & set(heard):
        return wide, GOES_FURTHER
    head, joint, tail = title.partition(", and ")
    own = content_words(tail)
    fits = len(head.split()) >= SHORTEST_TITLE and bool(set(content_words(head)) & set(heard))
    keeper = _KEEPER.match(tail)
    if keeper and fits and heard & _OWNERS:
        shared = keeper["who"] in heard
        return (title if shared else f"{head}, and name who keeps {keeper['what']}"), ""
    if not (joint and own and fits) or (set(own) & set(heard) and not keeper):
        return title, ""
    if PROTECTS.search(tail):
        return title, f"Only one voice was recorded asking for “and {tail}”."
    return head, GOES_FURTHER


def best_wording(
    excerpt_ids: Sequence[str],
    text_of: Mapping[str, str],
    *,
    theme: str = "",
    speaker_of: Callable[[str], str] = str,
    confirmed: frozenset[str] = frozenset(),
    taken: Collection[str] = (),
    about: frozenset[str] = frozenset(),
    shared: Collection[str] = (),
    agreed: Sequence[str] = (),
) -> Wording | None:
    """Return the title that says most of what these proposals have in common.

    A title of an excerpt in ``shared`` (another kind rests on it too) must use a word that
    their code is ``about``. A title counts for the share of the other people whose proposals
    use its words, for having enough words of its own, for the wording its rule gives, and
    for standing in an excerpt whose coding a person confirmed. It keeps a condition that
    several voices share, ``agreed`` statements among them. None where no proposal gives a
    title that is not ``taken``.
    """
    words = {e: set(content_words(text_of[e])) for e in excerpt_ids}
    used: dict[str, set[str]] = {}
    for excerpt_id in excerpt_ids:
        for word in words[excerpt_id]:
            used.setdefault(word, set()).add(speaker_of(excerpt_id))
    others = max(len({speaker_of(e) for e in excerpt_ids}) - 1, 1)
    found = []
    for excerpt_id in excerpt_ids:
        given = titles_of(text_of[excerpt_id], theme)
        heard = frozenset(w for w, people in used.items() if people - {speaker_of(excerpt_id)})
        for place, title in enumerate(given):
            text, further = _as_shared(title.text, heard)
            text = say_topic(text, theme)
            if text in taken:
                continue
            own = [w for w in dict.fromkeys(content_words(text)) if w in words[excerpt_id]]
            if excerpt_id in shared and about and not about & set(own):
                continue
            used_too = sorted(((len(used[w]) - 1) / others for w in own), reverse=True)[:3]
            score = (
                1.5 * sum(used_too) / 3
                + 0.12 * min(len(own), 5)
                + 0.8 * title.weight
                + 0.35 * (excerpt_id in confirmed)
                - 0.25 * ("," in text.partition(", and name ")[0].partition(": ")[0])
                + 0.3 * (", and name " in text)
                - 0.4 * is_vague(text)
                - 0.4 * bool(_POINTING.search(text))
                - 0.05 * place
                - 0.3 * (len(own) < 2)
            )
            found.append(Wording(excerpt_id, text, round(score, 9), further))
    best = max(found, key=lambda wording: wording.score, default=None)
    if best is None:
        return None
    said = {e: text_of[e] for e in excerpt_ids}
    full = with_shared_qualities(best.title, said, agreed=agreed, speaker_of=speaker_of)
    return best if full in taken else replace(best, title=full)
