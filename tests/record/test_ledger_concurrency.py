"""Several processes and threads on one ledger, and one killed in the midst."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from ledgers import an_event

from pipeline.record.ledger import Ledger, open_ledger
from pipeline.record.transfer import export_ledger, import_ledger, write_line
from pipeline.record.verify import verify_chain

WRITERS = 4
EVENTS = 50

WRITE_WITHOUT_END = """
import sys
from datetime import UTC, datetime
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import open_ledger

now = lambda: datetime.now(UTC)
with open_ledger(sys.argv[1], now) as ledger:
    while True:
        print(ledger.record(Event(Kind.UNCHANGED, now(), "test", "Без змін.")).seq, flush=True)
"""


def now() -> datetime:
    return datetime.now(UTC)


def record_many(url: str, writer: int, barrier: Barrier) -> None:
    """Runs in a process of its own; all open the missing ledger at the same moment."""
    barrier.wait(60)
    with open_ledger(url, now) as ledger:
        for _ in range(EVENTS):
            ledger.record(an_event(at=now(), actor=f"writer {writer}"))


def test_processes_extend_one_unbroken_chain(ledger_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(WRITERS)
    writers = [
        context.Process(target=record_many, args=(ledger_url, number, barrier))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with open_ledger(ledger_url, now) as ledger:
        chain = verify_chain(ledger)
        actors = Counter(recorded.event.actor for recorded in ledger.read())
        known = [recorded.known_at for recorded in ledger.read()]
    assert (chain.length, chain.faults) == (WRITERS * EVENTS, ())
    assert actors == {f"writer {number}": EVENTS for number in range(WRITERS)}
    assert known == sorted(known)


@pytest.mark.postgres
@pytest.mark.parametrize("ledger_url", ["postgresql"], indirect=True)
def test_a_server_that_isolates_strictly_sees_one_chain_too(ledger_url: str) -> None:
    strict = f"{ledger_url}%20-cdefault_transaction_isolation%3Dserializable"

    with open_ledger(strict, now) as ledger:
        test_threads_extend_one_unbroken_chain(ledger)


def test_an_export_leaves_out_what_is_recorded_meanwhile(
    ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(ledger_url, now) as ledger, open_ledger(ledger_url, now) as other:
        ledger.record(an_event())

        def write(row: Mapping[str, Any]) -> str:
            if "ledger" in row:
                other.record(an_event())
            return write_line(row)

        monkeypatch.setattr("pipeline.record.transfer.write_line", write)
        written = export_ledger(ledger, tmp_path / "ledger.jsonl")
    with open_ledger(f"sqlite:///{tmp_path}/new.sqlite3", now) as taken_in:
        assert import_ledger(taken_in, tmp_path / "ledger.jsonl") == written
        assert written.length == 1


def test_threads_extend_one_unbroken_chain(ledger: Ledger) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        for _ in pool.map(lambda _: ledger.record(an_event()), range(EVENTS)):
            pass

    chain = verify_chain(ledger)
    assert (chain.length, chain.faults) == (EVENTS, ())


def test_a_killed_writer_leaves_a_whole_chain_and_every_event_it_reported(ledger_url: str) -> None:
    command = [sys.executable, "-c", WRITE_WITHOUT_END, ledger_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < EVENTS:
            pass
        writer.send_signal(signal.SIGKILL)
        reported = [int(line) for line in writer.stdout.read().split()] or [EVENTS]

    with open_ledger(ledger_url, now) as ledger:
        after = ledger.record(an_event(at=now()))
        chain = verify_chain(ledger)
    assert after.seq > reported[-1]
    assert (chain.length, chain.faults) == (after.seq, ())
