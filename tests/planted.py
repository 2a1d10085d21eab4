"""What was planted in the demonstration projects, as their page says, and what a run made of it.

The functions take and give tables, so that any run of a project can be held against the page.
"""

import re
import statistics
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "demonstration_projects.md"
GROUPS = ("lived_experience", "professional")
SCALES = (
    "I trust the other organisations here",
    "I felt heard",
    "I understand what the others can and cannot do",
)


def table_below(project, heading):
    """Return the cells of the first table below a heading in a project's section."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {project}\n")[1].split("\n## ")[0]
    below = section.split(f"\n### {heading}\n")[1].split("\n### ")[0]
    rows = [line.strip("|").split("|") for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def raised(project):
    """Return {(theme, kind): {group: set of participant ids}}."""
    return {
        (theme, kind): dict(zip(GROUPS, (set(lived.split()), set(pros.split())), strict=True))
        for theme, kind, lived, pros in table_below(project, "Who raises what")
    }


def convergence(project):
    """Return {(theme, kind): class}."""
    return {
        (theme, kind): class_
        for theme, kind, class_, _ in table_below(project, "What a comparison should make of it")
    }


def by_theme(comparison):
    """Yield (theme, kind), {group: (k, n, confirmed)} and the row of each theme."""
    rows = comparison[
        (comparison["level"] == "theme") & comparison["prompt_kind"].isin(["problem", "idea"])
    ]
    for row in rows.to_dict("records"):
        groups = {
            row[f"group_{side}"]: (row[f"k_{side}"], row[f"n_{side}"], row[f"confirmed_{side}"])
            for side in ("a", "b")
        }
        yield (row["theme"], row["prompt_kind"]), groups, row


def presence_differences(project, comparison, n_asked):
    """Return every k or n of a run's ``comparison`` that is not what was planted."""
    found = {key: groups for key, groups, _ in by_theme(comparison)}
    differences = []
    for key, people in raised(project).items():
        for group, ids in people.items():
            expected = (len(ids), n_asked[group])
            got = tuple(found[key][group][:2]) if key in found else "no such row"
            if got != expected:
                differences.append((*key, group, f"planted {expected}, got {got}"))
    return differences


def people_differences(project, presence):
    """Return every person whom a run's ``presence`` has too many or too few, per theme."""
    at_theme = presence[(presence["level"] == "theme") & presence["participant_id"].notna()]
    found = defaultdict(set)
    for row in at_theme.to_dict("records"):
        found[row["theme"], row["prompt_kind"], row["group"]].add(row["participant_id"])
    differences = []
    for (theme, kind), people in raised(project).items():
        for group, ids in people.items():
            got = found[theme, kind, group]
            if got != ids:
                differences.append((theme, kind, group, "missing", sorted(ids - got),
                                    "too many", sorted(got - ids)))  # fmt: skip
    return differences


def convergence_differences(project, comparison):
    """Return every class of a run's ``comparison`` that is not what was planted."""
    found = {key: row["convergence"] for key, _, row in by_theme(comparison)}
    return [
        (*key, f"planted {class_}, got {found.get(key)}")
        for key, class_ in convergence(project).items()
        if found.get(key) != class_
    ]


def provisional_themes(comparison, confirmed_share=0.8):
    """Return the (theme, kind) in which a group's k rests on too few accepted codings."""
    return {
        key
        for key, groups, _ in by_theme(comparison)
        if any(k > 0 and confirmed < confirmed_share for k, _, confirmed in groups.values())
    }


def different_themes(comparison):
    """Return the (theme, kind) whose groups differ, whoever is left out."""
    return {
        key
        for key, _, row in by_theme(comparison)
        if row["prominence"] == "different" and row["robust"]
    }


def serious_excerpts(judgements, excerpts):
    """Return the excerpts that a coder marked serious."""
    marked = judgements.loc[judgements["action"] == "serious", "excerpt_id"]
    return excerpts[excerpts["excerpt_id"].isin(marked)]


