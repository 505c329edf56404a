"""One damaged cell of a filled form is repaired to its value, or found in that very cell."""

from __future__ import annotations

import pytest
from damages import DAMAGES, Damage, Spoiled, spoiled_cells
from desk_of_forms import DeskOfForms, address
from how_many import tried
from hypothesis import assume, given
from hypothesis import strategies as st
from schema_rows import Rows, rows_of

from pipeline.model import Schema, Verdict
from pipeline.resolution835.kinds import example_of
from pipeline.resolution835.tables import list_tables, read_schema

SCHEMAS = [read_schema(entry.id) for entry in list_tables()]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.id)
def test_a_damaged_cell_is_mended_or_named(schema: Schema, desk: DeskOfForms) -> None:
    @tried(1)
    @given(st.data())
    def damage_and_check(data: st.DataObject) -> None:
        rows = data.draw(rows_of(schema))
        possible = [damage for damage in DAMAGES if spoiled_cells(rows, damage)]
        turn = SCHEMAS.index(schema) % len(possible)
        judge(desk, rows, data, data.draw(st.sampled_from(possible[turn:] + possible[:turn])))

    damage_and_check()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_each_damage_is_mended_or_named_wherever_it_happens(
    damage: Damage, desk: DeskOfForms
) -> None:
    likely = st.sampled_from([schema for schema in SCHEMAS if may_happen(damage, schema)])

    @tried(3)
    @given(st.data())
    def damage_and_check(data: st.DataObject) -> None:
        rows = data.draw(likely.flatmap(rows_of))
        assume(spoiled_cells(rows, damage))
        judge(desk, rows, data, damage)

    damage_and_check()


@tried(15)
@given(data=st.data())
def test_whoever_types_what_the_report_tells_is_accepted(
    data: st.DataObject, desk: DeskOfForms
) -> None:
    damage = data.draw(st.sampled_from([damage for damage in DAMAGES if not damage.healed]))
    rows = data.draw(st.sampled_from(SCHEMAS).flatmap(rows_of))
    keys = {*rows.schema.primary_key, *(name for pair in rows.schema.periods for name in pair)}
    spoiled = [
        one
        for one in spoiled_cells(rows, damage)
        if not ((field := rows.schema.fields[one.column]).unique or field.name in keys)
    ]
    assume(spoiled)
    one = data.draw(st.sampled_from(spoiled))
    place = (one.row, one.column)
    verdict = desk.judge(rows, 0, {place: one.value})
    [told] = {finding.example for finding in verdict.findings if finding.blocks}
    assume(told is not None)
    assert desk.judge(rows, 0, {place: (told or "").partition(" або ")[0]}).accepted


@tried(15)
@given(data=st.data())
def test_a_key_that_stands_twice_is_named_in_its_second_row(
    data: st.DataObject, desk: DeskOfForms
) -> None:
    schema = data.draw(st.sampled_from([schema for schema in SCHEMAS if schema.primary_key]))
    rows = data.draw(rows_of(schema, least=2))
    last = len(rows.rows) - 1
    keys = [schema.names.index(name) for name in schema.primary_key]
    for key in keys:
        rows = rows.with_cell(last, key, rows.rows[0][key])
    assert cells_of(desk.judge(rows), "primary-key") == [address((last, keys[0]))]


@tried(15)
@given(data=st.data())
def test_an_end_before_its_start_is_named_in_the_cell_of_the_end(
    data: st.DataObject, desk: DeskOfForms
) -> None:
    schema = data.draw(st.sampled_from([schema for schema in SCHEMAS if schema.periods]))
    start, end = data.draw(st.sampled_from(schema.periods))
    rows = data.draw(rows_of(schema))
    rows = rows.with_cell(0, schema.names.index(start), written(schema, start, "2021-07-02"))
    rows = rows.with_cell(0, schema.names.index(end), written(schema, end, "2021-07-01"))
    assert address((0, schema.names.index(end))) in cells_of(desk.judge(rows), "period")


def may_happen(damage: Damage, schema: Schema) -> bool:
    """Whether it can happen to an official example, or to a cell without data."""
    return any(
        damage.harm(field, text) is not None
        for field in schema.fields
        for text in (example_of(field), "null")
    )


def judge(desk: DeskOfForms, rows: Rows, data: st.DataObject, damage: Damage) -> None:
    """Damage one cell that allows it, and say what the verdict owes to it."""
    spoiled = data.draw(st.sampled_from(spoiled_cells(rows, damage)))
    place = (spoiled.row, spoiled.column)
    verdict = desk.judge(rows, data.draw(st.integers(0, 1)), {place: spoiled.value})
    if damage.healed:
        assert_healed(rows, spoiled, verdict)
    else:
        assert_found(spoiled, verdict)


def assert_healed(rows: Rows, spoiled: Spoiled, verdict: Verdict) -> None:
    """Nothing is found, the value is back, and the one cell's repairs say what was done to it."""
    assert verdict.findings == ()
    assert verdict.table is not None
    assert verdict.table.rows == rows.published()
    assert {repair.cell for repair in verdict.repairs} == {address((spoiled.row, spoiled.column))}
    assert verdict.repairs[-1].after == (rows.rows[spoiled.row][spoiled.column] or "null")


def assert_found(spoiled: Spoiled, verdict: Verdict) -> None:
    """The publication is stopped for this cell and for no other."""
    assert not verdict.accepted
    blocking = [finding.cell for finding in verdict.findings if finding.blocks]
    assert blocking == [address((spoiled.row, spoiled.column))]


def cells_of(verdict: Verdict, code: str) -> list[str | None]:
    return [finding.cell for finding in verdict.findings if finding.code == code]


def written(schema: Schema, name: str, day: str) -> str:
    return f"{day}T10:00:00" if schema.field(name).type == "datetime" else day
