"""`pipeline tables`, as a person types it."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.resolution835.tables import list_tables


def shown(*words: str) -> list[str]:
    result = CliRunner().invoke(app, ["tables", *words])
    assert result.exit_code == 0
    return result.output.splitlines()


def test_every_table_is_listed_with_its_title():
    lines = shown()
    assert len(lines) == len(list_tables()) == 122
    assert lines[0].split(maxsplit=1) == [
        "2025/2/organizations",
        "Довідник: підприємства, установи та організації",
    ]


def test_one_table_is_shown_with_the_rule_of_every_column_its_key_and_what_it_is_tied_to():
    lines = shown("2025/62/reports")
    assert lines[0] == "2025/62/reports  Цільові місцеві програми: звіти"
    assert [line.split(maxsplit=3) for line in lines[2:4]] == [
        ["uid", "string", "обов’язкове", "Ідентифікатор"],
        ["Записуйте", "як", "текст,", "щоб не загубити нулі та дефіси."],
    ]
    assert lines[-3:] == [
        "Не повторюється: uid.",
        "Зв’язок: programId — зі стовпця uid таблиці programs.",
        "Строк: periodEndDate не раніше за periodStartDate.",
    ]


def test_a_column_that_null_may_fill_says_so():
    [line] = [line for line in shown("2025/72/shelters") if line.strip().startswith("lat ")]
    assert line.split() == ["lat", "number", "значення", "або", "null", "Географічна", "широта"]


def test_a_table_is_given_to_programs_as_plain_table_schema():
    schema = json.loads("\n".join(shown("2025/72/shelters", "--json")))
    assert schema["missingValues"] == ["", "null"]
    assert schema["fields"][0]["name"] == "uid"
