"""The chapter on who spoke, how much, and who is not in what this report says."""

from __future__ import annotations

from insights.reporting.cells import Row, number_of, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Chart,
    Heading,
    Items,
    Paragraph,
    Section,
    Table,
)
from insights.reporting.figures.charts import Dot, DotRow, PairedDots
from insights.reporting.wording import capitalised, counted_noun, listed

_MET_IN = ("notes", "transcript", "board")
_UNEVEN = 0.6  # as in the sentences of table voice
_MUCH = 0.25
_HALF = 0.5
_THEMES_NAMED = 6
_LINES = 8


def compose_voice(desk: Desk, *, in_full: bool = False) -> Section | None:
    """Return who had the floor and who is missing; None where the records say neither.

    Parameters
    ----------
    in_full
        For researchers: every session's sentences and figures, and the breadth of each
        theme. Otherwise only what a reader should know before weighing the findings.
    """
    if desk.reflexive:
        return None
    floor = _floor(desk, in_full)
    missing = _missing(desk, in_full)
    if not floor and not missing:
        return None
    blocks = [*floor, *_one_persons(desk, in_full)]
    if missing:
        blocks += [Heading(3, "Who came, and who is not in the themes"), *missing]
    return Section(
        "voice", "Who spoke, and how much", "Who spoke", tuple(blocks),
        "Counted in words that the records put under somebody’s name. It says who had the "
        "floor, not whose words matter.",
    )  # fmt: skip


def _rows(desk: Desk) -> list[Row]:
    """Return the rows of sessions that people came to: an answers file has no floor to hold."""
    met = {
        text_of(row["session_id"]) for row in rows_of(desk.material.sources)
        if text_of(row["kind"]) in _MET_IN
    }  # fmt: skip
    rows = [
        row for row in rows_of(desk.material.voice)
        if text_of(row["session_id"]) in met and text_of(row["group"]) not in ("", "unknown")
    ]  # fmt: skip
    held: dict[str, str] = {}
    for row in rows_of(desk.material.sessions):
        session_id, date = text_of(row["session_id"]), text_of(row["date"])
        held[session_id] = min(held.get(session_id) or date, date)
    return sorted(rows, key=lambda row: held.get(text_of(row["session_id"]), ""))


def _floor(desk: Desk, in_full: bool) -> list[Block]:
    rows = _rows(desk)
    if not rows:
        return []
    seen = [row for row in rows if whole_of(row["n_attended"])]
    blocks: list[Block] = []
    if seen:
        blocks.append(Paragraph((*_in_general(desk, seen), *_of_facilitators(rows))))
        notable = [row for row in seen if in_full or _is_notable(row)]
        if notable and _told(notable):
            blocks.append(Items(tuple(
                Paragraph((_told([row]),), lead=f"{session_name(desk, row)}.")
                for row in notable[: None if in_full else _LINES]
            )))  # fmt: skip
        blocks += _shares(desk, seen)
        if in_full:
            blocks += [*_silence_chart(desk, seen), _table(desk, rows)]
    hidden = len(rows) - len(seen)
    if hidden:
        verb = "is" if hidden == 1 else "are"
        few = f"of under {desk.settings.smallest_group} people in a session"
        blocks.append(Paragraph(
            (capitalised(f"{counted_noun(hidden, 'group')} {few} {verb} not shown."),)
        ))  # fmt: skip
    return blocks


def session_name(desk: Desk, row: Row) -> str:
    """Return how readers call a session: its title, or its id."""
    named = {s.session_id: s.title for s in desk.material.project.sessions if s.title}
    session_id = text_of(row["session_id"])
    return f"“{named.get(session_id, session_id)}”"


def _told(rows: list[Row]) -> str:
    return text_of(rows[0].get("sentence"))


def _is_notable(row: Row) -> bool:
    """Return whether somebody was silent or a few said most of it."""
    return bool(whole_of(row["n_silent"])) or (number_of(row["gini"]) or 0.0) >= _UNEVEN


def _in_general(desk: Desk, seen: list[Row]) -> list[str]:
    known = [row for row in seen if not row["n_is_speakers"]]
    sentences = []
    if known and not any(whole_of(row["n_silent"]) for row in known):
        sentences.append("Everybody who came is recorded as speaking.")
    elif known:
        n = len({text_of(row["session_id"]) for row in known if whole_of(row["n_silent"])})
        sentences.append(
            f"In {counted_noun(n, 'session')}, nothing stands under the name of somebody who came."
        )
        sentences.append("They may have spoken all the same: some notes name nobody.")
    if any((number_of(row["gini"]) or 0.0) >= _UNEVEN for row in seen):
        return sentences
    if any(number_of(row["gini"]) is not None for row in seen):
        sentences.append("In no group did a few people say most of it.")
    return sentences


