"""What was missed, by the ledger alone: firings that nobody ran, and updates that failed.

Asked at the start and every few minutes, so that no pause of machine, network or clock loses a
run. A failed update is tried again after growing pauses; its turn in the schedule comes anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from pipeline.daemon.timetable import Timetable
from pipeline.model import Dataset
from pipeline.record.checks import Check
from pipeline.schedule import next_runs

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=6)
"""After the first failure, and at most: doubled with every failure in a row."""
GRACE = timedelta(minutes=5)
"""A firing younger than this is left to the scheduler, which is about to run it."""


class Why(IntEnum):
    """Why a dataset is to be updated now, in the order in which they are taken."""

    NEW = 1
    MISSED = 2
    FAILED = 3


@dataclass(frozen=True, slots=True)
class Owed:
    """A dataset that is to be updated outside its schedule."""

    dataset: str
    why: Why
    failures: int = 0


def list_owed(timetable: Timetable, checks: Mapping[str, Check], now: datetime) -> tuple[Owed, ...]:
    """Every such dataset; those that failed most often come last, lest they delay the others."""
    owed = _owed(timetable, checks, now)
    return tuple(sorted(owed, key=lambda one: (one.why, one.failures, one.dataset)))


def _owed(timetable: Timetable, checks: Mapping[str, Check], now: datetime) -> Iterator[Owed]:
    for schedule in timetable.schedules:
        for dataset in timetable.datasets_of(schedule):
            check = checks.get(dataset.name)
            if check is None:
                yield Owed(dataset.name, Why.NEW)
            elif (check.failures or check.unfinished) and now >= check.at + pause_after(check):
                yield Owed(dataset.name, Why.FAILED, check.failures)
            elif missed_since(dataset, timetable, check, now):
                yield Owed(dataset.name, Why.MISSED, check.failures)


def pause_after(check: Check) -> timedelta:
    """How long a failed update rests before it is tried again."""
    doublings = min(max(check.failures, 1) - 1, 8)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def missed_since(
    dataset: Dataset, timetable: Timetable, check: Check, now: datetime
) -> datetime | None:
    """The first firing of its schedule after its last update, where that is past; else None."""
    schedule = timetable.schedule_of(dataset)
    if schedule is None:
        return None
    grace = GRACE + timedelta(seconds=schedule.jitter)
    first = next(iter(next_runs(schedule, check.at, 1)), None)
    return first if first is not None and first + grace <= now else None