def recorded(passages, decisions, register, codes):
    """Return people per theme, kind and group, by accepted codings and undecided keywords.

    Anyone's acceptance counts; a rejection only where nobody accepted.
    """
    from insights.coding.keywords import find_phrases

    themes = {code["code_id"]: code["theme"] for code in codes}
    phrases = [(word.strip(), code["code_id"]) for code in codes
               for word in code["keywords"].split(";")]  # fmt: skip
    kinds = {line["excerpt_id"]: line["value"] for line in decisions if line["action"] == "kind"}
    verdicts = defaultdict(set)
    for line in decisions:
        if line["action"] in ("accept", "add", "reject"):
            verdicts[line["excerpt_id"], line["code_id"]].add(line["action"])
    found = {(theme, kind): {group: set() for group in GROUPS}
             for theme in themes.values() for kind in ("problem", "idea")}  # fmt: skip
    matches = find_phrases(passages["text"], [phrase for phrase, _ in phrases])
    for row, positions in zip(passages.to_dict("records"), matches, strict=True):
        kind = kinds.get(row["excerpt_id"], row["prompt_kind"]).replace("preference", "idea")
        person = row["participant_id"]
        if row["speaker"] != "participant" or kind not in ("problem", "idea"):
            continue
        group = register[person]["speaking_as"] or register[person]["perspective"]
        suggested = {phrases[position][1] for position in positions}
        decided = {code for excerpt, code in verdicts if excerpt == row["excerpt_id"]}
        for code in suggested | decided:
            if verdicts.get((row["excerpt_id"], code), set()) != {"reject"}:
                found[themes[code], kind][group].add(person)
    return found


def contact_details_in_use(text):
    """Return contact details in ``text`` that stand outside the ranges kept for fiction."""
    numbers = re.findall(r"\b0\d{4} \d{6}\b", text)
    hosts = re.findall(r"[\w.]+@([\w.]+\w)", text)
    districts = re.findall(r"\b([A-Z]{1,2}\d{1,2}) \d[A-Z]{2}\b", text)
    nhs_numbers = re.findall(r"\b(\d{3}) \d{3} \d{4}\b", text)
    return [
        *(one for one in numbers if not one.startswith(("07700 900", "01632 960"))),
        *(one for one in hosts if one != "example.org"),
        *(one for one in districts if one != "ZE9"),
        *(one for one in nhs_numbers if one != "999"),
    ]


def scales_of(form):
    """Return participant_id, when, item and value of every scale answered in a form's rows."""
    return [
        {"participant_id": row["participant_id"], "when": row["when"], "item": item,
         "value": float(row[f"{item} (1 to 5)"])}
        for row in form for item in SCALES if row[f"{item} (1 to 5)"]
    ]  # fmt: skip


def process_differences(project, answers):
    """Return every scale whose people, median or changes are not what was planted.

    ``answers`` are rows with participant_id, when, item and value.
    """
    given = {(row["item"], row["when"], row["participant_id"]): row["value"] for row in answers}
    differences = []
    for item, when, *expected in table_below(project, "What taking part changed"):
        values = [value for (of, at, _), value in given.items() if (of, at) == (item, when)]
        got = [str(len(values)), f"{statistics.median(values):g}" if values else "", ""]
        if when == "after":
            change = Counter(
                (value > before) - (value < before)
                for (of, at, person), value in given.items()
                if (of, at) == (item, when)
                and (before := given.get((item, "before", person))) is not None
            )
            got[2] = f"{change[1]} {change[0]} {change[-1]}"
        if got != expected:
            differences.append((item, when, expected, got))
    return differences


def skip_until_made(table, made, capsys):
    """Skip, and print why, while a run does not make ``table``; do nothing once it does."""
    if table not in made:
        reason = f"the table {table} is not made by a run yet"
        with capsys.disabled():
            print(f"\nskipped: {reason}")
        pytest.skip(reason)
