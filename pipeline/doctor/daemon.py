"""The daemon: whether anybody works unattended, and what it asks of a person."""

from __future__ import annotations

from pipeline.daemon.alarms import alarms_of
from pipeline.daemon.health import Health
from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.wording import minute

SUBJECT = "Програма"
START = "запустіть її: systemctl start open-data, або pipeline daemon"


def check_daemon(health: Health | None) -> Diagnosis:
    """By its last sign of life; a city that runs `make publish` by hand has none, which is fine.

    `health` is None before there is a ledger.
    """
    beat = health.beat if health else None
    if health is None or beat is None:
        return yellow(SUBJECT, "без нагляду ще не працювала; оновлюєте лише вручну", START)
    if health.silent_since is not None:
        how = "зупинено" if beat.stopped else "не працює" if health.gone else "мовчить"
        return red(SUBJECT, f"{how} з {minute(health.silent_since)}", START)
    if alarms := alarms_of(health):
        told = " ".join(alarm.sentence for alarm in alarms)
        return yellow(SUBJECT, told.rstrip("."), "зробіть, що сказано в реченні")
    return green(SUBJECT, f"працює з {minute(beat.started_at)}, процес {beat.pid} на «{beat.host}»")
