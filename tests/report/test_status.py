from __future__ import annotations

from datetime import datetime
from typing import Any

from ledgers import Clock, an_event

from pipeline.model import PortalResult, Result
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Description
from pipeline.report.status import (
    INTERRUPTED,
    Blocked,
    DatasetStatus,
    PortalStatus,
    build_status,
)
from pipeline.report.status_text import lines_of, value_of

SIGNS = "roads/signs"
DATA = {"role": "data", "resource_id": "r"}


class Run:
    """One update of `roads` as the pipeline records it, each event a minute after the last."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def tell(self, kind: Kind, sentence: str = "", **parts: Any) -> datetime:
        moment = self.clock.forward(minutes=1)
        told = {"dataset": "roads", "sentence": sentence or f"{kind}."} | parts
        self.ledger.record(an_event(kind, moment, **told))
        return moment

    def delivered(self, sha256: str) -> None:
        self.tell(Kind.GATHERED, document=SIGNS, sha256=sha256)

    def refused(self, sha256: str, blocking: int = 2) -> datetime:
        facts = {"blocking": blocking, "notes": 0, "codes": {"date": blocking}}
        return self.tell(Kind.REFUSED, "Не прийнято.", document=SIGNS, sha256=sha256, data=facts)

    def published(self, portal: str = "city", release: str = "r1") -> datetime:
        parts: dict[str, Any] = {"document": SIGNS, "portal": portal, "data": DATA}
        self.tell(Kind.PUBLISHING, release=release, **parts)
        return self.tell(Kind.PUBLISHED, "Надіслано.", release=release, **parts)

    def failed(self, portal: str | None) -> datetime:
        return self.tell(Kind.FAILED, "Портал не відповідає.", portal=portal)

    def unchanged(self, blocking: int = 0) -> datetime:
        return self.tell(Kind.UNCHANGED, "Без змін.", data={"blocking": blocking})


def only(ledger: Ledger) -> DatasetStatus:
    (dataset,) = build_status(ledger, "city").datasets
    return dataset


def test_an_empty_ledger_knows_no_dataset(ledger: Ledger) -> None:
    assert lines_of(build_status(ledger, "city")) == [
        "Журнал ще порожній: жодного набору даних не оновлено."
    ]


def test_a_published_dataset(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.delivered("aa")
    published = run.published()
    said = {"title": "Знаки", "office": "doroh", "office_name": "Управління доріг"}
    described = run.tell(Kind.DESCRIBED, data=said)

    assert only(ledger) == DatasetStatus(
        dataset="roads",
        description=Description("Знаки", "doroh", "Управління доріг"),
        result=Result.PUBLISHED,
        sentence="Надіслано.",
        checked_at=described,
        published_at=published,
        release="r1",
        documents=1,
        blocked=(),
        portals=(PortalStatus("city", PortalResult.PUBLISHED, published, "Надіслано."),),
    )


def test_a_refused_delivery_blocks_and_what_was_published_stays(
    ledger: Ledger, clock: Clock
) -> None:
    run = Run(ledger, clock)
    published = run.published()
    run.delivered("bb")
    refused = run.refused("bb")
    status = only(ledger)

    assert (status.result, status.documents) == (Result.REFUSED, 1)
    assert (status.published_at, status.checked_at) == (published, refused)
    assert status.blocked == (Blocked(SIGNS, refused, 2, "Не прийнято."),)
    assert status.blocking == 2


def test_an_unchanged_update_leaves_a_refusal_standing(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.refused("bb")
    run.unchanged(blocking=2)

    assert only(ledger).result is Result.UNCHANGED
    assert only(ledger).blocking == 2


def test_a_better_delivery_ends_a_refusal(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.refused("bb")
    run.delivered("cc")
    run.published()

    assert only(ledger).blocked == ()


def test_a_refused_file_taken_back_ends_a_refusal(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.published()
    run.refused("bb")
    run.unchanged(blocking=0)

    assert only(ledger).blocked == ()


def test_the_last_refusal_of_a_document_is_the_one_that_stands(
    ledger: Ledger, clock: Clock
) -> None:
    run = Run(ledger, clock)
    run.refused("bb", blocking=7)
    refused = run.refused("cc", blocking=1)

    assert only(ledger).blocked == (Blocked(SIGNS, refused, 1, "Не прийнято."),)


def test_a_publication_cut_off_is_pending(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.published()
    cut = run.tell(Kind.PUBLISHING, document=SIGNS, portal="city", data=DATA)
    status = only(ledger)

    assert (status.result, status.sentence) == (Result.FAILED, INTERRUPTED)
    assert status.portals == (PortalStatus("city", PortalResult.PENDING, cut, INTERRUPTED),)


def test_one_failed_portal_does_not_hide_another(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    published = run.published("city")
    failed = run.failed("data.gov.ua")
    run.failed(None)
    status = only(ledger)

    assert status.result is Result.FAILED
    assert status.portals == (
        PortalStatus("city", PortalResult.PUBLISHED, published, "Надіслано."),
        PortalStatus("data.gov.ua", PortalResult.FAILED, failed, "Портал не відповідає."),
    )


def test_an_update_that_found_nothing_to_send_clears_a_failed_portal(
    ledger: Ledger, clock: Clock
) -> None:
    run = Run(ledger, clock)
    run.failed("city")
    run.failed(None)
    unchanged = run.unchanged()
    status = only(ledger)

    assert status.result is Result.UNCHANGED
    assert status.portals == (PortalStatus("city", PortalResult.UNCHANGED, unchanged, "Без змін."),)


def test_a_dataset_waiting_for_a_person_is_held(ledger: Ledger, clock: Clock) -> None:
    Run(ledger, clock).tell(Kind.HELD, "Два файли однаково нові.")

    assert (only(ledger).result, only(ledger).sentence) == (
        Result.HELD,
        "Два файли однаково нові.",
    )


def test_datasets_stand_in_order_of_names_and_apart(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.refused("bb")
    run.tell(Kind.UNCHANGED, dataset="orders", data={"blocking": 0})

    datasets = build_status(ledger, "city").datasets
    told = [(each.dataset, each.result, each.blocking) for each in datasets]
    assert told == [("orders", Result.UNCHANGED, 0), ("roads", Result.REFUSED, 2)]


def test_the_lines_name_what_waits(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.published(release="0123456789abcdef")
    run.refused("bb")
    run.failed("city")
    run.tell(Kind.HELD, "Надходжень ще не було.", dataset="orders")

    assert lines_of(build_status(ledger, "city")) == [
        "Станом на 01.06.2021 у розділі «Відкриті дані» опубліковано 1 набір даних, "
        "який містить 1 документ.",
        "",
        "orders: очікує; перевірено 01.06.2021 15:05; на порталі 0\u00a0документів",
        "    Надходжень ще не було.",
        "roads: помилка; перевірено 01.06.2021 15:04; на порталі 1\u00a0документ; "
        "опубліковано 01.06.2021 15:02; випуск 0123456789abcdef",
        "    roads/signs (01.06.2021 15:03): Не прийнято.",
        "    портал «city», помилка: Портал не відповідає.",
    ]


def test_a_program_reads_the_same(ledger: Ledger, clock: Clock) -> None:
    run = Run(ledger, clock)
    run.published()
    run.refused("bb")

    assert value_of(build_status(ledger, "city")) == {
        "portal": "city",
        "figures": {"datasets": 1, "documents": 1},
        "datasets": [
            {
                "dataset": "roads",
                "title": "",
                "office": "",
                "outcome": "refused",
                "sentence": "Не прийнято.",
                "checked_at": "2021-06-01T12:03:00+00:00",
                "published_at": "2021-06-01T12:02:00+00:00",
                "release": "r1",
                "documents": 1,
                "blocking": 2,
                "blocked": [
                    {
                        "document": "roads/signs",
                        "at": "2021-06-01T12:03:00+00:00",
                        "blocking": 2,
                        "sentence": "Не прийнято.",
                    }
                ],
                "portals": {
                    "city": {
                        "result": "published",
                        "at": "2021-06-01T12:02:00+00:00",
                        "sentence": "Надіслано.",
                    }
                },
            }
        ],
    }
