"""A mapping becomes a schema, or is refused in Ukrainian sentences."""

from typing import Any

import pytest

from pipeline.model import Field, ForeignKey, Schema
from pipeline.resolution835.kinds import KINDS
from pipeline.resolution835.tables import SchemaError, build_schema


def table(*fields: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"title": "Таблиця", "fields": list(fields) or [{"name": "uid"}], **keys}


def refusal(mapping: Any) -> tuple[str, ...]:
    with pytest.raises(SchemaError) as raised:
        build_schema("own/table", mapping)
    return tuple(fault.sentence for fault in raised.value.faults)


def test_every_key_finds_its_place() -> None:
    stated = {
        "title": "Графіки",
        "description": "Опис.",
        "primaryKey": ["uid"],
        "foreignKeys": [{"fields": ["stopId"], "table": "stops", "references": ["uid"]}],
        "periods": [{"start": "startDate", "end": "endDate"}],
        "missingValues": ["", "null"],
        "fields": [
            {"name": "uid", "title": "Код", "kind": "identifier", "required": True},
            {"name": "stopId", "aliases": ["stop_id"], "nullAllowed": True, "example": "1"},
            {"name": "startDate", "type": "date"},
            {"name": "endDate", "type": "date", "description": "Дата."},
            {"name": "price", "type": "number", "minimum": 1, "maximum": 9.5, "unit": "грн"},
            {"name": "state", "enum": ["чинний", "скасований"], "unique": True, "pattern": ".+"},
        ],
    }
    assert build_schema("own/table", stated) == Schema(
        id="own/table",
        title="Графіки",
        description="Опис.",
        primary_key=("uid",),
        foreign_keys=(ForeignKey(("stopId",), "stops", ("uid",)),),
        periods=(("startDate", "endDate"),),
        fields=(
            Field("uid", "Код", kind="identifier", required=True),
            Field("stopId", "stopId", aliases=("stop_id",), null_allowed=True, example="1"),
            Field("startDate", "startDate", type="date"),
            Field("endDate", "endDate", type="date", description="Дата."),
            Field("price", "price", type="number", minimum="1", maximum="9.5", unit="грн"),
            Field(
                "state",
                "state",
                enum=("чинний", "скасований"),
                unique=True,
                pattern=".+",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (["uid"], "схема має бути переліком пар «ключ: значення»"),
        ({"title": "Таблиця"}, "у схемі немає переліку стовпців fields"),
        (table(primryKey=["uid"]), "невідомий ключ «primryKey» у схемі, найближчий — «primaryKey»"),
        (
            table({"name": "uid", "requried": True}),
            "невідомий ключ «requried» у стовпці «uid», найближчий — «required»",
        ),
        (
            table({"name": "capacity", "одиниці": "місць"}),
            "невідомий ключ «одиниці» у стовпці «capacity»; дозволені: name, title, type, kind, "
            "required, nullAllowed, unique, description, example, aliases, enum, pattern, "
            "minimum, maximum, unit",
        ),
        (
            table({"name": "capacity", "constraints": {"minimum": 1}}),
            "невідомий ключ «constraints» у стовпці «capacity»: required, unique, pattern, enum, "
            "minimum, maximum пишуть просто в описі стовпця",
        ),
        (table({"title": "Код"}), "у стовпця № 1 немає машинної назви name"),
        (
            table({"name": "код"}),
            "назва стовпця «код» має складатися з латинських літер, цифр і «_»",
        ),
        (table({"name": "a"}, {"name": "a"}), "назва стовпця «a» повторюється"),
        (
            table({"name": "a", "type": "decimal"}),
            "стовпець «a»: невідомий тип «decimal»; дозволені: "
            "string, integer, number, date, datetime, time, boolean",
        ),
        (
            table({"name": "a", "kind": "edrpo"}),
            "стовпець «a»: невідомий вид «edrpo», найближчий — «edrpou»",
        ),
        (
            table({"name": "a", "kind": "щось"}),
            "стовпець «a»: невідомий вид «щось»; дозволені: " + ", ".join(KINDS),
        ),
        (
            table({"name": "a", "type": "strin"}),
            "стовпець «a»: невідомий тип «strin», найближчий — «string»",
        ),
        (
            table({"name": "a", "type": "date", "kind": "sex"}),
            "стовпець «a»: вид «sex» потребує типу integer або string, а не date",
        ),
        (
            table({"name": "a", "required": "yes"}),
            "стовпець «a»: required має бути true або false",
        ),
        (
            table({"name": "a", "enum": [True, False]}),
            "стовпець «a»: enum — перелік, числа та «так/ні» беріть у лапки",
        ),
        (
            table({"name": "a", "pattern": "("}),
            "стовпець «a»: pattern не є регулярним виразом",
        ),
        (table(primaryKey=["uids"]), "primaryKey: немає стовпця «uids», найближчий — «uid»"),
        (table(primaryKey=["код"]), "primaryKey: немає стовпця «код»; дозволені: uid"),
        (table(primaryKey=7), "primaryKey має бути переліком назв стовпців"),
        (
            table(periods=[{"from": "a", "to": "b"}]),
            "кожен із periods має рівно два ключі: start та end",
        ),
        (table(periods={"start": "uid"}), "periods має бути переліком"),
        (
            table(foreignKeys=[{"fields": ["uid"], "reference": {}}]),
            "кожен із foreignKeys має рівно три ключі: fields, table, references",
        ),
        (
            table(foreignKeys=[{"fields": ["uid"], "table": "t", "references": ["a", "b"]}]),
            "у foreignKeys кількість fields і references має збігатися",
        ),
        (
            table(missingValues=["-"]),
            'missingValues завжди ["", "null"]: інші позначення програма виправляє сама',
        ),
    ],
)
def test_a_wrong_schema_is_refused_in_one_sentence(mapping: Any, sentence: str) -> None:
    assert refusal(mapping) == (sentence,)


def test_everything_wrong_is_said_at_once() -> None:
    assert refusal(table({"name": "a", "kin": "url"}, {"name": "b", "tipe": "date"})) == (
        "невідомий ключ «kin» у стовпці «a», найближчий — «kind»",
        "невідомий ключ «tipe» у стовпці «b», найближчий — «type»",
    )


def test_one_column_may_be_a_key_without_brackets() -> None:
    assert build_schema("own/table", table(primaryKey="uid")).primary_key == ("uid",)


def test_a_wrong_column_is_no_reason_to_call_its_key_wrong() -> None:
    assert refusal(table({"name": "uid", "tipe": "date"}, primaryKey=["uid"])) == (
        "невідомий ключ «tipe» у стовпці «uid», найближчий — «type»",
    )


def test_each_fault_says_where_it_stands() -> None:
    wrong = table({"name": "uid"}, {"name": "a", "type": "text"}, periods=[{"from": "a"}])
    with pytest.raises(SchemaError) as raised:
        build_schema("own/table", wrong)
    assert [fault.place for fault in raised.value.faults] == [("fields", 1, "type"), ("periods", 0)]
