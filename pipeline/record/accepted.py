"""What persons accepted, as the ledger keeps it: guards overridden once, codes vouched for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.model import Acceptances, Override
from pipeline.record.event import JSON, Event, Kind
from pipeline.record.ledger import Ledger


def accepted_event(
    dataset: str, override: Override, edrpou: Sequence[str], at: datetime, actor: str
) -> Event:
    """A person let a delivery past guards, or vouched for codes in it, or both.

    The codes of enterprises are no secret, and later verdicts are given by them: they alone of all
    cell values stand in the ledger.
    """
    what = [
        "попри застереження" if override.codes else "",
        f"з кодами ЄДРПОУ {', '.join(edrpou)}" if edrpou else "",
    ]
    return Event(
        kind=Kind.ACCEPTED,
        at=at,
        actor=actor,
        sentence=f"Прийнято {' і '.join(filter(None, what))}: {override.by} "
        f"({override.reason.rstrip('.')}).",
        dataset=dataset,
        document=override.document,
        sha256=override.delivery,
        data={
            "by": override.by,
            "reason": override.reason,
            "codes": sorted(override.codes),
            "edrpou": sorted(edrpou),
            "instead_of": override.instead_of,
        },
    )


def deliveries_like(ledger: Ledger, dataset: str, prefix: str) -> dict[str, frozenset[str]]:
    """Deliveries of the dataset whose hash begins so, each with the documents it was meant for."""
    found: dict[str, set[str]] = {}
    for recorded in ledger.read(dataset=dataset, kinds=(Kind.GATHERED,)):
        event = recorded.event
        if event.sha256 and event.document and event.sha256.startswith(prefix):
            found.setdefault(event.sha256, set()).add(event.document)
    return {delivery: frozenset(documents) for delivery, documents in found.items()}


def acceptances(ledger: Ledger, dataset: str) -> Acceptances:
    """What persons accepted for the dataset and still holds.

    An override is good once: as soon as another file came for its document, it is spent.
    """
    overrides: list[Override] = []
    vouched: set[str] = set()
    for recorded in ledger.read(dataset=dataset, kinds=(Kind.GATHERED, Kind.ACCEPTED)):
        event = recorded.event
        if event.kind is Kind.GATHERED:
            overrides = [one for one in overrides if not _is_spent(one, event)]
            continue
        vouched |= _texts(event.data.get("edrpou"))
        if override := _override(event):
            overrides.append(override)
    return Acceptances(tuple(overrides), frozenset(vouched))


def _is_spent(override: Override, gathered: Event) -> bool:
    return gathered.document == override.document and gathered.sha256 != override.delivery


def _override(event: Event) -> Override | None:
    """None where only codes were vouched for."""
    codes, replaced = _texts(event.data.get("codes")), event.data.get("instead_of")
    if not codes or event.document is None or event.sha256 is None:
        return None
    return Override(
        document=event.document,
        delivery=event.sha256,
        instead_of=replaced if isinstance(replaced, str) else None,
        codes=codes,
        by=str(event.data.get("by", "")),
        reason=str(event.data.get("reason", "")),
    )


def _texts(value: JSON) -> frozenset[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return frozenset()
    return frozenset(item for item in value if isinstance(item, str))
