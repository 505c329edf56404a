"""The structure file («Структура набору даних»): five attributes of every column, as CSV.

Its header and its eight datatypes are fixed by the recommendations to the Resolution (2025).
"""

from __future__ import annotations

from pipeline.model import Field, Schema
from pipeline.resolution835.csv_text import render_csv
from pipeline.resolution835.kinds import URL_KINDS, rule_of

HEADER = ("name", "title", "description", "datatype", "required")

DATATYPES = {"number": "decimal", "datetime": "dateTime"}
"""Table Schema types that the structure file calls otherwise; the rest have one name."""


def build_structure(schema: Schema) -> bytes:
    """One row a column, in the table's order."""
    return render_csv(HEADER, [_row(field) for field in schema.fields])


def datatype_of(field: Field) -> str:
    """The column's datatype in the structure file's words; links are `anyURL`."""
    if field.kind in URL_KINDS:
        return "anyURL"
    return DATATYPES.get(field.type, field.type)


def _row(field: Field) -> tuple[str, ...]:
    described = rule_of(field) or field.title
    return (field.name, field.title, described, datatype_of(field), str(field.required).lower())
