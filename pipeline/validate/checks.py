"""Rows → findings. Frictionless with the schema and our own checks decides; words are ours.

Everything it could guess is told: schema, header row, text cells, no limit on errors. What makes
`validate()` raise (measured with 5.21: `sNaN` under unique, naive against aware bounds, integers
of thousands of digits) never reaches it: a value not written as its type asks, and an empty cell
of a column that must be filled, are found on the way to it and handed over as missing. An error of
Frictionless's own costs a hundred times as much, and a table wrong in every cell has a million.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model import Field, Finding, Schema
from pipeline.model.schema import MISSING_VALUES
from pipeline.validate.body import Body
from pipeline.validate.flaws import (
    Flaw,
    bound_flaw,
    enum_flaw,
    key_flaw,
    masked,
    pattern_flaw,
    required_flaw,
    unique_flaw,
)
from pipeline.validate.mend_text import is_mark
from pipeline.validate.type_flaws import is_lexical, type_flaw

if TYPE_CHECKING:
    from frictionless import Report

    from pipeline.validate.row_checks import Told

_CONSTRAINT = re.compile(r'constraint "(\w+)"')
_POSITION = re.compile(r"position (\d+)")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_FIRST_ROW = 2
"""Frictionless counts the header as row 1."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A flaw and its cell; of several with a rank the lowest alone is said, one cause a cell."""

    row: int
    column: int
    rank: int | None
    flaw: Flaw


def check_rows(
    body: Body, rows: Sequence[Sequence[str]], faulty: frozenset[str]
) -> tuple[Finding, ...]:
    """Findings of clean rows; cells in `faulty` were already found wrong and are passed over."""
    from frictionless import FrictionlessException

    present = [place for place, source in enumerate(body.columns) if source is not None]
    known: dict[tuple[int, int], _Found] = {}
    flaws: list[Told] = []
    try:
        report = _validate(body.schema, present, rows, known, flaws)
    except (FrictionlessException, re.error) as error:
        return (_schema_finding(str(error)),)
    astray = [one for one in report.tasks[0].errors if not hasattr(one, "row_number")]
    if report.errors or astray:
        return (_schema_finding([*report.errors, *astray][0].note),)
    found = [
        item
        for error in report.tasks[0].errors
        for item in _found(error, body, present, rows)
        if item.rank is None or (item.row, item.column) not in known
    ]
    found += (
        _Found(row, present[place], 2 if flaw.blocks else 4, flaw) for row, place, flaw in flaws
    )
    return tuple(
        _finding(body, rows, item)
        for item in _first_causes([*known.values(), *found])
        if body.address(item.row, item.column) not in faulty
    )


def _validate(
    schema: Schema,
    present: Sequence[int],
    rows: Sequence[Sequence[str]],
    known: dict[tuple[int, int], _Found],
    flaws: list[Told],
) -> Report:
    """The report of Frictionless; what it was not shown is in `known`, our checks fill `flaws`."""
    from frictionless import Checklist, Dialect, Resource
    from frictionless import Schema as FrictionlessSchema

    from pipeline.validate.row_checks import build_checks

    fields = [schema.fields[place] for place in present]

    def told() -> Iterator[list[str]]:
        yield [field.name for field in fields]
        for number, row in enumerate(rows):
            cells = []
            for place, field in zip(present, fields, strict=True):
                text, flaw = _told(field, row[place])
                cells.append(text)
                if flaw is not None:
                    known[number, place] = _Found(number, place, *flaw)
            yield cells

    resource = Resource(
        name="table",
        data=told,
        schema=FrictionlessSchema.from_descriptor(_descriptor(schema, fields)),
        dialect=Dialect(header_rows=[1]),
    )
    return resource.validate(Checklist(checks=build_checks(schema, fields, flaws)), limit_errors=0)


def _descriptor(schema: Schema, fields: Sequence[Field]) -> dict[str, Any]:
    """The published schema less the columns the delivery lacks (each said once, elsewhere).

    A pattern is put in brackets: Frictionless compiles `^cat|dog$`, which `catfish` passes. Which
    cells must be filled is found beforehand; a column that is the whole key is unique already.
    """
    described = []
    for field in fields:
        one = field.descriptor()
        one.pop("example", None)
        constraints = one.get("constraints", {})
        constraints.pop("required", None)
        if schema.primary_key == (field.name,):
            constraints.pop("unique", None)
        if pattern := constraints.get("pattern"):
            constraints["pattern"] = rf"(?:{pattern})\Z"
        described.append(one)
    found: dict[str, Any] = {"fields": described, "missingValues": list(MISSING_VALUES)}
    if schema.primary_key and set(schema.primary_key) <= {field.name for field in fields}:
        found["primaryKey"] = list(schema.primary_key)
    return found


