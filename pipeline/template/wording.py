"""What a form says to the person who fills it in: how to write a value, and what went wrong.

A form is a program's cell, not open data: there a fraction is typed with the program's own decimal
sign and a moment with a blank, so the rules of the published file are told in other words here.
"""

from __future__ import annotations

from pipeline.model import Field
from pipeline.resolution835.kinds import TYPE_RULES, bounds_of, example_of, kind_of, values_of

LONGEST_TITLE = 32
LONGEST_PROMPT = 255
LONGEST_ERROR = 225
"""Limits of Excel: a longer text makes it call the whole workbook damaged."""

_LONGEST_EXAMPLE = 80
_DATES = {
    "date": "Дата: рік-місяць-день.",
    "datetime": "Дата й час через пробіл: рік-місяць-день години:хвилини:секунди.",
}
_BEFORE_1900 = " Якщо це справді дата (до 1900 року програма їх не знає), натисніть «Так»."


def prompt_title(field: Field) -> str:
    """The column's title, as much of it as the program shows above a message."""
    return _cut(field.title, LONGEST_TITLE)


def build_prompt(field: Field, *, listed: bool, unique: bool) -> str:
    """The message beside a chosen cell: whether it must be filled, how, and a value that passes.

    `listed` says that the cell has a drop-down list, which need not be told over again; `unique`
    that no other row may have the same value.
    """
    head, tail = _duty(field), _example(field)
    if unique:
        head += " Не повторюється в таблиці."
    room = LONGEST_PROMPT - len(head) - len(tail) - 2
    body = ""
    for said in (field.description, how_to_write(field, listed=listed), _unit(field)):
        if said.rstrip(".").casefold() in body.casefold():
            continue
        longer = f"{body} {said}".strip()
        if len(longer) <= room:
            body = longer
        elif not body:
            body = _cut(said, room)
    return " ".join(part for part in (head, body, tail) if part)


def build_error(field: Field, *, listed: bool) -> str:
    """What the program says of a value it does not take."""
    said = f"Значення не підходить. {how_to_write(field, listed=listed)}"
    if field.null_allowed and not listed:
        said += " Якщо відомостей немає, напишіть null."
    return _cut(said + (_BEFORE_1900 if field.type == "date" else ""), LONGEST_ERROR)


def how_to_write(field: Field, *, listed: bool) -> str:
    """One sentence on the written form in a cell; empty where any text will do."""
    kind = kind_of(field)
    if field.enum:
        return "Виберіть зі списку." if listed else f"Одне зі значень: {', '.join(field.enum)}."
    if field.type in _DATES:
        return _DATES[field.type]
    if is_measured(field) and not (kind and "number" not in kind.types):
        return _number(field)
    return kind.rule if kind else TYPE_RULES.get(field.type, "")


def is_measured(field: Field) -> bool:
    """Whether the cell holds a number that one measures or counts, written as a number.

    A code of digits from a closed list is none; nor is a number whose zeros after the dot count
    (a shelter's coordinates), since a number's cell drops them.
    """
    kind = kind_of(field)
    is_number = field.type in ("integer", "number")
    return is_number and not values_of(field) and not (kind and kind.decimals)


def _number(field: Field) -> str:
    minimum, maximum = bounds_of(field)
    word = "Ціле число" if field.type == "integer" else "Число"
    if minimum is not None and maximum is not None:
        word += f" від {minimum} до {maximum}"
    elif minimum is not None:
        word += f" не менше {minimum}"
    elif maximum is not None:
        word += f" не більше {maximum}"
    if field.type == "integer":
        return f"{word}."
    return f"{word}; дробовий знак — як у вашій програмі, зазвичай кома."


def _duty(field: Field) -> str:
    if field.must_be_filled:
        return "Обов’язково."
    if field.required:
        return "Обов’язково; якщо відомостей немає, напишіть null."
    if field.null_allowed:
        return "Якщо відомостей немає, напишіть null або лишіть порожнім."
    return "Необов’язково."


def _unit(field: Field) -> str:
    return f"Одиниця: {field.unit}." if field.unit else ""


def _example(field: Field) -> str:
    example = example_of(field)
    if not example:
        return ""
    if field.type == "datetime":
        example = example.replace("T", " ")
    elif field.type == "number" and is_measured(field):
        example = example.replace(".", ",")
    return f"Приклад: {_cut(example, _LONGEST_EXAMPLE)}"


def _cut(text: str, length: int) -> str:
    """At most so many characters, cut between words where there is a blank to cut at."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:—") + "…"
