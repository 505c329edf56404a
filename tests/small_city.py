"""A small city with one dataset of every shape, and a portal's worth of helpers around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.model import (
    Dataset,
    Delivery,
    Document,
    Field,
    ForeignKey,
    Office,
    Publisher,
    Release,
    Resource,
    Responsible,
    Schema,
    Series,
    Table,
    Verdict,
)
from pipeline.publish.release import build_document, build_release
from pipeline.record.archive import Archive
from pipeline.record.ledger import Ledger

NOW = datetime(2021, 7, 2, 11, 5, tzinfo=UTC)

BUILDINGS = Schema(
    id="2025/18/buildings",
    title="Будівлі",
    fields=(
        Field("id", "Ідентифікатор", required=True),
        Field("area", "Площа", "number", required=True, null_allowed=True),
        Field("built", "Рік", "integer"),
    ),
    primary_key=("id",),
)
REPORTS = Schema(
    id="reports",
    title="Звіти",
    fields=(Field("id", "Ідентифікатор", required=True), Field("building", "Будівля")),
    foreign_keys=(ForeignKey(("building",), "buildings", ("id",)),),
)


@dataclass
class City:
    """One dataset, its archive and its ledger; every delivery gives a document at once."""

    dataset: Dataset
    publisher: Publisher
    archive: Archive
    ledger: Ledger
    moment: datetime = NOW
    ticks: Iterator[int] = field(default_factory=itertools.count)

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=next(self.ticks))

    def table(
        self, resource: str, rows: Sequence[tuple[str, ...]], period: str | None = None
    ) -> Document:
        known = self.dataset.resource(resource)
        assert known.schema
        names = known.schema.names
        lines = tuple(range(2, len(rows) + 2))
        table = Table(None, names, tuple("ABCDEFGH"[: len(names)]), lines, tuple(rows))
        delivery = self.deliver(resource, period, repr(rows).encode(), period)
        verdict = Verdict(delivery.document, delivery.sha256, (), table=table)
        return build_document(delivery, known, verdict, self.archive, self.dataset)

    def plain(self, path: str, content: bytes, resource: str = "orders") -> Document:
        delivery = self.deliver(resource, path, content)
        verdict = Verdict(delivery.document, delivery.sha256, ())
        known = self.dataset.resource(resource)
        return build_document(delivery, known, verdict, self.archive, self.dataset)

    def deliver(
        self, resource: str, place: str | None, content: bytes, period: str | None = None
    ) -> Delivery:
        kept = self.archive.keep_bytes(content)
        document = "/".join(filter(None, (self.dataset.name, resource, place)))
        return Delivery(
            document=document,
            dataset=self.dataset.name,
            resource=resource,
            origin="inbox",
            name=place or "файл.csv",
            path=kept.path,
            sha256=kept.sha256,
            size=kept.size,
            modified=NOW,
            period=period,
        )

    def release(self, *documents: Document, previous: Release | None = None) -> Release:
        return build_release(self.dataset.name, previous, documents, self.moment)

    def named(self, name: str) -> City:
        """The same city under another dataset name, which a shared portal needs to be free."""
        return replace(self, dataset=replace(self.dataset, name=name))


def build_city(tmp_path: Path, ledger: Ledger) -> City:
    def resource(name: str, title: str, schema: Schema | None, **rest: object) -> Resource:
        return Resource(name, title, f"{title} міста", schema, "sample", None, **rest)  # type: ignore[arg-type]

    dataset = Dataset(
        name="economy-buildings",
        title="Перелік об’єктів комунальної власності",
        description="Будівлі громади.",
        keywords=("майно", "об’єкти"),
        licence="CC-BY-4.0",
        office=Office("economy", "Управління економіки", "economy@lis.gov.ua"),
        responsible=Responsible("Начальник управління", "head@lis.gov.ua"),
        frequency="once a quarter",
        ground="Закон «Про доступ до публічної інформації»",
        purpose="Облік майна громади",
        portals=("city",),
        resources=(
            resource("buildings", "Будівлі", BUILDINGS, formats=("csv", "xlsx")),
            resource("listofreports", "Звіти", REPORTS, series=Series("quarter", "x")),
            resource("orders", "Накази", None),
        ),
        folder=tmp_path,
        descriptor_hash="d",
    )
    publisher = Publisher(
        name="Лисичанська міська ВЦА",
        edrpou="44083662",
        katottg="UA44120050000059677",
        site="https://lis.gov.ua",
        email="vca@lis.gov.ua",
    )
    return City(dataset, publisher, Archive(tmp_path / "archive"), ledger)
