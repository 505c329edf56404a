"""One writer a dataset, one daemon a folder: a lock that names its holder and dies with it.

The kernel holds the lock (flock), so that a killed process leaves none behind; the file only tells
a person who holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from pipeline.wording import minute

PAUSE = 0.1
"""Seconds between two tries."""


class LockHeld(RuntimeError):
    """Another process works there; the sentence names it."""


@contextmanager
def dataset_lock(folder: Path, dataset: str, wait: float) -> Iterator[None]:
    """Hold the dataset's lock for the block; LockHeld if it is not free within `wait` seconds.

    Two threads of one process exclude each other as two processes do.
    """
    with file_lock(folder / f"{dataset}.lock", f"Набір «{dataset}» зараз оновлює", wait):
        yield


@contextmanager
def file_lock(path: Path, busy: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock file for the block; LockHeld, `busy` and the holder's name, where it is taken.

    `wait` is how many seconds to try.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _taken(path, busy, time.monotonic() + wait) as file:
        _write_holder(file)
        try:
            yield
        finally:
            file.truncate(0)


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock file now."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            return not _try(file)
    except FileNotFoundError:
        return False


def remove_lock(path: Path, before: float) -> bool:
    """Remove a lock file that nobody holds or has taken since that moment; whether it went."""
    with suppress(FileNotFoundError), path.open("r+", encoding="utf-8") as file:
        if _try(file) and _stands(file, path) and os.fstat(file.fileno()).st_mtime < before:
            path.unlink()
            return True
    return False


@contextmanager
def _taken(path: Path, busy: str, until: float) -> Iterator[TextIO]:
    """The lock file, locked; a file that was removed before we had it is no lock, so another."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+", encoding="utf-8") as file:
            while not _try(file):
                if time.monotonic() >= until:
                    raise LockHeld(f"{busy} {_holder_in(file)}.")
                time.sleep(PAUSE)
            if _stands(file, path):
                yield file
                return


def _try(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stands(file: TextIO, path: Path) -> bool:
    """Whether that is the file which others find under the name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _write_holder(file: TextIO) -> None:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(),
    }
    file.seek(0)
    file.truncate()
    file.write(json.dumps(holder))
    file.flush()


def _holder_in(file: TextIO) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        return (
            f"процес {holder['pid']} на «{holder['host']}» "
            f"від {minute(datetime.fromisoformat(holder['since']))}"
        )
    except (ValueError, KeyError, TypeError):
        return "інший процес"  # it took the lock and has not written its name yet
