"""One small report in every format."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from ledgers import Clock, an_event

from pipeline.record.event import Kind
from pipeline.record.ledger import Ledger
from pipeline.report.charts import build_pictures
from pipeline.report.formats import render_report
from pipeline.report.history import Point, build_history
from pipeline.report.quarterly import Report, build_report

CITY, SITE = "Приклад <міська> рада", "http://data.city.example"


@pytest.fixture
def report(ledger: Ledger, clock: Clock) -> Report:
    said = {"title": "Дороги & знаки", "office": "roads", "office_name": "Відділ доріг",
            "frequency": "once a month"}  # fmt: skip
    data: dict[str, Any] = {"portal": "city", "data": {"role": "data", "resource_id": "r",
                                                       "package_id": "p"}}  # fmt: skip
    for month, sha256 in ((2, "a"), (4, "b"), (6, "c")):
        clock.moment = datetime(2021, month, 10, 9, tzinfo=UTC)
        ledger.record(an_event(Kind.DESCRIBED, clock.moment, dataset="roads", data=said))
        ledger.record(
            an_event(
                Kind.PUBLISHED,
                clock.moment,
                dataset="roads",
                document="roads/signs",
                sha256=sha256,
                rows=5,
                **data,
            )
        )
    clock.moment = datetime(2021, 7, 2, 7, tzinfo=UTC)
    return build_report(ledger, "city", quarter="2021-Q2")


def render(report: Report, form: Any, ledger: Ledger, *, explain: bool = False) -> bytes:
    return render_report(report, form, ledger, CITY, SITE, explain=explain)


def test_the_page_is_self_contained_and_escaped(report: Report, ledger: Ledger) -> None:
    page = BeautifulSoup(render(report, "html", ledger), "html.parser")

    assert page.h1 is not None
    assert page.h1.text == "Звіт про відкриті дані за II квартал 2021 року"
    assert page.header is not None
    assert CITY in page.header.text
    assert len(page.select("figure svg")) == 3
    assert page.select("script, link, img, iframe") == []
    assert [tag["href"] for tag in page.select("a")] == []


def test_the_page_explained_links_to_the_documents(report: Report, ledger: Ledger) -> None:
    page = BeautifulSoup(render(report, "html", ledger, explain=True), "html.parser")

    assert f"{SITE}/dataset/p/resource/r/download/document" in [a["href"] for a in page.select("a")]


def test_the_document_reads_as_the_page_does(report: Report, ledger: Ledger) -> None:
    document = docx.Document(io.BytesIO(render(report, "docx", ledger)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs if paragraph.text]

    assert paragraphs[:2] == ["Звіт про відкриті дані за II квартал 2021 року", CITY]
    assert paragraphs[2].startswith(
        "Станом на 01.07.2021 у розділі «Відкриті дані» опубліковано 1 набір даних, "
        "який містить 1 документ."
    )
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Підрозділ", "Набори", "Документи", "Оновлення", "Вчасно, %", "Не прийнято",
         "Прострочено"],
        ["Відділ доріг", "1", "1", "2", "0", "0", "0"],
        ["Разом", "1", "1", "2", "0", "0", "0"],
    ]  # fmt: skip
    assert len(document.inline_shapes) == 3
    assert paragraphs[-2].startswith("Остання подія журналу: 6, хеш ")


def test_the_documents_pages_are_numbered_and_its_charts_stay_within_the_margins(
    report: Report, ledger: Ledger
) -> None:
    document = docx.Document(io.BytesIO(render(report, "docx", ledger)))
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin

    assert section.different_first_page_header_footer
    assert 'w:instr="PAGE"' in section.header.paragraphs[0]._p.xml
    assert "PAGE" not in section.first_page_header._element.xml
    for shape in document.inline_shapes:
        assert abs(shape.width - width) < 1000
        assert [shape._inline.get(side) for side in ("distL", "distR")] == ["0", "0"]


def test_markdown_keeps_its_own_signs_apart(report: Report, ledger: Ledger) -> None:
    lines = render(report, "md", ledger).decode().splitlines()

    assert lines[:3] == [
        "# Звіт про відкриті дані за II квартал 2021 року",
        "",
        "Приклад \\<міська\\> рада",
    ]
    assert "| **Разом** | **1** | **1** | **2** | **0** | **0** | **0** |" in lines


def test_the_table_of_figures_is_tidy_and_ends_with_the_head(
    report: Report, ledger: Ledger
) -> None:
    rows = list(csv.reader(io.StringIO(render(report, "csv", ledger).decode())))

    assert rows[0] == ["level", "office", "dataset", "figure", "value"]
    assert ["city", "", "", "documents", "1"] in rows
    assert ["office", "roads", "", "updates", "2"] in rows
    assert ["city", "", "", "late_updates", "2"] in rows
    assert rows[-2:] == [
        ["ledger", "", "", "head", report.figures.head],
        ["ledger", "", "", "known_at", "2021-07-02T07:00:00+00:00"],
    ]


def test_growth_begins_a_month_before_the_first_document_and_updates_with_the_first(
    report: Report, ledger: Ledger
) -> None:
    history = build_history(ledger, report)

    assert history.points == (
        Point(date(2021, 2, 1), 0, 0),
        *(Point(date(2021, month, 1), 1, 1) for month in (3, 4, 5, 6, 7)),
    )
    assert history.updates == (
        (date(2021, 2, 1), 1),
        (date(2021, 3, 1), 0),
        (date(2021, 4, 1), 1),
        (date(2021, 5, 1), 0),
        (date(2021, 6, 1), 1),
    )


def test_a_chart_says_its_numbers_in_words_and_is_drawn_the_same_twice(
    report: Report, ledger: Ledger
) -> None:
    history = build_history(ledger, report)
    pictures = build_pictures(report, history)

    assert [picture.text for picture in pictures] == [
        "Набори даних і документи за рік: 02.2021 — 0\u00a0наборів даних, 0\u00a0документів; "
        "07.2021 — 1\u00a0набір даних, 1\u00a0документ.",
        "Оновлення за місяцями: 02.2021 — 1\u00a0оновлення, "
        "03.2021 — 0\u00a0оновлень, 04.2021 — 1\u00a0оновлення, 05.2021 — 0\u00a0оновлень, "
        "06.2021 — 1\u00a0оновлення.",
        "Набори, оновлені в строк, за підрозділами: Відділ доріг — 0 %.",
    ]
    assert build_pictures(report, history) == pictures
    assert all(picture.png.startswith(b"\x89PNG") for picture in pictures)


def test_an_empty_ledger_has_a_page_without_charts(ledger: Ledger) -> None:
    empty = build_report(ledger, "city", quarter="2021-Q2")
    page = BeautifulSoup(render(empty, "html", ledger), "html.parser")

    assert page.select("figure") == []
    assert "у журналі ще немає жодної події" in page.text
