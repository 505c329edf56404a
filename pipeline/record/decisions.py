"""What persons decided about a dataset: the questions a run asks before it touches a portal.

A withdrawal begins with its intent, not with its outcome: what a person began to take down is not
put up again by the next run, however the first attempt ended. Figures (`standing.py`) count from
the outcome on, because only then was it gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.record.event import JSON, Event, Kind
from pipeline.record.ledger import Ledger

WITHDRAW, RESTORE = "withdraw", "restore"
"""`data["act"]` of the intents; `data["withdrawal"]` is the document, None for the dataset."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A person's word that something shall not stand on a portal.

    `settled` says that the portal has done it; `returning` that its return has begun, so that it
    may be published again.
    """

    by: str
    ground: str
    at: datetime
    settled: bool = False
    returning: bool = False


@dataclass(frozen=True, slots=True)
class Pins:
    """Deliveries that a rollback ruled out: hashes, and documents that got another one since."""

    hashes: frozenset[str] = frozenset()
    lifted: frozenset[str] = frozenset()
    sentence: str = ""

    def hold(self, document: str, sha256: str) -> bool:
        """Whether that delivery of the document does not count."""
        return sha256 in self.hashes and document not in self.lifted


def withdrawals(ledger: Ledger, dataset: str, portal: str) -> Mapping[str | None, Withdrawal]:
    """Everything withdrawn there and not restored: by document, None for the whole dataset."""
    found: dict[str | None, Withdrawal] = {}
    kinds = (Kind.PUBLISHING, Kind.WITHDRAWN, Kind.RESTORED)
    for recorded in ledger.read(dataset=dataset, portal=portal, kinds=kinds):
        event = recorded.event
        if event.kind is Kind.WITHDRAWN:
            found[event.document] = replace(_withdrawal(event), settled=True)
        elif event.kind is Kind.RESTORED:
            found.pop(event.document, None)
        else:
            _take_intent(event, found)
    return found


def _take_intent(event: Event, found: dict[str | None, Withdrawal]) -> None:
    key = _text_or_none(event.data.get("withdrawal"))
    if event.data.get("act") == WITHDRAW:
        found[key] = _withdrawal(event)
    elif event.data.get("act") == RESTORE and key in found:
        found[key] = replace(found[key], returning=True)


def _withdrawal(event: Event) -> Withdrawal:
    by, ground = (str(event.data.get(name, "")) for name in ("by", "ground"))
    return Withdrawal(by, ground, event.at)


def last_confirmed(ledger: Ledger, dataset: str) -> datetime | None:
    """When the office last said that its data did not change; None where it never did."""
    found = ledger.read(dataset=dataset, kinds=(Kind.CONFIRMED,), newest_first=True)
    return next((recorded.event.at for recorded in found), None)


def pins(ledger: Ledger, dataset: str) -> Pins:
    """What the last rollback rules out; a delivery never seen before it lifts its document."""
    held, lifted, seen = Pins(), set[str](), set[str]()
    for recorded in ledger.read(dataset=dataset, kinds=(Kind.GATHERED, Kind.ROLLED_BACK)):
        event = recorded.event
        if event.kind is Kind.ROLLED_BACK:
            held, lifted = Pins(_texts(event.data.get("pinned")), sentence=event.sentence), set()
        elif event.sha256 not in seen and event.document:
            lifted.add(event.document)
        seen.add(event.sha256 or "")
    return replace(held, lifted=frozenset(lifted))


def releases_stood(ledger: Ledger, dataset: str) -> tuple[str, ...]:
    """The releases by hash as they stood one after another, the newest last.

    A rollback takes away those after the one it went back to: none of them is the one before.
    """
    stood: list[str] = []
    kinds = (Kind.PUBLISHED, Kind.ADOPTED, Kind.ROLLED_BACK)
    for recorded in ledger.read(dataset=dataset, kinds=kinds):
        release = recorded.event.release
        if release is None or (stood and stood[-1] == release):
            continue
        if recorded.event.kind is Kind.ROLLED_BACK and release in stood:
            del stood[stood.index(release) + 1 :]
        else:
            stood.append(release)
    return tuple(stood)


def _texts(value: JSON) -> frozenset[str]:
    return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()


def _text_or_none(value: JSON) -> str | None:
    return value if isinstance(value, str) else None
