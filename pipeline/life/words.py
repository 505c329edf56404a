"""A person's word as events: what was meant to be done, what was done, what failed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import PortalOutcome, PortalResult
from pipeline.publish.errors import PortalDown, PortalError
from pipeline.record.decisions import WITHDRAW
from pipeline.record.event import Event, Kind
from pipeline.run import Desk

WITHDRAWING, RETURNING = "відкликано", "повернуто"
_INTENTS = {WITHDRAWING: "Відкликається", RETURNING: "Повертається"}


@dataclass(frozen=True, slots=True)
class Word:
    """Who decided it about what, and on what ground; `document` is None for the whole dataset."""

    dataset: str
    document: str | None
    by: str
    ground: str


def record_word(kind: Kind, act: str, word: Word, portal: str, desk: Desk) -> None:
    """Write down an intent (PUBLISHING) or its outcome.

    The intent speaks of the record, so that figures hear of the outcome alone.
    """
    intent = kind is Kind.PUBLISHING
    done = WITHDRAWING if act == WITHDRAW else RETURNING
    what = "документ" if word.document else "набір даних"
    told = _INTENTS[done] if intent else done.capitalize()
    desk.ledger.record(
        Event(
            kind=kind,
            at=desk.now(),
            actor=desk.actor,
            sentence=f"{told} {what} ({word.by}){_ground(word)}.",
            dataset=word.dataset,
            document=None if intent else word.document,
            portal=portal,
            data={
                "role": "record",
                "act": act,
                "withdrawal": word.document,
                "by": word.by,
                "ground": word.ground,
                "reason": word.ground,
            },
        )
    )


def _ground(word: Word) -> str:
    return f": {word.ground.rstrip('.')}" if word.ground else ""


def failure_of(error: PortalError, word: Word, portal: str, desk: Desk) -> PortalOutcome:
    """Write down that the portal did not do it, and say so."""
    event = Event(
        kind=Kind.FAILED,
        at=desk.now(),
        actor=desk.actor,
        sentence=error.sentence,
        dataset=word.dataset,
        portal=portal,
    )
    desk.ledger.record(event)
    down = isinstance(error, PortalDown)
    return PortalOutcome(
        portal, PortalResult.PENDING if down else PortalResult.FAILED, error.sentence
    )
