"""The tables of one annex name each other's rows, and their forms are accepted together."""

from __future__ import annotations

from desk_of_forms import DeskOfForms, dataset_of
from how_many import tried
from hypothesis import given
from hypothesis import strategies as st
from schema_rows import Rows, rows_of

from pipeline.model import Schema
from pipeline.resolution835.tables import list_tables, read_schema
from pipeline.validate.verdict import check_foreign_keys

Annex = tuple[Schema, ...]

ELSEWHERE = {"2025/29/motions2"}
"""Stands in for `motions` where a council has no table of sessions: never beside it."""


def table(schema: Schema) -> str:
    return schema.id.rpartition("/")[2]


def bound_annexes() -> list[Annex]:
    """The tables of every annex in which one refers to another, targets first."""
    annexes: dict[str, list[Schema]] = {}
    for entry in list_tables():
        if entry.id not in ELSEWHERE:
            annexes.setdefault(entry.id.rpartition("/")[0], []).append(read_schema(entry.id))
    return [
        tuple(sorted(annex, key=lambda schema: depth(schema, annex)))
        for annex in annexes.values()
        if any(targets(schema, annex) for schema in annex)
    ]


def targets(schema: Schema, annex: list[Schema]) -> list[Schema]:
    """The other tables of the annex to which that one refers."""
    named = {key.table for key in schema.foreign_keys}
    return [other for other in annex if table(other) in named and other is not schema]


def depth(schema: Schema, annex: list[Schema]) -> int:
    """How many references lead from the table to one that has none."""
    return max((depth(other, annex) + 1 for other in targets(schema, annex)), default=0)


@tried(8)
@given(annex=st.sampled_from(bound_annexes()), data=st.data())
def test_tables_that_name_each_other_are_accepted_together(
    annex: Annex, data: st.DataObject, desk: DeskOfForms
) -> None:
    dataset = dataset_of(*annex)
    verdicts = [desk.judge(rows, dataset=dataset) for rows in fill_annex(annex, data)]
    together = check_foreign_keys(dataset, verdicts)
    assert [verdict.findings for verdict in together] == [()] * len(annex)


def fill_annex(annex: Annex, data: st.DataObject) -> list[Rows]:
    """Rows of every table, in which references are taken from the rows they point at."""
    filled: dict[str, Rows] = {}
    for schema in annex:
        known = {
            key.fields[0]: column_of(filled[key.table], key.references[0])
            for key in schema.foreign_keys
            if key.table in filled
        }
        filled[table(schema)] = data.draw(rows_of(schema, known=known))
    return list(filled.values())


def column_of(rows: Rows, name: str) -> tuple[str, ...]:
    return tuple(row[rows.schema.names.index(name)] for row in rows.rows)
