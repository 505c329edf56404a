from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cities import write_city

from pipeline.catalogue import read_catalogue
from pipeline.gather import Sources, gather_dataset
from pipeline.model import Delivery, Gathered, GeneratedSource
from pipeline.record.archive import Archive

NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)


def test_what_the_pipeline_makes_is_a_delivery_like_any_other(tmp_path: Path) -> None:
    write_city(tmp_path / "city")
    (dataset,) = read_catalogue(tmp_path / "city").datasets
    resource = replace(dataset.resources[0], source=GeneratedSource("register"))
    sources = Sources(
        inbox=tmp_path / "inbox",
        archive=Archive(tmp_path / "archive"),
        environment={},
        samples=True,
        now=lambda: NOW,
        pause=lambda _: None,
        made={"register": lambda: b"uid\n1\n"},
    )
    gathered = gather_dataset(replace(dataset, resources=(resource,)), sources)

    (delivery,) = gathered.deliveries
    assert delivery.path.read_bytes() == b"uid\n1\n"
    assert gathered == Gathered(
        (
            Delivery(
                document="economy-stalls/stalls",
                dataset="economy-stalls",
                resource="stalls",
                origin="made",
                name="register.csv",
                path=delivery.path,
                sha256=delivery.sha256,
                size=6,
                modified=NOW,
            ),
        )
    )
