"""XLS and ODS → one grid a sheet, by python-calamine.

Straight, without pandas: pandas adds nothing to the same reader here, drops hidden-sheet marks and
merged ranges, and would keep 80 MB in every warm child for nothing.

Known limit: in XLS calamine gives an empty cell where the program shows an error (`#N/A`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.validate.grid import Fault, Grid, Raw, column_letters, refuse

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read_calamine(content: bytes, name: str) -> tuple[Grid, ...]:
    """The visible sheets in order; `name` (`XLS`, `ODS`) is for the message of Unreadable."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                _grid(workbook.get_sheet_by_name(sheet.name))
                for sheet in workbook.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible
                and sheet.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise refuse(
            "password", "Файл захищено паролем: зніміть пароль і передайте його ще раз."
        ) from None
    except (CalamineError, OSError, ValueError):
        raise refuse(
            "broken-file",
            f"Файл {name} пошкоджений або обірваний. Відкрийте його у своїй програмі, "
            "перевірте й збережіть заново як XLSX.",
        ) from None


def _grid(sheet: CalamineSheet) -> Grid:
    """Leading empty rows and columns stay: without them addresses would be wrong."""
    rows: list[list[Raw]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _mark_merged(rows, top, left, bottom, right)
    return Grid(sheet.name, rows)


def _mark_merged(rows: list[list[Raw]], top: int, left: int, bottom: int, right: int) -> None:
    if top >= len(rows) or left >= len(rows[top]) or rows[top][left] in ("", None):
        return
    for line in range(top, min(bottom + 1, len(rows))):
        for place in range(left, min(right + 1, len(rows[line]))):
            if (line, place) != (top, left):
                rows[line][place] = Fault("merged", _range(top, left, bottom, right))


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
