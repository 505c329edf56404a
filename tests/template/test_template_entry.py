"""What the program lets into a cell, and what it says beside it."""

from __future__ import annotations

import pytest

from pipeline.model import Field
from pipeline.template.entry import build_entry


def rule(field: Field) -> tuple[str | None, ...]:
    entry = build_entry(field, "C", 3, 9)
    return entry.type, entry.operator, entry.formula1, entry.formula2


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (Field("a", "А"), (None, None, None, None)),
        (Field("a", "А", enum=("Так", "Ні")), ("list", None, '"Так,Ні"', None)),
        (
            Field("a", "А", enum=("Так", "Ні"), null_allowed=True),
            ("list", None, '"Так,Ні,null"', None),
        ),
        (Field("a", "А", enum=('КП "Сад"', "ТОВ")), ("list", None, '"КП ""Сад"",ТОВ"', None)),
        (Field("a", "А", enum=("Сад, город", "Ні")), (None, None, None, None)),
        (Field("a", "А", enum=("а" * 200, "б" * 60)), (None, None, None, None)),
        (Field("a", "А", type="boolean"), ("list", None, '"true,false"', None)),
        (Field("a", "А", type="integer", kind="sex"), ("list", None, '"0,1,2,9"', None)),
        (
            Field("a", "А", type="integer", kind="count"),
            ("whole", "greaterThanOrEqual", "0", None),
        ),
        (Field("a", "А", type="number", kind="latitude"), ("decimal", "between", "44", "53")),
        (Field("a", "А", type="number", maximum="9"), ("decimal", "lessThanOrEqual", "9", None)),
        (
            Field("a", "А", type="number"),
            ("decimal", "between", "-999999999999999", "999999999999999"),
        ),
        (
            Field("a", "А", type="integer", kind="percent", null_allowed=True),
            (
                "custom",
                None,
                'IF(ISNUMBER(C3),AND(C3=INT(C3),C3>=0,C3<=100),EXACT(C3,"null"))',
                None,
            ),
        ),
        (
            Field("a", "А", type="number", null_allowed=True),
            ("custom", None, 'IF(ISNUMBER(C3),TRUE,EXACT(C3,"null"))', None),
        ),
        (Field("a", "А", type="date"), ("date", "greaterThanOrEqual", "1", None)),
        (
            Field("a", "А", type="date", minimum="2020-01-01", maximum="2030-12-31"),
            ("date", "between", "43831", "47848"),
        ),
        (Field("a", "А", type="time"), ("time", "between", "0", "0.999988425925926")),
        (Field("a", "А", kind="edrpou"), ("custom", None, "LEN(C3)=8", None)),
        (
            Field("a", "А", kind="postcode", null_allowed=True),
            ("custom", None, 'IF(EXACT(C3,"null"),TRUE,LEN(C3)=5)', None),
        ),
        (
            Field("a", "А", type="number", kind="shelter-latitude"),
            (
                "custom",
                None,
                'AND(LEN(C3)-FIND(".",SUBSTITUTE(C3,",","."))>=4,'
                'VALUE(LEFT(C3,FIND(".",SUBSTITUTE(C3,",","."))-1))>=44,'
                'VALUE(LEFT(C3,FIND(".",SUBSTITUTE(C3,",","."))-1))<=53)',
                None,
            ),
        ),
    ],
)
def test_each_sort_of_column_has_its_rule(field: Field, expected: tuple[str | None, ...]):
    assert rule(field) == expected


def test_a_date_before_1900_is_asked_about_and_all_else_is_stopped():
    fields = [Field("a", "А", type="date"), Field("a", "А", type="integer")]
    assert [build_entry(field, "C", 3, 9).errorStyle for field in fields] == ["warning", None]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            Field("a", "А", kind="edrpou", required=True),
            "Обов’язково. 8 цифр разом із нулями на початку; остання цифра контрольна. "
            "Приклад: 01411082",
        ),
        (
            Field("a", "А", type="number", kind="area", unit="га", example="0.0012"),
            "Необов’язково. Число не менше 0; дробовий знак — як у вашій програмі, зазвичай кома. "
            "Одиниця: га. Приклад: 0,0012",
        ),
        (
            Field("a", "А", type="date", null_allowed=True, example="2021-07-02"),
            "Якщо відомостей немає, напишіть null або лишіть порожнім. Дата: рік-місяць-день. "
            "Приклад: 2021-07-02",
        ),
        (
            Field("a", "А", type="datetime", required=True, example="2019-05-30T10:45:00"),
            "Обов’язково. Дата й час через пробіл: рік-місяць-день години:хвилини:секунди. "
            "Приклад: 2019-05-30 10:45:00",
        ),
        (
            Field("a", "А", enum=("Так", "Ні"), required=True, null_allowed=True),
            "Обов’язково; якщо відомостей немає, напишіть null. Виберіть зі списку. Приклад: Так",
        ),
        (
            Field("a", "А", enum=("Сад, город", "Ні")),
            "Необов’язково. Одне зі значень: Сад, город, Ні. Приклад: Сад, город",
        ),
        (
            Field("a", "А", description="Чи є паркан: true — так, false — ні.", type="boolean"),
            "Необов’язково. Чи є паркан: true — так, false — ні.",
        ),
        (Field("a", "А"), "Необов’язково."),
    ],
)
def test_the_message_says_duty_rule_and_example(field: Field, expected: str):
    assert build_entry(field, "C", 3, 9).prompt == expected


def test_a_key_says_that_it_does_not_repeat():
    field = Field("uid", "Номер", required=True)
    entry = build_entry(field, "A", 3, 9, unique=True)
    assert entry.prompt == "Обов’язково. Не повторюється в таблиці."


def test_a_long_message_is_cut_between_words_and_keeps_its_example():
    field = Field("a", "Дуже довгий заголовок стовпця таблиці", description="слово " * 60)
    entry = build_entry(Field(field.name, field.title, description=field.description), "C", 3, 9)
    assert entry.promptTitle == "Дуже довгий заголовок стовпця…"
    assert entry.prompt.endswith("слово…")
    assert len(entry.prompt) <= 255


def test_the_refusal_says_what_would_pass():
    field = Field("a", "А", type="integer", kind="percent", null_allowed=True)
    assert build_entry(field, "C", 3, 9).error == (
        "Значення не підходить. Ціле число від 0 до 100. Якщо відомостей немає, напишіть null."
    )
