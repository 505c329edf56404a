"""A table's structure: the Table Schema of one recommended table, or of a dataset's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MISSING_VALUES = ("", "null")
"""How a missing value may stand in a table; Resolution 835 asks for the word `null`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    `type` is a Table Schema type (`string`, `integer`, `number`, `date`, `datetime`, `time`,
    `boolean`); `kind` narrows it to what the value means (`edrpou`, `phone`, `url`, …) and drives
    checks, repairs and templates. `null_allowed` with `required` means: the cell must be filled,
    and the word `null` fills it.
    """

    name: str
    title: str
    type: str = "string"
    kind: str | None = None
    required: bool = False
    null_allowed: bool = False
    description: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    unit: str | None = None
    unique: bool = False

    @property
    def must_be_filled(self) -> bool:
        """Whether an empty cell is an error (`null` counts as empty here)."""
        return self.required and not self.null_allowed

    def descriptor(self) -> dict[str, Any]:
        """The field as plain Table Schema, as it is published."""
        found: dict[str, Any] = {"name": self.name, "title": self.title, "type": self.type}
        if self.description:
            found["description"] = self.description
        if self.example:
            found["example"] = self.example
        constraints = self._constraints()
        if constraints:
            found["constraints"] = constraints
        return found

    def _constraints(self) -> dict[str, Any]:
        stated = {
            "required": self.must_be_filled or None,
            "unique": self.unique or None,
            "pattern": self.pattern,
            "enum": list(self.enum) or None,
            "minimum": self.minimum,
            "maximum": self.maximum,
        }
        return {name: value for name, value in stated.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`fields` of this table name rows of `table` (a schema id's last part) by its `references`."""

    fields: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """One table's columns in order, its keys, and where it comes from.

    `id` is `2025/18/buildings` for a table of the Resolution, else the dataset's own name for it.
    `periods` are pairs of columns (start, end) in which the end must not come before the start.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    description: str = ""
    periods: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Machine names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column of that machine name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def descriptor(self) -> dict[str, Any]:
        """Plain Table Schema without foreign keys: what they point at depends on the package."""
        found: dict[str, Any] = {
            "title": self.title,
            "fields": [field.descriptor() for field in self.fields],
            "missingValues": list(MISSING_VALUES),
        }
        if self.description:
            found["description"] = self.description
        if self.primary_key:
            found["primaryKey"] = list(self.primary_key)
        return found
