"""A release as persons let it stand on one portal.

Without what was withdrawn there, and actual to the day the office last confirmed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.model import Dataset, PortalResult, Release
from pipeline.record.decisions import Withdrawal, last_confirmed, withdrawals
from pipeline.wording import day

if TYPE_CHECKING:
    from pipeline.record.ledger import Ledger


@dataclass(frozen=True, slots=True)
class HandsOff:
    """Why a portal is not to be touched at all, and how that counts."""

    result: PortalResult
    sentence: str


def decide_release(
    dataset: Dataset, release: Release, portal: str, ledger: Ledger
) -> Release | HandsOff:
    """The release to bring to the portal, or why there is nothing to bring.

    An adopted dataset is left as its people keep it until the pipeline gets a source for it.
    """
    if dataset.adopted:
        return HandsOff(PortalResult.UNCHANGED, "прийнято з порталу як є, програма його не змінює")
    off = {
        key: word
        for key, word in withdrawals(ledger, dataset.name, portal).items()
        if not word.returning
    }
    if None in off:
        return HandsOff(PortalResult.SKIPPED, _withdrawn(off[None], dataset.name))
    kept = leave_out(release, off)
    if not kept.documents:
        return HandsOff(PortalResult.SKIPPED, "усі документи відкликано")
    return _confirm(kept, dataset, ledger)


def leave_out(release: Release, withdrawn: Mapping[str | None, Withdrawal]) -> Release:
    """The release without the documents that were withdrawn."""
    kept = tuple(document for document in release.documents if document.id not in withdrawn)
    return replace(release, documents=kept)


def _confirm(release: Release, dataset: Dataset, ledger: Ledger) -> Release:
    """Every document actual to the last confirmation at least; nothing of it is an update."""
    confirmed = last_confirmed(ledger, dataset.name)
    if confirmed is None:
        return release
    documents = tuple(
        replace(document, actual_at=max(document.actual_at, confirmed))
        for document in release.documents
    )
    return replace(release, documents=documents)


def _withdrawn(word: Withdrawal, dataset: str) -> str:
    if not word.settled:
        return f"відкликання не завершено, набір ще видно: повторіть pipeline withdraw {dataset}"
    return f"відкликано {day(word.at)} ({word.by}): {word.ground.rstrip('.')}"
