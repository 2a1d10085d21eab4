"""What goes when a person withdraws: plans, decisions without them, and the certificate.

Nothing here writes a file. A plan is made in memory, so that a dry run and the withdrawal
itself are one and the same until the first byte is written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from insights.privacy.names import Names
from insights.privacy.who import Who
from insights.privacy.withdrawn import runs_of_words, shingles

COUNTED = (  # what is counted, in the order in which it is said: key → one, several
    ("turns", "turn in notes or transcripts", "turns in notes or transcripts"),
    ("rows", "row in tables", "rows in tables"),
    ("excerpts", "excerpt", "excerpts"),
    ("attendance", "record of having been asked", "records of having been asked"),
    ("votes", "vote", "votes"),
    ("decisions", "decision about their words", "decisions about their words"),
    ("memos", "memo or comment about them", "memos and comments about them"),
    ("quotes", "line in the evidence of a report", "lines in the evidence of the reports"),
    ("names", "mention in what others said", "mentions in what others said"),
    ("files", "file removed whole", "files removed whole"),
    ("releases", "release kept in the project", "releases kept in the project"),
)


_PEOPLE = ("participant_id", "case", "person", "who", "target_id")


@dataclass(frozen=True)
class ToRead:
    """A place that a person should read: nobody's name is on it, and it may speak of them."""

    file: str
    place: str
    why: str


