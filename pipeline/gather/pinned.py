"""Deliveries that a rollback ruled out do not count until the office gives another file."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Delivery, Finding, Gathered
from pipeline.record.decisions import Pins


def leave_pinned(gathered: Gathered, pins: Pins) -> Gathered:
    """What was gathered without the pinned deliveries, each of them told as a finding."""
    held = [item for item in gathered.deliveries if pins.hold(item.document, item.sha256)]
    if not held:
        return gathered
    return replace(
        gathered,
        deliveries=tuple(item for item in gathered.deliveries if item not in held),
        findings=(*gathered.findings, *(_finding(item, pins) for item in held)),
    )


def _finding(delivery: Delivery, pins: Pins) -> Finding:
    return Finding(
        code="delivery-rolled-back",
        blocks=False,
        message=f"Файл «{delivery.name}» не враховано: {pins.sentence.rstrip('.')}. "
        "Потрібен виправлений файл.",
    )
