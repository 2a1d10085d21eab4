"""Who is who: the pseudonymous register, and everyone the files name.

The register comes first. A person known only from a file joins behind it, with the kind of
file as ``origin``. The key file (names) belongs elsewhere: here a name is only ever looked
up among the aliases that were handed in, and never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from insights.errors import Problem
from insights.forms.consent_answers import Answer, stricter_flags, strictest
from insights.forms.group_words import group_of, guess_group, is_one_of_a_group
from insights.forms.perspectives import explain_groups
from insights.project import Project
from insights.sources.recognise import fold
from insights.sources.turns import names_in

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 5
_FACILITATOR_ID = re.compile(r"F[0-9]{1,3}")
_ID_LIKE = re.compile(
    r"(P|PT|PP|LE|LX|SU|EE|C|CA|PR|PRO|HP|HCP|LW|LE-P|R)[ _-]?[0-9]{1,3}", re.IGNORECASE
)
_ID_PARTS = re.compile(r"([A-Za-z]{1,4}(?:-[A-Za-z])?)[ _-]?([0-9]{1,4})")
_NUMBERED = re.compile(
    r"((?i:participant|person|speaker|respondent|attendee|member|tester|user|service user|"
    r"professional|patient|carer))(?:\s{0,2}#?([0-9]{1,3})|\s([A-Z]))"
)
# "Tenant 2": somebody of a group, known by a number alone.
_NUMBERED_KIND = re.compile(
    r"([^\W\d_][^\W\d_'’-]{1,20}(?: [^\W\d_][^\W\d_'’-]{1,20}){0,2})"
    r"(?:\s{0,2}#?([0-9]{1,2})|\s([A-Z]))"
)
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,3}[A-Z]\.?")


class Book(Protocol):
    """What is known of names that are not written as they stand on the list."""

    def meant(self, label: str) -> str | None:
        """Return the one person whom a name surely stands for, or None."""

    def only_given(self, label: str) -> bool:
        """Tell whether a name stands for somebody only because it is their given name."""

    def shortened(self, label: str) -> str | None:
        """Return whom a note-taker in the room means by "Priya N.", or None."""

    def is_another(self, label: str) -> bool:
        """Tell whether somebody said that a name is not that of a person it looks like."""

    def is_like(self, label: str) -> bool:
        """Tell whether a name may stand for somebody on the list."""

    def may_be(self, label: str) -> Sequence[object]:
        """Return everybody whom a name may stand for, also of those who withdrew."""


class People:
    """Everyone met so far, and the names that stand for them.

    Parameters
    ----------
    project
        For the words that stand for perspectives.
    aliases
        Folded names to participant or facilitator ids.
    book
        Whom other ways to write a name stand for.
    """

    def __init__(
        self, project: Project, aliases: Mapping[str, str], book: Book | None = None
    ) -> None:
        self._project = project
        self._book = book
        # A name that may be somebody's on the list → the files it stands in.
        self.unplaced: dict[str, dict[str, None]] = {}
        # An id that stands in for a name nobody is known by → the names, as files write them.
        self.stand_ins: dict[str, dict[str, None]] = {}
        # Labels of turns that are nobody's, though they name somebody, or several people.
        self.unsure: dict[str, None] = {}
        self._rows: dict[str, dict[str, object]] = {}
        self._ids: dict[str, str] = {}
        self._attributes: dict[str, None] = {}
        self._agreed: dict[str, dict[str, Answer]] = {}  # person → use → what forms say
        self._mixed: dict[str, set[str]] = {}
        self._clashes: dict[str, dict[str, str]] = {}  # file → person → what it says they are
        self._aliases: dict[str, str] = {}
        for name, person in aliases.items():
            for variant in _variants(name):
                self._aliases.setdefault(variant, person)
            if person:
                self._aliases.setdefault(fold(person), person)
        self._prefixes: set[str] = set()
        self.n_registered = 0

    def __repr__(self) -> str:
        return f"People({len(self._rows)} people, {len(self._aliases)} names)"

    # ------------------------------------------------------------------------- looking up

    def known(self, label: str, *, in_full: bool = False) -> str | None:
        """Return the participant's or facilitator's id that ``label`` stands for, or None.

        Parameters
        ----------
        in_full
            Whether a given name alone says too little. A note-taker who writes "Priya:" means
            the one Priya in the room; on a form it may be another.
        """
        if not label:
            return None
        if person := self._ids.get(fold(label)):
            return person
        if not self._says_too_little(label, in_full):
            for variant in _variants(label):
                if variant in self._aliases:
                    return self._aliases[variant] or None
        if person := self._written_otherwise(label):
            return person
        book = self._book
        if book is None:
            return None
        return book.meant(label) or (None if in_full else book.shortened(label))

    def labels(self) -> dict[str, list[str]]:
        """Return every label that may stand for somebody in notes: names, parts, initials."""
        found: dict[str, dict[str, None]] = {}
        for name, person in self._aliases.items():
            parts = name.split()
            initials = "".join(part[0] for part in parts)
            several = [f"{parts[0]} {parts[-1][0]}", initials] if len(parts) > 1 else []
            if person and parts:
                own = found.setdefault(person, {})
                own.update(dict.fromkeys([name, parts[0], parts[-1], *several]))
        return {person: list(own) for person, own in found.items()}

    def _written_otherwise(self, label: str) -> str | None:
        """Return the registered id that is meant by "P2" for "P02", where only one can be."""
        match = _ID_PARTS.fullmatch(label.strip())
        if match is None:
            return None
        wanted = (match[1].casefold(), int(match[2]))
        found = {
            person for person in self._ids.values()
            if (own := _ID_PARTS.fullmatch(person)) is not None
            and (own[1].casefold(), int(own[2])) == wanted
        }  # fmt: skip
        return found.pop() if len(found) == 1 else None

    def _says_too_little(self, label: str, in_full: bool) -> bool:
        """Tell whether a label is a given name alone, where that is not enough."""
        book = self._book
        if book is None or not (in_full or book.is_another(label)):
            return False
        return book.only_given(label)

    def ask_about(self, label: str, shown: str) -> bool:
        """Note a name that may be somebody's on the list; return whether it may."""
        if self._book is None or not self._book.is_like(label):
            return False
        self.unplaced.setdefault(" ".join(label.split()), {})[shown] = None
        return True

    @property
    def has_names(self) -> bool:
        """Whether anybody's name is known at all: without the key, nobody's is."""
        return bool(self._aliases)

    @property
    def someone_refused(self) -> bool:
        """Whether the register says no for anybody, or that they withdrew."""
        return any(
            row.get("withdrawn_on") or any(
                row.get(f"consent_{use}") is False
                for use in ("take_part", "analysis", "anonymous_quote")
            )
            for row in self._rows.values() if row["origin"] == "register"
        )  # fmt: skip

    def alone_called(self, given: str) -> str | None:
        """Return the one person on the list whom a given name may stand for, or None."""
        book, person = self._book, self.known(given)
        if book is None or len(book.may_be(given)) == 1:
            return person
        return None

    def may_know(self, label: str) -> bool:
        """Tell whether a label, or a name in it, may stand for anybody at all."""
        return self._book is not None and any(
            self._book.may_be(part) for part in (label, *names_in(label))
        )

    def may_be_initials(self, label: str) -> bool:
        """Tell whether a label may be the initials of somebody on the list: "DA", "D.A."."""
        return bool(_INITIALS.fullmatch(label.strip())) and (
            self._book is not None and self._book.is_like(label.replace(".", ""))
        )

    def how_to_say(self) -> str:
        """Return what a person does about names that look like people on the list."""
        return f"Say who they are: `insights key {self._project.name} --ask`."

    def looks_like_id(self, label: str) -> bool:
        """Tell whether an unknown label is a pseudonym: P07, or as the register writes them."""
        match = _ID_LIKE.fullmatch(label.strip())
        if match is None:
            return False
        return not self._prefixes or match[1].casefold() in self._prefixes

    @staticmethod
    def numbered(label: str, session_id: str) -> str | None:
        """Return an id for "Participant 3" or "Tenant 2": a person within one session only."""
        match = _NUMBERED.fullmatch(label.strip()) or _NUMBERED_KIND.fullmatch(label.strip())
        if match is None:
            return None
        kind = match[1].lower()
        if match.re is _NUMBERED_KIND and not is_one_of_a_group(kind):
            return None
        return f"{session_id}-{'-'.join(kind.split())}-{(match[2] or match[3]).lower()}"

    def group_of_kind(self, words: str) -> str | None:
        """Return the group of an anonymous speaker by what they are called: "Tenant 2"."""
        if _NUMBERED_KIND.fullmatch(words):
            words = re.sub(r"\s{0,2}#?(?:[0-9]{1,3}|\b[A-Z])$", "", words)
        said = self._project.perspective_of(words) or group_of(self._project, words)
        guess = said or guess_group(words)
        return guess if guess in self._project.perspectives else None

    @staticmethod
    def is_facilitator(person: str) -> bool:
        """Tell whether an id is a facilitator's: F01."""
        return bool(_FACILITATOR_ID.fullmatch(person))

    # ---------------------------------------------------------------------------- meeting

    def enrol(self, rows: Sequence[dict[str, object]], attributes: Iterable[str]) -> None:
        """Record the people of the register, before anyone is met elsewhere."""
        for row in rows:
            participant_id = str(row["participant_id"])
            self._rows[participant_id] = row
            self._ids[fold(participant_id)] = participant_id
            self._prefixes.add(re.sub(r"[ _-]?[0-9].*", "", participant_id).casefold())
        self._attributes.update(dict.fromkeys(attributes))
        self.n_registered = len(self._rows)

    def meet(
        self,
        participant_id: str,
        origin: str,
        *,
        perspective: str | None = None,
        role: str | None = None,
        attributes: Mapping[str, str] | None = None,
        named_in: str = "",
    ) -> None:
        """Record a person named by a file; what is already known of them stays.

        Parameters
        ----------
        named_in
            The file, where it names this person's perspective in so many words: one that is
            known otherwise already is a problem (:meth:`clashes`).
        """
        row = self._rows.get(participant_id)
        if row is None:
            row = {"participant_id": participant_id, "perspective": "unknown", "origin": origin}
            self._rows[participant_id] = row
            self._ids.setdefault(fold(participant_id), participant_id)
        if perspective and row["perspective"] == "unknown":
            row["perspective"] = perspective
        elif perspective and named_in and not self._is_one_of(str(row["perspective"]), perspective):
            self._clashes.setdefault(named_in, {})[participant_id] = perspective
        if role and not row.get("role"):
            row["role"] = role
        for name, value in (attributes or {}).items():
            self._attributes[name] = None
            if not value:
                continue
            if row.get(name) is None:
                row[name] = value
            elif row[name] != value and row["origin"] != "register":
                self._mixed.setdefault(name, set()).add(participant_id)

    @staticmethod
    def _is_one_of(known: str, said: str) -> bool:
        """Tell whether a perspective agrees with the known one; a person of both may name one."""
        return said in (known, "unknown") or (
            known == "both" and said in ("lived_experience", "professional")
        )

    def agree(self, participant_id: str, said: Mapping[str, Answer]) -> None:
        """Record what a person says on a form of how their words may be used.

        Of several forms the strictest counts, and of a form and the register too.
        """
        known = self._agreed.setdefault(participant_id, {})
        for use, answer in said.items():
            known[use] = strictest(known.get(use, ""), answer)

    def _with_consent(self, row: dict[str, object]) -> dict[str, object]:
        """Return a person's row with what they said on forms."""
        said = self._agreed.get(str(row["participant_id"]), {})
        return {**row, **stricter_flags(row, said)} if said else row

    def clashes(self) -> list[Problem]:
        """Return where files name another perspective than the one that is used."""
        problems = []
        for shown, said in self._clashes.items():
            by_words: dict[str, list[str]] = {}
            for person, perspective in sorted(said.items()):
                row = self._rows[person]
                first = "the register" if row["origin"] == "register" else "an earlier place"
                known = f"{first} says {row['perspective']}, and that was used"
                by_words.setdefault(f"This file says {perspective}; {known}.", []).append(person)
            problems += [
                Problem(
                    shown, ", ".join(persons[:_SHOWN])
                    + (f" and {len(persons) - _SHOWN} more" if len(persons) > _SHOWN else ""),
                    words,
                    "Correct whichever is wrong; for somebody with both roles write both in the "
                    "register.",
                )
                for words, persons in by_words.items()
            ]  # fmt: skip
        return problems

    def settle_mixed(self, source: str) -> list[Problem]:
        """Empty the attributes that one file gives differently for one person."""
        problems = []
        for name, mixed in self._mixed.items():
            for participant_id in mixed:
                self._rows[participant_id][name] = None
            problems.append(
                Problem(
                    source, f"column {name}",
                    f"{len(mixed)} {'person has' if len(mixed) == 1 else 'people have'} different "
                    "values in different rows, so this is left empty for them.",
                    "Nothing to do if it describes the answer rather than the person.",
                )
            )  # fmt: skip
        self._mixed.clear()
        return problems

    def perspective(self, participant_id: str) -> str:
        """Return the perspective of somebody who was met; unknown where nobody said it."""
        row = self._rows.get(participant_id)
        return str(row["perspective"]) if row is not None else "unknown"

    def speaking_as(self, participant_id: str, session_id: str) -> str:
        """Return the perspective a person counts for in a session.

        For ``both`` this is what the register's ``speaking_as`` says, for all sessions or
        for this one ("W1=professional; W2=lived_experience"), else ``both``.
        """
        row = self._rows[participant_id]
        own = str(row["perspective"])
        said = str(row.get("speaking_as") or "")
        if own != "both" or not said:
            return own
        everywhere = own
        for part in said.split(";"):
            session, separator, words = part.partition("=")
            if not separator:
                everywhere = self._project.perspective_of(part) or everywhere
            elif fold(session) == fold(session_id):
                return self._project.perspective_of(words) or own
        return everywhere

    def attended(self) -> list[tuple[str, str]]:
        """Return (participant, session) as the register records it."""
        return [
            (person, session.strip())
            for person, row in self._rows.items()
            for session in str(row.get("attended") or "").split(";")
            if session.strip()
        ]

    def frame(self) -> pd.DataFrame:
        """Return table ``participants``, the register first."""
        import pandas as pd

        from insights import tables

        rows = [self._with_consent(row) for row in self._rows.values()]
        frame = pd.DataFrame.from_records(rows)
        for name in self._attributes:
            if name not in frame.columns:
                frame[name] = None
        return tables.conform("participants", frame)


def _variants(name: str) -> list[str]:
    """Return the folded forms under which a name may have been handed in."""
    folded = fold(name)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign)
    )
    plain = " ".join(re.sub(r"[^\w]+", " ", bare).split())
    return [form for form in dict.fromkeys((folded, bare, plain)) if form]


def unknown_perspective(
    project: Project, said: str, shown: str, where: str, n_rows: int = 1
) -> Problem:
    """Return the problem for a perspective word that nobody has explained."""
    people = "" if n_rows == 1 else f" in {n_rows} rows"
    return Problem(
        shown, where,
        f"A word in the perspective column{people} stands for no known perspective; "
        "the person counts as unknown.",
        explain_groups(project, [said]),
    )  # fmt: skip
