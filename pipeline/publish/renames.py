"""Plain files that an office renamed: the same bytes under a new path are the same document.

A document keeps the id of its first path for ever, and with it its resource, its address and its
place in the figures; `renamed` says under which id its file would be known now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.model import Dataset, Delivery, Document, Release


def place_of(delivery: Delivery) -> str:
    """The id that the path of a plain file gives by itself."""
    return f"{delivery.dataset}/{delivery.resource}/{delivery.name}"


def follow_renames(
    dataset: Dataset, deliveries: Sequence[Delivery], release: Release | None
) -> tuple[Delivery, ...]:
    """The deliveries, each plain file under the id of the document it is.

    Only a document whose own path is empty now can have moved: a copy is a document of its own.
    """
    if release is None:
        return tuple(deliveries)
    plain = {resource.name for resource in dataset.resources if resource.is_plain}
    documents = [document for document in release.documents if document.resource in plain]
    taken = {delivery.document for delivery in deliveries}
    gone = {
        (document.resource, document.delivery): document
        for document in documents
        if _place(document) not in taken
    }
    known = {_place(document): document for document in documents}
    ids = {document.id for document in documents}
    found = []
    for delivery in deliveries:
        if delivery.resource not in plain:
            found.append(delivery)
            continue
        document = known.get(delivery.document) or gone.pop(
            (delivery.resource, delivery.sha256), None
        )
        named = document.id if document else _free_id(delivery.document, ids)
        found.append(replace(delivery, document=named))
    return tuple(found)


def moved_documents(
    dataset: Dataset, release: Release | None, deliveries: Iterable[Delivery]
) -> tuple[Document, ...]:
    """Plain files of the release that lie under another path now, as they are called now."""
    known = {document.id: document for document in release.documents} if release else {}
    moved = []
    for delivery in deliveries:
        document = known.get(delivery.document)
        place = place_of(delivery)
        plain = dataset.resource(delivery.resource).is_plain
        if document and plain and _place(document) != place:
            title = PurePosixPath(delivery.name).stem
            renamed = place if place != document.id else None
            moved.append(replace(document, title=title, renamed=renamed))
    return tuple(moved)


def _place(document: Document) -> str:
    return document.renamed or document.id


def _free_id(wanted: str, taken: set[str]) -> str:
    """Another id where a document that moved away keeps the one its path gave."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}~{number}"
    taken.add(found)
    return found
