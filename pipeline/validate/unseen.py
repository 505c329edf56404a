"""What stands in an XLS or ODS and calamine does not give: laid over the rows it read.

It gives an empty cell where the program shows an error, and knows nothing of hidden rows and of
values struck through; in ODS neither of merged cells. All of that would be published as sound.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.validate.grid import Fault, Raw, column_letters, is_empty

MOST_FAULTS = 100_000
"""More broken cells than this say nothing new, and one may be repeated a million times."""

Area = tuple[int, int, int, int]
"""Top, left, bottom, right of a merged range, all from 0 and inclusive."""


@dataclass(slots=True)
class Unseen:
    """Of one sheet: cells in error or struck through, merged ranges, lines not shown; from 0."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)


def lay_over(rows: list[list[Raw]], unseen: Unseen) -> None:
    """Put the faults where they stand; rows grow where an error is the last of what there is."""
    for (line, place), fault in unseen.faults.items():
        pad(rows, line, place)
        rows[line][place] = fault
    for area in unseen.merged:
        mark_merged(rows, *area)


def pad(rows: list[list[Raw]], line: int, place: int) -> None:
    """Make sure that the place exists, both from 0."""
    rows.extend([] for _ in range(line + 1 - len(rows)))
    rows[line].extend([None] * (place + 1 - len(rows[line])))


def mark_merged(rows: list[list[Raw]], top: int, left: int, bottom: int, right: int) -> None:
    """Every cell of the range but the first shows the first one's value and has none itself.

    Places to the right of the widest row are left alone: no column stands there.
    """
    if top >= len(rows) or left >= len(rows[top]) or is_empty(rows[top][left]):
        return
    fault = Fault("merged", f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}")
    last = min(right, max(map(len, rows)) - 1)
    for line in range(top, min(bottom + 1, len(rows))):
        pad(rows, line, last)
        for place in range(left, last + 1):
            if (line, place) != (top, left):
                rows[line][place] = fault
