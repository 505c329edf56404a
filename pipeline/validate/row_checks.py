"""Our own checks as Frictionless checks: one small class for each sort of rule.

They read the cells' text, never Frictionless's cast values, and note a `Flaw`, beside whose rule
the wording stands, in a list of their own: an error of a report costs as much as checking a row.
Imported only where a table is checked: Frictionless is heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from frictionless import Check, Error

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


Told = tuple[int, int, Flaw]
"""Number of the row, place of the cell in it, and what is wrong with it; both from 0."""

_REMEMBERED = 10_000
_FIRST_ROW = 2
"""Frictionless counts the header as row 1."""


@attrs.define(kw_only=True, repr=False)
class RowCheck(Check):
    """A check that reads a row and notes what it finds in `told`."""

    Errors = []
    told: list[Told]

    def validate_row(self, row: Any) -> Iterable[Error]:
        """Called by Frictionless for every row; `row.cells` is its text."""
        for place, flaw in self.flaws_of(row):
            self.told.append((row.row_number - _FIRST_ROW, place, flaw))
        return ()

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """Each flaw of the row with the place of its cell."""
        raise NotImplementedError


@attrs.define(kw_only=True, repr=False)
class KindCheck(RowCheck):
    """Every filled cell of one column against the rules of its kind."""

    type = "kind"
    field: Field
    place: int
    known: dict[str, Flaw | None] = attrs.field(factory=dict)
    """Columns repeat themselves."""

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        text = row.cells[self.place]
        if text not in MISSING_VALUES and (flaw := self._flaw(text)):
            yield self.place, flaw

    def _flaw(self, text: str) -> Flaw | None:
        if text in self.known:
            return self.known[text]
        flaw = check_kind(self.field, text)
        if len(self.known) < _REMEMBERED:
            self.known[text] = flaw
        return flaw


@attrs.define(kw_only=True, repr=False)
class NullCheck(RowCheck):
    """A column that must be filled, if only with `null`: Frictionless takes both for missing."""

    type = "required-or-null"
    field: Field
    place: int

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        if row.cells[self.place] == "":
            yield self.place, null_flaw(self.field)


@attrs.define(kw_only=True, repr=False)
class CoordinatesCheck(RowCheck):
    """Latitude and longitude of one row: each by its kind, and both against being swapped."""

    type = "coordinates"
    latitude: Field
    longitude: Field
    places: tuple[int, int]

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        latitude, longitude = (row.cells[place] for place in self.places)
        if self._is_swapped(latitude, longitude):
            flaw = Flaw(
                "coordinates-swapped",
                f"Переставлено координати: широту («{self.latitude.title}») і довготу "
                f"(«{self.longitude.title}») треба поміняти місцями.",
                longitude,
            )
            yield self.places[0], flaw
            return
        for field, place in zip((self.latitude, self.longitude), self.places, strict=True):
            text = row.cells[place]
            if text not in MISSING_VALUES and (flaw_ := check_kind(field, text)):
                yield place, flaw_

    def _is_swapped(self, latitude: str, longitude: str) -> bool:
        north, east = kind_of(self.latitude), kind_of(self.longitude)
        if north is None or east is None or north.accepts(latitude) or east.accepts(longitude):
            return False
        return north.accepts(longitude) and east.accepts(latitude)


@attrs.define(kw_only=True, repr=False)
class RegionCheck(RowCheck):
    """The region in a КАТОТТГ against the one in the address: a code copied from another city."""

    type = "region"
    region: Field
    places: tuple[int, int]

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        code, region = (row.cells[place] for place in self.places)
        known, named = region_of(code), named_region(region)
        # Bodies of the Kyiv region have their seat, and their address, in Kyiv.
        if known and named and known not in (named, _KYIV):
            yield self.places[0], region_flaw(known, self.region)


@attrs.define(kw_only=True, repr=False)
class PeriodCheck(RowCheck):
    """The end of a period not before its start; ISO dates compare as text."""

    type = "period"
    start: Field
    end: Field
    places: tuple[int, int]

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        if any(row.get(field.name) is None for field in (self.start, self.end)):
            return
        start, end = (row.cells[place] for place in self.places)
        if end[: len(start)] < start[: len(end)]:
            yield self.places[1], period_flaw(self.start, self.end)


@attrs.define(kw_only=True, repr=False)
class AlphabetCheck(RowCheck):
    """Words of free text in which Cyrillic and Latin letters meet and no mend was certain."""

    type = "alphabet"
    places: tuple[int, ...]

    def flaws_of(self, row: Any) -> Iterator[tuple[int, Flaw]]:
        """As in `RowCheck`."""
        for place in self.places:
            text = row.cells[place]
            if not text.isascii() and (words := mixed_words(text)):
                yield place, alphabet_flaw(words[0])


def build_checks(schema: Schema, fields: Fields, told: list[Told]) -> list[Check]:
    """The checks a table of these columns needs, all of which note what they find in `told`."""
    place = {field.name: number for number, field in enumerate(fields)}
    pairs = _coordinates(fields)
    paired = {field.name for pair in pairs for field in pair}
    checks: list[Check] = [
        KindCheck(told=told, field=field, place=place[field.name])
        for field in fields
        if field.kind and field.name not in paired
    ]
    checks += [
        NullCheck(told=told, field=field, place=place[field.name])
        for field in fields
        if field.required and field.null_allowed
    ]
    checks += [
        CoordinatesCheck(told=told, latitude=a, longitude=b, places=(place[a.name], place[b.name]))
        for a, b in pairs
    ]
    checks += [
        RegionCheck(told=told, region=b, places=(place[a.name], place[b.name]))
        for a, b in _regions(fields)
    ]
    checks += [
        PeriodCheck(
            told=told,
            start=schema.field(start),
            end=schema.field(end),
            places=(place[start], place[end]),
        )
        for start, end in schema.periods
        if start in place and end in place
    ]
    free = tuple(place[field.name] for field in fields if _is_free(field))
    return [*checks, AlphabetCheck(told=told, places=free)]


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
