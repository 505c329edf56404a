"""Values not written as their column's type asks, and in plain words what stands in the way.

The shapes are tried in order and the first that fits gives the message; a value like none of them
is told what the column holds.
"""

from __future__ import annotations

import re

from pipeline.model import Field
from pipeline.validate.flaws import Flaw, example_that_passes
from pipeline.validate.likely import likely_value

LEXICAL = {
    "integer": re.compile(r"-?[0-9]{1,100}"),
    "number": re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "datetime": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:?[0-9]{2})?"
    ),
    "time": re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    "boolean": re.compile("true|false"),
}
"""How a value of a type is written in open data: narrower than Frictionless, which also takes
`NaN`, `1e3`, `1_000`, Arabic digits and dates such as `2021-2-3`."""


_MESSAGES = {
    "integer": "Тут має бути ціле число: лише цифри.",
    "number": "Тут має бути число: цифри, дробова частина після коми або крапки (12,05 або 12.05).",
    "date": "Тут має бути дата: рік-місяць-день.",
    "datetime": "Тут мають бути дата й час: рік-місяць-день, літера T, години:хвилини:секунди.",
    "time": "Тут має бути час: години:хвилини:секунди.",
    "boolean": "Тут має бути true (так) або false (ні).",
    "string": "Тут має бути текст.",
}

_UNCLEAR = (
    "Незрозуміло, що відділяє кома або крапка: тисячі чи дробову частину. Запишіть однозначно, як "
    "у прикладі."
)
_NUMBER_HINTS: tuple[tuple[str, str], ...] = (
    (
        r"[-+]?\d+([.,]\d+)?[eEеЕ][-+]?\d+",
        "Програма скоротила довге число: задайте клітинці числовий формат і впишіть знову.",
    ),
    (
        r"\d{4}-\d\d-\d\d",
        "Програма перетворила число на дату (так буває з 10.5): задайте клітинці числовий формат і "
        "впишіть число ще раз, дробову частину — після коми.",
    ),
    (r"[-+]?[1-9]\d{0,2}[.,]\d{3}", _UNCLEAR),
    (
        r"[\d.,]*([OoОо][\d.,]+|[\d.,]+[OoОо])[\d.,OoОо]*",
        "Серед цифр стоїть літера «О»: замініть її на нуль.",
    ),
    (r"[\d\s.,]+[-–—][\d\s.,]+", "Тут має бути одне число, а не проміжок."),
)
_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})"
_DATE_HINTS: tuple[tuple[str, str], ...] = (
    (
        r"\d{1,2}[-./]\d{1,2}[-./]\d{1,2}",
        "Рік у даті записано двома цифрами: впишіть усі чотири, рік-місяць-день.",
    ),
    (
        r"\d{1,2}[-/]\d{1,2}[-/]\d{4}",
        "Незрозуміло, де день, а де місяць: запишіть дату як рік-місяць-день.",
    ),
)
_DAY_HINTS: tuple[tuple[str, str], ...] = (
    (_DAY, "Такої дати немає в календарі: перевірте день і місяць."),
    (rf"{_DAY}[T ,]\s*\d{{1,2}}:\d\d.*", "Тут має бути лише дата, без часу: рік-місяць-день."),
    (r"\d{4}", "Тут лише рік, а має бути повна дата: рік-місяць-день."),
    (
        r"([А-яґєії]+|\d{1,2}[./-])\s*\d{4}(\s*(р\.?|року))?",
        "Тут немає дня, а має бути повна дата: рік-місяць-день.",
    ),
)
_HINTS = {
    "integer": (*_NUMBER_HINTS, (r"-?\d+\.\d+", "Тут має бути ціле число, без дробової частини.")),
    "number": _NUMBER_HINTS,
    "date": (*_DATE_HINTS, *_DAY_HINTS),
    "datetime": _DATE_HINTS,
}
_WITH_WORD = re.compile(
    r"(?:[^\d-]*[^\d.,-])?-?\d+(?:\s\d{3})*(?:[.,]\d+)?(?:[^\d.,].*)?", re.ASCII
)


def is_lexical(field: Field, text: str) -> bool:
    """Whether the text is written as values of the column's type are."""
    shape = LEXICAL.get(field.type)
    return shape is None or bool(shape.fullmatch(text))


def type_flaw(field: Field, text: str) -> Flaw:
    """The value is not of the column's type; the message says what stands in the way."""
    shapes = _HINTS.get(field.type, ())
    hint = next((said for shape, said in shapes if re.fullmatch(shape, text, re.ASCII)), None)
    if hint is None and field.type in ("integer", "number") and _WITH_WORD.fullmatch(text):
        unit = f" (одиниця стовпця: {field.unit})" if field.unit else ""
        hint = f"Тут має бути саме число, без слів, знаків і назви одиниці{unit}."
    if field.kind == "year" and re.fullmatch(_DAY, text, re.ASCII):
        hint = "Програма показує рік як дату: задайте клітинці числовий формат і впишіть лише рік."
    passes = likely_value(field, text) or example_that_passes(field)
    return Flaw(f"type-{field.type}", hint or _MESSAGES[field.type], passes)
