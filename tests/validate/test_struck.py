"""What an office crossed out: the clean CSV carries no crossing-out, so somebody must say."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

ROW = (
    "Рядок закреслено, а опубліковано його було б як чинний. Якщо він належить до даних, зніміть "
    "закреслення; якщо ні — вилучіть рядок."
)
CELL = (
    "Значення або його частину закреслено, а опубліковано її було б як чинну. Лишіть у клітинці "
    "тільки те, що дійсне, без закреслення."
)


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in (
        ["uid", "name", "ownerId", "area", "builtDate", "remark"],
        ["1", "Школа", "01411082", 1200.5, None, None],
        ["2", "Садок", "20064120", 850, None, None],
    ):
        made.active.append(row)
    return made


def content_of(made: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def struck(verdict) -> list[tuple[str, bool, str, str | None, str]]:
    return [
        (f.code, f.blocks, f.cell, f.value, f.message)
        for f in verdict.findings
        if f.code.startswith("struck")
    ]


def test_a_row_crossed_out_as_a_whole_is_one_finding(check):
    made = book()
    for cell in made.active[3]:
        cell.font = Font(strike=True)
    assert struck(check("t.xlsx", content_of(made))) == [("struck-row", True, "A3", None, ROW)]


def test_a_value_crossed_out_is_found_in_its_cell(check):
    made = book()
    made.active["B3"].font = Font(strike=True)
    found = struck(check("t.xlsx", content_of(made)))
    assert found == [("struck-cell", True, "B3", "Садок", CELL)]


def test_a_value_crossed_out_in_part_is_found_and_read_whole(check):
    made = book()
    gone = TextBlock(InlineFont(strike=True), "№ 5")
    made.active["B3"] = CellRichText("Садок ", gone, TextBlock(InlineFont(b=True), " № 6"))
    verdict = check("t.xlsx", content_of(made))
    assert struck(verdict) == [("struck-cell", True, "B3", "Садок № 5 № 6", CELL)]


def test_bold_letters_inside_a_value_are_nobodys_business(check):
    made = book()
    made.active["B3"] = CellRichText("Садок ", TextBlock(InlineFont(b=True), "№ 6"))
    verdict = check("t.xlsx", content_of(made))
    assert (struck(verdict), verdict.table.rows[1][1]) == ([], "Садок № 6")


@pytest.mark.parametrize("place", ["B4", "F3", "D1"])
def test_crossed_out_cells_that_are_not_published_are_nobodys_business(check, place):
    made = book()
    made.active[place].font = Font(strike=True)
    made.active[place] = made.active[place].value or ("x" if place == "F3" else None)
    assert struck(check("t.xlsx", content_of(made))) == []


@pytest.mark.parametrize("name", ["struck.ods", "struck.xls"])
def test_crossing_out_is_found_in_other_workbooks_too(check, name):
    assert struck(check(name)) == [
        ("struck-row", True, "A2", None, ROW),
        ("struck-cell", True, "B3", "Садок", CELL),
        ("struck-cell", True, "B4", "Клуб № 5 № 6", CELL),
    ]
