"""Rows → findings. Frictionless with the schema and our own checks decides; words are ours.

Everything it could guess is told: schema, header row, text cells, no limit on errors. What makes
`validate()` raise (measured with 5.21: `sNaN` under unique, naive against aware bounds, integers
of thousands of digits) never reaches it: a value not written as its type asks is handed over as a
sign no type accepts.
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

_NOT_A_VALUE = "?"
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
    try:
        report = _validate(body.schema, present, rows)
    except (FrictionlessException, re.error) as error:
        return (_schema_finding(str(error)),)
    astray = [one for one in report.tasks[0].errors if not hasattr(one, "row_number")]
    if report.errors or astray:
        return (_schema_finding([*report.errors, *astray][0].note),)
    found = [
        item
        for error in report.tasks[0].errors
        for item in _found(error, body, present, rows)
        if body.address(item.row, item.column) not in faulty
    ]
    return tuple(_finding(body, rows, item) for item in _first_causes(found))


def _validate(schema: Schema, present: Sequence[int], rows: Sequence[Sequence[str]]) -> Report:
    from frictionless import Checklist, Dialect, Resource
    from frictionless import Schema as FrictionlessSchema

    from pipeline.validate.row_checks import build_checks

    fields = [schema.fields[place] for place in present]

    def told() -> Iterator[list[str]]:
        yield [field.name for field in fields]
        for row in rows:
            yield [_castable(schema.fields[place], row[place]) for place in present]

    resource = Resource(
        name="table",
        data=told,
        schema=FrictionlessSchema.from_descriptor(_descriptor(schema, fields)),
        dialect=Dialect(header_rows=[1]),
    )
    return resource.validate(Checklist(checks=build_checks(schema, fields)), limit_errors=0)


def _descriptor(schema: Schema, fields: Sequence[Field]) -> dict[str, Any]:
    """The published schema less the columns the delivery lacks (each said once, elsewhere).

    A pattern is put in brackets: Frictionless compiles `^cat|dog$`, which `catfish` passes.
    """
    described = []
    for field in fields:
        one = field.descriptor()
        one.pop("example", None)
        if pattern := one.get("constraints", {}).get("pattern"):
            one["constraints"] = {**one["constraints"], "pattern": rf"(?:{pattern})\Z"}
        described.append(one)
    found: dict[str, Any] = {"fields": described, "missingValues": list(MISSING_VALUES)}
    if schema.primary_key and set(schema.primary_key) <= {field.name for field in fields}:
        found["primaryKey"] = list(schema.primary_key)
    return found


def _castable(field: Field, text: str) -> str:
    if field.must_be_filled and is_mark(text, field):
        return ""
    if text in MISSING_VALUES or field.type == "string":
        return text
    if not is_lexical(field, text):
        return _NOT_A_VALUE
    bounds = [bound for bound in (field.minimum, field.maximum) if bound is not None]
    if field.type == "datetime" and any(
        bool(_ZONE.search(bound)) != bool(_ZONE.search(text)) for bound in bounds
    ):
        return _NOT_A_VALUE
    return text


def _found(
    error: Any, body: Body, present: Sequence[int], rows: Sequence[Sequence[str]]
) -> Iterator[_Found]:
    row = error.row_number - _FIRST_ROW
    if error.type == "primary-key":
        yield _key_found(error, body, row)
        return
    column = present[error.field_number - 1]
    field, text = body.schema.fields[column], rows[row][column]
    if error.type == "flaw":
        yield _Found(row, column, 2 if error.flaw.blocks else 4, error.flaw)
    elif error.type == "type-error":
        yield _Found(row, column, 1, type_flaw(field, text))
    elif error.type == "unique-error":
        yield _Found(row, column, None, unique_flaw(field, _earlier(error, body, column)))
    elif error.type == "constraint-error":
        yield _constraint_found(error, row, column, field, text)


def _constraint_found(error: Any, row: int, column: int, field: Field, text: str) -> _Found:
    named = _CONSTRAINT.search(error.note)
    name = named[1] if named else ""
    if name == "required":
        return _Found(row, column, 0, required_flaw(field))
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
    """One cause a cell, the first in rank; repeated keys are said beside it."""
    best: dict[tuple[int, int], _Found] = {}
    for item in found:
        if item.rank is None:
            continue
        known = best.get((item.row, item.column))
        if known is None or (known.rank or 0) > item.rank:
            best[item.row, item.column] = item
    return [*best.values(), *(item for item in found if item.rank is None)]


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
