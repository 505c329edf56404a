"""Values of one column as they are published, drawn by type, kind, list and bounds."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pipeline.model import Field
from pipeline.resolution835.kinds import EDRPOU_KINDS, bounds_of, kind_of, values_of

Texts = SearchStrategy[str]

_TEXT = (
    "будівля об’єкт п’ять ім’я підприємство Вінниця Їжакевича ґанок щоденно в’їзд сім’я котельня "
    "сквер мікрорайон Прип’ять вулиця Ярослава Мудрого друга черга ремонт покрівлі з’єднання "
    "Дніпро «Барвінок» №4 1-й 2021 12 корп. А (лівий) 1/2 житловий, нежитловий; Slavutych Wi-Fi"
)
_WORDS = tuple(_TEXT.split())
_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_PLACEHOLDERS = {"01234567", "12345678", "87654321", "00000000", "11111111", "99999999"}
_NO_DATA = {"немає", "нема", "відсутній", "відсутня", "відсутнє", "відсутні"}
_MOST = 10**9


def texts_of(field: Field) -> Texts:
    """Filled values of the column, never a mark for missing data."""
    return _texts(field)


@cache
def _texts(field: Field) -> Texts:
    if values_of(field):
        return st.sampled_from(values_of(field))
    if field.type != "string":
        return _TYPED[field.type](field)
    kind = kind_of(field)
    if kind is None:
        return _prose()
    one = _BY_KIND.get(kind.name, _shaped(kind.pattern) if kind.pattern else _prose())
    return st.lists(one, min_size=1, max_size=3).map(", ".join) if kind.several else one


def _prose() -> Texts:
    """Words as offices write them, and any letters: no mark for "no data", no doubled blank."""
    invented = st.text(_LETTERS, min_size=4, max_size=9).filter(lambda word: word not in _NO_DATA)
    return st.lists(st.sampled_from(_WORDS) | invented, min_size=1, max_size=4).map(" ".join)


def _shaped(pattern: str) -> Texts:
    return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)


def _digits(count: int, before: str = "") -> Texts:
    return st.integers(0, 10**count - 1).map(lambda number: f"{before}{number:0{count}}")


def _codes() -> Texts:
    """What Excel spoils where it can: dates, zeros in front, fractions."""
    spoiled = st.sampled_from(("1-1", "10.8.1", "007", "5.3.2", "3/4", "1е5", "2019-04-21", "0,50"))
    numbered = st.integers(1, 9999).map(lambda number: f"{number // 9}-Б{number:04}/а")
    return spoiled | numbered | _digits(5)


@cache
def _edrpou() -> Texts:
    return st.integers(0, 9_999_999).map(_with_check_digit).filter(_is_no_placeholder)


def _with_check_digit(number: int) -> str:
    """Weights 1…7, or 7, 1…6 for codes of 30 to 60 million; where 10 remains, two more each."""
    digits = [int(digit) for digit in f"{number:07}"]
    in_the_middle = 3_000_000 < number < 6_000_000
    first = [7, 1, 2, 3, 4, 5, 6] if in_the_middle else [1, 2, 3, 4, 5, 6, 7]
    check = sum(weight * digit for weight, digit in zip(first, digits, strict=True)) % 11
    if check == 10:
        second = [weight + 2 for weight in first]
        check = sum(weight * digit for weight, digit in zip(second, digits, strict=True)) % 11
    return f"{number:07}{check % 10}"


def _is_no_placeholder(code: str) -> bool:
    return code not in _PLACEHOLDERS


def _numbers(field: Field) -> Texts:
    minimum, maximum = bounds_of(field)
    kind = kind_of(field)
    if kind and kind.decimals:
        return st.decimals(minimum, maximum, places=kind.decimals).map(str)
    places = st.integers(0, 4)
    low, high = minimum or -_MOST, maximum or _MOST
    return places.flatmap(lambda number: st.decimals(low, high, places=number)).map(_shortest)


def _shortest(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _integers(field: Field) -> Texts:
    kind = kind_of(field)
    if kind and kind.pattern:
        return _shaped(kind.pattern)
    minimum, maximum = bounds_of(field)
    return st.integers(int(minimum or -_MOST), int(maximum or _MOST)).map(str)


def _dates(_: Field) -> Texts:
    return st.dates(date(1850, 1, 1), date(2099, 12, 31)).map(date.isoformat)


def _moments(_: Field) -> Texts:
    moments = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001 - local
    return moments.map(lambda moment: moment.replace(microsecond=0).isoformat())


def _truths(_: Field) -> Texts:
    return st.sampled_from(("true", "false"))


_TYPED = {
    "number": _numbers,
    "integer": _integers,
    "date": _dates,
    "datetime": _moments,
    "boolean": _truths,
}
_BY_KIND: dict[str, Texts] = {
    **dict.fromkeys(EDRPOU_KINDS, _edrpou()),
    "party-id": _edrpou() | st.just("знеособлено"),
    "party-id-list": _edrpou() | st.just("знеособлено"),
    "foreign-party-id": _edrpou() | st.just("HE 123456"),
    "identifier": _codes(),
    "document-number": _codes(),
    "asset-number": _codes(),
    "house-number": _codes(),
    "version": _codes(),
    "clause": _codes(),
    "phone": _digits(7, "+38050") | _digits(7, "+38067"),
    "postcode": _digits(5),
    "katottg": _digits(17, "UA"),
    "koatuu": _digits(10),
    "iban": _digits(27, "UA"),
    "cadastral-number": _digits(10).map(lambda code: f"{code}:{code[:2]}:{code[:3]}:{code[-4:]}"),
    "email": _digits(2).map("rada{}@example.gov.ua".format),
    "url": _digits(4).map("https://example.gov.ua/?id={}".format),
    "url-list": _digits(4).map("http://example-{}.gov.ua/a_b".format),
    "procurement-id": _digits(6).map("UA-2019-01-01-{}-a".format),
    "vin": _shaped("[A-HJ-NPR-Z0-9]{17}"),
    "currency": st.sampled_from(("UAH", "EUR", "USD", "CHF")),
    "timezone": st.sampled_from(("Europe/Kyiv", "UTC", "Europe/Uzhgorod")),
    "settlement": st.sampled_from(("Балта", "Кам’янець-Подільський", "Сміла", "Мала Виска")),
    "colour": st.sampled_from(("червоний", "ясно-синій", "00FF7F", "#1A2B3C")),
    "opening-hours": st.sampled_from(
        (
            "Пн-Пт 09:00-17:00",
            "Пн-Чт 08:00-17:00, Пт 08:00-16:00",
            "Цілодобово",
            "Щодня 10:00-22:00",
        )
    ),
}
