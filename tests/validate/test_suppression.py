"""Rows of enterprises on the suppression list never leave; the others do."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model import Field, ForeignKey, Resource, Schema, Suppressed, Verdict
from pipeline.validate.suppression import check_text
from pipeline.validate.verdict import check_delivery, check_foreign_keys

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


ROUTES = Schema(
    "2025/55/routes",
    "Маршрути",
    (Field("id", "Маршрут"), Field("agency", "Перевізник", kind="party-id")),
)
TRIPS = Schema(
    "2025/55/trips",
    "Рейси",
    (Field("id", "Рейс"), Field("route", "Маршрут"), Field("phone", "Телефон", kind="phone")),
    foreign_keys=(ForeignKey(("route",), "routes", ("id",)),),
)
TIMES = Schema(
    "2025/55/times",
    "Час",
    (Field("trip", "Рейс"), Field("at", "Час", kind="gtfs-time")),
    foreign_keys=(ForeignKey(("trip",), "trips", ("id",)),),
)


def test_rows_that_speak_of_a_row_kept_back_are_kept_back_with_it_to_the_last(
    judge_together,
):
    routes, trips, times = judge_together(
        {
            ROUTES: "id,agency\n12А,01411082\n23,99000005\n",
            TRIPS: "id,route,phone\n1,12А,нема\n2,23,+380441234567\n",
            TIMES: "trip,at\n1,09:00:00\n2,09:30:00\n",
        }
    )
    assert [item.accepted for item in (routes, trips, times)] == [True, True, True]
    assert [item.table.rows for item in (routes, trips, times)] == [
        (("23", "99000005"),),
        (("2", "23", "+380441234567"),),
        (("2", "09:30:00"),),
    ]
    assert [(f.code, f.blocks, f.cell, f.message) for f in trips.findings] == [
        (
            "row-withheld",
            False,
            "B2",
            "Рядок не буде опубліковано: він посилається на рядок таблиці «Маршрути», який "
            "закрито. Решту таблиці буде опубліковано.",
        )
    ]
    assert [(f.code, f.cell) for f in times.findings] == [("row-withheld", "A2")]


def test_a_row_that_also_has_an_open_row_to_speak_of_stays(judge_together):
    routes, trips = judge_together(
        {
            ROUTES: "id,agency\n12А,01411082\n12А,99000005\n",
            TRIPS: "id,route,phone\n1,12А,+380441234567\n",
        }
    )
    assert (routes.withheld, trips.findings) == (1, ())


@pytest.fixture
def judge_together(build_dataset, deliver):
    """The verdicts on the tables of one dataset, each given as its CSV."""

    def judge(texts: dict[Schema, str]) -> list[Verdict]:
        resources = [
            Resource(schema.id.rpartition("/")[2], schema.title, "", schema, "", None)
            for schema in texts
        ]
        dataset = build_dataset(*resources, suppressed=LISTED)
        verdicts = [
            check_delivery(deliver("t.csv", text.encode(), resource.name), resource, dataset)
            for resource, text in zip(resources, texts.values(), strict=True)
        ]
        return list(check_foreign_keys(dataset, verdicts))

    return judge
