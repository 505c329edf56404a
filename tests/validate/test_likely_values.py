"""The value that would pass is made of what the office typed wherever that tells it."""

from __future__ import annotations

import pytest

from pipeline.model import Field
from pipeline.validate.likely import likely_value

NUMBER = Field("n", "Площа", type="number", kind="area")
INTEGER = Field("n", "Кількість", type="integer")
DATE = Field("d", "Дата", type="date")
PHONE = Field("p", "Телефон", kind="phone")
EMAIL = Field("m", "Пошта", kind="email")
EDRPOU = Field("e", "Код", kind="edrpou")
POSTCODE = Field("z", "Індекс", kind="postcode")
TOWN = Field("t", "Населений пункт", kind="settlement")
HOUSE = Field("h", "Номер будинку", kind="house-number")


@pytest.mark.parametrize(
    ("field", "text", "passes"),
    [
        (NUMBER, "120 кв.м", "120"),
        (NUMBER, "≈ 1 200,5 м²", "1200,5 або 1200.5"),
        (NUMBER, "1,200", "1200 або 1.2"),
        (NUMBER, "1О0", "100"),
        (INTEGER, "5 шт.", "5"),
        (INTEGER, "1,200", "1200"),
        (DATE, "03/04/2021", "2021-04-03 або 2021-03-04"),
        (DATE, "05.06.19", "2019-06-05"),
        (DATE, "05.06.87", "1987-06-05"),
        (DATE, "02.07.2021 10:30", "2021-07-02"),
        (DATE, "від 02.07.2021", "2021-07-02"),
        (DATE, "31.02.2021", "2021-02-28"),
        (DATE, "2020-11-31", "2020-11-30"),
        (PHONE, "050-123-45-67 067-123-45-67", "+380501234567, +380671234567"),
        (PHONE, "(06451) 2-34-56 дод. 12", "+380645123456"),
        (EMAIL, "a@b.ua; c@d.ua", "a@b.ua, c@d.ua"),
        (EDRPOU, "ЄДРПОУ 1411082", "01411082"),
        (POSTCODE, "індекс 93100", "93100"),
        (TOWN, "м. Лисичанськ", "Лисичанськ"),
        (HOUSE, "вул. 8 Березня, 15-А", "15-А"),
    ],
)
def test_what_the_value_itself_tells(field, text, passes):
    assert likely_value(field, text) == passes


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (NUMBER, "5-7"),
        (NUMBER, ",5"),
        (NUMBER, "-5 кв.м"),
        (NUMBER, "невідомо"),
        (DATE, "31.13.2021"),
        (DATE, "липень 2021"),
        (DATE, "02.07.2021-03.08.2021"),
        (PHONE, "2-34-56"),
        (EDRPOU, "01411083"),
        (EDRPOU, "01411082, 20064120"),
        (POSTCODE, "93100, 93101"),
        (HOUSE, "вул. Лісова, 18, корп. 2"),
        (Field("t", "Назва"), "Школа"),
    ],
)
def test_where_it_does_not_tell_nothing_is_guessed(field, text):
    assert likely_value(field, text) is None
