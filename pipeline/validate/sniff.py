"""What a file really is, by its bytes: names lie, and offices rename what they cannot open."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import BinaryIO


class Form(StrEnum):
    """A form of file the product knows by its content."""

    XLSX = "XLSX"
    XLSB = "XLSB"
    XLS = "XLS"
    ODS = "ODS"
    TEXT = "текст"
    JSON = "JSON"
    HTML = "HTML"
    XML = "XML"
    PDF = "PDF"
    DOCX = "DOCX"
    DOC = "DOC"
    ODT = "ODT"
    RTF = "RTF"
    ZIP = "ZIP"
    SEVEN_ZIP = "7Z"
    RAR = "RAR"
    ENCRYPTED = "захищений паролем документ"
    PROGRAM = "програма"
    PICTURE = "зображення"
    BINARY = "невідомі двійкові дані"


_SIGNATURES = (
    (b"%PDF-", Form.PDF),
    (b"{\\rtf", Form.RTF),
    (b"7z\xbc\xaf\x27\x1c", Form.SEVEN_ZIP),
    (b"Rar!", Form.RAR),
    (b"MZ", Form.PROGRAM),
    (b"\x7fELF", Form.PROGRAM),
    (b"\x89PNG", Form.PICTURE),
    (b"\xff\xd8\xff", Form.PICTURE),
    (b"GIF8", Form.PICTURE),
    (b"II*\x00", Form.PICTURE),
    (b"MM\x00*", Form.PICTURE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", Form.ENCRYPTED),
    ("Workbook", Form.XLS),
    ("Book", Form.XLS),
    ("WordDocument", Form.DOC),
)
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_ZIP_PARTS = (
    ("xl/workbook.xml", Form.XLSX),
    ("xl/workbook.bin", Form.XLSB),
    ("word/document.xml", Form.DOCX),
)
_ODF_TYPES = (
    (b"opendocument.spreadsheet", Form.ODS),
    (b"opendocument.text", Form.ODT),
)
_HEAD = 4096
_OLE_SEARCHED = 64 * 1024 * 1024


def sniff_form(stream: BinaryIO) -> Form:
    """The form of a seekable stream; BINARY where nothing known is recognised. Never raises."""
    stream.seek(0)
    head = stream.read(_HEAD)
    for signature, form in _SIGNATURES:
        if head.startswith(signature):
            return form
    if head.startswith(_OLE):
        return _sniff_ole(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(stream, head)
    if head.startswith(_BIFF) and b"\x00" in head[:64]:
        return Form.XLS
    return _sniff_text(head)


def _sniff_ole(stream: BinaryIO) -> Form:
    """The names of the streams of a compound file stand in it as UTF-16."""
    stream.seek(0)
    content = stream.read(_OLE_SEARCHED)
    for name, form in _OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            return form
    return Form.BINARY


def _sniff_zip(stream: BinaryIO, head: bytes) -> Form:
    """By the names of its parts; a torn zip still has those that begin in its first block."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = {part for part, _ in _ZIP_PARTS if part.partition("/")[0].encode() + b"/" in head}
    for part, form in _ZIP_PARTS:
        if part in names:
            return form
    for marker, form in _ODF_TYPES:
        if marker in head:
            return form
    return Form.ZIP


def _sniff_text(head: bytes) -> Form:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return Form.TEXT
    if b"\x00" in head:
        return Form.BINARY
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style")):
        return Form.HTML
    if opening.startswith(b"<?xml"):
        return Form.HTML if b"<html" in opening else Form.XML
    if opening.startswith((b"{", b"[")):
        return Form.JSON
    return Form.TEXT
