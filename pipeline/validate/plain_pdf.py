"""PDF: opens, is whole, is not locked, and has text: a scan is no open data (Resolution 835)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Finding
from pipeline.validate.grid import refuse

if TYPE_CHECKING:
    from pypdf import PdfReader

_TAIL = 4096
_PAGES_READ = 40
_LETTERS_OF_A_PAGE = 20


def check_pdf(path: Path) -> tuple[Finding, ...]:
    """Findings of one PDF; Unreadable where it does not open at all."""
    from pypdf.errors import PyPdfError

    if not _is_whole(path):
        raise refuse(
            "pdf-truncated",
            "Файл PDF обірваний: у ньому немає кінця. Передайте його ще раз повністю.",
        )
    try:
        return _check_pages(path)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
    ):
        raise refuse(
            "broken-file",
            "Файл PDF пошкоджений і не відкривається. Створіть його заново.",
        ) from None


def _is_whole(path: Path) -> bool:
    """Pypdf mends torn files in silence; readers of the portal may not."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - _TAIL, 0))
        return b"%%EOF" in stream.read()


def _check_pages(path: Path) -> tuple[Finding, ...]:
    from pypdf import PdfReader

    # Its warnings quote the file's contents, and all that is wrong ends as a finding anyway.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with PdfReader(path) as reader:
        if reader.is_encrypted:
            raise refuse(
                "pdf-encrypted",
                "Файл PDF захищено паролем або забороною копіювання: збережіть його без захисту.",
            )
        pages = len(reader.pages)
        if not pages:
            raise refuse("broken-file", "У файлі PDF немає жодної сторінки.")
        with_text = _pages_with_text(reader, min(pages, _PAGES_READ))
    if not with_text:
        return (
            Finding(
                code="pdf-scan",
                blocks=True,
                message="Це скан: у файлі PDF лише зображення сторінок, без тексту. Збережіть "
                "документ як PDF із програми, в якій його набрано.",
            ),
        )
    return _scanned_pages(min(pages, _PAGES_READ) - with_text)


def _pages_with_text(reader: PdfReader, count: int) -> int:
    texts = (reader.pages[number].extract_text() for number in range(count))
    return sum(sum(char.isalpha() for char in text) >= _LETTERS_OF_A_PAGE for text in texts)


def _scanned_pages(without_text: int) -> tuple[Finding, ...]:
    if not without_text:
        return ()
    return (
        Finding(
            code="pdf-pages-without-text",
            blocks=False,
            message=f"Сторінок без тексту: {without_text}. Якщо це скани, замініть їх текстом.",
        ),
    )
