"""Values struck through inside the table: crossed out for people, and whole for every program.

An office crosses out what is gone or wrong. The clean CSV carries no crossing-out, so that the row
would be published as if it stood: somebody must say whether it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Finding
from pipeline.validate.body import Body
from pipeline.validate.grid import Grid, column_letters, is_empty, shown


def check_struck(grid: Grid, body: Body) -> tuple[Finding, ...]:
    """One finding a row that is struck as a whole, else one for each of its struck cells."""
    if not grid.struck:
        return ()
    return tuple(
        finding for number in range(len(body.rows)) for finding in _check_row(grid, body, number)
    )


def _check_row(grid: Grid, body: Body, number: int) -> Iterator[Finding]:
    line = body.lines[number]
    places = [
        place
        for place, cell in zip(body.columns, body.rows[number], strict=True)
        if place is not None and not is_empty(cell)
    ]
    struck = [place for place in places if (line - 1, place) in grid.struck]
    if struck and len(struck) == len(places):
        yield Finding(
            code="struck-row",
            blocks=True,
            message="Рядок закреслено, а опубліковано його було б як чинний. Якщо він належить до "
            "даних, зніміть закреслення; якщо ні — вилучіть рядок.",
            cell=f"{column_letters(struck[0])}{line}",
            row=line,
        )
        return
    yield from (_cell(grid, body, line, place) for place in struck)


def _cell(grid: Grid, body: Body, line: int, place: int) -> Finding:
    return Finding(
        code="struck-cell",
        blocks=True,
        message="Значення або його частину закреслено, а опубліковано її було б як чинну. Лишіть у "
        "клітинці тільки те, що дійсне, без закреслення.",
        cell=f"{column_letters(place)}{line}",
        row=line,
        field=body.schema.fields[body.columns.index(place)].name,
        value=shown(grid.rows[line - 1][place]),
    )
