from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.compose import build_blocks
from pipeline.report.layout_json import render_json
from pipeline.report.layout_text import render_text
from pipeline.report.offices import OfficeRow
from pipeline.report.paragraph import write_paragraph
from pipeline.report.period import PeriodError
from pipeline.report.quarterly import Report, build_report, write_sentence

NEXT_DAY = datetime(2021, 7, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("datasets", "documents", "told"),
    [
        (0, 0, "0 наборів даних, які містять 0 документів"),
        (1, 1, "1 набір даних, який містить 1 документ"),
        (2, 3, "2 набори даних, які містять 3 документи"),
        (4, 22, "4 набори даних, які містять 22 документи"),
        (5, 21, "5 наборів даних, які містять 21 документ"),
        (11, 12, "11 наборів даних, які містять 12 документів"),
        (21, 101, "21 набір даних, який містить 101 документ"),
        (101, 111, "101 набір даних, який містить 111 документів"),
        (111, 114, "111 наборів даних, які містять 114 документів"),
        (135, 1062, "135 наборів даних, які містять 1062 документи"),
    ],
)
def test_the_sentence_is_the_citys_own(datasets: int, documents: int, told: str) -> None:
    assert write_sentence("01.07.2021", datasets, documents) == (
        f"Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано {told}."
    )


@pytest.fixture
def told(ledger: Ledger, clock: Clock) -> Ledger:
    """Two datasets of one office, published over two quarters, and a refusal of a third one."""
    moment = datetime(2021, 3, 1, 9, tzinfo=UTC)

    def tell(kind: Kind, dataset: str, day: datetime, **parts: Any) -> None:
        clock.moment = day
        ledger.record(an_event(kind, day, dataset=dataset, **parts))

    for dataset, title in (("roads", "Дорожні знаки"), ("orders", "Розпорядження")):
        said = {"title": title, "office": "city", "office_name": "Управління міста"}
        tell(Kind.DESCRIBED, dataset, moment, data=said)
    data: dict[str, Any] = {"portal": "city", "data": {"role": "data"}}
    tell(Kind.PUBLISHED, "roads", moment, document="roads/signs", sha256="a", rows=5, **data)
    june = datetime(2021, 6, 30, 20, 59, tzinfo=UTC)
    tell(Kind.PUBLISHED, "roads", june, document="roads/signs", sha256="b", rows=6, **data)
    for number in (1, 2):
        parts = {"document": f"orders/{number}.pdf", "sha256": f"{number}"}
        tell(Kind.PUBLISHED, "orders", june, **parts, **data)
    tell(Kind.REFUSED, "shelters", june, document="shelters/list", sha256="d")
    clock.moment = NEXT_DAY
    return ledger


def text_of(report: Report) -> str:
    return render_text(build_blocks(report, "Місто"))


def test_a_quarter_is_reported_as_of_the_day_after_it(told: Ledger) -> None:
    last = told.last()
    assert last is not None

    assert (
        text_of(build_report(told, "city", quarter="2021-Q2"))
        == f"""\
Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано 2 набори даних, які містять 3 \
документи. Оновлення наборів даних здійснюється у встановлені розпорядниками строки. За II квартал \
2021 року здійснено 3 оновлення. З’явився 1 новий набір даних, який містить 2 \
документи.
Показники на 00:00 01.07.2021 за київським часом.

Показники за підрозділами
  Підрозділ               Набори  Документи  Оновлення  Вчасно, %  Не прийнято  Прострочено
  Підрозділ не зазначено       0          0          0          —            1            0
  Управління міста             2          3          3        100            0            0
  Разом                        2          3          3        100            1            0

Зміни за II квартал 2021 року
Набори даних: 1 → 2: 1 новий.
Документи: 1 → 3: 2 нові.
Нові набори даних:
  Розпорядження

Документи, що з’явилися за квартал
  Набір даних    Підрозділ         Документів
  Розпорядження  Управління міста           2
  Разом                                     2

Джерело показників
За відомостями на 02.07.2021 10:00 (за київським часом).
Остання подія журналу: 7, хеш {last.hash}.
Відтворити: pipeline report --portal city --quarter 2021-Q2 --known-at 2021-07-02T07:00:00+00:00
"""
    )


