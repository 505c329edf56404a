"""What was missed, told by the ledger's last word on every dataset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon_town import timetable_of, with_schedule, write_town

from pipeline.daemon.catch_up import Owed, Why, list_owed
from pipeline.daemon.timetable import Timetable
from pipeline.record.checks import Check

TUESDAY_NOON = datetime(2021, 6, 1, 9, tzinfo=UTC)
NAME = "economy-stalls"


@pytest.fixture
def timetable(tmp_path: Path) -> Timetable:
    return timetable_of(write_town(tmp_path))


def owed(timetable: Timetable, now: datetime, *checks: Check) -> tuple[Owed, ...]:
    return list_owed(timetable, {check.dataset: check for check in checks}, now)


def test_a_dataset_that_was_never_updated_is_new(timetable: Timetable) -> None:
    assert owed(timetable, TUESDAY_NOON) == (Owed(NAME, Why.NEW),)


def test_a_firing_after_the_last_update_was_missed(timetable: Timetable) -> None:
    yesterday = Check(NAME, TUESDAY_NOON - timedelta(hours=20))
    now = TUESDAY_NOON + timedelta(hours=1)
    assert owed(timetable, now, yesterday) == (Owed(NAME, Why.MISSED),)


def test_a_firing_of_this_moment_is_left_to_the_scheduler(timetable: Timetable) -> None:
    yesterday = Check(NAME, TUESDAY_NOON - timedelta(hours=20))
    assert owed(timetable, TUESDAY_NOON + timedelta(minutes=4), yesterday) == ()


def test_a_firing_may_come_later_by_its_jitter(timetable: Timetable) -> None:
    jittered = with_schedule(timetable, jitter=1800)
    yesterday = Check(NAME, TUESDAY_NOON - timedelta(hours=20))
    assert owed(jittered, TUESDAY_NOON + timedelta(minutes=30), yesterday) == ()
    assert owed(jittered, TUESDAY_NOON + timedelta(minutes=36), yesterday) != ()


def test_what_was_updated_since_its_firing_is_not_owed(timetable: Timetable) -> None:
    fresh = Check(NAME, TUESDAY_NOON + timedelta(minutes=1))
    assert owed(timetable, TUESDAY_NOON + timedelta(hours=23), fresh) == ()


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 15), (2, 30), (3, 60), (5, 240), (6, 360), (60, 360)]
)
def test_a_failed_update_rests_longer_after_every_failure(
    timetable: Timetable, failures: int, minutes: int
) -> None:
    at = TUESDAY_NOON + timedelta(minutes=1)
    failed = Check(NAME, at, failures, at)
    rested = at + timedelta(minutes=minutes)
    assert owed(timetable, rested - timedelta(seconds=1), failed) == ()
    assert owed(timetable, rested, failed) == (Owed(NAME, Why.FAILED, failures),)


def test_a_publication_cut_off_is_tried_again(timetable: Timetable) -> None:
    at = TUESDAY_NOON + timedelta(minutes=1)
    cut = Check(NAME, at, unfinished=True)
    assert owed(timetable, at + timedelta(minutes=15), cut) == (Owed(NAME, Why.FAILED),)


def test_what_failed_most_comes_last_and_what_is_new_first(tmp_path: Path) -> None:
    daily = dict.fromkeys(("a", "b", "c", "d"), "once a day")
    timetable = timetable_of(write_town(tmp_path, **daily))
    at = TUESDAY_NOON + timedelta(minutes=1)
    checks = (
        Check("economy-a", at, 3, at),
        Check("economy-b", at, 1, at),
        Check("economy-c", at - timedelta(days=2)),
    )
    assert owed(timetable, at + timedelta(hours=2), *checks) == (
        Owed("economy-d", Why.NEW),
        Owed("economy-c", Why.MISSED),
        Owed("economy-b", Why.FAILED, 1),
        Owed("economy-a", Why.FAILED, 3),
    )
