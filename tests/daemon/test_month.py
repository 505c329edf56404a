"""A month through APScheduler on a clock of our own: rhythms, clock changes, failures, recovery.

Runs end at once and are recorded as real ones are; everything else is the daemon's own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler
from daemon_town import timetable_of, write_dataset, write_town

from pipeline.daemon.daemon import Daemon
from pipeline.daemon.errands import Errand, update
from pipeline.daemon.health import build_health
from pipeline.daemon.process import MISFIRE_SECONDS
from pipeline.daemon.pulse import Pulse
from pipeline.daemon.runs import RunBroken
from pipeline.daemon.timetable import read_prints
from pipeline.daemon.watch import Watch
from pipeline.daemon.work import Work
from pipeline.logs import LogFormat
from pipeline.model import Outcome, Result
from pipeline.record.entries import outcome_events
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.settings import Settings
from pipeline.wording import KYIV

DAY = timedelta(days=1)


class SteppedScheduler(BaseScheduler):
    """APScheduler without a thread: the test says when it looks at its jobs."""

    def wakeup(self) -> None:
        """Nobody sleeps."""

    def shutdown(self, wait: bool = True) -> None:
        """Nothing runs on."""

    def tick(self) -> None:
        """Run what is due at this moment."""
        self._process_jobs()


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Month:
    """A town, its daemon, and the moments in Kyiv at which each dataset was updated."""

    settings: Settings
    ledger: Ledger
    clock: Any
    updates: dict[str, list[str]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    hanging: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The daemon begins, as after a reboot: nothing but ledger and folders is left."""
        scheduler = SteppedScheduler(
            timezone=KYIV,
            executors={"default": DebugExecutor()},
            job_defaults={"coalesce": True, "misfire_grace_time": MISFIRE_SECONDS},
        )
        stop = threading.Event()
        work = Work(self.settings, self.ledger, now, LogFormat.TEXT, stop, values=self.run)
        self.daemon = Daemon(
            settings=self.settings,
            ledger=self.ledger,
            scheduler=scheduler,
            work=work,
            now=now,
            timetable=timetable_of(self.settings, now()),
            prints=read_prints(self.settings),
            watch=Watch(self.settings.inbox),
        )
        self.seconds = 0.0
        self.pulse = Pulse(self.daemon, now, lambda: self.seconds, stop)
        self.pulse.start()
        self.daemon.set_jobs()
        scheduler.start()
        self.turn()

    def run(self, errand: Any, given: Errand, *rest: Any, **_: Any) -> Iterator[Outcome]:
        """What a run does to the ledger, in this thread and at this moment."""
        if errand is not update:
            return
        for name in rest[0]:
            if name in self.hanging:
                raise RunBroken("Запуск не завершився за 60 хв.")
            bad = name in self.failing
            result = Result.FAILED if bad else Result.UNCHANGED
            outcome = Outcome(name, result, "Портал не відповідає." if bad else "Без змін.")
            for event in outcome_events(outcome, now(), "daemon"):
                self.ledger.record(event)
            at = f"{now().astimezone(KYIV):%d.%m %H:%M}" + (" ✗" if bad else "")
            self.updates.setdefault(name, []).append(at)
            yield outcome

    def turn(self) -> None:
        """One turn of everything that the process does in loops."""
        self.daemon.scheduler.tick()
        self.daemon.look_for_edits()
        self.daemon.look()
        self.daemon.catch_up()
        self.daemon.scheduler.tick()

    def pass_time(self, until: datetime, step: timedelta = timedelta(minutes=30)) -> None:
        """Time goes on as it should, the loops turn."""
        while now() < until:
            self.clock.shift(step)
            self.seconds += step.total_seconds()
            self.pulse.beat()
            self.turn()

    def updates_of(self, name: str) -> list[str]:
        """The updates since somebody last asked."""
        return self.updates.pop(f"economy-{name}", [])


