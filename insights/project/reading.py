"""Finds a project and reads its ``project.toml``; what is not understood becomes a problem."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from insights.errors import InsightsError, Problem, nearest
from insights.project.settings import (
    DEFAULT_PERSPECTIVES,
    ColumnMap,
    Project,
    SessionSettings,
    Thresholds,
)
from insights.project.spelling import fold_group

APPROACHES = ("framework", "reflexive", "coding-reliability")
ENCODER_PATHS = ("exact", "fast")
PROJECT_KEYS = (
    "title", "question", "commissioner", "approach", "fictional", "language", "encoder",
    "encoder_path",
)  # fmt: skip
ABOUT_KEYS = (
    "vision", "decision_asked", "contact", "contact_phone", "contact_email", "contact_post",
    "owner", "rung", "lawful_basis", "coreq", "gripp2",
    "article_9_condition", "withdrawal_cutoff_on", "retain_until_on", "invited",
    "missing", "member_check", "what_changed", "report_on",
    "previous",
)  # fmt: skip
_SHOWN_AS_THEY_STAND = ("missing", "what_changed", "rung")
_ONE_OR_TWO = re.compile(
    r"\b(?:only|just) (?:one|two|1|2)\b(?:\s[\w-]+){0,3}?\s(?:person|people|professionals?|carers?|"
    r"participants?|members?|wom[ae]n|m[ae]n|workers?|advisers?|came|was|were|took|spoke|"
    r"of (?:us|them|you))\b",
    re.IGNORECASE,
)
_PRIVACY_KEYS = ("smallest_group", "small_number")  # thresholds that may stand under [privacy]
SECTIONS = (
    "project", "perspectives", "components", "compare", "columns", "sessions", "prompts",
    "groups", "thresholds", "privacy", "boards",
)  # fmt: skip


def locate(project: str | Path, root: Path | None = None) -> tuple[str, Path]:
    """Return a project's name and root, from its name or the path of its folder.

    Raises
    ------
    InsightsError
        If there is no such folder; names the nearest project and lists the others.
    """
    given = Path(project)
    if root is None and given.is_dir() and given.resolve().parent.parts[-2:] == ("data", "raw"):
        folder = given.resolve()
        return folder.name, folder.parent.parent.parent
    base = Path(root) if root is not None else Path.cwd()
    name = given.name if given.parent.as_posix() == "data/raw" else str(project)
    raw = base / "data" / "raw"
    # One plain name: not a path, not "..", nothing that leads out of data/raw.
    if name and name != ".." and Path(name).name == name and (raw / name).is_dir():
        return name, base
    existing = sorted(p.name for p in raw.iterdir() if p.is_dir()) if raw.is_dir() else []
    known = f" Projects there: {', '.join(existing)}." if existing else ""
    raise InsightsError(
        f"There is no project called “{name}”.",
        f"{raw.as_posix()}",
        f"Make a folder of that name there and put your files in it.{nearest(name, existing)}"
        f"{known}",
    )


def load_project(project: str | Path, root: Path | None = None) -> Project:
    """Read a project's ``project.toml`` (which may be missing) into a :class:`Project`.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.

    Raises
    ------
    InsightsError
        If there is no such project.
    """
    name, base = locate(project, root)
    path = base / "data" / "raw" / name / "project.toml"
    problems: list[Problem] = []
    settings: dict[str, Any] = {}
    if path.exists():
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            where = str(error).partition("(")[2].rstrip(")") or "the file"
            problems.append(
                Problem(
                    "project.toml", where,
                    "This file is not valid TOML, so none of its settings were used.",
                    'Check quotes and brackets there; a text needs "double quotes".',
                )
            )  # fmt: skip
    return _build(name, base, _Toml(settings, problems))


class _Toml:
    """The sections of ``project.toml``, and what in them could not be used."""

    def __init__(self, settings: dict[str, Any], problems: list[Problem]) -> None:
        self.problems = problems
        self._settings = settings
        self.check_keys("top level", settings, SECTIONS)

    def section(self, key: str) -> dict[str, Any]:
        """Return one section; empty where it is missing, or is no section."""
        value = self._settings.get(key, {})
        if not isinstance(value, dict):
            self.wrong(
                f"[{key}]", "This must be a section.", f"Write [{key}] on a line of its own."
            )
            return {}
        return value

    def check_keys(self, where: str, keys: Iterable[str], allowed: tuple[str, ...]) -> None:
        """Note every key that has no meaning there, with the nearest that has."""
        for key in keys:
            if key not in allowed:
                self.wrong(
                    where,
                    f"“{key}” is not a setting, so it was not used.",
                    f"Allowed here: {', '.join(allowed)}.{nearest(key, allowed)}",
                )

    def wrong(self, where: str, problem: str, fix: str) -> None:
        """Note something that could not be used."""
        self.problems.append(Problem("project.toml", where, problem, fix))


def _build(name: str, base: Path, toml: _Toml) -> Project:
    top = toml.section("project")
    toml.check_keys("[project]", top, PROJECT_KEYS + ABOUT_KEYS)
    _check_own_words(top, toml)
    approach, encoder_path = _approach(top, toml), _encoder_path(top, toml)
    perspective_words = _perspective_words(toml)
    perspectives = _perspectives(toml, perspective_words)
    compare = toml.section("compare")
    toml.check_keys("[compare]", compare, ("by", "groups"))
    columns = _columns(toml, base / "data" / "raw" / name)
    sessions = _sessions(toml)
    thresholds = _thresholds(toml)
    group_names = _group_names(toml)
    colours = _colours(toml)
    components = _components(toml)
    prompts = toml.section("prompts")
    return Project(
        name=name,
        root=base,
        title=str(top.get("title") or readable_title(name)),
        question=str(top.get("question", "")),
        commissioner=str(top.get("commissioner", "")),
        approach=approach,
        fictional=bool(top.get("fictional", False)),
        language=str(top.get("language", "en")),
        encoder=str(top.get("encoder", "")),
        encoder_path=encoder_path,
        perspectives=perspectives,
        perspective_words=perspective_words,
        components={key: names[0] for key, names in components.items()},
        component_names=components,
        compare_by=str(compare.get("by", "perspective")),
        compare_groups=_texts(compare.get("groups", [])),
        columns=columns,
        sessions=sessions,
        prompts={str(k): str(v) for k, v in prompts.items()},
        group_names=group_names,
        thresholds=thresholds,
        boards=colours,
        about={key: top[key] for key in ABOUT_KEYS if key in top},
        problems=tuple(toml.problems),
    )


def _check_own_words(top: dict[str, Any], toml: _Toml) -> None:
    """Note where organisers' own words point to one or two people; they are never altered."""
    for key in _SHOWN_AS_THEY_STAND:
        given = top.get(key, "")
        said = list(given.values()) if isinstance(given, dict) else _texts(given)
        if any(_ONE_OR_TWO.search(str(text)) for text in said):
            toml.wrong(
                f"[project] {key}",
                "It says that only one or two people were of a kind, so those who were there "
                "know who they are. The reports show the sentence as it stands.",
                "Write “very few” in place of the number.",
            )


