from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from small_city import NOW, City

from pipeline.model import Delivery, Document, Verdict
from pipeline.publish.release import build_document, build_release


def names_of(document: Document) -> list[tuple[str, str]]:
    return [(file.format, file.filename) for file in document.files]


def test_a_table_becomes_csv_and_the_other_formats_it_is_asked_for(city: City) -> None:
    document = city.table("buildings", [("1", "12.5", ""), ("2", "", "1971")])
    assert (document.id, document.title, document.rows) == (
        "economy-buildings/buildings",
        "Будівлі",
        2,
    )
    assert names_of(document) == [("CSV", "buildings.csv"), ("XLSX", "buildings.xlsx")]
    path = city.archive.path_of(document.files[0].sha256)
    assert path.read_text() == "id,area,built\n1,12.5,null\n2,null,1971\n"
    assert document.files[0].size == path.stat().st_size


def test_a_table_of_a_series_carries_its_period(city: City) -> None:
    document = city.table("listofreports", [("1", "")], "2021-Q2")
    assert (document.id, document.title, document.period) == (
        "economy-buildings/listofreports/2021-Q2",
        "Звіти, II квартал 2021 року",
        "2021-Q2",
    )
    assert names_of(document) == [("CSV", "listofreports-2021-q2.csv")]


def test_a_plain_file_stays_byte_for_byte_and_takes_its_resource_s_name(city: City) -> None:
    document = city.plain("2021/Наказ № 5.pdf", b"%PDF-1.7 \xff")
    assert (document.title, document.rows) == ("Наказ № 5", None)
    assert names_of(document) == [("PDF", "orders-2021-nakaz-5.pdf")]
    assert city.archive.path_of(document.files[0].sha256).read_bytes() == b"%PDF-1.7 \xff"


def test_what_the_gate_cleaned_is_what_is_published(city: City) -> None:
    delivery = city.deliver("orders", "Наказ.docx", b"with an author")
    verdict = Verdict(delivery.document, delivery.sha256, (), cleaned=b"without")
    orders = city.dataset.resource("orders")
    document = build_document(delivery, orders, verdict, city.archive, city.dataset)
    assert document.delivery == delivery.sha256
    assert city.archive.path_of(document.files[0].sha256).read_bytes() == b"without"


def test_the_only_resource_of_a_dataset_needs_no_prefix(city: City) -> None:
    alone = replace(city.dataset, resources=(city.dataset.resource("orders"),))
    document = replace(city, dataset=alone).plain("Наказ № 5.pdf", b"x")
    assert names_of(document) == [("PDF", "nakaz-5.pdf")]


def test_a_verdict_from_the_archive_builds_no_table(city: City) -> None:
    delivery: Delivery = city.deliver("buildings", None, b"x")
    verdict = Verdict(delivery.document, delivery.sha256, ())
    with pytest.raises(ValueError, match="carries no table"):
        build_document(
            delivery, city.dataset.resource("buildings"), verdict, city.archive, city.dataset
        )


def test_documents_join_the_release_and_nothing_vanishes(city: City) -> None:
    first = city.table("listofreports", [("1", "")], "2021-Q1")
    second = city.table("listofreports", [("2", "")], "2021-Q2")
    release = city.release(second, previous=city.release(first))
    assert release.documents == (first, second)


def test_the_same_content_keeps_the_moment_it_first_stood(city: City) -> None:
    before = city.release(city.table("buildings", [("1", "2", "")]))
    later = NOW + timedelta(days=1)
    again = city.table("buildings", [("1", "2", "")])
    same = build_release("economy-buildings", before, [again], later)
    assert same == before
    other = build_release(
        "economy-buildings", before, [city.table("buildings", [("1", "3", "")])], later
    )
    assert (other.made_at, other.first_made_at) == (later, NOW)
    assert other.hash != before.hash


def test_two_documents_of_one_name_are_told_apart_and_the_first_keeps_it(city: City) -> None:
    first = city.plain("а/б.pdf", b"1")
    release = city.release(first)
    again = city.release(city.plain("а-б.pdf", b"2"), first, previous=release)
    names = {document.id: document.files[0].filename for document in again.documents}
    assert names["economy-buildings/orders/а/б.pdf"] == "orders-a-b.pdf"
    assert names["economy-buildings/orders/а-б.pdf"].startswith("orders-a-b-")
    assert city.release(city.plain("а-б.pdf", b"3"), previous=again).documents[0].files[0] == (
        replace(
            city.plain("а-б.pdf", b"3").files[0],
            filename=names["economy-buildings/orders/а-б.pdf"],
        )
    )


def test_a_name_once_published_is_kept_whatever_the_rule_says_later(city: City) -> None:
    before = city.release(city.table("buildings", [("1", "2", "")]))
    old = tuple(
        replace(file, filename=f"old.{file.format.lower()}") for file in before.documents[0].files
    )
    legacy = replace(before, documents=(replace(before.documents[0], files=old),))
    after = city.release(city.table("buildings", [("1", "3", "")]), previous=legacy)
    assert names_of(after.documents[0]) == [("CSV", "old.csv"), ("XLSX", "old.xlsx")]


def test_rows_alone_decide_the_release_s_hash(city: City) -> None:
    def hash_of(rows: list[tuple[str, ...]]) -> str:
        return city.release(city.table("buildings", rows)).hash

    assert hash_of([("1", "2", "3")]) == hash_of([("1", "2", "3")])
    assert hash_of([("1", "2", "3")]) != hash_of([("1", "2", "4")])
