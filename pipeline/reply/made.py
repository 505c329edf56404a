"""A workbook made of a delivery that is none (CSV, JSON) or that we cannot write (XLS, ODS).

Every cell stands where it stood, so that the addresses of the findings hold in both files. Values
are carried over, looks are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pipeline.reply.sheet import write_text
from pipeline.validate.grid import Fault, Grid, Raw

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 500_000
"""Cells a workbook is made of, at most: more take minutes and gigabytes to write and to open."""

UNNAMED = "Таблиця"
"""The sheet's name where the delivery has no sheets."""

_FORBIDDEN = re.compile(r"[\\*?:/\[\]\x00-\x1f]")
_FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "dd.mm.yyyy hh:mm:ss"),
    (date, "dd.mm.yyyy"),
    (time, "hh:mm:ss"),
    (timedelta, "[h]:mm:ss"),
)
_WIDEST = 45
_MEASURED_ROWS = 100


def build_workbook(grids: Sequence[Grid]) -> tuple[Workbook, dict[str | None, Worksheet]]:
    """The workbook, and its sheets under the names that findings use (None for a text file)."""
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook = Workbook()
    workbook.remove(workbook.active)
    if any(grid.epoch_1904 for grid in grids):
        workbook.epoch = CALENDAR_MAC_1904
    sheets: dict[str | None, Worksheet] = {}
    for grid in grids:
        title = _FORBIDDEN.sub("_", grid.sheet or UNNAMED)[:31].strip("'") or UNNAMED
        sheets[grid.sheet] = workbook.create_sheet(title)
        _write_grid(sheets[grid.sheet], grid)
    return workbook, sheets


def _write_grid(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for line, row in enumerate(grid.rows, 1):
        for place, raw in enumerate(row, 1):
            if raw is None or raw == "":
                continue
            _write_cell(sheet, line, place, raw)
            if line <= _MEASURED_ROWS:
                widths[place] = max(widths.get(place, 8), len(str(raw)) + 2)
    for place, width in widths.items():
        sheet.column_dimensions[get_column_letter(place)].width = min(width, _WIDEST)


def _write_cell(sheet: Worksheet, line: int, place: int, raw: Raw) -> None:
    """Text keeps the text format: Excel would turn `1-1` into a date at the next key pressed."""
    if isinstance(raw, Fault):
        if raw.kind == "merged":
            return
        raw = raw.text
    cell = sheet.cell(line, place)
    if isinstance(raw, str):
        write_text(cell, raw)
        return
    cell.value = raw
    for kind, number_format in _FORMATS:
        if isinstance(raw, kind):
            cell.number_format = number_format
            break
