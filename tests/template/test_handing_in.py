"""The sentence beside a form on how it is handed in once it is filled."""

from __future__ import annotations

import pytest

from pipeline.model import FolderSource, Resource
from pipeline.template.handing_in import how_to_hand_in


def said(*patterns: str, sheet: str | None = None) -> str:
    source = FolderSource("housing", patterns)
    return how_to_hand_in(Resource("toilets", "Вбиральні", "", None, "", source, sheet=sheet))


@pytest.mark.parametrize(
    "pattern", ["vbyralni*.xlsx", "vbyralni*.XLSX", "vbyralni*.*", "vbyralni*"]
)
def test_a_form_is_handed_in_as_it_is_where_its_format_is_taken(pattern: str):
    assert said(pattern) == f"Заповнену здають під назвою «{pattern}» у теку housing."


def test_of_several_names_those_that_a_form_can_have_are_named():
    assert said("a*.csv", "b*.xlsx", "c*.xlsx") == (
        "Заповнену здають під назвою «b*.xlsx» або «c*.xlsx» у теку housing."
    )


@pytest.mark.parametrize(
    ("pattern", "saved"),
    [
        ("vbyralni*.csv", "CSV UTF-8"),
        ("Тарифи*.xls", "«Книга Excel 97–2003» (.xls)"),
        ("konteinery*.ods", "«Електронна таблиця OpenDocument» (.ods)"),
    ],
)
def test_where_xlsx_is_not_taken_it_says_how_to_save_the_form(pattern: str, saved: str):
    assert said(pattern) == (
        f"Заповнену збережіть («Зберегти як») у форматі {saved} і здайте під назвою «{pattern}» "
        "у теку housing: файла XLSX цей набір не бере."
    )


def test_a_sheet_keeps_its_name_in_a_workbook():
    assert said("kadry*.xls", sheet="Посади") == (
        "Заповнену збережіть («Зберегти як») у форматі «Книга Excel 97–2003» (.xls) і здайте "
        "аркушем «Посади» книги «kadry*.xls» у теку housing: файла XLSX цей набір не бере."
    )


def test_a_csv_has_no_sheet_to_name():
    assert said("kadry*.csv", sheet="Посади") == said("kadry*.csv")


def test_no_form_can_be_saved_as_a_map():
    assert said("Межі*.geojson") == (
        "Цей набір здають не формою, а файлом під назвою «Межі*.geojson» у теку housing."
    )


def test_data_from_elsewhere_are_not_handed_in():
    assert how_to_hand_in(Resource("toilets", "Вбиральні", "", None, "", None)) == ""
