from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cities import write_city
from ledgers import an_event

from pipeline.catalogue import read_catalogue
from pipeline.model import Catalogue, Dataset, Document, DocumentFile, GeneratedSource, Release
from pipeline.record.archive import Archive
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.register import UNSAID, build_register, make_register
from pipeline.resolution835.tables import read_schema
from pipeline.validate.by_hand import build_table_dataset

AT = datetime(2021, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The stalls of the smallest city, and its register."""
    write_city(tmp_path / "city")
    city = read_catalogue(tmp_path / "city")
    (stalls,) = city.datasets
    (resource,) = build_table_dataset(read_schema("2025/7/register")).resources
    made = replace(resource, source=GeneratedSource("register"), formats=("csv", "xlsx"))
    register = replace(stalls, name="register", title="Реєстр наборів даних", resources=(made,))
    return replace(city, datasets=(register, stalls))


def release_of(*formats: str) -> Release:
    files = tuple(DocumentFile(form, f"a.{form.lower()}", "x/y", "aa", 1) for form in formats)
    document = Document("economy-stalls/stalls", "stalls", "Місця", files, "aa", AT)
    return Release("economy-stalls", (document,), AT, AT)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def stalls_row(catalogue: Catalogue, **changed: Any) -> dict[str, str]:
    dataset: Dataset = replace(catalogue.datasets[1], **changed)
    releases = {dataset.name: release_of("CSV", "XLSX")}
    (row,) = rows_of(build_register(catalogue, [dataset], releases))
    return row


def test_a_row_is_the_descriptor_in_the_structure_of_2025(catalogue: Catalogue) -> None:
    assert stalls_row(catalogue) == {
        "uid": "economy-stalls",
        "title": "Торгові місця",
        "description": "Перелік торгових місць.",
        "accrualPeriodicity": "Щокварталу",
        "keywords": "торгівля",
        "purpose": "Закон про доступ до публічної інформації. Облік торгових місць",
        "url": "http://127.0.0.1:5080/dataset/economy-stalls",
        "distributionFormat": "CSV, XLSX",
        "publisherName": "Приклад міська рада",
        "publisherId": "04052502",
        "contactPointName": "Начальник відділу",
        "contactPointEmail": "economy@city.example",
    }


@pytest.mark.parametrize(
    ("frequency", "told"),
    [
        ("immediately after making changes", "Відразу після внесення змін."),
        ("no longer updated", "Більше не оновлюється."),
        ("", "Періодичність оновлення не визначено."),
    ],
)
def test_a_period_that_left_the_list_of_2025_is_told_in_words(
    catalogue: Catalogue, frequency: str, told: str
) -> None:
    row = stalls_row(catalogue, frequency=frequency)

    assert (row["accrualPeriodicity"], row["description"]) == (
        "Щороку",
        f"Перелік торгових місць. {told}",
    )


def test_what_nobody_knows_of_an_adopted_dataset_leaves_no_cell_empty(
    catalogue: Catalogue,
) -> None:
    row = stalls_row(catalogue, description="", keywords=(), ground="", purpose="")

    assert (row["description"], row["keywords"], row["purpose"]) == (
        "Торгові місця",
        UNSAID,
        UNSAID,
    )
    assert all(row.values())


def test_only_what_is_online_is_registered_and_the_register_itself(
    catalogue: Catalogue, ledger: Ledger, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive")
    assert [row["uid"] for row in rows_of(make_register(catalogue, ledger, archive))] == [
        "register"
    ]

    archive.keep_release(release_of("CSV"))
    ledger.record(
        an_event(Kind.PUBLISHED, AT, dataset="economy-stalls", document="economy-stalls/stalls",
                 portal="city", sha256="a", data={"role": "data"})
    )  # fmt: skip
    rows = rows_of(make_register(catalogue, ledger, archive))

    assert [(row["uid"], row["distributionFormat"]) for row in rows] == [
        ("register", "CSV, XLSX"),
        ("economy-stalls", "CSV"),
    ]


def test_the_same_knowledge_gives_the_same_bytes_at_any_time(
    catalogue: Catalogue, ledger: Ledger, tmp_path: Path, clock: Any
) -> None:
    archive = Archive(tmp_path / "archive")
    first = make_register(catalogue, ledger, archive)
    clock.forward(days=400)

    assert make_register(catalogue, ledger, archive) == first
