"""A project's folder: what is in it, and what its ``project.toml`` says.

Nothing here reads a participant's words. :func:`load_project` gives a frozen
:class:`Project`; what it could not understand is in :attr:`Project.problems`, with the
nearest name that would have been.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import InsightsError, Problem, nearest

FOLDERS = {
    "notes": "notes", "transcripts": "transcript", "boards": "board", "feedback": "feedback",
    "prototypes": "prototype", "votes": "votes", "vision": "vision", "rounds": "round",
}  # fmt: skip
_SUFFIXES = {
    "notes": (".docx", ".odt", ".rtf", ".txt", ".md", ".pdf"),
    "transcript": (".vtt", ".srt", ".docx", ".txt"),
    "board": (".csv", ".xlsx"),
    "feedback": (".csv", ".tsv", ".xlsx", ".ods"),
    "prototype": (".csv", ".tsv", ".xlsx", ".ods"),
    "votes": (".csv", ".tsv", ".xlsx", ".ods"),
    "vision": (".md", ".txt", ".csv", ".tsv", ".xlsx", ".ods"),
    "round": (".csv", ".tsv", ".xlsx", ".ods"),
}  # fmt: skip
_OWN_FOLDERS = ("decisions", "releases", "withdrawals")
_IGNORED_NAMES = ("readme.md", "readme.txt", "thumbs.db", "desktop.ini", "key.csv")
APPROACHES = ("framework", "reflexive", "coding-reliability")
ENCODER_PATHS = ("exact", "fast")

DEFAULT_PERSPECTIVES: dict[str, tuple[str, ...]] = {
    "lived_experience": (
        "lived experience", "service user", "expert by experience", "my own experience",
        "patient", "le",
    ),
    "professional": (
        "professional", "as a professional", "staff", "link worker", "splw", "gp",
        "commissioner", "practitioner",
    ),
    "both": ("both", "professional with lived experience"),
    "carer": ("carer", "family", "on behalf of someone else"),
}  # fmt: skip

_GROUP_WORDS = {
    "lived_experience": ("person with lived experience", "people with lived experience"),
    "professional": ("professional", "professionals"),
    "both": ("person with both roles", "people with both roles"),
    "carer": ("carer", "carers"),
    "unknown": ("person whose role is not known", "people whose role is not known"),
}


@dataclass(frozen=True)
class ColumnMap:
    """How the columns of one file are to be read; empty means: go by their names."""

    participant_id: str = ""
    perspective: str = ""
    text: tuple[str, ...] = ()
    prompt: str = ""
    row_id: str = ""
    session: str = ""
    date: str = ""
    attributes: tuple[str, ...] = ()
    about: str = ""  # "process": how taking part was, rather than what it was about


@dataclass(frozen=True)
class SessionSettings:
    """What project.toml says about one session."""

    session_id: str
    title: str = ""
    date: str = ""
    perspective: str = ""
    mode: str = ""
    facilitators: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)  # activity → kind


@dataclass(frozen=True)
class Thresholds:
    """The project's own cut-offs, METHODS' (J): configurable, printed where applied."""

    confirmed_share: float = 0.8
    looked_at_share: float = 0.8
    unattributed_share: float = 0.25
    likely_probability: float = 0.8
    keyword_decisions: int = 20
    similar_difference: float = 0.25
    similar_probability: float = 0.8
    different_probability: float = 0.975
    smallest_group: int = 5
    small_number: int = 5
    percentages_from: int = 20
    agreement_excerpts: int = 30
    agreement_uses: int = 5
    agreement_people: int = 10


@dataclass(frozen=True)
class InputFile:
    """One file a person put in the project's folder."""

    path: Path
    relative: str  # with forward slashes, inside the project
    kind: str


