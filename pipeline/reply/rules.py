"""What a column may hold, in an accountant's words: said once above all findings of the column."""

from __future__ import annotations

from pipeline.model import Field
from pipeline.resolution835 import kinds

_LISTED = 12


def rule_of(field: Field) -> str:
    """One line: whether the column must be filled, how a value is written, what limits it."""
    said = (_filling(field), kinds.rule_of(field), _values(field), _bounds(field), _unique(field))
    return " ".join(part for part in said if part)


def _filling(field: Field) -> str:
    return "заповнюють обов’язково." if field.required else "можна лишити порожнім."


def _values(field: Field) -> str:
    """The closed list, where a description of the field's own stands in its place."""
    if not field.enum or not field.description:
        return ""
    rest = len(field.enum) - _LISTED
    more = f" … і ще {rest}" if rest > 0 else "."
    return f"Одне зі значень: {', '.join(field.enum[:_LISTED])}{more}"


def _bounds(field: Field) -> str:
    stated = (("від", field.minimum), ("до", field.maximum))
    bounds = " ".join(f"{word} {limit}" for word, limit in stated if limit is not None)
    return f"Значення {bounds}." if bounds else ""


def _unique(field: Field) -> str:
    return "Значення не повторюються." if field.unique else ""
