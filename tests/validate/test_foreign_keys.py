from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Field, Finding, ForeignKey, Resource, Schema, Table, Verdict
from pipeline.validate.verdict import check_foreign_keys


def resource(name: str, *keys: ForeignKey) -> Resource:
    schema = Schema(
        f"2025/55/{name}",
        name,
        (Field("id", "Номер"), Field("ref", "Посилання")),
        foreign_keys=keys,
    )
    return Resource(name=name, title=name, description="", schema=schema, path="", source=None)


def verdict(name: str, *rows: tuple[str, str], period: str = "") -> Verdict:
    table = Table(None, ("id", "ref"), ("A", "B"), tuple(range(2, len(rows) + 2)), rows)
    return Verdict(f"d/{name}{period}", "0" * 64, (), table=table)


@pytest.fixture
def dataset(build_dataset):
    return build_dataset(
        resource("routes"),
        resource("trips", ForeignKey(("ref",), "routes", ("id",))),
        resource("fares"),
    )


def test_references_that_are_met_change_nothing(dataset):
    verdicts = (verdict("routes", ("1", "")), verdict("trips", ("9", "1"), ("8", "")))
    assert check_foreign_keys(dataset, verdicts) == verdicts


def test_a_reference_that_leads_nowhere_is_named_in_its_cell_and_both_tables_fall(dataset):
    routes, trips, fares = check_foreign_keys(
        dataset,
        [verdict("routes", ("1", "")), verdict("trips", ("9", "1"), ("8", "7")), verdict("fares")],
    )
    assert [(f.code, f.blocks, f.cell, f.value, f.message) for f in trips.findings] == [
        (
            "foreign-key",
            True,
            "B3",
            "7",
            "Такого значення («Посилання») немає в таблиці «routes»: додайте туди рядок або "
            "виправте значення тут.",
        )
    ]
    assert [(f.code, f.blocks, f.message) for f in routes.findings] == [
        (
            "bound-table-refused",
            True,
            "Пов’язану таблицю «trips» не прийнято, а публікуються вони лише разом. Виправте "
            "зауваження до неї.",
        )
    ]
    assert fares.findings == ()


def test_a_refused_table_takes_those_that_refer_to_it_with_it(dataset):
    bad = replace(verdict("routes"), findings=(Finding("x", True, "…"),), table=None)
    routes, trips = check_foreign_keys(dataset, [bad, verdict("trips", ("9", "1"))])
    assert [f.code for f in trips.findings] == ["foreign-key-unchecked", "bound-table-refused"]
    assert routes == bad


def test_a_table_that_was_not_handed_in_leaves_the_key_unchecked(dataset):
    [trips] = check_foreign_keys(dataset, [verdict("trips", ("9", "1"))])
    assert [(f.code, f.blocks, f.message) for f in trips.findings] == [
        (
            "foreign-key-unchecked",
            False,
            "Зв’язок із таблицею «routes» не перевірено: її не надано або не прочитано.",
        )
    ]


def test_a_table_may_refer_to_itself(build_dataset):
    stops = resource("stops", ForeignKey(("ref",), "stops", ("id",)))
    given = [verdict("stops", ("1", ""), ("2", "1"), ("3", "5"))]
    [stops_verdict] = check_foreign_keys(build_dataset(stops), given)
    assert [(f.code, f.cell) for f in stops_verdict.findings] == [("foreign-key", "B4")]


def test_periods_of_a_series_refer_to_their_own_period(dataset):
    found = check_foreign_keys(
        dataset,
        [
            verdict("routes", ("1", ""), period="/2021-Q1"),
            verdict("routes", ("2", ""), period="/2021-Q2"),
            verdict("trips", ("9", "1"), period="/2021-Q1"),
            verdict("trips", ("9", "1"), period="/2021-Q2"),
        ],
    )
    assert [item.accepted for item in found] == [True, False, True, False]


def test_a_table_waits_with_one_that_a_guard_holds(dataset):
    held = replace(verdict("routes", ("1", "")), findings=(Finding("guard-older", True, "…"),))
    routes, trips = check_foreign_keys(dataset, [held, verdict("trips", ("9", "1"))])
    assert (routes, trips.held) == (held, True)
    assert [(f.code, f.message) for f in trips.findings] == [
        (
            "guard-bound-table",
            "Пов’язана таблиця «routes» чекає на підтвердження, а публікуються вони лише разом.",
        )
    ]