@dataclass(frozen=True, repr=False)
class WithdrawalPlan:
    """Everything that would go. Printing one shows counts only.

    Attributes
    ----------
    changed
        Files inside the project → their bytes afterwards; None where the whole file goes.
    counts
        How much goes, by the keys of ``COUNTED``.
    releases
        The folders of releases that are purged, relative to the root.
    to_read
        Places for a person to read.
    unread
        Files that cannot be looked into.
    held_ids
        Present excerpt id → the id that it had, for words from which a name was taken.
    resting
        The recommendations that rest on their words: ``id``, ``label``, ``others``.
    """

    changed: Mapping[str, bytes | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    releases: tuple[str, ...] = ()
    to_read: tuple[ToRead, ...] = ()
    unread: tuple[str, ...] = ()
    held_ids: Mapping[str, str] = field(default_factory=dict)
    resting: tuple[Mapping[str, Any], ...] = ()

    def __repr__(self) -> str:
        return f"WithdrawalPlan({len(self.changed)} files, {sum(self.counts.values())} records)"

    def lines(self) -> list[str]:
        """Return what would go, a line each."""
        lines = say_counts(self.counts)
        for name, data in sorted(self.changed.items()):
            lines.append(f"{name}: {'removed' if data is None else 'rewritten without them'}")
        lines += [f"{name}: purged" for name in self.releases]
        return [*lines, *(f"{_called(one)}: loses support" for one in self.resting)]

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain values, without anybody's words."""
        return {
            "counts": dict(self.counts),
            "files": {
                name: "removed" if data is None else "rewritten"
                for name, data in sorted(self.changed.items())
            },
            "releases": list(self.releases),
            "lose_support": [one["label"] for one in self.resting],
            "to_read": [asdict(place) for place in self.to_read],
            "unread": list(self.unread),
        }


def _called(recommendation: Mapping[str, Any]) -> str:
    """Return a recommendation as people know it: by its number in the last report and title.

    Examples
    --------
    >>> _called({"label": "R2", "title": "Send letters in plain words."})
    'recommendation R2 of the last report, “Send letters in plain words”'
    >>> _called({"label": "R2"})
    'recommendation R2'
    """
    title = str(recommendation.get("title") or "").rstrip(". ")
    known = f" of the last report, “{title}”" if title else ""
    return f"recommendation {recommendation['label']}{known}"


def say_counts(counts: Mapping[str, int]) -> list[str]:
    """Return counts in words, the empty ones left out.

    Examples
    --------
    >>> say_counts({"turns": 1, "rows": 0, "votes": 12})
    ['1 turn in notes or transcripts', '12 votes']
    """
    return [
        f"{counts[key]:,} {one if counts[key] == 1 else many}"
        for key, one, many in COUNTED
        if counts.get(key)
    ]


@dataclass(frozen=True, repr=False)
class DecisionsGone:
    """What makes a line of decisions theirs."""

    who: Who
    excerpt_ids: frozenset[str]
    string_ids: frozenset[str]
    only_theirs: frozenset[str]


def without_decisions(
    files: Mapping[str, bytes], gone: DecisionsGone
) -> tuple[dict[str, bytes], Counter[str]]:
    """Return decision files without a person, and how many lines and memos went.

    A line that goes leaves an empty one, so that lines known by their number keep it. What
    was decided about a line that goes, its undoing, goes with it.

    Parameters
    ----------
    files
        Bytes by file.
    gone
        Whose decisions go.
    """
    records = {name: [_record(line) for line in data.split(b"\n")] for name, data in files.items()}
    removed: set[tuple[str, int]] = set()
    ids: set[str] = set()
    while True:
        more = {
            (name, at)
            for name, lines in records.items()
            for at, record in enumerate(lines)
            if record is not None and (name, at) not in removed and _goes(record, gone, ids)
        }
        if not more:
            break
        removed |= more
        for name, at in more:
            place = f"{name.rpartition('/')[2]}:{at + 1}"
            ids.add(str((records[name][at] or {}).get("id") or place))
    counts: Counter[str] = Counter(decisions=len(removed))
    out: dict[str, bytes] = {}
    for name, data in files.items():
        lines = data.split(b"\n")
        for at, record in enumerate(records[name]):
            if (name, at) in removed:
                lines[at] = b""
            elif record is not None and (clean := _scrubbed(record, gone)) != record:
                lines[at] = json.dumps(clean, ensure_ascii=False).encode()
                counts["memos"] += 1
        if (new := b"\n".join(lines)) != data:
            out[name] = new
    return out, counts


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _goes(record: Mapping[str, Any], gone: DecisionsGone, lines: Collection[str]) -> bool:
    target = str(record.get("target_id") or "")
    if record.get("action") == "undo":
        return target in lines
    if record.get("action") in ("mask", "unmask"):
        return target in gone.string_ids
    person = gone.who.participant_id
    about = str(record.get("excerpt_id") or target)
    # A recommendation is known by the first excerpt that proposed it: "r" and its id.
    first = target.removeprefix("r").partition("-")[0]
    return (
        about in gone.excerpt_ids
        or first in gone.excerpt_ids
        or target.partition("|")[0] == person
        or target == person
    )


def _scrubbed(value: Any, gone: DecisionsGone, key: str = "") -> Any:
    """Return a record without their ids, their name and their words."""
    if isinstance(value, dict):
        return {name: _scrubbed(part, gone, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_scrubbed(part, gone) for part in value if not _is_gone(part, gone)]
    if isinstance(value, str) and key not in ("id", "at", "coder", "action", "target"):
        if key in _PEOPLE and value.strip() == gone.who.participant_id:
            return ""
        return "" if shingles(value) & gone.only_theirs else gone.who.redact(value)
    return value


def _is_gone(value: Any, gone: DecisionsGone) -> bool:
    own = (*gone.excerpt_ids, gone.who.participant_id)
    return isinstance(value, str) and value.strip() in own


def strings_in(texts: Iterable[str], names: Names, key: bytes) -> set[str]:
    """Return the hashes by which decisions would name the strings that stand in some texts."""
    from insights.privacy.excerpts import exact_id, string_id
    from insights.privacy.mask import find_spans

    found: set[str] = set()
    for text in texts:
        covered, waiting = find_spans(text, names)
        strings = {text[span.start : span.end] for span in (*covered, *waiting)}
        runs = runs_of_words(text)
        found |= {string_id(string, key) for string in strings | runs}
        found |= {exact_id(run, key) for run in runs}
    return found


# -------------------------------------------------------------------------- the certificate


@dataclass(frozen=True)
class Certificate:
    """The proof that a withdrawal was carried out; it says nothing about whom.

    Attributes
    ----------
    number
        Which withdrawal of this project it is.
    on
        ISO date.
    counts
        How much went.
    files
        File → SHA-256 before and after; "" after for a file that was removed.
    found
        Places where the search still found something, and of what kind.
    open
        What could not be reached, a sentence each.
    to_read
        Places that a person should read.
    """

    number: int
    on: str
    counts: Mapping[str, int]
    files: Mapping[str, tuple[str, str]]
    n_files_searched: int
    found: Sequence[Mapping[str, str]]
    open: Sequence[str]
    to_read: Sequence[Mapping[str, str]]

    def as_dict(self) -> dict[str, Any]:
        """Return the certificate as plain values."""
        return asdict(self)

    def text(self, title: str) -> str:
        """Return the certificate to be read, kept and handed over."""
        lines = [
            f"Certificate of withdrawal {self.number}", title, f"Carried out on {self.on}", "",
            "One person withdrew. This page says what was done and does not say who.", "",
            "What went", *_listed(say_counts(self.counts) or ["Nothing of theirs was there."]), "",
            "Files before and after (SHA-256)",
        ]  # fmt: skip
        for name, (before, after) in sorted(self.files.items()):
            lines += [f"- {name}", f"    before {before}", f"    after  {after or 'removed'}"]
        lines += ["", "The search afterwards", *self._search(), ""]
        if self.to_read:
            lines += ["For a person to read", *_listed(_places(self.to_read)), ""]
        lines += ["What this command cannot reach", *_listed(self.open)]
        return "\n".join(lines) + "\n"

    def _search(self) -> list[str]:
        looked = f"{self.n_files_searched:,} files were searched for their id, their names, and"
        if not self.found:
            return [f"{looked} six words in a row that nobody else said. Nothing was found."]
        return [
            f"{looked} six words in a row that nobody else said. Still there:",
            *_listed(f"{hit['file']}, {hit['place']}: {hit['kind']}" for hit in self.found),
        ]


def _places(places: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"{one['file']}, {one['place']}: {one['why']}" for one in places]


def _listed(lines: Any) -> list[str]:
    return [f"- {line}" for line in lines]
