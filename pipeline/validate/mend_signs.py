"""Lossless mends of signs around a value and between several: quotes, a full stop, semicolons.

A value copied from a sentence brings its full stop along, one copied from a letter its quotes.
"""

from __future__ import annotations

import re

from pipeline.model import Field
from pipeline.resolution835.kinds import EDRPOU_KINDS, kind_of, values_of
from pipeline.validate.mend_values import mend_value
from pipeline.validate.type_flaws import is_lexical

_QUOTES = "«»„“”\"'"
_LABELLED = re.compile(r"(?:(?:код\s+)?[ЄЕ]ДРПОУ\s*)?[:№]?\s*(\d(?:\s?\d){4,7})", re.IGNORECASE)
"""A ЄДРПОУ with the word itself or a № before it, or with blanks inside."""
_BETWEEN = {
    "email": re.compile(r"[;,\s]+"),
    "edrpou-list": re.compile(r"[;,\s]+"),
    "party-id-list": re.compile(r"\s*[;,\n]\s*"),
    "url-list": re.compile(r"\s*;\s*|,?\s+|,(?=https?://)"),
}
"""What stands between the values of one cell, by kind: phones have a mend of their own."""


def mend_several(text: str, field: Field) -> str:
    """Several values of one cell apart by a comma and a blank, where each of them is sound."""
    between, kind = _BETWEEN.get(field.kind or ""), kind_of(field)
    if between is None or kind is None:
        return text
    parts = [part for part in between.split(text.strip(" \t\r\n\u00a0;,")) if part]
    written = ", ".join(parts)
    if len(parts) < 2 or [*kind.items(text)] == parts:
        return text
    return written if kind.accepts(written) else text


def mend_signs(text: str, field: Field) -> str:
    """The value without quotes around it and a full stop after it, where only then it is sound.

    Words of free text keep theirs: in «Школа № 4.» nobody knows what belongs to the name.
    """
    bare = text.removeprefix("mailto:") if field.kind == "email" else text
    if found := _LABELLED.fullmatch(text):
        bare = re.sub(r"\s", "", found[1])
    bare = bare.strip(_QUOTES).rstrip(".;, ").strip(_QUOTES)
    return (
        bare if bare != text and _is_formal(bare, field) and not _is_formal(text, field) else text
    )


def _is_formal(text: str, field: Field) -> bool:
    """Whether the text is a value of a column in which nothing but such values may stand."""
    if field.type != "string":
        return is_lexical(field, mend_value(text, field))
    if values_of(field):
        return text.casefold() in {value.casefold() for value in values_of(field)}
    kind = kind_of(field)
    if kind is None or kind.name not in _FORMAL:
        return False
    if kind.name in EDRPOU_KINDS:
        return text.isdigit() and 5 <= len(text) <= 8
    return kind.accepts(text)


_FORMAL = frozenset(
    {"edrpou", "party-id", "katottg", "postcode", "cadastral-number", "email", "currency"}
    | {"land-class", "gtfs-time", "procurement-id", "year-or-date"}
)
