"""Lossless mends by what a value means: phones, codes that lost their leading zeros.

A code gets its zeros back only where nothing else is possible: a ЄДРПОУ when the check digit then
fits, a postcode because all have five digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.model import Field, RepairClass
from pipeline.resolution835.kinds import EDRPOU_KINDS
from pipeline.validate.kind_rules import PLACEHOLDERS
from pipeline.validate.mend_values import mend_clock, mend_year

_PHONE_SIGNS = re.compile(r"[\s()\-.–—\u00a0]+")
_PHONE_BREAK = re.compile(r"\s*[,;/\n]\s*")
_PHONE_WORD = re.compile(r"^\s*(?:тел|моб|т)(?:\.:?|:|\s)\s*", re.IGNORECASE)
_SHORT_EDRPOU = re.compile(r"\d{5,7}", re.ASCII)
_YES_OR_NO = {"true": "Так", "false": "Ні", "1": "Так", "0": "Ні"}
_SHORT_POSTCODE = re.compile(r"\d{4}", re.ASCII)


def mend_phones(text: str, field: Field) -> str:
    """Every number as `+380` and nine digits, several apart by a comma and a blank."""
    if field.kind != "phone":
        return text
    parts = [part for part in _PHONE_BREAK.split(text) if part]
    numbers = [_phone(part) for part in parts]
    if None in numbers:
        return text
    written = [number or "" for number in numbers]
    return text if text.split(",") == written else ", ".join(written)


def _phone(text: str) -> str | None:
    """One number; None where it has no single reading (a local number without its code)."""
    digits = _PHONE_SIGNS.sub("", _PHONE_WORD.sub("", text))
    for shape, prefix in _PHONE_SHAPES:
        if shape.fullmatch(digits):
            return prefix + digits[-9:]
    if re.fullmatch(r"[1-9]\d{8}", digits, re.ASCII) and _exists(f"+380{digits}"):
        return f"+380{digits}"
    return None


_PHONE_SHAPES = (
    (re.compile(r"\+380\d{9}", re.ASCII), "+380"),
    (re.compile(r"(?:00)?380\d{9}", re.ASCII), "+380"),
    (re.compile(r"8?0\d{9}", re.ASCII), "+380"),
    (re.compile(r"\+38\+?0\d{9}", re.ASCII), "+380"),
)


def _exists(number: str) -> bool:
    """Nine bare digits are a phone without its zero only where such a number may exist."""
    import phonenumbers

    return phonenumbers.is_valid_number(phonenumbers.parse(number))


def mend_edrpou(text: str, field: Field) -> str:
    """A ЄДРПОУ with its leading zeros back, where the check digit proves them.

    A sample of the guides gets them too: it is then recognised and named as what it is.
    """
    if field.kind not in EDRPOU_KINDS:
        return text
    parts = re.split(r"(\s*[,;]\s*)", text)
    return "".join(_edrpou(part) for part in parts)


def _edrpou(text: str) -> str:
    from stdnum.ua import edrpou

    if not _SHORT_EDRPOU.fullmatch(text):
        return text
    full = text.zfill(8)
    return full if full in PLACEHOLDERS or edrpou.is_valid(full) else text


def mend_postcode(text: str, field: Field) -> str:
    """A postcode with its leading zero back: all of Ukraine's have five digits."""
    if field.kind == "postcode" and _SHORT_POSTCODE.fullmatch(text):
        return f"0{text}"
    return text


def mend_yes_or_no(text: str, field: Field) -> str:
    """A checked box where the closed list is «Так» and «Ні»: the program gives TRUE for it."""
    return _YES_OR_NO.get(text.casefold(), text) if set(field.enum) == {"Так", "Ні"} else text


CODE_MENDS: tuple[tuple[RepairClass, str, Callable[[str, Field], str]], ...] = (
    ("phones", "Номер телефону записано як +380…", mend_phones),
    ("edrpou", "Коду ЄДРПОУ повернуто нулі на початку", mend_edrpou),
    ("postcodes", "Поштовому індексу повернуто нуль на початку", mend_postcode),
    ("dates", "У стовпці року залишено тільки рік", mend_year),
    ("dates", "Час записано з секундами", mend_clock),
    ("booleans", "Так або ні записано словом із переліку", mend_yes_or_no),
)
