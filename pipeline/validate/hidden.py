"""Hidden rows and columns inside the table: somebody must say whether they belong.

A filtered list looks shorter than it is; what its author does not see they did not check. Beside
the table, and where nothing stands in them, hidden lines are nobody's business; hidden sheets are
left out and told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import Finding
from pipeline.validate.body import Body
from pipeline.validate.grid import Grid, column_letters, is_empty

_SHOWN = 12


def check_hidden(grid: Grid, body: Body) -> tuple[Finding, ...]:
    """One finding for all hidden rows of the table, one for all its hidden columns."""
    return (*_check_rows(grid, body), *_check_columns(grid, body))


def note_hidden_sheets(names: Iterable[str]) -> tuple[Finding, ...]:
    """One note for all hidden sheets of a workbook; nothing where there is none."""
    listed = ", ".join(f"«{name}»" for name in names)
    if not listed:
        return ()
    message = f"Приховані аркуші ({listed}) не прочитано: до опублікованої таблиці це не потрапляє."
    return (Finding(code="hidden-sheet", blocks=False, message=message),)


def _check_rows(grid: Grid, body: Body) -> Iterator[Finding]:
    lines = [line for line in body.lines if line - 1 in grid.hidden_rows]
    if not lines:
        return
    first = next(place for place in body.columns if place is not None)
    yield Finding(
        code="hidden-rows",
        blocks=True,
        message=f"Приховано рядки таблиці: {_listed(lines)}. Якщо вони належать до даних, покажіть "
        "їх (зніміть фільтр або приховання); якщо ні — вилучіть.",
        sheet=grid.sheet,
        cell=f"{column_letters(first)}{lines[0]}",
        row=lines[0],
    )


def _check_columns(grid: Grid, body: Body) -> Iterator[Finding]:
    places = sorted(
        place
        for column, place in enumerate(body.columns)
        if place is not None
        and place in grid.hidden_columns
        and any(not is_empty(row[column]) for row in body.rows)
    )
    if not places:
        return
    letters = [column_letters(place) for place in places]
    yield Finding(
        code="hidden-columns",
        blocks=True,
        message=f"Приховано стовпці таблиці: {', '.join(letters)}. Якщо вони належать до "
        "даних, покажіть їх; якщо ні — вилучіть.",
        sheet=grid.sheet,
        cell=f"{letters[0]}{body.lines[0]}",
        row=body.lines[0],
    )


def _listed(lines: Sequence[int]) -> str:
    """`5–9, 14`: neighbours drawn together, a long list cut."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    texts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(texts[:_SHOWN]) + (" …" if len(texts) > _SHOWN else "")
