from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.gather.documents import choose_documents
from pipeline.gather.folder import Found
from pipeline.model import Field, Resource, Schema, Series

SCHEMA = Schema("t", "Таблиця", (Field("uid", "Ідентифікатор"),))
TABLE = Resource("stalls", "Торгові місця", "", SCHEMA, "sample/a.csv", None)
SERIES = Resource(
    "reports", "Звіти", "", SCHEMA, "s.csv", None, series=Series("quarter", r"(\d{4}-Q\d)")
)
PLAIN = Resource("orders", "Розпорядження", "", None, "sample", None)


def found(name: str, hour: int = 9, size: int = 1) -> Found:
    return Found(name, Path("/inbox") / name, size, datetime(2021, 7, 1, hour, tzinfo=UTC))


def taken(resource: Resource, *files: Found) -> list[tuple[str, str, str | None]]:
    choice = choose_documents("economy-stalls", resource, files)
    return [(file.name, document, period) for file, document, period in choice.taken]


def test_the_newest_of_several_files_is_the_table_and_the_rest_is_told() -> None:
    choice = choose_documents("economy-stalls", TABLE, [found("a.csv", 8), found("b.csv", 9)])
    assert [item[0].name for item in choice.taken] == ["b.csv"]
    assert [finding.message for finding in choice.findings] == [
        "Взято найновіший файл «b.csv» (01.07.2021 12:00); "
        "старіший «a.csv» (01.07.2021 11:00) пропущено."
    ]


def test_two_equally_new_files_wait_for_a_person() -> None:
    choice = choose_documents("economy-stalls", TABLE, [found("a.csv"), found("b.csv")])
    assert choice.taken == ()
    assert choice.held == (
        "У теці кілька однаково нових файлів: «a.csv», «b.csv» (01.07.2021 12:00). "
        "Невідомо, котрий правильний: залиште один."
    )


def test_a_series_has_one_document_a_period() -> None:
    assert taken(SERIES, found("r-2021-Q1.csv"), found("r-2021-Q2.csv")) == [
        ("r-2021-Q1.csv", "economy-stalls/reports/2021-Q1", "2021-Q1"),
        ("r-2021-Q2.csv", "economy-stalls/reports/2021-Q2", "2021-Q2"),
    ]


def test_a_file_of_a_series_without_its_period_is_told_how_to_be_named() -> None:
    choice = choose_documents("economy-stalls", SERIES, [found("report.csv")])
    assert choice.taken == ()
    assert [(f.code, f.example) for f in choice.findings] == [("file-without-period", "2021-Q2")]


@pytest.mark.parametrize("name", ["r-2021-q2.csv", "R-2021-Q2.CSV"])
def test_a_period_is_read_in_either_letter_case(name: str) -> None:
    assert taken(SERIES, found(name)) == [(name, "economy-stalls/reports/2021-Q2", "2021-Q2")]


def test_a_quarter_that_does_not_exist_is_no_period() -> None:
    choice = choose_documents("economy-stalls", SERIES, [found("r-2021-Q7.csv")])
    assert (choice.taken, [f.code for f in choice.findings]) == ((), ["file-without-period"])


def test_each_plain_file_is_a_document_known_by_its_relative_path() -> None:
    assert taken(PLAIN, found("05/1.pdf"), found("06/2.pdf")) == [
        ("05/1.pdf", "economy-stalls/orders/05/1.pdf", None),
        ("06/2.pdf", "economy-stalls/orders/06/2.pdf", None),
    ]


def test_an_empty_file_is_reported_and_never_taken() -> None:
    choice = choose_documents("economy-stalls", TABLE, [found("a.csv", size=0)])
    assert choice.taken == ()
    assert [finding.code for finding in choice.findings] == ["file-empty"]
