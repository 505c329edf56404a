"""An earlier release again, from the archive, and nothing of what it replaces until it is mended.

The event comes first: it pins the release by naming every delivery that does not count, so that
the next run does not bring back what was just taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.life.errors import NotPossible
from pipeline.model import Dataset, PortalOutcome, Release
from pipeline.record.decisions import releases_stood
from pipeline.record.event import Event, Kind
from pipeline.record.lock import dataset_lock
from pipeline.run import LOCK_SECONDS, Desk, publish
from pipeline.wording import minute


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The release that stands now, and documents it lacks, which stay on the portals."""

    release: Release
    portals: tuple[PortalOutcome, ...]
    left: tuple[str, ...]


def roll_back(dataset: Dataset, wanted: str | None, by: str, reason: str, desk: Desk) -> RolledBack:
    """Let a past release stand; without a name, the one before the current.

    NotPossible where there is none, or the archive lost bytes of it.
    """
    with dataset_lock(desk.locks, dataset.name, LOCK_SECONDS):
        current = desk.archive.read_release(dataset.name)
        if current is None:
            raise NotPossible("Набір ще не опубліковано: відкочувати нічого.")
        target = _find(dataset, current, wanted, desk)
        desk.ledger.record(_event(dataset, current, target, by, reason, desk))
        release = replace(target, made_at=desk.now(), first_made_at=current.first_made_at)
        desk.archive.keep_release(release)
        kept = {document.id for document in release.documents}
        return RolledBack(
            release=release,
            portals=publish(dataset, release, desk),
            left=tuple(item.id for item in current.documents if item.id not in kept),
        )


def _find(dataset: Dataset, current: Release, wanted: str | None, desk: Desk) -> Release:
    stood = [name for name in releases_stood(desk.ledger, dataset.name) if name != current.hash]
    name = wanted or (stood[-1] if stood else None)
    if name is None:
        raise NotPossible("Попереднього випуску немає: це перший.")
    if name == current.hash:
        raise NotPossible(f"Випуск {name} і є нинішнім.")
    found = desk.archive.read_past_release(dataset.name, name)
    if found is None:
        known = ", ".join(reversed(stood)) or "жодного"
        raise NotPossible(f"В архіві немає випуску {name}. Були: {known}.")
    for document in found.documents:
        for file in document.files:
            _check_bytes(file.sha256, desk)
    return found


def _check_bytes(sha256: str, desk: Desk) -> None:
    try:
        desk.archive.path_of(sha256)
    except FileNotFoundError as error:
        raise NotPossible(f"Випуск неповний: {error}") from error


def _event(
    dataset: Dataset, current: Release, target: Release, by: str, reason: str, desk: Desk
) -> Event:
    """Every delivery ever seen is pinned but those of the release that stands again."""
    standing = {document.delivery for document in target.documents}
    seen = {
        item.event.sha256 for item in desk.ledger.read(dataset=dataset.name, kinds=(Kind.GATHERED,))
    }
    pinned = sorted(sha256 for sha256 in seen - standing if sha256)
    now = desk.now()
    return Event(
        kind=Kind.ROLLED_BACK,
        at=now,
        actor=desk.actor,
        sentence=f"{by} повертає випуск {target.hash} від {minute(target.made_at)}: "
        f"{reason.rstrip('.')}.",
        dataset=dataset.name,
        release=target.hash,
        data={"by": by, "reason": reason, "from": current.hash, "pinned": pinned},
    )
