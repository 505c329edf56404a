"""The clock: Kyiv time is known, it runs after the ledger, and a portal's clock agrees with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.doctor.diagnosis import Diagnosis, green, red, yellow
from pipeline.wording import minute

SUBJECT = "Годинник"
ZONE = "Europe/Kyiv"
TOLERATED = timedelta(minutes=5)
ADVICE = "увімкніть синхронізацію часу: timedatectl set-ntp true"

Dates = Callable[[], Mapping[str, str]]
"""By portal name the Date header of its answer; portals of other machines alone tell anything."""


def check_clock(now: datetime, last_known: datetime | None, dates: Dates) -> Diagnosis:
    """`last_known`: when the ledger learnt of its last event."""
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return red(SUBJECT, f"немає даних про час {ZONE}", "pip install --upgrade tzdata")
    if last_known and now < last_known - TOLERATED:
        return red(
            SUBJECT,
            f"зараз {minute(now)}, а останню подію записано {minute(last_known)}: "
            "годинник переведено назад",
            ADVICE,
        )
    asked = {name: parsedate_to_datetime(text) - now for name, text in dates().items()}
    if not asked:
        return green(
            SUBJECT, f"{minute(now)} за Києвом; звірити немає з чим: портали на цій машині"
        )
    name, skew = max(asked.items(), key=lambda item: abs(item[1]))
    if abs(skew) > TOLERATED:
        return yellow(
            SUBJECT,
            f"{minute(now)} за Києвом, а на порталі «{name}» {minute(now + skew)}",
            ADVICE,
        )
    return green(SUBJECT, f"{minute(now)} за Києвом, із порталом «{name}» збігається")
