"""Files that a power cut leaves whole or not at all.

Each is written beside its place, flushed to the disk and renamed into it, and the folder is flushed
too. Folders are made with mode 0700; the files, made as temporary ones, are 0600.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ABANDONED = 24 * 3600
"""Seconds after which an unfinished file is nobody's: no copy takes a day."""


@contextmanager
def unfinished_file(folder: Path) -> Iterator[IO[bytes]]:
    """A file in that folder, gone at the end unless it was settled elsewhere."""
    make_folder(folder)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            _sweep(folder, os.fstat(file.fileno()).st_mtime - ABANDONED)
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


@contextmanager
def new_file(place: Path) -> Iterator[IO[bytes]]:
    """What is written into it stands at that place afterwards, or nothing does.

    OSError as it comes. The folder is a person's: nothing else in it is touched.
    """
    with tempfile.NamedTemporaryFile(
        dir=place.parent, prefix=f".{place.name}.", delete=False
    ) as file:
        try:
            yield file
            settle(file, place)
        finally:
            Path(file.name).unlink(missing_ok=True)


def settle(file: IO[bytes], place: Path) -> None:
    """Flush an unfinished file to the disk and move it to its place in one step."""
    file.flush()
    os.fsync(file.fileno())
    make_folder(place.parent)
    Path(file.name).rename(place)
    flush_folder(place.parent)


def make_folder(folder: Path) -> None:
    """The folder, there after a power cut too."""
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """A rename outlives a power cut only when the folder itself has reached the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, before: float) -> None:
    """Remove what a crash left behind; `before` is by the file system's own clock."""
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < before:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it or settled it meanwhile
