"""Ways in which a table's two heading rows are found rearranged when a form comes back."""

from __future__ import annotations

import io
from collections.abc import Callable

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Way = Callable[[Worksheet], None]


def titles_above_names(page: Worksheet) -> None:
    for name, title in zip(page[1], page[2], strict=True):
        name.value, title.value = title.value, name.value


def titles_alone(page: Worksheet) -> None:
    page.delete_rows(1)


def names_alone(page: Worksheet) -> None:
    page.delete_rows(2)


def title_and_name_in_one_cell(page: Worksheet) -> None:
    for name, title in zip(page[1], page[2], strict=True):
        title.value = f"{title.value}\n({name.value})"
    page.delete_rows(1)


def in_reverse_order(page: Worksheet) -> None:
    for row in page.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


WAYS: tuple[Way, ...] = (
    titles_above_names,
    titles_alone,
    names_alone,
    title_and_name_in_one_cell,
    in_reverse_order,
)


def rearranged(content: bytes, way: Way) -> bytes:
    """The workbook with its headings written that way."""
    book = load_workbook(io.BytesIO(content))
    way(book.active)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()
