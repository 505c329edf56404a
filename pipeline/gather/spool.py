"""Bytes as they come from a source → the archive, bounded in size and in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.record.archive import Archive, Kept
from pipeline.record.disk import unfinished_file

SIZE_LIMIT = 1024**3


class TooLarge(Exception):
    """The source gives more than is allowed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The archived bytes, the name they came under, and the source's own date of them."""

    name: str
    kept: Kept
    modified: datetime


def keep_chunks(chunks: Iterable[bytes], archive: Archive, limit: int) -> Kept:
    """Archive them as one file; TooLarge beyond `limit` bytes, and nothing is archived then.

    They are gathered beside the archive, not in a folder for everybody's temporary files: those
    may lie in memory, and what a crash leaves there is nobody's to remove.
    """
    size = 0
    with unfinished_file(archive.folder / "unfinished") as target:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge
            target.write(chunk)
        target.flush()
        return archive.keep_file(Path(target.name))
