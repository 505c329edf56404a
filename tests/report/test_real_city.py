"""The acceptance of the report: the city of `real_city.py`, really published (run by `.ci/run`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import requests
from city import AFTER, DRAFTS, ORDERS, QUARTER, kyiv
from real_city import (
    BELATED,
    BOOKS,
    FORGOTTEN,
    GONE,
    NEW,
    REFUSED,
    ROLLED_BACK,
    RealCity,
    live_another_year,
    live_through_the_first_half_year,
    open_city,
)

from pipeline.record.correction import build_correction
from pipeline.record.event import Kind
from pipeline.record.verify import verify_chain
from pipeline.report.consult import build_consultation
from pipeline.report.figures import build_figures
from pipeline.report.layout_json import render_json
from pipeline.report.paragraph import write_paragraph
from pipeline.report.period import instant_of
from pipeline.report.quarterly import Report, build_report

pytestmark = pytest.mark.city

SENTENCE = (
    "Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано "
    "135 наборів даних, які містять 1062 документи."
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCity]:
    """On 20.07.2021, the last order's time corrected five days ago."""
    with open_city(tmp_path_factory.mktemp("real")) as lived:
        live_through_the_first_half_year(lived)
        consult(lived)
        correct_the_belated(lived)
        lived.clock.moment = kyiv(date(2021, 7, 20), 9)
        yield lived


def consult(city: RealCity) -> None:
    office = city.catalogue.offices["legal"]
    event = build_consultation(office, "Назви файлів", date(2021, 6, 15), city.clock.moment, "test")
    city.desk.ledger.record(event)


def correct_the_belated(city: RealCity) -> None:
    """The server's clock was a day ahead: the order went up on 30 June at 17:00."""
    ledger = city.desk.ledger
    (wrong,) = ledger.read(document=BELATED, kinds=(Kind.PUBLISHED,))
    city.clock.moment = kyiv(date(2021, 7, 15), 11)
    changes = {"at": kyiv(date(2021, 6, 30), 17)}
    ledger.record(build_correction(wrong, changes, "Адміністратор", "годинник поспішав", "test"))


def quarter(city: RealCity, known_at: str | None = None) -> Report:
    return build_report(city.desk.ledger, "city", quarter="2021-Q2", known_at=known_at)


def nights(city: RealCity) -> dict[date, tuple[int, int]]:
    known = city.clock.moment
    found = {}
    for day in city.diary.nights:
        figures = build_figures(city.desk.ledger, "city", instant_of(day), known)
        found[day] = (figures.datasets, figures.documents)
    return found


def test_the_quarter_is_told_as_the_city_tells_it(city: RealCity) -> None:
    assert write_paragraph(quarter(city)) == (
        f"{SENTENCE} Встановлені розпорядниками строки оновлення дотримано для 134 з-поміж "
        "135 наборів даних, порушено для 1. За II квартал 2021 року здійснено 557 оновлень. "
        "Надано 1 консультацію (Відділ legal — 1). За квартал оприлюднено 424 нові документи "
        f"у 2 категоріях: «Набір {ORDERS}» — 400, «Набір {DRAFTS}» — 24. З’явилося 7 нових "
        "наборів даних, які містять 7 документів. Вилучено 2 набори даних, які містили "
        "3 документи. Показники наведено за уточненими даними: до 00:00 02.07.2021 було "
        "відомо про 135 наборів даних, які містили 1061 документ."
    )


def test_every_midnight_is_what_the_diary_says(city: RealCity) -> None:
    assert nights(city) == city.diary.nights
    assert (city.diary.nights[QUARTER], city.diary.nights[AFTER]) == ((130, 634), (135, 1062))


def test_a_stranger_counts_the_same_on_the_portal(city: RealCity) -> None:
    url = city.catalogue.portals["city"].url
    asked = {"rows": "1000"}
    answer = requests.get(f"{url}/api/3/action/package_search", asked, timeout=60).json()
    packages = answer["result"]["results"]
    data = [r for p in packages for r in p["resources"] if r["resource_type"] == "data"]

    assert (len(packages), len(data)) == (135, 1062)


def test_the_other_figures(city: RealCity) -> None:
    report = quarter(city)
    changes = report.changes
    assert changes is not None

    assert changes.datasets.new == tuple(sorted(NEW))
    assert set(changes.datasets.withdrawn) == {BOOKS, GONE}
    assert [each.event.dataset for each in changes.refused] == [REFUSED]
    assert report.overdue == (FORGOTTEN,)
    assert [e.event.dataset for e in changes.updated].count(ROLLED_BACK) == 1
    assert report.figures.rows == 2 * (127 - 1 + 7)


def test_before_the_correction_one_order_was_missing(city: RealCity) -> None:
    figures = quarter(city, "2021-07-02").figures

    assert (figures.datasets, figures.documents) == (135, 1061)


def test_a_year_later_all_of_it_comes_out_the_same(city: RealCity) -> None:
    then = render_json(quarter(city, "2021-07-16"))
    live_another_year(city)

    assert render_json(quarter(city, "2021-07-16")) == then
    assert quarter(city).sentence == SENTENCE
    assert nights(city) == city.diary.nights
    figures = build_report(city.desk.ledger, "city").figures
    assert (figures.datasets, figures.documents) == (135, 1062 + 2 - 1 + 2)
    assert verify_chain(city.desk.ledger).faults == ()
