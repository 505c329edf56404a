"""Each class of repairs can be switched off: what it would mend is then judged as it stands."""

from __future__ import annotations

from typing import get_args

import pytest

from pipeline.model import Field, RepairClass
from pipeline.validate.repairs import mend_cell

DIRTY = {
    "blanks": (" Дім ", Field("a", "А")),
    "no-data": ("н/д", Field("a", "А")),
    "apostrophes": ("об'єкт", Field("a", "А")),
    "lookalikes": ("Кiоск", Field("a", "А")),
    "signs": ("«Кіоск».", Field("a", "А", enum=("Кіоск",))),
    "letter-case": ("Кіоск", Field("a", "А", enum=("кіоск",))),
    "dates": ("02.07.2021", Field("a", "А", "date")),
    "numbers": ("7,5", Field("a", "А", "number")),
    "booleans": ("Так", Field("a", "А", "boolean")),
    "phones": ("044 123-45-67", Field("a", "А", kind="phone")),
    "edrpou": ("1411082", Field("a", "А", kind="edrpou")),
    "postcodes": ("1001", Field("a", "А", kind="postcode")),
}


def test_every_class_is_tried_here_or_is_that_of_headings():
    assert {*DIRTY, "headings"} == set(get_args(RepairClass))


@pytest.mark.parametrize("name", DIRTY)
def test_a_class_that_is_switched_off_mends_nothing(name):
    text, field = DIRTY[name]
    assert mend_cell(text, field)[0] != text
    assert mend_cell(text, field, skipped=(name,)) == (text, [])


def test_the_others_go_on_mending():
    assert mend_cell("\u00a07,5", DIRTY["numbers"][1], skipped=("dates",))[0] == "7.5"


def test_a_date_left_alone_blocks(check, flat):
    fields = [Field("key", "Ключ"), Field("day", "День", "date")]
    verdict = check(
        "t.csv", b"key,day\n1,02.07.2021\n", fields=fields, dataset={"repairs_off": ("dates",)}
    )
    assert (flat(verdict), verdict.repairs) == (
        [("type-date", True, "B2", "day", "02.07.2021")],
        (),
    )


def test_a_heading_left_alone_blocks_with_the_name_it_should_have(check, flat):
    fields = [Field("key", "Ключ"), Field("area", "Площа", aliases=("Розмір",))]
    verdict = check(
        "t.csv",
        "key,Розмір\n1,7\n".encode(),
        fields=fields,
        dataset={"repairs_off": ("headings",)},
    )
    assert flat(verdict) == [("heading", True, "B1", "area", "Розмір")]
    assert verdict.findings[0].message == (
        "Стовпець треба назвати саме area: для цього набору назви стовпців за вас не виправляються."
    )


LETTERS = [
    (Field("k", "К", kind="katottg"), "UА32140050010021659", "кирилична «А» на місці 2"),
    (Field("v", "В", enum=("кіоск", "намет")), "кiоск", "латинська «i» на місці 2"),
]


@pytest.mark.parametrize(("field", "text", "letter"), LETTERS)
def test_a_letter_left_alone_is_named_since_no_eye_tells_it(check_cell, field, text, letter):
    verdict = check_cell(text, field, dataset={"repairs_off": ("lookalikes",)})
    [finding] = verdict.findings
    assert finding.message == (
        f"Не та абетка: {letter}. Наберіть значення заново в одній розкладці."
    )
    assert finding.example == mend_cell(text, field)[0]
