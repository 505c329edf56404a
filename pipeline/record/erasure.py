"""Raw bytes that must not be kept (personal data, a file handed in by mistake) go at once.

What was published stays: the public may have relied on it. The event that stays tells who removed
what and on which ground.
"""

from __future__ import annotations

import re
from datetime import datetime

from pipeline.record.archive import Archive, ArchiveError
from pipeline.record.event import Event, Kind, Recorded
from pipeline.record.ledger import Ledger


class ErasureRefused(ArchiveError):
    """These bytes may not be removed; the sentence says why."""


def erase(
    sha256: str, ground: str, by: str, ledger: Ledger, archive: Archive, now: datetime, actor: str
) -> Recorded:
    """Remove raw bytes and what was found in them, written down first.

    ErasureRefused where they were published, are no delivery at all, or are not in the archive.
    """
    size = _check(sha256, ledger, archive)
    delivered = _events_of(ledger, sha256, Kind.GATHERED)
    first = delivered[0].event if delivered else None
    recorded = ledger.record(
        Event(
            kind=Kind.ERASED,
            at=now,
            actor=actor,
            sentence=f"З архіву вилучено надходження, якого не можна зберігати: {ground}.",
            dataset=first.dataset if first else None,
            document=first.document if first else None,
            sha256=sha256,
            data={"by": by, "ground": ground, "size": size},
        )
    )
    for document in {each.event.document for each in delivered if each.event.document}:
        archive.remove_verdicts(document, sha256)
    archive.remove(sha256)
    return recorded


def _check(sha256: str, ledger: Ledger, archive: Archive) -> int:
    """How many bytes would go."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ErasureRefused("Хеш надходження має 64 знаки 0–9 і a–f: він є у звіті підрозділу.")
    try:
        size = archive.path_of(sha256).stat().st_size
    except FileNotFoundError as error:
        raise ErasureRefused(str(error)) from error
    if published := _events_of(ledger, sha256, Kind.PUBLISHING, Kind.PUBLISHED, Kind.ADOPTED):
        raise ErasureRefused(
            f"Ці байти опубліковано (подія {published[0].seq}, {published[0].event.document}): "
            "опублікованого програма не вилучає."
        )
    if sha256 in archive.release_bytes():
        raise ErasureRefused("Ці байти належать випускові набору даних: вилучити їх не можна.")
    return size


def _events_of(ledger: Ledger, sha256: str, *kinds: Kind) -> list[Recorded]:
    return list(ledger.read(kinds=kinds, sha256=sha256))
