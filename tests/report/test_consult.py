from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.model import Catalogue, Office, Publisher
from pipeline.record.event import Event, Kind
from pipeline.report.consult import ConsultationError, build_consultation, find_office

NOW = datetime(2021, 6, 15, 7, tzinfo=UTC)
ECONOMY = Office("economy", "Управління економіки", "economy@city.example")
HOUSING = Office("housing", "Відділ житла", "housing@city.example")
CATALOGUE = Catalogue(
    Publisher("Місто", "04052502", "UA44120010010012345", "http://city.example", "a@city.example"),
    demonstration=True,
    report_portal="city",
    offices={"economy": ECONOMY, "housing": HOUSING},
    portals={},
    datasets=(),
)


@pytest.mark.parametrize("written", ["economy", " Управління економіки ",
                                     "УПРАВЛІННЯ ЕКОНОМІКИ"])  # fmt: skip
def test_an_office_is_found_by_key_or_name(written: str) -> None:
    assert find_office(CATALOGUE, written) is ECONOMY


def test_an_unknown_office_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConsultationError) as told:
        find_office(CATALOGUE, "управління економки")
    assert str(told.value) == (
        "Немає підрозділу «управління економки». Можливо, «economy» (Управління економіки)?"
    )

    with pytest.raises(ConsultationError) as told:
        find_office(CATALOGUE, "xyz")
    assert str(told.value) == "Немає підрозділу «xyz». Відомі: economy, housing."


def test_a_consultation_given_now() -> None:
    assert build_consultation(ECONOMY, " Як  заповнити\nCSV ", None, NOW, "olena") == Event(
        kind=Kind.CONSULTATION,
        at=NOW,
        actor="olena",
        sentence="Консультація: Управління економіки — «Як заповнити CSV», 15.06.2021.",
        data={
            "office": "economy",
            "office_name": "Управління економіки",
            "topic": "Як заповнити CSV",
        },
    )


def test_a_consultation_of_an_earlier_day_stands_at_its_noon() -> None:
    event = build_consultation(ECONOMY, "CSV", date(2021, 6, 1), NOW, "olena")

    assert event.at == datetime(2021, 6, 1, 9, tzinfo=UTC)


def test_a_consultation_of_this_morning_is_not_put_into_the_future() -> None:
    assert build_consultation(ECONOMY, "CSV", date(2021, 6, 15), NOW, "olena").at == NOW


@pytest.mark.parametrize(
    ("topic", "on", "told"),
    [
        (" ", None, "Тема консультації порожня: напишіть, про що питали."),
        ("CSV", date(2021, 6, 16), "День 16.06.2021 ще не настав."),
    ],
)
def test_what_cannot_be_logged_is_told(topic: str, on: date | None, told: str) -> None:
    with pytest.raises(ConsultationError) as error:
        build_consultation(ECONOMY, topic, on, NOW, "olena")

    assert str(error.value) == told
