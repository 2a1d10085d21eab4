"""The report for researchers: methods in full, every denominator, sensitivities, checklists."""

from __future__ import annotations

from insights.disclosure import is_count_shown
from insights.reporting.cells import Row, number_of, text_of
from insights.reporting.chapters.agreement_chapter import compose_agreement
from insights.reporting.chapters.cases_chapter import (
    compose_matrix,
    compose_negative_cases,
    compose_single_voices,
)
from insights.reporting.chapters.checklists import compose_checklists
from insights.reporting.chapters.codebook_chapter import compose_codebook
from insights.reporting.chapters.coverage_chapter import compose_coverage
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.findings_chapter import compose_findings, compose_voices
from insights.reporting.chapters.people import day, heard_words, missing_words, say_people
from insights.reporting.chapters.priorities_chapter import compose_priorities
from insights.reporting.chapters.process_chapter import compose_process
from insights.reporting.chapters.provenance import compose_asked, compose_coders, compose_software
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.record import compose_method, compose_problems
from insights.reporting.chapters.sensitivity_chapter import compose_sensitivity
from insights.reporting.chapters.sources_chapter import compose_sources
from insights.reporting.chapters.voice_chapter import compose_voice
from insights.reporting.chapters.votes_chapter import compose_votes
from insights.reporting.chapters.words_chapter import compose_words
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
from insights.reporting.documents.commissioner import report_status, with_evidence
from insights.reporting.drafting.facts import counts_of
from insights.reporting.material import ReportMaterial
from insights.reporting.statements import limits_of
from insights.reporting.wording import capitalised, short_count

_COMPARED = 80
_KIND = {"problem": "Problems", "idea": "Ideas", "unspecified": "Open"}
_QUESTION = {"problem": "problems", "idea": "ideas", "unspecified": "open question"}


def compose_researchers_report(material: ReportMaterial) -> Report:
    """Return the report for researchers: what was done, in full, so that it can be argued with.

    A reflexive project has no counts, classes or statistics; checklists are filled in only
    where the records allow.
    """
    desk = Desk(material, QuoteChooser(material))
    project = material.project
    made = (
        _approach(desk), _sample(desk), compose_asked(desk), compose_voice(desk, in_full=True),
        compose_sources(desk, lists_uncoded=True), compose_codebook(desk), compose_coders(desk),
        compose_coverage(desk), compose_findings(desk), compose_voices(desk),
        compose_negative_cases(desk), compose_single_voices(desk), compose_matrix(desk),
        compose_agreement(desk), _comparison(desk), compose_sensitivity(desk),
        compose_priorities(desk, in_full=True), compose_votes(desk, in_full=True),
        compose_words(desk), compose_process(desk), compose_method(desk), _checklists(desk),
        compose_software(desk),
        compose_problems(desk),
    )  # fmt: skip
    sections = tuple(section for section in made if section is not None)
    draft = Report(
        document="researchers",
        title=f"{project.title}: methods and full results",
        subtitle=project.question.strip() or "How it was done, and every figure",
        status=report_status(material),
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
        limits = limits_of(text_of(row["caveats"]), for_researchers=True)
        if limits:
            asked = _QUESTION[text_of(row["prompt_kind"])]
            told.setdefault(limits, []).append(f"“{text_of(row['theme'])}” ({asked})")
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


def _checklists(desk: Desk) -> Section:
    return Section("checklists", "Reporting checklists", "Checklists",
                   tuple(compose_checklists(desk)),
                   "Filled in where the records allow. An empty cell is for people, and no sign of "
                   "work not done.")  # fmt: skip
