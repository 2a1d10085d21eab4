"""Who agrees with whom, on what: figures where they mean something, and what to talk about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError, nearest
from insights.pipeline.agreement_figures import list_differences, share_excerpts, tabulate, who_read
from insights.pipeline.reading import say_count
from insights.project import Project, load_project

if TYPE_CHECKING:
    import pandas as pd

_NOT_USED = "not used"
_REFLEXIVE = (
    "This project's approach is reflexive: a coding is a reading by somebody, not a "
    "measurement, so there is no figure for agreement. The differences below are worth "
    "talking about for what each of you saw."
)
SEEN_BY = ("nobody", "one", "anybody")
_CAUTION = {
    "nobody": "",
    "one": (
        "At most one coder had seen suggestions on each excerpt counted here, so the suggestion "
        "cannot have led both."
    ),
    "anybody": (
        "Suggestions had been seen on some of these excerpts. Coders who see the same "
        "suggestion agree more than coders who think for themselves: these figures are too high."
    ),
}
_SHARE = (
    "Coders who agree that a rare code is absent agree often and say little. The share "
    "agreed therefore never stands without kappa and alpha."
)


@dataclass(frozen=True)
class Agreement:
    """Who agrees with whom, on what.

    Attributes
    ----------
    coders
        Everybody who coded, by initials.
    off_because
        Why there are no figures; "" where there are.
    seen_by
        Which excerpts give figures: those on which "nobody" had seen suggestions, at most
        "one" coder had, or "anybody" may have.
    n_seen
        Excerpts coded by two people or more, by how many of them had seen suggestions.
    names
        The codes' names, by their ids.
    table
        A row per pair of coders and code: counts, prevalence, kappa and alpha with intervals
        that hold 19 times in 20. ``said`` tells why a row has no figures.
    differences
        Every excerpt and code on which coders differ, in the order of the sources:
        excerpt_id, source, locator, code_id, code, yes, no, memo (whether somebody left one).
    n_people
        How many people were heard in all.
    """

    project: Project
    coders: tuple[str, ...]
    off_because: str
    seen_by: str
    n_seen: Mapping[int, int]
    names: Mapping[str, str]
    table: pd.DataFrame
    differences: pd.DataFrame
    n_people: int = 0

    def lines(self) -> list[str]:
        """Return what can be said, a sentence each."""
        if len(self.coders) < 2:
            who = f"Only {self.coders[0]} has coded" if self.coders else "Nobody has coded"
            return [f"{who} so far. Agreement needs two people who read the same excerpts."]
        shared = say_count(sum(self.n_seen.values()), "excerpt")
        who = "both " if len(self.coders) == 2 else "at least two of "
        n = say_count(len(self.differences), "difference")
        lines = [f"{shared} read by {who}{_list(self.coders)}; {n} to talk through."]
        if self.off_because:
            return [*lines, self.off_because]
        lines.append(self._say_seen())
        if _CAUTION[self.seen_by]:
            lines.append(_CAUTION[self.seen_by])
        for row in self._overall:
            lines.append(_say(row))
        if any(not row["said"] for row in self._overall):
            lines.append(_SHARE)
        lines.append(self._say_limits())
        return lines

    def _say_seen(self) -> str:
        n_blind, n_one = self.n_seen.get(0, 0), self.n_seen.get(1, 0)
        rest = sum(self.n_seen.values()) - n_blind - n_one
        return (
            f"Suggestions had been seen by nobody on {n_blind:,} of them, by one coder on "
            f"{n_one:,}, by more on {rest:,}."
        )

    @cached_property
    def _overall(self) -> list[dict[str, Any]]:
        from insights.coding.agreement import EVERYTHING

        whole = self.table[self.table["code_id"] == EVERYTHING]
        return [{str(k): v for k, v in row.items()} for row in whole.to_dict("records")]

    def _say_limits(self) -> str:
        least = self.project.thresholds
        needs = (
            f"A figure needs {least.agreement_excerpts} excerpts, "
            f"{least.agreement_uses} uses of the code and {least.agreement_people} people."
        )
        if self.n_people >= least.agreement_people:
            return needs
        heard = say_count(self.n_people, "person", "people")
        return (
            f"{needs} This project heard {heard}, so it cannot have one. Talk the differences "
            "through instead; or lower agreement_people under [thresholds] in project.toml, and "
            "say so."
        )

    @property
    def next_step(self) -> str:
        """The one thing that people do next, in a sentence."""
        name = self.project.name
        if len(self.coders) < 2:
            return f"Ask a second person: `insights review {name} --coder THEIR-INITIALS`."
        if len(self.differences):
            return (
                f"Talk through the {say_count(len(self.differences), 'difference')}: "
                f"`insights review {name} --coder {self.coders[0]}`, page Differences."
            )
        if not self.off_because and any(row["said"] for row in self._overall):
            return "Code more of the same excerpts, with suggestions hidden on the start page."
        return "Nothing to talk through: coders agree wherever both decided."

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "coders": list(self.coders),
            "off_because": self.off_because,
            "seen_by": self.seen_by,
            "n_seen": {str(n): self.n_seen[n] for n in sorted(self.n_seen)},
            "agreement": _plain(self.table),
            "differences": _plain(self.differences),
            "next_step": self.next_step,
        }

    def __repr__(self) -> str:
        return "\n".join([self.project.title, *self.lines(), f"Next: {self.next_step}"])

    def _repr_html_(self) -> str:
        from html import escape

        said = "".join(f"<li>{escape(line)}</li>" for line in self.lines())
        table = self.shown().to_html(index=False) if self.has_figures else ""
        return f"<p><b>{escape(self.project.title)}</b></p><ul>{said}</ul>{table}"

    @property
    def has_figures(self) -> bool:
        """Whether there is enough of anything to give a figure."""
        return bool((self.table["said"] == "").any())

    def shown(self) -> pd.DataFrame:
        """Return the table as people read it: codes by name, an interval with its figure."""
        import pandas as pd

        several = self.table["coders"].nunique() > 1
        rows = []
        for row in self.table.to_dict("records"):
            rows.append(
                {
                    **({"coders": row["coders"]} if several else {}),
                    "code": self.names.get(row["code_id"], "all codes together"),
                    "yes": row["n_all_yes"], "no": row["n_all_no"], "differ": row["n_differ"],
                    "kappa": row["said"] or _figure(row, "kappa"),
                    "alpha": row["said"] or _figure(row, "alpha"),
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    def unsaid(self) -> list[str]:
        """Return which codes have no figure and why, a sentence for each reason."""
        from insights.coding.agreement import NOT_USED, TOO_FEW

        lines = []
        for reason, starts in ((TOO_FEW, "Too few to say"), (NOT_USED, "Not used")):
            codes = self.table.loc[self.table["said"] == reason, "code_id"]
            named = [self.names[c] for c in dict.fromkeys(codes) if c in self.names]
            if named:
                lines.append(f"{starts}: {', '.join(named)}.")
        return lines


def agreement(
    project: str | Path, *, root: Path | None = None, seen_by: str = "nobody"
) -> Agreement:
    """Say who agrees with whom, on what, and list the differences to talk through.

    Coders agree or not on excerpts they both read: a code somebody did not use on an excerpt
    they coded counts as a no, "not sure" as no decision. Only excerpts coded without seeing
    suggestions give figures, unless ``seen_by`` says otherwise; differences are listed for all.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.
    seen_by
        "nobody": figures from excerpts on which no coder had seen suggestions. "one": also
        where one of them had. "anybody": from all; the figures come out too high.

    Raises
    ------
    InsightsError
        If the project has not been run.
    """
    from insights import coding, pipeline
    from insights.pipeline.reviewing.material import read_material
    from insights.pipeline.reviewing.state import State

    if seen_by not in SEEN_BY:
        raise InsightsError(
            f"“{seen_by}” does not say who may have seen suggestions.", "seen by",
            f"Use one of: {', '.join(SEEN_BY)}.{nearest(seen_by, SEEN_BY)}",
        )  # fmt: skip
    settings = load_project(project, root)
    material = read_material(settings, pipeline.read_tables(project, root=root))
    decisions, _ = coding.read_decisions(settings.raw / "decisions")
    kept, _ = coding.standing(decisions)
    state = State(material, coding.in_time(kept))
    shared = share_excerpts(material, state)
    heard = material.undecided
    coders = tuple(sorted({coder for who in who_read(state).values() for coder in who}))
    # An undone decision counts here: what was seen cannot be unseen.
    led = {(d.coder, d.excerpt_id) for d in decisions if d.shown}
    shown_to = {e: {coder for coder in who if (coder, e) in led} for e, who in shared.items()}
    figures = settings.approach != "reflexive"
    return Agreement(
        project=settings,
        coders=coders,
        off_because="" if figures else _REFLEXIVE,
        seen_by=seen_by,
        n_seen=Counter(len(who) for who in shown_to.values()),
        names={code_id: str(code["name"]) for code_id, code in state.codes.items()},
        table=tabulate(material, state, shared if figures else {}, shown_to, seen_by),
        differences=list_differences(material, state, shared),
        n_people=len({str(one) for one in heard["participant_id"].dropna()}),
    )


def _say(row: Mapping[Any, Any]) -> str:
    if row["said"]:
        n = say_count(int(row["n_excerpts"]), "excerpt")
        if row["said"] == _NOT_USED:
            return f"{row['coders']}: none of the codes stands on the {n} that can be counted."
        return f"{row['coders']}: {n} that can be counted, too few to say how far they agree."
    agreed = f"{row['share_agreed']:.0%} of decisions the same"
    figures = {name: _figure(row, name, " to ") for name in ("kappa", "alpha")}
    known = [f"{name} {figure}" for name, figure in figures.items() if figure]
    return f"{row['coders']}, all codes together: {', '.join(known)}; {agreed}."


def _figure(row: Mapping[Any, Any], name: str, to: str = "–") -> str:
    """Return a figure with its interval; without one where nobody differs."""
    value, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if value is None or value != value:
        return ""
    if low is None or low != low:
        return f"{value:.2f}"
    return f"{value:.2f} ({low:.2f}{to}{high:.2f})"


def _list(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain values: missing is None, numbers are rounded."""
    rows = []
    for row in frame.to_dict("records"):
        rows.append(
            {
                str(name): None
                if value is None or value != value
                else round(value, 4)
                if isinstance(value, float)
                else value
                for name, value in row.items()
            }
        )
    return rows
