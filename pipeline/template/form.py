"""A table's schema → the form: two heading rows, then empty rows ready to be filled in.

Machine names stand in the first row, as in the official examples; Ukrainian titles below them, next
to the values. Formats belong to whole columns: a form stays small, its format never ends half-way
down a long list, and no empty cell is there to be taken for a row.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Field, Schema
from pipeline.resolution835.kinds import example_of, values_of
from pipeline.template.entry import build_entry
from pipeline.template.wording import is_measured
from pipeline.workbook import build_bytes, sheet_title

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NAMES_ROW, TITLES_ROW, FIRST_ROW = 1, 2, 3
LAST_ROW = 1_048_576

_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": 'yyyy-mm-dd"T"hh:mm:ss',
    "time": "hh:mm:ss",
}
_NARROWEST, _WIDEST = 10, 44
_TITLE_LINES = 4
_LINE_HEIGHT = 15.0
_PAGE_WIDTH = 190
"""Characters of a landscape A4 page at a size one can still read."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a heading is painted; bold and colour repeat what the input message says in words."""

    bold: bool
    ink: str
    paper: str


_REQUIRED = _Look(bold=True, ink="FFFFFF", paper="1F4E79")
_OPTIONAL = _Look(bold=False, ink="1F1F1F", paper="DDE6EF")
_MACHINE = _Look(bold=False, ink="595959", paper="F5F5F5")


def build_form(schema: Schema, sheet: str | None = None) -> bytes:
    """The workbook (XLSX) an office fills in; the same schema always gives the same bytes.

    `sheet` is the name its one sheet must have, where a dataset's descriptor asks for one.
    """
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = sheet or sheet_title(schema)
    for place, field in enumerate(schema.fields, 1):
        _add_column(page, place, field, unique=_is_unique(schema, field))
    lines = max(_lines(field) for field in schema.fields)
    page.row_dimensions[TITLES_ROW].height = _LINE_HEIGHT * (lines + 0.5)
    page.freeze_panes = f"A{FIRST_ROW}"
    _set_print(book, page, schema)
    return build_bytes(book)


def number_format(field: Field) -> str:
    """The format of the column's cells: text for whatever is no amount and no date.

    Only so does Excel keep leading zeros, and neither `1-1` nor `5.3.2` becomes a date.
    """
    if field.type in _FORMATS:
        return _FORMATS[field.type]
    if field.type == "integer" and (is_measured(field) or values_of(field)):
        return "0"
    return "General" if is_measured(field) else "@"


def width(field: Field) -> int:
    """Characters the column is wide: its name in one line, its title in a few, a usual value."""
    words = max(map(len, field.title.split()), default=0)
    per_line = math.ceil(len(field.title) / _TITLE_LINES)
    needed = max(len(field.name), words + 1, per_line + 4, min(len(example_of(field)), 30))
    return min(max(needed + 2, _NARROWEST), _WIDEST)


def _add_column(page: Worksheet, place: int, field: Field, *, unique: bool) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(place)
    _write_heading(page, NAMES_ROW, place, field.name, _MACHINE)
    look = _REQUIRED if field.required else _OPTIONAL
    _write_heading(page, TITLES_ROW, place, field.title, look)
    column = page.column_dimensions[letter]
    column.width = width(field)
    column.number_format = number_format(field)
    column.alignment = Alignment(vertical="top", wrap_text=number_format(field) == "@")
    page.add_data_validation(build_entry(field, letter, FIRST_ROW, LAST_ROW, unique=unique))


def _is_unique(schema: Schema, field: Field) -> bool:
    return field.unique or schema.primary_key == (field.name,)


def _write_heading(page: Worksheet, row: int, place: int, text: str, look: _Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = page.cell(row, place, text)
    cell.data_type = "s"
    cell.number_format = "@"
    size = 9 if row == NAMES_ROW else 11
    cell.font = Font(name="Calibri", size=size, bold=look.bold, color=look.ink)
    cell.fill = PatternFill("solid", fgColor=look.paper)
    cell.alignment = Alignment(vertical="center", wrap_text=row == TITLES_ROW)
    cell.border = Border(right=Side("thin", color="FFFFFF" if look.bold else "BFBFBF"))


def _lines(field: Field) -> int:
    """Lines the title takes in its column; bold letters are a little wider than the column's."""
    return len(textwrap.wrap(field.title, int(width(field) * 0.85))) or 1


def _set_print(book: Workbook, page: Worksheet, schema: Schema) -> None:
    """Landscape A4, headings on every page, as many pages wide as stay readable."""
    from openpyxl.worksheet.page import PageMargins

    total = sum(map(width, schema.fields))
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth = math.ceil(total / _PAGE_WIDTH)
    page.page_setup.fitToHeight = 0
    page.page_setup.pageOrder = "overThenDown"
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.print_options.gridLines = True
    page.print_title_rows = f"{NAMES_ROW}:{TITLES_ROW}"
    book.properties.title = schema.title
    book.properties.language = "uk"
