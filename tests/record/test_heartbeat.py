"""Signs of life: one row, read as it was written, outside the chain of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ledgers import NOON

from pipeline.record.heartbeat import Heartbeat, read_heartbeat, record_heartbeat
from pipeline.record.ledger import Ledger

BEAT = Heartbeat(
    host="srv1",
    pid=4_000_000_000,
    version="1.0.0",
    started_at=NOON,
    beat_at=NOON + timedelta(seconds=30),
    read_at=NOON,
    looked_at=NOON,
    kept=("schedules/daily.yaml:2: бракує ключа «title»",),
    running=("Щодня опівдні",),
    portals={"city": None, "data.gov.ua": NOON},
)


def test_before_any_daemon_there_is_no_sign_of_life(ledger: Ledger) -> None:
    assert read_heartbeat(ledger) is None


def test_a_sign_of_life_is_read_as_it_was_written(ledger: Ledger) -> None:
    record_heartbeat(ledger, BEAT)
    assert read_heartbeat(ledger) == BEAT


def test_only_the_last_one_stays_and_no_event_comes_of_it(ledger: Ledger) -> None:
    record_heartbeat(ledger, BEAT)
    last = replace(BEAT, beat_at=NOON + timedelta(hours=1), looked_at=None, stopped=True)
    record_heartbeat(ledger, last)
    assert (read_heartbeat(ledger), ledger.last()) == (last, None)
