"""ZIP and 7Z: what unpacks on a reader's computer must be harmless and bounded."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Finding
from pipeline.validate.grid import Unreadable, refuse
from pipeline.validate.torn import TORN_ZIP, torn_7z

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


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive as its list of contents has it; `size` is that of the file itself."""

    name: str
    size: int
    is_link: bool


def check_zip(path: Path) -> tuple[Finding, ...]:
    """Findings of one ZIP; Unreadable where it is torn, locked, empty or a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if any(part.flag_bits & 1 for part in parts):
                raise _locked()
            members = [
                Member(part.filename, part.file_size, stat.S_ISLNK(part.external_attr >> 16))
                for part in parts
            ]
            findings = check_members(path, members)
            if not findings and sum(one.size for one in members) <= _READ_WHOLE_UP_TO:
                _refuse_damaged(archive.testzip())
            return findings
    except (*TORN_ZIP, ValueError):
        raise _broken("ZIP") from None


def check_7z(path: Path) -> tuple[Finding, ...]:
    """Findings of one 7Z; Unreadable where it is torn, locked, empty or a bomb."""
    from py7zr import SevenZipFile
    from py7zr.exceptions import PasswordRequired

    try:
        with SevenZipFile(path) as archive:
            if archive.needs_password():
                raise _locked()
            members = [
                Member(part.filename, part.uncompressed, part.is_symlink)
                for part in archive.list()
                if not part.is_directory
            ]
            findings = check_members(path, members)
            if not findings and sum(one.size for one in members) <= _READ_WHOLE_UP_TO:
                _refuse_damaged(archive.testzip())
            return findings
    except PasswordRequired:
        raise _locked() from None
    except torn_7z():
        raise _broken("7Z") from None


def check_members(path: Path, members: Sequence[Member]) -> tuple[Finding, ...]:
    """What may not be in an archive that goes out; Unreadable where it is empty or a bomb."""
    if not members:
        raise refuse("empty-file", "Архів порожній: у ньому немає жодного файлу.")
    unpacked = sum(one.size for one in members)
    ratio = unpacked / max(path.stat().st_size, 1)
    if (
        len(members) > _MOST_FILES
        or unpacked > _MOST_UNPACKED
        or (unpacked > _RATIO_MATTERS_FROM and ratio > _MOST_RATIO)
    ):
        raise refuse(
            "zip-bomb",
            "Архів розпаковується у непомірно великий обсяг: такий файл не публікується.",
        )
    return tuple(finding for one in members for finding in _check_member(one))


def _locked() -> Unreadable:
    return refuse("password", "Архів захищено паролем: запакуйте файли без пароля.")


def _broken(name: str) -> Unreadable:
    return refuse("broken-file", f"Архів {name} пошкоджений або обірваний: запакуйте файли заново.")


def _refuse_damaged(name: str | None) -> None:
    if name is not None:
        raise refuse("broken-file", f"Файл «{name}» в архіві пошкоджений: запакуйте файли заново.")


def _check_member(member: Member) -> Iterator[Finding]:
    if _ESCAPES.search(member.name) or member.is_link:
        yield _finding("zip-traversal", "Шлях у архіві веде за його межі", member)
    elif _EXECUTABLE.search(member.name):
        yield _finding("executable", "В архіві є програма", member)
    elif _ARCHIVE.search(member.name):
        yield _finding("nested-archive", "В архіві лежить інший архів", member)


def _finding(code: str, said: str, member: Member) -> Finding:
    return Finding(
        code=code,
        blocks=True,
        message=f"{said}: вилучіть цей файл і запакуйте решту заново.",
        value=member.name,
    )