@dataclass(frozen=True)
class Project:
    """A project: where it lies, what it asks, how its files are to be read."""

    name: str
    root: Path
    title: str
    question: str = ""
    commissioner: str = ""
    approach: str = "framework"
    fictional: bool = False
    language: str = "en"
    encoder: str = ""
    encoder_path: str = ""  # "exact", "fast", or empty: by the number of excerpts
    perspectives: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: dict(DEFAULT_PERSPECTIVES)
    )
    components: Mapping[str, str] = field(default_factory=dict)
    component_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compare_by: str = "perspective"
    compare_groups: tuple[str, ...] = ()
    columns: Mapping[str, ColumnMap] = field(default_factory=dict)
    sessions: tuple[SessionSettings, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)  # question or heading → kind
    group_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    boards: Mapping[str, str] = field(default_factory=dict)  # a note's colour → what it means
    about: Mapping[str, Any] = field(default_factory=dict)  # the rest of [project], for reports
    problems: tuple[Problem, ...] = ()

    @property
    def raw(self) -> Path:
        """Everything people made."""
        return self.root / "data" / "raw" / self.name

    @property
    def processed(self) -> Path:
        """What the code can make again."""
        return self.root / "data" / "processed" / self.name

    @property
    def reports(self) -> Path:
        """Drafts for the team."""
        return self.root / "reports" / self.name

    def perspective_of(self, words: str | None) -> str | None:
        """Return the perspective that ``words`` stand for, or None.

        A perspective's own name counts, with spaces or underscores, in any case.
        """
        folded = _fold(words or "")
        if not folded:
            return None
        for perspective, spellings in self.perspectives.items():
            if folded == _fold(perspective) or any(folded == _fold(s) for s in spellings):
                return perspective
        if folded in {_fold(name) for name in DEFAULT_PERSPECTIVES} | {"unknown"}:
            return folded.replace(" ", "_")
        return None

    def component_of(self, words: str | None) -> str | None:
        """Return the part of the toolkit that ``words`` stand for, or None.

        Its key counts, its name, and whatever else drafts and tests call it: the further
        entries of a list under ``[components]``.
        """
        folded = _fold(words or "")
        if not folded:
            return None
        for key, name in self.components.items():
            names = (key, name, *self.component_names.get(key, ()))
            if folded in {_fold(spelling) for spelling in names}:
                return key
        return None

    def group_words(self, group: str, n: int = 2) -> str:
        """Return how readers call ``group``: "1 professional", "2 professionals".

        Examples
        --------
        >>> demo = Project("demo", Path("."), "Demo")
        >>> demo.group_words("lived_experience", 1), demo.group_words("professional")
        ('person with lived experience', 'professionals')
        """
        one, many = self.group_names.get(group) or _GROUP_WORDS.get(
            group, (f"person from “{group}”", f"people from “{group}”")
        )
        return one if n == 1 else many

    def files(self) -> tuple[list[InputFile], list[Problem]]:
        """List the files to read, in a fixed order, and those that have no place."""
        found: list[InputFile] = []
        problems: list[Problem] = []
        for path in sorted(_walk(self.raw), key=lambda p: p.relative_to(self.raw).as_posix()):
            relative = path.relative_to(self.raw).as_posix()
            kind = _kind_of(relative)
            if kind is None:
                problems.append(
                    Problem(
                        relative, "the file",
                        "This file is in a folder that has no meaning here, so it was not read.",
                        "Move it to one of: " + ", ".join(f"{f}/" for f in FOLDERS) + "."
                        + nearest(relative.split("/")[0], FOLDERS),
                    )
                )  # fmt: skip
            elif path.suffix.lower() not in _SUFFIXES.get(kind, (path.suffix.lower(),)):
                problems.append(
                    Problem(
                        relative, "the file",
                        f"A {path.suffix or 'file without an ending'} is not something that can "
                        f"be read as {kind}.",
                        "Save it as one of: " + ", ".join(_SUFFIXES[kind]) + ".",
                    )
                )  # fmt: skip
            elif kind:
                found.append(InputFile(path, relative, kind))
        return found, problems

    def find(self, stem: str, suffixes: tuple[str, ...]) -> Path | None:
        """Return ``<stem>`` with the first suffix that exists at the top of the project."""
        for suffix in suffixes:
            for path in sorted(self.raw.glob(f"*{suffix}")):
                if path.stem.casefold() == stem and path.is_file():
                    return path
        return None

    def salt(self) -> bytes:
        """Return the project's random key for ids, made on first use."""
        path = self.raw / ".salt"
        if not path.exists():
            store.write_atomic(path, (secrets.token_hex(16) + "\n").encode())
        return path.read_text(encoding="utf-8").strip().encode()


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.name.casefold() in _IGNORED_NAMES:
            continue
        if path.is_dir():
            if path.name not in _OWN_FOLDERS or path.parent != folder:
                yield from _walk(path)
        elif path.is_file():
            yield path


