"""What the office most likely meant by a value that is not written as it must be.

Nothing is mended by it: a guess takes the place of the column's general example, so that beside
`03/04/2019` the officer reads `2019-04-03 або 2019-03-04`, not some other date. It is made only of
what the value itself holds, and given only where the rules of the column would take it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable

from pipeline.model import Field
from pipeline.resolution835.kinds import kind_of
from pipeline.validate.mend_values import dates_of, may_be_thousands, mend_value

Readings = Iterable[str]

_BARE_NUMBER = re.compile(
    r"(?:[^\d-]*[^\d.,-])?(-?\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?)\D*", re.ASCII
)
_ZERO_AS_LETTER = re.compile("[OoОо](?=[\\d.,])|(?<=[\\d.,])[OoОо]", re.ASCII)
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{1,2}-\d{1,2})(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2}\.\d{1,2}\.)(\d{2})", re.ASCII)
_LAST_OF_THIS_CENTURY = 49
_PHONE = re.compile(r"(?<!\d)(?:\+?38)?[\s(]*0(?:[\s().-]*\d){9}(?!\d)", re.ASCII)
_CODE = re.compile(r"(?<!\d)\d{5,8}(?!\d)", re.ASCII)
_SETTLEMENT = re.compile(r"(?:м|с|смт|сел)(?:\.\s*|\s+)(.+)")
_HOUSE = re.compile(r"(?!.*(?:корп|кв|літ|прим|під))(?:.*[\s,.№])?(\d[\w/-]*)")


def likely_value(field: Field, text: str) -> str | None:
    """The value as it should be typed; two readings apart by «або»; None where there is no telling.

    A fraction is given both ways: Ukrainian Excel makes text or a date of a dot.
    """
    guess = _BY_TYPE.get(field.type) or _BY_KIND.get(field.kind or "")
    kind = kind_of(field)
    readings = dict.fromkeys(guess(field, text)) if guess else {}
    likely = [one for one in readings if one != text and (kind is None or kind.accepts(one))]
    if len(likely) == 1 and field.type == "number":
        likely.insert(0, likely[0].replace(".", ","))
    return " або ".join(dict.fromkeys(likely)) or None


def _number(field: Field, text: str) -> Readings:
    if may_be_thousands(text):
        whole, part = re.sub("[.,]", "", text), text.replace(",", ".")
        short = part.rstrip("0").rstrip(".") if part.endswith("0") else part
        return (whole,) if field.type == "integer" and "." in short else (whole, short)
    found = _BARE_NUMBER.fullmatch(_ZERO_AS_LETTER.sub("0", text))
    return (mend_value(found[1], field),) if found else ()


def _date(field: Field, text: str) -> Readings:
    if found := _SHORT_YEAR.fullmatch(text):
        century = "20" if int(found[2]) <= _LAST_OF_THIS_CENTURY else "19"
        text = f"{found[1]}{century}{found[2]}"
    days = {_in_calendar(mend_value(day, field)) for day in _DAY.findall(text)}
    return dates_of(text) or (days if len(days) == 1 else ())


def _in_calendar(text: str) -> str:
    """A day that no calendar has, 31.11.2020, as the last one of its month."""
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if not found or not 1 <= int(found["month"]) <= 12:
        return text
    year, month = int(found["year"]), int(found["month"])
    last = calendar.monthrange(max(year, 1), month)[1]
    return f"{year:04}-{month:02}-{min(int(found['day']), last):02}"


def _phones(_: Field, text: str) -> Readings:
    """Every whole number in the cell: of one without the code of its town nothing can be said."""
    numbers = [re.sub(r"\D", "", found)[-10:] for found in _PHONE.findall(text)]
    return (", ".join(f"+38{number}" for number in dict.fromkeys(numbers)),)


def _code(_: Field, text: str) -> Readings:
    from stdnum.ua import edrpou

    codes = {code.zfill(8) for code in _CODE.findall(text)}
    return [code for code in codes if edrpou.is_valid(code)] if len(codes) == 1 else ()


def _settlement(_: Field, text: str) -> Readings:
    found = _SETTLEMENT.fullmatch(text)
    return (found[1],) if found else ()


def _house(_: Field, text: str) -> Readings:
    found = _HOUSE.fullmatch(text)
    return (found[1],) if found else ()


def _inside(field: Field, text: str) -> Readings:
    """What the kind's own form finds in the text: `індекс 93100`, `один@a.ua; два@a.ua`."""
    kind = kind_of(field)
    if kind is None or kind.pattern is None:
        return ()
    form = re.compile(rf"(?<![\w.])(?:{kind.pattern})(?!\w)", re.ASCII)
    found = [item[0].rstrip(",;") for item in form.finditer(text)]
    return (", ".join(found),) if kind.several or len(found) == 1 else ()


_Guess = Callable[[Field, str], Readings]
_BY_TYPE: dict[str, _Guess] = {"number": _number, "integer": _number, "date": _date}
_INSIDE = ("email", "url", "url-list", "postcode", "katottg", "iban", "cadastral-number")
_BY_KIND: dict[str, _Guess] = {
    **dict.fromkeys((*_INSIDE, "koatuu", "edrpou-list"), _inside),
    "phone": _phones,
    "edrpou": _code,
    "settlement": _settlement,
    "house-number": _house,
}
