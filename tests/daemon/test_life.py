"""When the daemon tells systemd that it lives, and when it leaves itself to be started anew."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from daemon_town import NOON, timetable_of, write_town
from ledgers import Clock

from pipeline.daemon.daemon import Daemon
from pipeline.daemon.process import build_scheduler
from pipeline.daemon.pulse import Pulse
from pipeline.daemon.timetable import read_prints
from pipeline.daemon.watch import Watch
from pipeline.daemon.work import Work
from pipeline.logs import LogFormat
from pipeline.record.ledger import Ledger


class Life:
    """A daemon with a pulse, and a socket where systemd would listen."""

    def __init__(self, folder: Path, ledger: Ledger, clock: Clock) -> None:
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(folder / "notify"))
        self.ear.setblocking(False)
        settings = write_town(folder, 5080, stalls="once a day")
        settings = replace(settings, environment={"NOTIFY_SOCKET": str(folder / "notify")})
        self.seconds = 0.0
        self.scheduler = build_scheduler()
        stop = threading.Event()
        daemon = Daemon(
            settings=settings,
            ledger=ledger,
            scheduler=self.scheduler,
            work=Work(settings, ledger, clock, LogFormat.JSON, stop),
            now=clock,
            timetable=timetable_of(settings),
            prints=read_prints(settings),
            watch=Watch(settings.inbox),
        )
        self.daemon = daemon
        self.pulse = Pulse(daemon, clock, lambda: self.seconds, stop)

    def heard(self) -> list[str]:
        words = []
        while True:
            try:
                words.append(self.ear.recv(4096).decode())
            except BlockingIOError:
                return words

    @contextmanager
    def scheduling(self) -> Iterator[None]:
        self.scheduler.start()
        try:
            yield
        finally:
            self.scheduler.shutdown()


@pytest.fixture
def life(tmp_path: Path, ledger: Ledger, clock: Clock) -> Iterator[Life]:
    clock.moment = NOON
    life = Life(tmp_path, ledger, clock)
    yield life
    life.ear.close()


def test_a_daemon_whose_pulse_beats_says_that_it_lives(life: Life) -> None:
    with life.scheduling():
        life.pulse.show_life()
    assert life.heard() == ["WATCHDOG=1"]


def test_one_whose_pulse_stands_still_says_nothing_until_it_beats_again(life: Life) -> None:
    with life.scheduling():
        life.seconds = 301
        life.pulse.show_life()
        assert life.heard() == []
        life.pulse.beat()
        life.pulse.show_life()
    assert life.heard() == ["WATCHDOG=1"]


def test_one_whose_scheduler_is_gone_says_nothing(life: Life) -> None:
    life.pulse.show_life()
    assert life.heard() == []


def test_alarms_are_the_status_that_systemctl_shows(life: Life) -> None:
    life.daemon.heed_alarms()
    life.daemon.timetable = replace(life.daemon.timetable, kept=("Опис зіпсовано.",))
    life.pulse.start()
    life.daemon.heed_alarms()
    calm, alarm = life.heard()
    assert calm == "STATUS=Тривог немає."
    assert "Опис зіпсовано." in alarm
