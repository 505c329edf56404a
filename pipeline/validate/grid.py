"""A sheet as it was handed in: raw cells in rows, before anything is known of their meaning.

Every reader of a format gives one grid a sheet, always beginning at the sheet's first row and
column, so that a cell's place in the grid is its address in the office's own program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from pipeline.model import Finding


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value one could publish, and why.

    `error`: the program shows an error there (`text` is it, `#REF!`); `unsaved`: a formula whose
    result was never stored (`text` is the formula); `merged`: swallowed by a merged cell (`text`
    is the range).
    """

    kind: Literal["error", "unsaved", "merged"]
    text: str


Raw = str | bool | int | float | datetime | date | time | timedelta | Fault | None
"""One cell as its format gives it; None and `""` are empty."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Row i stands on line i + 1; rows may differ in length.

    `epoch_1904`: numbers that are dates count from 1904 (workbooks of old Macs). `loose`: cells
    beside the table are remarks, as in a workbook; in a text file they mean a broken row.
    `recoded` says how the bytes were read where that is not plain UTF-8 with commas. `hidden_rows`
    and `hidden_columns` are places that the office's program does not show, `struck` cells (line
    and place) whose value, or a part of it, is struck through.
    """

    sheet: str | None
    rows: Sequence[Sequence[Raw]]
    epoch_1904: bool = False
    loose: bool = True
    recoded: str | None = None
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()


class Unreadable(Exception):
    """The file as a whole cannot be judged; carries the one finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Finding]]:
        return (Unreadable, (self.finding,))


def refuse(code: str, message: str) -> Unreadable:
    """The exception for a file that cannot be read, with its one blocking finding."""
    return Unreadable(Finding(code=code, blocks=True, message=message))


def is_empty(cell: Raw) -> bool:
    """Whether the cell holds nothing of its own; what a merged cell swallowed counts as empty."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip(INVISIBLE)
    return isinstance(cell, Fault) and cell.kind == "merged"


def filled(row: Sequence[Raw]) -> list[int]:
    """Places of the cells of a row that hold something."""
    return [place for place, cell in enumerate(row) if not is_empty(cell)]


def shown(cell: Raw) -> str:
    """A cell as text for comparing with labels and for showing to the officer."""
    if is_empty(cell):
        return ""
    if isinstance(cell, Fault):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def column_letters(place: int) -> str:
    """The letters a program shows above a column: 0 → `A`, 26 → `AA`."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def on_sheet(findings: Sequence[Finding], sheet: str | None) -> tuple[Finding, ...]:
    """The same findings, each saying which sheet it speaks of."""
    return tuple(replace(finding, sheet=sheet) for finding in findings)


ERROR_TEXT = re.compile(
    r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|"
    r"ПОСИЛАННЯ!|Н/Д|ДІЛ/0!|ЗНАЧЕННЯ!|ІМ[’'`]Я\?|ЧИСЛО!|ССЫЛКА!|ЗНАЧ!|ДЕЛ/0!|ИМЯ\?)|Err:\d{3}"
)
"""What Excel and LibreOffice show for an error, in English, Ukrainian and Russian."""

INVISIBLE = (
    " \t\r\n\v\f\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f"
    "\u205f\u2060\u3000\ufeff"
)
"""Blanks of every width and characters that show nothing at all."""
