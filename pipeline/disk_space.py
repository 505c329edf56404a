"""How much room is left where the product writes, and when that is too little to go on.

An update that begins on a nearly full disk would end in the middle of a copy and might leave the
ledger no room to say so. So it does not begin: the reserve is what the ledger, the replies and the
other programs of the machine live on until somebody makes room.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.wording import FILE, count_of, size_of

UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class ReserveError(ValueError):
    """PIPELINE_MIN_FREE is not understood; the sentence shows how it is written."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """What must stay free of a file system: bytes, per cent of its size, and names (inodes)."""

    size: int = 512 << 20
    per_cent: float = 1
    files: int = 1000


@dataclass(frozen=True, slots=True)
class Space:
    """A file system as whoever asks may use it; bytes. `files` is None where it has no limit."""

    folder: Path
    free: int
    total: int
    files: int | None

    @property
    def per_cent(self) -> float:
        """How much of it is free."""
        return 100 * self.free / self.total if self.total else 0.0


def read_reserve(text: str) -> Reserve:
    """`2G`, `5%` or both, `512M 1%`; what is not said is 0. ReserveError for anything else."""
    found = re.fullmatch(r"(?:(\d+)([KMGT]))?(?:\s*\b(\d{1,2}(?:\.\d+)?)%)?", text.strip().upper())
    if not text.strip() or not found:
        raise ReserveError(
            f"PIPELINE_MIN_FREE={text}: напишіть, скільки місця на диску має лишатися, "
            "наприклад 512M, 5% або «2G 5%»."
        )
    number, unit, per_cent = found.groups()
    return Reserve(int(number or 0) * UNITS.get(unit, 0), float(per_cent or 0))


def read_space(folder: Path) -> Space:
    """The file system that the folder lies on, or will once it is made; OSError as it comes."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    found = os.statvfs(there)
    return Space(
        folder=folder,
        free=found.f_bavail * found.f_frsize,
        total=found.f_blocks * found.f_frsize,
        files=found.f_favail if found.f_files else None,
    )


def find_shortage(folders: Iterable[Path], reserve: Reserve) -> str | None:
    """Why no update may begin, as a sentence for the administrator; None where there is room."""
    for folder in folders:
        if lack := lack_of(read_space(folder), reserve):
            return (
                f"{lack} Нічого не збирається, доки не звільнити місце: старе прибирає "
                "pipeline archive prune, стан диска показує pipeline doctor."
            )
    return None


def lack_of(space: Space, reserve: Reserve) -> str | None:
    """What a file system has too little of, None where it has enough."""
    if space.free < reserve.size or space.per_cent < reserve.per_cent:
        needed = max(reserve.size, int(space.total * reserve.per_cent / 100))
        return (
            f"На диску з текою {space.folder} лишилося {size_of(space.free)} "
            f"із {size_of(space.total)}, а треба щонайменше {size_of(needed)}."
        )
    if space.files is not None and space.files < reserve.files:
        return (
            f"На диску з текою {space.folder} можна створити ще лише "
            f"{count_of(space.files, FILE)} (inode), а треба щонайменше {reserve.files}."
        )
    return None
