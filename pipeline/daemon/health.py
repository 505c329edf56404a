"""How the daemon does: one value for `status`, the letters, `/healthz` and `/metrics` alike.

All of it is told by the ledger, the heartbeat and the timetable, so that it can be asked when the
daemon itself is silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.daemon.catch_up import missed_since
from pipeline.daemon.sole import is_gone
from pipeline.daemon.timetable import Timetable
from pipeline.disk_space import find_shortage
from pipeline.record.checks import Check, read_checks
from pipeline.record.event import Kind, Recorded
from pipeline.record.heartbeat import Heartbeat, read_heartbeat
from pipeline.record.ledger import Ledger
from pipeline.schedule import next_runs
from pipeline.settings import Settings

SILENCE = timedelta(minutes=10)
"""Without a sign of life for so long, the daemon counts as silent; it beats every half minute."""
LATE = timedelta(hours=1)
"""A firing is run within minutes; a dataset not even checked an hour after it is told."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A dataset whose last updates failed, so many in a row; `tolerated` of them are no alarm."""

    dataset: str
    failures: int
    tolerated: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """A dataset whose schedule fired at `since` and that was not updated since then."""

    dataset: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Firing:
    """A rhythm and when it comes round next."""

    title: str
    at: datetime
    datasets: int


@dataclass(frozen=True, slots=True)
class Health:
    """The state at `at`. `beat` is None where no daemon ever ran on this ledger.

    `last_check` is when any dataset's update last ended; `silences` are the last ones recorded;
    `shortage` says what the disk has too little of; `gone`, that the daemon which beat last holds
    its folder no more, so that it was killed, however fresh its last sign of life.
    """

    at: datetime
    beat: Heartbeat | None
    last_check: datetime | None
    next_firings: tuple[Firing, ...]
    failing: tuple[Failing, ...]
    late: tuple[Late, ...]
    silences: tuple[Recorded, ...] = ()
    shortage: str | None = None
    gone: bool = False

    @property
    def silent_since(self) -> datetime | None:
        """Since when there is no sign of life; None while there is, or where none ever was."""
        if self.beat is None:
            return None
        lives = not (self.beat.stopped or self.gone) and self.at - self.beat.beat_at <= SILENCE
        return None if lives else self.beat.beat_at

    @property
    def lag(self) -> timedelta:
        """How far the daemon is behind its schedules: the age of the oldest firing not run."""
        return max((self.at - late.since for late in self.late), default=timedelta())


def build_health(ledger: Ledger, timetable: Timetable, settings: Settings, at: datetime) -> Health:
    """All of it, by one look at the ledger."""
    with ledger.reading() as connection:
        checks = read_checks(connection)
    recent = (Kind.DAEMON_SILENT,)
    silences = [one for one in ledger.read(kinds=recent) if at - one.event.at <= timedelta(days=7)]
    return Health(
        at=at,
        beat=read_heartbeat(ledger),
        last_check=max((check.at for check in checks.values()), default=None),
        next_firings=tuple(_next_firings(timetable, at)),
        failing=tuple(_failing(timetable, checks)),
        late=tuple(_late(timetable, checks, at)),
        silences=tuple(silences),
        shortage=find_shortage(settings.written, settings.reserve),
    )


def look_from_outside(
    ledger: Ledger, timetable: Timetable, settings: Settings, at: datetime
) -> Health:
    """The same for whoever is not the daemon itself."""
    health = build_health(ledger, timetable, settings, at)
    return replace(health, gone=health.beat is not None and is_gone(settings.var, health.beat))


def _next_firings(timetable: Timetable, at: datetime) -> list[Firing]:
    firings = [
        Firing(schedule.title, moment, len(timetable.datasets_of(schedule)))
        for schedule in timetable.schedules
        for moment in next_runs(schedule, at, 1)
    ]
    return sorted(firings, key=lambda firing: firing.at)


def _failing(timetable: Timetable, checks: Mapping[str, Check]) -> Iterator[Failing]:
    for dataset in timetable.catalogue.datasets:
        check = checks.get(dataset.name)
        schedule = timetable.schedule_of(dataset)
        if check and check.failing_since and schedule:
            tolerated = schedule.tolerated_failures
            yield Failing(dataset.name, check.failures, tolerated, check.failing_since)


def _late(timetable: Timetable, checks: Mapping[str, Check], at: datetime) -> Iterator[Late]:
    for schedule in timetable.schedules:
        for dataset in timetable.datasets_of(schedule):
            check = checks.get(dataset.name)
            since = missed_since(dataset, timetable, check, at) if check else None
            if since is not None and at - since >= LATE:
                yield Late(dataset.name, since)
