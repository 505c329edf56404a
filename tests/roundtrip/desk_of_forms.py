"""A desk at which forms are filled in with openpyxl, as an office would, and handed in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from schema_rows import Rows

from pipeline.model import Dataset, Delivery, Field, PersonalData, Resource, Schema, Verdict
from pipeline.resolution835.kinds import kind_of
from pipeline.template.form import FIRST_ROW, build_form, number_format
from pipeline.validate.by_hand import build_table_dataset
from pipeline.validate.verdict import check_delivery

Cell = str | int | float | bool | date | datetime | None
Place = tuple[int, int]
"""Row and column of the generated rows, both from 0."""


class DeskOfForms:
    """Makes each table's form once, fills copies of it and has them checked in this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._forms: dict[str, Workbook] = {}

    def judge(
        self,
        rows: Rows,
        way: int = 0,
        instead: Mapping[Place, Cell] | None = None,
        dataset: Dataset | None = None,
    ) -> Verdict:
        """The verdict on the form filled with the rows, some cells holding something else."""
        filled = self.fill(rows, way, instead or {})
        return self.hand_in(filled, rows.schema, dataset or dataset_of(rows.schema))

    def fill(self, rows: Rows, way: int, instead: Mapping[Place, Cell]) -> bytes:
        """The filled form; `way` picks among the ways a value may be typed in."""
        book = self._empty_form(rows.schema)
        for line, row in enumerate(rows.rows):
            for place, (field, text) in enumerate(zip(rows.schema.fields, row, strict=True)):
                ways = ways_to_type(field, text)
                value = ways[(way + line + place) % len(ways)]
                _type_in(book.active, line, place, instead.get((line, place), value), field)
        filled = io.BytesIO()
        book.save(filled)
        return filled.getvalue()

    def _empty_form(self, schema: Schema) -> Workbook:
        """The table's form opened once; before it is used again its rows are wiped out."""
        if schema.id not in self._forms:
            self._forms[schema.id] = load_workbook(io.BytesIO(build_form(schema)))
        page = self._forms[schema.id].active
        page.delete_rows(FIRST_ROW, page.max_row)
        return self._forms[schema.id]

    def hand_in(self, content: bytes, schema: Schema, dataset: Dataset) -> Verdict:
        """The verdict on the file as a delivery of that table of the dataset."""
        resource = next(item for item in dataset.resources if item.schema is schema)
        return check_delivery(self._deliver(dataset, resource, content), resource, dataset)

    def _deliver(self, dataset: Dataset, resource: Resource, content: bytes) -> Delivery:
        path = self._folder / "form.xlsx"
        path.write_bytes(content)
        return Delivery(
            document=f"{dataset.name}/{resource.name}",
            dataset=dataset.name,
            resource=resource.name,
            origin="hand",
            name=path.name,
            path=path,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            modified=datetime(2021, 7, 2, tzinfo=UTC),
        )


def ways_to_type(field: Field, text: str) -> Sequence[Cell]:
    """What may stand in the cell for that value: a real date or its text, a number, a code."""
    if text in ("", "null"):
        return (text or None,)
    if number_format(field) == "General":
        return (float(text),)
    if number_format(field) == "0":
        return (int(text),)
    if field.type == "boolean":
        return (text, text == "true")
    if field.type == "date":
        # Excel's calendar begins in 1900, and its first two months are a day off.
        day = date.fromisoformat(text)
        return (day, text) if day >= date(1900, 3, 1) else (text,)
    if field.type == "datetime":
        return (datetime.fromisoformat(text), text)
    return (text,)


def address(place: Place) -> str:
    """Where that cell of the generated rows stands in the form."""
    return f"{get_column_letter(place[1] + 1)}{place[0] + FIRST_ROW}"


def dataset_of(*schemas: Schema) -> Dataset:
    """A dataset of these tables, with a ground for every column that needs one."""
    alone = [build_table_dataset(schema) for schema in schemas]
    personal = {
        field.name
        for schema in schemas
        for field in schema.fields
        if (kind := kind_of(field)) and kind.personal
    }
    return replace(
        alone[0],
        resources=tuple(resource for dataset in alone for resource in dataset.resources),
        personal_data=tuple(PersonalData(name, "Закон № 1") for name in sorted(personal)),
    )


def _type_in(page: Any, line: int, place: int, value: Cell, field: Field) -> None:
    cell = page.cell(FIRST_ROW + line, place + 1)
    cell.value = value
    if field.type != "string" or isinstance(value, str):
        # Otherwise the program has made a number or a date of it, and given it its own format.
        cell.number_format = number_format(field)
    if isinstance(value, str) and not value.startswith("="):
        cell.data_type = "s"
