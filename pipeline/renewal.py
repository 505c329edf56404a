"""From judged deliveries to the release: what was accepted or renamed, beside what stood before.

Pure but for the clean files, which go to the archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.model import Dataset, Release
from pipeline.publish.release import build_document, build_release
from pipeline.publish.renames import moved_documents
from pipeline.record.archive import Archive
from pipeline.record.entries import renamed_event
from pipeline.record.event import Event
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
