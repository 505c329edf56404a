"""What is wrong with a single value, said beside the rule in words an accountant understands.

A flaw knows nothing of cells and rows. Messages leave the value out: a reply groups equal messages
and shows each value once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.model import Field
from pipeline.resolution835.kinds import example_of, values_of
from pipeline.validate.lookalikes import odd_letter

_LISTED = 12


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong: `example` would pass; `secret` values are shown masked everywhere."""

    code: str
    message: str
    example: str | None = None
    blocks: bool = True
    secret: bool = False


def masked(value: str) -> str:
    """A value nobody may read again: `12••••••34`."""
    if len(value) <= 4:
        return "•" * len(value)
    return value[:2] + "•" * (len(value) - 4) + value[-2:]


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

_EXAMPLES = {
    "integer": "12",
    "number": "1200.50",
    "date": "2021-07-02",
    "datetime": "2021-07-02T14:05:00",
    "time": "14:05:00",
    "boolean": "true",
}

_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{1,2}", re.ASCII)
_TWO_READINGS = re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{4}", re.ASCII)
_DATE_SHAPE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII)
_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_EXPONENT = re.compile(r"[-+]?\d+([.,]\d+)?[eEеЕ][-+]?\d+", re.ASCII)
_WITH_WORD = re.compile(r"[-+]?[\d\s]+([.,]\d+)?\s*\D+")
_FRACTION = re.compile(r"-?\d+\.\d+", re.ASCII)


def required_flaw(field: Field) -> Flaw:
    """An empty cell, or a mark for "no data", where every row must be filled."""
    return Flaw(
        "required",
        f"Не заповнено обов’язкову клітинку «{field.title}»: впишіть значення.",
        example_of(field) or None,
    )


def null_flaw(field: Field) -> Flaw:
    """The 25 columns of 2025 that every row fills, if only with the word `null`."""
    return Flaw(
        "required-or-null",
        f"Клітинка «{field.title}» порожня: впишіть значення, а якщо його немає — слово null.",
        "null",
    )


def type_flaw(field: Field, text: str) -> Flaw:
    """The value is not of the column's type; the message says what stands in the way."""
    hint = _date_hint(field, text) or _number_hint(field, text)
    return Flaw(f"type-{field.type}", hint or _TYPE_MESSAGES[field.type], _example(field))


def is_lexical(field: Field, text: str) -> bool:
    """Whether the text is written as values of the column's type are."""
    shape = LEXICAL.get(field.type)
    return shape is None or bool(shape.fullmatch(text))


def enum_flaw(field: Field, text: str) -> Flaw:
    """A value outside the closed list: the list, the nearest value first."""
    values = values_of(field)
    folded = {value.casefold(): value for value in reversed(values)}
    near = get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    nearest = [folded[near[0]]] if near else []
    ordered = nearest + [value for value in values if value not in nearest]
    listed = ", ".join(f"«{value}»" for value in ordered[:_LISTED])
    more = f" і ще {len(ordered) - _LISTED}" if len(ordered) > _LISTED else ""
    return Flaw(
        "enum",
        f"Такого значення немає в переліку. Допустимі: {listed}{more}.",
        ordered[0],
    )


def pattern_flaw(field: Field) -> Flaw:
    """The schema's own pattern, which no reader of the message would understand as such."""
    said = f" {field.description}" if field.description else ""
    return Flaw("pattern", f"Значення записано не так, як треба.{said}", _example(field))


def bound_flaw(field: Field, name: str) -> Flaw:
    """A number or a date beyond the smallest or the largest the schema allows."""
    limit = field.minimum if name == "minimum" else field.maximum
    word = "не менше" if name == "minimum" else "не більше"
    return Flaw(name, f"Має бути {word} {limit}.", _example(field))


def unique_flaw(field: Field, earlier: str) -> Flaw:
    """A value that may stand once only; `earlier` is the address of the first one."""
    return Flaw(
        "unique",
        f"Таке значення вже є в клітинці {earlier}, а в стовпці «{field.title}» "
        "вони не повторюються.",
    )


def key_flaw(titles: str, earlier: str) -> Flaw:
    """The key of an earlier row again; `earlier` is its address."""
    return Flaw(
        "primary-key",
        f"Рядок із таким самим ключем ({titles}) уже є: {earlier}. Виправте ключ або "
        "вилучіть повтор.",
    )


def period_flaw(start: Field, end: Field) -> Flaw:
    """An end before its start."""
    return Flaw(
        "period",
        f"«{end.title}» раніше, ніж «{start.title}»: переставте дати або виправте помилку.",
    )


def alphabet_flaw(word: str) -> Flaw:
    """A word of both alphabets which had no certain mend; the odd letter and its place."""
    place, letter = odd_letter(word)
    alphabet = "латинська" if letter.isascii() else "кирилична"
    return Flaw(
        "mixed-alphabets",
        f"У слові «{word}» літери двох абеток: «{letter}» на місці {place} — {alphabet}. "
        "Наберіть слово заново.",
        blocks=False,
    )


_TYPE_MESSAGES = {
    "integer": "Тут має бути ціле число: лише цифри.",
    "number": "Тут має бути число: цифри, дробова частина після коми або крапки (12,05 або 12.05).",
    "date": "Тут має бути дата: рік-місяць-день.",
    "datetime": "Тут мають бути дата й час: рік-місяць-день, літера T, години:хвилини:секунди.",
    "time": "Тут має бути час: години:хвилини:секунди.",
    "boolean": "Тут має бути true (так) або false (ні).",
    "string": "Тут має бути текст.",
}


def _date_hint(field: Field, text: str) -> str | None:
    if field.type not in ("date", "datetime"):
        return None
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return "Рік у даті записано двома цифрами: впишіть усі чотири, рік-місяць-день."
    if _TWO_READINGS.fullmatch(text):
        return "Не зрозуміло, де день, а де місяць: запишіть дату як рік-місяць-день."
    if field.type == "datetime":
        return None
    if _DATE_SHAPE.fullmatch(text):
        return "Такої дати немає в календарі: перевірте день і місяць."
    if _WITH_TIME.fullmatch(text):
        return "Тут має бути лише дата, без часу: рік-місяць-день."
    if _YEAR.fullmatch(text):
        return "Тут лише рік, а має бути повна дата: рік-місяць-день."
    return None


def _number_hint(field: Field, text: str) -> str | None:
    if field.type not in ("integer", "number"):
        return None
    if field.kind == "year" and _DATE_SHAPE.fullmatch(text):
        return "Програма показує рік як дату: задайте клітинці числовий формат і впишіть лише рік."
    if _EXPONENT.fullmatch(text):
        return "Програма скоротила довге число: задайте клітинці числовий формат і впишіть знову."
    if field.type == "integer" and _FRACTION.fullmatch(text):
        return "Тут має бути ціле число, без дробової частини."
    if _WITH_WORD.fullmatch(text):
        unit = f" (одиниця стовпця: {field.unit})" if field.unit else ""
        return f"Тут має бути саме число, без слів, знаків і назви одиниці{unit}."
    return None


def _example(field: Field) -> str | None:
    """Of a fraction both ways to write it: Ukrainian Excel makes text or a date of a dot."""
    found = example_of(field) or _EXAMPLES.get(field.type)
    if found and field.type == "number" and _FRACTION.fullmatch(found):
        return f"{found.replace('.', ',')} або {found}"
    return found
