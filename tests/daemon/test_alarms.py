"""What needs a person, in sentences; nothing where all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon_town import NOON, timetable_of, write_town
from ledgers import Clock

from pipeline.daemon.alarms import (
    ALARM,
    Alarm,
    alarms_of,
    is_to_be_told,
    state_of,
    write_alarms,
)
from pipeline.daemon.health import Failing, Health, Late, build_health
from pipeline.daemon.health_text import health_lines, health_value
from pipeline.record.event import Event, Kind
from pipeline.record.heartbeat import Heartbeat, record_heartbeat
from pipeline.record.ledger import Ledger
from pipeline.report.notices import notified_event

BEAT = Heartbeat(
    host="srv1",
    pid=77,
    version="1.0.0",
    started_at=NOON - timedelta(days=3),
    beat_at=NOON - timedelta(seconds=12),
    read_at=NOON - timedelta(days=3),
    looked_at=NOON - timedelta(seconds=5),
    portals={"city": None},
)
WELL = Health(NOON, BEAT, NOON - timedelta(hours=2), (), (), ())


def told(health: Health) -> list[str]:
    return [alarm.sentence for alarm in alarms_of(health)]


def beating(**changes: object) -> Health:
    return replace(WELL, beat=replace(BEAT, **changes))  # type: ignore[arg-type]


def test_all_is_well() -> None:
    assert told(WELL) == []


def test_a_daemon_that_never_ran_is_no_alarm() -> None:
    assert told(replace(WELL, beat=None)) == []


def test_a_silent_daemon_is_told() -> None:
    assert told(beating(beat_at=NOON - timedelta(minutes=11))) == [
        "Програма (pipeline daemon) не подає знаку життя з 01.06.2021 11:49: нічого не збирається "
        "й не публікується. Запустіть її знову.",
    ]


def test_a_killed_daemon_is_told_at_once_however_fresh_its_sign_of_life() -> None:
    health = replace(WELL, gone=True)
    assert told(health) == [
        "Програма (pipeline daemon) не подає знаку життя з 01.06.2021 11:59: нічого не збирається "
        "й не публікується. Запустіть її знову.",
    ]
    assert health_lines(health, 7)[0] == (
        "Програма не працює: її перервано. Останній знак життя 01.06.2021 11:59 (процес 77 на "
        "«srv1»)."
    )


def test_a_stopped_daemon_is_told_at_once_and_its_last_words_no_more() -> None:
    stopped = beating(stopped=True, portals={"city": NOON - timedelta(hours=3)})
    assert told(stopped) == [
        "Програму (pipeline daemon) зупинено з 01.06.2021 11:59: нічого не збирається "
        "й не публікується. Запустіть її знову.",
    ]


def test_a_dataset_that_fails_more_often_than_tolerated_is_told() -> None:
    since = NOON - timedelta(hours=5)
    failing = (Failing("economy-stalls", 3, 2, since), Failing("economy-parks", 2, 2, since))
    assert told(replace(WELL, failing=failing)) == [
        "Набір «economy-stalls» не вдалося оновити 3\u00a0рази поспіль, уперше 01.06.2021 07:00; "
        "причину показує pipeline status."
    ]


def test_one_failure_is_not_said_to_be_in_a_row() -> None:
    failing = Failing("economy-stalls", 1, 0, NOON - timedelta(hours=1))
    assert told(replace(WELL, failing=(failing,))) == [
        "Набір «economy-stalls» не вдалося оновити 01.06.2021 11:00; причину показує pipeline "
        "status."
    ]


def test_a_dataset_not_checked_in_its_time_is_told() -> None:
    late = (Late("economy-stalls", NOON - timedelta(hours=2)),)
    assert told(replace(WELL, late=late)) == [
        "Набір «economy-stalls» не перевірено у свій час, 01.06.2021 10:00."
    ]


def test_a_portal_that_restarts_is_no_alarm_and_one_that_stays_away_is() -> None:
    assert told(beating(portals={"city": NOON - timedelta(minutes=9)})) == []
    assert told(beating(portals={"city": NOON - timedelta(minutes=10)})) == [
        "Портал «city» не відповідає з 01.06.2021 11:50: перевірте, чи він працює."
    ]


def test_drop_folders_that_hang_are_told() -> None:
    assert told(beating(looked_at=NOON - timedelta(minutes=11))) == [
        "Теки надходжень не відповідають з 01.06.2021 11:49: перевірте мережеву теку."
    ]


def test_an_edit_not_in_force_is_told_with_its_fault() -> None:
    fault = "schedules/daily.yaml:2: бракує ключа «title»"
    assert told(beating(kept=(fault,))) == [f"Змін не взято, діє те, що було: {fault}"]


def test_a_nearly_full_disk_is_told_in_its_own_words() -> None:
    assert told(replace(WELL, shortage="На диску лишилося 3 МБ.")) == ["На диску лишилося 3 МБ."]


def test_an_alarm_stays_the_same_while_it_lasts_and_is_another_when_it_comes_again() -> None:
    since = NOON - timedelta(hours=5)
    states = [
        state_of(alarms_of(replace(WELL, failing=(Failing("economy-stalls", count, 1, at),))))
        for count, at in ((2, since), (9, since), (2, NOON))
    ]
    assert (states[0] == states[1], states[0] == states[2]) == (True, False)


def test_the_same_alarms_are_written_about_once(ledger: Ledger, clock: Clock) -> None:
    alarms = (Alarm("portal city", "Портал не відповідає."),)
    assert is_to_be_told(alarms, ledger)
    letter = write_alarms(alarms, "data@city.example", "Приклад міська рада")
    ledger.record(notified_event(letter.to, letter.subject, letter.state, ALARM, clock(), "daemon"))
    assert not is_to_be_told(alarms, ledger)
    assert is_to_be_told((*alarms, Alarm("disk", "Диск повний.")), ledger)


def test_the_letter_says_what_and_where_to_look() -> None:
    alarms = (Alarm("portal city", "Портал «city» не відповідає."),)
    letter = write_alarms(alarms, "data@city.example", "Приклад міська рада")
    assert (letter.to, letter.subject) == ("data@city.example", "Відкриті дані: 1\u00a0тривога")
    assert "Портал «city» не відповідає." in letter.html


# What status says


def test_status_says_how_the_daemon_does() -> None:
    assert health_lines(WELL, 70 << 30) == [
        "Програма працює з 29.05.2021 12:00 (процес 77 на «srv1»); останній знак життя 12 с тому.",
        "Останній запуск: 01.06.2021 10:00.",
        "Портали: «city» відповідає.",
        "На диску вільно 70,0\u00a0ГБ.",
    ]


@pytest.mark.parametrize(
    ("past", "ago"),
    [
        (timedelta(seconds=59), "59 с"),
        (timedelta(minutes=9), "9\u00a0хвилин"),
    ],
)
def test_status_says_how_long_ago_the_sign_of_life_was(past: timedelta, ago: str) -> None:
    line = health_lines(beating(beat_at=NOON - past), 0)[0]
    assert line.endswith(f"останній знак життя {ago} тому.")


def test_status_says_that_no_daemon_ever_ran() -> None:
    lines = health_lines(replace(WELL, beat=None, last_check=None), 0)
    assert lines[0] == "Програма без нагляду (pipeline daemon) ще не запускалася."


def test_health_is_told_by_the_ledger_and_the_schedules(
    tmp_path: Path, ledger: Ledger, clock: Clock
) -> None:
    settings = write_town(tmp_path, stalls="once a day", parks="once a week")
    clock.moment = datetime(2021, 6, 8, 12, tzinfo=UTC)
    for name, kind, days in (
        ("stalls", Kind.UNCHANGED, 3),
        ("stalls", Kind.FAILED, 2),
        ("stalls", Kind.FAILED, 0),
        ("parks", Kind.UNCHANGED, 2),
    ):
        at = clock.moment - timedelta(days=days)
        ledger.record(Event(kind, at, "daemon", "…", dataset=f"economy-{name}"))
    record_heartbeat(ledger, BEAT)
    value = health_value(
        build_health(ledger, timetable_of(settings, clock.moment), settings, clock.moment), 7
    )
    assert value | {"alarms": []} == {
        "alive_at": BEAT.beat_at.isoformat(),
        "started_at": BEAT.started_at.isoformat(),
        "stopped": False,
        "host": "srv1",
        "pid": 77,
        "version": "1.0.0",
        "silent_since": BEAT.beat_at.isoformat(),
        "running": [],
        "last_check": "2021-06-08T12:00:00+00:00",
        "next": [
            {"title": "Щодня опівдні", "at": "2021-06-09T09:00:00+00:00", "datasets": 1},
            {"title": "Щопонеділка", "at": "2021-06-14T03:30:00+00:00", "datasets": 1},
        ],
        "failing": {"economy-stalls": 2},
        "late": {"economy-parks": "2021-06-07T03:30:00+00:00"},
        "lag": 32.5 * 3600,
        "portals": {"city": None},
        "disk_free": 7,
        "alarms": [],
    }
