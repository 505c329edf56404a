"""From accepted deliveries to the release: the last good version of every document of a dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.model import (
    Dataset,
    Delivery,
    Document,
    DocumentFile,
    Release,
    Resource,
    Schema,
    Table,
    Verdict,
)
from pipeline.publish.formats import format_of
from pipeline.publish.names import name_plain, name_table, tell_apart
from pipeline.publish.periods import name_period
from pipeline.publish.renames import place_of
from pipeline.publish.structures import name_structure
from pipeline.publish.tables import fits_worksheet, write_csv, write_xlsx

if TYPE_CHECKING:
    from pipeline.record.archive import Archive, Kept


def build_document(
    delivery: Delivery, resource: Resource, verdict: Verdict, archive: Archive, dataset: Dataset
) -> Document:
    """What is published of an accepted delivery, its files lying in the archive.

    A table becomes CSV and, where the resource asks for it and Excel can hold it, XLSX; a plain
    file stays as it is, or as the gate cleaned it. A plain file's name starts with its resource's
    where the dataset has several: «12.pdf» alone would not tell an order from a draft. ValueError
    for an accepted table whose verdict came from the archive and so carries no rows.
    """
    if resource.schema is None:
        prefix = resource.name if len(dataset.resources) > 1 else None
        return _plain_document(delivery, verdict.cleaned, prefix, archive)
    if verdict.table is None:
        raise ValueError(f"{delivery.document}: the verdict carries no table")
    return Document(
        id=delivery.document,
        resource=resource.name,
        title=_series_title(resource.title, delivery.period),
        files=_table_files(resource, resource.schema, verdict.table, delivery.period, archive),
        delivery=delivery.sha256,
        actual_at=delivery.modified,
        rows=len(verdict.table.rows),
        period=delivery.period,
        structure=name_structure(resource.schema),
        withheld=verdict.withheld,
    )


def build_release(
    dataset_name: str, previous: Release | None, documents: Iterable[Document], now: datetime
) -> Release:
    """Good documents replace or join those of the previous release; nothing vanishes.

    File names stay what they were in the previous release. Where two documents would get the same
    one, the later comer's carries a digest of its id. `made_at` moves only with the hash.
    """
    known = {document.id: document for document in previous.documents} if previous else {}
    merged = dict(known)
    for document in documents:
        merged[document.id] = _keep_names(document, known.get(document.id))
    release = Release(
        dataset=dataset_name,
        documents=_tell_all_apart([merged[key] for key in sorted(merged)], known),
        made_at=now,
        first_made_at=previous.first_made_at if previous else now,
    )
    if previous and previous.hash == release.hash:
        return replace(release, made_at=previous.made_at)
    return release


# One document


def _plain_document(
    delivery: Delivery, cleaned: bytes | None, prefix: str | None, archive: Archive
) -> Document:
    path, place = PurePosixPath(delivery.name), place_of(delivery)
    kept = archive.keep_file(delivery.path) if cleaned is None else archive.keep_bytes(cleaned)
    return Document(
        id=delivery.document,
        resource=delivery.resource,
        title=path.stem,
        files=(_file(name_plain(str(path), prefix), kept),),
        delivery=delivery.sha256,
        actual_at=delivery.modified,
        renamed=place if place != delivery.document else None,
    )


def _table_files(
    resource: Resource, schema: Schema, table: Table, period: str | None, archive: Archive
) -> tuple[DocumentFile, ...]:
    name = name_table(resource.name, period, "csv")
    files = [_file(name, archive.keep_bytes(write_csv(schema, table)))]
    if "xlsx" in resource.formats and fits_worksheet(table):
        name = name_table(resource.name, period, "xlsx")
        files.append(_file(name, archive.keep_bytes(write_xlsx(schema, table))))
    return tuple(files)


def _file(filename: str, kept: Kept) -> DocumentFile:
    form = format_of(filename)
    return DocumentFile(form.name, filename, form.mimetype, kept.sha256, kept.size)


def _series_title(title: str, period: str | None) -> str:
    return f"{title}, {name_period(period)}" if period else title


# All of them


def _keep_names(document: Document, before: Document | None) -> Document:
    """The document under the file names it already has, and in their order.

    Its URLs hang on the names; the order tells which resource is which, where the portal had an
    XLSX before us and gets a CSV now.
    """
    names = {file.format: file.filename for file in before.files} if before else {}
    places = {name: place for place, name in enumerate(names)}
    ordered = sorted(document.files, key=lambda file: places.get(file.format, len(places)))
    files = (replace(file, filename=names.get(file.format, file.filename)) for file in ordered)
    return replace(document, files=tuple(files))


def _tell_all_apart(documents: list[Document], known: dict[str, Document]) -> tuple[Document, ...]:
    """No two files of one name; who had a name first keeps it."""
    taken = {file.filename for document in known.values() for file in document.files}
    return tuple(
        document if document.id in known else _tell_apart(document, taken) for document in documents
    )


def _tell_apart(document: Document, taken: set[str]) -> Document:
    files = tuple(
        replace(file, filename=tell_apart(file.filename, document.id))
        if file.filename in taken
        else file
        for file in document.files
    )
    taken.update(file.filename for file in files)
    return replace(document, files=files)
