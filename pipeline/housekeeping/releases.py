"""Past releases beyond the last few of each dataset, and the bytes that only they used.

A release stays whatever its age while it is the current one, the last one a portal took, or among
the last few that stood or were taken back. Bytes stay while any other release names them, while
they stand on a portal, and while they are a delivery: those go by age alone (`retention.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.model import Release
from pipeline.record.archive import Archive
from pipeline.record.decisions import releases_stood
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger
from pipeline.record.lock import dataset_lock
from pipeline.record.retention import needed_bytes, remove_unless_newer, size_unless_newer
from pipeline.wording import FILE, Noun, count_of, size_of

FRESH = timedelta(days=1)
"""What was kept this recently may belong to an update that is not yet written down."""

LOCK_SECONDS = 5
"""A dataset that is being updated is left for the next day."""

RELEASE = Noun("випуск", "випуски", "випусків")


@dataclass(frozen=True, slots=True)
class Spent:
    """Past releases of a dataset that nothing needs, and the files only they have, by size."""

    dataset: str
    releases: tuple[Release, ...]
    files: Mapping[str, int]

    @property
    def size(self) -> int:
        """Bytes that would be freed."""
        return sum(self.files.values())


def find_spent(ledger: Ledger, archive: Archive, keep: int, now: datetime) -> tuple[Spent, ...]:
    """What may go of every dataset that had more than `keep` releases, in order of names."""
    past: dict[str, dict[str, float]] = defaultdict(dict)
    for dataset, release, kept_at in archive.past_releases():
        past[dataset][release] = kept_at
    staying: set[str] = set()
    leaving: dict[str, list[Release]] = {}
    for dataset, releases in past.items():
        kept = _kept_names(ledger, archive, dataset, releases, keep, now)
        staying |= _files_of(_read(archive, dataset, kept & releases.keys()))
        if spent := sorted(releases.keys() - kept):
            leaving[dataset] = _read(archive, dataset, spent)
    if not leaving:
        return ()
    staying |= needed_bytes(ledger, archive, now - FRESH) | _delivered(ledger)
    return tuple(
        Spent(name, tuple(releases), _sizes(archive, _files_of(releases) - staying, now))
        for name, releases in sorted(leaving.items())
    )


def remove_spent(
    spent: Spent,
    ledger: Ledger,
    archive: Archive,
    locks: Path,
    keep: int,
    now: datetime,
    actor: str,
) -> None:
    """Remove them, written down first; LockHeld where the dataset is being updated.

    What became needed since they were found, by a rollback perhaps, stays. The files go before
    the release that names them, so that a removal cut off in between is finished by the next.
    """
    with dataset_lock(locks, spent.dataset, LOCK_SECONDS):
        known = {release.hash: 0.0 for release in spent.releases}
        kept = _kept_names(ledger, archive, spent.dataset, known, keep, now)
        releases = [release for release in spent.releases if release.hash not in kept]
        if not releases:
            return
        staying = _read(archive, spent.dataset, kept)
        files = _sizes(archive, spent.files.keys() - _files_of(staying), now)
        ledger.record(_event(Spent(spent.dataset, tuple(releases), files), keep, now, actor))
        for sha256 in files:
            remove_unless_newer(archive, sha256, now - FRESH)
        needed = {item for release in staying for item in _accepted(release)}
        for release in releases:
            for document, delivery in _accepted(release) - needed:
                archive.remove_evidence(document, delivery)
            archive.remove_release(spent.dataset, release.hash)


def _kept_names(
    ledger: Ledger,
    archive: Archive,
    dataset: str,
    past: Mapping[str, float],
    keep: int,
    now: datetime,
) -> set[str]:
    kinds = (Kind.PUBLISHED, Kind.ADOPTED, Kind.ROLLED_BACK)
    lately: dict[str, None] = {}
    on_portal: dict[str | None, str] = {}
    for recorded in ledger.read(dataset=dataset, kinds=kinds):
        event = recorded.event
        if event.release is None:
            continue
        lately.pop(event.release, None)
        lately[event.release] = None
        on_portal[event.portal] = event.release
    current = archive.read_release(dataset)
    fresh = (now - FRESH).timestamp()
    return {
        *([current.hash] if current else []),
        *on_portal.values(),
        *list(lately)[-keep:],
        *releases_stood(ledger, dataset)[-keep:],
        *(release for release, kept_at in past.items() if kept_at > fresh),
    }


def _read(archive: Archive, dataset: str, names: Iterable[str]) -> list[Release]:
    found = (archive.read_past_release(dataset, name) for name in sorted(names))
    return [release for release in found if release]


def _delivered(ledger: Ledger) -> set[str]:
    found = ledger.read(kinds=(Kind.GATHERED,))
    return {each.event.sha256 for each in found if each.event.sha256}


def _sizes(archive: Archive, files: Iterable[str], now: datetime) -> dict[str, int]:
    sizes = {sha256: size_unless_newer(archive, sha256, now - FRESH) for sha256 in sorted(files)}
    return {sha256: size for sha256, size in sizes.items() if size is not None}


def _files_of(releases: Iterable[Release]) -> set[str]:
    return {
        file.sha256
        for release in releases
        for document in release.documents
        for file in document.files
    }


def _accepted(release: Release) -> set[tuple[str, str]]:
    return {(document.id, document.delivery) for document in release.documents}


def _event(spent: Spent, keep: int, now: datetime, actor: str) -> Event:
    return Event(
        kind=Kind.PRUNED,
        at=now,
        actor=actor,
        sentence=f"З архіву вилучено давні випуски: {count_of(len(spent.releases), RELEASE)}, "
        f"{count_of(len(spent.files), FILE)}, {size_of(spent.size)}; лишаються останні {keep}.",
        dataset=spent.dataset,
        data={
            "releases": [release.hash for release in spent.releases],
            "files": len(spent.files),
            "size": spent.size,
            "keep_releases": keep,
        },
    )
