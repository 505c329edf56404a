"""The ledger: the only writer of events, append-only, one unbroken chain.

SQLite in a file is the default; several machines share one over PostgreSQL. Each event is one short
transaction that first takes the writers' turn, so that threads and processes never fork the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from pipeline.record.chain import GENESIS, build_row, read_row
from pipeline.record.engine import LedgerError, open_engine, unavailable
from pipeline.record.event import Event, Kind, Recorded, read_moment, to_utc, write_moment

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Select

__all__ = ["Ledger", "LedgerError", "open_ledger"]

PAGE = 1000
"""Rows fetched at a time when events are read in a stream."""


def open_ledger(url: str, clock: Callable[[], datetime]) -> Ledger:
    """The ledger at that URL, made where it is missing; LedgerError where it cannot be opened.

    One made by an earlier version is brought to the format of this one.
    """
    from pipeline.record.upgrade import is_current, upgrade

    ledger = Ledger(open_engine(url), clock)
    with ledger.reading() as connection:
        current = is_current(connection)
    if not current:
        with ledger.writing() as connection:
            upgrade(connection)
    return ledger


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger; a context manager that closes it. Made by `open_ledger`."""

    engine: Engine
    clock: Callable[[], datetime]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # Write

    def record(self, event: Event) -> Recorded:
        """Append one event: durable when this returns.

        `known_at` comes from the ledger's clock and never goes backwards: where the clock was set
        back, the last known moment and a microsecond stand. Raises EventError for an event that
        cannot be kept, LedgerError where the database fails.
        """
        from pipeline.record.schema import events, take_turn

        with self.writing() as connection:
            take_turn(connection)
            last = _last_row(connection)
            seq, previous = (last["seq"] + 1, last["hash"]) if last else (1, GENESIS)
            row = build_row(event, seq, self._known_after(last), previous)
            connection.execute(events.insert(), row)
        return read_row(row)

    def _known_after(self, last: dict[str, Any] | None) -> datetime:
        now = to_utc(self.clock())
        known = read_moment(last["known_at"]) if last else now
        return now if now >= known else known + timedelta(microseconds=1)

    # Read

    def read(
        self,
        *,
        dataset: str | None = None,
        document: str | None = None,
        portal: str | None = None,
        sha256: str | None = None,
        kinds: Collection[Kind] = (),
        up_to_at: datetime | None = None,
        known_at: datetime | None = None,
        newest_first: bool = False,
    ) -> Iterator[Recorded]:
        """The events asked for in the order they were recorded, streamed.

        `up_to_at` keeps what had happened by that moment, `known_at` what the ledger had learnt by
        then, both inclusive.
        """
        from pipeline.record.schema import events

        query = events.select().order_by(events.c.seq.desc() if newest_first else events.c.seq)
        equal = {"dataset": dataset, "document": document, "portal": portal, "sha256": sha256}
        query = query.filter_by(**{name: value for name, value in equal.items() if value})
        if kinds:
            query = query.where(events.c.kind.in_([kind.value for kind in kinds]))
        if up_to_at:
            query = query.where(events.c.at <= write_moment(up_to_at))
        if known_at:
            query = query.where(events.c.known_at <= write_moment(known_at))
        return self._stream(query)

    def _stream(self, query: Select[Any]) -> Iterator[Recorded]:
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=PAGE).execute(query)
            yield from (read_row(row._asdict()) for row in rows)

    def last(self) -> Recorded | None:
        """The newest event: its hash is the head of the chain."""
        with self.reading() as connection:
            row = _last_row(connection)
        return read_row(row) if row else None

    def now(self) -> datetime:
        """The moment up to which this ledger knows: the clock's, or its own where that is later."""
        last = self.last()
        now = to_utc(self.clock())
        return max(now, last.known_at) if last else now

    # Transactions

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction for questions; the database's errors come out as LedgerError."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes, committed at the end."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        from sqlalchemy.exc import DBAPIError

        options = self.engine.execution_options(writes=writes)
        try:
            with options.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise unavailable(self.engine, error) from error


def _last_row(connection: Connection) -> dict[str, Any] | None:
    from pipeline.record.schema import events

    query = events.select().order_by(events.c.seq.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None
