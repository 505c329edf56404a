"""A dataset of one table, for checking a file against a table of the Resolution directly."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Dataset, Office, Resource, Responsible, Schema


def build_table_dataset(schema: Schema) -> Dataset:
    """A dataset that nobody publishes: just enough of one for the rules to read.

    It stands for no office and declares no personal data, so the leak gate is at its strictest.
    """
    resource = Resource(
        name=schema.id.rpartition("/")[2].lower(),
        title=schema.title,
        description=schema.description,
        schema=schema,
        path="",
        source=None,
    )
    return Dataset(
        name="check",
        title=schema.title,
        description=schema.description,
        keywords=(),
        licence="",
        office=Office("", "", ""),
        responsible=Responsible("", ""),
        frequency="",
        ground="",
        purpose="",
        portals=(),
        resources=(resource,),
        folder=Path(),
        descriptor_hash="",
    )
