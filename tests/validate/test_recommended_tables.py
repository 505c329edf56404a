"""A row of every table's own examples passes; official files' known quirks are read."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.model import PersonalData, Schema
from pipeline.resolution835.kinds import example_of, kind_of
from pipeline.resolution835.tables import list_tables, read_schema

OF_TYPE = {
    "string": "Текст",
    "integer": "12",
    "number": "1200.50",
    "date": "2021-07-02",
    "datetime": "2021-07-02T14:05:00",
    "time": "14:05:00",
    "boolean": "true",
}


def example_row(schema: Schema) -> list[str]:
    return [example_of(field) or OF_TYPE[field.type] for field in schema.fields]


def as_csv(*rows: list[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def declared(schema: Schema) -> dict[str, tuple[PersonalData, ...]]:
    personal = [f.name for f in schema.fields if (kind := kind_of(f)) and kind.personal]
    return {"personal_data": tuple(PersonalData(name, "Закон") for name in personal)}


@pytest.mark.parametrize("id_", [entry.id for entry in list_tables()])
@pytest.mark.parametrize("heading", ["names", "titles"])
def test_a_tables_own_examples_pass_under_names_and_under_titles(check, id_, heading):
    schema = read_schema(id_)
    head = [field.name if heading == "names" else field.title for field in schema.fields]
    content = as_csv(head, example_row(schema))
    verdict = check("table.csv", content, schema=schema, dataset=declared(schema))
    assert (verdict.findings, verdict.repairs) == ((), ())
    assert verdict.table.rows == (tuple(example_row(schema)),)


def test_headings_of_the_official_template_with_a_line_separator_are_read(check):
    schema = read_schema("2025/65/wasteServises")
    head = [name.replace("contactPoint", "contactPoint\u2028") for name in schema.names]
    verdict = check("table.csv", as_csv(head, example_row(schema)), schema=schema)
    assert verdict.accepted
    assert [repair.after for repair in verdict.repairs] == [
        "contactPointEmail",
        "contactPointTelephone",
        "contactPointUrl",
    ]


def test_coordinates_of_shelters_need_four_digits(check):
    schema = read_schema("2025/72/shelters")
    row = dict(zip(schema.names, example_row(schema), strict=True)) | {"lat": "50.45"}
    content = as_csv(list(schema.names), list(row.values()))
    [finding] = check("t.csv", content, schema=schema, dataset=declared(schema)).findings
    assert (finding.code, finding.field, finding.value) == ("shelter-latitude", "lat", "50.45")
