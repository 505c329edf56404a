"""What the publisher says of the sets of the Resolution it does not publish, and of older ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Planned:
    """The set of that annex will be published by that day; `remark` says what is missing."""

    annex: int
    by: date
    remark: str


@dataclass(frozen=True, slots=True)
class NotHeld:
    """The publisher does not hold the set of that annex, and on what ground it says so."""

    annex: int
    ground: str


@dataclass(frozen=True, slots=True)
class OlderSet:
    """A set the Resolution names that has no table of 2025, and the datasets that publish it."""

    title: str
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """`datapackages/coverage.yaml` as read; empty where there is no such file."""

    planned: tuple[Planned, ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    older: tuple[OlderSet, ...] = ()
