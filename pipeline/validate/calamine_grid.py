"""XLS and ODS → one grid a sheet, by python-calamine and what it does not see.

Straight, without pandas: pandas adds nothing to the same reader here, drops hidden-sheet marks and
merged ranges, and would keep 80 MB in every warm child for nothing.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.model import Finding
from pipeline.validate.grid import Grid, Raw, filled, refuse
from pipeline.validate.hidden import note_hidden_sheets
from pipeline.validate.torn import TORN_XML
from pipeline.validate.unseen import Unseen, lay_over
from pipeline.validate.unseen_ods import read_unseen_ods
from pipeline.validate.unseen_xls import read_unseen_xls

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


Read = tuple[tuple[Grid, ...], tuple[Finding, ...]]
"""The visible sheets in order, and notes on what was not seen; Unreadable where torn or locked."""


def read_ods(content: bytes) -> Read:
    """The sheets of an ODS."""
    try:
        unseen = read_unseen_ods(content)
    except TORN_XML:
        # calamine says better what it is: a password or a torn file.
        unseen = {}
    return _read(content, "ODS", unseen)


def read_xls(content: bytes) -> Read:
    """The sheets of an XLS, with a note more where errors in it could not be looked for."""
    unseen = read_unseen_xls(content)
    grids, notes = _read(content, "XLS", unseen or {})
    return grids, notes if unseen is not None else (_blind(), *notes)


def _blind() -> Finding:
    return Finding(
        code="errors-not-seen",
        blocks=False,
        message="У цьому файлі XLS не вдалося перевірити, чи є помилки (#N/A) та приховані рядки: "
        "клітинки з помилками прочитано порожніми. Збережіть файл як XLSX, щоб перевірити й це.",
    )


def _read(content: bytes, name: str, unseen: dict[str, Unseen]) -> Read:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheets = [
                sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
            ]
            grids = tuple(
                _grid(workbook.get_sheet_by_name(sheet.name), unseen.get(sheet.name, Unseen()))
                for sheet in sheets
                if sheet.visible == SheetVisibleEnum.Visible
            )
            hidden = (s.name for s in sheets if s.visible != SheetVisibleEnum.Visible)
            return grids, note_hidden_sheets(hidden)
    except PasswordError:
        raise refuse(
            "password", "Файл захищено паролем: зніміть пароль і передайте його ще раз."
        ) from None
    except BaseException as error:
        if not isinstance(error, CalamineError | OSError | ValueError) and not _is_panic(error):
            raise
        raise refuse(
            "broken-file",
            f"Файл {name} пошкоджений або обірваний. Відкрийте його у своїй програмі, "
            "перевірте й збережіть заново як XLSX.",
        ) from None


def _is_panic(error: BaseException) -> bool:
    """Calamine panics over some damaged files; that class is no Exception and has no module."""
    return type(error).__name__ == "PanicException"


def _grid(sheet: CalamineSheet, unseen: Unseen) -> Grid:
    """Leading empty rows and columns stay: without them addresses would be wrong."""
    rows: list[list[Raw]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    while rows and not filled(rows[-1]):
        rows.pop()
    lay_over(rows, unseen)
    return Grid(
        sheet.name,
        rows,
        hidden_rows=frozenset(unseen.hidden_rows),
        hidden_columns=frozenset(unseen.hidden_columns),
        struck=frozenset(unseen.struck),
    )
