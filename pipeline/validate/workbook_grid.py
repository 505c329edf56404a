"""XLSX and XLSM → one grid a sheet, by openpyxl: the one reader that keeps error cells.

calamine gives an empty cell for `#N/A` or `#DIV/0!`, which an optional column would publish as
"no data"; openpyxl gives the error, merged ranges and which sheets are hidden.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.validate.grid import Fault, Grid, Raw, is_empty, refuse
from pipeline.validate.marks import our_sheet_of
from pipeline.validate.torn import TORN_XML
from pipeline.validate.unseen import mark_merged, pad
from pipeline.validate.workbook_parts import read_parts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ZEROS = re.compile("0{2,20}")
_PER_CENT = re.compile(r"0(\.0+)?\s?%")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of the workbook in order; Unreadable where it is torn or too large.

    The sheet that we ourselves put into a returned workbook is none of the office's.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        parts = read_parts(content)
        workbook = _load(parts.content, data_only=True)
        formulas = _load(parts.content, data_only=False) if parts.with_formulas else None
    except (*TORN_XML, InvalidFileException):
        raise refuse(
            "broken-file",
            "Файл XLSX пошкоджений або обірваний. Відкрийте його у своїй програмі, перевірте й "
            "збережіть заново.",
        ) from None
    properties = {found.name: found.value for found in workbook.custom_doc_props.props}
    ours = our_sheet_of(properties, tuple(workbook.sheetnames))
    visible = [
        sheet
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible" and sheet.title != ours
    ]
    return tuple(
        _grid(sheet, formulas[sheet.title] if formulas else None, _is_1904(workbook))
        for sheet in visible
    )


def _load(content: bytes, *, data_only: bool) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # Dropped validations and dates out of range: the first concern no value, the second
        # arrive as error cells.
        warnings.simplefilter("ignore")
        workbook: Workbook = load_workbook(
            io.BytesIO(content), data_only=data_only, rich_text=data_only
        )
    return workbook


def _is_1904(workbook: Workbook) -> bool:
    return bool(workbook.epoch.year == 1904)


def _grid(sheet: Worksheet, formulas: Worksheet | None, epoch_1904: bool) -> Grid:
    rows = _rows(sheet)
    for line, place, formula in _unsaved(sheet, formulas):
        pad(rows, line, place)
        rows[line][place] = Fault("unsaved", formula)
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        mark_merged(rows, top, left, merged.max_row - 1, merged.max_col - 1)
    return Grid(
        sheet.title,
        rows,
        epoch_1904,
        hidden_rows=_hidden_rows(sheet),
        hidden_columns=_hidden_columns(sheet),
        struck=_struck(sheet),
    )


def _rows(sheet: Worksheet) -> list[list[Raw]]:
    """Rows as far as anything stands in them, and none below the last that holds something.

    From the cells the file has: `iter_rows` makes one for every place up to the farthest, which for
    a blank in A1048576 was a gigabyte and half a minute.
    """
    rows: list[list[Raw]] = []
    for (line, place), cell in sorted(_cells(sheet).items()):
        raw = _raw(cell)
        if not is_empty(raw):
            pad(rows, line - 1, place - 1)
            rows[line - 1][place - 1] = raw
    return rows


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """By line and column, both from 1; openpyxl has no public way to the cells that exist."""
    cells: dict[tuple[int, int], Any] = sheet._cells
    return cells


def _hidden_rows(sheet: Worksheet) -> frozenset[int]:
    """Hidden by hand, by a filter, or pressed together to no height."""
    return frozenset(
        number - 1
        for number, row in sheet.row_dimensions.items()
        if row.hidden or (row.height is not None and row.height == 0)
    )


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """One entry of a workbook may speak of many columns, up to all 16,384."""
    return frozenset(
        place
        for column in sheet.column_dimensions.values()
        if column.hidden and column.min is not None and column.max is not None
        for place in range(column.min - 1, column.max)
    )


def _struck(sheet: Worksheet) -> frozenset[tuple[int, int]]:
    """Cells of a struck font, and those in which a part of the text has one.

    openpyxl makes a new object for each cell one asks for its font: its number is asked instead.
    """
    fonts = {place for place, font in enumerate(sheet.parent._fonts) if font.strike}
    return frozenset(
        (line - 1, place - 1)
        for (line, place), cell in _cells(sheet).items()
        if (cell._style.fontId in fonts if fonts else False) or _is_partly_struck(cell.value)
    )


def _is_partly_struck(value: Any) -> bool:
    return isinstance(value, list) and any(
        part.font.strike and part.text.strip() for part in value if not isinstance(part, str)
    )


def _raw(cell: Any) -> Raw:
    value = cell.value
    if cell.data_type == "e":
        return Fault("error", str(value))
    if isinstance(value, list):  # a text of several formats
        value = str(value)
    if isinstance(value, str):
        return _ESCAPED.sub(_character, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _as_shown(value, cell.number_format)
    return value  # type: ignore[no-any-return]


def _character(found: re.Match[str]) -> str:
    """`_x000D_` is how XML writes what it cannot hold; half of a pair stands for nothing."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _as_shown(value: int | float, number_format: str) -> Raw:
    """A number formatted `00000000` shows its leading zeros, one formatted `0%` is of hundredths.

    Both are part of the value: 0.6 that is shown as 60 % is no 0.6.
    """
    if _PER_CENT.fullmatch(number_format or ""):
        hundredths = (Decimal(repr(value)) * 100).normalize()
        return f"{hundredths:f}%"
    if isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(number_format or ""):
        return str(value).zfill(len(number_format))
    return value


def _unsaved(sheet: Worksheet, formulas: Worksheet | None) -> Iterable[tuple[int, int, str]]:
    """Formulas whose result the program that wrote the file did not store."""
    if formulas is None:
        return
    values = _cells(sheet)
    for (line, place), cell in _cells(formulas).items():
        stored = values.get((line, place))
        if cell.data_type == "f" and (stored is None or stored.value is None):
            yield line - 1, place - 1, str(getattr(cell.value, "text", cell.value))
