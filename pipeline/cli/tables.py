"""`pipeline tables`: the recommended tables of the Resolution."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.errors import CannotRun, capitalised
from pipeline.cli.output import say, say_json


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
    say(f"{schema.id}  {schema.title}")
    for field in schema.fields:
        duty = "обов’язкове" if field.must_be_filled else ""
        say(f"  {field.name:<28} {field.type:<9} {duty:<12} {field.title}")
