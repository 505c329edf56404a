"""The recommended tables of Resolution No. 835: which there are, and the schema of each.

One YAML file a table under `schemas/`, its path the id: `2025/18/buildings`, `2019/Register`. The
2025 package numbers its tables by annex; the 13 older structures of 2019 are still in use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.model import Schema
from pipeline.resolution835.faults import SchemaError
from pipeline.resolution835.reading import build_schema

SCHEMAS = Path(__file__).parent / "schemas"
# libyaml is ten times faster; PyYAML built without it still reads every schema.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One recommended table: `dataset` is the official name of the set it belongs to."""

    id: str
    title: str
    dataset: str

    @property
    def annex(self) -> int | None:
        """The annex's number in the package of 2025; None for the structures of 2019."""
        parts = self.id.split("/")
        return int(parts[1]) if len(parts) == 3 else None


class UnknownTable(KeyError):
    """No table of that id; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def list_tables() -> tuple[TableEntry, ...]:
    """Every table, 2025 first and by annex number.

    Only the first two lines of each file are read: `title` and `dataset` always stand there.
    """
    return tuple(_entry(path) for path in sorted(SCHEMAS.rglob("*.yaml"), key=_order))


@cache
def read_schema(id_: str) -> Schema:
    """The schema of that table; UnknownTable, naming the nearest id, where there is none."""
    path = SCHEMAS / f"{id_}.yaml"
    if not re.fullmatch(r"[\w/]+", id_) or not path.is_file():
        raise UnknownTable(_unknown(id_))
    with path.open(encoding="utf-8") as file:
        mapping = yaml.load(file, Loader=Loader)  # noqa: S506 - the loader is a safe one
    del mapping["dataset"]
    return build_schema(id_, mapping)


def _entry(path: Path) -> TableEntry:
    with path.open(encoding="utf-8") as file:
        head = yaml.load(file.readline() + file.readline(), Loader=Loader)  # noqa: S506
    return TableEntry(_id(path), head["title"], head["dataset"])


def _id(path: Path) -> str:
    return path.relative_to(SCHEMAS).with_suffix("").as_posix()


def _order(path: Path) -> tuple[int, int, str]:
    year, *annex, name = _id(path).split("/")
    return -int(year), int(annex[0]) if annex else 0, name.lower()


def _unknown(id_: str) -> str:
    known = {entry.id.lower(): entry.id for entry in list_tables()}
    near = get_close_matches(id_.lower(), known, n=1)
    hint = f", найближча — «{known[near[0]]}»" if near else ""
    return f"немає таблиці «{id_}»{hint}"


__all__ = [
    "SchemaError",
    "TableEntry",
    "UnknownTable",
    "build_schema",
    "list_tables",
    "read_schema",
]
