"""How long raw deliveries are kept.

Only what an office handed in is ever removed, and never bytes that something still stands on. It is
written into the ledger before it is done; a removal cut off in between is finished by the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.record import disk
from pipeline.record.archive import Archive
from pipeline.record.event import Event, Kind, write_moment
from pipeline.record.ledger import PAGE, Ledger
from pipeline.wording import DAY, FILE, count_of, size_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Outdated:
    """Raw bytes nothing needs any more; `size` in bytes."""

    sha256: str
    size: int


def find_outdated(
    ledger: Ledger,
    archive: Archive,
    keep_days: int,
    now: datetime,
    releases: Collection[str] = (),
) -> tuple[Outdated, ...]:
    """Raw deliveries last handed in more than `keep_days` ago that nothing stands on.

    Kept whatever their age: the last delivery of every document, all that a current release names,
    and every file that stood on a portal at some moment of that time (a plain file is published as
    it was delivered). `releases` are hashes of files that past releases keep: a plain file of one
    that can stand again is its delivery.
    """
    since = now - timedelta(days=keep_days)
    needed = needed_bytes(ledger, archive, since).union(releases)
    return tuple(
        Outdated(sha256, size)
        for sha256 in _delivered_before(ledger, since)
        if sha256 not in needed and (size := size_unless_newer(archive, sha256, since)) is not None
    )


def prune(
    outdated: Sequence[Outdated],
    ledger: Ledger,
    archive: Archive,
    keep_days: int,
    now: datetime,
    actor: str,
) -> None:
    """Remove what `find_outdated` found; no event where it found nothing."""
    if not outdated:
        return
    size = sum(each.size for each in outdated)
    ledger.record(
        Event(
            kind=Kind.PRUNED,
            at=now,
            actor=actor,
            sentence=f"З архіву вилучено давні надходження: {count_of(len(outdated), FILE)}, "
            f"{size_of(size)}; їх зберігають {count_of(keep_days, DAY)}.",
            data={"files": len(outdated), "size": size, "keep_raw_days": keep_days},
        )
    )
    for each in outdated:
        remove_unless_newer(archive, each.sha256, now - timedelta(days=keep_days))


def needed_bytes(ledger: Ledger, archive: Archive, since: datetime) -> set[str]:
    """What nothing may remove: current releases, last deliveries, and what stood since then."""
    found = {*_stood(ledger, write_moment(since)), *_last_deliveries(ledger).values()}
    for release in archive.current_releases():
        for document in release.documents:
            found |= {document.delivery, *(file.sha256 for file in document.files)}
    return found


def _stood(ledger: Ledger, since: str) -> Iterator[str]:
    """Every file that stood on a portal at that moment or after."""
    from pipeline.record.schema import events

    columns = [events.c[name] for name in ("portal", "dataset", "document", "at", "sha256")]
    condition = events.c.kind.in_([Kind.PUBLISHED.value, Kind.ADOPTED.value])
    before: dict[tuple[str, ...], tuple[str, str]] = {}
    for *key, at, sha256 in _select(ledger, columns, condition & events.c.sha256.is_not(None)):
        if at >= since:
            yield sha256
        else:
            before[tuple(key)] = max((at, sha256), before.get(tuple(key), ("", "")))
    yield from (sha256 for _, sha256 in before.values())


def _last_deliveries(ledger: Ledger) -> dict[str, str]:
    from pipeline.record.schema import events

    columns = [events.c.document, events.c.sha256]
    rows = _select(ledger, columns, events.c.kind == Kind.GATHERED.value)
    return {document: sha256 for document, sha256 in rows}  # noqa: C416 - a row is no pair to mypy


def _delivered_before(ledger: Ledger, since: datetime) -> tuple[str, ...]:
    from pipeline.record.schema import events

    last: dict[str, str] = {}
    columns = [events.c.sha256, events.c.at]
    for sha256, at in _select(ledger, columns, events.c.kind == Kind.GATHERED.value):
        last[sha256] = max(at, last.get(sha256, ""))
    return tuple(sha256 for sha256, at in last.items() if at < write_moment(since))


def _select(
    ledger: Ledger, columns: Sequence[ColumnElement[str]], condition: ColumnElement[bool]
) -> Iterator[tuple[str, ...]]:
    from sqlalchemy import select

    from pipeline.record.schema import events

    query = select(*columns).where(condition).order_by(events.c.seq)
    with ledger.reading() as connection:
        for row in connection.execution_options(yield_per=PAGE).execute(query):
            yield tuple(row)


def size_unless_newer(archive: Archive, sha256: str, since: datetime) -> int | None:
    """None where the bytes are gone, or were handed in anew a moment ago and not yet recorded."""
    try:
        found = archive.path_of(sha256).stat()
    except FileNotFoundError:
        return None
    return found.st_size if found.st_mtime < since.timestamp() else None


def remove_unless_newer(archive: Archive, sha256: str, since: datetime) -> None:
    """Remove bytes for good, but those handed in anew since that moment, be it just now."""
    with suppress(FileNotFoundError):
        place = archive.path_of(sha256)
        disk.remove_unless_newer(place, since.timestamp(), archive.folder / "unfinished")
