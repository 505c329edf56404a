"""Whether anybody works unattended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipeline.daemon.health import Failing, Health
from pipeline.doctor.daemon import START, check_daemon
from pipeline.doctor.diagnosis import Diagnosis, Light
from pipeline.record.heartbeat import Heartbeat

NOON = datetime(2021, 6, 1, 9, tzinfo=UTC)
BEAT = Heartbeat("srv1", 77, "1.0.0", NOON - timedelta(days=3), NOON, NOON)
WELL = Health(NOON, BEAT, NOON, (), (), ())


def test_a_daemon_that_beats_is_green() -> None:
    told = "працює з 29.05.2021 12:00, процес 77 на «srv1»"
    assert check_daemon(WELL) == Diagnosis("Програма", Light.GREEN, told)


def test_where_none_ever_ran_it_is_yellow() -> None:
    told = "без нагляду ще не працювала; оновлюєте лише вручну"
    never = Diagnosis("Програма", Light.YELLOW, told, START)
    assert [check_daemon(None), check_daemon(replace(WELL, beat=None))] == [never, never]


def test_a_silent_one_is_red() -> None:
    silent = replace(WELL, at=NOON + timedelta(hours=1))
    told = "мовчить з 01.06.2021 12:00"
    assert check_daemon(silent) == Diagnosis("Програма", Light.RED, told, START)


def test_its_alarms_are_yellow_in_their_own_words() -> None:
    failing = replace(WELL, failing=(Failing("economy-stalls", 3, 1, NOON),))
    assert check_daemon(failing).sentence.startswith("Набір «economy-stalls» не вдалося оновити 3")
