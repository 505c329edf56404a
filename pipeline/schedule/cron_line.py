"""Which cron lines would fire as their writer means them.

APScheduler counts 0 as Monday where cron counts it as Sunday, so days of the week are names; the
hour from 03:00 happens twice or never when the clocks of Kyiv change (APScheduler 3.11 fires twice
in October); a day of the month together with a day of the week means «either» to cron and «both»
to APScheduler.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

FIELDS = ("хвилина", "година", "день", "місяць", "день тижня")
WEEKDAYS = "mon, tue, wed, thu, fri, sat, sun"


def check_cron_line(line: str) -> str | None:
    """What is wrong with the line, as a sentence; None where it is sound."""
    parts = line.split()
    if len(parts) != len(FIELDS):
        return "потрібно п’ять полів: " + ", ".join(FIELDS)
    if re.search(r"\d", parts[4]):
        return f"день тижня пишеться назвою: {WEEKDAYS}"
    for index, part in enumerate(parts):
        if not _is_readable(index, part):
            return f"поле «{FIELDS[index]}» не читається: «{part}»"
    if 3 in _hours(parts[1]):
        return (
            "між 03:00 і 04:00 запускати не можна: ця година зникає або триває двічі; "
            "щоб запускати цілодобово, напишіть every_minutes"
        )
    if parts[2] != "*" and parts[4] != "*":
        return "вкажіть або день місяця, або день тижня: разом їх розуміють по-різному"
    return None


def _is_readable(index: int, part: str) -> bool:
    parts = ["*"] * len(FIELDS)
    parts[index] = part
    try:
        _build(parts)
    except ValueError:
        return False
    return True


def _hours(part: str) -> set[int]:
    """The hours a cron field names, asked of APScheduler's own reading of it."""
    trigger = _build(["0", part, "*", "*", "*"])
    days = datetime(2021, 1, 4, tzinfo=UTC)
    hours = next(item for item in trigger.fields if item.name == "hour")
    return {hour for hour in range(24) if hours.get_next_value(days.replace(hour=hour)) == hour}


def _build(parts: list[str]) -> Any:
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger.from_crontab(" ".join(parts), timezone=UTC)
