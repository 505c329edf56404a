"""The office's word that nothing changed: actual to this day, and no update."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from towns import Town

from pipeline.life.confirm import confirm, period_of
from pipeline.life.errors import NotPossible
from pipeline.model import PortalResult
from pipeline.record.event import Kind

LATER = timedelta(days=40)
BY = "Олена Коваль"


def actual_at(town: Town) -> str:
    shown = town.lab.show(town.name)
    extras = {item["key"]: item["value"] for item in shown.get("extras", ())}
    return str({**extras, **shown}.get("actual_at", ""))


def test_the_date_of_actuality_moves_and_nothing_else(published: Town) -> None:
    before, places = published.lab.show(published.name), published.places()
    published.city.moment += LATER
    done = confirm(published.dataset, BY, published.desk)
    after = published.lab.show(published.name)
    assert done.sentence == "Підтверджено: дані актуальні на 11.08.2021."
    assert [item.result for item in done.portals] == [PortalResult.PUBLISHED]
    if published.lab.profile != "data.gov.ua":
        assert actual_at(published).startswith("2021-08-11T")
    assert (after["title"], published.places()) == (before["title"], places)


def test_a_confirmation_is_no_update_and_no_new_document(published: Town) -> None:
    figures = published.figures()
    data = len([item for item in published.events(Kind.PUBLISHED) if item.event.rows])
    confirm(published.dataset, BY, published.desk)
    assert published.figures().documents == figures.documents
    assert len([item for item in published.events(Kind.PUBLISHED) if item.event.rows]) == data
    (event,) = (item.event for item in published.events(Kind.CONFIRMED))
    assert dict(event.data) == {"by": BY, "period": "2021-Q3"}


def test_once_a_period_is_enough(published: Town) -> None:
    confirm(published.dataset, BY, published.desk)
    again = confirm(published.dataset, BY, published.desk)
    assert (again.sentence, again.portals) == (
        "За цей період актуальність уже підтверджено 02.07.2021.",
        (),
    )
    published.city.moment += timedelta(days=100)
    assert confirm(published.dataset, BY, published.desk).portals != ()


def test_a_portal_that_was_down_shows_it_with_the_next_run(published: Town) -> None:
    up = published.desk
    down = replace(published.lab, url="http://127.0.0.1:9").client()
    published.desk = replace(up, clients={"city": down})
    published.city.moment += LATER
    assert [item.result for item in confirm(published.dataset, BY, published.desk).portals] == [
        PortalResult.PENDING
    ]
    published.desk = up
    assert published.run_again().result is PortalResult.PUBLISHED
    assert published.run_again().result is PortalResult.UNCHANGED


def test_what_is_not_published_is_not_confirmed(town: Town) -> None:
    with pytest.raises(NotPossible):
        confirm(town.dataset, BY, town.desk)


def test_what_is_not_updated_any_more_needs_no_word(published: Town) -> None:
    ended = replace(published.dataset, frequency="no longer updated")
    with pytest.raises(NotPossible):
        confirm(ended, BY, published.desk)


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        ("more than once a day", "2021-07-01"),
        ("once a day", "2021-07-01"),
        ("once a week", "2021-W26"),
        ("once a month", "2021-07"),
        ("once a quarter", "2021-Q3"),
        ("once a half year", "2021-H2"),
        ("once a year", "2021"),
        ("immediately after making changes", "2021"),
    ],
)
def test_periods_are_those_of_the_calendar_in_kyiv(frequency: str, period: str) -> None:
    assert period_of(frequency, datetime(2021, 6, 30, 21, 30, tzinfo=UTC)) == period
