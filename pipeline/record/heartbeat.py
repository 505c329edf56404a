"""The daemon's signs of life: one row, written over with every beat, outside the chain of events.

Whoever asks how the daemon does (status, digest, the next daemon) reads it here, since a process
that hangs cannot answer for itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

from pipeline.record.event import read_moment, write_moment
from pipeline.record.ledger import Ledger

heartbeats = Table(
    "heartbeats",
    MetaData(),
    Column("daemon", Integer, primary_key=True, autoincrement=False),
    Column("host", Text, nullable=False),
    Column("pid", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("version", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("beat_at", Text, nullable=False),
    Column("data", Text, nullable=False),
)
THE_ONE = 1
"""One daemon a ledger, so one row."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How the daemon was at `beat_at`.

    `read_at`: when the catalogue and schedules in force were read; `kept`: what is wrong with newer
    ones, which therefore are not in force. `looked_at`: when the drop folders were last seen.
    `running`: titles of the runs under way. `portals`: since when each does not answer, None for
    one that does.
    """

    host: str
    pid: int
    version: str
    started_at: datetime
    beat_at: datetime
    read_at: datetime
    looked_at: datetime | None = None
    kept: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    portals: Mapping[str, datetime | None] = field(default_factory=dict)
    stopped: bool = False


def record_heartbeat(ledger: Ledger, beat: Heartbeat) -> None:
    """Write it over the one before; LedgerError where the database fails."""
    row = {
        "daemon": THE_ONE,
        "host": beat.host,
        "pid": beat.pid,
        "version": beat.version,
        "started_at": write_moment(beat.started_at),
        "beat_at": write_moment(beat.beat_at),
        "data": _write_data(beat),
    }
    with ledger.writing() as connection:
        changed = connection.execute(heartbeats.update().values(row))
        if not changed.rowcount:
            connection.execute(heartbeats.insert(), row)


def read_heartbeat(ledger: Ledger) -> Heartbeat | None:
    """The newest one; None where no daemon ever ran on this ledger."""
    with ledger.reading() as connection:
        row = connection.execute(heartbeats.select()).mappings().first()
    if row is None:
        return None
    data = json.loads(row["data"])
    return Heartbeat(
        host=row["host"],
        pid=row["pid"],
        version=row["version"],
        started_at=read_moment(row["started_at"]),
        beat_at=read_moment(row["beat_at"]),
        read_at=read_moment(data["read_at"]),
        looked_at=read_moment(data["looked_at"]) if data["looked_at"] else None,
        kept=tuple(data["kept"]),
        running=tuple(data["running"]),
        portals={
            name: read_moment(since) if since else None for name, since in data["portals"].items()
        },
        stopped=bool(data["stopped"]),
    )


def _write_data(beat: Heartbeat) -> str:
    return json.dumps(
        {
            "read_at": write_moment(beat.read_at),
            "looked_at": write_moment(beat.looked_at) if beat.looked_at else None,
            "kept": beat.kept,
            "running": beat.running,
            "portals": {
                name: write_moment(since) if since else None for name, since in beat.portals.items()
            },
            "stopped": beat.stopped,
        },
        ensure_ascii=False,
    )
