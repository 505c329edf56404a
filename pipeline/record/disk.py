"""Files that a power cut leaves whole or not at all.

Each is written beside its place, flushed to the disk and renamed into it, and the folder is flushed
too. Folders are made with mode 0700; the files, made as temporary ones, are 0600.
"""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

UNFINISHED = ".*.part"
"""The pattern of a file's name before it is whole, in a folder where other files are."""

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
    try:
        unfinished = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed by the block below
            dir=place.parent, prefix=f".{place.name}.", delete=False
        )
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error
    with unfinished as file:
        try:
            yield file
            settle(file, place)
        finally:
            Path(file.name).unlink(missing_ok=True)


def replace_file(place: Path, content: bytes) -> None:
    """Write the file whole or leave the former one, also where the disk is full; OSError as it is.

    It keeps the former one's rights, and a new one gets those that its folder's owner gives: others
    read it over a share or a web server. A link is replaced, never followed: others write there
    too, and it may lead to what is ours.
    """
    former = place.lstat().st_mode if os.path.lexists(place) else None
    unfinished = place.parent / f".{place.name}.part"
    unfinished.unlink(missing_ok=True)
    try:
        with unfinished.open("xb") as file:
            if former is not None and stat.S_ISREG(former):
                os.fchmod(file.fileno(), stat.S_IMODE(former))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def remove_unless_newer(place: Path, since: float, aside: Path) -> bool:
    """Remove a file unless it was touched since that moment; whether it went.

    It is taken out of its place first, into the folder `aside` of the same disk, and looked at
    there: whoever wants to touch it meanwhile finds none and writes it anew.
    """
    make_folder(aside)
    taken = aside / f"{place.name}.{secrets.token_hex(4)}"
    try:
        place.rename(taken)
    except FileNotFoundError:
        return False
    newer = taken.stat().st_mtime >= since
    if newer:
        with suppress(FileExistsError):
            os.link(taken, place)
    taken.unlink()
    return not newer


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
