"""What was sent to whom, as the ledger remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Notice:
    """The last message to an address: when, and the hash of what it told."""

    to: str
    state: str
    at: datetime


def read_notices(ledger: Ledger, channel: str) -> dict[str, Notice]:
    """The newest notice of every address on that channel."""
    found = {}
    for recorded in ledger.read(kinds=(Kind.NOTIFIED,)):
        data = recorded.event.data
        if data["channel"] == channel:
            to = str(data["to"])
            found[to] = Notice(to, str(data["state"]), recorded.event.at)
    return found


def notified_event(
    to: str, subject: str, state: str, channel: str, at: datetime, actor: str
) -> Event:
    """A message went out to an office's address; `channel` says of which sort it was."""
    return Event(
        kind=Kind.NOTIFIED,
        at=at,
        actor=actor,
        sentence=f"Надіслано {to}: {subject}",
        data={"to": to, "subject": subject, "state": state, "channel": channel},
    )
