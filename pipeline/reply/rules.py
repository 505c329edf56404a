"""What a column may hold, in an accountant's words: said once above all findings of the column."""

from __future__ import annotations

from pipeline.model import Field

_TYPES = {
    "integer": "ціле число",
    "number": "число, дробова частина через крапку: 1200.50",
    "date": "дата як рік-місяць-день: 2021-07-02",
    "datetime": "дата і час: 2021-07-02T14:05:00",
    "time": "час: 14:05:00",
    "boolean": "true (так) або false (ні)",
}
_LISTED = 12


def rule_of(field: Field) -> str:
    """One line: what the column holds, whether it must be filled, what values it is limited to."""
    said = [_filling(field), _TYPES.get(field.type, ""), _bounds(field), _unit(field)]
    if field.unique:
        said.append("значення не повторюються")
    line = "; ".join(part for part in said if part)
    return line + (f". Допустимі значення: {_values(field.enum)}" if field.enum else "")


def _filling(field: Field) -> str:
    if field.must_be_filled:
        return "обов’язковий"
    if field.required:
        return "обов’язковий, а де даних немає, пишуть null"
    return "можна лишити порожнім"


def _bounds(field: Field) -> str:
    bounds = (("від", field.minimum), ("до", field.maximum))
    return " ".join(f"{word} {limit}" for word, limit in bounds if limit is not None)


def _unit(field: Field) -> str:
    return f"одиниця: {field.unit}" if field.unit else ""


def _values(enum: tuple[str, ...]) -> str:
    listed = ", ".join(enum[:_LISTED])
    rest = len(enum) - _LISTED
    return f"{listed} … і ще {rest}" if rest > 0 else listed
