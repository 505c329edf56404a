"""What a killed process left half-done, and lock files of what is not updated any more."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.backup import STAGING
from pipeline.gather.folder import REPLY_FOLDER
from pipeline.record import disk
from pipeline.record.lock import remove_lock
from pipeline.settings import Settings

UNUSED = timedelta(days=30)
"""A lock of this age is of a dataset that is gone; one taken rarely is made anew when it is."""


def find_abandoned(settings: Settings, now: datetime) -> tuple[Path, ...]:
    """Unfinished files older than a day, and folders a backup was made in.

    Of reports, of those in the offices' own folders too; and of what was on its way into the
    archive, downloads among it.
    """
    before = now.timestamp() - disk.ABANDONED
    found = (
        *sorted(settings.reports.rglob(disk.UNFINISHED)),
        *sorted(settings.inbox.glob(f"*/{REPLY_FOLDER}/**/{disk.UNFINISHED}")),
        *sorted((settings.archive / "unfinished").glob("*")),
        *sorted(settings.var.glob(f"{STAGING}*")),
    )
    return tuple(path for path in found if path.lstat().st_mtime < before)


def remove_abandoned(path: Path) -> None:
    """Remove it, a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def find_unused_locks(locks: Path, now: datetime) -> tuple[Path, ...]:
    """Lock files that nobody has taken for a month, held ones perhaps among them."""
    before = (now - UNUSED).timestamp()
    return tuple(path for path in sorted(locks.glob("*.lock")) if path.stat().st_mtime < before)


def remove_unused_lock(path: Path, now: datetime) -> None:
    """Remove it unless somebody holds it or has just taken it."""
    remove_lock(path, (now - UNUSED).timestamp())
