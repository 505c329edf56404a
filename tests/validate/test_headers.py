from __future__ import annotations

import pytest

from pipeline.model import Field, Schema
from pipeline.validate.labels import Labels, Match

FIELDS = [
    Field("uid", "Ідентифікатор", required=True, aliases=("identifier",)),
    Field("name", "Назва установи", required=True),
    Field("note", "Примітка"),
]


def judge(check, *lines: str):
    return check("table.csv", "\n".join(lines).encode(), fields=FIELDS)


@pytest.mark.parametrize(
    "header",
    [
        "name,uid,note",
        "NAME,UID,Note",
        "Назва установи,Ідентифікатор,Примітка",
        " назва  установи:,ІДЕНТИФІКАТОР*,примітка",
        "na\u2028me,u\u200bid,note",
        "Назва установи (name),uid / Ідентифікатор,note",
    ],
)
def test_a_heading_is_known_in_any_order_case_and_dress(check, header):
    verdict = judge(check, header, "Школа,1,так")
    assert verdict.accepted
    assert verdict.table.rows == (("1", "Школа", "так"),)


def test_titles_and_names_are_no_repairs_but_aliases_are(check):
    verdict = judge(check, "identifier,Назва установи,note", "1,Школа,")
    assert [(r.cell, r.field, r.before, r.after) for r in verdict.repairs] == [
        ("A1", "uid", "identifier", "uid")
    ]


def test_a_missing_required_column_is_one_finding_that_names_it(check, flat):
    verdict = judge(check, "uid,note", "1,а", "2,б")
    assert flat(verdict) == [("missing-column", True, None, "name", None)]
    assert verdict.findings[0].message == (
        "Немає обов’язкового стовпця «Назва установи» (name). Додайте його або назвіть так наявний."
    )


def test_a_missing_optional_column_is_a_note(check, flat):
    verdict = judge(check, "uid,name", "1,а")
    assert flat(verdict) == [("missing-optional-column", False, None, "note", None)]
    assert verdict.findings[0].message == (
        "Немає необов’язкового стовпця «Примітка» (note): його буде опубліковано порожнім."
    )
    assert verdict.table.columns == ("A", "B", None)


def test_an_unknown_column_is_dropped_and_listed(check, flat):
    verdict = judge(check, "uid,name,note,Колір", "1,а,,синій")
    assert flat(verdict) == [("extra-column", False, "D1", None, "Колір")]
    assert verdict.findings[0].message == (
        "Стовпця «Колір» немає у структурі набору: його не буде опубліковано."
    )


def test_a_column_that_stands_twice_stops_publication(check, flat):
    verdict = judge(check, "uid,name,note,name", "1,а,,б")
    assert flat(verdict) == [("duplicate-column", True, "D1", None, "name")]
    assert verdict.findings[0].message == "Стовпець «name» стоїть у таблиці двічі. Залиште один."


def test_one_word_of_several_columns_is_given_to_them_in_order():
    schema = Schema(
        "40",
        "",
        (
            Field("price", "Ціна"),
            Field("currencyCode", "Валюта"),
            Field("currencyCode2", "Валюта 2", aliases=("currencyCode",)),
        ),
    )
    assert Labels(schema).match("currencyCode") == Match((1, 2), exact=True)


ADDRESSES = [
    Field("uid", "Номер"),
    Field("country", "Країна"),
    Field("post", "Населений пункт"),
    Field("date", "Дата"),
    Field("releaseCountry", "Країна"),
    Field("releasePost", "Населений пункт"),
]


@pytest.mark.parametrize(
    ("header", "row", "clean"),
    [
        (
            "Номер,Країна,Населений пункт,Дата,Країна,Населений пункт",
            "1,а,б,в,г,д",
            ("1", "а", "б", "в", "г", "д"),
        ),
        ("Номер,Дата,Країна,Населений пункт", "1,в,г,д", ("1", "", "", "в", "г", "д")),
        ("Номер,Країна,Населений пункт,Дата", "1,а,б,в", ("1", "а", "б", "в", "", "")),
    ],
)
def test_a_title_of_several_columns_is_the_one_after_its_neighbours(check, header, row, clean):
    verdict = check("table.csv", f"{header}\n{row}\n".encode(), fields=ADDRESSES)
    assert verdict.accepted
    assert verdict.repairs == ()
    assert verdict.table.rows == (clean,)


