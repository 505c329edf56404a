"""How Ukrainian text is searched and sorted.

SQLite folds and orders ASCII only: «Їжа» would neither be found by «їжа» nor stand before «Кава».
"""

from __future__ import annotations

import re

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_PLACES = {ord(letter): chr(0xE000 + place) for place, letter in enumerate(_ALPHABET)}
_APOSTROPHES = {ord(mark): "’" for mark in "'ʼ`´‘"}


def fold(text: str) -> str:
    """Text as search compares it: no case, one apostrophe, single blanks."""
    return " ".join(text.casefold().translate(_APOSTROPHES).split())


def words_of(text: str) -> tuple[str, ...]:
    """What a visitor looks for: every word of it must be found."""
    return tuple(fold(text).split())


def compare(left: str, right: str) -> int:
    """SQLite collation: the order of the Ukrainian alphabet, whatever the case."""
    first, second = _sort_key(left), _sort_key(right)
    return (first > second) - (first < second)


def _sort_key(text: str) -> str:
    return fold(text).translate(_PLACES)


def ascii_filename(name: str) -> str:
    """A file name as it stands in a URL: ASCII, lower case, hyphens, the extension kept.

    CKAN 2.7 strips everything else too; a name without one usable letter becomes `document`.
    """
    stem, dot, extension = name.replace("\\", "/").rsplit("/", 1)[-1].lower().rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = _hyphens(stem) or "document"
    extension = re.sub(r"[^a-z0-9]", "", extension)
    return f"{stem[:100]}.{extension[:20]}" if extension else stem[:100]


def _hyphens(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")
