"""The acceptance of the report: a generated city, day by day, and again a year later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from city import (
    AFTER,
    BELATED,
    DRAFTS,
    FORGOTTEN,
    GONE_SETS,
    LATE,
    NOW,
    ORDERS,
    QUARTER,
    Diary,
    correct_the_phantom,
    kyiv,
    tell_another_year,
    tell_first_half_year,
)
from ledgers import Clock

from pipeline.record.ledger import Ledger, open_ledger
from pipeline.record.verify import verify_chain
from pipeline.report.compose import build_blocks
from pipeline.report.figures import build_figures
from pipeline.report.layout_json import render_json
from pipeline.report.layout_text import render_text
from pipeline.report.paragraph import write_paragraph
from pipeline.report.period import instant_of
from pipeline.report.quarterly import Report, build_report

SENTENCE = (
    "Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано "
    "135 наборів даних, які містять 1062 документи."
)
JULY_20 = "2021-07-20"


@dataclass(frozen=True)
class Told:
    ledger: Ledger
    diary: Diary
    clock: Clock

    def counts(self, day: date) -> tuple[int, int]:
        figures = build_figures(self.ledger, "city", instant_of(day), self.clock.moment)
        return figures.datasets, figures.documents

    def quarter(self, known_at: str | None = None) -> Report:
        return build_report(self.ledger, "city", quarter="2021-Q2", known_at=known_at)


def tell(folder: Path) -> Told:
    clock, diary = Clock(kyiv(AFTER, 9)), Diary()
    ledger = open_ledger(f"sqlite:///{folder}/ledger.sqlite3", clock)
    tell_first_half_year(ledger, diary)
    return Told(ledger, diary, clock)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """On 20.07.2021, the phantom order corrected."""
    told = tell(tmp_path_factory.mktemp("city"))
    correct_the_phantom(told.ledger)
    told.clock.moment = kyiv(date(2021, 7, 20), 9)
    with told.ledger:
        yield told


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The same city a year later."""
    told = tell(tmp_path_factory.mktemp("grown"))
    correct_the_phantom(told.ledger)
    tell_another_year(told.ledger)
    told.clock.moment = NOW
    with told.ledger:
        yield told


def test_the_sentence_of_the_quarter_is_the_citys(city: Told) -> None:
    assert city.quarter().sentence == SENTENCE


def test_every_midnight_of_the_quarter_is_what_the_diary_says(city: Told) -> None:
    nights = {day: city.counts(day) for day in city.diary.nights}

    assert nights == city.diary.nights
    assert len(nights) == 92
    assert (nights[QUARTER], nights[AFTER]) == ((130, 634), (135, 1062))


def test_the_last_minute_of_june_counts_in_july_only(city: Told) -> None:
    assert city.counts(AFTER - timedelta(days=1))[0] == city.counts(AFTER)[0] + 1


def test_the_movement_is_told_by_name(city: Told) -> None:
    changes = city.quarter().changes
    assert changes is not None

    assert changes.datasets.sentence == "130 → 135: 7 нових, 2 вилучено"
    assert changes.documents.sentence == "634 → 1062: 431 новий, 3 вилучено"
    assert changes.datasets.withdrawn == GONE_SETS
    assert {name: len(found) for name, found in changes.appeared.items()} == {
        DRAFTS: 24,
        ORDERS: 400,
        **dict.fromkeys(changes.datasets.new, 1),
    }


def test_the_other_figures_of_the_quarter(city: Told) -> None:
    report = city.quarter()
    changes = report.changes
    assert changes is not None

    told = {
        "updates": len(changes.updated),
        "late": [(t.dataset, t.document) for term in report.terms.values() for t in term.late],
        "overdue": report.overdue,
        "in time": report.in_time,
        "refused": len(changes.refused),
        "consultations": len(changes.consultations),
        "rows": report.figures.rows,
        "corrections": len(changes.corrections),
    }
    assert told == {
        "updates": 424 + 7 + 125,
        "late": [(BELATED, f"{BELATED}/table-0")],
        "overdue": (FORGOTTEN,),
        "in time": 133,
        "refused": 9,
        "consultations": 12,
        "rows": 10620,
        "corrections": 1,
    }


def test_a_rollback_is_no_update(city: Told) -> None:
    changes = city.quarter().changes
    assert changes is not None

    assert [e.event.release for e in changes.updated if e.event.dataset == "transport-009"] == [
        "second"
    ]


def test_the_paragraph_is_ready_to_paste(city: Told) -> None:
    assert write_paragraph(city.quarter()) == (
        f"{SENTENCE} Встановлені розпорядниками строки оновлення дотримано для 133 з-поміж "
        "135 наборів даних, порушено для 2. За II квартал 2021 року здійснено 556 оновлень. "
        "Надано 12 консультацій (Відділ economy — 6, Відділ housing — 6). За квартал оприлюднено "
        "424 нові документи у 2 категоріях: «Набір legal-orders» — 400, «Набір legal-drafts» — 24. "
        "З’явилося 7 нових наборів даних, які містять 7 документів. Вилучено 2 набори даних, які "
        "містили 3 документи. Показники наведено за уточненими даними: до 00:00 02.07.2021 було "
        "відомо про 135 наборів даних, які містили 1063 документи."
    )


def test_what_is_corrected_is_told_with_its_ground(city: Told) -> None:
    text = render_text(build_blocks(city.quarter(), "Місто"))

    assert (
        "15.07.2021, legal-orders/phantom.pdf: Уточнено подію 2263: її не було. "
        "Підстава: документа не було (Керівник відділу)." in text
    )
    assert "Набір economy-005 (11.05.2021, підстава: рішення сесії)" in text


def test_before_the_correction_the_phantom_stood(city: Told) -> None:
    report = city.quarter(known_at="2021-07-02")

    assert (report.figures.datasets, report.figures.documents) == (135, 1063)
    assert report.first_known is None


def test_a_year_later_the_report_of_july_comes_out_the_same(city: Told, grown: Told) -> None:
    then = render_json(city.quarter(known_at=LATE.isoformat()))
    now = render_json(grown.quarter(known_at=LATE.isoformat()))

    assert now == then
    assert grown.quarter(known_at=JULY_20).sentence == SENTENCE
    assert {day: grown.counts(day) for day in grown.diary.nights} == grown.diary.nights


def test_the_year_that_came_changed_later_days_only(grown: Told) -> None:
    assert grown.quarter().sentence == SENTENCE
    assert grown.counts(date(2022, 8, 1)) == (135 - 12, 1062 + 12 - 12)


def test_the_generated_chain_is_whole(grown: Told) -> None:
    assert verify_chain(grown.ledger).faults == ()
