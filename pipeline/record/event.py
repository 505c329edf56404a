"""One step of the pipeline as the ledger keeps it (подія).

An event has two clocks: `at`, when it happened, and `known_at`, when the ledger learnt of it. The
first answers "how many on 1 July", the second "how many did we believe on 1 July".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
"""What `data` may hold: small facts, never a cell's value."""


class Kind(StrEnum):
    """What happened."""

    GATHERED = "gathered"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    HELD = "held"
    DESCRIBED = "described"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"


class EventError(ValueError):
    """An event that cannot be kept as it is; the sentence says which part and why."""


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody asks the ledger to keep.

    `at` must know its time zone and is taken to UTC. `actor` is who or what did it, `sentence` says
    it in Ukrainian without any cell value. `document` is the file key for files of a publication
    and None for the dataset itself. Raises EventError where a part cannot be kept.
    """

    kind: Kind
    at: datetime
    actor: str
    sentence: str
    dataset: str | None = None
    document: str | None = None
    portal: str | None = None
    release: str | None = None
    sha256: str | None = None
    rows: int | None = None
    data: Mapping[str, JSON] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", to_utc(self.at))


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the ledger: numbered from 1, bound to the one before it by hash."""

    seq: int
    known_at: datetime
    event: Event
    previous: str
    hash: str


def to_utc(moment: datetime) -> datetime:
    """The same moment in UTC; EventError for a time that does not say its zone."""
    if moment.tzinfo is None:
        raise EventError(f"Час {moment.isoformat()} без часового поясу: журнал такого не приймає.")
    return moment.astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """A moment as text that sorts as time does: `2021-06-30T20:59:00.000000Z`."""
    return to_utc(moment).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def read_moment(text: str) -> datetime:
    """The moment `write_moment` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def write_data(data: Mapping[str, JSON]) -> str:
    """Facts as canonical JSON: sorted keys, no spaces, so that one value has one text."""
    try:
        return json.dumps(
            data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
    except (TypeError, ValueError) as error:
        raise EventError(f"Дані події не записуються як JSON: {error}.") from error
