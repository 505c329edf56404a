"""Our own checks as Frictionless checks: one small class for each sort of rule.

They read the cells' text, never Frictionless's cast values, and carry a `Flaw` through the report
so that wording stays beside the rule. Imported only where a table is checked: Frictionless is
heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from frictionless import Check, errors

from pipeline.model import Field, Schema
from pipeline.model.schema import MISSING_VALUES
from pipeline.resolution835.kinds import kind_of
from pipeline.resolution835.regions import named_region, region_of
from pipeline.validate.flaws import Flaw, alphabet_flaw, null_flaw, period_flaw, region_flaw
from pipeline.validate.kind_rules import check_kind
from pipeline.validate.lookalikes import mixed_words

_KYIV = "80"

Fields = Sequence[Field]
"""The columns the checked rows have, in order."""


@attrs.define(kw_only=True, repr=False)
class FlawError(errors.CellError):
    """A flaw of ours as an error of a Frictionless report."""

    type = "flaw"
    flaw: Flaw

    def __attrs_post_init__(self) -> None:
        """Nobody reads the English message, and rendering it is most of an error's cost."""
        self.message = ""


@attrs.define(kw_only=True, repr=False)
class KindCheck(Check):
    """Every filled cell of one column against the rules of its kind."""

    type = "kind"
    Errors = [FlawError]
    field: Field
    place: int

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        text = row.cells[self.place]
        if text not in MISSING_VALUES and (flaw := check_kind(self.field, text)):
            yield _error(row, self.place, self.field, flaw)


@attrs.define(kw_only=True, repr=False)
class NullCheck(Check):
    """A column that must be filled, if only with `null`: Frictionless takes both for missing."""

    type = "required-or-null"
    Errors = [FlawError]
    field: Field
    place: int

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        if row.cells[self.place] == "":
            yield _error(row, self.place, self.field, null_flaw(self.field))


@attrs.define(kw_only=True, repr=False)
class CoordinatesCheck(Check):
    """Latitude and longitude of one row: each by its kind, and both against being swapped."""

    type = "coordinates"
    Errors = [FlawError]
    latitude: Field
    longitude: Field
    places: tuple[int, int]

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        latitude, longitude = (row.cells[place] for place in self.places)
        if self._is_swapped(latitude, longitude):
            flaw = Flaw(
                "coordinates-swapped",
                f"Переставлено координати: широту («{self.latitude.title}») і довготу "
                f"(«{self.longitude.title}») треба поміняти місцями.",
                longitude,
            )
            yield _error(row, self.places[0], self.latitude, flaw)
            return
        for field, place in zip((self.latitude, self.longitude), self.places, strict=True):
            text = row.cells[place]
            if text not in MISSING_VALUES and (flaw_ := check_kind(field, text)):
                yield _error(row, place, field, flaw_)

    def _is_swapped(self, latitude: str, longitude: str) -> bool:
        north, east = kind_of(self.latitude), kind_of(self.longitude)
        if north is None or east is None or north.accepts(latitude) or east.accepts(longitude):
            return False
        return north.accepts(longitude) and east.accepts(latitude)


@attrs.define(kw_only=True, repr=False)
class RegionCheck(Check):
    """The region in a КАТОТТГ against the one in the address: a code copied from another city."""

    type = "region"
    Errors = [FlawError]
    code: Field
    region: Field
    places: tuple[int, int]

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        code, region = (row.cells[place] for place in self.places)
        known, named = region_of(code), named_region(region)
        # Bodies of the Kyiv region have their seat, and their address, in Kyiv.
        if known and named and known not in (named, _KYIV):
            yield _error(row, self.places[0], self.code, region_flaw(known, self.region))


@attrs.define(kw_only=True, repr=False)
class PeriodCheck(Check):
    """The end of a period not before its start; ISO dates compare as text."""

    type = "period"
    Errors = [FlawError]
    start: Field
    end: Field
    places: tuple[int, int]

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        if any(row.get(field.name) is None for field in (self.start, self.end)):
            return
        start, end = (row.cells[place] for place in self.places)
        if end[: len(start)] < start[: len(end)]:
            yield _error(row, self.places[1], self.end, period_flaw(self.start, self.end))


@attrs.define(kw_only=True, repr=False)
class AlphabetCheck(Check):
    """Words of free text in which Cyrillic and Latin letters meet and no mend was certain."""

    type = "alphabet"
    Errors = [FlawError]
    fields: tuple[tuple[int, Field], ...]

    def validate_row(self, row: Any) -> Iterable[FlawError]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        for place, field in self.fields:
            text = row.cells[place]
            if not text.isascii() and (words := mixed_words(text)):
                yield _error(row, place, field, alphabet_flaw(words[0]))


def build_checks(schema: Schema, fields: Fields) -> list[Check]:
    """The checks a table of these columns needs."""
    place = {field.name: number for number, field in enumerate(fields)}
    pairs = _coordinates(fields)
    paired = {field.name for pair in pairs for field in pair}
    checks: list[Check] = [
        KindCheck(field=field, place=place[field.name])
        for field in fields
        if field.kind and field.name not in paired
    ]
    checks += [
        NullCheck(field=field, place=place[field.name])
        for field in fields
        if field.required and field.null_allowed
    ]
    checks += [
        CoordinatesCheck(latitude=a, longitude=b, places=(place[a.name], place[b.name]))
        for a, b in pairs
    ]
    checks += [
        RegionCheck(code=a, region=b, places=(place[a.name], place[b.name]))
        for a, b in _regions(fields)
    ]
    checks += [
        PeriodCheck(
            start=schema.field(start),
            end=schema.field(end),
            places=(place[start], place[end]),
        )
        for start, end in schema.periods
        if start in place and end in place
    ]
    free = tuple((place[field.name], field) for field in fields if _is_free(field))
    return [*checks, AlphabetCheck(fields=free)]


def _is_free(field: Field) -> bool:
    """Whether the column holds words, not codes in which alphabets may meet by right."""
    return field.type == "string" and field.kind is None and not field.enum and not field.pattern


def _coordinates(fields: Fields) -> list[tuple[Field, Field]]:
    """Each latitude with the longitude of the same rank: first with first."""
    north = [field for field in fields if (field.kind or "").endswith("latitude")]
    east = [field for field in fields if (field.kind or "").endswith("longitude")]
    return list(zip(north, east, strict=False))


def _regions(fields: Fields) -> list[tuple[Field, Field]]:
    """Each КАТОТТГ with the region of its address, where there are as many of both."""
    codes = [field for field in fields if field.kind == "katottg"]
    regions = [field for field in fields if field.kind == "region"]
    return list(zip(codes, regions, strict=True)) if len(codes) == len(regions) else []


def _error(row: Any, place: int, field: Field, flaw: Flaw) -> FlawError:
    return FlawError(
        note="",
        cells=[],
        row_number=row.row_number,
        cell=row.cells[place],
        field_name=field.name,
        field_number=place + 1,
        flaw=flaw,
    )