def test_a_report_of_this_moment_needs_no_midnight(told: Ledger) -> None:
    lines = text_of(build_report(told, "city")).splitlines()

    assert lines[:3] == [
        "Станом на 02.07.2021 у розділі «Відкриті дані» опубліковано 2 набори даних, "
        "які містять 3 документи. "
        "Оновлення наборів даних здійснюється у встановлені розпорядниками строки.",
        "",
        "Показники за підрозділами",
    ]
    assert lines[-1] == (
        "Відтворити: pipeline report --portal city --known-at 2021-07-02T07:00:00+00:00"
    )


def test_a_report_of_a_past_day_tells_that_day(told: Ledger) -> None:
    lines = text_of(build_report(told, "city", as_of="30.06.2021")).splitlines()

    assert lines[:2] == [
        "Станом на 30.06.2021 у розділі «Відкриті дані» опубліковано 1 набір даних, "
        "який містить 1 документ. "
        "Оновлення наборів даних здійснюється у встановлені розпорядниками строки.",
        "Показники на 00:00 30.06.2021 за київським часом.",
    ]
    assert lines[-1] == (
        "Відтворити: pipeline report --portal city --as-of 2021-06-30 "
        "--known-at 2021-07-02T07:00:00+00:00"
    )


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"as_of": "2031-10-01"}, "Ця дата ще не настала"),
        ({"quarter": "2021-Q3"}, "Квартал ще триває"),
    ],
)
def test_nothing_is_said_of_a_day_to_come(told: Ledger, asked: dict[str, str], which: str) -> None:
    lines = text_of(build_report(told, "city", **asked)).splitlines()

    assert lines[0].startswith(
        "Станом на 02.07.2021 у розділі «Відкриті дані» опубліковано 2 набори даних"
    )
    assert "здійснюється у встановлені розпорядниками строки." in lines[0]
    assert lines[1] == f"{which}: показники на 02.07.2021 10:00."


def test_an_empty_ledger_says_so(ledger: Ledger, clock: Clock) -> None:
    clock.moment = NEXT_DAY
    assert text_of(build_report(ledger, "city", quarter="2021-Q2")) == (
        "Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано "
        "0 наборів даних, які містять 0 документів. За II квартал 2021 року оновлень не було.\n"
        "За відомостями на 02.07.2021 10:00 у журналі ще немає жодної події.\n"
    )


def test_the_command_printed_gives_the_same_report_later(told: Ledger, clock: Clock) -> None:
    before = text_of(build_report(told, "city", quarter="2021-Q2"))
    clock.forward(days=30)
    data: dict[str, Any] = {"portal": "city", "data": {"role": "data"}}
    june = datetime(2021, 6, 30, 12, tzinfo=UTC)
    told.record(an_event(Kind.PUBLISHED, june, dataset="x", document="x/y", sha256="z", **data))

    known_at = before.rpartition("--known-at ")[2].strip()
    assert text_of(build_report(told, "city", quarter="2021-Q2", known_at=known_at)) == before
    assert text_of(build_report(told, "city", quarter="2021-Q2")) != before


@pytest.mark.parametrize(
    ("taken", "sentence", "grounds"),
    [
        ({"orders/2.pdf"}, "Вилучено 1 документ.", ["orders/2.pdf"]),
        ({"roads"}, "Вилучено 1 набір даних, який містив 1 документ.", ["Дорожні знаки"]),
        (
            {"roads", "orders/1.pdf", "orders/2.pdf"},
            "Вилучено 2 набори даних, які містили 3 документи.",
            ["Дорожні знаки", "Розпорядження"],
        ),
        (
            {"roads", "orders/2.pdf"},
            "Вилучено 1 документ і 1 набір даних, який містив 1 документ.",
            ["Дорожні знаки", "orders/2.pdf"],
        ),
    ],
)
def test_what_was_withdrawn_is_told_with_its_ground(
    told: Ledger, clock: Clock, taken: set[str], sentence: str, grounds: list[str]
) -> None:
    clock.moment = datetime(2021, 8, 1, 9, tzinfo=UTC)
    for name in sorted(taken):
        dataset = name.partition("/")[0]
        parts = {"dataset": dataset, "document": name if name != dataset else None}
        data = {"by": "Голова", "ground": "рішення сесії"}
        told.record(an_event(Kind.WITHDRAWN, clock.moment, portal="city", data=data, **parts))
    clock.moment = datetime(2021, 10, 1, 9, tzinfo=UTC)
    lines = text_of(build_report(told, "city", quarter="2021-Q3")).splitlines()

    assert sentence in lines[0]
    assert [line.strip() for line in lines if "підстава" in line] == [
        f"{name} (01.08.2021, підстава: рішення сесії)" for name in grounds
    ]


