"""Whatever a schema allows survives its form: no finding, no repair, the same values."""

from __future__ import annotations

import pytest
from desk_of_forms import DeskOfForms, dataset_of
from heading_ways import WAYS, Way, rearranged
from how_many import tried
from hypothesis import given
from hypothesis import strategies as st
from schema_rows import Rows, rows_of

from pipeline.model import Schema
from pipeline.resolution835.tables import list_tables, read_schema

SCHEMAS = [read_schema(entry.id) for entry in list_tables()]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.id)
def test_a_filled_form_needs_no_word_and_keeps_every_value(
    schema: Schema, desk: DeskOfForms
) -> None:
    @tried(2)
    @given(st.data())
    def fill_and_check(data: st.DataObject) -> None:
        rows = data.draw(rows_of(schema))
        verdict = desk.judge(rows, data.draw(st.integers(0, 1)))
        assert verdict.findings == ()
        assert verdict.repairs == ()
        assert verdict.table is not None
        assert verdict.table.rows == rows.published()

    fill_and_check()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_headings_may_come_back_in_other_ways(way: Way, desk: DeskOfForms) -> None:
    @tried(4)
    @given(st.sampled_from(SCHEMAS).flatmap(rows_of))
    def rearrange_and_check(rows: Rows) -> None:
        content = rearranged(desk.fill(rows, 0, {}), way)
        verdict = desk.hand_in(content, rows.schema, dataset_of(rows.schema))
        assert (verdict.findings, verdict.repairs) == ((), ())
        assert verdict.table is not None
        assert verdict.table.rows == rows.published()

    rearrange_and_check()