def _of_facilitators(rows: list[Row]) -> list[str]:
    """Return how much of the records is not participants' own named words."""
    facilitated = [s for row in rows if (s := number_of(row["facilitator_share"])) is not None]
    nameless = [s for row in rows if (s := number_of(row["unattributed_share"])) is not None]
    sentences = []
    if facilitated:
        sentences.append(
            "Facilitators spoke under a quarter of the words in every session."
            if max(facilitated) < _MUCH
            else "In some sessions facilitators spoke a quarter of the words or more."
        )
    if nameless and max(nameless) >= _MUCH:
        sentences.append("In some sessions a quarter of the words or more name nobody.")
    return sentences


def _shares(desk: Desk, seen: list[Row]) -> list[Block]:
    """Return each group's part of the people beside its part of the words, where groups met."""
    by_session: dict[str, dict[str, Row]] = {}
    for row in seen:
        if number_of(row["share_of_words"]) is not None:
            by_session.setdefault(session_name(desk, row), {})[text_of(row["group"])] = row
    met = {name: rows for name, rows in by_session.items() if len(rows) > 1}
    groups = [g for g in desk.material.groups if any(g in rows for rows in met.values())]
    if not met:
        return []
    lines = []
    for name, rows in met.items():
        n = sum(whole_of(row["n_attended"]) for row in rows.values())
        lines.append((
            Cell((name,), strong=True),
            *(
                Cell((_of_words(whole_of(rows[group]["n_attended"]), n,
                                rows[group]["share_of_words"]),))
                if group in rows else Cell(("not there",))
                for group in groups
            ),
        ))  # fmt: skip
    return [Table(
        "Where groups met: their part of the people, and of the words under people’s names",
        ("Session", *(capitalised(desk.words(group)) for group in groups)),
        tuple(lines),
    )]  # fmt: skip


def _of_words(k: int, n: int, share: object) -> str:
    """Return how many of the people a group was, and what part of the words it spoke.

    Examples
    --------
    >>> _of_words(7, 16, 0.52)
    '7 of the 16 people spoke 5 of every 10 words'
    """
    spoken = in_tenths(share).replace(" in ", " of every ")
    words = {"none": "none of the words", "under 1 of every 20": "fewer than 1 word in 20"}
    return f"{k} of the {n} people spoke {words.get(spoken, f'{spoken} words')}"


def _table(desk: Desk, rows: list[Row]) -> Table:
    return Table(
        "Who had the floor, session by session",
        ("Session", "Group", "Recorded as speaking", "Words in all", "Within the group",
         "Facilitators"),
        tuple(
            (
                Cell((session_name(desk, row),), strong=True),
                Cell((capitalised(desk.words(text_of(row["group"]))),)),
                Cell((_spoke(row),)),
                Cell((f"{whole_of(row['n_words']):,}" if whole_of(row["n_attended"])
                      else "not shown",)),
                Cell((_evenness(row),)),
                Cell((in_tenths(row["facilitator_share"]),)),
            )
            for row in rows
        ),
        note="Within the group: how evenly words were shared among those who came, silent "
        "people included.",
        style="wide",
    )  # fmt: skip


def _spoke(row: Row) -> str:
    if not whole_of(row["n_attended"]):
        return "not shown"
    if row["n_is_speakers"]:
        return f"{whole_of(row['n_spoke']):,}; who else came is not known"
    return f"{whole_of(row['n_spoke']):,} of {whole_of(row['n_attended']):,}"


def _evenness(row: Row) -> str:
    value = number_of(row["gini"])
    if value is None:
        return "not shown"
    word = "a few said most" if value >= _UNEVEN else "fairly even" if value >= _MUCH else "even"
    return f"{word} ({value:.2f})"


def in_tenths(value: object) -> str:
    """Return a share in tenths.

    Examples
    --------
    >>> in_tenths(0.31), in_tenths(0.02), in_tenths(0.0), in_tenths(None)
    ('3 in 10', 'under 1 in 20', 'none', 'not known')
    """
    share = number_of(value)
    if share is None:
        return "not known"
    if share < 0.05:
        return "under 1 in 20" if share else "none"
    return f"{round(share * 10) or 1} in 10"


