"""The chapters on what people said: findings, serious voices, where the groups agree."""

from __future__ import annotations

from collections.abc import Mapping

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.charts import Dot, DotRow, PairedDots
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Badge,
    Block,
    Cell,
    Chart,
    Field,
    Fields,
    Finding,
    Heading,
    Items,
    Paragraph,
    QuoteList,
    QuotePair,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.findings import counts_of
from insights.reporting.quotes import is_self_standing
from insights.reporting.statements import CLASS_WORDS, limits_of, subject
from insights.reporting.wording import (
    Count,
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
    short_count,
)

_IN_FULL = 10
_CHART_ROWS = 14
KIND_WORDS: Mapping[str, str] = {
    "problem": "Problems and experiences",
    "idea": "Ideas and solutions",
    "unspecified": "Said without a set question",
}
_KIND_BADGES = {
    "problem": "Experience or problem", "idea": "Idea", "unspecified": "Open question",
}  # fmt: skip


def compose_findings(desk: Desk) -> Section | None:
    """Return the findings, heaviest first, with paired quotes and exceptions."""
    if not desk.findings:
        return None
    rest = desk.findings[_IN_FULL:]
    blocks: list[Block] = [_finding(desk, row) for row in desk.findings[:_IN_FULL]]
    if rest:
        blocks.append(Heading(3, "Further themes"))
        blocks.append(_further(desk, rest))
    held = _limits_of_all(desk)
    if held:
        blocks.insert(0, Paragraph((held,), lead="Holds for all of them."))
    return Section(
        "findings", "What people told us", "Findings", tuple(blocks),
        "Heaviest first: how many people, whether in both groups, how serious. Quotes are "
        "chosen to let many people speak, not for their drama.",
    )  # fmt: skip


def _limits_of_all(desk: Desk) -> str:
    """Return the limits that hold for every finding, so that none has to repeat them."""
    if desk.reflexive:
        return ""
    small = listed(desk.words(group) for group in desk.pair or () if group in desk.too_small)
    few = (
        f"Fewer than {in_words(desk.settings.smallest_group)} {small} were asked, so they are "
        "quoted but not counted, and nothing is compared. Hear more of them before setting the "
        "groups side by side."
    )
    if desk.uncounted:
        return (
            f"Fewer than {in_words(desk.settings.smallest_group)} people were asked in either "
            "group. So this report counts nobody and compares nothing: read what they said. It "
            "takes more people to set the groups side by side."
        )
    return f"{few if small else ''} {limits_of('; '.join(sorted(_shared_caveats(desk))))}".strip()


def _shared_caveats(desk: Desk) -> frozenset[str]:
    """Return the caveats that every comparison of a finding carries, if there are several."""
    told = [
        frozenset(text_of(desk.compared[key]["caveats"]).split("; "))
        for row in desk.findings
        if (key := (text_of(row["theme"]), text_of(row["prompt_kind"]))) in desk.compared
    ]
    return frozenset.intersection(*told) - {""} if len(told) > 1 else frozenset()


def _finding(desk: Desk, row: Row) -> Finding:
    finding_id = text_of(row["finding_id"])
    counts = desk.counts(text_of(row["theme"]), text_of(row["prompt_kind"]))
    mostly, otherwise = _two_views(desk, row)
    statement = desk.statement(row)
    dispute = say_dispute(desk, row)
    blocks: list[Block] = [
        Paragraph(
            (
                desk.claim(finding_id, statement, row["excerpt_ids"]),
                *((dispute,) if dispute else ()),
            )
        ),
        *_within(desk, row),
        *_quotes(desk, row, counts, mostly),
    ]
    if otherwise:
        quotes = desk.quotes.choose(
            otherwise, 2, kind=text_of(row["prompt_kind"]), theme=text_of(row["theme"])
        )
        blocks.append(QuoteList(
            "Someone who saw it differently" if len(quotes) == 1
            else "People who saw it differently", quotes,
        ))  # fmt: skip
    fields = []
    if not desk.reflexive and text_of(row["confidence"]):
        fields.append(Field("How sure we are", (_how_sure(row),)))
    if text_of(row["checked"]):
        checked = desk.claim(f"{finding_id}.checked", text_of(row["checked"]),
                             row["check_excerpt_ids"])  # fmt: skip
        fields.append(Field("Read back to people", (checked if checked.excerpt_ids else
                                                    checked.text,)))  # fmt: skip
    compared = desk.compared.get((text_of(row["theme"]), text_of(row["prompt_kind"])))
    own = set(text_of(compared["caveats"]).split("; ") if compared else ()) - _shared_caveats(desk)
    limits = limits_of("; ".join(own))
    if limits and not desk.reflexive and not desk.uncounted:
        fields.append(Field("Limits", (limits,)))
    step = _what_would_help(desk, row, counts)
    if step:
        fields.append(Field("What would help", (step,)))
    if fields:
        blocks.append(Fields(tuple(fields)))
    kind = _KIND_BADGES.get(text_of(row["prompt_kind"]), "")
    badges = desk.badges(row) + ((Badge("neutral", kind),) if kind else ())
    return Finding(finding_id, finding_id, text_of(row["title"]), badges, tuple(blocks))