@pytest.fixture
def month(tmp_path: Path) -> Iterator[Month]:
    settings = write_town(tmp_path, stalls="once a day", parks="once a week")
    start = datetime(2021, 3, 1, 5, tzinfo=UTC)
    with (
        time_machine.travel(start, tick=False) as clock,
        open_ledger(settings.ledger_url, now) as ledger,
    ):
        settings.inbox.mkdir(parents=True)
        month = Month(settings, ledger, clock)
        month.updates.clear()
        yield month


def at(day: int, hour: int, month: int = 3) -> datetime:
    """A moment of 2021 in Kyiv."""
    return datetime(2021, month, day, hour, tzinfo=KYIV).astimezone(UTC)


def test_new_datasets_are_updated_when_the_daemon_first_begins(tmp_path: Path) -> None:
    settings = write_town(tmp_path, stalls="once a day")
    with (
        time_machine.travel(at(1, 7), tick=False) as clock,
        open_ledger(settings.ledger_url, now) as ledger,
    ):
        assert Month(settings, ledger, clock).updates_of("stalls") == ["01.03 07:00"]


def test_every_rhythm_keeps_its_time_through_the_change_to_summer(month: Month) -> None:
    month.pass_time(at(1, 0, month=4))
    assert month.updates_of("stalls") == [f"{day:02}.03 12:00" for day in range(1, 32)]
    assert month.updates_of("parks") == [f"{day:02}.03 06:30" for day in (8, 15, 22, 29)]


def test_every_rhythm_keeps_its_time_through_the_change_to_winter(tmp_path: Path) -> None:
    settings = write_town(tmp_path, stalls="once a day", parks="once a week")
    with (
        time_machine.travel(at(28, 13, month=10), tick=False) as clock,
        open_ledger(settings.ledger_url, now) as ledger,
    ):
        month = Month(settings, ledger, clock)
        month.updates.clear()
        month.pass_time(at(3, 0, month=11))
    assert month.updates_of("stalls") == [
        *(f"{day}.10 12:00" for day in (29, 30, 31)),
        *(f"{day:02}.11 12:00" for day in (1, 2)),
    ]
    assert month.updates_of("parks") == ["01.11 06:30"]


def test_what_a_machine_that_was_off_missed_is_run_once_when_it_is_back(month: Month) -> None:
    month.pass_time(at(3, 18))
    month.updates.clear()
    month.clock.move_to(at(12, 9))
    month.start()
    assert month.updates_of("stalls") == ["12.03 09:00"]
    assert month.updates_of("parks") == ["12.03 09:00"]
    (silent,) = month.ledger.read(kinds=(Kind.DAEMON_SILENT,))
    assert silent.event.sentence == (
        "Програма не працювала з 03.03.2021 18:00 до 12.03.2021 09:00; пропущене за цей час "
        "перевіряється тепер."
    )
    month.pass_time(at(13, 0))
    assert month.updates_of("stalls") == ["12.03 12:00"]


def test_a_daemon_that_begins_anew_at_once_repeats_nothing(month: Month) -> None:
    month.pass_time(at(3, 18))
    month.updates.clear()
    month.start()
    assert month.updates == {}
    assert list(month.ledger.read(kinds=(Kind.DAEMON_SILENT,))) == []


def test_a_failed_update_is_tried_again_after_growing_pauses_until_it_is_well(
    month: Month,
) -> None:
    month.failing = {"economy-stalls"}
    month.pass_time(at(1, 20))
    assert month.updates_of("stalls") == [
        "01.03 12:00 ✗",
        "01.03 12:30 ✗",
        "01.03 13:00 ✗",
        "01.03 14:00 ✗",
        "01.03 16:00 ✗",
        "01.03 20:00 ✗",
    ]
    month.failing = set()
    month.pass_time(at(2, 13))
    assert month.updates_of("stalls") == ["02.03 02:00", "02.03 12:00"]


