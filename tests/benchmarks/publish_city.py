"""The city that publication is measured with: 135 datasets with 1 062 documents of 30 kB."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model import (
    Dataset,
    Document,
    DocumentFile,
    Field,
    Office,
    Portal,
    Publisher,
    Release,
    Resource,
    Responsible,
    Schema,
    Series,
)
from pipeline.publish.structures import name_structure
from pipeline.record.archive import Archive

DATASETS, DOCUMENTS = 135, 1062
BYTES = 30_000
NOW = datetime(2021, 7, 1, tzinfo=UTC)
PUBLISHER = Publisher(
    "Приклад міська рада", "99000005", "UA1", "http://city.example", "a@b.example"
)
SCHEMA = Schema(
    "orders", "Розпорядження", (Field("id", "Номер", required=True), Field("text", "Текст"))
)


@dataclass(frozen=True)
class Town:
    """One dataset and what is to be published of it."""

    dataset: Dataset
    release: Release


def build_towns(archive: Archive, portal: Portal, places: Iterable[int]) -> tuple[Town, ...]:
    """Datasets of those numbers under fresh names; documents are spread evenly over all 135."""
    run = uuid.uuid4().hex[:8]
    return tuple(_build_town(f"bench-{run}-{place:03}", place, archive, portal) for place in places)


def _build_town(name: str, place: int, archive: Archive, portal: Portal) -> Town:
    resource = Resource(
        name="orders",
        title="Розпорядження",
        description="Розпорядження за період.",
        schema=SCHEMA,
        path="sample",
        source=None,
        series=Series("month", "x"),
    )
    dataset = Dataset(
        name=name,
        title=f"Розпорядження, розділ {place}",
        description="Розпорядження міського голови.",
        keywords=("розпорядження",),
        licence="CC-BY-4.0",
        office=Office("office", "Загальний відділ", "office@city.example"),
        responsible=Responsible("Начальник відділу", "office@city.example"),
        frequency="once a month",
        ground="Закон «Про доступ до публічної інформації»",
        purpose="Облік розпоряджень",
        portals=(portal.name,),
        resources=(resource,),
        folder=Path(),
        descriptor_hash="",
    )
    share = DOCUMENTS * (place + 1) // DATASETS - DOCUMENTS * place // DATASETS
    documents = (_build_document(dataset, place, month, archive) for month in range(1, share + 1))
    return Town(dataset, Release(name, tuple(documents), NOW, NOW))


def _build_document(dataset: Dataset, place: int, month: int, archive: Archive) -> Document:
    period = f"2021-{month:02}"
    row = f"{place}-{month},{'ї' * 40}\n"
    text = "id,text\n" + row * ((BYTES - 8) // len(row.encode()))
    kept = archive.keep_bytes(text.encode())
    name = f"orders-{period}.csv"
    return Document(
        id=f"{dataset.name}/orders/{period}",
        resource="orders",
        title=f"Розпорядження, {period}",
        files=(DocumentFile("CSV", name, "text/csv", kept.sha256, kept.size),),
        delivery=kept.sha256,
        actual_at=NOW,
        rows=text.count("\n") - 1,
        period=period,
        structure=name_structure(SCHEMA),
    )
