"""Rows a schema allows: filled and missing cells, keys that do not repeat, ends after starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from written_values import texts_of

from pipeline.model import Field, Schema

Row = tuple[str, ...]
Known = Mapping[str, Sequence[str]]
NOTHING_KNOWN: Known = MappingProxyType({})

_FEW_COLUMNS = 40


@dataclass(frozen=True)
class Rows:
    """Rows as an office means them: `null` where it says there is no data, `""` where empty."""

    schema: Schema
    rows: tuple[Row, ...]

    def published(self) -> tuple[Row, ...]:
        """The same rows as the clean table has them: missing is missing."""
        return tuple(tuple("" if text == "null" else text for text in row) for row in self.rows)

    def with_cell(self, row: int, column: int, text: str) -> Rows:
        """The same rows but for one cell."""
        changed = [list(texts) for texts in self.rows]
        changed[row][column] = text
        return Rows(self.schema, tuple(map(tuple, changed)))


@st.composite
def rows_of(draw: DrawFn, schema: Schema, least: int = 1, known: Known = NOTHING_KNOWN) -> Rows:
    """One to four rows that the schema allows; of very wide tables at most two.

    `known` gives the values which references may have, by column.
    """
    most = 4 if len(schema.fields) <= _FEW_COLUMNS else 2
    count = draw(st.integers(least, max(least, most)))
    rows: list[list[str]] = []
    while len(rows) < count:
        row = _in_order(schema, draw(_row(schema, known)))
        if not _repeats(schema, row, rows):
            rows.append(row)
    return Rows(schema, tuple(map(tuple, rows)))


@st.composite
def _row(draw: DrawFn, schema: Schema, known: Known) -> list[str]:
    return [draw(_cell(schema, field, known.get(field.name))) for field in schema.fields]


def _cell(schema: Schema, field: Field, known: Sequence[str] | None) -> st.SearchStrategy[str]:
    """Two of three optional cells are filled: a row with one lonely value would be no row."""
    filled = st.sampled_from(known) if known else texts_of(field)
    if field.must_be_filled or field.name in schema.primary_key:
        return filled
    missing = ["null"] if field.null_allowed else []
    missing += [] if field.required else [""]
    return st.one_of(filled, filled, st.sampled_from(missing))


def _in_order(schema: Schema, row: list[str]) -> list[str]:
    """A period that would end before it starts lasts one day."""
    for start, end in schema.periods:
        first, last = schema.names.index(start), schema.names.index(end)
        if row[first] not in ("", "null") and row[last] not in ("", "null"):
            row[last] = max(row[first], row[last])
    return row


def _repeats(schema: Schema, row: list[str], others: list[list[str]]) -> bool:
    """Whether a key of the row was there before."""
    keys = [schema.primary_key] if schema.primary_key else []
    keys += [(field.name,) for field in schema.fields if field.unique]
    for key in keys:
        places = [schema.names.index(name) for name in key]
        mine = [row[place] for place in places]
        if any(mine) and any(mine == [other[place] for place in places] for other in others):
            return True
    return False
