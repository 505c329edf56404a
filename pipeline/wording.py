"""Ukrainian numbers and dates for every sentence of the product.

Messages stand beside their rules; only what all of them share stands here: how a count agrees
with its noun (CLDR plural rules, by Babel) and how a date is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel.plural import PluralRule

KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun as it stands after 1, after 2 and after 5."""

    one: str
    few: str
    many: str


DATASET = Noun("набір даних", "набори даних", "наборів даних")
DOCUMENT = Noun("документ", "документи", "документів")
FINDING = Noun("зауваження", "зауваження", "зауважень")
NOTE = Noun("примітка", "примітки", "приміток")
REPAIR = Noun("виправлення", "виправлення", "виправлень")
ROW = Noun("рядок", "рядки", "рядків")
FILE = Noun("файл", "файли", "файлів")
SECOND = Noun("секунду", "секунди", "секунд")
DAY = Noun("день", "дні", "днів")
PROBLEM = Noun("ваду", "вади", "вад")
STOPS = Noun("зупиняє", "зупиняють", "зупиняють")
EVENT = Noun("подія", "події", "подій")
UPDATE = Noun("оновлення", "оновлення", "оновлень")


@cache
def _ukrainian() -> PluralRule:
    from babel import Locale

    return Locale("uk").plural_form


def agree(count: int, noun: Noun) -> str:
    """The noun alone, in the form the count asks for: 21 → «набір даних»."""
    return {"one": noun.one, "few": noun.few}.get(_ukrainian()(count), noun.many)


def count_of(count: int, noun: Noun) -> str:
    """Count and noun: «135 наборів даних»; thousands are set apart by a no-break space."""
    return f"{count:,}".replace(",", "\u00a0") + "\u00a0" + agree(count, noun)


def day(moment: date | datetime) -> str:
    """A date as reports write it, `01.07.2021`; a moment is first taken to Kyiv time."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(KYIV)
    return moment.strftime("%d.%m.%Y")


def minute(moment: datetime) -> str:
    """A moment in Kyiv time, `02.07.2021 14:05`."""
    return moment.astimezone(KYIV).strftime("%d.%m.%Y %H:%M")


ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def alphabetically(text: str) -> list[tuple[int, str]]:
    """A key to sort by as a Ukrainian reader expects: «і» after «и», «ґ» after «г»."""
    return [(ALPHABET.find(letter), letter) for letter in text.casefold()]


def size_of(size: int) -> str:
    """A file size as people read it: `512 Б`, `1,4 КБ`, `3,0 МБ`, `1,2 ГБ`."""
    if size < 1024:
        return f"{size}\u00a0Б"
    scaled = float(size)
    for unit in ("КБ", "МБ", "ГБ"):
        scaled /= 1024
        if scaled < 1024 or unit == "ГБ":
            break
    return f"{scaled:.1f}".replace(".", ",") + f"\u00a0{unit}"
