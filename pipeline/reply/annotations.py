"""Colour and comments on the bad cells of a workbook, and their removal when it comes back.

Whoever mends a table works in the table: the reason must stand at the cell, not in another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.model import Finding
from pipeline.validate.marks import (
    BLOCKING_FILL,
    FORMER_FILL,
    NOTE_FILL,
    OFFICE_NOTE,
    OUR_AUTHOR,
    OUR_FILLS,
    OUR_NOTE,
    OUR_PROPERTY,
    is_our_comment,
    office_words,
    our_sheet_of,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COMMENTS_KEPT = 2000
"""Cells with a comment, at most: each is a drawing, and Excel opens thousands of them slowly."""

_MESSAGES_A_CELL = 5
_FORMER = re.compile(re.escape(FORMER_FILL) + "([0-9A-F]{8})")


def strip_annotations(workbook: Workbook) -> None:
    """Take our sheet, comments and colours of an earlier reply away; the office's own stay."""
    ours = our_sheet_of(_properties(workbook), tuple(workbook.sheetnames))
    if ours is not None:
        del workbook[ours]
    if OUR_PROPERTY in workbook.custom_doc_props.names:
        del workbook.custom_doc_props[OUR_PROPERTY]
    for sheet in workbook.worksheets:
        for cell in _cells_of(sheet):
            _strip_cell(cell)


def annotate_cells(sheets: Mapping[str | None, Worksheet], findings: Sequence[Finding]) -> None:
    """Paint every cell that a finding names and say at it why; blocking findings come first."""
    from openpyxl.styles import PatternFill

    fills = {
        True: PatternFill("solid", fgColor=BLOCKING_FILL),
        False: PatternFill("solid", fgColor=NOTE_FILL),
    }
    left = COMMENTS_KEPT
    for (sheet, address), found in _by_cell(findings).items():
        if sheet not in sheets:
            continue
        cell = _writable(sheets[sheet], address)
        former = _former_fill(cell)
        cell.fill = fills[any(finding.blocks for finding in found)]
        if left:
            left -= 1
            _comment(cell, found, former)


def _by_cell(findings: Iterable[Finding]) -> dict[tuple[str | None, str], list[Finding]]:
    by_cell: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: not finding.blocks):
        if finding.cell:
            by_cell.setdefault((finding.sheet, finding.cell), []).append(finding)
    return by_cell


def _writable(sheet: Worksheet, address: str) -> Cell:
    """The cell itself or, inside a merged range, the range's first cell, which alone is shown."""
    from openpyxl.cell.cell import MergedCell

    cell = sheet[address]
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if address in merged:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _comment(cell: Cell, findings: Sequence[Finding], former: str | None) -> None:
    from openpyxl.comments import Comment

    lines = [OUR_NOTE]
    for finding in findings[:_MESSAGES_A_CELL]:
        lines.append(("" if finding.blocks else "Примітка. ") + finding.message)
        if finding.example:
            lines.append(f"Правильно, наприклад: {finding.example}")
    if cell.comment is not None:
        lines += [OFFICE_NOTE, cell.comment.text]
    if former is not None:
        lines.append(FORMER_FILL + former)
    text = "\n".join(lines)
    height = 18 * (2 + sum(1 + len(line) // 42 for line in text.splitlines()))
    cell.comment = Comment(text, OUR_AUTHOR, height=height, width=320)


def _former_fill(cell: Cell) -> str | None:
    """The colour we are about to paint over; None where the cell has none."""
    fill = cell.fill
    colour = fill.fgColor.rgb if fill.fill_type == "solid" else None
    return colour if isinstance(colour, str) and colour not in OUR_FILLS else None


def _strip_cell(cell: Cell) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    former = None
    if cell.comment is not None and is_our_comment(cell.comment.text, cell.comment.author):
        text = cell.comment.text
        former = _FORMER.search(text)
        words = office_words(text)
        cell.comment = Comment(words, "") if words else None
    if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in OUR_FILLS:
        cell.fill = PatternFill("solid", fgColor=former[1]) if former else PatternFill()


def _cells_of(sheet: Worksheet) -> list[Cell]:
    """Cells that exist. `iter_rows` would make every missing one of a million-row sheet."""
    return list(sheet._cells.values())


def _properties(workbook: Workbook) -> dict[str, object]:
    return {found.name: found.value for found in workbook.custom_doc_props.props}
