"""From passages as they came in to masked excerpts, with exact positions both ways."""

from __future__ import annotations

import hashlib
import hmac
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from insights.errors import Problem
from insights.privacy.mask import Masked, find_spans, mask_label, mask_text
from insights.privacy.names import Names
from insights.privacy.normal import fold
from insights.privacy.spans import Span

if TYPE_CHECKING:
    import pandas as pd

_LABELS = ("locator", "activity", "prompt", "group_label")
_WORD = re.compile(r"\[[A-Z][^\]\n]{0,24}\]|[^\W_]+(?:['’.-][^\W_]+)*")
_LABEL = re.compile(r"[^\n:|\t!?]{1,60}(?::[*_]{0,3}|[ \t][–—-])[ \t*_]*")
_SHORT_NUMBER = re.compile(r"(?<![\d.,/-])\d{1,6}(?![\d/-]|[.,]\d)")
_EXACT = "x"  # what tells the hash of an exact string from others: hexadecimal has no x
_LONGEST_EXACT = 4  # words
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CONTEXT = 40
_RISK = {
    "register_shared": 0, "register_word": 1, "near_registered": 1, "rare_combination": 1,
    "mixed_script": 2, "line_too_long": 2,
    "lower_case_name": 3, "lone_capital": 4, "initials": 5, "other_script": 6, "capitals": 7,
    "lower_case_unknown": 8,
}  # fmt: skip
_COVERED_RISK = 20


@dataclass(frozen=True, repr=False)
class Redacted:
    """What masking made. Printing one shows counts only.

    Attributes
    ----------
    texts
        Masked text by source_id.
    excerpts, redactions
        The tables of those names.
    waiting
        One row per distinct string for a person to decide about, riskiest first: string_id,
        string, context, reason, n, source_id, start, covered. Personal data: shown, never stored.
    problems
        What could not be used, and how much waits for a person.
    """

    texts: dict[str, str]
    excerpts: pd.DataFrame
    redactions: pd.DataFrame
    waiting: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)

    def __repr__(self) -> str:
        return (
            f"Redacted({len(self.texts)} texts, {len(self.excerpts)} excerpts, "
            f"{len(self.redactions)} redactions, {len(self.waiting)} waiting)"
        )


def string_id(string: str, key: bytes) -> str:
    """Return the keyed hash by which a decision names a string without containing it.

    Examples
    --------
    >>> string_id("Siobhán", b"k") == string_id("siobhan", b"k") != string_id("Siobhán", b"l")
    True
    """
    return hmac.new(key, fold(string).encode("utf-8"), hashlib.sha256).hexdigest()[:16]


def exact_id(string: str, key: bytes) -> str:
    """Return the keyed hash of a string that is to be masked letter for letter.

    Examples
    --------
    >>> exact_id("Bev  Moss", b"k") == exact_id("Bev Moss", b"k") != exact_id("bev moss", b"k")
    True
    """
    plain = " ".join(string.split()).encode("utf-8")
    return _EXACT + hmac.new(key, plain, hashlib.sha256).hexdigest()[:16]


def redact_excerpts(
    passages: pd.DataFrame,
    texts: Mapping[str, str],
    names: Names,
    *,
    key: bytes = b"",
    decisions: Mapping[str, str] | None = None,
    report: Callable[[str], None] | None = None,
    project: str = "",
) -> Redacted:
    """Mask every source as a whole, then cut it into excerpts where the passages lie.

    Parameters
    ----------
    passages
        Table ``passages``; positions index ``texts[source_id]``.
    texts
        Raw text by source_id.
    names
        People in the key file.
    key
        The project's salt: decisions on strings are known by a hash keyed with it.
    decisions
        ``string_id`` → "mask" (everywhere), "mask_name" (where it reads as a name, and not in
        "mark the date") or "unmask": the last word of whoever reviewed.
    report
        Called with a sentence as each source is done.
    project
        The project's name, for a command that can be pasted.

    Returns
    -------
    Redacted
        ``texts[source_id][start:end] == text`` holds for every excerpt.
    """
    from insights import tables

    problems: list[Problem] = []
    edges = _edges(passages, texts, problems)
    masked: dict[str, Masked] = {}
    for number, source in enumerate(sorted(texts), start=1):
        whole = _mask_source(texts[source], names, key, decisions or {})
        masked[source] = _split(texts[source], whole, edges.get(source, []))
        if report is not None:
            report(f"masked {number} of {len(texts)} sources")

    excerpts = _masked_excerpts(passages, texts, masked, names)
    spans: list[dict[str, Any]] = []
    for source in sorted(masked):
        spans += _redaction_rows(source, masked[source], excerpts)
    settled = _settled_labels(passages, texts)
    waiting = _waiting_table(masked, texts, key, decisions or {}, settled)
    if len(waiting):
        problems.append(
            Problem("privacy", "masking", _say_waiting(len(waiting), int(waiting["covered"].sum())),
                    f"Run `insights redact {project} --review --coder YOUR-INITIALS`; one answer "
                    "covers every place. Words "
                    "quoted beside a visible one count as not cleared until then.")
        )  # fmt: skip
    return Redacted(
        {source: one.text for source, one in masked.items()},
        excerpts,
        tables.from_rows("redactions", spans),
        waiting,
        problems,
    )


