"""Dates and quarters of a report, as instants of Kyiv time.

The state «as of 1 July» is the state at 00:00 Kyiv time on that day: what happened at 23:59 on
30 June is in it, what happened at midnight and after is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.wording import KYIV

ROMAN = ("I", "II", "III", "IV")


class PeriodError(ValueError):
    """A date or a quarter that cannot be read: a sentence that shows how it is written."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months from `first` to the day before `after`."""

    name: str
    first: date
    after: date

    @property
    def start(self) -> datetime:
        """The first instant of the quarter, UTC."""
        return instant_of(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after the quarter, UTC: the report on it is as of this one."""
        return instant_of(self.after)

    @property
    def title(self) -> str:
        """The quarter as it is read aloud: «II квартал 2021 року»."""
        return f"{ROMAN[(self.first.month - 1) // 3]} квартал {self.first.year} року"


def instant_of(day: date) -> datetime:
    """00:00 Kyiv time on that day, in UTC; in summer 21:00 of the day before."""
    return datetime(day.year, day.month, day.day, tzinfo=KYIV).astimezone(UTC)


def read_day(text: str) -> date:
    """A date written `2021-07-01` or `01.07.2021`; PeriodError for anything else."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 2000 <= found.year < 2100:
            return found
    raise PeriodError(f"«{text}» не є датою: напишіть її як 2021-07-01 або 01.07.2021.")


def read_known_at(text: str) -> datetime:
    """The moment up to which the ledger is believed: an ISO moment, or a day.

    A moment without a zone is Kyiv time; a day means all that was known by its end there.
    PeriodError for anything else.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return _end_of(read_day(text))
    if len(text.strip()) <= len("2021-07-02"):
        return _end_of(read_day(text))
    return (moment if moment.tzinfo else moment.replace(tzinfo=KYIV)).astimezone(UTC)


def _end_of(day: date) -> datetime:
    return instant_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def quarter_of(text: str) -> Quarter:
    """A quarter written `2021-Q2`; PeriodError for anything else."""
    found = re.fullmatch(r"(20\d\d)-?Q([1-4])", text.strip().upper())
    if not found:
        raise PeriodError(f"«{text}» не є кварталом: напишіть його як 2021-Q2.")
    year, number = int(found[1]), int(found[2])
    after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return Quarter(f"{year}-Q{number}", date(year, number * 3 - 2, 1), after)
