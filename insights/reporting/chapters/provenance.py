"""What a sceptical reader asks first: what was asked of whom, who coded, what ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insights.reporting.cells import Row, number_of, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import day
from insights.reporting.document import Block, Cell, Heading, Items, Paragraph, Section, Table
from insights.reporting.wording import capitalised, counted_noun, in_words

_KIND = {"problem": "problems", "idea": "ideas", "unspecified": "open", "priority": "priorities"}
_MEANING = {"same": "mean the same", "facets": "speak of different sides of it",
            "conflict": "say opposing things"}  # fmt: skip
_JUDGED, _SIDES = 60, ("accepted", "rejected")


def compose_asked(desk: Desk) -> Section | None:
    """Return what was asked in which session, and the n behind every count."""
    sessions = _put(rows_of(desk.material.sessions))
    titles = {s.session_id: s.title for s in desk.material.project.sessions}
    blocks: list[Block] = []
    if sessions:
        blocks.append(Table(
            "Every question and heading, and what it invites",
            ("Session", "Question or heading", "Invites", "Date", "How"),
            tuple(
                (
                    Cell((titles.get(text_of(row["session_id"]), "")
                          or text_of(row["session_id"]) or "no session",), strong=True),
                    Cell((_question(row),)),
                    Cell((_KIND.get(text_of(row["prompt_kind"]), text_of(row["prompt_kind"])),)),
                    Cell((day(text_of(row["date"])) or "no date",)),
                    Cell((text_of(row["mode"]) or "not recorded",)),
                )
                for row in sessions
            ),
            note="“Open” settles no kind: what was said there is counted apart, or sorted by a "
            "person.",
            style="wide",
        ))  # fmt: skip
    blocks += _denominators(desk)
    if not blocks:
        return None
    return Section("asked", "What was asked, and of how many", "What was asked", tuple(blocks))


def _put(rows: list[Row]) -> list[Row]:
    """Return what was asked; a session without a question or heading stands by itself."""
    asked = [row for row in rows if text_of(row["activity"]) or text_of(row["prompt"])]
    known = {text_of(row["session_id"]) for row in asked}
    bare: dict[str, Row] = {}
    for row in rows:
        if text_of(row["session_id"]) not in known:
            bare.setdefault(text_of(row["session_id"]), row)
    return [*asked, *bare.values()]


def _question(row: Row) -> str:
    given = text_of(row["activity"]) or text_of(row["prompt"])
    return f"“{given}”" if given else "No question or heading on record"


def _denominators(desk: Desk) -> list[Block]:
    small = desk.settings.smallest_group
    rows = [row for row in rows_of(desk.material.asked) if whole_of(row["n"]) >= small]
    if desk.reflexive or not rows:
        return []
    return [Table(
        "The n behind every count, by kind of question",
        ("Question", "Group", "Asked", "Excerpts that came in for it", "Without a name", "Limits"),
        tuple(
            (
                Cell((capitalised(_KIND.get(text_of(row["prompt_kind"]), "")),), strong=True),
                Cell((capitalised(desk.words(text_of(row["group"]))),)),
                Cell((_of_whom(row),)),
                Cell((f"{whole_of(row['n_excerpts']):,}",)),
                Cell((f"{10 * (number_of(row['unattributed_share']) or 0):.1f} in 10",)),
                Cell((_say_limits(text_of(row["caveats"])),)),
            )
            for row in rows
        ),
        note="Asked: on record as there, or as having answered, when the question was put. "
        "What was said under an open question may hold a problem or an idea, so it stands "
        "under both, and the rows do not add up. "
        f"Groups of under {in_words(small)} are left out.",
        style="wide",
    )]  # fmt: skip


_LIMITS = {
    "unattributed_share": "too many notes without a name: neither different nor similar is said",
    "n_is_speakers": "known only from who spoke",
}


def _say_limits(caveats: str) -> str:
    names = [name for name in caveats.split("; ") if name]
    return "; ".join(_LIMITS.get(name, name.replace("_", " ")) for name in names) or "none"


def _of_whom(row: Row) -> str:
    n = f"{whole_of(row['n']):,}"
    return n if bool(row["asked"]) else f"{n}, not asked: they spoke of it unasked"


def compose_coders(desk: Desk) -> Section | None:
    """Return who coded how much and when, where they differ, and who judged meanings."""
    people = [
        row for row in rows_of(desk.material.codings)
        if text_of(row["coder"]) not in ("", "machine") and text_of(row["status"]) in _SIDES
    ]  # fmt: skip
    if not people:
        return None
    coders = sorted({text_of(row["coder"]) for row in people})
    blocks: list[Block] = [Table(
        "Decisions on codings, by coder",
        ("Coder", "Accepted or added", "Rejected", "Excerpts", "From", "To"),
        tuple(_coder(coder, [r for r in people if text_of(r["coder"]) == coder])
              for coder in coders),
    )]  # fmt: skip
    if not desk.reflexive:
        blocks += [Paragraph(tuple(_alike(desk, people, coders)))]
        blocks += _meanings(desk)
    return Section(
        "coders", "Who coded, and who judged", "Who coded", tuple(blocks),
        "Coders stand here by their initials. Coders who see a suggestion agree with it more than "
        "coders who think for themselves.",
    )  # fmt: skip


def _coder(coder: str, rows: list[Row]) -> tuple[Cell, ...]:
    dates = sorted(text_of(row["decided_at"])[:10] for row in rows if text_of(row["decided_at"]))
    n = {state: sum(text_of(row["status"]) == state for row in rows) for state in _SIDES}
    return (
        Cell((coder,), strong=True),
        Cell((f"{n['accepted']:,}",)),
        Cell((f"{n['rejected']:,}",)),
        Cell((f"{len({text_of(row['excerpt_id']) for row in rows}):,}",)),
        Cell((day(dates[0]) if dates else "not recorded",)),
        Cell((day(dates[-1]) if dates else "not recorded",)),
    )


def _alike(desk: Desk, rows: Iterable[Row], coders: list[str]) -> Iterable[str]:
    """Yield how far coders decided alike: a count, and where figures for agreement are."""
    if len(coders) < 2:
        yield "One person coded, so nothing can be said of agreement."
        return
    by_pair: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        pair = (text_of(row["excerpt_id"]), text_of(row["code_id"]))
        by_pair.setdefault(pair, {})[text_of(row["coder"])] = text_of(row["status"])
    both = [said for said in by_pair.values() if len(said) > 1]
    yield (
        f"{capitalised(counted_noun(len(by_pair), 'coding'))} have a decision, and "
        f"{len(both):,} of them have one by two coders or more."
    )
    if both:
        yield (
            f"“insights agreement {desk.material.project.name}” says how far they agree, with "
            "kappa and alpha: a share alone misleads where a code is rare."
        )


def _meanings(desk: Desk) -> list[Block]:
    rows = rows_of(desk.material.meanings)
    if not rows:
        return [Paragraph(("Nobody has judged yet whether groups mean the same.",))]
    return [
        Heading(3, "Who judged whether groups mean the same"),
        Table(
            "Judgements on meaning, one person each",
            ("Theme", "Question", "Judged: both groups", "By", "On"),
            tuple(
                (
                    Cell((text_of(row["theme"]),), strong=True),
                    Cell((_KIND.get(text_of(row["prompt_kind"]), ""),)),
                    Cell((_MEANING.get(text_of(row["meaning"]), text_of(row["meaning"])),)),
                    Cell((text_of(row["coder"]),)),
                    Cell((day(text_of(row["at"])) or "not recorded",)),
                )
                for row in rows[:_JUDGED]
            ),
            style="wide",
        ),
    ]


def compose_software(desk: Desk) -> Section:
    """Return what software did, with which settings and versions, and the hash of every file."""
    sources = rows_of(desk.material.sources)
    blocks: list[Block] = [Items(tuple(Paragraph((text,)) for text in _did(desk)))]
    if not desk.reflexive:
        blocks.append(_settings(desk))
    versions = desk.material.record.get("versions")
    if isinstance(versions, Mapping):
        blocks.append(Table(
            "Versions", ("Part", "Version"),
            tuple(
                (Cell((str(name),), strong=True), Cell((str(version),)))
                for name, version in sorted(versions.items())
            ),
        ))  # fmt: skip
    if sources:
        blocks.append(Table(
            "Files and their hashes", ("File", "SHA-256"),
            tuple((Cell((text_of(row["path"]),), strong=True), Cell((text_of(row["sha256"]),)))
                  for row in sources),
            note="manifest.json has the same, with codebook, register and decisions.",
            style="wide",
        ))  # fmt: skip
    return Section("machine", "What software did, versions and hashes", "Software", tuple(blocks))


def _did(desk: Desk) -> list[str]:
    methods = {
        text_of(row["method"]) for row in rows_of(desk.material.codings)
        if text_of(row["coder"]) == "machine"
    } - {""}  # fmt: skip
    n = len(desk.material.codings)
    n_machine = sum(text_of(coder) == "machine" for coder in desk.material.codings["coder"])
    return [
        "Software replaced identifiers by rules, cut texts into excerpts and suggested codes.",
        (f"{n_machine:,} of {n:,} codings on record are suggestions by software "
         f"({', '.join(sorted(methods))}).") if n_machine
        else "No coding is a suggestion by software.",
        "No language model wrote any sentence here: sentences come from fixed templates.",
        "People wrote the codebook, judged meanings, and decide on every suggestion.",
        "Nothing was sent over a network.",
    ]  # fmt: skip


def _settings(desk: Desk) -> Table:
    record = desk.material.record
    told = [
        ("Prior on each group’s share", "Beta(0.5, 0.5), Jeffreys’; others under “Sensitivities”"),
        ("Interval of one share", "Wilson, 95 in 100"),
        ("Interval of a difference", "Jeffreys, 95 in 100; Newcombe’s beside it"),
        ("Test shown, never used", "Boschloo’s, with Benjamini and Hochberg’s q"),
        ("Seed", str(record["seed"]) if "seed" in record else "in manifest.json"),
        ("Code", str(record["code"]) if "code" in record else "in manifest.json"),
        ("Sentence model", str(record.get("encoder") or "named in manifest.json")),
    ]
    return Table(
        "Settings of the statistics", ("Setting", "Value"),
        tuple((Cell((name,), strong=True), Cell((value,))) for name, value in told),
    )  # fmt: skip
