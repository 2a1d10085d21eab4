"""A house's own Word template: looked over, emptied, and nothing of a person taken from it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from insights import archives
from insights.errors import InsightsError
from insights.reporting.rendering.ooxml import element, qualified
from insights.reporting.rendering.word_styles import add_missing_styles

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# What a look is made of; comments, notes, their authors, stored data and the rest stay behind.
_LOOK = (
    "styles", "stylesWithEffects", "theme", "fontTable", "numbering", "settings", "webSettings",
    "header", "footer",
)  # fmt: skip
_MACROS = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
_PERSONAL_SETTINGS = (
    "attachedTemplate", "mailMerge", "docVars", "rsids", "documentProtection",
    "writeProtection", "trackRevisions", "footnotePr", "endnotePr",
)  # fmt: skip
# Fields whose stored words are a name, a path or something else about who made the file.
_PERSONAL_FIELD = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|MANAGER|COMPANY|COMMENTS|KEYWORDS"
    r"|SUBJECT|DOCPROPERTY|DOCVARIABLE|INFO|FILENAME|TEMPLATE)\b",
    re.IGNORECASE,
)
_KEPT_CHANGES = ("ins", "moveTo")
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def ready_template(data: bytes, shown: str) -> bytes:
    """Return a house template that reports can be written into.

    Its page, styles, header and footer stay. Its text, comments, tracked changes,
    properties and stored data go, and so do fields that hold its author's name. Styles
    that a report needs are added where they are missing.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How the file is named to people.

    Raises
    ------
    InsightsError
        If it is no Word document, is damaged or unsafe, can hold macros, or reaches for
        a file elsewhere.
    """
    from docx import Document

    archive = archives.open_archive(data, shown)
    declared = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive else b""
    if _MACROS.search(declared) or any(_MACROS.search(name.encode()) for name in archive.names):
        raise macros_refused(shown)
    try:
        document = Document(io.BytesIO(data))
        _empty(document)
        for part in (document.part, *_parts(document)):
            _keep_the_look(part, shown)
        _clean_settings(document)
        for part in _parts(document):
            _clean_part(part)
        add_missing_styles(document)
        held = io.BytesIO()
        document.save(held)
    except InsightsError:
        raise
    except Exception:  # whatever python-docx stumbles over, it cannot be used
        raise InsightsError(
            "This template could not be read as a Word document, so it was not used.",
            shown,
            "Open it in Word and save it again as “Word Document (.docx)”.",
        ) from None
    return held.getvalue()


def macros_refused(shown: str) -> InsightsError:
    """Return the refusal of a template that can hold macros, or is of a kind that is not read."""
    return InsightsError(
        "Only a plain .docx is used as a template; this one can hold macros or is of another kind.",
        shown,
        "In Word, save it as “Word Document (.docx)” under the name template.docx.",
    )


def _empty(document: WordDocument) -> None:
    """Take the template's own text out, but not its page settings."""
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    if not document.sections:
        body.append(element("w:sectPr"))


def _parts(document: WordDocument) -> Iterator[Any]:
    """Yield the parts of the look that are XML: styles, lists, headers, footers."""
    for relation in document.part.rels.values():
        if not relation.is_external and hasattr(relation.target_part, "element"):
            yield relation.target_part


def _keep_the_look(part: Any, shown: str) -> None:
    """Drop what is no part of the look; refuse what reaches for a file elsewhere.

    A header may hold pictures and links, which are followed only where somebody clicks.
    """
    of_text = part.partname.startswith(("/word/header", "/word/footer"))
    for key, relation in list(part.rels.items()):
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external and of_text and kind != "hyperlink":
            raise InsightsError(
                "The header or footer of this template shows a file that lies elsewhere, so the "
                "template was not used.",
                shown,
                "Put the picture into the template itself (Insert, Picture) and save it again.",
            )
        picture = kind == "image" and part.partname.startswith("/word/numbering")
        if not (of_text or picture or kind in _LOOK):
            del part.rels[key]


def _clean_settings(document: WordDocument) -> None:
    root = document.settings.element
    for node in list(root):
        if node.tag in {qualified(name) for name in _PERSONAL_SETTINGS}:
            root.remove(node)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if not relation.reltype.endswith(("/officeDocument", "/core-properties")):
            del package.rels[key]


def _clean_part(part: Any) -> None:
    """Take tracked changes, marks of comments and personal fields out of one part."""
    root = part.element
    for node in [n for n in root.iter() if n.get(qualified("author")) is not None]:
        parent = node.getparent()
        if parent is None:
            continue
        if node.tag in {qualified(name) for name in _KEPT_CHANGES}:
            for child in list(node):
                node.addprevious(child)
        parent.remove(node)
    marks = [n for name in _MARKS for n in root.iter(qualified(name))]
    simple = [
        n for n in root.iter(qualified("fldSimple"))
        if _PERSONAL_FIELD.match(n.get(qualified("instr"), ""))
    ]  # fmt: skip
    for node in (*marks, *simple, *_personal_runs(root)):
        if node.getparent() is not None:
            node.getparent().remove(node)


def _personal_runs(root: Any) -> list[Any]:
    """Return the runs of every personal field, from where it begins to where it ends."""
    found: list[Any] = []
    open_fields: list[tuple[list[Any], list[str]]] = []
    for run in root.iter(qualified("r")):
        marks = [n.get(qualified("fldCharType")) for n in run.iter(qualified("fldChar"))]
        open_fields += [([], []) for mark in marks if mark == "begin"]
        for runs, code in open_fields:
            runs.append(run)
            code += [node.text or "" for node in run.iter(qualified("instrText"))]
        for _ in range(marks.count("end")):
            if open_fields:
                runs, code = open_fields.pop()
                found += runs if _PERSONAL_FIELD.match("".join(code)) else []
    return found
