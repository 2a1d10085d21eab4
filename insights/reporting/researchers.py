"""The report for researchers: methods in full, every denominator, sensitivities, checklists."""

from __future__ import annotations

from dataclasses import fields

from insights.disclosure import is_count_shown
from insights.reporting.cells import Row, number_of, rows_of, text_of, whole_of
from insights.reporting.chapters import compose_agreement, compose_findings, compose_voices
from insights.reporting.checklists import compose_checklists
from insights.reporting.commissioner import draft_status, with_evidence
from insights.reporting.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Heading,
    Items,
    Paragraph,
    Report,
    Section,
    Table,
)
from insights.reporting.findings import counts_of
from insights.reporting.material import ReportMaterial
from insights.reporting.people import day, heard_words, missing_words, say_people
from insights.reporting.quotes import QuoteChooser
from insights.reporting.record import compose_method, compose_problems, compose_sources
from insights.reporting.statements import limits_of
from insights.reporting.wording import capitalised, counted_noun, short_count

_COMPARED, _CODES, _CASES, _NEGATIVE = 80, 120, 60, 12
_KIND = {"problem": "Problems", "idea": "Ideas", "unspecified": "Open"}


def compose_researchers_report(material: ReportMaterial) -> Report:
    """Return the report for researchers: what was done, in full, so that it can be argued with.

    A reflexive project has no counts, classes or statistics; checklists are filled in only
    where the records allow.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    made = (
        _approach(desk), _sample(desk), compose_sources(desk), _codebook(desk),
        compose_findings(desk), compose_voices(desk), _negative_cases(desk), _framework(desk),
        compose_agreement(desk), _comparison(desk), compose_method(desk), _sensitivity(desk),
        _checklists(desk), _machine(desk), compose_problems(desk),
    )  # fmt: skip
    sections = tuple(section for section in made if section is not None)
    draft = Report(
        document="researchers",
        title=f"{project.title}: methods and full results",
        subtitle=project.question.strip() or "How it was done, and every figure",
        status=draft_status(project),
        sections=sections,
        made_for="researchers",
        reported_on=day(text_of(project.about.get("report_on"))),
        colophon=("comparison.csv, evidence.csv and manifest.json hold every row and hash.",),
    )
    return with_evidence(draft, sections, desk)


def _approach(desk: Desk) -> Section:
    about = desk.material.project.about
    told = [
        ("Declared approach", desk.material.project.approach),
        ("Compared by", desk.material.project.compare_by.replace("_", " ")),
        ("Lawful basis", text_of(about.get("lawful_basis"))),
        ("Condition for special-category data", text_of(about.get("article_9_condition"))),
        ("Withdrawal possible until", day(text_of(about.get("withdrawal_cutoff_on")))),
        ("Kept until", day(text_of(about.get("retain_until_on")))),
    ]
    rows = tuple(
        (Cell((name,), strong=True), Cell((capitalised(words) or "not recorded",)))
        for name, words in told
    )
    return Section("approach", "Approach", "Approach",
                   (Table("What the project declares", ("Matter", "Declared"), rows),))  # fmt: skip


def _sample(desk: Desk) -> Section:
    blocks: list[Block] = [Items((*heard_words(desk), *missing_words(desk)))]
    rows = tuple(
        (
            Cell((capitalised(desk.words(group)),), strong=True),
            Cell((capitalised(say_people(desk, group, len(desk.people.get(group, ())))),)),
            Cell((f"{n_excerpts:,}",)),
        )
        for group in desk.material.groups
        if (n_excerpts := sum(g == group for g in desk.material.group_of.values()))
    )
    if rows:
        blocks.append(Table("Who was heard", ("Group", "People", "Excerpts"), rows))
    return Section("sample", "Sample", "Sample", tuple(blocks))


def _codebook(desk: Desk) -> Section | None:
    codes = rows_of(desk.material.codes)
    if not codes:
        return None
    n_used: dict[str, int] = {}
    for row in rows_of(desk.material.counted):
        n_used[text_of(row["code_id"])] = n_used.get(text_of(row["code_id"]), 0) + 1
    rows = tuple(
        (
            Cell((text_of(row["name"]),), strong=True),
            Cell((text_of(row["theme"]),)),
            Cell((text_of(row["definition"]) or "no definition",)),
            Cell((f"{text_of(row['status'])}, version {whole_of(row['version'])}",)),
            Cell((_used(desk, row, n_used.get(text_of(row["code_id"]), 0)),)),
        )
        for row in codes[:_CODES]
    )
    more = len(codes) - _CODES
    return Section("codebook", "Codebook", "Codebook", (Table(
        "Codes as they stand", ("Code", "Theme", "Definition", "Status", "Codings that count"),
        rows, note=f"{more:,} more in the codebook." if more > 0 else "", style="wide",
    ),))  # fmt: skip


def _used(desk: Desk, row: Row, n: int) -> str:
    hidden = text_of(row["theme"]) in desk.sensitive and n < desk.settings.small_number
    return "few" if hidden else f"{n:,}"


def _negative_cases(desk: Desk) -> Section | None:
    rows = [row for row in desk.findings if len(row["against_excerpt_ids"])][:_NEGATIVE]
    if not rows:
        return None
    items = tuple(
        Paragraph(
            (desk.claim(
                f"against.{text_of(row['finding_id'])}",
                f"{capitalised(counted_noun(len(row['against_excerpt_ids']), 'excerpt'))} "
                f"{'stands' if len(row['against_excerpt_ids']) == 1 else 'stand'} against it.",
                row["against_excerpt_ids"],
            ),),
            lead=f"{text_of(row['finding_id'])} {text_of(row['title'])}:",
        )
        for row in rows
    )  # fmt: skip
    return Section("negative", "Negative cases", "Negative cases", (Items(items),),
                   "Excerpts whose stance a person recorded as opposing or mixed.")  # fmt: skip


def _framework(desk: Desk) -> Section | None:
    """Return cases by themes: how many excerpts of each case carry each theme."""
    material = desk.material
    theme_of = {text_of(row["code_id"]): text_of(row["theme"]) for row in rows_of(material.codes)}
    themes = [t for t in dict.fromkeys(theme_of.values()) if t and t not in desk.sensitive]
    cells: dict[tuple[str, str], set[str]] = {}
    group_of: dict[str, str] = {}
    for row in rows_of(material.counted):
        excerpt_id = text_of(row["excerpt_id"])
        person = text_of(material.excerpt.get(excerpt_id, {}).get("participant_id"))
        if person:
            group_of[person] = material.group_key(excerpt_id)
            key = (person, theme_of.get(text_of(row["code_id"]), ""))
            cells.setdefault(key, set()).add(excerpt_id)
    small = {g for g in desk.people if len(desk.people[g]) < desk.settings.smallest_group}
    people = [p for p in group_of if group_of[p] not in small]
    if not themes or not people:
        return None
    # By group, then by what they raised: neither the register's order nor the order of speech.
    people.sort(key=lambda p: (group_of[p], [-len(cells.get((p, t), ())) for t in themes], p))
    rows = tuple(
        (
            Cell((f"Case {number}, {desk.words(group_of[person], 1)}",), strong=True),
            *(Cell((f"{n:,}",)) if (n := len(cells.get((person, theme), ()))) else Cell()
              for theme in themes),
        )
        for number, person in enumerate(people[:_CASES], start=1)
    )  # fmt: skip
    more = len(people) - _CASES
    note = "Sensitive themes and groups under the smallest size are left out."
    return Section("framework", "Framework matrix", "Matrix", (Table(
        "Excerpts per case and theme", ("Case", *themes), rows,
        note=note + (f" {more:,} more cases are not shown." if more > 0 else ""), style="wide",
    ),), "A case is a person. Numbers count excerpts: a prompt to read, never a test.")  # fmt: skip


def _comparison(desk: Desk) -> Section | None:
    if desk.reflexive or not desk.compared:
        return None
    rows, hidden = [], 0
    for row in desk.compared.values():
        counts = counts_of(row, desk.settings, text_of(row["theme"]) in desk.sensitive)
        if not all(
            count.asked and is_count_shown(count.k, count.n, sensitive=count.sensitive,
                                           smallest_group=count.smallest_group)
            for count in counts
        ):  # fmt: skip
            hidden += 1
            continue
        rows.append((
            Cell((f"{text_of(row['theme'])} ({_KIND[text_of(row['prompt_kind'])].lower()})",),
                 strong=True),
            *(Cell((capitalised(short_count(count)),)) for count in counts),
            Cell((_interval(row, "difference", "difference_low", "difference_high"),)),
            Cell((_figure(row, "p_greater"),)),
            Cell((_figure(row, "p_similar"),)),
            Cell((_interval(row, "", "newcombe_low", "newcombe_high"),)),
            Cell((_figure(row, "boschloo_p"), f"({_figure(row, 'q_value')})")),
            Cell((text_of(row["convergence"]), f"({text_of(row['prominence']) or '–'})")),
        ))  # fmt: skip
    if not rows:
        return None
    first, second = (capitalised(desk.words(group)) for group in desk.pair or ("", ""))
    note = f"{hidden:,} more not shown, because a count is too small." if hidden else ""
    return Section("comparison", "Comparison, with every figure", "Comparison", (Table(
        "Themes by kind of prompt", ("Theme", first, second, "Difference, Jeffreys interval",
        "P(Δ > 0)", "P(|Δ| small)", "Newcombe interval", "Boschloo p (q)", "Class (prominence)"),
        tuple(rows[:_COMPARED]), note=note, style="wide",
    ), *_caveats(desk)), "Shares run from 0 to 1. Claims rest on P(Δ > 0) and on leaving one "
        "person out, never on p or q.")  # fmt: skip


def _caveats(desk: Desk) -> list[Block]:
    told: dict[str, list[str]] = {}
    for row in desk.compared.values():
        limits = limits_of(text_of(row["caveats"]))
        if limits:
            told.setdefault(limits, []).append(f"“{text_of(row['theme'])}”")
    if not told:
        return []
    items = tuple(
        Paragraph((limits, f"It concerns {', '.join(dict.fromkeys(themes))}."))
        for limits, themes in told.items()
    )
    return [Heading(3, "Limits of single results"), Items(items)]


def _figure(row: Row, name: str) -> str:
    value = number_of(row[name])
    return "–" if value is None else f"{value:.3f}"


def _interval(row: Row, middle: str, low: str, high: str) -> str:
    ends = (number_of(row[low]), number_of(row[high]))
    if None in ends:
        return "–"
    told = f"{ends[0]:+.2f} to {ends[1]:+.2f}"
    value = number_of(row[middle]) if middle else None
    return told if value is None else f"{value:+.2f} ({told})"


def _sensitivity(desk: Desk) -> Section | None:
    if desk.reflexive or not desk.compared:
        return None
    settings = desk.settings
    rows = tuple(
        (Cell((part.name.replace("_", " "),), strong=True),
         Cell((f"{getattr(settings, part.name):g}",)))
        for part in fields(settings)
    )  # fmt: skip
    texts = (
        "Each participant is left out in turn. A difference is claimed only if it then holds.",
        "People with both roles are moved and left out.",
        "Priors Beta(1, 1) and Beta(2, 2) are tried.",
        "The 0.975 rule alone calls up to 9.2 in 100 true nulls different (6 against 7 people).",
        "With leaving one out it is at most 5.7 in 100, and 3.4 on average (6 to 30 a group).",
        (
            "Where each group has one session, sessions alone can differ. With a shift of SD "
            "0.5 on the logit scale, false calls rise."
        ),
        "They are 6, 8, 13 and 18 in 100 at 8, 12, 20 and 30 people a group.",
        "A true 7 in 10 against 3 in 10 is found one time in four with 8 people a group.",
        "Twenty independent themes at 0.05 give a 64 in 100 chance of some false flag.",
    )
    return Section("sensitivity", "Sensitivities and error rates", "Sensitivities", (
        Items(tuple(Paragraph((text,)) for text in texts)),
        Table("Thresholds, as they were applied", ("Threshold", "Value"), rows),
    ))  # fmt: skip


def _checklists(desk: Desk) -> Section:
    return Section("checklists", "Reporting checklists", "Checklists",
                   tuple(compose_checklists(desk)),
                   "Filled in where the records allow. An empty cell is for people.")  # fmt: skip


def _machine(desk: Desk) -> Section:
    methods = {
        text_of(row["method"]) for row in rows_of(desk.material.codings)
        if text_of(row["coder"]) == "machine"
    } - {""}  # fmt: skip
    n = len(desk.material.codings)
    n_machine = sum(text_of(coder) == "machine" for coder in desk.material.codings["coder"])
    texts = [
        "Software replaced identifiers by rules, cut texts into excerpts and suggested codes.",
        (f"{n_machine:,} of {n:,} codings on record are suggestions by software "
         f"({', '.join(sorted(methods))}).") if n_machine
        else "No coding is a suggestion by software.",
        "No language model wrote any sentence here: sentences come from fixed templates.",
        "People wrote the codebook, judged meanings, and decide on every suggestion.",
        "Nothing was sent over a network.",
    ]  # fmt: skip
    sources = rows_of(desk.material.sources)
    table = Table(
        "Files and their hashes", ("File", "SHA-256"),
        tuple((Cell((text_of(row["path"]),), strong=True),
               Cell((text_of(row["sha256"])[:16] + "…",)))
              for row in sources[:40]),
        note="manifest.json has every hash in full, and the versions used.",
    )  # fmt: skip
    return Section("machine", "What software did, versions and hashes", "Software", (
        Items(tuple(Paragraph((text,)) for text in texts)), *((table,) if sources else ()),
    ))  # fmt: skip
