"""Cells in error or struck through, merged ranges, hidden lines of an XLS: xlrd reads them all.

calamine reads the values, for it is quicker and dies of fewer damaged files.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from pipeline.validate.grid import Fault
from pipeline.validate.unseen import MOST_FAULTS, Unseen

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_MOST_COLUMNS = 256


def read_unseen_xls(content: bytes) -> dict[str, Unseen] | None:
    """By the name of the sheet; None where xlrd cannot read a file that calamine can."""
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            logfile=io.StringIO(),
            ignore_workbook_corruption=True,
        )
    except (
        xlrd.XLRDError,
        CompDocError,
        struct.error,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        TypeError,
        ValueError,
    ):
        return None
    struck = _struck_fonts(book)
    return {sheet.name: _unseen(sheet, struck) for sheet in book.sheets()}


def _unseen(sheet: Sheet, struck_fonts: frozenset[int]) -> Unseen:
    return Unseen(
        faults=_faults(sheet),
        merged=[
            (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ],
        hidden_rows={line for line, row in sheet.rowinfo_map.items() if row.hidden},
        hidden_columns={
            place
            for place, column in sheet.colinfo_map.items()
            if column.hidden and place < _MOST_COLUMNS
        },
        struck=_struck(sheet, struck_fonts) if struck_fonts else set(),
    )


def _struck_fonts(book: Book) -> frozenset[int]:
    return frozenset(place for place, font in enumerate(book.font_list) if font.struck_out)


def _struck(sheet: Sheet, fonts: frozenset[int]) -> set[tuple[int, int]]:
    """Cells of a struck font, and those in which a run of letters has one."""
    formats = {place for place, form in enumerate(sheet.book.xf_list) if form.font_index in fonts}
    runs = {
        cell
        for cell, listed in sheet.rich_text_runlist_map.items()
        if any(font in fonts for _, font in listed)
    }
    return runs | {
        (line, place)
        for line in range(sheet.nrows)
        for place in range(sheet.row_len(line))
        if sheet.cell_xf_index(line, place) in formats
    }


def _faults(sheet: Sheet) -> dict[tuple[int, int], Fault]:
    from xlrd import XL_CELL_ERROR, error_text_from_code

    found: dict[tuple[int, int], Fault] = {}
    for line in range(sheet.nrows):
        for place, sort in enumerate(sheet.row_types(line)):
            if sort == XL_CELL_ERROR and len(found) < MOST_FAULTS:
                code = sheet.cell_value(line, place)
                found[line, place] = Fault("error", error_text_from_code.get(code, "#N/A"))
    return found
