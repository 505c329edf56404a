"""What a ledger of a million events costs: figures of a past day, and checking the whole chain.

    .venv/bin/python tests/benchmarks/ledger.py [EVENTS]

Prints seconds, and ratios to what anybody would write first, over the same file in the same run;
and the memory that checking the chain takes, against that for a thousand events. The answers are
compared before anything is printed. No time is asserted: machines are noisy.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from pipeline.record.chain import GENESIS, build_row
from pipeline.record.correction import build_correction
from pipeline.record.event import Event, Kind, write_moment
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.record.schema import events
from pipeline.report.changes import build_changes
from pipeline.report.figures import build_figures
from pipeline.report.period import quarter_of

EVENTS = 1_000_000
DATASETS, DOCUMENTS, YEARS, CORRECTIONS = 135, 1062, 10, 1000
START, END = datetime(2016, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
QUARTER = quarter_of("2021-Q2")
TIMES = 5

GROUP_BY = """
    SELECT document, max(at), rows FROM events NOT INDEXED
    WHERE kind = 'published' AND role = 'data' AND portal = 'city' AND at < ? GROUP BY document
"""
EVERY_ROW = "SELECT kind, role, portal, at, document, rows FROM events NOT INDEXED"
CHECK = """
import resource, sys
from datetime import UTC, datetime
from pipeline.record.ledger import open_ledger
from pipeline.record.verify import verify_chain

with open_ledger(sys.argv[1], lambda: datetime.now(UTC)) as ledger:
    print(len(verify_chain(ledger).faults), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


# The ledger


def tell_story(step: timedelta) -> Iterator[Event]:
    """All documents in turn: delivery, intent, document and its other format; or a refusal."""
    at, number = START, 0
    while True:
        dataset = f"dataset-{number % DOCUMENTS % DATASETS}"
        document = f"{dataset}/document-{number % DOCUMENTS}"
        sha256 = f"{number // DOCUMENTS:064x}"
        refused = number % 20 == 7
        acts = [(Kind.GATHERED, ""), (Kind.PUBLISHING, "data"), (Kind.PUBLISHED, "data"),
                (Kind.PUBLISHED, "alternative")]  # fmt: skip
        for kind, role in [acts[0], (Kind.REFUSED, "")] if refused else acts:
            facts = {"role": role, "act": "replace", "resource_id": "0b1c5a44", "size": 20480}
            yield Event(
                kind=kind,
                at=at,
                actor="pipeline",
                sentence="Замінено файл.",
                dataset=dataset,
                document=document + "#XLSX" * (role == "alternative"),
                portal="city" if role else None,
                sha256=sha256,
                rows=number % 999,
                data=facts if role else {"origin": "inbox"},
            )
            at += step
        number += 1


def fill(ledger: Ledger, length: int) -> None:
    """Write that many events in one chain, then correct some to what they were already."""
    told, previous, seq = tell_story((END - START) / length), GENESIS, 0
    while seq < length - CORRECTIONS:
        rows = []
        for event in islice(told, min(10_000, length - CORRECTIONS - seq)):
            seq += 1
            rows.append(build_row(event, seq, event.at, previous))
            previous = rows[-1]["hash"]
        with ledger.writing() as connection:
            connection.execute(events.insert(), rows)
    for wrong in list(islice(ledger.read(kinds=(Kind.PUBLISHED,)), CORRECTIONS)):
        ledger.record(build_correction(wrong, {"rows": wrong.event.rows}, "О.", "звірено", "o"))


# What is measured


def ours(ledger: Ledger) -> dict[str, int | None]:
    """The product's figures as of the day after the quarter."""
    found = build_figures(ledger, "city", QUARTER.end, END)
    return {document.document: document.rows for document in found.standing}


def group_by(path: Path) -> dict[str, int | None]:
    """One GROUP BY over the whole table."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(GROUP_BY, (write_moment(QUARTER.end),))
        return {document: count for document, _, count in rows}


def loop(path: Path) -> dict[str, int | None]:
    """One Python loop over every row."""
    end, last = write_moment(QUARTER.end), dict[str, tuple[str, int]]()
    with sqlite3.connect(path) as connection:
        for kind, role, portal, at, document, rows in connection.execute(EVERY_ROW):
            if (kind, role, portal) == ("published", "data", "city") and at < end:
                last[document] = max((at, rows), last.get(document, ("", 0)))
    return {document: rows for document, (_, rows) in last.items()}


def hash_bytes(path: Path) -> None:
    """Fetch every row and hash it: what no check of a chain can do without."""
    with sqlite3.connect(path) as connection:
        for row in connection.execute("SELECT * FROM events ORDER BY seq"):
            hashlib.sha256(repr(row).encode()).hexdigest()


def seconds(act: Callable[[], object], times: int = TIMES) -> float:
    """The median of a few runs."""
    took = []
    for _ in range(times):
        began = perf_counter()
        act()
        took.append(perf_counter() - began)
    return median(took)


def check_in_child(url: str) -> tuple[int, float]:
    """Faults found and the most memory it ever had, in MB."""
    command = (sys.executable, "-c", CHECK, url)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    faults, kilobytes = map(int, done.stdout.split())
    return faults, kilobytes / 1024


def make(folder: Path, length: int) -> str:
    """A ledger of that many events, closed."""
    url = f"sqlite:///{folder}/{length}.sqlite3"
    with open_ledger(url, lambda: END) as ledger:
        fill(ledger, length)
    return url


def measure(folder: Path, length: int) -> Iterator[str]:
    """The table, line by line."""
    path, url = folder / f"{length}.sqlite3", make(folder, length)
    with open_ledger(url, lambda: END) as ledger:
        if not ours(ledger) == group_by(path) == loop(path):
            raise SystemExit("the answers differ: nothing is measured")
        figures = seconds(lambda: ours(ledger))
        span = (QUARTER.start, QUARTER.end)
        changes = seconds(lambda: build_changes(ledger, "city", *span, END))
    scan, naive = seconds(lambda: group_by(path)), seconds(lambda: loop(path), 1)
    yield f"| figures as of 01.07.2021 | {figures:.3f} s | 1.00 |"
    yield f"| … one GROUP BY without our indexes | {scan:.3f} s | {scan / figures:.1f} |"
    yield f"| … a Python loop over all rows | {naive:.3f} s | {naive / figures:.1f} |"
    yield f"| changes of 2021-Q2 | {changes:.3f} s | {changes / figures:.1f} |"
    small = check_in_child(make(folder, 2 * CORRECTIONS))[1]
    began = perf_counter()
    faults, memory = check_in_child(url)
    check, bare = perf_counter() - began, seconds(lambda: hash_bytes(path), 1)
    if faults:
        raise SystemExit("the chain is broken: nothing is measured")
    yield f"| verify of the whole chain | {check:.1f} s | 1.00 |"
    yield f"| … fetching and hashing alone | {bare:.1f} s | {bare / check:.2f} |"
    yield f"| memory of verify | {memory:.0f} MB | 1.00 |"
    yield f"| … of {2 * CORRECTIONS:,} events | {small:.0f} MB | {small / memory:.2f} |"


def main() -> None:
    """Measure in one run and print a table."""
    length = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    sys.stdout.write(f"{length:,} events on {machine}, SQLite {sqlite3.sqlite_version}\n")
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(Path(folder), length):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
