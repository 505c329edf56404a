"""An earlier release again, from the archive, and nothing of what it replaces until it is mended.

The event comes first: it pins the release by naming every delivery that does not count, so that
the next run does not bring back what was just taken back. A rollback cut off after it is finished
by the next run, or by the same command.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.life.errors import NotPossible
from pipeline.model import Dataset, PortalOutcome, Release
from pipeline.publish.errors import PortalError
from pipeline.publish.push import plan_release
from pipeline.record.decisions import releases_stood
from pipeline.record.event import Event, Kind
from pipeline.record.lock import dataset_lock
from pipeline.renewal import finish_rollback, stand_again
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
        finish_rollback(dataset.name, desk.ledger, desk.archive, desk.now())
        current = desk.archive.read_release(dataset.name)
        if current is None:
            raise NotPossible("Набір ще не опубліковано: відкочувати нічого.")
        if wanted in (None, current.hash) and _is_unfinished(dataset, current, desk):
            return RolledBack(current, publish(dataset, current, desk), ())
        target = _find(dataset, current, wanted, desk)
        release = stand_again(target, current, desk.now())
        event = _event(dataset, current, target, by, reason, desk)
        desk.ledger.record(event)
        desk.archive.keep_release(release)
        kept = {document.id for document in release.documents}
        return RolledBack(
            release=release,
            portals=publish(dataset, release, desk),
            left=tuple(item.id for item in current.documents if item.id not in kept),
        )


def _is_unfinished(dataset: Dataset, current: Release, desk: Desk) -> bool:
    """Whether the last rollback led to this release and a portal does not have all of it yet.

    Given once more, the command then means the same rollback, not one release further back.
    """
    found = desk.ledger.read(dataset=dataset.name, kinds=(Kind.ROLLED_BACK,), newest_first=True)
    last = next(found, None)
    if last is None or last.event.release != current.hash:
        return False
    return any(not _has_all(dataset, current, name, desk) for name in dataset.portals)


def _has_all(dataset: Dataset, current: Release, portal: str, desk: Desk) -> bool:
    publisher, known = desk.catalogue.publisher, desk.catalogue.portals[portal]
    try:
        client, ledger = desk.clients[portal], desk.ledger
        return plan_release(dataset, current, publisher, known, client, ledger).is_empty
    except PortalError:
        return False


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
