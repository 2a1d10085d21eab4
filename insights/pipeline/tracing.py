"""From a recommendation back to the words it rests on, and from any words to what came of them.

recommendation ← finding ← theme ← code ← coding ← excerpt ← place in the source: read from
the tables of the last run, in either direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError
from insights.pipeline.unquoted import titles_not_quoted, why_not_quoted
from insights.pipeline.whom import find_people, find_person
from insights.project import Project, load_project

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
_NEEDED = ("recommendations", "findings", "codes", "codings", "counted", "excerpts", "sources",
           "evidence", "participants", "judgements", "attendance")  # fmt: skip
_TITLE_MARK = "title drawn from words that may not be quoted"
_NEAR = 4
_SEVERAL_WORDS = 3  # fewer may be a name
_FEWEST_LETTERS = 4  # of words looked for in what people said


@dataclass(frozen=True)
class Step:
    """One link of the chain, with those it leads to.

    Attributes
    ----------
    kind
        recommendation, finding, theme, code, coding, excerpt, place, file or claim; or a
        heading such as "rests on".
    step_id
        Its id; "" for a heading.
    words
        What it says: a title, a decision, a place.
    quote
        An excerpt's masked words.
    mark
        That its words may not be quoted, and why; "" where they may.
    """

    kind: str
    step_id: str
    words: str = ""
    quote: str = field(default="", repr=False)
    steps: tuple[Step, ...] = ()
    mark: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the step as plain values, empty ones left out."""
        found: dict[str, Any] = {"kind": self.kind}
        for name, value in (
            ("id", self.step_id),
            ("words", self.words),
            ("mark", self.mark),
            ("quote", self.quote),
        ):
            if value:
                found[name] = value
        if self.steps:
            found["steps"] = [step.as_dict() for step in self.steps]
        return found

    def __repr__(self) -> str:
        name = self._said()
        within = [line for step in self.steps for line in repr(step).splitlines()]
        return "\n".join([name, *(f"  {line}" for line in within)])

    def _said(self) -> str:
        said = " ".join(part for part in (self.kind, self.step_id, self.words) if part)
        return f"{said} [{self.mark}]" if self.mark else said

    def _repr_html_(self) -> str:
        return f"<ul>{self._as_item(shown=True)}</ul>"

    def _as_item(self, *, shown: bool = False) -> str:
        """Return the step as an item of a list; what it leads to is there to be opened."""
        words = escape(self._said())
        if self.quote:
            words += f": “{escape(self.quote)}”"
        if not self.steps:
            return f"<li>{words}</li>"
        within = "".join(step._as_item() for step in self.steps)
        state = " open" if shown else ""
        return f"<li><details{state}><summary>{words}</summary><ul>{within}</ul></details></li>"


def trace(project: str | Path, wanted: str, *, root: Path | None = None) -> Step:
    """Return what an id rests on, down to the place in the source, and what rests on it.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    wanted
        R3, F2, a recommendation's or an excerpt's id, a code (id or name), a theme, a file, a
        participant's id or name, or words of a quote as they stand: one of four letters will do.

    Raises
    ------
    InsightsError
        If the project has not been run, or has nothing by this id: with the nearest ids.
    """
    settings = load_project(project, root)
    tables = {name: store.read_table(settings.processed / f"{name}.parquet") for name in _NEEDED}
    ledger, words = _Ledger(settings, tables), wanted.strip()
    found = ledger.named(words) or ledger.person(words)
    if found is None and len(words.split()) < _SEVERAL_WORDS:
        found = ledger.person(_called(settings, words))
    found = found or ledger.quoted(words)
    if found is None:
        raise ledger.unknown(words)
    return found


def _called(settings: Project, words: str) -> str:
    """Return the id of the one person whom a name means, "" for nobody."""
    if not find_people(settings.name, words, root=settings.root):
        return ""
    return find_person(settings.name, words, root=settings.root).participant_id


