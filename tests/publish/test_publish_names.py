from __future__ import annotations

import unicodedata

import pytest

from pipeline.publish.formats import format_of
from pipeline.publish.names import name_plain, name_table, tell_apart
from pipeline.publish.periods import name_period
from pipeline.publish.transliteration import transliterate


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Алушта Борщагівка Гадяч Ґалаґан", "alushta borshchahivka hadiach galagan"),
        ("Єнакієве Гаєвич Короп’є", "yenakiieve haievych koropie"),
        ("Їжакевич Кадиївка Мар'їне", "yizhakevych kadyivka marine"),
        ("Йосипівка Стрий Олексій", "yosypivka stryi oleksii"),
        (
            "Юрій Крюківка Яготин Костянтин Знам’янка",
            "yurii kriukivka yahotyn kostiantyn znamianka",
        ),
        ("Згорани Розгон", "zghorany rozghon"),
        ("Щербухи Гоща Цюрупинськ", "shcherbukhy hoshcha tsiurupynsk"),
    ],
)
def test_letters_follow_the_official_table_and_its_examples(ukrainian: str, latin: str) -> None:
    assert transliterate(ukrainian) == latin


def test_a_table_is_called_by_its_name_and_a_series_by_its_period_too() -> None:
    assert name_table("organizationUnits", None, "csv") == "organizationunits.csv"
    assert name_table("listOfReports", "2021-Q2", "xlsx") == "listofreports-2021-q2.xlsx"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("2021/Розпорядження № 12 від 05.04.pdf", "2021-rozporiadzhennia-12-vid-05-04.pdf"),
        ("Проєкт_рішення (остання).DOCX", "proiekt-rishennia-ostannia.docx"),
        ("README", "readme"),
    ],
)
def test_a_plain_file_is_called_by_its_path_in_latin(path: str, name: str) -> None:
    assert name_plain(path) == name


def test_names_without_a_letter_are_told_apart_by_a_digest() -> None:
    first, second = name_plain("№.pdf"), name_plain("№№.pdf")
    assert first.startswith("document-")
    assert second.startswith("document-")
    assert first != second


def test_one_path_gives_one_name_however_its_letters_are_composed() -> None:
    path = "Їжак і йод.pdf"
    assert name_plain(unicodedata.normalize("NFD", path)) == name_plain(path) == "yizhak-i-yod.pdf"


def test_long_names_are_cut_and_still_told_apart() -> None:
    first, second = name_plain("я" * 200 + "1.pdf"), name_plain("я" * 200 + "2.pdf")
    assert first != second
    assert len(first) <= 84
    assert first.isascii()


def test_the_second_comer_to_a_name_gets_a_digest_of_its_id() -> None:
    assert tell_apart("a-b.pdf", "x/orders/a/b.pdf") == tell_apart("a-b.pdf", "x/orders/a/b.pdf")
    assert tell_apart("a-b.pdf", "x/orders/a/b.pdf") != tell_apart("a-b.pdf", "x/orders/a-b.pdf")
    assert tell_apart("a-b.pdf", "x").endswith(".pdf")


@pytest.mark.parametrize(
    ("filename", "name", "mimetype"),
    [
        ("a.CSV", "CSV", "text/csv"),
        ("a.geojson", "GeoJSON", "application/geo+json"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.dwg", "DWG", "application/octet-stream"),
    ],
)
def test_a_format_is_named_as_portals_name_it(filename: str, name: str, mimetype: str) -> None:
    found = format_of(filename)
    assert (found.name, found.mimetype) == (name, mimetype)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021-Q2", "II квартал 2021 року"),
        ("2021-H1", "I півріччя 2021 року"),
        ("2021-06", "червень 2021 року"),
        ("2021", "2021 рік"),
        ("2021-13", "2021-13"),
        ("весна", "весна"),
    ],
)
def test_a_period_is_said_in_words(period: str, words: str) -> None:
    assert name_period(period) == words