def test_what_became_known_later_is_marked(told: Ledger, clock: Clock) -> None:
    clock.forward(days=30)
    june = datetime(2021, 6, 30, 12, tzinfo=UTC)
    data: dict[str, Any] = {"portal": "city", "data": {"role": "data"}}
    told.record(an_event(Kind.PUBLISHED, june, dataset="x", document="x/y", sha256="z", **data))

    assert write_paragraph(build_report(told, "city", as_of="2021-07-01")).endswith(
        "Показники наведено за уточненими даними: до 00:00 02.07.2021 було відомо про "
        "2 набори даних, які містили 3 документи."
    )


def test_the_offices_of_a_day_are_those_of_its_descriptions(told: Ledger) -> None:
    assert build_report(told, "city", quarter="2021-Q1").offices == (
        OfficeRow("city", "Управління міста", 1, 1, updates=1, in_time=1, refused=0, overdue=0),
    )


def test_a_program_reads_the_same(told: Ledger) -> None:
    report = json.loads(render_json(build_report(told, "city", quarter="2021-Q2")))
    last = told.last()
    assert last is not None

    assert report == {
        "sentence": "Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано "
        "2 набори даних, які містять 3 документи.",
        "paragraph": report["paragraph"],
        "portal": "city",
        "as_of": "2021-07-01",
        "instant": "2021-06-30T21:00:00+00:00",
        "known_at": "2021-07-02T07:00:00+00:00",
        "events": 7,
        "head": last.hash,
        "figures": {
            "datasets": 2,
            "documents": 3,
            "rows": 6,
            "datasets_in_time": 2,
            "overdue": [],
        },
        "first_known": None,
        "quarter": {
            "name": "2021-Q2",
            "start": "2021-03-31T21:00:00+00:00",
            "end": "2021-06-30T21:00:00+00:00",
            "updates": 3,
            "late_updates": 0,
            "refused": 1,
            "datasets_before": 1,
            "documents_before": 1,
            "withdrawn_datasets": [],
            "withdrawn_documents": [],
            "consultations": [],
            "corrections": [],
            "new_datasets": [{"dataset": "orders", "title": "Розпорядження"}],
            "new_documents": [
                {
                    "dataset": "orders",
                    "title": "Розпорядження",
                    "documents": ["orders/1.pdf", "orders/2.pdf"],
                }
            ],
        },
        "offices": [
            {
                "office": "",
                "name": "Підрозділ не зазначено",
                "datasets": 0,
                "documents": 0,
                "datasets_in_time": 0,
                "overdue": 0,
                "updates": 0,
                "refused": 1,
            },
            {
                "office": "city",
                "name": "Управління міста",
                "datasets": 2,
                "documents": 3,
                "datasets_in_time": 2,
                "overdue": 0,
                "updates": 3,
                "refused": 0,
            },
        ],
    }


def test_a_report_of_an_instant_counts_no_changes(told: Ledger) -> None:
    report = json.loads(render_json(build_report(told, "city", as_of="2021-07-01")))

    assert "quarter" not in report
    assert report["offices"] == [
        {
            "office": "city",
            "name": "Управління міста",
            "datasets": 2,
            "documents": 3,
            "datasets_in_time": 2,
            "overdue": 0,
        }
    ]


def test_a_quarter_that_has_not_begun_has_no_report(told: Ledger, clock: Clock) -> None:
    with pytest.raises(PeriodError) as refused:
        build_report(told, "city", quarter="2027-Q1")
    assert str(refused.value) == (
        "I квартал 2027 року ще не почався: звіту за нього ще не може бути."
    )


def test_a_day_and_a_quarter_together_are_refused(told: Ledger) -> None:
    with pytest.raises(PeriodError, match="Вкажіть або дату, або квартал"):
        build_report(told, "city", as_of="2021-07-01", quarter="2021-Q2")
