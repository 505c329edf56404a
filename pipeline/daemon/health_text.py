"""The daemon's health for `pipeline status`: plain lines, and a value for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pipeline.daemon.alarms import alarms_of
from pipeline.daemon.health import Health
from pipeline.wording import DATASET, Noun, count_of, minute, size_of

SHOWN_FIRINGS = 3

_MINUTE = Noun("хвилину", "хвилини", "хвилин")
_HOUR = Noun("годину", "години", "годин")
_DAY = Noun("день", "дні", "днів")


def health_lines(health: Health, free: int) -> list[str]:
    """How the daemon does, when it works next, and what a person must act on.

    `free` is the space left on the disk, in bytes.
    """
    lines = [_line_of_daemon(health)]
    if health.last_check is not None:
        lines.append(f"Останній запуск: {minute(health.last_check)}.")
    lines += [f"Далі: {told}" for told in _firings(health)]
    lines += _portals(health)
    lines.append(f"На диску вільно {size_of(free)}.")
    lines += [f"УВАГА: {alarm.sentence}" for alarm in alarms_of(health)]
    lines += [silence.event.sentence for silence in health.silences]
    return lines


def health_value(health: Health, free: int) -> dict[str, Any]:
    """The same for programs; instants are ISO times in UTC, the lag is in seconds."""
    beat = health.beat
    return {
        "alive_at": _iso(beat.beat_at if beat else None),
        "started_at": _iso(beat.started_at if beat else None),
        "stopped": beat.stopped if beat else None,
        "host": beat.host if beat else None,
        "pid": beat.pid if beat else None,
        "version": beat.version if beat else None,
        "silent_since": _iso(health.silent_since),
        "running": list(beat.running) if beat else [],
        "last_check": _iso(health.last_check),
        "next": [
            {"title": one.title, "at": _iso(one.at), "datasets": one.datasets}
            for one in health.next_firings
        ],
        "failing": {one.dataset: one.failures for one in health.failing},
        "late": {one.dataset: _iso(one.since) for one in health.late},
        "lag": health.lag.total_seconds(),
        "portals": {name: _iso(since) for name, since in beat.portals.items()} if beat else {},
        "disk_free": free,
        "alarms": [alarm.sentence for alarm in alarms_of(health)],
    }


def _line_of_daemon(health: Health) -> str:
    beat = health.beat
    if beat is None:
        return "Програма без нагляду (pipeline daemon) ще не запускалася."
    if health.silent_since is not None:
        gone = "Програма не працює: її перервано. " if health.gone and not beat.stopped else ""
        last = f"{minute(beat.beat_at)} (процес {beat.pid} на «{beat.host}»)"
        return f"{gone}Останній знак життя {last}."
    running = f"; зараз: {', '.join(beat.running)}" if beat.running else ""
    return (
        f"Програма працює з {minute(beat.started_at)} (процес {beat.pid} на «{beat.host}»); "
        f"останній знак життя {_ago(health.at - beat.beat_at)} тому{running}."
    )


def _firings(health: Health) -> Iterator[str]:
    for firing in health.next_firings[:SHOWN_FIRINGS]:
        count = count_of(firing.datasets, DATASET)
        yield f"{minute(firing.at)} «{firing.title}», {count}."


def _portals(health: Health) -> Iterator[str]:
    known = health.beat.portals if health.beat and health.silent_since is None else {}
    if known:
        told = (
            f"«{name}» {f'не відповідає з {minute(since)}' if since else 'відповідає'}"
            for name, since in sorted(known.items())
        )
        yield f"Портали: {', '.join(told)}."


def _ago(past: timedelta) -> str:
    """`40 с`, `12 хвилин`, `3 години`, `5 днів`."""
    seconds = max(int(past.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} с"
    for size, noun, least in ((86400, _DAY, 2), (3600, _HOUR, 1), (60, _MINUTE, 1)):
        if seconds >= size * least:
            return count_of(seconds // size, noun)
    return f"{seconds} с"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
