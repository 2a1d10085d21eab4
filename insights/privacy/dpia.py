"""A first draft of a project's data protection impact assessment, from its own settings."""

from __future__ import annotations

from collections.abc import Iterable

from insights.project import Project

_OPEN = "**to be filled in**"
_HEADING = "| question | answer |\n|---|---|"


def render_dpia(project: Project) -> str:
    """Return the annex for a data protection impact assessment, in Markdown.

    What ``project.toml`` says is filled in; what only people can know is marked as open.
    It helps whoever writes the assessment, and replaces neither them nor their advice.

    Examples
    --------
    >>> from pathlib import Path
    >>> text = render_dpia(Project("demo", Path("."), "Demo"))
    >>> "| Lawful basis (Article 6) | **to be filled in** |" in text
    True
    """
    sections = (
        ("The processing", _processing(project)),
        ("Why it is lawful", _lawfulness(project)),
        ("How long, and how people get out", _time(project)),
        ("Risks, and what is done about them", _risks(project)),
        ("Who has read this", (("Data protection officer", ""), ("Date and outcome", ""))),
    )
    lines = [f"# Annex to the impact assessment of “{_plain(project.title)}”", ""]
    if project.fictional:
        lines += ["Everybody in this project is invented; the annex shows what one looks like.", ""]
    lines += [
        "Drawn up from the project's settings. It is a draft for the person who answers for the",
        "assessment; every line is theirs to confirm or change.", "",
    ]  # fmt: skip
    for title, rows in sections:
        lines += [f"## {title}", "", _HEADING, *(_row(*row) for row in rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def _processing(project: Project) -> Iterable[tuple[str, str]]:
    about = project.about
    groups = ", ".join(project.group_words(group) for group in project.compare_groups)
    days = sorted(session.date for session in project.sessions if session.date)
    yield "What is asked", project.question
    yield "For whom", project.commissioner
    yield "Who answers for the project", _said(about.get("owner"))
    yield "Whom to ask", _said(about.get("contact"))
    yield "Whose data", groups or "people who took part in workshops or answered forms"
    yield (
        "Which data",
        (
            "notes of what they said, answers to forms, the group they belong to, attributes in "
            "the register, consent; in the key file names and ways to reach them. What they say "
            "may be about health, money and family (special categories)"
        ),
    )
    yield "When it was collected", " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""
    yield (
        "Where it is processed",
        (
            "on the computer of whoever runs the program; no command uses the network, and no text "
            "is sent to a model or a service elsewhere"
        ),
    )
    yield "Who else receives it", ""


def _lawfulness(project: Project) -> Iterable[tuple[str, str]]:
    yield "Lawful basis (Article 6)", _said(project.about.get("lawful_basis"))
    yield (
        "Condition for special categories (Article 9)",
        _said(project.about.get("article_9_condition")),
    )
    yield (
        "Is it needed, and is it in proportion",
        "",
    )
    yield (
        "What people are asked to agree to",
        (
            "taking part, analysis and quoting are asked apart in the register; a quote needs a "
            "yes to quotes, and where they wish their approval first"
        ),
    )


def _time(project: Project) -> Iterable[tuple[str, str]]:
    yield "People may withdraw until", _said(project.about.get("withdrawal_cutoff_on"))
    yield "Kept until", _said(project.about.get("retain_until_on"))
    yield "Who deletes it, and checks", ""
    yield "When the key file is destroyed", ""


def _risks(project: Project) -> Iterable[tuple[str, str]]:
    limits = project.thresholds
    yield (
        "Somebody is recognised by a name or number in a text",
        (
            "direct identifiers are masked before analysis, doubtful ones wait for a person, and "
            f"`insights doctor {project.name} --privacy` measures what is missed"
        ),
    )
    yield (
        "Somebody is recognised by what they say",
        "masking cannot prevent this: a person must read every quote before it leaves the team",
    )
    yield (
        "Somebody is recognised by a small number",
        (
            f"groups under {limits.smallest_group} are not shown, attribute counts under "
            f"{limits.small_number} are hidden together with what would give them away; on "
            "sensitive themes one or two people become “fewer than three”"
        ),
    )
    yield (
        "Names get into the wrong hands",
        (
            "they are in one file, for its owner alone, outside the project, git and synchronised "
            "folders"
        ),
    )
    yield (
        "Drafts are taken for releases",
        (
            "drafts say what they are; whether and when something leaves the team is decided by a "
            "person"
        ),
    )
    yield "What remains, and who accepts it", ""


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _row(question: str, answer: str) -> str:
    return f"| {question} | {_plain(answer) or _OPEN} |"


def _plain(text: str) -> str:
    """Return a text that stays within its cell and is no markup."""
    for mark in ("\\", "|", "<", "[", "*", "_") if "`" not in text else ("|", "<"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