def say_dispute(desk: Desk, row: Row) -> str:
    """Return what the groups disagree about, in the codebook's words; '' where it has none.

    A code may have a claim that people support or oppose; a theme on which the groups disagree
    is about the claims of its codes.
    """
    if text_of(row["convergence"]) != "dissonant":
        return ""
    used = {text_of(code) for code in desk.material.counted["code_id"]}
    claims = [
        text_of(code["claim"]).strip().rstrip(".")
        for code in rows_of(desk.material.codes)
        if text_of(code["theme"]) == text_of(row["theme"]) and text_of(code["code_id"]) in used
    ]
    told = listed(f"“{claim}”" for claim in dict.fromkeys(claims) if claim)
    return f"What they disagree about: {told}." if told else ""


def _within(desk: Desk, row: Row) -> list[Block]:
    """Return the codes a theme is made of, with how many people raised each."""
    within = desk.codes_within.get((text_of(row["theme"]), text_of(row["prompt_kind"])), [])
    if desk.reflexive or not within or [name for name, _ in within] == [text_of(row["theme"])]:
        return []
    told = [f"“{name}”: {desk.say_raised(counts)}." for name, counts in within[:4]]
    return [Paragraph(tuple(told), lead="What it is made of.")]


def _two_views(desk: Desk, row: Row) -> tuple[list[str], list[str]]:
    """Return, group by group, the excerpts of the view most of its people took, and dissent.

    So a finding on which two groups disagree shows each group's own view. Dissent is what a
    person recorded as standing against that view; words with no recorded stance are not.
    """
    theme = text_of(row["theme"])
    against = {str(e) for e in row["against_excerpt_ids"]}
    views: dict[str, tuple[list[str], list[str]]] = {}
    for excerpt_id in (str(e) for e in row["excerpt_ids"]):
        if excerpt_id in desk.material.excerpt:
            sides = views.setdefault(desk.material.group_of[excerpt_id], ([], []))
            sides[excerpt_id in against].append(excerpt_id)
    mostly, otherwise = [], []
    for in_favour, opposed in views.values():
        if _n_people(desk, opposed) > _n_people(desk, in_favour):
            mostly += opposed
            otherwise += [e for e in in_favour if "supports" in desk.stances.get((e, theme), ())]
        else:
            mostly += in_favour
            otherwise += opposed
    standing = [e for e in otherwise if is_self_standing(text_of(desk.material.excerpt[e]["text"]))]
    return mostly, standing or otherwise


def _n_people(desk: Desk, excerpt_ids: list[str]) -> int:
    people = (text_of(desk.material.excerpt[e]["participant_id"]) or e for e in excerpt_ids)
    return len(set(people))


def _quotes(desk: Desk, row: Row, counts: tuple[Count, ...], excerpt_ids: list[str]) -> list[Block]:
    kind, theme = text_of(row["prompt_kind"]), text_of(row["theme"])
    sides = [
        desk.quotes.choose(excerpt_ids, 2, count.group, kind=kind, theme=theme)
        for count in counts
    ] if desk.pair is not None else []  # fmt: skip
    if not any(sides):
        quotes = desk.quotes.choose(excerpt_ids, 3, kind=kind, theme=theme)
        return [QuoteList("In their words", quotes)] if quotes else []
    empty = [
        "" if quotes else _no_quotes(desk, count, text_of(row["convergence"]))
        for quotes, count in zip(sides, counts, strict=True)
    ]
    headings = [capitalised(desk.words(count.group)) for count in counts]
    return [QuotePair(headings[0], sides[0], headings[1], sides[1], *empty)]


def _no_quotes(desk: Desk, count: Count, convergence: str) -> str:
    if not count.asked:
        return f"{capitalised(desk.words(count.group))} were not asked."
    if count.k == 0 and not count.at_least and convergence == "not yet judged":
        return "Too little has been read by a person to say whether anybody raised it."
    return "Nobody was recorded raising it." if count.k == 0 and not count.at_least else (
        "No words to show."
    )  # fmt: skip


