"""A delivery → the one table it holds: which sheet, which columns, which rows.

Nothing is inferred: the schema says what to look for, and whatever is chosen, left out or missing
is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Finding, Repair, Resource, Schema
from pipeline.validate.body import Body, is_unfilled, read_body
from pipeline.validate.grid import Grid, Unreadable, column_letters, filled, on_sheet, refuse
from pipeline.validate.header import Header, find_header
from pipeline.validate.hidden import check_hidden
from pipeline.validate.labels import Labels
from pipeline.validate.lost_letters import explain_lost_letters
from pipeline.validate.nearest import nearest_title
from pipeline.validate.reading import read_grids
from pipeline.validate.struck import check_struck

_NAMED = 6


def read_table(
    content: bytes, name: str, resource: Resource, schema: Schema
) -> tuple[Body, tuple[Finding, ...], tuple[Repair, ...]]:
    """The table of a delivery with what is to be said of its form; Unreadable where none is."""
    grids, notes = read_grids(content, name, resource, schema)
    grid, header, chosen = _choose_sheet(grids, resource.sheet, Labels(schema))
    body, below = read_body(grid, header, schema)
    _refuse_unfilled(body)
    unseen = (*check_hidden(grid, body), *check_struck(grid, body)) if body.rows else ()
    findings = (*chosen, *_check_columns(header, schema), *below, *unseen)
    return body, (*notes, *on_sheet(findings, grid.sheet)), header.repairs


def _choose_sheet(
    grids: Sequence[Grid], wanted: str | None, labels: Labels
) -> tuple[Grid, Header, tuple[Finding, ...]]:
    """The sheet the descriptor names, else the one whose heading the schema knows best."""
    some = [grid for grid in grids if any(map(filled, grid.rows))]
    if not some:
        raise refuse("empty-table", "Файл порожній: у ньому немає жодної заповненої клітинки.")
    if wanted is not None and some[0].sheet is not None:
        some = [_named(grids, wanted)]
    found = [(grid, header) for grid in some if (header := find_header(grid, labels))]
    if not found:
        raise _headless(some, labels.schema)
    grid, header = max(found, key=lambda pair: pair[1].recognised)
    _refuse_halves(grid, header, [pair for pair in found if pair[0] is not grid], labels.schema)
    others = [other.sheet for other in some if other is not grid and other.sheet]
    return grid, header, _several(grid, others)


def _refuse_halves(
    grid: Grid, header: Header, others: Sequence[tuple[Grid, Header]], schema: Schema
) -> None:
    """The same table goes on upon another sheet: one of them alone would be half of the data."""
    halves = [other.sheet for other, its in others if _goes_on(header, other, its, schema)]
    if halves:
        names = ", ".join(f"«{name}»" for name in (grid.sheet, *halves))
        count = "двох" if len(halves) == 1 else "кількох"
        raise refuse(
            "table-on-several-sheets",
            f"Таблиця є на {count} аркушах: {names}. Зведіть усі рядки на один аркуш, а зайві "
            "вилучіть.",
        )


def _goes_on(header: Header, other: Grid, its: Header, schema: Schema) -> bool:
    """Nearly the same columns (a list of codes shares only few), and rows filled in below them."""
    columns = list(zip(header.columns, its.columns, strict=True))
    shared = sum(place is not None and another is not None for place, another in columns)
    if shared * 4 < header.recognised * 3:
        return False
    body, _ = read_body(other, its, schema)
    return bool(body.rows) and not is_unfilled(body)


def _named(grids: Sequence[Grid], wanted: str) -> Grid:
    for grid in grids:
        if grid.sheet and grid.sheet.strip().casefold() == wanted.strip().casefold():
            return grid
    names = ", ".join(f"«{grid.sheet}»" for grid in grids)
    raise refuse(
        "sheet-not-found",
        f"У книзі немає аркуша «{wanted}», якого чекає опис набору. Є аркуші: {names}.",
    )


def _several(grid: Grid, others: Sequence[str]) -> tuple[Finding, ...]:
    if not others:
        return ()
    names = ", ".join(f"«{name}»" for name in others)
    return (
        Finding(
            code="several-sheets",
            blocks=False,
            message=f"У книзі кілька аркушів. Прочитано «{grid.sheet}», не враховано: {names}.",
        ),
    )


def _headless(grids: Sequence[Grid], schema: Schema) -> Unreadable:
    if lost := explain_lost_letters(grids):
        return refuse("letters-lost", lost)
    wanted = [field.title for field in schema.fields if field.required] or [
        field.title for field in schema.fields
    ]
    listed = ", ".join(f"«{title}»" for title in wanted[:_NAMED])
    more = " та інші" if len(wanted) > _NAMED else ""
    return Unreadable(
        Finding(
            code="header-not-found",
            blocks=True,
            message="Не знайдено рядка заголовків. Над даними мають стояти назви стовпців: "
            f"{listed}{more}.",
            sheet=grids[0].sheet,
        )
    )


def _refuse_unfilled(body: Body) -> None:
    """A form handed in as it was given out; one without any row is a guard's matter."""
    if body.rows and is_unfilled(body):
        raise Unreadable(
            Finding(
                code="unfilled-form",
                blocks=True,
                message="Форму не заповнено: у рядках немає нічого, крім номерів.",
                sheet=body.sheet,
            )
        )


