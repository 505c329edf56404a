"""Clean rows as files: CSV as the Resolution asks for it, and XLSX beside it where asked.

The same rows always give the same bytes, because a release is named by its bytes: another hash
would upload the file again and move its date of change.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.model import Field, Schema, Table
from pipeline.workbook import build_bytes, sheet_title

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

NULL = "null"
"""How a missing value of an optional column is written (835, general requirements of 2025)."""

_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_MOST_DIGITS = 15
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_csv(schema: Schema, table: Table) -> bytes:
    r"""UTF-8 without BOM, comma, `\n`, machine names above, quotes where they are needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.fields)
    writer.writerows(_clean_rows(schema, table))
    return text.getvalue().encode()


def fits_worksheet(table: Table) -> bool:
    """Whether Excel can hold the table whole: a longer cell would be cut, a later row lost."""
    return len(table.rows) < _MOST_ROWS and all(
        len(cell) <= _MOST_CHARACTERS for row in table.rows for cell in row
    )


def write_xlsx(schema: Schema, table: Table) -> bytes:
    """One sheet, header and rows: text as text, numbers as numbers, dates as ISO text.

    No cell is ever a formula, whatever it begins with. A number of more digits than Excel keeps is
    text, or its last digits would turn to zeros.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(sheet_title(schema))
    sheet.append([_text_cell(sheet, name) for name in table.fields])
    numeric = [schema.field(name).type in ("integer", "number") for name in table.fields]
    for row in _clean_rows(schema, table):
        sheet.append(
            [
                _number(cell) if is_number and _is_exact(cell) else _text_cell(sheet, cell)
                for cell, is_number in zip(row, numeric, strict=True)
            ]
        )
    return build_bytes(book)


def _clean_rows(schema: Schema, table: Table) -> Iterator[tuple[str, ...]]:
    r"""Rows with `null` put in, and `\r` made `\n`.

    Before 3.13 `csv` leaves a lone carriage return unquoted, and every reader ends the row at it.
    """
    blanks = tuple(_blank(schema.field(name)) for name in table.fields)
    for row in table.rows:
        yield tuple(_one_newline(cell) or blank for cell, blank in zip(row, blanks, strict=True))


def _one_newline(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _blank(field: Field) -> str:
    return "" if field.must_be_filled else NULL


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell openpyxl does not take for a formula (`=…`) or an error (`#N/A`)."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _ILLEGAL.sub("", text))
    cell.data_type = "s"
    return cell


def _is_exact(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) <= _MOST_DIGITS


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