def _how_sure(row: Row) -> str:
    level = text_of(row["confidence"])
    reasons = [text_of(reason) for reason in row["concerns"] if text_of(reason)]
    said = "Provisional" if level == "provisional" else level
    if not reasons:
        return f"{said}. Our rules raise no concern."
    return f"{said}. " + " ".join(full_stop(capitalised(reason)) for reason in reasons)


def _what_would_help(desk: Desk, row: Row, counts: tuple[Count, ...]) -> str:
    convergence = text_of(row["convergence"])
    if convergence == "silent":
        quiet = listed(desk.words(count.group) for count in counts if not count.k)
        return f"Ask {quiet} about it directly at the next round." if quiet else ""
    return {
        "dissonant": "Bring both views to both groups together. Ask what would have to be true "
        "for each.",
        "thin": "Ask about it again at the next round.",
        "not yet judged": "A person reads these excerpts. They judge whether both groups mean "
        "the same.",
    }.get(convergence, "")


def _further(desk: Desk, rows: list[Row]) -> Table:
    return Table(
        caption="Themes raised by fewer people",
        header=("Theme", "What was recorded", "How sure are we"),
        rows=tuple(
            (
                Cell((text_of(row["finding_id"]), subject(text_of(row["theme"]),
                                                          text_of(row["prompt_kind"]))),
                     strong=True),
                Cell((desk.claim(text_of(row["finding_id"]), desk.statement(row),
                                 row["excerpt_ids"]),)),
                Cell((), desk.badges(row)),
            )
            for row in rows[:60]
        ),
        note=f"The other {len(rows) - 60:,} stand in comparison.csv." if len(rows) > 60 else "",
    )  # fmt: skip


def compose_voices(desk: Desk) -> Section | None:
    """Return single serious voices: small in number, never dropped for it."""
    if not desk.voices:
        return None
    findings = []
    for row in desk.voices:
        voice_id = text_of(row["finding_id"])
        statement = desk.claim(voice_id, text_of(row["statement"]), row["excerpt_ids"])
        quotes = desk.quotes.choose([str(e) for e in row["excerpt_ids"]], 2)
        blocks: list[Block] = [Paragraph((statement,))]
        if quotes:
            blocks.append(QuoteList("In their words", quotes))
        findings.append(
            Finding(voice_id, voice_id, text_of(row["title"]),
                    (Badge("warning", "Serious"), *(() if desk.reflexive else (desk.sure(row),))),
                    tuple(blocks))
        )  # fmt: skip
    return Section(
        "voices", "Few voices, serious matters", "Serious voices", tuple(findings),
        "Safety, rights and exclusion stand here however few people raised them. Check with the "
        "person before acting or quoting.",
    )  # fmt: skip


def compose_agreement(desk: Desk) -> Section | None:
    """Return where the groups agree, differ and are silent, with one chart per kind."""
    if desk.reflexive or desk.pair is None or not desk.compared:
        return None
    classes = {text_of(row["convergence"]) for row in desk.compared.values()}
    if desk.uncounted and classes <= {"not comparable", "not yet judged", "not raised"}:
        return None
    blocks: list[Block] = [table for table in (_classes(desk),) if table.rows]
    for kind, title in KIND_WORDS.items():
        chart = _chart(desk, kind, title)
        if chart:
            blocks.append(chart)
    unraised = [
        text_of(row["theme"]) for row in desk.compared.values()
        if text_of(row["convergence"]) == "not raised"
    ]  # fmt: skip
    if unraised:
        named = listed(f"“{theme}”" for theme in dict.fromkeys(unraised))
        blocks.append(Paragraph(
            ((f"The codebook also has {named}. Nobody was recorded raising "
             f"{'it' if len(set(unraised)) == 1 else 'them'}."),),
            lead="Not raised.",
        ))  # fmt: skip
    blocks += _other_pairs(desk)
    if not blocks:
        return None
    first, second = (desk.words(group) for group in desk.pair)
    return Section(
        "agreement", "Where the groups agree, differ and are silent", "Agreement", tuple(blocks),
        f"This sets {first} beside {second}. Problems and ideas are never counted together.",
    )  # fmt: skip


def _classes(desk: Desk) -> Table:
    by_class: dict[str, list[Row]] = {}
    for row in desk.findings:
        if text_of(row["convergence"]):
            by_class.setdefault(text_of(row["convergence"]), []).append(row)
    rows = []
    for convergence, (label, meaning) in CLASS_WORDS.items():
        here = by_class.get(convergence, [])
        if not here:
            continue
        themes: list[Words] = [
            f"{subject(text_of(row['theme']), text_of(row['prompt_kind']))} "
            f"({text_of(row['finding_id'])}){';' if number < len(here) else ''}"
            for number, row in enumerate(here, start=1)
        ]
        rows.append((
            Cell((), (Badge("class", label),)), Cell((meaning,)),
            Cell(tuple(themes)),
        ))  # fmt: skip
    return Table("Themes by what the two groups said", ("Result", "What it means", "Themes"),
                 tuple(rows))  # fmt: skip