def _masked_excerpts(
    passages: pd.DataFrame,
    texts: Mapping[str, str],
    masked: Mapping[str, Masked],
    names: Names,
) -> pd.DataFrame:
    """Return the table of excerpts: passages where they stand in the masked texts."""
    from insights import tables

    length = {source: len(text) for source, text in texts.items()}
    inside = passages["end"] <= passages["source_id"].map(length).fillna(-1)
    kept = passages[inside]
    places: list[tuple[int, int]] = []
    words: list[str] = []
    for source, start, end in zip(
        *(kept[name].tolist() for name in ("source_id", "start", "end")), strict=True
    ):
        one = masked[source]
        places.append((one.to_masked(int(start)), one.to_masked(int(end))))
        words.append(one.text[slice(*places[-1])])
    label = _Labels(names)
    labels: dict[str, Any] = {
        name: [label(value) for value in kept[name].tolist()]
        for name in _LABELS
        if name in kept.columns
    }
    return tables.conform(
        "excerpts",
        kept.assign(
            **labels,
            start=[start for start, _ in places],
            end=[end for _, end in places],
            text=words,
            n_words=[count_words(text) for text in words],
        ),
    )


class _Labels:
    """Masks labels, once each; those that differ in numbers only ("row 7") are tried once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._masked: dict[str, str] = {}
        self._clean: dict[str, bool] = {}

    def __call__(self, text: object) -> str | None:
        if not isinstance(text, str):
            return None
        if text not in self._masked:
            shape = _SHORT_NUMBER.sub("0", text)
            if shape not in self._clean:
                self._clean[shape] = mask_label(shape, self._names) == shape
            self._masked[text] = text if self._clean[shape] else mask_label(text, self._names)
        return self._masked[text]


def count_words(text: str) -> int:
    """Return the number of words; a placeholder counts as one.

    Examples
    --------
    >>> count_words("I told [PERSON] on [DATE: 2024], didn't I")
    7
    """
    return len(_WORD.findall(text))


def _say_waiting(n: int, n_covered: int) -> str:
    """Return how many words a person is asked about, and what becomes of them until then.

    Examples
    --------
    >>> _say_waiting(13, 5).partition(". ")[2]
    'Until then 8 stay visible and 5 are masked.'
    """
    wait, name = ("word or name waits", "it names") if n == 1 else ("words or names wait",
                                                                    "they name")  # fmt: skip
    n_open = n - n_covered
    if n_open and n_covered:
        then = (
            f"{n_open} {'stays' if n_open == 1 else 'stay'} visible and {n_covered} "
            f"{'is' if n_covered == 1 else 'are'} masked"
        )
    else:
        stay = "it stays" if n == 1 else "they stay"
        then = f"{stay} {'masked' if n_covered else 'visible'}"
    return f"{n} {wait} for a person to say whether {name} somebody. Until then {then}."


def _edges(
    passages: pd.DataFrame, texts: Mapping[str, str], problems: list[Problem]
) -> dict[str, list[int]]:
    """Return, by source, every raw position where an excerpt begins or ends."""
    edges: dict[str, set[int]] = {}
    wrong: dict[str, int] = {}
    for source, start, end, text in zip(
        *(passages[name].tolist() for name in ("source_id", "start", "end", "text")), strict=True
    ):
        if texts.get(source, "")[start:end] != text:
            wrong[source] = wrong.get(source, 0) + 1
        edges.setdefault(source, set()).update((int(start), int(end)))
    for source, n in sorted(wrong.items()):
        problems.append(
            Problem(source, f"{n} excerpts", "The words are not where the reader said they stand.",
                    "This is a fault in the program: please report it with the kind of file.")
        )  # fmt: skip
    return {source: sorted(found) for source, found in edges.items()}


def _mask_source(text: str, names: Names, key: bytes, decisions: Mapping[str, str]) -> Masked:
    if not decisions:
        return mask_text(text, names)
    covered, waiting = find_spans(text, names)
    said = {fold(text[s.start : s.end]) for s in (*covered, *waiting)}
    chosen = {string: decisions.get(string_id(string, key)) for string in said}
    typed = {id for id, action in decisions.items() if id[:1] == _EXACT and action == "mask"}
    meant = {id for id, action in decisions.items() if id[:1] != _EXACT and action == "mask"}
    runs = _runs_of_words(text) if typed or meant else set()
    return mask_text(
        text, names,
        mask=[string for string, action in chosen.items() if action in ("mask", "mask_name")],
        unmask=[string for string, action in chosen.items() if action == "unmask"],
        exactly={
            string for string in runs
            if exact_id(string, key) in typed
            or (string_id(string, key) in meant and not is_everyday(string))
        },
    )  # fmt: skip


def is_everyday(string: str) -> bool:
    """Return whether a word in lower case is one that no sentence does without: will, may, an.

    A person who says "mask Joy everywhere" means joy as well; one who says it of Will does not
    mean every will.
    """
    from spacy.lang.en.stop_words import STOP_WORDS

    return string.islower() and string in STOP_WORDS


def _runs_of_words(text: str) -> set[str]:
    """Return every run of up to four words, as it stands in the text."""
    words = list(_PLAIN_WORD.finditer(text))
    return {
        text[words[i].start() : words[j].end()]
        for i in range(len(words))
        for j in range(i, min(i + _LONGEST_EXACT, len(words)))
    }


def _split(text: str, whole: Masked, edges: Sequence[int]) -> Masked:
    """Return the same masking with no span reaching over the edge of an excerpt."""
    spans: list[Span] = []
    for span in whole.spans:
        cuts = edges[bisect_right(edges, span.start) : bisect_left(edges, span.end)]
        points = [span.start, *cuts, span.end]
        for start, end in pairwise(points):
            if text[start:end].strip():
                spans.append(replace(span, start=start, end=end))
    if len(spans) == len(whole.spans):
        return whole
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += text[done : span.start], span.placeholder
        done = span.end
    return Masked("".join([*pieces, text[done:]]), tuple(spans), whole.waiting)


def _redaction_rows(source: str, masked: Masked, excerpts: pd.DataFrame) -> list[dict[str, Any]]:
    here = excerpts[excerpts["source_id"] == source].sort_values(["start", "end"])
    starts, ends = here["start"].tolist(), here["end"].tolist()
    ids = here["excerpt_id"].tolist()
    rows = []
    for span in masked.spans:
        start = masked.to_masked(span.start)
        before = bisect_right(starts, start) - 1
        inside = before >= 0 and start < ends[before]
        rows.append(
            {
                "excerpt_id": ids[before] if inside else None,
                "source_id": source,
                "start": start,
                "end": start + len(span.placeholder),
                "raw_start": span.start,
                "raw_end": span.end,
                "entity": span.entity,
                "placeholder": span.placeholder,
                "rule": span.rule,
                "confirmed": span.rule in ("register", "decision"),
            }
        )
    return rows


def _waiting_table(
    masked: Mapping[str, Masked], texts: Mapping[str, str], key: bytes,
    decided: Collection[str] = (), settled: Mapping[str, Sequence[tuple[int, int]]] = {},
) -> pd.DataFrame:  # fmt: skip
    """Return distinct strings to decide about: open ones first, then covered by judgement.

    A string that is covered in one place and open in another is one, and open. What stands in
    a label that is settled, and in nobody's words, needs no answer.
    """
    import pandas as pd

    rows: dict[str, dict[str, Any]] = {}
    for source in sorted(masked):
        one, text = masked[source], texts[source]
        judged = [
            s for s in one.spans if s.review or s.entity in ("PERSON", "PLACE", "ORGANISATION")
        ]
        both = [*((span, False) for span in one.waiting), *((span, True) for span in judged)]
        for span, covered in sorted(both):
            if span.rule in ("register", "decision"):
                continue
            if any(a <= span.start and span.end <= b for a, b in settled.get(source, ())):
                continue
            string = text[span.start : span.end]
            known_as = string_id(string, key)
            if known_as in decided:
                continue
            n_before = rows[known_as]["n"] if known_as in rows else 0
            if not n_before or (rows[known_as]["covered"] and not covered):
                rows[known_as] = {
                    "string_id": known_as,
                    "string": string if len(string) <= 80 else string[:80] + "…",
                    "context": _context(text, span),
                    "reason": span.rule,
                    "n": n_before,
                    "source_id": source,
                    "start": span.start,
                    "covered": covered,
                    "risk": _RISK.get(span.rule, _COVERED_RISK),
                }
            rows[known_as]["n"] += 1
    columns = ["string_id", "string", "context", "reason", "n", "source_id", "start", "covered"]
    ordered = sorted(rows.values(), key=lambda r: (r["risk"], -r["n"], fold(r["string"])))
    table = pd.DataFrame.from_records(ordered, columns=columns)
    return table.astype({"covered": bool, "n": "int64", "start": "int64"})


def _settled_labels(
    passages: pd.DataFrame, texts: Mapping[str, str]
) -> dict[str, list[tuple[int, int]]]:
    """Return, by source, where labels stand whose person is known: "Kofi B: " before words."""
    found: dict[str, list[tuple[int, int]]] = {}
    columns = (passages[name].tolist() for name in ("source_id", "start", "participant_id"))
    for source, start, person in zip(*columns, strict=True):
        text = texts.get(source, "")
        line = text.rfind("\n", 0, start) + 1
        if isinstance(person, str) and _LABEL.fullmatch(text, line, start):
            found.setdefault(source, []).append((line, start))
    return found


def _context(text: str, span: Span) -> str:
    before = text[max(0, span.start - _CONTEXT) : span.start].split("\n")[-1]
    after = text[span.end : span.end + _CONTEXT].split("\n")[0]
    return f"{before}«{text[span.start : min(span.end, span.start + 80)]}»{after}".strip()
