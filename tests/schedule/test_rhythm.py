from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipeline.model import Cron, Every, Rhythm, Schedule
from pipeline.schedule import build_trigger, longest_gap, next_runs
from pipeline.wording import minute

DAILY = Cron("30 6 * * *")


def a_schedule(rhythm: Rhythm, jitter: int = 0) -> Schedule:
    return Schedule("schedules/x.yaml", "Розклад", rhythm, frequencies=("x",), jitter=jitter)


def runs(rhythm: Rhythm, after: datetime, count: int) -> list[str]:
    return [minute(moment) for moment in next_runs(a_schedule(rhythm), after, count)]


def test_runs_keep_kyiv_time_when_clocks_go_forward_and_back() -> None:
    assert runs(DAILY, datetime(2026, 3, 28, 12, tzinfo=UTC), 2) == [
        "29.03.2026 06:30",
        "30.03.2026 06:30",
    ]
    spring = next_runs(a_schedule(DAILY), datetime(2026, 3, 28, tzinfo=UTC), 2)
    autumn = next_runs(a_schedule(DAILY), datetime(2026, 10, 24, tzinfo=UTC), 2)
    assert spring[1] - spring[0] == timedelta(hours=23)
    assert autumn[1] - autumn[0] == timedelta(hours=25)


def test_a_run_at_the_very_moment_is_past() -> None:
    at = datetime(2026, 7, 1, 3, 30, tzinfo=UTC)
    assert runs(DAILY, at, 1) == ["02.07.2026 06:30"]


def test_even_distances_are_counted_from_midnight_whenever_one_asks() -> None:
    asked = datetime(2026, 1, 15, 10, 7, 3, tzinfo=UTC)
    assert runs(Every(30), asked, 3) == ["15.01.2026 12:30", "15.01.2026 13:00", "15.01.2026 13:30"]


def test_even_distances_are_the_same_in_the_hour_that_clocks_change() -> None:
    before = datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    found = next_runs(a_schedule(Every(30)), before, 6)
    assert {after - before for before, after in pairwise(found)} == {timedelta(minutes=30)}


def test_jitter_delays_each_run_and_never_the_next_ones() -> None:
    trigger = build_trigger(a_schedule(Every(10), jitter=300))
    start = datetime(2026, 1, 15, 10, tzinfo=UTC)
    fired, previous = [], None
    for _ in range(100):
        previous = trigger.get_next_fire_time(previous, previous or start)
        fired.append(previous)
    delays = [at - start - number * timedelta(minutes=10) for number, at in enumerate(fired)]
    assert min(delays) >= timedelta(0)
    assert timedelta(0) < max(delays) <= timedelta(seconds=300)


def test_a_cron_line_takes_jitter_too() -> None:
    trigger = build_trigger(a_schedule(DAILY, jitter=300))
    at = datetime(2026, 1, 15, 4, 30, tzinfo=UTC)
    found = [trigger.get_next_fire_time(None, at) - at for _ in range(20)]
    assert len(set(found)) > 1
    assert timedelta(0) <= min(found)
    assert max(found) <= timedelta(seconds=300)


@pytest.mark.parametrize(
    ("line", "gap"),
    [
        ("30 6 * * *", timedelta(hours=25)),
        ("30 2,5 * * *", timedelta(hours=21)),
        ("0 0,1,2,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23 * * *", timedelta(hours=3)),
        ("30 6 * * mon", timedelta(days=7, hours=1)),
        ("0 7 1 * *", timedelta(days=31, hours=1)),
        ("0 7 1 feb *", timedelta(days=366)),
    ],
)
def test_the_longest_gap_counts_the_night_with_an_hour_more(line: str, gap: timedelta) -> None:
    assert longest_gap(a_schedule(Cron(line))) == gap


@pytest.mark.parametrize(
    "line", ["30 2,5 * * *", "30 8,18 * * mon-fri", "0 4,12 10,25 * *", "15 1 last * *"]
)
def test_the_longest_gap_is_the_longest_of_all_firings(line: str) -> None:
    schedule = a_schedule(Cron(line))
    found, end = (
        [datetime(2023, 12, 31, 21, 59, tzinfo=UTC)],
        datetime(2025, 12, 31, 22, tzinfo=UTC),
    )
    while (at := next_runs(schedule, found[-1], 1)[0]) < end:
        found.append(at)
    assert longest_gap(schedule) == max(after - at for at, after in pairwise(found[1:]))


def test_a_rhythm_that_hardly_ever_fires_has_years_for_its_gap() -> None:
    assert longest_gap(a_schedule(Cron("0 7 29 feb *"))) == timedelta(days=731)


def test_the_longest_gap_of_even_distances_is_their_own() -> None:
    assert longest_gap(a_schedule(Every(90))) == timedelta(minutes=90)
