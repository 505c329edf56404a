"""Headings whose letters an earlier program destroyed: whoever sees `?????` must save anew.

Question marks are letters that the encoding of the saving program did not have; they are gone.
«РќР°Р·РІР°» or «ÐÐ°Ð·Ð²Ð°» is UTF-8 that was opened as another encoding and saved so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.validate.grid import Grid, shown

_SEARCHED = 50
_GONE = re.compile(r"\?{3,}|\ufffd{2,}")
_CYRILLIC_WORD = re.compile("[А-яҐґЄєІіЇї’]{3,}")
_OPENED_AS = ("cp1251", "cp1252", "latin-1")


def explain_lost_letters(grids: Sequence[Grid]) -> str | None:
    """What happened to the letters near the top of the sheets; None where they look whole."""
    cells = [
        shown(cell)
        for grid in grids
        for row in grid.rows[:_SEARCHED]
        for cell in row
        if isinstance(cell, str)
    ]
    if sum(bool(_GONE.search(cell)) for cell in cells) > 1:
        return (
            "Замість українських літер у файлі стоять знаки питання: літери втрачено, коли файл "
            "зберігали. Відкрийте початкову таблицю і збережіть її як XLSX або «CSV UTF-8»."
        )
    if sum(map(_is_garbled, cells)) > 1:
        return (
            "Українські літери у файлі перетворилися на інші знаки: його відкрили не в тому "
            "кодуванні й так зберегли. Збережіть початкову таблицю як XLSX або «CSV UTF-8»."
        )
    return None


def _is_garbled(text: str) -> bool:
    """Whether its characters are bytes that make sound Ukrainian in UTF-8."""
    if text.isascii():
        return False
    for encoding in _OPENED_AS:
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if _CYRILLIC_WORD.search(meant):
            return True
    return False