def _silence_chart(desk: Desk, seen: list[Row]) -> list[Block]:
    """Return a dot plot of who is recorded as speaking, only where somebody is not."""
    known = [row for row in seen if not row["n_is_speakers"]]
    groups = [g for g in desk.material.groups if any(text_of(r["group"]) == g for r in known)][:2]
    here = [row for row in known if text_of(row["group"]) in groups]
    if len(here) < 2 or not any(whole_of(row["n_silent"]) for row in here):
        return []
    names = tuple(capitalised(desk.words(group)) for group in groups)
    by_session: dict[str, list[Dot | None]] = {}
    for row in here:
        k, n = whole_of(row["n_spoke"]), whole_of(row["n_attended"])
        dots = by_session.setdefault(session_name(desk, row), [None] * len(groups))
        dots[groups.index(text_of(row["group"]))] = Dot(k, n, k / n, k / n, f"{k} of {n}")
    lines = tuple(DotRow(name.strip("“”"), tuple(dots)) for name, dots in by_session.items())
    table = Table(
        "Recorded as speaking, of those who came",
        ("Session", *names),
        tuple(
            (Cell((name,), strong=True),
             *(Cell((capitalised(dot.label) if dot else "Not there, or not shown",))
               for dot in dots))
            for name, dots in by_session.items()
        ),
    )  # fmt: skip
    alt = (
        f"Dot plot of {counted_noun(len(lines), 'session')}: people recorded as speaking, of "
        "those who came. The table below has the same figures."
    )
    spec = PairedDots("Who is recorded as speaking", names, lines,
                      "Recorded as speaking, of those who came")  # fmt: skip
    return [Chart("voice-chart", "Who is recorded as speaking", spec, alt, table)]


def _one_persons(desk: Desk, in_full: bool) -> list[Block]:
    """Return the themes that mostly rest on what one person said; in full, every breadth."""
    rows = [row for row in rows_of(desk.material.breadth)
            if text_of(row["theme"]) not in desk.sensitive]  # fmt: skip
    lone = [
        f"“{text_of(row['theme'])}”" for row in rows
        if whole_of(row["n_people"]) > 1 and (number_of(row["largest_share"]) or 0.0) > _HALF
    ]  # fmt: skip
    named = list(dict.fromkeys(lone))
    blocks: list[Block] = []
    if named:
        more = len(named) - _THEMES_NAMED
        told = listed([*named[:_THEMES_NAMED], f"{more} more"] if more > 0 else named)
        blocks.append(Paragraph(
            (f"Over half of what was said comes from one person: {told}.",),
            lead="Where one voice carries a theme.",
        ))  # fmt: skip
    if in_full and rows:
        blocks.append(Table(
            "How widely each theme was raised", ("Theme", "In words", "As if so many spoke alike"),
            tuple(
                (Cell((f"{text_of(row['theme'])} ({_KIND[text_of(row['prompt_kind'])]})",),
                      strong=True),
                 Cell((text_of(row["sentence"]),)),
                 Cell((_number(row["even_voices"]),)))
                for row in rows
            ),
            note="Sensitive themes are left out. The last column is 1 over the sum of squared "
            "shares of named excerpts.",
        ))  # fmt: skip
    return blocks


_KIND = {"problem": "problems", "idea": "ideas", "unspecified": "open"}


def _number(value: object) -> str:
    number = number_of(value)
    return "–" if number is None else f"{number:.1f}"


def _missing(desk: Desk, in_full: bool) -> list[Block]:
    """Return who came and is in no theme that counts; in full, every group as a table."""
    least = desk.settings.smallest_group
    rows = rows_of(desk.material.missing_people)
    shown = [row for row in rows if whole_of(row["n_came"]) >= least]
    told = [
        text_of(row["sentence"]) for row in rows
        if not whole_of(row["n_came"])
        or (row in shown and whole_of(row["n_silent"]) + whole_of(row["n_not_coded"]))
    ]  # fmt: skip
    blocks: list[Block] = []
    if told:
        blocks.append(Items(tuple(Paragraph((sentence,)) for sentence in told)))
    if in_full and shown:
        blocks.append(Table(
            "Invited, came, and in what is counted",
            ("Group", "Invited", "Came", "Nothing under their name", "Spoke, in no theme"),
            tuple(
                (
                    Cell((capitalised(desk.words(text_of(row["group"]))),), strong=True),
                    *(
                        Cell((f"{whole_of(row[name]):,}" if text_of(row[name]) else "not known",))
                        for name in ("n_invited", "n_came", "n_silent", "n_not_coded")
                    ),
                )
                for row in shown
            ),
            note="Came: to anything on record, be it a session, a test, a form or a round of "
            f"feedback. Groups of under {least} people are left out.",
        ))  # fmt: skip
    return blocks
