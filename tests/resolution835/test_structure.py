"""The structure file: exactly five attributes a column, the Resolution's eight datatypes."""

import csv
import io

import pytest

from pipeline.model import Field, Schema
from pipeline.resolution835.structure import build_structure
from pipeline.resolution835.tables import list_tables, read_schema

DATATYPES = {"string", "integer", "decimal", "date", "dateTime", "time", "boolean", "anyURL"}


def test_each_column_is_one_line() -> None:
    schema = Schema(
        "own",
        "Таблиця",
        (
            Field("uid", "Ідентифікатор", required=True, description="Номер, рік"),
            Field("url", "Посилання", kind="url"),
            Field("price", "Вартість", "number", "money", unit="грн"),
            Field("at", "Час", "datetime", required=True, null_allowed=True),
            Field("note", "Примітка"),
        ),
    )
    assert build_structure(schema).decode() == (
        "name,title,description,datatype,required\n"
        'uid,Ідентифікатор,"Номер, рік",string,true\n'
        'url,Посилання,"Повне посилання, яке починається з http:// або https://, без пробілів.",'
        "anyURL,false\n"
        'price,Вартість,"Число не менше нуля з крапкою перед копійками, без пробілів і назви '
        'валюти. Одиниця: грн.",decimal,false\n'
        'at,Час,"Дата й час як рік-місяць-деньTгодини:хвилини. '
        'Якщо відомостей немає, пишуть null.",dateTime,true\n'
        "note,Примітка,Примітка,string,false\n"
    )


@pytest.mark.parametrize("id_", [entry.id for entry in list_tables()])
def test_every_table_has_a_structure_with_nothing_left_out(id_: str) -> None:
    rows = list(csv.DictReader(io.StringIO(build_structure(read_schema(id_)).decode())))
    assert tuple(row["name"] for row in rows) == read_schema(id_).names
    assert {row["datatype"] for row in rows} <= DATATYPES
    assert all(all(row.values()) for row in rows)
