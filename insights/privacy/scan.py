"""The last look at files before they leave: names, identifiers, words nobody cleared.

Every text in every file (:func:`~insights.privacy.unpacking.unpack`) is held against the
masker's own rules, the register, and the words that may be used and not quoted. What is
found is told by file, place and kind; the text itself is in no :class:`Hit`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from insights.privacy.excerpts import string_id
from insights.privacy.mask import find_spans
from insights.privacy.names import Names
from insights.privacy.normal import fold, normalise
from insights.privacy.registered import find_registered
from insights.privacy.spans import Span
from insights.privacy.unpacking import Piece, as_piece, unpack
from insights.privacy.words import Words

_SHINGLE = 6  # words in a row that nobody else says
_FEWEST_WORDS = 4  # fewer are found only where nothing else stands beside them
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NAME_LIKE = ("PERSON", "PLACE", "ORGANISATION", "ADDRESS")
_LONGEST_HEADING = 80
_EXEMPT_KINDS = ("DATE",)
WORDS_WITHHELD = "words that may be used and not quoted"
_OUR_WORDS = (
    "Wilson", "Jeffreys", "Newcombe", "Boschloo", "CERQual", "Flesch", "Kincaid",
    "Flesch–Kincaid", "COREQ", "Krippendorff", "Cohen", "95-in-100", "Jaccard",
    "Monroe", "Colaresi", "Quinn", "Farmer", "Benjamini", "Hochberg", "Holm", "Dirichlet",
    "Polis", "Schulze", "Borda", "Kendall", "Brooke", "Lewin", "Gale", "Braun", "Clarke",
)  # fmt: skip
_KIND_WORDS = {
    "PERSON": "what looks like a person's name",
    "PLACE": "what looks like a place's name",
    "ORGANISATION": "what looks like an organisation's name",
}


@dataclass(frozen=True, order=True)
class Hit:
    """Something that must not leave, and where it stands; never the thing itself.

    Attributes
    ----------
    file, place, position
        The file, the place in it, and the first character there (from 1).
    kind
        What it is, in words.
    by_register
        Whether it is in the register or the key file: then nobody can wave it through.
    hit_id
        Keyed hash of the string: the same everywhere it stands.
    near
        The heading above it, where that names nobody and is nobody's words.
    """

    file: str
    place: str
    position: int
    kind: str
    by_register: bool
    hit_id: str
    near: str = ""


@dataclass(frozen=True, repr=False)
class Scanner:
    """What to look for, and what may stand.

    Attributes
    ----------
    names
        People in the key file.
    key
        The project's salt: hits are known by a keyed hash.
    ids
        The project's own ids (excerpts, recommendations): never read as words.
    organisers
        What the organisers themselves put on paper: title, commissioner, contact, owners.
        A phrase of several words may stand as it is, even with a name in it.
    withheld
        Texts that may be used and not quoted.
    quotable
        Texts that may stand: what these share with a withheld one is no finding.
    allowed
        Ids of strings that a person decided may stand (``unmask``).
    own
        SHA-256 of scripts and style sheets that the product puts into pages itself.
    coders
        Initials of those who code: they stand beside what was decided, and name no participant.
    """

    names: Names
    key: bytes
    ids: Collection[str] = ()
    organisers: Collection[str] = ()
    withheld: Collection[str] = ()
    quotable: Collection[str] = ()
    allowed: Collection[str] = ()
    own: Collection[str] = ()
    coders: Collection[str] = ()
    _seen: dict[str, tuple[tuple[Span, ...], tuple[Span, ...]]] = field(default_factory=dict)
    _cut: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Scanner({self.names!r}, {len(self.withheld)} texts withheld)"

    def scan(self, files: Mapping[str, bytes]) -> list[Hit]:
        """Return everything in the files that must not leave, in order of place."""
        pieces = [piece for name in sorted(files) for piece in unpack(name, files[name], self.own)]
        told = {piece.text for piece in pieces if not _is_pdf(piece) and piece.typed}
        spoken = {word for text in told for word in _fold_words(text)}
        hits: dict[Hit, None] = {}
        for piece in pieces:
            for hit in self._look(piece, spoken):
                hits.setdefault(hit)
        return list(hits)

    def withhold(self, text: str, place: str = "") -> tuple[str, tuple[str, ...]]:
        """Return a text with what must not stand replaced, and the kind of each such thing.

        Parameters
        ----------
        place
            Where it stands, as :class:`Piece` has it: some places hold codes alone.
        """
        piece = as_piece("", place, text)
        key = f"{piece.typed}{text}"
        if key not in self._cut:
            found = {
                (span.start, span.end): _say_kind(span)
                for span in self._offending(self._without_own(text), piece, ())
            } | {(start, end): WORDS_WITHHELD for start, end, _ in self._withheld_runs(piece)}
            self._cut[key] = _replace(text, found), tuple(dict.fromkeys(found.values()))
        return self._cut[key]

    def is_unjudged(self, text: str) -> bool:
        """Return whether a text holds a word of which nobody has said whether it names somebody."""
        own = self._without_own(text)
        return any(
            string_id(said := own[span.start : span.end], self.key) not in self.allowed
            and not self._is_ours(said)
            for span in self._found(own, as_piece("", "", text))[1]
        )

    def _look(self, piece: Piece, spoken: Collection[str]) -> Iterator[Hit]:
        text = self._without_own(piece.text)
        for span in self._offending(text, piece, spoken):
            by_register = span.rule.startswith("register")
            hit_id = string_id(text[span.start : span.end], self.key)
            yield Hit(piece.file, piece.place, span.start + 1, _say_kind(span), by_register, hit_id,
                      self._heading_of(piece))  # fmt: skip
        done: set[str] = set()
        for start, _, words in self._withheld_runs(piece):
            if words not in done:
                done.add(words)
                yield Hit(piece.file, piece.place, start + 1, WORDS_WITHHELD, True,
                          string_id(words, self.key), self._heading_of(piece))  # fmt: skip

    def _heading_of(self, piece: Piece) -> str:
        """Return the heading above a text; "" where it may name somebody, or is what they said."""
        heading = piece.heading
        if not heading or len(heading) > _LONGEST_HEADING or heading == piece.text:
            return ""
        alone = as_piece("", "", heading)
        if fold(heading) in self._spoken or any(self._withheld_runs(alone)):
            return ""
        return "" if any(self._offending(self._without_own(heading), alone, ())) else heading

    @cached_property
    def _spoken(self) -> frozenset[str]:
        return frozenset(fold(text) for text in (*self.withheld, *self.quotable))

    def _offending(self, text: str, piece: Piece, spoken: Collection[str]) -> Iterator[Span]:
        """Yield what names somebody, by the register or by the masker's rules."""
        for span in self._spans(text, piece):
            said = text[span.start : span.end]
            if self._is_no_initials(said, piece):
                continue
            if span.rule.startswith("register") or not (
                string_id(said, self.key) in self.allowed
                or span.entity in _EXEMPT_KINDS
                or self._is_ours(said)
                or self._judged_elsewhere(piece, text, span, spoken)
            ):
                yield span

    def _is_no_initials(self, said: str, piece: Piece) -> bool:
        """Return whether letters that are somebody's initials stand for nobody here.

        Codes, colours and styles are full of them; and a coder may have the same.
        """
        if fold(said) not in self.names.index.initials:
            return False
        return not piece.typed or said in self.coders

    def _spans(self, text: str, piece: Piece) -> tuple[Span, ...]:
        return self._found(text, piece)[0]

    def _found(self, text: str, piece: Piece) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return what names somebody, and what a person has to judge."""
        label = piece.place == "the file's name"
        key = f"{piece.typed}{label}{text}"
        if key not in self._seen:
            if piece.typed or label:
                found, waiting = find_spans(text, self.names, label=label)
            else:
                found = find_registered(Words(normalise(text).text), self.names.index)
                waiting = []
            self._seen[key] = tuple(found), tuple(waiting)
        return self._seen[key]

    def _judged_elsewhere(
        self, piece: Piece, text: str, span: Span, spoken: Collection[str]
    ) -> bool:
        """Return whether a shape tells nothing here: a cut word, or a line of a PDF.

        The lines and cells of a PDF run into each other, so that titles look like names and
        figures like telephone numbers. Its words stand in sentences in the files beside it,
        and are judged there.
        """
        if span.entity in _NAME_LIKE and text[span.end : span.end + 1] == "…":
            return True
        return _is_pdf(piece) and all(
            word in spoken for word in _fold_words(text[span.start : span.end])
        )

    # ------------------------------------------------------------------ what may stand

    @cached_property
    def _ours(self) -> frozenset[str]:
        single = {fold(one) for one in self.organisers if len(one.split()) == 1}
        return frozenset({fold(word) for word in _OUR_WORDS} | single)

    def _is_ours(self, said: str) -> bool:
        return fold(said) in self._ours or all(word in self._ours for word in _fold_words(said))

    @cached_property
    def _phrases(self) -> re.Pattern[str] | None:
        """Organisers' phrases, however their lines are broken and whatever ends them."""
        said = {tuple(one.rstrip(" .!?").split()) for one in self.organisers}
        phrases = {words for words in said if len(words) > 1}
        longest = sorted(phrases, key=lambda words: (-len(words), words))
        ways = [r"\s{1,4}".join(re.escape(word) for word in words) for words in longest]
        return re.compile("|".join(ways)) if ways else None

    @cached_property
    def _known_ids(self) -> frozenset[str]:
        return frozenset(self.ids)

    def _without_own(self, text: str) -> str:
        """Return the text with ids and organisers' phrases dotted out, as long as before."""

        def dots(match: re.Match[str]) -> str:
            return "·" * len(match.group())

        def dots_if_id(match: re.Match[str]) -> str:
            return dots(match) if match.group() in self._known_ids else match.group()

        text = re.sub(r"[a-z][a-z0-9]{7,40}", dots_if_id, text)
        return self._phrases.sub(dots, text) if self._phrases else text

    # ------------------------------------------------------------------ words not cleared

    @cached_property
    def _shingles(self) -> dict[tuple[str, ...], str]:
        """Runs of words that only texts which may not be quoted have."""
        free: set[tuple[str, ...]] = set()
        for text in (*self.quotable, *self.organisers):
            words = _fold_words(text)
            for length in range(_FEWEST_WORDS, _SHINGLE + 1):
                free.update(_runs(words, length))
        found: dict[tuple[str, ...], str] = {}
        for text in self.withheld:
            words = _fold_words(text)
            if len(words) >= _FEWEST_WORDS:
                for run in _runs(words, min(len(words), _SHINGLE)):
                    if run not in free:
                        found.setdefault(run, text)
        return found

    @cached_property
    def _short(self) -> dict[tuple[str, ...], str]:
        """Withheld texts of three words: found where nothing else stands beside them.

        Shorter ones ("Warm handover") are a theme's name as often as somebody's words.
        """
        quotable = {tuple(_fold_words(text)) for text in (*self.quotable, *self.organisers)}
        found: dict[tuple[str, ...], str] = {}
        for text in self.withheld:
            words = tuple(_fold_words(text))
            if len(words) == _FEWEST_WORDS - 1 and words not in quotable:
                found.setdefault(words, text)
        return found

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(run) for run in self._shingles}))

    def _withheld_runs(self, piece: Piece) -> Iterator[tuple[int, int, str]]:
        """Yield the start and end of each run of withheld words, and the text they are of."""
        if not piece.typed or not self.withheld:
            return
        placed = [(fold(m.group()), *m.span()) for m in _WORD.finditer(piece.text)]
        words = tuple(word for word, _, _ in placed)
        found = False
        for length in self._lengths:
            for at, run in enumerate(_runs(words, length)):
                text = self._shingles.get(run)
                if text is not None:
                    found = True
                    yield placed[at][1], placed[at + length - 1][2], text
        if words in self._short and not found:
            yield placed[0][1], placed[-1][2], self._short[words]


def _runs(words: Iterable[str], length: int) -> Iterator[tuple[str, ...]]:
    listed = tuple(words)
    for at in range(len(listed) - length + 1):
        yield listed[at : at + length]


def _fold_words(text: str) -> list[str]:
    return [fold(match.group()) for match in _WORD.finditer(text)]


def _replace(text: str, found: Mapping[tuple[int, int], str]) -> str:
    """Return a text with stretches of it replaced by what they are; those that meet are one."""
    pieces: list[str] = []
    done = -1
    for (start, end), kind in sorted(found.items()):
        if start >= done:
            pieces += text[max(done, 0) : start], f"[withheld: {kind}]"
        done = max(done, end)
    return "".join([*pieces, text[max(done, 0) :]])


def _is_pdf(piece: Piece) -> bool:
    return piece.file.casefold().endswith(".pdf")


def _say_kind(span: Span) -> str:
    if span.rule.startswith("register"):
        return "a name from the register or the key file"
    return _KIND_WORDS.get(span.entity, f"what looks like: {span.entity.casefold()}")
