"""Drift: fields of ours that show on the portal what we never sent there.

The ledger keeps a digest of every value sent, so that somebody's edit is told from our own change
that has not gone out yet. Drift is overwritten, or left where the dataset says `drift: keep`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.publish.sender import Sender
from pipeline.publish.steps import Act, Change, FileStep, Plan, RecordStep
from pipeline.record.event import Event, Kind

if TYPE_CHECKING:
    from pipeline.record.history import Sent

_FACTS = frozenset({"hash", "mimetype", "resource_type"})
"""Facts of a file rather than words about it: nobody edits them, a portal loses them."""

RECORD = ""
"""Stands for the CKAN record among the file keys."""


def digest_fields(values: Mapping[str, str]) -> dict[str, str]:
    """The values as the ledger keeps them, eight hex digits each."""
    return {name: digest_of(value) for name, value in values.items()}


def digest_of(value: str) -> str:
    """What stands for a value sent."""
    return hashlib.sha256(value.encode()).hexdigest()[:8]


def mark_drift(plan: Plan, sent: Sent, *, keep: bool) -> Plan:
    """The plan with every change marked that takes back somebody's edit, or without those."""
    return replace(
        plan,
        record=_mark_record(plan.record, sent, keep),
        files=tuple(_mark_file(step, sent, keep) for step in plan.files),
    )


def drift_events(plan: Plan, sender: Sender) -> Iterator[Event]:
    """What somebody changed and the plan takes back, an event for the record and for each file."""
    steps: list[tuple[str, str | None, tuple[Change, ...]]]
    steps = [(RECORD, None, plan.record.changes)]
    steps += [(step.file.key, step.resource_id, step.changes) for step in plan.steps]
    for key, resource_id, changes in steps:
        fields = [change.field for change in changes if change.drift]
        if fields:
            yield Event(
                kind=Kind.DRIFT,
                at=sender.now(),
                actor=sender.actor,
                sentence=f"На порталі змінено не нами: {', '.join(fields)}.",
                dataset=sender.dataset,
                document=key or None,
                portal=sender.portal.name,
                release=sender.release,
                data={"difference": "altered", "resource_id": resource_id, "fields": fields},
            )


def _mark_record(step: RecordStep, sent: Sent, keep: bool) -> RecordStep:
    if step.act is not Act.DESCRIBE:
        return step
    changes = _mark(step.changes, sent.get(RECORD, {}))
    left = _left(changes, keep)
    kept = tuple(change for change in changes if change not in left)
    return RecordStep(Act.DESCRIBE if left else Act.KEEP, left, kept)


def _mark_file(step: FileStep, sent: Sent, keep: bool) -> FileStep:
    changes = _mark(step.changes, sent.get(step.file.key, {}))
    if step.act is not Act.DESCRIBE:
        return replace(step, changes=changes)
    left = _left(changes, keep)
    kept = tuple(change for change in changes if change not in left)
    return replace(step, act=step.act if left else Act.KEEP, changes=left, kept=kept)


def _mark(changes: tuple[Change, ...], sent: Mapping[str, frozenset[str]]) -> tuple[Change, ...]:
    return tuple(
        replace(change, drift=_is_drift(change, sent.get(change.field))) for change in changes
    )


def _is_drift(change: Change, sent: frozenset[str] | None) -> bool:
    if not sent or change.field in _FACTS:
        return False
    return digest_of(change.before) not in sent


def _left(changes: tuple[Change, ...], keep: bool) -> tuple[Change, ...]:
    return tuple(change for change in changes if not (keep and change.drift))
