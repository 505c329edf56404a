"""The passport says the points of п. 7, and nothing of the run that made it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.model import (
    Dataset,
    Document,
    DocumentFile,
    Field,
    Office,
    Publisher,
    Release,
    Resource,
    Responsible,
    Schema,
    Suppressed,
)
from pipeline.resolution835.passport import build_passport, render_passport

CITY = Publisher("Виконавчий комітет", "04055636", "UA32140050010021659", "https://city", "a@b.ua")
URL = "http://127.0.0.1:5080/dataset/economy-rent"


def dataset(*fields: Field) -> Dataset:
    schema = Schema("own", "Оренда", fields) if fields else None
    return Dataset(
        name="economy-rent",
        title="Оренда майна",
        description="Об’єкти, передані в оренду",
        keywords=("майно", "оренда"),
        licence="CC-BY-4.0",
        office=Office("economy", "Управління економіки", "economy@example.gov.ua"),
        responsible=Responsible("Начальник відділу", "rent@example.gov.ua"),
        frequency="once a quarter",
        ground="Закон України «Про оренду державного та комунального майна»",
        purpose="Облік майна громади",
        portals=("city",),
        resources=(Resource("rent", "Оренда", "", schema, "rent.xlsx", None),),
        folder=Path(),
        descriptor_hash="0",
    )


def document(name: str, actual_at: datetime, *formats: str) -> Document:
    files = tuple(DocumentFile(f, f"{name}.{f.lower()}", "", "0", 1) for f in formats)
    return Document(f"economy-rent/{name}", "rent", "Оренда", files, "0", actual_at)


def release(*documents: Document) -> Release:
    return Release(
        "economy-rent",
        documents,
        made_at=datetime(2021, 7, 2, 11, 5, tzinfo=UTC),
        first_made_at=datetime(2020, 12, 31, 22, 30, tzinfo=UTC),
    )


def said(of: Dataset, published: Release) -> dict[int, str]:
    return {row.number: row.value for row in build_passport(of, CITY, published, URL)}


def test_all_sixteen_points_are_said_in_order() -> None:
    published = release(
        document("one", datetime(2021, 6, 30, 21, 30, tzinfo=UTC), "CSV", "XLSX"),
        document("two", datetime(2021, 6, 1, tzinfo=UTC), "CSV"),
    )
    rows = build_passport(dataset(Field("uid", "Код")), CITY, published, URL)
    assert [(row.number, row.name, row.value) for row in rows] == [
        (1, "Ідентифікаційний номер набору даних", "economy-rent"),
        (2, "Найменування набору даних", "Оренда майна"),
        (3, "Стислий опис змісту набору даних", "Об’єкти, передані в оренду"),
        (
            4,
            "Підстава та призначення збору інформації",
            "Закон України «Про оренду державного та комунального майна». Облік майна громади.",
        ),
        (5, "Мова інформації", "українська"),
        (6, "Формати, у яких доступний набір даних", "CSV, XLSX"),
        (7, "Формати стиснення", "не застосовано"),
        (8, "Дата і час першого оприлюднення", "2021-01-01T00:30:00+02:00"),
        (9, "Дата і час останнього внесення змін", "2021-07-02T14:05:00+03:00"),
        (10, "Дата, на яку дані є актуальними", "2021-07-01"),
        (11, "Періодичність оновлення", "Щокварталу"),
        (12, "Ключові слова", "майно, оренда"),
        (13, "Гіперпосилання на набір даних", URL),
        (14, "Відповідальна особа", "Начальник відділу, rent@example.gov.ua"),
        (15, "Гіперпосилання на структуру набору даних", URL),
        (16, "Розпорядник інформації", "Виконавчий комітет, код ЄДРПОУ 04055636"),
    ]


def test_numbers_of_people_are_named_as_withheld() -> None:
    of = dataset(
        Field("renterId", "Орендар", kind="party-id"), Field("ownerId", "Власник", kind="edrpou")
    )
    assert said(of, release())[3] == (
        "Об’єкти, передані в оренду. Номери фізичних осіб (РНОКПП) у стовпцях renterId "
        "не оприлюднено: це персональні дані, інформація з обмеженим доступом."
    )


def test_plain_files_in_an_archive_have_compression_and_no_structure() -> None:
    points = said(dataset(), release(document("acts", datetime(2021, 7, 1, tzinfo=UTC), "ZIP")))
    assert (points[6], points[7], points[15]) == ("ZIP", "ZIP", "немає")


def test_the_same_release_gives_the_same_bytes() -> None:
    rows = build_passport(dataset(), CITY, release(), URL)
    again = build_passport(dataset(), CITY, release(), URL)
    assert render_passport(rows) == render_passport(again)


def test_the_file_is_utf8_csv_with_line_feeds_and_few_quotes() -> None:
    lines = render_passport(build_passport(dataset(), CITY, release(), URL)).decode().split("\n")
    assert lines[:3] == [
        "number,name,value",
        "1,Ідентифікаційний номер набору даних,economy-rent",
        "2,Найменування набору даних,Оренда майна",
    ]
    assert lines[12] == '12,Ключові слова,"майно, оренда"'
    assert lines[-1] == ""


def test_rows_kept_back_are_named_with_their_ground_and_not_counted() -> None:
    listed = (Suppressed("01411082", "Постанова № 1257", date(2025, 10, 3)),)
    given = replace(dataset(Field("uid", "Код")), suppressed=listed)
    whole = document("one", datetime(2021, 6, 1, tzinfo=UTC), "CSV")
    assert said(given, release(whole))[3] == "Об’єкти, передані в оренду"
    assert said(given, release(replace(whole, withheld=2)))[3] == (
        "Об’єкти, передані в оренду. Рядки про підприємства, відомості про які закрито на час "
        "воєнного стану, не оприлюднено: інформація з обмеженим доступом (Постанова № 1257)."
    )