class _Ledger:
    """The tables of one run, looked up in both directions."""

    def __init__(self, settings: Project, tables: Mapping[str, pd.DataFrame]) -> None:
        self.texts = settings.processed / "texts"
        self.not_quoted = why_not_quoted(settings, tables, today=date.today().isoformat())
        self.waiting_titles = titles_not_quoted(settings, tables, self.not_quoted)
        self.recommendations = _rows(tables["recommendations"])
        self.findings = _rows(tables["findings"])
        self.codes = {str(row["code_id"]): row for row in _rows(tables["codes"])}
        self.excerpts = {str(row["excerpt_id"]): row for row in _rows(tables["excerpts"])}
        self.path = {str(r["source_id"]): str(r["path"]) for r in _rows(tables["sources"])}
        self.codings: dict[str, list[Row]] = {}
        counted = {(str(r["excerpt_id"]), str(r["code_id"])) for r in _rows(tables["counted"])}
        for row in _rows(tables["codings"]):
            if (str(row["excerpt_id"]), str(row["code_id"])) in counted:
                self.codings.setdefault(str(row["excerpt_id"]), []).append(row)
        self.claims: dict[str, list[Row]] = {}
        for row in _rows(tables["evidence"]):
            self.claims.setdefault(str(row["excerpt_id"]), []).append(row)

    # ---------------------------------------------------------------------- what is meant

    def named(self, wanted: str) -> Step | None:
        """Return what is called so: a recommendation, finding, excerpt, code, theme or file."""
        folded = wanted.casefold()
        for row in self.recommendations:
            if folded in (str(row["label"]).casefold(), str(row["recommendation_id"]).casefold()):
                return self.recommendation(row)
        for row in self.findings:
            if folded == str(row["finding_id"]).casefold():
                return self.finding(row, back=True)
        if wanted in self.excerpts:
            return self.excerpt(wanted, back=True)
        for code_id, row in self.codes.items():
            if folded in (code_id.casefold(), str(row["name"]).casefold()):
                return self.code(code_id, list(self.excerpts), back=True)
        for theme in dict.fromkeys(str(row["theme"]) for row in self.codes.values()):
            if folded == theme.casefold():
                return self.theme(theme, list(self.excerpts), back=True)
        for source_id, path in self.path.items():
            if folded in (source_id.casefold(), path.casefold(), Path(path).name.casefold()):
                return self.file(source_id)
        return None

    def person(self, wanted: str) -> Step | None:
        """Return everything one person said, and what came of it; None for nobody's id."""
        ids = [
            excerpt_id for excerpt_id, row in self.excerpts.items()
            if wanted and _text(row["participant_id"]).casefold() == wanted.casefold()
        ]  # fmt: skip
        if not ids:
            return None
        who = _text(self.excerpts[ids[0]]["participant_id"])
        found = [self.excerpt(excerpt_id) for excerpt_id in ids]
        group = _text(self.excerpts[ids[0]]["perspective"])
        said = f"{group}, {_excerpts(len(ids))}" if group else _excerpts(len(ids))
        return Step("participant", who, said,
                    steps=(*found, *_heading("leads to", self._leads(set(ids)))))  # fmt: skip

    def quoted(self, wanted: str) -> Step | None:
        """Return the excerpts in which these words stand, with what came of each."""
        words = _plain(wanted)
        if sum(sign.isalnum() for sign in words) < _FEWEST_LETTERS:
            return None
        ids = [e for e, row in self.excerpts.items() if words in _plain(_text(row["text"]))]
        if len(ids) == 1:
            return self.excerpt(ids[0], back=True)
        found = tuple(self.excerpt(excerpt_id, back=True) for excerpt_id in ids)
        return Step("words", "", _excerpts(len(ids)), steps=found) if ids else None

    def unknown(self, wanted: str) -> InsightsError:
        names = {
            *(str(row["label"]) for row in self.recommendations),
            *(str(row["finding_id"]) for row in self.findings),
            *self.codes, *(str(row["name"]) for row in self.codes.values()),
            *(str(row["theme"]) for row in self.codes.values()), *self.path.values(),
            *self.excerpts,
        }  # fmt: skip
        folded = {name.casefold(): name for name in sorted(names)}
        near = [
            folded[n] for n in get_close_matches(wanted.casefold(), folded, n=_NEAR, cutoff=0.5)
        ]
        hint = f" Near it: {', '.join(near)}." if near else ""
        return InsightsError(
            f"Nothing in this project’s last run is called “{wanted}”, and nobody said it."
            if len(wanted.split()) < _SEVERAL_WORDS
            else "Nothing in this project’s last run is called so, and nobody said these words.",
            "insights trace",
            "Give a recommendation (R1), a finding (F1), an excerpt’s id, a code, a theme, a "
            f"file, a participant’s id, or a word or more of a quote as it stands.{hint}",
        )

    # -------------------------------------------------------------------------- the chain

    def recommendation(self, row: Row) -> Step:
        shared = set(map(str, row["for_excerpt_ids"]))
        steps = [
            self._group("evidence for it", row["for_excerpt_ids"]),
            self._group("evidence against it", row["against_excerpt_ids"]),
        ]
        named = set(map(str, row["finding_ids"]))
        found = [self.finding(f, only=shared) for f in self.findings if f["finding_id"] in named]
        if found:
            steps.append(Step("rests on findings", "", "", steps=tuple(found)))
        return Step("recommendation", str(row["label"]), _text(row["title"]),
                    steps=tuple(step for step in steps if step.steps),
                    mark=self._of_title(row))  # fmt: skip

    def finding(self, row: Row, *, back: bool = False, only: set[str] | None = None) -> Step:
        """Return a finding down to its excerpts; ``only`` are shown already, elsewhere."""
        ids = [str(e) for e in row["excerpt_ids"] if not only or str(e) not in only]
        steps = [self.theme(str(row["theme"]), ids)] if ids else []
        if back:
            about = [
                self._led_to(r)
                for r in self.recommendations
                if row["finding_id"] in r["finding_ids"]
            ]
            steps += _heading("leads to", about)
            steps += self._claims(str(row["finding_id"]))
        return Step("finding", str(row["finding_id"]), _text(row["title"]), steps=tuple(steps))

    def theme(self, theme: str, ids: Sequence[str], *, back: bool = False) -> Step:
        codes = [
            self.code(code_id, ids) for code_id, row in self.codes.items() if row["theme"] == theme
        ]
        steps = [code for code in codes if code.steps]
        if back:
            about = [
                Step("finding", str(f["finding_id"]), _text(f["title"]), steps=tuple(
                    self._led_to(r)
                    for r in self.recommendations if f["finding_id"] in r["finding_ids"]
                ))
                for f in self.findings if f["theme"] == theme
            ]  # fmt: skip
            steps += _heading("leads to", about)
        return Step("theme", theme, steps=tuple(steps))

    def code(self, code_id: str, ids: Iterable[str], *, back: bool = False) -> Step:
        steps = [
            self.excerpt(excerpt_id, code_id=code_id)
            for excerpt_id in ids
            if any(str(c["code_id"]) == code_id for c in self.codings.get(excerpt_id, []))
        ]
        row = self.codes[code_id]
        if back:
            theme = str(row["theme"])
            steps += _heading("belongs to", [
                Step("theme", theme, steps=tuple(
                    Step("finding", str(f["finding_id"]), _text(f["title"]))
                    for f in self.findings if f["theme"] == theme
                ))
            ])  # fmt: skip
        return Step("code", code_id, _text(row["name"]), steps=tuple(steps))

    def excerpt(self, excerpt_id: str, *, code_id: str = "", back: bool = False) -> Step:
        """Return an excerpt with its place; with ``back``, everything that came of it."""
        row = self.excerpts[excerpt_id]
        person = _text(row["participant_id"])
        words = f"{person}, {_text(row['perspective'])}" if person else "group note"
        if _text(row.get("known_by")) == "reported":
            words += "; the notes say that this person said it"
        if code_id:
            words += f"; {self._said_of(excerpt_id, code_id)}"
        steps = [self._place(row)]
        if back:
            steps += _heading("coded as", [
                Step("code", code_id, self._coded_as(excerpt_id, code_id))
                for code_id in self._codes_of(excerpt_id)
            ])  # fmt: skip
            steps += _heading("leads to", [
                *(Step("finding", str(f["finding_id"]), _text(f["title"]))
                  for f in self.findings if excerpt_id in f["excerpt_ids"]),
                *(self._led_to(r, side)
                  for r in self.recommendations
                  for side, column in (("for", "for_excerpt_ids"),
                                       ("against", "against_excerpt_ids"))
                  if excerpt_id in r[column]),
            ])  # fmt: skip
            steps += _heading("stands behind", [
                Step("claim", f"{c['document']}: {c['claim_id']}", _text(c["claim"]))
                for c in self.claims.get(excerpt_id, [])
            ])  # fmt: skip
        why = self.not_quoted.get(excerpt_id, "")
        mark = f"may not be quoted: {why}" if why else ""
        return Step("excerpt", excerpt_id, words, _text(row["text"]), tuple(steps), mark)

    def file(self, source_id: str) -> Step:
        found = [
            self.excerpt(excerpt_id)
            for excerpt_id, row in self.excerpts.items()
            if row["source_id"] == source_id
        ]
        ids = {step.step_id for step in found}
        leads = self._leads(ids)
        return Step("file", self.path[source_id], _excerpts(len(found)),
                    steps=(*found, *_heading("leads to", leads)))  # fmt: skip

    # -------------------------------------------------------------------------- its parts

    def _led_to(self, row: Row, side: str = "") -> Step:
        """Return a recommendation that something leads to, by its title alone."""
        title = f"{_text(row['title'])} ({side})" if side else _text(row["title"])
        return Step("recommendation", str(row["label"]), title, mark=self._of_title(row))

    def _of_title(self, row: Row) -> str:
        return _TITLE_MARK if str(row["recommendation_id"]) in self.waiting_titles else ""

    def _leads(self, ids: set[str]) -> list[Step]:
        """Return the findings and recommendations that rest on any of these excerpts."""
        return [
            *(Step("finding", str(f["finding_id"]), _text(f["title"]))
              for f in self.findings if ids & set(map(str, f["excerpt_ids"]))),
            *(self._led_to(r, side)
              for r in self.recommendations
              for side, column in (("for", "for_excerpt_ids"),
                                   ("against", "against_excerpt_ids"))
              if ids & set(map(str, r[column]))),
        ]  # fmt: skip

    def _group(self, heading: str, excerpt_ids: Iterable[Any]) -> Step:
        known = [str(e) for e in excerpt_ids if str(e) in self.excerpts]
        steps = []
        for excerpt_id in known:
            step = self.excerpt(excerpt_id)
            codings = tuple(
                Step("code", code_id, self._coded_as(excerpt_id, code_id))
                for code_id in self._codes_of(excerpt_id)
            )
            steps.append(replace(step, steps=(*step.steps, *codings)))
        return Step(heading, "", steps=tuple(steps))

    def _place(self, row: Row) -> Step:
        """Return where the words stand, and whether they still stand there, byte for byte."""
        source_id = str(row["source_id"])
        path = self.texts / f"{source_id}.txt"
        held = ""
        if path.exists():
            whole = path.read_bytes().decode("utf-8")
            held = whole[int(row["start"]) : int(row["end"])]
        sure = "" if held == row["text"] else "; the words are no longer there: run again"
        named = self.path.get(source_id, source_id)
        return Step("place", named, f"{_text(row['locator'])}, characters "
                    f"{int(row['start'])} to {int(row['end'])}{sure}")  # fmt: skip

    def _codes_of(self, excerpt_id: str) -> list[str]:
        return list(dict.fromkeys(str(c["code_id"]) for c in self.codings.get(excerpt_id, [])))

    def _coded_as(self, excerpt_id: str, code_id: str) -> str:
        row = self.codes.get(code_id)
        name = _text(row["name"]) if row else ""
        return f"{name}; {self._said_of(excerpt_id, code_id)}"

    def _said_of(self, excerpt_id: str, code_id: str) -> str:
        """Return how a coding stands: what people decided, else that nobody has."""
        found = [c for c in self.codings[excerpt_id] if str(c["code_id"]) == code_id]
        decided = [c for c in found if str(c["status"]) != "suggested"]
        return ", ".join(dict.fromkeys(_decision(c) for c in decided or found))

    def _claims(self, claim_id: str) -> list[Step]:
        found = {
            (str(c["document"]), str(c["claim_id"])): _text(c["claim"])
            for rows in self.claims.values() for c in rows
            if str(c["claim_id"]).split(".")[0] == claim_id
        }  # fmt: skip
        return _heading("is said in", [
            Step("claim", f"{document}: {name}", words)
            for (document, name), words in sorted(found.items())
        ])  # fmt: skip


def _plain(words: str) -> str:
    """Return words as they may be typed: straight quotes, single spaces, no capitals."""
    straight = words.translate(str.maketrans("‘’“”–—", "''\"\"--"))
    return " ".join(straight.casefold().split()).strip(" \"'.…")


def _excerpts(n: int) -> str:
    return "1 excerpt" if n == 1 else f"{n:,} excerpts"


def _heading(words: str, steps: Sequence[Step]) -> list[Step]:
    return [Step(words, "", steps=tuple(steps))] if steps else []


def _decision(coding: Row) -> str:
    """Return who coded it and how that stands, in words."""
    who, status = str(coding["coder"]), str(coding["status"])
    if status == "suggested":
        return "suggested, and not yet read by a person"
    by = "the software" if who == "machine" else who
    return f"{status} by {by}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
