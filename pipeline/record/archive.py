"""Bytes by their hash: raw deliveries, clean documents, manifests of releases; and last verdicts.

A file is written beside its place, flushed to the disk and renamed into it, and the folder is
flushed too: after a power cut it is there whole or not at all. Nothing is ever rewritten but the
small pointers (`current` of a dataset, the last verdict of a document), each replaced in one step.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.model import Release, Verdict
from pipeline.record import manifest
from pipeline.record.manifest import ArchiveError

__all__ = ["Archive", "ArchiveError", "Kept"]

BLOCK = 1024 * 1024
"""Bytes copied at a time."""
ABANDONED = 24 * 3600
"""Seconds after which an unfinished file is nobody's: no copy takes a day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes as they lie in the archive; `size` in bytes."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive in one folder, made with mode 0700 at first use; its files are 0600."""

    folder: Path

    # Bytes

    def keep_file(self, source: Path) -> Kept:
        """Copy a file in, hashing on the way; the same bytes twice lie here once.

        OSError where the source cannot be read, ArchiveError where the archive cannot be written.
        """
        with source.open("rb") as stream:
            return self._keep(stream)

    def keep_bytes(self, content: bytes) -> Kept:
        """Put bytes in; ArchiveError where the archive cannot be written."""
        return self._keep(io.BytesIO(content))

    def path_of(self, sha256: str) -> Path:
        """Where those bytes lie; FileNotFoundError with a sentence where they do not."""
        path = self._place_of(sha256)
        if not path.is_file():
            raise FileNotFoundError(f"В архіві «{self.folder}» немає файлу з хешем {sha256}.")
        return path

    # Releases and verdicts

    def keep_release(self, release: Release) -> None:
        """Keep the release's manifest and make it the dataset's current one."""
        kept = self.keep_bytes(manifest.write_release(release))
        self._replace(self._pointer_of(release.dataset), kept.sha256.encode())

    def read_release(self, dataset: str) -> Release | None:
        """The dataset's current release, None before the first.

        ArchiveError where its manifest is missing or is not what was kept: a release is never
        guessed anew, because documents of earlier deliveries would vanish with it.
        """
        pointer = self._pointer_of(dataset)
        if not pointer.exists():
            return None
        try:
            path = self.path_of(pointer.read_text("ascii").strip())
            return manifest.read_release(_read_checked(path))
        except (OSError, ArchiveError) as error:
            raise ArchiveError(f"Опис випуску набору «{dataset}» пошкоджено: {error}") from error

    def keep_verdict(self, key: str, verdict: Verdict) -> None:
        """Keep the document's last verdict, without its table, in place of the one before."""
        self._replace(self._verdict_of(verdict.document), manifest.write_verdict(key, verdict))

    def read_verdict(self, document: str, key: str) -> Verdict | None:
        """The document's last verdict if it was given for that key.

        A damaged one counts as none: the delivery is then simply checked anew.
        """
        path = self._verdict_of(document)
        try:
            found, verdict = manifest.read_verdict(path.read_bytes())
        except (FileNotFoundError, ArchiveError):
            return None
        return verdict if found == key else None

    # Places

    def _place_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _pointer_of(self, dataset: str) -> Path:
        return self.folder / "current" / dataset

    def _verdict_of(self, document: str) -> Path:
        """A document's id may hold any path an office gave its file, so a hash of it names ours."""
        name = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / "verdicts" / f"{name}.json"

    # Writing

    def _keep(self, stream: IO[bytes]) -> Kept:
        digest = hashlib.sha256()
        with self._unfinished() as file:
            while block := stream.read(BLOCK):
                digest.update(block)
                file.write(block)
            size = file.tell()
            place = self._place_of(digest.hexdigest())
            if not (place.is_file() and place.stat().st_size == size):
                _settle(file, place)
        return Kept(digest.hexdigest(), size, place)

    def _replace(self, place: Path, content: bytes) -> None:
        with self._unfinished() as file:
            file.write(content)
            _settle(file, place)

    @contextmanager
    def _unfinished(self) -> Iterator[IO[bytes]]:
        """A file beside all places, gone at the end unless it was settled into one."""
        try:
            folder = self.folder / "unfinished"
            _make_folder(folder)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                try:
                    _sweep(folder, os.fstat(file.fileno()).st_mtime - ABANDONED)
                    yield file
                finally:
                    Path(file.name).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(f"Архів «{self.folder}» не записується: {error}.") from error


def _settle(file: IO[bytes], place: Path) -> None:
    """Flush an unfinished file to the disk and move it to its place in one step."""
    file.flush()
    os.fsync(file.fileno())
    _make_folder(place.parent)
    Path(file.name).rename(place)
    _flush_folder(place.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
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


def _read_checked(path: Path) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.name:
        raise ArchiveError(f"вміст файлу «{path}» не відповідає його хешу.")
    return content
