"""The sets of data the Resolution names, each with its recommended tables.

A set is an annex of the package of 2025. The structures of 2019 are still in use, so a dataset that
follows one of them publishes the same set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.resolution835.tables import list_tables

OF_2019 = {
    "2019/Organizations": 2,
    "2019/OrganizationalUnits": 2,
    "2019/Posts": 2,
    "2019/OrgStructure": 3,
    "2019/Normatives": 4,
    "2019/ListOfReports": 6,
    "2019/Register": 7,
    "2019/LegalActs": 9,
    "2019/Projects": 9,
    "2019/List": 10,
    "2019/Plan": 11,
    "2019/Assets": 15,
    "2019/PublicInfoSystem": 16,
}
"""Tables of 2019 → the annex of 2025 that describes the same set."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One set of the Resolution: its annex of 2025 and official title."""

    annex: int
    title: str


@cache
def list_sets() -> tuple[DataSet, ...]:
    """Every set that has a recommended table of 2025, by annex."""
    found = {entry.annex: entry.dataset for entry in list_tables() if entry.annex is not None}
    return tuple(DataSet(annex, found[annex]) for annex in sorted(found))


def annex_of(table: str) -> int | None:
    """The annex whose set a table publishes; None for a dataset's own table."""
    if table in OF_2019:
        return OF_2019[table]
    year, _, rest = table.partition("/")
    annex = rest.partition("/")[0]
    return int(annex) if year == "2025" and annex.isdigit() else None
