"""The files of a publication: what stands under one dataset on a portal, as values.

Data first, then what explains it; `datapackage.json` is built apart, since it names the addresses
the others got. Everything here depends on descriptor and release alone, so that a second run finds
the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from pipeline.model import Dataset, Document, DocumentFile, Publisher, Release, Resource
from pipeline.publish.formats import format_of
from pipeline.publish.names import slug_of
from pipeline.resolution835.passport import build_passport, render_passport
from pipeline.resolution835.structure import build_structure
from pipeline.resolution835.vocabulary import FORMATS

if TYPE_CHECKING:
    from pipeline.record.archive import Archive

PASSPORT = "passport"
DATAPACKAGE = "datapackage"


class Role(StrEnum):
    """What a file is on a portal (`resource_type`); only `data` counts as a document.

    `link` is never sent: it was there before us, and nobody can download a file from it.
    """

    DATA = "data"
    ALTERNATIVE = "alternative"
    DOCUMENTATION = "documentation"
    METADATA = "metadata"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file of a publication, known by `key` for ever.

    Keys: the document's id; another format of it `<document id>#XLSX`; `passport`;
    `structure/<resource>`; `datapackage`. `content` is None where the bytes lie in the archive.
    """

    key: str
    role: Role
    title: str
    description: str
    filename: str
    format: str
    mimetype: str
    sha256: str
    size: int
    document: str | None = None
    rows: int | None = None
    content: bytes | None = None

    def open(self, archive: Archive) -> BinaryIO:
        """The bytes as a stream; FileNotFoundError where the archive lost them."""
        if self.content is not None:
            return io.BytesIO(self.content)
        return archive.path_of(self.sha256).open("rb")


def build_package(
    dataset: Dataset, publisher: Publisher, release: Release, url: str
) -> tuple[PackageFile, ...]:
    """Every file but `datapackage.json`, in the order a new dataset shows them.

    `url` is the dataset's page on the portal: the passport names it.
    """
    passport = render_passport(build_passport(dataset, publisher, release, url))
    return (
        *(file for document in release.documents for file in _data_files(dataset, document)),
        build_file(PASSPORT, Role.DOCUMENTATION, "Паспорт набору даних", "passport.csv", passport),
        *_structures(dataset, release),
    )


def build_file(key: str, role: Role, title: str, filename: str, content: bytes) -> PackageFile:
    """A file made here, its bytes at hand."""
    form = format_of(filename)
    digest = hashlib.sha256(content).hexdigest()
    return PackageFile(
        key=key,
        role=role,
        title=title,
        description="",
        filename=filename,
        format=form.name,
        mimetype=form.mimetype,
        sha256=digest,
        size=len(content),
        content=content,
    )


def key_of(document: Document, file: DocumentFile) -> str:
    """The key of one of its files."""
    return document.id if file is document.files[0] else f"{document.id}#{file.format}"


def keys_of(document: str) -> tuple[str, ...]:
    """The keys a document's files may have, in whatever formats it is offered."""
    return (document, *(f"{document}#{name}" for name in FORMATS))


def find_resource(dataset: Dataset, document: Document) -> Resource | None:
    """The resource a document belongs to; None once the descriptor dropped it."""
    return next((item for item in dataset.resources if item.name == document.resource), None)


def _data_files(dataset: Dataset, document: Document) -> Iterator[PackageFile]:
    resource = find_resource(dataset, document)
    for place, file in enumerate(document.files):
        yield PackageFile(
            key=key_of(document, file),
            role=Role.ALTERNATIVE if place else Role.DATA,
            title=document.title,
            description=resource.description if resource else "",
            filename=file.filename,
            format=file.format,
            mimetype=file.mimetype,
            sha256=file.sha256,
            size=file.size,
            document=document.id,
            rows=document.rows,
        )


def _structures(dataset: Dataset, release: Release) -> Iterator[PackageFile]:
    """One a table that has a document; a series shares one."""
    published = {document.resource for document in release.documents}
    tables = [
        (item, item.schema)
        for item in dataset.resources
        if item.schema is not None and item.name in published
    ]
    for resource, schema in tables:
        title = "Структура набору даних"
        yield build_file(
            f"structure/{resource.name}",
            Role.DOCUMENTATION,
            f"{title}: {resource.title}" if len(tables) > 1 else title,
            f"structure-{slug_of(resource.name)}.csv",
            build_structure(schema),
        )
