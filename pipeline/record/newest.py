"""The newest events of every dataset, for whoever asks how things stand now."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Select, func, select

from pipeline.record.chain import read_row
from pipeline.record.event import Kind, Recorded
from pipeline.record.schema import events, is_void


def newest_events(connection: Connection) -> tuple[Recorded, ...]:
    """The newest event of each kind on each portal of every dataset, in order of recording.

    Corrections are left out: they happened to the ledger, not to the dataset.
    """
    parts = (events.c.dataset, events.c.kind, events.c.portal)
    newest = (
        select(func.max(events.c.seq))
        .where(events.c.dataset.is_not(None), events.c.kind != Kind.CORRECTION.value)
        .group_by(*parts)
    )
    return _read(connection, newest)


def standing_refusals(
    connection: Connection, kinds: Collection[Kind] = (Kind.REFUSED,)
) -> tuple[Recorded, ...]:
    """The newest refusal of every document to which nothing was delivered or published since.

    With HELD among `kinds`, also what waits for a person's word.
    """
    newest = (
        select(func.max(events.c.seq).label("seq"))
        .where(events.c.kind.in_([kind.value for kind in kinds]), ~is_void(events))
        .group_by(events.c.dataset, events.c.document)
        .subquery()
    )
    later = events.alias("later")
    since = (
        select(later.c.seq)
        .where(later.c.dataset == events.c.dataset, later.c.document == events.c.document)
        .where(later.c.seq > events.c.seq)
        .where(later.c.kind.in_([Kind.GATHERED.value, Kind.PUBLISHED.value]))
    )
    standing = (
        select(events.c.seq).join(newest, newest.c.seq == events.c.seq).where(~since.exists())
    )
    return _read(connection, standing)


def _read(connection: Connection, numbers: Select[tuple[int]]) -> tuple[Recorded, ...]:
    query = events.select().where(events.c.seq.in_(numbers)).order_by(events.c.seq)
    return tuple(read_row(row._asdict()) for row in connection.execute(query))
