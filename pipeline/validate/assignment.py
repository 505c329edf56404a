"""Headings → columns, one to one, where the schema gives one word to several columns.

A heading that can mean one column alone goes first. One that several share is the column that
follows its left neighbour's, as schemas and files keep an address together; else the first one
still free. Where that leaves another reading open, it is said and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.validate.labels import Match


@dataclass(frozen=True, slots=True)
class Assignment:
    """`fields`: place in the grid → column of the schema; `unclear`: place → columns it may be."""

    fields: Mapping[int, int]
    unclear: Mapping[int, tuple[int, ...]]


def assign_columns(matches: Sequence[tuple[int, Match]]) -> Assignment:
    """Give each place at most one column, and each column at most one place."""
    fields: dict[int, int] = {}
    for place, match in matches:
        if match.exact and match.places[0] not in fields.values():
            fields[place] = match.places[0]
    guessed: dict[int, tuple[int, ...]] = {}
    for place, match in matches:
        if place in fields:
            continue
        free = [field for field in match.places if field not in fields.values()]
        if not free:
            continue
        next_one = fields.get(place - 1, -1) + 1
        if next_one in free:
            fields[place] = next_one
        else:
            fields[place] = free[0]
            guessed[place] = match.places
    taken = set(fields.values())
    unclear = {place: places for place, places in guessed.items() if set(places) - taken}
    return Assignment(fields, unclear)
