"""The sheet «Зауваження»: what happened, what to do, and every finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Finding
from pipeline.reply.addresses import place_of
from pipeline.reply.reply import Reply
from pipeline.reply.sentences import headline
from pipeline.reply.shown import value_of
from pipeline.validate.marks import BLOCKING_FILL, NOTE_FILL, OUR_HEADINGS, OUR_PROPERTY, OUR_SHEET
from pipeline.wording import FINDING, count_of, minute

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

LISTED = 20_000
"""Findings on the sheet, at most: Excel allows 65,530 links a sheet and slows long before."""

_WIDTHS = (6, 14, 30, 60, 26, 26, 22)
_LINE = 15.5
_FONT = "Calibri"


@dataclass(frozen=True, slots=True)
class _Looks:
    """Styles shared by all rows: one object each, since a workbook keeps every one it meets."""

    fills: Mapping[bool, PatternFill]
    wrapped: Alignment
    number: Alignment
    link: Font


def add_our_sheet(
    workbook: Workbook, reply: Reply, links: dict[str | None, str], remarks: Sequence[str]
) -> None:
    """Put the sheet first and open; `links` gives the title of the sheet a finding speaks of.

    Other sheets are taken out of the selection: two sheets selected at once take every keystroke
    together, and the office would overwrite one with the other.
    """
    name = _free_name(workbook)
    sheet = workbook.create_sheet(name, 0)
    workbook.active = 0
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _mark(workbook, name)
    row = _write_introduction(sheet, reply, remarks)
    _write_findings(sheet, reply, links, row)
    _lay_out(sheet, row)


def write_text(cell: Cell, text: str) -> None:
    """Text that stays text: never a formula, without characters no workbook may hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell.data_type = "s"
    cell.number_format = "@"


def _free_name(workbook: Workbook) -> str:
    """Our name, or with a number where the office has a sheet of that name."""
    taken = {name.casefold() for name in workbook.sheetnames}
    name, number = OUR_SHEET, 2
    while name.casefold() in taken:
        name, number = f"{OUR_SHEET} {number}", number + 1
    return name


def _mark(workbook: Workbook, name: str) -> None:
    from openpyxl.packaging.custom import StringProperty

    workbook.custom_doc_props.append(StringProperty(name=OUR_PROPERTY, value=name))


def _write_introduction(sheet: Worksheet, reply: Reply, remarks: Sequence[str]) -> int:
    """The lines above the list; the row number of its headings."""
    from openpyxl.styles import Alignment, Font

    lines = (
        headline(reply),
        f"{reply.document} · файл «{reply.delivery}» · перевірено {minute(reply.checked_at)}",
        "Натисніть на адресу клітинки — і потрапите до неї. Виправте, збережіть файл і здайте "
        "його ще раз. Цей аркуш, кольори й наші примітки вилучати не треба.",
        *remarks,
    )
    for number, line in enumerate(lines, 1):
        cell = sheet.cell(number, 1)
        write_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_WIDTHS))
        sheet.row_dimensions[number].height = 16 * (1 + len(line) // 150)
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    sheet.row_dimensions[1].height = 22
    return len(lines) + 2


def _write_findings(
    sheet: Worksheet, reply: Reply, links: dict[str | None, str], heading_row: int
) -> None:
    from openpyxl.styles import Font

    for column, heading in enumerate(OUR_HEADINGS, 1):
        write_text(sheet.cell(heading_row, column), heading)
        sheet.cell(heading_row, column).font = Font(name=_FONT, bold=True)
    titles = {field.name: field.title for field in reply.schema.fields} if reply.schema else {}
    findings = sorted(reply.verdict.findings, key=lambda finding: not finding.blocks)
    looks = _looks()
    for number, finding in enumerate(findings[:LISTED], 1):
        row = heading_row + number
        _write_row(sheet, row, number, _texts(finding, titles), looks)
        sheet.cell(row, len(OUR_HEADINGS)).fill = looks.fills[finding.blocks]
        if finding.cell and finding.sheet in links:
            _link(sheet.cell(row, 2), links[finding.sheet], finding.cell)
            sheet.cell(row, 2).font = looks.link
    if len(findings) > LISTED:
        rest = count_of(len(findings) - LISTED, FINDING)
        write_text(sheet.cell(heading_row + LISTED + 1, 2), f"… і ще {rest} у файлі findings.csv")


def _looks() -> _Looks:
    from openpyxl.styles import Alignment, Font, PatternFill

    return _Looks(
        fills={
            True: PatternFill("solid", fgColor=BLOCKING_FILL),
            False: PatternFill("solid", fgColor=NOTE_FILL),
        },
        wrapped=Alignment(wrap_text=True, vertical="top"),
        number=Alignment(horizontal="left", vertical="top"),
        link=Font(name=_FONT, color="FF0B57A4", u="single"),
    )


def _write_row(
    sheet: Worksheet, row: int, number: int, texts: tuple[str, ...], looks: _Looks
) -> None:
    """One finding. Its height is counted by us: not every program fits rows to wrapped text."""
    sheet.cell(row, 1).value = number
    sheet.cell(row, 1).alignment = looks.number
    for column, text in enumerate(texts, 2):
        cell = sheet.cell(row, column)
        write_text(cell, text)
        cell.alignment = looks.wrapped
    lines = max(1 + len(text) // (_WIDTHS[column] - 2) for column, text in enumerate(texts, 1))
    sheet.row_dimensions[row].height = _LINE * min(lines, 12)


def _texts(finding: Finding, titles: dict[str, str]) -> tuple[str, ...]:
    field, value = finding.field or "", value_of(finding)
    return (
        place_of(finding, finding.sheet) or ("—" if field else "увесь файл"),
        titles.get(field, field),
        finding.message,
        "порожньо" if value == "" else value or "",
        finding.example or "",
        "зупиняє публікацію" if finding.blocks else "примітка",
    )


def _link(cell: Cell, sheet: str, address: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")


def _lay_out(sheet: Worksheet, heading_row: int) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = get_column_letter(len(_WIDTHS))
    sheet.freeze_panes = sheet.cell(heading_row + 1, 1)
    sheet.auto_filter.ref = f"A{heading_row}:{last}{max(sheet.max_row, heading_row)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
