"""Lossless mends of typed values: dates, numbers, yes and no.

A value with two readings is left as it is and becomes a finding: `03/04/2021` may be March or
April, a year of two digits belongs to no century, `1,200` may be a thousand and two hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from pipeline.model import Field
from pipeline.resolution835.kinds import bounds_of

_MONTHS = {
    "січня": 1,
    "лютого": 2,
    "березня": 3,
    "квітня": 4,
    "травня": 5,
    "червня": 6,
    "липня": 7,
    "серпня": 8,
    "вересня": 9,
    "жовтня": 10,
    "листопада": 11,
    "грудня": 12,
}
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[.,]\s*(\d{1,2})\s*[.,]\s*(\d{4})\s*(?:р\.?|року)?", re.ASCII)
_EITHER_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(
    r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)
_IN_WORDS = re.compile(r"[«\"]?(\d{1,2})[»\"]?\s+(\w+)\s+(\d{4})(?:\s*(?:р\.?|року))?")
_SERIAL = re.compile(r"[2-5]\d{4}", re.ASCII)
_MOMENT = re.compile(
    r"(\S+?)(?:[TТ ]|, | о )(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_YEAR = re.compile(r"(\d{4})\s*(?:р\.?|рр\.?|рік|року)", re.ASCII)
_PER_CENT = re.compile(r"(\d[\d\s.,]*?)\s*%")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.0+)?)?", re.ASCII)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

_MINUS = re.compile(r"^[−–—]\s?(?=\d)")
_PLUS = re.compile(r"^\+(?=\d)")
_GROUPED = re.compile(r"-?\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_BOTH = re.compile(r"(-?\d{1,3}(?:,\d{3})+)\.(\d+)|(-?\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII)
_MILLIONS = re.compile(r"-?[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})", re.ASCII)
_PERHAPS_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_WHOLE = re.compile(r"(-?\d+)(?:\.0+)?", re.ASCII)

_HOURS = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)

_YES = frozenset({"так", "yes", "true", "1", "істина"})
_NO = frozenset({"ні", "no", "false", "0", "хибність"})


def mend_value(
    text: str, field: Field, *, epoch_1904: bool = False, unclear_commas: bool = False
) -> str:
    """The value in the written form of its type, where it has exactly one reading.

    `unclear_commas` says that nothing in the column tells `1,200` from a thousand and two hundred.
    """
    if field.type == "date":
        return _date(text, epoch_1904) or text
    if field.kind == "percent" and (found := _PER_CENT.fullmatch(text)):
        text = found[1]
    if unclear_commas and _is_unclear(text, field):
        return text
    mend = _BY_TYPE.get(field.type)
    return mend(text) if mend else text


def mend_year(text: str, field: Field) -> str:
    """The year of a date or of «2015 р.»: the column asks for no more.

    The package of 2025 itself calls some of these columns dates and gives `2020-01-02` as a sample.
    A year which a program shows as a date becomes one of 1905: that is left to a person.
    """
    if field.kind not in ("year", "year-or-date"):
        return text
    if found := _YEAR.fullmatch(text):
        return found[1]
    day = None if _SERIAL.fullmatch(text) else _date(text)
    if day is None or field.kind == "year-or-date":
        return day or text
    return text if is_year_shown_as_date(day) else day[:4]


def is_year_shown_as_date(day: str) -> bool:
    """Whether the day's number in Excel's calendar is that of a year from 1900 to 2100."""
    return "1905-03-14" <= day <= "1905-09-30"


def mend_clock(text: str, field: Field) -> str:
    """A time of a timetable with its seconds: `9:34` → `09:34:00`."""
    found = _HOURS.fullmatch(text) if field.kind == "gtfs-time" else None
    return f"{int(found[1]):02}:{found[2]}:00" if found else text


def has_unclear_commas(texts: Iterable[str], field: Field) -> bool:
    """Whether some commas of a column of numbers may part thousands, and none is surely decimal.

    One `0,5` or `12,50` in the column tells how its commas are meant, and so do the bounds: no
    latitude is 48904.
    """
    if field.type != "number":
        return False
    values = [text.strip() for text in texts if "," in text]
    unclear = [value for value in values if _is_unclear(value, field)]
    return bool(unclear) and not any(
        _DECIMAL_COMMA.fullmatch(value) for value in set(values) - set(unclear)
    )


def may_be_thousands(text: str) -> bool:
    """Whether the text is a number whose one dot or comma may part its thousands: `1,200`."""
    return bool(_PERHAPS_THOUSANDS.fullmatch(text))


def _is_unclear(text: str, field: Field) -> bool:
    if "," not in text or not may_be_thousands(text):
        return False
    _, largest = bounds_of(field)
    return largest is None or float(text.replace(",", "")) <= float(largest)


def _date(text: str, epoch_1904: bool = False) -> str | None:
    if _SERIAL.fullmatch(text):
        epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
        return (epoch + timedelta(days=int(text))).isoformat()
    if found := _DAY_FIRST.fullmatch(text):
        return _iso(found[3], found[2], found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return _iso(found[1], found[2], found[3])
    if _EITHER_FIRST.fullmatch(text):
        readings = dates_of(text)
        return readings[0] if len(readings) == 1 else None
    if (found := _IN_WORDS.fullmatch(text)) and found[2].lower() in _MONTHS:
        return _iso(found[3], str(_MONTHS[found[2].lower()]), found[1])
    return None


def dates_of(text: str) -> tuple[str, ...]:
    """Every date that `03/04/2021` or `03-04-2021` may be, the day-first one before the other."""
    found = _EITHER_FIRST.fullmatch(text)
    if not found:
        return ()
    readings = (_iso(found[3], found[2], found[1]), _iso(found[3], found[1], found[2]))
    return tuple(dict.fromkeys(filter(None, readings)))


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _datetime(text: str) -> str:
    """The Resolution writes 2019-04-21T10:30; Table Schema wants the seconds too."""
    found = _MOMENT.fullmatch(text)
    day = _date(found[1]) if found else None
    clock = _clock_text(found[2], found[3], found[4]) if found else None
    return f"{day}T{clock}{found[5] or ''}" if found and day and clock else text


def _time(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    return (_clock_text(found[1], found[2], found[3]) if found else None) or text


def _clock_text(hours: str, minutes: str, seconds: str | None) -> str | None:
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        return None
    return f"{int(hours):02}:{minutes}:{seconds or '00'}"


def _number(text: str) -> str:
    """`1 200,50` → `1200.50`; the comma is decimal, as everywhere in Ukraine."""
    text = _PLUS.sub("", _MINUS.sub("-", text))
    if _MILLIONS.fullmatch(text):
        return re.sub("[.,]", "", text)
    if found := _BOTH.fullmatch(text):
        whole, part = (found[1], found[2]) if found[1] else (found[3], found[4])
        return f"{re.sub('[.,]', '', whole)}.{part}"
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[\s'’]", "", text)
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def _integer(text: str) -> str:
    if may_be_thousands(text):
        return text
    found = _WHOLE.fullmatch(_number(text))
    return found[1] if found else text


def _boolean(text: str) -> str:
    word = text.casefold()
    return "true" if word in _YES else "false" if word in _NO else text


_BY_TYPE: dict[str, Callable[[str], str]] = {
    "datetime": _datetime,
    "time": _time,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
}