def _chart(desk: Desk, kind: str, title: str) -> Chart | None:
    pair = desk.pair
    assert pair is not None  # compose_agreement returns early without one
    entries = []
    for row in desk.findings:
        if text_of(row["prompt_kind"]) != kind:
            continue
        compared = desk.compared.get((text_of(row["theme"]), kind))
        if compared is None:
            continue
        counts = counts_of(compared, desk.settings, text_of(row["theme"]) in desk.sensitive)
        dots = tuple(
            Dot(c.k, c.n, float(compared[f"low_{side}"]), float(compared[f"high_{side}"]),
                short_count(c))
            if c.exact and c.asked else None
            for c, side in zip(counts, "ab", strict=True)
        )  # fmt: skip
        entries.append((row, counts, dots))
    drawn = [entry for entry in entries if any(entry[2])][:_CHART_ROWS]
    if not drawn:
        return None
    names = tuple(capitalised(desk.words(group)) for group in pair)
    used = {dot.n for _, _, dots in drawn for dot in dots if dot}
    spec = PairedDots(
        title=title,
        groups=names,
        rows=tuple(DotRow(text_of(row["theme"]), dots) for row, _, dots in drawn),
    )
    table = Table(
        caption=f"{title}: people recorded as raising each theme, of those asked",
        header=("Theme", *names),
        rows=tuple(
            (
                Cell((f"{text_of(row['theme'])}",), strong=True),
                *(Cell((capitalised(short_count(count)),)) for count in counts),
            )
            for row, counts, _ in drawn
        ),
    )
    alt = (
        f"Dot plot of {counted_noun(len(drawn), 'theme')}. For each it shows how many "
        f"{names[0][:1].lower() + names[0][1:]} and {names[1][:1].lower() + names[1][1:]} were "
        "recorded raising it. Lines show 95-in-100 intervals. The table below has the same "
        "figures."
    )
    if used and max(used) < 20:
        alt += " The intervals are wide, because the groups are small."
    return Chart(f"chart-{kind}", title, spec, alt, table)


def _other_pairs(desk: Desk) -> list[Block]:
    """Return what there is to say on more than two groups: a table, and a count by result."""
    comparison = desk.material.comparison
    groups = [g for g in desk.material.groups if g]
    pairs = {(text_of(row["group_a"]), text_of(row["group_b"])) for row in rows_of(comparison)}
    if len(pairs) < 2:
        return []
    cells: dict[tuple[str, str], dict[str, Count]] = {}
    results: dict[str, int] = {}
    for row in rows_of(comparison):
        if text_of(row["level"]) != "theme":
            continue
        key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
        results[text_of(row["convergence"])] = results.get(text_of(row["convergence"]), 0) + 1
        for count in counts_of(row, desk.settings, key[0] in desk.sensitive):
            cells.setdefault(key, {})[count.group] = count
    order = [(text_of(f["theme"]), text_of(f["prompt_kind"])) for f in desk.findings]
    shown = [key for key in order if key in cells][:20]
    if not shown:
        return []
    told = listed(
        f"{CLASS_WORDS[name][0].lower()} in {results[name]:,}"
        for name in CLASS_WORDS if results.get(name)
    )  # fmt: skip
    n_rows = sum(results.values())
    table = Table(
        caption=f"People recorded as raising each theme, in {counted_noun(len(groups), 'group')}",
        header=("Theme", *(capitalised(desk.words(group)) for group in groups)),
        rows=tuple(
            (
                Cell((f"{theme} ({KIND_WORDS[kind].lower()})",), strong=True),
                *(
                    Cell((short_count(cells[theme, kind][group]),))
                    if group in cells[theme, kind] else Cell(("not compared",))
                    for group in groups
                ),
            )
            for theme, kind in shown
        ),
        style="wide",
    )  # fmt: skip
    return [
        Heading(3, "All groups"),
        Paragraph((
            (f"The groups make {counted_noun(len(pairs), 'pair')}, and with each theme "
            f"{counted_noun(n_rows, 'comparison')}."),
            "Each stands in comparison.csv.",
        )),
        Items(tuple(Paragraph((capitalised(part),)) for part in _results(results))),
        table,
    ] if told else [table]  # fmt: skip


def _results(results: Mapping[str, int]) -> list[str]:
    return [
        f"{CLASS_WORDS[name][0]}: {results[name]:,}." for name in CLASS_WORDS if results.get(name)
    ]
