"""`pipeline tables`: the recommended tables of the Resolution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline.cli.output import say, say_json
from pipeline.errors import CannotRun, capitalised
from pipeline.model import Field, Schema


def tables(
    table: Annotated[str | None, typer.Argument(metavar="ID", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Вивести JSON.")] = False,
) -> None:
    """Показати таблиці постанови № 835 або будову однієї з них (2025/18/buildings)."""
    from pipeline.resolution835.tables import UnknownTable, list_tables, read_schema

    if table is None:
        entries = list_tables()
        if as_json:
            say_json([{"id": entry.id, "title": entry.title} for entry in entries])
        else:
            for entry in entries:
                say(f"{entry.id:<36} {entry.title}")
        return
    try:
        schema = read_schema(table)
    except UnknownTable as error:
        raise CannotRun(capitalised(str(error))) from error
    if as_json:
        say_json(schema.descriptor())
        return
    for line in _shown(schema):
        say(line)


def _shown(schema: Schema) -> Iterator[str]:
    """The table as a person reads it: what it is, its columns each with its rule, its keys."""
    from pipeline.resolution835.kinds import rule_of

    yield f"{schema.id}  {schema.title}"
    yield schema.description
    for field in schema.fields:
        yield f"  {field.name:<28} {field.type:<9} {_duty(field):<18} {field.title}"
        if rule := rule_of(field):
            yield f"  {'':<28} {rule}"
    if schema.primary_key:
        yield f"Не повторюється: {', '.join(schema.primary_key)}."
    for key in schema.foreign_keys:
        named, target = ", ".join(key.fields), ", ".join(key.references)
        yield f"Зв’язок: {named} — зі стовпця {target} таблиці {key.table}."
    for start, end in schema.periods:
        yield f"Строк: {end} не раніше за {start}."


def _duty(field: Field) -> str:
    if not field.required:
        return ""
    return "обов’язкове" if field.must_be_filled else "значення або null"
