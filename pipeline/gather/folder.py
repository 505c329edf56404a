"""An office's drop folder: which files lie there, and which of them stand still."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

IGNORED = ("~$*", ".~lock*", "*.part", "*.partial", "*.crdownload", "*.tmp", "thumbs.db", ".*")
"""What office programs, browsers and file managers leave beside the real files."""

REPLY_FOLDER = "Зауваження"
"""Where the office's own reports are put back; never a delivery."""

SETTLED = timedelta(seconds=2)
"""A file untouched for this long is whole: copying programs write in far shorter steps."""


class FolderGone(Exception):
    """The inbox exists no more or may not be read: an unmounted share is not an empty folder."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it was when the folder was listed. `name` is its path inside the folder."""

    name: str
    path: Path
    size: int
    modified: datetime

    def is_unchanged(self) -> bool:
        """Whether it still has the size and time it was listed with."""
        try:
            status = self.path.stat()
        except OSError:
            return False
        return (status.st_size, _utc(status.st_mtime)) == (self.size, self.modified)


def list_files(root: Path, folder: str, patterns: Iterable[str]) -> tuple[Found, ...]:
    """Files of `root/folder` that match a pattern, by name; links are never followed.

    A folder that does not exist holds nothing; a root that does not, or anything that cannot be
    read, is FolderGone.
    """
    patterns = tuple(patterns)
    return tuple(
        found
        for found in list_deliveries(root, folder)
        if any(is_named(found.name, pattern) for pattern in patterns)
    )


def list_deliveries(root: Path, folder: str) -> tuple[Found, ...]:
    """Every file of `root/folder` that may be a delivery, by name; FolderGone as above."""
    top = root / folder
    try:
        os.scandir(root).close()
        if not top.is_dir():
            return ()
        found = [_look_at(path, top) for path in _walk(top) if _is_delivery(path, top)]
    except OSError as error:
        raise FolderGone(
            f"Тека надходжень {top} недоступна: {error.strerror}. "
            "Перевірте, чи підключено мережеву теку та чи є права на читання."
        ) from error
    return tuple(sorted(found, key=lambda file: file.name))


def is_named(name: str, pattern: str) -> bool:
    """Whether a relative path matches a glob; letter case is ignored, as on offices' machines.

    `*` and `?` stand for letters of one name, `**` for any folders.
    """
    return _match(_names(name), _names(pattern))


def _match(names: tuple[str, ...], segments: tuple[str, ...]) -> bool:
    if not segments:
        return not names
    if segments[0] == "**":
        return any(_match(names[start:], segments[1:]) for start in range(len(names)))
    fits = bool(names) and fnmatchcase(names[0], segments[0])
    return fits and _match(names[1:], segments[1:])


def _names(path: str) -> tuple[str, ...]:
    """The path's parts; some systems write й as two signs."""
    return tuple(unicodedata.normalize("NFC", path).casefold().split("/"))


def _walk(top: Path) -> Iterator[Path]:
    """Every path below; unlike a glob it raises where a folder cannot be read."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, _, files in os.walk(top, onerror=refuse):
        yield from (Path(folder) / name for name in files)


def read_still(
    files: Iterable[Found], now: Callable[[], datetime], pause: Callable[[float], None]
) -> frozenset[Found]:
    """The files that stand still: untouched for a while, or the same at a second look."""
    files = tuple(files)
    fresh = [file for file in files if now() - file.modified < SETTLED]
    if fresh:
        pause(SETTLED.total_seconds())
    return frozenset(file for file in files if file not in fresh or file.is_unchanged())


def _is_delivery(path: Path, top: Path) -> bool:
    inside = path.relative_to(top).parts
    if REPLY_FOLDER in inside or path.is_symlink() or not path.is_file():
        return False
    return not any(fnmatchcase(part.lower(), ignored) for part in inside for ignored in IGNORED)


def _look_at(path: Path, top: Path) -> Found:
    status = path.stat()
    return Found(path.relative_to(top).as_posix(), path, status.st_size, _utc(status.st_mtime))


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
