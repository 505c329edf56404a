"""From judged deliveries to the release: what was accepted or renamed, beside what stood before.

Pure but for the clean files, which go to the archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.model import Dataset, Release
from pipeline.publish.release import build_document, build_release
from pipeline.publish.renames import moved_documents
from pipeline.record.archive import Archive
from pipeline.record.entries import renamed_event
from pipeline.record.event import Event, Kind
from pipeline.record.ledger import Ledger
from pipeline.validate.standing import Judged


def renew_release(
    dataset: Dataset,
    judged: Sequence[Judged],
    release: Release | None,
    archive: Archive,
    now: datetime,
) -> Release | None:
    """The release with what was accepted or renamed just now; the same one where nothing was."""
    documents = list(moved_documents(dataset, release, (item.delivery for item in judged)))
    documents += [
        build_document(
            item.delivery,
            dataset.resource(item.delivery.resource),
            item.verdict,
            archive,
            dataset,
        )
        for item in judged
        if item.new and item.verdict.accepted
    ]
    return build_release(dataset.name, release, documents, now) if documents else release


def stand_again(past: Release, current: Release, now: datetime) -> Release:
    """A past release as the one that stands from now on."""
    return replace(past, made_at=now, first_made_at=current.first_made_at)


def finish_rollback(dataset: str, ledger: Ledger, archive: Archive, now: datetime) -> None:
    """Let the release stand that a person went back to, where the archive did not hear of it.

    So it is only where that word is the last thing the ledger knows of the dataset.
    """
    last = next(ledger.read(dataset=dataset, newest_first=True), None)
    current = archive.read_release(dataset)
    if last is None or last.event.kind is not Kind.ROLLED_BACK or current is None:
        return
    past = archive.read_past_release(dataset, last.event.release or "")
    if past and past.hash != current.hash:
        archive.keep_release(stand_again(past, current, now))


def renamed_events(
    dataset: Dataset,
    release: Release | None,
    judged: Sequence[Judged],
    now: datetime,
    actor: str,
) -> Iterator[Event]:
    """An event for each plain file that lies under another path than before, naming both."""
    places = {item.id: item.renamed or item.id for item in release.documents} if release else {}
    deliveries = {item.delivery.document: item.delivery for item in judged}
    for document in moved_documents(dataset, release, deliveries.values()):
        yield renamed_event(deliveries[document.id], places[document.id], now, actor)
