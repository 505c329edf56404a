"""Ten thousand scheduled runs of one daemon: do memory, threads and open files grow?

    .venv/bin/python tests/benchmarks/soak.py [RUNS]

Everything is the daemon's own: APScheduler fires, each run is a process of its own that opens the
city anew, looks for files, judges them and asks the portal. Only the rhythm is faster: the next
firing comes as soon as the last run ended. The rival is the same process after its first hundred
runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "daemon"))

from cities import free_port
from daemon_town import timetable_of, write_town

from pipeline.daemon.daemon import Daemon
from pipeline.daemon.process import build_scheduler
from pipeline.daemon.timetable import read_prints
from pipeline.daemon.watch import Watch
from pipeline.daemon.work import Work
from pipeline.logs import LogFormat
from pipeline.record.ledger import open_ledger

RUNS, WARM = 10_000, 100


@dataclass(frozen=True)
class Cost:
    """What the daemon holds: resident memory in KiB, threads, open files, children."""

    memory: int
    threads: int
    files: int
    children: int

    def __str__(self) -> str:
        told = f"{self.memory / 1024:7.1f} MiB  {self.threads:3} threads  {self.files:3} files"
        return f"{told}  {self.children:2} processes"


def read_cost() -> Cost:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    children = subprocess.run(
        ["pgrep", "-c", "-P", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return Cost(
        memory=int(status["VmRSS"].split()[0]),
        threads=int(status["Threads"]),
        files=len(list(Path("/proc/self/fd").iterdir())),
        children=int(children.stdout) - 1,
    )


@contextmanager
def daemon_of_a_town(folder: Path) -> Iterator[Daemon]:
    """A daemon over a town whose portal runs in another process."""
    port = free_port()
    settings = write_town(folder, port, stalls="once a day")
    command = [sys.executable, "-c", SERVE, str(settings.portal), str(port)]
    with (
        subprocess.Popen(command) as portal,
        open_ledger(settings.ledger_url, now) as ledger,
    ):
        time.sleep(3)
        office = settings.inbox / "economy"
        office.mkdir(parents=True)
        (office / "stalls.csv").write_text("uid,area\na-1,1.5\n", encoding="utf-8")
        daemon = Daemon(
            settings=settings,
            ledger=ledger,
            scheduler=build_scheduler(),
            work=Work(settings, ledger, now, LogFormat.JSON, threading.Event()),
            now=now,
            timetable=timetable_of(settings),
            prints=read_prints(settings),
            watch=Watch(settings.inbox),
        )
        daemon.set_jobs()
        daemon.scheduler.start()
        try:
            yield daemon
        finally:
            daemon.scheduler.shutdown()
            portal.terminate()


SERVE = """
import sys, time
from pathlib import Path
from pipeline.portal.serve import running_portal
with running_portal(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2])):
    time.sleep(1 << 20)
"""


def now() -> datetime:
    return datetime.now(UTC)


def fire(daemon: Daemon, file: str) -> None:
    """Have the schedule fire now, and wait until its run has ended."""
    job = daemon.scheduler.get_job(file)
    done = sum(daemon.work.ended.values())
    job.modify(next_run_time=now() - timedelta(milliseconds=1))
    while sum(daemon.work.ended.values()) == done or daemon.work.running():
        time.sleep(0.005)


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder, daemon_of_a_town(Path(folder)) as daemon:
        began = time.monotonic()
        first: Cost | None = None
        for number in range(1, runs + 1):
            fire(daemon, "schedules/daily.yaml")
            if number == WARM or (number > WARM and number % (runs // 10) == 0):
                cost = read_cost()
                first = first or cost
                rate = number / (time.monotonic() - began)
                print(f"{number:6} runs  {cost}  {rate:5.1f} runs/s", flush=True)  # noqa: T201
        print(f"outcomes: {dict(daemon.work.ended)}")  # noqa: T201
        if first is not None:
            print(f"memory after / before: {cost.memory / first.memory:.3f}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RUNS)
