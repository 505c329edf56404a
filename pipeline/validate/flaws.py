"""What is wrong with a single value, said beside the rule in words an accountant understands.

A flaw knows nothing of cells and rows. Messages leave the value out: a reply groups equal messages
and shows each value once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.model import Field
from pipeline.resolution835.kinds import example_of, values_of
from pipeline.resolution835.regions import REGIONS
from pipeline.validate.lookalikes import odd_letter, replaced_letters

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


_EXAMPLES = {
    "integer": "12",
    "number": "1200.50",
    "date": "2021-07-02",
    "datetime": "2021-07-02T14:05:00",
    "time": "14:05:00",
    "boolean": "true",
}

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


def enum_flaw(field: Field, text: str) -> Flaw:
    """A value outside the closed list: the list, the nearest value first."""
    values = values_of(field)
    folded = {value.casefold(): value for value in reversed(values)}
    near = get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    nearest = [folded[near[0]]] if near else []
    ordered = nearest + [value for value in values if value not in nearest]
    listed = ", ".join(f"«{value}»" for value in ordered[:_LISTED])
    more = f" і ще {len(ordered) - _LISTED}" if len(ordered) > _LISTED else ""
    if letters := replaced_letters(text, ordered[0]):
        return Flaw("enum", other_alphabet(letters), ordered[0])
    return Flaw(
        "enum",
        f"Такого значення немає в переліку. Допустимі: {listed}{more}.",
        ordered[0],
    )


def other_alphabet(letters: str) -> str:
    """Words on letters which nobody can tell by eye, where the dataset wants none of them mended.

    `letters` are those of `replaced_letters`.
    """
    return f"Не та абетка: {letters}. Наберіть значення заново в одній розкладці."


def pattern_flaw(field: Field) -> Flaw:
    """The schema's own pattern, which no reader of the message would understand as such."""
    said = f" {field.description}" if field.description else ""
    return Flaw("pattern", f"Значення записано не так, як треба.{said}", example_that_passes(field))


def bound_flaw(field: Field, name: str) -> Flaw:
    """A number or a date beyond the smallest or the largest the schema allows."""
    limit = field.minimum if name == "minimum" else field.maximum
    word = "не менше" if name == "minimum" else "не більше"
    return Flaw(name, f"Має бути {word} {limit}.", example_that_passes(field))


def unique_flaw(field: Field, earlier: str) -> Flaw:
    """A value that may stand once only; `earlier` is the address of the first one."""
    return Flaw(
        "unique",
        f"Таке значення вже є в клітинці {earlier}, а в стовпці «{field.title}» "
        "вони не повторюються: виправте одне з них.",
    )


def key_flaw(titles: Sequence[str], earlier: str) -> Flaw:
    """The key of an earlier row again; `earlier` is its address, `titles` the key's columns."""
    row = re.sub("^[A-Z]+", "", earlier)
    if len(titles) == 1:
        said = f"Таке значення вже є в клітинці {earlier}, а в кожному рядку воно має бути інше."
    else:
        named = ", ".join(f"«{title}»" for title in titles)
        said = f"У рядку {row} вже є такі самі значення: {named}. Разом вони не повторюються."
    return Flaw("primary-key", f"{said} Виправте значення, а якщо рядок зайвий — вилучіть його.")


def period_flaw(start: Field, end: Field) -> Flaw:
    """An end before its start."""
    return Flaw(
        "period",
        f"«{end.title}» раніше, ніж «{start.title}»: переставте дати або виправте помилку.",
    )


def region_flaw(code: str, region: Field) -> Flaw:
    """A КАТОТТГ of one region beside an address in another."""
    return Flaw(
        "katottg-region",
        f"Код КАТОТТГ починається з UA{code} — це {REGIONS[code]}, а в стовпці «{region.title}» "
        "названо іншу. Звірте код і адресу.",
        blocks=False,
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


def example_that_passes(field: Field) -> str | None:
    """The column's example or its type's; of a fraction both ways to write it.

    Ukrainian Excel makes text or a date of a number with a dot.
    """
    found = example_of(field) or _EXAMPLES.get(field.type)
    if found and field.type == "number" and _FRACTION.fullmatch(found):
        return f"{found.replace('.', ',')} або {found}"
    return found
