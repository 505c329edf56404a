from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from city import LATE, Diary, correct_the_phantom, kyiv, tell_first_half_year
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger, open_ledger
from pipeline.report.explain import Item, Opened, build_explanation
from pipeline.report.explain_text import build_explanation_blocks, explanation_value
from pipeline.report.layout_text import render_text
from pipeline.report.quarterly import Report, build_report

SITE = "http://data.city.example/"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Report]]:
    folder: Path = tmp_path_factory.mktemp("explained")
    clock = Clock(kyiv(date(2021, 7, 20), 9))
    with open_ledger(f"sqlite:///{folder}/ledger.sqlite3", clock) as ledger:
        tell_first_half_year(ledger, Diary())
        correct_the_phantom(ledger)
        yield ledger, build_report(ledger, "city", quarter="2021-Q2")


@pytest.fixture(scope="module")
def opened(told: tuple[Ledger, Report]) -> dict[str, Opened]:
    return {figure.name: figure for figure in build_explanation(*told, SITE)}


def test_every_figure_is_the_sum_of_what_it_opens_to(
    told: tuple[Ledger, Report], opened: dict[str, Opened]
) -> None:
    assert {name: figure.value for name, figure in opened.items()} == {
        "datasets": 135,
        "documents": 1062,
        "rows": 10620,
        "overdue": 1,
        "updates": 556,
        "updates_in_time": 555,
        "late_updates": 1,
        "new_datasets": 7,
        "withdrawn_datasets": 2,
        "new_documents": 431,
        "withdrawn_documents": 3,
        "withdrawals": 3,
        "refused": 9,
        "consultations": 12,
        "corrections": 1,
    }


def test_an_item_names_dataset_document_address_and_event(
    told: tuple[Ledger, Report], opened: dict[str, Opened]
) -> None:
    ledger, _ = told
    (item,) = [i for i in opened["documents"].items if i.document == "economy-000/table-0"]
    events = list(ledger.read(document="economy-000/table-0"))

    assert item == Item(
        "economy-000",
        "economy-000/table-0",
        kyiv(date(2021, 4, 1), 15),
        "http://data.city.example/dataset/economy-000/resource/id-economy-000/table-0"
        "/download/document",
        next(each.seq for each in reversed(events) if each.event.kind == "published"),
    )


def test_a_correction_is_opened_to_its_own_event(
    told: tuple[Ledger, Report], opened: dict[str, Opened]
) -> None:
    last = told[0].last()
    assert last is not None

    assert [item.event for item in opened["corrections"].items] == [last.seq]
    assert last.known_at == LATE


def test_what_a_person_said_is_told_in_words(opened: dict[str, Opened]) -> None:
    (correction,) = opened["corrections"].items

    assert correction.told == "Уточнено подію 2263: її не було."
    assert {item.told for item in opened["consultations"].items} == {"Консультація."}


def test_a_person_reads_tables(opened: dict[str, Opened]) -> None:
    text = render_text(build_explanation_blocks(list(opened.values())))
    lines = [line.split() for line in text.splitlines()]

    assert ["Документи:", "1062"] in lines
    assert ["Документ", "Коли", "Адреса", "Рядків", "Подія"] in lines
    assert "Рядки: 10620\nСума стовпця «Рядків» у таблиці документів.\n" in text
    assert "Оновлення після строку: 1\n" in text
    for figure in opened.values():
        assert f"{figure.label}: {figure.value}\n" in text


def test_a_ukrainian_file_name_is_no_line_of_percent_signs(ledger: Ledger, clock: Clock) -> None:
    data = {"role": "data", "package_id": "p", "resource_id": "r"}
    document = "orders/orders/Розпорядження № 7.pdf"
    ledger.record(an_event(Kind.PUBLISHED, dataset="orders", document=document, portal="city",
                           data=data))  # fmt: skip
    figures = {f.name: f for f in build_explanation(ledger, build_report(ledger, "city"), SITE)}

    assert [item.url for item in figures["documents"].items] == [
        "http://data.city.example/dataset/p/resource/r/download/document.pdf"
    ]


def test_a_program_reads_a_mapping(opened: dict[str, Opened]) -> None:
    (item,) = opened["overdue"].items

    assert explanation_value([opened["overdue"]]) == {
        "overdue": {
            "value": 1,
            "items": [
                {
                    "dataset": "legal-012",
                    "document": "legal-012/table-0",
                    "at": item.at.isoformat(),
                    "url": "http://data.city.example/dataset/legal-012",
                    "event": item.event,
                    "count": 1,
                    "told": "",
                }
            ],
        }
    }


def test_a_figure_of_nothing_is_left_out_on_paper() -> None:
    assert build_explanation_blocks([Opened("refused", "Не прийнято", ())]) == ()
