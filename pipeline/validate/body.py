"""What stands below a heading: rows of the table down to its end, blanks, signatures, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import Finding, Schema
from pipeline.validate.grid import Grid, Raw, column_letters, filled, is_empty, shown
from pipeline.validate.header import Header
from pipeline.validate.left_out import Outsiders, build_outsiders, left_out, split_numbered

_BELOW = re.compile(
    r"\s*(\*|виконав|викон\.|підготу|відповідальн|начальник|керівник|директор|голова\b|"
    r"заступник|секретар|(головний )?бухгалтер|головний спеціаліст|підпис|м\.\s*п\.|тел\.|"
    r"телефон|погодж|затвердж|примітк|джерело|дата\b|станом на|перевірив|склав|упорядник|укладач)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table as they stand in the file, in schema order; None for absent columns.

    `lines[j]` is the line number of row j; `columns` as in `Header`.
    """

    schema: Schema
    sheet: str | None
    columns: tuple[int | None, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[Raw, ...], ...]
    epoch_1904: bool = False

    def address(self, row: int, column: int) -> str:
        """The address of a cell in the office's file; of its row where the column is absent."""
        place = self.columns[column]
        return f"{column_letters(place)}{self.lines[row]}" if place is not None else ""


def keep_rows(body: Body, kept: Sequence[int]) -> Body:
    """The same table with these of its rows alone, by their numbers from 0."""
    return replace(
        body,
        lines=tuple(body.lines[number] for number in kept),
        rows=tuple(body.rows[number] for number in kept),
    )


def read_body(grid: Grid, header: Header, schema: Schema) -> tuple[Body, tuple[Finding, ...]]:
    """The rows below the heading, and notes on what was left out or stands astray."""
    outsiders = build_outsiders(grid, header, schema)
    end, below = _find_end(grid, header, outsiders)
    lines: list[int] = []
    findings: list[Finding] = []
    for line in range(header.body, end):
        row = grid.rows[line]
        if not any(place < len(row) and not is_empty(row[place]) for place in outsiders.places):
            continue
        if note := outsiders.check(line):
            findings.append(note)
            continue
        findings += _astray(grid, header, line)
        lines.append(line)
    lines, numbered = split_numbered(grid, lines, outsiders.places)
    findings += [*numbered, *(left_out("below-table", line, grid.rows[line]) for line in below)]
    findings += _unlabelled(grid, header, end)
    body = Body(
        schema=schema,
        sheet=grid.sheet,
        columns=header.columns,
        lines=tuple(line + 1 for line in lines),
        rows=tuple(_pick(grid.rows[line], header.columns) for line in lines),
        epoch_1904=grid.epoch_1904,
    )
    return body, tuple(findings)


def is_unfilled(body: Body) -> bool:
    """A form nobody filled in: rows are numbered or have one word of a drop-down, no more."""
    present = sum(place is not None for place in body.columns)
    return present > 3 and all(len(filled(row)) <= 1 for row in body.rows)


def _pick(row: Sequence[Raw], columns: tuple[int | None, ...]) -> tuple[Raw, ...]:
    return tuple(
        row[place] if place is not None and place < len(row) else None for place in columns
    )


def _find_end(grid: Grid, header: Header, outsiders: Outsiders) -> tuple[int, list[int]]:
    """The index after the last row of the table, and the rows of text below it."""
    below: list[int] = []
    end = len(grid.rows)
    for line in range(len(grid.rows) - 1, header.body - 1, -1):
        row = grid.rows[line]
        present = filled(row)
        if not present:
            continue
        if not outsiders.is_sparse(row) or (len(present) > 2 and len(outsiders.places) > 3):
            break
        below.append(line)
        if _BELOW.match(shown(row[present[0]])):
            end = line
    return end, [line for line in reversed(below) if line >= end]


def _unlabelled(grid: Grid, header: Header, end: int) -> list[Finding]:
    """Columns that hold something and have no heading; one note each."""
    if not grid.loose:
        return []
    known = {*header.columns, *(place for place, _ in (*header.extras, *header.twice))}
    first: dict[int, int] = {}
    for line in range(header.body, end):
        for place in filled(grid.rows[line]):
            if place not in known:
                first.setdefault(place, line)
    return [
        Finding(
            code="column-without-heading",
            blocks=False,
            message=f"У стовпці {column_letters(place)} є дані, але немає заголовка: "
            "їх не буде опубліковано.",
            cell=f"{column_letters(place)}{line + 1}",
            row=line + 1,
            value=shown(grid.rows[line][place]),
        )
        for place, line in sorted(first.items())
    ]


def _astray(grid: Grid, header: Header, line: int) -> list[Finding]:
    """In a text file cells beyond the heading mean a delimiter inside a value."""
    if grid.loose:
        return []
    width = max(
        [place for place in header.columns if place is not None]
        + [place for place, _ in (*header.extras, *header.twice)]
    )
    beyond = [place for place in filled(grid.rows[line]) if place > width]
    if not beyond:
        return []
    return [
        Finding(
            code="extra-cell",
            blocks=True,
            message="У рядку більше клітинок, ніж заголовків: мабуть, у значенні стоїть знак, яким "
            "розділено стовпці. Візьміть таке значення в лапки або збережіть таблицю як XLSX.",
            cell=f"{column_letters(beyond[0])}{line + 1}",
            row=line + 1,
            value=shown(grid.rows[line][beyond[0]]),
        )
    ]
