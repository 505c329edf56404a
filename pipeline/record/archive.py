"""Bytes by their hash: raw deliveries, clean documents, manifests of releases; and verdicts.

Nothing is ever rewritten but the small pointers (`current` and `releases` of a dataset, the
verdicts of a document), each replaced in one step. Only `retention.py` removes bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.disk_words import sentence_of
from pipeline.model import Release, Verdict
from pipeline.record import manifest
from pipeline.record.disk import settle, unfinished_file
from pipeline.record.manifest import ArchiveError

__all__ = ["Archive", "ArchiveError", "Kept"]

BLOCK = 1024 * 1024
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes as they lie in the archive; `size` in bytes."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive in one folder, made with mode 0700 at first use; its files are 0600.

    `beneath` is another archive that is only read: what is kept here covers what lies there. So a
    rehearsal finds everything and leaves nothing.
    """

    folder: Path
    beneath: Path | None = None

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
        path = self._seen(self._place_of(sha256))
        if not path.is_file():
            raise FileNotFoundError(f"В архіві «{self.folder}» немає файлу з хешем {sha256}.")
        return path

    def renew(self, sha256: str, size: int) -> Kept | None:
        """Those bytes, handed in anew: retention counts from now on; None where they are gone."""
        own = self._place_of(sha256)
        place = self._seen(own)
        try:
            if place == own:
                os.utime(place)
            known = place.stat().st_size
        except FileNotFoundError:
            return None
        return Kept(sha256, size, place) if known == size else None

    # Releases and verdicts

    def keep_release(self, release: Release) -> None:
        """Keep the release's manifest and make it the dataset's current one."""
        kept = self.keep_bytes(manifest.write_release(release))
        self._replace(self._past(release.dataset) / release.hash, kept.sha256.encode())
        self._replace(self._pointer_of(release.dataset), kept.sha256.encode())

    def read_release(self, dataset: str) -> Release | None:
        """The dataset's current release, None before the first.

        ArchiveError where its manifest is missing or is not what was kept: a release is never
        guessed anew, because documents of earlier deliveries would vanish with it.
        """
        pointer = self._seen(self._pointer_of(dataset))
        return self._read_manifest(dataset, pointer) if pointer.exists() else None

    def read_past_release(self, dataset: str, release: str) -> Release | None:
        """A release that was the dataset's current one at some time, by its hash."""
        if not re.fullmatch(r"[0-9a-f]{16}", release):
            return None
        pointer = self._seen(self._past(dataset) / release)
        return self._read_manifest(dataset, pointer) if pointer.is_file() else None

    def find_release(self, release: str) -> Release | None:
        """The release of that hash, whichever dataset's it is."""
        datasets = (path.name for path in _children(self.folder / "releases"))
        found = (self.read_past_release(dataset, release) for dataset in datasets)
        return next((each for each in found if each), None)

    def current_releases(self) -> Iterator[Release]:
        """The current release of every dataset that has one."""
        for pointer in _children(self.folder / "current"):
            yield self._read_manifest(pointer.name, pointer)

    def past_releases(self) -> Iterator[tuple[str, str, float]]:
        """Every release that ever was a dataset's current one: dataset, hash, and when it was.

        The moment, in seconds, is the last at which it became the current one.
        """
        for folder in _children(self.folder / "releases"):
            for pointer in _children(folder):
                yield folder.name, pointer.name, pointer.stat().st_mtime

    def release_bytes(self) -> set[str]:
        """Hashes of all that belongs to a release, past ones too: manifests and clean files."""
        found = set()
        for folder in _children(self.folder / "releases"):
            for pointer in _children(folder):
                release = self._read_manifest(folder.name, pointer)
                files = (file for document in release.documents for file in document.files)
                found |= {pointer.read_text("ascii"), *(file.sha256 for file in files)}
        return found

    def keep_verdict(self, key: str, verdict: Verdict) -> None:
        """Keep the document's last verdict, without its table, in place of the one before.

        An accepted one is also kept for good, as evidence of what was published.
        """
        content = manifest.write_verdict(key, verdict)
        if verdict.accepted:
            self._replace(self._evidence_of(verdict.document, verdict.sha256), content)
        self._replace(self._verdict_of(verdict.document), content)

    def read_verdict(self, document: str, key: str) -> Verdict | None:
        """The document's last verdict if it was given for that key.

        A damaged one counts as none: the delivery is then simply checked anew.
        """
        found = manifest.read_kept_verdict(self._seen(self._verdict_of(document)))
        return found[1] if found and found[0] == key else None

    def read_evidence(self, document: str, delivery: str) -> Verdict | None:
        """The verdict by which a delivery of the document was accepted."""
        found = manifest.read_kept_verdict(self._seen(self._evidence_of(document, delivery)))
        return found[1] if found else None

    # Removal

    def remove(self, sha256: str) -> None:
        """Remove bytes for good; whoever calls has written down why they may go."""
        self._place_of(sha256).unlink(missing_ok=True)

    def remove_release(self, dataset: str, release: str) -> None:
        """Forget a past release and its manifest; of its files the caller decides."""
        pointer = self._past(dataset) / release
        manifest_hash = pointer.read_text("ascii").strip()
        pointer.unlink()
        self.remove(manifest_hash)

    def remove_evidence(self, document: str, delivery: str) -> None:
        """Remove what an accepted delivery of the document was found to be."""
        self._evidence_of(document, delivery).unlink(missing_ok=True)

    def remove_verdicts(self, document: str, delivery: str) -> None:
        """Remove what was found in a delivery of the document: findings quote its cells."""
        self.remove_evidence(document, delivery)
        last = manifest.read_kept_verdict(self._verdict_of(document))
        if last and last[1].sha256 == delivery:
            self._verdict_of(document).unlink(missing_ok=True)

    # Places

    def _place_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _pointer_of(self, dataset: str) -> Path:
        return self.folder / "current" / dataset

    def _past(self, dataset: str) -> Path:
        return self.folder / "releases" / dataset

    def _verdict_of(self, document: str) -> Path:
        return self.folder / "verdicts" / f"{manifest.name_verdicts(document)}.json"

    def _evidence_of(self, document: str, delivery: str) -> Path:
        return self.folder / "accepted" / manifest.name_verdicts(document) / f"{delivery}.json"

    def _seen(self, place: Path) -> Path:
        """Where that is read from: here, or beneath where it is not here."""
        if self.beneath is None or place.exists():
            return place
        return self.beneath / place.relative_to(self.folder)

    def _read_manifest(self, dataset: str, pointer: Path) -> Release:
        try:
            path = self.path_of(pointer.read_text("ascii").strip())
            return manifest.read_release(manifest.read_checked(path))
        except (OSError, ArchiveError) as error:
            raise ArchiveError(f"Опис випуску набору «{dataset}» пошкоджено: {error}") from error

    # Writing

    def _keep(self, stream: IO[bytes]) -> Kept:
        digest = hashlib.sha256()
        with self._unfinished() as file:
            while block := stream.read(BLOCK):
                digest.update(block)
                file.write(block)
            size = file.tell()
            place = self._place_of(digest.hexdigest())
            if kept := self.renew(digest.hexdigest(), size):
                return kept
            settle(file, place)
        return Kept(digest.hexdigest(), size, place)

    def _replace(self, place: Path, content: bytes) -> None:
        with self._unfinished() as file:
            file.write(content)
            settle(file, place)

    @contextmanager
    def _unfinished(self) -> Iterator[IO[bytes]]:
        """A file beside all places, gone at the end unless it was settled into one."""
        try:
            with unfinished_file(self.folder / "unfinished") as file:
                yield file
        except OSError as error:
            told = sentence_of(error)
            raise ArchiveError(f"Архів «{self.folder}» не записується. {told}") from error


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
