"""The period of a document of a series, in words."""

from __future__ import annotations

import re

_MONTHS = (
    *("січень", "лютий", "березень", "квітень", "травень", "червень"),
    *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
)
_ROMAN = ("I", "II", "III", "IV")
_PERIOD = re.compile(r"(\d{4})(?:-(?:[Qq]([1-4])|[Hh]([12])|(0[1-9]|1[0-2])))?")


def name_period(period: str) -> str:
    """`2021-Q2` → «II квартал 2021 року», `2021-06` → «червень 2021 року», `2021` → «2021 рік».

    A period written otherwise stays as it is: the dataset's own pattern decides what one is.
    """
    found = _PERIOD.fullmatch(period)
    if found is None:
        return period
    year, quarter, half, month = found.groups()
    if quarter:
        return f"{_ROMAN[int(quarter) - 1]} квартал {year} року"
    if half:
        return f"{_ROMAN[int(half) - 1]} півріччя {year} року"
    return f"{_MONTHS[int(month) - 1]} {year} року" if month else f"{year} рік"