def _approach(top: dict[str, Any], toml: _Toml) -> str:
    approach = str(top.get("approach", "framework"))
    if approach in APPROACHES:
        return approach
    toml.wrong(
        "[project] approach",
        f"“{approach}” is not an approach; framework is used.",
        f"Write one of: {', '.join(APPROACHES)}.{nearest(approach, APPROACHES)}",
    )
    return "framework"


def _encoder_path(top: dict[str, Any], toml: _Toml) -> str:
    path = str(top.get("encoder_path", ""))
    if path in ("", *ENCODER_PATHS):
        return path
    toml.wrong(
        "[project] encoder_path",
        f"“{path}” is not a way to work out vectors.",
        f"Use {' or '.join(ENCODER_PATHS)}, or leave it out.",
    )
    return ""


def _perspective_words(toml: _Toml) -> dict[str, str]:
    """Return what [perspectives.words] says: each word found in the files, and its group."""
    words = toml.section("perspectives").get("words")
    if not isinstance(words, dict):
        return {}  # a list is a group of that name
    return {str(word): str(group).strip() for word, group in words.items()}


def _perspectives(toml: _Toml, words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the spellings of each group; a word with a line of its own goes by that alone."""
    given = toml.section("perspectives").items()
    named = {key: _texts(value) for key, value in given if not isinstance(value, dict)}
    groups = named | {
        key: spellings for key, spellings in DEFAULT_PERSPECTIVES.items() if key not in named
    }
    settled = {fold_group(word) for word, group in words.items() if group}
    groups = {
        key: tuple(one for one in spellings if fold_group(one) not in settled)
        for key, spellings in groups.items()
    }
    for word, said in words.items():
        if said:
            called = {fold_group(name): name for name in reversed(groups)}
            key = called.get(fold_group(said), re.sub(r"\W+", "_", said.casefold()).strip("_"))
            groups[key] = (*groups.get(key, ()), word)
    return groups


def _columns(toml: _Toml, raw: Path) -> dict[str, ColumnMap]:
    allowed = tuple(f.name for f in fields(ColumnMap))
    columns: dict[str, ColumnMap] = {}
    for file, mapping in toml.section("columns").items():
        if not isinstance(mapping, dict):
            toml.wrong(
                f"[columns] {file}",
                "This must be a section.",
                f'Write [columns."{file}"] and the names below it.',
            )
            continue
        toml.check_keys(f'[columns."{file}"]', mapping, allowed)
        if not (raw / file).exists():
            toml.wrong(
                f'[columns."{file}"]',
                "There is no such file in the project.",
                "Give its path inside the project's folder, with forward slashes.",
            )
        read: dict[str, Any] = {
            key: _texts(value) if key in ("text", "attributes") else str(value)
            for key, value in mapping.items()
            if key in allowed
        }
        columns[file] = ColumnMap(**read)
    return columns


def _sessions(toml: _Toml) -> tuple[SessionSettings, ...]:
    allowed = tuple(f.name for f in fields(SessionSettings) if f.name != "session_id")
    sessions = []
    for session_id, values in toml.section("sessions").items():
        if not isinstance(values, dict):
            toml.wrong(
                f"[sessions] {session_id}",
                "This must be a section.",
                f"Write [sessions.{session_id}] and its settings below.",
            )
            continue
        toml.check_keys(f"[sessions.{session_id}]", values, allowed)
        sessions.append(
            SessionSettings(
                session_id=session_id,
                title=str(values.get("title", "")),
                date=str(values.get("date", "")),
                perspective=str(values.get("perspective", "")),
                mode=str(values.get("mode", "")),
                facilitators=_texts(values.get("facilitators", [])),
                files=_texts(values.get("files", [])),
                prompts={str(k): str(v) for k, v in dict(values.get("prompts", {})).items()},
            )
        )
    return tuple(sessions)


def _thresholds(toml: _Toml) -> Thresholds:
    defaults = Thresholds()
    chosen: dict[str, Any] = {}
    every_threshold = tuple(f.name for f in fields(Thresholds))
    for part, allowed in (("thresholds", every_threshold), ("privacy", _PRIVACY_KEYS)):
        for key, value in toml.section(part).items():
            if key not in allowed:
                toml.check_keys(f"[{part}]", [key], allowed)
            elif isinstance(value, bool) or not isinstance(value, int | float):
                toml.wrong(f"[{part}] {key}", "This must be a number.", "Write it without quotes.")
            else:
                number = type(getattr(defaults, key))(value)
                if chosen.get(key, number) != number:
                    number = max(number, chosen[key])
                    toml.wrong(
                        f"[privacy] {key}",
                        f"[thresholds] has another number for this; {number}, the larger, is used.",
                        "Write it in one of the two sections.",
                    )
                chosen[key] = number
    return Thresholds(**chosen)


def _group_names(toml: _Toml) -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for key, value in toml.section("groups").items():
        words = _texts(value)
        if len(words) == 2:
            names[key] = (words[0], words[1])
        else:
            toml.wrong(
                f"[groups] {key}",
                "A group needs two names: for one and for several people.",
                f'Write {key} = ["link worker", "link workers"].',
            )
    return names


def _colours(toml: _Toml) -> dict[str, str]:
    boards = toml.section("boards")
    toml.check_keys("[boards]", boards, ("colours",))
    colours = boards.get("colours", {})
    if not isinstance(colours, dict):
        toml.wrong(
            "[boards] colours",
            "This must say what each colour means.",
            'Write colours = {pink = "problem", green = "idea"}.',
        )
        return {}
    return {str(colour): str(words) for colour, words in colours.items()}


def _components(toml: _Toml) -> dict[str, tuple[str, ...]]:
    components = {str(key): _texts(value) for key, value in toml.section("components").items()}
    for key, names in components.items():
        if not names:
            toml.wrong(
                f"[components] {key}",
                "This part of the toolkit has no name.",
                f'Write {key} = "what readers call it".',
            )
    return {key: names for key, names in components.items() if names}


def readable_title(name: str) -> str:
    """Return a folder's name as the title of a project that gives none.

    Examples
    --------
    >>> readable_title("winter-ward-talks"), readable_title("W2_GPs")
    ('Winter ward talks', 'W2 GPs')
    """
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] if words else name


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return (str(value),)
