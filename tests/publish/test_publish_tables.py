from __future__ import annotations

import csv
import io
import time

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Field, Schema, Table
from pipeline.publish.tables import fits_worksheet, write_csv, write_xlsx

SCHEMA = Schema(
    id="2025/18/buildings",
    title="Будівлі",
    fields=(
        Field("id", "Ідентифікатор", required=True),
        Field("area", "Площа", "number", required=True, null_allowed=True),
        Field("floors", "Поверхи", "integer"),
        Field("built", "Збудовано", "date"),
    ),
)


def table_of(*rows: tuple[str, ...], schema: Schema = SCHEMA) -> Table:
    letters = tuple("ABCDEFGH"[: len(schema.fields)])
    return Table("Аркуш1", schema.names, letters, tuple(range(2, len(rows) + 2)), rows)


def test_csv_is_utf8_with_commas_newlines_and_machine_names() -> None:
    table = table_of(("01", "12.5", "3", "1971-04-21"), ("02", "7", "1", "1980-01-01"))
    assert write_csv(SCHEMA, table) == (
        b"id,area,floors,built\n01,12.5,3,1971-04-21\n02,7,1,1980-01-01\n"
    )


def test_quotes_stand_only_where_they_are_needed() -> None:
    table = table_of(("вул. Миру, 1", "1", "1", "2001-01-01"), ('«А» "Б"', "1", "1", "2001-01-01"))
    assert write_csv(SCHEMA, table).decode().splitlines()[1:] == [
        '"вул. Миру, 1",1,1,2001-01-01',
        '"«А» ""Б""",1,1,2001-01-01',
    ]


def test_null_fills_what_may_be_missing_and_nothing_else() -> None:
    assert write_csv(SCHEMA, table_of(("", "", "", ""))).splitlines()[1] == b",null,null,null"


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).filter(
    lambda text: text != "null"
)


@given(st.lists(st.tuples(cells, cells, cells)))
def test_any_rows_come_back_from_csv_as_they_were(rows: list[tuple[str, ...]]) -> None:
    schema = Schema("x", "X", tuple(Field(name, name) for name in "abc"))
    content = write_csv(schema, table_of(*rows, schema=schema)).decode()
    header, *read = csv.reader(io.StringIO(content, newline=""), lineterminator="\n")
    assert header == ["a", "b", "c"]
    assert [tuple("" if cell == "null" else cell for cell in row) for row in read] == rows


def test_a_carriage_return_in_a_cell_does_not_end_the_row() -> None:
    table = table_of(("a\rb\r\nc", "1", "1", ""))
    assert write_csv(SCHEMA, table).splitlines(keepends=True)[1:] == [
        b'"a\n',
        b"b\n",
        b'c",1,1,null\n',
    ]


def read_cells(content: bytes) -> list[list[tuple[object, str]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet]


def test_xlsx_keeps_text_as_text_and_numbers_as_numbers() -> None:
    table = table_of(("007", "12.5", "3", "1971-04-21"), ("08", "", "", ""))
    assert read_cells(write_xlsx(SCHEMA, table)) == [
        [("id", "s"), ("area", "s"), ("floors", "s"), ("built", "s")],
        [("007", "s"), (12.5, "n"), (3, "n"), ("1971-04-21", "s")],
        [("08", "s"), ("null", "s"), ("null", "s"), ("null", "s")],
    ]


def test_no_cell_of_xlsx_is_a_formula_or_an_error() -> None:
    table = table_of(
        ("=HYPERLINK(A1)", "1", "1", ""), ("#N/A", "1", "1", ""), ("+380\x01", "1", "1", "")
    )
    first = [row[0] for row in read_cells(write_xlsx(SCHEMA, table))]
    assert first[1:] == [("=HYPERLINK(A1)", "s"), ("#N/A", "s"), ("+380", "s")]


def test_a_number_longer_than_excel_keeps_stays_text() -> None:
    table = table_of(("1", "0.1234567890123456", "12345678901234567", ""))
    row = read_cells(write_xlsx(SCHEMA, table))[1]
    assert row[1:3] == [("0.1234567890123456", "s"), ("12345678901234567", "s")]


def test_the_same_rows_give_the_same_bytes_at_another_time() -> None:
    table = table_of(("1", "2", "3", ""))
    first = write_xlsx(SCHEMA, table)
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    assert write_xlsx(SCHEMA, table) == first


def test_a_table_excel_would_cut_has_no_worksheet() -> None:
    assert fits_worksheet(table_of(("x" * 32767, "1", "1", "")))
    assert not fits_worksheet(table_of(("x" * 32768, "1", "1", "")))
