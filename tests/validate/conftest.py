"""A small table of buildings, and short ways to have a delivery of it judged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Dataset, Delivery, Field, Office, Resource, Responsible, Schema, Verdict
from pipeline.validate.verdict import check_delivery

DELIVERIES = Path(__file__).parents[1] / "deliveries"

Check = Callable[..., Verdict]


@pytest.fixture
def schema() -> Schema:
    return Schema(
        id="buildings",
        title="Об’єкти комунальної власності",
        fields=(
            Field("uid", "Ідентифікатор", kind="identifier", required=True),
            Field("name", "Назва об’єкта", required=True),
            Field("ownerId", "Код ЄДРПОУ власника", kind="edrpou", required=True),
            Field("area", "Площа", type="number", kind="area"),
            Field("builtDate", "Дата введення", type="date"),
        ),
        primary_key=("uid",),
    )


@pytest.fixture
def build_dataset() -> Callable[..., Dataset]:
    def build(*resources: Resource, **others: Any) -> Dataset:
        stated: dict[str, Any] = {
            "name": "economy-buildings",
            "title": "Перелік об’єктів",
            "description": "",
            "keywords": (),
            "licence": "CC-BY-4.0",
            "office": Office("economy", "Управління економіки", "economy@example.gov.ua"),
            "responsible": Responsible("Начальник відділу", "economy@example.gov.ua"),
            "frequency": "once a quarter",
            "ground": "",
            "purpose": "",
            "portals": (),
            "resources": resources,
            "folder": Path(),
            "descriptor_hash": "0" * 64,
        }
        return Dataset(**(stated | others))

    return build


@pytest.fixture
def resource(schema: Schema) -> Resource:
    return Resource(
        name="buildings", title="Об’єкти", description="", schema=schema, path="", source=None
    )


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Delivery]:
    """A file's bytes as a delivery under the name the office gave it."""

    def build(name: str, content: bytes, resource: str = "buildings") -> Delivery:
        path = tmp_path / hashlib.sha256(content).hexdigest()
        path.write_bytes(content)
        return Delivery(
            document=f"economy-buildings/{resource}",
            dataset="economy-buildings",
            resource=resource,
            origin="inbox",
            name=name,
            path=path,
            sha256=path.name,
            size=len(content),
            modified=datetime(2021, 7, 2, tzinfo=UTC),
        )

    return build


@pytest.fixture
def check(
    resource: Resource,
    build_dataset: Callable[..., Dataset],
    deliver: Callable[..., Delivery],
) -> Check:
    """The verdict on a file: of `tests/deliveries` by its name alone, else of the bytes given."""

    def judge(
        name: str,
        content: bytes | None = None,
        fields: Sequence[Field] | None = None,
        schema: Schema | None = None,
        plain: bool = False,
        dataset: dict[str, Any] | None = None,
        **of_resource: Any,
    ) -> Verdict:
        stated = resource.schema if schema is None else schema
        if fields is not None:
            stated = Schema(id="buildings", title="Таблиця", fields=tuple(fields))
        judged = replace(resource, schema=None if plain else stated, **of_resource)
        found = (DELIVERIES / name).read_bytes() if content is None else content
        return check_delivery(deliver(name, found), judged, build_dataset(judged, **dataset or {}))

    return judge


@pytest.fixture
def check_cell(check: Check) -> Callable[..., Verdict]:
    """The verdict on one value of one column, in a table where nothing else is wrong."""

    def judge(text: str, field: Field, **others: Any) -> Verdict:
        quoted = text.replace('"', '""')
        content = f'key,{field.name}\nА-1,"{quoted}"\n'.encode()
        return check("table.csv", content, fields=[Field("key", "Ключ"), field], **others)

    return judge


@pytest.fixture
def flat() -> Callable[[Verdict], list[tuple[Any, ...]]]:
    """Findings as rows of a literal list: code, whether it blocks, cell, field, value."""

    def build(verdict: Verdict) -> list[tuple[Any, ...]]:
        return [(f.code, f.blocks, f.cell, f.field, f.value) for f in verdict.findings]

    return build


@pytest.fixture
def deliveries() -> Path:
    """The folder of small awkward files, as offices hand them in."""
    return DELIVERIES
