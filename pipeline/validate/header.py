"""Where a table begins, and which column is which: the row that the schema's names recognise.

Title rows, requisites, a second heading row (machine names beside Ukrainian titles, or the
reverse), sub-headings and a row of column numbers are all found by what they hold, never counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Repair
from pipeline.validate.assignment import assign_columns
from pipeline.validate.grid import Grid, Raw, column_letters, filled, is_empty, shown
from pipeline.validate.labels import Labels

LABEL_RULE = "Назву стовпця приведено до встановленої"

_SEARCHED = 200
_BAND = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table in its grid.

    `columns[i]` is the place of field i in the grid (None: absent); `line` and `body` are row
    indexes of the heading itself and of the first row below it. `extras` are headings nobody asked
    for, `twice` those that repeat a column, both as (place, heading); `unclear` are headings that
    several columns share, with the fields they may mean.
    """

    line: int
    body: int
    columns: tuple[int | None, ...]
    extras: tuple[tuple[int, str], ...]
    twice: tuple[tuple[int, str], ...]
    unclear: tuple[tuple[int, str, tuple[int, ...]], ...]
    repairs: tuple[Repair, ...]

    @property
    def recognised(self) -> int:
        """How many columns of the schema were found."""
        return sum(place is not None for place in self.columns)


def find_header(grid: Grid, labels: Labels) -> Header | None:
    """The heading of the table; None where no row of the sheet looks like one."""
    rows = grid.rows[:_SEARCHED]
    counts = [_count_known(row, labels) for row in rows]
    best = max(range(len(rows)), key=lambda line: (counts[line], -line), default=0)
    least = min(2, len(labels.schema.fields))
    if not rows or counts[best] < least or counts[best] * 4 < len(filled(rows[best])):
        return None
    return _build_header(grid, best, labels)


def _count_known(row: Sequence[Raw], labels: Labels) -> int:
    matches = [match for match in map(labels.match, row) if match]
    return len(assign_columns(list(enumerate(matches))).fields)


def _build_header(grid: Grid, best: int, labels: Labels) -> Header:
    last = best
    while last - best < _BAND and _is_heading(grid, last + 1, labels):
        last += 1
    cells = _band_cells(grid, best, last, labels)
    matches = [(place, match) for place, cell in cells if (match := labels.match(cell))]
    assigned = assign_columns(matches)
    columns: list[int | None] = [None] * len(labels.schema.fields)
    for place, field in assigned.fields.items():
        columns[field] = place
    known = {place for place, _ in matches}
    body = last + 1
    if is_numbering(grid, body, [place for place in columns if place is not None]):
        body += 1
    return Header(
        line=best,
        body=body,
        columns=tuple(columns),
        extras=tuple((place, shown(cell)) for place, cell in cells if place not in known),
        twice=tuple(
            (place, shown(cell))
            for place, cell in cells
            if place in known and place not in assigned.fields
        ),
        unclear=tuple(
            (place, shown(cell), assigned.unclear[place])
            for place, cell in cells
            if place in assigned.unclear
        ),
        repairs=_repairs(best, dict(cells), assigned.fields, labels),
    )


def _band_cells(grid: Grid, best: int, last: int, labels: Labels) -> list[tuple[int, Raw]]:
    """One heading a column: from the best row, else from the rows that share the heading with it.

    A heading merged downwards stands above the best row, a sub-heading below it.
    """
    first = best
    while best - first < _BAND and first > 0 and _count_known(grid.rows[first - 1], labels):
        first -= 1
    lines = [best, *range(best + 1, last + 1), *range(best - 1, first - 1, -1)]
    width = max(len(grid.rows[line]) for line in lines)
    cells: list[tuple[int, Raw]] = []
    for place in range(width):
        column = [grid.rows[line][place] for line in lines if place < len(grid.rows[line])]
        known = [(match.exact, cell) for cell in column if (match := labels.match(cell))]
        sure = [cell for exact, cell in known if exact] + [cell for _, cell in known]
        said = sure or [cell for cell in column[:1] if not is_empty(cell)]
        if said:
            cells.append((place, said[0]))
    return cells


def _is_heading(grid: Grid, line: int, labels: Labels) -> bool:
    if line >= len(grid.rows):
        return False
    row = grid.rows[line]
    return _count_known(row, labels) * 2 > max(len(filled(row)), 1)


def is_numbering(grid: Grid, line: int, places: Sequence[int]) -> bool:
    """A row 1, 2, 3 … under the heading, as forms of orders have it."""
    if line >= len(grid.rows) or len(places) < 3:
        return False
    row = grid.rows[line]
    numbers = [shown(row[place]).strip(" .") for place in filled(row)]
    return len(numbers) >= len(places) and numbers == [str(i + 1) for i in range(len(numbers))]


def _repairs(
    line: int,
    cells: dict[int, Raw],
    assigned: Mapping[int, int],
    labels: Labels,
) -> tuple[Repair, ...]:
    return tuple(
        Repair(
            cell=f"{column_letters(place)}{line + 1}",
            field=labels.schema.fields[field].name,
            before=shown(cells[place]),
            after=labels.schema.fields[field].name,
            rule=LABEL_RULE,
        )
        for place, field in sorted(assigned.items())
        if not labels.is_plain(cells[place], field)
    )