def _told(field: Field, text: str) -> tuple[str, tuple[int, Flaw] | None]:
    """A cell as Frictionless is told it, and what is wrong with it already, with its rank."""
    if field.must_be_filled and (text in MISSING_VALUES or is_mark(text, field)):
        return "", (0, required_flaw(field))
    if text in MISSING_VALUES or field.type == "string":
        return text, None
    if not is_lexical(field, text) or _is_incomparable(field, text):
        return "", (1, type_flaw(field, text))
    return text, None


def _is_incomparable(field: Field, text: str) -> bool:
    """A moment of a time zone against bounds without one, or the reverse."""
    bounds = (bound for bound in (field.minimum, field.maximum) if bound is not None)
    return field.type == "datetime" and any(
        bool(_ZONE.search(bound)) != bool(_ZONE.search(text)) for bound in bounds
    )


def _found(
    error: Any, body: Body, present: Sequence[int], rows: Sequence[Sequence[str]]
) -> Iterator[_Found]:
    row = error.row_number - _FIRST_ROW
    if error.type == "blank-row":
        return
    if error.type == "primary-key":
        yield _key_found(error, body, row)
        return
    column = present[error.field_number - 1]
    field, text = body.schema.fields[column], rows[row][column]
    if error.type == "type-error":
        yield _Found(row, column, 1, type_flaw(field, text))
    elif error.type == "unique-error":
        yield _Found(row, column, None, unique_flaw(field, _earlier(error, body, column)))
    elif error.type == "constraint-error":
        yield _constraint_found(error, row, column, field, text)


def _constraint_found(error: Any, row: int, column: int, field: Field, text: str) -> _Found:
    named = _CONSTRAINT.search(error.note)
    name = named[1] if named else ""
    if name == "enum":
        return _Found(row, column, 3, enum_flaw(field, text))
    if name in ("minimum", "maximum"):
        return _Found(row, column, 3, bound_flaw(field, name))
    return _Found(row, column, 3, pattern_flaw(field))


def _key_found(error: Any, body: Body, row: int) -> _Found:
    key = [body.schema.names.index(name) for name in body.schema.primary_key]
    if not _POSITION.search(error.note):
        return _Found(row, key[0], 0, required_flaw(body.schema.fields[key[0]]))
    titles = [body.schema.fields[place].title for place in key]
    return _Found(row, key[0], None, key_flaw(titles, _earlier(error, body, key[0])))


def _earlier(error: Any, body: Body, column: int) -> str:
    """The address of the row a note of Frictionless speaks of: "the row at position 5"."""
    position = _POSITION.search(error.note)
    return body.address(int(position[1]) - _FIRST_ROW, column) if position else ""


def _first_causes(found: Sequence[_Found]) -> list[_Found]:
    """One cause a cell, the first in rank; a repeated value or key is said beside it, once."""
    best: dict[tuple[int, int], _Found] = {}
    again: dict[tuple[int, int], _Found] = {}
    for item in found:
        if item.rank is None:
            again.setdefault((item.row, item.column), item)
            continue
        known = best.get((item.row, item.column))
        if known is None or (known.rank or 0) > item.rank:
            best[item.row, item.column] = item
    return [*best.values(), *again.values()]


def _finding(body: Body, rows: Sequence[Sequence[str]], item: _Found) -> Finding:
    value = rows[item.row][item.column]
    flaw = item.flaw
    return Finding(
        code=flaw.code,
        blocks=flaw.blocks,
        message=flaw.message,
        sheet=body.sheet,
        cell=body.address(item.row, item.column),
        row=body.lines[item.row],
        field=body.schema.fields[item.column].name,
        value=masked(value) if flaw.secret else value or None,
        example=flaw.example,
    )


def _schema_finding(note: str) -> Finding:
    """Frictionless refuses the schema itself: nothing an office could mend."""
    return Finding(
        code="schema-error",
        blocks=True,
        message="Структуру таблиці описано з помилкою, тому дані не перевірено. Зверніться до "
        f"того, хто веде каталог наборів. Подробиці: {note}",
    )
