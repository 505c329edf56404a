"""The bytes of published files, and the way there.

An upload is written into `incoming/`, hashed on the way, flushed to the disk and only then moved
into `files/` under a name of its own; the database commits that name last. So whatever instant
the process dies at, a file is either named by a committed record or an orphan, which the next
start sweeps away. A replaced file goes only after the commit that stopped naming it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Set
from pathlib import Path


class Upload:
    """A file on its way in; looks enough like a file for werkzeug's multipart parser."""

    def __init__(self, path: Path, filename: str) -> None:
        """Start an empty file at `path`; `filename` is the name its sender gave it."""
        self.path = path
        self.filename = filename
        self.size = 0
        self._digest = hashlib.sha256()
        self._file = path.open("xb")

    @property
    def sha256(self) -> str:
        """The hash of what has arrived, 64 hex digits."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> int:
        """Take the next bytes."""
        self._digest.update(chunk)
        self.size += len(chunk)
        return self._file.write(chunk)

    def seek(self, _offset: int) -> int:
        """The parser rewinds a finished part for its reader; here nobody reads it again."""
        return 0

    def settle(self) -> None:
        """Make sure that the bytes are on the disk itself before a record may name them."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        """Forget the upload; one that was kept has moved away and stays."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Shelf:
    """The folders of the portal's files."""

    def __init__(self, folder: Path) -> None:
        """Make the folders where they are missing."""
        self.incoming = folder / "incoming"
        self._files = folder / "files"
        for path in (self.incoming, self._files):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def receive(self, filename: str) -> Upload:
        """A new upload beside the store, on the same disk, so that keeping it is one rename."""
        return Upload(self.incoming / f"{secrets.token_hex(16)}.part", filename)

    def keep(self, upload: Upload) -> str:
        """Move a settled upload into the store; returns the name the record must commit."""
        stored = secrets.token_hex(16)
        upload.path.rename(self._files / stored)
        _flush_folder(self._files)
        return stored

    def path(self, stored: str) -> Path:
        """Where the bytes of that name lie."""
        return self._files / stored

    def holds(self, stored: str, sha256: str) -> bool:
        """Whether the bytes of that name are still there and still have that hash."""
        try:
            with self.path(stored).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def drop(self, stored: str) -> None:
        """Remove bytes that no committed record names; a reader in the middle keeps reading."""
        self.path(stored).unlink(missing_ok=True)

    def sweep(self, named: Set[str]) -> int:
        """Remove what dead uploads left; only safe while nobody uploads. Returns how many."""
        dead = [path for path in self._files.iterdir() if path.name not in named]
        dead.extend(self.incoming.iterdir())
        for path in dead:
            path.unlink()
        return len(dead)


def _flush_folder(path: Path) -> None:
    """A rename is on the disk only once its folder is."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