def _kind_of(relative: str) -> str | None:
    """Return the kind of a file from its folder; '' for the project's own forms."""
    parts = relative.split("/")
    if len(parts) > 1:
        return FOLDERS.get(parts[0].casefold())
    stem, _, suffix = parts[0].casefold().rpartition(".")
    if parts[0].casefold() in ("project.toml", "recommendations.toml") or stem in (
        "participants", "codebook",
    ):  # fmt: skip
        return ""
    # A lone file dropped at the top is read by what it looks like, rather than refused.
    if f".{suffix}" in (".csv", ".tsv", ".xlsx", ".ods"):
        return "feedback"
    if f".{suffix}" in _SUFFIXES["notes"]:
        return "notes"
    if f".{suffix}" in (".vtt", ".srt"):
        return "transcript"
    return None


def _fold(words: str) -> str:
    return " ".join(str(words).replace("_", " ").replace("-", " ").casefold().split())


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
    return _build(name, base, settings, problems)


_PROJECT_KEYS = (
    "title", "question", "commissioner", "approach", "fictional", "language", "encoder",
    "encoder_path",
)  # fmt: skip
_ABOUT_KEYS = (
    "vision", "decision_asked", "contact", "owner", "rung", "lawful_basis",
    "article_9_condition", "withdrawal_cutoff_on", "retain_until_on", "invited",
    "missing", "member_check", "what_changed", "report_on",
    "previous",
)  # fmt: skip
_PRIVACY_KEYS = ("smallest_group", "small_number")  # thresholds that may stand under [privacy]
_SECTIONS = (
    "project", "perspectives", "components", "compare", "columns", "sessions", "prompts",
    "groups", "thresholds", "privacy", "boards",
)  # fmt: skip


