"""A gate that cries wolf is turned off: on clean tables it must stay silent."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest
from clean_tables import CLEAN
from stdnum.ua import rntrc

from pipeline.model import Field

ROWS = (4, 7, 25, 120)


def delivery(title: str, chance: Random, count: int) -> tuple[bytes, list[Field]]:
    """A CSV of that many rows of the table, and its columns, none of which has a kind."""
    columns = CLEAN[title]
    fields = [Field(f"c{place}", heading) for place, heading in enumerate(columns)]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([make(chance) for make in columns.values()] for _ in range(count))
    return stream.getvalue().encode(), fields


@pytest.mark.parametrize("title", CLEAN)
@pytest.mark.parametrize("count", ROWS)
def test_a_clean_table_raises_no_word(check, title, count):
    content, fields = delivery(title, Random(f"{title}{count}"), count)
    assert check("t.csv", content, fields=fields).findings == ()


@pytest.mark.parametrize("title", CLEAN)
def test_a_tax_number_beside_its_name_is_heard_in_every_one_of_them(check, title):
    chance = Random(title)
    content, fields = delivery(title, chance, 30)
    number = next(n for n in iter(lambda: f"{chance.randrange(10**9, 4 * 10**9)}", "") if sound(n))
    fields.append(Field("last", "Примітка"))
    lines = content.decode().splitlines()
    rows = [f"{line},ok" for line in lines[1:]]
    rows[7] = f"{lines[8]},РНОКПП {number}"
    verdict = check("t.csv", "\n".join([f"{lines[0]},Примітка", *rows]).encode(), fields=fields)
    assert [(f.code, f.blocks, f.row) for f in verdict.findings] == [("leak-rnokpp", True, 9)]


@pytest.mark.parametrize("title", CLEAN)
def test_tax_numbers_in_place_of_a_column_are_heard(check, title):
    chance = Random(title)
    content, fields = delivery(title, chance, 12)
    fields.append(Field("last", "Відомості"))
    found = [n for n in (f"{chance.randrange(10**9, 4 * 10**9)}" for _ in range(900)) if sound(n)]
    lines = content.decode().splitlines()
    rows = [f"{line},{number}" for line, number in zip(lines[1:], found, strict=False)]
    verdict = check("t.csv", "\n".join([f"{lines[0]},Відомості", *rows]).encode(), fields=fields)
    assert [f.code for f in verdict.findings if f.blocks] == ["leak-rnokpp"] * 12


def sound(number: str) -> bool:
    return bool(rntrc.is_valid(number))
