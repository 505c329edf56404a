"""Whatever a schema allows survives its form: no finding, no repair, the same values."""

from __future__ import annotations

import pytest
from desk_of_forms import DeskOfForms
from how_many import tried
from hypothesis import given
from hypothesis import strategies as st
from schema_rows import rows_of

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
