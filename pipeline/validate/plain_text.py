"""Text documents: DOCX, ODT, RTF and TXT open, are whole and hold their main part."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.model import Finding
from pipeline.validate.decode import read_text
from pipeline.validate.grid import refuse
from pipeline.validate.torn import TORN_XML
from pipeline.wording import size_of

_LARGEST_TEXT = 100 * 1024 * 1024
_LARGEST_PART = 200 * 1024 * 1024
_TAIL = 64


def check_docx(path: Path) -> tuple[Finding, ...]:
    """A DOCX opens and its main part is sound XML; macros do not go out."""
    names = _check_part(path, "word/document.xml", "DOCX")
    if "word/vbaProject.bin" in names:
        return (
            Finding(
                code="macros",
                blocks=True,
                message="У документі є макроси: збережіть його як звичайний DOCX без макросів.",
            ),
        )
    return ()


def check_odt(path: Path) -> tuple[Finding, ...]:
    """An ODT opens and its main part is sound XML; an encrypted one has a part nobody can read."""
    _check_part(path, "content.xml", "ODT")
    return ()


def check_rtf(path: Path) -> tuple[Finding, ...]:
    """An RTF is one group in braces: without the last brace its end is missing."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - _TAIL, 0))
        tail = stream.read().rstrip(b"\x00\r\n\t ")
    if not tail.endswith(b"}"):
        raise refuse(
            "broken-file", "Файл RTF обірваний: у ньому немає кінця. Збережіть його заново."
        )
    return ()


def check_txt(path: Path) -> tuple[Finding, ...]:
    """A text of a known encoding; any other than UTF-8 is worth a note, since it goes out as is."""
    size = path.stat().st_size
    if size > _LARGEST_TEXT:
        raise refuse(
            "too-large",
            f"Текстовий файл завеликий: {size_of(size)}, а приймаються до "
            f"{size_of(_LARGEST_TEXT)}.",
        )
    encoding = read_text(path.read_bytes()).encoding
    if encoding == "UTF-8":
        return ()
    return (
        Finding(
            code="encoding",
            blocks=False,
            message=f"Текст у кодуванні {encoding}: краще зберегти його в UTF-8.",
        ),
    )


def _check_part(path: Path, part: str, name: str) -> frozenset[str]:
    """Names of all parts, once the main one was found sound."""
    from defusedxml.ElementTree import iterparse

    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(part).file_size > _LARGEST_PART:
                raise refuse("zip-bomb", f"Текст у файлі {name} розпаковується у понад 200 МБ.")
            with archive.open(part) as stream:
                for _, element in iterparse(stream):
                    element.clear()
            return frozenset(archive.namelist())
    except TORN_XML:
        raise refuse(
            "broken-file",
            f"Файл {name} пошкоджений, обірваний або захищений паролем. Відкрийте його у своїй "
            "програмі й збережіть заново.",
        ) from None
