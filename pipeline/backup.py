"""All of `.var/` in one file, also while a run goes on; unpacked, it is a `.var/` again.

The ledger is copied first: whatever it names lies in the archive and on the portal already, and
what comes after it is to the next run what a crash leaves. Databases are copied by their own means,
never file by file: their newest part is in a log beside them.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.portal.backup import copy_portal
from pipeline.record.disk import new_file
from pipeline.record.ledger import Ledger
from pipeline.record.transfer import export_ledger
from pipeline.settings import Settings

LEDGER = "ledger.sqlite3"
EXPORTED = "ledger.jsonl"
"""What the ledger is called in the backup: the file itself, or events taken out of PostgreSQL."""

STAGING = ".backup-"
LEFT_OUT = ("locks", "archive/unfinished", "portal")
"""What only a living process needs; the portal comes in as a copy of its own."""


class BackupError(Exception):
    """No backup was made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: how many files, and how large the whole is in bytes."""

    files: int
    size: int


def write_backup(settings: Settings, ledger: Ledger, place: Path) -> Backup:
    """Write the backup; it appears whole or not at all, readable by its owner only.

    BackupError where `place` lies in what is to be kept or a file changed while it was read,
    OSError as it comes.
    """
    if place.absolute().is_relative_to(settings.var):
        raise BackupError(
            f"Копію кладуть поза текою {settings.var}: інакше вона зникне разом із нею."
        )
    count = 0
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=settings.var) as name:
        staging = Path(name)
        _copy_ledger(settings, ledger, staging)
        if (settings.portal / "portal.sqlite3").exists():
            copy_portal(settings.portal, staging / "portal")
        with new_file(place) as file, tarfile.open(fileobj=file, mode="w") as tar:
            for path, inside in (*_walk(staging), *_kept(settings)):
                count += _add(tar, path, inside)
    return Backup(count, place.stat().st_size)


def _copy_ledger(settings: Settings, ledger: Ledger, staging: Path) -> None:
    if settings.ledger_file is None:
        export_ledger(ledger, staging / EXPORTED)
        return
    with (
        closing(sqlite3.connect(settings.ledger_file)) as source,
        closing(sqlite3.connect(staging / LEDGER)) as copy,
    ):
        source.backup(copy)
    (staging / LEDGER).chmod(0o600)


def _kept(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Everything of `.var/` but databases, locks and what is unfinished."""
    ledger = settings.ledger_file
    for path, inside in _walk(settings.var):
        of_ledger = ledger is not None and path.parent == ledger.parent
        if of_ledger and ledger is not None and path.name.startswith(ledger.name):
            continue
        top = (inside, *(str(parent) for parent in Path(inside).parents))
        if inside.startswith(STAGING) or inside.endswith(".lock") or set(LEFT_OUT) & set(top):
            continue
        yield path, inside


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Folders and files below, folders first, with their place inside."""
    for at, folders, files in os.walk(folder):
        folders.sort()
        for name in (*folders, *sorted(files)):
            path = Path(at) / name
            yield path, path.relative_to(folder).as_posix()


def _add(tar: tarfile.TarFile, path: Path, inside: str) -> int:
    """How many files it is; none for a folder, and for what is gone by now."""
    with suppress(FileNotFoundError):
        try:
            tar.add(path, inside, recursive=False)
        except OSError as error:
            if error.errno is None:  # tarfile's own word for a file that became shorter
                raise BackupError(f"Файл {path} змінився під час копіювання; повторіть.") from error
            raise
        return int(path.is_file())
    return 0
