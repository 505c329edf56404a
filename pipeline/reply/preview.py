"""The table's first rows as the office sees them, with the bad cells marked.

Further rows with a bad cell follow the first ones, so that a mistake in row 4000 is seen too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Finding, Schema, Table, Verdict
from pipeline.reply.shown import HIDDEN, masked_fields, shown

FIRST_ROWS = 8
FURTHER_BAD_ROWS = 6
PRINTED_COLUMNS = 6
_CELL_LIMIT = 60

Mark = Literal["", "bad", "note"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the preview. `spare` ones are left out on paper, where width is short."""

    letter: str
    title: str
    spare: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `address` and `why` are given for marked cells only."""

    text: str
    mark: Mark = ""
    address: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its number in the office's file; `skipped` rows before it are not shown."""

    line: int
    cells: tuple[Cell, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a table: `left` rows after the last shown one are not."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    left: int

    @property
    def has_spare(self) -> bool:
        """Whether some columns are left out on paper."""
        return any(heading.spare for heading in self.headings)


def build_preview(verdict: Verdict, schema: Schema | None) -> Preview | None:
    """The preview of a verdict's table; None where there is no table or no row."""
    table = verdict.table
    if table is None or not table.rows:
        return None
    marks = _marks(verdict.findings, table)
    columns = _columns_in_file_order(table)
    chosen = _chosen(table, columns, marks)
    masked = masked_fields(verdict.findings)
    rows = tuple(
        Row(
            line=table.lines[row],
            cells=tuple(_cell(table, row, column, marks, masked) for column in columns),
            skipped=row - before - 1,
        )
        for before, row in zip((-1, *chosen), chosen, strict=False)
    )
    headings = _headings(table, columns, schema, marks)
    return Preview(headings, rows, left=len(table.rows) - 1 - chosen[-1])


def _marks(findings: tuple[Finding, ...], table: Table) -> Mapping[str, Finding]:
    """The finding that marks a cell: a blocking one goes before a note."""
    marks: dict[str, Finding] = {}
    for finding in findings:
        if finding.cell is None or finding.sheet not in (None, table.sheet):
            continue
        known = marks.get(finding.cell)
        if known is None or (finding.blocks and not known.blocks):
            marks[finding.cell] = finding
    return marks


def _columns_in_file_order(table: Table) -> tuple[int, ...]:
    present = [column for column, letter in enumerate(table.columns) if letter]
    return tuple(
        sorted(
            present, key=lambda column: (len(table.columns[column] or ""), table.columns[column])
        )
    )


def _chosen(
    table: Table, columns: tuple[int, ...], marks: Mapping[str, Finding]
) -> tuple[int, ...]:
    """The first rows, then the first further rows in which a cell is marked."""
    first = range(min(FIRST_ROWS, len(table.rows)))
    further: list[int] = []
    for row in range(len(first), len(table.rows)):
        if any(table.address(row, column) in marks for column in columns):
            further.append(row)
            if len(further) == FURTHER_BAD_ROWS:
                break
    return (*first, *further)


def _cell(
    table: Table, row: int, column: int, marks: Mapping[str, Finding], masked: frozenset[str]
) -> Cell:
    address = table.address(row, column) or ""
    finding = marks.get(address)
    text = table.rows[row][column]
    if finding is not None and finding.value is not None:
        text = finding.value
    elif text and table.fields[column] in masked:
        text = HIDDEN
    if finding is None:
        return Cell(shown(text, _CELL_LIMIT))
    mark: Mark = "bad" if finding.blocks else "note"
    return Cell(shown(text, _CELL_LIMIT), mark, address, finding.message)


def _headings(
    table: Table, columns: tuple[int, ...], schema: Schema | None, marks: Mapping[str, Finding]
) -> tuple[Heading, ...]:
    """Paper takes the columns with marked cells and, as far as room is left, the first ones."""
    marked = {finding.field for finding in marks.values()}
    by_need = sorted(columns, key=lambda column: table.fields[column] not in marked)
    printed = set(by_need[:PRINTED_COLUMNS])
    titles = {field.name: field.title for field in schema.fields} if schema else {}
    return tuple(
        Heading(
            letter=table.columns[column] or "",
            title=titles.get(table.fields[column], table.fields[column]),
            spare=column not in printed,
        )
        for column in columns
    )
