"""When a schedule fires, by APScheduler's own triggers, always in Kyiv time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pipeline.model import Cron, Every, Rhythm, Schedule
from pipeline.wording import KYIV

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

SURVEYED = (date(2024, 1, 1), date(2026, 1, 1))
"""Two whole years, one of them a leap year: every change of the clocks and length of a month."""

ANCHOR = date(2000, 1, 1)
"""The Kyiv midnight from which even distances are counted."""


def build_trigger(schedule: Schedule) -> BaseTrigger:
    """The trigger for APScheduler, jitter included."""
    return _trigger(schedule.rhythm, schedule.jitter or None)


def next_runs(schedule: Schedule, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next firings later than that moment, in UTC and without jitter."""
    return tuple(islice(_firings(schedule.rhythm, after), count))


def longest_gap(schedule: Schedule) -> timedelta:
    """The longest time between two firings, over more than a year and both changes of the clocks.

    A rhythm that fires less than twice in two years has all of them for its gap.
    """
    if isinstance(schedule.rhythm, Every):
        return timedelta(minutes=schedule.rhythm.minutes)
    return max(end - start for start, end in _gaps(schedule.rhythm))


def firing_days(rhythm: Rhythm) -> tuple[date, ...]:
    """Every day in Kyiv of the surveyed years on which it fires."""
    day, end = SURVEYED
    days = []
    while fired := next(_firings(rhythm, _midnight(day) - timedelta(seconds=1)), None):
        day = fired.astimezone(KYIV).date()
        if day >= end:
            break
        days.append(day)
        day += timedelta(days=1)
    return tuple(days)


def longest_days(days: Sequence[date]) -> int:
    """The most days from one of those firing days to the next; all surveyed where it is one."""
    start, end = SURVEYED
    found = ((after - before).days for before, after in pairwise(days))
    return max(found, default=(end - start).days)


def _gaps(rhythm: Cron) -> Iterator[tuple[datetime, datetime]]:
    """The gaps among which the longest is.

    A cron line fires at the same times on each of its days, so the days are asked for one by one
    and the times once; a day of 23 or 25 hours is where the clocks change.
    """
    days = firing_days(rhythm)
    if len(days) < 2:
        yield _midnight(SURVEYED[0]), _midnight(SURVEYED[1])
        return
    times = _times_on(rhythm, days[0])
    for before, after in pairwise(days):
        yield _moment(before, times[-1]), _moment(after, times[0])
    for day in days:
        if day == days[0] or _midnight(day + timedelta(days=1)) - _midnight(day) != timedelta(1):
            moments = [_moment(day, at) for at in times]
            yield from pairwise(moments)


def _times_on(rhythm: Cron, day: date) -> tuple[time, ...]:
    end = _midnight(day + timedelta(days=1))
    found = []
    for fired in _firings(rhythm, _midnight(day) - timedelta(seconds=1)):
        if fired >= end:
            break
        found.append(fired.astimezone(KYIV).time())
    return tuple(found)


def _firings(rhythm: Rhythm, after: datetime) -> Iterator[datetime]:
    trigger, moment = _trigger(rhythm, None), after.astimezone(UTC)
    while fired := trigger.get_next_fire_time(None, moment + timedelta(microseconds=1)):
        moment = fired.astimezone(UTC)
        yield moment


def _trigger(rhythm: Rhythm, jitter: int | None) -> BaseTrigger:
    from apscheduler.triggers.cron import CronTrigger

    from pipeline.schedule.even import EvenTrigger

    match rhythm:
        case Cron(line):
            trigger = CronTrigger.from_crontab(line, timezone=KYIV)
            trigger.jitter = jitter
            return trigger
        case Every(minutes):
            start = _midnight(ANCHOR)
            return EvenTrigger(minutes=minutes, start_date=start, timezone=KYIV, jitter=jitter)


def _midnight(day: date) -> datetime:
    return _moment(day, time())


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, KYIV).astimezone(UTC)
