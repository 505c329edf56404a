from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.figures import Description
from pipeline.report.freshness import Duty, Freshness, State, build_freshness
from pipeline.report.freshness_text import (
    build_freshness_blocks,
    render_freshness_json,
    time_left,
    what_to_do,
)
from pipeline.report.layout_text import render_text
from pipeline.resolution835.workdays import add_workdays

ROADS = Description("Дорожні знаки", "roads", "Відділ доріг", "once a month")


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2021, 6, 15), date(2021, 6, 18)),
        (date(2021, 6, 17), date(2021, 6, 23)),  # the weekend, and Monday for Pentecost
        (date(2021, 4, 29), date(2021, 5, 6)),  # Easter, and two Mondays and Tuesdays after it
        (date(2021, 12, 30), date(2022, 1, 5)),  # 1 January moves to Monday
        (date(2022, 4, 29), date(2022, 5, 4)),  # martial law: the holidays of May are worked
        (date(2026, 8, 21), date(2026, 8, 26)),
    ],
)
def test_three_working_days_are_ukraines(day: date, after: date) -> None:
    assert add_workdays(day, 3) == after


class Telling:
    """One dataset `roads` with a monthly term, last updated on 01.06.2021 at noon in Kyiv."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock

    def tell(self, kind: Kind, dataset: str = "roads", **parts: Any) -> None:
        self.ledger.record(an_event(kind, self.clock.moment, dataset=dataset, **parts))

    def publish(self, dataset: str = "roads", frequency: str = "once a month", **said: str) -> None:
        data = {"title": "Дорожні знаки", "office": "roads", "office_name": "Відділ доріг",
                "frequency": frequency, **said}  # fmt: skip
        self.tell(Kind.DESCRIBED, dataset, data=data)
        self.tell(Kind.PUBLISHED, dataset, document=f"{dataset}/signs", portal="city", sha256="a",
                  data={"role": "data"})  # fmt: skip

    def on(self, month: int, day: int) -> tuple[Duty, ...]:
        self.clock.moment = datetime(2021, month, day, 9, tzinfo=UTC)
        return build_freshness(self.ledger, "city").duties


@pytest.fixture
def story(ledger: Ledger, clock: Clock) -> Telling:
    clock.moment = datetime(2021, 6, 1, 9, tzinfo=UTC)
    return Telling(ledger, clock)


def test_a_dataset_is_due_ten_days_before_its_last_day(story: Telling) -> None:
    story.publish()

    assert story.on(6, 21) == ()
    assert story.on(6, 22) == (
        Duty(
            dataset="roads",
            description=ROADS,
            state=State.DUE,
            due_on=date(2021, 7, 2),
            since=datetime(2021, 6, 1, 9, tzinfo=UTC),
            days=10,
        ),
    )


def test_on_its_last_day_a_dataset_is_due_and_the_day_after_overdue(story: Telling) -> None:
    story.publish()

    (duty,) = story.on(7, 2)
    assert (duty.state, time_left(duty)) == (State.DUE, "сьогодні")
    (duty,) = story.on(7, 3)
    assert (duty.state, time_left(duty)) == (State.OVERDUE, "прострочено на 1 день")


def test_a_dataset_that_is_never_late_has_no_duty(story: Telling) -> None:
    story.publish(frequency="no longer updated")

    assert story.on(12, 31) == ()


def test_a_paused_dataset_is_told_apart_until_its_day(story: Telling) -> None:
    story.publish(paused_until="2021-09-01", paused_reason="Наказ № 5")

    (duty,) = story.on(7, 20)
    assert (duty.state, time_left(duty)) == (State.PAUSED, "до 01.09.2021")
    (duty,) = story.on(9, 2)
    assert duty.state is State.OVERDUE


def test_a_refused_delivery_has_three_working_days(story: Telling) -> None:
    story.publish(frequency="once a year")
    story.clock.moment = datetime(2021, 6, 17, 9, tzinfo=UTC)
    story.tell(Kind.GATHERED, document="roads/signs", sha256="b")
    story.tell(Kind.REFUSED, document="roads/signs", sha256="b", data={"blocking": 2})

    (duty,) = story.on(6, 18)
    assert (duty.document, duty.due_on, duty.days, duty.state) == (
        "roads/signs",
        date(2021, 6, 23),
        5,
        State.DUE,
    )
    (duty,) = story.on(6, 24)
    assert duty.state is State.OVERDUE


def test_a_held_delivery_has_three_working_days_too(story: Telling) -> None:
    story.publish(frequency="once a year")
    story.on(6, 15)
    story.tell(Kind.GATHERED, document="roads/signs", sha256="b")
    story.tell(Kind.HELD, document="roads/signs", sha256="b", data={"blocking": 1})
    story.tell(Kind.HELD, data={"blocking": 1})  # how the update ended: no document of its own

    (duty,) = story.on(6, 17)
    assert (duty.document, duty.held, duty.due_on, duty.days) == (
        "roads/signs", True, date(2021, 6, 18), 1,
    )  # fmt: skip
    assert what_to_do(duty) == "підтвердити «roads/signs» (pipeline accept), чекає з 15.06.2021"

    story.tell(Kind.PUBLISHED, document="roads/signs", portal="city", sha256="b",
               data={"role": "data"})  # fmt: skip
    assert story.on(6, 18) == ()


def test_the_most_pressing_comes_first(story: Telling) -> None:
    story.publish("weekly", "once a week")
    story.publish("monthly")
    story.publish("paused", "once a week", paused_until="2021-12-01")
    story.publish("daily", "once a day")

    assert [duty.dataset for duty in story.on(6, 25)] == ["daily", "weekly", "monthly", "paused"]


def test_the_duties_are_read_as_tables(story: Telling) -> None:
    story.publish()
    story.on(7, 12)

    assert render_text(build_freshness_blocks(build_freshness(story.ledger, "city"))) == (
        "Прострочено: 1\n"
        "  Набір даних    Підрозділ     Що зробити                              Останній день"
        "  Лишилося\n"
        "  Дорожні знаки  Відділ доріг  оновити: щомісяця, востаннє 01.06.2021  02.07.2021   "
        "  прострочено на 10 днів\n"
    )


def test_nothing_to_do_is_one_sentence() -> None:
    idle = Freshness("city", datetime(2021, 6, 1, 9, tzinfo=UTC), ())

    assert render_text(build_freshness_blocks(idle)) == (
        "Усе вчасно: станом на 01.06.2021 12:00 строки не спливають.\n"
    )


def test_martial_law_is_noted_where_working_days_were_counted() -> None:
    at = datetime(2022, 5, 3, 9, tzinfo=UTC)
    duty = Duty("roads", ROADS, State.DUE, date(2022, 5, 4), at, 1, "roads/signs")
    planned = Duty("roads", ROADS, State.DUE, date(2022, 5, 4), at, 1)

    assert "діє воєнний стан" in render_text(build_freshness_blocks(Freshness("city", at, (duty,))))
    assert "воєнний" not in render_text(build_freshness_blocks(Freshness("city", at, (planned,))))


def test_a_program_reads_the_same(story: Telling) -> None:
    story.publish()
    story.on(7, 12)

    assert json.loads(render_freshness_json(build_freshness(story.ledger, "city")))["duties"] == [
        {
            "dataset": "roads",
            "title": "Дорожні знаки",
            "office": "roads",
            "state": "overdue",
            "document": None,
            "held": False,
            "since": "2021-06-01T09:00:00+00:00",
            "due_on": "2021-07-02",
            "days": -10,
            "paused_until": None,
        }
    ]
