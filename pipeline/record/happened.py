"""What happened within a window of time, event by event: the lists that figures open to.

A correction known by then takes the place of what it corrects: it comes as the kind, and at the
time, that the corrected event should have had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, exists, select

from pipeline.record.chain import read_row
from pipeline.record.event import Kind, Recorded, write_moment
from pipeline.record.schema import counts_as, events, is_in_force, is_published_data, place_of

MOST_NUMBERS = 500
"""Numbers asked for in one question: SQLite allows some thousands of parameters."""


@dataclass(frozen=True, slots=True)
class Window:
    """Events that happened from `start` to before `end`, of the ledger's first `known` rows."""

    start: datetime
    end: datetime
    known: int


def published_between(connection: Connection, portal: str, window: Window) -> tuple[Recorded, ...]:
    """Every time a document reached the portal, in order of time; adoptions at their own date."""
    return _in_force(connection, is_published_data(events) & (events.c.portal == portal), window)


def happened_between(
    connection: Connection, kinds: Collection[Kind], window: Window
) -> tuple[Recorded, ...]:
    """Every event of these kinds, in order of time."""
    return _in_force(connection, counts_as(events, *(kind.value for kind in kinds)), window)


def corrections_between(connection: Connection, window: Window) -> tuple[Recorded, ...]:
    """The corrections of what happened in the window, before or after them, as recorded."""
    wrong = events.alias("wrong")
    was_within = select(wrong.c.seq).where(wrong.c.seq == events.c.corrects, _within(window, wrong))
    query = (
        events.select()
        .where(events.c.kind == Kind.CORRECTION.value, events.c.seq <= window.known)
        .where(_within(window) | exists(was_within))
        .order_by(events.c.seq)
    )
    return tuple(read_row(row._asdict()) for row in connection.execute(query))


def events_numbered(connection: Connection, numbers: Collection[int]) -> Mapping[int, Recorded]:
    """The events of these numbers."""
    wanted = sorted(numbers)
    found: dict[int, Recorded] = {}
    for first in range(0, len(wanted), MOST_NUMBERS):
        part = events.c.seq.in_(wanted[first : first + MOST_NUMBERS])
        for row in connection.execute(events.select().where(part)):
            found[row.seq] = read_row(row._asdict())
    return found


def _in_force(
    connection: Connection, condition: ColumnElement[bool], window: Window
) -> tuple[Recorded, ...]:
    query = (
        events.select()
        .where(condition, _within(window), is_in_force(events, window.known))
        .order_by(events.c.at, place_of(events))
    )
    return tuple(_read_in_force(row._asdict()) for row in connection.execute(query))


def _within(window: Window, row: FromClause = events) -> ColumnElement[bool]:
    since, before = write_moment(window.start), write_moment(window.end)
    return (row.c.at >= since) & (row.c.at < before) & (row.c.seq <= window.known)


def _read_in_force(row: Mapping[str, Any]) -> Recorded:
    recorded = read_row(row)
    if not row["counts_as"]:
        return recorded
    return replace(recorded, event=replace(recorded.event, kind=Kind(row["counts_as"])))
