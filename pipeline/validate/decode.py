"""Bytes → text, by a rule instead of a guess.

A guesser reads a Windows-1251 file as kz1048 or cp1252 and reports nothing (measured with chardet
6 and 7), so the order here is fixed: byte order mark, then strict UTF-8 over the whole file, then
Windows-1251 over the whole file unless the result looks like text of another encoding. Any other
encoding has to be declared in the descriptor.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.validate.grid import Unreadable, refuse

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""The mark of UTF-32 begins with that of UTF-16, so that it is asked first."""

_FOREIGN = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЎўЈјЅѕ¦§¤\u00ad](?=[А-яҐґЄєІіЇї])")
"""Letters of other languages and signs inside a word: cp866 or KOI8-U read as Windows-1251."""

_INVERTED = re.compile("(?<![А-яҐґЄєІіЇї])[а-яґєії][А-ЯҐЄІЇ]{2,}")
"""«оНЛЕП»: KOI8-U keeps small letters where Windows-1251 keeps capitals."""

_WORD = re.compile("[А-яҐґЄєІіЇї]{3,}")
_SUSPICIOUS_SHARE = 0.1
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_DAMAGED_SHARE = 0.5
_DAMAGED_LEAST = 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the name of the encoding it was read in."""

    text: str
    encoding: str


def read_text(content: bytes, declared: str | None = None) -> Decoded:
    """The whole content as text; Unreadable where no rule gives text one can trust."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return Decoded(_strict(content, codec, name), name)
    if declared:
        return Decoded(_strict(content, declared, declared), declared)
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(content, error.start)
    return Decoded(_windows_1251(content), "Windows-1251")


def _strict(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec)
    except LookupError:
        raise refuse(
            "encoding-unknown",
            f"В описі набору вказано кодування «{name}», якого програма не знає.",
        ) from None
    except UnicodeDecodeError as error:
        raise refuse(
            "encoding-damaged",
            f"Файл у кодуванні {name} пошкоджено в рядку {_line(content, error.start)}: "
            "збережіть його заново.",
        ) from None


def _refuse_damaged(content: bytes, start: int) -> None:
    """Most bytes are Cyrillic in sound UTF-8 and a few are not: a torn file, no other encoding.

    Chance pairs occur («Рі» in Windows-1251 is «г» in UTF-8), so a handful of letters is no proof.
    """
    sound = 2 * len(_CYRILLIC.findall(content.decode("utf-8", errors="ignore")))
    high = len(_HIGH.findall(content))
    if sound > max(high * _DAMAGED_SHARE, _DAMAGED_LEAST):
        raise refuse(
            "encoding-damaged",
            f"Файл у кодуванні UTF-8 пошкоджено в рядку {_line(content, start)}: "
            "збережіть його заново як CSV UTF-8 або як XLSX.",
        )


def _windows_1251(content: bytes) -> str:
    """Strict: byte 0x98 stands for nothing in Windows-1251 and gives the other encodings away."""
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError:
        raise refuse_unknown() from None
    words = len(_WORD.findall(text))
    odd = len(_FOREIGN.findall(text)) + len(_INVERTED.findall(text))
    if odd > words * _SUSPICIOUS_SHARE:
        raise refuse_unknown()
    return text


def refuse_unknown() -> Unreadable:
    """The exception for text in an encoding no rule here tells."""
    return refuse(
        "encoding-unknown",
        "Не вдалося впевнено прочитати українські літери: кодування файлу невідоме. "
        "Збережіть його як «CSV UTF-8» або як XLSX.",
    )


def _line(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1
