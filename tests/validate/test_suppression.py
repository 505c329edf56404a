"""Rows of enterprises on the suppression list never leave; the others do."""

from __future__ import annotations

from datetime import date

from pipeline.model import Field, Suppressed
from pipeline.validate.suppression import check_text

LISTED = (Suppressed("01411082", "Постанова № 1257", date(2025, 10, 3)),)


def test_a_row_of_a_listed_enterprise_is_kept_back_with_a_note(check, flat):
    content = "uid,name,ownerId,area\n1,Школа,99000005,7\n2,Цех,1411082,багато\n".encode()
    verdict = check("t.csv", content, dataset={"suppressed": LISTED})
    assert verdict.table.rows == (("1", "Школа", "99000005", "7", ""),)
    assert verdict.table.lines == (2,)
    assert [row for row in flat(verdict) if row[0] != "missing-optional-column"] == [
        ("row-withheld", False, "C3", "ownerId", "01411082")
    ]
    assert verdict.findings[-1].message == (
        "Рядок не буде опубліковано: відомості про це підприємство закрито (Постанова № 1257, "
        "з 03.10.2025). Решту таблиці буде опубліковано."
    )


def test_the_code_is_found_inside_any_text_and_never_in_a_number(check):
    fields = [Field("key", "Ключ"), Field("note", "Відомості"), Field("sum", "Сума", "integer")]
    content = "key,note,sum\n1,Цех (01411082),5\n2,0141108277,1411082\n3,№ 01411082/7,1\n".encode()
    verdict = check("t.csv", content, fields=fields, dataset={"suppressed": LISTED})
    assert [row[0] for row in verdict.table.rows] == ["2"]


def test_a_table_of_listed_enterprises_alone_goes_out_empty_at_once(check):
    content = "uid,name,ownerId\n1,Цех,01411082\n".encode()
    verdict = check("t.csv", content, dataset={"suppressed": LISTED})
    assert (verdict.accepted, verdict.table.rows) == (True, ())


def test_a_plain_text_that_names_a_listed_enterprise_blocks():
    (finding,) = check_text(iter(["ТОВ, код 01411082;", "01411082"]), LISTED)
    assert (finding.code, finding.blocks, finding.message) == (
        "suppressed-enterprise",
        True,
        "У документі є код ЄДРПОУ 01411082, відомості про який не оприлюднюються "
        "(Постанова № 1257, з 03.10.2025). Вилучіть їх із документа.",
    )
    assert check_text(iter(["0141108277"]), LISTED) == ()
