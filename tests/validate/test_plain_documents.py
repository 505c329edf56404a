from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.model import Finding


def only(verdict) -> Finding:
    [finding] = verdict.findings
    return finding


def packed(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["order.pdf", "order.docx", "order.odt", "order.rtf"])
def test_a_sound_document_has_no_findings(check, name):
    assert check(name, plain=True).findings == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [("order.txt", "Розпорядження № 201".encode()), ("orders.zip", packed(a=b"1", b=b"2"))],
)
def test_a_sound_text_or_archive_has_no_findings(check, name, content):
    assert check(name, content, plain=True).findings == ()


@pytest.mark.parametrize(
    ("name", "code", "start"),
    [
        ("scan.pdf", "pdf-scan", "Це скан: у файлі PDF лише зображення сторінок, без тексту"),
        ("torn.pdf", "pdf-truncated", "Файл PDF обірваний: у ньому немає кінця"),
        ("locked.pdf", "pdf-encrypted", "Файл PDF захищено паролем або забороною копіювання"),
        ("two-sheets.xlsx", "table-as-document", "Це таблиця, а тут публікуються документи"),
    ],
)
def test_a_document_that_must_not_go_out_says_why(check, name, code, start):
    finding = only(check(name, plain=True))
    assert (finding.code, finding.blocks) == (code, True)
    assert finding.message.startswith(start)


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        (
            "a.pdf",
            b"%PDF-1.4\ngarbage\n%%EOF",
            "broken-file",
            "Файл PDF пошкоджений і не відкривається. Створіть його заново.",
        ),
        (
            "a.docx",
            b"PK\x03\x04" + b"word/document.xml" * 9,
            "broken-file",
            "Файл DOCX пошкоджений, обірваний або захищений паролем. Відкрийте його у своїй "
            "програмі й збережіть заново.",
        ),
        (
            "a.rtf",
            b"{\\rtf1 torn",
            "broken-file",
            "Файл RTF обірваний: у ньому немає кінця. Збережіть його заново.",
        ),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "old-word",
            "Файли DOC не приймаються: збережіть документ як DOCX або PDF.",
        ),
        (
            "a.exe",
            b"MZ\x90",
            "executable",
            "Це програма, а не документ: такі файли не публікуються.",
        ),
        (
            "a.jpg",
            b"\xff\xd8\xff\xe0",
            "unknown-format",
            "Це зображення, а має бути документ із текстом. Приймаються PDF, DOCX, ODT, RTF, TXT, "
            "ZIP, 7Z і GeoJSON.",
        ),
        (
            "a.bin",
            b"\x00\x01\x02",
            "unknown-format",
            "Невідомий формат файлу. Приймаються PDF, DOCX, ODT, RTF, TXT, ZIP, 7Z і GeoJSON.",
        ),
        (
            "a.zip",
            b"PK\x03\x04torn",
            "broken-file",
            "Архів ZIP пошкоджений або обірваний: запакуйте файли заново.",
        ),
        (
            "a.zip",
            packed(),
            "empty-file",
            "Архів порожній: у ньому немає жодного файлу.",
        ),
        (
            "a.zip",
            packed(run__setup_exe=b"").replace(b"setup_exe", b"setup.exe"),
            "executable",
            "В архіві є програма: вилучіть цей файл і запакуйте решту заново.",
        ),
        (
            "a.zip",
            packed(inner_zip=b"").replace(b"inner_zip", b"inner.zip"),
            "nested-archive",
            "В архіві лежить інший архів: вилучіть цей файл і запакуйте решту заново.",
        ),
        (
            "a.zip",
            packed(xx__up=b"").replace(b"xx/up", b"../up"),
            "zip-traversal",
            "Шлях у архіві веде за його межі: вилучіть цей файл і запакуйте решту заново.",
        ),
        (
            "a.zip",
            packed(zeros=bytes(150 << 20)),
            "zip-bomb",
            "Архів розпаковується у непомірно великий обсяг: такий файл не публікується.",
        ),
        (
            "order.pdf",
            "Розпорядження".encode(),
            "wrong-extension",
            "Назва файлу закінчується на .pdf, а насправді це текст: перейменуйте його на .txt.",
        ),
        (
            "a.docx",
            packed(word__document_xml=b"<a/>", word__vbaProject_bin=b"")
            .replace(b"document_xml", b"document.xml")
            .replace(b"vbaProject_bin", b"vbaProject.bin"),
            "macros",
            "У документі є макроси: збережіть його як звичайний DOCX без макросів.",
        ),
    ],
)
def test_every_refusal_of_a_document_is_one_plain_sentence(check, name, content, code, message):
    finding = only(check(name, content, plain=True))
    assert (finding.code, finding.blocks, finding.message) == (code, True, message)


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        (
            "a.txt",
            "Розпорядження про підготовку".encode("cp1251"),
            "encoding",
            "Текст у кодуванні Windows-1251: краще зберегти його в UTF-8.",
        ),
    ],
)
def test_what_is_worth_knowing_of_a_document_is_a_note(check, name, content, code, message):
    finding = only(check(name, content, plain=True))
    assert (finding.code, finding.blocks, finding.message) == (code, False, message)


def test_scanned_pages_among_others_are_a_note(check, deliveries, tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    for name in ("order.pdf", "scan.pdf"):
        writer.append(str(deliveries / name))
    writer.write(tmp_path / "both.pdf")
    finding = only(check("both.pdf", (tmp_path / "both.pdf").read_bytes(), plain=True))
    assert (finding.code, finding.blocks, finding.message) == (
        "pdf-pages-without-text",
        False,
        "Сторінок без тексту: 1. Якщо це скани, замініть їх текстом.",
    )
