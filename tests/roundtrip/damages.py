"""What offices do to cells, one named function each: what stood there, what stands there then.

A damage gives None where it cannot happen to the value. `healed` damages lose nothing and must be
undone and listed; all others must be found in their cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk_of_forms import Cell
from schema_rows import Rows

from pipeline.model import Field
from pipeline.resolution835.kinds import bounds_of, kind_of, values_of

Harm = Callable[[Field, str], Cell]


@dataclass(frozen=True)
class Damage:
    """One way to spoil a cell."""

    name: str
    harm: Harm
    healed: bool


@dataclass(frozen=True)
class Spoiled:
    """One cell of some rows, spoiled."""

    damage: Damage
    row: int
    column: int
    value: Cell


DAMAGES: list[Damage] = []


def healed(harm: Harm) -> Harm:
    """Register a damage that must be repaired to the value that stood there."""
    DAMAGES.append(Damage(harm.__name__, harm, healed=True))
    return harm


def found(harm: Harm) -> Harm:
    """Register a damage that must be found in its cell."""
    DAMAGES.append(Damage(harm.__name__, harm, healed=False))
    return harm


def spoiled_cells(rows: Rows, damage: Damage) -> list[Spoiled]:
    """Every cell which that damage can happen to."""
    return [
        Spoiled(damage, row, column, value)
        for row, texts in enumerate(rows.rows)
        for column, (field, text) in enumerate(zip(rows.schema.fields, texts, strict=True))
        if (value := damage.harm(field, text)) is not None
    ]


@healed
def dotted_date(field: Field, text: str) -> Cell:
    if field.type != "date" or _is_missing(text):
        return None
    year, month, day = text.split("-")
    return f"{day}.{month}.{year}"


@healed
def date_with_words(field: Field, text: str) -> Cell:
    if field.type != "date" or _is_missing(text):
        return None
    year, month, day = text.split("-")
    names = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    return f"{int(day)} {names.split()[int(month) - 1]} {year} року"


@healed
def decimal_comma_and_thousands(field: Field, text: str) -> Cell:
    if field.type not in ("number", "integer") or _is_missing(text):
        return None
    whole, dot, part = text.partition(".")
    written = f"{int(whole):,}".replace(",", "\u00a0") + ("," if dot else "") + part
    written = "-" + written if whole == "-0" else written
    unclear = re.fullmatch(r"[1-9]\d{0,2},\d{3}", written.lstrip("-"))
    return written if written != text and not unclear else None


@found
def comma_before_three_digits(field: Field, text: str) -> Cell:
    """A thousand and two hundred, or one and two tenths: nothing in the column tells."""
    is_number = field.type in ("number", "integer") and not values_of(field)
    return None if not is_number or bounds_of(field)[1] or _is_missing(text) else "1,200"


@healed
def blanks_around(field: Field, text: str) -> Cell:
    return None if _is_missing(text) else f"\u00a0{text} \n"


@healed
def zero_width_inside(field: Field, text: str) -> Cell:
    if _is_missing(text) or len(text) < 2:
        return None
    return f"{text[:1]}\u200b{text[1:]}\ufeff"


@healed
def doubled_blank(field: Field, text: str) -> Cell:
    return text.replace(" ", "\u00a0 ", 1) if field.type == "string" and " " in text else None


@healed
def latin_letter_in_a_word(field: Field, text: str) -> Cell:
    if field.type != "string" or field.kind == "plate":
        return None
    for word in re.finditer("[а-яґєії]{4,}", text):
        place = next((i for i in range(*word.span()) if text[i] in _DOUBLES), None)
        if place is not None:
            return text[:place] + _DOUBLES[text[place]] + text[place + 1 :]
    return None


@healed
def cyrillic_letter_in_a_code(field: Field, text: str) -> Cell:
    kinds = ("katottg", "iban", "currency")
    return text.replace("A", "А", 1) if field.kind in kinds and "A" in text else None


@healed
def straight_apostrophe(field: Field, text: str) -> Cell:
    if field.type != "string" or not re.search("[а-яґєії]’[а-яґєії]", text):
        return None
    return text.replace("’", "'", 1)


@healed
def phone_as_people_write_it(field: Field, text: str) -> Cell:
    if field.kind != "phone" or not re.fullmatch(r"\+380\d{9}", text):
        return None
    return f"({text[3:6]}) {text[6:9]}-{text[9:11]}-{text[11:]}"


@healed
def edrpou_as_a_number(field: Field, text: str) -> Cell:
    if field.kind not in ("edrpou", "party-id") or not re.fullmatch(r"0{1,3}[1-9]\d+", text):
        return None
    return int(text)


@healed
def postcode_as_a_number(field: Field, text: str) -> Cell:
    return int(text) if field.kind == "postcode" and re.fullmatch("0[1-9].+", text) else None


@healed
def yes_or_no(field: Field, text: str) -> Cell:
    return {"true": "Так", "false": "ні"}.get(text) if field.type == "boolean" else None


@healed
def dash_for_no_data(field: Field, text: str) -> Cell:
    may_be_missing = not field.must_be_filled and field.type != "boolean"
    return "–" if may_be_missing and _is_missing(text) else None


@healed
def word_for_no_data(field: Field, text: str) -> Cell:
    return "н/д" if not field.must_be_filled and _is_missing(text) else None


@found
def value_not_in_the_list(field: Field, text: str) -> Cell:
    return "Невідь що" if values_of(field) and not _is_missing(text) else None


@found
def words_in_a_number(field: Field, text: str) -> Cell:
    if field.type not in ("number", "integer") or _is_missing(text):
        return None
    return f"близько {text}"


@found
def emptied_though_required(field: Field, text: str) -> Cell:
    return " " if field.required else None


@found
def wrong_check_digit(field: Field, text: str) -> Cell:
    if field.kind not in ("edrpou", "party-id") or not re.fullmatch(r"\d{8}", text):
        return None
    return text[:-1] + str((int(text[-1]) + 1) % 10)


@found
def day_that_never_was(field: Field, text: str) -> Cell:
    return f"{text[:4]}-02-30" if field.type == "date" and not _is_missing(text) else None


@found
def link_without_its_beginning(field: Field, text: str) -> Cell:
    is_link = field.kind == "url" and not _is_missing(text)
    return text.partition("://")[2] if is_link else None


@found
def place_outside_ukraine(field: Field, text: str) -> Cell:
    is_place = (field.kind or "").endswith(("latitude", "longitude"))
    return 61.4978 if is_place and not _is_missing(text) else None


@found
def text_made_a_date(field: Field, text: str) -> Cell:
    if field.type != "string" or field.kind in ("year-or-date", "gtfs-time") or _is_missing(text):
        return None
    return datetime(2024, 1, 1)  # noqa: DTZ001 - as a cell holds it


@found
def error_of_a_formula(field: Field, text: str) -> Cell:
    return None if _is_missing(text) else "#REF!"


@found
def formula_never_computed(field: Field, text: str) -> Cell:
    return None if _is_missing(text) else "=A1&A2"


@found
def cut_code(field: Field, text: str) -> Cell:
    """A code of fixed length that lost its last sign."""
    kind = kind_of(field)
    cut = kind is not None and kind.name in _FIXED and not _is_missing(text)
    return text[:-1] if cut else None


_DOUBLES = dict(zip("аеіорсух", "aeiopcyx", strict=True))
_FIXED = ("katottg", "iban", "cadastral-number", "koatuu", "phone")


def _is_missing(text: str) -> bool:
    return text in ("", "null")
