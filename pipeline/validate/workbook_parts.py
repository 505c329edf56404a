"""What an XLSX is made of, looked at before openpyxl makes an object of every cell.

A format put on whole columns is a million cells that hold nothing: openpyxl needs a minute for
them. They are taken out of the XML first, which needs a second or two.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.validate.grid import refuse

_MOST_UNPACKED = 1 << 30
_HOLLOW_MATTER_FROM = 20_000
_BLOCK = 1 << 20
_LONGEST_ROW = 8 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_HOLLOW_CELL = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>'
_HOLLOW_CELLS = re.compile(rb"(?:" + _HOLLOW_CELL + rb")+")
_HOLLOW_ROWS = re.compile(
    rb'(?:<row r="[0-9]+"(?![^<>]*\s(?:hidden="[1t]|ht="0))[^<>]*?'
    rb"(?:/>|>(?:" + _HOLLOW_CELL + rb")*</row>))+"
)
"""As every program known writes them. A row that is not shown stays: its place tells something."""

_STRICT = b"http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class Parts:
    """A workbook's bytes without cells that hold only a format; whether any cell has a formula."""

    content: bytes
    with_formulas: bool


def read_parts(content: bytes) -> Parts:
    """The workbook ready to be read; Unreadable where it is too large or of a form nobody reads.

    Raises the exceptions of `TORN_XML` where it is no sound ZIP.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_odd(archive)
        sheets = [part for part in archive.infolist() if _is_sheet(part)]
        hollow, with_formulas = 0, False
        for part in sheets:
            for block in _blocks(archive, part):
                hollow += block.count(b"/>") + block.count(b"></row>")
                with_formulas = with_formulas or bool(_FORMULA.search(block))
        if hollow < _HOLLOW_MATTER_FROM:
            return Parts(content, with_formulas)
        return Parts(_without_hollow(archive), with_formulas)


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")


def _refuse_odd(archive: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
        raise refuse(
            "zip-bomb",
            "Книга розпаковується у понад 1 ГБ: такий файл не читається. "
            "Вилучіть із неї зайві аркуші та форматування порожніх клітинок.",
        )
    with archive.open("xl/workbook.xml") as stream:
        if _STRICT in stream.read(_BLOCK):
            raise refuse(
                "strict-workbook",
                "Книгу збережено як «Строгий Open XML»: такі файли не читаються. Збережіть її "
                "через «Зберегти як», вибравши звичайну «Книгу Excel (*.xlsx)».",
            )


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that begin with a row, so that no row or cell is cut in two.

    Only a row longer than eight megabytes is cut, and then between two of its cells.
    """
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(_BLOCK):
            text = tail + block
            cut = text.rfind(b"<row ")
            if cut <= 0:
                cut = 0 if len(text) < _LONGEST_ROW else max(text.rfind(b"<c "), 0) or len(text)
            yield text[:cut]
            tail = text[cut:]
        yield tail


def _without_hollow(archive: zipfile.ZipFile) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for part in archive.infolist():
            if not _is_sheet(part):
                target.writestr(part.filename, archive.read(part))
                continue
            with target.open(part.filename, "w") as stream:
                for block in _blocks(archive, part):
                    stream.write(_HOLLOW_CELLS.sub(b"", _HOLLOW_ROWS.sub(b"", block)))
    return written.getvalue()
