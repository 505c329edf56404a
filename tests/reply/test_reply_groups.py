"""Findings by column, rule and value; addresses and column rules in words."""

from dataclasses import replace

import pytest
from replies import AREA, CODE, HIDDEN_SHEET, NUMBER, SCHEMA, verdict

from pipeline.model import Field, Finding
from pipeline.reply.addresses import column_of, join_places, place_of
from pipeline.reply.groups import Column, Group, Line, build_columns
from pipeline.reply.repairs import Change, RepairGroup, build_repair_groups
from pipeline.reply.rules import rule_of
from pipeline.reply.shown import HIDDEN, masked_fields, shown
from pipeline.resolution835 import kinds


def test_neighbours_below_each_other_are_drawn_together():
    places = ["C5", "C6", "C7", "D8", "C9", "C10", "рядок 4", "рядок 5", "рядок 7"]
    assert join_places(places) == ("C5–C7", "D8", "C9–C10", "рядки 4–5", "рядок 7")


@pytest.mark.parametrize(
    ("finding", "place"),
    [
        (AREA, "D4"),
        (replace(AREA, sheet="Інший"), "Інший!D4"),
        (replace(AREA, cell=None), "рядок 4"),
        (replace(AREA, cell=None, row=None), ""),
        (HIDDEN_SHEET, "аркуш «Чернетка»"),
    ],
)
def test_a_place_names_the_sheet_only_where_it_is_another(finding, place):
    assert place_of(finding, "Аркуш1") == place


def test_only_a_single_cell_has_a_column():
    assert [column_of(cell) for cell in ("AB12", "A1:B2", "A0", "")] == ["AB", None, None, None]


def test_findings_stand_by_column_in_schema_order_after_those_of_the_file():
    findings = (AREA, replace(AREA, cell="D5", value="ні"), CODE, HIDDEN_SHEET)
    columns = build_columns(findings, verdict(*findings), SCHEMA)
    assert columns == (
        Column(
            name=None,
            title="Файл загалом",
            letter=None,
            rule="",
            groups=(
                Group(
                    "hidden-sheet",
                    "У файлі є прихований аркуш.",
                    (Line(("аркуш «Чернетка»",), 1, None, None),),
                    1,
                ),
            ),
            count=1,
        ),
        Column(
            name="edrpou",
            title="Код ЄДРПОУ",
            letter="C",
            rule="заповнюють обов’язково. " + kinds.rule_of(SCHEMA.field("edrpou")),
            groups=(
                Group(
                    "edrpou-check",
                    "Контрольна цифра не збігається.",
                    (Line(("C4",), 1, "0401173", "04011732"),),
                    1,
                ),
            ),
            count=1,
        ),
        Column(
            name="area",
            title="Площа",
            letter="D",
            rule="можна лишити порожнім. Число, дробова частина після крапки. Одиниця: м². "
            "Значення від 0.",
            groups=(
                Group(
                    "type-number",
                    "Це не число.",
                    (Line(("D4",), 1, "близько 40", "40"), Line(("D5",), 1, "ні", "40")),
                    2,
                ),
            ),
            count=2,
        ),
    )


def test_one_value_in_many_cells_is_one_line():
    findings = [replace(AREA, cell=f"D{row}", row=row) for row in range(4, 5004)]
    (column,) = build_columns(findings, verdict(*findings), SCHEMA)
    assert column.groups[0].lines == (Line(("D4–D5003",), 5000, "близько 40", "40"),)


def test_messages_that_differ_stand_on_their_lines():
    findings = (AREA, replace(AREA, cell="D5", message="Забагато цифр."))
    (column,) = build_columns(findings, verdict(*findings), SCHEMA)
    assert column.groups == (
        Group(
            "type-number",
            "",
            (
                Line(("D4",), 1, "близько 40", "40", "Це не число."),
                Line(("D5",), 1, "близько 40", "40", "Забагато цифр."),
            ),
            2,
        ),
    )


def test_missing_columns_are_one_matter_of_the_file():
    missing = Finding("missing-column", True, "Додайте стовпець a.", field="a", example="a")
    findings = (missing, replace(missing, message="Додайте стовпець b.", field="b", example="b"))
    (column,) = build_columns(findings, verdict(*findings), SCHEMA)
    assert (column.name, column.title, column.groups) == (
        None,
        "Файл загалом",
        (
            Group(
                "missing-column",
                "",
                (
                    Line((), 1, None, None, "Додайте стовпець a."),
                    Line((), 1, None, None, "Додайте стовпець b."),
                ),
                2,
            ),
        ),
    )


def test_an_empty_cell_is_shown_as_empty():
    empty = replace(AREA, value=None)
    (column,) = build_columns([empty], verdict(empty), SCHEMA)
    assert column.groups[0].lines == (Line(("D4",), 1, "", "40"),)


def test_repairs_stand_by_rule_each_change_once():
    repairs = (NUMBER, replace(NUMBER, cell="D4"), replace(NUMBER, cell="D9", before="7,0"))
    assert build_repair_groups(verdict(repairs=repairs), SCHEMA) == (
        RepairGroup(
            "Число записано з крапкою",
            (
                Change(("D3–D4",), 2, "Площа", "40,5", "40.5"),
                Change(("D9",), 1, "Площа", "7,0", "40.5"),
            ),
            3,
        ),
    )


def test_repairs_of_a_column_with_a_leak_keep_their_values_to_themselves():
    leak = replace(AREA, value="12••••••99")
    (group,) = build_repair_groups(verdict(leak, repairs=(NUMBER,)), SCHEMA)
    assert group.changes == (Change(("D3",), 1, "Площа", HIDDEN, HIDDEN),)


def test_a_lone_bullet_masks_nothing():
    assert masked_fields([replace(AREA, value="• перше"), HIDDEN_SHEET]) == frozenset()


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("1\u00a0200", "1⍽200"),
        ("а\u200bб\ufeff", "а▯б▯"),
        ("перше\r\nдруге", "перше⏎⏎друге"),
        (" Школа  № 5 ", "␣Школа  № 5␣"),
        ("   ", "␣␣␣"),
        ("x" * 12, "x" * 10 + "…"),
    ],
)
def test_what_cannot_be_seen_is_shown(value, seen):
    assert shown(value, 10 if value.startswith("xx") else 200) == seen


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        (
            Field("a", "А", required=True, unique=True),
            "заповнюють обов’язково. Значення не повторюються.",
        ),
        (
            Field("a", "А", type="date", required=True, null_allowed=True),
            "заповнюють обов’язково. Дата як рік-місяць-день. Якщо відомостей немає, пишуть null.",
        ),
        (
            Field("a", "А", type="integer", minimum="1", maximum="5"),
            "можна лишити порожнім. Ціле число без пробілів. Значення від 1 до 5.",
        ),
        (Field("a", "А", enum=("x", "y")), "можна лишити порожнім. Одне зі значень: x, y."),
        (
            Field("a", "А", description="Стан.", enum=tuple(f"v{n}" for n in range(14))),
            "можна лишити порожнім. Стан. Одне зі значень: "
            "v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11 … і ще 2",
        ),
    ],
)
def test_a_column_is_described_in_one_line(field, rule):
    assert rule_of(field) == rule
