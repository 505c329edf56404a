"""What is published of a document, read back from the archive for the guards to compare with."""

from __future__ import annotations

import csv
from pathlib import Path

from pipeline.model import Document, Schema
from pipeline.model.schema import MISSING_VALUES
from pipeline.record.archive import Archive
from pipeline.validate.guards import Key, Published

_LONGEST_CELL = 1 << 30


def read_published(
    document: Document, schema: Schema | None, archive: Archive, *, is_sample: bool
) -> Published:
    """The facts of a released document; FileNotFoundError where the archive lost its table."""
    return Published(
        rows=document.rows,
        keys=_read_keys(document, schema, archive),
        actual_at=None if is_sample else document.actual_at,
    )


def _read_keys(
    document: Document, schema: Schema | None, archive: Archive
) -> frozenset[Key] | None:
    """Keys of a table; None for files we did not make, or without today's key as a column."""
    file = document.table
    if schema is None or not schema.primary_key or document.rows is None:
        return None
    return _read_columns(archive.path_of(file.sha256), schema.primary_key)


def _read_columns(path: Path, names: tuple[str, ...]) -> frozenset[Key] | None:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if not set(names) <= set(header):
            return None
        places = [header.index(name) for name in names]
        return frozenset(tuple(_clean(row[place]) for place in places) for row in reader)


def _clean(text: str) -> str:
    """As the rows of a table have it: `""` where missing."""
    return "" if text in MISSING_VALUES else text
