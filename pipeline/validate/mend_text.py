"""Lossless mends of text: blanks, apostrophes, look-alike letters, marks for "no data".

Each takes a cell's text and its column and gives the text back, changed or not.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.model import Field
from pipeline.resolution835.kinds import URL_KINDS, kind_of, values_of
from pipeline.validate.grid import INVISIBLE
from pipeline.validate.lookalikes import mend_words, to_latin

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_BLANKS = re.compile(f"[{re.escape(INVISIBLE)}\u0085]+")
_APOSTROPHE = re.compile(r"(?<=[А-яҐґЄєІіЇї])['ʼ`´‘‛ʹ′＇](?=[А-яҐґЄєІіЇї])")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

_MARKS = frozenset({"-", "–", "—", "--", "---", "н/д", "н/в", "нд", "n/a", "null", "nil", "none"})
_WORDS = frozenset(
    {"немає", "нема", "відсутній", "відсутня", "відсутнє", "відсутні"}
    | {"немає даних", "дані відсутні"}
)
_LATIN_KINDS = frozenset(
    {"katottg", "iban", "currency", "email", "procurement-id", "vin", "timezone"}
)
_CAPITAL_KINDS = frozenset({"katottg", "iban", "currency", "country-code", "vin"})
_SPACED_KINDS = frozenset({"phone"})
"""Kinds whose inner blanks are their own repair's business."""

_SOLID_KINDS = frozenset({"edrpou", "katottg", "koatuu", "iban", "postcode", "vin"})
_SCHEME = re.compile("https?://", re.IGNORECASE)
_TWO_SIGNS = re.compile("[ИиІіЕе][\u0306\u0308]")


def mend_blanks(text: str, field: Field) -> str:
    """No invisible characters, no blanks at the ends, one plain space between words.

    A code has none inside either, where without them it is one: `UA 32140050010021659`.
    """
    if field.type != "string" or field.kind in _SPACED_KINDS:
        return _UNSEEN.sub("", text).strip(INVISIBLE)
    text = _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip(" ")
    if " " in text and field.kind in _SOLID_KINDS and _is_code(text.replace(" ", ""), field):
        return text.replace(" ", "")
    return text


def mend_composed(text: str, _: Field) -> str:
    """`й` and `ї` typed by some programs as two signs are one letter, as everybody else's are."""
    return _TWO_SIGNS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def _is_code(text: str, field: Field) -> bool:
    kind = kind_of(field)
    return kind is not None and text.isascii() and text.isalnum() and kind.accepts(text)


def mend_apostrophes(text: str, field: Field) -> str:
    """Between two Cyrillic letters any sign used as an apostrophe is one: `’`."""
    return _APOSTROPHE.sub("’", text) if field.type == "string" else text


def mend_lookalikes(text: str, field: Field) -> str:
    """One alphabet inside one word; codes are Latin throughout, links may be Cyrillic in part."""
    if text.isascii():
        return text
    if field.kind in _LATIN_KINDS:
        latin = to_latin(text)
        return text if _CYRILLIC.search(latin) else latin
    return mend_words(text) if field.type == "string" and field.kind != "plate" else text


def mend_no_data(text: str, field: Field) -> str:
    """A mark for "no data" says so in the one agreed way, where the column may lack data.

    In a column that must be filled the mark stays and is refused; a word of the column's own list
    of values is no mark; `-` and «немає» in a yes-or-no column may well mean no.
    """
    if field.must_be_filled or text in field.enum:
        return text
    is_word = field.type != "boolean" and text.casefold() in _WORDS
    return "null" if is_word or is_mark(text, field) else text


def mend_letter_case(text: str, field: Field) -> str:
    """A word of the column's closed list in the list's own letters: «Постанова» → «постанова».

    Only where one word of the list differs by letter case alone, so that nothing is guessed. Codes
    of capitals (`ua…`, `uah`) and the start of a link (`HTTPS://`) are written as everywhere.
    """
    if field.kind in URL_KINDS:
        return _SCHEME.sub(lambda found: found[0].lower(), text)
    values = values_of(field)
    if field.kind in _CAPITAL_KINDS:
        return text.upper() if text.isascii() and text.isalnum() else text
    if text in values:
        return text
    same = [value for value in values if value.casefold() == text.casefold()]
    return same[0] if len(same) == 1 else text


def is_mark(text: str, field: Field) -> bool:
    """Whether the text is a sign for "no data", which fills no cell that must be filled.

    Words (`немає`) may be an answer there, as in a column of restrictions.
    """
    if field.type == "boolean" and text in ("-", "–", "—"):
        return False
    return text not in field.enum and text.casefold() in _MARKS
