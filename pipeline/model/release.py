"""The last good version of every document of a dataset (випуск), named by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One format of a document. Its bytes lie in the archive under `sha256`.

    `format` is clean and upper case (`CSV`, `XLSX`, `PDF`, `GeoJSON`); `filename` is ASCII, lower
    case, without a date, so that its URL on the portal never changes.
    """

    format: str
    filename: str
    mimetype: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """One table, one period of a series, or one plain file, however many formats it has.

    `files[0]` is the document itself, the others are alternatives. `rows` is None for plain files,
    and for tables that were on a portal before us: their bytes are as somebody made them.
    `actual_at` is the moment the office's file speaks for (its own time, UTC). `structure` names
    the Table Schema the rows were checked by: a later one may not fit them. `renamed` is the id
    that the present path of a plain file would give, where the office renamed it. `withheld` counts
    the rows that the suppression list kept back.
    """

    id: str
    resource: str
    title: str
    files: tuple[DocumentFile, ...]
    delivery: str
    actual_at: datetime
    rows: int | None = None
    period: str | None = None
    structure: str | None = None
    renamed: str | None = None
    withheld: int = 0

    @property
    def table(self) -> DocumentFile:
        """The file that programs read its rows from: the CSV, which seldom stands second."""
        return next((file for file in self.files if file.format == "CSV"), self.files[0])


@dataclass(frozen=True, slots=True)
class Release:
    """All documents of a dataset that are good now, ordered by id.

    `made_at` is when this content first stood together, `first_made_at` when the dataset was first
    released: both live outside the hash.
    """

    dataset: str
    documents: tuple[Document, ...]
    made_at: datetime
    first_made_at: datetime

    @property
    def hash(self) -> str:
        """The name of the content: 16 hex digits over every document's id, files and bytes."""
        digest = hashlib.sha256()
        for document in self.documents:
            for file in document.files:
                digest.update(f"{document.id}\0{file.filename}\0{file.sha256}\n".encode())
        return digest.hexdigest()[:16]

    @property
    def rows(self) -> int:
        """Rows of all its tables."""
        return sum(document.rows or 0 for document in self.documents)
