"""The door for files from outside: zips, XML and text encodings, refused before harm is done.

Office files are zips full of XML. :func:`open_archive` looks at a zip's directory before
anything is unpacked and refuses what no word processor or spreadsheet writes; nothing is
ever extracted to disk. :func:`parse_xml` reads XML that may declare nothing.
:func:`decode_text` knows three encodings and does not guess at others.

Every refusal is an :class:`~insights.errors.InsightsError` in three sentences; whoever
reads a project's files turns it into a problem and goes on with the next file.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from insights.errors import InsightsError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM_BYTES = 1024 * 1024
MAX_MEMBERS = 2_000
MAX_TEXT_BYTES = 500 * 1024 * 1024
_MAX_DIRECTORY_BYTES = MAX_MEMBERS * 1_024
_MAX_PROLOG_BYTES = 1024 * 1024
_CHUNK = 64 * 1024

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY = b"PK\x05\x06"
_UNREADABLE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)
_HAS_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Archive:
    """A zip that passed every check, held in memory; parts are read one at a time."""

    shown: str
    data: bytes = field(repr=False)
    names: tuple[str, ...] = field(repr=False)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return the bytes of one part.

        Raises
        ------
        InsightsError
            If there is no such part, or its checksum does not fit.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as zipped:
                return zipped.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise _damaged(self.shown) from None

    def xml(self, name: str) -> Element:
        """Return the root element of one XML part."""
        return parse_xml(self.read(name), self.shown)


def looks_like_zip(data: bytes) -> bool:
    """Tell whether ``data`` begins as a zip does, whatever its file is called."""
    return data[:4] in _ZIP_MAGIC


def looks_like_old_office(data: bytes) -> bool:
    """Tell whether ``data`` is an Office file from before 2007, or one behind a password."""
    return data.startswith(_OLE_MAGIC)


def open_archive(data: bytes, shown: str) -> Archive:
    """Return ``data`` as an :class:`Archive` once nothing in it can do harm.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How the file is named to people, relative to the project.

    Raises
    ------
    InsightsError
        If it is not a whole zip; is protected by a password; holds more than 2,000 parts,
        unpacks to more than 200 MB or, in a part over 1 MB, to over 100 times its size;
        holds another zip, a link, two parts of one name, or a name that leads out of the
        archive; or if an XML part declares a document type or an entity.
    """
    if looks_like_old_office(data):
        raise _refuse(
            shown,
            "This file is protected by a password or is in an Office format from before 2007, "
            "so it could not be opened.",
            "Open it in Word or Excel, take the password off and save it as .docx or .xlsx.",
        )
    if not looks_like_zip(data):
        raise _damaged(shown)
    _check_directory_size(data, shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            members = zipped.infolist()
            _check_members(members, shown)
            for member in members:
                _check_contents(data, zipped, member, shown)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError):
        raise _damaged(shown) from None
    except (UnicodeDecodeError, ValueError, RuntimeError):
        raise _damaged(shown) from None
    return Archive(shown, data, tuple(member.filename for member in members))


def parse_xml(data: bytes, shown: str) -> Element:
    """Return the root element of ``data``, refusing document types and entities.

    Raises
    ------
    InsightsError
        If it is not well-formed, or declares a document type or an entity.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise _declares(shown) from None
    except (ParseError, LookupError, ValueError):
        raise _damaged(shown) from None
    return root


def read_bytes(path: Path, shown: str) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    InsightsError
        If it cannot be read, or is larger than 500 MB.
    """
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise _refuse(
                shown,
                f"This file is larger than {MAX_TEXT_BYTES // 1024**2} MB, so it was not read.",
                "Split it into smaller files.",
            )
        return path.read_bytes()
    except OSError:
        raise _refuse(
            shown,
            "This file could not be opened.",
            "If it is open in another program, close it there; check that you may read it.",
        ) from None


def decode_text(data: bytes, shown: str) -> tuple[str, str]:
    r"""Return the text of ``data`` (LF, no byte-order mark) and the encoding it was in.

    UTF-8 with or without a byte-order mark, UTF-16 with one, and Windows-1252 are known.
    Control characters that no document may hold are dropped.

    Raises
    ------
    InsightsError
        If it is none of these.

    Examples
    --------
    >>> decode_text("£5 café\r\n".encode("cp1252"), "notes/a.txt")
    ('£5 café\n', 'cp1252')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        candidates = ("utf-8-sig",)
    else:
        candidates = ("utf-8", "cp1252")
    if b"\x00" not in data[:4096] or candidates == ("utf-16",):
        for encoding in candidates:
            try:
                return clean_text(data.decode(encoding)), encoding
            except UnicodeDecodeError:
                continue
    raise _refuse(
        shown,
        "The letters in this file are stored in a way that is not known here "
        "(it is not UTF-8, UTF-16 or Windows-1252).",
        "Save it again as “UTF-8” (in Excel: “CSV UTF-8”).",
    )