def _check_columns(header: Header, schema: Schema) -> list[Finding]:
    findings = [
        _missing(field.name, field.title, header, required=field.required)
        for field, place in zip(schema.fields, header.columns, strict=True)
        if place is None
    ]
    for place, label in header.twice:
        findings.append(
            Finding(
                code="duplicate-column",
                blocks=True,
                message=f"Стовпець «{label}» стоїть у таблиці двічі. Залиште один.",
                cell=f"{column_letters(place)}{header.line + 1}",
                row=header.line + 1,
                value=label,
            )
        )
    findings += [
        _unclear(place, label, wanted, header, schema) for place, label, wanted in header.unclear
    ]
    missing = [
        field.title
        for field, place in zip(schema.fields, header.columns, strict=True)
        if place is None
    ]
    return findings + [_extra(place, label, header, missing) for place, label in header.extras]


def _missing(name: str, title: str, header: Header, *, required: bool) -> Finding:
    if not required:
        return Finding(
            code="missing-optional-column",
            blocks=False,
            message=f"Немає необов’язкового стовпця «{title}» ({name}): "
            "його буде опубліковано порожнім.",
            field=name,
        )
    near = nearest_title(title, [label for _, label in header.extras])
    hint = f" Можливо, його названо «{near}»." if near else ""
    return Finding(
        code="missing-column",
        blocks=True,
        message=f"Немає обов’язкового стовпця «{title}» ({name}). Додайте його або назвіть так "
        f"наявний.{hint}",
        field=name,
        example=title,
    )


def _unclear(
    place: int, label: str, wanted: tuple[int, ...], header: Header, schema: Schema
) -> Finding:
    names = " або ".join(schema.fields[field].name for field in wanted)
    return Finding(
        code="ambiguous-column",
        blocks=True,
        message=f"Заголовок «{label}» мають кілька стовпців набору. Назвіть цей стовпець однією "
        f"з назв: {names}.",
        cell=f"{column_letters(place)}{header.line + 1}",
        row=header.line + 1,
        value=label,
        example=schema.fields[wanted[0]].name,
    )


def _extra(place: int, label: str, header: Header, missing: Sequence[str]) -> Finding:
    near = nearest_title(label, missing)
    hint = f" Якщо це «{near}», назвіть його саме так." if near else ""
    return Finding(
        code="extra-column",
        blocks=False,
        message=f"Стовпця «{label}» немає у структурі набору: його не буде опубліковано.{hint}",
        cell=f"{column_letters(place)}{header.line + 1}",
        row=header.line + 1,
        value=label,
    )
