"""Working days of Ukraine, for the three working days of paragraph 15.

The calendar is that of the library `holidays`, which knows the moved days off and that since
15.03.2022, while martial law lasts, no public holiday is a day off (Law 2136-IX, article 6).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

UNPLANNED_DAYS = 3
"""Working days within which an unplanned change is published (п. 15)."""

MARTIAL_LAW_FROM = date(2022, 3, 15)
MARTIAL_LAW_NOTE = (
    "Від 15.03.2022, доки діє воєнний стан, святкові дні є робочими "
    "(стаття 6 Закону України № 2136-IX); вихідними лишаються субота й неділя."
)


def add_workdays(day: date, count: int) -> date:
    """The working day that comes `count` working days after that day."""
    return _calendar(day.year).get_nth_working_day(day, count)


@cache
def _calendar(year: int) -> HolidayBase:
    """The days off of that year and the next; expensive to make, so made once."""
    from holidays import country_holidays

    return country_holidays("UA", years=(year, year + 1))
