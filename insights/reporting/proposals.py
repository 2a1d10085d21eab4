"""What people proposed, put together by their words and given one title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from insights.reporting.titles import titles_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = _words(
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


_POINTING = re.compile(r"\b(?:that|this|these|those) (?:one|thing|way|bit)\b|\bit$")


@dataclass(frozen=True)
class Wording:
    """A title and the excerpt it comes from."""

    excerpt_id: str
    title: str
    score: float


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
) -> Wording | None:
    """Return the title that says most of what these proposals have in common.

    A title of an excerpt in ``shared`` (another kind rests on it too) must use a word that
    their code is ``about``. A title counts for the share of the other people whose proposals
    use its words, for having enough words of its own, for the wording its rule gives, and
    for standing in an excerpt whose coding a person confirmed. None where no proposal gives
    a title that is not ``taken``.
    """
    words = {e: set(content_words(text_of[e])) for e in excerpt_ids}
    used: dict[str, set[str]] = {}
    for excerpt_id in excerpt_ids:
        for word in words[excerpt_id]:
            used.setdefault(word, set()).add(speaker_of(excerpt_id))
    others = max(len({speaker_of(e) for e in excerpt_ids}) - 1, 1)
    found = []
    for excerpt_id in excerpt_ids:
        for place, title in enumerate(titles_of(text_of[excerpt_id], theme)):
            if title.text in taken:
                continue
            own = [w for w in dict.fromkeys(content_words(title.text)) if w in words[excerpt_id]]
            if excerpt_id in shared and about and not about & set(own):
                continue
            used_too = sorted(((len(used[w]) - 1) / others for w in own), reverse=True)[:3]
            score = (
                1.5 * sum(used_too) / 3
                + 0.12 * min(len(own), 5)
                + 0.8 * title.weight
                + 0.35 * (excerpt_id in confirmed)
                - 0.25 * ("," in title.text.partition(", and name a ")[0])
                + 0.3 * (", and name a " in title.text)
                - 0.4 * bool(_POINTING.search(title.text))
                - 0.05 * place
                - 0.3 * (len(own) < 2)
            )
            found.append(Wording(excerpt_id, title.text, round(score, 9)))
    return max(found, key=lambda wording: wording.score, default=None)