def test_a_title_of_several_columns_out_of_place_is_not_guessed(check, flat):
    content = "Номер,Населений пункт\n1,б\n".encode()
    verdict = check("table.csv", content, fields=ADDRESSES)
    assert ("ambiguous-column", True, "B1", None, "Населений пункт") in flat(verdict)
    assert verdict.findings[-1].message == (
        "Заголовок «Населений пункт» мають кілька стовпців набору. Назвіть цей стовпець однією з "
        "назв: post або releasePost."
    )


def test_repeated_headings_of_the_official_package_are_read(check):
    fields = [
        Field("price", "Ціна"),
        Field("currencyCode", "Валюта", kind="currency"),
        Field("currencyCode2", "Валюта 2", kind="currency", aliases=("currencyCode",)),
    ]
    content = b"price,currencyCode,currencyCode\n1,UAH,EUR\n"
    verdict = check("table.csv", content, fields=fields)
    assert verdict.table.rows == (("1", "UAH", "EUR"),)
    assert [(r.cell, r.after) for r in verdict.repairs] == [("C1", "currencyCode2")]


def test_rows_without_any_known_heading_are_one_finding(check):
    [finding] = judge(check, "а,б,в", "1,2,3").findings
    assert (finding.code, finding.message) == (
        "header-not-found",
        "Не знайдено рядка заголовків. Над даними мають стояти назви стовпців: "
        "«Ідентифікатор», «Назва установи».",
    )


def test_an_association_called_total_stays_a_row(check):
    verdict = judge(check, "uid,name,note", "1,Разом,5", "2,Всього на світі,7")
    assert [row[1] for row in verdict.table.rows] == ["Разом", "Всього на світі"]


def test_a_row_of_the_numbers_one_two_three_that_is_data_stays(check):
    verdict = judge(check, "uid,name,note", "10,2,3", "1,2,3")
    assert len(verdict.table.rows) == 2


def test_a_row_of_marks_for_no_data_is_left_out_with_a_note(check):
    fields = [Field("a", "Перше"), Field("b", "Друге")]
    verdict = check("table.csv", "a,b\n1,2\n-,немає\n".encode(), fields=fields)
    assert verdict.table.rows == (("1", "2"),)
    assert [(f.code, f.row, f.message) for f in verdict.findings] == [
        ("blank-row", 3, "У рядку немає жодного значення: його пропущено.")
    ]


def test_remarks_beside_a_workbooks_table_are_noted(check, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["uid", "name", "note"], ["1", "Школа", None, None, "перевірити!"]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    verdict = check("book.xlsx", (tmp_path / "book.xlsx").read_bytes(), fields=FIELDS)
    assert [(f.code, f.cell, f.value, f.message) for f in verdict.findings] == [
        (
            "column-without-heading",
            "E2",
            "перевірити!",
            "У стовпці E є дані, але немає заголовка: їх не буде опубліковано.",
        )
    ]


def test_a_column_called_otherwise_is_named_beside_the_missing_one(check):
    fields = [
        *FIELDS[:2],
        Field("area", "Загальна площа, кв. метрів", required=True),
        Field("gear", "Перелік обладнання"),
        Field("note", "Примітка"),
    ]
    content = 'uid,name,"Площа, кв.м",Обладнання,Колір,Примітка\n1,а,5,кран,синій,\n'.encode()
    messages = {
        (f.code, f.cell or f.field): f.message
        for f in check("table.csv", content, fields=fields).findings
    }
    assert messages == {
        ("missing-column", "area"): "Немає обов’язкового стовпця «Загальна площа, кв. метрів» "
        "(area). Додайте його або назвіть так наявний. Можливо, його названо «Площа, кв.м».",
        ("missing-optional-column", "gear"): "Немає необов’язкового стовпця «Перелік обладнання» "
        "(gear): його буде опубліковано порожнім.",
        ("extra-column", "C1"): "Стовпця «Площа, кв.м» немає у структурі набору: його не буде "
        "опубліковано. Якщо це «Загальна площа, кв. метрів», назвіть його саме так.",
        ("extra-column", "D1"): "Стовпця «Обладнання» немає у структурі набору: його не буде "
        "опубліковано. Якщо це «Перелік обладнання», назвіть його саме так.",
        ("extra-column", "E1"): "Стовпця «Колір» немає у структурі набору: його не буде "
        "опубліковано.",
    }
