"""The closed list of kinds: what passes each, what does not."""

import pytest

from pipeline.model import Field
from pipeline.resolution835.kinds import (
    KINDS,
    Kind,
    UnknownKind,
    bounds_of,
    example_of,
    read_kind,
    rule_of,
    values_of,
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_accepts_its_own_example_and_states_its_rule(kind: Kind) -> None:
    assert kind.accepts(kind.example) or kind.name == "rnokpp"
    assert kind.rule.endswith(".")
    assert kind.label == kind.label.strip()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("edrpou", "01411082"),
        ("edrpou-list", "01411082, 20064120"),
        ("party-id", "знеособлено"),
        ("party-id", "**********"),
        ("katottg", "UA32140050010021659"),
        ("cadastral-number", "1234567890:98:123:9876"),
        ("building-class", "1242.1"),
        ("phone", "+380441234567, +380501234567"),
        ("email", "a@example.gov.ua,b@example.gov.ua"),
        ("url", "http://example.gov.ua"),
        ("opening-hours", "Пн-Чт 08:00-17:20, Пт 08:00-16:00"),
        ("opening-hours", "Пн,Пт 09:00-17:00"),
        ("opening-hours", "Щодня цілодобово"),
        ("settlement", "Смт"),
        ("settlement", "Мала Дівиця"),
        ("latitude", "44"),
        ("shelter-latitude", "50.4577"),
        ("number-list", "400.0, 600"),
        ("year-or-date", "2017"),
        ("year-or-date", "2017-12-31"),
        ("gtfs-time", "24:10:00"),
        ("gtfs-route-type", "800"),
        ("vin", "WAUZZZ8AZMA123456"),
        ("vin", "T3-5012"),
        ("colour", "темно-зелений"),
        ("colour", "FF0000"),
        ("balance", "-15.20"),
    ],
)
def test_what_offices_rightly_write_passes(kind: str, value: str) -> None:
    assert read_kind(kind).accepts(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("edrpou", "1411082"),
        ("edrpou", "014110821"),
        ("edrpou", "٠١٤١١٠٨٢"),
        ("edrpou-list", "01411082; 20064120"),
        ("party-id", "1411082"),
        ("party-id", "3012345678"),
        ("katottg", "U\u041032140050010021659"),
        ("katottg", "UA3214005001002165"),
        ("cadastral-number", "01234567890:01:012:0123"),
        ("phone", "380441234567"),
        ("phone", "+380 44 123-45-67"),
        ("email", "contact.example.gov.ua"),
        ("url", "www.example.gov.ua"),
        ("url", "https://"),
        ("opening-hours", "з 9 до 18"),
        ("settlement", "м. Дрогобич"),
        ("latitude", "30.487021"),
        ("latitude", "50,45"),
        ("longitude", "50.457718"),
        ("shelter-longitude", "30.487"),
        ("percent", "101"),
        ("count", "-1"),
        ("money", "NaN"),
        ("sex", "3"),
        ("currency", "грн"),
        ("land-class", "3"),
        ("gtfs-direction", "2"),
        ("gtfs-time", "9:34"),
        ("gtfs-route-type", "8"),
        ("vin", "WAUZZZ8AZMA12345O"),
        ("timezone", "Київ"),
        ("iban", "UA21 3223 1300 0002 6007 2335 66001"),
        ("rnokpp", "3012345678"),
    ],
)
def test_what_breaks_the_rule_does_not_pass(kind: str, value: str) -> None:
    assert not read_kind(kind).accepts(value)


def test_several_values_of_a_cell_stand_apart_by_commas() -> None:
    assert read_kind("phone").items("+380441234567, +380501234567") == (
        "+380441234567",
        "+380501234567",
    )
    assert read_kind("street").items("вул. Івана Франка, 5") == ("вул. Івана Франка, 5",)


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownKind) as raised:
        read_kind("post-code")
    assert str(raised.value) == "невідомий вид значення «post-code». Можливо, «postcode»?"


def test_a_fields_own_bounds_come_before_those_of_its_kind() -> None:
    assert bounds_of(Field("lat", "Широта", "number", "latitude")) == ("44", "53")
    assert bounds_of(Field("share", "Частка", "number", "percent", minimum="10")) == ("10", "100")
    assert bounds_of(Field("name", "Назва")) == (None, None)


def test_a_fields_own_list_comes_before_that_of_its_kind() -> None:
    assert values_of(Field("gender", "Стать", "integer", "sex")) == ("0", "1", "2", "9")
    assert values_of(Field("gender", "Стать", "string", "sex", enum=("1", "2"))) == ("1", "2")


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        (Field("a", "А", kind="postcode"), "5 цифр разом із нулем на початку."),
        (Field("a", "А", kind="postcode", description="Своє правило."), "Своє правило."),
        (Field("a", "А", enum=("так", "ні")), "Одне зі значень: так, ні."),
        (Field("a", "А", type="date"), "Дата як рік-місяць-день."),
        (
            Field("a", "А", type="number", unit="га", null_allowed=True),
            "Число, дробова частина після крапки. Одиниця: га. Якщо відомостей немає, пишуть null.",
        ),
        (Field("a", "А"), ""),
    ],
)
def test_the_rule_of_a_field_is_said_in_ukrainian(field: Field, rule: str) -> None:
    assert rule_of(field) == rule


def test_an_example_is_the_fields_own_or_its_lists_or_its_kinds() -> None:
    assert example_of(Field("a", "А", kind="phone", example="+380501234567")) == "+380501234567"
    assert example_of(Field("a", "А", enum=("так", "ні"))) == "так"
    assert example_of(Field("a", "А", kind="phone")) == "+380441234567"
    assert example_of(Field("a", "А")) == ""
