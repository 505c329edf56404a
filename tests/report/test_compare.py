"""The portal read and held against the ledger: what is data there, and what is known here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.agreement import compare
from pipeline.model import Portal
from pipeline.publish.state import PortalState, read_state
from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.figures import build_figures_now

PORTAL = Portal("city", "http://data.city.example", "council", "ckan")
AT = datetime(2021, 6, 1, 9, tzinfo=UTC)


class Shelf:
    """A portal's answers without a network."""

    def __init__(self, *packages: Mapping[str, Any]) -> None:
        self.packages = {package["name"]: package for package in packages}

    def read(self, action: str, **parameters: str) -> Any:
        assert (action, parameters["fq"]) == ("package_search", "organization:council")
        start, rows = int(parameters["start"]), int(parameters["rows"])
        found = list(self.packages.values())
        return {"count": len(found), "results": found[start : start + rows]}

    def read_package(self, name: str) -> PortalState | None:
        package = self.packages.get(name)
        return read_state(package) if package else None


def package(name: str, **resources: tuple[str, str]) -> dict[str, Any]:
    shown = [
        {"id": key, "resource_type": kind, "hash": value}
        for key, (kind, value) in resources.items()
    ]
    return {"id": f"id-{name}", "name": name, "resources": shown}


def publish(ledger: Ledger, clock: Clock, *parts: tuple[str, str, str]) -> None:
    for document, resource, role in parts:
        data: dict[str, Any] = {"role": role, "resource_id": resource}
        event = an_event(Kind.PUBLISHED, AT, dataset="roads", document=document, portal="city",
                         sha256="aa", data=data)  # fmt: skip
        ledger.record(event)
    clock.forward(days=1)


def compared(ledger: Ledger, shelf: Shelf) -> list[str]:
    client: Any = shelf
    return list(compare(client, PORTAL, ledger, build_figures_now(ledger, "city")))


def test_passport_and_structure_are_no_documents(ledger: Ledger, clock: Clock) -> None:
    publish(ledger, clock, ("roads/signs", "r1", "data"), ("passport", "r2", "documentation"))
    shown = package("roads", r1=("data", "sha256:aa"), r2=("documentation", "sha256:aa"))

    assert compared(ledger, Shelf(shown)) == []


def test_where_the_portal_keeps_no_type_the_ledger_knows_it(ledger: Ledger, clock: Clock) -> None:
    publish(
        ledger, clock, ("roads/signs", "r1", "data"), ("passport", "r2", "documentation"),
        ("structure/signs", "r3", "documentation"), ("roads/signs#XLSX", "r4", "alternative"),
    )  # fmt: skip
    shown = package("roads", r1=("", ""), r2=("", ""), r3=("", ""), r4=("", ""), r5=("", ""))

    assert compared(ledger, Shelf(shown)) == ["roads: нам невідоме: «r5»; лишиться як є."]


def test_every_page_of_the_organization_is_read(ledger: Ledger) -> None:
    shown = [package(f"dataset-{number}", r=("data", "")) for number in range(101)]

    assert len(compared(ledger, Shelf(*shown))) == 101


TOLD = (("roads/signs", "r1", "data"), ("passport", "r2", "documentation"))


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ([], "roads: набору немає на порталі."),
        ([package("roads", r2=("", ""))], "roads: немає файлу roads/signs."),
        (
            [package("roads", r1=("data", "sha256:bb"))],
            "roads: roads/signs: на порталі інший файл.",
        ),
        (
            [{**package("roads", r1=("data", "")), "private": True}],
            "roads: набір закритий: сторонні його не бачать.",
        ),
        (
            [package("roads", r1=("data", "")), package("other", x=("data", ""))],
            "other: нам невідоме: «x»; лишиться як є.",
        ),
    ],
)
def test_every_disagreement_is_a_sentence(
    ledger: Ledger, clock: Clock, shown: list[dict[str, Any]], said: str
) -> None:
    publish(ledger, clock, *TOLD)
    assert compared(ledger, Shelf(*shown)) == [said]


def test_what_the_portal_shows_and_no_figure_counts_is_told(ledger: Ledger, clock: Clock) -> None:
    publish(ledger, clock, *TOLD)
    ledger.record(
        an_event(Kind.WITHDRAWN, AT, dataset="roads", document="roads/signs", portal="city")
    )
    assert compared(ledger, Shelf(package("roads", r1=("data", "")))) == [
        "roads: на порталі є, а журнал не лічить: roads/signs."
    ]


def test_an_act_without_an_outcome_is_told_as_ours(ledger: Ledger, clock: Clock) -> None:
    publish(ledger, clock, *TOLD)
    intent: dict[str, Any] = {"role": "data", "resource_id": "r1"}
    ledger.record(
        an_event(
            Kind.PUBLISHING, AT, dataset="roads", document="roads/signs", portal="city",
            sha256="bb", data=intent,
        )
    )  # fmt: skip
    assert compared(ledger, Shelf(package("roads", r1=("data", "sha256:bb")))) == [
        "roads: надсилання не закінчено: roads/signs; його закінчить pipeline publish roads."
    ]
    assert compared(ledger, Shelf(package("roads", r1=("data", "sha256:aa")))) == []


def test_a_link_that_was_there_before_us_is_no_document(ledger: Ledger, clock: Clock) -> None:
    publish(ledger, clock, *TOLD, ("link/r9", "r9", "link"))
    assert compared(ledger, Shelf(package("roads", r1=("data", ""), r9=("", "")))) == []