def clean_text(text: str) -> str:
    r"""Return ``text`` with LF line ends and without characters no document may hold.

    Examples
    --------
    >>> clean_text("a\r\nb\x00\rc")
    'a\nb\nc'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_UNREADABLE) if _HAS_UNREADABLE.search(text) else text


# ----------------------------------------------------------------------------- the checks


def _check_directory_size(data: bytes, shown: str) -> None:
    """Refuse a directory too long to be worth reading, before it is read."""
    at = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - 65_557))
    if at < 0 or at + 22 > len(data):
        raise _damaged(shown)
    n_members, size = struct.unpack_from("<HI", data, at + 10)
    if n_members > MAX_MEMBERS or size > _MAX_DIRECTORY_BYTES:
        raise _too_many(shown)


def _check_members(members: list[zipfile.ZipInfo], shown: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise _too_many(shown)
    unpacked = 0
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename.replace("\\", "/")
        folded = unicodedata.normalize("NFKC", name).casefold().rstrip("/")
        if (
            name.startswith("/")
            or ".." in name.split("/")
            or re.match(r"[A-Za-z]:", name)
            or "\x00" in name
        ):
            raise _refuse(
                shown,
                "This file holds a part whose name leads out of it, which Office never writes, "
                "so it was not opened.",
                "Ask whoever sent it for a fresh copy saved by Word or Excel.",
            )
        if folded in seen:
            raise _refuse(
                shown,
                "This file holds two parts of the same name, so it is not clear which counts.",
                "Open it in Word or Excel and save it again.",
            )
        seen.add(folded)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _refuse(
                shown,
                "This file holds a link to another file, so it was not opened.",
                "Ask whoever sent it for a fresh copy saved by Word or Excel.",
            )
        if member.flag_bits & 0x1:
            raise _refuse(
                shown,
                "This file is protected by a password, so it could not be opened.",
                "Take the password off and save it again.",
            )
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(shown)
        unpacked += member.file_size
        if unpacked > MAX_UNPACKED_BYTES:
            raise _too_big(shown)
        if (
            member.file_size > RATIO_FROM_BYTES
            and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        ):  # fmt: skip
            raise _too_big(shown)


def _check_contents(
    data: bytes, zipped: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str
) -> None:
    """Unpack one part in memory, chunk by chunk: its size must be what it says it is."""
    head = b""
    size = 0
    for chunk in _inflate(data, zipped, member):
        size += len(chunk)
        if size > member.file_size:
            raise _too_big(shown)
        if len(head) < _CHUNK:
            head += chunk
    if size != member.file_size:
        raise _damaged(shown)
    if head[:4] in _ZIP_MAGIC:
        raise _refuse(
            shown,
            "This file holds another packed file inside it (an attached document, or the "
            "workbook behind a chart), so it was not opened.",
            "Delete the attachment or turn the chart into a picture, and save it again.",
        )
    lowered = member.filename.lower()
    if lowered.endswith((".xml", ".rels", ".vml")) or _looks_like_xml(head):
        _check_prolog(zipped, member, shown)


def _inflate(data: bytes, zipped: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with zipped.open(member):  # checks that the local header and the directory agree
        pass
    at = member.header_offset
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    begin = at + 30 + name_length + extra_length
    packed = memoryview(data)[begin : begin + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    unpack = zlib.decompressobj(-15)
    waiting = bytes(packed)
    while not unpack.eof:
        chunk = unpack.decompress(waiting, _CHUNK * 16)
        waiting = unpack.unconsumed_tail
        if not chunk and not waiting:
            break
        yield chunk


def _looks_like_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<"


class _PrologRead(Exception):  # noqa: N818
    """The root element was reached: nothing can be declared any more."""


def _check_prolog(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> None:
    """Refuse an XML part that declares anything, reading no further than its root."""
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        raise _declares(shown)

    def stop(*_: object) -> None:
        raise _PrologRead

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = stop
    read = 0
    with zipped.open(member) as part:
        try:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
                read += len(chunk)
                if read > _MAX_PROLOG_BYTES:
                    raise _damaged(shown)
            parser.Parse(b"", True)
        except _PrologRead:
            return
        except (expat.ExpatError, LookupError, ValueError):
            raise _damaged(shown) from None


# --------------------------------------------------------------------------- the refusals


def _refuse(shown: str, problem: str, fix: str) -> InsightsError:
    return InsightsError(problem, shown, fix)


def _damaged(shown: str) -> InsightsError:
    return _refuse(
        shown,
        "This file is damaged or is not what its name says, so it could not be opened.",
        "Open it in the program it was made with and save it again under a new name.",
    )


def _declares(shown: str) -> InsightsError:
    return _refuse(
        shown,
        "A part of this file declares a document type or entities, which can be used to attack "
        "a reader and which Office never writes, so it was not opened.",
        "Ask whoever sent it for a fresh copy saved by Word or Excel.",
    )


def _too_big(shown: str) -> InsightsError:
    return _refuse(
        shown,
        f"This file unpacks to more than {MAX_UNPACKED_BYTES // 1024**2} MB, or to over "
        f"{MAX_RATIO} times its size, so it was not opened.",
        "Take large pictures and unused sheets out, and save it again.",
    )


def _too_many(shown: str) -> InsightsError:
    return _refuse(
        shown,
        f"This file holds more than {MAX_MEMBERS:,} parts, so it was not opened.",
        "Split it into smaller files and save them again.",
    )
