"""ZIP and 7Z: what unpacks on a reader's computer must be harmless and bounded."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.model import Finding
from pipeline.validate.grid import refuse
from pipeline.validate.torn import TORN_ZIP

_EXECUTABLE = re.compile(
    r"\.(exe|bat|cmd|com|scr|pif|msi|dll|jse?|vb[se]|ws[fh]|ps1|sh|jar|apk|app|lnk|hta|reg|cpl)$",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"\.(zip|7z|rar|gz|tgz|tar|bz2|xz|zst|cab|iso|arj)$", re.IGNORECASE)
_MOST_UNPACKED = 4 << 30
_MOST_RATIO = 200
_RATIO_MATTERS_FROM = 100 << 20
_MOST_FILES = 20_000
_READ_WHOLE_UP_TO = 1 << 30
_ESCAPES = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")


def check_zip(path: Path) -> tuple[Finding, ...]:
    """Findings of one ZIP; Unreadable where it is torn, locked, empty or a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _refuse_unsound(path, parts)
            findings = tuple(finding for part in parts for finding in _check_part(part))
            if not findings and sum(part.file_size for part in parts) <= _READ_WHOLE_UP_TO:
                _refuse_damaged(archive.testzip())
            return findings
    except (*TORN_ZIP, ValueError):
        raise refuse(
            "broken-file", "Архів ZIP пошкоджений або обірваний: запакуйте файли заново."
        ) from None


def check_7z(_: Path) -> tuple[Finding, ...]:
    """Only the signature is known to be right: what is inside nobody has looked at."""
    return (
        Finding(
            code="archive-unchecked",
            blocks=False,
            message="Вміст архіву 7Z не перевіряється. Краще передавати ZIP.",
        ),
    )


def _refuse_unsound(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if not parts:
        raise refuse("empty-file", "Архів порожній: у ньому немає жодного файлу.")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("password", "Архів захищено паролем: запакуйте файли без пароля.")
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(path.stat().st_size, 1)
    if (
        len(parts) > _MOST_FILES
        or unpacked > _MOST_UNPACKED
        or (unpacked > _RATIO_MATTERS_FROM and ratio > _MOST_RATIO)
    ):
        raise refuse(
            "zip-bomb",
            "Архів розпаковується у непомірно великий обсяг: такий файл не публікується.",
        )


def _refuse_damaged(name: str | None) -> None:
    if name is not None:
        raise refuse("broken-file", f"Файл «{name}» в архіві пошкоджений: запакуйте файли заново.")


def _check_part(part: zipfile.ZipInfo) -> Iterator[Finding]:
    if _ESCAPES.search(part.filename) or stat.S_ISLNK(part.external_attr >> 16):
        yield _finding("zip-traversal", "Шлях у архіві веде за його межі", part)
    elif _EXECUTABLE.search(part.filename):
        yield _finding("executable", "В архіві є програма", part)
    elif _ARCHIVE.search(part.filename):
        yield _finding("nested-archive", "В архіві лежить інший архів", part)


def _finding(code: str, said: str, part: zipfile.ZipInfo) -> Finding:
    return Finding(
        code=code,
        blocks=True,
        message=f"{said}: вилучіть цей файл і запакуйте решту заново.",
        value=part.filename,
    )
