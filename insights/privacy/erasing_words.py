"""A person's turns taken out of notes and transcripts, everybody else's left where they stand.

The file is taken as pieces, lines of a plain text or paragraphs of a document; what was read
from it is laid over them word by word, so that it is known whose each word is. Turns go with
the label before them. Then what is left is searched for the person's name.
"""

from __future__ import annotations

from collections.abc import Sequence

from insights import archives
from insights.privacy.erasing_documents import erase_in_document
from insights.privacy.laid_over import (
    BULLET,
    MARKS,
    WORD,
    Erased,
    Token,
    apply_edits,
    edits_of,
    own_words,
)
from insights.privacy.markup import Edit
from insights.privacy.who import PLACEHOLDER, Who

_UNSEEN = "<!-- withdrawn -->"
_LABELLED = "Withdrawn: …"
_VOICE = "<v Withdrawn>…</v>"


def erase_words(
    data: bytes,
    suffix: str,
    shown: str,
    laid: str,
    gone: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int]],
    who: Who,
    *,
    marker: str = "",
    apart: bool = False,
) -> Erased:
    """Return a file without a person's turns, and without their name elsewhere.

    Parameters
    ----------
    data, suffix, shown
        The file's bytes, what it is (".docx"), and how people call it.
    laid
        The text as it was read from the file.
    gone, kept
        Positions in ``laid`` of the person's words and of everybody else's.
    who
        The person.
    marker
        What stands where a whole line went; nothing by default.
    apart
        Whether what others said before and after words that went from the middle of a line
        gets a line each. Lines of plain texts only.
    """
    marks = suffix in (".vtt", ".srt")
    if suffix in (".docx", ".odt"):
        return erase_in_document(data, suffix, shown, laid, gone, kept, who, marker)
    text, encoding = archives.decode_text(data, shown)
    lines = text.split("\n")
    owned = own_words(lines, laid, gone, kept, marks=marks)
    n_turns = n_names = 0
    out = []
    for line, tokens in zip(lines, owned, strict=True):
        edits, is_turn = edits_of(line, tokens, who)
        left = apply_edits(line, _kept_apart(line, edits, tokens) if apart else edits)
        if is_turn and not WORD.search(MARKS.sub("", left)):
            left = marker
        n_turns += is_turn
        n_names += left.count(PLACEHOLDER) - line.count(PLACEHOLDER)
        out.append(left)
    ending = "\r\n" if b"\r\n" in data or "\r\n" in data.decode(encoding) else "\n"
    return Erased(ending.join(out).encode(encoding), n_turns, max(n_names, 0))


def _kept_apart(line: str, edits: Sequence[Edit], tokens: Sequence[Token]) -> list[Edit]:
    """Return edits that begin a new line where words went from between others' words."""
    kept = [token for token in tokens if token.owner == "kept"]
    bullet = BULLET.match(line)
    new_line = f"\n{bullet[0]}" if bullet else "\n\n"
    return [
        (start, end, new_line)
        if not instead and any(t.end <= start for t in kept) and any(t.start >= end for t in kept)
        else (start, end, instead)
        for start, end, instead in edits
    ]


def markers(suffix: str, *, is_transcript: bool) -> tuple[tuple[str, bool], ...]:
    """Return what may stand where a whole line went, and whether lines part: plainest first.

    Between two turns of one person a turn by somebody has to be left, or they would be read
    as one. So would what nobody in particular said before and after a sentence of theirs.
    """
    if suffix == ".vtt":
        return ("", False), (_VOICE, False)
    if suffix not in (".md", ".txt"):
        return ("", False), (_LABELLED, False)
    plainest = "" if is_transcript else _UNSEEN
    return (plainest, False), (_LABELLED, False), (plainest, True), (_LABELLED, True)