def test_a_run_that_hangs_fails_its_own_datasets_and_stops_no_other(month: Month) -> None:
    month.hanging = {"economy-stalls"}
    month.pass_time(at(9, 0))
    assert month.updates_of("parks") == ["08.03 06:30"]
    failed = list(month.ledger.read(dataset="economy-stalls", kinds=(Kind.FAILED,)))
    assert {one.event.sentence for one in failed} == {"Запуск не завершився за 60 хв."}
    month.hanging = set()
    month.pass_time(at(9, 13))
    assert month.updates_of("stalls")[-1] == "09.03 12:00"


def test_a_clock_set_forward_loses_no_firing(month: Month) -> None:
    month.pass_time(at(3, 11))
    month.updates.clear()
    month.clock.move_to(at(3, 15))
    month.pulse.beat()
    month.turn()
    assert month.updates_of("stalls") == ["03.03 15:00"]
    month.pass_time(at(4, 13))
    assert month.updates_of("stalls") == ["04.03 12:00"]


def test_a_clock_set_back_goes_on_at_the_right_times(month: Month) -> None:
    month.pass_time(at(3, 13))
    month.updates.clear()
    month.clock.move_to(at(2, 20))
    month.pulse.beat()
    month.pass_time(at(5, 0))
    assert month.updates_of("stalls") == ["03.03 12:00", "04.03 12:00"]


def test_a_new_dataset_is_updated_as_soon_as_it_is_described(month: Month) -> None:
    month.pass_time(at(3, 18))
    write_dataset(month.settings.var.parent, "wells", "once a week")
    month.pass_time(at(3, 19))
    assert month.updates_of("wells") == ["03.03 18:30"]


def test_a_changed_rhythm_holds_from_then_on(month: Month) -> None:
    month.pass_time(at(3, 18))
    month.updates.clear()
    daily = month.settings.schedules / "daily.yaml"
    daily.write_text(daily.read_text("utf-8").replace("0 12 * * *", "0 17 * * *"), "utf-8")
    month.pass_time(at(5, 0))
    assert month.updates_of("stalls") == ["03.03 18:30", "04.03 17:00"]


def test_a_broken_edit_leaves_what_was_in_force(month: Month) -> None:
    month.pass_time(at(3, 18))
    month.updates.clear()
    daily = month.settings.schedules / "daily.yaml"
    whole = daily.read_text("utf-8")
    daily.write_text(whole.replace("cron", "corn"), "utf-8")
    described = month.settings.catalogue / "economy-parks" / "datapackage.yaml"
    described.write_text("name: [", "utf-8")
    month.pass_time(at(9, 0))
    assert month.updates_of("stalls") == [f"{day:02}.03 12:00" for day in range(4, 9)]
    assert month.updates_of("parks") == ["08.03 06:30"]
    assert [told.partition(":")[0] for told in month.daemon.timetable.kept] == [
        "economy-parks/datapackage.yaml",
        "schedules/daily.yaml",
    ]
    daily.write_text(whole, "utf-8")
    month.pass_time(at(9, 1))
    assert len(month.daemon.timetable.kept) == 1


def test_a_dropped_file_is_taken_by_the_datasets_of_its_folder(month: Month) -> None:
    month.pass_time(at(3, 18))
    month.updates.clear()
    office = month.settings.inbox / "economy"
    office.mkdir()
    (office / "stalls.csv").write_text("uid,area\n", "utf-8")
    month.pass_time(at(3, 18) + timedelta(minutes=1), timedelta(seconds=15))
    assert month.updates == {
        "economy-parks": ["03.03 18:00"],
        "economy-stalls": ["03.03 18:00"],
    }


def test_a_daemon_that_keeps_up_has_no_lag_and_one_that_slept_has(month: Month) -> None:
    month.pass_time(at(3, 18))
    assert month.daemon.health().lag == timedelta()
    month.clock.move_to(at(4, 14))
    health = build_health(month.ledger, month.daemon.timetable, month.settings, now())
    assert health.lag == timedelta(hours=2)
