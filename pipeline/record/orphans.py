"""Bytes of the archive that nothing names: what a run was about to record when it was killed.

Also a release's manifest, once a later version of the program has written it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pipeline.record.archive import Archive, ArchiveError
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger
from pipeline.record.retention import Outdated, remove_unless_newer
from pipeline.wording import DAY, FILE, count_of, size_of

ORPHANED = timedelta(days=30)
"""No run takes so long, and whoever restores an earlier ledger has the time to notice."""


def find_orphans(ledger: Ledger, archive: Archive, now: datetime) -> tuple[Outdated, ...]:
    """Bytes that no event and no release names, untouched for 30 days, in order.

    ArchiveError where the ledger does not know a current release: it is another archive's, and all
    would seem to be nobody's.
    """
    in_releases = archive.release_bytes()
    found = {
        sha256: size
        for sha256, size in _untouched(archive, (now - ORPHANED).timestamp())
        if sha256 not in in_releases
    }
    if not found:
        return ()
    known = _named(ledger, "release")
    for release in archive.current_releases():
        if release.hash not in known:
            raise ArchiveError(
                f"Журнал не знає чинного випуску набору «{release.dataset}»: він не від цього "
                "архіву, тож нічийних файлів не шукано. Перевірте PIPELINE_LEDGER_URL."
            )
    nobodys = sorted(found.keys() - _named(ledger, "sha256"))
    return tuple(Outdated(sha256, found[sha256]) for sha256 in nobodys)


def remove_orphans(
    orphans: Sequence[Outdated], ledger: Ledger, archive: Archive, now: datetime, actor: str
) -> None:
    """Remove them, written down first; what a run has handed in anew meanwhile stays."""
    if not orphans:
        return
    size = sum(each.size for each in orphans)
    ledger.record(
        Event(
            kind=Kind.PRUNED,
            at=now,
            actor=actor,
            sentence=f"З архіву вилучено нічиї файли: {count_of(len(orphans), FILE)}, "
            f"{size_of(size)}; їх не називає жодна подія, і {count_of(ORPHANED.days, DAY)} "
            "їх ніхто не чіпав.",
            data={"orphans": len(orphans), "size": size},
        )
    )
    for each in orphans:
        remove_unless_newer(archive, each.sha256, now - ORPHANED)


def _untouched(archive: Archive, before: float) -> Iterator[tuple[str, int]]:
    for place in archive.folder.glob("[0-9a-f][0-9a-f]/*"):
        found = place.stat()
        if found.st_mtime < before:
            yield place.name, found.st_size


def _named(ledger: Ledger, column: str) -> set[str]:
    """Every value that the column of the events has."""
    from sqlalchemy import select

    from pipeline.record.schema import events

    query = select(events.c[column]).where(events.c[column].is_not(None)).distinct()
    with ledger.reading() as connection:
        return set(connection.execute(query).scalars())
