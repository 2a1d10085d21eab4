"""The door: hostile zips, XML and encodings are refused before anything is parsed."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

import pytest

from insights import archives
from insights.errors import InsightsError


def pack(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(InsightsError) as caught:
        archives.open_archive(data, "notes/a.docx")
    assert caught.value.where == "notes/a.docx"
    assert caught.value.fix
    return caught.value.problem


def test_a_plain_zip_is_opened_and_read_part_by_part():
    archive = archives.open_archive(pack({"word/document.xml": b"<a>b</a>"}), "a.docx")
    assert "word/document.xml" in archive
    assert archive.xml("word/document.xml").text == "b"
    assert "b" not in repr(archive).replace("Archive", "").replace("shown", "")[3:20]


@pytest.mark.parametrize(
    "declaration",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a SYSTEM "x"><a/>'.encode("utf-16"),
        b"<!--" + b" " * 70_000 + b"--><!DOCTYPE a><a/>",
    ],
)
@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels", "word/anything.bin"])
def test_declared_types_and_entities_are_refused_in_any_part(declaration: bytes, name: str):
    assert "declares" in refusal(pack({name: declaration}))
    with pytest.raises(InsightsError):
        archives.parse_xml(declaration, "a")


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "a/../../b.xml", "C:/x.xml", "..\\x.xml", "c:x"]
)
def test_names_that_lead_out_are_refused(name: str):
    assert "leads out" in refusal(pack({name: b"x"}))


def test_two_parts_of_one_name_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("word/document.xml", "<a/>")
        zipped.writestr("Word/Document.xml", "<b/>")
    assert "two parts of the same name" in refusal(out.getvalue())


def test_a_link_is_refused():
    out = io.BytesIO()
    info = zipfile.ZipInfo("word/document.xml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(info, "/etc/passwd")
    assert "link" in refusal(out.getvalue())


def test_a_zip_in_a_zip_is_refused_whatever_it_is_called():
    assert "another packed file" in refusal(pack({"word/picture.png": pack({"a": b"b"})}))


@pytest.mark.parametrize(("n_parts", "fine"), [(2_000, True), (2_001, False)])
def test_parts_are_counted_to_two_thousand(n_parts: int, fine: bool):
    data = pack({f"p{at}": b"" for at in range(n_parts)}, zipfile.ZIP_STORED)
    if fine:
        assert len(archives.open_archive(data, "a").names) == n_parts
    else:
        assert "2,000 parts" in refusal(data)


@pytest.mark.parametrize(("size", "fine"), [(1024 * 1024, True), (1024 * 1024 + 1, False)])
def test_a_ratio_over_a_hundred_counts_above_one_megabyte(size: int, fine: bool):
    data = pack({"xl/a.bin": b"\0" * size})
    if fine:
        archives.open_archive(data, "a")
    else:
        assert "100 times" in refusal(data)


def test_sizes_add_up_to_two_hundred_megabytes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    noise = bytes(range(256)) * 2
    archives.open_archive(pack({"a": noise}, zipfile.ZIP_STORED), "a")
    assert "unpacks" in refusal(pack({"a": noise, "b": noise}, zipfile.ZIP_STORED))


def test_a_part_that_lies_about_its_size_is_refused():
    secret = b"A" * 50_000
    data = bytearray(pack({"word/document.bin": secret}))
    small = struct.pack("<I", 10)
    crc = struct.pack("<I", zlib.crc32(secret[:10]))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 14 : local + 18] = crc
    data[local + 22 : local + 26] = small
    data[central + 16 : central + 20] = crc
    data[central + 24 : central + 28] = small
    assert "unpacks" in refusal(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"PK\x03\x04", b"hello", b"PK\x05\x06" + b"\0" * 10,
        pack({"a.xml": b"<a/>"})[:-10], pack({"a.xml": b"<a"}), pack({"a.xml": b""}),
        pack({"a.bin": b"x" * 100}, zipfile.ZIP_BZIP2),
    ],
)  # fmt: skip
def test_damaged_files_are_refused_in_words(data: bytes):
    assert "damaged" in refusal(data)


def test_flipped_bytes_never_get_past_as_something_else():
    whole = pack({"word/document.xml": b"<a>" + bytes(range(65, 91)) * 20 + b"</a>"})
    for at in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            archives.open_archive(bytes(broken), "a").read("word/document.xml")
        except InsightsError as error:
            assert error.fix


def test_old_office_files_and_passwords_say_so():
    assert "password" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("£5 “café”\n".encode(), "£5 “café”\n", "utf-8"),
        ("£5".encode("utf-8-sig"), "£5", "utf-8-sig"),
        ("£5 “café”\r\n".encode("cp1252"), "£5 “café”\n", "cp1252"),
        ("£5".encode("utf-16"), "£5", "utf-16"),
        (b"\xfe\xff" + "£5".encode("utf-16-be"), "£5", "utf-16"),
        (b"a\rb\r\nc\x00\x1b".replace(b"\x00", b""), "a\nb\nc", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_three_encodings_are_known(data: bytes, text: str, encoding: str):
    assert archives.decode_text(data, "a.txt") == (text, encoding)


@pytest.mark.parametrize(
    "data", [b"\x81\x8d", "abc".encode("utf-16-le"), b"\xff\xfea", bytes(range(256))]
)
def test_other_encodings_are_not_guessed_at(data: bytes):
    with pytest.raises(InsightsError) as caught:
        archives.decode_text(data, "a.txt")
    assert "UTF-8" in caught.value.fix
