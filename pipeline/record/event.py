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
    """What happened; below each, whose parts of an event speak of it and what `data` carries.

    A value once written stands in ledgers for ever: none is renamed or removed.
    """

    GATHERED = "gathered"
    """New bytes came in: `document`, `sha256`; origin, name, size (bytes)."""
    UNCHANGED = "unchanged"
    """An update ended with nothing to send: blocking, notes (findings that stand)."""
    REFUSED = "refused"
    """A delivery of `document` may not go out: blocking, notes, codes (how many of each)."""
    ACCEPTED = "accepted"
    """A person overrode guards once, for the delivery `sha256` of `document`, or vouched for
    ЄДРПОУ in it: by, reason, codes (of guards), edrpou, instead_of (what was published then).
    """
    HELD = "held"
    """An update waits for a person: blocking, notes; with `document`, a guard holds its delivery:
    codes too."""
    DESCRIBED = "described"
    """What the dataset is called and holds from now on: office, office_name, title, frequency,
    documents (ids)."""

    PUBLISHING = "publishing"
    """The intent before an act on `portal`: role, act, resource_id, package_id, size, fields."""
    PUBLISHED = "published"
    """The outcome of that act, with the same data; `document` is the file key, None for the CKAN
    record. With role `data` the document stands on the portal from `at` on."""
    FAILED = "failed"
    """An update, or with `portal` a publication there, ended with an error: blocking, notes."""
    CONFIRMED = "confirmed"
    """The office says its data did not change; never an update: by, period."""
    WITHDRAWN = "withdrawn"
    """A person took `document` (None: the whole dataset) off `portal`: by, ground. One event a
    portal. What is published there later stands from RESTORED on."""
    RESTORED = "restored"
    """A person undid that withdrawal of the same `document` (or dataset) on `portal`: by, reason.
    """
    ROLLED_BACK = "rolled-back"
    """`release` stands again, until a delivery with another hash comes: by, reason, from (the
    release before), pinned (hashes of the deliveries that do not count)."""
    ADOPTED = "adopted"
    """A file that already was on `portal`: counts as PUBLISHED, `at` is the portal's own date:
    role, resource_id, package_id, size, url."""
    DRIFT = "drift"
    """Somebody else changed `document` (None: the record) on `portal`: resource_id, package_id,
    fields, difference (missing, extra, altered, size, private, unknown)."""

    CONSULTATION = "consultation"
    """An office, or somebody outside, was consulted: office, office_name, topic."""
    NOTIFIED = "notified"
    """A message went out: to (addresses of offices, never a private person's), subject, channel,
    state (hashes of what it told)."""
    CORRECTION = "correction"
    """An earlier event was wrong; built by `correction.py`. All parts are those that event should
    have had (`at` too: `known_at` is when it was corrected), `data` its data with corrects (its
    number), counts_as (its kind, None where it never happened), by, reason."""

    EVIDENCE = "evidence"
    """Evidence of `release` left the archive with raw deliveries in it: by, reason, deliveries."""
    PRUNED = "pruned"
    """Raw bytes older than the publisher keeps them were removed: files, size, keep_raw_days; or of
    `dataset` the releases before the last ones kept: releases (hashes), files, size, keep_releases;
    or bytes that nothing names: orphans (how many), size.
    """
    ERASED = "erased"
    """The raw bytes `sha256`, which must not be kept, were removed: by, ground, size."""

    DAEMON_STARTED = "daemon-started"
    """The daemon began its work: host, pid, version."""
    DAEMON_STOPPED = "daemon-stopped"
    """It ended by itself: host, pid, reason."""
    DAEMON_SILENT = "daemon-silent"
    """No sign of life for longer than a schedule allows, noticed afterwards: since, until."""


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
