"""The chapters on the work itself: what came in, what may be missing, how it was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.coverage_chapter import say_uneven_coding
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.document import (
    Block,
    Cell,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.statements import CLASS_WORDS
from insights.reporting.wording import (
    capitalised,
    counted_noun,
    full_stop,
    in_words,
    listed,
)

_FILES_SHOWN, _PROBLEMS_SHOWN, _TOPICS_SHOWN, _CODES_TO_READ = 25, 40, 12, 8
_EXAMPLES = 3
_KIND_WORDS = {
    "notes": "workshop notes", "transcript": "transcript", "board": "sticky notes",
    "feedback": "answers", "prototype": "prototype tests", "votes": "votes",
    "vision": "vision sentence", "round": "feedback on a draft",
}  # fmt: skip


def compose_sources(desk: Desk) -> Section:
    """Return what came in, what could not be read, and how much a person has confirmed."""
    material = desk.material
    sources = rows_of(material.sources)
    n_excerpts = len(material.excerpts)
    sentences: list[Words] = [
        capitalised(f"{counted_noun(len(sources), 'file')} came in, and gave "
                    f"{counted_noun(n_excerpts, 'excerpt')}{_of_facilitators(desk)}.")
        if sources else "No file came in.",
    ]  # fmt: skip
    silent = [row for row in sources if whole_of(row["n_excerpts"]) == 0]
    if silent and len(silent) < len(sources) + 1:
        sentences.append(capitalised(f"{counted_noun(len(silent), 'file')} gave no excerpt."))
    n_unattributed = sum(
        not text_of(row["participant_id"]) and text_of(row["speaker"]) != "facilitator"
        for row in material.excerpt.values()
    )
    if n_excerpts and n_unattributed:
        sentences.append(
            f"{n_unattributed:,} of {n_excerpts:,} {'does' if n_unattributed == 1 else 'do'} not "
            "say who spoke: quoted as a group note, never counted as people."
        )
    sentences.append(
        "The annex on what was left out says what it was, and why."
        if len(material.problems)
        else "Everything in the files could be read."
    )
    blocks: list[Block] = [Paragraph(tuple(sentences))]
    if not desk.reflexive:
        blocks.append(Paragraph(_decided(desk), lead="What people have decided."))
    if sources:
        blocks.append(_files(desk))
    return Section("sources", "Annex: what came in", "What came in", tuple(blocks))


def _of_facilitators(desk: Desk) -> str:
    n = sum(text_of(row["speaker"]) == "facilitator" for row in desk.material.excerpt.values())
    talk = "is facilitators’ talk and counts" if n == 1 else "are facilitators’ talk and count"
    return f": {n:,} of them {talk} for nothing" if n else ""


def _decided(desk: Desk) -> tuple[Words, ...]:
    material = desk.material
    n_counted, n_confirmed = desk.coding_state
    if not len(material.codes):
        return ("There is no codebook yet, so nobody has coded anything.",)
    if n_counted == 0:
        return (
            (
                f"The codebook has {counted_noun(len(material.codes), 'code')}. No coding counts "
                "yet."
            ),
            *waiting_words(desk),
        )
    waiting = n_counted - n_confirmed
    sentences = [
        (
            f"{capitalised(counted_noun(n_counted, 'coding'))} "
            f"{'counts' if n_counted == 1 else 'count'} in this report."
        ),
        f"People have confirmed {'none' if n_confirmed == 0 else f'{n_confirmed:,}'} of them.",
    ]
    if waiting:
        sentences.append(
            f"The other {waiting:,} {'is' if waiting == 1 else 'are'} only suggested: {_why(desk)}."
            if n_confirmed
            else f"They are only suggested: {_why(desk)}."
        )
    turned_down = material.codings[material.codings["status"] == "rejected"]
    rejected = len(turned_down.drop_duplicates(["excerpt_id", "code_id"]))
    if rejected:
        sentences.append(f"People rejected {counted_noun(rejected, 'suggestion')}.")
    coded = {text_of(e) for e in material.counted["excerpt_id"]}
    # Nobody's words are lost for want of a code: what no code holds is listed to be read.
    bare = [
        excerpt_id
        for excerpt_id, row in material.excerpt.items()
        if excerpt_id not in coded and text_of(row["speaker"]) != "facilitator"
    ]
    if not bare:
        return tuple(sentences)
    said = (
        f"{capitalised(counted_noun(len(bare), 'excerpt'))} "
        f"{'carries' if len(bare) == 1 else 'carry'} no code that counts."
    )
    return (*sentences, desk.claim("uncoded", said, bare))


def _why(desk: Desk) -> str:
    """Return what the suggestions that count were suggested by."""
    counted = desk.material.counted
    open_yet = counted[~counted["confirmed"].astype(bool)]
    codings = desk.material.codings
    suggested = codings[codings["status"] == "suggested"]
    methods = set(open_yet.merge(suggested, on=["excerpt_id", "code_id"])["method"])
    if methods <= {"keyword"}:
        return "the words of the excerpt match the code’s own keywords"
    return "their words match the code’s keywords, or are like what people gave that code"


def waiting_words(desk: Desk) -> tuple[str, ...]:
    """Return how many suggestions wait for a person; () where none does."""
    n = sum(len(ids) for _, ids in desk.waiting)
    if not n:
        return ()
    return (
        (
            f"{capitalised(counted_noun(n, 'suggested coding'))} "
            f"{'waits' if n == 1 else 'wait'} for a person."
        ),
        "Each counts once somebody has read it and accepted it.",
    )


def compose_reading_list(desk: Desk) -> Table | None:
    """Return the codes with most suggestions waiting: a place to begin, never a result."""
    if not desk.waiting:
        return None
    return Table(
        "Where to begin reading: suggestions, not results",
        ("Code", "Suggested excerpts", "To read"),
        tuple(
            (
                Cell((name,), strong=True),
                Cell((f"{len(ids):,}",)),
                Cell((desk.claim(f"waiting.{number}", "Not yet read by a person:", ids),)),
            )
            for number, (name, ids) in enumerate(desk.waiting[:_CODES_TO_READ], start=1)
        ),
        note="The software suggests these by the codes’ own keywords. Nothing here is counted.",
    )


def _files(desk: Desk) -> Table:
    sources = rows_of(desk.material.sources)
    if len(sources) <= _FILES_SHOWN:
        return Table(
            "Files, as they came in",
            ("File", "Kind", "Excerpts", "Without a speaker"),
            tuple(
                (
                    Cell((text_of(row["path"]),), strong=True),
                    Cell((capitalised(_kind(text_of(row["kind"]))),)),
                    Cell((f"{whole_of(row['n_excerpts']):,}",)),
                    Cell((f"{whole_of(row['n_unattributed']):,}",)),
                )
                for row in sources
            ),
        )
    kinds = Counter(text_of(row["kind"]) for row in sources)
    excerpts: Counter[str] = Counter()
    nameless: Counter[str] = Counter()
    for row in sources:
        excerpts[text_of(row["kind"])] += whole_of(row["n_excerpts"])
        nameless[text_of(row["kind"])] += whole_of(row["n_unattributed"])
    return Table(
        "Files by kind", ("Kind", "Files", "Excerpts", "Without a speaker"),
        tuple(
            (
                Cell((capitalised(_kind(kind)),), strong=True),
                Cell((f"{kinds[kind]:,}",)), Cell((f"{excerpts[kind]:,}",)),
                Cell((f"{nameless[kind]:,}",)),
            )
            for kind in sorted(kinds)
        ),
    )  # fmt: skip


def _kind(kind: str) -> str:
    return _KIND_WORDS.get(kind, kind.replace("_", " "))


def compose_topics(desk: Desk) -> Section | None:
    """Return what the codebook may be missing: topics with many uncoded excerpts."""
    material = desk.material
    if not len(material.topics):
        return None
    has_codes = len(material.codes) > 0
    coded = {text_of(e) for e in material.counted["excerpt_id"]} if len(material.counted) else set()
    members: dict[str, list[str]] = {}
    for row in rows_of(material.excerpt_topics):
        if text_of(row["topic_id"]):
            members.setdefault(text_of(row["topic_id"]), []).append(text_of(row["excerpt_id"]))
    rows: list[tuple[Cell, ...]] = []
    n_left = 0
    for row in rows_of(material.topics):
        topic_id = text_of(row["topic_id"])
        here = members.get(topic_id, [])
        n = whole_of(row["n_excerpts"]) or len(here)
        bare = [e for e in here if e not in coded]
        if has_codes and 2 * len(bare) < n:
            continue
        if len(rows) >= _TOPICS_SHOWN:
            n_left += 1
            continue
        words = ", ".join(text_of(term) for term in list(row["terms"])[:6])
        examples = _readable(desk, [str(e) for e in row["example_excerpt_ids"]], here)
        cells = [
            Cell((f"“{words}” ({topic_id})" if words else topic_id,), strong=True),
            Cell((f"{n:,}",)),
            Cell((capitalised(text_of(row["holds"])),)),
        ]
        if has_codes:
            cells.append(Cell((f"{len(bare):,}",)))
        claim = f"topic.{topic_id}"
        some = desk.claim(claim, "Read some:", examples) if examples else "None to show"
        cells.append(Cell((some,)))
        rows.append(tuple(cells))
    if not rows:
        return Section(
            "topics", "Annex: what the codebook may be missing", "Topics",
            (Paragraph((
                "In every topic the software made, most excerpts already carry a code.",
                "That is a sign, not a proof, that the codebook covers what people said.",
            )),),
        )  # fmt: skip
    uncoded = ("Without a code",) if has_codes else ()
    header = ("Words often found together", "Excerpts", "How firmly", *uncoded, "Examples")
    return Section(
        "topics",
        "Annex: what the codebook may be missing" if has_codes else "What the excerpts are about",
        "Topics",
        (
            Table(
                "Topics: excerpts that the software put together because they share words",
                header, tuple(rows),
                note=f"{capitalised(counted_noun(n_left, 'further topic'))} not shown."
                if n_left else "",
            ),
        ),
        "A topic is a machine’s cluster, and a prompt to read. A theme is made by people. "
        + ("These topics hold many excerpts without a code." if has_codes else
           "There is no codebook yet: these topics are a place to begin one."),
    )  # fmt: skip


def compose_coproduction(desk: Desk) -> Section | None:
    """Return the rung of the co-production ladder claimed for each stage, and the reason."""
    rung = _rung(desk.material.project.about.get("rung"))
    if not rung:
        return None
    return Section(
        "coproduction", "How far this was co-production", "Co-production", (Items(rung),),
        "Who held the power at each stage, in the team’s own account.",
    )  # fmt: skip


def _readable(desk: Desk, near: list[str], members: list[str]) -> list[str]:
    """Return a topic's examples that say something by themselves, those near its middle first.

    People's own words come before notes that name nobody; headings, parts of a sentence and
    words that must not be quoted do not stand here.
    """
    facts = desk.material.excerpt
    whole = [
        e for e in dict.fromkeys([*near, *members])
        if e in facts and text_of(facts[e]["speaker"]) != "facilitator"
        and not desk.material.is_withheld(e) and is_self_standing(text_of(facts[e]["text"]))
    ]  # fmt: skip
    named = [e for e in whole if text_of(facts[e]["participant_id"])]
    return (named or whole)[:_EXAMPLES]


def compose_method(desk: Desk) -> Section:
    """Return how it was done, with every threshold that was applied, and its limits."""
    settings = desk.settings
    blocks: list[Block] = []
    blocks.append(Items(tuple(Paragraph((text,)) for text in _steps(desk))))
    if desk.reflexive or desk.pair is None or desk.uncounted:
        return Section("method", "Annex: how it was done, and its limits", "Method", tuple(blocks))
    used = {text_of(row["convergence"]) for row in desk.compared.values()}
    blocks.append(Table(
        "How to read the results",
        ("Label", "Class", "What it means"),
        tuple(
            (Cell((label,), strong=True), Cell((capitalised(name),)), Cell((meaning,)))
            for name, (label, meaning) in CLASS_WORDS.items() if name in used
        ),
        note=f"“More in one group” is said where the chance of a difference is at least "
        f"{settings.different_probability:g}, whoever is left out. “About the same” needs a "
        f"chance of at least {settings.similar_probability:g} that the shares lie within "
        f"{settings.similar_difference:g} of each other.",
    ))  # fmt: skip
    return Section("method", "Annex: how it was done, and its limits", "Method", tuple(blocks))


def _rung(value: object) -> tuple[Paragraph, ...]:
    if isinstance(value, Mapping):
        return tuple(
            Paragraph((full_stop(capitalised(text_of(words))),), lead=f"{capitalised(str(stage))}.")
            for stage, words in value.items()
        )
    claimed = full_stop(text_of(value))
    return (Paragraph((claimed,), lead="Claimed for this work:"),) if claimed else ()


def _steps(desk: Desk) -> list[str]:
    settings = desk.settings
    texts = [
        (
            "Rules replaced names and other direct identifiers before any analysis. What remains "
            "stays personal data."
        ),
        (
            "Each file was cut into excerpts: units of meaning, at a fixed place in their file. "
            "Every quote here is such an excerpt, letter by letter."
        ),
    ]
    if len(desk.material.codes):
        texts.append(
            "People wrote the codebook and its themes. Software suggested where codes may apply. "
            "A person accepts, rejects or adds."
        )
        texts += say_uneven_coding(desk)
    if desk.reflexive:
        return [
            *texts,
            "This project reads reflexively. It makes no counts, classes or ratings.",
        ]
    if len(desk.findings):
        texts.append(
            f"A claim is called provisional while people have confirmed fewer than "
            f"{settings.confirmed_share * 10:g} in 10 of its codings."
        )
    if desk.pair is not None:
        texts += [
            (
                "“7 of 12” means: of 12 people who were asked, 7 were recorded as raising it. It "
                "does not say what the other five think."
            ),
            (
                "Intervals are Wilson’s, at 95 in 100. Two groups are compared with Jeffreys’ "
                "method, leaving out each person in turn."
            ),
            (
                "No count is shown for a group with fewer than "
                f"{in_words(settings.smallest_group)} "
                "people. On sensitive themes and serious matters, one or two people are “fewer "
                "than three people”."
            ),
        ]
    if desk.met_once:
        texts.append(
            "Each group has one session of its own. No statistic can tell the groups apart from "
            "the sessions."
        )
    if desk.pair is not None and any(map(whole_of, desk.material.sources["n_unattributed"])):
        texts.append("“At least” stands where notes without a speaker raise the same theme.")
    if len(desk.findings):
        texts.append(
            "Confidence follows this project’s own rules, informed by GRADE-CERQual. Software "
            "proposes it and a person decides. Confidence is not importance."
        )
    return texts


def compose_left_out(desk: Desk) -> Section | None:
    """Return what could not be read or used, for readers who will not mend it themselves."""
    found: dict[str, list[str]] = {}
    for row in rows_of(desk.material.problems):
        source = text_of(row["source"])
        of = source if "." in source else ""  # a file's name, not a table's
        told = found.setdefault(of, [])
        if text_of(row["problem"]) not in told:
            told.append(text_of(row["problem"]))
    said = [(of, text) for of, texts in found.items() for text in texts]
    if not said:
        return None
    more = len(said) - _PROBLEMS_SHOWN
    items = [Paragraph((text,), lead=f"{of}:" if of else "") for of, text in said[:_PROBLEMS_SHOWN]]
    if more > 0:
        items.append(Paragraph((f"{more:,} more, in problems.csv.",)))
    return Section(
        "problems", "Annex: what was left out, and why", "Left out", (Items(tuple(items)),)
    )


def compose_problems(desk: Desk) -> Section | None:
    """Return what could not be read or used, with its place and what to do about it."""
    rows = rows_of(desk.material.problems)
    if not rows:
        return None
    more = len(rows) - _PROBLEMS_SHOWN
    return Section(
        "problems", "Annex: what could not be read or used", "Problems",
        (
            Table(
                "Each with what to do about it",
                ("File", "Place", "What is wrong", "What to do"),
                tuple(
                    (
                        Cell((text_of(row["source"]) or "The project",), strong=True),
                        *(Cell((text_of(row[key]),)) for key in ("where", "problem", "fix")),
                    )
                    for row in rows[:_PROBLEMS_SHOWN]
                ),
                note=f"{more:,} more {'stands' if more == 1 else 'stand'} in problems.csv."
                if more > 0 else "",
                style="wide",
            ),
        ),
    )  # fmt: skip


def list_documents() -> str:
    """Return where a reader finds the rest, in a sentence."""
    files = ("evidence.csv", "comparison.csv", "recommendations.csv", "problems.csv")
    return f"Beside this report lie {listed(files)}, with every row."
