"""From a descriptor's source to a delivery, for what is read over the network."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import responses
from cities import write_city

from pipeline.catalogue import read_catalogue
from pipeline.gather import Sources, gather_dataset
from pipeline.model import DatabaseSource, Dataset, Delivery, Gathered, Source, WebSource
from pipeline.record.archive import Archive

NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)
URL = "https://office.example/stalls.csv"


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(
        inbox=tmp_path / "inbox",
        archive=Archive(tmp_path / "archive"),
        environment={"NAME": "registry"},
        samples=False,
        now=lambda: NOW,
        pause=lambda _: None,
    )


def a_dataset(tmp_path: Path, *sources: Source) -> Dataset:
    """The small city's dataset with as many resources as sources: `stalls`, `stalls2`…"""
    write_city(tmp_path / "city")
    (dataset,) = read_catalogue(tmp_path / "city").datasets
    (resource,) = dataset.resources
    names = ["stalls", *(f"stalls{number}" for number in range(2, 9))]
    return replace(
        dataset,
        resources=tuple(
            replace(resource, name=name, title=name, source=source)
            for name, source in zip(names, sources, strict=False)
        ),
    )


def a_database(tmp_path: Path) -> DatabaseSource:
    connection = sqlite3.connect(tmp_path / "registry.db")
    connection.execute("CREATE TABLE stalls (uid text, area real)")
    connection.execute("INSERT INTO stalls VALUES ('а', 7.5)")
    connection.commit()
    connection.close()
    query = "SELECT uid, area FROM stalls ORDER BY uid"
    return DatabaseSource(f"sqlite:///{tmp_path}/${{NAME}}.db", query)


def test_a_database_gives_a_delivery_of_its_resource(tmp_path: Path, sources: Sources) -> None:
    gathered = gather_dataset(a_dataset(tmp_path, a_database(tmp_path)), sources)
    (delivery,) = gathered.deliveries
    assert delivery.path.read_text(encoding="utf-8") == "uid,area\nа,7.5\n"
    assert gathered == Gathered(
        (
            Delivery(
                document="economy-stalls/stalls",
                dataset="economy-stalls",
                resource="stalls",
                origin="database",
                name="stalls.csv",
                path=delivery.path,
                sha256=delivery.sha256,
                size=16,
                modified=NOW,
            ),
        )
    )


def test_an_unchanged_file_of_the_web_is_the_same_delivery(
    tmp_path: Path, sources: Sources
) -> None:
    dataset = a_dataset(tmp_path, WebSource(URL))
    with responses.RequestsMock() as web:
        web.get(URL, body=b"uid,area\n1,2\n", headers={"ETag": '"a1"'})
        first = gather_dataset(dataset, sources)
    with responses.RequestsMock() as web:
        web.get(URL, status=304)
        later = replace(sources, now=lambda: datetime(2021, 7, 8, 9, tzinfo=UTC))
        assert gather_dataset(dataset, later) == first
    (delivery,) = first.deliveries
    assert (delivery.origin, delivery.name, delivery.modified) == ("web", "stalls.csv", NOW)


def test_a_source_that_fails_does_not_lose_what_the_others_gave(
    tmp_path: Path, sources: Sources
) -> None:
    missing = DatabaseSource(f"sqlite:///{tmp_path}/none.db", "SELECT 1")
    dataset = a_dataset(tmp_path, missing, a_database(tmp_path), WebSource(URL))
    with responses.RequestsMock() as web:
        web.get(URL, status=404)
        gathered = gather_dataset(dataset, sources)
    assert [delivery.resource for delivery in gathered.deliveries] == ["stalls2"]
    assert gathered.failed == (
        f"stalls: файла бази «{tmp_path}/none.db» немає або його не можна читати. "
        f"stalls3: {URL}: файла за цією адресою немає (HTTP 404)."
    )
