"""Rows among those of a table that are none of it; each is said, and the rest is read."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.model import Field

HEAD = ["Ідентифікатор", "Назва об’єкта", "Код ЄДРПОУ власника", "Площа", "Дата введення"]
ROWS = [
    ["1", "Школа", "01411082", 1200.5, "2021-07-02"],
    ["2", "Садок", "20064120", 850, "2019-04-21"],
    ["3", "Клуб", "20064120", 64.25, "2015-12-01"],
]
SECTION = (
    "Підзаголовок серед рядків не входить до даних: його пропущено. Якщо він щось каже про рядки "
    "під ним, цьому місце в окремому стовпці."
)

TOTAL = "Рядок підсумку не входить до даних: його пропущено."
NARROW = [
    Field("name", "Назва", required=True),
    Field("type", "Тип", required=True),
    Field("places", "Місць", type="integer", required=True),
    Field("code", "Код ЄДРПОУ", kind="edrpou", required=True),
]
NARROW_HEAD = ["Назва", "Тип", "Місць", "Код ЄДРПОУ"]
SCHOOL = ["Школа", "заклад освіти", 678, "01411082"]


def content_of(rows: list[list[object]], *merged: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def notes(verdict) -> list[tuple[str, bool, int | None, str | None, str]]:
    return [(f.code, f.blocks, f.row, f.value, f.message) for f in verdict.findings]


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (["Разом", None, 678], "Разом 678"),
        (["Всього:", None, 678], "Всього: 678"),
        (["РАЗОМ", "РАЗОМ", "1 234,50"], "РАЗОМ РАЗОМ 1 234,50"),
        ([None, "Разом", 678], "Разом 678"),
        (["Разом", 1, 678], "Разом 1 678"),
    ],
)
def test_a_total_is_left_out_however_narrow_the_table(check, row, value):
    verdict = check("t.xlsx", content_of([NARROW_HEAD, SCHOOL, row]), fields=NARROW)
    assert notes(verdict) == [("total-row", False, 3, value, TOTAL)]
    assert verdict.table.lines == (2,)


def test_each_total_under_a_part_of_the_table_is_left_out(check):
    total = ["РАЗОМ", None, 678]
    content = content_of([NARROW_HEAD, SCHOOL, total, SCHOOL, total])
    verdict = check("t.xlsx", content, fields=NARROW)
    assert notes(verdict) == [
        ("total-row", False, 3, "РАЗОМ 678", TOTAL),
        ("total-row", False, 5, "РАЗОМ 678", TOTAL),
    ]
    assert verdict.table.lines == (2, 4)


def test_a_complete_row_is_data_whatever_its_name(check):
    row = ["Разом", "1", 678, "01411082"]
    verdict = check("t.xlsx", content_of([NARROW_HEAD, SCHOOL, row]), fields=NARROW)
    assert (notes(verdict), verdict.table.lines) == ([], (2, 3))


def test_a_row_without_what_it_may_leave_out_is_data_whatever_its_name(check):
    fields = [NARROW[0], NARROW[2], Field("note", "Примітка"), Field("site", "Сайт")]
    content = content_of([["Назва", "Місць", "Примітка", "Сайт"], ["Разом", 678]])
    verdict = check("t.xlsx", content, fields=fields)
    assert (notes(verdict), verdict.table.lines) == ([], (2,))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["Разом", None, 678, "01411082"], ["B2"]),
        (["Разом", None, None, "01411082"], ["B2", "C2"]),
        (["Разом", "громадська спілка", 678, None], ["D2"]),
        (["Разом до мети", None, 678, None], ["B2", "D2"]),
    ],
)
def test_a_row_that_says_more_than_a_total_is_asked_for_the_rest(check, row, cells):
    verdict = check("t.xlsx", content_of([NARROW_HEAD, row, SCHOOL]), fields=NARROW)
    assert [(f.code, f.cell) for f in verdict.findings] == [("required", cell) for cell in cells]


@pytest.mark.parametrize("merged", [(), ("A2:E2", "A5:E5")])
def test_sub_headings_among_the_rows_are_left_out(check, merged):
    rows = [HEAD, ["Заклади освіти"], *ROWS[:2], ["Заклади культури"], ROWS[2]]
    verdict = check("t.xlsx", content_of(rows, *merged))
    assert notes(verdict) == [
        ("section-row", False, 2, "Заклади освіти", SECTION),
        ("section-row", False, 5, "Заклади культури", SECTION),
    ]
    assert verdict.table.lines == (3, 4, 6)


@pytest.mark.parametrize("row", [["А-15"], [None, "Школа"], ["2", "Садок"]])
def test_a_row_that_somebody_began_is_no_sub_heading(check, row):
    verdict = check("t.xlsx", content_of([HEAD, row, *ROWS[:1]]))
    assert {finding.code for finding in verdict.findings} == {"required"}


def test_words_alone_in_a_column_of_words_are_a_row(check):
    fields = [Field("name", "Назва", required=True), Field("type", "Тип", required=True)]
    fields.append(Field("place", "Місце", required=True))
    content = content_of([["name", "type", "place"], ["Школа"], ["Садок", "дитячий", "Центр"]])
    verdict = check("t.xlsx", content, fields=fields)
    assert [(f.code, f.cell) for f in verdict.findings] == [("required", "B2"), ("required", "C2")]


def test_a_heading_repeated_on_every_page_is_left_out(check):
    again = [[1, 2, 3, 4, 5], *ROWS[:1], HEAD, [1, 2, 3, 4, 5], *ROWS[1:]]
    verdict = check("t.xlsx", content_of([HEAD, *again]))
    heading = "Ідентифікатор Назва об’єкта Код ЄДРПОУ власника Площа Дата в…"
    said = "Заголовки таблиці повторено: рядок пропущено."
    assert notes(verdict) == [
        ("heading-again", False, 4, heading, said),
        ("heading-again", False, 5, "1 2 3 4 5", said),
    ]
    assert verdict.table.lines == (3, 6, 7)


def test_rows_that_a_form_numbered_beforehand_are_one_note(check):
    verdict = check("t.xlsx", content_of([HEAD, *ROWS, *([number] for number in range(4, 31))]))
    said = "Рядки 5–31 лише пронумеровано, решту клітинок не заповнено: до даних це не входить."
    assert notes(verdict) == [("numbered-tail", False, 5, None, said)]
    assert len(verdict.table.rows) == 3


def test_one_row_numbered_beforehand_is_a_note_too(check):
    [note] = check("t.xlsx", content_of([HEAD, *ROWS, ["4"]])).findings
    assert note.message == (
        "Рядок лише пронумеровано, решту клітинок не заповнено: до даних це не входить."
    )


def test_a_number_out_of_turn_is_a_row_somebody_began(check):
    verdict = check("t.xlsx", content_of([HEAD, *ROWS, ["17"]]))
    assert [(f.code, f.cell) for f in verdict.findings] == [("required", "B5"), ("required", "C5")]


def test_cells_merged_down_several_rows_are_one_finding(check):
    verdict = check("t.xlsx", content_of([HEAD, *ROWS], "C2:C4"))
    assert [(f.code, f.cell) for f in verdict.findings] == [("merged-cells", "C3")]
