"""The traps measured in the packages we build on: each one once, as it was found."""

from __future__ import annotations

import json

import openpyxl
import pytest

from pipeline.model import Field

HEAD = "uid;name;ownerId;area;builtDate\n"


def test_windows_1251_letters_are_ukrainian_not_kazakh(check):
    names = ["Івасик", "Ґонти", "Об’єднана", "Їжак"] * 225
    rows = "".join(f"{i};{name};20064120;1;2021-07-02\n" for i, name in enumerate(names))
    table = check("table.csv", (HEAD + rows).encode("cp1251")).table
    assert [row[1] for row in table.rows] == names


def test_windows_1251_is_seen_after_ten_thousand_ascii_bytes(check):
    ascii_rows = "".join(f"{i};Building {i};20064120;1;2021-07-02\n" for i in range(400))
    content = (HEAD + ascii_rows + "x;Їжак;20064120;1;2021-07-02\n").encode("cp1251")
    assert check("table.csv", content).table.rows[-1][1] == "Їжак"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"type": "FeatureCollection", "features": [{"type": "Fea', "broken-file"),
        (
            json.dumps(
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": ["30.5", "50.4"]},
                }
            ),
            "geojson-coordinates",
        ),
    ],
)
def test_broken_geojson_is_refused(check, content, code):
    verdict = check("map.geojson", content.encode(), plain=True)
    assert [finding.code for finding in verdict.findings] == [code]


def test_formatted_empty_tail_is_no_rows(check):
    verdict = check("title-numbering-total-signature-tail.xlsx")
    assert verdict.table.lines == (5, 6, 7)
    assert verdict.accepted


def test_number_in_a_text_column_of_a_workbook_is_its_digits(check, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "name"])
    book.active.append([1001, "Школа"])
    book.active.append([1002.0, "Садок"])
    book.save(tmp_path / "codes.xlsx")
    verdict = check(
        "codes.xlsx",
        (tmp_path / "codes.xlsx").read_bytes(),
        fields=[Field("code", "Код"), Field("name", "Назва")],
    )
    assert verdict.table.rows == (("1001", "Школа"), ("1002", "Садок"))


def test_merged_title_row_is_not_the_header(check):
    verdict = check("title.xls")
    assert verdict.table.rows[0] == ("1-а", "Школа № 1", "01411082", "1200.5", "2021-07-02")


def test_leading_zero_of_a_code_survives(check):
    content = b"uid,name,ownerId,area,builtDate\n1,a,01411082,1,2021-07-02\n"
    assert check("table.csv", content).table.rows[0][2] == "01411082"


def test_cyrillic_letters_in_a_latin_heading_are_read_and_listed(check):
    content = "uid,nаmе,ownerІd,area,builtDate\n1,a,20064120,1,2021-07-02\n".encode()
    verdict = check("table.csv", content)
    assert verdict.accepted
    assert [(repair.cell, repair.after) for repair in verdict.repairs] == [
        ("B1", "name"),
        ("C1", "ownerId"),
    ]


def test_ukrainian_dates_and_numbers_are_mended(check):
    content = (HEAD + "1;a;20064120;1 200;02.07.2021\n2;b;20064120;7,5;\n").encode()
    rows = check("table.csv", content).table.rows
    assert [row[3:] for row in rows] == [("1200", "2021-07-02"), ("7.5", "")]


def test_every_one_of_twenty_thousand_bad_cells_is_counted(check):
    content = "key,day\n" + "".join(f"{i},колись\n" for i in range(20_000))
    fields = [Field("key", "Ключ"), Field("day", "День", type="date")]
    verdict = check("table.csv", content.encode(), fields=fields)
    assert verdict.blocking == 20_000
