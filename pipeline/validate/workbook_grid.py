"""XLSX and XLSM → one grid a sheet, by openpyxl: the one reader that keeps error cells.

calamine gives an empty cell for `#N/A` or `#DIV/0!`, which an optional column would publish as
"no data"; openpyxl gives the error, merged ranges and which sheets are hidden.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.reply.marks import our_sheet_of
from pipeline.validate.grid import Fault, Grid, Raw, refuse
from pipeline.validate.torn import TORN_XML

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_UNPACKED = 1 << 30
_ZEROS = re.compile("0{2,20}")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """The visible sheets of the workbook in order; Unreadable where it is torn or too large.

    The sheet that we ourselves put into a returned workbook is none of the office's.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with_formulas = _look_inside(content)
        workbook = _load(content, data_only=True)
        formulas = _load(content, data_only=False) if with_formulas else None
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


def _look_inside(content: bytes) -> bool:
    """Whether any sheet has formulas; also refuses what would unpack beyond all measure."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise refuse(
                "zip-bomb",
                "Книга розпаковується у понад 1 ГБ: такий файл не читається. "
                "Вилучіть із неї зайві аркуші та форматування порожніх клітинок.",
            )
        sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
        return any(_has_formula(archive, part) for part in sheets)


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(1 << 20):
            if _HAS_FORMULA.search(tail + block):
                return True
            tail = block[-16:]
    return False


def _load(content: bytes, *, data_only: bool) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # Dropped validations and dates out of range: the first concern no value, the second
        # arrive as error cells.
        warnings.simplefilter("ignore")
        workbook: Workbook = load_workbook(io.BytesIO(content), data_only=data_only)
    return workbook


def _is_1904(workbook: Workbook) -> bool:
    return bool(workbook.epoch.year == 1904)


def _grid(sheet: Worksheet, formulas: Worksheet | None, epoch_1904: bool) -> Grid:
    rows = [[_raw(cell) for cell in row] for row in sheet.iter_rows()]
    for place in _unsaved(sheet, formulas):
        rows[place[0]][place[1]] = Fault("unsaved", place[2])
    for merged in sheet.merged_cells.ranges:
        _mark_merged(rows, merged)
    return Grid(
        sheet.title,
        rows,
        epoch_1904,
        hidden_rows=_hidden_rows(sheet),
        hidden_columns=_hidden_columns(sheet),
    )


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


def _raw(cell: Any) -> Raw:
    value = cell.value
    if cell.data_type == "e":
        return Fault("error", str(value))
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _as_shown(value, cell.number_format)
    return value  # type: ignore[no-any-return]


def _as_shown(value: int, number_format: str) -> Raw:
    """A number formatted `00000000` shows its leading zeros: they are part of the value."""
    if value >= 0 and _ZEROS.fullmatch(number_format or ""):
        return str(value).zfill(len(number_format))
    return value


def _unsaved(sheet: Worksheet, formulas: Worksheet | None) -> Iterable[tuple[int, int, str]]:
    """Formulas whose result the program that wrote the file did not store."""
    if formulas is None:
        return
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type != "f":
                continue
            if sheet.cell(cell.row, cell.column).value is None:
                formula = getattr(cell.value, "text", cell.value)
                yield cell.row - 1, cell.column - 1, str(formula)


def _mark_merged(rows: list[list[Raw]], merged: Any) -> None:
    """Every cell of the range but the first shows the first one's value and has none itself."""
    if rows[merged.min_row - 1][merged.min_col - 1] is None:
        return
    for line in range(merged.min_row - 1, min(merged.max_row, len(rows))):
        row = rows[line]
        for place in range(merged.min_col - 1, min(merged.max_col, len(row))):
            if (line, place) != (merged.min_row - 1, merged.min_col - 1):
                row[place] = Fault("merged", str(merged.coord))
