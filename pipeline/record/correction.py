"""A correction says what an earlier event should have been. Nothing is rewritten.

It takes that event's place in every figure known after it: with the right time (`at`), rows or
document, or with none at all where the event never happened. A figure with an earlier known-at
comes out as it did, and a later correction of the same event takes the place of the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.record.event import JSON, Event, Kind, Recorded
from pipeline.record.ledger import Ledger, LedgerError

CORRECTABLE = {
    "at": "час",
    "dataset": "набір даних",
    "document": "документ",
    "portal": "портал",
    "release": "випуск",
    "sha256": "хеш",
    "rows": "рядки",
    "data": "подробиці",
}
"""Parts of an event a correction may give anew; who did it and what it was stay as recorded."""

INTENTS = frozenset({Kind.PUBLISHING, Kind.CORRECTION})
"""Kinds that are not corrected: an intent counts nowhere, and a correction is made anew."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as it was recorded, and the event as it stood before any."""

    correction: Recorded
    original: Recorded

    @property
    def is_void(self) -> bool:
        """The event never happened."""
        return self.correction.event.data.get("counts_as") is None


def build_correction(
    wrong: Recorded, changes: Mapping[str, Any], by: str, reason: str, actor: str
) -> Event:
    """The correction of an event by its parts that were wrong; LedgerError where it cannot be.

    Of `data` only the facts that change are given. No changes at all say that the event was right
    as first recorded, whatever was corrected since.
    """
    _check(wrong, changes)
    data = {**wrong.event.data, **changes.get("data", {})}
    event = replace(wrong.event, **{**changes, "data": data})
    told = ", ".join(word for part, word in CORRECTABLE.items() if part in changes)
    told = told or "правильно записано спершу"
    return _build(wrong, event, wrong.event.kind.value, told, by, reason, actor)


def build_void(wrong: Recorded, by: str, reason: str, actor: str) -> Event:
    """The correction that says an event never happened; LedgerError where it cannot be one."""
    _check(wrong, {})
    return _build(wrong, wrong.event, None, "її не було", by, reason, actor)


def read_event(ledger: Ledger, seq: int) -> Recorded:
    """The event of that number; LedgerError where there is none."""
    from pipeline.record.chain import read_row
    from pipeline.record.schema import events

    with ledger.reading() as connection:
        row = connection.execute(events.select().where(events.c.seq == seq)).first()
    if row is None:
        raise LedgerError(f"У журналі немає події {seq}.")
    return read_row(row._asdict())


def corrections_known(ledger: Ledger, known_at: datetime) -> Iterator[Corrected]:
    """Every correction the ledger had learnt of by that moment, in the order of recording."""
    for correction in ledger.read(kinds=(Kind.CORRECTION,), known_at=known_at):
        corrects = correction.event.data["corrects"]
        yield Corrected(correction, read_event(ledger, int(str(corrects))))


def _check(wrong: Recorded, changes: Mapping[str, Any]) -> None:
    if wrong.event.kind in INTENTS:
        raise LedgerError(
            f"Подію {wrong.seq} не уточнюють: вона є наміром або сама є уточненням. "
            "Уточніть ту подію, про яку вона говорить."
        )
    if unknown := sorted(set(changes) - set(CORRECTABLE)):
        raise LedgerError(f"В події не уточнюють: {', '.join(unknown)}.")


def _build(
    wrong: Recorded, event: Event, kind: str | None, told: str, by: str, reason: str, actor: str
) -> Event:
    facts: dict[str, JSON] = {
        "corrects": wrong.seq,
        "counts_as": kind,
        "by": by,
        "reason": reason,
    }
    return replace(
        event,
        kind=Kind.CORRECTION,
        actor=actor,
        sentence=f"Уточнено подію {wrong.seq}: {told}.",
        data={**event.data, **facts},
    )
