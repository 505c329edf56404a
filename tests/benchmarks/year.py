"""A year that nobody visits, on a clock of our own: what grows on the disk, and by what?

    .venv/bin/python tests/benchmarks/year.py [DAYS]

Every day each of six datasets is updated as the daemon's run does it, on the embedded portal, and
the house is kept. One hands in a new table daily, one weekly, one monthly, one the same file
always, one daily what is refused; one has a source that does not answer. What a month adds is the
rival of what the month before added: it must not grow where the deliveries do not.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "daemon"))

from cities import free_port
from daemon_town import write_dataset, write_town

from pipeline.catalogue import read_catalogue
from pipeline.cli.output import say
from pipeline.clock import now
from pipeline.desk import open_desk
from pipeline.housekeeping import keep_house
from pipeline.model import Retention
from pipeline.run import update_datasets
from pipeline.settings import Settings

MONTH = 30
TERMS = Retention(raw_days=60, releases=6, report_days=60)
START = datetime.now(UTC).replace(hour=9, minute=0) + timedelta(days=1)
"""Later than any real moment of this run, so that files just written are told by their dates."""

FOLDERS = ("archive", "portal", "reports", "inbox", "locks", "ledger.sqlite3")


def build_city(folder: Path) -> Settings:
    rhythms = dict.fromkeys(("daily", "weekly", "monthly", "still", "refused"), "once a day")
    settings = write_town(folder, free_port(), **rhythms)
    write_dataset(folder, "silent", "once a day")
    descriptor = folder / "datapackages" / "economy-silent" / "datapackage.yaml"
    told = descriptor.read_text("utf-8")
    source = f'url: "http://127.0.0.1:{free_port()}/silent.csv", timeout: 1'
    descriptor.write_text(told.replace('folder: economy, pattern: "silent*.csv"', source), "utf-8")
    return settings


def deliveries(day: int) -> Iterator[tuple[str, str]]:
    """What the office hands in that day: name, and the cell that makes the table another."""
    yield "daily", str(day)
    if day % 7 == 0:
        yield "weekly", str(day)
    if day % MONTH == 0:
        yield "monthly", str(day)
    if day == 0:
        yield "still", "1"
    yield "refused", f"a{day}" if day else "1"


def hand_in(inbox: Path, day: int) -> None:
    (inbox / "economy").mkdir(parents=True, exist_ok=True)
    for name, cell in deliveries(day):
        rows = "".join(f"місце-{number},{number}\n" for number in range(1000))
        (inbox / "economy" / f"{name}.csv").write_text(f"uid,area\n{rows}остання,{cell}\n", "utf-8")


def date_as_of_now(var: Path) -> None:
    """Give what was written just now the date of our clock, which the kernel does not know."""
    for path in var.rglob("*"):
        if path.is_file() and path.stat().st_mtime < START.timestamp():
            os.utime(path, (now().timestamp(),) * 2)


def measure(var: Path) -> str:
    """Files and KiB of every folder."""
    found = []
    for name in FOLDERS:
        place = var / name
        files = (
            [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
        )
        size = sum(path.stat().st_size for path in files) // 1024
        found.append(f"{name} {len(files)}/{size}")
    return "  ".join(found)


def events_by_kind(ledger: Path) -> dict[str, int]:
    with closing(sqlite3.connect(ledger)) as db:
        return dict(db.execute("SELECT kind, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC"))


def live_day(settings: Settings, day: int) -> str:
    """One day, everything opened anew as each run of the daemon opens it; what went wrong."""
    catalogue = read_catalogue(settings.catalogue)
    hand_in(settings.inbox, day)
    with open_desk(settings, catalogue, catalogue.datasets) as desk:
        results = Counter(each.result.value for each in update_datasets(catalogue.datasets, desk))
        date_as_of_now(settings.var)
        tidied = keep_house(settings, TERMS, desk.ledger, now(), "benchmark")
    date_as_of_now(settings.var)
    return f"{dict(sorted(results.items()))} {' '.join(tidied.problems)}"


def live(settings: Settings, days: int) -> None:
    with time_machine.travel(START, tick=True) as clock:
        for day in range(days):
            clock.move_to(START + timedelta(days=day))
            told = live_day(settings, day)
            if day % MONTH == MONTH - 1:
                say(f"day {day + 1:3}  {measure(settings.var)}  {told}")
                sys.stdout.flush()
    say(f"events: {events_by_kind(settings.var / 'ledger.sqlite3')}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="year-") as place:
        live(build_city(Path(place)), int(sys.argv[1]) if len(sys.argv) > 1 else 365)
