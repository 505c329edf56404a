"""ZIP and 7Z as they go out: harmless, bounded, and looked into member by member."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import openpyxl
import py7zr
import pytest

LEAK = "Платник Петренко, РНОКПП 2222222225".encode()


def packed(name: str, files: dict[str, bytes], **options: str) -> bytes:
    """An archive of the form its name says."""
    stream = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in files.items():
                archive.writestr(member, content)
    else:
        with py7zr.SevenZipFile(stream, "w", **options) as archive:
            for member, content in files.items():
                archive.writestr(content, member)
    return stream.getvalue()


def workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(params=["orders.zip", "orders.7z"])
def name(request) -> str:
    return request.param


def test_an_archive_of_sound_documents_has_no_findings(check, deliveries, name):
    documents = ("order.docx", "order.pdf", "order.odt", "order.rtf", "title.xls", "shifted.ods")
    files = {one: (deliveries / one).read_bytes() for one in documents}
    assert check(name, packed(name, files), plain=True).findings == ()


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("a.txt", LEAK),
        ("a.csv", LEAK.replace(b", ", b";")),
        ("a.json", b'{"said": "' + LEAK + b'"}'),
        ("a.xml", b"<?xml version='1.0' encoding='utf-8'?><p>" + LEAK + b"</p>"),
        ("a.xlsx", workbook(["Платник", "Петренко"], ["РНОКПП", "2222222225"])),
        ("without-ending", LEAK),
    ],
)
def test_personal_data_are_found_in_every_member(check, name, member, content):
    files = {"first.txt": b"1", member: content}
    [finding] = check(name, packed(name, files), plain=True).findings
    assert (finding.code, finding.blocks, finding.value) == ("leak-rnokpp", True, "22••••••25")


def test_the_last_of_a_thousand_members_is_looked_into(check, name):
    files = {f"{number}.txt": b"1" for number in range(999)} | {"last.txt": LEAK}
    assert [f.code for f in check(name, packed(name, files), plain=True).findings] == [
        "leak-rnokpp"
    ]


def test_what_could_not_be_looked_into_is_named(check, name):
    files = {"plan.png": b"\x89PNG", "order.txt": b"1", "streets.shp": b"\x00\x00\x27\x0a"}
    [note] = check(name, packed(name, files), plain=True).findings
    assert (note.code, note.blocks, note.message) == (
        "unread",
        False,
        "Приміток і персональних даних не шукали тут: plan.png, streets.shp. Перегляньте це самі.",
    )


def test_members_beyond_the_measure_are_named(check, name, monkeypatch):
    monkeypatch.setattr("pipeline.validate.inside_archive.LARGEST_UNPACKED", 10)
    [note] = check(name, packed(name, {"a.txt": b"1" * 11}), plain=True).findings
    assert note.code == "unread"


@pytest.mark.parametrize(
    ("member", "code"),
    [("run.exe", "executable"), ("inner.rar", "nested-archive"), ("inner.7Z", "nested-archive")],
)
def test_programs_and_archives_inside_a_7z_block(check, member, code):
    content = packed("a.7z", {member: b"1"})
    assert (code, True, member) in [
        (f.code, f.blocks, f.value) for f in check("a.7z", content, plain=True).findings
    ]


def with_path(content: bytes, before: str, after: str) -> bytes:
    """A 7Z whose list of contents, not packed, names another path; its check sums are mended."""
    renamed = content.replace(before.encode("utf-16-le"), after.encode("utf-16-le"))
    place, size, _ = struct.unpack("<QQL", renamed[12:32])
    names = renamed[32 + place : 32 + place + size]
    start = struct.pack("<QQL", place, size, zlib.crc32(names))
    return renamed[:8] + struct.pack("<L", zlib.crc32(start)) + start + renamed[32:]


def test_a_path_of_a_7z_that_leads_out_of_it_blocks(check):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(b"1", "xx_up")
    content = with_path(stream.getvalue(), "xx_up", "../up")
    found = check("a.7z", content, plain=True).findings
    assert ("zip-traversal", True, "../up") in [(f.code, f.blocks, f.value) for f in found]


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (
            packed("a.7z", {"a.txt": b"1"})[:40],
            "broken-file",
            "Архів 7Z пошкоджений або обірваний: запакуйте файли заново.",
        ),
        (
            packed("a.7z", {"a.txt": b"1"}, password="так"),
            "password",
            "Архів захищено паролем: запакуйте файли без пароля.",
        ),
        (packed("a.7z", {}), "empty-file", "Архів порожній: у ньому немає жодного файлу."),
        (
            packed("a.7z", {"zeros": bytes(101 << 20)}),
            "zip-bomb",
            "Архів розпаковується у непомірно великий обсяг: такий файл не публікується.",
        ),
    ],
)
def test_a_7z_that_must_not_go_out_is_one_finding(check, content, code, message):
    [finding] = check("a.7z", content, plain=True).findings
    assert (finding.code, finding.blocks, finding.message) == (code, True, message)


def test_pages_of_a_long_pdf_beyond_the_measure_are_named(check, deliveries, monkeypatch):
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(3):
        writer.append(str(deliveries / "order.pdf"))
    stream = io.BytesIO()
    writer.write(stream)
    assert check("a.pdf", stream.getvalue(), plain=True).findings == ()
    monkeypatch.setattr("pipeline.validate.inside_pdf.LARGEST_READ", 0)
    [note] = check("a.pdf", stream.getvalue(), plain=True).findings
    assert (note.code, note.blocks) == ("unread", False)
    assert note.message.startswith("Приміток і персональних даних не шукали тут: сторінки 1–3.")