def _build(name: str, base: Path, settings: dict[str, Any], problems: list[Problem]) -> Project:
    def unknown(where: str, key: str, allowed: tuple[str, ...]) -> None:
        problems.append(
            Problem(
                "project.toml", where,
                f"“{key}” is not a setting, so it was not used.",
                f"Allowed here: {', '.join(allowed)}.{nearest(key, allowed)}",
            )
        )  # fmt: skip

    def wrong(where: str, problem: str, fix: str) -> None:
        problems.append(Problem("project.toml", where, problem, fix))

    def section(key: str) -> dict[str, Any]:
        value = settings.get(key, {})
        if not isinstance(value, dict):
            wrong(f"[{key}]", "This must be a section.", f"Write [{key}] on a line of its own.")
            return {}
        return value

    for key in settings:
        if key not in _SECTIONS:
            unknown("top level", key, _SECTIONS)

    top = section("project")
    for key in top:
        if key not in _PROJECT_KEYS + _ABOUT_KEYS:
            unknown("[project]", key, _PROJECT_KEYS + _ABOUT_KEYS)
    approach = str(top.get("approach", "framework"))
    if approach not in APPROACHES:
        wrong("[project] approach", f"“{approach}” is not an approach; framework is used.",
              f"Write one of: {', '.join(APPROACHES)}.{nearest(approach, APPROACHES)}")  # fmt: skip
        approach = "framework"
    encoder_path = str(top.get("encoder_path", ""))
    if encoder_path not in ("", *ENCODER_PATHS):
        wrong("[project] encoder_path", f"“{encoder_path}” is not a way to work out vectors.",
              f"Use {' or '.join(ENCODER_PATHS)}, or leave it out.")  # fmt: skip
        encoder_path = ""

    perspectives = {
        key: tuple(_texts(value)) for key, value in section("perspectives").items()
    } or dict(DEFAULT_PERSPECTIVES)
    for key, spellings in DEFAULT_PERSPECTIVES.items():
        perspectives.setdefault(key, spellings)

    compare = section("compare")
    for key in compare:
        if key not in ("by", "groups"):
            unknown("[compare]", key, ("by", "groups"))

    map_keys = tuple(f.name for f in fields(ColumnMap))
    columns: dict[str, ColumnMap] = {}
    for file, mapping in section("columns").items():
        if not isinstance(mapping, dict):
            wrong(f"[columns] {file}", "This must be a section.",
                  f'Write [columns."{file}"] and the names below it.')  # fmt: skip
            continue
        for key in mapping:
            if key not in map_keys:
                unknown(f'[columns."{file}"]', key, map_keys)
        if not (base / "data" / "raw" / name / file).exists():
            wrong(f'[columns."{file}"]', "There is no such file in the project.",
                  "Give its path inside the project's folder, with forward slashes.")  # fmt: skip
        read: dict[str, Any] = {
            key: tuple(_texts(value)) if key in ("text", "attributes") else str(value)
            for key, value in mapping.items()
            if key in map_keys
        }
        columns[file] = ColumnMap(**read)

    session_keys = tuple(f.name for f in fields(SessionSettings) if f.name != "session_id")
    sessions = []
    for session_id, values in section("sessions").items():
        if not isinstance(values, dict):
            wrong(f"[sessions] {session_id}", "This must be a section.",
                  f"Write [sessions.{session_id}] and its settings below.")  # fmt: skip
            continue
        for key in values:
            if key not in session_keys:
                unknown(f"[sessions.{session_id}]", key, session_keys)
        sessions.append(
            SessionSettings(
                session_id=session_id,
                title=str(values.get("title", "")),
                date=str(values.get("date", "")),
                perspective=str(values.get("perspective", "")),
                mode=str(values.get("mode", "")),
                facilitators=tuple(_texts(values.get("facilitators", []))),
                files=tuple(_texts(values.get("files", []))),
                prompts={str(k): str(v) for k, v in dict(values.get("prompts", {})).items()},
            )
        )

    defaults = Thresholds()
    chosen: dict[str, Any] = {}
    every_threshold = tuple(f.name for f in fields(Thresholds))
    for part, allowed in (("thresholds", every_threshold), ("privacy", _PRIVACY_KEYS)):
        for key, value in section(part).items():
            if key not in allowed:
                unknown(f"[{part}]", key, allowed)
            elif isinstance(value, bool) or not isinstance(value, int | float):
                wrong(f"[{part}] {key}", "This must be a number.", "Write it without quotes.")
            else:
                number = type(getattr(defaults, key))(value)
                if chosen.get(key, number) != number:
                    number = max(number, chosen[key])
                    wrong(f"[privacy] {key}",
                          f"[thresholds] has another number for this; {number}, the larger, is "
                          "used.", "Write it in one of the two sections.")  # fmt: skip
                chosen[key] = number

    group_names: dict[str, tuple[str, str]] = {}
    for key, value in section("groups").items():
        words = _texts(value)
        if len(words) == 2:
            group_names[key] = (words[0], words[1])
        else:
            wrong(f"[groups] {key}", "A group needs two names: for one and for several people.",
                  f'Write {key} = ["link worker", "link workers"].')  # fmt: skip

    boards = section("boards")
    for key in boards:
        if key != "colours":
            unknown("[boards]", key, ("colours",))
    colours = boards.get("colours", {})
    if not isinstance(colours, dict):
        wrong("[boards] colours", "This must say what each colour means.",
              'Write colours = {pink = "problem", green = "idea"}.')  # fmt: skip
        colours = {}

    components = {str(key): _texts(value) for key, value in section("components").items()}
    for key in [key for key, names in components.items() if not names]:
        wrong(f"[components] {key}", "This part of the toolkit has no name.",
              f'Write {key} = "what readers call it".')  # fmt: skip
        del components[key]

    return Project(
        name=name,
        root=base,
        title=str(top.get("title") or name),
        question=str(top.get("question", "")),
        commissioner=str(top.get("commissioner", "")),
        approach=approach,
        fictional=bool(top.get("fictional", False)),
        language=str(top.get("language", "en")),
        encoder=str(top.get("encoder", "")),
        encoder_path=encoder_path,
        perspectives=perspectives,
        components={key: names[0] for key, names in components.items()},
        component_names={key: tuple(names) for key, names in components.items()},
        compare_by=str(compare.get("by", "perspective")),
        compare_groups=tuple(_texts(compare.get("groups", []))),
        columns=columns,
        sessions=tuple(sessions),
        prompts={str(k): str(v) for k, v in section("prompts").items()},
        group_names=group_names,
        thresholds=Thresholds(**chosen),
        boards={str(colour): str(words) for colour, words in colours.items()},
        about={key: top[key] for key in _ABOUT_KEYS if key in top},
        problems=tuple(problems),
    )


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [str(value)]
